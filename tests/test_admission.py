"""Admission of a project: the facts of the field, the algebra, and what words alone can't do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from conftest import ENGINES, ROOT, in_words, needs_durable
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ways import by_floors, with_ways

from checker.concluding.engines import default_engine
from checker.dossier.dossier import Dossier
from checker.errors import DossierError
from checker.files.canonical import canonical
from checker.files.textfile import read
from checker.reporting.phrases import need_name
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, installed, load
from checker.screening.columns import columns
from checker.screening.common import read_common
from checker.screening.row import Frame, submitted
from checker.screening.table import read_table
from checker.testing.cases import read_cases
from checker.testing.coverage import uncovered
from checker.testing.mutation import mutants, survivors
from checker.testing.running import run
from checker.validation import build
from checker.wording.worded import WordedVerdict

DAY = dt.date(2024, 6, 30)
SOURCE = {"place": "申请书", "words": "见申请书"}
RULESETS = [name for name in installed() if load(name).model.concludes == "admission"]
YUNNAN = "admission-yunnan"


def dossier(**parts: Any) -> dict[str, Any]:
    """A made-up project; ``facts`` are attributes, ``amounts`` quantities with their units in words."""
    facts, amounts = parts.pop("facts", {}), parts.pop("amounts", {})
    return {"schema": "dossier/1", "subject": {"name": parts.pop("name", "某项目"), "kind": "project"},
            "attributes": {name: {"value": value, "source": SOURCE} for name, value in facts.items()},
            "observations": [{"quantity": name, "value": value, "source": SOURCE}
                             for name, value in amounts.items()], **parts}


def verdict(data: dict[str, Any], ruleset: Ruleset | str, day: dt.date = DAY) -> WordedVerdict:
    rules = load(ruleset) if isinstance(ruleset, str) else ruleset
    model, problems = build(Dossier, data)
    assert model is not None, problems
    return in_words(model, rules, day, default_engine(), "sha256:0")


def declared(name: str, value: str = "是") -> dict[str, Any]:
    return {"about": name, "value": value, "by": "某公司", "source": SOURCE}


def opinion(item: str, finding: str = "met") -> dict[str, Any]:
    return {"item": item, "finding": finding, "by": "某处", "why": "已核", "source": SOURCE}


def admitted() -> dict[str, Any]:
    """A made-up maker of vaccines in Yuxi that touches nothing, with every question answered."""
    asked = [item.id for item in load(YUNNAN).items.values() if item.model.ask]
    return dossier(
        facts={"description": "疫苗分包装", "industry_code": "2762", "catalogue_category": "鼓励类", "nature": "新建",
               "zone": "玉溪高新区", "energy_level": "无标杆水平", "adds_capacity": True},
        declarations=[declared("zoning_conforms")], opinions=[opinion(item) for item in asked])


def test_a_project_that_touches_nothing_and_is_answered_for_is_admitted() -> None:
    found = verdict(admitted(), YUNNAN)
    assert found.outcome == "met"
    assert found.decided_by[0].items


def test_only_the_name_is_needed_and_silence_admits_nobody() -> None:
    for name in RULESETS:
        assert verdict(dossier(), name).outcome != "met", name


def test_the_eliminated_category_is_refused_though_everything_else_is_unknown() -> None:
    found = verdict(dossier(facts={"catalogue_category": "淘汰类"}), YUNNAN)
    assert found.outcome == "unmet"
    assert found.decided_by[0].items == ["AYN-2024.1"]
    assert found.reviews, "open reviews are listed whatever the outcome"


@pytest.mark.parametrize(("nature", "adds", "due"), [
    ("新建", None, "unmet"), ("扩建", False, "unmet"), ("技术改造", True, "unmet"), ("技术改造", False, "review"),
    ("技术改造", None, "undetermined"), ("改扩建", False, "undetermined"), ("改扩建", True, "unmet"),
    (None, True, "undetermined"), (None, None, "undetermined")])
def test_the_restricted_category_hangs_on_nature_and_capacity(nature: str | None, adds: bool | None, due: str) -> None:
    facts: dict[str, Any] = {"catalogue_category": "限制类"}
    facts |= {"nature": nature} if nature else {}
    facts |= {} if adds is None else {"adds_capacity": adds}
    assert verdict(dossier(facts=facts), YUNNAN).finding("AYN-2024.2").outcome == due


@pytest.mark.parametrize("name", RULESETS)
def test_a_name_made_of_forbidden_things_refuses_nothing(name: str) -> None:
    rules = load(name)
    words = [word for item in rules.items.values() for word in (*item.model.watch, item.model.label)]
    for word in [*words, "高炉转炉电炉水泥淘汰类限制类双高产品"]:
        found = verdict(dossier(name=f"年产一万吨{word}项目", facts={} if "description" not in rules.model.attributes
                                else {"description": f"生产{word}"}), rules)
        assert found.outcome not in ("unmet", "met"), word
        assert all(f.outcome != "unmet" for f in found.findings), word


def test_words_call_for_a_person_and_are_shown() -> None:
    data = admitted()
    data["attributes"]["description"]["value"] = "疫苗分包装，厂房原为水泥粉磨站，邻近化工企业"
    found = verdict(data, YUNNAN)
    assert found.outcome == "review"
    watched = found.finding("AYN-2024.13").clause.watched  # type: ignore[union-attr]
    assert [(w.word, w.heading) for w in watched] == [("化工", "项目内容")]
    assert "邻近化工企业" in watched[0].words
    data["opinions"].append(opinion("AYN-2024.13"))
    assert verdict(data, YUNNAN).outcome == "met"
    data["opinions"][-1] = opinion("AYN-2024.13", "unmet")
    assert verdict(data, YUNNAN).outcome == "unmet"


def test_without_a_description_nobody_has_looked_for_words() -> None:
    data = admitted()
    del data["attributes"]["description"]
    found = verdict(data, YUNNAN)
    assert found.outcome == "undetermined"
    assert "attribute:description" in found.finding("AYN-2024.13").missing


def test_only_what_describes_the_project_is_a_description() -> None:
    data = admitted()
    del data["attributes"]["description"]
    data["attributes"]["catalogue_clause"] = {"value": "鼓励类 十三、医药 1", "source": SOURCE}
    assert verdict(data, YUNNAN).outcome == "undetermined"


def test_words_are_looked_for_in_lists_that_somebody_has_closed() -> None:
    model = load(YUNNAN).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    model["lists"]["products"] = {"label": "产品", "unit": "个", "fields": {"name": {"label": "名称", "kind": "text"}}}
    rules = from_data(model)
    data = admitted()
    assert verdict(data, rules).finding("AYN-2024.13").outcome == "undetermined"
    data["lists"] = [{"list": "products", "entries": [{"name": "水泥助磨剂（建材）"}], "complete": True, "count": 1,
                      "declared_by": "某公司", "source": SOURCE}]
    assert verdict(data, rules).outcome == "review"
    data["lists"][0]["entries"][0]["name"] = "疫苗"
    assert verdict(data, rules).outcome == "met"
    for less in poorer(data):
        assert not admits(less, rules) or less["attributes"] != data["attributes"]


def test_a_prohibition_of_which_no_reading_applies_is_open() -> None:
    model = load(YUNNAN).model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    item = model["indicators"][0]
    del item["prohibited_when"]
    item["readings"] = {"one": {"label": "甲", "applies_when": "adds_capacity", "prohibited_when": "adds_smelting"}}
    found = verdict(dossier(facts={"adds_capacity": False, "description": "无"}), from_data(model)).finding(item["id"])
    assert (found.outcome, found.reasons) == ("undetermined", ["reason.no_reading"])


def test_a_prohibition_can_be_confirmed_and_waived_by_an_overlay() -> None:
    rules = load(YUNNAN)
    confirmation = {
        "schema": "overlay/1", "id": "confirmed", "title": "核对", "issuer": "某局", "document": "某函",
        "base": {"ruleset": YUNNAN, "digest": rules.digest}, "in_force": {"from": "2024-02-01", "seen": "official"},
        "confirmed": [{"items": ["AYN-2024.4"], "parts": ["limit", "formula"], "document": "目录", "edition": "2024年本", "by": "某人",
                       "on": "2024-03-01", "digest": "0" * 64}],
        "waive": [{"item": "AYN-2024.1", "not_required": True, "authority": "某局", "reason": "演示", "until": "2030-01-01"}]}
    changed = amended(rules, overlay_from(confirmation), DAY)
    assert changed.items["AYN-2024.4"].model.source.limit == "official"
    assert changed.changes["AYN-2024.1"][0].before == 'catalogue_category == "淘汰类"'
    assert verdict(dossier(facts={"catalogue_category": "淘汰类"}), changed).finding("AYN-2024.1").outcome == "not_applicable"


def test_an_entry_that_gets_lost_from_a_complete_list_admits_nobody() -> None:
    data = admitted()
    data["attributes"]["industry_code"]["value"] = "3120"
    data["attributes"]["adds_smelting"] = {"value": False, "source": SOURCE}
    data["declarations"].append(declared("in_compliant_park"))
    data["opinions"].append(opinion("AYN-2024.13"))
    data["lists"] = [{"list": "equipment", "entries": [{"kind": "转炉", "tonnage": "80 t"}], "complete": True, "count": 1,
                      "declared_by": "某公司", "source": SOURCE}]
    assert verdict(data, YUNNAN).outcome == "unmet"
    data["lists"][0]["entries"] = []
    with pytest.raises(DossierError, match="写明共 1 条，实际列了 0 条"):
        verdict(data, YUNNAN)
    del data["lists"][0]["count"]
    found = verdict(data, YUNNAN)
    assert found.outcome == "undetermined"
    assert any(note.code == "note.list_uncounted" for note in found.notes)


def test_of_a_list_that_is_declared_complete_without_its_length_only_that_is_asked_for() -> None:
    data = admitted()
    data["attributes"]["industry_code"]["value"] = "3120"
    listed = {"list": "equipment", "entries": [], "complete": True, "declared_by": "某公司", "source": SOURCE}
    for lists, asked in (([listed], "主要设备清单共几条（已声明完整，只差条数）"), ([], "主要设备清单，并由责任人声明完整"),
                         ([{**listed, "complete": False}], "主要设备清单，并由责任人声明完整"),
                         ([listed, {**listed, "complete": False}], "主要设备清单，并由责任人声明完整")):
        found = verdict({**data, "lists": lists}, YUNNAN)
        [lacking] = [need for need in found.missing if need.name == "equipment"]
        assert need_name(lacking, found) == asked


def test_a_person_can_not_clear_what_facts_match() -> None:
    data = admitted()
    data["attributes"]["catalogue_category"]["value"] = "淘汰类"
    data["opinions"].append(opinion("AYN-2024.1"))
    found = verdict(data, YUNNAN)
    assert found.outcome == "unmet"
    assert any(note.code == "note.opinion_unused" and note.item == "AYN-2024.1" for note in found.notes)


def test_opinions_that_differ_settle_nothing() -> None:
    data = admitted()
    data["opinions"].append(opinion("AYN-2024.15", "unmet"))
    found = verdict(data, YUNNAN)
    assert (found.outcome, found.finding("AYN-2024.15").reasons) == ("undetermined", ["reason.opinions_differ"])


def test_what_is_declared_one_way_and_another_is_not_known() -> None:
    data = admitted()
    data["declarations"].append(declared("zoning_conforms", "否"))
    found = verdict(data, YUNNAN)
    assert found.finding("AYN-2024.14").outcome == "undetermined"
    assert any(note.code == "note.declared_differently" for note in found.notes)


def test_the_same_declared_twice_is_known() -> None:
    data = admitted()
    data["declarations"].append(declared("符合生态环境分区管控（三线一单）"))
    assert verdict(data, YUNNAN).outcome == "met"


KUNMING = "admission-kunming-etdz-2023"
FLOOR = {"industry_code": "2921", "stage": "新投资", "land_basis": "site"}


def floor(amounts: dict[str, str]) -> Any:
    return verdict(dossier(facts=FLOOR, amounts=amounts), KUNMING, dt.date(2023, 6, 1)).finding("AKM-2023.1")


def test_a_target_that_is_not_reached_calls_for_a_person_and_says_what_would_reach_it() -> None:
    amounts = {"total_investment": "3.6亿元", "land_area": "110亩"}
    assert floor(amounts).outcome == "review"
    _, ways = with_ways(by_floors(**amounts), load(KUNMING))
    by_total = next(way for way in ways["AKM-2023.1"] if way.reading == "按计划总投资")
    assert [(o.label, o.relation, o.now, o.needed, o.short) for o in by_total.options] == [
        ("计划总投资", "at_least", "36000", "38500", "2500"), ("用地面积", "at_most", "110", "102.85", "7.15")]


def test_what_would_reach_a_floor_does_reach_it() -> None:
    for amounts in ({"total_investment": "38500万元", "land_area": "110亩"},
                    {"total_investment": "3.6亿元", "land_area": "102.85亩"}):
        total = next(e for e in floor(amounts).evaluations if e.reading == "total")
        assert total.outcome == "met"


def test_the_whole_investment_can_refuse_by_what_is_fixed_and_never_pass_it() -> None:
    assert floor({"total_investment": "3亿元", "land_area": "100亩"}).outcome == "review"
    high = floor({"total_investment": "9亿元", "land_area": "100亩"})
    assert high.outcome == "undetermined"
    assert {e.reading: e.outcome for e in high.evaluations} == {"total": "met", "fixed": "undetermined"}
    assert floor({"total_investment": "9亿元", "planned_fixed_asset_investment": "8亿元",
                  "land_area": "100亩"}).outcome == "met"


def test_more_fixed_than_whole_investment_is_a_conflict() -> None:
    found = floor({"total_investment": "3亿元", "planned_fixed_asset_investment": "8亿元", "land_area": "100亩"})
    assert found.outcome == "undetermined"


def test_about_so_many_mu_decides_nothing_alone() -> None:
    found = floor({"total_investment": "1亿元", "planned_fixed_asset_investment": "1亿元", "land_area": "约113亩"})
    assert (found.outcome, {e.would_be for e in found.evaluations}) == ("undetermined", {"unmet"})


@pytest.mark.parametrize("basis", ["footprint", "leased", "reserve", "development"])
def test_per_mu_is_of_the_site_alone(basis: str) -> None:
    data = dossier(facts={**FLOOR, "land_basis": basis}, amounts={"total_investment": "1亿元", "land_area": "100亩"})
    found = verdict(data, KUNMING).finding("AKM-2023.1")
    assert found.outcome == "not_applicable"
    assert found.clause is not None
    assert "须用地性质 = “项目用地”" in found.clause.outside[0]


@pytest.mark.parametrize(("code", "due"), [
    ("29", "review"), ("C", "review"), ("06", "review"), ("D", "review"), ("G", "not_applicable"),
    ("7020", "not_applicable"), ("", "undetermined")])
def test_industry_by_code_however_coarse(code: str, due: str) -> None:
    facts = {**FLOOR, "industry_code": code}
    if not code:
        del facts["industry_code"]
    data = dossier(facts=facts, amounts={"total_investment": "1亿元", "planned_fixed_asset_investment": "1亿元",
                                         "land_area": "100亩"})
    assert verdict(data, KUNMING).finding("AKM-2023.1").outcome == due


def test_a_code_that_may_lie_within_another_is_open() -> None:
    for code, due in (("31", "review"), ("3", None), ("C", "undetermined"), ("27", "met"), ("2511", "review"),
                      ("25", "undetermined"), ("254", "met")):
        data = dossier(facts={"industry_code": code, "description": "生产线"})
        if due is None:
            with pytest.raises(DossierError):
                verdict(data, YUNNAN)
            continue
        assert verdict(data, YUNNAN).finding("AYN-2024.13").outcome == due, code


# a policy with a hundred points and vetoes, made up


SCORING = ROOT / "samples/rulesets/made-up-scoring"


def test_the_cases_of_the_made_up_scoring_hold_and_notice_every_change() -> None:
    rules = load(str(SCORING))
    cases = read_cases(SCORING, rules)
    results = [run(case, rules, default_engine()) for case in cases]
    assert [r.case.name for r in results if not r.passed] == []
    assert uncovered(rules, results) == []
    assert survivors(list(mutants(rules)), cases, results, default_engine()) == []


def test_points_that_are_not_known_lie_between_the_least_and_the_most() -> None:
    data = read(ROOT / "samples/made-up-scored-project.yaml").data
    found = verdict(data, load(str(SCORING)))
    assert (found.outcome, found.finding("MUS-2024.4").outcome) == ("undetermined", "met")
    [part] = found.finding("MUS-2024.5").evaluations
    assert part.substitution == ["30 ＋ 20 ＋ 20 ＋ 0～10"]
    assert [need.id for need in found.missing] == ["attribute:green_level"]
    data["attributes"]["green_level"] = {"value": "绿色工厂", "source": SOURCE}
    assert verdict(data, load(str(SCORING))).outcome == "met"
    data["attributes"]["catalogue_category"]["value"] = "淘汰类"
    assert verdict(data, load(str(SCORING))).outcome == "unmet", "one veto outweighs all points"


# the algebra


POOL: dict[str, list[Any]] = {
    "description": ["生产线一条", "水泥与化工"], "industry_code": ["2762", "C", "3120", "2921", "G"],
    "catalogue_category": ["鼓励类", "允许类", "限制类", "淘汰类"], "nature": ["新建", "技术改造", "改扩建"],
    "adds_capacity": [True, False], "zone": ["玉溪高新区", "昆明经开区"],
    "energy_level": ["无标杆水平", "低于基准水平", "达到标杆水平"], "adds_smelting": [False, True],
    "replacement_case": ["一般"]}


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    """A project of which more or less is known."""
    facts = {name: draw(st.sampled_from(values)) for name, values in POOL.items() if draw(st.integers(0, 9))}
    data = dossier(facts=facts, amounts={"capacity_added": "100万t", "capacity_replaced": "130万t"})
    data["declarations"] = [declared(name, draw(st.sampled_from(["是", "否"]))) for name in
                            ("zoning_conforms", "in_compliant_park") if draw(st.integers(0, 9))]
    asked = [item.id for item in load(YUNNAN).items.values() if item.model.ask]
    data["opinions"] = [opinion(item, draw(st.sampled_from(["met", "met", "met", "unmet"])))
                        for item in (*asked, "AYN-2024.13", "AYN-2024.2") if draw(st.integers(0, 9))]
    entries = draw(st.lists(st.sampled_from([
        {"kind": "高炉", "volume": "1780 m3"}, {"kind": "高炉", "volume": "1080 m3"},
        {"kind": "电炉", "use": "炼铁炼钢", "tonnage": "67 t"}, {"kind": "其他"}]), max_size=3))
    closed = draw(st.booleans())
    data["lists"] = [{"list": "equipment", "entries": entries, "complete": closed, "source": SOURCE,
                      **({"declared_by": "某公司", "count": len(entries)} if closed else {})}] if draw(st.integers(0, 9)) else []
    return data


def poorer(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same project with one thing taken away or emptied."""
    for name in data["attributes"]:
        less = deepcopy(data)
        del less["attributes"][name]
        yield less
    for section in ("observations", "declarations", "opinions", "lists"):
        for i, entry in enumerate(data.get(section, [])):
            less = deepcopy(data)
            del less[section][i]
            yield less
            if section == "lists":
                for j, item in enumerate(entry["entries"]):
                    for key in item:
                        less = deepcopy(data)
                        del less["lists"][i]["entries"][j][key]
                        if less["lists"][i]["entries"][j]:
                            yield less
                if entry["complete"]:
                    for change in ({"complete": False}, {"complete": False, "count": None}, {"count": None}, {}):
                        for entries in (entry["entries"], entry["entries"][1:], entry["entries"][:0]):
                            less = deepcopy(data)
                            less["lists"][i] |= {**change, "entries": entries}
                            if less != data:
                                yield less


