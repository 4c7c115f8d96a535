"""What a maker of rules stumbles on: bare numbers, causes that are named wrongly, tables left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conftest import dossier

from checker.dossier.submission import dossier_digest
from checker.judging.judge import judge
from checker.judging.plain import PlainEngine
from checker.judging.verdict import Verdict
from checker.quantity.display import with_unit
from checker.reporting.plain_text import explanation, report
from checker.ruleset.reading import load

SOURCE = {"place": "申请书", "words": "见"}


def by_land(**stated: dict[str, Any]) -> Verdict:
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "虚构项目", "kind": "project", "owner": "甲公司"}, "made_up": True,
        "observations": [{"quantity": name, "source": SOURCE, **entry} for name, entry in stated.items()]}
    made = dossier(data)
    return judge(made, load("admission-land-2008"), dt.date(2009, 6, 30), PlainEngine(), dossier_digest(made))


def test_a_bare_number_is_never_glued_to_its_unit() -> None:
    for unit in ({"unit": "1"}, {}):
        verdict = by_land(plot_ratio={"value": "2.0", **unit}, building_coefficient={"value": "40%"})
        said = report(verdict) + explanation(verdict, [f.item for f in verdict.findings]) + verdict.model_dump_json()
        assert "2.01" not in said
        assert "2.0" in said
    assert [with_unit("2.0", unit) for unit in ("1", None, "万元")] == ["2.0", "2.0", "2.0万元"]
    assert with_unit("3亿元", "亿元") == "3亿元"


def test_a_quantity_that_is_a_bare_number_needs_no_unit() -> None:
    verdict = by_land(plot_ratio={"value": "0.5"})
    found = next(f for f in verdict.findings if "容积率" in f.label)
    assert found.value == "0.5"
