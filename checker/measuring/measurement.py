"""What was measured of one item: its evaluations, and what a person has said or has to say of it.

Owns the shape.  It must not evaluate or conclude.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from checker.dossier.dossier import Opinion
from checker.evidence.entries import BoundList
from checker.evidence.evidence import BoundReport, BoundValue
from checker.evidence.facts import Need, Truth, Value
from checker.quantity.interval import Interval
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item
from checker.verdict.part import Basis, ComesTo, Outcome
from checker.verdict.vocabulary import Reason

REFUSE: Final = "refuse"
REVIEW: Final = "review"
DIVERT: Final = "divert"
FREE: Final = "not_applicable"


class Evaluation(NamedTuple):
    """One value of an indicator under one reading, and what its limit says of it.

    ``bounded`` are the points, and what has bounds whatever is missing, that the value is made of;
    ``implied_by`` is the reading by whose value the outcome is settled, where the ruleset states which
    of the two can't be lower; ``borrowed`` when the value is only what follows from that one.
    """

    reading: str
    basis: Basis
    outcome: Outcome
    reason: Reason | None = None
    values: tuple[Value, ...] = ()
    rows: tuple[int, ...] = ()
    operands: tuple[BoundValue, ...] = ()
    counted: tuple[BoundList, ...] = ()
    report: BoundReport | None = None
    scope: str | None = None
    price_basis: str | None = None
    approximate: bool = False
    would_be: Outcome | None = None
    rounding_flips: bool = False
    missing: tuple[Need, ...] = ()
    bounded: tuple[tuple[n.GradeRead | n.Call, Interval], ...] = ()
    decides: bool = True
    implied_by: str | None = None
    borrowed: bool = False


class Watched(NamedTuple):
    """A word of the ruleset that stands in what describes the subject."""

    word: str
    about: tuple[str, ...]
    words: str


class Measurement(NamedTuple):
    """All evaluations of one item, and whether it applies; ``unclear`` is what that hangs on.

    For an admission also what it comes to when it isn't reached or is matched (``effect``), words
    that call for a person, and what persons have said of it.
    """

    item: Item
    period: int
    evaluations: tuple[Evaluation, ...]
    applies: Truth
    unclear: tuple[Need, ...] = ()
    effect: ComesTo | None = None
    watched: tuple[Watched, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def deciding(self) -> list[Evaluation]:
        """The evaluations of the readings that decide."""
        return [evaluation for evaluation in self.evaluations if evaluation.decides]

    @property
    def concerns(self) -> Truth:
        """Whether the item asks anything of the subject: it applies, and its limit has a number here."""
        outcomes = {evaluation.outcome for evaluation in self.evaluations if evaluation.decides}
        if self.applies is False or outcomes == {FREE}:
            return False
        return None if FREE in outcomes else self.applies

    @property
    def free_by_some(self) -> bool:
        """Whether there is nothing to reach under some readings and something under others."""
        return FREE in {e.outcome for e in self.deciding} and self.concerns is not False

    @property
    def asks(self) -> bool:
        """Whether a person has to look at it in any case."""
        return self.item.model.ask is not None or bool(self.watched)
