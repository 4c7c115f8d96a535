"""Limits confirmed on the page: what is kept under which name, and how what is wrong is told there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from web_client import browser, said

from checker.confirmations.confirming import ticks
from checker.confirmations.lines import limit_lines
from checker.errors import RulesetError
from checker.messages import in_source_language
from checker.ruleset.loading import load
from checker.services.confirming_sheet import confirmed, filled_sheet

RULES = "hj274-2015"
KEY = "HJ274-2015.1"
HEAD = {"by": "某某生态环境局（虚构）", "on": "2020-01-01", "edition": "2015 年第一版", "copy": "a" * 64}
SAME, DIFFERENT = in_source_language(ticks)()


def test_of_two_confirmations_in_one_second_neither_costs_the_other_its_files(tmp_path: Path) -> None:
    rules = load(RULES)
    good, other, bad = (filled_sheet(rules, head, {"limits": {KEY: {"tick": tick}}}) for head, tick in (
        (HEAD, SAME), (HEAD | {"by": "另一局（虚构）"}, SAME), (HEAD, DIFFERENT)))
    first, second = (confirmed(rules, sheet, tmp_path, "hj274-2015-20201128-090000") for sheet in (good, other))
    with pytest.raises(RulesetError, match="却没有填原文限值"):
        confirmed(rules, bad, tmp_path, "hj274-2015-20201128-090000")
    assert (first.name, second.name) == ("hj274-2015-20201128-090000.yaml", "hj274-2015-20201128-090000(2).yaml")
    assert first.with_suffix(".xlsx").read_bytes() == good
    assert second.with_suffix(".xlsx").read_bytes() == other
    assert "另一局" not in first.read_text(encoding="utf-8")
    assert "另一局" in second.read_text(encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(name="asked", scope="module")
def fixture_asked(folder: Path) -> Iterator[Callable[..., str]]:
    """Fill in the page: the answer."""
    with browser(folder, at_once=True) as inside:
        def send(head: dict[str, str], **lines: str) -> str:
            fields = {f"limits:{kind}:{KEY}": words for kind, words in lines.items()}
            return str(inside.send(f"/rules/{RULES}/confirm", {**head, **fields}).text)

        yield send


@pytest.mark.parametrize(("lines", "field", "words"), [
    ({"tick": DIFFERENT}, "true_limit", "选了“不一致”，却没有填原文的限值，不知道应改成什么。请照原文填写，如 ≥30；没有核对的，请改选“没有看到”"),
    ({"true_limit": "≥40"}, "true_limit", "请在“与原文”一栏选一个"),
    ({"tick": DIFFERENT, "true_limit": "四十左右吧"}, "true_limit", "只写这一行的限值，不写别的话"),
    ({"tick": DIFFERENT, "true_limit": "≤40"}, "true_limit", "请改选“没有看到”、清空所填"),
    ({"tick": DIFFERENT, "true_limit": "≥40万元"}, "true_limit", "请换算成这一行的单位后填写。"),
    ({"tick": SAME, "true_place": "表\x07一"}, "true_place", "里面有看不见的控制字符"),
    ({"tick": "也许"}, "tick", "“也许”不能识别")])
def test_what_is_wrong_is_told_of_the_field_on_the_page(
        asked: Callable[..., str], folder: Path, lines: dict[str, str], field: str, words: str) -> None:
    html = asked(HEAD, **lines)
    assert words in said(html), said(html)[:900]
    [alert] = re.findall(r'(?s)<div class="notice bad".*?</div>', html)
    for cell in ("格", ".xlsx", "填写说明", "说明”里", "清空勾选"):
        assert cell not in said(alert).replace("删去这一格", "")
    [(target, shown)] = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', alert)
    assert f'id="{target}"' in html
    assert target.endswith(f"-{field}")
    assert shown.startswith("序号 1 ")
    assert not list(folder.rglob("限值核对/*"))


def test_what_is_not_filled_in_at_the_head_is_asked_for_by_its_label(asked: Callable[..., str]) -> None:
    html = asked({}, tick=SAME)
    [alert] = re.findall(r'(?s)<div class="notice bad".*?</div>', html)
    found = dict(re.findall(r'<a href="#h-([a-z]+)">([^<]+)</a>', alert))
    assert found == {"by": "核对单位和人", "on": "核对日期", "edition": "原文的版本", "copy": "原文副本"}
    assert all(f'id="h-{name}"' in html for name in found)
    assert "请选这份原文的扫描件或 PDF" in said(alert)
    assert "填写说明" not in said(alert)
    assert "certutil" not in said(alert)


def test_a_tick_can_be_taken_back(asked: Callable[..., str]) -> None:
    html = asked({}, tick=SAME)
    mine = re.findall(rf'<input type="radio"[^>]*name="limits:tick:{re.escape(KEY)}" value="([^"]*)"( checked)?', html)
    assert mine == [("", ""), (SAME, " checked"), (DIFFERENT, "")]
    assert re.search(rf'name="limits:tick:{re.escape(KEY)}" value="" checked> 没有看到', asked({}, tick=""))


def test_a_limit_that_begins_with_the_sign_of_a_formula_is_a_limit(tmp_path: Path) -> None:
    rules = load(RULES)
    key = next(line.key for line in limit_lines(rules) if line.printed[7] == "=100")
    with pytest.raises(RulesetError, match="却与现录的“=100”相同"):
        confirmed(rules, filled_sheet(rules, HEAD, {"limits": {key: {"tick": DIFFERENT, "true_limit": "=100"}}}), tmp_path, "a")


def test_what_was_made_is_named_only_where_it_is_there(tmp_path: Path) -> None:
    with browser(tmp_path) as inside:
        assert "已存为" not in said(inside.page(f"/rules/{RULES}?made=限值核对/nothing.yaml"))


def test_what_was_confirmed_is_kept_and_named_with_the_digest_of_the_copy(tmp_path: Path) -> None:
    fields = {**HEAD, "copy": "", f"limits:tick:{KEY}": SAME}
    with browser(tmp_path, at_once=True) as inside:
        assert f'name="limits:tick:{KEY}"' in inside.page(f"/rules/{RULES}/confirm")
        nothing = inside.send(f"/rules/{RULES}/confirm", HEAD)
        assert nothing.url.path == f"/rules/{RULES}/confirm"
        assert "没有可以写入的勾选，没有写出文件。请至少核对一个指标的全部行。" in said(nothing.text)
        answer = inside.send(f"/rules/{RULES}/confirm", fields, files=[("file", ("原文.pdf", b"%PDF of the standard"))])
        [made] = (tmp_path / "限值核对").glob("*.yaml")
        assert dict(answer.url.params) == {"made": f"限值核对/{made.name}"}
        assert made.name in said(answer.text)
    assert hashlib.sha256(b"%PDF of the standard").hexdigest() in made.read_text(encoding="utf-8")
