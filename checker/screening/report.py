"""Everything that the workbook and the portfolio page say of a screening.

Owns the putting together of rows, what stands out between them, and what it was all made from.  It
must not judge and must not write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from checker.dossier.written_value import read_amount
from checker.errors import Problem
from checker.messages import text
from checker.quantity.amount import Amount, UnreadableAmount
from checker.quantity.unit import Unit, UnknownUnit
from checker.screening.anomalies import anomalies
from checker.screening.columns import Column, beside
from checker.screening.common_answers import CommonAnswers
from checker.screening.doubles import Compared, Double, doubles
from checker.screening.magnitude import magnitudes
from checker.screening.row import Frame
from checker.screening.row_notes import RowNote, in_order
from checker.screening.stages import RowSize, span
from checker.screening.summary import Summary
from checker.screening.table import TableLine
from checker.screening.worker import Task

CELLS_KEPT = 10_000
INVESTMENT, LAND = "total_investment", "land_area"


@dataclass(frozen=True)
class Report:
    """Everything that a workbook or a page says of a screening; ``broken`` are places and what is wrong.

    ``supposed`` is the trial of what most rows lack.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    stated: Sequence[str]
    floor: str
    scored: str
    summaries: Sequence[Summary]
    doubles: Sequence[Double]
    broken: Sequence[tuple[str, str]]
    day: dt.date
    supposed: CommonAnswers | None = None


def report_of(frame: Frame, tasks: Sequence[Task], summaries: Sequence[Summary], broken: Sequence[Problem],
              title: str, facts: Sequence[tuple[str, str]], day: dt.date) -> Report:
    """The report of a screening; rows come in the order of their own numbers."""
    entries = [Compared(frame.key(task.line), frame.number(task.line), frame.text_of(task.line, "name"),
                     described(task.line)) for task in tasks]
    notes = notes_of(frame, tasks)
    noted = [replace(found, notes=in_order(found.doubts, notes[found.identity])) for found in summaries]
    seen = {heading for found in noted for heading in found.stated}
    stated = [column.heading for column in frame.columns if column.heading in seen]
    floor = next((found.floor for found in noted if found.floor), "")
    scored = next((found.scored for found in noted if found.scored), "")
    return Report(title, facts, stated, floor, scored, noted, doubles(entries),
                  [(_place(problem), str(problem)) for problem in broken], day)


def notes_of(frame: Frame, tasks: Sequence[Task]) -> dict[str, list[RowNote]]:
    """What stands out in each row, by its identity: among the others, and in itself."""
    sizes = magnitudes({task.identity: amounts(frame, task.line) for task in tasks})
    return {task.identity: [*sizes[task.identity], *strange(frame, task.line)] for task in tasks}


def _place(problem: Problem) -> str:
    """Where in the table a problem is."""
    return str(problem.params.get("place") or text("place.line", line=problem.line))


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
