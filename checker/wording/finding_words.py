"""A finding in words: values as they are shown, formulas with the data put in, limits, reasons.

Owns the turning of a finding's exact values into text.  It must not decide or leave anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.messages import text, verbatim
from checker.quantity.display import SHORT, significant, spoken
from checker.quantity.interval import Interval
from checker.ruleset.compiled import CompiledRow, Interpretation, Ruleset
from checker.ruleset.terms import SEEN_ORDER
from checker.verdict.changed import ValueBefore
from checker.verdict.exact_number import WordOrAmount
from checker.verdict.found import ItemFinding, ReadingFinding
from checker.verdict.part import LIKE_REFUSED
from checker.verdict.stated import EntriesPart
from checker.wording import clause_words, limit_words
from checker.wording import worded as w
from checker.wording.annexed import UnlikePart
from checker.wording.context import Context
from checker.wording.grade_words import sloped
from checker.wording.restated_words import change
from checker.wording.shown_amount import few
from checker.wording.worked_words import formula, substitution


def finding(found: ItemFinding, context: Context) -> w.Finding:
    """The finding for one item."""
    item, model = context.item(found.item), context.item(found.item).model
    told = [(_evaluation(found.item, e, context), e) for e in found.evaluations]
    deciding = [(part, e) for part, e in told if e.decides]
    own = [(part, e) for part, e in deciding if not e.borrowed]
    limits = dict.fromkeys(row for _, e in deciding for row in _limit(found.item, e, context))
    marked = [(value, _mark(e, [other for _, other in own])) for part, e in own for value in part.shown]
    shown = few(marked, found.deciding)
    return w.Finding(
        item=item.id, label=model.label, label_en=model.label_en, category=model.category,
        weight=model.weight, requirement=item.requirement, outcome=found.outcome,
        value=_joined(value for part, _ in own for value in part.values),
        shown=shown.text, amount=shown.amount(model.unit), unit=model.unit,
        limit=text("join.parts").join(limits) or model.ask or "",
        limits=context.ruleset.model.kind_of(model),
        consequence=model.consequence if found.outcome in LIKE_REFUSED else None,
        basis=found.basis,
        formula=list(dict.fromkeys(text for part, _ in deciding for text in part.formula)),
        reasons=found.reasons, evaluations=[part for part, _ in told], claims=found.claims,
        missing=found.missing, settled_by=found.settled_by, seen=_seen(found, context),
        changes=[change(made) for made in context.ruleset.changes.get(item.id, ())],
        unlike=[UnlikePart(label=other.label, why=other.why) for other in model.unlike],
        clause=clause_words.points(found, _rows(found, context), context),
        source=w.ItemPlace(document=context.ruleset.model.document, place=model.source.place,
                           note=model.source.note))


def about(found: ReadingFinding | ValueBefore) -> str:
    """What stands before a value that is only approximate."""
    return text("value.about") if found.approximate else ""


def bounds_of(reading: Interpretation) -> list[Fraction]:
    """The numbers with which a reading's value is compared, in whatever case."""
    return [number for row in reading.rows for number in row.numbers]


def short(value: WordOrAmount, bounds: list[Fraction]) -> str:
    """A value with few digits, but on the right side of its bounds."""
    return value if isinstance(value, str) else spoken(value, bounds)


def _evaluation(item: str, found: ReadingFinding, context: Context) -> w.EvaluationPart:
    reading, verdict = context.reading(item, found.reading), context.verdict
    rows = context.rows(reading, (row.row for row in found.limit))
    lists = [verdict.lists[place] for place in found.lists]
    return w.EvaluationPart(
        reading=found.reading, reading_label=reading.label, decides=found.decides, basis=found.basis,
        outcome=found.outcome, reason=found.reason, would_be=found.would_be,
        values=_values(found, context.item(item).model.prohibits), numbers=_numbers(found),
        about=found.approximate,
        shown=_shown(item, found, reading, context),
        formula=[] if found.borrowed else formula(item, reading, context.ruleset),
        implied_by=found.implied_by, borrowed=found.borrowed,
        substitution=(substitution(found, reading, context) or clause_words.facts(found, reading, context)),
        limit=text("join.parts").join(limit_of(item, reading, rows, context)),
        ratio=_ratio(found, rows), gap=_gap(found, rows), scope=found.scope, price_basis=found.price_basis,
        rounding_flips=found.rounding_flips, operands=context.everywhere(found.data),
        list_sources=[entry.source for entry in context.lists(found.lists)],
        lists=[_counted(entry, context.ruleset) for entry in lists],
        source=verdict.reported[found.report].source if found.report is not None else None,
        missing=found.missing, points=sloped(found, reading, context.ruleset) if found.bounded else [])


def _values(found: ReadingFinding, prohibits: bool) -> list[str]:
    """The values with all their digits; of a prohibition whether it is matched."""
    if prohibits:
        return matched(found)
    return [about(found) + number for number in _numbers(found)]


