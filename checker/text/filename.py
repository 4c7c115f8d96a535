"""A file's name as it can be printed.

Owns the letters of names that are not UTF-8, as older systems and archives write them.  It must not
open a file: for that the name is used as the system gave it.
"""

from __future__ import annotations

import os
from pathlib import Path


def printable(name: str | Path) -> str:
    """The name in letters: read as UTF-8, else as GB18030, else with a sign for each byte that is neither."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
