"""What doesn't fit together in the words of one project: which prose is told, which is not, and as what."""

from __future__ import annotations

import csv
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from noted import noted_by_hand

from checker.errors import DossierError
from checker.limits import LONGEST_CELL
from checker.messages import CATALOGUE
from checker.places import Place
from checker.ruleset.loading import load
from checker.screening.anomalies import anomalies
from checker.screening.common import parse_common, read_common
from checker.screening.magnitude import magnitudes
from checker.screening.noticed import strange
from checker.screening.row import Frame, frame_of
from checker.screening.row_notes import RowNote, in_order
from checker.screening.stages import RowSize, span
from checker.screening.table import TableLine
from checker.sheets.spreadsheet import Cell

TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"
COMMON = ROOT / "samples/screening/yuxi-projects-2021-2025.yaml"
CAPACITY = """schema: common/1
prose:
  - name: 产量与能力
    words: ["{words}"]
    expected: {expected}
    only_if: 能力是核定的数
"""


def found(words: str, wan: int | None = None, mu: str | None = None, years: str = "", name: str = "某项目") -> list[RowNote]:
    size = RowSize(None if wan is None else Fraction(wan), None if mu is None else Fraction(mu), span(years))
    return anomalies(name, words, size)


def codes(*given: Any, **more: Any) -> list[str]:
    return [note.code.removeprefix("anomaly.") for note in found(*given, **more)]


def rows(frame: Frame, order: int = 1) -> list[TableLine]:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return [TableLine(str(at), {name: Cell(Place(str(at)), words) for name, words in list(row.items())[::order] if words})
                for at, row in enumerate(csv.DictReader(file), 2)]


def frame(common: Path | None = COMMON, order: int = 1) -> Frame:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))[::order]
    return frame_of(TABLE.name, headings, load("admission-kunming-etdz-2023"), read_common(common))


def test_the_98_projects_give_the_notes_that_were_checked_by_hand_and_no_other() -> None:
    of = frame()
    kinds = {"contradiction": "矛盾", "question": "疑问", "near_name": "近名"}
    got = [(of.number(line), kinds[note.kind], note.code) for line in rows(of) for note in strange(of, line)]
    due = [row[:3] for row in noted_by_hand() if not row[2].startswith("doubt.")]
    assert sorted(got) == sorted(due)
    # P14 to P19 by hand: the same kind, or a weaker one.
    page = (ROOT / "docs/findings/yuxi-htz-14th-plan.md").read_text(encoding="utf-8")
    for _, kind, _, finding in noted_by_hand():
        if finding.startswith("[P"):
            number = finding[1:].partition("]")[0]
            assert kind == "疑问" or f"## {number}（{kind}）" in page, number


def test_the_order_of_columns_changes_no_note_and_the_plan_s_own_words_are_data() -> None:
    one, other, plain = frame(), frame(order=-1), frame(None)
    said = [[note.said() for note in strange(one, line)] for line in rows(one)]
    assert said == [[note.said() for note in strange(other, line)] for line in rows(other, -1)]
    without = [[note.said() for note in strange(plain, line)] for line in rows(plain)]
    assert [of for of in said if of not in without] == [said[9]]
    assert without[9] == []


