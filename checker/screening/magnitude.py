"""Magnitudes of a row against the other rows of its table.

Owns the comparison with the middle of a column.  What it finds stands in the results alone: a row's own
verdict and page must not depend on its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from statistics import median

from checker.doubting.thresholds import JUMP, LEAST_ROWS, RATIO_DIGITS
from checker.quantity.display import significant
from checker.screening.row_notes import RowNote


def magnitudes(rows: Iterable[Mapping[str, Fraction]]) -> dict[int, list[RowNote]]:
    """By a row's place what is far from the middle of its column, or zero where nothing else is.

    ``rows`` are exact amounts in one unit for each heading; rows of which nothing is to be said are left out.
    """
    columns: dict[str, list[tuple[int, Fraction]]] = defaultdict(list)
    for row, amounts in enumerate(rows):
        for heading, amount in amounts.items():
            columns[heading].append((row, amount))
    found: dict[int, list[RowNote]] = defaultdict(list)
    for heading, column in sorted(columns.items()):
        stated = [amount for _, amount in column if amount]
        if len(stated) < LEAST_ROWS:
            continue
        middle = median(stated)
        zeros = len(column) - len(stated)
        for row, amount in column:
            if amount == 0 and zeros * LEAST_ROWS <= len(stated):
                found[row].append(RowNote("anomaly.zero", {"heading": heading, "count": len(stated)}))
            elif amount and not middle / JUMP < amount < middle * JUMP:
                code = "anomaly.far_above" if amount > middle else "anomaly.far_below"
                ratio = max(amount / middle, middle / amount)
                found[row].append(RowNote(code, {"heading": heading,
                                                 "ratio": significant(ratio, RATIO_DIGITS)}))
    return dict(found)
