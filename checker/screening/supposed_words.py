"""What is supposed of the facts that most projects lack, and what comes of it, in words and shares.

Owns the lines that workbook and page both show.  It must not judge, nor lay anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.messages import text
from checker.screening.common_answers import AnswerSupposed, CommonAnswers
from checker.screening.summary import ERROR, outcome_words
from checker.screening.tally import MOST_OPEN, RowTally

SIDES = ("now", "good", "bad")
WHOLE = 100
MOST_NAMED = 60


@dataclass(frozen=True)
class SupposedOutcome:
    """How many rows come to an outcome now, answered well, answered badly; and these in percent of all."""

    outcome: str
    label: str
    counts: Sequence[int]
    shares: Sequence[int]


def fact_rows(found: CommonAnswers) -> Iterator[tuple[str, int, str, str]]:
    """Each fact, how many rows lack it, and both answers."""
    for fact in found.facts:
        yield fact.label, fact.rows, _said(fact.good, "good"), _said(fact.bad, "bad")


def _said(answer: AnswerSupposed, side: str) -> str:
    alike = text("supposed.alike", words=text("join.names").join(answer.alike)) if answer.alike else ""
    more = text(f"supposed.otherwise_{side}", count=answer.otherwise) if answer.otherwise else ""
    return answer.word + alike + more


def outcome_rows(found: CommonAnswers, tally: RowTally, order: Sequence[str]) -> Iterator[SupposedOutcome]:
    """Each outcome that any row comes to on any side."""
    sides = [getattr(found, side) for side in SIDES]
    for outcome in (*order, ERROR):
        counts = [side[outcome] for side in sides]
        if any(counts):
            label = text("sheet.errors") if outcome == ERROR else outcome_words(outcome, tally.compiled)
            yield SupposedOutcome(outcome, label, counts, [round(count * WHOLE / tally.rows)
                                                           for count in counts])


def moved_rows(found: CommonAnswers, tally: RowTally) -> Iterator[tuple[str, str, str]]:
    """Each side, each outcome that few enough rows come to on it, and their numbers."""
    for side, by_outcome in found.moved.items():
        for outcome, numbers in by_outcome.items():
            if len(numbers) <= MOST_NAMED:
                label = text("sheet.errors") if outcome == ERROR else outcome_words(outcome, tally.compiled)
                yield text(f"supposed.{side}"), label, text("join.names").join(numbers)


def note(found: CommonAnswers) -> str:
    """What the counts are, or why there are none; nothing where there is nothing to say."""
    if found.facts:
        return text("supposed.note")
    return text("supposed.too_many", most=MOST_OPEN) if found.open > MOST_OPEN else ""
