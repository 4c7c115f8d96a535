"""All readers and all kinds of writing: one meaning, or a refusal by its place; never silently another outcome."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from plain_words import of_the_programmer
from projects_read import CLAUSES, FLOOR, READERS, TABLES, WORKBOOKS, Cell, Project, Read, project

HIDDEN = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\u3164", "\u180e")
BREAKS = ("\n", "\t", "\u3000", " ", "\u00a0", "_x000D_")


SOME = 6
FEW = 2
ONE_BY_ONE = ("yaml", "json", "form")
LINE = re.compile("a[.](yaml|json) 第 [0-9]+ 行")


class Refused(NamedTuple):
    """The file, or the row, is refused at the cell of this datum."""

    at: str


class Written(NamedTuple):
    """What is written in the place of one datum, and what it means: other plain data, or a refusal."""

    name: str
    value: Any
    means: Mapping[str, Any] | Refused
    ruleset: str = FLOOR
    units: Mapping[str, str | None] = {}
    readers: tuple[str, ...] = tuple(READERS)
    meant_units: Mapping[str, str | None] = {}

    @property
    def stated(self) -> Project:
        return project(self.ruleset, {self.name: self.value}, self.units)

    @property
    def meant(self) -> Project:
        assert not isinstance(self.means, Refused)
        return project(self.ruleset, self.means, self.meant_units)


def same(name: str, *values: Any, means: Any = ..., ruleset: str = FLOOR, **more: Any) -> list[Written]:
    """Writings of one datum that all mean the same; unless said otherwise what the plain project has."""
    return [Written(name, value, {} if means is ... else {name: means}, ruleset, **more) for value in values]


def refused(name: str, *values: Any, ruleset: str = FLOOR, **more: Any) -> list[Written]:
    return [Written(name, value, Refused(name), ruleset, **more) for value in values]


INVEST, FIXED, LAND, CODE = "total_investment", "planned_fixed_asset_investment", "land_area", "industry_code"
NOTHING = ("——", "/", "无", "从略", "待核定", "详见附件2", "N/A", "nan", "NULL", "（空白）", "见申请报告第三章", "待\u200b补", "…")
TRUTHS = ("yaml", "json", "lines")  # files that have a yes and a no besides words

KINDS: dict[str, list[Written]] = {
    "what nobody sees in a text": [
        *(Written("description", f"新建石{mark}化产品仓库", {"description": "新建石化产品仓库"}, CLAUSES) for mark in (*HIDDEN, *BREAKS)),
        *(Written("description", f"扩建{mark}焦{mark}化炉", {"description": "扩建焦化炉"}, CLAUSES) for mark in ("\u200c", "\n"))],
    "what nobody sees in an answer": [
        *(w for mark in (*HIDDEN, *BREAKS) for w in same("land_basis", f"项目{mark}用地")),
        *(w for mark in (*HIDDEN[:3], *BREAKS) for w in same("energy_level", f"达到标杆{mark}水平", ruleset=CLAUSES)),
        *same("stage", "新投产\u200b", means="新投产"), *same("nature", "新 建", "新\n建", ruleset=CLAUSES)],
    "what nobody sees in a code or a yes": [
        *same(CODE, "23\u200b19", "\ufeff2319", "2319\n"), *same("adds_capacity", "是\u200b", "是\n", ruleset=CLAUSES),
        *same("adds_smelting", "否\u2060", ruleset=CLAUSES)],
    "what turns the letters behind it": [
        *refused("description", "新建塑料\u202e薄膜生产线", ruleset=CLAUSES), *refused("land_basis", "项目\u2066用地"), *refused(CODE, "\u202d2319")],
    "what nobody sees in a number": [
        *same(INVEST, "80000\u200b", "8\u20600000", "\ufeff80000", "80000\n", " 80000 ")],
    "words that state nothing instead of a number": [
        *(w for words in NOTHING for w in same(FIXED, words, means=None)), *(w for words in NOTHING[:4] for w in same(LAND, words, means=None))],
    "words that state nothing instead of a choice": [
        *(w for words in NOTHING for w in same("stage", words, means=None)), *same("land_basis", *NOTHING[:5], means=None),
        *same("catalogue_category", *NOTHING, means=None, ruleset=CLAUSES)],
    "words that state nothing instead of a code": [*same(CODE, *NOTHING, means=None)],
    "words that state nothing instead of a text": [*same("description", *NOTHING, means=None, ruleset=CLAUSES)],
    "words that state nothing instead of a yes or no": [
        *same("adds_capacity", *(words for words in NOTHING if words != "无"), means=None, ruleset=CLAUSES),
        *same("zoning_conforms", "待核定", "/", "详见附件2", means=None, ruleset=CLAUSES),
        *same("adds_smelting", "无", ruleset=CLAUSES)],
    "what a workbook says of its own failures": [
        *refused(FIXED, "#N/A", "#VALUE!", "#DIV/0!", readers=WORKBOOKS), *refused(CODE, "#N/A", readers=WORKBOOKS),
        *refused("adds_capacity", True, False, ruleset=CLAUSES, readers=WORKBOOKS)],
    "words that state nothing instead of a name": [*refused("name", "待定", "—", "/", "详见附件", "略")],
    "digits that nothing joins": refused(INVEST, "80000 1000", "8 0000", "80000\n1000", "8\n000", "80\t000", "80000\u30001000",
                                         "8000 0", "80000_x000D_1000", "80000 100 000"),
    "thousands": same(INVEST, "80,000", "80，000", "80 000", "80\u00a0000", "８０，０００", "80\u2009000", "80\u202f000"),
    "thousands in the wrong place": refused(INVEST, "8,0000", "80,00", "800,00", "8，00，00", ",80000"),
    "hundred millions and ten thousands": [
        *same(INVEST, "8亿", "8 亿", "8.0亿", "８亿"), *same(INVEST, "8万", means="8"), *same(INVEST, "8千万", means="8000"),
        *same(INVEST, "8亿", "8亿元", "80000万", "80000万元", units={INVEST: None}), *same(INVEST, "8亿", units={INVEST: "元"}),
        *same(INVEST, "8", units={INVEST: "亿元"})],
    "a unit twice": [
        *refused(INVEST, "8亿美元", "80000亩", "80000t"),
        # a heading speaks of a whole column, so a cell's own unit is nearer; a unit cell speaks of this very number
        *same(INVEST, "8亿元", "800000000元", readers=TABLES), *same(INVEST, "80000元", means="8", readers=TABLES),
        *refused(INVEST, "80000元", "8亿元", readers=ONE_BY_ONE)],
    "more or less": [
        *same(INVEST, "80000余", "80000多", "超过80000", "＞80000", means=">80000"), *same(INVEST, "8亿多", "8亿余", means=">80000"),
        *same(INVEST, "≥80000", "不低于80000", "80000以上", "至少80000", means=">=80000"), *same(INVEST, "约80000", "80000左右", "大约8亿", means="约80000"),
        *same(INVEST, "70000-80000", "70000～80000", "70000至80000", "70000—80000", "7亿-8亿", means="70000~80000"),
        *same(FIXED, "不超过72000", "≤72000", "72000以下", means="<=72000")],
    "raised, broken and circled digits": refused(INVEST, "8×10⁴", "8⁴", "80000½", "½", "⑧", "80000①", "⑴", "8²"),
    "beyond all measure": refused(INVEST, "1e999999999", "9" * 150, "1e-300", "-1e400", "0." + "0" * 100 + "1"),
    "more digits than anybody writes": refused(INVEST, "9" * 5000),
    "what is no number": [*refused(INVEST, "Infinity", "inf", "八亿", "80000?8", "0x1F", "80000=", "是"),
                          *same(FIXED, "NaN", ".nan", "∞", "-∞", means=None)],
    "a number where a number is stored": [
        *same(INVEST, 80000), *same(LAND, 200), *same(CODE, 2319), *same(CODE, 23, means="23")],
    "yes and no": [
        *same("adds_capacity", "有", "√", "✔", "☑", ruleset=CLAUSES), *same("adds_smelting", "无", "×", "✗", ruleset=CLAUSES),
        *same("adds_capacity", True, ruleset=CLAUSES, readers=TRUTHS), *same("adds_smelting", False, ruleset=CLAUSES, readers=TRUTHS),
        *same("zoning_conforms", "有", "√", ruleset=CLAUSES), *same("zoning_conforms", "×", "无", means="否", ruleset=CLAUSES)],
    "neither yes nor no": [
        *refused("adds_capacity", "可能", "部分", "1", "是/否", "不新增", "Y", ruleset=CLAUSES),
        *refused("in_compliant_park", "基本符合", "0", ruleset=CLAUSES)],
    "a code with its letter or a name": [
        *same(CODE, "C2319", "c2319", "C-2319", "2319 包装装潢及其他印刷", "C2319包装装潢及其他印刷", "包装装潢及其他印刷（2319）", "２３１９", "C 2319")],
    "a code that contradicts itself": refused(CODE, "B2319", "2319 采矿业", "23191", "2319、2926", "2319/2926", "2319 2926", "印刷", "2319-2926"),
    "a code whose zero may be lost": [
        *same(CODE, 151, means=151), *same(CODE, 911, means=911),
        *same(CODE, "151", means=151, readers=TABLES), *same(CODE, "151", means="151", readers=("yaml", "json", "form"))],
    "a word that is no answer": [*refused("land_basis", "荒地", "项目", "项目用地、租赁"), *refused("catalogue_category", "允许", "允许类2", ruleset=CLAUSES)],
    "per cent where money is asked": refused(INVEST, "80000%", "80％"),
    "no unit anywhere": [*refused(INVEST, "80000", units={INVEST: None}), *refused(LAND, "200", 200, units={LAND: None})],
    "full width": [*same(INVEST, "８００００", "８００００．０"), *same(LAND, "２００亩", "200 亩"), *same(CODE, "２３１９")],
    "another unit of the kind": [
        *same(LAND, "200", means="200"), *same(INVEST, "8", units={INVEST: "亿元"}),
        *same(LAND, "20", units={LAND: "公顷"}, means="20", meant_units={LAND: "hm2"}),
        *same(LAND, "60000平米", "6万平米", means="60000m2", units={LAND: None}, meant_units={LAND: None}),
        *same(LAND, "60000", units={LAND: "平米"}, means="60000", meant_units={LAND: "m2"}),
        *refused(LAND, "60000平方", "6万平方", "60000方", "6万平", units={LAND: None})],
    "below nothing": refused(INVEST, "-80000", "−80000", "－80000", "负80000"),
    "another currency": [
        *refused(INVEST, Cell(80000, "[$USD] #,##0"), Cell(80000, "[$¥-411]#,##0"), Cell(80000, "[$€-2]0"), Cell(80000, "US$0"), readers=WORKBOOKS),
        *refused(INVEST, "80000美元", "USD80000", "$80000", "8亿港元", "€80000")],
    "what a format adds": [
        *same(INVEST, Cell(8, '0.0"亿元"'), Cell(8, 'G/通用格式"亿元"'), Cell(80000, "#,##0"), readers=WORKBOOKS, units={INVEST: None})[:2],
        *same(INVEST, Cell(80000, "#,##0.00"), Cell(80000, "0_ "), Cell(80000, "￥#,##0"), readers=WORKBOOKS),
        *same(CODE, Cell(111, "0000"), means="0111", readers=WORKBOOKS)],
    "a day where a number is asked": refused(INVEST, Cell(dt.date(2024, 8, 23), "yyyy-mm-dd"), Cell(dt.date(2024, 8, 23), 'yyyy"年"m"月"'), readers=WORKBOOKS),
}


@cache
def _meaning(reader: str, ruleset: str, change: tuple[tuple[str, Any], ...], units: tuple[tuple[str, Any], ...], folder: Path) -> tuple[Any, ...]:
    """What plain data mean to a reader."""
    [read] = READERS[reader]([project(ruleset, dict(change), dict(units))], folder)
    return read.meaning


def _wrong(reader: str, written: Written, read: Read, folder: Path) -> str:
    """How a reader's answer differs from what was meant, if it does."""
    if isinstance(written.means, Refused):
        at = written.stated.label(written.means.at)
        right = read.verdict is None and all(at in said or LINE.search(said) for said in read.complaints)
        return "" if right else f"{read.complaints or read.meaning}"
    if read.verdict is None:
        return str(read.complaints)
    due = _meaning(reader, written.ruleset, tuple(written.means.items()), tuple(written.meant_units.items()), folder)
    if read.meaning != due:
        return f"{read.meaning} instead of {due}"
    gone = isinstance(written.value, str) and written.means.get(written.name, ...) is None
    return f"{written.value} is not quoted: {read.quoted}" if gone and written.value not in read.quoted else ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readers")


