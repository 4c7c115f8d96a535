"""How much of what anybody may hand in is read: sizes, depth, digits, numbers of things.

Owns the limits that all readers share; what is beyond them is refused in words before it is built.  How
long reading may take and how much memory, :mod:`checker.cli.bounds` sees to.  It must not read.
"""

from __future__ import annotations

# a text file: YAML or JSON
MAX_BYTES = 10_000_000
MAX_DEPTH = 40
MAX_DIGITS = 40
# a dossier: statements are observations, reported values, claims, declarations, opinions, list entries
MOST_STATEMENTS = 100_000
MOST_PRINTED = 5_000
# a table of projects
MOST_COLUMNS = 1_000
# what is said of one file: nobody mends more in one round
MOST_PROBLEMS = 500
# a PDF of unknown origin, and what is attached to it
MOST_PDF_BYTES = 100_000_000
MOST_FILES = 200
MOST_ATTACHED = 150_000_000
LONGEST_NAME = 120
