"""How much of what anybody may hand in is read: sizes, depth, digits, numbers of things, time, memory.

Owns the limits that all readers share; what is beyond them is refused in words before it is built.  How
time and memory are kept, :mod:`checker.files.bounds` sees to.  It must not read.
"""

from __future__ import annotations

# a file as a whole, while it is read and judged; a row of a table, in time of the processor
MOST_SECONDS = 120
MOST_SECONDS_A_ROW = 60
MOST_MEMORY = 3_000_000_000
# a text file: YAML or JSON
MAX_BYTES = 10_000_000
MAX_DEPTH = 40
LONGEST_TEXT = 4_000
# a number: its digits, and how far its point may be away from them
MAX_DIGITS = 40
MAX_EXPONENT = 30
LONGEST_AMOUNT = 200
# a workbook, as form or table
MOST_UNPACKED = 40_000_000
MOST_PARTS = 500
MOST_MARKS = 3_000_000  # angle brackets that open: some four for a filled cell
LARGE_PART = 1_000_000
MOST_PACKED = 100  # so many times may a large part unpack to; tables as people keep them: some 20
MOST_MERGED = 1_000_000  # cells of one merged area; no table has as many, though a title may be wide
MOST_FORM_ROWS = 5_000
MOST_SHEET_COLUMNS = 60
LONGEST_CELL = 32_767  # an office program keeps no longer text
LONGEST_FORMAT = 255  # nor a longer format of a number
# a dossier: statements are observations, reported values, claims, declarations, opinions, list entries
MOST_STATEMENTS = 100_000
MOST_PRINTED = 5_000
MOST_BLANK_ENTRIES = 5_000  # of a list that only says how many it has
# a table of projects
MOST_TABLE_BYTES = 200_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_HEAD_ROWS = 60  # above and within which the headings are sought; below they have to be pointed out
LONGEST_HEADING = 200
MOST_BLANK_ROWS = 1_000  # what stands further below is not taken for a row of the table
# how one plan words what belongs together, in the file of common facts: expressions of so many characters
MOST_WORDINGS = 50
MOST_EXPRESSIONS = 20
LONGEST_WORDING = 200
# what is said of one file: nobody mends more in one round
MOST_PROBLEMS = 500
# a PDF of unknown origin, and what is attached to it
MOST_PDF_BYTES = 100_000_000
MOST_FILES = 200
MOST_ATTACHED = 150_000_000
LONGEST_NAME = 120
# a report in Word, as a file and unpacked: its people put photographs into it
MOST_REPORT_BYTES = 200_000_000
MOST_REPORT_UNPACKED = 400_000_000
MOST_REPORT_PARTS = 3_000
# Rulesets of folders that a process keeps read.
MOST_REMEMBERED = 8
