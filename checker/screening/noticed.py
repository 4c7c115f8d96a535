"""What is noticed of a row beside its verdict: what doesn't fit together in it, or among the other rows.

Owns which cells are compared.  Of it all nothing bears on an outcome.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from checker.dossier.written_value import read_amount
from checker.messages import text
from checker.quantity.amount import Amount, UnreadableAmount
from checker.quantity.unit import Unit, UnknownUnit
from checker.screening.anomalies import anomalies
from checker.screening.columns import Column, beside
from checker.screening.magnitude import magnitudes
from checker.screening.row import Frame
from checker.screening.row_notes import RowNote
from checker.screening.stages import RowSize, span
from checker.screening.table import TableLine
from checker.screening.tasks import Tasks

CELLS_KEPT = 10_000
INVESTMENT, LAND = "total_investment", "land_area"


def among_others(frame: Frame, tasks: Tasks) -> dict[int, list[RowNote]]:
    """What stands out in a row among the others, by its place; most have nothing."""
    return magnitudes(amounts(frame, line) for line in tasks.lines)


def described(line: TableLine) -> str:
    """The longest text of a row: what the project says of itself."""
    return max((entry.text for entry in line.cells.values()), key=lambda said: (len(said), said), default="")


def strange(frame: Frame, line: TableLine) -> list[RowNote]:
    """What doesn't fit together in a row's cells and words, whatever the order of the columns."""
    return [*_differing(frame, line), *_anomalous(frame, line)]


def _differing(frame: Frame, line: TableLine) -> list[RowNote]:
    """Columns of one datum in which different numbers stand."""
    by_name: dict[str, list[Column]] = {}
    for column in sorted(frame.columns, key=lambda column: column.heading):
        if column.kind == "quantity" and column.heading in line.cells and line.cells[column.heading].text:
            by_name.setdefault(column.name, []).append(column)
    return [RowNote("row.differs", {"values": "，".join(
        text("row.differs_one", heading=column.heading, words=line.cells[column.heading].text)
        for column in alike)}) for alike in by_name.values()
        if len({_worth(line.cells[column.heading].text, column.unit) for column in alike}) > 1]


@lru_cache(CELLS_KEPT)  # read once for each question that is asked of a cell
def _read(words: str, unit: str | None) -> tuple[Amount, str | None] | None:
    """A cell's amount with the unit that holds for it; None where it is no amount."""
    try:
        return read_amount(words, beside(words, unit))
    except (UnreadableAmount, UnknownUnit):
        return None


def _worth(words: str, unit: str | None) -> tuple[Fraction, bool] | str:
    """What a cell comes to in base units, or its words where that can't be told."""
    found = _read(words, unit)
    if found is None or found[0].interval.value is None:
        return words
    return found[0].interval.value * (Unit(found[1]).factor if found[1] else 1), found[0].approximate


def _anomalous(frame: Frame, line: TableLine) -> list[RowNote]:
    about = RowSize(_exact(frame, line, INVESTMENT, "万元"), _exact(frame, line, LAND, "亩"),
                 span(frame.text_of(line, "years")))
    return anomalies(frame.text_of(line, "name"), described(line), about, frame.common.prose)


def amounts(frame: Frame, line: TableLine) -> dict[str, Fraction]:
    """The exact amounts of a row, by heading; what isn't exact is not compared."""
    found = {column.heading: _worth(line.cells[column.heading].text, column.unit)
             for column in frame.columns if column.kind == "quantity" and column.heading in line.cells}
    return {heading: worth[0] for heading, worth in found.items()
            if isinstance(worth, tuple) and not worth[1]}


def _exact(frame: Frame, line: TableLine, name: str, unit: str) -> Fraction | None:
    """The exact amount of a datum in ``unit``, where cells or headings say in which it is and agree."""
    stated = [_read(line.cells[column.heading].text, column.unit) for column in frame.columns
              if column.name == name and column.kind == "quantity" and column.heading in line.cells
              and line.cells[column.heading].text]
    found = {None if one is None or one[1] is None or one[0].approximate or one[0].interval.value is None
             else one[0].interval.value * Unit(one[1]).factor / Unit(unit).factor for one in stated}
    return found.pop() if len(found) == 1 else None
