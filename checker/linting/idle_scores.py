"""Full marks that don't add up to what is declared, and tiers into which nothing falls.

Owns the comparison of a declared mark with what grades may give.  It must not judge a dossier.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from checker.linting.ruleset import Found, Remark
from checker.messages import text
from checker.quantity.display import plain
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Ruleset, TierRow
from checker.ruleset.grading import Grade
from checker.ruleset.reach import OPPOSITE, overlap, possible, side


def lint_scores(ruleset: Ruleset) -> list[Remark]:
    """Findings on full marks, their total and tiers."""
    return [Remark(level, code, params, ruleset.id, path)
            for check in (_full_marks, _total, _tiers) for level, code, path, params in check(ruleset)]


def _most(grade: Grade) -> Decimal:
    """The most that its steps give."""
    return max(step.most for step in grade.steps)


def _full_marks(ruleset: Ruleset) -> Found:
    for name, grade in ruleset.model.grades.items():
        if grade.most is not None and grade.most != _most(grade):
            yield "error", "lint.full_mark", ("grades", name, "most"), {
                "label": grade.label, "stated": plain(grade.most), "most": plain(_most(grade))}


def _total(ruleset: Ruleset) -> Found:
    """The declared total beside the sum of the full marks."""
    total, grades = ruleset.model.score_total, ruleset.model.grades
    if total is None:
        return
    marks = [(grades[name].label, _most(grades[name])) for name in total.grades]
    whole = sum((mark for _, mark in marks), Decimal(0))
    if whole != total.points:
        yield "error", "lint.score_total", ("score_total", "points"), {
            "stated": plain(total.points), "whole": plain(whole), "marks": text("join.names").join(
                text("lint.mark.points", label=label, points=plain(mark)) for label, mark in marks)}


def _tiers(ruleset: Ruleset) -> Found:
    """Tiers above all that the item's formula may come to, or below what the tiers before them leave."""
    tiers = ruleset.model.tiers
    if tiers is None:
        return
    item = ruleset.items[tiers.of]
    signed = {name for name, quantity in ruleset.model.quantities.items() if quantity.signed}
    for reading in item.interpretations[:1]:
        for tree in reading.values:
            factor = reading.unit.factor if reading.unit else Fraction(1)
            for place in _never(ruleset.tiers, possible(tree, signed).scale(1 / factor)):
                yield "error", "lint.tier_never", ("tiers", "steps", place), {
                    "name": tiers.steps[place].name}


def _never(rows: tuple[TierRow, ...], reach: Interval) -> list[int]:
    """The places of tiers that no value falls into, whatever their conditions."""
    left: Interval | None = reach
    found = []
    for place, row in enumerate(rows):
        own = left
        if left is not None and row.relation is not None and row.number is not None:
            own = overlap(left, side(row.relation, row.number))
            if row.when is None:
                left = overlap(left, side(OPPOSITE[row.relation], row.number))
        if own is None:
            found.append(place)
    return found
