"""Every sentence that verifying and regenerating can say, brought about and read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pages
import pki
import pytest
from bad.command import refused, run, says
from conftest import ROOT
from pages import PARK, PROJECT, SMALL, edited, page, rewritten, rules_of, set_once, small_files  # noqa: F401 - a fixture
from test_sealed import sealed, updated
from test_sealed import verified as verified_with
from verified_pages import codes, crosswalk, fixture_elsewhere, limit, screening, verified, words  # noqa: F401 - a fixture

from checker.capsule import toolchain
from checker.capsule.opening import opened
from checker.errors import CapsuleError
from checker.exits import Exit
from checker.files import bounds
from checker.files.canonical import canonical, digest
from checker.messages.archive import ARCHIVE
from checker.reporting.document import document
from checker.ruleset.loading import from_data
from checker.sealing import sections
from checker.sealing.seal import seal
from checker.verifying import examining, page_check, standing
from checker.verifying.regenerating import again
from checker.verifying.status_words import STATUS_MARKS


def told(found: Any, code: str, said: str) -> None:
    assert any(problem.code == code for answer in found.answers for problem in answer.said), words(found)
    assert says(words(found), code, said), words(found)


def test_what_is_too_large_or_takes_too_long_or_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(page(SMALL))
    monkeypatch.setattr("checker.capsule.opening.MOST_PDF_BYTES", 10_000)
    said = run("verify", tmp_path / "a.pdf")
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "opened.too_large", "超过 0 MB")
    monkeypatch.undo()

    def slow(*_: object) -> None:
        while True:
            pass

    with pytest.raises(CapsuleError, match="1 秒之内没有读完"), bounds.bounded(seconds=1):
        slow()
    with pytest.raises(CapsuleError, match="内存超过上限"), bounds.bounded(memory=50_000_000):
        bytearray(1_000_000_000)


def test_a_capsule_with_the_ruleset_of_another() -> None:
    other = canonical(rules_of("admission-kunming-etdz-2023"))
    told(verified(rewritten(page(PROJECT), pages.with_file("ruleset.json", other))), "capsule.other_ruleset",
         "规则集编号是 admission-kunming-etdz-2023，签发信息里写的是 admission-yunnan")


def test_a_row_that_is_no_row(tmp_path: Path) -> None:
    lines = (ROOT / "samples/yuxi-projects-2021-2025.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (tmp_path / "one.csv").write_text("".join(lines[:2]), encoding="utf-8-sig")
    [path] = screening(tmp_path / "one.csv", tmp_path / "out").glob("*.pdf")
    pdf = path.read_bytes()
    raw = opened(pdf).files["submitted.csv"]
    found = verified(rewritten(pdf, pages.with_file("submitted.csv", raw + raw.splitlines(keepends=True)[-1])))
    assert says(words(found), "capsule.not_a_row", "不是“列名加一行”的项目表")
    told(found, "capsule.unread", "由 submitted.csv 读不出申报材料")


def test_files_that_make_us_fall_are_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(examining, "replay", fall)
    examining._examined.cache_clear()
    found = verified(page(SMALL))
    examining._examined.cache_clear()
    told(found, "judgement.broke", "程序出错（KeyError）")
    assert found.status == "different"


def test_what_was_appended_is_told_apart_from_the_page() -> None:
    def nothing(writer: Any) -> None:
        writer.root["/PageMode"] = writer.root["/Type"]
        writer.update_root()

    found = verified(updated(page(SMALL), nothing))
    told(found, "page.appended", "其后附加了不应有的内容")
    pdf, start = sealed(SMALL), len(page(SMALL))
    place = pdf.index(b"/Contents <", start) + 400
    changed = pdf[:place] + (b"0" if pdf[place:place + 1] != b"0" else b"1") + pdf[place + 1:]
    found = verified_with(changed, pki.root().pem)
    assert found.exit == Exit.VERIFICATION_FAILED
    told(found, "page.seal_broken", "数字签名已失效")


def test_a_page_without_an_end_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "base_length", lambda pdf: None)
    changed = rewritten(page(SMALL), pages.with_letters_exchanged(0))
    found = verified(changed)
    told(found, "page.no_end", "看不出原来的页面到哪里为止")
    assert "page.text" in codes(found, "page")


def test_every_place_of_a_page_is_told_with_its_words() -> None:
    def pair(given: str, due: str) -> list[str]:
        return [str(problem) for problem in page_check._places(3, given, due)]

    assert pair("产值44.44万元", "产值34.44万元") == ["第 3 页文字不同：“…产值”之后本件是“44.44”，应为“34.44”。"]
    assert pair("合格不达标", "合格达标") == ["第 3 页“…合格”之后多出“不”。"]
    assert pair("合格达标", "合格不达标") == ["第 3 页“…合格”之后缺少“不”。"]
    assert [problem.code for problem in page_check._places(1, "一二三甲" * 9, "一二三乙" * 9)][-1] == "page.places"
    assert pair("一二三甲" * 9, "一二三乙" * 9)[-1] == "第 3 页另有 3 处文字不同。"


@pytest.mark.parametrize(("count", "named", "more"), [(1, 1, []), (6, 6, []), (7, 6, [1]), (9, 6, [3])])
def test_six_places_of_a_page_are_told_and_the_others_counted(count: int, named: int, more: list[int]) -> None:
    found = list(page_check._places(1, "一二三甲" * count, "一二三乙" * count))
    assert [one.code for one in found] == ["page.text"] * named + ["page.places"] * len(more)
    assert [one.params["count"] for one in found[named:]] == more


def test_a_place_is_told_by_the_twelve_characters_before_it_and_forty_of_each_side() -> None:
    [found] = page_check._places(1, f"{'前' * 9}一二三四五六七八九十{'甲' * 41}", f"{'前' * 9}一二三四五六七八九十{'乙' * 40}")
    assert found.params == {"page": 1, "before": "前前一二三四五六七八九十", "given": "甲" * 40, "due": "乙" * 40}


@pytest.mark.parametrize(("given", "alone"), [
    (f"前{'b9' * 32}后", True), (f"前{'B9' * 32}后", False), (f"前{'g9' * 32}后", False), (f"前{'b9' * 31}后", False),
    (f"别{'b9' * 32}后", False), (f"前{'b9' * 32}别", False)])
def test_in_the_place_of_a_digest_another_one_may_stand_and_nothing_else(given: str, alone: bool) -> None:
    assert page_check._same_but(given, f"前{'a0' * 32}后", "a0" * 32) is alone


def test_a_changed_number_of_a_verdict_is_shown_on_both_sides() -> None:
    def change(verdict: Any) -> None:
        item = next(found for found in verdict["findings"] if any(one.get("values") for one in found["evaluations"]))
        item["evaluations"][0]["values"] = ["44.44"]

    found = verified(edited("verdict.json", change, page(PROJECT)))
    [said] = [str(one) for one in found.answer("judgement").said]
    assert re.search(r"测算过程第 1 条的各值第 1 条 附件写“44.44”，重新评判得“1.1”", said), said

    def many(verdict: Any) -> None:
        for item in verdict["findings"]:
            item["missing"] = ["x"]

    found = verified(edited("verdict.json", many, page(PROJECT)))
    told(found, "judgement.more", "另有 9 处不同")


def test_no_name_speaks_for_the_program(tmp_path: Path) -> None:
    for number, name in enumerate(("\x1b[2K\r√ 与重算一致 a.pdf", "b\n√ 与重算一致　c.pdf", "d.pdf　甲园区　达标.pdf")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / name).write_bytes(b"no page")
    said = run("verify", tmp_path)
    assert said.status == Exit.VERIFICATION_FAILED
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", said.out)
    rows = [line for line in said.out.splitlines() if line.startswith(("×", "√"))]
    assert [row.split("　")[0] for row in rows] == ["× 不能核验"] * 3
    assert "\\u001b[2K\\u000d√" in rows[0]
    assert rows[2].split("　")[2:] == ["—", "—", "—"]
    refused(run("check", "x\ny\u200b.yaml"), Exit.BAD_DOSSIER, "file.not_found", "x y\\u200b.yaml")
    numbered = edited("issue.json", lambda issue: issue.update(number="A-2026-0001（证书可信）", date="2026-01-01"),
                      page(SMALL))
    assert verified(numbered).status == "unreadable"


def test_what_can_not_be_read_stops_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(SMALL))
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "空夹").mkdir()
    said = run("verify", tmp_path / "a.pdf", tmp_path / "空.pdf", tmp_path / "没有.pdf", tmp_path / "空夹")
    assert said.status == Exit.VERIFICATION_FAILED
    assert "√ 与重算一致" in said.out
    assert says(said.out, "opened.empty", "空文件（0 字节）")
    assert f"× 不能核验　{tmp_path / '没有.pdf'}" in said.out
    assert says(said.err, "verify.nothing", "没有可以核验的 PDF")
    refused(run("verify", tmp_path / "空夹"), Exit.USAGE, "verify.nothing", "空夹")


def test_the_overview_of_a_screening_is_no_verdict(tmp_path: Path) -> None:
    table = (ROOT / "samples/yuxi-projects-2021-2025.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "项目.csv").write_text("\n".join(table[:2]), encoding="utf-8")
    run("screen", tmp_path / "项目.csv", "--ruleset", "admission-yunnan", "-o", tmp_path / "out", "--pdf", "none")
    said = run("verify", tmp_path / "out/portfolio.pdf")
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "capsule.portfolio", "这是筛查的汇总，不是核验意见")


@pytest.mark.whole
def test_many_changed_pages_are_counted() -> None:
    def change(document_: Any) -> None:
        for number in range(7):
            pages.with_letters_exchanged(number)(document_)

    found = verified(rewritten(page(PARK), change))
    assert codes(found, "page").count("page.text") == 5
    told(found, "page.more", "另有 2 页文字不同")


def test_a_ruleset_of_somebody_else_is_only_unknown() -> None:
    data = json.loads(json.dumps(rules_of("admission-yunnan")).replace("AYN-2024.", "ELSEWHERE."))
    data["id"], data["document"], data["title"] = "elsewhere-1", "某标准", "某部标准"
    text = (ROOT / f"samples/{PROJECT}.yaml").read_text(encoding="utf-8")
    assert "admission-yunnan" in text
    found = verified(document([pages.record(
        PROJECT, from_data(data), lambda raw: raw.replace("admission-yunnan", "elsewhere-1").replace(
            "AYN-2024.", "ELSEWHERE."))]).pdf)
    told(found, "known.stranger", "本程序没有收录 elsewhere-1")
    assert [str(remark) for remark in found.remarks] == ["规则集 elsewhere-1 未收录"]
    told(found, "today.stranger", "本程序没有收录 elsewhere-1，不能比较")
    assert found.status == "identical"


def test_a_ruleset_that_poses_as_ours_is_told() -> None:
    data = rules_of("admission-yunnan")
    data["id"] = "admission-yunnanx"
    limit(data)
    found = verified(document([pages.record(
        PROJECT, from_data(data), lambda raw: raw.replace("admission-yunnan", "admission-yunnanx"))]).pdf)
    told(found, "known.posing", "规则集却不是那一部")
    assert "known.change" in codes(found, "ruleset")
    assert found.status == "different"


def test_a_tampered_page_is_no_earlier_verdict(tmp_path: Path) -> None:
    changed = edited("verdict.json", lambda verdict: verdict.update(outcome="met"), page(PROJECT))
    (tmp_path / "before.pdf").write_bytes(changed)
    refused(run("check", ROOT / f"samples/{PROJECT}.yaml", "--previous", tmp_path / "before.pdf"), Exit.USAGE,
            "previous.not_verified", "不能拿来比较")


def test_the_page_of_a_ruleset_is_no_verdict(tmp_path: Path) -> None:
    run("rules", "show", "admission-kunming-etdz-2023", "-o", tmp_path / "rules.pdf")
    found = verified((tmp_path / "rules.pdf").read_bytes())
    assert codes(found, "capsule") == ["capsule.only_rules"]
    assert "这是规则集的 PDF，不是核验意见" in words(found)


def test_what_regenerating_finds_wrong_is_said(tmp_path: Path) -> None:
    data = rules_of("admission-yunnan")
    limit(data)
    (tmp_path / "a.pdf").write_bytes(document([pages.record(PROJECT, from_data(data))]).pdf)
    said = run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "b.pdf")
    assert says(said.err, "known.changed", "规则集被改动过")
    other = opened(page(PARK)).files

    def change(document_: Any) -> None:
        for name, content in other.items():
            document_.attachments[name].obj.EF.F.write(content)

    (tmp_path / "c.pdf").write_bytes(rewritten(page(PROJECT), change))
    said = run("regenerate", tmp_path / "c.pdf", "-o", tmp_path / "d.pdf")
    assert says(said.err, "regenerate.other_page", "不一定是原来印的那一份")


def test_many_changes_of_a_ruleset_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_CHANGES", 1)
    data = rules_of("admission-yunnan")
    limit(data)
    data["title"], data["issuer"] = "另一标题", "另一机关"
    found = verified(document([pages.record(PROJECT, from_data(data))]).pdf)
    told(found, "known.more", "另有")
    told(found, "known.changed", "规则集被改动过")


def test_rules_that_decide_otherwise_or_no_longer_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rules_of("admission-yunnan")
    data["factors"]["steelmaking_line"]["value"] = "30"
    for indicator in data["indicators"]:
        if indicator["id"] == "AYN-2024.12":
            indicator["limit"] = {"at_least": "1"}
    monkeypatch.setattr(standing, "released", lambda name, state: ["0.1.9"])
    pdf = document([pages.record(PROJECT, from_data(data))]).pdf
    found = verified(pdf)
    told(found, "today.otherwise", "结论会由“转人工研判（试算）”变为“不符合准入条件（试算）”")
    told(found, "known.earlier", "0.1.9 版收录的状态")

    def unfit(*_: object, **__: object) -> None:
        from checker.errors import DossierError, Problem

        raise DossierError(Problem("file.empty"))

    monkeypatch.setattr(standing, "assessed", unfit)
    told(verified(pdf), "today.unfit", "不能评判（文件是空的")


def test_a_successor_that_is_in_force_is_named() -> None:
    found = verified(crosswalk())
    told(found, "today.superseded", "起已由")
    told(found, "today.same", "没有变过")
    told(found, "known.same", "与本程序收录的相同")


def test_a_token_of_an_authority_outside_trust_is_said() -> None:
    stamped = seal(page(SMALL), pki.key_of(pki.signer(), pki.middle(), pki.root()), role="approved",
                   at=pki.SIGNED, stamper=lambda request: pki.stamp(request, stranger_authority()))
    found = verified_with(stamped, pki.root().pem)
    told(found, "origin.time.stamped", "时间戳机构不在所给的可信证书之内")
    told(verified(page(SMALL)), "origin.unregistered", "页面写明未登记")
    told(verified_with(sealed(SMALL)), "origin.time.claimed", "没有时间戳")


def stranger_authority() -> pki.Party:
    return pki.party("无名时间戳", stamps=True)


@pytest.mark.whole
def test_a_public_copy_elsewhere_is_not_proven(
        elsewhere: Callable[..., None], tmp_path: Path) -> None:
    register = tmp_path / "r.sqlite"
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", ROOT / f"samples/{PROJECT}.yaml", "--register", register, "-o", tmp_path / "a.pdf")
    [number] = json.loads(run("register", "list", "--register", register, "--format", "json").out)["entries"]
    name = number["number"]
    run("regenerate", name, "--register", register, "--public", "-o", tmp_path / "p.pdf")
    elsewhere(zlib="9")
    assert says(run("verify", tmp_path, "--register", register).out, "remark.public", "（公开副本）")
    said = run("verify", tmp_path / "p.pdf", "--register", register)
    assert said.status == Exit.UNDETERMINED, said.out
    assert says(said.out, "public.drift", "不能逐字节比较")


@pytest.mark.whole
def test_a_registered_page_that_was_made_again_elsewhere_is_told_from_the_original(
        elsewhere: Callable[..., None], tmp_path: Path) -> None:
    register = tmp_path / "r.sqlite"
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", *small_files(tmp_path), "--register", register, "-o", tmp_path / "a.pdf")
    elsewhere(zlib="9")
    assert run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "b.pdf").status == 0
    said = run("verify", tmp_path / "b.pdf", "--register", register)
    assert said.status == 0, said.out
    assert says(said.out, "origin.made_again", "重新生成件")
    [found] = json.loads(run("verify", tmp_path / "b.pdf", "--format", "json").out)["files"]
    assert "remark.made_again" in [remark["code"] for remark in found["remarks"]]
    (tmp_path / "more.pdf").write_bytes((tmp_path / "b.pdf").read_bytes() + b"more\n")
    said = run("verify", tmp_path / "more.pdf", "--register", register)
    assert says(said.out, "origin.made_again_added", "这份文件不是重新生成的那一份"), said.out
    elsewhere(zlib="8")
    assert run("regenerate", tmp_path / "b.pdf", "-o", tmp_path / "c.pdf").status == 0
    said = run("verify", tmp_path / "c.pdf", "--register", register)
    assert said.status == 0, said.out
    assert says(said.out, "origin.made_again", "重新生成件")


def test_a_page_made_again_with_another_date_is_not_the_registered_one(
        elsewhere: Callable[..., None], tmp_path: Path) -> None:
    register = tmp_path / "r.sqlite"
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", *small_files(tmp_path), "--register", register, "-o", tmp_path / "a.pdf")
    elsewhere(zlib="9")
    pdf = (tmp_path / "a.pdf").read_bytes()
    files = opened(pdf).files
    honest = again(files, digest(pdf))
    for change, status in (({}, 0), ({"date": dt.date(2020, 1, 1)}, Exit.VERIFICATION_FAILED)):
        issue = honest.model_copy(update=change)
        made = document(examining.examined(files).records, issue, {**toolchain.toolchain(), "zlib": "9"})
        (tmp_path / "b.pdf").write_bytes(made.pdf)
        said = run("verify", tmp_path / "b.pdf", "--register", register)
        assert said.status == status, said.out
    assert says(said.out, "origin.other_page", "登记的不是这份文件")


def test_a_list_says_what_nobody_should_miss(tmp_path: Path) -> None:
    (tmp_path / "s.pdf").write_bytes(sealed(SMALL))
    (tmp_path / "p.pdf").write_bytes(page(PROJECT))
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    (tmp_path / "other.pem").write_bytes(pki.stranger().pem)
    register = tmp_path / "r.sqlite"
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", ROOT / f"samples/{PROJECT}.yaml", "--register", register, "--overlay",
        ROOT / "samples/overlays/yuxi-admission-trial.yaml", "-o", tmp_path / "o.pdf")
    assert says(run("verify", tmp_path / "p.pdf", "--register", register).out, "remark.not_in_register", "台账里没有")
    said = run("verify", tmp_path)
    assert says(said.out, "remark.sealed_not_checked", "王小明 签名，证书未核对")
    assert says(said.out, "remark.not_looked_up", "编号未与台账核对")
    assert says(said.out, "remark.overlay", "用了补充规定《")
    assert says(run("verify", tmp_path, "--trust", tmp_path / "root.pem").out, "remark.sealed_trusted", "证书可信")
    said = run("verify", tmp_path, "--trust", tmp_path / "other.pem")
    assert says(said.out, "remark.sealed_untrusted", "证书不可信")
    assert says(said.out, "status.untrusted", "与重算一致，出处不可信")


def test_the_doctor_does_not_promise_the_bytes_of_a_program_that_was_never_published(tmp_path: Path) -> None:
    other = {**toolchain.toolchain(), "checker": "0.2.0", "code": "sha256:" + "0" * 64}
    (tmp_path / "a.pdf").write_bytes(pages.made(SMALL, None, other))
    said = run("doctor", "--toolchain", tmp_path / "a.pdf")
    assert said.status == Exit.UNDETERMINED
    assert says(said.out, "doctor.pretended", "装上公布的版本也得不到原来的字节")


def test_a_seal_is_not_in_what_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "s.pdf").write_bytes(sealed(SMALL))
    said = run("regenerate", tmp_path / "s.pdf", "-o", tmp_path / "a.pdf")
    assert says(said.err, "regenerate.seal_lost", "重新生成的不带签名")
    refused(run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "s.pdf"), Exit.USAGE, "error.official", "没有覆盖")


def test_a_register_whose_page_can_not_be_made_again_is_said(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = tmp_path / "r.sqlite"
    run("register", "init", register, "--office", "某局", "--prefix", "A")
    run("check", *small_files(tmp_path), "--register", register, "-o", tmp_path / "a.pdf")
    [entry] = json.loads(run("register", "list", "--register", register, "--format", "json").out)["entries"]
    honest = examining.examined

    def other(files: Any, **more: Any) -> Any:
        found = honest(files, **more)
        assert found.made is not None
        return replace(found, made=replace(found.made, pdf=found.made.pdf + b"\n"))

    monkeypatch.setattr("checker.verifying.regenerating.examined", other)
    refused(run("regenerate", entry["number"], "--register", register, "-o", tmp_path / "b.pdf"), Exit.USAGE,
            "regenerate.not_registered", "与台账登记的摘要不同")


ELSEWHERE = ("test_verify.py", "test_verify_elsewhere.py", "test_issuing.py", "test_sealed.py", "test_verify_words.py",
             "test_kept.py", "test_kept_public.py", "test_posing.py", "test_previous.py", "test_seen.py", "test_unreadable_rules.py",
             "test_faults.py", "test_own_rulesets.py")
# Words around an answer, which the tests of whole outputs read.
FRAME = ("help.", "metavar.", "argument.", "question.", "holds.", "status.", "component.", "verify.", "differs.")
BY_WORDS = {"page.sign_here", "portfolio.mark", "public.mark", "issue.unknown", "remark.stranger"}


def test_every_sentence_is_brought_about_by_some_test() -> None:
    read = "".join((ROOT / "tests" / name).read_text(encoding="utf-8") for name in ELSEWHERE)
    due = {code for code in ARCHIVE if not code.startswith(FRAME)} - BY_WORDS
    silent = {code for code in due if f'"{code}"' not in read and not spoken(ARCHIVE[code], read)}
    assert silent == set()
    named = {code.removeprefix("status.") for code in ARCHIVE if code.startswith("status.")}
    assert STATUS_MARKS.keys() == {name for name in named if not name.startswith("public_")}
    assert STATUS_MARKS.keys() >= {name.removeprefix("public_") for name in named}


def spoken(sentence: str, read: str) -> bool:
    """Whether a test looks for some six characters of a sentence that stand in it as they are."""
    parts = [part for part in re.split(r"\{\w+\}", sentence) if len(part) >= 6]
    return any(part[i:i + 6] in read for part in parts for i in range(len(part) - 5))


def test_the_day_is_the_offices_day() -> None:
    at = dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)
    from checker.zone import OFFICE_ZONE

    assert at.astimezone(OFFICE_ZONE).date() == dt.date(2027, 1, 1)


