"""The cells of an xlsx file as they are stored: text, kind, formula, format, what is merged or hidden.

Owns the parts of the archive and their XML, whatever prefix or edition of the namespaces they use, and
the bounds on what may be unpacked and counted.  It must not know what a cell means.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

MAX_UNPACKED = 40_000_000
MAX_PARTS = 500
MAX_MARKS = 3_000_000  # angle brackets that open: some four for a filled cell
Area = tuple[int, int, int, int]


class Unbounded(ValueError):
    """The file would cost more than a table may; ``cell`` where one can be named."""

    def __init__(self, cell: str = "") -> None:
        super().__init__(cell)
        self.cell = cell


@dataclass
class Cell:
    """What is stored of a cell: its kind, its value, its formula, and the code of its format."""

    kind: str = "n"
    value: str | None = None
    formula: str | None = None
    style: int = 0


@dataclass
class Stored:
    """One sheet; areas are first row, first column, last row, last column."""

    name: str
    visible: bool
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class Book:
    """All sheets, the format of each style, and whether days are counted from 1904."""

    sheets: list[Stored]
    formats: list[str]
    from_1904: bool = False


def read_book(raw: bytes, rows: int, columns: int) -> Book:
    """The workbook; raises :class:`Unbounded`, or one of many errors where it is none."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unbounded
        return _Reader(archive, rows, columns).book()


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, rows: int, columns: int) -> None:
        self.archive = archive
        self.rows, self.columns = rows, columns
        self.left = MAX_MARKS

    def book(self) -> Book:
        """Follows the relations from the archive's root to each sheet."""
        home = next(target for kind, target in self._relations("").values() if kind == "officeDocument")
        related = self._relations(home)
        of = dict(related.values())
        found = _Workbook()
        self._parse(home, found.start)
        texts = _Texts()
        if "sharedStrings" in of:
            self._parse(of["sharedStrings"], texts.start, texts.end, texts.data)
        styles = _Styles()
        if "styles" in of:
            self._parse(of["styles"], styles.start, styles.end)
        sheets = [self._sheet(name, visible, related[key][1], texts.found)
                  for name, key, visible in found.sheets if related[key][0] == "worksheet"]
        return Book(sheets, styles.codes(), found.from_1904)

    def _sheet(self, name: str, visible: bool, part: str, texts: list[str]) -> Stored:
        sheet = _Sheet(Stored(name, visible), texts, self.rows, self.columns)
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
            raise Unbounded
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def started(tag: str, given: dict[str, str]) -> None:
            start(tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in given.items()})

        def refused(*_: Any) -> None:
            raise Unbounded

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
        self.parts: list[str] | None = None
        self.aside = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.found.append("")
        elif tag == "rPh":
            self.aside += 1
        elif tag == "t" and not self.aside:
            self.parts = []

    def data(self, said: str) -> None:
        if self.parts is not None:
            self.parts.append(said)

    def end(self, tag: str) -> None:
        if tag == "t" and self.parts is not None:
            self.found[-1] += "".join(self.parts)
            self.parts = None
        elif tag == "rPh":
            self.aside -= 1


class _Styles:
    """The number format of each style of a cell."""

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.used: list[int] = []
        self.inside = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            self.own[int(given["numFmtId"])] = given.get("formatCode", "")
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.used.append(int(given.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.inside = False

    def codes(self) -> list[str]:
        return [self.own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in self.used]


class _Sheet:
    """A sheet's cells that have something in them; refuses those beyond the bounds by their place."""

    def __init__(self, stored: Stored, texts: list[str], rows: int, columns: int) -> None:
        self.stored, self.texts = stored, texts
        self.most = (rows, columns)
        self.row = self.column = 0
        self.cell = Cell()
        self.parts: list[str] | None = None
        self.aside = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self._cell(given)
        elif tag in ("v", "f", "t") and not self.aside:
            self.parts = []
        elif tag == "row":
            self.row = int(given["r"]) if "r" in given else self.row + 1
            self.column = 0
            if given.get("hidden") in ("1", "true"):
                self.stored.hidden_rows.add(self.row)
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            last = min(int(given["max"]), self.most[1])
            self.stored.hidden_columns.update(range(int(given["min"]), last + 1))
        elif tag == "mergeCell":
            first, top, right, bottom = range_boundaries(given["ref"])
            self.stored.merged.append((int(top or 1), int(first or 1), int(bottom or 1), int(right or 1)))
        elif tag == "rPh":
            self.aside += 1

    def data(self, said: str) -> None:
        if self.parts is not None:
            self.parts.append(said)

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self.aside -= 1
        elif tag == "c":
            self._kept()
        elif self.parts is not None and tag in ("v", "f", "t"):
            said, self.parts = "".join(self.parts), None
            if tag == "f":
                self.cell.formula = said
            else:
                self.cell.value = said if tag == "v" else (self.cell.value or "") + said

    def _cell(self, given: dict[str, str]) -> None:
        if "r" in given:
            self.row, self.column = coordinate_to_tuple(given["r"])
        else:
            self.column += 1
        self.cell = Cell(given.get("t", "n"), style=int(given.get("s", "0")))

    def _kept(self) -> None:
        cell = self.cell
        if cell.value is None and cell.formula is None:
            return
        if self.row > self.most[0] or self.column > self.most[1]:
            raise Unbounded(f"{self.stored.name}!{get_column_letter(self.column)}{self.row}")
        if cell.kind == "s":
            cell.kind, cell.value = "str", self.texts[int(cell.value or "")]
        self.stored.cells[self.row, self.column] = cell
