"""What amounts are made up of, for the page of several years: as the forms of reports put them together.

Owns which forms are asked.  Which data belong together stands in them alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.capsule.record import Record
from checker.messages import text
from checker.reporting.trend_page import KindsShown
from checker.reports.blocks import GridCell
from checker.reports.form_files import forms, installed_form
from checker.reports.kind_series import known_series, series_label, series_picture, series_table
from checker.reports.outline import MOST_SERIES_YEARS, OutlinePart, series_parts
from checker.reports.year_values import YearReadings, year_readings


def kinds_beside(years: Mapping[int, Sequence[Record]]) -> list[list[KindsShown]]:
    """For each ruleset what its forms put together, in the last of the years at most."""
    shown = list(years)[-MOST_SERIES_YEARS:]
    return [_of_record(record, shown) for record in years[shown[-1]]]


def _of_record(record: Record, years: Sequence[int]) -> list[KindsShown]:
    parts = {tuple(known): part for name in forms() if record.base.id in installed_form(name).rulesets
             for part in series_parts(installed_form(name).parts) if (known := known_series(record, part))}
    readings = year_readings(record, years) if parts else {}
    return [_shown(record, part, years, readings) for part in parts.values()]


def _shown(record: Record, part: OutlinePart, years: Sequence[int], readings: YearReadings) -> KindsShown:
    names = tuple(series_label(record, name) for name in known_series(record, part))
    title = text("trend.kinds", names=names)
    grid = series_table(record, part, years, readings, ("", title, ""))
    return KindsShown(title, grid.heads, [[_said(cell) for cell in row] for row in grid.rows], grid.notes,
                      series_picture(record, part, years, readings, title))


def _said(cell: GridCell) -> str:
    return text("join.parts").join(cell.lines())