@pytest.mark.parametrize(("words", "given", "due"), [
    ("分6年建成", {"years": "2021-2025"}, ["years"]),
    ("分六年建成", {"years": "2021—2026"}, []),
    ("建设周期为3年", {"years": "2023年-2024年"}, ["years"]),
    ("建设工期18个月", {"years": "2023"}, ["years"]),
    ("建设期18个月", {"years": "2023年6月至2024年5月"}, []),
    ("建设期约3年", {"years": "2023"}, []),
    ("分3年实施", {"years": "2023年6月-2025年5月"}, []),
    ("分3年实施", {"years": "24个月"}, []),
    # years and phases against the investment of the row
    ("分2年建成，第一年投资1.0亿；第二年投资1.0亿", {"wan": 30000}, ["stages_below"]),
    ("分2年建成，第一年投资1.0亿；第二年投资2.0亿", {"wan": 30000}, []),
    ("分三期建设，一期投资2.0亿元，二期、三期各投资3.0亿元", {"wan": 70000}, ["stages_above"]),
    ("分三期建设，一期投资2.0亿元，二至三期均投资3.0亿元", {"wan": 80000}, []),
    ("项目分两期：Ⅰ期投资9000万元，Ⅱ期投资6000万元", {"wan": 20000}, ["stages_below"]),
    ("一期投资约2亿元，二期投资3亿元", {"wan": 70000}, []),
    ("分三期建设，一期投资2.0亿元，二期投资3.0亿元", {"wan": 70000}, []),
    ("一期投资2.0亿元，二、三期投资3.0亿元", {"wan": 70000}, []),
    ("一期投资1.2亿元，二期投资1.3亿元", {"wan": 25400}, []),
    ("一期投资2.0亿美元，二期投资3.0亿美元", {"wan": 70000}, []),
    ("展示交易中心分三期建设：一期投资15亿元，建设冷链物流中心；二期投资15亿元；三期投资20亿元", {"wan": 500000}, []),
    ("展示交易中心分三期建设：一期投资15亿元，建设冷链物流中心；二期投资15亿元；三期投资20亿元", {"wan": 600000}, ["stages_below"]),
    ("一期投资2.0亿元，二期投资3.0亿元，三期待定", {"wan": 70000}, []),
    ("一期投资2.0亿元，二期投资3.0亿元，三期\n投资2.0亿元", {"wan": 70000}, []),
    ("一期已完成投资2.0亿元；二期计划投资3.0亿元", {"wan": 70000}, []),
    ("一期固定资产投资2.0亿元；二期固定资产投资3.0亿元", {"wan": 70000}, []),
    ("一期总投资2.0亿元；二期工程总投资3.0亿元", {"wan": 70000}, ["stages_below"]),
    ("一期建设厂房，项目总投资5.0亿元；二期投资1.0亿元", {"wan": 70000}, []),
    ("总规划用地约121.5亩，分两期建设：一期用地面积约42.7亩，总建筑面积26409.51㎡（其中新建建筑面积17636.36㎡，扩建建筑面积8773.15㎡）",
     {"mu": "121.5"}, []),
    ("分5年实施，每年投资2000万元", {"wan": 12000}, ["stages_below"]),
    ("分二十年建成", {"years": "2021-2040"}, []), ("分二十三年建成", {"years": "2021-2042"}, ["years"]),
    ("分十二年建成", {"years": "2021-2031"}, ["years"]), ("分十年建成", {"years": "2021-2030"}, []),
    ("“十四五”期间投资3亿元，第五年投资1亿元", {"wan": 70000}, []),
    # land
    ("一期占地60亩，二期占地62亩", {"mu": "113"}, ["stages_land"]),
    ("一期占地约60亩，二期占地62亩", {"mu": "113"}, []),
    ("第一年建设年产2万吨生产线，占地150亩；第二年到第四年各建设年产2万吨生产线", {"mu": "500"}, ["stage_land"]),
    ("第一年建设年产2万吨生产线，占地150亩；第二年到第四年各建设年产1万吨生产线", {"mu": "500"}, []),
    ("第一年建设年产2万吨生产线，占地150亩；第二年到第四年各建设年产2万吨生产线", {"mu": "600"}, []),
    ("6#车间占地面积13565.95平方米，7#车间占地面积9967.95平方米", {"mu": "35"}, ["built_on_rounded"]),
    ("1#厂房占地约1.5万平方米，2#厂房占地1.5万㎡", {"mu": "35"}, []),
    ("1#厂房占地1.5万平方米；仓库占地1.5万㎡", {"mu": "35"}, ["built_on"]),
    ("厂房占地1.5万平方米，其中1#厂房占地1万平方米", {"mu": "35"}, []),
    ("总占地面积30000平方米，厂房建筑面积30000平方米", {"mu": "35"}, []),
    ("厂房占地2.5万平方米，其中一层车间占地1.8万平方米、辅房占地7000平方米，办公楼占地3000平方米", {"mu": "60"}, []),
    ("拆除旧厂房占地8000平方米，新建厂房占地3.7万平方米", {"mu": "60"}, []),
    ("利用现有厂房占地3万平方米，新建厂房占地5万平方米", {"mu": "80"}, []),
    ("一期于2022年投资1.5亿元；二期投资2亿元；三期投资3亿元", {"wan": 20000, "name": "轴承项目二期"}, []),
    # parts of a whole
    ("总占地80亩，其中一期占地100亩（含代征道路）", {}, ["part_about"]),
    ("建筑总面积2.02万平方米（其中厂房建筑面积3.87万平方米）", {}, ["part_of"]),
    ("总建筑面积20000㎡，其中：厂房建筑面积2.5万㎡", {}, ["part_of"]),
    ("建筑总面积2.02万平方米（其中厂房建筑面积1.87万平方米）", {}, []),
    ("建筑面积约2万平方米，其中厂房建筑面积2.1万平方米", {}, ["part_about"]),
    ("建筑面积2万平方米，其中厂房建筑面积20100平方米", {}, ["part_about"]),
    ("建筑面积2万平方米（其中厂房建筑面积15000平方米，仓库建筑面积15000平方米）", {}, ["parts"]),
    ("建筑面积2万平方米，其中厂房建筑面积1万平方米，建成后总建筑面积达到5万平方米", {}, []),
    ("一期建筑面积2万平方米，其中厂房建筑面积1万平方米，二期建筑面积3万平方米", {}, []),
    ("总建筑面积2万平方米，其中占地面积3万平方米", {}, []),
    ("总投资10亿元，其中固定资产投资12亿元", {}, ["part_of"]),
    ("总投资10亿元，其中年产值12亿元", {}, []),
    ("项目总占地1347亩，其中新规划1569亩", {}, ["part_of"]),
    # counted and listed
    ("规划有三大功能区：甲区、乙区", {}, ["listed_fewer"]),
    ("规划有三大功能区：甲区、乙区等", {}, []),
    ("建设两个中心：研发中心、检测中心、培训中心和物流中心", {}, ["listed_more"]),
    ("建设三个中心：研发中心、检测中心和物流中心", {}, []),
    ("建设三个园区：北区工业园、物流园，南区生态园", {}, []),
    ("建设3个中心：研发中心（含实验室、中试线）、检测中心，总建筑面积3万平方米，配套道路、管网", {}, []),
    ("新建5栋厂房：甲厂房2栋、乙厂房3栋", {}, []),
    ("适用于六种情形：停产检修、技术改造的；原地重建的；异地搬迁的", {}, []),
    ("规划三大功能区：甲区、乙区、丙区\n二、建设内容：道路、管网", {}, []),
    ("规划三大功能区：甲区、乙区、\n丙区", {}, []),
    ("建设两个园区：甲园：研发、中试、孵化，乙园", {}, []),
    ("配建120个停车位：地上、地下", {}, []),
    # phases
    ("一期新建仓库", {"name": "物流园二期"}, ["phase_named"]),
    ("二期新建仓库", {"name": "物流园二期"}, []),
    ("一、二期新建仓库", {"name": "物流园（二期）"}, []),
    ("第2期新建仓库", {"name": "物流园二期"}, []),
    ("依托一期已建成的公用工程新建仓库", {"name": "物流园二期"}, []),
    ("十四五期间分三期建设", {"name": "物流园二期"}, [])])
