"""Amounts beside the conclusion in words: what falling short of a floor costs, what is only shown.

Owns those words.  It must not compute or decide.
"""

from __future__ import annotations

from checker.messages import text
from checker.quantity.display import PAID, spoken
from checker.ruleset.compiled import PLAIN, Interpretation, Item
from checker.ruleset.terms import SEEN_ORDER
from checker.verdict.found import AmountFound, ItemFinding, ReadingFinding
from checker.wording import limit_words, naming
from checker.wording.amount_part import AmountPart, ShortfallPart, ShownPart
from checker.wording.context import Context
from checker.wording.worked_words import formula, substitution


def shortfall(found: ItemFinding, context: Context) -> ShortfallPart | None:
    """What falling short of a floor comes to; None where it refuses in any case."""
    item = context.item(found.item)
    short = item.model.shortfall
    if short is None:
        return None
    charges = found.clause.charges if found.clause else []
    return ShortfallPart(
        effect=short.effect, label=short.label, case=short.case,
        place=short.source.place if short.source else None, seen=short.source.seen if short.source else None,
        note=short.source.note if short.source else None,
        amounts=[_charge(item, one, context) for one in charges])


def _charge(item: Item, found: ReadingFinding, context: Context) -> AmountPart:
    short = context.reading(item.id, found.reading)
    charge = next(one.item for one in item.charges
                  if (one.reading, one.row) == (found.reading or PLAIN, found.limit[0].row))
    [amount] = charge.interpretations
    told = _amount(charge.id, found, amount, context)
    rows = context.rows(short, (row.row for row in found.limit))
    said = limit_words.applied_texts(rows, short, item.unit, context.ruleset)
    return told.model_copy(update={"reading": short.label, "against": text("join.parts").join(said)})


def shown(found: AmountFound, context: Context) -> ShownPart:
    """What is only computed and shown."""
    item = context.ruleset.shown[found.item]
    source, readings = item.model.source, {one.id: one for one in item.interpretations}
    return ShownPart(
        item=item.id, label=item.model.label, category=item.model.category, outcome=found.outcome,
        reasons=[*found.reasons], place=source.place,
        seen=max(source.name, source.formula, key=SEEN_ORDER.index),
        amounts=[_amount(item.id, one, readings[one.reading or PLAIN], context) for one in found.evaluations])


def _amount(place: str, found: ReadingFinding, reading: Interpretation, context: Context) -> AmountPart:
    """An amount, remembered by ``place`` as the ruleset says its formula."""
    about = text("value.about") if found.approximate else ""
    return AmountPart(
        reading=reading.label, unit=found.unit,
        shown=[about + (value if isinstance(value, str) else spoken(value, least=PAID))
               for value in found.values],
        formula=formula(place, reading, context.ruleset),
        substitution=substitution(found, reading, context), reason=found.reason,
        missing=naming.needed(found.missing, context.ruleset),
        operands=context.everywhere(found.data))
