"""Indices: never an average over what is known; open data and open picks give an interval."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction as F
from itertools import product
from typing import Any

import pytest
from bad.command import says
from conftest import DAY, dossier, in_words
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import DossierError
from checker.ruleset.loading import from_data
from checker.wording.annexed import IndexPart

LIMITS = {"A": 10, "B": 4, "C": 5, "D": 2, "E": 8}
PICKS = ("C", "D", "E")
SOURCE = {"place": "表", "name": "official", "limit": "official", "formula": "official"}


def ruleset() -> Any:
    """A and B always count, B the other way round; one of C, D, E is picked."""
    items = [{"id": f"X.{name}", "label": name, "category": "一", "unit": "t", "signed": True,
              "limit": {"at_most" if name == "B" else "at_least": limit}, "weight": "guiding", "source": SOURCE}
             for name, limit in LIMITS.items()]
    word = {"id": "X.W", "label": "平台", "category": "一", "words": ["完善", "不完善"],
            "limit": {"is": "完善"}, "source": SOURCE}
    return from_data({
        "schema": "ruleset/1", "id": "x", "title": "指数", "document": "X", "issuer": "局", "judges": "park",
        "concludes": "conformity", "formula_language": 2, "in_force": {"from": "2000", "seen": "official"},
        "indicators": [*items, word],
        "indices": [{
            "id": "X.GI", "label": "指数", "scale": 100, "inverse": ["X.B"], "source": {"place": "表", "seen": "official"},
            "parts": [{"all_of": ["X.A", "X.B", "X.W"]}, {"pick": 1, "of": [f"X.{name}" for name in PICKS]}],
            "readings": {"capped": {"label": "封顶", "cap": 1, "not_positive": 1},
                         "capped_open": {"label": "封顶，无比值", "cap": 1},
                         "uncapped": {"label": "不封顶", "not_positive": 1}}}],
        "requirements": [{"id": "all", "label": "平台", "all_of": ["X.W"], "source": {"group": "official"}}]})


RULESET = ruleset()


def index(values: Mapping[str, Any], selected: list[str] | None = None) -> IndexPart:
    data: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "园", "kind": "park"}, "period": 2024,
        "reported": [{"item": f"X.{name}", "value": value, "source": {"place": "表", "words": "x"},
                      **({} if name == "W" else {"unit": "t"})} for name, value in values.items()]}
    if selected is not None:
        data["selected"] = [f"X.{name}" for name in selected]
    made = dossier(data)
    return in_words(made, RULESET, DAY, PlainEngine(), dossier_digest(made)).indices[0]


def ends(part: IndexPart, reading: str) -> tuple[F, F | None]:
    [value] = [v for v in part.values if v.reading == reading]
    return F(value.low), None if value.high is None else F(value.high)


def oracle(values: Mapping[str, Any], cap: int | None, not_positive: int | None,
           picks: tuple[str, ...]) -> tuple[F, F | None]:
    """Every completion of what is absent by 0 or by the cap, with every allowed pick; written anew."""
    def options(name: str) -> list[F | None]:
        if name not in values:
            return [F(0), None if cap is None else F(cap)]
        if name == "W":
            return [F(values[name] == "完善")]
        value = F(values[name])
        if name == "B" and value <= 0:
            return [F(not_positive)] if not_positive is not None else [F(0), None if cap is None else F(cap)]
        ratio = LIMITS[name] / value if name == "B" else value / LIMITS[name]
        return [min(ratio, F(cap)) if cap is not None else ratio]

    sums: list[F | None] = []
    for pick in picks:
        for choice in product(*(options(name) for name in ("A", "B", "W", pick))):
            sums.append(None if None in choice else F(25) * sum(choice))  # type: ignore[arg-type]
    return min(s for s in sums if s is not None), None if None in sums else max(s for s in sums if s is not None)


def near(a: F | None, b: F | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) < F(1, 10**12)


NUMBERS = st.integers(-3, 30)


@given(st.dictionaries(st.sampled_from([*LIMITS]), NUMBERS, max_size=5), st.sampled_from([None, "完善", "不完善"]),
       st.sampled_from([None, "C", "D", "E"]))
@settings(max_examples=200, deadline=None)
def test_an_index_is_what_every_completion_and_every_allowed_pick_give(
        values: dict[str, Any], word: str | None, picked: str | None) -> None:
    if word:
        values = {**values, "W": word}
    part = index(values, ["A", "B", "W", picked] if picked else None)
    picks = (picked,) if picked else PICKS
    for reading, cap, not_positive in (("capped", 1, 1), ("capped_open", 1, None), ("uncapped", None, 1)):
        expected = oracle(values, cap, not_positive, picks)
        found = ends(part, reading)
        assert near(found[0], expected[0]), (reading, found, expected)
        assert near(found[1], expected[1]), (reading, found, expected)


FULL = {"A": 10, "B": 4, "W": "完善", "C": 5, "D": 2, "E": 8}


def test_at_every_limit_the_index_is_its_scale() -> None:
    part = index(FULL)
    assert ends(part, "capped") == ends(part, "uncapped") == (F(100), F(100))
    assert (part.known, part.counted, part.open) == (4, 4, [])


def test_a_smaller_value_is_better_where_the_limit_is_divided_by_it() -> None:
    better, worse = index({**FULL, "B": 2}), index({**FULL, "B": 8})
    assert ends(better, "uncapped") == (F(125), F(125))
    assert ends(worse, "uncapped") == (F("87.5"), F("87.5"))
    assert {ratio.item: ratio.value for ratio in better.ratios}["X.B"] == "2"


def test_one_indicator_far_above_its_limit_carries_only_the_uncapped_index() -> None:
    part = index({"A": 1000})
    assert ends(part, "capped") == (F(25), F(100))
    assert ends(part, "uncapped") == (F(2500), None)
    assert (part.known, part.open) == (1, ["X.B", "X.C", "X.D", "X.E", "X.W"])


def test_what_is_missing_is_neither_left_out_nor_averaged() -> None:
    assert ends(index({"A": 10, "B": 4, "W": "完善"}), "capped") == (F(75), F(100))


def test_an_open_pick_counts_from_its_worst_to_its_best_choice() -> None:
    part = index({**FULL, "C": 0, "D": 1})
    assert not part.picked
    assert ends(part, "capped") == (F(75), F(100))
    assert ends(index({**FULL, "C": 0, "D": 1}, ["A", "B", "W", "D"]), "capped") == (F("87.5"), F("87.5"))


def test_no_more_may_be_picked_than_count_and_none_that_always_counts_left_out() -> None:
    with pytest.raises(DossierError) as wrong:
        index(FULL, ["A", "B", "W", "C", "D"])
    assert says(str(wrong.value), "selected.pick_count", "应选 1 项，选用的指标里选了 2 项")
    with pytest.raises(DossierError, match="选了 0 项"):
        index(FULL, ["A", "B", "W"])
    with pytest.raises(DossierError, match=r"缺少必选指标 X\.B"):
        index(FULL, ["A", "W", "C"])


def test_an_approximate_value_decides_no_ratio() -> None:
    assert index({**FULL, "A": "约10"}).open == ["X.A"]


