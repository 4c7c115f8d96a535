"""Local provisions on a ruleset: what they may do, what is said of it, what is refused and in which words."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from conftest import DAY, ROOT, dossier, judged, sample_data
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.assessment.assess import Terms, assess
from checker.dossier.submission import Submission
from checker.errors import RulesetError
from checker.files.textfile import TextFile, read
from checker.ruleset.amended import amended, overlay_from, said, tighter
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import LimitRow
from checker.ruleset.loading import from_data, load, locate, rules_file
from checker.validation import build
from checker.wording.worded import Finding, WordedVerdict

BASE = "hj274-2015"
SHA = "5e57c3969132f12c1b1917d78f6cae5f325a3d34e0299a59979fb4c6ef1b8546"
ORIGINAL = {"document": "HJ 274-2015", "edition": "某版", "by": "某局", "on": "2025-01-01", "digest": SHA}
WAIVER = {"authority": "某市政府", "document": "某函1号", "reason": "新设园区", "until": "2025-05-31"}


def item(number: str) -> str:
    return f"HJ274-2015.{number}"


def overlay(**parts: Any) -> Any:
    head = {"schema": "overlay/1", "id": "local", "title": "某市补充规定", "issuer": "某市某局", "document": "某发1号",
            "base": {"ruleset": BASE}, "in_force": {"from": "2020-01-01", "seen": "source"}}
    return overlay_from(copy.deepcopy({**head, **parts}))


def confirming(*entries: dict[str, Any], **parts: Any) -> Any:
    base = {"ruleset": BASE, "digest": load(BASE).digest}
    return overlay(**{"base": base, **parts}, confirmed=[{**ORIGINAL, **entry} for entry in entries])


def under(*overlays: Any, day: dt.date = DAY, ruleset: Ruleset | None = None) -> Ruleset:
    found = ruleset or load(BASE)
    for one in overlays:
        found = amended(found, one, day)
    return found


def verdict(*overlays: Any, day: dt.date = DAY) -> WordedVerdict:
    return judged(sample_data("made-up-park"), under(*overlays, day=day))


def finding(number: str, *overlays: Any, day: dt.date = DAY) -> Finding:
    return verdict(*overlays, day=day).finding(item(number))


def refused(*overlays: Any, ruleset: Ruleset | None = None) -> list[tuple[str, tuple[Any, ...], str]]:
    with pytest.raises(RulesetError) as caught:
        under(*overlays, ruleset=ruleset)
    return [(p.code, p.path, str(p)) for p in caught.value.problems]


def test_a_tightening_applies_and_is_shown_with_its_authority() -> None:
    assert finding("11").limit == "≤0.5"
    stricter = overlay(tighten=[{"item": item("11"), "limit": {"at_most": "0.15"}, "reason": "更严", "place": "第二条"}])
    found = finding("11", stricter)
    assert (found.limit, found.outcome) == ("≤0.15", "unmet")
    [change] = found.changes
    assert (change.kind, change.before, change.after) == ("tightened", "≤0.5", "≤0.15")
    assert (change.authority, change.document, change.reason) == ("某市某局", "某发1号第二条", "更严")
    assert found.seen.limit == "source"


def test_a_tightening_of_a_limit_by_cases_keeps_the_cases() -> None:
    old = load(BASE).items[item("10")].model.limit
    rows = [row.model_dump(by_alias=True, exclude_unset=True) for row in old]
    rows[0]["at_most"] = Decimal("0.5")
    assert finding("10", overlay(tighten=[{"item": item("10"), "limit": rows, "reason": "更严"}])).limit == "增加值增长：≤0.5"


@pytest.mark.parametrize(("number", "limit", "before", "after"), [
    ("11", {"at_most": "0.51"}, "≤0.5", "≤0.51"), ("11", {"at_least": "0.4"}, "≤0.5", "≥0.4"),
    ("1", {"above": "29"}, "≥30", ">29"), ("22", {"is": "不具备"}, "具备", "不具备"),
    ("24", {"at_least": "100"}, "=100", "≥100"), ("10", {"at_most": "0.1"}, "增加值增长：≤0.6；增加值下降：≥0.6", "≤0.1"),
    ("11", [{"when": "water_scarce_city", "case": "缺水城市", "at_most": "0.1"}], "≤0.5", "缺水城市：≤0.1")])
def test_what_is_no_tightening_is_refused_with_both_limits(number: str, limit: Any, before: str, after: str) -> None:
    [(code, path, words)] = refused(overlay(tighten=[{"item": item(number), "limit": limit, "reason": "x"}]))
    assert (code, path) == ("overlay.relaxes", ("tighten", 0, "limit"))
    assert f"由“{before}”改为“{after}”，不是加严" in words
    assert "请写成豁免 waive，注明机关、理由和期限" in words


def test_a_tightening_of_an_unknown_limit_is_none() -> None:
    data = rules_file(locate(BASE)).data
    bare = copy.deepcopy(data)
    del bare["indicators"][0]["limit"]
    [(code, _, words)] = refused(
        overlay(tighten=[{"item": item("1"), "limit": {"at_least": "90"}, "reason": "x"}]), ruleset=from_data(bare))
    assert code == "overlay.relaxes"
    assert "由“未知”改为“≥90”" in words


def test_a_reading_without_a_limit_of_its_own_is_tightened_from_the_common_one() -> None:
    one = {"item": item("2"), "reading": "residents", "reason": "x"}
    changed = under(overlay(tighten=[{**one, "limit": {"at_least": "20"}}])).items[item("2")]
    assert {way.id: said([row.row for row in way.rows]) for way in changed.interpretations} == {
        "employees": "≥15", "industrial_employees": "≥15", "residents": "≥20"}
    assert refused(overlay(tighten=[{**one, "limit": {"at_least": "10"}}]))[0][0] == "overlay.relaxes"


def test_where_readings_have_limits_the_reading_has_to_be_named() -> None:
    limit = [{"when": "water_scarce_city", "case": "缺水城市", "at_least": "25"},
             {"when": "jing_jin_ji", "case": "京津冀地区", "at_least": "30"}, {"case": "其他地区", "at_least": "10"}]
    entry = {"item": item("16"), "limit": limit, "reason": "x"}
    [(code, path, words)] = refused(overlay(tighten=[entry]))
    assert (code, path) == ("overlay.which_reading", ("tighten", 0))
    assert "须用 reading 写明改的是哪一种。可写：city_first、region_first" in words
    rows = under(overlay(tighten=[{**entry, "reading": "city_first"}])).items[item("16")].interpretations[0].rows
    assert said([row.row for row in rows]) == "缺水城市：≥25；京津冀地区：≥30；其他地区：≥10"


@pytest.mark.parametrize(("day", "kind", "limit"), [
    (dt.date(2025, 5, 31), "waived", "≥5"), (dt.date(2025, 6, 1), "waiver_expired", "≥30")])
def test_a_waiver_holds_to_its_last_day_and_is_shown_even_when_it_has_expired(
        day: dt.date, kind: str, limit: str) -> None:
    found = finding("1", overlay(waive=[{"item": item("1"), "limit": {"at_least": "5"}, **WAIVER}]), day=day)
    [change] = found.changes
    assert (found.limit, change.kind) == (limit, kind)
    assert (change.authority, change.document, change.reason, change.until) == (
        "某市政府", "某函1号", "新设园区", "2025-05-31")
    assert (change.before, change.after) == (("≥30", "≥5") if kind == "waived" else (None, None))


def test_a_waiver_of_the_whole_item_makes_it_not_applicable() -> None:
    found = finding("16", overlay(waive=[{"item": item("16"), "not_required": True, **WAIVER}]))
    assert found.outcome == "not_applicable"
    [change] = found.changes
    assert change.after is None
    assert (change.before or "").startswith("缺水城市：≥20；京津冀地区：≥30")


def test_an_adopted_reading_is_the_only_one_left() -> None:
    entry = {"item": item("2"), "reading": "residents", "authority": "某厅", "document": "某文", "on": "2025-01-01"}
    found = finding("2", overlay(adopt=[entry]))
    assert {e.reading for e in found.evaluations} == {"residents"}
    [change] = found.changes
    assert (change.kind, change.authority, change.after) == ("adopted", "某厅", "以年末常住人口计")


def addition(**changes: Any) -> dict[str, Any]:
    indicator = {"id": "LOCAL.L1", "label": "本地企业数", "category": "地方指标", "unit": "家",
                 "value": "local_firms", "limit": {"at_least": 1},
                 "source": {"place": "第五条", "name": "source", "limit": "source", "formula": "source"}}
    indicator.update(changes)
    return {"quantities": {"local_firms": {"label": "本地企业数", "unit": "家"}}, "indicators": [indicator],
            "requirements": [{"id": "local", "label": "地方指标", "all_of": ["LOCAL.L1"], "source": {"group": "source"}}]}


def test_an_addition_decides_and_is_marked() -> None:
    found = verdict(overlay(add=addition()))
    assert (found.outcome, found.finding("LOCAL.L1").outcome) == ("undetermined", "undetermined")
    [change] = found.finding("LOCAL.L1").changes
    assert (change.kind, change.authority, change.document) == ("added", "某市某局", "某发1号")
    assert [part.id for part in found.requirements][-1] == "local"
    assert [note.text for note in found.notes if note.code == "note.added_requirement"] == [
        "要求“地方指标”是地方补充规定新增的：某市某局 某发1号。"]


def test_a_correction_may_loosen_and_the_limit_is_then_the_issuers_own() -> None:
    entry = {"item": item("12"), "limit": {"at_least": "5"}, "place": "第6页", **ORIGINAL}
    found = finding("12", overlay(corrected=[entry]))
    assert (found.limit, found.seen.limit, found.source.place) == ("≥5", "official", "第6页")
    [change] = found.changes
    assert (change.kind, change.before, change.after, change.on, change.digest) == (
        "corrected", "≥9", "≥5", "2025-01-01", SHA)


def test_a_correction_of_one_reading_leaves_the_rest_unseen_until_it_is_confirmed() -> None:
    def entry(reading: str) -> dict[str, Any]:
        return {"item": item("16"), "reading": reading, "place": "第6页", "limit": {"at_least": "5"}, **ORIGINAL}

    assert finding("16", overlay(corrected=[entry("city_first")])).seen.limit == "recollected"
    both = overlay(corrected=[entry("city_first"), entry("region_first")])
    assert finding("16", both).seen.limit == "official"
    rest = confirming({"items": [item("16")]}, corrected=[entry("city_first")])
    assert finding("16", rest).seen.limit == "official"


def test_confirmations_say_by_whom_with_which_copy_and_make_the_texts_official() -> None:
    parts = {"items": [item("1"), item("11")], "parts": ["name", "limit", "formula"], "requirements": ["energy"]}
    found = verdict(confirming(parts))
    for number in ("1", "11"):
        one = found.finding(item(number))
        assert (one.seen.name, one.seen.limit, one.seen.formula) == ("official",) * 3
        [change] = one.changes
        assert (change.kind, change.authority, change.digest) == ("confirmed", "某局", SHA)
    assert {part.id: part.seen for part in found.requirements}["energy"] == "official"
    assert found.ruleset.digest == load(BASE).digest
    assert found.finding(item("2")).seen.limit == "sister"


def test_an_overlay_out_of_force_is_named_and_changes_nothing() -> None:
    idle = overlay(in_force={"from": "2025-06-01", "seen": "source"},
                   tighten=[{"item": "NOBODY.1", "limit": {"at_most": 1}, "reason": "x"}])
    ruleset = under(idle)
    assert ruleset.model is load(BASE).model
    assert [applied.in_force for applied in ruleset.overlays] == [False]
    assert [note.code for note in verdict(idle).notes if "overlay" in note.code] == ["note.overlay_idle"]


@pytest.mark.parametrize("time", [{"from": "2025"}, {"from": "2020", "until": "2025-05"}])
def test_an_overlay_that_is_perhaps_in_force_has_to_say_the_day(time: dict[str, str]) -> None:
    [(code, path, words)] = refused(overlay(in_force={**time, "seen": "source"}))
    assert (code, path) == ("overlay.perhaps_in_force", ("in_force",))
    assert "请把 in_force 的起止日期写到日" in words


TIGHT = {"item": item("11"), "limit": {"at_most": "0.1"}, "reason": "x"}
FIX = {"item": item("11"), "limit": {"at_most": "0.9"}, "place": "第6页", **ORIGINAL}
TAKE = {"item": item("2"), "reading": "residents", "authority": "某厅"}
WRONG: list[tuple[dict[str, Any], str, tuple[Any, ...], str]] = [
    ({"base": {"ruleset": "other"}}, "overlay.other_ruleset", ("base", "ruleset"),
     "针对规则集“other”，而评判用的是“hj274-2015”"),
    ({"base": {"ruleset": BASE, "digest": "sha256:00"}}, "overlay.other_state", ("base", "digest"), "写的是 sha256:00，现在是 sha256:"),
    ({"tighten": [{**TIGHT, "item": item("33")}]}, "ruleset.unknown_item", ("tighten", 0, "item"), "没有指标 HJ274-2015.33"),
    ({"tighten": [{**TIGHT, "item": item("2"), "reading": "resident"}]}, "reported.unknown_reading",
     ("tighten", 0, "reading"), "没有名为“resident”的理解方案。可写：industrial_employees、employees、residents"),
    ({"tighten": [{**TIGHT, "reading": "x"}]}, "reported.unknown_reading", ("tighten", 0, "reading"), "可写：（无）"),
    ({"tighten": [TIGHT, TIGHT]}, "overlay.twice", ("tighten", 1), "在 tighten 里写了不止一次"),
    ({"adopt": [TAKE, {**TAKE, "reading": "employees"}]}, "overlay.twice", ("adopt", 1), "在 adopt 里写了不止一次"),
    ({"adopt": [{**TAKE, "reading": "x"}]}, "reported.unknown_reading", ("adopt", 0, "reading"), "“x”"),
    ({"adopt": [{**TAKE, "item": item("10"), "reading": "one_year"}]}, "overlay.adopts_aside", ("adopt", 0),
     "“与上年相比（只列示）”只供列示，不作判定，不能采用"),
    ({"waive": [{"item": item("1"), "limit": {"is": "具备"}, **WAIVER}]}, "ruleset.limit_kind",
     ("waive", 0, "limit", 0), "与指标的类型不符"),
    ({"add": addition(value="no_such")}, "formula.unknown_name", ("add", "indicators", 0, "value"), "no_such"),
    ({"add": addition(id=item("1"))}, "ruleset.id_reused", ("add", "indicators", 0, "id"), "用了不止一次"),
    ({"adopt": [{**TAKE, "on": "2099-01-01"}]}, "overlay.later", ("adopt", 0, "on"),
     "日期 2099-01-01 晚于评价日期 2025-05-31，评价时还没有这件事"),
    ({"corrected": [{**FIX, "on": "2099-01-01"}]}, "overlay.later", ("corrected", 0, "on"), "2099-01-01"),
    ({"add": {"requirements": [{"id": "x", "label": "必选指标", "all_of": [item("1")], "source": {"group": "source"}}]}},
     "overlay.label_taken", ("add", "requirements", 0, "label"), "要求“必选指标”与规则集已有的要求同名"),
    ({"add": {"quantities": {"energy_use": {"label": "别的", "unit": "t"}}}}, "ruleset.name_taken",
     ("add", "quantities", "energy_use"), "名称“energy_use”已有别的含义"),
    ({"add": {"requirements": [{"id": "energy", "label": "x", "all_of": [item("1")], "source": {"group": "source"}}]}},
     "ruleset.id_reused", ("add", "requirements", 0, "id"), "energy"),
    ({"add": {"requirements": [{"id": "x", "label": "x", "all_of": ["NO.1"], "source": {"group": "source"}}]}},
     "ruleset.unknown_item", ("add", "requirements", 0, "all_of", 0), "NO.1"),
]


@pytest.mark.parametrize(("parts", "code", "path", "words"), WRONG)
def test_what_is_wrong_is_named_where_it_stands(
        parts: dict[str, Any], code: str, path: tuple[Any, ...], words: str) -> None:
    problems = refused(overlay(**parts))
    assert (code, path) in [problem[:2] for problem in problems]
    assert any(words in problem[2] for problem in problems)


CONFIRMED_WRONG: list[tuple[dict[str, Any], dict[str, Any], str, tuple[Any, ...], str]] = [
    ({"items": [item("20")], "parts": ["formula"]}, {}, "overlay.nothing_to_confirm", ("confirmed", 0, "items", 0),
     "没有录入公式"),
    ({"items": [item("11")], "on": "2025-06-01"}, {}, "overlay.later", ("confirmed", 0, "on"),
     "日期 2025-06-01 晚于评价日期 2025-05-31"),
    ({"items": [item("33")]}, {}, "ruleset.unknown_item", ("confirmed", 0, "items", 0), "33"),
    ({"requirements": ["energie"]}, {}, "overlay.unknown_group", ("confirmed", 0, "requirements", 0),
     "没有要求“energie”。您是否想写“energy”？"),
    ({"items": [item("11")]}, {"corrected": [FIX]}, "overlay.confirmed_and_corrected", ("confirmed", 0, "items", 0),
     "既被更正、又被确认"),
]


@pytest.mark.parametrize(("entry", "parts", "code", "path", "words"), CONFIRMED_WRONG)
def test_a_confirmation_of_nothing_or_against_itself_is_refused(
        entry: dict[str, Any], parts: dict[str, Any], code: str, path: tuple[Any, ...], words: str) -> None:
    [problem] = refused(confirming(entry, **parts))
    assert problem[:2] == (code, path)
    assert words in problem[2]


@pytest.mark.parametrize(("first", "second", "code"), [
    (overlay(tighten=[TIGHT]), overlay(corrected=[FIX]), "overlay.changed_before"),
    (confirming({"items": [item("11")]}), overlay(corrected=[FIX]), "overlay.changed_before"),
    (overlay(corrected=[FIX]), confirming({"items": [item("11")]}), "overlay.confirmed_and_corrected"),
    (overlay(adopt=[TAKE]), overlay(adopt=[{**TAKE, "reading": "employees"}]), "overlay.adopted_already")])
def test_one_overlay_does_not_undo_another_in_silence(first: Any, second: Any, code: str) -> None:
    [problem] = refused(first, second)
    assert problem[0] == code


def test_overlays_build_on_each_other() -> None:
    found = verdict(overlay(corrected=[FIX]), overlay(tighten=[{**TIGHT, "limit": {"at_most": "0.8"}}]))
    one = found.finding(item("11"))
    assert (one.limit, one.seen.limit) == ("≤0.8", "official")
    assert [(c.kind, c.before, c.after) for c in one.changes] == [
        ("corrected", "≤0.5", "≤0.9"), ("tightened", "≤0.9", "≤0.8")]
    assert [part.in_force for part in found.overlays] == [True, True]


SHAPES: list[tuple[dict[str, Any], str, str]] = [
    ({"waive": [{"item": item("1"), **WAIVER}]}, "overlay.waiver_form", "写新的限值 limit，或写 not_required: true"),
    ({"waive": [{"item": item("1"), "limit": {"at_least": 1}, "not_required": True, **WAIVER}]},
     "overlay.waiver_form", "两者必须且只能写一个"),
    ({"waive": [{"item": item("2"), "reading": "residents", "not_required": True, **WAIVER}]},
     "overlay.waiver_form", "不能再写 reading"),
    ({"base": {"ruleset": BASE, "digest": "x"}, "confirmed": [ORIGINAL]}, "overlay.confirms_nothing", "请写 items"),
    ({"confirmed": [{**ORIGINAL, "items": [item("1")]}]}, "overlay.confirms_which_state", "base.digest"),
    ({"waive": [{k: v for k, v in WAIVER.items() if k != "authority"} | {"item": item("1"), "not_required": True}]},
     "field.missing", "作出决定的机关（authority）：必须填写"),
    ({"waive": [{k: v for k, v in WAIVER.items() if k != "until"} | {"item": item("1"), "not_required": True}]},
     "field.missing", "止（until）：必须填写"),
    ({"corrected": [{**FIX, "digest": "x"}]}, "field.sha256", "不是 SHA-256"),
]


@pytest.mark.parametrize(("parts", "code", "words"), SHAPES)
def test_an_overlay_out_of_shape_says_what_it_lacks(parts: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(RulesetError) as caught:
        overlay(**parts)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)


def test_every_problem_is_found_in_one_go() -> None:
    problems = refused(overlay(
        tighten=[{**TIGHT, "limit": {"at_most": 9}}, {**TIGHT, "item": item("99")}],
        adopt=[{**TAKE, "reading": "x"}]))
    assert [code for code, _, _ in problems] == ["overlay.relaxes", "ruleset.unknown_item", "reported.unknown_reading"]


RELATIONS = ("at_most", "at_least", "above", "below", "exactly")
NUMBERS = st.sampled_from([Decimal(n) / 2 for n in range(-3, 4)])
LIMITS = st.dictionaries(st.sampled_from(RELATIONS), NUMBERS, min_size=1, max_size=2)
GRID = [Decimal(n) / 4 for n in range(-10, 11)]
HOLDS = {"at_most": lambda x, b: x <= b, "at_least": lambda x, b: x >= b, "above": lambda x, b: x > b,
         "below": lambda x, b: x < b, "exactly": lambda x, b: x == b}


@given(LIMITS, LIMITS)
def test_tighter_is_what_every_number_says(a: dict[str, Decimal], b: dict[str, Decimal]) -> None:
    rows = [build(LimitRow, limit)[0] for limit in (a, b)]
    assume(all(rows))
    before, after = [row for row in rows if row]

    def satisfied(limit: dict[str, Decimal]) -> set[Decimal]:
        return {x for x in GRID if all(HOLDS[name](x, bound) for name, bound in limit.items())}

    assert tighter([before], [after]) == (satisfied(b) <= satisfied(a))


@given(st.lists(LIMITS, min_size=3, max_size=3))
def test_tighter_is_reflexive_and_transitive(limits: list[dict[str, Decimal]]) -> None:
    rows = [build(LimitRow, limit)[0] for limit in limits]
    assume(all(rows))
    a, b, c = [[row] for row in rows if row]
    assert tighter(a, a)
    assert tighter(a, c) or not (tighter(a, b) and tighter(b, c))


def test_limits_that_are_data_are_never_told_to_be_tighter() -> None:
    datum = [LimitRow(at_least="assigned_growth")]
    assert not tighter(datum, datum)
    assert not tighter(datum, [LimitRow(at_least="100")])
    assert not tighter([LimitRow(at_least="1")], datum)
    assert not tighter([], [])
    free, unread = LimitRow(free="没有要求"), LimitRow(unread="看不清")
    assert tighter([free], [LimitRow(at_least="1")])
    assert not tighter([LimitRow(at_least="1")], [free])
    assert not tighter([free], [unread])
    assert not tighter([unread], [free])
    assert tighter([unread], [unread])


@pytest.mark.parametrize("name", ["made-up-confirmation-hj274", "made-up-yuxi"])
def test_the_samples_are_marked_as_made_up_and_apply(name: str) -> None:
    data = read(ROOT / "samples/overlays" / f"{name}.yaml", RulesetError).data
    sample = overlay_from(data)
    assert sample.model.made_up
    assert "虚构" in sample.model.title
    assert name.startswith("made-up")
    found = verdict(sample)
    assert (found.outcome, found.purpose) == ("met", "trial")
    assert {"note.made_up", "note.overlay_made_up"} <= {note.code for note in found.notes}
    assert ("note.limits_not_seen" in {note.code for note in found.notes}) == (name == "made-up-yuxi")


def test_the_yuxi_sample_shows_each_kind_of_provision() -> None:
    data = read(ROOT / "samples/overlays/made-up-yuxi.yaml", RulesetError).data
    found = verdict(overlay_from(data))
    assert sorted(c.kind for f in found.findings for c in f.changes) == [
        "added", "adopted", "tightened", "tightened", "waived"]


def test_a_confirmed_grouping_and_factor_name_who_confirmed_them() -> None:
    account = load("carbon-account-2011")
    names = [name for name, factor in account.model.factors.items() if factor.source.seen == "recollected"]
    overlay = overlay_from({
        "schema": "overlay/1", "id": "office", "title": "确认", "issuer": "某局", "document": "某函", "made_up": True,
        "base": {"ruleset": account.id, "digest": account.digest}, "in_force": {"from": "2020-01-01", "seen": "official"},
        "confirmed": [{"factors": names, "document": "指南", "edition": "2011", "by": "某局", "on": "2020-01-01",
                       "digest": "0" * 64}]})
    after = amended(account, overlay, dt.date(2021, 12, 31))
    assert {after.model.factors[name].source.seen for name in names} == {"official"}
    [said] = [note.text for note in judged(sample_data("yuxi-carbon-2020"), after).notes if note.code == "note.confirmed"]
    assert "的系数由某局于 2020-01-01 对照指南（2011）确认" in said
    assert account.model.factors[names[0]].label in said


def test_a_factor_that_there_is_not_can_not_be_confirmed() -> None:
    account = load("carbon-account-2011")
    overlay = overlay_from({
        "schema": "overlay/1", "id": "office", "title": "确认", "issuer": "某局", "document": "某函",
        "base": {"ruleset": account.id, "digest": account.digest}, "in_force": {"from": "2020-01-01", "seen": "official"},
        "confirmed": [{"factors": ["grid_emissions"], "document": "指南", "edition": "2011", "by": "某局",
                       "on": "2020-01-01", "digest": "0" * 64}]})
    with pytest.raises(RulesetError, match="没有系数 grid_emissions，无法确认"):
        amended(account, overlay, dt.date(2021, 12, 31))


def test_an_overlay_of_none_of_the_chosen_rulesets_or_with_a_fault_is_refused_by_its_file() -> None:
    made = Submission(dossier(sample_data("made-up-park")), TextFile("虚构.yaml", b"", None))
    for one, words in ((overlay(base={"ruleset": "other"}), "针对规则集“other”，而评判用的是“hj274-2015”"),
                      (overlay(tighten=[{**TIGHT, "item": item("33")}]), "没有指标 HJ274-2015.33")):
        with pytest.raises(RulesetError) as caught:
            assess(made, Terms(DAY, overlays=[(one, TextFile("规定.yaml", b"", None))]))
        [problem] = caught.value.problems
        assert words in str(problem)
        assert problem.file == "规定.yaml"
