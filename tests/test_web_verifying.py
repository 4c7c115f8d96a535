"""What the page on verified files shows: several as a table, a drawer page by page, pictures of what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pages
import pytest
from bad.command import run, says
from conftest import ROOT, TODAY
from pages import set_once  # noqa: F401 - a fixture
from registers import filled, founding, raises, removed, unguarded
from web_client import NOW, browser, said

from checker.capsule.opening import opened
from checker.errors import Problem, UsageError
from checker.issuing import Office
from checker.messages import text
from checker.register.founding import found
from checker.services import verifying_files
from checker.services.regenerating_files import regenerated_anew
from checker.services.verifying_files import OriginTerms, verified_files
from checker.verifying.answers import Verification
from checker.verifying.regenerating import regenerated
from checker.web import register_page, verified_page
from checker.web.page_images import PdfiumError, pictures, unlike
from checker.web.register_page import entries_data, entry_page, page_again, soundness
from checker.web.rendering import Setting
from checker.web.verified_page import page_picture, verification_data

DRAWER = "收到的核验意见"


@pytest.mark.whole
def test_a_table_hides_neither_what_took_a_pages_place_nor_what_a_provision_changed(tmp_path: Path) -> None:
    register, drawer = tmp_path / "台账.db", tmp_path / DRAWER
    drawer.mkdir()
    run("register", "init", register, "--office", "某局", "--prefix", "KM")
    small = pages.small_files(tmp_path)
    run("check", *small, "--register", register, "-o", drawer / "一.pdf")
    [first] = json.loads(run("register", "list", "--register", register, "--format", "json").out)["entries"]
    run("check", *small, "--register", register, "--supersedes", first["number"], "--reason", "数有误", "-o", drawer / "二.pdf")
    run("check", ROOT / f"samples/{pages.PROJECT}.yaml", "--overlay", ROOT / "samples/overlays/yuxi-admission-trial.yaml",
        "--purpose", "trial", "-o", drawer / "三.pdf")
    with browser(tmp_path, at_once=True) as inside:
        words = said(inside.page(f"/verify/{quote(DRAWER)}"))
    second = first["number"][:-4] + "0002"
    assert f"已被 {second} 更正取代" in words, words
    assert "是不是该机关所发，附件不能证明" in words
    assert "加严 序号" in words or "新增 " in words, words


@pytest.mark.whole
def test_only_pages_that_look_different_are_shown_side_by_side(tmp_path: Path) -> None:
    genuine = pages.page(pages.SMALL)
    (tmp_path / "加了.pdf").write_bytes(genuine + b"nothing of ours\n")
    (tmp_path / "画了.pdf").write_bytes(pages.rewritten(genuine, pages.drawn_over(0, b"1 0 0 rg 100 400 300 60 re f")))
    (tmp_path / "原样.pdf").write_bytes(genuine)
    with browser(tmp_path, at_once=True) as inside:
        more, painted, same = (inside.page(f"/verify/{quote(name)}.pdf") for name in ("加了", "画了", "原样"))
    assert "page-picture" not in more
    assert "各页看上去与重新生成的一样" in said(more)
    assert re.findall(r"/page-picture/given/([0-9]+)/", painted) == ["1"]
    assert "各页看上去" not in said(painted)
    assert "page-picture" not in same
    assert "各页看上去" not in said(same)


def test_a_large_drawer_is_verified_page_by_page(tmp_path: Path) -> None:
    drawer = tmp_path / DRAWER
    drawer.mkdir()
    names = [f"{number:03}.pdf" for number in range(45)]
    for name in names:
        (drawer / name).write_bytes(b"%PDF-1.7 no page at all")

    def shown(html: str) -> list[str]:
        return re.findall(r">[^<>]*/([0-9]{3}[.]pdf)</a>", html)

    with browser(tmp_path, at_once=True) as inside:
        first = inside.page(f"/verify/{quote(DRAWER)}")
        assert "共 45 份 PDF，这里是第 1～20 份" in said(first)
        assert shown(first) == names[:20]
        [after] = set(re.findall(r'href="([^"]+)">后面的 PDF', first))
        second = inside.page(unescape(after))
        assert shown(second) == names[20:40]
        [last] = set(re.findall(r'href="([^"]+)">后面的 PDF', second))
        third = inside.page(unescape(last))
        assert "这里是第 41～45 份" in said(third)
        assert shown(third) == names[40:]
        assert "后面的 PDF" not in third
        assert shown(inside.page(unescape(re.findall(r'href="([^"]+)">前面的 PDF', third)[0]))) == names[20:40]
        named = "&".join(f"file={quote(f'{DRAWER}/{name}')}" for name in names[:21])
        [after] = set(re.findall(r'href="([^"]+)">后面的 PDF', inside.page(f"/verify?{named}")))
        assert shown(inside.page(unescape(after))) == names[20:21]
        assert shown(inside.page(f"/verify/{quote(DRAWER)}?start=x")) == names[:20]


@pytest.mark.whole
def test_checking_the_register_asks_for_nothing_that_the_page_does_not_have(tmp_path: Path) -> None:
    register = tmp_path / "台账.db"
    run("register", "init", register, "--office", "某局", "--prefix", "KM")
    run("check", *pages.small_files(tmp_path), "--register", register, "-o", tmp_path / "一.pdf")
    [entry] = json.loads(run("register", "list", "--register", register, "--format", "json").out)["entries"]
    with browser(tmp_path, at_once=True) as inside:
        words = said(inside.page("/register/check"))
        assert "台账完好" in words
        assert "没有与另存的哈希核对" in words
        assert "--" not in words
        # As it is told there, the copied hash is looked up.
        assert entry["number"] in said(inside.page(f"/register?words={entry['hash'].removeprefix('sha256:')}"))
        assert entry["number"] not in said(inside.page(f"/register?words={'0' * 64}"))


def test_only_folders_with_pages_below_are_offered_for_verifying(tmp_path: Path) -> None:
    for name in ("只有表", "有意见/2026", ".checker"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "只有表/表.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "有意见/2026/KM.PDF").write_bytes(b"%PDF")
    with browser(tmp_path, at_once=True) as alone:
        words = said(alone.page("/verify"))
        assert "有意见" in words
        assert "只有表" not in words


@pytest.mark.parametrize(("content", "code"), [(b"schema: dossier/1\n", "opened.not_pdf"), (b"%PDF-1.7\n" + b"9" * 100, "opened.damaged")])
def test_a_picture_of_what_can_not_be_painted_is_refused_in_words(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "给的.pdf").write_bytes(content)
    with browser(tmp_path, at_once=True) as inside:
        words = said(inside.get(f"/page-picture/given/1/{quote('给的')}.pdf").text)
    assert says(words, code, "PDF"), words
    assert "内部错误" not in words


# -- what the pages say, asked for in this process

HERE = Setting(None)
RED = pages.drawn_over(0, b"1 0 0 rg 100 400 300 60 re f")


def issued(register: Path) -> tuple[str, bytes]:
    """A register with the page of one indicator: its number and the page."""
    with found(str(register), founding()) as kept:
        entry, page = Office(kept, "张三", TODAY, NOW, {"checker": "0"}).issue([pages._of(pages.SMALL)])
    return entry.number, page


def test_pages_are_painted_and_told_apart_one_by_one() -> None:
    genuine = pages.page(pages.SMALL)
    painted = pages.rewritten(genuine, RED)
    count = len(pictures(genuine, range(99)))
    assert count > 1
    assert unlike(genuine, genuine) == unlike(genuine, genuine, [0]) == []
    assert unlike(genuine, painted) == unlike(genuine, painted, [0, -1, 99]) == [0]
    assert pictures(genuine, [-1, count]) == []
    one, other = (pictures(pdf, [0])[0] for pdf in (genuine, painted))
    assert one.startswith(b"\x89PNG")
    assert one != other


def test_a_picture_is_of_the_page_as_it_was_given_or_as_it_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    genuine = pages.page(pages.SMALL)
    Path("画了.pdf").write_bytes(pages.rewritten(genuine, RED))
    given, made = (page_picture("画了.pdf", 1, side) for side in ("given", "made"))
    assert given != made == pictures(genuine, [0])[0]
    for number in (0, 99):
        with raises("browser.not_found", "没有这个页面"):
            page_picture("画了.pdf", number, "given")
    with browser(tmp_path, at_once=True) as inside:
        shown = inside.get(f"/page-picture/made/1/{quote('画了.pdf')}")
        assert (shown.headers["content-type"], shown.content) == ("image/png", made)
        for address in ("/page-picture/other/1/", "/page-picture/made/x/"):
            assert text("browser.not_found") in said(inside.get(f"{address}{quote('画了.pdf')}").text)
        again = inside.get(f"/regenerated/{quote('画了.pdf')}")
        assert again.content == regenerated(opened(genuine).files, None).pdf
        assert quote("画了-重新生成.pdf") in again.headers["content-disposition"]


def test_one_page_is_told_in_full_and_only_what_looks_different_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    genuine = pages.page(pages.SMALL)
    for name, pdf in (("原样", genuine), ("加了", genuine + b"nothing of ours\n"), ("画了", pages.rewritten(genuine, RED)), ("坏了", b"%PDF-1.7 none")):
        Path(f"{name}.pdf").write_bytes(pdf)
    origin = NOW, None
    same, more, painted, broken = (verified_page.verified_page([f"{name}.pdf"], origin, HERE) for name in ("原样", "加了", "画了", "坏了"))
    assert [re.findall(r"/page-picture/given/([0-9]+)/", html) for html in (same, more, painted, broken)] == [[], [], ["1"], []]
    assert ["各页看上去与重新生成的一样" in said(html) for html in (same, more, painted, broken)] == [False, True, False, False]
    assert text("status.identical") in said(same)
    assert text("status.different") in said(painted)
    assert text("browser.no_register") in said(same)
    table = said(verified_page.verified_page(["."], origin, HERE))
    assert f"√ {text('status.identical')}" in table
    assert f"× {text('status.different')}" in table
    data = verification_data(["原样.pdf", "画了.pdf"], origin)
    assert [one["file"] for one in data["files"]] == ["原样.pdf", "画了.pdf"]  # type: ignore[attr-defined]
    assert data["faults"] == []

    def unpaintable(*_: object) -> None:
        raise PdfiumError("made up")

    # What can't be painted is told as different, though not shown.
    monkeypatch.setattr(verified_page, "unlike", unpaintable)
    html = verified_page.verified_page(["画了.pdf"], origin, HERE)
    assert "page-picture" not in html
    assert text("status.different") in said(html)
    Path("空的").mkdir()
    with raises("verify.no_pdf", "文件夹 空的 里没有可以核验的 PDF"):
        verified_page.verified_page(["空的"], origin, HERE)


def test_the_folders_register_is_told_of_whole_or_with_its_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    number, page = issued(Path("台账.db"))
    Path("意见.pdf").write_bytes(page)
    filled(Path("残缺.db"), 4)
    with unguarded(Path("残缺.db")) as connection:
        removed(connection)
    Path("文字.db").write_text("没有数据库" * 1000, encoding="utf-8")
    whole = said(verified_page.verified_page(["意见.pdf"], (NOW, "台账.db"), HERE))
    assert text("browser.register_sound", count=1) in whole
    assert number in whole
    torn = said(verified_page.verified_page(["意见.pdf"], (NOW, "残缺.db"), HERE))
    assert "× 台账有 " in torn
    assert "没有用它证明出处" in torn
    assert verification_data(["意见.pdf"], (NOW, "台账.db"))["faults"] == []
    faults = verification_data(["意见.pdf"], (NOW, "残缺.db"))["faults"]
    assert isinstance(faults, list)
    assert faults
    with raises("register.not_a_register", "不是台账"):
        verification_data(["意见.pdf"], (NOW, "文字.db"))
    assert soundness("台账.db")[:2] == [text("register.sound", count=1), text("browser.no_anchor")]
    first, *rest = soundness("残缺.db")
    assert first == text("register.unsound", count=len(rest))
    with raises("register.not_a_register", "不是台账"):
        soundness("文字.db")


def test_entries_are_found_shown_and_their_pages_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    number, page = issued(Path("台账.db"))
    asked: dict[tuple[str, str, str], int] = {
        ("", "", ""): 1, (number, "", ""): 1, ("没有的", "", ""): 0, ("", number[3:7], ""): 1, ("", "1999", ""): 0}
    for one, count in asked.items():
        html = register_page.register_page("台账.db", *one, HERE)
        assert (number in html, f"共 {count} 条" in said(html)) == (bool(count), True), one
        assert len(entries_data("台账.db", *one)["entries"]) == count
    for year in ("abc", "99", "１９９９９"):
        with raises("register.year", f"“{year}”不是年份"):
            register_page.register_page("台账.db", "", year, "", HERE)
    words = said(entry_page("台账.db", f" {number.lower()} ", HERE))
    assert number in words
    assert "张三" in words
    with raises("register.no_entry", "台账里没有编号 KM-2026-0099"):
        entry_page("台账.db", "KM-2026-0099", HERE)
    Path("意见.pdf").write_bytes(page)
    assert page_again(number, "台账.db") == page_again("意见.pdf", None) == page
    with browser(tmp_path, at_once=True) as inside:
        assert number in said(inside.page("/register"))
        assert number in said(inside.page(f"/register/{number}"))
        assert inside.get(f"/register/{number}/page.pdf").content == page
        assert text("register.sound", count=1) in said(inside.page("/register/check"))
        assert text("browser.register_sound", count=1) in said(inside.page(f"/verify/{quote('意见.pdf')}"))
        Path("台账.db").unlink()
        assert "台账" in said(inside.page("/register"))
        assert text("browser.no_register@page") in said(inside.page("/register/check"))


def test_whatever_a_file_is_it_is_answered_and_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("夹").mkdir()
    Path("a.pdf").write_bytes(pages.page(pages.SMALL))
    Path("b.pdf").write_bytes(b"%PDF none")
    terms = OriginTerms(NOW)
    names = [Path(name) for name in ("夹", "a.pdf", "b.pdf", "没有.pdf")]
    folder, good, bad, gone = verified_files(names, terms)
    assert text("verify.folder_unreadable") in said_of(folder)
    assert [one.status for one in (good, bad, gone)] == ["identical", bad.status, bad.status]
    assert bad.status != "identical"
    monkeypatch.setattr(verifying_files, "_GROUND", [])
    verifying_files._start(terms)
    assert verifying_files._work(Path("b.pdf")).answers == bad.answers

    class Here:
        """A pool whose processes are this one."""

        def __init__(self, _jobs: int, _context: object, start: Callable[..., None], given: tuple[OriginTerms]) -> None:
            start(*given)

        def __enter__(self) -> Here:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        map = staticmethod(map)

    monkeypatch.setattr(verifying_files, "ProcessPoolExecutor", Here)
    gone_reports = [Path("没有.docx")] * verifying_files.DRAWER
    assert {str(one) for found in verifying_files.checked_files(gone_reports) for one in found.problems} == {
        str(Problem("file.not_found", file="没有.docx"))}
    drawer = [Path("b.pdf")] * verifying_files.DRAWER
    assert [one.answers for one in verified_files(drawer, terms)] == [bad.answers] * len(drawer)

    def falls(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(verifying_files, "verified", falls)
    assert text("verify.broke", kind="ZeroDivisionError") in said_of(verifying_files._work(Path("a.pdf")))
    Path("证书.pem").write_text("none", encoding="ascii")
    with pytest.raises(UsageError, match=r"证书\.pem"):
        verifying_files.trusted([Path("证书.pem")])
    assert verifying_files.trusted([]) == ()


def said_of(found_: Verification) -> str:
    return " ".join(str(one) for answer in found_.answers for one in answer.said)


def test_what_is_no_verdict_gives_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for content in (b'{"schema": "verdict/0"}', b'{"period": 1' + b"0" * 6000 + b"}"):
        Path("a.json").write_bytes(content)
        with raises("regenerate.not_a_verdict", "不是本版程序的结论"):
            regenerated_anew("a.json", None)
    with raises("regenerate.no_register", "KM-2026-0001"):
        regenerated_anew("KM-2026-0001", None)
