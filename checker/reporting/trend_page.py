"""The page on which the verdicts of several years stand side by side; it is none itself.

Owns its tables.  Every outcome and every figure is that of a year's verdict; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.capsule.record import Record
from checker.explaining.stated_years import stated_years
from checker.files.canonical import canonical, digest
from checker.messages import text
from checker.reporting import phrases, words
from checker.reporting.figures import figures
from checker.reporting.kind_chart import KindChart
from checker.reporting.page import MARKS, environment_of_pages
from checker.reporting.pdf import render
from checker.reporting.verdict_kind import kind_of
from checker.reporting.year_charts import YearChart
from checker.ruleset.compiled import Ruleset
from checker.wording.worded import Finding


@dataclass(frozen=True)
class TrendRow:
    """An item over the years: mark and value of each, and what the year after the last one asks for."""

    number: str
    label: str
    unit: str
    cells: Sequence[tuple[str, str]]
    target: str


@dataclass(frozen=True)
class KindsShown:
    """What an amount is made up of in each year: a table, and its picture where enough is known."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    drawn: tuple[KindChart, str] | None


@dataclass(frozen=True)
class Trend:
    """The years by one ruleset, with the conclusion of each and the digest of its verdict."""

    title: str
    document: str
    outcomes: Sequence[str]
    digests: Sequence[str]
    rows: Sequence[TrendRow]
    targets: bool
    charts: Sequence[YearChart]
    account: bool
    kinds: Sequence[KindsShown]


def trends(years: Mapping[int, Sequence[Record]], coming: Sequence[Record],
           kinds: Sequence[Sequence[KindsShown]]) -> list[Trend]:
    """One for each ruleset, in the order of the verdicts; ``coming`` are the records of the year after."""
    several = list(zip(*years.values(), strict=True))
    return [_trend(of_years, after, shown)
            for of_years, after, shown in zip(several, coming, kinds, strict=True)]


def _trend(records: Sequence[Record], after: Record, kinds: Sequence[KindsShown]) -> Trend:
    said = [record.words for record in records]
    due = _due(after.ruleset, after.verdict.period)
    rows = [_row([one.finding(last.item) for one in said],
                 after.words.finding(last.item) if last.item in due else None) for last in said[-1].findings]
    head, case = said[-1].ruleset, records[-1].case
    drawn = figures(case.verdict, said[-1], after.ruleset, stated_years(case, after.ruleset))
    return Trend(head.title, head.document, [words.outcome(one) for one in said],
                 [digest(canonical(record.verdict.plain())) for record in records], rows, bool(due),
                 drawn.years, not kind_of(head.concludes).compares, kinds)


def _due(ruleset: Ruleset, year: int) -> set[str]:
    """The items that have a limit of just this year."""
    return {name for name, item in ruleset.items.items() for reading in item.interpretations
            for row in reading.rows if row.row.year == year}


def _row(findings: Sequence[Finding], after: Finding | None) -> TrendRow:
    last = findings[-1]
    return TrendRow(phrases.number(last.item), last.label, phrases.pretty(last.unit or ""),
                    [(MARKS[one.outcome], _value(one)) for one in findings], after.limit if after else "")


def _value(finding: Finding) -> str:
    """The value as the year's own page prints it; that there is none is said."""
    if words.silent(finding):
        return "—"
    return finding.shown or text("trend.none" if finding.missing else "trend.no_value")


def trend_pdf(years: Mapping[int, Sequence[Record]], coming: Sequence[Record],
              kinds: Sequence[Sequence[KindsShown]]) -> bytes:
    """The bytes of the page: a function of the records alone."""
    first = next(iter(years.values()))[0]
    found = trends(years, coming, kinds)
    environment = environment_of_pages()
    html = environment.get_template("trend.html.j2").render(context(years, found))
    name = digest(canonical([trend.digests for trend in found]))
    css = environment.get_template("verdict.css.j2").render()
    return render(html, css, [], first.verdict.assessed_on, name)


def context(years: Mapping[int, Sequence[Record]], found: Sequence[Trend]) -> dict[str, Any]:
    """Everything that the template reads."""
    verdict = next(iter(years.values()))[0].verdict
    span = text("trend.span", first=min(years), last=max(years))
    return {"title": text("trend.title", subject=verdict.subject.name, span=span), "years": list(years),
            "trends": found, "created": f"{verdict.assessed_on}T00:00:00Z", "coming": max(years) + 1,
            "day": verdict.assessed_on}
