"""Explanations keep their words unless a change means to change them; what they promise comes true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from conftest import dossier
from test_gaps import changed, looked_at, outcome
from whole_explanations import DAY, PLACE, Subject, case_of, subjects, told

from checker.evidence.binding import bind
from checker.evidence.evidence import DatumKey
from checker.explaining.explained import explained
from checker.explaining.explanation import WayFound, WayOption
from checker.explaining.turning import domain_of
from checker.judging.judged_case import JudgedCase
from checker.measuring.measure import measure
from checker.quantity.ranges import holds
from checker.ruleset.compiled import PLAIN, Item

SUBJECTS = list(subjects())


@pytest.mark.parametrize(("name", "several"), SUBJECTS, ids=[name for name, _ in SUBJECTS])
def test_every_line_of_an_explanation_is_what_it_was(name: str, several: list[Subject]) -> None:
    kept = (PLACE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert told(several).splitlines() == kept, "`python tests/whole_explanations.py`, if this change means to change explanations"


def test_what_is_kept_of_explanations_is_asked() -> None:
    assert sorted(path.stem for path in PLACE.iterdir()) == sorted(name for name, _ in SUBJECTS)


def met_with(x: Fraction, key: DatumKey, item: Item, case: JudgedCase, one: Subject) -> bool:
    """Whether an item is met, or a prohibition not touched, as if this were all that is stated of one datum."""
    made = changed(case.dossier, key, x, one.ruleset)
    scopes = item.model.scopes
    for own in (o for o in case.dossier.observations if o.quantity == key[0] and (not scopes or o.scope in scopes)):
        made.observations[-1] = made.observations[-1].model_copy(update={"scope": own.scope, "price_basis": own.price_basis})
    evidence = bind(made, one.ruleset, case.evidence.period)
    if item.prohibits:  # a person may be asked besides
        return {e.outcome for e in measure(item, evidence, one.ruleset).deciding} == {"met"}
    return outcome(item, evidence, one.ruleset) == "met"


@pytest.mark.parametrize(("name", "several"), SUBJECTS, ids=[name for name, _ in SUBJECTS])
def test_an_item_is_met_with_exactly_the_amounts_that_an_explanation_says(name: str, several: list[Subject]) -> None:
    looked = 0
    for one in several:
        case = case_of(one)
        for item, part in ((gap.item, part) for gap in explained(case, one.ruleset).gaps for part in gap.turnings):
            key, factor, step = (part.quantity, part.year), one.ruleset.units[part.quantity].factor, part.step.value
            assert step is not None
            domain = domain_of(key, case.evidence, one.ruleset)
            for x in {x for x in looked_at(tuple(part.met), step) if holds(domain, x * factor)}:
                met, said = met_with(x, key, one.ruleset.items[item], case, one), holds(tuple(part.met), x)
                assert met if said else not met or not part.exact, (one.name, item, part, x)
                looked += 1
    assert looked or not several[0].ruleset.kind.compares


def reached(x: Fraction, option: WayOption, way: WayFound, one: Subject) -> bool:
    """Whether a floor is reached under the reading of a way, with this amount and with what it rests on."""
    made = dossier(one.data)
    for name, amount in (*((part.quantity, Fraction(part.needed)) for part in option.provided), (option.quantity, x)):
        made = changed(made, (name, None), amount, one.ruleset)
    found = measure(one.ruleset.items[way.item], bind(made, one.ruleset, DAY.year), one.ruleset)
    return {e.outcome for e in found.deciding if e.reading == (way.reading or PLAIN)} == {"met"}


def test_each_way_that_is_named_reaches_the_floor_and_a_cent_less_does_not() -> None:
    [several] = [several for name, several in SUBJECTS if name == "floors"]
    looked = 0
    for one in several:
        if one.name in ("twice", "more than its whole"):  # of a datum that has to be settled first, one way for each amount
            continue
        for way in explained(case_of(one), one.ruleset).ways:
            for option in way.options:
                needed, step = Fraction(option.needed), Fraction(1, 100) * (1 if option.relation == "at_least" else -1)
                assert reached(needed, option, way, one), (one.name, way.item, option)
                if not option.provided or way.item != "M.2":  # there its whole is added, of which then less would do
                    assert not reached(needed - step, option, way, one), (one.name, way.item, option)
                looked += 1
    assert looked > 50
