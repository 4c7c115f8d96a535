"""Days on which everything goes wrong: what docs/faults.md promises of each, by real faults where one may make them."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bad.command import refused, run, says
from conftest import ROOT, needs_durable
from faults import (
    COMMAND,
    FONTS,
    LETTERS,
    at_terminal,
    called,
    contents,
    disk,
    fill,
    letters,
    library,
    read_only,
    shell,
    started,
    without,
)
from good_dossier import GOOD, RESULT, UNDETERMINED, fixture_dossier, fixture_out, written  # noqa: F401 - fixtures
from pages import PARK, small_files
from test_screening import screen, table
from web_client import Browser, browser, said

from checker.capsule import toolchain
from checker.errors import UsageError
from checker.exits import Exit
from checker.files.writing import put
from checker.register.checking import check
from checker.register.founding import opened
from checker.screening.lock import LOCK, held, in_use
from checker.services.handling import Person, deeds, log_of, note
from checker.web.doorkeeping import Door, newcomer
from checker.web.logins import EndedSessions
from checker.web.workfolder import STATE, WorkFolder
from checker.zone import OFFICE_ZONE

PAGE = ROOT / "tests/kept/0.2.0/made-up-park.pdf"
NOW = dt.datetime(2026, 11, 28, 9, tzinfo=OFFICE_ZONE)


# --- a full disk

def test_a_full_disk_takes_no_part_of_a_result_and_keeps_the_one_before(dossier: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "100k") as small:
        old = written(small, "old.json", "旧的")
        fill(small)
        before = contents(small)
        for words in (("check", dossier, "-o", small / "a.json", "-o", old), ("form", "hj274-2015", "-o", small / "a.xlsx"),
                      ("ask", dossier, "-o", small / "a.xlsx"), ("explain", dossier, "-o", small / "a.txt"),
                      ("rules", "show", "hj274-2015", "-o", small / "a.pdf")):
            refused(run(*words), 2, "error.write", "（磁盘已满）。没有写出任何结果")
            assert contents(small) == before, words


def test_a_file_larger_than_the_system_allows_is_not_written_in_part(dossier: Path, out: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        refused(run("check", dossier, "-o", out / "a.json"), 2, "error.write", "（文件大小超过系统允许的上限）。没有写出任何结果")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(out.iterdir()) == []


def test_a_screening_on_a_full_disk_says_so_and_leaves_no_result_by_name(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "100k") as small:
        fill(small).write_bytes(bytes(84_000))
        refused(screen(table(tmp_path), small / "out"), 2, "error.write", "（磁盘已满）")
        assert not {"results.jsonl.gz", "results.xlsx", "portfolio.pdf", "summaries.jsonl.gz"} & set(os.listdir(small / "out"))


@pytest.mark.whole
def test_a_screening_that_had_no_room_goes_on_to_the_same_bytes_when_there_is_some(tmp_path: Path) -> None:
    path = table(tmp_path)
    assert screen(path, tmp_path / "beside/whole").status == 0
    with disk(tmp_path / "disk", "200k") as small:
        filling = fill(small)
        filling.write_bytes(bytes(filling.stat().st_size - 30_000))
        assert screen(path, small / "out").status == 2
        filling.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
        assert screen(path, small / "out", "--resume").status == 0
        assert contents(small / "out") == contents(tmp_path / "beside/whole")


def test_a_deed_that_finds_no_room_is_told_and_spoils_none_before_or_after(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "100k") as small:
        draft, somebody = small / "某园区.yaml", Person("张三")
        note(draft, somebody, NOW, "entered", label="甲")
        filling = fill(small)
        def on_and_on() -> None:
            for _ in range(100):
                note(draft, somebody, NOW, "entered", label="长" * 1000)

        with pytest.raises(UsageError, match="磁盘已满"):
            on_and_on()
        kept = deeds(draft)
        assert log_of(draft).read_bytes().endswith(b"\n")
        filling.unlink()
        note(draft, somebody, NOW, "accepted", label="乙")
        assert [deed.label for deed in deeds(draft)] == [*(deed.label for deed in kept), "乙"]


def test_a_deed_behind_one_that_was_torn_off_is_not_lost_with_it(tmp_path: Path) -> None:
    draft, somebody = tmp_path / "某园区.yaml", Person("张三")
    note(draft, somebody, NOW, "entered", label="甲")
    log = log_of(draft)
    log.write_bytes(log.read_bytes() + log.read_bytes()[:40])  # as a power cut leaves it
    note(draft, somebody, NOW, "accepted", label="乙")
    assert [deed.label for deed in deeds(draft)] == ["甲", "乙"]


def uploads(root: Path, inside: Browser, name: str) -> str:
    return said(inside.drop(ROOT / f"samples/{PARK}.yaml", name=name).text)


def test_a_served_folder_on_a_full_disk_takes_nothing_in_and_goes_on_showing(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "200k") as small, browser(small) as inside:
        uploads(small, inside, "一.yaml")
        filling = fill(small)
        assert "没有收下 无法写出 二.yaml（磁盘已满）" in uploads(small, inside, "二.yaml")
        assert not (small / "二.yaml").exists()
        assert not [name for name in os.listdir(small) if name.startswith(".checker-")]
        assert "一.yaml" in said(inside.page("/"))
        filling.unlink()
        uploads(small, inside, "二.yaml")
        assert (small / "二.yaml").read_bytes() == (small / "一.yaml").read_bytes()


# --- read-only, vanishing

def test_a_read_only_folder_is_told_and_left_as_it_is(dossier: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "400k") as small:
        register, path = small / "台账.db", table(tmp_path)
        assert run("register", "init", register, "--office", "某管委会", "--prefix", "KM").status == 0
        (small / "out").mkdir()
        read_only(small)
        before = contents(small)
        for words in (("check", dossier, "-o", small / "a.json"), ("form", "hj274-2015", "-o", small / "a.xlsx"),
                      ("screen", path, "--ruleset", "admission-yunnan", "-o", small / "out")):
            refused_for(run(*words), "error.write", "（磁盘只读）")
        refused_for(run("check", dossier, "--register", register, "--by", "张三", "-o", tmp_path / "a.pdf"), "register.read_only", "")
        refused_for(run("serve", "--folder", small, "--port", "0"), "browser.no_folder", "不能写入")
        assert contents(small) == before
    assert not (tmp_path / "a.pdf").exists()


def refused_for(told: Any, code: str, words: str) -> None:
    assert told.status == Exit.USAGE, told
    assert len(told.errors) == 1, told
    assert says(told.err, code, words), told.err
    assert "Traceback" not in told.err


def test_a_folder_that_vanishes_is_not_made_again_and_that_is_told(
        dossier: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.services import producing

    produce = producing.produce

    def late(*given: Any) -> bytes:
        shutil.rmtree(out, ignore_errors=True)
        return produce(*given)

    monkeypatch.setattr(producing, "produce", late)
    refused(run("check", dossier, "-o", out / "a.json"), 2, "error.write", f"无法写出 {out / 'a.json'}（文件夹不存在）")
    assert not out.exists()


@pytest.mark.whole
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_screening_whose_folder_vanishes_ends_in_words(tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "out"
    going = started("screen", ROOT / "samples/yuxi-projects-2021-2025.csv", "--ruleset", "admission-yunnan", "--pdf", "none",
                    "--jobs", jobs, "-o", out, stderr=subprocess.PIPE)
    for _ in range(600):
        if (out / "screening.json").exists():
            break
        going.poll()
        with pytest.raises(subprocess.TimeoutExpired):
            going.wait(0.05)
    shutil.rmtree(out)
    told = going.communicate(timeout=120)[1].decode()
    assert going.returncode == Exit.USAGE, told
    assert says(told, "error.write", "（文件夹不存在）")
    assert "Traceback" not in told
    assert not out.exists()


def test_what_comes_in_while_the_folder_is_away_is_refused_and_hidden_under_nothing(tmp_path: Path) -> None:
    root = tmp_path / "share"
    (root / STATE).mkdir(parents=True)
    folder = WorkFolder(root)
    assert folder.keep("一.yaml", b"1") == "一.yaml"
    shutil.rmtree(root)
    for there in (False, True):  # gone, or the empty place of a share that was disconnected
        if there:
            root.mkdir()
        with pytest.raises(UsageError) as told:
            folder.keep("二.yaml", b"2")
        assert says(f"{told.value}", "browser.folder_gone", "文件夹 share 已不在原处")
        assert not (root / "二.yaml").exists()


def test_a_served_folder_that_became_read_only_is_told_and_is_no_fault_of_ours(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "400k") as small, browser(small) as inside:
        uploads(small, inside, "一.yaml")
        read_only(small)
        before = contents(small)
        assert "没有收下 无法写出 二.yaml（磁盘只读）" in uploads(small, inside, "二.yaml")
        for answer in (inside.send("/copied/一.yaml"), inside.send("/drafts", {
                "name": "某园区", "ruleset": "hj274-2015", "period": "2024", "ground": "按标准管理", "own": "1"})):
            assert answer.status_code == 200
            assert "无法写出 草稿（磁盘只读）" in said(answer.text)
        assert contents(small) == before


# --- two at once

def test_two_screenings_into_one_folder_the_second_is_refused_and_touches_nothing(tmp_path: Path) -> None:
    out, path = tmp_path / "out", table(tmp_path)
    with held(out, make=True):
        before = contents(out)
        refused_for(screen(path, out), "screen.in_use", f"文件夹 {out} 里正有另一次筛查在做")
        assert contents(out) == before


def test_a_lock_is_of_whoever_holds_it_and_a_system_that_gives_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "新"
    with held(place, make=False):  # nobody can be at work where there is no folder
        assert (place.exists(), in_use(place)) == (False, False)
    with held(place, make=True):
        assert in_use(place)
    assert not in_use(place)
    written(place, LOCK, "")
    assert not in_use(place), "what a process left that was killed"
    holding = fcntl.flock

    def taken_away(handle: int, how: int) -> None:
        holding(handle, how)
        (place / LOCK).unlink()

    def without_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    for flock, words in ((taken_away, "里正有另一次筛查在做"), (without_locks, "没有写出任何结果")):
        monkeypatch.setattr("checker.screening.lock.fcntl.flock", flock)
        with pytest.raises(UsageError) as refusal, held(place, make=True):
            pass
        assert words in str(refusal.value)
    assert not in_use(place)


@pytest.mark.whole
def test_two_checks_into_one_file_leave_the_whole_of_one(dossier: Path, out: Path) -> None:
    other = written(out.parent, "other.yaml", GOOD.replace("某园区", "另一园区"))
    for number, path in enumerate((dossier, other)):
        assert run("check", path, "-o", out.parent / f"due{number}.json").status == UNDETERMINED
    due = {(out.parent / f"due{number}.json").read_bytes() for number in range(2)}
    for _ in range(5):
        both = [started("check", path, "-o", out / "a.json") for path in (dossier, other)]
        assert [one.wait() for one in both if one.communicate()] == [UNDETERMINED] * 2
        assert (out / "a.json").read_bytes() in due
        assert os.listdir(out) == ["a.json"]


# --- a clock that was set back

def test_an_entry_dated_before_the_one_in_front_of_it_is_recorded_and_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = tmp_path / "台账.db"
    assert run("register", "init", register, "--office", "某管委会", "--prefix", "KM").status == 0
    told = []
    for number, name in enumerate(("甲项目", "乙项目", "丙项目")):
        moment = NOW - dt.timedelta(days=366 * number) if number < 2 else NOW - dt.timedelta(days=365)
        monkeypatch.setattr("checker.cli.office.now", lambda moment=moment: moment)
        (tmp_path / name).mkdir()
        told.append(run("check", *small_files(tmp_path / name, name), "--register", register, "--by", "张三", "-o", tmp_path / f"{name}.pdf"))
    first, back, after = told
    assert says(back.err, "issue.set_back", "登记时间 2025-11-27 09:00:00 早于台账前一条 KM-2026-0001 的 2026-11-28 09:00:00")
    assert "已照现在的时钟登记为 KM-2025-0001" in back.err
    assert "时钟" not in first.err + after.err
    with opened(str(register)) as kept:
        assert [entry.number for entry in kept.all()] == ["KM-2026-0001", "KM-2025-0001", "KM-2025-0002"]
        assert check(kept).sound


def test_with_the_clock_set_back_a_cookie_opens_nothing_and_who_logged_out_stays_out(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door, visitor = Door(b"x" * 43, b"y" * 43), newcomer()
    cookie = door.sealed(visitor)
    assert door.known(cookie) == visitor
    ended = EndedSessions(tmp_path / "logged-out", NOW)
    ended.end(visitor.session, NOW)
    back = NOW - dt.timedelta(days=400)
    assert visitor.session in EndedSessions(tmp_path / "logged-out", back)
    ended.end("another", back)
    assert visitor.session in EndedSessions(tmp_path / "logged-out", NOW)
    monkeypatch.setattr("itsdangerous.timed.time.time", back.timestamp)
    assert door.known(cookie) is None, "it was made at a time that has not come yet"


def test_what_a_killed_process_left_is_taken_away_whatever_its_time(tmp_path: Path) -> None:
    for number, year in enumerate((1971, 2099)):
        left = written(tmp_path, f".checker-{number}", "半个")
        moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()
        os.utime(left, (moment, moment))
    put(tmp_path / "a.json", b"{}")
    assert contents(tmp_path) == {"a.json": b"{}"}


def test_what_somebody_else_is_writing_is_not_taken_for_a_dead_ones(tmp_path: Path) -> None:
    line = ("import sys; from pathlib import Path; from checker.files.writing import temporary_in\n"
            "with temporary_in(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()")
    writer = subprocess.Popen([sys.executable, "-c", line, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"held\n"
    [theirs] = os.listdir(tmp_path)
    put(tmp_path / "a.json", b"{}")
    assert sorted(os.listdir(tmp_path)) == [theirs, "a.json"]
    writer.kill()
    writer.communicate()
    other = tmp_path / ".." / tmp_path.name  # a process looks once into a folder, by its name
    put(other / "b.json", b"{}")
    assert sorted(os.listdir(tmp_path)) == ["a.json", "b.json"]


@pytest.mark.whole
def test_under_a_clock_of_another_year_a_dated_dossier_gives_the_same_bytes(dossier: Path, out: Path) -> None:
    if shutil.which("faketime") is None:
        pytest.skip("a clock of another year was NOT tested: there is no faketime")
    assert run("check", dossier, "-o", out / "due.json", "-o", out / "due.pdf").status == UNDETERMINED
    done = subprocess.run(["faketime", "2001-01-01", *COMMAND, "check", str(dossier), "-o", str(out / "a.json"),
                           "-o", str(out / "a.pdf")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == UNDETERMINED, done.stderr
    for kind in ("json", "pdf"):
        assert (out / f"a.{kind}").read_bytes() == (out / f"due.{kind}").read_bytes()


# --- parts that are missing

def test_without_a_library_nothing_is_said_of_a_page_least_of_all_that_it_was_changed() -> None:
    done = without([library("harfbuzz-subset")], "verify", PAGE)
    assert done.returncode == Exit.BUG
    assert says(done.stderr, "pdf.parts_missing", "缺失：libharfbuzz-subset.so.0。请运行 make setup 安装")
    assert done.stdout == ""


@pytest.mark.whole
@pytest.mark.parametrize("parts", [["fonts"], ["pango-1.0"], ["harfbuzz-subset"], ["harfbuzz", "fontconfig"]])
def test_where_a_part_is_missing_no_page_is_made_and_all_else_is(dossier: Path, out: Path, parts: list[str]) -> None:
    hidden = [FONTS if part == "fonts" else library(part) for part in parts]
    done = without(hidden, "check", dossier, "-o", out / "a.json", "-o", out / "a.pdf")
    assert done.returncode == Exit.BUG, done.stderr
    assert says(done.stderr, "pdf.parts_missing", "生成 PDF 所需的系统组件缺失")
    for part in parts:
        assert ("NotoSansCJK" if part == "fonts" else f"lib{part}.so") in done.stderr
    assert list(out.iterdir()) == []
    done = without(hidden, "check", dossier, "-o", out / "a.json")
    assert (done.returncode, os.listdir(out)) == (UNDETERMINED, ["a.json"])
    done = without(hidden, "doctor")
    assert done.returncode == Exit.BUG
    assert done.stderr == ""
    bad = [line for line in done.stdout.splitlines() if line.startswith("[缺失]")]
    assert bad
    assert all("NotoSansCJK" in line or ".so." in line for line in bad), bad


def test_of_a_drawer_nothing_is_said_while_a_part_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "LIBRARIES", ("libnowhere.so.0",))
    for words in (("verify", PAGE.parent), ("verify", PAGE, "--format", "json")):
        refused(run(*words), 70, "pdf.parts_missing", "缺失：libnowhere.so.0")


@needs_durable
@pytest.mark.whole
def test_without_durable_rules_the_same_bytes_come_of_the_plain_engine(dossier: Path, out: Path) -> None:
    away = out.parent / "away"
    away.mkdir()
    written(away, "durable_rules_engine.py", "raise ImportError('durable_rules_engine.so: undefined symbol')\n")
    for name, env in (("a.json", {}), ("b.json", {"PYTHONPATH": os.pathsep.join((str(away), str(ROOT)))})):
        assert called("check", dossier, "-o", out / name, "-o", out / f"{name}.pdf", env=env).returncode == UNDETERMINED
    for suffix in ("", ".pdf"):
        assert (out / f"a.json{suffix}").read_bytes() == (out / f"b.json{suffix}").read_bytes()
    verified = called("verify", out / "a.json.pdf", env=env)  # which durable_rules concluded
    assert verified.returncode == Exit.MET, verified.stdout.decode()
    told = called("doctor", env=env)
    assert told.returncode == Exit.MET, told.stderr
    assert says(told.stdout.decode(), "doctor.engine_plain", "durable_rules 无法加载，改用内置引擎（结论相同）")


# --- letters, terminals, streams

def test_where_the_locale_has_no_letters_of_ours_names_are_kept_and_shown_as_they_are(tmp_path: Path) -> None:
    register = tmp_path / "台账.db"
    made = called("register", "init", register, "--office", "某管委会", "--prefix", "昆", env=LETTERS["C"])
    assert (made.returncode, made.stderr) == (0, b"")
    assert f"已建立台账 {register}：某管委会" in made.stdout.decode()
    with opened(str(register)) as kept:
        assert (kept.founding().office, kept.founding().prefix) == ("某管委会", "昆")


@pytest.mark.whole
def test_what_is_recorded_under_such_a_locale_names_whoever_was_named(tmp_path: Path) -> None:
    env, register, page = letters(tmp_path, "en_US", "ISO-8859-1"), tmp_path / "台账.db", tmp_path / "结论.pdf"
    called("register", "init", register, "--office", "某管委会", "--prefix", "KM", env=env)
    going = called("check", *small_files(tmp_path, "某园区"), "--register", register, "--by", "张三", "-o", page, env=env)
    assert f"→ {page}" in going.stdout.decode()
    with opened(str(register)) as kept:
        [entry] = kept.all()
    assert (entry.by, entry.facts.subject) == ("张三", "某园区")


@pytest.mark.whole
@pytest.mark.parametrize(("name", "charset"), [("en_US", "ISO-8859-1"), ("zh_CN", "GB18030"), ("zh_CN", "GB2312")])
def test_under_another_locale_the_bytes_of_a_result_are_the_same_and_the_words_are_the_terminals(
        tmp_path: Path, name: str, charset: str) -> None:
    env = letters(tmp_path, name, charset)
    path = written(tmp_path, "park.yaml", GOOD)
    nothing: dict[str, str] = {}
    for place, own in (("a", nothing), ("b", env)):
        assert called("check", path, "-o", tmp_path / f"{place}.json", "-o", tmp_path / f"{place}.pdf",
                      env=own).returncode == UNDETERMINED
    for kind in ("json", "pdf"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    status, shown = at_terminal(80, "check", path, env=env)
    signs = "utf-8" if name == "en_US" else charset
    assert status == UNDETERMINED
    assert RESULT in shown.decode(signs)
    nowhere = (tmp_path / "没有.yaml")
    given = os.fsencode(str(tmp_path)) + "/没有.yaml".encode(signs)
    done = subprocess.run([*map(os.fsencode, COMMAND), b"check", given], capture_output=True, check=False, cwd=ROOT,
                          env={**os.environ, **env})
    assert f"{nowhere}：找不到这个文件" in done.stderr.decode(signs)


WIDE = (("--help",), ("screen", "--help"), ("rules", "list"), ("check", "DOSSIER"), ("explain", "DOSSIER"),
        ("verify", PAGE.with_name("nowhere.pdf")))


@pytest.mark.parametrize("words", [pytest.param(words, marks=() if number in (1, 3) else pytest.mark.whole)
                                   for number, words in enumerate(WIDE)], ids=lambda words: str(words[0]))
def test_at_forty_columns_every_word_is_there_and_none_is_torn(dossier: Path, words: tuple[object, ...]) -> None:
    given = tuple(dossier if word == "DOSSIER" else word for word in words)
    narrow, wide = (at_terminal(columns, *given) for columns in (40, 400))
    assert narrow[0] == wide[0]
    shown, due = (re.sub(r"\s", "", one[1].decode()) for one in (narrow, wide))  # which decodes: no letter is torn
    assert shown == due
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]", narrow[1].decode())


def test_at_a_terminal_progress_is_one_line_shorter_than_forty_columns_and_leaves_nothing_of_a_longer_one(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import time
    import unicodedata

    from checker.cli.table_told import progress

    clock = iter(range(0, 100_000, 1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    for code in ("screen.progress", "screen.recording"):
        told = progress(code)
        told(9, 100_000)
        told(99_999, 100_000)
    shown = capsys.readouterr().err
    assert "\n" not in shown
    lines = shown.split("\r")
    assert lines.pop() == ""
    assert all(line.endswith("\033[K") for line in lines)
    for line in lines:
        width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line.removesuffix("\033[K"))
        assert width < 40, line


STREAMS = {
    "closed": ("$C {} >&-", 2, "已经关闭"), "full": ("$C {} >/dev/full", 2, "磁盘已满"),
    "cut": ("$C {} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}", None, ""),
    "deaf": ("$C {} 2>/dev/full", None, ""), "mute": ("$C {} >/dev/full 2>/dev/full", 2, ""),
    "silent": ("$C {} >&- 2>&-", 2, "")}
SAID = {"rules list": 0, "--help": 0, "check DOSSIER": 3, "check DOSSIER --format json": 3, "doctor": 0,
        "explain DOSSIER": 0, "nonsense": 2, "check NOWHERE": 4, "check DOSSIER -o OUT/a.json": 3, "form hj274-2015 -o -": 0}


@pytest.mark.parametrize(("how", "words"), [
    pytest.param(how, words, marks=() if (how, words) in (
        ("closed", "rules list"), ("deaf", "nonsense"), ("mute", "check DOSSIER -o OUT/a.json")) else pytest.mark.whole)
    for how in STREAMS for words in SAID])
def test_a_stream_that_takes_nothing_is_told_and_no_status_means_an_outcome_that_was_not_found(
        dossier: Path, out: Path, how: str, words: str) -> None:
    line, status, reason = STREAMS[how]
    given = words.replace("DOSSIER", str(dossier)).replace("NOWHERE", "nowhere.yaml").replace("OUT", str(out))
    done = shell(line.format(given))
    told, due = done.stderr.decode(), SAID[words]
    spoken = words not in ("nonsense", "check NOWHERE")  # on standard output
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    if status is not None and spoken:
        assert done.returncode == status
        assert reason in told
    else:
        whole = {due} if spoken else {due, 2, 4}
        assert done.returncode in {*whole, 141 if how == "cut" else due, *({2} if how == "deaf" else ())}
    if "OUT" in words:  # what was written before stays, whole, and that is said
        assert json.loads((out / "a.json").read_bytes())["schema"] == "verdict/2"
        assert how not in ("closed", "full") or "已经写好的文件、已经登记的编号都在" in told
    assert os.listdir(out) in ([], ["a.json"])
