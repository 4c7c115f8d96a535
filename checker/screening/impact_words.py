"""Who would flip, in words: the sentences that terminal, workbook and page share.

Owns those sentences.  It must not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.explaining.supposed_limit import LimitSupposed
from checker.messages import text
from checker.quantity.display import exact, with_unit
from checker.reporting import words
from checker.reporting.hypothesis_words import limit_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.grading import Tiers
from checker.ruleset.terms import number_of
from checker.screening.impact import ImpactFound, RowCompared
from checker.screening.summary import ERROR

MOST_NAMED = 12


@dataclass(frozen=True)
class Between:
    """Of a supposed limit: how many values lie below both numbers, between them or on one, above both."""

    limit: LimitSupposed
    low: Fraction
    high: Fraction
    below: int
    between: int
    above: int


def outcome(code: str, rules: Ruleset) -> str:
    """An outcome of the whole; by a compilation nobody is admitted."""
    if code == ERROR:
        return text("impact.error")
    compiled = "_compiled" if code == "met" and rules.model.not_covered else ""
    return text(f"results.{code}{compiled}")


def before(row: RowCompared, found: ImpactFound) -> str:
    """A row's outcome as it is."""
    return outcome(row.before, found.was)


def after(row: RowCompared, found: ImpactFound) -> str:
    """A row's outcome as it would be."""
    return outcome(row.after, found.would_be)


def heading(found: ImpactFound) -> list[str]:
    """What was judged by what."""
    return [text("impact.title"),
            text("impact.table", table=found.before.frame.table.rpartition("/")[2], count=len(found.rows),
                 day=found.before.terms.day.isoformat()),
            text("impact.side", side=text("what_if.now"), rules=_rules(found.was)),
            text("impact.side", side=text("what_if.would_be"), rules=_rules(found.would_be) + _limits(found))]


def _rules(ruleset: Ruleset) -> str:
    model = ruleset.model
    said = text("impact.rules", title=model.title, document=model.document, id=model.id)
    overlays = text("join.names").join(f"《{applied.overlay.model.title}》" for applied in ruleset.overlays)
    return said + (text("impact.with", overlays=overlays) if overlays else "")


def _limits(found: ImpactFound) -> str:
    said = text("join.parts").join(limit_words(limit) for limit in found.limits)
    return text("impact.supposed", limits=said) if said else ""


def summary_line(found: ImpactFound) -> str:
    """How many conclusions would be others."""
    read = [row for row in found.rows if ERROR not in (row.before, row.after)]
    turned = sum(row.turned for row in read)
    said = text("impact.turned" if turned else "impact.none", turned=turned, same=len(read) - turned)
    return said + (text("impact.unread", count=found.unread) if found.unread else "")


def flows(found: ImpactFound) -> list[tuple[str, str, int, bool]]:
    """From which outcome to which, and how many; those that flip first."""
    rows = [(outcome(was, found.was), outcome(would_be, found.would_be), count, was != would_be)
            for (was, would_be), count in found.flows.items()]
    return sorted(rows, key=lambda row: (not row[3], -row[2], row[:2]))


def item_flows(found: ImpactFound) -> Iterator[tuple[str, str, str, str, int]]:
    """The same of items: number, label, from, to, how many."""
    order = list(found.would_be.items)
    for one, count in sorted(found.item_flows.items(), key=lambda pair: (
            order.index(pair[0].item), -pair[1], pair[0].was, pair[0].would_be)):
        label = found.would_be.items[one.item].model.label
        yield number_of(one.item), label, one.was, one.would_be, count


def tiers(found: ImpactFound) -> Iterator[str]:
    """How many rows go from which tiers to which, and that ranks in a table aren't compared."""
    ruled = _ruled(found)
    turned = Counter((words.tiers(row.tier.before), words.tiers(row.tier.after))
                     for row in found.rows if row.tier)
    parts = [text("impact.tier_flow", before=was, after=would_be, count=count)
             for (was, would_be), count in sorted(turned.items(), key=lambda flow: (-flow[1], flow[0]))]
    if any(one.steps for one in ruled):
        yield text("impact.tiers" if parts else "impact.no_tiers", label=ruled[0].label, count=turned.total(),
                   flows=text("join.parts").join(parts))
    if any(one.by_rank for one in ruled):
        yield text("impact.no_ranks", label=ruled[0].label)


def _ruled(found: ImpactFound) -> list[Tiers]:
    """The tiers as they would be, and as they are."""
    return [tiers for rules in (found.would_be, found.was) if (tiers := rules.model.tiers)]


def within_title(rows: Sequence[RowCompared]) -> str:
    """The heading over the rows of which items or tiers would be others, and the conclusion would not."""
    code = "impact.items_or_tiers" if any(row.tier for row in rows) else "impact.only_items"
    return text(code, count=len(rows))


def added(found: ImpactFound) -> Iterator[str]:
    """The items that only the second side has, with who is how by them."""
    by_item: dict[str, dict[str, list[str]]] = {}
    for row in found.rows:
        for one in row.added:
            by_item.setdefault(one.item, {}).setdefault(one.would_be, []).append(row.number or row.name)
    for item, outcomes in by_item.items():
        parts = [text("impact.added_outcome", outcome=how, count=len(who), who=text("join.names").join(
            who[:MOST_NAMED]),
                      more=text("impact.added_more") if len(who) > MOST_NAMED else "")
                 for how, who in sorted(outcomes.items(), key=lambda pair: len(pair[1]))]
        yield text("impact.added_item", number=number_of(item), outcomes=text("join.parts").join(parts),
                   label=found.would_be.items[item].model.label)


def item_words(row: RowCompared, found: ImpactFound) -> list[str]:
    """The items of a row that flip, with value and limit of both sides; else what decides on each side.

    Then its tier, where that is another.
    """
    sides = zip(("what_if.now", "what_if.would_be"), row.grounds, strict=True)
    because = [text("what_if.said", side=text(side), said=said) for side, said in sides if said]
    tier = [words.tier_turned(_ruled(found)[0].label, row.tier)] if row.tier else []
    return [*because, *(text("impact.row_item", number=line.number, label=line.label,
                 outcome=both(line.before, line.after), value=both(line.value_before, line.value_after),
                 limit=both(line.limit_before, line.limit_after)) for line in row.lines), *tier]


def both(was: str, would_be: str) -> str:
    """Two sides in a row, or the one that both are."""
    return would_be if was == would_be else text("what_if.from_to", before=was, after=would_be)


def betweens(found: ImpactFound) -> Iterator[Between]:
    """Of each supposed limit, where the values lie that are known exactly."""
    for limit in {one.item: one for one in reversed(found.limits)}.values():
        low, high = sorted((Fraction(limit.before), Fraction(limit.after)))
        values = [row.values[limit.item] for row in found.rows if limit.item in row.values]
        if values:
            below, above = sum(value < low for value in values), sum(value > high for value in values)
            yield Between(limit, low, high, below, len(values) - below - above, above)


def between_line(found: Between) -> str:
    """Where the values lie, in words."""
    limit = found.limit
    return text("impact.between", number=number_of(limit.item), label=limit.label,
                known=found.below + found.between + found.above, below=found.below, between=found.between,
                above=found.above, low=exact(found.low), high=with_unit(exact(found.high), limit.unit, " "))
