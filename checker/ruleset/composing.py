"""From a ruleset's file as people write it to the whole ruleset, which is digested, attached and judged.

What is said once is put wherever it holds: terms that rulesets share, defaults, targets by year, sets of
readings, tables of floors, items of another ruleset.  Owns what each short form stands for, and where in the
file each part of the whole stands.  It must not check what a ruleset means; what is whole already passes
unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from checker.errors import Problem, RulesetError
from checker.files.textfile import TextFile, read
from checker.places import Path
from checker.ruleset.common_terms import SECTIONS, SHARED, shared_terms
from checker.ruleset.head import FILE, place_of, places
from checker.ruleset.taking import Taking
from checker.ruleset.written import FloorRows, SaidForAll, Targets, YearComparison
from checker.validation import Model, build, shorten, suggestion

DEFAULTS, SETS, TARGETS, FLOORS, ROWS, COMPARES = (
    "defaults", "reading_sets", "targets", "floors", "rows", "compares")
_SERIES = frozenset(("compares", "from", "to"))
M = TypeVar("M", bound=Model)


def composed(file: TextFile, above: tuple[str, ...] = ()) -> TextFile:
    """The whole ruleset of a file; raises :class:`RulesetError` for a short form that stands for nothing.

    ``above`` are the rulesets that take items from it.
    """
    if not isinstance(file.data, dict):
        return file
    composing = _Composing(dict(file.data), above)
    data = composing.whole()
    if composing.problems:
        raise RulesetError(composing.problems).at(file.name, file.lines)
    return TextFile(file.name, file.raw, data, _HomeLines(file.lines, composing.moved))


@dataclass(frozen=True)
class _HomeLines(Mapping[Path, int]):
    """The line of each part of the whole: of what a short form stands for, that of the short form."""

    written: Mapping[Path, int]
    moved: Mapping[Path, Path]

    def __getitem__(self, path: Path) -> int:
        for length in range(len(path), 0, -1):
            if path[:length] in self.moved:
                return self.written[(*self.moved[path[:length]], *path[length:])]
        return self.written[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)


@dataclass
class _Composing:
    """The data of a file on their way to the whole; ``moved`` says where each part stands in the file."""

    data: dict[str, Any]
    above: tuple[str, ...] = ()
    moved: dict[Path, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def whole(self) -> dict[str, Any]:
        """The data with every short form put in full."""
        defaults = self._built(SaidForAll, self.data.pop(DEFAULTS, {}), (DEFAULTS,)) or SaidForAll()
        sets = self.data.pop(SETS, {})
        for section in SECTIONS:
            if isinstance(terms := self.data.get(section), dict):
                self.data[section] = {name: self._term(section, name, term) for name, term in terms.items()}
        if isinstance(quantities := self.data.get("quantities"), dict):
            beside = defaults.quantities.model_dump(exclude_none=True)
            self.data["quantities"] = {name: _under(beside, term) for name, term in quantities.items()}
        if defaults.clauses and isinstance(clauses := self.data.get("clauses"), list):
            self.data["clauses"] = [_under({"seen": defaults.clauses}, clause) for clause in clauses]
        if isinstance(written := self.data.get("indicators"), list):
            taking = Taking(self.data, self._other)
            written = [taking.item(item, ("indicators", number)) for number, item in enumerate(written)]
            self.problems += taking.problems
            self.data["indicators"] = self._items(written, defaults, sets)
        return self.data

    def _other(self, name: str) -> dict[str, Any] | Problem:
        """The whole of an installed ruleset, or why nothing can be taken from it."""
        above = (*self.above, str(self.data.get("id")))
        if name in above:
            return Problem("compose.taken_ring", {"name": name})
        known = [place.parent.name for place in places()]
        if name not in known:
            return Problem("compose.taken_ruleset", {"name": name, "hint": suggestion(name, known)})
        whole: dict[str, Any] = composed(read(place_of(name) / FILE, RulesetError), above).data
        return whole

    def _built(self, model: type[M], data: Any, path: Path) -> M | None:
        made, problems = build(model, data)
        self.problems += [replace(problem, path=(*path, *problem.path)) for problem in problems]
        return made

    def _term(self, section: str, name: str, term: Any) -> Any:
        """A term, or what the vocabulary has under its name with what is said otherwise here."""
        own = {SHARED: True} if term == SHARED else term
        if not isinstance(own, dict) or own.get(SHARED) is not True:
            return term
        known = shared_terms(section)
        if name not in known:
            self.problems.append(Problem("compose.not_shared", {
                "name": shorten(name), "hint": suggestion(str(name), sorted(known))}, (section, name)))
            return term
        return {**known[name], **{key: value for key, value in own.items() if key != SHARED}}

    def _items(self, written: list[Any], defaults: SaidForAll, sets: Any) -> list[Any]:
        """The items, those of a table of floors one after the other."""
        source = defaults.source.model_dump(exclude_none=True)
        found: list[Any] = []
        for number, item in enumerate(written):
            home: Path = ("indicators", number)
            table = isinstance(item, dict) and FLOORS in item
            for one in self._floors(item, home) if table else [_Placed(item, home)]:
                at: Path = ("indicators", len(found))
                if at != one.home:
                    self.moved[at] = one.home
                self.moved |= {(*at, "limit", place): row for place, row in enumerate(one.rows)}
                found.append(self._item(one.data, at, one.home, source, sets))
        return found

    def _floors(self, table: dict[str, Any], home: Path) -> Iterator[_Placed]:
        """The items of a table of floors, each with what it has in common with the others and its rows."""
        common = {name: part for name, part in table.items() if name not in (FLOORS, ROWS, COMPARES)}
        rows = self._built(FloorRows, {name: table[name] for name in (ROWS, COMPARES) if name in table}, home)
        items = table[FLOORS] if isinstance(table[FLOORS], list) else []
        named = {item.get("id") for item in items if isinstance(item, dict)}
        strange = {name for row in rows.rows for name in row.cells} - named if rows else set()
        if not items or strange:
            self.problems.append(Problem("compose.floors", {"names": "、".join(sorted(strange))}, home))
        for number, item in enumerate(items if rows else ()):
            limit = rows.limit(str(item.get("id"))) if rows and isinstance(item, dict) else []
            own = {"limit": [row for _, row in limit]} if limit else {}
            yield _Placed(_under({**common, **own}, item), (*home, FLOORS, number),
                          [(*home, ROWS, place) for place, _ in limit])

    def _item(self, item: Any, at: Path, home: Path, source: Mapping[str, str], sets: Any) -> Any:
        """An item with its readings, the rows of its years, and how its parts were seen."""
        if not isinstance(item, dict):
            return item
        item = dict(item)
        if isinstance(name := item.get("readings"), str):
            known = list(sets) if isinstance(sets, dict) else []
            if name not in known:
                self.problems.append(Problem("compose.no_set", {
                    "name": shorten(name), "hint": suggestion(name, known)}, (*home, "readings")))
            else:
                item["readings"] = sets[name]
                self.moved[*at, "readings"] = (SETS, name)
        if TARGETS in item:
            self._years(item, at, home)
        if source and isinstance(item.get("source"), dict):
            item["source"] = {**source, **item["source"]}
        return item

    def _years(self, item: dict[str, Any], at: Path, home: Path) -> None:
        """Put the targets of the years into the limit of whatever says how they are compared."""
        targets = self._built(Targets, {TARGETS: item.pop(TARGETS)}, home)
        holders: list[tuple[Path, Any]] = [((), item)]
        if isinstance(readings := item.get("readings"), dict):
            item["readings"] = {name: dict(one) if isinstance(one, dict) else one
                                for name, one in readings.items()}
            holders += [(("readings", name), one) for name, one in item["readings"].items()]
        compared = [(path, one) for path, one in holders if isinstance(one, dict) and COMPARES in one]
        if not compared:
            self.problems.append(Problem("compose.no_comparison", {}, (*home, TARGETS)))
        for path, one in compared:
            said = {name: one.pop(name) for name in _SERIES & one.keys()}
            how = self._built(YearComparison, said, (*home, *path))
            rows = how.rows(targets.targets) if how and targets else []
            one["limit"] = [row for _, row in rows]
            self.moved |= {(*at, *path, "limit", place): (*home, TARGETS, str(year))
                           for place, (year, _) in enumerate(rows)}


@dataclass(frozen=True)
class _Placed:
    """An item with its place in the file, and those of the rows of its limit where they stand elsewhere."""

    data: Any
    home: Path
    rows: list[Path] = field(default_factory=list)


def _under(beside: Mapping[str, Any], own: Any) -> Any:
    """What is said itself goes before what is said for all."""
    return {**beside, **own} if isinstance(own, dict) else own
