"""Where something stands, as a value and as people are told it: fields of a file, cells, rows, sheets.

Owns the addresses of cells and the wording of a path.  It must not read files or know what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from checker.messages import Spoken, text, word

Path = tuple[str | int, ...]
# Below these a key is a name that the file or the ruleset gives, not a field; the entries of a list too.
KEYED = frozenset({
    "documents", "attributes", "columns", "classifications", "effects", "quantities", "factors", "grades",
    "lists", "definitions", "sections", "shown", "fields", "readings", "let", "given", "values", "aside",
    "outcomes", "requirements", "along", "rows", "settled_by", "params", "entries", "files", "made_with"})
_ENTRIES = "entries"
_FILE = "file"  # above what stands at the top of a file


class Place(Spoken):
    """A place that has words of its own, such as a row's label; a bare text in a path is a field's name."""

    __slots__ = ()


class SheetName(Place):
    """A sheet as a whole."""

    __slots__ = ()

    def said(self) -> str:
        """As ``“数据”页``."""
        return text("place.sheet", sheet=str(self))


class CellAddress(Place):
    """A cell as ``SHEET!A1``."""

    __slots__ = ()

    @property
    def cell(self) -> str:
        """The column's letters and the row's number."""
        return self.rpartition("!")[2]

    def said(self) -> str:
        """As ``“数据”页 H4 格``."""
        return text("place.cell", sheet=self.rpartition("!")[0], cell=self.cell)


class TextCell(Place):
    """A cell of a separated text as ``ROW:COLUMN``; it is put into words only when somebody is told."""

    __slots__ = ()

    def said(self) -> str:
        """As ``第 2 行第 7 列``."""
        row, _, column = self.partition(":")
        return text("place.column", row=row, column=column)


class LineKey(Place):
    """The value of a key in a line of JSON as ``LINE:KEY``."""

    __slots__ = ()

    def said(self) -> str:
        """As ``第 2 行“计划总投资”``."""
        row, _, key = self.partition(":")
        return text("place.key", row=row, key=key)


def dotted(path: Path) -> str:
    """``("observations", 3, "unit")`` as ``observations[3].unit``."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else (f".{part}" if out else str(part))
    return out


def spoken(path: Path, *, keys: bool, labels: Mapping[str, str] = MappingProxyType({}),
           above: str = _FILE, keyed: frozenset[str] = KEYED) -> str:
    """A path in words; the ``keys`` of fields stand beside their names where a person edits them.

    ``labels`` are what the names are called that a ruleset gives; ``above`` is where the path begins, and
    below the fields of ``keyed`` stand names.
    """
    places = [part.said() for part in path if isinstance(part, Place)]
    fields = [part for part in path if not isinstance(part, Place)]
    said = text("place.of").join(_fields(fields, keys, labels, above, keyed))
    return text("place.parts").join(filter(None, (*places, said)))


def _fields(parts: Sequence[str | int], keys: bool, labels: Mapping[str, str], above: str,
            keyed: frozenset[str]) -> Iterator[str]:
    """Each field with the number that its entry has; what no file of ours knows is told as it is written."""
    said = ""
    for number, part in enumerate(parts):
        if isinstance(part, int):
            said = text("place.entry", field=said, number=part + 1)
            continue
        if said:
            yield said
        if _named(parts, number, keyed):
            said = text("place.name", name=labels.get(part, part))
        else:
            said, above = _field(part, above, keys=keys), part
    if said:
        yield said


def _named(parts: Sequence[str | int], number: int, keyed: frozenset[str]) -> bool:
    """Whether the key at this place is a name that somebody gave."""
    before = parts[number - 1] if number else ""
    if isinstance(before, int):
        return number > 1 and parts[number - 2] == _ENTRIES
    return before in keyed


def _field(key: str, above: str, *, keys: bool) -> str:
    name = word(f"what.{above}.{key}", "") or word(f"what.{key}", "")
    if not name:
        return text("place.name", name=key)
    return text("place.field", name=name, key=key) if keys else name
