"""An earlier verdict beside this one, in words: what was, and what is now.

Owns the words for values and limits of an earlier verdict, whose ruleset isn't at hand.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from checker.measuring.limit import row_found
from checker.messages import text
from checker.quantity.display import with_unit
from checker.ruleset.compiled import Item, Ruleset
from checker.verdict.changed import ItemBefore, ItemChanged, PreviousFound, ValueBefore, WordsBefore
from checker.verdict.found import RowFound
from checker.wording import annexed as a
from checker.wording import worded as w
from checker.wording.context import Context
from checker.wording.finding_words import about, matched, short
from checker.wording.limit_words import condition, row_texts
from checker.wording.shown_amount import few


def previous_part(found: PreviousFound, findings: list[w.Finding], context: Context) -> a.PreviousPart:
    """What changed, with today's side from ``findings``."""
    now = {finding.item: finding for finding in findings}
    return a.PreviousPart(
        digest=found.digest, subject=found.subject, period=found.period, assessed_on=found.assessed_on,
        outcome=found.outcome, purpose=found.purpose, same_rules=found.same_rules,
        items=[_change(change, now[change.item], context) for change in found.items],
        moved=[_change(change, now[change.item], context) for change in found.moved],
        tier=found.tier, unchanged=found.unchanged,
        figures=a.FiguresPart(compared=found.figures.compared, equal=found.figures.equal),
        dropped=found.dropped, not_covered=found.not_covered)


def _change(found: ItemChanged, now: w.Finding, context: Context) -> a.ItemChange:
    before = found.before
    words = before.words if before else None
    item = context.item(found.item)
    return a.ItemChange(
        item=now.item, label=now.label, cause=found.cause, unit=now.unit,
        before=before.outcome if before else None, after=now.outcome,
        value_before=_in_words(words, item) if words else _shown(before, item) if before else None,
        value_after=now.shown,
        limit_before=words.limit if words else _limit(before, item, context.ruleset) if before else None,
        limit_after=now.limit)


def _in_words(words: WordsBefore, item: Item) -> str | None:
    """The value as it was said, with its unit where that is another than the item's."""
    return None if words.shown is None else words.shown + _unlike(words.unit, item)


def _shown(before: ItemBefore, item: Item) -> str | None:
    """The values as they were, each with its unit where that is another than the item's."""
    own = [e for e in before.evaluations if not e.borrowed]
    if item.model.prohibits:
        return text("join.parts").join(dict.fromkeys(said for e in own for said in matched(e))) or None
    return few([(about(e) + short(value, list(_numbers(e.limit))) + _unlike(e.unit, item), "")
                for e in own for value in e.values], own).text


def _numbers(limit: list[RowFound]) -> Iterator[Fraction]:
    """The bounds that are numbers; a datum's formula is none."""
    for bound in (bound for row in limit for bound in row.bounds.values()):
        with suppress(ValueError):
            yield Fraction(bound)


def _unlike(unit: str | None, item: Item) -> str:
    return "" if unit is None or unit == item.model.unit else with_unit("", unit, " ")


def _limit(before: ItemBefore, item: Item, ruleset: Ruleset) -> str:
    """The rows of the limit that might have applied, or what was prohibited."""
    said: dict[str, None] = {}
    for e in before.evaluations:
        texts = _prohibited(e, item, ruleset) if item.model.prohibits else [
            _row(row, item, ruleset) for row in e.limit]
        if texts:
            texts[-1] += _unlike(e.unit, item)
        said |= dict.fromkeys(texts)
    return text("join.parts").join(said) or item.model.ask or text("limit.none")


def _prohibited(before: ValueBefore, item: Item, ruleset: Ruleset) -> list[str]:
    """The condition as today's ruleset says it, where it has the same; else as it was written."""
    same = next((r for r in item.interpretations if list(r.written) == before.formula), None)
    return [condition(same, item.model.ask, ruleset)] if same else before.formula[:1]


def _row(before: RowFound, item: Item, ruleset: Ruleset) -> str:
    """A row as today's ruleset says it, where it has the same; else its numbers alone."""
    known = [row for reading in item.interpretations for row in reading.rows]
    same = next((row for row in known
                 if row_found(row).model_copy(update={"row": before.row}) == before), None)
    if same is not None:
        return row_texts([same], ruleset)[0]
    heading = text("limit.year", year=before.year) + text("join.heading") if before.year else ""
    if before.when:  # a case that today's ruleset no longer names
        heading = text("limit.case_then") + text("join.heading")
    compared = text("join.also").join(text(f"limit.{name}", bound=bound)
                        for name, bound in before.bounds.items())
    return heading + (compared or before.word or text("limit.none"))
