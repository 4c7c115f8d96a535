"""What stands beside a verdict's findings, as lines of text: indices, progress, reconciliation, changes.

Owns their layout for a terminal.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.explaining.crosswalk import SharedDatum, crosswalk
from checker.messages import aside, text
from checker.quantity.display import significant
from checker.reporting import phrases, words
from checker.reporting.verdict_kind import kind_of
from checker.wording.annexed import IndexPart, ReconciliationPart
from checker.wording.worded import WordedVerdict


def lines(verdict: WordedVerdict) -> Iterator[str]:
    """Everything beside the findings of one verdict, each kind under a heading."""
    if verdict.indices:
        yield ""
    for index in verdict.indices:
        yield text("report.index", label=index.label, known=index.known, counted=index.counted,
                   open=open_of(index))
        for value in index.values:
            yield text("report.index_value", reading=value.label, value=value.shown)
        for ratio in (ratio for ratio in index.ratios if ratio.value):
            finding = verdict.finding(ratio.item)
            yield text("report.ratio_inverse" if ratio.inverse else "report.ratio",
                       item=phrases.number(ratio.item), label=finding.label, limit=finding.limit,
                       value=phrases.value_of(finding, ""), ratio=ratio.value)
    yield from _progress(verdict)
    yield from _reconciled(verdict)
    yield from _previous(verdict)


def open_of(index: IndexPart) -> str:
    """What leaves an index open: items without a value, picks that nobody made."""
    missing = text("report.index_open", items=phrases.numbers(index.open)) if index.open else ""
    return missing + ("" if index.picked else text("report.index_picks"))


def _progress(verdict: WordedVerdict) -> Iterator[str]:
    if not verdict.progress:
        return
    yield ""
    yield text("report.progress_head")
    for part in verdict.progress:
        share = text("report.progress_share", done=part.done, due=part.due) if part.done else ""
        yield text("report.progress", item=phrases.number(part.item), label=verdict.finding(part.item).label,
                   start_year=part.start_year, start=part.start or "—", period=verdict.period,
                   value=part.value or "—", target=part.target or "—", gap=part.gap or "—",
                   end_year=part.end_year, end_target=part.end_target, share=share)


def _reconciled(verdict: WordedVerdict) -> Iterator[str]:
    parts = verdict.reconciliation
    if not parts or kind_of(verdict.ruleset.concludes).compares:
        return
    yield ""
    yield text("report.reconciled_head", total=len(parts), good=sum(part.reproduces for part in parts))
    for part in parts:
        yield text("report.reconciled", year=part.year, item=phrases.number(part.item), label=part.label,
                   printed=part.written, recomputed=phrases.with_unit(part.shown, part.unit),
                   difference=part.shown_difference, verdict=verdict_of(part))


@dataclass(frozen=True)
class Reproduction:
    """How far what was printed of one item reproduces over all years."""

    item: str
    label: str
    good: int
    total: int
    first_miss: int | None
    widest: str | None


def agreements(parts: Sequence[ReconciliationPart]) -> list[Reproduction]:
    """One line for each item that was printed for several years; ``widest`` is the ratio furthest from 1."""
    found = []
    for item in dict.fromkeys(part.item for part in parts):
        mine = [part for part in parts if part.item == item]
        ratios = [part.ratio for part in mine if part.ratio]
        found.append(Reproduction(
            item, mine[0].label, sum(part.reproduces for part in mine), len(mine),
            next((part.year for part in mine if not part.reproduces), None),
            max(ratios, key=lambda ratio: abs(Fraction(ratio) - 1), default=None)))
    return found if len({part.year for part in parts}) > 1 else []


def verdict_of(part: ReconciliationPart, *, brief: bool = False) -> str:
    """``复现（按煤）`` or ``不复现（最接近：按煤；各理解方案 1～2）``; ``brief`` leaves the range out."""
    if part.reproduces:
        return text("report.reproduces", by=aside(text("join.names").join(part.by)))
    if part.nearest is None:
        return text("report.differs")
    low, high = rounded(part.low), rounded(part.high)
    code = "report.nearest" if brief or low == high else "report.nearest_range"
    return text("report.differs", nearest=text(code, reading=part.nearest, low=low, high=high))


def rounded(number: str) -> str:
    """A number at six significant digits."""
    return significant(Fraction(number), 6)


def _previous(verdict: WordedVerdict) -> Iterator[str]:
    before = verdict.previous
    if before is None:
        return
    yield ""
    yield words.since(verdict)
    if turned := words.tier_since(verdict):
        yield turned
    for change in (*before.items, *before.moved):
        finding = verdict.finding(change.item)
        yield text("report.change", item=phrases.number(change.item), label=change.label,
                   before=words.item_then(change.before, finding) if change.before else "—",
                   after=words.item_then(change.after, finding), cause=text(f"cause.{change.cause}"),
                   value_before=change.value_before or "—", value_after=change.value_after or "—",
                   limit_before=change.limit_before or "—", limit_after=change.limit_after)
    if before.dropped:
        yield text("report.dropped", items=text("join.names").join(before.dropped))
    if restated := words.restated(verdict):
        yield restated


def crosswalk_lines(verdicts: Sequence[WordedVerdict]) -> Iterator[str]:
    """What several verdicts have in common."""
    found = crosswalk(verdicts)
    yield text("report.shared")
    for datum in found.shared:
        yield text("report.shared_line", label=datum.label, years=said_years(datum),
                   items=items_of(datum.items))
    yield text("report.near")
    for near in found.near:
        why = near.why or "　".join([text("report.same_name"), *near.formulas])
        yield text("report.near_line", one=near.one, one_label=near.one_label, other=near.other,
                   other_label=near.other_label, why=why)
    yield text("report.one_more")
    for more in found.one_more:
        waits = {name: [i for i in items if i not in more.settles[name]]
                 for name, items in more.waits.items()}
        yield text("report.one_more_line", label=more.label,
                   years=aside(years(more.years)),
                   settles=items_of(more.settles) or "—", waits=items_of(waits) or "—")


def said_years(datum: SharedDatum) -> str:
    """``已填 2020，缺 2017``: the years in which a datum is stated and those in which it lacks."""
    stated = text("report.stated", years=years(datum.stated)) if datum.stated else ""
    lacking = text("report.not_stated", years=years(datum.lacking)) if datum.lacking else ""
    return text("join.also").join(part for part in (stated, lacking) if part)


def years(known: Sequence[str]) -> str:
    """Years in words, the base year by its name."""
    return text("join.names").join(text("formula.base") if year == "base" else year for year in sorted(known))


def items_of(table: dict[str, list[str]]) -> str:
    """The items of each ruleset, by their whole ids."""
    return text("join.parts").join(text("join.names").join(items) for items in table.values() if items)
