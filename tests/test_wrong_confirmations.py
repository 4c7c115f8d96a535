"""Every way to fill the confirmation sheet in wrongly, and the command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from confirmation_sheets import BASE, LIMITS, OTHER, SAME, TEXTS, Sheet, archive, item, read_back
from conftest import ROOT

from checker.cli.form import form
from checker.confirmations.confirmed import read_filled
from checker.confirmations.confirming import confirmation_sheet
from checker.confirmations.provision import outcome_of, overlay_bytes
from checker.errors import CheckerError, Problem, RulesetError, UsageError
from checker.files.textfile import read
from checker.limits import MOST_FORM_ROWS
from checker.places import CellAddress, SheetName
from checker.ruleset.amended import overlay_from
from checker.ruleset.loading import load


def refusals(sheet: Sheet, folder: Path) -> list[tuple[str, str, str]]:
    """Every problem's code, cell and words."""
    path = sheet.save(folder)
    with pytest.raises(RulesetError) as caught:
        outcome_of(read_filled(path), str(path))
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [(problem.code, str(problem.path[0]), str(problem)) for problem in caught.value.problems]


# -- every way to fill it in wrongly --


def tick_column(sheet: Sheet, key: str, value: Any) -> str:
    return sheet.put(key, "与原文是否一致", value)


WRONG: list[tuple[Callable[[Sheet], str], str, str]] = [
    (lambda s: s.head("核对单位（人）", None), "form.head_empty", "“核对单位（人）”没有填。没有人负责的核对不能作数"),
    (lambda s: s.head("核对日期", "  "), "form.head_empty", "“核对日期”没有填"),
    (lambda s: s.head("原文版本", None), "form.head_empty", "“原文版本”没有填"),
    (lambda s: s.head("原文副本 SHA-256", None), "form.head_empty", "“原文副本 SHA-256”没有填"),
    (lambda s: s.head("原文副本 SHA-256", "abc"), "form.sha256", "“abc”不是 SHA-256：应为 64 位"),
    (lambda s: s.head("核对日期", "2025-02-30"), "form.date", "“2025-02-30”不是日期。请写成 2026-03-01 的形式"),
    (lambda s: s.head("核对日期", "去年"), "form.date", "“去年”不是日期"),
    (lambda s: s.head("核对日期", 45717), "form.date", "“45717”不是日期"),
    (lambda s: s.head("核对日期", "=TODAY()"), "form.formula_cell", "是公式（=TODAY()），它的值会随别处变动"),
    (lambda s: s.head("核对单位（人）", "某_x0007_局"), "form.bad_character", "看不见的控制字符"),
    (lambda s: s.head("规则集", "hj274"), "form.unknown_ruleset", "没有安装规则集“hj274”"),
    (lambda s: s.head("规则集摘要", "sha256:00"), "form.other_state", "生成核对表以后规则集改过"),
    (lambda s: tick_column(s, item("1"), "√"), "form.tick", "“√”不能识别。请从下拉框选：一致、不一致"),
    (lambda s: tick_column(s, item("1"), True), "form.odd_cell", "是时间或是非值（True）"),
    (lambda s: tick_column(s, item("1"), '=IF(1,"一致")'), "form.formula_cell", "请改填内容本身"),
    (lambda s: tick_column(s, item("1"), "#N/A"), "form.error_cell", "错误值（#N/A）"),
    (lambda s: s.differ(item("1"), None), "form.limit_needed", "选了“不一致”，却没有填原文限值"),
    (lambda s: s.differ(item("1"), "三成"), "form.limit_unreadable", "“三成”读不出"),
    (lambda s: s.differ(item("1"), "≤35"), "form.limit_form", "“≤35”与现录的“≥30”方向相反"),
    (lambda s: s.differ(item("1"), 35), "form.limit_bare", "没有写明"),
    (lambda s: s.differ(item("1"), dt.date(2025, 4, 6)), "form.limit_date", "变成了日期（2025-04-06）"),
    (lambda s: s.differ(item("1"), "=B2"), "form.formula_cell", "是公式（=B2）"),
    (lambda s: s.differ(item("1"), "#REF!"), "form.error_cell", "错误值（#REF!）"),
    (lambda s: s.differ(item("1"), "≥30%"), "form.different_but_same", "却与现录的“≥30”相同"),
    (lambda s: s.put(item("1"), "原文限值", "≥35"), "form.same_but_other", "却与现录的“≥30”不同"),
    (lambda s: s.put(item("1"), "现录限值", "≥35"), "form.edited", "被改动过，原为“≥30”"),
    (lambda s: s.put(item("1"), "情形", "某情形"), "form.edited", "原为“空”"),
    (lambda s: s.put(item("1"), "指标", "=A1"), "form.edited", "被改动过"),
    (lambda s: s.put(item("1"), "编号", item("1") + "x"), "form.unknown_key", "没有编号“HJ274-2015.1x”"),
    (lambda s: s.put(item("1"), "编号", None), "form.no_key", "勾选了，却没有编号"),
    (lambda s: s.put(item("2"), "编号", item("1")), "form.key_twice", f"编号“{item('1')}”出现了两次"),
    (lambda s: s.put("energy", "与原文是否一致", "对", TEXTS), "form.tick", "“对”不能识别"),
    (lambda s: s.put("energy", "现录内容", "至少 2 项", TEXTS), "form.edited", "原为“至少 1 项达标：序号 11、12”"),
    (lambda s: (tick_column(s, item("1"), None), s.put(item("1"), "原文限值", "≥35"))[1], "form.without_tick",
     "却没有选“一致”或“不一致”"),
    (lambda s: (s.put("energy", "与原文是否一致", None, TEXTS), s.put("energy", "原文内容", "至少 2 项", TEXTS))[1], "form.without_tick",
     "却没有选“一致”或“不一致”"),
    (lambda s: (s.head("规则集", None), LIMITS)[1], "form.head_missing", "找不到表头的“规则集”一格"),
    (lambda s: (s.differ(f"{item('10')}/1", "≤0.5"), tick_column(s, f"{item('10')}/2", None))[1], "form.row_left",
     "HJ274-2015.10/2 没有核对，而同一限值的另一行选了“不一致”"),
]


