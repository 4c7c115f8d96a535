"""Short forms of a ruleset's file: what is said once holds wherever it would have been written out."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from tiny_ruleset import RULESET, folder

from checker.files.canonical import canonical_model
from checker.files.textfile import parse
from checker.ruleset.common_terms import shared_terms
from checker.ruleset.composing import composed
from checker.ruleset.loading import from_data, load, load_folder, rules_file

LIMIT = "    limit:\n      at_least: 15"
# The lines and bytes of the eight longest rulesets before anything was said once.
WRITTEN_OUT = {"carbon-path": 510, "yuxi-14th-plan": 1004, "yuxi-green-plan": 813, "green-park-2016": 993, "hj274-2015": 790,
               "admission-yunnan": 444, "zero-carbon-park-2025": 409, "yunnan-parks-2025": 401}


def whole(text: str) -> Any:
    return composed(parse(text.encode(), "ruleset.yaml")).data


def digest(text: str) -> str:
    return from_data(whole(text)).digest


def tiny(*pairs: tuple[str, str]) -> str:
    text = RULESET
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_what_is_whole_already_stays_as_it_is() -> None:
    assert whole(RULESET) == parse(RULESET.encode(), "ruleset.yaml").data


def test_targets_of_years_are_the_rows_of_a_limit() -> None:
    short = tiny((LIMIT, "    targets: {2023: 14, 2024: 15}\n    compares: at_least"))
    long = tiny((LIMIT, "    limit:\n      - {year: 2023, at_least: 14}\n      - {year: 2024, at_least: 15}"))
    assert digest(short) == digest(long)


def test_each_reading_compares_the_targets_its_own_way_and_in_its_own_years() -> None:
    sets = ("indicators:\n", "reading_sets:\n  either:\n    reach: {label: 达到, compares: at_least}\n"
            "    exceed: {label: 超过, applies_when: y < 2024, compares: above, from: 2022, to: 2023}\nindicators:\n")
    short = tiny(sets, (LIMIT, "    targets: {2021: 13, 2022: 13.5, 2023: 14, 2024: 15}\n    readings: either"))
    long = tiny((LIMIT, """\
    readings:
      reach:
        label: 达到
        limit: [{year: 2021, at_least: 13}, {year: 2022, at_least: 13.5}, {year: 2023, at_least: 14}, {year: 2024, at_least: 15}]
      exceed:
        label: 超过
        applies_when: y < 2024
        limit: [{year: 2022, above: 13.5}, {year: 2023, above: 14}]"""))
    assert digest(short) == digest(long)


def test_a_table_of_floors_is_an_item_for_each_column_with_the_rows_that_have_a_number_in_it() -> None:
    source = "source: {place: 表2, name: official, limit: official, formula: official}"
    table = f"""\
  - category: 门槛
    unit: 万元
    {source}
    floors:
      - {{id: T.3, label: 产值, value: output}}
      - {{id: T.4, label: 沿海产值, value: output, applies_when: coastal}}
    compares: {{T.4: above}}
    rows:
      - {{when: grade == "甲", case: 甲等, cells: {{T.3: 400, T.4: {{unread: 没有读到}}}}}}
      - {{when: grade == "乙", case: 乙等, cells: {{T.4: {{free: 没有规定}}}}}}
      - {{cells: {{T.3: 300, T.4: 20}}}}
"""
    long = f"""\
  - id: T.3
    label: 产值
    category: 门槛
    unit: 万元
    value: output
    {source}
    limit: [{{when: grade == "甲", case: 甲等, at_least: 400}}, {{at_least: 300}}]
  - id: T.4
    label: 沿海产值
    category: 门槛
    unit: 万元
    value: output
    applies_when: coastal
    {source}
    limit: [{{when: grade == "甲", case: 甲等, unread: 没有读到}}, {{when: grade == "乙", case: 乙等, free: 没有规定}}, {{above: 20}}]
