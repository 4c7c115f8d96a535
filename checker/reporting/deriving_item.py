"""The derivation of one item: its firing, clause, readings, formulas, limits, data, and what it lacks.

Owns the order.  It must not judge or leave anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.messages import text
from checker.quantity.unit import DIMENSIONLESS
from checker.reporting import amount_lines, phrases, way_in, words
from checker.reporting.derivation import (
    AppliesTo,
    Calculation,
    EffectLine,
    ItemDerivation,
    LackingLine,
    OpinionLine,
    ReadingDerivation,
)
from checker.reporting.firing_words import fired, item_tally
from checker.reporting.provenance import attributes, observed, stated
from checker.reporting.row_choice import choosing
from checker.reporting.verdict_kind import kind_of
from checker.reporting.way_words import Ways
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Interpretation, Item
from checker.verdict.found import ItemFinding, ReadingFinding, Step
from checker.verdict.part import LIKE_REFUSED, Outcome
from checker.wording import condition_words
from checker.wording.context import Context
from checker.wording.grade_words import GradeLine, grades_of
from checker.wording.limit_words import effect_words, own_unit
from checker.wording.worded import EvaluationPart, Finding, Lacking, WordedVerdict

_OUTCOMES: tuple[Outcome, ...] = ("met", "unmet")


def derived_item(part: Finding, found: ItemFinding, step: Step, verdict: WordedVerdict,
                 context: Context) -> ItemDerivation:
    """The derivation of one item."""
    item = context.item(part.item)
    outcome = words.item_outcome(part)
    names = {one: evaluated(one, part) for one in _OUTCOMES}
    idle = step.outcome in ("not_applicable", "not_selected")
    tally = "" if idle else item_tally(found, names, checks=item.prohibits)
    readings = [_reading(part, told, evaluation, verdict, context)
                for told, evaluation in zip(part.evaluations, found.evaluations, strict=True)]
    used = {evaluation.reading or PLAIN for evaluation in found.evaluations}
    return ItemDerivation(
        finding=part, outcome=outcome, reasons=phrases.reasons(part),
        firing=fired(step, outcome, tally, floor=part.clause is not None and not item.prohibits),
        applies=_applies(part, context, verdict),
        notes=[text(note.code, **note.params) for note in verdict.notes if note.item == part.item],
        effect=_effect(part, context, verdict),
        readings=_told_apart(readings),
        absent=[(reading.label or reading.id, condition_words.condition(reading.applies, context))
                for reading in item.interpretations if reading.applies and reading.id not in used],
        factors=[factor for factor in verdict.factors if part.item in factor.items],
        grades=_grades(item, context),
        claims=[(stated("", "", [], claim.source, verdict), claim.why) for claim in part.claims],
        opinions=_opinions(part, verdict),
        lacking=_lacking(part, verdict), settle=words.settle(part.settled_by, verdict))


def evaluated(outcome: Outcome, finding: Finding) -> str:
    """The outcome of one evaluation, in the words that fit a prohibition, a floor, a target."""
    kind = ""
    if outcome in _OUTCOMES and finding.clause is not None:
        kind = "clause_" if finding.clause.prohibits else "floor_"
    elif outcome in _OUTCOMES and finding.limits != "requirement":
        kind = f"{finding.limits}_"
    return text(f"outcome.{kind}{outcome}")


def _applies(part: Finding, context: Context, verdict: WordedVerdict) -> AppliesTo | None:
    tree = context.item(part.item).applies
    if tree is None:
        return None
    outside = part.clause.outside if part.clause else []
    return AppliesTo(condition_words.condition(tree, context), outside, attributes([tree], context, verdict))


def _effect(part: Finding, context: Context, verdict: WordedVerdict) -> EffectLine | None:
    """What a clause comes to when it is matched or not reached, and on what facts that hangs."""
    if part.clause is None:
        return None
    item, comes = context.item(part.item), {"refuse": "prohibit", "review": "review", "divert": "divert"}
    came = amount_lines.comes_to(part) or text(f"effect_of.{comes[part.clause.effect]}")
    if not item.prohibits and item.model.shortfall is None:
        return EffectLine(came, None, [])
    here = came if item.effects and part.outcome in LIKE_REFUSED else None
    return EffectLine(effect_words(item, context.ruleset), here,
                      attributes([row.when for row in item.effects], context, verdict))


def _reading(finding: Finding, part: EvaluationPart, found: ReadingFinding, verdict: WordedVerdict,
             context: Context) -> ReadingDerivation:
    reading = context.reading(finding.item, found.reading)
    compares = kind_of(verdict.ruleset.concludes).compares
    plain = "derive.only_check" if reading.prohibited else "derive.only_reading"
    trees = _trees(reading, part)
    reason = phrases.reason(part.reason, part.missing, part.operands) if part.reason else ""
    own = own_unit(reading, context.item(finding.item).unit)
    values = [value if own else phrases.with_unit(value, finding.unit) for value in part.shown]
    return ReadingDerivation(
        part=part, label=part.reading_label or text(plain), outcome=evaluated(part.outcome, finding),
        reason=reason,
        applies=condition_words.condition(reading.applies, context) if reading.applies else None,
        taken=text("join.also").join(_taken(part)), calculations=_calculations(values, part), values=values,
        choosing=choosing(found, reading, finding.item, context) if compares and reading.rows else None,
        sources=observed(found, part.operands, trees, context, verdict),
        missing=[phrases.need(lacking, verdict) for lacking in verdict.needs(part.missing)])


def _taken(part: EvaluationPart) -> Iterator[str]:
    """In which scope and at which prices an evaluation takes its data."""
    if part.scope:
        yield text("derive.scope", scope=part.scope)
    if part.price_basis:
        yield text("derive.price_basis", basis=part.price_basis)


def _told_apart(readings: Sequence[ReadingDerivation]) -> list[ReadingDerivation]:
    """The evaluations under one reading numbered, where there are several."""
    labels, told = [reading.label for reading in readings], []
    for i, reading in enumerate(readings):
        count, place = labels.count(reading.label), labels[:i + 1].count(reading.label)
        nth = text("derive.nth", label=reading.label, place=place, count=count)
        told.append(replace(reading, label=nth) if count > 1 else reading)
    return told


def _trees(reading: Interpretation, part: EvaluationPart) -> list[n.Expression]:
    """Every formula and condition that bears on an evaluation; a reported value has only its limit."""
    formulas = [] if part.basis == "reported" else [*reading.values, reading.prohibited]
    limit = [tree for row in reading.rows for tree in (row.when, *(bound.tree for bound in row.bounds))]
    return [tree for tree in (*formulas, reading.applies, *limit) if tree is not None]


def _calculations(values: Sequence[str], part: EvaluationPart) -> list[Calculation]:
    """Each formula with what was put in and what came of it; none of a value that was only reported."""
    if part.basis == "reported":
        return []
    return [Calculation(formula, part.substitution[i] if part.substitution else None,
                        values[i] if i < len(values) else None) for i, formula in enumerate(part.formula)]


def _grades(item: Item, context: Context) -> list[GradeLine]:
    """The tables of points that an item's formulas read."""
    read = {part.name for reading in item.interpretations for tree in reading.values
            for part in asking.bounded(tree) if isinstance(part, n.GradeRead)}
    lines = zip(context.ruleset.model.grades, grades_of(context.ruleset), strict=True)
    return [line for name, line in lines if name in read]


def _lacking(part: Finding, verdict: WordedVerdict) -> list[LackingLine]:
    return [LackingLine(phrases.need(need, verdict), _unit(need), need.definition,
                        part.item in need.settles_alone, need.decides)
            for need in verdict.needs_of(part.item)]


def _unit(need: Lacking) -> str | None:
    """The unit in which a datum is to be stated; a list and a fact have none."""
    measured = need.kind in ("quantity", "exact", "report") and need.unit != DIMENSIONLESS
    return phrases.pretty(need.unit) if measured and need.unit else None


def _opinions(part: Finding, verdict: WordedVerdict) -> list[OpinionLine]:
    found = part.clause.opinions if part.clause else []
    return [OpinionLine(text(f"opinion.{o.finding}"), o.by, o.on, o.why, o.used,
                        stated("", "", [], o.source, verdict)) for o in found]


def changes(part: Finding, ways: Ways) -> list[str]:
    """What would let the subject in, where this clause keeps it out."""
    return way_in.changes(part, ways) if part.clause is not None and way_in.bars(part) else []

