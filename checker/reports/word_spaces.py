"""Where in a document a person was asked to write, and what stands there now.

Owns the finding of these places: by their controls, and where an office program has dropped these, by the
marks around them.  It must not know what was asked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from docx.document import Document as Drawn
from docx.oxml.ns import qn

from checker.reports.word_parts import element, tag_of

LONGEST = 40
_NUMERIC_END, _NUMERIC_START = re.compile("[0-9.,-]+$"), re.compile("[0-9.]+")
_BLOCKS = (qn("w:p"), qn("w:tbl"))
_START, _END, _CONTROL, _TEXT = (qn(f"w:{name}") for name in ("bookmarkStart", "bookmarkEnd", "sdt", "t"))
_AROUND = tuple(qn(f"w:{name}") for name in ("body", "tc", "sdtContent"))


def mark_of(prompt: str) -> str:
    """The name of the marks around a place, in the letters that one may have."""
    name = f"p_{prompt}"
    return name if len(name) <= LONGEST else f"p_{hashlib.sha256(prompt.encode()).hexdigest()[:30]}"


def marked(control: Any, prompt: str, number: int) -> list[Any]:
    """A place with its marks before and behind it."""
    return [element("bookmarkStart", id=str(number), name=mark_of(prompt)), control,
            element("bookmarkEnd", id=str(number))]


def spaces(drawn: Drawn, prompts: Iterable[str]) -> dict[str, list[Any]]:
    """The paragraphs and tables at each place; ``prompts`` are those that may have lost their controls."""
    body: Any = drawn.element.body
    found: dict[str, list[Any]] = {}
    for sdt in body.iter(_CONTROL):
        prompt, content = tag_of(sdt), sdt.find(qn("w:sdtContent"))
        if prompt is not None and content is not None:
            found.setdefault(prompt, []).extend(one for one in content if one.tag in _BLOCKS)
    starts = {str(one.get(qn("w:name"))): one for one in body.iter(_START)}
    ends = {str(one.get(qn("w:id"))): one for one in body.iter(_END)}
    for prompt in prompts:
        start = starts.get(mark_of(prompt))
        end = None if start is None else ends.get(str(start.get(qn("w:id"))))
        if prompt not in found and start is not None and end is not None:
            found[prompt] = list(_between(start, end))
    return found


def _between(start: Any, end: Any) -> Iterator[Any]:
    """What stands between two marks: the block of the first to that of the other, or to the one before."""
    around = next(one for one in start.iterancestors() if one.tag in _AROUND)
    first = start if start.getparent() is around else next(
        one for one in start.iterancestors() if one.getparent() is around)
    last = end if end.getparent() is around else next(
        (one for one in end.iterancestors() if one.getparent() is around), None)
    if last is None:
        return
    blocks: Sequence[Any] = list(around)
    for one in blocks[blocks.index(first):blocks.index(last) + 1]:
        if one.tag in _BLOCKS and (one is not last or one is first or _before(end, one)):
            yield one


def _before(end: Any, block: Any) -> bool:
    """Whether any text stands in a block before the mark."""
    return any(one.tag == _TEXT and one.text for one in takewhile(lambda one: one is not end, block.iter()))


def marked_text(paragraph: Any, start: Any) -> str:
    """What stands in a paragraph between a mark's two ends, with the figures right beside it.

    What somebody typed before or behind a figure makes another figure of it.
    """
    end = next((one for one in paragraph.iter(_END) if one.get(qn("w:id")) == start.get(qn("w:id"))), None)
    before, inside, behind = "", "", ""
    begun = ended = False
    for one in paragraph.iter():
        begun, ended = begun or one is start, ended or one is end
        if one.tag == _TEXT and one.text:
            if ended:
                behind += one.text
            elif begun:
                inside += one.text
            else:
                before += one.text
    head, tail = _NUMERIC_END.search(before), _NUMERIC_START.match(behind)
    return (head[0] if head else "") + inside + (tail[0] if tail else "")
