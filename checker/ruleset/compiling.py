"""From a ruleset as it is written to one that can judge: every formula parsed, every name checked.

Owns what is made of the whole ruleset: its points, effects and doubts, and the order of the checks.  It
must not judge and must not read files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checker.errors import Problem, RulesetError
from checker.places import Path
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.ruleset import asking, consistency, index, scoring
from checker.ruleset import formula as f
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Doubtful, EffectRow, Item, Ruleset
from checker.ruleset.definition import RulesetModel
from checker.ruleset.grading import Slope
from checker.ruleset.item_trees import ItemTrees
from checker.ruleset.trees import Trees


def compile_ruleset(model: RulesetModel, digest: str) -> Ruleset:
    """Parse and check; raises :class:`RulesetError` with every problem found."""
    trees = Trees(model)
    problems = trees.problems
    problems += [*consistency.names_apart(model), *consistency.terms_fit(model)]
    trees.names = replace(trees.names, grades=dict(_grades(trees)))
    for name in model.definitions:
        trees.tree(name, ("definitions", name))
    items = _items(trees, dict(_effects(trees)))
    problems += [*consistency.requirements_fit(model, set(items)), *consistency.language_fits(model)]
    problems += index.problems(model.indices, {i.id: i for i in model.indicators})
    problems += consistency.shortfalls_fit(model)
    judged = {name for name, item in items.items() if not item.model.shown_only}
    problems += consistency.headline_fits(model, judged)
    problems += [*scoring.language_fits(model), *scoring.total_fits(model)]
    tiers = scoring.tier_rows(trees, items)
    side = _side_by_side(trees)
    promised = {name: tree for name, q in model.quantities.items() if q.promised_when and (
        tree := trees.condition(q.promised_when, ("quantities", name, "promised_when")))}
    doubts = tuple(_doubts(trees))
    if problems:
        raise RulesetError(list({(p.code, p.path): p for p in problems}.values()))
    units = {name: Unit(q.unit) for name, q in model.quantities.items() if q.unit}
    fields = {(list_, name): Unit(part.unit or DIMENSIONLESS)
              for list_, entry in model.lists.items()
              for name, part in entry.fields.items() if part.kind == "number"}
    shown = {name: items.pop(name) for name in [*items] if name not in judged}
    return Ruleset(model, digest, items, units, fields, promised, trees.names.grades, shown, side, doubts,
                   tiers)


def _items(trees: Trees, effects: dict[str, tuple[EffectRow, ...]]) -> dict[str, Item]:
    """Every item by its id."""
    made = ItemTrees(trees, effects)
    membership = {member: r.id for r in trees.model.requirements for member in r.members}
    items: dict[str, Item] = {}
    for position, indicator in enumerate(trees.model.indicators):
        path: Path = ("indicators", position)
        if indicator.id in items:
            trees.problems.append(Problem("ruleset.id_reused", {"id": indicator.id}, (*path, "id")))
        items[indicator.id] = made.item(indicator, path, membership.get(indicator.id))
    return items


def _effects(trees: Trees) -> Iterator[tuple[str, tuple[EffectRow, ...]]]:
    """The cases of every effect with their conditions as trees."""
    for name, effect in trees.model.effects.items():
        rows = [(trees.condition(case.when, ("effects", name, "cases", i, "when")), case)
                for i, case in enumerate(effect.cases)]
        yield name, tuple(EffectRow(when, case.case, case.effect) for when, case in rows if when)


def _grades(trees: Trees) -> Iterator[tuple[str, n.GradeRead]]:
    """Every grade with its value and its conditions as trees."""
    for name, grade in trees.model.grades.items():
        path: Path = ("grades", name)
        factor = Unit(grade.unit).factor if grade.unit else Fraction(1)
        value = grade.value and trees.value(grade.value, grade.unit, (*path, "value"))
        steps = []
        for i, step in enumerate(grade.steps):
            when = step.when and trees.condition(step.when, (*path, "steps", i, "when"))
            relation, number = step.bound or (None, None)
            points, slope = (step.points or 0, None) if step.slope is None else (
                step.slope.points, _slope(step.slope, factor))
            steps.append(n.PointsStep(Fraction(points), relation,
                                None if number is None else Fraction(number) * factor, when or None, slope))
        yield name, n.GradeRead(name, value or None, tuple(steps))


def _slope(slope: Slope, factor: Fraction) -> n.PointsSlope:
    """How points rise or fall, with the value in base units."""
    return n.PointsSlope(Fraction(slope.start) * factor, Fraction(slope.each) * factor,
                         Fraction(slope.gives), slope.whole, Fraction(slope.least), Fraction(slope.most))


def _doubts(trees: Trees) -> Iterator[Doubtful]:
    """What makes data doubtful, as trees."""
    seen: set[str] = set()
    for position, doubt in enumerate(trees.model.doubts):
        path: Path = ("doubts", position)
        if doubt.id in seen:
            trees.problems.append(Problem("ruleset.id_reused", {"id": doubt.id}, (*path, "id")))
        seen.add(doubt.id)
        tree = (trees.condition(doubt.when, (*path, "when")) if doubt.when
                else trees.value(doubt.value or "", doubt.unit, (*path, "value")))
        other = trees.value(doubt.equals, doubt.unit, (*path, "equals")) if doubt.equals else None
        if tree is not None:
            yield Doubtful(doubt, tree, Unit(doubt.unit) if doubt.unit else None, tuple(dict.fromkeys(
                [*asking.asks(tree), *(asking.asks(other) if other else ())])), other)
    for name, quantity in trees.model.quantities.items():
        if quantity.plausible and quantity.unit is None:
            trees.problems.append(Problem("ruleset.band_of_words", {"name": name},
                                          ("quantities", name, "plausible")))


def _side_by_side(trees: Trees) -> tuple[n.RelativeYear, n.RelativeYear] | None:
    """The first and the last of the years that stand side by side."""
    side = trees.model.side_by_side
    if side is None:
        return None
    ends = []
    for key, text in (("from", side.since), ("to", side.to)):
        try:
            ends.append(f.parse_year(text, trees.names))
        except f.FormulaError:
            trees.problems.append(Problem("ruleset.year_outside", {"given": text}, ("side_by_side", key)))
    if len(ends) < len(("from", "to")):
        return None
    if ends[0].anchor == ends[1].anchor and ends[0].offset > ends[1].offset:
        trees.problems.append(Problem("ruleset.years_reversed", {}, ("side_by_side", "to")))
    return ends[0], ends[1]