def readable(data: dict[str, Any]) -> bool:
    """Whether every list has as many entries as it says."""
    return all(one.get("count") in (None, len(one["entries"])) for one in data.get("lists", []))


def admits(data: dict[str, Any], ruleset: Ruleset | str, day: dt.date = DAY) -> bool:
    """Whether a project gets in; one that contradicts itself is refused as unreadable."""
    if readable(data):
        return verdict(data, ruleset, day).outcome == "met"
    with pytest.raises(DossierError) as caught:
        verdict(data, ruleset, day)
    assert {problem.code for problem in caught.value.problems} == {"list.count"}
    return False


def taking_anything_away_never_admits(data: dict[str, Any]) -> None:
    if verdict(data, YUNNAN).outcome == "met":
        return
    for less in poorer(data):
        assert not admits(less, YUNNAN)


def knowing_more_never_turns_refused_into_admitted_or_back(data: dict[str, Any]) -> None:
    whole = verdict(data, YUNNAN)
    for less in poorer(data):
        if less.get("opinions") != data.get("opinions") or not readable(less):
            continue  # an opinion is a decision, and a list that is short of an entry is refused
        found = verdict(less, YUNNAN)
        assert {found.outcome, whole.outcome} != {"met", "unmet"}
        for one, other in zip(found.findings, whole.findings, strict=True):
            if one.outcome in ("met", "unmet") and one.clause and not one.clause.opinions:
                # what is met whether it applies or not may turn out not to apply
                due = {"met": ("met", "review", "not_applicable"), "unmet": ("unmet",)}[one.outcome]
                assert other.outcome in due, one.item


