"""The tally of a screening: parts of its rows, put together in any order, come to what all of them come to."""

from __future__ import annotations

import random
from functools import reduce
from operator import add
from pathlib import Path

import openpyxl
import pytest
from conftest import LEAST
from hypothesis import given, settings
from hypothesis import strategies as st
from test_screening import KUNMING, ROWS, screen, table

from checker.screening.desk import common_questions, piles
from checker.screening.summary import ERROR, Summary
from checker.screening.tally import MOST_NOTED, MOST_OF_A_PILE, RowTally

NEEDS = ("用地", "代码", "声明")
TRIAGES = ("one_answer", "several_answers", "only_refused", "good", "refused")


def row(number: int, chance: random.Random) -> Summary:
    """A made-up row."""
    if chance.random() < 0.1:
        return Summary(str(number), str(number), f"虚构{number}", "", "", ERROR, problems=["读不出"])
    missing = chance.sample(NEEDS, chance.randint(0, 3))
    floor = chance.random() < 0.6
    return Summary(
        str(number), str(number), f"虚构{number}", "", "", chance.choice(("met", "unmet", "undetermined", "review")),
        said=chance.choice("甲乙丙"), compiled=chance.random() < 0.1, stated={chance.choice("一二三"): "1"},
        floor="投资强度" if floor else "", unit="万元/亩" if floor else "", limit="350" if floor else None,
        exact=str(chance.randint(1, 500)) if floor else None, tested=chance.choice(("", "达到", "未达到")), missing=missing,
        spares={missing[0]: missing[1:]} if missing else {}, triage=chance.choice(TRIAGES),
        notes=["【疑问】"] * chance.randint(0, 1), tiered="等级", tiers=chance.sample("ABC", chance.randint(1, 2)),
        scores=[{"label": chance.choice(("总分", "加分")), "low": "1", "high": "2"}],
        ranked=[str(chance.randint(0, 3)), "4"] if chance.random() < 0.7 else ["", ""])


@settings(max_examples=LEAST, deadline=None)
@given(st.integers(0, 200), st.integers())
def test_parts_in_any_order_come_to_the_whole(count: int, seed: int) -> None:
    chance = random.Random(seed)
    rows = [row(number, chance) for number in range(count)]
    cuts = sorted(chance.randint(0, count) for _ in range(5))
    parts = [RowTally.of(rows[first:end], first) for first, end in zip([0, *cuts], [*cuts, count], strict=True)]
    chance.shuffle(parts)
    while len(parts) > 1:  # as a tree: any two at a time
        at = chance.randrange(len(parts) - 1)
        parts[at:at + 2] = [reduce(add, parts[at:at + 2])]
    assert parts[0] == RowTally.of(rows)


def test_of_many_rows_the_first_are_named_and_all_are_counted() -> None:
    """A hundred rows that lack one datum, and before them one that lacks two: the hundred are nearer to their end."""
    rows = [Summary("0", "0", "虚构", "", "", "undetermined", triage="several_answers", missing=list(NEEDS[:2])),
            *(Summary(str(n), str(n), "虚构", "", "", "undetermined", triage="several_answers", missing=["声明"],
                      notes=["【疑问】"]) for n in range(1, 101))]
    tally = reduce(add, (RowTally.of([one], place) for place, one in enumerate(rows)))
    [pile] = piles(tally)
    assert (pile.count, [one.number for one in pile.rows]) == (101, [str(n) for n in range(1, MOST_OF_A_PILE + 1)])
    assert (tally.noted.count, len(tally.noted.rows)) == (100, MOST_NOTED)
    assert [(one.need, one.waits) for one in common_questions(tally)] == [("声明", 100), ("代码", 1), ("用地", 1)]


def test_very_many_rows_stand_in_several_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.screening.result_files.MOST_ROWS", 4)
    path = table(tmp_path, [*((str(number), f"项目{number}", *ROWS[0][2:]) for number in range(1, 6)),
                            ("6", "项目6", "甲公司", "三十", "110", "site", "2921", "新投资")])
    said = screen(path, tmp_path / "out")
    assert said.status == 4
    books = {name: openpyxl.load_workbook(tmp_path / "out" / name) for name in ("results.xlsx", "results-1.xlsx", "results-2.xlsx")}
    assert [*books["results.xlsx"].sheetnames] == ["先办什么", "分册", "读不出的行", "可能重复", "说明"]
    assert [[*found] for found in books["results.xlsx"]["分册"].iter_rows(min_row=2, values_only=True)] == [
        ["results-1.xlsx", "1–4"], ["results-2.xlsx", "5–6"]]
    assert [book["全部"].max_row - 1 for name, book in books.items() if name != "results.xlsx"] == [4, 1]
    assert "项目6" in str([*books["results-2.xlsx"]["读不出的行"].iter_rows(min_row=2, values_only=True)])
    assert "项目6" in str([*books["results.xlsx"]["读不出的行"].iter_rows(min_row=2, values_only=True)])


def test_the_same_rows_are_judged_alike_by_one_process_and_by_several(tmp_path: Path) -> None:
    path = table(tmp_path, [(str(number), f"项目{number}", *ROWS[number % 4][2:]) for number in range(1, 10)])
    rules = KUNMING[:-2]
    for jobs in ("1", "2"):
        assert screen(path, tmp_path / jobs, "--jobs", jobs, rules=rules).status == 0
    for name in ("results.jsonl.gz", "summaries.jsonl.gz", "results.xlsx", "portfolio.pdf"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
