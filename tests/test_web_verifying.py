"""What the page on verified files shows: several as a table, a drawer page by page, pictures of what differs."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pages
import pytest
from bad.command import run, says
from conftest import ROOT
from web_client import browser, said

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
    with browser(tmp_path) as inside:
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
    with browser(tmp_path) as inside:
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

    with browser(tmp_path) as inside:
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
    with browser(tmp_path) as inside:
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
    with browser(tmp_path) as alone:
        words = said(alone.page("/verify"))
        assert "有意见" in words
        assert "只有表" not in words


@pytest.mark.parametrize(("content", "code"), [(b"schema: dossier/1\n", "opened.not_pdf"), (b"%PDF-1.7\n" + b"9" * 100, "opened.damaged")])
def test_a_picture_of_what_can_not_be_painted_is_refused_in_words(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "给的.pdf").write_bytes(content)
    with browser(tmp_path) as inside:
        words = said(inside.get(f"/page-picture/given/1/{quote('给的')}.pdf").text)
    assert says(words, code, "PDF"), words
    assert "内部错误" not in words
