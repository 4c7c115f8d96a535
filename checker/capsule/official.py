"""Whether a file is an act already: a page that bears a seal or the number of a register.

Owns the one question that is asked before a file is written over.  It must not verify.
"""

from __future__ import annotations

import json

from checker.capsule.opening import opened
from checker.errors import CapsuleError

# What every signature in a PDF has.
SEALED = b"/ByteRange"
ISSUE = "issue.json"


def official(pdf: bytes) -> bool:
    """Whether nobody can do without this very file; one whose issue can't be read counts as such."""
    if SEALED in pdf:
        return True
    try:
        files = opened(pdf).files
    except CapsuleError:
        return False
    if ISSUE not in files:
        return False
    try:
        return json.loads(files[ISSUE])["number"] is not None
    except (ValueError, LookupError, TypeError, RecursionError):
        return True
