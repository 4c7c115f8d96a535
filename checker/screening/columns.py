"""What the columns of a table mean: which datum of a ruleset each holds.

Owns the meeting of headings with a ruleset's labels, other names and units.  It must not read cells.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from checker.limits import LONGEST_HEADING
from checker.messages.screening import COLUMN_NAMES, WORDS_ENDINGS
from checker.quantity import amount
from checker.quantity.unit import Unit, UnknownUnit, spell
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Labelled
from checker.text.normal import folded

ColumnKind = Literal["number", "name", "owner", "field", "years", "quantity", "attribute", "words", "unknown"]
GENERAL: tuple[ColumnKind, ...] = ("number", "name", "owner", "field", "years")
SAME_AS = "＝"
_LIKE = Fraction(5, 9)  # two names that share more than half of their characters may be one
_LEAST = 2
_UNITS_OF = re.compile("单位(?:均|都|统一|一律|全部)?(?:为|是|:|改为|用|以)?")
_APART = re.compile("[、,;和]")
_ENDS = re.compile("$|[。()<>《》/|]|计|.{0,6}单位")
_UNIT_SIZE = 12


@dataclass(frozen=True)
class Column:
    """A heading with what it holds; ``unit`` where the heading names one, ``of`` what words stand for."""

    heading: str
    kind: ColumnKind
    name: str = ""
    unit: str | None = None
    of: tuple[str, ...] = ()


class Known:
    """The names by which a table may call what it holds; without a ruleset only what all tables have."""

    def __init__(self, ruleset: Ruleset | None) -> None:
        self.ruleset = ruleset
        self._found: dict[str, Column] = {}
        self._general: dict[str, ColumnKind] = {
            name: kind for kind in GENERAL for name in _names(kind)}
        self._terms = _called(ruleset) if ruleset else {}

    def column(self, heading: str) -> Column:
        """What a column of this heading holds.

        A heading of two names, ``投资额＝计划总投资（万元）``, is the table's own and what it stands for.
        """
        found = self._found.get(heading)
        if found is None:
            found = self._found[heading] = self._column(heading)
        return found

    def _column(self, heading: str) -> Column:
        if len(heading) > LONGEST_HEADING:
            return Column(heading, "unknown")
        own, same, meant = heading.rpartition(SAME_AS)
        if same:
            found = self._column(meant)
            if found.kind != "unknown":
                return replace(found, heading=heading, unit=found.unit or parted(own)[1])
        plain, unit = parted(heading)
        kind = self._general.get(plain.casefold())
        if kind:
            return Column(heading, kind)
        term = self._terms.get(plain) or self._terms.get(folded(heading))
        return Column(heading, term[0], term[1], unit) if term else Column(heading, "unknown", unit=unit)

    def names(self, words: str) -> bool:
        """Whether the words are what a column of projects' names is called."""
        return len(words) <= LONGEST_HEADING and self._general.get(folded(words).casefold()) == "name"

    def due(self, column: Column) -> Unit | None:
        """The unit in which the ruleset speaks of what a column holds, where that has one."""
        if column.kind != "quantity" or self.ruleset is None:
            return None
        return self.ruleset.units.get(column.name)

    def suggested(self, heading: str) -> str:
        """The label of what a heading that isn't known may mean, if there is one that is like it."""
        plain, unit = parted(heading)
        if self.ruleset is None or len(plain) < _LEAST or len(plain) > LONGEST_HEADING:
            return ""
        best, label = Fraction(0), ""
        for called, (kind, name) in self._terms.items():
            alike = difflib.SequenceMatcher(None, plain, called).get_matching_blocks()
            likeness = Fraction(2 * sum(block.size for block in alike), len(plain) + len(called))
            if len(called) >= _LEAST and (called in plain or plain in called):
                likeness = max(likeness, _LIKE)
            if likeness > best and likeness >= _LIKE and self._fits(kind, name, unit):
                terms = self.ruleset.model.quantities if kind == "quantity" else self.ruleset.model.attributes
                best, label = likeness, terms[name].label
        return label

    def _fits(self, kind: ColumnKind, name: str, unit: str | None) -> bool:
        """Whether a heading with this unit may stand for a term."""
        due = self.ruleset.units.get(name) if self.ruleset and kind == "quantity" else None
        return unit is None or (due is not None and Unit(unit).fits(due))


