"""What one reading's value says of another's, where the ruleset states that it can't be lower.

Owns the bound and when it is taken.  A reading that its own data decide stays as it is; one that they
leave open takes the outcome of the bound where that decides.  It must not look at data itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from checker.measuring.conditions import relate
from checker.measuring.limit import UNDETERMINED, Result, agree
from checker.measuring.measurement import Evaluation
from checker.quantity.interval import INFINITE, Interval
from checker.ruleset.compiled import Interpretation

IMPOSSIBLE: Final = "reason.impossible"
LimitOf = Callable[[Interpretation, Interval], Result]


class Implied(NamedTuple):
    """All that a reading's value can be by what another's is."""

    by: Evaluation
    value: Interval


def with_implied(readings: Sequence[Interpretation], evaluations: Sequence[Evaluation],
                 against: LimitOf) -> list[Evaluation]:
    """The evaluations, with what follows from those of other readings for what they leave open."""
    found: list[Evaluation] = []
    for reading in readings:
        own = [e for e in evaluations if e.reading == reading.id]
        bounds = list(_bounds(reading, readings, evaluations))
        found += _settled(reading, own, bounds, against) if own and bounds else own
    return found


def contradictions(readings: Sequence[Interpretation], evaluations: Sequence[Evaluation]
                   ) -> Iterator[tuple[Evaluation, Evaluation]]:
    """Each value that is lower than it can be, with the one of the other reading that says so."""
    for reading in readings:
        for bound in _bounds(reading, readings, evaluations) if reading.at_least else ():
            if bound.value.high == INFINITE:
                yield from ((own, bound.by) for own in _valued(reading.id, evaluations)
                            if _excludes(bound.value, own))


def _settled(reading: Interpretation, own: Sequence[Evaluation], bounds: Sequence[Implied],
             against: LimitOf) -> list[Evaluation]:
    exact = _valued(reading.id, own)
    contradicts = [bool(exact) and all(_excludes(bound.value, e) for e in exact) for bound in bounds]
    if not any(contradicts) and not any(e.outcome == UNDETERMINED for e in own):
        return list(own)
    results = [against(reading, bound.value) for bound in bounds]
    outcome = agree([result.outcome for result in results])
    by, value = bounds[0]
    found = []
    for e in own:
        if outcome == UNDETERMINED or e.outcome != UNDETERMINED or e.reason == IMPOSSIBLE:
            found.append(e)
        elif e.values:
            found.append(e._replace(outcome=outcome, reason=None, would_be=None, missing=(),
                                 rows=results[0].rows, implied_by=by.reading))
        else:
            found.append(_from(reading, by, value, results[0]))
    found += [_from(reading, bound.by, bound.value, result)
              for bound, result, apart in zip(bounds, results, contradicts, strict=True) if apart]
    return found


def _from(reading: Interpretation, by: Evaluation, value: Interval, result: Result) -> Evaluation:
    """The evaluation of ``reading`` by what another's was made from."""
    return by._replace(reading=reading.id, values=(value,), outcome=result.outcome, reason=result.reason,
                   rows=result.rows, rounding_flips=False, missing=result.missing, decides=reading.decides,
                   implied_by=by.reading, borrowed=True)


def _bounds(reading: Interpretation, readings: Sequence[Interpretation],
            evaluations: Sequence[Evaluation]) -> Iterator[Implied]:
    """What the ruleset's statements say of a reading's value: from below, and from above."""
    for e in _valued(reading.at_least, evaluations):
        yield Implied(e, Interval(_number(e).low, INFINITE))
    for other in readings:
        if other.at_least == reading.id:
            for e in _valued(other.id, evaluations):
                yield Implied(e, Interval(INFINITE, _number(e).high))


def _valued(reading: str | None, evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations of a reading whose value is known well enough to bound another's.

    A value that the subject reports without saying by which reading may be any one's, and bounds none.
    """
    return [e for e in evaluations if e.reading == reading and len(e.values) == 1 and e.implied_by is None
            and isinstance(e.values[0], Interval) and not e.approximate and e.reason != IMPOSSIBLE
            and not (e.report and e.report.reading is None)]


def _number(evaluation: Evaluation) -> Interval:
    value = evaluation.values[0]
    assert isinstance(value, Interval)
    return value


def _excludes(bound: Interval, evaluation: Evaluation) -> bool:
    """Whether no number of the evaluation's value lies within the bound."""
    value = _number(evaluation)
    return (relate(value - Interval(bound.low, bound.low), "<") is True if bound.low.value is not None
            else relate(value - Interval(bound.high, bound.high), ">") is True)