EXAMPLES = [6, pytest.param(60, marks=pytest.mark.whole)]


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize("holds", [
    taking_anything_away_never_admits, knowing_more_never_turns_refused_into_admitted_or_back],
    ids=lambda fact: fact.__name__)
def test_of_generated_projects(holds: Callable[[dict[str, Any]], None], examples: int) -> None:
    settings(derandomize=True, max_examples=examples, deadline=None)(given(projects())(holds))()


@needs_durable
@settings(max_examples=40, deadline=None)
@given(projects())
def test_both_engines_give_the_same_verdict_to_the_byte(data: dict[str, Any]) -> None:
    model, problems = build(Dossier, data)
    assert model is not None, problems
    one, other = (canonical(in_words(model, load(YUNNAN), DAY, engine, "sha256:0").plain()) for engine in ENGINES)
    assert one == other


# the portfolio of the 98


@cache
def portfolio() -> list[tuple[str, dict[str, Any], WordedVerdict]]:
    """Each row by its number, with what it states and what comes of it under the overlay of Yuxi."""
    rules, rows = yuxi(), []
    table = read_table(ROOT / "samples/yuxi-projects-2021-2025.csv")
    common = read_common(ROOT / "samples/screening/yuxi-projects-2021-2025.yaml")
    frame = Frame(table.name, table.headings, tuple(columns(table.headings, rules)), *common)
    for line in table.lines:
        submission = submitted(frame, line, rules)
        data = submission.dossier.model_dump(mode="json", by_alias=True, exclude_unset=True)
        rows.append((frame.number(line), data, in_words(
            submission.dossier, rules, dt.date(2025, 12, 31), default_engine(), submission.digest)))
    return rows


