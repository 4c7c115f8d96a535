"""Pages of versions that were published: whole as they were kept, and verified by every later version."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import keep
import pytest
from bad.command import run
from conftest import ENGINES
from keep import DIGESTS, KINDS, MENDED, PLACE
from pages import edited, set_once  # noqa: F401 - a fixture
from plain_pages import TINY, recorded, unpacked
from plain_words import of_the_programmer
from test_editions import PARK

from checker import __version__
from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.opening import opened
from checker.capsule.record import Record
from checker.capsule.releases import pretended, releases
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import read_capsule
from checker.cli.seal import _look as look_before_sealing
from checker.errors import CapsuleError, Problem
from checker.exits import Exit
from checker.files.canonical import digest
from checker.former import inquiry, keeping
from checker.forms.filled import parse_form
from checker.judging.judge import judge
from checker.ruleset.loading import from_data
from checker.verifying import verifying
from checker.verifying.answers import Verification
from checker.verifying.examining import examined
from checker.verifying.glossary import Called
from checker.verifying.mendings import Page, concerned
from checker.verifying.origin import Trust
from checker.verifying.regenerating import regenerated
from checker.verifying.rejudging import Difference
from checker.verifying.verifying import verified

KEPT = sorted(PLACE.glob("[0-9]*/*.pdf"))
OTHERWISE = sorted((PLACE / MENDED).glob("*/*.pdf"))
# Of what is read otherwise, one of each reader; all the others are verified with what takes minutes.
OFTEN = {"hidden-character", "row-blanks-in-number", "form-unit-filled-in"}
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@cache
def found_in(path: Path) -> Verification:
    return verify(path.read_bytes())


def verify(pdf: bytes) -> Verification:
    return verified(pdf, NOW.date(), Trust(NOW))


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def told(found: Verification) -> str:
    return "\n".join(str(problem) for answer in found.answers for problem in answer.said)


def of_kind(name: str) -> Path:
    return PLACE / MENDED / "0.2.0" / f"{name}.pdf"


@pytest.mark.parametrize("path", [*KEPT, *OTHERWISE], ids=named)
def test_what_was_kept_is_as_it_was_kept(path: Path) -> None:
    digests = json.loads((path.parent / DIGESTS).read_text(encoding="utf-8"))
    assert digest(path.read_bytes()) == digests[path.name]


# A park's page takes four times as long as a project's.
@pytest.mark.parametrize("path", [
    pytest.param(path, marks=pytest.mark.whole if path.name.startswith("made-up-park") else ()) for path in KEPT], ids=named)
def test_a_kept_page_is_verified_for_ever(path: Path) -> None:
    found = found_in(path)
    assert found.answer("capsule").holds in ("yes", "mended"), told(found)
    assert found.answer("judgement").holds in ("yes", "mended"), told(found)
    assert found.answer("page").holds in ("yes", "not_here"), told(found)
    assert found.answer("ruleset").holds in ("yes", "told"), told(found)
    assert found.status in ("identical", "confirmed", "mended"), told(found)
    assert of_the_programmer(told(found)) == []


@pytest.mark.parametrize("path", [pytest.param(path, marks=() if path.stem in OFTEN else pytest.mark.whole)
                                  for path in OTHERWISE], ids=named)
def test_what_is_read_or_said_otherwise_today_is_never_called_tampered_with(path: Path) -> None:
    found = found_in(path)
    assert found.status in ("identical", "confirmed", "mended"), told(found)
    assert found.exit in (Exit.MET, Exit.UNDETERMINED)
    assert of_the_programmer(told(found)) == []
    if found.status == "mended":
        assert "没有被改动" in told(found)
        reasons = [problem.code for answer in found.answers for problem in answer.said
                   if problem.code.startswith("mending.")]
        assert reasons, told(found)


def test_of_a_mended_reading_the_version_the_place_and_both_outcomes_are_told() -> None:
    found = found_in(of_kind("hidden-character"))
    assert (found.status, found.exit, found.outcome) == ("mended", Exit.UNDETERMINED, "转人工研判")
    assert "逐项得出附件里的结论“符合准入条件”，没有被改动；0.2.0 版以后程序有改进，今天评判得“转人工研判”" in told(found)
    assert "0.3.0 版起，看不见的字符、词中间的换行不再使词找不到、认不出：“新建化\\u200b工原料生产线”" in told(found)
    assert next(str(one) for one in found.remarks) == "0.2.0 版得“符合准入条件”，今天得“转人工研判”"


def test_a_row_that_is_not_read_any_more_says_why() -> None:
    found = found_in(of_kind("row-blanks-in-number"))
    assert (found.status, found.outcome) == ("mended", "今天的程序不予评判")
    assert "隔着空格或换行的数字不再连成一个数：“10000 8000”" in told(found)


def test_a_formal_page_from_a_form_with_units_filled_in_is_what_was_issued_and_a_trial_today() -> None:
    found = found_in(of_kind("form-unit-filled-in"))
    assert (found.status, found.exit, found.outcome) == ("mended", Exit.UNDETERMINED, "达标（试算）")
    assert found.answer("page").holds in ("yes", "not_here")
    assert [one.code for one in found.answer("capsule").said] == ["mended.only_trial", "mending.units"]
    assert "逐项得出附件里的结论“达标”，没有被改动" in told(found)
    assert "的结论：用途 附件写“正式”，重新评判得“试算”" in told(found)
    assert "“t”（填报值第 1 条的单位）、“tce”（填报值第 2 条的单位）" in told(found)
    assert "结论会由“达标（试算）”变为“无法判定（试算）”" in told(found)
    assert next(str(one) for one in found.remarks) == "0.2.0 版得“达标”，今天得“达标（试算）”"


def test_a_formal_page_of_such_a_form_that_no_earlier_program_made_is_not_the_same() -> None:
    name = "form-unit-filled-in.xlsx"
    rules = read_capsule(opened(of_kind("form-unit-filled-in").read_bytes()).files).parts[0].base
    submission = parse_form((KINDS / name).read_bytes(), name, known=[rules])
    assert submission.trial
    day = submission.dossier.assessed_on
    assert day is not None
    due: list[tuple[Literal["trial"] | None, list[str]]] = [(None, ["capsule.only_trial"]), ("trial", [])]
    for asked, wrong in due:
        case = judge(submission.dossier, rules, day, ENGINES[0], submission.digest, asked)
        record = Record(submission, rules, rules, case, asked=asked)
        files = {file.name: file.content for file in capsule([record], unregistered([record]), toolchain())}
        found = examined(files, drawn=False)
        assert [one.code for one in found.problems] == wrong
        assert not found.differences


# One page of each kind of mending, with the place that it names.
NAMED = {
    "hidden-character": ("mending.hidden", "新建化\\u200b工原料生产线”（属性的“项目内容”的内容）"),
    "soft-hyphen": ("mending.hidden", "新建电\\u00ad镀车间一座”（属性的“项目内容”的内容）"),
    "dash-in-scope": ("mending.spelled", "规上—全部”（填报值第 2 条的口径）"),
    "annex": ("mending.nothing", "视为没有填"), "row-nothing-stated": ("mending.nothing", "视为没有填"),
    "form-number-over-lines": ("mending.joined", "隔着空格或换行的数字不再连成一个数"),
    "form-unit-filled-in": ("mending.units", "材料表不再预先填好单位"),
    "code-as-number": ("mending.code", "“610”（属性的“行业代码”的内容）"),
    "row-division-code": ("mending.code", "“29”（属性的“行业代码”的内容）"),
    "stated-ten-times": ("mending.repeated", "完全相同的几条填报值视为一个"),
    "two-bounds": ("mending.bounds", "每一个都用来限定，不只用第一个"),
    "within-rounding": ("mending.rounded", "只差在四舍五入之内的，不再说不同：“HJ274-2015.11”"),
    "unit-of-one": ("mending.bare", "没有单位的数后面不再印“1”：“ALU-2008.3：0.51 → 0.5”"),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in OFTEN else pytest.mark.whole)
                                  for name in NAMED])
def test_each_mending_is_named_with_its_place(name: str) -> None:
    found = found_in(of_kind(name))
    code, said = NAMED[name]
    assert code in [problem.code for answer in found.answers for problem in answer.said], told(found)
    assert said in told(found)


def stating(more: dict[str, Any] | None = None) -> tuple[Any, Record]:
    """A made-up page of an earlier version that states more, and the same judged today."""
    rules = from_data({**TINY, "attributes": {name: {"label": name.upper(), "kind": "text"} for name in ("zone", "code")}})
    record = recorded({**PARK, **(more or {})}, rules)
    return unpacked([record]), record


def mended(page: Page) -> dict[str, str]:
    """The mendings that a page of 0.2.0 gives reason to name, with its places."""
    return {one.code: str(one.params["places"]) for one in concerned(page, "0.2.0")}


OBSERVED: dict[str, Any] = PARK["observations"][0]
OF_THE_SUBJECT = "”（对象的名称）"
# What a page states, and which mending concerns it; where it is nothing, none does.
STATED: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"subject": {"name": "某\u200b园区", "kind": "park"}}, {"mending.hidden": f"“某\\u200b园区{OF_THE_SUBJECT}"}),
    ({"subject": {"name": "某_x000D_园区", "kind": "park"}}, {"mending.hidden": f"“某_x000D_园区{OF_THE_SUBJECT}"}),
    ({"subject": {"name": "某—园区", "kind": "park"}}, {"mending.spelled": f"“某—园区{OF_THE_SUBJECT}"}),
    ({"subject": {"name": "某 园区", "kind": "park"}}, {}),
    *(({"subject": {"name": f"某园区1{blank}000", "kind": "park"}}, {"mending.joined": f"“某园区1{blank}000{OF_THE_SUBJECT}"})
      for blank in (" ", "  ", "\u3000", "\u00a0")),
    *(({"subject": {"name": name, "kind": "park"}}, {}) for name in ("某园区1000", "1 某园区 2")),
    ({"attributes": {"zone": {"value": "详见附件"}}}, {"mending.nothing": "“详见附件”（属性的“ZONE”的内容）"}),
    ({"observations": [OBSERVED, OBSERVED]}, {"mending.repeated": "“20”（填报值第 1 条）"}),
    # The year of assessment is that of what states none.
    ({"observations": [OBSERVED, {**OBSERVED, "year": 2024}]}, {"mending.repeated": "“20”（填报值第 1 条）"}),
    ({"observations": [OBSERVED, {**OBSERVED, "year": 2023}]}, {}),
    # What is printed alone and never compared.
    ({"observations": [{**OBSERVED, "source": {"place": "表1—1", "words": "2 0"}}]}, {}),
    ({"observations": [{**OBSERVED, "note": "见第 1 2 页—"}]}, {}),
    ({"against": [{**PARK["against"][0], "ground": "第 1 2 条—"}]}, {}),
    ({"documents": {"a": {"title": "第 1 2 号—"}}}, {}),
]


@pytest.mark.parametrize(("more", "due"), STATED)
def test_a_mending_is_named_where_a_page_states_what_it_concerns_and_nowhere_else(
        more: dict[str, Any], due: dict[str, str]) -> None:
    page, record = stating(more)
    assert mended(Page(page, [record], [])) == due


@pytest.mark.parametrize(("letters", "shown"), [(36, "10 0" + "长" * 36), (37, "10 0" + "长" * 37), (38, "10 0" + "长" * 36 + "…")])
def test_a_place_is_named_by_forty_letters_of_what_it_states(letters: int, shown: str) -> None:
    page, record = stating({"subject": {"name": "10 0" + "长" * letters, "kind": "park"}})
    assert mended(Page(page, [record], [])) == {"mending.joined": f"“{shown}{OF_THE_SUBJECT}"}


def test_units_are_named_where_a_formal_page_is_only_a_trial_today() -> None:
    page, record = stating()
    assert mended(Page(page, [replace(record, asked="trial")], [])) == {"mending.units": "“万元”（填报值第 1 条的单位）"}
    assert mended(Page(page, [record], [])) == {}


@pytest.mark.parametrize(("before", "after", "due"), [
    ({"T.1"}, set(), "T.1"), ({"T.1"}, {"T.1"}, None), ({"T.1", "T.2"}, {"T.1"}, "T.2"), (set(), {"T.1"}, None)])
def test_a_report_is_named_that_differed_once_and_does_no_more(before: set[str], after: set[str], due: str | None) -> None:
    page, record = stating()
    part = replace(page.parts[0], verdict={"notes": [{"code": "note.agree_despite", "item": item} for item in sorted(before)]})
    notes = [record.verdict.notes[0].model_copy(update={"code": "note.agree_despite", "item": item}) for item in after]
    today = replace(record, case=replace(record.case, verdict=record.verdict.model_copy(update={"notes": notes})))
    found = mended(Page(replace(page, parts=(part,)), [today], []))
    assert found == ({"mending.rounded": f"“{due}”（“tiny”）"} if due else {})


@pytest.mark.parametrize(("before", "after", "concerns"), [
    ("0.51", "0.5", True), ("0.52", "0.5", False), ("1", "", False), ("0.51", None, False)])
def test_a_number_is_named_to_which_the_unit_of_one_was_glued(before: str, after: str | None, concerns: bool) -> None:
    page, record = stating()
    [told, now] = (None if said is None else Called(said, said) for said in (before, after))
    found = mended(Page(page, [record], [Difference("tiny", "T.1", "总产值", Called("values", "各值"), told, now)]))
    assert found == ({"mending.bare": f"“T.1：{before} → {after}”（“tiny”）"} if concerns else {})


def test_no_mending_is_named_of_a_page_of_its_own_version_or_a_later_one() -> None:
    page, record = stating({"subject": {"name": "某\u200b园区1 000—", "kind": "park"}, "observations": [OBSERVED, OBSERVED]})
    assert [concerned(Page(page, [record], []), version) for version in ("0.3.0", "0.10.0", "1.0.0")] == [[], [], []]
    assert sorted(mended(Page(page, [record], []))) == ["mending.hidden", "mending.joined", "mending.repeated"]


SENTENCES = [("unit-of-one", "不符合准入条件"), ("soft-hyphen", "符合准入条件"), ("within-rounding", "无法判定（试算）"),
             ("row-division-code", "符合准入条件（试算）")]


@pytest.mark.parametrize(("name", "outcome"), [pytest.param(*one, marks=() if one[0] in OFTEN else pytest.mark.whole)
                                               for one in SENTENCES])
def test_where_only_words_differ_the_judgement_is_confirmed_and_says_so(name: str, outcome: str) -> None:
    found = found_in(of_kind(name))
    assert (found.status, found.exit, found.outcome) == ("identical", Exit.MET, outcome)
    assert found.answer("judgement").holds == "yes"
    assert "0.2.0 版以后措辞有改进，判定相同" in [str(one) for one in found.remarks if one.code == "remark.reworded"]
    aside = [str(one) for one in found.answer("judgement").said if one.code == "mended.aside"]
    [told] = aside
    assert re.fullmatch("另有 [0-9]+ 处，只是措辞或列示的内容不同。", told)


@pytest.mark.whole
def test_a_ruleset_that_changed_since_judges_its_own_page_and_today_is_told_beside() -> None:
    for name, before, after in (("zero-carbon", "达标", "无法判定"), ("admitted", "符合准入条件", "未触及所列各条（试算）")):
        found = found_in(of_kind(name))
        assert (found.status, found.outcome) == ("identical", before)
        assert f"结论会由“{before}”变为“{after}”" in told(found)


@pytest.mark.whole
def test_what_today_does_not_judge_is_said_so_in_a_list() -> None:
    found = found_in(of_kind("form-number-over-lines"))
    assert [str(one) for one in found.remarks if one.code == "remark.unjudged"] == [
        "0.2.0 版得“无法判定（试算）”，今天的程序不予评判"]
    assert "mended.unjudged" in [one.code for one in found.answer("judgement").said]


def test_a_mended_page_serves_as_the_earlier_verdict() -> None:
    said = run("check", KINDS / "hidden-character.yaml", "--previous", of_kind("hidden-character"))
    assert said.status == Exit.UNDETERMINED, said.err
    assert "结论（符合准入条件，评价日期 2025-06-30）相比" in said.out


def test_an_edited_mended_page_is_no_earlier_verdict(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(edited("verdict.json", refused, of_kind("hidden-character").read_bytes()))
    said = run("check", KINDS / "hidden-character.yaml", "--previous", tmp_path / "a.pdf")
    assert said.status == Exit.USAGE
    assert "不能拿来比较" in said.err


def test_a_public_copy_of_a_mended_page_is_the_one_of_its_own_program() -> None:
    files = opened(of_kind("hidden-character").read_bytes()).files
    copy = opened(regenerated(files, None, public=True).pdf)
    assert not copy.files
    assert "公开副本" in copy.text(0)
    assert "符合准入条件" in copy.text(0)


def test_a_capsule_that_today_does_not_read_is_read_by_its_own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(files: object) -> object:
        raise CapsuleError(Problem("capsule.not_canonical", file="ruleset.json"))

    monkeypatch.setattr(verifying, "read_capsule", unread)
    found = verify(of_kind("hidden-character").read_bytes())
    assert (found.status, found.exit, found.outcome) == ("mended", Exit.UNDETERMINED, "今天的程序不予评判")
    assert [one.code for one in found.answer("capsule").said] == ["mended.not_read", "capsule.not_canonical"]
    assert found.answer("page").holds in ("yes", "not_here")
    changed = verify(edited("verdict.json", refused, of_kind("hidden-character").read_bytes()))
    assert (changed.status, changed.exit) == ("unreadable", Exit.VERIFICATION_FAILED)


def test_whoever_seals_a_mended_page_is_told_what_it_comes_to_today(capsys: pytest.CaptureFixture[str]) -> None:
    look_before_sealing(of_kind("hidden-character").read_bytes(), NOW)
    said = capsys.readouterr().err
    assert "那以后程序有改进，今天评判得“转人工研判”" in said


def refused(data: dict[str, Any]) -> None:
    data["outcome"] = "unmet"


def admitted(data: dict[str, Any]) -> None:
    """The very item that is judged otherwise since."""
    next(one for one in data["findings"] if one["item"] == "AYN-2024.1")["outcome"] = "unmet"


def reworded(data: dict[str, Any]) -> None:
    """A sentence, not an outcome."""
    data["notes"][0]["text"] = "经复核，本项目符合各项要求。"


def widened(data: dict[str, Any]) -> None:
    data["attributes"]["zone"]["value"] = "昆明经开区"


def renamed(data: dict[str, Any]) -> None:
    data["subject"]["name"] = "另一项目"


@pytest.mark.parametrize(("name", "change"), [
    ("verdict.json", refused), ("verdict.json", admitted), ("verdict.json", reworded),
    ("dossier.json", widened), ("dossier.json", renamed)])
def test_an_edited_page_of_the_same_kind_is_still_told(
        name: str, change: Callable[[dict[str, Any]], None]) -> None:
    found = verify(edited(name, change, of_kind("hidden-character").read_bytes()))
    assert (found.status, found.exit) == ("different", Exit.VERIFICATION_FAILED)
    assert "用保存的 0.2.0 版程序评判，也得不出附件里的结论：附件被改动过" in told(found)
    assert "mended.former_said" in [one.code for one in found.answer("judgement").said]


def test_a_page_of_an_earlier_version_is_proven_by_that_version_byte_for_byte() -> None:
    path = of_kind("hidden-character")
    found = found_in(path)
    assert next(problem.code for problem in found.answer("page").said) in ("page.same_former", "page.words_same")
    if found.answer("page").holds == "yes":
        assert regenerated(opened(path.read_bytes()).files, None).pdf == path.read_bytes()


@pytest.mark.parametrize("name", ["hidden-character", "row-blanks-in-number", "form-unit-filled-in"])
def test_without_the_program_that_made_it_nothing_is_called_tampered_with(
        name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry._asked.cache_clear()
    monkeypatch.setattr(inquiry, "unpacked", lambda version: None)
    found = verify(of_kind(name).read_bytes())
    inquiry._asked.cache_clear()
    assert (found.status, found.exit) == ("doubtful", Exit.VERIFICATION_FAILED)
    assert "不能知道以上的不同是程序改进所致，还是附件被改动过" in told(found)


def test_in_a_list_both_outcomes_stand_in_one_line() -> None:
    said = run("verify", str(of_kind("hidden-character")))
    first = said.out.splitlines()[0]
    assert first.startswith("？ 与出具时一致，今天的读法或措辞已改进，由谁出具未证明")
    assert said.status == Exit.UNDETERMINED


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    kinds = {path.stem for path in KINDS.iterdir() if not path.name.endswith(keep.COMMON)}
    assert {path.stem for path in OTHERWISE} == kinds


def test_keeping_writes_nothing_that_was_kept_again(tmp_path: Path) -> None:
    assert keep.keep(tmp_path, {"a.pdf": b"one"}) == ["a.pdf"]
    assert keep.keep(tmp_path, {"a.pdf": b"two", "b.pdf": b"three"}) == ["b.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"one"
    assert json.loads((tmp_path / DIGESTS).read_text())["a.pdf"] == f"sha256:{hashlib.sha256(b'one').hexdigest()}"


def test_every_published_version_has_pages_a_record_and_its_program() -> None:
    versions = {path.parent.name for path in KEPT}
    assert versions == set(releases())
    for version, record in releases().items():
        assert record["debian"]["archive"]
        assert {"fonts-noto-cjk", "libpango-1.0-0", "libharfbuzz0b", "libfreetype6"} <= set(
            record["debian"]["packages"])
        assert keeping.unpacked(version) is not None


@pytest.mark.parametrize("filtered", [True, False], ids=["with the filter", "Python 3.11.2"])
def test_a_published_program_is_unpacked_by_every_python_that_we_support(
        filtered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not filtered:
        monkeypatch.delattr(tarfile, "data_filter")
        monkeypatch.setattr(tarfile.TarFile, "extractall", lambda *_, **__: pytest.fail("it knows no filter"))
    keeping.unpacked.cache_clear()
    for version in releases():
        assert keeping.unpacked(version) is not None
    keeping.unpacked.cache_clear()


@pytest.mark.parametrize("filtered", [True, False], ids=["with the filter", "Python 3.11.2"])
@pytest.mark.parametrize(("name", "kind"), [
    ("../outside", tarfile.REGTYPE), ("checker/../../outside", tarfile.REGTYPE), ("link", tarfile.SYMTYPE),
    ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)])
def test_a_kept_program_that_would_leave_its_folder_is_not_unpacked(
        name: str, kind: bytes, filtered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not filtered:
        monkeypatch.delattr(tarfile, "data_filter")
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, "../../outside"
    (tmp_path / "0").mkdir()
    with tarfile.open(tmp_path / "0" / keeping.PROGRAM, mode="w:xz") as pack:
        pack.addfile(entry)
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    monkeypatch.setattr(keeping, "releases", lambda: {"0": {"published": {}}})
    monkeypatch.setattr(keeping, "folder", lambda _: tmp_path)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(place))
    assert keeping.unpacked.__wrapped__("0") is None
    assert {path.name for path in tmp_path.rglob("*")} == {"0", "a", keeping.PROGRAM, "b"}


def test_a_version_that_is_not_published_yet_has_no_pages_and_its_own_are_never_pretended() -> None:
    if __version__ not in releases():
        assert not (PLACE / __version__).exists()
        assert not pretended({"checker": __version__, "code": "sha256:0", "templates": "sha256:0"})
        changelog = (PLACE.parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
        assert f"## {__version__} — not published" in changelog
