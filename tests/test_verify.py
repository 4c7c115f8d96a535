"""Verifying: an honest page is identical, whatever else is told, named, and never confirmed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pages
import pikepdf
import pki
import pytest
from bad.command import refused, run, says
from conftest import ROOT, sample_data
from forms import filled
from pages import PARK, PROJECT, SMALL, edited, page, rewritten, rules_of, set_once  # noqa: F401 - a fixture
from verified_pages import codes, crosswalk, finding, held, limit, screening, verified, words

from checker.capsule.opening import opened
from checker.errors import Problem
from checker.exits import Exit
from checker.reporting.document import document
from checker.ruleset.loading import from_data
from checker.sealing.seal import seal

BOTH = (PARK, PROJECT)
EACH = (*(pytest.param(sample, marks=pytest.mark.whole) for sample in BOTH), SMALL)
TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"


# what is honest


SAMPLES = sorted({path.stem for path in ROOT.glob("samples/*.yaml")} - {"made-up-scored-project"})

# The commands that make a page of each kind, of a project and of parks, with how they end.
OF_PROJECT: dict[str, tuple[str, tuple[object, ...], Exit]] = {
    "page": (PROJECT, (), Exit.UNMET),
    "crosswalk": (PROJECT, ("--ruleset", "admission-yunnan", "--ruleset", "admission-kunming-etdz-2023"), Exit.UNMET),
    "over": (PROJECT, ("--overlay", ROOT / "samples/overlays/yuxi-admission-trial.yaml", "--purpose", "trial"),
             Exit.UNMET)}
OF_PARKS: dict[str, tuple[str, tuple[object, ...], Exit]] = {
    "page": (PARK, (), Exit.MET),
    "crosswalk": ("yuxi-htz-2020", ("--ruleset", "hj274-2015", "--ruleset", "green-park-2016"), Exit.UNMET),
    "over": ("yuxi-htz-2020", ("--overlay", ROOT / "samples/overlays/made-up-yuxi.yaml", "--purpose", "trial"),
             Exit.UNMET)}


@pytest.mark.parametrize("kinds", [OF_PROJECT, pytest.param(OF_PARKS, marks=pytest.mark.whole)],
                         ids=["project", "parks"])
def test_a_page_of_each_kind_is_identical_and_regenerated_byte_for_byte(
        kinds: dict[str, tuple[str, tuple[object, ...], Exit]], tmp_path: Path) -> None:
    place = tmp_path / "drawer"
    place.mkdir()
    for name, (sample, more, status) in kinds.items():
        assert run("check", ROOT / f"samples/{sample}.yaml", *more, "-o", place / f"{name}.pdf").status == status
    sample, _, status = kinds["page"]
    assert run("check", ROOT / f"samples/{sample}.yaml", "--previous", place / "page.pdf", "-o",
               place / "again.pdf").status == status
    assert run("check", ROOT / "samples/made-up-scored-project.yaml", "--ruleset",
               ROOT / "samples/rulesets/made-up-scoring", "-o", place / "scored.pdf").status in (0, 1, 3)
    all_identical(place, 5)


@pytest.mark.whole
def test_every_sample_is_identical_and_regenerated_byte_for_byte(tmp_path: Path) -> None:
    place = tmp_path / "samples"
    place.mkdir()
    for name in SAMPLES:
        assert run("check", ROOT / f"samples/{name}.yaml", "-o", place / f"{name}.pdf").status in (0, 1, 3)
    all_identical(place, len(SAMPLES))


@pytest.mark.parametrize("sample", EACH)
def test_of_a_page_that_is_as_it_was_made_nothing_is_a_problem(sample: str) -> None:
    said = [one for answer in verified(page(sample)).answers for one in answer.said]
    assert [one for one in said if isinstance(one, Problem)] == []


def test_one_page_is_told_in_six_answers(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(PARK))
    said = run("verify", tmp_path / "a.pdf")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0] == f"√ 与重算一致，由谁出具未证明　{tmp_path / 'a.pdf'}"
    for order, name in enumerate(("复现包：是", "结论：是", "页面：是", "规则：是", "按今天的规则：供参考", "出处：供参考"), 1):
        assert f"　{order} {name}" in lines
    assert "32 项逐项相同，结论都是“达标（试算）”" in said.out
    assert "未证明：这份文件自身前后一致，但由谁出具，文件本身不能说明。" in said.out


def test_a_folder_gives_a_table_and_the_worst_status(tmp_path: Path) -> None:
    (tmp_path / "甲.pdf").write_bytes(page(PARK))
    (tmp_path / "乙.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (tmp_path / "丙.txt").write_text("no page")
    said = run("verify", tmp_path)
    assert said.status == Exit.VERIFICATION_FAILED
    assert f"√ 与重算一致，由谁出具未证明　{tmp_path / '甲.pdf'}　虚构园区（演示用）　达标（试算）　未登记" in said.out
    assert f"× 不能核验　{tmp_path / '乙.pdf'}　—　—　—" in said.out
    assert f"× 不能核验　{tmp_path / '乙.pdf'}" in said.out
    assert says(said.out, "opened.damaged", "残缺或被改动过")
    assert said.out.splitlines()[-1] == "共 2 份：不能核验 1；与重算一致，由谁出具未证明 1。"


def test_what_is_told_in_a_list_is_what_judging_anew_gives(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page(PROJECT))
    (tmp_path / "b.pdf").write_bytes(page(PARK))
    said = run("verify", tmp_path)
    assert "虚构炼钢车间改造项目　不符合准入条件（试算）　未登记" in said.out


def test_the_overview_of_a_screening_is_no_page_and_is_said_to_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "portfolio.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "screening.json").write_text("{}", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(page(SMALL))
    said = run("verify", tmp_path)
    assert said.status == 0
    assert says(said.err, "verify.portfolio", "筛查的汇总，不是核验意见")
    (tmp_path / "screening.json").unlink()
    assert run("verify", tmp_path).status == Exit.VERIFICATION_FAILED


def test_a_folder_that_can_not_be_read_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    walk = os.walk
    shut = tmp_path / "锁"
    shut.mkdir()
    (tmp_path / "a.pdf").write_bytes(page(SMALL))

    def locked(top: Any, onerror: Any = None, **more: Any) -> Iterator[Any]:
        yield from walk(top, onerror=onerror, **more)
        problem = PermissionError(13, "no")
        problem.filename = str(shut)
        onerror(problem)

    monkeypatch.setattr(os, "walk", locked)
    said = run("verify", tmp_path)
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "verify.folder_unreadable", "没有权限读取这个文件夹")


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the first rows of the real table, or of all of them."""
    place = tmp_path_factory.mktemp("screened")
    lines = TABLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (place / "few.csv").write_text("".join(lines[:3]), encoding="utf-8-sig")
    return place


