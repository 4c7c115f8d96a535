"""What grades, their total and tiers have to fit, and the tiers of a ruleset as trees.

Owns these checks.  It must not judge a dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from checker.errors import Problem
from checker.places import Path
from checker.ruleset import formula as f
from checker.ruleset.compiled import Item, TierRow
from checker.ruleset.definition import RulesetModel
from checker.ruleset.edition import UNKNOWN
from checker.ruleset.trees import Trees
from checker.validation import suggestion


def language_fits(model: RulesetModel) -> Iterator[Problem]:
    """What needs the fourth version of the formula language."""
    if model.formula_language >= f.FOURTH:
        return
    for what, path in _newest(model):
        yield Problem("ruleset.too_new", {
            "what": what, "version": model.formula_language, "due": f.FOURTH}, path)


def _newest(model: RulesetModel) -> Iterator[tuple[str, Path]]:
    for name, grade in model.grades.items():
        if grade.most is not None:
            yield "most", ("grades", name, "most")
        for place, step in enumerate(grade.steps):
            if step.slope:
                yield "slope", ("grades", name, "steps", place, "slope")
    for place, item in enumerate(model.indicators):
        if item.taken_from:
            yield "taken_from", ("indicators", place, "taken_from")
    for section in ("score_total", "tiers"):
        if getattr(model, section) is not None:
            yield section, (section,)
    if model.in_force.since == UNKNOWN:
        yield "from: unknown", ("in_force", "from")


def total_fits(model: RulesetModel) -> Iterator[Problem]:
    """Every grade of the total has to be there."""
    for place, name in enumerate(model.score_total.grades if model.score_total else ()):
        if name not in model.grades:
            yield Problem("ruleset.unknown_grade", {"name": name, "hint": suggestion(
                name, sorted(model.grades))}, ("score_total", "grades", place))


def tier_rows(trees: Trees, items: Mapping[str, Item]) -> tuple[TierRow, ...]:
    """The tiers from above, each with its condition as a tree."""
    tiers = trees.model.tiers
    if tiers is None:
        return ()
    item = items.get(tiers.of)
    if item is None:
        trees.problems.append(Problem("ruleset.unknown_item", {
            "id": tiers.of, "hint": suggestion(tiers.of, sorted(items))}, ("tiers", "of")))
    elif item.unit is None or item.model.applies_when or any(
            len(reading.values) > 1 or (reading.unit and reading.unit.text) != item.unit.text
            for reading in item.interpretations):
        trees.problems.append(Problem("ruleset.tiers_of", {"id": tiers.of}, ("tiers", "of")))
    rows = []
    for place, step in enumerate(tiers.steps):
        when = step.when and trees.condition(step.when, ("tiers", "steps", place, "when"))
        relation, number = step.bound or (None, None)
        rows.append(TierRow(step.name, relation, None if number is None else Fraction(number), when or None))
    return tuple(rows)