def test_prose_of_any_office_is_told_only_where_it_is_odd(words: str, given: dict[str, Any], due: list[str]) -> None:
    assert codes(words, **given) == due


def test_a_contradiction_is_only_what_no_reading_makes_true_and_a_question_says_when() -> None:
    for code, sentence in CATALOGUE.items():
        if code.startswith("anomaly."):
            assert (code == "anomaly.part_of") != ("只有" in sentence), code
    assert "只有" in CATALOGUE["row.differs"]
    [note] = found("建筑总面积2.02万平方米（其中厂房建筑面积3.87万平方米）")
    assert note.said() == "【矛盾】其中一项（厂房建筑面积）是 38700 平方米，大于它所属的全部 20200 平方米，不能都对。"
    [note] = found("分2年建成，第一年投资1.0亿；第二年投资1.0亿", wan=30000)
    assert note.said() == "【疑问】各年投资合计 20000 万元，表中的投资是 30000 万元。只有另有约 10000 万元不属于各年，才都对。"
    [note] = found("6#车间占地面积13565.95平方米，7#车间占地面积9967.95平方米", mu="35")
    assert "35.30085 亩" in note.said()


def test_the_notes_of_a_row_are_one_list_contradictions_first() -> None:
    notes = [RowNote("anomaly.years", {"said": "x", "years": 1}),
             RowNote("anomaly.part_of", {"label": "x", "part": 2, "whole": 1, "unit": "亩"}, "contradiction")]
    said = in_order({"near_name": ["【近名】丙"], "question": ["【疑问】乙"], "contradiction": ["【矛盾】甲"]}, notes)
    assert [one[:4] for one in said] == ["【矛盾】", "【矛盾】", "【疑问】", "【疑问】", "【近名】"]


