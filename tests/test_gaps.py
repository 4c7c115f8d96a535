"""Gaps: what they say is needed is enough, and a step less is not; held against the judging of changed data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import ROOT

from checker.concluding.conclude import conclude_items
from checker.concluding.outcome import shown
from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.evidence.binding import bind
from checker.evidence.evidence import DatumKey, Evidence
from checker.explaining.gaps import _turnings
from checker.explaining.turning import Turning, Turnings, domain_of, turning
from checker.explaining.untouched import EntryChange, entry_changes
from checker.measuring.measure import measure
from checker.measuring.measurement import Measurement
from checker.measuring.plan import plan_of
from checker.quantity.interval import Interval
from checker.quantity.ranges import holds
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.loading import load
from checker.testing.cases import Case, read_cases
from checker.testing.running import dossier_of

ENGINE = PlainEngine()
# Accounts, and rulesets whose cases have no limit of numbers that data reach.
NOTHING_TO_TURN = ("carbon-account-2011", "zero-carbon-account-2025", "carbon-path", "admission-zhanjiang-2021", "admission-qingyuan-2024")
RULESETS = sorted(path.parent.name for path in (ROOT / "rulesets").glob("*/cases"))


def outcome(item: Item, evidence: Evidence, ruleset: Ruleset) -> str:
    found = conclude_items({item.id: measure(item, evidence, ruleset)}, None, ruleset, ENGINE)[item.id]
    return shown(found.outcome, item=True)


def changed(dossier: Dossier, key: DatumKey, value: Fraction, ruleset: Ruleset) -> Dossier:
    """The dossier as if this were all that it states of the datum, in the ruleset's unit."""
    name, year = key
    other = [o for o in dossier.observations if o.quantity != name or (year is not None and o.year != year)]
    said = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    new: dict[str, Any] = {"quantity": name, "value": said, "unit": ruleset.model.quantities[name].unit,
           "source": {"place": "如果", "words": said}}
    if year is not None:
        new["year"] = year
    data = dossier.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data["observations"] = [o.model_dump(mode="json", by_alias=True, exclude_unset=True) for o in other] + [new]
    return Dossier.model_validate(data)


def met_with(value: Fraction, key: DatumKey, case: Case, rules: Ruleset) -> bool:
    """Whether the item of a case is met with this amount of a datum."""
    evidence = bind(changed(dossier_of(case, rules), key, value, rules), rules, case.period)
    return outcome(rules.items[str(case.item)], evidence, rules) == "met"


def looked_at(met: tuple[Interval, ...], step: Fraction) -> Iterator[Fraction]:
    """Numbers on both sides of every end, on the steps that are printed, and some far away."""
    for one in met:
        for end in one:
            if end.value is not None:
                near = round(end.value / step) * step
                yield from (near - step, near, near + step)
    yield from (Fraction(0), step, Fraction(1000), Fraction(10**9))


def cases(name: str, *, prohibiting: bool = False) -> list[Case]:
    rules = load(name)
    return [case for case in read_cases(ROOT / "rulesets" / name, rules) if case.item is not None
            and rules.items[case.item].prohibits == prohibiting and rules.kind.compares]