"""
    before = ("  - id: T.2\n", "  - id: T.2\n")
    assert digest(tiny((before[0], table + before[1]))) == digest(tiny((before[0], long + before[1])))


def test_defaults_hold_where_nothing_else_is_said() -> None:
    short = tiny(("attributes:\n", "defaults: {source: {name: official, limit: secondary, formula: deduced}, quantities: {scoped: true}, clauses: source}\n"
                  "clauses: [{place: 1, text: 甲, treatment: manual, reason: 乙}, {place: 2, text: 丙, treatment: manual, reason: 丁, seen: unknown}]\nattributes:\n"),
                 ("source: {place: 表1, name: official, limit: official, formula: official}", "source: {place: 表1, formula: official}"),
                 ("people: {label: 人数, unit: 人}", "people: {label: 人数, unit: 人, scoped: false}"))
    made = from_data(whole(short)).model
    first, second = made.indicators
    assert (first.source.name, first.source.limit, first.source.formula) == ("official", "secondary", "official")
    assert second.source.limit == "official"
    assert {name: quantity.scoped for name, quantity in made.quantities.items()} == {"output": True, "people": False, "plant": True}
    assert [clause.seen for clause in made.clauses] == ["source", "unknown"]


def test_a_shared_term_is_taken_whole_and_what_is_said_of_it_goes_before() -> None:
    assert from_data(whole(tiny(("  people:", "  residents: shared\n  people:")))).model.quantities["residents"].label == "年末常住人口"
    own = from_data(whole(tiny(("  people:", "  residents: {shared: true, definition: 另有定义}\n  people:")))).model.quantities["residents"]
    assert (own.label, own.definition) == ("年末常住人口", "另有定义")


def test_a_fault_of_the_whole_is_named_by_the_line_of_its_short_form(tmp_path: Path) -> None:
    text = tiny((LIMIT, "    targets:\n      2023: 14\n      2024: 15\n    compares: at_least"), ("value: per_head", "value: nothing"))
    file = composed(parse(text.encode(), "ruleset.yaml"))
    second = text.splitlines().index("      2024: 15") + 1
    assert file.lines["indicators", 0, "limit", 1] == second
    assert len(file.lines) == len(list(file.lines))
    assert load_folder(folder(tmp_path)).digest == digest(RULESET)


def test_the_longest_rulesets_say_in_two_thirds_of_their_lines_what_they_said() -> None:
    lines = {name: len((ROOT / f"rulesets/{name}/ruleset.yaml").read_text(encoding="utf-8").splitlines()) for name in WRITTEN_OUT}
    assert 3 * sum(lines.values()) <= 2 * sum(WRITTEN_OUT.values()), lines


@pytest.mark.parametrize("section", ["attributes", "quantities", "lists"])
def test_every_shared_term_is_used_by_two_rulesets_at_least(section: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "rulesets").glob("*/ruleset.yaml"))]
    for name in shared_terms(section):
        assert sum(f"\n  {name}: shared\n" in text or f"\n  {name}:\n    shared: true\n" in text or f"\n  {name}: {{shared: true" in text
                   for text in texts) > 1, name


def test_rulesets_that_share_a_classification_have_the_same_one() -> None:
    systems = {name: load(name).model.classifications["gbt4754_2017"] for name in (
        "admission-fuzhou-2024", "admission-kunming-etdz-2023", "admission-land-2008", "admission-yunnan")}
    assert len({system.model_dump_json() for system in systems.values()}) == 1
    assert "shared" not in str(rules_file(ROOT / "rulesets/admission-yunnan").data["classifications"])
    assert Decimal(len(next(iter(systems.values())).sections)) == 20


def names() -> list[dict[str, str]]:
    with (ROOT / "rulesets/classifications/gbt4754_2017.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_divisions_and_groups_of_the_classification_are_whole_and_every_code_lies_in_one_of_the_level_above() -> None:
    codes = [row["code"] for row in names()]
    assert codes == sorted(set(codes))
    assert [sum(len(code) == length for code in codes) for length in (2, 3)] == [97, 473]
    assert {code[:-1] for code in codes if len(code) > 2} <= set(codes)
    sections = shared_terms("classifications")["gbt4754_2017"]["sections"]
    spans = [range(int(said[:2]), int(said[3:5] if said[2] == "-" else said[:2]) + 1) for said in sections.values()]
    assert sorted(f"{number:02}" for span in spans for number in span) == [code for code in codes if len(code) == 2]


def test_each_name_says_how_far_it_is_supported() -> None:
    rows = names()
    assert {row["seen"] for row in rows} == {"secondary", "recollected", "unknown"}
    assert all(row["name"] and not (row["seen"] == "secondary" and row["otherwise"]) for row in rows)
    assert sum(row["seen"] == "secondary" for row in rows) > 1800


# items of another ruleset

TAKER = """\
schema: ruleset/1
id: taker
title: 虚构办法
document: 虚构〔2024〕1号
issuer: 虚构市
judges: park
concludes: conformity
formula_language: 4
in_force: {from: 2024-01-01, seen: source}
defaults: {source: {name: source, limit: source, formula: source}, quantities: {each: once}}
quantities: {people: {label: 人数, unit: 人}}
indicators:
  - {id: X-2024.1, taken_from: {ruleset: hj274-2015, item: HJ274-2015.11}}
  - {id: X-2024.2, label: 自己的弹性系数, taken_from: {ruleset: hj274-2015, item: HJ274-2015.10}, source: {place: 第三条}}
  - {id: X-2024.3, category: 能源, taken_from: {ruleset: hj274-2015, item: HJ274-2015.11}, limit: {at_most: 0.4}, source: {place: 第四条, limit: source}}
  - {id: X-2024.4, label: 人数, category: 人, unit: 人, value: people, limit: {at_least: 1}, source: {place: 第五条}}
