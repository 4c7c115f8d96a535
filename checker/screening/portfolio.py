"""The page of a screening: counts, investment per mu against the floor, the table, what stands out.

Owns the order of what is shown and the layout of the chart.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.errors import DossierError
from checker.files.canonical import canonical, digest
from checker.messages import text
from checker.reporting.page import MARKS, environment_of_pages
from checker.reporting.pdf import render
from checker.screening.desk import CommonQuestion, common_questions, next_of, piles
from checker.screening.report import Report, tier_counts
from checker.screening.results_book import OUTCOMES
from checker.screening.summary import outcome_words
from checker.screening.supposed_words import SIDES, fact_rows, note, outcome_rows
from checker.screening.tally import MOST_NOTED, RowTally

MOST_MISSING = 12
MOST_NAMED = 4
MOST_LISTED = 24
MOST_CALLED = 5
WHOLE = 100


@dataclass(frozen=True)
class Bar:
    """One project in the chart: its value, how long its bar is, and what the floor says of it."""

    number: str
    name: str
    value: str
    width: int
    tested: str
    outside: str
    about: bool


def portfolio_pdf(report: Report) -> bytes:
    """The bytes of the PDF/A-3u: a function of the report alone."""
    environment = environment_of_pages()
    html = environment.get_template("portfolio.html.j2").render(context(report))
    css = environment.get_template("verdict.css.j2").render()
    name = digest(canonical([report.results, *map(list, report.facts)]))
    try:
        return render(html, css, [], report.day, name)
    except DossierError as error:
        # One project's odd character must not cost the page of all the others.
        letters = error.problems[0].params["letters"]
        assert isinstance(letters, list)
        for letter in letters:
            html = html.replace(letter, "□")
        return render(html, css, [], report.day, name)


def context(report: Report) -> dict[str, Any]:
    """Everything the template reads."""
    tally = report.tally
    limit = tally.limit.first
    scale = _scale(tally)
    return {
        "report": report, "judged": tally.judged, "outcomes": _outcomes(tally),
        "piles": [(pile, round(pile.count * WHOLE / tally.rows)) for pile in piles(tally)],
        "next_of": next_of, "most_named": MOST_CALLED,
        "questions": _questions(tally), "most_listed": MOST_LISTED, **_supposed(report),
        "errors": tally.unread, "per_mu": bool(report.floor),
        "bars": _bars(tally, scale), "limit": limit, "unit": tally.unit.first,
        "tier_counts": tier_counts(tally), "marks": MARKS, "tested": tally.tested.counts,
        "line": _width(Decimal(limit), scale) if limit and scale else None,
        "strange": tally.noted, "few": few, "most_notes": MOST_NOTED,
        "created": f"{report.day.isoformat()}T00:00:00+08:00",
    }


def _questions(tally: RowTally) -> list[tuple[CommonQuestion | int, ...]]:
    """The questions that move most rows, each with both its shares of all rows in percent."""
    judged = tally.judged.count
    return [(question, *(round(count * WHOLE / judged) for count in (question.alone, question.waits)))
            for question in common_questions(tally)[:MOST_MISSING]]


def _supposed(report: Report) -> dict[str, Any]:
    """The trial of what most rows lack."""
    found = report.supposed
    return {"supposed_note": note(found), "supposed_facts": list(fact_rows(found)),
            "supposed": list(outcome_rows(found, report.tally, OUTCOMES)),
            "sides": [text(f"supposed.{side}") for side in SIDES]}


def few(needs: Sequence[str]) -> str:
    """The first few of what is missing, and how much it is in all."""
    more = text("ground.more", count=len(needs)) if len(needs) > MOST_NAMED else ""
    return text("join.names").join(needs[:MOST_NAMED]) + more


def _outcomes(tally: RowTally) -> list[tuple[str, str, int, int]]:
    """Each outcome with its words, its number and its share in percent."""
    counted = tally.outcomes
    return [(outcome, outcome_words(outcome, tally.compiled), counted[outcome],
             round(counted[outcome] * WHOLE / tally.judged.count))
            for outcome in OUTCOMES if counted[outcome]]


def _scale(tally: RowTally) -> Decimal | None:
    """The number that a whole bar stands for."""
    most = tally.most_per_mu
    return None if most is None else max(most, Decimal(tally.limit.first or 0))


def _bars(tally: RowTally, scale: Decimal | None) -> list[Bar]:
    """The projects with a value, the least first."""
    return [Bar(row.number, row.name, row.per_mu, _width(value, scale), row.tested, row.outside, row.about)
            for value, _, row in tally.bars.placed] if scale is not None else []


def _width(value: Decimal, scale: Decimal) -> int:
    return max(1, round(value / scale * WHOLE))
