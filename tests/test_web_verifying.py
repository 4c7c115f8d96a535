"""What the page on verified files shows: several as a table, a drawer page by page, pictures of what differs."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pages
from bad.command import run
from conftest import ROOT
from web_client import browser, said

DRAWER = "收到的核验意见"


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