def _agree(reader: str, cases: list[Written], folder: Path) -> None:
    found = READERS[reader]([written.stated for written in cases], folder)
    assert [said for read in found for said in read.complaints if of_the_programmer(said)] == []
    wrong = {f"{written.name} {written.value!r}"[:90]: difference for written, read in zip(cases, found, strict=True)
             if (difference := _wrong(reader, written, read, folder))}
    assert not wrong, "\n".join(f"{case}: {difference}" for case, difference in wrong.items())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_a_writing_means_the_same_or_is_refused_by_its_place(reader: str, kind: str, folder: Path) -> None:
    cases = [written for written in KINDS[kind] if reader in written.readers]
    # Here some of each kind, fewer in a form, which takes long to fill in; all of them below.
    few = random.Random(kind).sample(cases, min(len(cases), FEW if reader == "form" else SOME))
    _agree(reader, few, folder)


ASKED = {"允许": "允许类", "鼓励": "鼓励类", "限制类项目": "限制类", "允 许": "允许类"}
NOT_ASKED = ("不允许", "非限制类", "类", "鼓励类、限制类")


@pytest.mark.parametrize("reader", READERS)
def test_a_choice_cut_short_or_drawn_out_is_asked_about_and_never_taken(reader: str, folder: Path) -> None:
    words: dict[str, str | None] = {**ASKED, **dict.fromkeys(NOT_ASKED)}
    if reader == "form":  # takes long to fill in
        words = {said: words[said] for said in ("允许", "不允许")}
    found = READERS[reader]([project(CLAUSES, {"catalogue_category": said}) for said in words], folder)
    assert all(read.verdict is None for read in found)
    hints = [re.findall("您是否想写“([^”]*)”", "".join(read.complaints)) for read in found]
    assert hints == [[due] if due else [] for due in words.values()]


@pytest.mark.whole
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_every_writing_means_the_same_or_is_refused_by_its_place(reader: str, kind: str, folder: Path) -> None:
    _agree(reader, [written for written in KINDS[kind] if reader in written.readers], folder)


def test_the_plain_project_means_the_same_to_every_reader(folder: Path) -> None:
    for ruleset, outcome in ((FLOOR, "met"), (CLAUSES, "review")):
        for change in ({}, {"land_area": "400"}) if ruleset == FLOOR else ({}, {"description": "新建石化产品仓库"}):
            meanings = {_meaning(reader, ruleset, tuple(change.items()), (), folder) for reader in READERS}
            assert len(meanings) == 1
            assert change or next(iter(meanings))[0] == outcome