def test_magnitudes_are_questions_and_no_order_of_rows_changes_them() -> None:
    table = [{"甲": Fraction(row), "乙": Fraction(1)} for row in range(1, 8)]
    assert not magnitudes(table)
    table.append({"甲": Fraction(4000), "乙": Fraction(0)})
    other = [dict(reversed(amounts.items())) for amounts in reversed(table)]
    assert [*magnitudes(table)] == [7]
    assert magnitudes(table)[7] == magnitudes(other)[0]
    assert [note.said()[:4] for note in magnitudes(table)[7]] == ["【疑问】", "【疑问】"]


def common(words: str, expected: str = "产量 <= 能力") -> str:
    return CAPACITY.replace("{words}", words).replace("{expected}", expected)


@pytest.mark.parametrize(("words", "due"), [
    ("设计能力270万吨/年，去年产量300万吨", ["实际产量 300万吨"]),
    ("设计能力270万吨/年，经技术改造后产量达到二期水平，产量300万吨", []),
    ("设计能力300万吨/年，去年产量270万吨", []),
    ("设计能力270万吨/年。去年产量300万吨", []),
    ("设计能力270万吨/年，去年产量300万吨；设计能力1万吨/年，今年产量9万吨", ["实际产量 300万吨", "实际产量 9万吨"])])
def test_the_words_of_a_plan_are_sought_literally_within_a_sentence(words: str, due: list[str]) -> None:
    shared = parse_common(common("设计能力{能力 万吨}/年，…年产量{产量 万吨}").encode(), "共有.yaml")
    notes = anomalies("某项目", words, RowSize(), shared.prose)
    assert [f"实际{note.params['one']}" for note in notes] == due
    assert all(note.kind == "question" and "只有能力是核定的数，才都对" in note.said() for note in notes)


def test_numbers_of_two_units_are_compared_exactly_and_for_equality_within_their_digits() -> None:
    equal = parse_common(common("折合{产量 亩}，即{能力 公顷}", "产量 = 能力").encode(), "共有.yaml").prose
    assert anomalies("某", "折合15亩，即1公顷", RowSize(), equal) == []
    assert anomalies("某", "折合16亩，即1.1公顷", RowSize(), equal) == []
    assert len(anomalies("某", "折合16亩，即1.00公顷", RowSize(), equal)) == 1
    assert len(anomalies("某", "折合14亩，即1.00公顷", RowSize(), equal)) == 1


