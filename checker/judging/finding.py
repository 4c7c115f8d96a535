"""From a measurement to its finding: everything that is shown of an item, in its final words.

Owns the turning of exact values into text.  It must not decide or leave anything out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.entries import BoundList
from checker.evidence.evidence import BoundValue, Evidence
from checker.evidence.facts import Value
from checker.judging import clause, restating
from checker.judging.wanting import Wanting, conflict_of, key, wants
from checker.measuring.limit import UNDETERMINED
from checker.measuring.measurement import Evaluation, Measurement
from checker.messages import CATALOGUE
from checker.quantity.display import SHORT, plain, significant, spoken, with_unit
from checker.quantity.interval import Interval
from checker.quantity.unit import Unit
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.formula_words import labels, numbers
from checker.ruleset.terms import SEEN_ORDER
from checker.verdict import verdict as v
from checker.verdict.annex import UnlikePart
from checker.verdict.stated import source_ref

BETWEEN = "；"
MOST_SHOWN = 3


def limit_text(rows: Sequence[CompiledRow], ruleset: Ruleset) -> str:
    """A limit in words: ``≤0.5``, or each case with its own."""
    if not rows:
        return CATALOGUE["limit.none"]
    return BETWEEN.join(
        (f"{row.row.heading}：" if row.row.heading else "") + _row_text(row, ruleset) for row in rows)


def demand(item: Item, reading: Interpretation, ruleset: Ruleset) -> str:
    """What a reading of an item demands: its limit, or what is prohibited and what a match comes to."""
    if not item.model.prohibits:
        return limit_text(reading.rows, ruleset)
    return CATALOGUE["prohibition.comes_to"].format(
        condition=clause.condition(reading, item.model.ask, ruleset),
        effect=clause.effect_words(item, ruleset))


def _row_text(row: CompiledRow, ruleset: Ruleset) -> str:
    if row.row.word is not None:
        return row.row.label or row.row.word
    if row.row.free is not None:
        return CATALOGUE["limit.free"].format(why=row.row.free)
    if row.row.unread is not None:
        return CATALOGUE["limit.unread"].format(why=row.row.unread)
    trees = {bound.relation: bound.tree for bound in row.bounds if bound.tree}
    compared = "，".join(CATALOGUE[f"limit.{name}"].format(
        bound=plain(bound) if isinstance(bound, Decimal) else labels(ruleset).say(trees[name]))
        for name, bound in row.row.bounds)
    label = row.row.label
    if label is None or label == compared:
        return compared
    return label if _tells(label, row) else CATALOGUE["limit.labelled"].format(label=label, compared=compared)


def _tells(label: str, row: CompiledRow) -> bool:
    """Whether a limit's label says its number itself, and no sign that might be another."""
    said = re.findall(r"\d+(?:\.\d+)?", label)
    numbers = [plain(bound) for _, bound in row.row.numbers]
    return not re.search("[≤≥<>=＜＞＝]", label) and len(numbers) == len(row.bounds) and numbers == said


def finding(measurement: Measurement, firing: Firing, evidence: Evidence, ruleset: Ruleset,
            wanting: Wanting | None) -> v.Finding:
    """The finding for one item."""
    item, model = measurement.item, measurement.item.model
    readings = {reading.id: reading for reading in item.interpretations}
    shown_parts = [_evaluation(item.id, e, readings[e.reading], ruleset, evidence)
                   for e in measurement.evaluations]
    deciding = [part for part in shown_parts if part.decides]
    own = [part for part in deciding if not part.borrowed]
    outcome = shown(firing.outcome, item=True)
    limits = dict.fromkeys(row for part in deciding for row in part.limit.split(BETWEEN))
    return v.Finding(
        item=item.id, label=model.label, label_en=model.label_en, category=model.category,
        weight=model.weight, requirement=item.requirement,
        outcome=outcome,
        value=_joined(value for part in own for value in part.values),
        shown=_few(measurement, [value + _mark(part, own) for part in own for value in part.shown]),
        unit=model.unit, limit=BETWEEN.join(limits) or model.ask or "",
        limits=ruleset.model.kind_of(model),
        consequence=model.consequence if outcome in clause.LIKE_REFUSED else None, basis=_basis(measurement),
        formula=list(dict.fromkeys(text for part in deciding for text in part.formula)),
        reasons=_reasons(measurement, outcome), evaluations=shown_parts,
        claims=[v.ClaimPart(why=claim.why, source=source_ref(claim.source))
                for claim in evidence.claims.get(item.id, [])],
        missing=[key(need) for need in wanting.needs] if wanting else [],
        settled_by=wanting.settlement if wanting else None,
        seen=_seen(measurement),
        changes=[restating.change(change) for change in ruleset.changes.get(item.id, ())],
        unlike=[UnlikePart(label=other.label, why=other.why) for other in model.unlike],
        clause=clause.points(measurement, outcome, firing.rule, evidence, ruleset),
        source=v.ItemPlace(document=ruleset.model.document, place=model.source.place, note=model.source.note))


