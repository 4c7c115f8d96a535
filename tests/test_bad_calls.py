"""Whatever the command is told to do, and whatever goes wrong in it: a sentence, the right status, nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from bad.command import refused, run, says
from conftest import DAY, ROOT, needs_durable
from good_dossier import BAD, GOOD, RESULT, UNDETERMINED, called, fixture_dossier, fixture_out, good, written  # noqa: F401 - fixtures

from checker.assessment.assess import Terms, assess
from checker.errors import DossierError, UsageError
from checker.intake import received
from checker.messages import CATALOGUE


def test_a_ruleset_that_is_not_there_is_refused_with_the_nearest(dossier: Path, out: Path) -> None:
    said = run("check", dossier, "--ruleset", "hj274-2016", "-o", out / "verdict.json")
    refused(said, 2, "ruleset.not_found", "没有名为“hj274-2016”的规则集。您是否想写“hj274-2015”？")
    assert list(out.iterdir()) == []


def test_an_unlike_ruleset_is_refused_with_those_there_are(dossier: Path) -> None:
    refused(run("check", dossier, "--ruleset", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")
    refused(run("check", dossier, "--ruleset", "hj274-2015", "--ruleset", ROOT / "rulesets" / "hj274-2015"), 2,
            "error.ruleset_twice", "--ruleset 给出的有两部编号同为 hj274-2015")
    refused(run("rules", "show", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")
    refused(run("rules", "test", "xyz"), 2, "ruleset.not_found", "green-park-2016、hj274-2015、")


def test_a_folder_without_ruleset_is_refused(dossier: Path, tmp_path: Path) -> None:
    refused(run("check", dossier, "--ruleset", tmp_path), 2, "ruleset.no_folder",
            f"{tmp_path} 中没有 ruleset.yaml")


def test_the_ruleset_may_be_named_on_the_command_line_instead(tmp_path: Path) -> None:
    path = written(tmp_path, "park.yaml", GOOD.split("against:", maxsplit=1)[0])
    refused(run("check", path), 2, "error.no_ruleset", "没有写明按哪个规则集评判（against）")
    assert run("check", path, "--ruleset", "hj274-2015").status == UNDETERMINED


@pytest.mark.parametrize("day", ["2023-13-01", "2023-02-29", "昨天", "31/05/2023", "1e9", ""])
def test_a_day_that_is_none_is_refused(dossier: Path, day: str) -> None:
    refused(run("check", dossier, "--as-of", day), 2, "error.date", f"“{day}”不是日期")
    refused(run("explain", dossier, "--as-of", day), 2, "error.date", f"“{day}”不是日期")


def test_an_item_that_is_not_there_is_refused_with_the_nearest(dossier: Path) -> None:
    refused(run("explain", dossier, "99"), 2, "error.unknown_item", "规则集 hj274-2015 中没有“99”")
    refused(run("explain", dossier, "人均工业增加"), 2, "error.unknown_item", "您是否想写“人均工业增加值”")


@pytest.mark.parametrize("name", ["verdict.docx", "verdict", "verdict.", ".json"])
def test_an_output_whose_format_cannot_be_told_is_refused(dossier: Path, out: Path, name: str) -> None:
    said = run("check", dossier, "-o", out / "first.json", "-o", out / name)
    refused(said, 2, "error.format", f"{name}”看出输出格式。请用扩展名 .pdf、.json、.xlsx、.txt")
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(("place", "reason"), [
    ("none/verdict.json", "文件夹不存在"), ("file/verdict.json", "路径中有一段不是文件夹"),
    ("folder.json", "这是文件夹"), ("长" * 100 + ".json", "文件名过长")])
def test_an_output_that_cannot_be_written_is_refused_with_the_reason(dossier: Path, out: Path, place: str, reason: str) -> None:
    (out / "file").write_text("x")
    (out / "folder.json").mkdir()
    before = sorted(out.rglob("*"))
    refused(run("check", dossier, "-o", out / place), 2, "error.write",
            f"无法写出 {out / place}（{reason}）。没有写出任何结果")
    assert sorted(out.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_an_output_folder_that_is_closed_is_refused(dossier: Path, out: Path) -> None:
    out.chmod(0o500)
    refused(run("check", dossier, "-o", out / "verdict.json"), 2, "error.write", "（没有权限）")


def test_a_full_disk_leaves_the_old_result_and_no_temporary_file(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = written(out, "verdict.json", "旧的")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    refused(run("check", dossier, "-o", target), 2, "error.write", f"无法写出 {target}（磁盘已满）")
    assert [path.name for path in out.iterdir()] == ["verdict.json"]
    assert target.read_text(encoding="utf-8") == "旧的"


REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOSPC: "磁盘已满", errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EROFS: "磁盘只读", errno.ENAMETOOLONG: "文件名过长",
    errno.ENOENT: "文件夹不存在", errno.ELOOP: "链接成环",
    errno.EBADF: "已经关闭", errno.EDQUOT: "磁盘配额已满", errno.EFBIG: "文件大小超过系统允许的上限", errno.EIO: "磁盘读写出错"}


def test_every_reason_of_the_system_has_its_words() -> None:
    assert {f"system.{errno.errorcode[number]}" for number in REASONS} == {
        code for code in CATALOGUE if code.startswith("system.")}


@pytest.mark.parametrize("number", [*REASONS, errno.ENXIO], ids=errno.errorcode.get)
def test_a_reason_of_the_system_is_said_in_words_when_it_has_some(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing)
        refused(run("check", dossier, "-o", out / "a.json"), 2, "error.write",
                f"（{REASONS.get(number, os.strerror(number))}）。没有写出任何结果")
    assert list(out.iterdir()) == []
    if number not in (errno.ENOENT, errno.EISDIR):  # they have sentences of their own
        monkeypatch.setattr("checker.files.reading._bytes", failing)
        refused(run("check", dossier), 4, "file.unreadable",
                f"无法读取文件（{REASONS.get(number, os.strerror(number))}）", dossier)


def test_an_older_result_outlives_a_refused_file(out: Path) -> None:
    target = written(out, "verdict.json", "旧的")
    assert run("check", BAD / "field.year.yaml", "-o", target).status == 4
    assert [path.name for path in out.iterdir()] == ["verdict.json"]
    assert target.read_text(encoding="utf-8") == "旧的"


LONG = "长" * 100 + ".json"


def outputs(folder: Path, *names: str) -> list[object]:
    return [word for name in names for word in ("-o", folder / name)]


@pytest.mark.parametrize(("names", "bad", "reason"), [
    (["a.json", "none/b.json"], "none/b.json", "文件夹不存在"), (["none/b.json", "a.json"], "none/b.json", "文件夹不存在"),
    (["a.json", "a.json/b.json"], "a.json/b.json", "文件夹不存在"), ([LONG, "a.json"], LONG, "文件名过长")],
    ids=["second", "first", "below another", "long"])
def test_of_several_results_all_are_written_or_none(dossier: Path, out: Path, names: list[str], bad: str, reason: str) -> None:
    said = run("check", dossier, *outputs(out, *names))
    refused(said, 2, "error.write", f"无法写出 {out / bad}（{reason}）。没有写出任何结果")
    assert list(out.iterdir()) == []


def test_of_several_results_an_older_one_stays_when_another_cannot_be_written(dossier: Path, out: Path) -> None:
    target = written(out, "a.json", "旧的")
    refused(run("check", dossier, "-o", target, "-o", out / "none" / "b.json"), 2, "error.write", "文件夹不存在")
    assert target.read_text(encoding="utf-8") == "旧的"
    assert list(out.iterdir()) == [target]


@pytest.mark.parametrize(("names", "bad", "reason"), [
    (["a.json", "folder.json"], "folder.json", "这是文件夹"), (["folder.json", "a.json"], "folder.json", "这是文件夹"),
    (["a.json", "/dev/full"], "/dev/full", "磁盘已满"), (["/dev/full", "a.json"], "/dev/full", "磁盘已满"),
    (["a.json", LONG], LONG, "文件名过长")],
    ids=["folder second", "folder first", "full second", "full first", "long second"])
def test_no_result_is_left_when_another_fails_late(dossier: Path, out: Path, names: list[str], bad: str, reason: str) -> None:
    (out / "folder.json").mkdir()
    said = run("check", dossier, *outputs(out, *names), "--format", "json")
    refused(said, 2, "error.write", f"无法写出 {out / bad}（{reason}）。没有写出任何结果")
    assert [path.name for path in out.iterdir()] == ["folder.json"]


def one_file(folder: Path, how: str) -> tuple[Path, Path]:
    """A dossier, and another name of the same file."""
    path = written(folder, "park.json", json.dumps(good()))
    other = folder / "other.json"
    if how == "hard link":
        other.hardlink_to(path)
    elif how == "link":
        other.symlink_to(path)
    else:
        other = {"itself": path, "roundabout": folder / ".." / folder.name / path.name}[how]
    return path, other


@pytest.mark.parametrize("how", ["itself", "roundabout", "link", "hard link"])
def test_a_result_never_replaces_the_dossier(tmp_path: Path, out: Path, how: str) -> None:
    path, other = one_file(tmp_path, how)
    for first in ([], outputs(out, "a.json")):
        said = run("check", path, *first, "-o", other)
        refused(said, 2, "error.overwrites", f"输出文件 {other} 就是读入的文件本身，写出会毁掉它。请换一个文件名")
        assert json.loads(path.read_bytes()) == good()
        assert list(out.iterdir()) == []


def test_standard_output_by_its_name_holds_nothing_but_data_and_is_left_alone(dossier: Path) -> None:
    device = Path("/dev/stdout")
    before = device.lstat().st_ino, os.readlink(device)
    done = called("check", dossier, "-o", device, "--format", "json", capture_output=True)
    assert (done.returncode, done.stderr) == (UNDETERMINED, f"{RESULT} → /dev/stdout\n")
    assert json.loads(done.stdout)["schema"] == "verdict/2"
    assert (device.lstat().st_ino, os.readlink(device)) == before


def test_standard_output_by_its_name_is_left_alone_when_it_is_a_file(dossier: Path, out: Path) -> None:
    device = out / "stdout.json"  # not /dev/stdout itself, which the superuser would lose
    device.symlink_to("/proc/self/fd/1")
    with (out / "result").open("wb") as file:
        done = called("check", dossier, "-o", device, stdout=file, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (UNDETERMINED, f"{RESULT} → {device}\n")
    assert device.is_symlink()
    assert json.loads((out / "result").read_bytes())["schema"] == "verdict/2"


EMOJI = GOOD.replace("某园区", "某😀园区🏭")


@pytest.mark.parametrize("names", [
    pytest.param(["a.pdf"], marks=pytest.mark.whole), pytest.param(["a.json", "a.pdf"], marks=pytest.mark.whole),
    ["a.pdf", "a.xlsx"]])
def test_a_character_that_the_font_lacks_is_named_and_nothing_is_written(tmp_path: Path, out: Path, names: list[str]) -> None:
    path = written(tmp_path, "park.yaml", EMOJI)
    said = run("check", path, *outputs(out, *names))
    refused(said, 4, "pdf.glyphs", "字体没有的字符（🏭、😀），印到 PDF 上会变成空框。请改用常用的汉字")
    assert list(out.iterdir()) == []


def test_a_character_that_the_font_lacks_is_no_bar_to_other_formats(tmp_path: Path, out: Path) -> None:
    path = written(tmp_path, "park.yaml", EMOJI)
    said = run("check", path, *outputs(out, "a.json", "a.xlsx", "a.txt"))
    assert (said.status, said.err) == (UNDETERMINED, "")
    assert json.loads((out / "a.json").read_bytes())["subject"]["name"] == "某😀园区🏭"
    assert sorted(made.name for made in out.iterdir()) == ["a.json", "a.txt", "a.xlsx"]


def test_a_part_that_a_page_needs_is_named_when_it_is_missing(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.capsule.toolchain.FONTS", [out / "某字体.otf"])
    refused(run("check", dossier, "-o", out / "a.json", "-o", out / "a.pdf"), 70, "pdf.parts_missing",
            f"系统组件缺失：{out / '某字体.otf'}。请运行 make setup 安装")
    assert list(out.iterdir()) == []


def test_a_page_that_the_renderer_complains_of_is_not_written(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.reporting.document.render_html", lambda *_, **__: ("<p>页", "p { nonsense: 1 }"))
    refused(run("check", dossier, "-o", out / "a.pdf"), 70, "pdf.log", "为免页面有误，未写出文件")
    assert list(out.iterdir()) == []


def test_a_font_whose_glyphs_are_called_otherwise_than_by_the_page_is_not_embedded(
        dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.reporting.font_files._numbered", lambda widths: [1, 65_530])  # no face has the last
    refused(run("check", dossier, "-o", out / "a.pdf"), 70, "pdf.font", "字体里的字与页面所用的字号码对不上")
    assert list(out.iterdir()) == []


def test_an_output_that_takes_nothing_more_is_said_and_no_bug_of_ours() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "checker", "rules", "list"], cwd=ROOT, stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert says(done.stderr, "error.stream", "磁盘已满")
    assert "Traceback" not in done.stderr


class Silent:
    """An engine that concludes nothing."""

    name = "静默"

    def conclude(self, *_: object) -> list[object]:
        return []


def test_an_engine_that_loses_an_item_is_found_out(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.assessment.assess.default_engine", Silent)
    refused(run("check", dossier, "-o", out / "a.json"), 70, "internal.unreconciled",
            "推理引擎（静默）对这些对象没有给出恰好一个结论：HJ274-2015.1、")
    assert list(out.iterdir()) == []


@needs_durable
def test_an_exception_inside_the_engine_is_passed_on(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import durable_rules_engine as extension

    from checker.concluding.durable import DurableEngine

    def broken(*_: object) -> None:
        raise extension.error("某规则出错")

    monkeypatch.setattr("checker.assessment.assess.default_engine", DurableEngine)
    monkeypatch.setattr("checker.concluding.durable.extension.start_action_for_state", broken)
    refused(run("check", dossier, "-o", out / "a.json"), 70, "internal.engine_exception", "推理引擎报告异常（某规则出错）")
    assert list(out.iterdir()) == []


def test_a_fault_of_the_program_s_own_writes_nothing_and_shows_no_stack(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("一时出错")

    monkeypatch.setattr("checker.assessment.assess.judge", broken)
    said = run("check", dossier, "-o", out / "verdict.json")
    assert said.status == 70
    assert says(said.err, "error.bug", "程序内部错误（ZeroDivisionError：一时出错）。没有写出任何结果")
    assert "Traceback" not in said.err
    assert list(out.iterdir()) == []
    said = run("--traceback", "check", dossier)
    assert said.status == 70
    assert says(said.err, "error.bug", "程序内部错误（ZeroDivisionError：一时出错）")
    assert "Traceback (most recent call last)" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("arguments", "status", "code", "words"), [
    (("check", BAD / "field.year.yaml"), 4, "field.year", "“20222”不是年份"),
    (("explain", BAD / "file.bad_yaml.yaml"), 4, "file.bad_yaml", "不是正确的 YAML"),
    (("check", BAD / "error.no_ruleset.yaml"), 2, "error.no_ruleset", "green-park-2016、hj274-2015、"),
    (("rules", "show", "hj274-2016"), 2, "ruleset.not_found", "您是否想写“hj274-2015”")])
def test_the_stack_is_shown_when_asked_for_with_the_same_status_and_words(arguments: tuple[str | Path, ...], status: int, code: str, words: str) -> None:
    said = run("--traceback", *arguments)
    assert said.status == status
    assert "Traceback (most recent call last)" in said.err
    assert len(said.errors) == 1
    assert says(said.errors[0], code, words)
    assert said.out == ""


def test_a_failure_in_the_second_format_leaves_the_first_unwritten(dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.reporting.comparison_book.verdict_workbook", lambda _: 1 / 0)
    said = run("check", dossier, "-o", out / "verdict.json", "-o", out / "verdict.xlsx")
    assert said.status == 70
    assert list(out.iterdir()) == []


@dataclass(frozen=True)
class Call:
    """A wrong call: the arguments, the sentence, the command whose help is pointed to."""

    arguments: tuple[str, ...]
    code: str
    words: str
    command: str


CALLS = [
    Call(("check",), "usage.missing", "缺少 申报材料的文件名。", "checker check"),
    Call(("explain", "--as-of", "2024-01-01"), "usage.missing", "缺少 申报材料的文件名。", "checker explain"),
    Call(("rules", "show"), "usage.missing", "缺少 规则集的编号或文件夹。", "checker rules show"),
    Call(("rules", "test", "--mutate"), "usage.missing", "缺少 规则集的编号或文件夹。", "checker rules test"),
    Call(("check", "a.yaml", "b.yaml"), "usage.extra", "多出了参数：b.yaml。", "checker check"),
    Call(("check", "a.yaml", "b.yaml", "c.yaml"), "usage.extra", "多出了参数：b.yaml c.yaml。", "checker check"),
    Call(("rules", "list", "x"), "usage.extra", "多出了参数：x。", "checker rules list"),
    Call(("check", "a.yaml", "--as-of", "2024-01-01", "--as-of", "2025-01-01"), "usage.twice", "--as-of 写了不止一次", "checker check"),
    Call(("screen", "a.csv", "--ruleset", "x", "--ruleset=y"), "usage.twice", "--ruleset 写了不止一次，而它只能有一个值", "checker screen"),
    Call(("chek",), "usage.no_command", "没有命令 chek。您是否想写“check”？", "checker"),
    Call(("xyz",), "usage.no_command", "没有命令 xyz。可用的有：ask、check、doctor、explain、form、impact、policy、regenerate、register、release、report、rules、screen、seal、serve、verify、what-if。", "checker"),
    Call(("rules", "shwo"), "usage.no_command", "没有命令 shwo。您是否想写“show”？", "checker rules"),
    Call(("rules", "x"), "usage.no_command", "没有命令 x。可用的有：diff、export-cases、lint、list、schema、show、test。", "checker rules"),
    Call(("check", "--nonsense", "a.yaml"), "usage.no_option", "没有选项 --nonsense。", "checker check"),
    Call(("check", "a.yaml", "--purpos", "trial"), "usage.no_option", "您是否想写“--purpose”？", "checker check"),
    Call(("--tracebak", "check", "a.yaml"), "usage.no_option", "您是否想写“--traceback”？", "checker"),
    Call(("check", "a.yaml", "-x"), "usage.no_option", "没有选项 -x。", "checker check"),
    Call(("check", "a.yaml", "--purpose", "x"), "usage.bad_value", "--purpose 写的是“x”。可用的有：formal、trial。",
         "checker check"),
    Call(("check", "a.yaml", "--format", "docx"), "usage.bad_value", "--format 写的是“docx”。可用的有：text、json、pdf、xlsx。",
         "checker check"),
]
VALUELESS = [("check", "a.yaml", "-o"), ("check", "a.yaml", "--format"), ("explain", "a.yaml", "--as-of")]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call.arguments))
def test_a_wrong_call_is_refused_in_words_with_the_help_to_read(call: Call) -> None:
    said = run(*call.arguments)
    refused(said, 2, call.code, call.words)
    assert len(said.err.splitlines()) == 2
    assert says(said.err.splitlines()[-1], "usage.see", f"用法见：{call.command} --help")


@pytest.mark.parametrize("arguments", VALUELESS)
def test_an_option_without_its_value_is_refused_in_words(arguments: tuple[str, str, str]) -> None:
    said = run(*arguments)
    refused(said, 2, "usage.no_value", f"{arguments[-1]} 后面缺少值")
    assert len(said.err.splitlines()) == 2
    assert says(said.err.splitlines()[-1], "usage.see", f"用法见：checker {arguments[0]} --help")


def test_a_switch_with_a_value_is_not_said_to_lack_one(dossier: Path) -> None:
    refused(run("--traceback=1", "check", dossier), 2, "usage.takes_none", "--traceback 后面不写值")


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("it's",), "usage.no_command", "没有命令 it's。"),
    (("check", "a.yaml", "--purpose", "it's"), "usage.bad_value", "--purpose 写的是“it's”。"),
    (("check", "a.yaml", "b(c"), "usage.extra", "多出了参数：b(c。")])
def test_a_wrong_word_with_a_quote_is_named(arguments: tuple[str, ...], code: str, words: str) -> None:
    refused(run(*arguments), 2, code, words)


@pytest.mark.parametrize(("arguments", "commands"), [
    ((), True), (("check",), False), (("explain",), False), (("doctor",), False), (("rules",), True),
    (("rules", "list"), False), (("rules", "show"), False), (("rules", "test"), False)])
def test_the_help_has_headings_in_the_reader_s_language(arguments: tuple[str, ...], commands: bool) -> None:
    said = run(*arguments, "--help")
    assert (said.status, said.err) == (0, "")
    assert says(said.out, "usage.prefix", f"用法：{' '.join(('checker', *arguments))}")
    assert says(said.out, "usage.options", "\n选项:\n")
    assert (says(said.out, "usage.commands", "\n命令:\n")) == commands
    assert not re.search(r"Usage:|Options:|Commands:|Show this", said.out)


@pytest.mark.parametrize("arguments", [(), ("rules",)])
def test_a_call_without_a_command_shows_the_help_and_ends_with_2(arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.status == 2
    assert "  list  " in said.err if arguments else "园区与项目的规则核验" in said.err
    assert said.out == ""


def test_an_error_is_an_exception_of_its_own_kind_for_a_caller_in_python(tmp_path: Path) -> None:
    with pytest.raises(DossierError) as caught:
        received(BAD / "field.year.yaml", (), 2025)
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [("field.year", 3)]
    with pytest.raises(UsageError):
        assess(received(BAD / "error.no_ruleset.yaml", (), 2025), Terms(DAY))
