"""Issuing through a register: number, page and entry together or not at all; origin and correction."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pikepdf
import pki
import pytest
from bad.command import refused, run, says
from conftest import ROOT
from pages import PARK, PROJECT, drawn_over, rewritten, set_once, small_files, with_letters_exchanged  # noqa: F401 - a fixture

from checker.capsule.opening import opened
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import read_capsule
from checker.errors import Problem, UsageError
from checker.exits import Exit
from checker.files.canonical import canonical, digest
from checker.issuing import Office
from checker.register.entry import Particulars
from checker.register.founding import opened as register_at
from checker.reporting.document import document
from checker.screening import recording
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.summary import Summary
from checker.screening.tasks import Tasks
from checker.screening.worker import Worker
from checker.sealing.seal import seal
from checker.verifying import public_copy
from checker.verifying.examining import examined
from checker.verifying.glossary import Called
from checker.verifying.regenerating import again
from checker.verifying.rejudging import Difference

TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    place = tmp_path / "台账.sqlite"
    assert run("register", "init", place, "--office", "某管委会", "--prefix", "KM").status == 0
    return place


def entries(register: Path) -> list[Any]:
    with register_at(str(register)) as kept:
        return list(kept.all())


def check(register: Path, target: Path, *more: object, small: str = "") -> Any:
    """Judge the made-up project into the register, or the subject called ``small``, whose page is soon made."""
    given = small_files(register.parent, small) if small else (ROOT / f"samples/{PROJECT}.yaml",)
    return run("check", *given, "--register", register, "--by", "张三", "-o", target, *more)


def test_number_page_and_entry_belong_together(register: Path, tmp_path: Path) -> None:
    said = check(register, tmp_path / "a.pdf")
    assert said.status == Exit.UNMET
    [entry] = entries(register)
    number = f"KM-{entry.issued_on.year}-0001"
    assert says(said.out, "issue.recorded", number)
    pdf = (tmp_path / "a.pdf").read_bytes()
    assert (entry.number, entry.by, entry.pdf) == (number, "张三", digest(pdf))
    assert set(entry.made_with) == {"checker", "engine", "python"}
    given = opened(pdf)
    issue = read_capsule(given.files).issue
    assert (issue.number, issue.date) == (number, entry.issued_on)
    assert f"{number}（{entry.issued_on.isoformat()}登记）" in "".join(given.texts)
    assert entry.files == {name: digest(content) for name, content in given.files.items()}


def test_without_a_register_the_page_says_so(tmp_path: Path) -> None:
    run("check", ROOT / f"samples/{PROJECT}.yaml", "-o", tmp_path / "a.pdf")
    assert "编号未登记" in opened((tmp_path / "a.pdf").read_bytes()).texts[0]


def test_the_origin_is_what_the_register_shows(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    said = run("verify", tmp_path / "a.pdf")
    assert says(said.out, "origin.not_looked_up", "没有给出台账")
    said = run("verify", tmp_path / "a.pdf", "--register", register)
    assert said.status == 0
    assert "6 出处：是" in said.out
    assert says(said.out, "origin.registered", "台账第 1 条登记的就是这份文件")
    [entry] = entries(register)
    assert entry.hash.removeprefix("sha256:") in said.out
    run("check", *small_files(tmp_path), "-o", tmp_path / "b.pdf")
    assert says(run("verify", tmp_path / "b.pdf", "--register", register).out, "origin.not_in_register", "台账里没有")


def test_a_page_that_bears_a_number_of_another_is_not_the_same(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    other = tmp_path / "别处.sqlite"
    run("register", "init", other, "--office", "别处", "--prefix", "KM")
    said = run("verify", tmp_path / "a.pdf", "--register", other)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "origin.no_such_number", "台账里没有编号 KM-")
    check(other, tmp_path / "b.pdf", small="某园区")
    said = run("verify", tmp_path / "a.pdf", "--register", other)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "origin.other_page", "登记的不是这份文件")


def test_a_register_that_is_not_sound_proves_nothing(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="某园区")
    number = entries(register)[0].number
    check(register, tmp_path / "b.pdf", "--supersedes", number, "--reason", "填错", small="某园区")
    said = run("verify", tmp_path, "--register", register)
    assert said.status == 0
    assert says(said.out, "remark.superseded", "已被")
    with sqlite3.connect(register) as kept:
        for (name,) in kept.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            kept.execute(f"drop trigger {name}")
        kept.execute("delete from register_entry where sequence = 2")
    kept.close()
    said = run("verify", tmp_path, "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "verify.register_unsound", "没有用它证明出处；因此退出状态为 6")
    assert "第 2 条不见了" in said.out
    found = json.loads(run("verify", tmp_path / "a.pdf", "--register", register, "--format", "json").out)["files"][0]
    origin = next(answer for answer in found["answers"] if answer["question"] == "origin")
    assert origin["holds"] == "told"
    assert origin["said"][0]["code"] == "origin.register_unsound"


def test_a_register_with_a_changed_entry_stops_no_drawer(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="某园区")
    number = entries(register)[0].number
    check(register, tmp_path / "b.pdf", "--supersedes", number, "--reason", "填错", small="某园区")
    run("regenerate", number, "--register", register, "--public", "-o", tmp_path / "c.pdf")
    with sqlite3.connect(register) as kept:
        for (name,) in kept.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            kept.execute(f"drop trigger {name}")
        kept.execute("update register_entry set body = replace(body, '填错', '没错')")
    kept.close()
    said = run("verify", tmp_path, "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "verify.register_unsound", "没有用它证明出处")
    assert said.out.count("与重算一致，由谁出具未证明，规则集 tiny 未收录　") == 2
    assert f"× 不能核验　{tmp_path / 'c.pdf'}" in said.out
    assert says(said.out, "capsule.copy_unsound", "所给的台账有误")
    assert says(said.out, "register.warn_guards", "触发器缺失")
    assert says(said.out, "remark.not_looked_up", "编号未与台账核对")


def test_an_anchor_kept_elsewhere_is_asked_for_too(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    [entry] = entries(register)
    assert run("verify", tmp_path, "--register", register, "--anchor", entry.hash).status == 0
    assert run("verify", tmp_path, "--register", register, "--anchor", "sha256:" + "0" * 64).status == (
        Exit.VERIFICATION_FAILED)


def test_a_correction_takes_the_place_of_an_entry_and_says_why(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    first = entries(register)[0].number
    assert check(register, tmp_path / "b.pdf", "--supersedes", first, "--reason", "投资额填错　", small="甲园区").status == Exit.MET
    assert run("register", "check", "--register", register).status == 0
    text = opened((tmp_path / "b.pdf").read_bytes()).texts[0]
    assert f"本件取代{first}，理由：投资额填错" in text
    said = run("verify", tmp_path / "a.pdf", "--register", register)
    assert said.status == 0
    assert says(said.out, "origin.superseded", "更正取代，理由：投资额填错")
    assert run("verify", tmp_path / "b.pdf", "--register", register).status == 0
    refused(check(register, tmp_path / "c.pdf", "--supersedes", first, "--reason", "再改", small="甲园区"), Exit.USAGE,
            "register.superseded_already", first)
    assert not (tmp_path / "c.pdf").exists()


def test_one_verdict_gets_one_number(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    first = entries(register)[0].number
    refused(check(register, tmp_path / "b.pdf"), Exit.USAGE, "issue.again", f"同一结论已登记为 {first}，没有再登记")
    assert not (tmp_path / "b.pdf").exists()
    said = check(register, tmp_path / "b.pdf", "--as-of", "2025-07-01")
    assert said.status == Exit.UNMET
    assert says(said.err, "issue.alike", f"同样的规则集已有 {first}，没有被更正")
    assert check(register, tmp_path / "c.pdf", "--supersedes", first, "--reason", "单位名称印错").status == Exit.UNMET
    assert [entry.running for entry in entries(register)] == [1, 2, 3]


def test_only_an_entry_that_stands_bars_the_same_verdict_and_only_one_that_there_is_bars_a_correction() -> None:
    facts = Particulars(subject="虚构", kind="park", rulesets=["tiny"], period=2024, assessed_on=dt.date(2026, 11, 1), outcome=["met"],
                        purpose="trial", verdicts=["0"])
    old, new = (SimpleNamespace(number=number, facts=facts) for number in ("KM-2026-0001", "KM-2026-0002"))
    kept: Any = SimpleNamespace(by_verdict=lambda _: [old, new], superseded_by=lambda number: new if number == old.number else None,
                                entry=lambda _: None)
    office = Office(kept, "某人", dt.date(2026, 11, 1), dt.datetime(2026, 11, 1, tzinfo=dt.UTC), {})
    with pytest.raises(UsageError, match="同一结论已登记为 KM-2026-0002，没有再登记"):
        office._refuse_again(facts)
    office._refuse_stranger(facts, "KM-2026-0009", "")  # the register itself says that there is none


@pytest.mark.whole
def test_a_drawer_is_whole_where_every_number_has_its_page(register: Path, tmp_path: Path) -> None:
    drawer = tmp_path / "抽屉"
    drawer.mkdir()
    check(register, drawer / "a.pdf", small="甲园区")
    check(register, tmp_path / "b.pdf", small="乙园区")
    first, second = (entry.number for entry in entries(register))
    said = run("verify", drawer, "--register", register)
    assert said.status == 0
    assert says(said.out, "verify.absent", f"有 1 条在所给的文件夹里没有与登记相符的文件：{second}")
    assert json.loads(run("verify", drawer, "--register", register, "--format", "json").out)["absent"] == [second]
    run("regenerate", second, "--register", register, "--public", "-o", drawer / "public.pdf")
    said = run("verify", drawer, "--register", register)
    assert says(said.out, "verify.absent", second)
    run("regenerate", second, "--register", register, "-o", drawer / "b.pdf")
    assert says(run("verify", drawer, "--register", register).out, "verify.none_absent", "都有与登记相符的文件")
    forged = rewritten((drawer / "a.pdf").read_bytes(), with_letters_exchanged(0))
    (drawer / "a.pdf").write_bytes(forged)
    assert says(run("verify", drawer, "--register", register).out, "verify.absent", first)
    assert "台账登记的" not in run("verify", drawer).out


def test_what_only_a_register_can_do_is_refused_without_one(tmp_path: Path) -> None:
    for words in (["--by", "张三"], ["--supersedes", "KM-2026-0001"], ["--reason", "错"]):
        refused(run("check", ROOT / f"samples/{PARK}.yaml", *words), Exit.USAGE, "issue.no_register", words[0])


def test_a_page_that_can_not_be_made_uses_up_no_number(register: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = (ROOT / f"samples/{PROJECT}.yaml").read_text(encoding="utf-8")
    bad.write_text(text.replace("虚构炼钢", "虚构\U0001f600炼钢"), encoding="utf-8")
    said = run("check", bad, "--register", register, "-o", tmp_path / "bad.pdf")
    assert said.status == Exit.BAD_DOSSIER
    assert entries(register) == []
    check(register, tmp_path / "a.pdf")
    assert [entry.number[-4:] for entry in entries(register)] == ["0001"]


def test_what_can_be_refused_is_refused_before_a_number_is_used_up(register: Path, tmp_path: Path) -> None:
    refused(check(register, tmp_path / "none" / "a.pdf"), Exit.USAGE, "issue.no_place", "文件夹不存在")
    refused(check(register, tmp_path / "a.json"), Exit.USAGE, "issue.no_page", "登记须同时写出 PDF")
    (tmp_path / "old.pdf").write_bytes(b"")
    refused(check(register, tmp_path / "old.pdf"), Exit.USAGE, "issue.taken", "已经存在")
    refused(run("check", ROOT / f"samples/{PARK}.yaml", "--register", register, "--by", " ", "-o",
                tmp_path / "a.pdf"), Exit.USAGE, "issue.nobody", "--by 后面是空的")
    assert entries(register) == []


def test_a_page_that_can_not_be_written_is_recorded_and_said(
        register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.cli import output

    def full(contents: object) -> None:
        raise UsageError(Problem("error.write", {"path": "a.pdf", "reason": "磁盘已满"}))

    monkeypatch.setattr(output, "write", full)
    said = check(register, tmp_path / "a.pdf", small="甲园区")
    monkeypatch.undo()
    assert said.status == Exit.USAGE
    assert says(said.err, "issue.recorded_not_written", "已登记为 KM-")
    [entry] = entries(register)
    assert run("regenerate", entry.number, "--register", register, "-o", tmp_path / "a.pdf").status == 0
    assert digest((tmp_path / "a.pdf").read_bytes()) == entry.pdf


def test_a_number_is_regenerated_from_the_register(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    number = entries(register)[0].number
    run("regenerate", number, "--register", register, "-o", tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    refused(run("regenerate", "KM-2001-0001", "--register", register, "-o", tmp_path / "c.pdf"), Exit.USAGE,
            "regenerate.no_such_number", "KM-2001-0001")


@pytest.mark.whole
def test_a_public_copy_is_told_by_the_register(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    number = entries(register)[0].number
    run("regenerate", number, "--register", register, "--public", "-o", tmp_path / "public.pdf")
    said = run("verify", tmp_path / "public.pdf", "--register", register)
    assert said.status == 0, said.out
    assert says(said.out, "public.same", "公开副本")
    assert says(run("verify", tmp_path / "public.pdf").out, "capsule.copy", "请用 --register 给出台账来核验")
    empty = tmp_path / "空.sqlite"
    run("register", "init", empty, "--office", "某管委会", "--prefix", "KM")
    assert says(run("verify", tmp_path / "public.pdf", "--register", empty).out, "capsule.copy_unknown",
                "所给的台账里没有页面上印的编号")
    assert "√ 公开副本，与台账相符" in said.out
    assert says(said.out, "origin.public", "登记的是完整件，这一份是它的公开副本")
    assert "重新评判的结论：达标" in said.out
    copy = (tmp_path / "public.pdf").read_bytes()
    (tmp_path / "forged.pdf").write_bytes(rewritten(copy, with_letters_exchanged(0)))
    said = run("verify", tmp_path / "forged.pdf", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert "× 公开副本，与台账不符" in said.out
    assert says(said.out, "public.other", "副本被改动过")
    (tmp_path / "forged.pdf").write_bytes(copy + b"% more\n")
    assert says(run("verify", tmp_path / "forged.pdf", "--register", register).out, "public.appended", "其后附加了")
    other = tmp_path / "别处.sqlite"
    run("register", "init", other, "--office", "某管委会", "--prefix", "KM")
    check(other, tmp_path / "park.pdf", small="乙园区")
    said = run("verify", tmp_path, "--register", other)
    assert says(said.out, "public.other", "或者所给的台账不是登记它的那一个")
    assert f"{tmp_path / 'public.pdf'}　—　—　{number}" in said.out
    check(register, tmp_path / "later.pdf", "--supersedes", number, "--reason", "单位填错", small="甲园区")
    said = run("regenerate", number, "--register", register, "-o", tmp_path / "old.pdf")
    assert says(said.err, "regenerate.superseded", "重新生成的是被取代的那一份")
    said = run("verify", tmp_path / "public.pdf", "--register", register)
    assert says(said.out, "remark.superseded", "已被")


@pytest.mark.whole
def test_a_public_copy_of_another_toolchain_is_told_by_its_words(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="某园区")
    pdf = (tmp_path / "a.pdf").read_bytes()
    files = opened(pdf).files
    records = examined(files).records
    other = {**toolchain(), "zlib": "9"}
    copy = document(records, again(files, digest(pdf)), other, public=True).pdf
    (tmp_path / "copy.pdf").write_bytes(copy)
    said = run("verify", tmp_path / "copy.pdf", "--register", register)
    assert said.status == Exit.UNDETERMINED, said.out
    assert "？ 公开副本，文字与台账相符" in said.out
    assert says(said.out, "public.drift", "从各页读出的文字与按台账重新生成的相同")
    (tmp_path / "copy.pdf").write_bytes(rewritten(copy, with_letters_exchanged(0)))
    said = run("verify", tmp_path / "copy.pdf", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert "！ 公开副本，文字与台账不同" in said.out
    (tmp_path / "copy.pdf").write_bytes(rewritten(copy, drawn_over(0, b"1 1 1 rg 100 500 200 40 re f")))
    said = run("verify", tmp_path / "copy.pdf", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "page.painted", "第 1 页文字以外的线条、色块或图片")
    lying = document(records, again(files, "sha256:" + "7" * 64), other, public=True).pdf
    (tmp_path / "copy.pdf").write_bytes(lying)
    said = run("verify", tmp_path / "copy.pdf", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert "7" * 40 in said.out
    ours = document(records, again(files, digest(pdf)), toolchain(), public=True).pdf
    (tmp_path / "copy.pdf").write_bytes(ours)
    assert run("verify", tmp_path / "copy.pdf", "--register", register).status == Exit.VERIFICATION_FAILED


def test_no_official_page_is_overwritten(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    kept = (tmp_path / "a.pdf").read_bytes()
    run("check", ROOT / f"samples/{PROJECT}.yaml", "-o", tmp_path / "b.pdf")
    for said in (run("check", ROOT / f"samples/{PROJECT}.yaml", "-o", tmp_path / "a.pdf"),
                 run("regenerate", tmp_path / "b.pdf", "-o", tmp_path / "a.pdf")):
        refused(said, Exit.USAGE, "error.official", "是登记过或签过名的核验意见，没有覆盖")
    assert (tmp_path / "a.pdf").read_bytes() == kept
    assert run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "b.pdf").status == 0


def test_an_entry_that_contradicts_its_attachments_is_named(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    with sqlite3.connect(register) as kept:
        for (name,) in kept.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            kept.execute(f"drop trigger {name}")
        body = json.loads(kept.execute("select body from register_entry").fetchone()[0])
        first = digest(canonical(body))
        for sequence, change in ((1, {"facts": {**body["facts"], "outcome": ["met"], "subject": "别的项目"}}),
                                 (2, {"sequence": 2, "number": body["number"][:-1] + "2", "previous": first})):
            text = canonical({**body, **change}).decode()
            columns = [column[1] for column in kept.execute("pragma table_info(register_entry)")]
            row = dict(zip(columns, kept.execute("select * from register_entry where sequence = 1").fetchone(),
                           strict=True))
            row |= {"sequence": sequence, "running": sequence, "number": body["number"][:-1] + str(sequence),
                    "body": text, "hash": digest(text.encode())}
            kept.execute("delete from register_entry where sequence = ?", (sequence,))
            kept.execute(f"insert into register_entry ({','.join(row)}) values ({','.join('?' * len(row))})",
                         list(row.values()))
    kept.close()
    said = run("register", "check", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "register.fault_contradicts", "对象登记的是“别的项目”，附件里是“虚构炼钢车间改造项目”")
    assert "结论登记的是“符合准入条件”，附件里是“不符合准入条件”" in said.out
    assert f"编号登记的是“{body['number'][:-1]}2”，附件里是“{body['number']}”" in said.out
    assert says(said.out, "register.fault_pdf_twice", "登记的是同一份 PDF")


def test_an_entry_without_its_attachments_or_for_another_purpose_is_named(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    with sqlite3.connect(register) as kept:
        for (name,) in kept.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            kept.execute(f"drop trigger {name}")
        body = json.loads(kept.execute("select body from register_entry").fetchone()[0])
        body["facts"]["purpose"] = "formal"
        body["facts"]["verdicts"] = ["sha256:" + "0" * 64]
        text = canonical(body)
        kept.execute("update register_entry set body = ?, hash = ?", (text.decode(), digest(text)))
        kept.execute("update register_head set hash = ?", (digest(text),))
    kept.close()
    said = run("register", "check", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "register.fault_incomplete", "的附件与它登记的结论对不上")
    assert says(said.out, "register.fault_contradicts", "用途登记的是“正式”，附件里是“试算”")


def test_a_copy_of_what_is_judged_otherwise_here_is_not_told_to_be_the_same(
        register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    run("regenerate", tmp_path / "a.pdf", "--public", "-o", tmp_path / "p.pdf")
    honest = examined

    def otherwise(files: Any, **more: Any) -> Any:
        other = Difference("x", None, "", Called("outcome", "判定"), Called("met", "达标"), Called("unmet", "未达标"))
        return replace(honest(files, **more), differences=(other,))

    monkeypatch.setattr(public_copy, "examined", otherwise)
    said = run("verify", tmp_path / "p.pdf", "--register", register)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "public.unproven", "得不出登记的结论，不能核验")
    assert says(said.out, "public.judged_otherwise", "与登记的结论不同")


def test_a_correction_is_about_the_same_subject(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf")
    first = entries(register)[0].number
    refused(check(register, tmp_path / "b.pdf", "--supersedes", first, "--reason", "改错了", small="某园区"), Exit.USAGE,
            "issue.other_kind", "不能更正，没有登记")
    renamed = tmp_path / "新名.yaml"
    name = "虚构炼钢车间改造项目"
    sample = (ROOT / f"samples/{PROJECT}.yaml").read_text(encoding="utf-8")
    renamed.write_text(sample.replace(f"name: {name}", "name: 虚构炼钢二车间改造项目"), encoding="utf-8")
    again_ = ["check", renamed, "--register", register, "--by", "张三", "--supersedes", first.lower(), "-o"]
    refused(run(*again_, tmp_path / "b.pdf", "--reason", "改错了"), Exit.USAGE, "issue.other_fact",
            f"请在 --reason 里写出原来的“{name}”")
    assert len(entries(register)) == 1
    refused(run(*again_, tmp_path / "b.pdf", "--reason", name, "--ruleset", "admission-kunming-etdz-2023"), Exit.USAGE,
            "issue.other_fact", "规则集是“admission-yunnan”，现在是“admission-kunming-etdz-2023”")
    assert run(*again_, tmp_path / "b.pdf", "--reason", f"名称误作“{name}”").status == Exit.UNMET
    assert [entry.supersedes for entry in entries(register)] == [None, first]


def test_an_anchor_is_asked_for_as_it_was_copied(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    line = run("register", "anchor", "--register", register).out.splitlines()[0]
    said = run("verify", tmp_path / "a.pdf", "--register", register, "--anchor", line)
    assert said.status == 0
    number = entries(register)[0].number
    assert says(said.out, "verify.register_sound", f"台账完好，共 1 条。锚定哈希是{number}的")
    assert says(run("verify", tmp_path / "a.pdf", "--register", register).out, "register.no_anchor", "末尾被整段删除")
    assert run("register", "check", "--register", register, "--anchor", line[-64:]).status == 0
    refused(run("verify", tmp_path / "a.pdf", "--register", register, "--anchor", "sha256:00"), Exit.USAGE,
            "register.anchor_form", "sha256:00")
    refused(run("verify", tmp_path / "a.pdf", "--anchor", line), Exit.USAGE, "verify.anchor_alone", "没有给出台账")


def test_a_page_is_found_by_itself_and_its_files_are_not_written_over(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    check(register, tmp_path / "b.pdf", small="乙园区")
    first, second = (entry.number for entry in entries(register))
    assert run("register", "find", tmp_path / "b.pdf", "--register", register).out.startswith(second)
    for number in (first, first):
        assert run("register", "show", number, "--register", register, "--save", tmp_path / "出").status == 0
    refused(run("register", "show", second, "--register", register, "--save", tmp_path / "出"), Exit.USAGE,
            "register.save_taken", "已经存在，内容不同")
    assert says(run("register", "find", "没有这个", "--register", register).out, "register.not_found", "签名以前的")


def few(tmp_path: Path, rows: int = 3) -> Path:
    lines = TABLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    table = tmp_path / "few.csv"
    table.write_text("".join([lines[0], *reversed(lines[1:rows + 1])]), encoding="utf-8-sig")
    return table


def screen(table: Path, place: Path, register: Path, *more: object) -> Any:
    jobs = () if "--jobs" in more else ("--jobs", "1")
    return run("screen", table, "--ruleset", "admission-yunnan", "--common",
               ROOT / "samples/screening/yuxi-projects-2021-2025.yaml", "--register", register, "-o", place, *jobs, *more)


def test_a_screening_is_recorded_in_the_order_of_its_rows(register: Path, tmp_path: Path) -> None:
    table = few(tmp_path)
    said = screen(table, tmp_path / "out", register, "--jobs", "2")
    assert said.status == 0
    year = entries(register)[0].year
    assert says(said.err, "screen.recorded", f"已登记 3 个，首 KM-{year}-0001，末 KM-{year}-0003")
    kept = entries(register)
    assert [entry.number[-4:] for entry in kept] == ["0001", "0002", "0003"]
    pages = sorted((tmp_path / "out/pdf").glob("*.pdf"))
    assert [digest(path.read_bytes()) for path in pages] == [entry.pdf for entry in kept]
    sheet = openpyxl.load_workbook(tmp_path / "out/results.xlsx")["全部"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(entry.number in cells for entry in kept)
    found = json.loads(run("verify", tmp_path / "out/pdf", "--register", register, "--format", "json").out)["files"]
    assert {entry["status"] for entry in found} == {"identical"}
    assert {answer["holds"] for entry in found for answer in entry["answers"] if answer["question"] == "origin"} == {
        "yes"}


@pytest.mark.whole
def test_a_screening_that_goes_on_leaves_a_sealed_page_and_covers_no_other_act(register: Path, tmp_path: Path) -> None:
    table = few(tmp_path, 2)
    screen(table, tmp_path / "out", register)
    first, second = sorted((tmp_path / "out/pdf").iterdir())
    sealed = seal(first.read_bytes(), pki.key_of(pki.signer()), role="approved", at=pki.SIGNED)
    first.write_bytes(sealed)
    assert screen(table, tmp_path / "out", register, "--resume").status == 0
    assert first.read_bytes() == sealed
    second.write_bytes(sealed)
    refused(screen(table, tmp_path / "out", register, "--resume"), Exit.USAGE, "error.official", "没有覆盖")
    assert second.read_bytes() == sealed


def test_a_page_in_its_place_stays_where_it_is_the_recorded_one_and_no_other_act_is_covered(
        register: Path, tmp_path: Path) -> None:
    """Made up: what the register answers; the row and its judging are real."""
    setup = prepared(ScreeningTerms(few(tmp_path, 1), "admission-yunnan", tmp_path / "out", dt.date(2025, 6, 30), pages="none"))
    worker, [task] = Worker(setup.frame, setup.terms), Tasks(setup.table, setup.frame)
    summary, _ = worker.judged(task)
    place = tmp_path / "out" / task.page
    place.parent.mkdir(parents=True)
    check(register, tmp_path / "a.pdf", small="某园区")
    act = (tmp_path / "a.pdf").read_bytes()

    def recorded(page: bytes, recorded_as: bytes) -> Summary:
        return recording._recorded(worker, task, summary, setup.inputs, lambda *_: ("KM-1", page, digest(recorded_as)))

    for there, page, recorded_as, left in ((None, act, act, act), (act, b"other", act, act), (b"no act", act, act, act)):
        if there is not None:
            place.write_bytes(there)
        assert (recorded(page, recorded_as).issue, place.read_bytes()) == ("KM-1", left)
    with pytest.raises(UsageError) as refusal:
        recorded(b"other", b"other")
    assert says(str(refusal.value), "error.official", "没有覆盖")
    assert place.read_bytes() == act


def test_a_screening_is_recorded_with_every_page_or_not_at_all(register: Path, tmp_path: Path) -> None:
    for pages in ("none", "refused"):
        refused(screen(few(tmp_path), tmp_path / "out", register, "--pdf", pages), Exit.USAGE, "screen.unrecorded",
                "登记须写出每一个项目的 PDF")
    assert entries(register) == []


@pytest.mark.whole
def test_a_screening_that_goes_on_records_nothing_twice(register: Path, tmp_path: Path) -> None:
    table = few(tmp_path)
    assert screen(table, tmp_path / "out", register).status == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out/pdf").iterdir()}
    assert screen(table, tmp_path / "out", register, "--resume").status == 0
    assert len(entries(register)) == 3
    refused(screen(table, tmp_path / "out", register, "--resume", "--by", "李四"), Exit.USAGE, "screen.other_state",
            "登记到哪个台账、由谁登记")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out/pdf").iterdir()} == before


def test_the_pages_of_the_register_are_pdf_a_like_any(register: Path, tmp_path: Path) -> None:
    check(register, tmp_path / "a.pdf", small="甲园区")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert document.open_metadata()["pdfaid:part"] == "3"
