"""Verifying under another toolchain, and making pages again: what can't be compared byte by byte is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pages
import pikepdf
import pytest
from bad.command import refused, run, says
from conftest import ROOT
from pages import PARK, PROJECT, SMALL, edited, page, rewritten, set_once  # noqa: F401 - a fixture
from verified_pages import codes, crosswalk, finding, fixture_elsewhere, held, verified, words  # noqa: F401 - fixtures

from checker import __version__
from checker.capsule import toolchain
from checker.capsule.opening import opened
from checker.capsule.unpacking import read_capsule
from checker.exits import Exit
from checker.files.canonical import canonical, digest
from checker.reporting.document import document
from checker.verifying import drift, examining

# another toolchain


@pytest.mark.parametrize(("parts", "component"), [
    ({"fonts": {"NotoSansCJK-Regular.ttc": "sha256:" + "0" * 64}}, "字体 NotoSansCJK-Regular.ttc"),
    ({"checker": "9.9.9"}, "checker 版本 "), ({"zlib": "9"}, "zlib")])
def test_under_another_toolchain_the_judgement_is_confirmed_and_the_component_named(
        elsewhere: Callable[..., None], parts: dict[str, Any], component: str) -> None:
    pdf = page(SMALL)
    fonts = dict(toolchain.toolchain()["fonts"])  # type: ignore[call-overload]
    elsewhere(**({"fonts": {**fonts, **parts["fonts"]}} if "fonts" in parts else parts))
    found = verified(pdf)
    assert (found.status, found.exit) == ("confirmed", Exit.UNDETERMINED)
    assert codes(found, "page") == ["page.same_yet", "page.component"]
    assert f"生成环境不同：{component.strip()}" in words(found)


def test_with_another_font_the_bytes_differ_and_the_words_do_not(
        elsewhere: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = page(SMALL)
    elsewhere(zlib="9")
    monkeypatch.setattr("checker.reporting.pdf._set_small", lambda html: html.replace("</body>", "<p></p></body>"))
    examining._examined.cache_clear()
    found = verified(pdf)
    assert vars(examining)["document"] is document
    assert codes(found, "page")[0] == "page.words_same", words(found)
    assert found.status == "confirmed"


def test_a_number_edited_on_the_page_is_not_confirmed_under_drift(elsewhere: Callable[..., None]) -> None:
    changed = rewritten(page(SMALL), pages.with_letters_exchanged(0))
    elsewhere(zlib="9")
    found = verified(changed)
    assert found.status == "different"
    assert {"page.text", "page.drift", "page.component"} <= set(codes(found, "page"))


def test_words_that_another_version_may_have_written_are_not_proven(elsewhere: Callable[..., None]) -> None:
    changed = rewritten(page(SMALL), pages.with_letters_exchanged(0))
    elsewhere(templates="sha256:" + "0" * 64)
    found = verified(changed)
    assert (found.status, found.exit) == ("doubtful", Exit.VERIFICATION_FAILED)
    assert codes(found, "page")[:2] == ["page.words_unproven", "page.text"]
    assert "这份页面上的字不可采用" in words(found)


@pytest.mark.parametrize(("change", "code"), [
    (pages.drawn_over(0, b"1 1 1 rg 100 500 200 40 re f"), "page.painted"),
    (lambda d: d.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")),
     "page.catalogue"),
    (lambda d: d.pages[0].__setitem__("/Annots", pikepdf.Array([])), "page.objects"),
], ids=["covered", "action", "annotation"])
def test_under_drift_nothing_may_be_added_or_painted(
        elsewhere: Callable[..., None], change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    changed = rewritten(page(SMALL), change)
    elsewhere(zlib="9")
    found = verified(changed)
    assert found.status == "different"
    assert code in codes(found, "page"), words(found)


def test_a_page_by_a_program_that_was_never_published_is_told(
        elsewhere: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = page(SMALL)
    elsewhere(zlib="9")
    monkeypatch.undo()
    published = {"code": "sha256:" + "1" * 64, "templates": "sha256:" + "2" * 64}
    monkeypatch.setattr("checker.capsule.releases.releases", lambda: {__version__: {"published": published}})
    monkeypatch.setattr(examining, "toolchain", lambda: {**toolchain.toolchain(), "zlib": "9"})
    found = verified(pdf)
    assert found.status == "different"
    assert codes(found, "page")[0] == "page.pretended"
    assert f"自称由 {__version__} 版生成，但程序或模板的摘要不是公布的" in words(found)
    monkeypatch.setattr("checker.capsule.releases.releases", dict)
    assert verified(pdf).status == "confirmed"


def test_an_emptied_verdict_is_told_under_drift(elsewhere: Callable[..., None]) -> None:
    def emptied(verdict: Any) -> None:
        for name in ("outcome", "requirements", "notes", "purpose"):
            del verdict[name]

    changed = edited("verdict.json", emptied, page(SMALL))
    elsewhere(code="sha256:" + "0" * 64)
    found = verified(changed)
    assert held(found)["judgement"] == "no"
    assert codes(found, "judgement").count("judgement.field") == 4


def test_a_toolchain_is_compared_part_by_part() -> None:
    found = drift.drifts({"a": "1", "b": {"c": "2"}}, {"a": "1", "b": {"c": "3", "d": "4"}})
    assert [(one.component, one.there, one.here) for one in found] == [("b.c", "2", "3"), ("b.d", None, "4")]
    assert drift.as_made_by(found) == found[:1], "what the program that made a page doesn't know is nothing to it"


# making it again


def test_a_page_made_again_elsewhere_says_so_and_never_pretends(
        elsewhere: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(page(SMALL))
    elsewhere(zlib="9")
    said = run("regenerate", tmp_path / "old.pdf", "-o", tmp_path / "new.pdf")
    assert said.status == 0
    assert "生成环境与原件的不同" in said.err
    assert "zlib，原来" in said.err
    capsule = read_capsule(opened((tmp_path / "new.pdf").read_bytes()).files)
    assert capsule.toolchain["zlib"] == "9"
    assert capsule.issue.regenerated_from is not None
    assert capsule.issue.regenerated_from.pdf == digest(page(SMALL))
    assert any("本件由原件的复现包重新生成" in text for text in opened((tmp_path / "new.pdf").read_bytes()).texts)
    assert verified((tmp_path / "new.pdf").read_bytes()).status == "identical"


def test_from_a_verdict_alone_the_page_says_what_it_lacks(tmp_path: Path) -> None:
    verdict = pages.record(PROJECT).verdict
    (tmp_path / "verdict.json").write_bytes(canonical(verdict.plain()))
    said = run("regenerate", tmp_path / "verdict.json", "-o", tmp_path / "again.pdf")
    assert said.status == 0
    assert "只有结论的数据" in said.err
    given = opened((tmp_path / "again.pdf").read_bytes())
    assert set(given.files) == {"verdict.json", "issue.json", "toolchain.json"}
    assert any("不能重新评判，不能核验" in text for text in given.texts)
    assert any("编号不详" in text for text in given.texts)
    found = verified((tmp_path / "again.pdf").read_bytes())
    assert codes(found, "capsule") == ["capsule.only_verdict"]
    assert "没有申报材料和规则集，不能重新评判" in words(found)
    refused(run("regenerate", tmp_path / "verdict.json", "-o", tmp_path / "again.txt"), Exit.USAGE,
            "regenerate.not_pdf", "扩展名不是 .pdf")


def test_a_capsule_taken_out_into_a_folder_gives_the_page_again(tmp_path: Path) -> None:
    for name, content in opened(page(SMALL)).files.items():
        (tmp_path / name).write_bytes(content)
    said = run("regenerate", tmp_path / "verdict.json", "-o", tmp_path / "again.pdf")
    assert said.status == 0
    assert says(said.out, "regenerate.written", "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == page(SMALL)


def test_a_public_copy_has_no_capsule_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "whole.pdf").write_bytes(page(SMALL))
    said = run("regenerate", tmp_path / "whole.pdf", "--public", "-o", tmp_path / "public.pdf")
    assert said.status == 0
    assert says(said.err, "regenerate.public_unproven", "原件没有登记")
    given = opened((tmp_path / "public.pdf").read_bytes())
    assert given.files == {}
    assert all("公开副本" in text for text in given.texts)
    said = run("verify", tmp_path / "public.pdf")
    assert said.status == Exit.VERIFICATION_FAILED
    assert says(said.out, "capsule.copy", "没有登记的不能核验")


def test_what_can_not_be_made_again_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(edited("verdict.json", finding, page(SMALL)))
    refused(run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "b.pdf"), Exit.VERIFICATION_FAILED,
            "regenerate.otherwise", "得不出附件里的结论")
    (tmp_path / "x.json").write_text("[1]", encoding="utf-8")
    refused(run("regenerate", tmp_path / "x.json", "-o", tmp_path / "b.pdf"), Exit.USAGE,
            "regenerate.not_a_verdict", "不是本版程序的结论")
    refused(run("regenerate", "KM-2026-0001", "-o", tmp_path / "b.pdf"), Exit.USAGE,
            "regenerate.no_register", "请用 --register 给出台账")
    refused(run("regenerate", tmp_path / "a.pdf", "-o", tmp_path / "a.pdf"), Exit.USAGE,
            "error.overwrites", "会毁掉它")


def test_the_earlier_verdict_may_be_given_as_its_page(tmp_path: Path) -> None:
    (tmp_path / "before.pdf").write_bytes(page(PARK))
    said = run("check", ROOT / f"samples/{PARK}.yaml", "--previous", tmp_path / "before.pdf", "--format", "json")
    assert json.loads(said.out)["previous"]["unchanged"] == 32
    (tmp_path / "two.pdf").write_bytes(crosswalk())
    refused(run("check", ROOT / f"samples/{PARK}.yaml", "--previous", tmp_path / "two.pdf"), Exit.USAGE,
            "previous.several_verdicts", "")
