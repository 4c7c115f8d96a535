"""What an earlier verdict says that a form of the next period shows beside its empty cells.

Owns the way from a verdict's data to those words.  None of them is ever a value of the form: they stand
in a column that nothing is read from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from checker.errors import Problem, UsageError
from checker.evidence.facts import BASE
from checker.files.format import later
from checker.messages import verbatim
from checker.quantity.whole_number import whole
from checker.ruleset.compiled import Ruleset
from checker.validation import Year
from checker.verdict.verdict import FORMATS, SEVERAL
from checker.wording.restated_words import said


class _LastPart(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Named(_LastPart):
    name: str


class _LastRuleset(_LastPart):
    id: str


class _LastDatum(_LastPart):
    quantity: str
    year: int | None = None
    value: str
    unit: str | None = None
    bound_of: str | None = None


class _LastFact(_LastPart):
    name: str
    value: bool | int | str


class _LastReport(_LastPart):
    item: str
    year: int | None = None
    value: str
    unit: str | None = None


class _LastVerdict(_LastPart):
    schema_: Literal["verdict/1", "verdict/2"] = Field(alias="schema")
    subject: _Named
    period: Year
    ruleset: _LastRuleset
    data: list[_LastDatum] = []
    attributes: list[_LastFact] = []
    reported: list[_LastReport] = []


@dataclass(frozen=True)
class Before:
    """The earlier verdict's subject and period, and what it states of each datum, in words."""

    subject: str
    period: int
    base: int | None = None
    quantities: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)


def before(data: object, ruleset: Ruleset) -> Before:
    """The earlier verdict of the same ruleset; raises :class:`UsageError` when it is none."""
    if newer := later(data, *FORMATS, SEVERAL):
        raise UsageError(newer)
    if isinstance(data, dict) and "verdicts" in data:
        raise UsageError(Problem("previous.several_verdicts"))
    try:
        old = _LastVerdict.model_validate(data)
    except ValueError:
        raise UsageError(Problem("previous.not_a_verdict")) from None
    if old.ruleset.id != ruleset.id:
        raise UsageError(Problem("previous.other_ruleset", {"given": old.ruleset.id, "due": ruleset.id}))
    known = ruleset.model.attributes
    facts = {fact.name: said(fact.value, known[fact.name]) if fact.name in known else str(fact.value)
             for fact in old.attributes}
    stated = [(d.quantity, d.year, d.value, d.unit) for d in old.data if d.bound_of is None]
    told = [(r.item, r.year, r.value, r.unit) for r in old.reported]
    base = facts.get(BASE, "")
    return Before(old.subject.name, old.period, whole(base),
                  _listed(stated), facts, _listed(told))


def _listed(stated: Iterable[tuple[str, int | None, str, str | None]]) -> dict[str, str]:
    """What was stated under each name, the latest year first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, year, value, unit in stated:
        alone = unit is None or unit == "1" or value.endswith(unit)
        words = value if alone else verbatim("form.amount", value=value, unit=unit)
        shown = words if year is None else verbatim("form.of_year", year=year, value=words)
        found.setdefault(name, []).append((year or 0, shown))
    return {name: "；".join(dict.fromkeys(said for _, said in sorted(several, key=lambda one: -one[0])))
            for name, several in found.items()}
