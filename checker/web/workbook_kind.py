"""What a workbook that was handed in is likely to be: a dossier, a question sheet of ours, a table.

Owns the look at the names of its sheets.  It must not read what stands in them.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Literal

from checker.limits import LARGE_PART
from checker.messages import in_source_language, text

WorkbookKind = Literal["dossier", "answers", "table"]
_BOOK = "xl/workbook.xml"
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*?\bname=\"([^\"]*)\"")


@in_source_language
def workbook_kind(place: str) -> WorkbookKind:
    """Of which kind; what is no workbook at all counts as a dossier, whose reader says what is wrong."""
    try:
        with zipfile.ZipFile(Path(place)) as archive, archive.open(_BOOK) as file:
            book = file.read(LARGE_PART).decode("utf-8", "replace")
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return "dossier"
    names = set(map(unescape, _SHEET.findall(book)))
    if text("form.sheet.basics") in names:
        return "dossier"
    return "answers" if {text("ask.sheet.head"), text("ask.sheet.questions")} <= names else "table"
