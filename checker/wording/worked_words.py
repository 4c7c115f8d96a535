"""How a value was worked out, in words: the formula, and the formula with the data put in.

Owns these two.  It must not compute.
"""

from __future__ import annotations

from checker.quantity.display import spoken
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Ruleset
from checker.ruleset.formula_words import labels, numbers
from checker.verdict.found import ReadingFinding
from checker.wording import condition_words
from checker.wording.context import Context


def formula(item: str, reading: Interpretation, ruleset: Ruleset) -> list[str]:
    """The reading's formulas in words; a ruleset says them once."""
    place = (item, reading.id)
    if place not in ruleset.remembered:
        ruleset.remembered[place] = [labels(ruleset).say(tree) for tree in reading.values]
        if reading.prohibited:
            ruleset.remembered[place].append(labels(ruleset, valued=True).say(reading.prohibited))
    said: list[str] = ruleset.remembered[place]
    return said


def substitution(found: ReadingFinding, reading: Interpretation, context: Context) -> list[str]:
    """The formula with the data put in, for a value that was computed."""
    if found.basis != "measured" or found.borrowed:
        return []
    said = {(datum.quantity, datum.year): condition_words.written(datum)
            for datum in context.data(found.data)}
    parts = [part for tree in reading.values for part in asking.bounded(tree)]
    bounds: dict[n.Expression, str] = {
        parts[place]: spoken(value) for place, value in found.bounded.items()
        if isinstance(parts[place], n.GradeRead) or value.value is None}
    wording = numbers(said, context.ruleset, context.verdict.period, context.verdict.base, bounds)
    return [wording.say(tree) for tree in reading.values]
