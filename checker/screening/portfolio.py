"""The page of a screening: counts, investment per mu against the floor, the table, what stands out.

Owns the order of what is shown and the layout of the chart.  It must not judge.
"""

from __future__ import annotations

from collections import Counter
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
from checker.screening.report import Report
from checker.screening.results_book import OUTCOMES
from checker.screening.summary import ERROR, Summary, outcome_words
from checker.screening.supposed_words import SIDES, fact_rows, note, outcome_rows

MOST_MISSING = 12
MOST_BARS = 60
MOST_NAMED = 4
MOST_LISTED = 24
MOST_CALLED = 5
MOST_ROWS = 120
MOST_NOTES = 60
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
    said = [found.plain() for found in report.summaries]
    name = digest(canonical([*said, *map(list, report.facts)]))
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
    judged = [found for found in report.summaries if found.outcome != ERROR]
    limit = next((found.limit for found in judged if found.limit), None)
    bars, scale = _bars(judged, Decimal(limit) if limit else None)
    return {
        "report": report, "judged": judged, "outcomes": _outcomes(judged),
        "piles": [(pile, round(len(pile.rows) * WHOLE / len(report.summaries)))
                  for pile in piles(report.summaries)],
        "next_of": next_of, "most_named": MOST_CALLED,
        "questions": _questions(judged), "most_listed": MOST_LISTED, **_supposed(report),
        "errors": [found for found in report.summaries if found.outcome == ERROR],
        "per_mu": any(found.floor for found in judged),
        "bars": bars, "limit": limit, "unit": next((found.unit for found in judged if found.limit), ""),
        "marks": MARKS, "shown_rows": judged[:MOST_ROWS],
        "tested": Counter(found.tested for found in judged if found.tested),
        "line": _width(Decimal(limit), scale) if limit and scale else None,
        "strange": [found for found in judged if found.notes],
        "few": few, "most_notes": MOST_NOTES,
        "created": f"{report.day.isoformat()}T00:00:00+08:00",
    }


def _questions(judged: Sequence[Summary]) -> list[tuple[CommonQuestion | int, ...]]:
    """The questions that move most rows, each with both its shares of all rows in percent."""
    return [(question, *(round(count * WHOLE / len(judged)) for count in (question.alone, question.waits)))
            for question in common_questions(judged)[:MOST_MISSING]]


def _supposed(report: Report) -> dict[str, Any]:
    """The trial of what most rows lack."""
    found = report.supposed
    if found is None:
        return {}
    return {"supposed_note": note(found), "supposed_facts": list(fact_rows(found)),
            "supposed": list(outcome_rows(found, report.summaries, OUTCOMES)),
            "sides": [text(f"supposed.{side}") for side in SIDES]}


def few(needs: Sequence[str]) -> str:
    """The first few of what is missing, and how much it is in all."""
    more = text("ground.more", count=len(needs)) if len(needs) > MOST_NAMED else ""
    return text("join.names").join(needs[:MOST_NAMED]) + more


def _outcomes(judged: Sequence[Summary]) -> list[tuple[str, str, int, int]]:
    """Each outcome with its words, its number and its share in percent."""
    counted = Counter(found.outcome for found in judged)
    return [(outcome, outcome_words(outcome, judged), counted[outcome],
             round(counted[outcome] * WHOLE / len(judged))) for outcome in OUTCOMES if counted[outcome]]


def _bars(judged: Sequence[Summary], limit: Decimal | None) -> tuple[list[Bar], Decimal | None]:
    """The projects with a value, the least first, and the number that a whole bar stands for."""
    found = sorted(((Decimal(row.exact), row) for row in judged if row.exact), key=lambda pair: pair[0])
    if not found:
        return [], None
    scale = max(found[-1][0], limit or Decimal(0))
    return [Bar(row.number, row.name, row.per_mu, _width(value, scale), row.tested, row.outside, row.about)
            for value, row in found[:MOST_BARS]], scale


def _width(value: Decimal, scale: Decimal) -> int:
    return max(1, round(value / scale * WHOLE))