def all_identical(folder: Path, count: int) -> None:
    found = json.loads(run("verify", folder, "--format", "json").out)["files"]
    assert len(found) == count
    assert [entry["file"] for entry in found if entry["status"] != "identical"] == []
    # The last first: what was verified last is still remembered.
    for path in sorted(folder.glob("*.pdf"), reverse=True):
        assert run("regenerate", path, "-o", folder.parent / "again.pdf").status == 0
        assert (folder.parent / "again.pdf").read_bytes() == path.read_bytes()


@pytest.mark.whole
def test_rows_of_a_table_are_identical(screened: Path, tmp_path: Path) -> None:
    all_identical(screening(screened / "few.csv", tmp_path / "out"), 2)


@pytest.mark.whole
def test_each_of_the_98_projects_is_identical_and_stays_so_when_it_is_sealed(tmp_path: Path) -> None:
    folder = screening(TABLE, tmp_path / "out")
    all_identical(folder, 98)
    key = pki.key_of(pki.signer(), pki.middle(), pki.root())
    for path in sorted(folder.glob("*.pdf")):
        path.write_bytes(seal(path.read_bytes(), key, role="approved", at=pki.SIGNED))
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    said = run("verify", folder, "--trust", tmp_path / "root.pem", "--format", "json")
    found = json.loads(said.out)["files"]
    assert [entry["file"] for entry in found if entry["status"] != "identical"] == []
    assert {answer["holds"] for entry in found for answer in entry["answers"]} == {"yes", "told"}


@pytest.mark.parametrize("sample", [pytest.param(PARK, marks=pytest.mark.whole), PROJECT])
def test_a_filled_form_is_read_again_from_the_capsule(sample: str, tmp_path: Path) -> None:
    form, data = tmp_path / "form.xlsx", sample_data(sample)
    filled(data["against"][0]["ruleset"], data).book.save(form)
    assert run("check", form, "-o", tmp_path / "form.pdf").status in (0, 1, 3)
    found = verified((tmp_path / "form.pdf").read_bytes())
    assert found.status == "identical", words(found)
    changed = rewritten((tmp_path / "form.pdf").read_bytes(), pages.with_file("submitted.xlsx", b"PK nothing"))
    assert "capsule.unread" in codes(verified(changed), "capsule")


