"""Years: values that jump, that don't move, or that stand under the wrong year.

Owns what is told from exact values of several years.  It must not judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from checker.doubting.conflicts import own, stated
from checker.doubting.doubt_found import DoubtCode, DoubtFound
from checker.doubting.thresholds import JUMP, MANY, SEVERAL
from checker.evidence.evidence import BoundValue, Evidence
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Ruleset
from checker.verdict.exact_number import written

Series = Mapping[int, BoundValue]


def _series(evidence: Evidence, ruleset: Ruleset) -> dict[str, dict[int, BoundValue]]:
    """The quantities with one exact value in each of several years, all in one scope and price basis.

    A year in which several values are stated is left out.
    """
    found: dict[str, dict[int, BoundValue]] = defaultdict(dict)
    for name, year in sorted(evidence.values, key=str):
        values = own(evidence, name, year)
        if year is not None and len(values) == 1 and ruleset.model.quantities[name].unit:
            found[name][year] = values[0]
    return {name: dict(sorted(years.items())) for name, years in found.items() if len(years) > 1
            and all(_exact(value) is not None for value in years.values())
            and len({(v.scope, v.price_basis) for v in years.values()}) == 1}


def _exact(value: BoundValue) -> Fraction | None:
    return value.value.value if isinstance(value.value, Interval) and not value.approximate else None


def _number(value: BoundValue) -> Fraction:
    return _exact(value) or Fraction(0)


def jumps(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """A value so many times another year's that a unit or a place of the point may be wrong."""
    for name, years in _series(evidence, ruleset).items():
        for (first, before), (second, after) in pairwise(years.items()):
            low, high = sorted((abs(_number(before)), abs(_number(after))))
            if low and high / low >= JUMP:
                yield DoubtFound(code="doubt.jump", of="quantity", subject=name, years=[first, second],
                                 params={"ratio": {"ratio": written(Interval.exact(high / low))}},
                                 stated=[stated(value) for value in (before, after)])


def unmoved(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Two years in which everything that both state is the same to the digit."""
    series = _series(evidence, ruleset)
    years = sorted({year for values in series.values() for year in values})
    for first, second in pairwise(years):
        both = [name for name, values in series.items() if first in values and second in values
                and _number(values[first])]
        if len(both) >= MANY and all(_number(series[b][first]) == _number(series[b][second]) for b in both):
            yield DoubtFound(code="doubt.unmoved", of="years", subject=both[0], years=[first, second],
                             params={"count": str(len(both))},
                             stated=[stated(series[name][second]) for name in both])


def swapped(evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Years that may have been filled in the wrong way round.

    Either all money falls year by year, with everything else that is stated as often; or exchanging the
    first and the last year makes series steady that are not.
    """
    series = _series(evidence, ruleset)
    long = {name: values for name, values in series.items() if len(values) >= SEVERAL}
    money = [name for name in long if ruleset.model.quantities[name].priced]
    if money and len(long) >= SEVERAL and all(_steady(values.values(), -1) for values in long.values()):
        yield _turned("doubt.reversed", list(long), long)
        return
    longer = {name: values for name, values in long.items() if len(values) > SEVERAL}
    fits = [name for name, values in longer.items() if _fits_swapped(list(values.values()))]
    if len(fits) >= SEVERAL and 2 * len(fits) > len(longer):
        yield _turned("doubt.swapped", fits, longer)


def _turned(code: DoubtCode, names: Sequence[str], series: Mapping[str, Series]) -> DoubtFound:
    years = list(series[names[0]])
    return DoubtFound(code=code, of="quantity", subject=names[0], years=years,
                      params={"count": str(len(names))},
                      stated=[stated(value) for value in series[names[0]].values()])


def _steady(values: Iterable[BoundValue], direction: int) -> bool:
    """Whether every value is above (1) or below (-1) the one before."""
    numbers = [_number(value) for value in values]
    return all((after - before) * direction > 0 for before, after in pairwise(numbers))


def _fits_swapped(values: Sequence[BoundValue]) -> bool:
    """Whether only exchanging the first and the last makes the series rise or fall throughout."""
    turned = [values[-1], *values[1:-1], values[0]]
    return any(_steady(turned, way) and not _steady(values, way) and not _steady(values, -way)
               for way in (1, -1))
