"""An xlsx file as it is stored: its sheets, the texts that cells share, the format of each style.

Owns the parts of the archive and their XML, whatever prefix or edition of the namespaces they use, and
the bounds on what may be unpacked and counted.  It must not know what a cell means.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS

from checker.limits import LARGE_PART, MOST_MARKS, MOST_PACKED, MOST_PARTS, MOST_UNPACKED
from checker.sheets.stored_sheet import Runs, SheetParts, Stored, Unbounded


@dataclass
class Book:
    """All sheets, the format of each style, those that strike out, and whether days are counted from 1904."""

    sheets: list[Stored]
    formats: list[str]
    struck: frozenset[int]
    from_1904: bool = False


def read_book(raw: bytes, rows: int, columns: int, unread: Collection[str] = ()) -> Book:
    """The workbook without the sheets ``unread``; raises :class:`Unbounded`, or one of many errors."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        _weigh(archive.infolist())
        return _BookReader(archive, rows, columns).book(unread)


def _weigh(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuses an archive by what it says of itself, before any part is unpacked."""
    if len(parts) > MOST_PARTS:
        raise Unbounded("workbook.many_parts", count=len(parts), limit=MOST_PARTS)
    if twice := _repeated(part.filename for part in parts):
        raise Unbounded("workbook.part_twice", part=twice)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unbounded("form.too_large_inside", limit=MOST_UNPACKED // 1_000_000)
    for part in parts:
        if part.file_size > max(LARGE_PART, MOST_PACKED * part.compress_size):
            raise Unbounded("workbook.packed", part=part.filename, limit=MOST_PACKED)


def _repeated(names: Iterable[str]) -> str | None:
    """A name that stands twice."""
    return next((name for name, count in Counter(names).items() if count > 1), None)


class _BookReader:
    def __init__(self, archive: zipfile.ZipFile, rows: int, columns: int) -> None:
        self.archive = archive
        self.rows, self.columns = rows, columns
        self.left = MOST_MARKS

    def book(self, unread: Collection[str]) -> Book:
        """Follows the relations from the archive's root to each sheet."""
        home = next(target for kind, target in self._relations("").values() if kind == "officeDocument")
        related = self._relations(home)
        of = dict(related.values())
        found = _Workbook()
        self._parse(home, found.start)
        if twice := _repeated(name for name, _, _ in found.sheets):
            raise Unbounded("workbook.sheet_twice", sheet=twice)
        texts = _Texts()
        if "sharedStrings" in of:
            self._parse(of["sharedStrings"], texts.start, texts.end, texts.data)
        styles = _Styles()
        if "styles" in of:
            self._parse(of["styles"], styles.start, styles.end)
        sheets = [self._sheet(name, visible, related[key][1], texts)
                  for name, key, visible in found.sheets
                  if name not in unread and related[key][0] == "worksheet"]
        return Book(sheets, styles.codes(), styles.struck(), found.from_1904)

    def _sheet(self, name: str, visible: bool, part: str, texts: _Texts) -> Stored:
        sheet = SheetParts(Stored(name, visible), texts.found, self.rows, self.columns, texts.struck)
        self._parse(part, sheet.start, sheet.end, sheet.data)
        return sheet.stored

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by key: the kind, and the part's name."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: Mapping[str, str]) -> None:
            if tag == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
                found[given["Id"]] = (given["Type"].rpartition("/")[2], target)

        self._parse(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found

    def _parse(self, part: str, start: Callable[[str, dict[str, str]], None],
               end: Callable[[str], None] | None = None, data: Callable[[str], None] | None = None) -> None:
        """One part, element by element; prefixes are left out."""
        content = self.archive.read(part)
        self.left -= content.count(b"<")
        if self.left < 0:
            raise Unbounded("workbook.many_marks", limit=MOST_MARKS // 4)
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def started(tag: str, given: dict[str, str]) -> None:
            start(tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in given.items()})

        def refused(*_: Any) -> None:
            raise Unbounded("workbook.own_entities")

        parser.StartElementHandler = started
        parser.StartDoctypeDeclHandler = refused
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if data:
            parser.CharacterDataHandler = data
        parser.Parse(content, True)


class _Workbook:
    """The names of the sheets, in order, with the keys of their parts."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((given["name"], given["id"], given.get("state", "visible") == "visible"))
        elif tag == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true")


class _Texts:
    """The texts that cells share; how they are pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.struck: dict[int, str] = {}
        self.parts: list[str] | None = None
        self.aside = 0
        self.runs = Runs()

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "si":
            self.found.append("")
            self.runs = Runs()
        elif tag == "rPh":
            self.aside += 1
        elif tag == "t" and not self.aside:
            self.parts = []
        else:
            self.runs.start(tag, given)

    def data(self, said: str) -> None:
        if self.parts is not None:
            self.parts.append(said)

    def end(self, tag: str) -> None:
        if tag == "t" and self.parts is not None:
            said, self.parts = "".join(self.parts), None
            self.found[-1] += said
            self.runs.said(said)
            if self.runs.struck:
                self.struck[len(self.found) - 1] = self.runs.struck
        elif tag == "rPh":
            self.aside -= 1


class _Styles:
    """The number format of each style of a cell, and whether its font strikes out."""

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.used: list[int] = []
        self.fonts: list[bool] = []
        self.of: list[int] = []
        self.inside = self.among_fonts = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            self.own[int(given["numFmtId"])] = given.get("formatCode", "")
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.used.append(int(given.get("numFmtId", "0")))
            self.of.append(int(given.get("fontId", "0")))
        elif tag == "fonts":
            self.among_fonts = True
        elif tag == "font" and self.among_fonts:
            self.fonts.append(False)
        elif tag == "strike" and self.among_fonts and self.fonts:
            self.fonts[-1] = given.get("val", "1") in ("1", "true")

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.inside = False
        elif tag == "fonts":
            self.among_fonts = False

    def struck(self) -> frozenset[int]:
        """The styles whose font strikes out."""
        fonts = {number for number, strikes in enumerate(self.fonts) if strikes}
        return frozenset(style for style, font in enumerate(self.of) if font in fonts)

    def codes(self) -> list[str]:
        return [self.own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in self.used]