def _called(ruleset: Ruleset) -> dict[str, tuple[ColumnKind, str]]:
    """The terms by what they are called: a label is that term, what two are also called is neither."""
    kinds: tuple[tuple[ColumnKind, Mapping[str, Labelled]], ...] = (
        ("quantity", ruleset.model.quantities), ("attribute", ruleset.model.attributes))
    found: dict[str, tuple[ColumnKind, str]] = {}
    others: dict[str, list[tuple[ColumnKind, str]]] = {}
    for kind, terms in kinds:
        for name, term in terms.items():
            for called in (name, term.label):
                found.setdefault(folded(called), (kind, name))
            for called in {folded(one) for one in getattr(term, "also", ())}:
                others.setdefault(called, []).append((kind, name))
    return {called: meant[0] for called, meant in others.items() if len(meant) == 1} | found


def columns(headings: Sequence[str], ruleset: Ruleset) -> list[Column]:
    """Every column; raises nothing: what isn't known is ``unknown``."""
    known = Known(ruleset)
    found = [known.column(heading) for heading in headings]
    return [_words(column, found) if column.kind == "unknown" else column for column in found]


def parted(heading: str) -> tuple[str, str | None]:
    """``计划投资（万元）`` as its name and a unit, if what stands in brackets is one."""
    words = folded(heading)
    name, bracket, unit = words.removesuffix(")").rpartition("(")
    if words.endswith(")") and bracket and is_unit(unit):
        return name, unit
    return words, None


def is_unit(words: str) -> bool:
    """Whether the words are a unit."""
    try:
        Unit(words)
    except UnknownUnit:
        return False
    return True


def units_said(words: str) -> list[str]:
    """The units that a sentence gives to other cells: ``面积单位：公顷``, ``以下单位为万元``."""
    plain, found = folded(words), list[str]()
    for named in _UNITS_OF.finditer(plain):
        for piece in _APART.split(plain[named.end():]):
            unit = next((piece[:size] for size in range(min(len(piece), _UNIT_SIZE), 0, -1)
                         if _ENDS.match(piece[size:]) and is_unit(piece[:size])), "")
            found += [unit] if unit else []
            if unit != piece:
                break
    return found


def unlike(units: Iterable[str], found: Iterable[Column]) -> list[Column]:
    """The columns whose heading has another unit than one of ``units`` that is of its kind."""
    own = [(column, column.unit) for column in found if column.kind == "quantity" and column.unit]
    return [column for column, unit in own
            if any(Unit(said).fits(Unit(unit)) and spell(said) != spell(unit) for said in units)]


def own_unit(written: str, headed: str) -> str | None:
    """The unit that a cell states itself where its heading names another one of the same kind."""
    try:
        own = amount.parse(written).unit
    except amount.UnreadableAmount:
        return None
    if own is None or spell(own) == spell(headed):
        return None
    return own if Unit(own).fits(Unit(headed)) else None


def states_own(written: str, headed: str) -> bool:
    """Whether a cell is read by what it states itself: another unit, or 亿 and 万 of yuan."""
    try:
        return amount.parse(written).multiplied or own_unit(written, headed) is not None
    except amount.UnreadableAmount:
        return False


def beside(written: str, headed: str | None) -> str | None:
    """The unit that a heading gives to a cell's amount: none to one that states its own, which is nearer."""
    return None if headed is None or own_unit(written, headed) else headed


def _names(kind: str) -> set[str]:
    return {kind, *(folded(name).casefold() for name in COLUMN_NAMES[kind])}


def _words(column: Column, found: Iterable[Column]) -> Column:
    """A column of the original's words, for each column whose name has what stands before 原文."""
    plain = folded(column.heading)
    for ending in WORDS_ENDINGS:
        stem = plain.removesuffix(ending)
        if stem == plain:
            continue
        of = tuple(other.name for other in found if other.kind in ("quantity", "attribute")
                   and stem and stem in folded(other.heading))
        if of:
            return Column(column.heading, "words", of=of)
    return column


def unknown(found: Iterable[Column]) -> Iterator[str]:
    """The headings that mean nothing to the ruleset."""
    return (column.heading for column in found if column.kind == "unknown")
