"""The project's admission rulesets, typed into workbooks: they conclude what those written by hand conclude."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import ROOT
from typed_policies import POLICIES, UNTYPED, UNTYPED_CASES, typed
from typing_in import made_up

from checker.concluding.plain import PlainEngine
from checker.linting.confusable import lint_shared
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import installed, load, load_folder
from checker.testing.cases import Case, read_cases
from checker.testing.running import run
from checker.typed.usual_terms import usual_terms


def translated(case: Case, hand: Ruleset, typed: Ruleset) -> Case | None:
    """A case in the names of a typed ruleset, by the labels; None where it is of what was not typed."""
    items = {item.model.label: name for name, item in typed.items.items()}
    terms = {term.label: name for section in (typed.model.attributes, typed.model.quantities)
             for name, term in section.items()}

    def name_of(name: str) -> str | None:
        known = hand.model.attributes.get(name) or hand.model.quantities.get(name)
        return terms.get(known.label) if known else name

    def item_of(item: str) -> str | None:
        return items.get(hand.items[item].model.label)

    if case.item:
        item = item_of(case.item)
        given = [replace(one, name=str(name)) for one in case.given if (name := name_of(one.name))]
        # What only the hand-written ruleset asks for is of no use to the item.
        return replace(case, item=item, given=tuple(given), values={}, aside={}) if item else None
    outcomes = {item_of(item): outcome for item, outcome in case.outcomes.items()}
    spoken = {item for item in case.outcomes if item_of(item) is None and case.outcomes[item] != "met"}
    return None if spoken else replace(case, outcomes={str(k): v for k, v in outcomes.items() if k})


def test_the_page_for_the_officer_lists_what_the_workbook_cannot_hold() -> None:
    page = (ROOT / "docs" / "policy-workbook.md").read_text(encoding="utf-8")
    listed = {cells[1].strip("` "): cells[2] for line in page.splitlines()
              if line.startswith("| `") and len(cells := line.split("|")) > 3}
    assert set(listed) == {name for name, items in UNTYPED.items() if items}
    for name, said in listed.items():
        spans = [part.split("～") for part in re.findall("[0-9]+(?:～[0-9]+)?", said)]
        numbers = {number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)}
        assert numbers == {int(item.rpartition(".")[2]) for item in UNTYPED[name]}


def test_a_usual_term_is_the_same_thing_in_every_ruleset_that_has_its_name() -> None:
    book = made_up()
    book.use(*usual_terms())
    ruleset = book.built().ruleset
    assert [str(one) for one in lint_shared([ruleset, *map(load, installed())], {ruleset.id})] == []


@pytest.mark.parametrize("name", POLICIES)
def test_a_typed_policy_concludes_what_the_one_written_by_hand_does_on_all_of_its_cases(name: str) -> None:
    folder = ROOT / name if "/" in name else ROOT / "rulesets" / name
    hand, mine = load_folder(folder), typed(name).ruleset
    labels = {item.model.label for item in mine.items.values()}
    assert {item.id for item in hand.items.values() if item.model.label not in labels} == set(UNTYPED[name])
    cases = read_cases(folder, hand)
    told = [(case, translated(case, hand, mine)) for case in cases]
    left = [case.name for case, same in told if same is None and case.item not in UNTYPED[name] and case.item]
    assert left == []
    ran = [run(same, mine, PlainEngine()) for _, same in told if same is not None]
    assert [(r.case.name, r.expected, r.found) for r in ran if not r.passed and r.case.name not in UNTYPED_CASES] == []
    assert len(ran) > len(cases) / 3
