"""The cases of a ruleset, as they are written in ``cases/*.yaml``.

Owns the shape of a case and its reading.  It must not run one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from checker.errors import Problem, RulesetError
from checker.files.textfile import TextFile, read
from checker.places import Path as FieldPath
from checker.ruleset.compiled import Ruleset
from checker.ruleset.formula import SECOND
from checker.ruleset.stumbling import by_label
from checker.ruleset.terms import ItemId
from checker.validation import Date, Id, Model, Text, Year, build, empty_list
from checker.verdict.part import Outcome

CASE_PERIOD = 2024
Expected = Literal["met", "unmet", "undetermined", "not_applicable", "computed", "review",
                   "diverted"]
_KEY = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\[(?P<at>[a-z0-9_+-]+)\])?")
_YEAR = re.compile(r"(?P<anchor>y|base|[12]\d{3})(?P<offset>[+-]\d+)?")


class CaseModel(Model):
    """One case as written: of an item, or of the requirements.

    ``value`` is the one value of all deciding readings, ``values`` that of single readings, and
    ``aside`` that of readings that are only shown; ``amount`` is what falling short of a floor costs.
    ``tiers`` are those that the data allow.
    """

    name: Text
    period: Year | None = None
    item: ItemId | None = None
    given: dict[str, Any] | None = None
    value: Decimal | None = None
    values: dict[Id, Decimal] = Field(default_factory=dict)
    aside: dict[Id, Decimal] = Field(default_factory=dict)
    amount: Decimal | None = None
    tiers: list[Text] = Field(default_factory=empty_list)
    outcomes: dict[Expected | Literal["not_selected"], list[ItemId]] | None = None
    rest: Expected | Literal["not_selected"] | None = None
    requirements: dict[Id, Expected] = Field(default_factory=dict)
    expect: Expected


class CaseTable(Model):
    """Many cases of one item in which one datum varies: by year, the datum's value and the outcome.

    ``given`` names the datum as in a case, ``along`` holds the others, the same in every case.
    """

    name: Text
    item: ItemId
    given: Text
    along: dict[str, Any] = Field(default_factory=dict)
    rows: dict[Year, dict[Text, Expected]] = Field(min_length=1)

    def cases(self) -> Iterator[CaseModel]:
        """The cases one by one."""
        for year, row in self.rows.items():
            for value, expected in row.items():
                yield CaseModel(name=f"{self.name} {year} {value}", period=year, item=self.item,
                                given={**self.along, self.given: value}, expect=expected)


class CasesConfirmed(Model):
    """Who compared cases that were made from a table with the document, and when."""

    by: Text
    on: Date


class CasesModel(Model):
    """A file of cases; those that were ``made_from`` the rules' own table count once they are confirmed."""

    schema_: Literal["cases/1"] = Field(alias="schema")
    made_from: Literal["table"] | None = None
    confirmed: CasesConfirmed | None = None
    period: Year = CASE_PERIOD
    cases: list[CaseModel] = Field(default_factory=empty_list)
    tables: list[CaseTable] = Field(default_factory=empty_list)


@dataclass(frozen=True)
class Given:
    """A datum that a case gives: what, in which year (or under which reading), its value."""

    kind: Literal["quantity", "list", "attribute", "report", "opinion"]
    name: str
    at: str | None
    value: Any


