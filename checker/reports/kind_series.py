"""What an amount is made up of, year by year: a table of the parts, and their picture.

Owns which of the parts have a number that can be drawn.  Each figure is the verdict's; nothing is added up,
and what is lacking stands as lacking and is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.capsule.record import Record
from checker.messages import aside, text
from checker.quantity.interval import Interval
from checker.quantity.unit import Unit, unit_of
from checker.reporting import phrases
from checker.reporting.kind_chart import KindChart, KindValues, kind_chart
from checker.reports.blocks import GridCell, ReportFigure, ReportTable
from checker.reports.item_table import Remarks
from checker.reports.outline import OutlinePart
from checker.reports.year_values import YearReadings
from checker.ruleset.compiled import Ruleset
from checker.ruleset.spoken import spoken
from checker.wording.worded import Finding

FIRST, REST = 12, 88


def units_of(names: Sequence[str], ruleset: Ruleset) -> dict[str, Unit]:
    """The units of those names that the rules know, of data and items; of what is no amount none."""
    found = {name: ruleset.units.get(name) for name in names if name in ruleset.model.quantities}
    items = {name: ruleset.items[name].unit for name in names if name in ruleset.items}
    return {name: unit for name, unit in (found | items).items() if unit is not None}


def series_years(part: OutlinePart, years: Sequence[int]) -> Sequence[int]:
    """The years of a part that has a span of its own; else those of the form."""
    return years if part.span is None else range(years[-1] - part.span + 1, years[-1] + 1)


def series_table(record: Record, part: OutlinePart, years: Sequence[int], readings: YearReadings,
                 named: tuple[str, str, str]) -> ReportTable:
    """A row a year, a column a part."""
    names, remarks = known_series(record, part), Remarks()
    rows = [[GridCell(str(year), middle=True), *(
        _cell(record, name, year, readings, (named[0], remarks)) for name in names)] for year in years]
    heads = [text("reports.head.year_due"), *(
        text("reports.head.kind_of", number=place, label=series_label(record, name))
        for place, name in enumerate(names, 1))]
    return ReportTable(*named, heads, rows, [FIRST, *[REST // len(names)] * len(names)], remarks.lines())


def series_picture(record: Record, part: OutlinePart, years: Sequence[int], readings: YearReadings,
                   title: str) -> tuple[KindChart, str] | None:
    """The same as a picture with how to read it; None where too little of it is known."""
    unit = part.unit or ""
    kinds = [_values(record, name, (years, unit_of(unit)), readings) for name in known_series(record, part)]
    chart = kind_chart(title, phrases.pretty(unit), kinds, years, part.drawn)
    return (chart, text(f"reports.legend_{part.drawn}")) if chart else None


def known_series(record: Record, part: OutlinePart) -> list[str]:
    """The parts that the rules know."""
    rules = record.ruleset
    return [name for name in part.series or () if name in rules.model.quantities or name in rules.items]


def series_label(record: Record, name: str) -> str:
    """What a part is called in the language that is spoken."""
    known = spoken(record.ruleset).model.quantities
    return known[name].label if name in known else record.words.finding(name).label


def _cell(record: Record, name: str, year: int, readings: YearReadings,
          about: tuple[str, Remarks]) -> GridCell:
    where, remarks = about
    label = series_label(record, name)
    told, why = _told(record, name, year, readings)
    note = None if told else remarks.number(why)
    said = told or [(None, text("reports.lacking"))]
    return GridCell(middle=True, note=note, figures=[
        ReportFigure(name, reading, year, place, words, label, where)
        for place, (reading, words) in enumerate(said, 1)])


def _told(record: Record, name: str, year: int,
          readings: YearReadings) -> tuple[list[tuple[str | None, str]], str]:
    """What is shown of a part in a year, each with its reading; else what it lacks."""
    if name in record.ruleset.model.quantities:
        stated = dict.fromkeys(phrases.written(one.value, one.unit) for one in record.words.data
                               if (one.quantity, one.year) == (name, year) and one.bound_of is None)
        lacking = text("reports.of_the_year", names=(series_label(record, name),))
        return [(None, said) for said in stated], lacking
    finding = record.words.finding(name)
    deciding = _deciding(finding)
    found = {reading: readings[name, reading, year] for reading in deciding
             if (name, reading, year) in readings}
    valued = {reading: one.values for reading, one in found.items() if one.values and one.applies}
    alike = len(set(valued.values())) == 1 and len(valued) == len(deciding)
    shown = {next(iter(valued)): next(iter(valued.values()))} if alike else valued
    told = [(reading, phrases.with_unit(value, finding.unit) + (
        aside(deciding[reading]) if len(shown) > 1 else "")) for reading, values in shown.items()
        for value in values]
    why = next((one.why for one in found.values() if one.why), text("outcome.not_applicable"))
    return told, why


def _deciding(finding: Finding) -> dict[str | None, str | None]:
    """The readings that decide, with what they are called."""
    return {part.reading: part.reading_label for part in finding.evaluations if part.decides}


def _values(record: Record, name: str, over: tuple[Sequence[int], Unit],
            readings: YearReadings) -> KindValues:
    """A part as numbers of the picture's unit, where it has a single one, and as it is shown."""
    years, due = over
    own = units_of([name], record.ruleset).get(name)
    told = {year: text("join.names").join(said for _, said in _told(record, name, year, readings)[0])
            or text("reports.lacking") for year in years}
    if own is None or not own.fits(due):
        return KindValues(series_label(record, name), {}, told)
    found = dict(_data(record, name, years)) if name in record.ruleset.model.quantities else {
        year: number * own.factor for year, number in _numbers(record, name, years, readings)}
    numbers = {year: one / due.factor for year, one in found.items()}
    return KindValues(series_label(record, name), numbers, told)


def _data(record: Record, name: str, years: Sequence[int]) -> Iterator[tuple[int, Fraction]]:
    """The years in which a datum surely is one number, in base units."""
    for year in years:
        stated = [one for one in record.verdict.data if (one.quantity, one.year) == (name, year)]
        amounts = {one.amount for one in stated}
        amount = amounts.pop() if len(amounts) == 1 else None
        sure = not any(one.approximate or one.promised or one.bound_of for one in stated)
        if sure and isinstance(amount, Interval) and amount.value is not None:
            yield year, amount.value


def _numbers(record: Record, name: str, years: Sequence[int],
             readings: YearReadings) -> Iterator[tuple[int, Fraction]]:
    """The years in which an item surely is one number, whatever is meant, in its unit."""
    deciding = _deciding(record.words.finding(name))
    for year in years:
        numbers = {readings[key].exact if (key := (name, reading, year)) in readings else None
                   for reading in deciding}
        number = numbers.pop() if len(numbers) == 1 else None
        if number is not None:
            yield year, number