def applied_limit(measurement: Measurement, ruleset: Ruleset) -> str:
    """The limit of the rows that applied, in words."""
    readings = {reading.id: reading for reading in measurement.item.interpretations}
    texts = [_limit(_rows(e, readings[e.reading], measurement.period), readings[e.reading],
                    measurement.item.unit, ruleset) for e in measurement.deciding]
    return BETWEEN.join(dict.fromkeys(texts))


def few(measurement: Measurement) -> str | None:
    """The values of a measurement as they fit into a table's cell."""
    readings = {reading.id: reading for reading in measurement.item.interpretations}
    return _few(measurement, [
        (CATALOGUE["value.about"] if e.approximate else "")
        + _short(value, [number for row in readings[e.reading].rows for number in row.numbers])
        for e in measurement.deciding if not e.borrowed for value in e.values])


def _rows(found: Evaluation, reading: Interpretation, period: int) -> list[CompiledRow]:
    """The rows that applied; without a value those that may apply in the period."""
    return ([row for row in reading.rows if row.index in found.rows]
            or [row for row in reading.rows if row.row.year in (None, period)])


def _limit(rows: Sequence[CompiledRow], reading: Interpretation, unit: Unit | None, ruleset: Ruleset) -> str:
    """The limit of the rows that may apply, in the reading's own unit where that is another."""
    if reading.rows and not rows:
        return CATALOGUE["limit.not_this_year"]
    return limit_text(rows, ruleset) + _own_unit(reading, unit)


def _own_unit(reading: Interpretation, unit: Unit | None) -> str:
    """The unit of a reading that measures in another than the item."""
    if reading.unit is None or unit is None or reading.unit.text == unit.text:
        return ""
    return with_unit("", reading.unit.text, " ")


def _mark(part: v.EvaluationPart, deciding: Sequence[v.EvaluationPart]) -> str:
    """Tells a reported value from the measured ones beside it."""
    mixed = len({other.basis for other in deciding if other.values}) > 1
    return CATALOGUE["value.reported"] if mixed and part.basis == "reported" else ""


def _few(measurement: Measurement, values: Sequence[str]) -> str | None:
    """The values as they fit into a table's cell: all of a few, else their range and number."""
    different = list(dict.fromkeys(values))
    if len(different) <= MOST_SHOWN:
        return _joined(different)
    found = [value for e in measurement.deciding for value in e.values if isinstance(value, Interval)]
    exact = [value.value for value in found if value.value is not None]
    if len(exact) < len(found) or any(e.approximate for e in measurement.deciding):
        return CATALOGUE["value.several"].format(count=len(different))
    return CATALOGUE["value.range"].format(
        low=significant(min(exact), SHORT), high=significant(max(exact), SHORT), count=len(different))


def _joined(values: Iterable[str]) -> str | None:
    return BETWEEN.join(dict.fromkeys(values)) or None


def _basis(measurement: Measurement) -> str:
    deciding = measurement.deciding
    bases = {e.basis for e in deciding}
    outcomes = {e.outcome for e in deciding}
    if {"met", "unmet"} <= outcomes and conflict_of(deciding) == "reason.data_conflict":
        return "conflict"
    if "measured" in bases:
        return "measured"
    return "reported" if "reported" in bases else "none"


def _reasons(measurement: Measurement, outcome: str) -> list[str]:
    """Why an item is undetermined."""
    if outcome != UNDETERMINED:
        return []
    deciding = measurement.deciding
    reasons = [e.reason for e in deciding if e.outcome == UNDETERMINED and e.reason]
    if {"met", "unmet"} <= {e.outcome for e in deciding}:
        reasons.insert(0, conflict_of(deciding))
    if measurement.applies is None:
        reasons.append("reason.applies_unknown")
    if measurement.free_by_some:
        reasons.append("reason.readings_differ")
    if len({opinion.finding for opinion in measurement.opinions}) > 1:
        reasons.append("reason.opinions_differ")
    return list(dict.fromkeys(reasons))


def _seen(measurement: Measurement) -> v.SeenPart:
    """How the item's text was seen; the weakest of what this finding rests on."""
    source = measurement.item.model.source
    rests_on = [source.name, source.limit]
    if any(e.basis == "measured" for e in measurement.deciding):
        rests_on.append(source.formula)
    weakest = max(rests_on, key=SEEN_ORDER.index)
    return v.SeenPart(name=source.name, limit=source.limit, formula=source.formula, weakest=weakest)