# what was changed in the file


# A park's page takes three times as long as a project's; together ten thousand positions.
@pytest.mark.parametrize(("sample", "seed", "count"), [
    (PROJECT, 0, 5), *(pytest.param(sample, 0, 15, marks=pytest.mark.whole) for sample in BOTH),
    *(pytest.param(PARK, seed, 500, marks=pytest.mark.whole) for seed in range(1, 5)),
    *(pytest.param(PROJECT, seed, 1000, marks=pytest.mark.whole) for seed in range(1, 9))])
def test_no_flipped_bit_leaves_a_page_identical(sample: str, seed: int, count: int) -> None:
    pdf = page(sample)
    chance = random.Random(f"{sample} {seed}")
    for _ in range(count):
        changed = bytearray(pdf)
        place = chance.randrange(len(pdf))
        changed[place] ^= 1 << chance.randrange(8)
        assert verified(bytes(changed)).exit == Exit.VERIFICATION_FAILED, place


@pytest.mark.parametrize("sample", EACH)
@pytest.mark.parametrize("step", [907, pytest.param(1, marks=pytest.mark.whole)])
def test_every_byte_of_the_capsule_counts(sample: str, step: int) -> None:
    """Flipped in the stream: unreadable, or another content whose digest no page prints, or found on the page."""
    from pypdf.errors import PyPdfError
    from pypdf.filters import FlateDecode

    pdf = page(sample)
    given = opened(pdf)
    printed = {found for text in given.texts for found in re.findall("[0-9a-f]{64}", text)}
    assert len(printed) >= len(given.files)
    for name, stream in streams(pdf).items():
        for place in range(0, len(stream), step):
            changed = bytearray(stream)
            changed[place] ^= 0xFF
            try:
                content = FlateDecode.decode(bytes(changed))
            except PyPdfError:
                continue
            if content == given.files[name]:
                at = pdf.index(stream) + place
                assert verified(pdf[:at] + bytes([pdf[at] ^ 0xFF]) + pdf[at + 1:]).status == "different"
            else:
                assert hashlib.sha256(content).hexdigest() not in printed


def streams(pdf: bytes) -> dict[str, bytes]:
    """The attachments as they are packed."""
    with pikepdf.open(io.BytesIO(pdf)) as document_:
        found = {name: spec.obj.EF.F.read_raw_bytes() for name, spec in document_.attachments.items()}
    assert all(stream in pdf for stream in found.values())
    return found


