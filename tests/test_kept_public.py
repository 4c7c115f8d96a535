"""Registered pages that are read or judged otherwise today, and their public copies."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from bad.command import Said, refused, run, says
from pages import drawn_over, rewritten, with_letters_exchanged
from test_kept import of_kind

from checker.capsule import toolchain
from checker.capsule.opening import opened
from checker.capsule.releases import releases
from checker.capsule.unpacking import issue_of
from checker.exits import Exit
from checker.files.canonical import canonical, digest
from checker.former.inquiry import asked
from checker.register.entry import Assigned, Issued, Particulars
from checker.register.founding import opened as register_at
from checker.verifying import examining, public_copy, regenerating

FORMER = "0.2.0"
BEFORE, AFTER = "符合准入条件", "转人工研判"
TOLD = f"0.2.0 版得“{BEFORE}”，今天得“{AFTER}”"


def issued(kind: str, assigned: Assigned) -> tuple[bytes, dict[str, bytes]]:
    """What the former program makes of a kept page's capsule under a number, on this machine."""
    files = dict(opened(of_kind(kind).read_bytes()).files)
    number = {"number": assigned.number, "date": assigned.on}
    files["issue.json"] = issue_of(files).model_copy(update=number).content()
    tools = {**toolchain.toolchain(), "checker": FORMER, **releases()[FORMER]["published"]}
    files["toolchain.json"] = canonical(tools)
    former = asked(files, tools)
    assert former is not None
    return former.pdf, files


def facts(files: Mapping[str, bytes]) -> Particulars:
    verdict = json.loads(files["verdict.json"])
    return Particulars(
        subject=verdict["subject"]["name"], kind=verdict["subject"]["kind"], rulesets=[verdict["ruleset"]["id"]],
        period=verdict["period"], assessed_on=verdict["assessed_on"], outcome=[verdict["outcome"]],
        purpose=verdict["purpose"], verdicts=[digest(files["verdict.json"])])


@pytest.fixture(scope="module")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a page of the former program, that page, and its public copy as it is made today."""
    place = tmp_path_factory.mktemp("drawer")
    assert run("register", "init", place / "台账.sqlite", "--office", "某管委会", "--prefix", "KM").status == 0
    at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)

    def page(assigned: Assigned) -> Issued:
        pdf, files = issued("hidden-character", assigned)
        (place / "page.pdf").write_bytes(pdf)
        return Issued(pdf, files, facts(files))

    with register_at(str(place / "台账.sqlite")) as register:
        register.record(page, by="张三", on=at.date(), at=at, made_with={"checker": FORMER})
    said = run("regenerate", "KM-2026-0001", "--register", place / "台账.sqlite", "--public", "-o", place / "copy.pdf")
    assert said.status == 0, said.err
    return place


def verify(path: Path, drawer: Path) -> Said:
    return run("verify", path, "--register", drawer / "台账.sqlite")


def test_a_registered_mended_page_is_registered_and_told_with_both_outcomes(drawer: Path) -> None:
    assert run("register", "check", "--register", drawer / "台账.sqlite").status == 0
    said = verify(drawer / "page.pdf", drawer)
    assert said.status == Exit.UNDETERMINED
    first = said.out.splitlines()[0]
    assert first.startswith("？ 与出具时一致，今天的读法或措辞已改进　")
    assert TOLD in said.out
    assert says(said.out, "origin.registered", "台账第 1 条登记的就是这份文件")


def test_the_public_copy_of_a_mended_page_is_proven_and_told_with_both_outcomes(drawer: Path) -> None:
    copy = (drawer / "copy.pdf").read_bytes()
    assert not opened(copy).files
    assert BEFORE in opened(copy).text(0)
    said = verify(drawer / "copy.pdf", drawer)
    assert said.status == Exit.UNDETERMINED
    assert said.out.startswith("？ 公开副本，与台账相符，今天的读法或措辞已改进　")
    assert TOLD in said.out
    assert says(said.out, "public.same", "与按台账重新生成的逐字节相同")
    assert says(said.out, "mending.hidden", "新建化\\u200b工原料生产线")
    run("regenerate", drawer / "page.pdf", "--public", "-o", drawer / "again.pdf")
    assert (drawer / "again.pdf").read_bytes() == copy
    (drawer / "again.pdf").unlink()


def test_a_changed_public_copy_of_a_mended_page_is_never_told_to_be_mended(drawer: Path, tmp_path: Path) -> None:
    copy, forged = (drawer / "copy.pdf").read_bytes(), tmp_path / "forged.pdf"
    for changed in (rewritten(copy, with_letters_exchanged(0)), copy + b"\n",
                    rewritten(copy, drawn_over(0, b"1 1 1 rg 100 500 200 40 re f"))):
        forged.write_bytes(changed)
        said = verify(forged, drawer)
        assert said.status == Exit.VERIFICATION_FAILED
        assert said.out.startswith("× 公开副本，与台账不符　")


def test_a_drawer_with_mended_pages_and_copies_tells_each_in_one_line(drawer: Path) -> None:
    said = verify(drawer, drawer)
    assert said.status == Exit.UNDETERMINED
    rows = [line for line in said.out.splitlines() if line.startswith("？ ")]
    assert [("公开副本" in row, TOLD in row, AFTER in row) for row in rows] == [(True, True, True), (False, True, True)]
    assert says(said.out, "verify.none_absent", "都有与登记相符的文件")


def test_a_mended_page_is_not_made_again_under_another_toolchain_and_not_called_tampered_with(
        drawer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = {**toolchain.toolchain(), "zlib": "9"}
    for module in (examining, public_copy, regenerating):
        monkeypatch.setattr(module, "toolchain", lambda: other)
    monkeypatch.setattr("checker.verifying.agreeing.toolchain", lambda: other)
    refused(run("regenerate", drawer / "page.pdf", "-o", tmp_path / "a.pdf"), Exit.VERIFICATION_FAILED,
            "regenerate.mended", "没有被改动")
    for name in ("page.pdf", "copy.pdf"):
        said = verify(drawer / name, drawer)
        assert said.status == Exit.UNDETERMINED, said.out
        assert TOLD in said.out
    changed = rewritten((drawer / "copy.pdf").read_bytes(), with_letters_exchanged(0))
    (tmp_path / "forged.pdf").write_bytes(changed)
    assert verify(tmp_path / "forged.pdf", drawer).status == Exit.VERIFICATION_FAILED
    examining._examined.cache_clear()