def _formula(item: str, reading: Interpretation, ruleset: Ruleset) -> list[str]:
    """The reading's formulas in words; a ruleset says them once."""
    place = (item, reading.id)
    if place not in ruleset.remembered:
        ruleset.remembered[place] = [labels(ruleset).say(tree) for tree in reading.values]
        if reading.prohibited:
            ruleset.remembered[place].append(labels(ruleset, valued=True).say(reading.prohibited))
    return ruleset.remembered[place]


def _evaluation(item: str, found: Evaluation, reading: Interpretation, ruleset: Ruleset,
                evidence: Evidence) -> v.EvaluationPart:
    bounds = [number for row in reading.rows for number in row.numbers]
    rows, unit = _rows(found, reading, evidence.period), ruleset.items[item].unit
    model = ruleset.items[item].model
    about = CATALOGUE["value.about"] if found.approximate else ""
    return v.EvaluationPart(
        reading=None if reading.id == PLAIN else reading.id, reading_label=reading.label,
        decides=found.decides, basis=found.basis,
        outcome=found.outcome, reason=found.reason,
        would_be=found.would_be,
        values=[about + _full(value) for value in found.values],
        shown=[about + _bounded(value, found, _short(value, bounds)) + _own_unit(reading, unit)
               for value in found.values],
        formula=[] if found.borrowed else _formula(item, reading, ruleset),
        implied_by=found.implied_by, borrowed=found.borrowed,
        substitution=(_substitution(found, reading, ruleset, evidence)
                      or clause.facts(found, reading, evidence, ruleset)),
        limit=(clause.condition(reading, model.ask, ruleset) if model.prohibits
               else _limit(rows, reading, unit, ruleset)), ratio=_ratio(found, rows), gap=_gap(found, rows),
        scope=found.scope, price_basis=found.price_basis,
        rounding_flips=found.rounding_flips,
        operands=[restating.operand(place, ruleset, evidence)
                  for value in found.operands for place in value.everywhere],
        list_sources=[source_ref(place.source)
                      for entry in found.counted for place in entry.everywhere],
        lists=[_counted(entry, ruleset) for entry in found.counted],
        source=source_ref(found.report.source) if found.report else None,
        missing=[key(need) for need in wants(found, item)] if found.outcome == UNDETERMINED else [])


def _ratio(found: Evaluation, rows: Sequence[CompiledRow]) -> str | None:
    """Value over limit, for the gauge: only for one exact value against one number above zero."""
    bounds = [number for row in rows for number in row.numbers]
    if len(found.values) != 1 or len(bounds) != 1 or bounds[0] <= 0:
        return None
    value = found.values[0]
    exact = value.value if isinstance(value, Interval) else None
    return None if exact is None else significant(exact / bounds[0], 4)


def _gap(found: Evaluation, rows: Sequence[CompiledRow]) -> str | None:
    """Value minus limit, with its sign: only for one exact value against one number."""
    bounds = [number for row in rows for number in row.numbers]
    value = found.values[0] if len(found.values) == len(bounds) == 1 else None
    exact = value.value if isinstance(value, Interval) else None
    if exact is None:
        return None
    gap = significant(exact - bounds[0], SHORT)
    return f"+{gap}" if exact > bounds[0] else gap


def _substitution(found: Evaluation, reading: Interpretation, ruleset: Ruleset,
                  evidence: Evidence) -> list[str]:
    """The formula with the data put in, for a value that was computed."""
    if found.basis != "measured" or found.borrowed:
        return []
    said = {(v.name, v.year): _put_in(v) for v in found.operands}
    bounds: dict[n.Expression, str] = {
        part: spoken(value) for part, value in found.bounded
        if isinstance(part, n.GradeRead) or value.value is None}
    wording = numbers(said, ruleset, evidence.period, evidence.base, bounds)
    return [wording.say(tree) for tree in reading.values]


def _put_in(datum: BoundValue) -> str:
    """A datum as it stands in the formula; what only bounds it stands there as a bound."""
    written = with_unit(datum.written, datum.unit)
    return CATALOGUE["limit.at_most"].format(bound=written) if datum.bound_of else written


def _counted(entry: BoundList, ruleset: Ruleset) -> str:
    code = "list.complete" if entry.complete else "list.open"
    return CATALOGUE[code].format(
        label=ruleset.model.lists[entry.name].label, entries=len(entry.entries), by=entry.declared_by or "")


def _bounded(value: Value, found: Evaluation, shown: str) -> str:
    """A value of which only the most that it may be is known, as that."""
    only_bound = any(v.bound_of for v in found.operands) and isinstance(value, Interval)
    low, mark, high = shown.partition("～")
    return CATALOGUE["limit.at_most"].format(bound=high) if only_bound and mark and low == "0" else shown


def _full(value: Value) -> str:
    return value if isinstance(value, str) else spoken(value, full=True)


def _short(value: Value, bounds: list[Fraction]) -> str:
    return value if isinstance(value, str) else spoken(value, bounds)
