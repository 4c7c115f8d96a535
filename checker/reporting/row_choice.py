"""The rows of a limit, which of them is used for a value, and why: their conditions with the facts.

Owns that telling.  It must not judge: which rows may apply stands in the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.messages import text
from checker.ruleset.compiled import CompiledRow, Interpretation
from checker.verdict.found import ReadingFinding
from checker.wording import condition_words
from checker.wording.context import Context
from checker.wording.limit_words import applied_texts

RowStanding = Literal["used", "perhaps", "passed", "not_reached", "unused", "open"]
# With these a value was compared with the one row that surely applies.
_COMPARED = ("reason.straddles", "reason.list_open", "reason.unread", "reason.approximate")
_DECIDED = ("met", "unmet", "not_applicable")


@dataclass(frozen=True)
class RowChoice:
    """A row of a limit: what it demands, whether it is used, and why."""

    limit: str
    standing: RowStanding
    why: list[str]

    @property
    def said(self) -> str:
        """Whether it is used, in words."""
        return text(f"row.{self.standing}")


@dataclass(frozen=True)
class Choosing:
    """The rows that may apply in the period, and how many are for other years."""

    rows: list[RowChoice]
    other_years: int


def choosing(found: ReadingFinding, reading: Interpretation, item: str, context: Context) -> Choosing:
    """How the row was chosen for one evaluation."""
    of_year = [row for row in reading.rows if row.row.year in (None, context.verdict.period)]
    listed = [row.row for row in found.limit]
    unit, alone = context.item(item).unit, len(of_year) == 1
    chosen = []
    for row in of_year:
        standing = _standing(row, listed, found)
        why = _why(row, found, context, alone=alone, compared=standing != "open")
        chosen.append(RowChoice(applied_texts([row], reading, unit, context.ruleset)[0], standing, why))
    return Choosing(chosen, len(reading.rows) - len(of_year))


def _standing(row: CompiledRow, listed: Sequence[int], found: ReadingFinding) -> RowStanding:
    """How a row stands to a value; without one, or with an impossible one, none was compared."""
    if found.reason == "reason.no_row":
        return "passed"
    settled = found.outcome == "not_applicable" or found.reason == "reason.unread"
    if not settled and (not found.values or found.reason == "reason.impossible"):
        return "open"
    sure = len(listed) == 1 and (found.outcome in _DECIDED or found.reason in _COMPARED)
    if row.index in listed:
        return "used" if sure or (len(listed) == 1 and row.when is None) else "perhaps"
    if sure and row.index > listed[0]:
        return "not_reached"
    # of a reported value the facts may have been chosen in several ways
    return "passed" if found.basis == "measured" and row.index < max(listed) else "unused"


def _why(row: CompiledRow, found: ReadingFinding, context: Context, *, alone: bool,
         compared: bool) -> list[str]:
    """The condition of a row with the facts, and with the data put in if it was ``compared``."""
    bounds = condition_words.bounds(row, found, context) if compared else []
    said = [text("row.bound", bound=bound) for bound in bounds]
    if row.row.year is not None:
        return [text("row.year", year=row.row.year), *said]
    if row.when is None:
        return [text("row.only" if alone else "row.rest"), *said]
    plain = condition_words.condition(row.when, context)
    filled = condition_words.put_in(row.when, found, context)
    facts = condition_words.facts(row.when, context)
    return [text("row.condition", condition=plain),
            *([text("row.put_in", condition=filled)] if compared and filled != plain else []),
            *([text("row.facts", facts=text("join.parts").join(facts))] if facts else []), *said]
