"""What the command does seldom: ends that somebody forces, places that aren't there, and parts that have nothing to say."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
import uvicorn
from bad.command import refused, run, says
from conftest import ROOT
from registers import founding

from checker import cli as program
from checker.capsule import toolchain as tools
from checker.capsule.opening import opened
from checker.capsule.unpacking import toolchain_of
from checker.cli.address import register_at
from checker.cli.crewing import Crewing
from checker.cli.output import refuse_overwriting
from checker.cli.table_told import tell_columns
from checker.cli.usage import Worded, said
from checker.cli.verified import MOST_ABSENT, absent_told
from checker.confirmations.provision import Ticked
from checker.exits import Exit
from checker.messages import text
from checker.register.founding import found

PAGE = next((ROOT / "tests/kept/0.2.0").glob("*.pdf"))


def command(name: str) -> Any:
    """The package calls a command by the name of its module."""
    return importlib.import_module(f"checker.cli.{name}")


def raising(error: BaseException) -> Callable[..., None]:
    def work(*_: Any, **__: Any) -> None:
        raise error

    return work


# The program as a whole


def test_where_the_locale_has_other_letters_it_begins_anew_in_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, words: begun.append(words))
    program._lettered()
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    program._lettered()
    assert [words[:3] for words in begun] == [[sys.executable, "-X", "utf8"]]


def test_who_gives_up_at_a_question_ends_with_130_and_a_full_disk_is_told_with_its_trace(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.cli, "main", raising(click.Abort()))
    assert run("check").status == 130
    monkeypatch.setattr(program.cli, "main", raising(OSError(errno.ENOSPC, "")))
    told = run("--traceback", "check")
    assert told.status == Exit.USAGE
    assert "Traceback" in told.err
    assert says(told.err, "error.stream", "")
    assert "Traceback" not in run("check").err


def test_a_complaint_without_a_command_or_a_parameter_is_said_as_it_is() -> None:
    assert said(click.ClickException("坏了")).splitlines() == [f"{text('error.prefix')}：坏了", text("usage.see", command="checker")]
    assert text("usage.missing", name="") in said(click.MissingParameter())
    bare = Worded("bare", add_help_option=False)
    assert bare.get_help_option(click.Context(bare)) is None


# Places


def test_a_register_is_opened_outside_of_any_command_too(tmp_path: Path) -> None:
    found(str(tmp_path / "a.db"), founding()).close()
    register = register_at(str(tmp_path / "a.db"))
    assert register is not None
    with register:
        assert register.head().sequence == 0
    assert register_at("") is None or os.environ.get("CHECKER_REGISTER")


def test_a_file_that_is_too_long_for_a_page_is_written_over_and_standard_output_is_a_place(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing\n")
    monkeypatch.setattr("checker.capsule.opening.MOST_PDF_BYTES", 5)
    refuse_overwriting([str(tmp_path / "a.pdf")], [])
    command("check")._placed([("-", "text"), (str(tmp_path / "b.pdf"), "pdf")])


def test_parts_in_a_store_lie_under_the_digest_of_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.depot.StoreDepot", str)
    setup: Any = SimpleNamespace(inputs=SimpleNamespace(digest="abc"))
    assert str(Crewing(1, "tcp://a:1", "s3://b/c/").depot(setup)) == "s3://b/c/abc"


# What single commands say


def test_the_doctor_finds_the_same_toolchain_and_one_that_nobody_has_a_record_of(
        monkeypatch: pytest.MonkeyPatch) -> None:
    there = toolchain_of(opened(PAGE.read_bytes()).files)
    monkeypatch.setattr(tools, "toolchain", lambda: there)
    told = run("doctor", "--toolchain", PAGE)
    assert (told.status, says(told.out, "doctor.same_toolchain", "")) == (Exit.MET, True)
    lines = command("doctor")._install({"checker": "0.0.7", "packages": {"b": "2", "a": "1"}})
    assert [says(line, code, words) for line, code, words in zip(lines[-2:], ("doctor.no_record", "doctor.packages"), (
        "0.0.7", "a==1 b==2"), strict=True)] == [True, True]
    monkeypatch.setattr("importlib.metadata.version", raising(importlib.import_module("importlib.metadata").PackageNotFoundError()))
    assert command("doctor")._weasyprint() is None


def test_what_has_nothing_left_to_ask_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    ask = command("ask")
    monkeypatch.setattr("checker.asking.question_sheet.QuestionSheet", lambda _: SimpleNamespace(questions=(), facts=(), left=3))
    for name in ("judged", "remarks"):
        module = "judging_files" if name == "judged" else "remarking"
        monkeypatch.setattr(f"checker.services.{module}.{name}", lambda _: [None] if _ is not None else [])
    monkeypatch.setattr("checker.cli.output.warn", lambda _: None)
    monkeypatch.setattr(ask, "_drawn", lambda *_: b"x")
    ask._ask_one(tmp_path / "a.yaml", None, [str(tmp_path / "a.xlsx")], {"as_of": None, "overlays": (), "answers": ()})
    told = capsys.readouterr().err
    assert text("ask.nothing") in told
    assert text("ask.left", count=3) in told
    for name in ("tasks.Tasks", "worker.Worker"):
        monkeypatch.setattr(f"checker.screening.{name}", lambda *_: None)
    monkeypatch.setattr("checker.screening.owners_sheets.owners_sheets",
                        lambda *_: SimpleNamespace(unread=1, files={}, rows=0))
    setup = SimpleNamespace(table=SimpleNamespace(broken=["row"]), frame=None, terms=None)
    ask._written(setup, tmp_path / "out")
    told = capsys.readouterr().err
    assert text("ask.unread_rows", count=2) in told
    assert text("ask.table_nothing") in told
    assert not (tmp_path / "out").exists()


def test_who_flips_is_drawn_as_a_page_of_either_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    impact = command("impact")
    assert [impact._format_of(target, form) for target, form in (
        ("a.HTML", None), ("a.htm", None), ("a.pdf", None), ("a.html", "json"))] == ["html", "html", "pdf", "json"]
    monkeypatch.setattr("checker.screening.impact_page.impact_pdf", lambda _: b"%PDF")
    monkeypatch.setattr("checker.screening.impact_page.impact_html", lambda _: "页")
    assert (impact._produced(None, "pdf"), impact._produced(None, "html")) == (b"%PDF", "页".encode())


def test_two_changes_of_one_part_stand_under_one_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    class Change:
        section = "indicators"

        def __str__(self) -> str:
            return "改了"

    monkeypatch.setattr("checker.comparing.rulesets.diff", lambda *_: [Change(), Change()])
    told = run("rules", "diff", "hj274-2015", "hj274-2015")
    assert told.status == 0
    assert told.out.splitlines()[1:4] == [text("diff.section.indicators"), "  改了", "  改了"]


def test_nothing_to_tell_is_not_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(command("form")._said(Ticked(), "o.yaml")) == 1
    assert len(command("form")._said(Ticked(unticked=2), "o.yaml")) == 2
    monkeypatch.setattr("checker.screening.recording.recorded", lambda *_: "screened")
    nobody: Any = SimpleNamespace(inputs=None)
    assert command("screen")._recorded(None, nobody, None, None, None) == "screened"
    frame = SimpleNamespace(columns=(), common=SimpleNamespace(attributes={"land": 1}, declarations=()))
    setup: Any = SimpleNamespace(frame=frame, frame_note={"land": "用地"}, strangers=(), table=SimpleNamespace(lines=()))
    tell_columns(setup)
    assert capsys.readouterr() == ("", "")
    setup.frame_note["name"] = "名称"
    tell_columns(setup)
    assert text("screen.nothing_for", names="名称") in capsys.readouterr().err


def test_a_drawer_names_so_many_of_the_verdicts_that_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    for absent, more in ((["KM-2026-0001"], ""), ([f"KM-{number}" for number in range(MOST_ABSENT + 1)], text("verify.more_absent"))):
        absent_told(absent)
        told = capsys.readouterr().out
        assert says(told, "verify.absent", f"{absent[min(len(absent), MOST_ABSENT) - 1]}{more}")
        assert (absent[-1] in told) is not bool(more)


def test_serving_opens_the_browser_where_that_is_asked_for_and_a_password_needs_its_file(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    monkeypatch.setattr(uvicorn.Server, "run", lambda _, sockets: [one.close() for one in sockets])
    told = run("serve", "--open", "--port", "0", "--folder", tmp_path)
    assert told.status == 0, told.err
    assert [address.startswith("http://127.0.0.1:") and "?key=" in address for address in shown] == [True]
    assert shown[0] in told.err
    assert command("serve")._port(None) == command("serve").PORT
    refused(run("serve", "--set-password", "张三"), Exit.USAGE, "usage.missing", "--passwords")
