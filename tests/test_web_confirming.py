"""Limits confirmed on the page: what is kept under which name, and how what is wrong is told there."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.confirmations.confirming import ticks
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
