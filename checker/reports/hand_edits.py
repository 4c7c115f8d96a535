"""What stands in a report's document outside the places for a person's words, and how it differs from what
was made.

Owns which text of a document counts.  Field results that office programs count anew don't.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from docx.document import Document as Drawn
from docx.oxml.ns import qn

from checker.reports.word_parts import is_contents, tag_of

DRAWN = ("drawing", "pict", "object")
LENGTH = 16
_TEXT, _TAB, _FIELD, _TABLE, _ROW, _CELL, _PARAGRAPH, _CONTROL = (
    qn(f"w:{name}") for name in ("t", "tab", "fldChar", "tbl", "tr", "tc", "p", "sdt"))


def outside(drawn: Drawn, inside: Collection[Any] = ()) -> list[str]:
    """The text of each paragraph and each row of a table outside the places for a person's words.

    ``inside`` are paragraphs and tables at such places that have lost their controls.
    """
    body: Any = drawn.element.body
    edges: dict[str, None] = {}
    for section in drawn.sections:
        for edge in (section.header, section.footer):
            if not edge.is_linked_to_previous:
                edges |= dict.fromkeys(_lines(edge._element))
    return [line for line in [*_lines(body, inside), *edges] if line.strip()]


def shortened(lines: Sequence[str]) -> list[str]:
    """Each line by a few letters that no other has."""
    return [hashlib.sha256(line.encode()).hexdigest()[:LENGTH] for line in lines]


def edits(made: Sequence[str], now: Sequence[str]) -> tuple[list[str], int]:
    """The lines that weren't made so, and how many that were made are gone without another in their place."""
    changed: list[str] = []
    removed = 0
    for kind, start, end, other, last in SequenceMatcher(
            None, list(made), shortened(now), autojunk=False).get_opcodes():
        if kind != "equal":
            changed += now[other:last]
            removed += max(0, (end - start) - (last - other))
    return changed, removed


def _lines(around: Any, inside: Collection[Any] = ()) -> Iterator[str]:
    for one in around:
        if one in inside:
            continue
        if one.tag == _PARAGRAPH:
            yield said(one)
        elif one.tag == _TABLE:
            for row in one.iter(_ROW):
                yield "\t".join(cell_text(cell, inside) for cell in row.iter(_CELL))
        elif one.tag == _CONTROL and tag_of(one) is None and not is_contents(one):
            yield from _lines(one.find(qn("w:sdtContent")), inside)


def cell_text(cell: Any, inside: Collection[Any] = ()) -> str:
    """What stands in a cell outside the places for a person's words, a line for each paragraph."""
    return "\n".join(_lines(cell, inside))


def said(paragraph: Any) -> str:
    """The text of a paragraph; a picture is a mark, the result of a field nothing."""
    letters: list[str] = []
    depth = 0
    for one in paragraph.iter():
        if one.tag == _FIELD:
            kind = one.get(qn("w:fldCharType"))
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        elif depth > 0:
            continue
        elif one.tag == _TEXT:
            letters.append(one.text or "")
        elif one.tag == _TAB and one.getparent().tag == qn("w:r"):
            letters.append("\t")
        elif one.tag in {qn(f"w:{name}") for name in DRAWN}:
            letters.append("\ufffc")
    return "".join(letters)
