"""A copy of a dossier in which some statements are others, or gone: only for a question.

Owns what is put in whose place.  What is supposed says so in its source and names no document; the dossier
that was handed in stays as it is.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from checker.dossier.dossier import Dossier, Observation, Reported
from checker.dossier.holding import WITHDRAWN, holding
from checker.errors import Problem, UsageError
from checker.evidence.answering_words import answers
from checker.evidence.entries import unstated
from checker.explaining.asked_statement import (
    SET,
    UNSET,
    AskedStatement,
    Refused,
    StatementSupposed,
    apart,
    as_asked,
    headed,
    qualified,
    units,
)
from checker.explaining.supposed_limit import item_called
from checker.messages import text
from checker.places import Path
from checker.quantity.display import with_unit
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import Quantity
from checker.text.normal import folded, same
from checker.validation import build, shorten, suggestion

StatementData = dict[str, Any]
# What a person may find of an item, by what may be written for it.
_FINDINGS = {"符合": "met", "不符合": "unmet"}


@dataclass(frozen=True)
class SupposedDossier:
    """The copy, what was supposed, and by which words each new statement came into it."""

    dossier: Dossier
    statements: list[StatementSupposed]
    given: dict[Path, str]


def suppose(dossier: Dossier, ruleset: Ruleset, period: int, sets: Sequence[str],
            unsets: Sequence[str]) -> SupposedDossier:
    """The dossier as it would be, of what stands in it; the very same where nothing is asked for.

    Raises :class:`UsageError` with everything that is wrong with what was asked.
    """
    if not sets and not unsets:
        return SupposedDossier(dossier, [], {})
    standing = holding(dossier).dossier.model_copy(update={WITHDRAWN: []})
    copy = _Copy(standing, ruleset, period)
    for option, asked in ((SET, sets), (UNSET, unsets)):
        for words in asked:
            copy.take(option, words)
    if copy.problems:
        raise UsageError(copy.problems)
    made, problems = build(Dossier, copy.data)
    given = copy.given()
    if made is None:
        raise UsageError(as_asked(problems, given))
    return SupposedDossier(made, copy.statements, given)


class _Mine(NamedTuple):
    """A statement of the datum that is asked for: its year, and its reading, scope and price basis."""

    stated: Observation | Reported
    year: int | None
    of: dict[str, str]


@dataclass
class _Copy:
    """A dossier's data in the making."""

    dossier: Dossier
    ruleset: Ruleset
    period: int
    statements: list[StatementSupposed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    added: list[tuple[str, StatementData | str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data: StatementData = self.dossier.model_dump(by_alias=True, exclude_unset=True)
        self.written = {id(one): entry for section in ("observations", "reported", "declarations", "opinions")
                        for one, entry in zip(getattr(self.dossier, section), self.data.get(section, ()),
                                              strict=True)}

    def take(self, option: str, words: str) -> None:
        """Read one option and put it into the data, or say what is wrong with it."""
        try:
            found = self._put(apart(option, words))
            if any(found.datum == other.datum for other in self.statements):
                raise Refused("what_if.twice", label=found.label)
            self.statements.append(found)
        except Refused as no:
            self.problems.append(Problem(no.code, {"option": option, "given": shorten(words), **no.params}))

    def given(self) -> dict[Path, str]:
        """The words that each new statement came from, by its place."""
        return {(section, entry if isinstance(entry, str) else _place(entry, self.data[section])): words
                for section, entry, words in self.added}

    def _put(self, asked: AskedStatement) -> StatementSupposed:
        key, model = folded(asked.name), self.ruleset.model
        if name := self.ruleset.quantity_names.get(key):
            return self._quantity(name, asked)
        if name := self.ruleset.attribute_names.get(key):
            return self._attribute(name, asked)
        if name := self.ruleset.list_names.get(key):
            raise Refused("what_if.list", label=model.lists[name].label)
        item = item_called(self.ruleset, asked.name)
        if item is not None:
            return (self._opinion if item.prohibits else self._report)(item.model, asked)
        if asked.unit is None and (bare := headed(asked)):
            return self._put(bare)
        terms = (*model.quantities.values(), *model.attributes.values(), *model.indicators)
        raise Refused("what_if.no_name", name=asked.name, ruleset=self.ruleset.id,
                      hint=suggestion(key, [term.label for term in terms]))

    def _quantity(self, name: str, asked: AskedStatement) -> StatementSupposed:
        known, usual = self.ruleset.model.quantities[name], self.dossier.defaults
        dated, names = known.each == "year", self.ruleset.quantity_names
        parts = [part for part, there in (("scope", known.scoped), ("price_basis", known.priced)) if there]
        all_of = self.dossier.observations
        mine = [_Mine(o, (o.year or self.period) if dated else None,
                      {part: said for part in parts if (said := getattr(o, part) or getattr(usual, part))})
                for o in all_of if (names.get(o.quantity) or names.get(folded(o.quantity))) == name]
        choices = {part: [getattr(one, part) or "" for one in (usual, *all_of)] for part in parts}
        if known.scoped:
            choices["scope"] += self.ruleset.scopes
        about = qualified(asked, known.label, choices, dated=dated)
        year = about.pop("year", self.period) if dated else None
        return self._stated(asked, "quantity", {"quantity": name}, known, mine, about, year)

    def _report(self, known: Indicator, asked: AskedStatement) -> StatementSupposed:
        readings = {reading.label: name for name, reading in known.readings.items()}
        mine = [_Mine(r, r.year or self.period, {part: said for part in ("reading", "scope")
                                                 if (said := getattr(r, part))})
                for r in self.dossier.reported if r.item == known.id]
        about = qualified(asked, known.label, {
            "reading": [*readings, *known.readings],
            "scope": [*known.scopes, *(r.scope or "" for r in self.dossier.reported)]}, dated=True)
        if "reading" in about:
            about["reading"] = readings.get(about["reading"], about["reading"])
        year = about.pop("year", self.period)
        return self._stated(asked, "report", {"item": known.id}, known, mine, about, year)

    def _stated(self, asked: AskedStatement, kind: Literal["quantity", "report"], entry: dict[str, str],
                known: Quantity | Indicator, mine: Sequence[_Mine], about: Mapping[str, str],
                year: int | None) -> StatementSupposed:
        """One value in place of all that are stated of the same."""
        gone = [one for one in mine if one.year == year
                and all(folded(one.of.get(part, "")) == folded(said) for part, said in about.items())]
        several = list(dict.fromkeys(text("join.also").join(
            one.of.values()) or text("what_if.unsaid") for one in gone))
        if len(several) > 1:
            raise Refused("what_if.which_of", label=known.label, of=text("join.parts").join(several))
        if asked.value is None and not gone:
            years = sorted({one.year for one in mine if one.year is not None})
            raise Refused("what_if.nothing_stated", label=known.label + _of_year(year), years=text(
                "what_if.stated_years", years=text("join.names").join(map(str, years))) if years else "")
        of = {**_usual(gone or mine), **about}
        section = "observations" if kind == "quantity" else "reported"
        self._without(section, [one.stated for one in gone])
        unit, written, taken = units(asked, known)
        if asked.value is not None:
            self._add(section, {**entry, **of, "year": year, "value": asked.value, "unit": written}, asked)
        return StatementSupposed(
            kind=kind, name=next(iter(entry.values())), label=known.label, year=year, of=of,
            before=[with_unit(one.stated.value, one.stated.unit, " ") for one in gone],
            value=asked.value, unit=unit, unit_taken=taken)

    def _attribute(self, name: str, asked: AskedStatement) -> StatementSupposed:
        known, names = self.ruleset.model.attributes[name], self.ruleset.attribute_names
        qualified(asked, known.label, {}, dated=False)
        declared = [d for d in self.dossier.declarations if names.get(folded(d.about)) == name]
        stated = self.data.get("attributes", {}).pop(name, None)
        both = [] if stated is None else [stated, *stated.get("also", ())]
        before = [*(_said(one["value"]) for one in both), *(d.value for d in declared)]
        self._without("declarations", declared)
        if asked.value is None and not before:
            raise Refused("what_if.nothing_stated", label=known.label, years="")
        if asked.value is not None and unstated(asked.value, answers(known)):
            raise Refused("what_if.states_nothing", value=asked.value)
        if asked.value is not None and known.declared:
            self._add("declarations", {"about": name, "value": asked.value, "by": text("what_if.by")}, asked)
        elif asked.value is not None:
            self.data.setdefault("attributes", {})[name] = {"value": asked.value, "source": _source(asked)}
            self.added.append(("attributes", name, asked.words))
        return StatementSupposed(kind="attribute", name=name, label=known.label, before=before,
                                 value=asked.value)

    def _opinion(self, known: Indicator, asked: AskedStatement) -> StatementSupposed:
        qualified(asked, known.label, {}, dated=False)
        mine = [o for o in self.dossier.opinions if o.item == known.id]
        word = asked.value and same(asked.value, _FINDINGS)
        if asked.value is None and not mine:
            raise Refused("what_if.nothing_stated", label=known.label, years="")
        if asked.value is not None and not word:
            raise Refused("what_if.opinion", label=known.label)
        self._without("opinions", mine)
        if word:
            self._add("opinions", {"item": known.id, "finding": _FINDINGS[word], "by": text("what_if.by"),
                                   "why": text("what_if.by")}, asked)
        return StatementSupposed(kind="opinion", name=known.id, label=known.label, value=word,
                                 before=[text(f"opinion.{o.finding}") for o in mine])

    def _without(self, section: str, gone: Iterable[object]) -> None:
        """Leave out statements of the dossier."""
        taken = [id(self.written[id(one)]) for one in gone]
        self.data[section] = [entry for entry in self.data.get(section, ()) if id(entry) not in taken]

    def _add(self, section: str, entry: StatementData, asked: AskedStatement) -> None:
        made = {**{key: value for key, value in entry.items() if value is not None}, "source": _source(asked)}
        self.data.setdefault(section, []).append(made)
        self.added.append((section, made, asked.words))


def _usual(mine: Sequence[_Mine]) -> dict[str, str]:
    """The reading, scope and price basis in which all of the same are stated, if that is one."""
    return mine[0].of if mine and all(one.of == mine[0].of for one in mine) else {}


def _place(entry: StatementData, entries: Sequence[StatementData]) -> int:
    return next(place for place, one in enumerate(entries) if one is entry)


def _source(asked: AskedStatement) -> StatementData:
    """Where a supposed statement stands: nowhere but in the question."""
    return {"place": text("what_if.place"), "words": asked.words}


def _of_year(year: int | None) -> str:
    return "" if year is None else text("what_if.of_year", year=year)


def _said(value: object) -> str:
    """A fact as it was stated, yes and no as they are said."""
    return text("form.yes" if value else "form.no") if isinstance(value, bool) else str(value)
