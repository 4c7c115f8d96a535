"""What a person wrote into a report, carried from the old document into the new one.

Owns the reading of the places for a person's words and what of them can't come along.  No word is lost: what
has no place any more is left over, to be set at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as Drawn
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from checker.files.canonical import canonical
from checker.reports.blocks import Prompted
from checker.reports.hand_edits import cell_text, said, shortened
from checker.reports.word_spaces import spaces

RECORD = "record.json"
# What refers to other parts of the old document: notes and comments stay behind, their marks with them.
_MARKS = tuple(qn(f"w:{name}") for name in (
    "footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "commentRangeEnd"))
_SECTION = qn("w:sectPr")  # some office programs put the end of a section into the paragraph before it
_RELATED = tuple(qn(f"r:{name}") for name in ("embed", "id", "link"))


@dataclass
class CarriedWords:
    """Words by the id of the place in which they stand; ``behind`` says that something can't come along.

    ``places`` are all places, also those at which nobody has written.
    """

    words: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    source: Drawn | None = None
    behind: bool = False
    places: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def inside(self) -> set[Any]:
        """Every paragraph and table at a place for a person's words."""
        return {one for found in self.places.values() for one in found}

    def of(self, prompt: str, target: Drawn) -> list[Any]:
        """What was written at a place, ready for the new document; nothing where nobody has written."""
        found = [deepcopy(one) for one in self.words.get(prompt, ())]
        for one in found:
            self._relate(one, target)
        return found

    def left(self, asked: Collection[str]) -> list[Prompted]:
        """What was written where nothing is asked any more."""
        return [Prompted(name, self.labels.get(name, name), "") for name in self.words if name not in asked]

    def plain(self, prompt: str) -> list[str | list[list[str]]]:
        """What was written at a place, as bare paragraphs and the cells of tables."""
        return [said(one) if one.tag == qn("w:p") else [
            [cell_text(cell) for cell in row.iter(qn("w:tc"))] for row in one.iter(qn("w:tr"))]
            for one in self.words.get(prompt, ())]

    def record(self, asked: Mapping[str, tuple[str, str]], outside: Sequence[str]) -> dict[str, bytes]:
        """What has to be known of the document when it is made again: how it asked, what it said itself."""
        return {RECORD: canonical({
            "schema": "report-record/1", "outside": shortened(outside),
            "asked": {name: {"label": label, "words": shortened([words])[0]}
                      for name, (label, words) in asked.items()}})}

    def _relate(self, one: Any, target: Drawn) -> None:
        """Bring pictures and links along; what refers to notes and comments is dropped."""
        for mark in [inner for inner in one.iter() if inner.tag in (*_MARKS, _SECTION)]:
            self.behind |= mark.tag != _SECTION
            mark.getparent().remove(mark)
        for inner in one.iter():
            for name in _RELATED:
                if inner.get(name) is not None and not self._related(inner, name, target):
                    self.behind = True
                    del inner.attrib[name]

    def _related(self, inner: Any, name: str, target: Drawn) -> bool:
        assert self.source is not None
        relation = self.source.part.rels.get(inner.get(name))
        if relation is None:
            return False
        if relation.is_external:
            key = target.part.relate_to(relation.target_ref, relation.reltype, is_external=True)
        elif relation.reltype == RT.IMAGE:
            image = target.part.package.image_parts.get_or_add_image_part(_stream(relation.target_part.blob))
            key = target.part.relate_to(image, RT.IMAGE)
        else:
            return False
        inner.set(name, key)
        return True


def written(inside: Sequence[Any]) -> str:
    """The bare text of paragraphs and tables."""
    return "\n".join(said(paragraph) for one in inside for paragraph in one.iter(qn("w:p")))


def _stream(blob: bytes) -> Any:
    import io

    return io.BytesIO(blob)


def carried(source: Drawn, record: Mapping[str, Any]) -> CarriedWords:
    """The words of a person in a document; what still only asks for them is none."""
    asked: Mapping[str, Any] = record["asked"]
    places = spaces(source, asked)
    words = {prompt: inside for prompt, inside in places.items() if (whole := written(inside)).strip()
             and shortened([whole])[0] != asked.get(prompt, {}).get("words")}
    labels = {prompt: str(asked.get(prompt, {}).get("label", prompt)) for prompt in words}
    behind = any(True for _ in source.element.body.iter(*_MARKS))
    return CarriedWords(words, labels, source, behind, places)