@pytest.mark.whole
@pytest.mark.parametrize(("seed", "count"), [(0, 2), *((seed, 50) for seed in range(1, 5))])
def test_the_command_refuses_flipped_bytes_without_a_word_of_python(seed: int, count: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for number in range(count):
        pdf = bytearray(page((SMALL, *BOTH)[number % 3]))
        pdf[chance.randrange(len(pdf))] ^= 1 << chance.randrange(8)
        (tmp_path / "flipped.pdf").write_bytes(pdf)
        done = subprocess.run([sys.executable, "-m", "checker", "verify", str(tmp_path / "flipped.pdf")],
                              capture_output=True, text=True, check=False, timeout=150)
        assert done.returncode == Exit.VERIFICATION_FAILED, done
        assert "Traceback" not in done.stderr
        assert done.stdout.startswith("×")


def outcome(verdict: Any) -> None:
    verdict["outcome"] = "review"


def datum(dossier: Any) -> None:
    dossier["subject"]["name"] = "另一个对象"


@pytest.mark.parametrize("sample", EACH)
@pytest.mark.parametrize(("name", "edit"), [
    ("verdict.json", finding), ("verdict.json", outcome), ("ruleset.json", limit), ("dossier.json", datum),
    ("issue.json", lambda issue: issue.update(number="KM-2026-0001")),
    ("issue.json", lambda issue: issue["judged"].update(as_of="2020-01-01")),
    ("toolchain.json", lambda tools: tools.update(checker="9.9")),
], ids=["finding", "outcome", "limit", "datum", "number", "day", "toolchain"])
def test_an_edit_in_the_capsule_is_no_longer_what_the_page_prints(
        sample: str, name: str, edit: Callable[[Any], None]) -> None:
    found = verified(edited(name, edit, page(sample)))
    assert found.exit == Exit.VERIFICATION_FAILED
    assert held(found)["capsule"] == "no"
    if found.status == "unreadable":
        assert says(words(found), "issue.number_and_date", "附件被改动过")
        return
    assert "capsule.unprinted" in codes(found, "capsule") or held(found)["judgement"] == "no"
    if name == "verdict.json":
        assert codes(found, "judgement") == ["judgement.item" if edit is finding else "judgement.field"]


def test_another_submitted_file_is_told_from_the_one_that_was_read() -> None:
    raw = opened(page(PROJECT)).files["submitted.yaml"]
    assert b'"3120"' in raw
    found = verified(rewritten(page(PROJECT), pages.with_file("submitted.yaml", raw.replace(b'"3120"', b'"3110"'))))
    assert found.status == "different"
    assert {"capsule.other_dossier", "capsule.unprinted"} <= set(codes(found, "capsule"))
    assert "由 submitted.yaml 读出的与 dossier.json 不同" in words(found)


@pytest.mark.parametrize(("change", "code", "said"), [
    (pages.without_file("ruleset.json"), "capsule.missing", "缺少 ruleset.json"),
    (pages.without_file("submitted.yaml"), "capsule.missing", "submitted.*"),
    (pages.with_added_file("evil.json", b"{}"), "capsule.strangers", "多出了本程序不会附上的 evil.json"),
    (pages.with_doubled_file("verdict.json"), "capsule.doubled", "verdict.json 有不止一份"),
    (pages.with_file("verdict.json", b"{}"), "capsule.other_format", "本版程序只认 verdict/2、verdict/1"),
    (pages.with_file("verdict.json", b'{"schema": "verdict/2"}'), "capsule.not_canonical", "不是规范化的写法"),
    (pages.with_file("issue.json", b'{"schema":"issue/9"}'), "file.later_format", "这是 issue/9 格式，比本版程序认得的（issue/2）新"),
], ids=["removed", "submitted", "added", "doubled", "empty", "spaced", "format"])
def test_an_attachment_removed_added_doubled_or_unreadable_is_named(
        change: Callable[[pikepdf.Pdf], None], code: str, said: str) -> None:
    found = verified(rewritten(page(SMALL), change))
    assert found.status in ("different", "unreadable")
    assert code in codes(found, "capsule"), words(found)
    assert said in words(found)


@pytest.mark.parametrize(("change", "code", "said"), [
    (pages.with_letters_exchanged(0), "page.text", "第 1 页文字不同"),
    (pages.drawn_over(0, b"1 1 1 rg 100 500 200 40 re f"), "page.same_words", "不同的是画面、附件目录或文件结构"),
    (lambda d: d.pages[0].Resources.XObject.__setitem__("/Fake", d.make_stream(b"", Subtype=pikepdf.Name.Form)),
     "page.objects", "第 1 页多出了"),
    (lambda d: d.pages[0].__setitem__("/Annots", pikepdf.Array([])), "page.objects", "/Annots"),
    (lambda d: d.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")),
     "page.catalogue", "/OpenAction"),
    (lambda d: d.pages.__delitem__(0), "page.count", "本件 1 页，应为 2 页"),
], ids=["number", "covered", "object", "annotation", "action", "page"])
def test_a_page_that_was_changed_alone_is_told_by_its_place(
        change: Callable[[pikepdf.Pdf], None], code: str, said: str) -> None:
    found = verified(rewritten(with_xobjects(page(SMALL)), change))
    assert held(found)["judgement"] == "yes"
    assert held(found)["page"] == "no"
    assert {"page.bytes", code} <= set(codes(found, "page")), words(found)
    assert said in words(found)


def with_xobjects(pdf: bytes) -> bytes:
    """Room for an object to be drawn, which our own pages don't need."""
    def change(document_: pikepdf.Pdf) -> None:
        if "/XObject" not in document_.pages[0].Resources:
            document_.pages[0].Resources.XObject = pikepdf.Dictionary()

    return rewritten(pdf, change)


def test_the_page_of_one_with_the_capsule_of_another() -> None:
    other = opened(page(PARK)).files

    def change(document_: pikepdf.Pdf) -> None:
        for name, content in other.items():
            document_.attachments[name].obj.EF.F.write(content)

    found = verified(rewritten(page(PROJECT), change))
    assert found.status == "different"
    assert "capsule.unprinted" in codes(found, "capsule")


@pytest.mark.parametrize("share", [1, 2, 10, 50, 90, 99])
def test_a_truncated_file_is_refused_in_words(share: int) -> None:
    pdf = page(SMALL)
    found = verified(pdf[:len(pdf) * share // 100])
    assert found.status in ("unreadable", "different")
    assert found.exit == Exit.VERIFICATION_FAILED


# what was forged with this program itself


def test_a_limit_changed_before_judging_is_told_from_the_ruleset_that_we_know() -> None:
    data = rules_of("admission-yunnan")
    limit(data)
    forged = pages.record(PROJECT, from_data(data))
    found = verified(document([forged]).pdf)
    assert held(found) | {"today": "told"} == {
        "capsule": "yes", "judgement": "yes", "page": "yes", "ruleset": "no", "today": "told", "origin": "told"}
    assert found.status == "different"
    assert "不是本程序任何一版收录的状态：规则集被改动过" in words(found)
    assert "known.change" in codes(found, "ruleset")


def test_a_verdict_changed_before_rendering_is_judged_anew() -> None:
    honest = pages.record(PROJECT)
    findings = [honest.verdict.findings[0].model_copy(update={"outcome": "unmet"}), *honest.verdict.findings[1:]]
    changed = honest.verdict.model_copy(update={"findings": findings})
    forged = replace(honest, case=replace(honest.case, verdict=changed))
    found = verified(document([forged]).pdf)
    assert held(found)["capsule"] == "yes"
    assert codes(found, "judgement") == ["judgement.item"]
    assert "判定 附件写“未达标”，重新评判得“达标”" in words(found)
    assert codes(found, "page") == []


def test_an_earlier_state_that_we_published_is_only_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rules_of("admission-yunnan")
    data["title"] += "（旧）"
    monkeypatch.setattr("checker.verifying.standing.released", lambda name, state: ["0.1.9"])
    found = verified(document([pages.record(PROJECT, from_data(data))]).pdf)
    assert held(found)["ruleset"] == "told"
    assert "是本程序 0.1.9 版收录的状态，后来有改动" in words(found)
    assert found.status == "identical"
    assert "规则有改动，按现在的 admission-yunnan 评判，结论仍是“不符合准入条件（试算）”" in words(found)


def test_rules_that_would_decide_otherwise_today_are_information(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rules_of("admission-yunnan")
    entry = next(i for i in data["indicators"] if i["id"] == "AYN-2024.12")
    entry["limit"] = {"at_least": "1"}
    monkeypatch.setattr("checker.verifying.standing.released", lambda name, state: ["0.1.9"])
    found = verified(document([pages.record(PROJECT, from_data(data))]).pdf)
    assert found.status == "identical"
    assert "today.items" in codes(found, "today")
    assert "判定不同的序号：12" in words(found)


def test_a_successor_in_force_is_told() -> None:
    assert "已由" in words(verified(crosswalk()))


# what is no page of ours


def test_what_is_not_ours_is_refused_in_words(tmp_path: Path) -> None:
    empty = pikepdf.new()
    empty.add_blank_page()
    out = io.BytesIO()
    empty.save(out)
    assert "没有复现包（附件）" in words(verified(out.getvalue()))
    assert "这不是 PDF 文件" in words(verified(b"hello"))
    locked = io.BytesIO()
    empty.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert says(words(verified(locked.getvalue())), "opened.encrypted", "加了密")
    refused(run("verify", tmp_path / "none.pdf"), Exit.USAGE, "file.not_found", "找不到")
    refused(run("verify", tmp_path), Exit.USAGE, "verify.nothing", "没有可以核验的 PDF")


def bomb() -> bytes:
    """A page of ours whose dossier unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers to what came before: the second piece stands for all that follow.
    piece = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + piece * 127 + b"\x03\x00" + (((1 << 31) % 65521) << 16 | 1).to_bytes(4)

    def change(document_: pikepdf.Pdf) -> None:
        document_.attachments["dossier.json"].obj.EF.F.write(packed, filter=pikepdf.Name.FlateDecode)

    return rewritten(page(SMALL), change)


IN_A_GIGABYTE = ("import resource, runpy; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); "
                 "runpy.run_module('checker', run_name='__main__')")


def test_a_bomb_costs_little_memory_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(bomb())
    done = subprocess.run([sys.executable, "-c", IN_A_GIGABYTE, "verify", str(tmp_path / "bomb.pdf")],
                          capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == Exit.VERIFICATION_FAILED
    assert says(done.stdout, "opened.too_much", "附件展开后过大")
