"""Which of a dossier's statements stand: all but those that somebody has withdrawn.

Owns the finding of the statement that a withdrawal names, and what is left without it.  It must not judge,
and it never changes what was stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from checker.dossier.dossier import (
    SECTIONS,
    Dossier,
    FactStatement,
    NamedStatement,
    Source,
    StatedAttribute,
    Withdrawal,
)
from checker.errors import DossierError, Problem
from checker.places import Path
from checker.text.normal import folded
from checker.text.unstated import states_nothing
from checker.validation import shorten

WITHDRAWN = "withdrawn"
ATTRIBUTE = "attributes"
# What a statement of a section is about, and what it says, by their fields.
_ABOUT = {"observations": "quantity", "lists": "name", "declarations": "about"}
_SAYS = {"opinions": "finding"}
# What else tells a statement from all others.
_PARTS = ("year", "value", "document", "place", "words")
# How long the path of a statement is, and that of a further statement of an attribute.
FIRST, FURTHER = 2, 4


class Statement(NamedTuple):
    """One statement of a dossier: where in the file, about what, what it says; ``stated`` is the whole."""

    path: Path
    about: str
    year: int | None
    value: bool | int | str | None
    source: Source | None
    stated: object

    @property
    def section(self) -> str:
        """The part of the dossier that it is in."""
        return str(self.path[0])


@dataclass(frozen=True)
class Holding:
    """A dossier without what was withdrawn, and each withdrawn statement with its withdrawal.

    ``moved`` tells of what no longer stands where it stood in the file where that was.
    """

    dossier: Dossier
    withdrawn: Sequence[tuple[Withdrawal, Statement]] = ()
    moved: Mapping[Path, Path] = field(default_factory=dict)

    def moved_back(self, error: DossierError) -> DossierError:
        """The error with its paths as in the file."""
        return DossierError([self.told(problem) for problem in error.problems])

    def told(self, problem: Problem) -> Problem:
        """The problem with its path as in the file."""
        path = problem.path
        for length in (FURTHER, FIRST):
            if (before := self.moved.get(path[:length])) is not None:
                return replace(problem, path=(*before, *path[length:]))
        return problem


def statements(dossier: Dossier) -> Iterator[Statement]:
    """Every statement that may be withdrawn."""
    for name, attribute in dossier.attributes.items():
        for i, one in enumerate(attribute.everywhere):
            path: Path = (ATTRIBUTE, name, "also", i - 1) if i else (ATTRIBUTE, name)
            plain = FactStatement(value=one.value, source=one.source)
            yield Statement(path, name, None, one.value, one.source, plain)
    for section in SECTIONS:
        for i, entry in enumerate(getattr(dossier, section)):
            value = getattr(entry, _SAYS.get(section, "value"), None)
            yield Statement((section, i), getattr(entry, _ABOUT.get(section, "item")),
                            getattr(entry, "year", None), value, entry.source, entry)


def holding(dossier: Dossier) -> Holding:
    """What stands; raises :class:`DossierError` where a withdrawal names no statement, or more than one."""
    if not dossier.withdrawn:
        return Holding(dossier)
    named = _NamedStatements(dossier)
    found: list[tuple[Withdrawal, Statement]] = []
    problems = []
    for i, withdrawal in enumerate(dossier.withdrawn):
        if states_nothing(withdrawal.by):
            nobody = {"given": shorten(withdrawal.by)}
            problems.append(Problem("dossier.by_nobody", nobody, (WITHDRAWN, i, "by")))
        meant = named.by(withdrawal.statement)
        if meant and all(one.stated == meant[0].stated for one in meant):
            found += [(withdrawal, one) for one in meant]
        else:
            code = "withdrawn.several" if meant else "withdrawn.nothing"
            problems.append(Problem(code, {"about": withdrawal.statement.about, "count": len(meant)},
                                    (WITHDRAWN, i, "statement")))
    if problems:
        raise DossierError(problems)
    return _without(dossier, found)


def unnamed(dossier: Dossier) -> Sequence[Problem]:
    """What is wrong with the naming of withdrawn statements."""
    try:
        holding(dossier)
    except DossierError as error:
        return error.problems
    return ()


class _NamedStatements:
    """The statements of a dossier by what withdrawals say of them.

    They are brought together once for everything that is said of one at all, not for each withdrawal.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._about: dict[str, list[Statement]] = {}
        for statement in statements(dossier):
            self._about.setdefault(folded(statement.about), []).append(statement)
        self._known: dict[tuple[str, ...], dict[tuple[str, ...], list[Statement]]] = {}

    def by(self, named: NamedStatement) -> Sequence[Statement]:
        """Those of which everything is so that is said."""
        about = folded(named.about)
        said = {key: _compared(value) for key in _PARTS if (value := getattr(named, key)) is not None}
        place = (about, *said)
        if place not in self._known:
            known = self._known[place] = {}
            for one in self._about.get(about, ()):
                there = _parts(one)
                if all(there[key] is not None for key in said):
                    known.setdefault(tuple(_compared(there[key]) for key in said), []).append(one)
        return self._known[place].get(tuple(said.values()), ())


def _parts(statement: Statement) -> Mapping[str, object]:
    """What may be said of a statement to name it."""
    source = statement.source
    return {"year": statement.year, "value": statement.value, "document": source and source.document,
            "place": source and source.place, "words": source and source.words}


def _compared(said: object) -> str:
    return folded(str(said)).lower()


def _without(dossier: Dossier, found: Sequence[tuple[Withdrawal, Statement]]) -> Holding:
    """The dossier without some statements; an attribute's next statement takes the place of its first."""
    gone = {statement.path for _, statement in found}
    moved: dict[Path, Path] = {}
    left: dict[str, Any] = {}
    for section in SECTIONS:
        entries = getattr(dossier, section)
        kept = [i for i in range(len(entries)) if (section, i) not in gone]
        moved.update({(section, new): (section, old) for new, old in enumerate(kept) if new != old})
        left[section] = [entries[i] for i in kept]
    attributes = {}
    for name, attribute in dossier.attributes.items():
        paths: list[Path] = [(ATTRIBUTE, name),
                             *((ATTRIBUTE, name, "also", i) for i in range(len(attribute.also)))]
        kept = [i for i, path in enumerate(paths) if path not in gone]
        if kept:
            attributes[name] = _attribute(attribute, kept)
            moved.update({paths[new]: paths[old] for new, old in enumerate(kept) if new != old})
    return Holding(dossier.model_copy(update={**left, ATTRIBUTE: attributes}), found, moved)


def _attribute(attribute: StatedAttribute, kept: Sequence[int]) -> StatedAttribute:
    first, *others = (attribute.everywhere[i] for i in kept)
    return StatedAttribute(value=first.value, source=first.source, also=list(others))
