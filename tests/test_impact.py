"""Who would flip in a table, if the rules were others: the same as two screenings side by side."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import random
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from bad.command import Said, refused, run, says
from portfolios import FontThatLacks, portfolio_unset  # noqa: F401 - a fixture
from test_screening import COMMON, HEADINGS, OVERLAY, ROWS, TABLE, table

from checker.ruleset.loading import locate, rules_file
from checker.screening import impact_chart, impact_page, impact_words
from checker.screening.impact import ImpactFound, OtherRules, prepared_both
from checker.screening.impact import impact as compared
from checker.screening.preparing import ScreeningTerms
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker

KUNMING, YUNNAN = "admission-kunming-etdz-2023", "admission-yunnan"
YUXI = (TABLE, "--common", COMMON)


def impact(path: object, *more: object, ruleset: object = KUNMING) -> Said:
    return run("impact", path, "--ruleset", ruleset, *more)


def data(path: object, *more: object, ruleset: object = KUNMING, status: int = 0) -> dict[str, Any]:
    said = impact(path, *more, "--format", "json", ruleset=ruleset)
    assert said.status == status, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def flipped(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["before"], row["after"]) for row in found["rows"] if row["before"] != row["after"]}


def screened(folder: Path, *more: object, ruleset: object = KUNMING) -> dict[str, dict[str, Any]]:
    """The verdicts of a screening of the 98, by project."""
    assert run("screen", *YUXI, "--ruleset", ruleset, "-o", folder, "--pdf", "none", "--jobs", "1", *more).status == 0
    lines = gzip.decompress((folder / "results.jsonl.gz").read_bytes()).splitlines()
    return {verdict["subject"]["name"]: verdict for verdict in map(json.loads, lines)}


def with_floor(folder: Path, floor: str) -> Path:
    """The ruleset of Kunming with another floor, as a folder of its own."""
    rules = json.loads(json.dumps(rules_file(locate(KUNMING)).data, default=str))
    rules["indicators"][0]["limit"] = {"at_least": floor}
    place = folder / floor / KUNMING
    place.mkdir(parents=True)
    (place / "ruleset.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    return place


def some(folder: Path, *numbers: str, more: Sequence[Sequence[str]] = ()) -> Path:
    """These rows of the 98 alone, and ``more``."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    return table(folder, [*(row for row in rows if row[0] in numbers), *more], tuple(head))