@pytest.mark.parametrize(("mistake", "code", "words"), WRONG)
def test_each_mistake_is_named_by_sheet_and_cell(
        mistake: Callable[[Sheet], str], code: str, words: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    where = mistake(sheet)
    problems = refusals(sheet, tmp_path)
    assert (code, where) in [problem[:2] for problem in problems]
    place = CellAddress(where).said() if "!" in where else SheetName(where).said()
    assert any(words in problem[2] and f"sheet.xlsx {place}：" in problem[2] for problem in problems)
    assert len(problems) == 1 or code in ("form.edited", "form.key_twice")


def test_a_line_without_key_and_tick_is_not_ticked(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    before = outcome_of(read_filled(sheet.save(tmp_path)), "")
    tick_column(sheet, item("1"), None)
    sheet.put(item("1"), "编号", None)
    after = outcome_of(read_filled(sheet.save(tmp_path)), "")
    assert after.unticked == before.unticked + 1
    assert set(before.limits) - set(after.limits) == {item("1")}


def test_an_overlay_that_does_not_load_is_refused_with_its_name(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: Any) -> None:
        raise RulesetError(Problem("form.nothing_ticked"))

    sheet = Sheet()
    sheet.tick()
    path = sheet.save(tmp_path)
    filled = read_filled(path)
    monkeypatch.setattr("checker.confirmations.provision.amended", refusing)
    with pytest.raises(RulesetError, match=r"o\.yaml.*没有可以写入的勾选"):
        overlay_bytes(filled, outcome_of(filled, str(path)), "o.yaml")


def test_a_percentage_cell_is_a_percentage(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    tick_column(sheet, item("17"), SAME)
    sheet.put(item("17"), "原文限值", 1)
    sheet.cell(item("17"), "原文限值").number_format = "0%"
    assert item("17") in read_back(sheet.save(tmp_path))[0].limits
    sheet.put(item("17"), "原文限值", 95 / 100)
    [(code, _, words)] = refusals(sheet, tmp_path)
    assert code == "form.limit_bare"
    assert "“95%”" in words


def test_one_bad_row_hides_no_other(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.head("核对日期", "x")
    tick_column(sheet, item("1"), "x")
    sheet.differ(item("2"), "x")
    sheet.put("energy", "与原文是否一致", "x", TEXTS)
    codes = [code for code, _, _ in refusals(sheet, tmp_path)]
    assert codes == ["form.date", "form.tick", "form.limit_unreadable", "form.tick"]


def test_problems_of_the_head_are_named_even_when_the_ruleset_is_another(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.head("规则集", "nobody")
    sheet.head("核对日期", "x")
    assert [code for code, _, _ in refusals(sheet, tmp_path)] == ["form.unknown_ruleset", "form.date"]


def test_nothing_ticked_writes_nothing(tmp_path: Path) -> None:
    path = Sheet().save(tmp_path)
    with pytest.raises(RulesetError, match="没有可以写入的勾选"):
        outcome_of(read_filled(path), str(path))


def test_a_limit_that_is_not_recorded_is_not_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    text = (ROOT / "rulesets" / BASE / "ruleset.yaml").read_text(encoding="utf-8")
    text = text.replace("id: hj274-2015\n", "id: bare\n").replace("    limit: {at_least: 30}\n", "", 1)
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    ruleset = load(str(folder))
    sheet = Sheet(confirmation_sheet(ruleset))
    sheet.tick()
    path = sheet.save(tmp_path)
    with pytest.raises(RulesetError) as caught:
        read_filled(path, str(folder))
    assert [problem.code for problem in caught.value.problems] == ["form.same_as_nothing"]
    sheet.differ(item("1"), "≥30")
    _, data, made = read_back(sheet.save(tmp_path), str(folder))
    assert data["corrected"][0]["limit"] == [{"at_least": Decimal(30)}]
    assert made.items[item("1")].model.source.limit == "official"
    with pytest.raises(RulesetError, match="这张表是规则集“bare”的"):
        read_filled(path, BASE)


def test_a_lost_column_or_head_cell_is_missed(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.cell(item("1"), "原文限值")
    start = min(sheet.table().values()) - 1
    sheet.book[LIMITS].cell(start, 11).value = "限值"
    sheet.book[LIMITS].cell(6, 1).value = "日期"
    problems = refusals(sheet, tmp_path)
    assert [problem[0] for problem in problems] == ["form.head_missing", "form.no_table"]
    assert "缺：原文限值" in problems[1][2]
    assert "找不到表头的“核对日期”一格" in problems[0][2]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "data", "code", "words"), [
    ("a.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600, "form.old_format", "另存为 .xlsx"),
    ("a.et", b"0" * 600, "form.old_format", "另存为 .xlsx"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "form.old_format", "加了打开密码"),
    ("a.xlsx", b"", "form.not_xlsx", "不是可读的 .xlsx"), ("a.xlsx", b"a,b,c\n", "form.not_xlsx", "另存为 .xlsx"),
    ("a.xlsx", archive(a=b"1"), "form.not_xlsx", "已损坏"),
    ("a.xlsx", archive(ROOT=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "workbook.own_entities", "自行定义的实体"),
    ("a.xlsx", archive(xl__workbook_xml=b" " * 50_000_000), "form.too_large_inside", "解开后过大"),
    ("a.xlsx", archive(xl__workbook_xml=b" " * 2_000_000), "workbook.packed", "压缩了 100 倍以上"),
    ("a.xlsx", archive(**{f"p{n}": b"" for n in range(501)}), "workbook.many_parts", "有 501 个部件，超过 500 个的上限")])
def test_what_is_no_workbook_is_refused(name: str, data: bytes, code: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(RulesetError) as caught:
        read_filled(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)


def test_a_damaged_sheet_is_refused_in_words(tmp_path: Path) -> None:
    data = Sheet().save(tmp_path).read_bytes()
    for cut in range(100, len(data), len(data) // 23):
        path = write(tmp_path / "cut.xlsx", data[:cut])
        with pytest.raises(RulesetError, match="xlsx"):
            read_filled(path)
        path = write(tmp_path / "cut.xlsx", data[:cut] + b"\0\xff\0" + data[cut + 3:])
        with suppress(RulesetError):
            read_filled(path)


def test_too_large_a_file_and_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.book[LIMITS].cell(MOST_FORM_ROWS + 1, 1).value = "x"
    with pytest.raises(RulesetError, match="最多读 5000 行"):
        read_filled(sheet.save(tmp_path))
    path = write(tmp_path / "big.xlsx", b"PK" * 5_000_001)
    with pytest.raises(RulesetError, match="文件超过 10 MB 的上限"):
        read_filled(path)
    for place, words in ((tmp_path, "文件夹"), (tmp_path / "none.xlsx", "找不到")):
        with pytest.raises(RulesetError, match=words):
            read_filled(place)


def test_another_workbook_is_not_taken_for_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(RulesetError, match="不是核对表，或表名被改过"):
        read_filled(tmp_path / "other.xlsx")


# -- the command --


def run(*words: Any) -> Result:
    return CliRunner().invoke(form, [str(word) for word in words])


def failed(done: Result) -> CheckerError:
    assert isinstance(done.exception, CheckerError), done.output
    return done.exception


def test_the_command_writes_the_sheet_and_reads_it_back(tmp_path: Path) -> None:
    target = tmp_path / "核对表.xlsx"
    done = run("--confirm", BASE, "-o", target)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "限值 40 行，公式与分组 49 行" in done.stderr
    assert target.read_bytes() == confirmation_sheet(load(BASE))
    assert run("--confirm", BASE, "-o", target).exit_code == 0
    sheet = Sheet(target.read_bytes())
    sheet.tick()
    tick_column(sheet, item("32"), None)
    overlay = tmp_path / "overlay.yaml"
    done = run("--confirmed", sheet.save(tmp_path), "-o", overlay)
    assert done.exit_code == 0
    assert "确认限值 31 项、公式 0 项、分组 0 组、系数 0 个；更正限值 0 项" in done.stderr
    assert "没有勾选的有 50 行" in done.stderr
    assert overlay_from(read(overlay, RulesetError).data).model.confirmed[0].on == dt.date(2025, 3, 1)
    done = run("--confirmed", sheet.save(tmp_path), "-o", "-")
    assert done.stdout_bytes == overlay.read_bytes()


def test_the_command_says_what_an_overlay_can_not_mend(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    tick_column(sheet, f"{item('10')}/1", None)
    where = sheet.put("water", "与原文是否一致", OTHER, TEXTS)
    done = run("--confirmed", sheet.save(tmp_path), "-o", tmp_path / "overlay.yaml")
    assert f"公式、分组或系数与原文不一致的行：{CellAddress(where).said()}" in done.stderr
    assert "只勾选了一部分的指标没有写入：HJ274-2015.10" in done.stderr
    assert "仍按原来的来源对待：HJ274-2015.14、HJ274-2015.15、HJ274-2015.16" in done.stderr


@pytest.mark.parametrize(("words", "code"), [
    ((), "form.which"), (("--confirm", BASE, "--confirmed", "x.xlsx", "-o", "y.yaml"), "form.which"),
    (("--confirm", BASE), "form.no_output"), (("--confirm", BASE, "--ruleset", BASE, "-o", "x.xlsx"), "form.needless_ruleset"),
    (("--confirm", BASE, "-o", "x.yaml"), "form.suffix"), (("--confirmed", "x.xlsx", "-o", "y.xlsx"), "form.suffix"),
    (("--confirm", "nobody", "-o", "x.xlsx"), "ruleset.not_found")])
def test_a_wrong_call_is_a_wrong_call(words: tuple[str, ...], code: str) -> None:
    error = failed(run(*words))
    assert isinstance(error, UsageError)
    assert [problem.code for problem in error.problems] == [code]


def test_a_filled_sheet_is_never_overwritten(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    path = sheet.save(tmp_path)
    before = path.read_bytes()
    assert failed(run("--confirm", BASE, "-o", path)).problems[0].code == "form.exists"
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert failed(run("--confirmed", path, "-o", link)).problems[0].code == "form.overwrites"
    assert path.read_bytes() == before


def test_nothing_is_written_when_something_is_wrong(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.tick()
    sheet.head("核对日期", None)
    target = tmp_path / "overlay.yaml"
    error = failed(run("--confirmed", sheet.save(tmp_path), "-o", target))
    assert isinstance(error, RulesetError)
    assert not target.exists()