@cache
def yuxi() -> Ruleset:
    overlay = overlay_from(read(ROOT / "samples/overlays/yuxi-admission-trial.yaml").data)
    return amended(load(YUNNAN), overlay, dt.date(2025, 12, 31))


def test_none_of_the_98_is_admitted_or_refused_on_what_the_plan_does_not_state() -> None:
    rows = {number: (data, found) for number, data, found in portfolio()}
    assert len(rows) == 98
    assert {found.outcome for _, found in rows.values()} <= {"undetermined", "review"}
    floors = {number: found.finding("AYX-T.K1") for number, (_, found) in rows.items()}
    assert {n for n, f in floors.items() if f.outcome == "review"} == {"2", "22", "58"}
    about = floors["11"].evaluations
    assert floors["11"].outcome == "undetermined"
    assert {e.would_be for e in about} == {"met", None}
    assert not any(d.quantity == "total_investment" for d in rows["20"][1].data)
    assert [d.value for d in rows["85"][1].data if d.quantity == "total_investment"] == ["7400"]
    assert {n for n, f in floors.items() if f.outcome == "not_applicable" and f.clause
            and "用地性质" in f.clause.outside[0]} >= {"3", "12", "34", "56", "70", "94"}


def test_the_page_of_a_floor_shows_the_division() -> None:
    found = next(found for number, _, found in portfolio() if number == "22")
    total = next(e for e in found.finding("AYX-T.K1").evaluations if e.reading == "total")
    assert total.substitution == ["3000万元 ÷ 35亩"]
    assert total.values[0].startswith("85.714")


@pytest.mark.parametrize("numbers", [("2", "10", "22", "58"), pytest.param(None, marks=pytest.mark.whole)])
def test_taking_anything_from_the_98_never_admits(numbers: tuple[str, ...] | None) -> None:
    rules = yuxi()
    for number, data, _ in portfolio():
        if numbers is None or number in numbers:
            data.setdefault("declarations", [])
            for less in poorer(data):
                assert not admits(less, rules, dt.date(2025, 12, 31)), number
