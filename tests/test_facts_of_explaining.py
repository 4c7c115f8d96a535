"""Facts of what explains a verdict, each by itself: what lasts, what is open, what is asked least, what was typed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import dossier
from test_explained import PATHS, SOURCE, path

from checker.evidence.binding import bind
from checker.explaining.asked_statement import SET, UNSET, Refused, apart, headed
from checker.explaining.completing import ends
from checker.explaining.gaps import _turnings
from checker.explaining.priority import _least
from checker.explaining.turning import Turnings, turning
from checker.measuring.measure import measure
from checker.ruleset.loading import from_data

BANNED: dict[str, Any] = {
    "schema": "ruleset/1", "id": "made", "title": "虚构", "document": "虚构", "issuer": "虚构", "judges": "project", "concludes": "admission",
    "formula_language": 3, "in_force": {"from": 2020, "seen": "official"},
    "factors": {"wide": {"label": "面积线", "value": 100, "unit": "亩", "source": {"place": "表", "seen": "official"}}},
    "quantities": {"land": {"label": "用地", "unit": "亩", "each": "once"}},
    "indicators": [{"id": "M.1", "label": "占地大", "category": "条目", "prohibited_when": "land > wide", "effect": "prohibit",
                    "source": {"place": "表", "name": "official", "limit": "official", "formula": "official"}}]}


@pytest.mark.parametrize(("row", "found"), [("unread: 未见", {"undetermined"}), ("at_least: 1", {"met"})])
def test_a_limit_that_nobody_has_read_stays_unread_whatever_is_handed_in(row: str, found: set[str]) -> None:
    data = yaml.safe_load(PATHS % ("a", "at_least: 5"))
    data["indicators"][0]["limit"] = [{"when": "c > 1", "case": "甲", **yaml.safe_load(f"{{{row}}}")}, {"case": "乙", "at_least": 5}]
    rules = from_data(data)
    evidence = bind(path("a", "at_least: 5", a="2", c="2")[1], rules, 2024)
    measured = measure(rules.items["M.1"], evidence, rules)
    assert ends(measured, evidence, rules) == found
    lacking = bind(path("a", "at_least: 5", a="2")[1], rules, 2024)
    assert len(ends(measure(rules.items["M.1"], lacking, rules), lacking, rules)) > 1


def test_beside_a_range_an_amount_that_may_do_is_not_said_to_fail() -> None:
    """Of a / b with b from 1 to 4: surely met from 8 on, surely not below 2, and open between."""
    for other, whole in (("1~4", False), ("2", True)):
        rules, made_up = path("a / b", "at_least: 2", a="1", b=other)
        evidence = bind(made_up, rules, 2024)
        found = turning(measure(rules.items["M.1"], evidence, rules), ("a", 2024), evidence, rules)
        assert found is not None
        assert found.whole is whole


def test_of_a_prohibition_the_amount_that_is_only_approximate_is_the_one_that_stands_there() -> None:
    rules = from_data(BANNED)
    for stated, now in (("约101亩", ["101"]), ("101亩", ["101"]), (None, [])):
        amounts = [{"quantity": "land", "value": stated, "source": SOURCE}] if stated else []
        made_up = dossier({"schema": "dossier/1", "made_up": True, "subject": {"name": "虚构", "kind": "project"}, "observations": amounts})
        evidence = bind(made_up, rules, 2024)
        [part] = _turnings(measure(rules.items["M.1"], evidence, rules), Turnings(evidence, rules))
        assert [str(one.value) for one in [part.now] if one] == now
        assert part.about is (stated == "约101亩")


def test_of_what_would_do_the_least_is_asked() -> None:
    """One of several, as many as are enough, all of what goes together; a report only where there are no data."""
    a, b, c, report = ({"need": name} for name in ("quantity:a", "quantity:b", "quantity:c", "report:M.1"))
    for tree, least in ((a, "a"), ({"all_of": [a, b]}, "a b"), ({"one_of": [c, b, a]}, "a"), ({"one_of": [report, c]}, "c"),
                        ({"at_least": 2, "of": [c, {"all_of": [a, b]}, b]}, "b c"), ({"one_of": [{"all_of": [a, b]}, c]}, "c")):
        assert _least(tree) == {f"quantity:{name}" for name in least.split()}, tree
    assert _least({"one_of": [report]}) == {"report:M.1"}


def test_what_was_typed_has_a_unit_only_where_its_heading_has_one() -> None:
    assert (SET, UNSET) == ("--set", "--unset")
    plain = apart("--set", "总产值【2024，全口径】＝ 3亿元")
    assert (plain.name, plain.of, plain.value, plain.unit) == ("总产值", ("2024", "全口径"), "3亿元", None)
    taken = apart("--unset", "总产值")
    assert (taken.name, taken.of, taken.value, taken.unit) == ("总产值", (), None, None)
    assert headed(plain) is None
    table = headed(apart("--set", "总产值(万元)=3"))
    assert table is not None
    assert (table.name, table.value, table.unit) == ("总产值", "3", "万元")
    for option, words in (("--set", "总产值"), ("--unset", "总产值=3"), ("--set", "=3")):
        with pytest.raises(Refused):
            apart(option, words)
