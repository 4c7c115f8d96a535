"""Who would flip, for a terminal.

Owns the layout of that text.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import text
from checker.reporting.what_if_text import table
from checker.screening import impact_words
from checker.screening.impact import ImpactFound, RowCompared

MOST_SHOWN = 40


def impact_report(found: ImpactFound) -> str:
    """Who flips, then what flips of those who don't."""
    return "\n".join(_report(found)) + "\n"


def _report(found: ImpactFound) -> Iterator[str]:
    yield from impact_words.heading(found)
    yield ""
    yield impact_words.summary_line(found)
    yield from (impact_words.between_line(one) for one in impact_words.betweens(found))
    yield ""
    head = (text("what_if.now"), text("what_if.would_be"), text("impact.column.count"), "")
    yield from table([head, *((was, would_be, str(count), text("what_if.turned") if turned else "")
                              for was, would_be, count, turned in impact_words.flows(found))])
    yield ""
    yield from _items(found)
    yield from impact_words.tiers(found)
    turned = [row for row in found.rows if row.turned]
    if turned:
        yield ""
        yield text("impact.rows")
        yield from _rows(turned, found)
    others = [row for row in found.rows if row.turned_within]
    if others:
        yield ""
        yield impact_words.within_title(others)
        yield from _rows(others, found)
    yield ""
    yield text("impact.end")


def _items(found: ImpactFound) -> Iterator[str]:
    lines = list(impact_words.item_flows(found))
    common = found.was.items.keys() & found.would_be.items.keys()
    yield text("impact.items" if lines else "impact.no_items" if common else "impact.no_common")
    for number, label, was, would_be, count in lines:
        yield text("impact.item", number=number, label=label, before=was, after=would_be, count=count)
    added = list(impact_words.added(found))
    if added:
        yield text("impact.added")
        yield from (f"  {line}" for line in added)


def _rows(rows: Sequence[RowCompared], found: ImpactFound) -> Iterator[str]:
    for row in rows[:MOST_SHOWN]:
        code = "impact.row" if row.turned else "impact.row_same"
        yield text(code, key=row.key, name=row.name, before=impact_words.before(row, found),
                   after=impact_words.after(row, found))
        yield from (f"      {line}" for line in impact_words.item_words(row, found))
        yield from (f"      {problem}" for problem in row.problems)
    if len(rows) > MOST_SHOWN:
        yield text("impact.more", count=len(rows) - MOST_SHOWN)
