"""The results of a screening as pages: the rows with filters and orders, the piles, one row in full.

Owns what is shown and in which order; every figure stands in the row's summary.  It must not judge.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from checker.errors import Problem, UsageError
from checker.messages import text
from checker.screening.again import given_to
from checker.screening.desk import common_questions, next_of, piles
from checker.screening.given_files import GivenFiles
from checker.screening.kept_files import SUMMARIES
from checker.screening.results_book import OUTCOMES
from checker.screening.summary import ERROR, Summary, outcome_words
from checker.screening.tally import RowTally
from checker.web.asked_table import AskedRows, AskedTable
from checker.web.rendering import Setting, address, rendered

A_PAGE = 200
MOST_QUESTIONS = 12
ORDERS = ("number", "outcome", "per_mu", "gap")
_BAR = 50  # where the limit stands on a bar
_BAR_END = 96


def screened_page(results: str, asked: AskedRows, setting: Setting) -> str:
    """The rows that are asked for, and what to do next with them all."""
    rows = _rows(results)
    tally = RowTally.of(rows)
    given, day = given_to(Path(results))
    counts = [(outcome, outcome_words(outcome, tally.compiled) if outcome != ERROR else text("sheet.errors"),
               tally.outcomes[outcome]) for outcome in (*OUTCOMES, ERROR)]
    found = [row for row in rows if _wanted(row, asked)]
    found = sorted(found, key=lambda row: _key(row, asked.order)[1:], reverse=asked.down)
    found = sorted(found, key=lambda row: _key(row, asked.order)[0])  # without a value always behind
    shown = found[asked.start:asked.start + A_PAGE]
    return rendered(
        "screened", setting, results=results, given=given, day=day,
        again=_again(Path(results), given),
        name_of=lambda path: PurePosixPath(path).name, asked=asked, total=len(rows), count=len(found),
        counts=[one for one in counts if one[2]], rows=shown, more=asked.start + A_PAGE < len(found),
        a_page=A_PAGE, floor=tally.floor.first, piles=piles(tally),
        questions=common_questions(tally)[:MOST_QUESTIONS], next_of=next_of,
        bars={row.identity: _bar(row) for row in shown},
        orders=[(order, text(f"browser.order_{order}")) for order in ORDERS])


def row_page(results: str, identity: str, setting: Setting) -> str:
    """One row in full."""
    row = next((row for row in _rows(results) if row.identity == identity), None)
    if row is None:
        raise UsageError(Problem("browser.not_found"))
    return rendered("row", setting, results=results, row=row, next_of=next_of)


def _again(results: Path, given: GivenFiles) -> str:
    """The address of the table's page with all that was given; none where the table lies elsewhere."""
    def place(path: str | None) -> str:
        return Path(os.path.relpath(given.at(results, path))).as_posix() if path else ""

    ruleset = place(given.ruleset) if "/" in given.ruleset else given.ruleset
    asked = AskedTable(place(given.table), ruleset, place(given.common), tuple(map(place, given.overlays)),
                       given.sheet or "", given.header_row or "")
    if asked.place.startswith(".."):
        return ""
    return f"{address('table', *asked.place.split('/'))}{asked.query}"


def _rows(results: str) -> list[Summary]:
    try:
        with gzip.open(Path(results) / SUMMARIES, "rt", encoding="utf-8") as file:
            return [Summary(**json.loads(line)) for line in file]
    except (OSError, EOFError, ValueError, TypeError, zlib.error):
        raise UsageError(Problem("browser.no_results", {"folder": results})) from None


def _wanted(row: Summary, asked: AskedRows) -> bool:
    return ((not asked.outcome or row.outcome == asked.outcome)
            and (not asked.pile or row.triage == asked.pile)
            and (not asked.words or asked.words in f"{row.number} {row.name} {row.owner} {row.sector}"))


def _key(row: Summary, order: str) -> tuple[int, Decimal, str]:
    """By a figure where the row has one, those without behind; else by what stands there."""
    if order == "outcome":
        known = (*OUTCOMES, ERROR)
        place = known.index(row.outcome) if row.outcome in known else len(known)
        return place, _figure(row.number) or Decimal(0), row.number
    said = {"per_mu": row.exact, "gap": row.gap}.get(order, row.number) or ""
    figure = _figure(said)
    return (0, figure, "") if figure is not None else (1, Decimal(0), said)


def _figure(said: str) -> Decimal | None:
    try:
        found = Decimal(said)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _bar(row: Summary) -> int | None:
    """Where the value per mu stands on a bar whose middle is the floor; None where either is no number."""
    value, limit = _figure(row.exact or ""), _figure(row.limit or "")
    if value is None or not limit:
        return None
    return max(0, min(_BAR_END, round(value / limit * _BAR)))
