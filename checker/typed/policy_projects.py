"""Made-up projects that a typed policy can be tried on: what they state, as a dossier and in words.

Owns what such a project is, and how it is changed to fall short by a step or to lack a datum.  Whether it
does, judging alone tells: it must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checker.messages import text
from checker.ruleset.compiled import CompiledRow, Item, Ruleset
from checker.ruleset.edition import earliest
from checker.testing.coverage import step
from checker.typed.policy_cases import STRICT, UP, applies
from checker.typed.policy_facts import CaseData, data_of, facts_where, restated
from checker.typed.policy_floors import NOTHING_SET

_WORDS = {True: "是", False: "否"}


@dataclass(frozen=True)
class ProjectFacts:
    """What a made-up project states: its data, and of which items a person says that they are met.

    ``rows`` are the rows of limits that it reaches, by the metrics that they are of.
    """

    given: CaseData
    asked: tuple[str, ...] = ()
    rows: Mapping[str, CompiledRow] = field(default_factory=dict)

    def dossier(self, ruleset: Ruleset, name: str) -> dict[str, Any]:
        """The same as the plain data of a dossier that says that it is made up."""
        model, made_up = ruleset.model, text("policy.tried.made_up")
        source = {"place": made_up, "words": made_up}
        declared = {name for name, fact in model.attributes.items() if fact.declared}
        parts = {
            "attributes": {name: {"value": value, "source": source} for name, value in self.given.items()
                           if name in model.attributes and name not in declared},
            "declarations": [{"about": name, "value": str(_WORDS.get(value, value)), "by": made_up,
                              "source": source} for name, value in self.given.items() if name in declared],
            "observations": [{"quantity": name, "value": value, **_unit(ruleset, name), "source": source}
                             for name, value in self.given.items() if name in model.quantities],
            "opinions": [{"item": item, "finding": "met", "by": made_up, "why": made_up, "source": source}
                         for item in self.asked]}
        return {"schema": "dossier/1", "made_up": True, "subject": {"name": name, "kind": model.judges},
                "assessed_on": earliest(model.in_force.since).isoformat(),
                "against": [{"ruleset": model.id, "own": True, "ground": made_up}],
                **{name: part for name, part in parts.items() if part}}

    def told(self, ruleset: Ruleset) -> list[tuple[str, str]]:
        """Each datum by its label, as it is filled in."""
        return [(_label(ruleset, name), _shown(ruleset, name, self.given)) for name in self.given]

    def otherwise(self, ruleset: Ruleset, before: ProjectFacts) -> list[tuple[str, str, str]]:
        """What isn't the same as of another one: the label of the datum, what it was and what it is."""
        names = dict.fromkeys([*before.given, *self.given])
        changed = [name for name in names if before.given.get(name) != self.given.get(name)]
        return [(_label(ruleset, name), _shown(ruleset, name, before.given),
                 _shown(ruleset, name, self.given)) for name in changed]

    def short(self, ruleset: Ruleset) -> Iterator[ProjectFacts]:
        """The same a step short of a limit, of each metric in turn; then with a prohibition touched."""
        for item in ruleset.items.values():
            row = self.rows.get(item.id)
            for relation, bound in row.row.numbers if row is not None else ():
                further = step(bound) if relation in UP else -step(bound)
                data = self._moved(item, Fraction(bound) - (0 if relation in STRICT else further), ruleset)
                if data is not None:
                    yield replace(self, given=data)
        for item in ruleset.items.values():
            touched = _touched(item, ruleset)
            if touched is not None:
                yield replace(self, given={**self.given, **touched})

    def _moved(self, item: Item, number: Fraction, ruleset: Ruleset) -> CaseData | None:
        """The data by which every reading of a metric comes to a number."""
        data: CaseData | None = self.given if number >= 0 else None
        for reading in readings(item):
            for value in reading.values:
                if data is not None and reading.unit is not None:
                    data = restated(data, value, number * reading.unit.factor, ruleset)
        return data

    def lacking(self, ruleset: Ruleset) -> Iterator[ProjectFacts]:
        """The same without a datum, of each in turn: first of those that a metric is of."""
        compared = [item for item in ruleset.items.values() if item.id in self.rows]
        measured = [name for item in compared for reading in readings(item) for value in reading.values
                    for name in sorted(data_of(value))]
        for name in dict.fromkeys([*measured, *self.given]):
            if name in self.given:
                yield replace(self, given={one: said for one, said in self.given.items() if one != name})


def readings(item: Item) -> list[Any]:
    """The readings of a metric that measure something."""
    return [reading for reading in item.interpretations if reading.id != NOTHING_SET]


def _touched(item: Item, ruleset: Ruleset) -> CaseData | None:
    matched = item.interpretations[0].prohibited if item.interpretations else None
    if matched is None:
        return None
    trees = [item.applies, matched]
    return facts_where(ruleset, trees, lambda holds: applies(item, holds) and holds(matched))


def _unit(ruleset: Ruleset, name: str) -> dict[str, str]:
    unit = ruleset.model.quantities[name].unit
    return {"unit": unit} if unit else {}


def _label(ruleset: Ruleset, name: str) -> str:
    return {**ruleset.model.attributes, **ruleset.model.quantities}[name].label


def _shown(ruleset: Ruleset, name: str, given: Mapping[str, Any]) -> str:
    """A datum as it is filled in."""
    if name not in given:
        return text("policy.tried.not_stated")
    value = given[name]
    if isinstance(value, bool):
        return _WORDS[value]
    if name in ruleset.model.attributes:
        return ruleset.model.attributes[name].shown.get(str(value), str(value))
    unit = ruleset.model.quantities[name].unit or ""
    return f"{value:f} {unit}".strip() if isinstance(value, Decimal) else str(value)
