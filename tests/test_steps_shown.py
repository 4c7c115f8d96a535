"""The way on where several rulesets stand side by side, and where only a verdict's data are left."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from conftest import ROOT, TODAY

from checker.capsule.record import Record
from checker.reporting import document as documents
from checker.reporting.document import document
from checker.reporting.next_steps import NextSteps, next_steps
from checker.reporting.shared_steps import OWN_ROWS, PLACES, ROWS, together
from checker.services.judging_files import JudgingTerms
from checker.services.judging_files import judged as judged_file
from checker.services.producing import produce
from checker.verifying.regenerating import from_verdict

BOTH = ("hj274-2015", "green-park-2016")
LEFT_OUT = "依据的材料不在，下一步和疑点从略"


@cache
def records(sample: str, *rulesets: str) -> list[Record]:
    return judged_file(JudgingTerms(ROOT / "samples" / f"{sample}.yaml", TODAY, rulesets))


@pytest.fixture(name="page")
def fixture_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], str]:
    """The HTML of the page that something makes, which is not set."""
    def made(making: Callable[[], Any]) -> str:
        seen: list[str] = []

        def render(html: str, *_: Any) -> bytes:
            seen.append(html)
            return b""

        monkeypatch.setattr(documents, "render", render)
        making()
        return seen[0]

    return made


def test_side_by_side_each_ruleset_has_its_next_steps_under_the_conclusions(
        page: Callable[[Callable[[], Any]], str]) -> None:
    html = page(lambda: document(records("yuxi-htz-2020", *BOTH)))
    ahead = html[html.index("下一步"):html.index("疑点")]
    first, second = ahead.index("hj274-2015"), ahead.index("green-park-2016")
    assert first < ahead.index("序号 7 再生资源循环利用率：72.6 %，限值 ≥80，差 7.4 个百分点。") < second
    assert second < ahead.index("先问：国家和地方绿色、循环、低碳法规政策标准")
    # No list on this page has the order in which to ask.
    assert "尚缺的数据" not in html
    assert "次序见这部规则集自己的核验意见" in ahead


def test_on_the_screen_they_stand_under_each_conclusion() -> None:
    said = produce(records("yuxi-htz-2020", *BOTH), "text").decode()
    one, other, _ = said.split("下一步：")
    assert "HJ 274-2015" in one
    assert "差 7.4 个百分点" in other.split("无法判定（试算）")[0]
    assert "尚缺的数据" not in said


def test_together_they_take_no_more_than_their_share_and_say_what_was_left_out() -> None:
    verdicts = [record.words for record in records("yuxi-htz-2020", *BOTH)]
    long = ["序" * PLACES] * 9  # two rows each
    blocks = together(verdicts, [NextSteps(long), NextSteps(["短"])])
    assert [block.ruleset for block in blocks] == list(BOTH)
    assert blocks[0].lines[-1] == "另有 3 条，见这部规则集自己的核验意见。"
    assert blocks[1].lines == ["短"]
    assert 2 * (len(blocks[0].lines) - 1) + 1 + OWN_ROWS * len(BOTH) <= ROWS
    assert [block.ruleset for block in together(verdicts, [NextSteps(), NextSteps(long)])] == ["green-park-2016"]


@pytest.mark.parametrize("rulesets", [BOTH[:1], BOTH])
def test_from_a_verdicts_data_alone_no_way_on_is_guessed(
        rulesets: tuple[str, ...], page: Callable[[Callable[[], Any]], str]) -> None:
    made = records("yuxi-htz-2020", *rulesets)
    html = page(lambda: from_verdict(json.loads(produce(made, "json")), "verdict.json"))
    assert html.count(LEFT_OUT) == len(rulesets)
    assert "先问" not in html
    assert LEFT_OUT not in page(lambda: document(made))


def test_of_what_is_decided_doubts_are_left_out_and_that_is_said(page: Callable[[Callable[[], Any]], str]) -> None:
    met = json.loads(produce(records("made-up-park"), "json"))
    assert met["outcome"] == "met"
    assert LEFT_OUT in page(lambda: from_verdict(met, "verdict.json"))


@pytest.mark.parametrize(("sample", "rulesets"), [("yuxi-htz-2020", ("yuxi-green-plan",)), ("yuxi-htz-2020", ()),
                                                  ("kunming-etdz-2022", ())])
def test_every_step_is_a_whole_sentence(sample: str, rulesets: tuple[str, ...]) -> None:
    [record] = records(sample, *rulesets)
    lines = next_steps(record).lines
    assert lines
    assert [line for line in lines if line.endswith(("：。", "：", "，。"))] == []