requirements:
  - {id: all, label: 全部, all_of: [X-2024.1, X-2024.2, X-2024.3, X-2024.4], source: {group: source}}
clauses: [{place: 第九条, text: 解释, treatment: out_of_scope, reason: 不是要求, seen: source}]
"""


def test_a_taken_item_is_whole_with_all_that_it_speaks_of_and_says_where_it_is_from() -> None:
    taken, there = from_data(whole(TAKER)), load("hj274-2015")
    one, two, three, own = taken.model.indicators
    for item, name in ((one, "HJ274-2015.11"), (two, "HJ274-2015.10")):
        mine, theirs = taken.items[item.id], there.items[name]
        assert [r.values for r in mine.interpretations] == [r.values for r in theirs.interpretations]
        assert [r.rows for r in mine.interpretations] == [r.rows for r in theirs.interpretations]
        assert item.taken_from
        assert (item.taken_from.document, item.taken_from.item) == ("HJ 274-2015", name)
        assert (item.source.limit, item.source.note) == (theirs.model.source.limit, theirs.model.source.note)
    assert (one.label, two.label, three.category) == (there.items["HJ274-2015.11"].model.label, "自己的弹性系数", "能源")
    assert [item.source.place for item in taken.model.indicators] == [
        "取自 HJ 274-2015 表1 序号11", "第三条，取自 HJ 274-2015 表1 序号10", "第四条，取自 HJ 274-2015 表1 序号11", "第五条"]
    # Another limit was seen in its own way, and what is noted of the one there says nothing of it.
    assert (three.source.limit, three.source.formula, three.source.note) == ("source", "deduced", None)
    assert own.taken_from is None
    # What is said here for all holds for nothing that comes from there.
    assert {name: quantity.each for name, quantity in taken.model.quantities.items()} == {
        "people": "once", "energy_use": "year", "industrial_value_added": "year"}
    assert list(taken.model.attributes) == ["construction_base_year"]
    again = composed(parse(canonical_model(taken.model), "ruleset.json")).data
    assert from_data(again).digest == taken.digest


def test_the_kind_of_a_limit_and_a_classification_come_along() -> None:
    target = TAKER.replace("ruleset: hj274-2015, item: HJ274-2015.11", "ruleset: yuxi-green-plan, item: YXG-2021.1", 1)
    found = from_data(whole(target))
    assert found.model.kind_of(found.model.indicators[0]) == load("yuxi-green-plan").model.kind_of(
        load("yuxi-green-plan").items["YXG-2021.1"].model) == "target"
    assert found.model.kind_of(found.model.indicators[1]) == "requirement"
    admission = TAKER.replace("concludes: conformity", "concludes: admission").replace("judges: park", "judges: project")
    land = load("admission-land-2008").model
    item, name = next((item.id, name) for item in load("admission-land-2008").items.values()
                      for name in item.attributes if land.attributes[name].kind == "code")
    made = from_data(whole(admission[:admission.index("indicators:")] + (
        f"indicators:\n  - {{id: X-2024.1, taken_from: {{ruleset: admission-land-2008, item: {item}}}}}\n")))
    assert made.model.attributes[name] == land.attributes[name]
    assert dict(made.model.classifications) == {land.attributes[name].system: land.classifications[land.attributes[name].system or ""]}