def _numbers(found: ReadingFinding) -> list[str]:
    """The values alone with all their digits, whether they are approximate or not."""
    return [value if isinstance(value, str) else spoken(value, full=True) for value in found.values]


def matched(found: ReadingFinding | ValueBefore) -> list[str]:
    """Whether a prohibition is matched, where the facts say."""
    if found.basis != "measured":
        return []
    return [text("prohibition.matched" if found.outcome == "unmet" else "prohibition.unmatched")]


def _shown(item: str, found: ReadingFinding, reading: Interpretation, context: Context) -> list[str]:
    """The values as they are shown beside their limit."""
    if context.item(item).model.prohibits:
        return matched(found)
    unit = limit_words.own_unit(reading, context.item(item).unit)
    only_bound = any(datum.bound_of for datum in context.data(found.data))
    return [about(found) + _bounded(value, bounds_of(reading), only_bound) + unit for value in found.values]


def _bounded(value: WordOrAmount, bounds: list[Fraction], only_bound: bool) -> str:
    """A value of which only the most that it may be is known, as that."""
    if only_bound and isinstance(value, Interval) and value.low.value == 0 and value.high.value \
            and value.low.closed and value.high.closed:
        most = short(Interval(value.high, value.high), bounds)
        return verbatim("limit.at_most", bound=most)
    return short(value, bounds)


def _rows(found: ItemFinding, context: Context) -> list[limit_words.RowsOf]:
    """The rows of the limit that may apply under each deciding reading."""
    readings = [(context.reading(found.item, e.reading), e) for e in found.deciding]
    return [(reading, context.rows(reading, (row.row for row in e.limit))) for reading, e in readings]


def _limit(item: str, found: ReadingFinding, context: Context) -> list[str]:
    """The rows of the limit that may apply, each in words; of a prohibition its condition."""
    reading = context.reading(item, found.reading)
    return limit_of(item, reading, context.rows(reading, (row.row for row in found.limit)), context)


def limit_of(item: str, reading: Interpretation, rows: Sequence[CompiledRow], context: Context) -> list[str]:
    """Some rows of a reading's limit in words, or what it prohibits; a ruleset says them once."""
    ruleset, known = context.ruleset, context.item(item)
    place = ("limit", item, reading.id, *(row.index for row in rows))
    if place not in ruleset.remembered:
        ruleset.remembered[place] = (
            [limit_words.condition(reading, known.model.ask, ruleset)] if known.model.prohibits
            else limit_words.applied_texts(rows, reading, known.unit, ruleset))
    said: list[str] = ruleset.remembered[place]
    return said


def _mark(found: ReadingFinding, deciding: Sequence[ReadingFinding]) -> str:
    """Tells a reported value from the measured ones beside it."""
    mixed = len({other.basis for other in deciding if other.values}) > 1
    return text("value.reported") if mixed and found.basis == "reported" else ""


def _joined(values: Iterable[str]) -> str | None:
    return text("join.parts").join(dict.fromkeys(values)) or None


def _seen(found: ItemFinding, context: Context) -> w.SeenPart:
    """How the item's text was seen; the weakest of what this finding rests on."""
    source = context.item(found.item).model.source
    rests_on = [source.name, source.limit]
    if any(e.basis == "measured" for e in found.deciding):
        rests_on.append(source.formula)
    weakest = max(rests_on, key=SEEN_ORDER.index)
    return w.SeenPart(name=source.name, limit=source.limit, formula=source.formula, weakest=weakest)


def _ratio(found: ReadingFinding, rows: Sequence[CompiledRow]) -> str | None:
    """Value over limit, for the gauge: only for one exact value against one number above zero."""
    bounds = [number for row in rows for number in row.numbers]
    if len(found.values) != 1 or len(bounds) != 1 or bounds[0] <= 0:
        return None
    value = found.values[0]
    exact = value.value if isinstance(value, Interval) else None
    return None if exact is None else significant(exact / bounds[0], SHORT)


def _gap(found: ReadingFinding, rows: Sequence[CompiledRow]) -> str | None:
    """Value minus limit, with its sign: only for one exact value against one number."""
    bounds = [number for row in rows for number in row.numbers]
    value = found.values[0] if len(found.values) == len(bounds) == 1 else None
    exact = value.value if isinstance(value, Interval) else None
    if exact is None:
        return None
    gap = significant(exact - bounds[0], SHORT)
    return f"+{gap}" if exact > bounds[0] else gap


def _counted(entry: EntriesPart, ruleset: Ruleset) -> str:
    code = "list.complete" if entry.complete else "list.open"
    return verbatim(
        code, label=ruleset.model.lists[entry.name].label, entries=len(entry.entries),
        by=entry.declared_by or "")
