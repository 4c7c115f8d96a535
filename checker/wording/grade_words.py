"""Points in words: when a step counts, how a slope rises or falls, and what came of it.

Owns these words.  It must not add.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from checker.messages import text
from checker.quantity.display import plain, spoken, with_unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Ruleset
from checker.ruleset.formula_words import labels
from checker.ruleset.grading import GradeStep, Slope, Tiers, TierStep
from checker.ruleset.terms import number_of
from checker.verdict.found import ReadingFinding


class GradeLine(NamedTuple):
    """A grade in words: of what it is, its steps, and how they were seen."""

    label: str
    of: str
    steps: list[str]
    place: str
    seen: str


def grades_of(ruleset: Ruleset) -> Iterator[GradeLine]:
    """Each grade of the ruleset in words."""
    for name, grade in ruleset.model.grades.items():
        steps = [_step(step, grade.unit or "") for step in grade.steps]
        tree = ruleset.grades[name].value
        of = text("show.grade_of", formula=labels(ruleset).say(tree), unit=grade.unit) if tree else ""
        yield GradeLine(grade.label, of, steps, grade.source.place, text(f"seen.{grade.source.seen}"))


def sloped(found: ReadingFinding, reading: Interpretation, ruleset: Ruleset) -> list[str]:
    """The points of every slope that a value is made of, each with how it came about."""
    parts = [part for tree in reading.values for part in asking.bounded(tree)]
    lines = dict(zip(ruleset.model.grades, grades_of(ruleset), strict=True))
    return [text("show.grade_points", label=lines[part.name].label, points=spoken(value),
                 steps=text("join.parts").join(lines[part.name].steps))
            for place, value in found.bounded.items()
            if isinstance(part := parts[place], n.GradeRead) and any(step.slope for step in part.steps)]


def tier_lines(ruleset: Ruleset) -> Iterator[str]:
    """The declared total of full marks and the tiers, each in a line."""
    model = ruleset.model
    if model.score_total is not None:
        yield text("show.score_total", points=plain(model.score_total.points), grades=text("join.names").join(
            model.grades[name].label for name in model.score_total.grades))
    if (tiers := model.tiers) is None:
        return
    item = ruleset.items[tiers.of].model
    of = {"number": number_of(item.id), "item": item.label, "place": tiers.source.place,
          "seen": text(f"seen.{tiers.source.seen}")}
    if tiers.steps:
        yield text("show.tiers", label=tiers.label, **of, steps=tier_steps(tiers))
    if tiers.by_rank is not None:
        yield text("show.by_rank_lowest" if tiers.by_rank.best == "lowest" else "show.by_rank_highest",
                   label=tiers.by_rank.label or tiers.label, **of, steps=text("join.parts").join(
                       text("show.share", name=step.name, share=plain(step.share)) if step.share is not None
                       else text("show.tier", name=step.name, case=text("show.grade_else"))
                       for step in tiers.by_rank.steps))


def tier_steps(tiers: Tiers) -> str:
    """Each tier with what leads to it, from above."""
    return text("join.parts").join(
        text("show.tier", name=step.name, case=_case(step)) for step in tiers.steps)


def _step(step: GradeStep, unit: str) -> str:
    if step.slope:
        return _slope(step, step.slope, unit)
    return text("show.grade_step", case=_case(step), points=plain(step.points or Decimal(0)))


def _slope(step: GradeStep, slope: Slope, unit: str) -> str:
    """How points rise or fall with a value, in words."""
    case = text("show.grade_when", case=_case(step)) if step.bound or step.when else ""
    return text("show.grade_slope_whole" if slope.whole else "show.grade_slope", case=case,
                start=with_unit(plain(slope.start), unit, " "), points=plain(slope.points),
                way=text("show.grade_up" if slope.each > 0 else "show.grade_down"),
                each=with_unit(plain(abs(slope.each)), unit, " "),
                does=text("show.grade_adds" if slope.gives > 0 else "show.grade_takes"),
                gives=plain(abs(slope.gives)), most=plain(slope.most), least=plain(slope.least))


def _case(step: GradeStep | TierStep) -> str:
    """When a step counts, in words."""
    bounds = [text(f"limit.{name}", bound=plain(number)) for name in ("at_least", "above", "at_most", "below")
              if (number := getattr(step, name, None)) is not None]
    return text("join.also").join([*bounds, *([step.case] if step.case else [])]) or text("show.grade_else")
