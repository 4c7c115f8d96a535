"""Who would flip, as one page by itself: HTML with its pictures inside, and the same set as PDF.

Owns the order of what is shown.  Nothing on it looks like a verdict: no seal, no signature, no capsule.  It
must not judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.errors import DossierError
from checker.files.canonical import canonical, digest
from checker.messages import text
from checker.reporting.hypothesis_words import limit_words
from checker.reporting.page import environment_of_pages
from checker.reporting.pdf import render
from checker.screening import impact_chart, impact_words
from checker.screening.impact import ImpactFound, RowCompared

MOST_ROWS = 120
# Shades that print apart in black and white.
FILLS = {"same": "#ddd", "between": "#888", "turned": "#111"}


@dataclass(frozen=True)
class RowShown:
    """A row in words."""

    number: str
    name: str
    before: str
    after: str
    lines: Sequence[str]


def impact_html(found: ImpactFound) -> str:
    """The page as HTML that needs no other file."""
    template = environment_of_pages().get_template("impact.html.j2")
    html: str = template.render(**context(found))
    return html


def impact_pdf(found: ImpactFound) -> bytes:
    """The same page as PDF."""
    html, day = impact_html(found), found.before.terms.day
    name = digest(canonical(found.plain()))
    try:
        return render(html, "", [], day, name)
    except DossierError as error:
        # One project's odd character must not cost the page of all the others.
        letters = error.problems[0].params["letters"]
        assert isinstance(letters, list)
        for letter in letters:
            html = html.replace(letter, "□")
        return render(html, "", [], day, name)


def context(found: ImpactFound) -> dict[str, Any]:
    """Everything the template reads."""
    turned = [row for row in found.rows if row.turned]
    others = [row for row in found.rows if row.turned_within]
    return {
        "created": f"{found.before.terms.day.isoformat()}T00:00:00+08:00",
        "heading": impact_words.heading(found), "summary": impact_words.summary_line(found),
        "streams": impact_chart.streams(found),
        "values": [(impact_chart.value_bars(found, one, limit_words(one.limit)),
                    impact_words.between_line(one)) for one in impact_words.betweens(found)],
        "flows": impact_words.flows(found), "items": list(impact_words.item_flows(found)),
        "added": list(impact_words.added(found)), "tiers": list(impact_words.tiers(found)),
        "most_rows": MOST_ROWS, "fills": FILLS,
        "tables": [(text("impact.rows"), _shown(turned, found)),
                   (impact_words.within_title(others), _shown(others, found))]}


def _shown(rows: Sequence[RowCompared], found: ImpactFound) -> list[RowShown]:
    return [RowShown(row.number, row.name, impact_words.before(row, found), impact_words.after(row, found),
                     [*impact_words.item_words(row, found), *row.problems]) for row in rows]
