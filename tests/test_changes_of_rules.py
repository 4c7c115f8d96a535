"""What the cases of a ruleset have to notice: every change of it, and every aspect that no case covers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_ruleset import BANNED, folder, rules

from checker.concluding.plain import PlainEngine
from checker.errors import RulesetError
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.testing.cases import Given, read_cases, year_of
from checker.testing.coverage import uncovered
from checker.testing.export import _of_item
from checker.testing.item_changes import item_edits
from checker.testing.mutation import Mutant, _edits, survivors
from checker.testing.running import dossier_of, run
from checker.testing.shared_changes import effect_edits


def edits(name: str) -> set[tuple[str, str]]:
    data = load(name).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {(subject, change) for subjects, change, _ in _edits(data) for subject in subjects}


def test_shared_parts_are_changed_for_every_item_that_uses_them() -> None:
    assert ("AYN-2024.3", "后果由 新建、扩建：prohibit 改为 review") in edits("admission-yunnan")
    assert ("AYN-2024.6", "后果由 技术改造且不新增产能：review 改为 prohibit") in edits("admission-yunnan")
    account = load("carbon-account-2011")
    name, factor = next(iter(account.model.factors.items()))
    assert any(change.startswith(f"{name} ") and f"由 {factor.value}" in change for _, change in edits("carbon-account-2011"))


def test_of_an_effect_with_one_case_that_case_is_turned_and_never_dropped() -> None:
    effect = {"cases": [{"effect": "prohibit", "case": "新建", "when": "coastal"}]}
    found = dict(effect_edits("some", effect))
    assert "后果由 新建：prohibit 改为 review" in found
    assert not any("少了" in change or "删去" in change for change in found)
    data = {"effects": {"some": effect}}
    found["后果由 新建：prohibit 改为 review"](data)
    assert data["effects"]["some"]["cases"][0]["effect"] == "review"


def test_each_edit_changes_just_what_it_says() -> None:
    item: dict[str, Any] = {"id": "X.1", "effect": "prohibit", "watch": ["钢", "铁"], "limit": [{"at_least": "output / 2"}],
                            "readings": {"one": {"label": "甲", "value": "output"}}}
    found = dict(item_edits(item))
    for change, edit in found.items():
        changed = {**item, "limit": [dict(row) for row in item["limit"]], "readings": {"one": dict(item["readings"]["one"])}}
        edit(changed)
        assert changed != item, change
    assert not any("one" in change and "去掉" in change for change in found)


def test_a_year_of_a_case_is_a_calendar_year_or_hangs_on_a_base() -> None:
    assert [year_of(at, 2024, 2020) for at in (None, "y-3", "base", "base+2", "2015")] == [2024, 2021, 2020, 2022, 2015]
    assert year_of("base", 2024, None) is None


def test_what_is_given_of_a_base_year_that_is_not_given_is_given_of_no_year(tmp_path: Path) -> None:
    of = rules()
    case = read_cases(folder(tmp_path), of)[0]
    given = tuple(replace(one, at="base") for one in case.given)
    assert dossier_of(replace(case, given=given), of).observations == []


def test_a_case_that_a_change_makes_unusable_notices_it_and_a_wrong_one_is_not_exported(tmp_path: Path) -> None:
    of, engine = rules(), PlainEngine()
    cases = [case for case in read_cases(folder(tmp_path), of) if case.item == "T.1"]
    results = [run(case, of, engine) for case in cases]
    graded = [replace(case, given=(*case.given, Given("attribute", "grade", None, "甲"))) for case in cases]
    assert run(graded[0], of, engine).passed
    fewer = rules(("words: [甲, 乙]", "words: [乙]"))
    assert survivors([Mutant("T.1", "少一词", fewer)], graded, results, engine) == []
    with pytest.raises(RulesetError) as caught:
        _of_item(replace(cases[0], expect="unmet"), of, engine)
    assert "恰为限值" in str(caught.value)


@pytest.mark.parametrize(("of", "aspects"), [
    (lambda: rules(("at_least: 15", "unread: 看不清")), ["数值未读到"]),
    (lambda: rules(*BANNED), ["触及", "未触及", "缺数据"]),
    (lambda: load("admission-yunnan"), ["触及而禁止", "触及而转人工研判", "触及而后果不明", "只有用语触及", "没有研判意见", "研判为符合"]),
    (lambda: load("carbon-account-2011"), ["测算值"])])
def test_every_aspect_without_a_case_is_named(of: Callable[[], Ruleset], aspects: list[str]) -> None:
    said = "".join(uncovered(of(), []))
    assert [aspect for aspect in aspects if f"没有用例覆盖“{aspect}”" not in said] == [], said
