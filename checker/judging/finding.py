"""From a measurement to its finding: everything that is shown of an item, in its final words.

Owns the turning of exact values into text.  It must not decide or leave anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.judging import parts
from checker.judging import verdict as v
from checker.judging.engine import Firing
from checker.judging.entries import BoundList
from checker.judging.evaluate import Value
from checker.judging.evidence import Evidence
from checker.judging.limit import UNDETERMINED
from checker.judging.measure import Evaluation, Measurement
from checker.judging.outcome import shown
from checker.judging.wanting import Wanting, conflict_of, key, wants
from checker.messages import CATALOGUE
from checker.quantity.display import SHORT, plain, significant, spoken
from checker.quantity.interval import Interval
from checker.ruleset.compiled import PLAIN, Interpretation, Row, Ruleset
from checker.ruleset.indicator import LimitRow
from checker.ruleset.terms import SEEN_ORDER
from checker.ruleset.wording import labels, numbers

BETWEEN = "；"
MOST_SHOWN = 3


def limit_text(rows: Sequence[Row]) -> str:
    """A limit in words: ``≤0.5``, or each case with its own."""
    if not rows:
        return CATALOGUE["limit.none"]
    return BETWEEN.join(
        (f"{row.row.case}：" if row.row.case else "") + _row_text(row.row) for row in rows)


def _row_text(row: LimitRow) -> str:
    if row.label or row.word:
        return row.label or row.word or ""
    return "，".join(CATALOGUE[f"limit.{name}"].format(bound=plain(bound)) for name, bound in row.bounds)


def finding(measurement: Measurement, firing: Firing, evidence: Evidence, ruleset: Ruleset,
            wanting: Wanting | None) -> v.Finding:
    """The finding for one item."""
    item, model = measurement.item, measurement.item.model
    readings = {reading.id: reading for reading in item.interpretations}
    shown_parts = [_evaluation(item.id, e, readings[e.reading], ruleset, evidence)
                   for e in measurement.evaluations]
    deciding = [part for part in shown_parts if part.decides]
    outcome = shown(firing.outcome, item=True)
    limits = dict.fromkeys(row for part in deciding for row in part.limit.split(BETWEEN))
    return v.Finding(
        item=item.id, label=model.label, label_en=model.label_en, category=model.category,
        weight=model.weight, requirement=item.requirement,
        outcome=outcome,
        value=_joined(value for part in deciding for value in part.values),
        shown=_few(measurement, [value + _mark(part, deciding) for part in deciding for value in part.shown]),
        unit=model.unit, limit=BETWEEN.join(limits), basis=_basis(measurement),
        formula=list(dict.fromkeys(text for part in deciding for text in part.formula)),
        reasons=_reasons(measurement, outcome), evaluations=shown_parts,
        claims=[v.ClaimPart(why=claim.why, source=parts.source_ref(claim.source))
                for claim in evidence.claims.get(item.id, [])],
        missing=[key(need) for need in wanting.needs] if wanting else [],
        settled_by=wanting.settlement if wanting else None,
        seen=_seen(measurement),
        source=v.ItemPlace(document=ruleset.model.document, place=model.source.place, note=model.source.note))


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
    return ruleset.remembered[place]


def _evaluation(item: str, found: Evaluation, reading: Interpretation, ruleset: Ruleset,
                evidence: Evidence) -> v.EvaluationPart:
    bounds = [bound for row in reading.rows for _, bound, _ in row.bounds]
    rows = [row for row in reading.rows if row.index in found.rows] or list(reading.rows)
    about = CATALOGUE["value.about"] if found.approximate else ""
    return v.EvaluationPart(
        reading=None if reading.id == PLAIN else reading.id, reading_label=reading.label,
        decides=found.decides, basis=found.basis,
        outcome=found.outcome, reason=found.reason,
        would_be=found.would_be,
        values=[about + _full(value) for value in found.values],
        shown=[about + _short(value, bounds) for value in found.values],
        formula=_formula(item, reading, ruleset),
        substitution=_substitution(found, reading, ruleset, evidence),
        limit=limit_text(rows), ratio=_ratio(found, rows), scope=found.scope, price_basis=found.price_basis,
        rounding_flips=found.rounding_flips,
        operands=[parts.operand(value, ruleset, evidence) for value in found.operands],
        list_sources=[parts.source_ref(entry.source) for entry in found.counted],
        lists=[_counted(entry, ruleset) for entry in found.counted],
        source=parts.source_ref(found.report.source) if found.report else None,
        missing=[key(need) for need in wants(found, item)] if found.outcome == UNDETERMINED else [])


def _ratio(found: Evaluation, rows: Sequence[Row]) -> str | None:
    """Value over limit, for the gauge: only for one exact value against one number above zero."""
    bounds = [bound for row in rows for _, bound, _ in row.bounds]
    if len(found.values) != 1 or len(bounds) != 1 or bounds[0] <= 0:
        return None
    value = found.values[0]
    exact = value.value if isinstance(value, Interval) else None
    return None if exact is None else significant(exact / bounds[0], 4)


def _substitution(found: Evaluation, reading: Interpretation, ruleset: Ruleset,
                  evidence: Evidence) -> list[str]:
    """The formula with the data put in, for a value that was computed."""
    if found.basis != "measured":
        return []
    said = {(v.name, v.year): f"{v.written}{v.unit if v.unit and v.unit not in v.written else ''}"
            for v in found.operands}
    return [numbers(said, ruleset, evidence.period, evidence.base).say(tree) for tree in reading.values]


def _counted(entry: BoundList, ruleset: Ruleset) -> str:
    code = "list.complete" if entry.complete else "list.open"
    return CATALOGUE[code].format(
        label=ruleset.model.lists[entry.name].label, entries=len(entry.entries), by=entry.declared_by or "")


def _full(value: Value) -> str:
    return value if isinstance(value, str) else spoken(value, full=True)


def _short(value: Value, bounds: list[Fraction]) -> str:
    return value if isinstance(value, str) else spoken(value, bounds)