@pytest.mark.parametrize(("words", "expected", "code"), [
    ("能力{能力 万吨，产量{产量 万吨}", "产量 <= 能力", "prose.place"),
    ("能力{能力}，产量{产量 万吨}", "产量 <= 能力", "prose.place"),
    ("能力{能力 万吨}", "能力 <= 能力", "prose.two_places"),
    ("能力{能力 万吨}，产量{能力 万吨}", "能力 <= 能力", "prose.two_places"),
    ("能力{能力 万个吨}，产量{产量 万吨}", "产量 <= 能力", "prose.unit"),
    ("…能力{能力 万吨}，产量{产量 万吨}", "产量 <= 能力", "prose.start"),
    ("能力…{能力 万吨}…产量{产量 万吨}", "产量 <= 能力", "prose.gap"),
    ("能力{能力 万吨}{产量 万吨}", "产量 <= 能力", "prose.adjoining"),
    ("能力{能力 万吨}，产量{产量 万吨}", "产量<能力", "prose.expected"),
    ("能力{能力 万吨}，产量{产量 万吨}", "产出 <= 能力", "prose.unnamed"),
    ("能力{能力 万吨}，产量{产量 亩}", "产量 <= 能力", "prose.unlike"),
    ("能力{能力 万吨}，产量{产量 万吨}" + "很" * 200, "产量 <= 能力", "field.long_text")])
def test_what_is_no_expression_is_refused_in_words(words: str, expected: str, code: str) -> None:
    with pytest.raises(DossierError) as bad:
        parse_common(common(words, expected).encode(), "共有.yaml")
    [problem] = bad.value.problems
    assert problem.code == code
    assert str(problem)


def test_too_many_expressions_are_refused_before_they_are_read() -> None:
    entry = common("能力{能力 万吨}，产量{产量 万吨}").partition("prose:\n")[2]
    for text in ("schema: common/1\nprose:\n" + entry * 51, common('", "'.join(["能力{能力 万吨}，产量{产量 万吨}"] * 21))):
        with pytest.raises(DossierError) as bad:
            parse_common(text.encode(), "共有.yaml")
        assert [problem.code for problem in bad.value.problems] == ["prose.many"]


@pytest.mark.parametrize("piece", ["产能1万吨/年，", "第一年", "一期投资2亿", "二大甲：", "建筑面积1平方米（其中", "楼占地1亩", "一、", "1"])
def test_no_words_of_a_cell_run_long(piece: str) -> None:
    shared = parse_common(common("产能{能力 万吨}/年，…产{产量 万吨}").encode(), "共有.yaml").prose
    started = time.process_time()
    anomalies("项目一期", piece * (LONGEST_CELL // len(piece)), RowSize(Fraction(1), Fraction(1), 1), shared)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(("words", "wan", "mu", "due"), [
    ("计划总投资5000万元，建设厂房。", 50000, "100", ["size_investment"]),
    ("总投资5000万元，占地100亩。", 5000, "10", ["size_land"]),
    ("项目总投资额为1.2亿元，总占地面积66.7亩", 12000, "66.7", []),
    ("总投资约5000万元", 50000, None, []), ("总投资0.50亿元", 5010, None, []), ("总投资1.2亿元", 12300, None, []),
    ("一期总投资5000万元", 50000, None, []), ("已完成总投资5000万元", 50000, None, []),
    ("总投资5000万元，其中设备总投资3000万元", 50000, None, []),  # two wholes: nobody can say which is meant
    ("总投资5000万美元", 50000, None, []), ("总投资5000万元以上", 50000, None, [])])
def test_a_whole_size_in_the_words_is_held_against_the_column(words: str, wan: int | None, mu: str | None, due: list[str]) -> None:
    assert codes(words, wan, mu) == due
    for note in found(words, wan, mu):
        assert note.kind == "question"
        assert "只有原文说的不是本项目的全部" in note.said()