@pytest.mark.parametrize("every", [48, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize("name", RULESETS)
def test_an_item_is_met_with_exactly_the_amounts_that_are_said(name: str, every: int) -> None:
    rules, compared = load(name), 0
    for case in cases(name)[::every]:
        assert case.item is not None
        item = rules.items[case.item]
        made = dossier_of(case, rules)
        if made.opinions:  # whatever a person says of a floor, its limit stays where it is
            continue
        evidence = bind(made, rules, case.period)
        for reading in plan_of(rules, evidence.period, evidence.base).item(item).readings:
            for need in reading.read.needs:
                if need.kind != "quantity" or isinstance(need.year, str) or rules.units.get(need.name) is None:
                    continue
                key, factor = (need.name, need.year), rules.units[need.name].factor
                found = turning(measure(item, evidence, rules), key, evidence, rules)
                if found is None:
                    continue
                met = tuple(one.scale(1 / factor) for one in found.met)
                possible = domain_of(key, evidence, rules)
                for x in {x for x in looked_at(met, Fraction(1, 10**6)) if holds(possible, x * factor)}:
                    other = bind(changed(made, key, x, rules), rules, case.period)
                    said = outcome(item, other, rules)
                    if not found.exact and any(end.value is not None and abs(end.value - x) * 10**9 <= abs(x)
                                               for one in met for end in one):
                        continue
                    beyond = not found.exact and not any(one.high.value is None or x <= one.high.value for one in met)
                    assert beyond or (said == "met") == holds(met, x), (case.name, key, x, said, met)
                    compared += 1
    assert compared or name in NOTHING_TO_TURN


@pytest.mark.parametrize("every", [48, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize("name", RULESETS)
def test_what_is_needed_is_enough_and_a_step_less_is_not(name: str, every: int) -> None:
    rules = load(name)
    for case in cases(name)[::every]:
        assert case.item is not None
        item, made = rules.items[case.item], dossier_of(case, rules)
        evidence = bind(made, rules, case.period)
        if made.opinions:
            continue
        for part in _turnings(measure(item, evidence, rules), Turnings(evidence, rules)):
            needed = part.needed.value if part.needed else None
            step = part.step.value
            if needed is None or step is None:
                continue
            key = (part.quantity, part.year)
            assert met_with(needed, key, case, rules), (case.name, part)
            now = part.now.value if part.now else None
            below = needed - step if now is None or now < needed else needed + step
            if now is not None and below >= 0 and part.exact:
                assert not met_with(below, key, case, rules), (case.name, part)


class OnlyClosedIn(Turnings):
    """Turnings as they are where no equation gives them."""

    def of(self, measurement: Measurement, key: DatumKey) -> Turning | None:
        found = super().of(measurement, key)
        return None if found is None else replace(found, exact=False)


def test_amounts_that_were_only_closed_in_on_are_never_called_exact() -> None:
    rules = load("hj274-2015")
    case = next(case for case in cases(rules.id) if case.item == "HJ274-2015.3")
    evidence = bind(dossier_of(case, rules), rules, case.period)
    measured = measure(rules.items["HJ274-2015.3"], evidence, rules)
    assert {part.exact for part in _turnings(measured, Turnings(evidence, rules))} == {True}
    assert {part.exact for part in _turnings(measured, OnlyClosedIn(evidence, rules))} == {False}


def entries_changed(dossier: Dossier, changes: list[tuple[EntryChange, Fraction]], rules: Ruleset) -> Dossier:
    """The dossier with these numbers, in base units, in the entries of its one list."""
    data = dossier.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for change, x in changes:
        unit = rules.field_units[(change.name, change.field)]
        [listed] = [part for part in data["lists"] if part["list"] == change.name]
        said = x / unit.factor
        listed["entries"][change.place][change.field] = (
            f"{Decimal(said.numerator) / Decimal(said.denominator):f}{unit.text}")
    return Dossier.model_validate(data)


def test_a_prohibition_is_untouched_with_exactly_the_amounts_of_its_entries_that_are_said() -> None:
    """Of every furnace, converter and mill of the cases, on both sides of every line."""
    rules, compared = load("admission-yunnan"), 0
    for case in cases("admission-yunnan", prohibiting=True):
        assert case.item is not None
        item, made = rules.items[case.item], dossier_of(case, rules)
        evidence = bind(made, rules, case.period)
        changes = entry_changes(measure(item, evidence, rules), evidence, rules)
        for change in changes:
            rest = [(other, end) for other in changes if other.place != change.place
                    for end in (one.value for one in other.met[0]) if end is not None][:1]
            for end in {end.value for one in change.met for end in one if end.value is not None}:
                for x in (end - Fraction(1, 100), end, end + Fraction(1, 100)):
                    if x >= 0:
                        other = bind(entries_changed(made, [*rest, (change, x)], rules), rules, case.period)
                        found = measure(item, other, rules).deciding[0].outcome
                        assert (found == "met") == holds(change.met, x), (case.name, change, x)
                        compared += 1
    assert compared > 12