@dataclass(frozen=True)
class Case:
    """A case that was checked against the ruleset's names; ``counts`` when it can show the rules right."""

    name: str
    period: int
    expect: Outcome
    item: str | None = None
    given: tuple[Given, ...] = ()
    value: Decimal | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    aside: Mapping[str, Decimal] = field(default_factory=dict)
    amount: Decimal | None = None
    tiers: tuple[str, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    requirements: Mapping[str, Outcome] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    counts: bool = True


def read_cases(folder: Path, ruleset: Ruleset) -> list[Case]:
    """Every case of the ruleset in ``folder``; raises :class:`RulesetError` with all problems."""
    problems: list[Problem] = []
    cases: list[Case] = []
    names: set[str] = set()
    for path in sorted((folder / "cases").glob("*.yaml")):
        file = read(path, RulesetError)
        found, wrong = _file(file, ruleset, names)
        cases += found
        problems += [problem.at(file.name, file.lines) for problem in wrong]
    if problems:
        raise RulesetError(problems)
    return cases


def _file(file: TextFile, ruleset: Ruleset, names: set[str]) -> tuple[list[Case], list[Problem]]:
    model, problems = build(CasesModel, file.data)
    if model is None:
        return [], problems
    cases = []
    listed: list[tuple[FieldPath, CaseModel]] = [
        *((("cases", position), written) for position, written in enumerate(model.cases)),
        *((("tables", position), written) for position, table in enumerate(model.tables)
          for written in table.cases())]
    for path, written in listed:
        if written.name in names:
            problems.append(Problem("case.name_twice", {"name": written.name}, path))
        names.add(written.name)
        case = _case(written, written.period or model.period, ruleset)
        if isinstance(case, Problem):
            problems.append(Problem(case.code, case.params, path))
        else:
            cases.append(replace(case, file=file.name, line=file.lines.get(path),
                                 counts=model.made_from is None or model.confirmed is not None))
    return cases, problems


def _case(written: CaseModel, period: int, ruleset: Ruleset) -> Case | Problem:
    of_item = written.item is not None and written.given is not None
    of_groups = written.outcomes is not None or written.rest is not None
    if of_item == of_groups:
        return Problem("case.form", {"name": written.name})
    if written.item is not None and written.given is not None:
        if written.item not in ruleset.items and written.item not in ruleset.shown:
            return Problem("case.unknown_item", {"name": written.name, "id": written.item})
        given = [_given(key, value, ruleset) for key, value in written.given.items()]
        bad = next((key for key, found in zip(written.given, given, strict=True) if found is None), None)
        if bad is not None:
            hint = by_label(bad, ruleset.model.names_by_label())
            return Problem("case.unknown_given", {"name": written.name, "given": bad, "hint": hint})
        tiers = ruleset.model.tiers
        if written.tiers and (tiers is None or not tiers.steps or tiers.of != written.item):
            return Problem("case.no_tiers", {"name": written.name, "id": written.item})
        return Case(written.name, period, written.expect, written.item, tuple(g for g in given if g),
                    written.value, written.values, written.aside,
                    written.amount, tuple(written.tiers))
    named = [item for items in (written.outcomes or {}).values() for item in items]
    if len(set(named)) < len(named):
        return Problem("case.item_twice", {"name": written.name})
    outcomes = {item: outcome for outcome, items in (written.outcomes or {}).items() for item in items}
    for item in outcomes:
        if item not in ruleset.items:
            return Problem("case.unknown_item", {"name": written.name, "id": item})
    left = [item for item in ruleset.items if item not in outcomes]
    if left and written.rest is None:
        return Problem("case.form", {"name": written.name})
    rest = dict.fromkeys(left, written.rest) if written.rest is not None else {}
    return Case(written.name, period, written.expect, outcomes={**outcomes, **rest},
                requirements=written.requirements)


def _given(key: str, value: Any, ruleset: Ruleset) -> Given | None:
    found = _KEY.fullmatch(key)
    if not found:
        return None
    name, at, model = found["name"], found["at"], ruleset.model
    if name == "report":
        return Given("report", name, at, value)
    if name == "opinion":
        return Given("opinion", name, None, value) if value in ("met", "unmet") and not at else None
    if name in model.attributes:
        return None if at else Given("attribute", name, None, value)
    if at is not None and (not _YEAR.fullmatch(at) or (at[0].isdigit() and model.formula_language < SECOND)):
        return None
    if name in model.lists:
        whole = (isinstance(value, dict) and isinstance(value.get("entries", []), list)
                 and isinstance(value.get("complete", False), bool) and set(value) <= {"complete", "entries"})
        return Given("list", name, at, value) if whole else None
    return Given("quantity", name, at, value) if name in model.quantities else None


def year_of(at: str | None, period: int, base: int | None) -> int | None:
    """``y-3`` as a calendar year; None when it hangs on a base year that is not given."""
    found = _YEAR.fullmatch(at or "y")
    assert found is not None
    start = {"y": period, "base": base}.get(found["anchor"])
    if found["anchor"].isdigit():
        start = int(found["anchor"])
    return None if start is None else start + int(found["offset"] or 0)