def items(verdicts: dict[str, dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(name, finding["item"]): finding["outcome"] for name, verdict in verdicts.items()
            for finding in verdict["findings"]}


# What the 98 state fits between none of 350 and 400; so it is tried with floors that part them, too.
@pytest.mark.parametrize(("floor", "names"), [
    *(pytest.param(*more, marks=pytest.mark.whole) for more in (
        ("650", 2), ("400", 0), ("1000", 3), ("330", 1), ("80", 3)))])
def test_the_98_name_the_same_projects_as_two_screenings_would(floor: str, names: int, tmp_path: Path) -> None:
    before = screened(tmp_path / "a")
    other = with_floor(tmp_path, floor)
    after = screened(tmp_path / "b", ruleset=other)
    expected = {name: (verdict["outcome"], after[name]["outcome"]) for name, verdict in before.items()
                if verdict["outcome"] != after[name]["outcome"]}
    by_limit, by_folder = data(*YUXI, "--limit", f"1={floor}"), data(*YUXI, "--against", other)
    assert flipped(by_limit) == flipped(by_folder) == expected
    assert len(expected) == names
    was, would_be = items(before), items(after)
    turned = {key for key, outcome in was.items() if would_be[key] != outcome}
    for found in (by_limit, by_folder):
        assert {(row["name"], one["item"]) for row in found["rows"] for one in row["items"]} == turned
        assert found["before"]["digest"] != found["after"]["digest"]
        assert sum(flow["count"] for flow in found["flows"]) == len(found["rows"]) == 98


@pytest.mark.whole
def test_under_a_local_provision_the_items_flip_though_no_conclusion_does(tmp_path: Path) -> None:
    found = data(*YUXI, "--under", OVERLAY, "--limit", "AYX-T.K1=650", ruleset=YUNNAN)
    assert flipped(found) == {}
    assert [(row["number"], row["items"]) for row in found["rows"] if row["items"]] == [
        (number, [{"item": "AYX-T.K1", "before": "undetermined", "after": "review"}]) for number in ("57", "59")]
    said = impact(*YUXI, "--under", OVERLAY, "--limit", "AYX-T.K1=650", ruleset=YUNNAN).out
    assert says(said, "impact.none", "98 个项目的结论都没有变")
    assert says(said, "impact.only_items", "有条款判定变了的 2 个项目")


@pytest.mark.whole
def test_what_an_overlay_adds_is_told_with_who_is_how_by_it() -> None:
    said = impact(*YUXI, "--overlay", OVERLAY, ruleset=YUNNAN).out
    assert "K1 投资强度（昆明经开区目标）　未达到，待研判 3 个（2、22、58）；不适用 28 个（" in said
    assert says(said, "impact.none", "98 个项目的结论都没有变")


def test_where_nobody_flips_it_says_where_the_values_lie() -> None:
    said = impact(*YUXI, "--limit", "1=400").out
    assert says(said, "impact.none", "98 个项目的结论都没有变")
    assert "算得出准数的 17 个项目里，小于 350 的 9 个，350～400 万元/亩（含两端）的 0 个，大于 400 万元/亩 的 8 个" in said
    assert says(said, "impact.no_items", "判定都没有变")
    assert said.startswith("试算：")
    assert says(said, "impact.end", "不登记，不作依据")


def test_whoever_stands_just_on_the_floor_flips_with_the_next_step(tmp_path: Path) -> None:
    """3.5亿元 on 100 亩 are 350 万元/亩, in fixed assets too."""
    path = table(tmp_path, [("1", "甲", "甲公司", "35000", "35000", "100", "site", "2921", "新投资")],
                 (*HEADINGS[:4], "计划固定资产投资（万元）", *HEADINGS[4:]))
    day = ("--as-of", "2023-12-31")
    assert flipped(data(path, *day, "--limit", "1=350")) == {}
    assert flipped(data(path, *day, "--limit", "1=350.01")) == {"甲": ("met", "review")}
    assert flipped(data(path, *day, "--limit", "1=0.035001亿元/亩")) == {"甲": ("met", "review")}


def test_the_other_way_round_is_the_same_backwards(tmp_path: Path) -> None:
    other = with_floor(tmp_path, "650")
    one = data(*YUXI, "--against", other)
    back = data(*YUXI, "--against", KUNMING, ruleset=other)
    assert flipped(one) == {name: pair[::-1] for name, pair in flipped(back).items()}


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    random.Random(3).shuffle(rows)
    path = table(tmp_path, rows, tuple(head))
    one, other = (data(place, "--common", COMMON, "--limit", "1=650") for place in (TABLE, path))
    assert (one["rows"], one["flows"]) == (other["rows"], other["flows"])


@pytest.mark.whole
def test_another_ruleset_is_compared_by_its_conclusions() -> None:
    found = data(*YUXI, "--against", "admission-fuzhou-2024")
    assert Counter(flipped(found).values()) == {("not_applicable", "undetermined"): 12, ("review", "undetermined"): 3}
    assert not any(row["items"] for row in found["rows"])
    said = impact(*YUXI, "--against", "admission-fuzhou-2024")
    assert "现在：投资强度 ≤327.3；327.3 万元/亩，要求 ≥350\n      如果：尚缺 福州市园区类别、产业结构调整指导目录类别、" in said.out
    assert says(said.err, "impact.side_columns", "“如果”一边（admission-fuzhou-2024）")


def test_of_few_rows_only_the_first_are_shown_and_what_an_overlay_adds_names_them(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.impact_text.MOST_SHOWN", 1)
    monkeypatch.setattr("checker.screening.impact_words.MOST_NAMED", 2)
    path = some(tmp_path, "2", "22", "57", "58", "59")
    said = impact(path, "--common", COMMON, "--overlay", OVERLAY, ruleset=YUNNAN).out
    assert "K1 投资强度（昆明经开区目标）　无法判定 2 个（57、59）；未达到，待研判 3 个（2、22 等）" in said
    said = impact(path, "--common", COMMON, "--under", OVERLAY, "--limit", "AYX-T.K1=650", ruleset=YUNNAN).out
    assert says(said, "impact.only_items", "有条款判定变了的 2 个项目")
    assert ("序号 57" in said, "序号 59" in said) == (True, False)
    assert says(said, "impact.more", "其余 1 个见工作簿")


def test_another_ruleset_tells_what_decides_on_each_side(tmp_path: Path) -> None:
    said = impact(some(tmp_path, "2"), "--common", COMMON, "--against", "admission-fuzhou-2024").out
    assert "现在：投资强度 ≤327.3；327.3 万元/亩，要求 ≥350\n      如果：尚缺 福州市园区类别、产业结构调整指导目录类别、" in said
    assert says(said, "impact.no_common", "没有编号相同的条款")


def test_whoever_meets_a_compilation_is_not_said_to_be_admitted_and_what_it_leaves_out_is_named(tmp_path: Path) -> None:
    rules = with_floor(tmp_path, "0")
    said = (rules / "ruleset.yaml").read_text(encoding="utf-8")
    (rules / "ruleset.yaml").write_text(f"{said}not_covered: [某负面清单（虚构）]\n", encoding="utf-8")
    path = some(tmp_path, "57", more=[LONG_BAR])
    assert run("screen", path, "--common", COMMON, "--ruleset", rules, "-o", tmp_path / "out", "--pdf", "none", "--jobs", "1").status == 0
    rows = list(openpyxl.load_workbook(tmp_path / "out/results.xlsx")["全部"].iter_rows(values_only=True))
    shown = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    met = [row for row in shown if "某负面清单（虚构）" in str(row["决定结论的条款"])]
    assert [row["序号"] for row in met] == ["57", "99"]
    flows = impact(path, "--common", COMMON, "--limit", "1=10000000", ruleset=rules).out
    assert str(met[0]["结论"]).startswith("未触及所列")
    assert "未触及所列" in flows


LONG_BAR = ("99", "", "虚构的高强度项目", "虚构公司", "", "", "1000000", "", "100", "项目用地", "", "C", "", "", "")


def found_in(path: Path, limit: str) -> ImpactFound:
    terms = ScreeningTerms(path, KUNMING, Path("-"), dt.date(2026, 1, 1), common=COMMON, pages="none")
    return compared(*prepared_both(terms, OtherRules(limits=(limit,))), lambda done, total: None)


@pytest.mark.parametrize(("limit", "kinds", "ends", "anchors"), [
    ("1=330", {"2": "same", "22": "same", "57": "same", "58": "turned", "59": "same", "99": "same"}, (100, 94), ("start", "end")),
    ("1=650", {"2": "same", "22": "same", "57": "turned", "58": "same", "59": "turned", "99": "same"}, (54, 100), ("end", "start")),
    ("1=320", {"2": "turned", "22": "same", "57": "same", "58": "turned", "59": "same", "99": "same"}, (100, 91), ("start", "end"))])
def test_the_page_draws_each_value_against_both_limits_and_each_stream_as_tall_as_it_is_many(
        tmp_path: Path, limit: str, kinds: dict[str, str], ends: tuple[int, int], anchors: tuple[str, str]) -> None:
    found = found_in(some(tmp_path, *kinds, more=[LONG_BAR]), limit)
    [between] = impact_words.betweens(found)
    drawn = impact_chart.value_bars(found, between, "虚构")
    assert {bar.name.split()[0]: bar.kind for bar in drawn.bars} == kinds
    assert [bar.value for bar in drawn.bars] == ["85.71", "327.3", "333.3", "600", "625", "10000"]
    assert [bar.cut for bar in drawn.bars] == [False] * 5 + [True]
    assert drawn.bars[-1].length == impact_chart.BAR_WIDE
    assert ((drawn.was, drawn.would_be), drawn.anchors) == (ends, anchors)
    streams = impact_chart.streams(found)
    turned = [*kinds.values()].count("turned")
    assert [(one.count, one.turned) for one in streams.streams][-1] == (turned, True)
    for side in (streams.before, streams.after):
        assert sum(int(block.label.split()[1]) for block in side) == len(kinds)
        assert all(one.y + one.height + impact_chart.GAP == other.y for one, other in pairwise(side))
    html = impact_page.impact_html(found)
    assert (html.count("<svg"), html.count('<rect fill="#111"')) == (2, turned)
    assert re.findall(r"""(?:src|href)=|url\(|@import|<script""", html) == []


def test_a_value_between_both_limits_that_flips_nothing_is_drawn_by_itself_and_the_nearest_are_drawn(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The total investment bounds the fixed assets: below both limits it stays too low, above it says nothing."""
    found = found_in(some(tmp_path, "2", "22", "57", "58", "59"), "1=650")
    [between] = impact_words.betweens(found)
    kept = replace(found, rows=[replace(row, items=()) for row in found.rows])
    monkeypatch.setattr(impact_chart, "MOST_BARS", 3)
    drawn = impact_chart.value_bars(kept, between, "虚构")
    assert [(bar.name.split()[0], bar.kind) for bar in drawn.bars] == [("58", "same"), ("57", "between"), ("59", "between")]
    assert drawn.left_out == 2


def test_a_letter_that_the_font_lacks_costs_the_page_of_all_the_others_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(some(tmp_path, "57", more=[(*LONG_BAR[:2], "虚构的🏭", *LONG_BAR[3:])]), "1=650")
    monkeypatch.setattr(impact_page, "render", FontThatLacks("🏭"))
    said = impact_page.impact_pdf(found).decode()
    assert ("🏭" in said, "虚构的□" in said) == (False, True)


def test_a_limit_of_which_no_value_is_known_has_no_bars(tmp_path: Path) -> None:
    path = table(tmp_path, [("1", "甲", "甲公司", "", "", "site", "2921", "新投资")])
    said = impact(path, "--as-of", "2023-12-31", "--limit", "1=400").out
    assert "算得出准数" not in said
    assert says(said, "impact.none", "1 个项目的结论都没有变")


def test_both_sides_are_a_trial() -> None:
    terms = ScreeningTerms(TABLE, KUNMING, Path("-"), dt.date(2026, 1, 1), common=COMMON, pages="none")
    before, after = prepared_both(terms, OtherRules(limits=("1=400",)))
    found = compared(before, after, lambda done, total: None)
    assert len(found.rows) == 98
    for side in (before, after):
        worker = Worker(side.frame, side.terms)
        assert {worker.record(task).verdict.purpose for task in Tasks(side.table, side.frame)[:5]} == {"trial"}


@pytest.mark.parametrize("option", [("--register", "台账.sqlite"), ("--by", "张三")])
def test_it_is_never_recorded(option: tuple[str, str]) -> None:
    said = impact(*YUXI, "--limit", "1=400", *option)
    refused(said, 2, "what_if.no_register", "不能登记")
    assert "checker screen" in said.err


def test_what_is_to_be_compared_has_to_be_said() -> None:
    refused(impact(*YUXI), 2, "impact.nothing", "请用 --against 规则集、--limit 条目=数 或 --overlay 文件")
    said = impact(*YUXI, "--limit", "4=400")
    assert says(said.errors[0], "what_if.no_item", "没有“4”这一项")
    assert says(impact(*YUXI, "--limit", "１＝四百").errors[0], "what_if.wrong", "“四百”读不出数值")
    assert says(impact(*YUXI, "--against", "hj274-2015").errors[0], "screen.not_projects", "评判的是园区")
    assert says(impact(*YUXI, "--against", "admission-yunan").errors[0], "ruleset.not_found", "您是否想写“admission-yunnan”")
    assert says(impact(*YUXI, "--overlay", OVERLAY).errors[0], "overlay.other_ruleset", "")
    assert says(impact(*YUXI, "--under", OVERLAY, "--limit", "1=4").errors[0], "overlay.other_ruleset", "")


def test_a_row_that_cannot_be_read_costs_the_others_nothing(tmp_path: Path) -> None:
    path = table(tmp_path, [*ROWS, ("5", "戊项目", "戊公司", "很多", "10", "site", "C", "新投资")])
    day = ("--as-of", "2023-12-31")
    found = data(path, *day, "--limit", "1=300", status=4)
    assert found["rows"][-1]["before"] == found["rows"][-1]["after"] == "error"
    assert "“很多”读不出数值" in found["rows"][-1]["problems"][0]
    book = tmp_path / "影响.xlsx"
    assert impact(path, *day, "--limit", "1=300", "-o", book).status == 4
    assert "“很多”读不出数值" in str([*openpyxl.load_workbook(book)["读不出的行"].iter_rows(min_row=2, values_only=True)])
    said = impact(path, *day, "--limit", "1=300")
    assert says(said.out, "impact.unread", "另有 1 行读不出来")
    assert flipped(found) == {"甲项目": ("review", "undetermined")}


def test_sides_that_read_other_rows_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("一", [("项目名称", "计划投资（万元）", "用地（亩）"), ("甲", "100", "10")]),
                        ("二", [("项目名称", "产业结构调整指导目录类别", "能效水平"), ("乙", "允许类", "达到标杆水平")])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "两页.xlsx"
    book.save(path)
    asked = ("--against", YUNNAN, "--as-of", "2025-06-30")
    refused(impact(path, *asked), 2, "impact.other_rows", "请用 --sheet、--header-row 指定同一页")
    assert impact(path, *asked, "--sheet", "一").status == 0
    assert impact(path, *asked, "--sheet", "一", "-o", tmp_path / "影响.xlsx").status == 0
    first = openpyxl.load_workbook(tmp_path / "影响.xlsx").worksheets[0]
    assert "条款" not in [row[0] for row in first.iter_rows(values_only=True)]


def test_the_workbook_has_numbers_where_numbers_are(tmp_path: Path) -> None:
    path = tmp_path / "影响.xlsx"
    assert impact(*YUXI, "--limit", "1=650", "-o", path).status == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["从哪到哪", "变了的", "全部项目"]
    assert [row[0] for row in book["变了的"].iter_rows(values_only=True)] == ["序号", "57", "59"]
    rows = list(book["全部项目"].iter_rows(values_only=True))
    assert len(rows) == 99
    assert rows[0][-1] == "投资强度（万元/亩）"
    assert [row[-1] for row in rows if row[0] == "57"] == [600]
    flows = {(row[0], row[1]): row[2] for row in book["从哪到哪"].iter_rows(values_only=True) if isinstance(row[2], int)}
    assert flows["无法判定", "转人工研判"] == 2
    assert "条款" in [row[0] for row in book["从哪到哪"].iter_rows(values_only=True)]


@pytest.mark.whole
def test_the_page_needs_no_other_file_and_looks_like_no_verdict(tmp_path: Path) -> None:
    page, pdf = tmp_path / "影响.html", tmp_path / "影响.pdf"
    assert impact(*YUXI, "--limit", "1=650", "-o", page, "-o", pdf).status == 0
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert re.findall(r"""(?:src|href)=|url\(|@import|<script""", html) == []
    assert "签" not in html
    assert html.count("<rect fill=\"#111\"") == 2  # the two that flip
    words = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "试算：规则变了，哪些项目的结论会变（不登记，不是核验意见）" in words
    assert "结论变了的 2 个，没有变的 96 个" in words
    assert "本页为规则核验意见" not in words
    attached = subprocess.run(["pdfdetach", "-list", pdf], capture_output=True, text=True, check=True).stdout
    assert attached.strip() == "0 embedded files"
    assert run("verify", pdf).status != 0
    again = tmp_path / "again.pdf"
    impact(*YUXI, "--limit", "1=650", "-o", again)
    assert again.read_bytes() == pdf.read_bytes()


def test_it_may_not_overwrite_what_it_reads(tmp_path: Path) -> None:
    path = table(tmp_path)
    refused(impact(path, "--limit", "1=1", "--as-of", "2023-12-31", "-o", path, "--format", "text"), 2, "error.overwrites", "表.csv")
    refused(impact(path, "--limit", "1=1", "-o", tmp_path / "x.doc"), 2, "error.format", "x.doc")
