"""What a row of results says of scores and tiers: each score between its bounds, as numbers that sort.

Owns which items are scores, and the two ends of one.  It must not judge: everything stands in the verdict.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from checker.quantity.display import finite, plain
from checker.quantity.interval import Interval
from checker.reporting import phrases
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.verdict.verdict import Verdict
from checker.wording.worded import WordedVerdict

DIGITS = 4
LOW, HIGH = "low", "high"
Score = Mapping[str, str]


def score_items(ruleset: Ruleset) -> list[str]:
    """The items whose one formula adds up grades, each formula once."""
    if "scores" not in ruleset.remembered:
        by_formula = {reading.values: item.id for item in reversed(list(ruleset.items.values()))
                      for reading in item.interpretations[:1] if _adds_up(item)}
        ruleset.remembered["scores"] = [item for item in ruleset.items if item in by_formula.values()]
    found: list[str] = ruleset.remembered["scores"]
    return found


def _adds_up(item: Item) -> bool:
    formulas = {reading.values for reading in item.interpretations}
    return not item.prohibits and len(formulas) == 1 and all(
        len(values) == 1 and _sum(values[0]) and _graded(values[0]) for values in formulas)


def _sum(tree: n.Expression) -> bool:
    """Whether a formula is made of grades and numbers by adding and weighing alone."""
    match tree:
        case n.GradeRead() | n.Constant() | n.FactorRead():
            return True
        case n.Binary():
            return _sum(tree.left) and _sum(tree.right)
        case n.Negative():
            return _sum(tree.operand)
        case n.Call():
            return all(map(_sum, tree.arguments))
    return False


def _graded(tree: n.Expression) -> bool:
    match tree:
        case n.Binary():
            return _graded(tree.left) or _graded(tree.right)
        case n.Negative():
            return _graded(tree.operand)
        case n.Call():
            return any(map(_graded, tree.arguments))
    return isinstance(tree, n.GradeRead)


def scores_of(verdict: Verdict, told: WordedVerdict, ruleset: Ruleset) -> list[Score]:
    """Each score as it is shown and by its two ends, which only an approximate or absent value lacks."""
    found: list[Score] = []
    for item in score_items(ruleset):
        part = told.finding(item)
        found.append({"item": item, "label": part.label, "shown": phrases.value_of(part),
                      **_ends(verdict, item)})
    return found


def _ends(verdict: Verdict, item: str) -> dict[str, str]:
    deciding = verdict.finding(item).deciding
    values = [value for one in deciding for value in one.values if isinstance(value, Interval)]
    lows = [value.low.value for value in values if value.low.value is not None]
    highs = [value.high.value for value in values if value.high.value is not None]
    if not deciding or any(one.approximate or not one.values for one in deciding) or not (
            len(lows) == len(highs) == len(values)):
        return {LOW: "", HIGH: ""}
    return {LOW: _written(min(lows), math.floor), HIGH: _written(max(highs), math.ceil)}


def _written(number: Fraction, rounded: Callable[[Fraction], int]) -> str:
    """The number in full, or else rounded to the side on which it is still an end."""
    exact = finite(number)
    if exact is None:
        exact = Decimal(rounded(number * 10**DIGITS)).scaleb(-DIGITS)
    return plain(exact)
