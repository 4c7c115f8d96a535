"""What the note of an item says of its words in the document, and of single rows of it.

Owns the reading back of what was put together from the cells.  It must not know what the cells are.
"""

from __future__ import annotations

import re

from checker.messages import text

_ROW = re.compile("；?【(?P<case>[^】]*)】（(?P<clause>[^）]*)）")
SheetRow = dict[str, str]


def told_words(note: str) -> str:
    """The words of an item."""
    told = _ROW.search(note)
    return (note[:told.start()] if told else note).removeprefix(text("policy.words", words=""))


def told_rows(note: str) -> dict[str, SheetRow]:
    """What a note says of single rows, by their cases."""
    marks = list(_ROW.finditer(note))
    ends = [*(mark.start() for mark in marks), len(note)][1:]
    return {mark["case"]: {"clause": mark["clause"], "words": note[mark.end():end]}
            for mark, end in zip(marks, ends, strict=False)}
