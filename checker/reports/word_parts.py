"""What the library has no name for in a Word document: bookmarks, fields, places for a person's words.

Owns their XML.  It must not know what stands in a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from checker.reports.blocks import Prompted

PROMPT = "prompt:"
CONTENTS, COVER = "Table of Contents", "Cover Pages"


def element(kind: str, /, **given: str) -> Any:
    """An element with attributes of the same namespace."""
    made = OxmlElement(f"w:{kind}")
    for key, value in given.items():
        made.set(qn(f"w:{key}"), value)
    return made


def bookmarked(paragraph: Paragraph, name: str, number: int, words: str) -> None:
    """Words inside a bookmark, by which they are found again."""
    paragraph._p.append(element("bookmarkStart", id=str(number), name=name))
    paragraph.add_run(words)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_field(paragraph: Paragraph, code: str, shown: str, *, dirty: bool = False) -> None:
    """A field that Word counts; ``shown`` stands there until it does."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    told = element("instrText")
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    told.text = f" {code} "
    for part in (begin, told, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)
    if shown:
        paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def control(asked: Prompted, number: int, inside: Sequence[Any], *, empty: bool) -> Any:
    """A place for a person's words, found again by its tag; ``empty`` while it only asks for them."""
    made, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    properties.append(element("alias", val=asked.label))
    properties.append(element("tag", val=f"{PROMPT}{asked.id}"))
    properties.append(element("id", val=str(number)))
    properties.append(element("lock", val="sdtLocked"))
    if empty:
        properties.append(element("showingPlcHdr"))
    content.extend(inside)
    made.extend([properties, content])
    return made


def building_block(gallery: str, inside: Sequence[Any]) -> Any:
    """A part that Word knows by its kind: the cover, the table of contents."""
    made, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    kind = element("docPartObj")
    kind.append(element("docPartGallery", val=gallery))
    kind.append(element("docPartUnique"))
    properties.append(kind)
    content.extend(inside)
    made.extend([properties, content])
    return made


def tag_of(sdt: Any) -> str | None:
    """The id of a place for a person's words; None of another control."""
    tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    value = "" if tag is None else str(tag.get(qn("w:val")))
    return value.removeprefix(PROMPT) if value.startswith(PROMPT) else None


def is_contents(sdt: Any) -> bool:
    """Whether a control is the table of contents."""
    gallery = sdt.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == CONTENTS


def begin_contents(line: Paragraph, levels: int) -> None:
    """Where the field of the table of contents begins, which Word makes anew."""
    told = element("instrText")
    told.text = f' TOC \\o "1-{levels}" \\h \\z \\u '
    for part in (element("fldChar", fldCharType="begin", dirty="true"), told,
                 element("fldChar", fldCharType="separate")):
        line.add_run()._r.append(part)
