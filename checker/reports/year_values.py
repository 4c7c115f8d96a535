"""What each item comes to in each year of a report's tables, in words, and what it lacks where it has none.

Owns the asking of other years than the period, as if each were the period; the period's own values are the
verdict's.  Nothing of it decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.capsule.record import Record
from checker.evidence.facts import BASE, Need
from checker.judging.series import measure_years
from checker.judging.wanting import key, wants
from checker.measuring.measurement import Evaluation, Measurement
from checker.messages import text
from checker.quantity.interval import Interval
from checker.reporting import phrases
from checker.ruleset.compiled import PLAIN
from checker.verdict.exact_number import word_or_amount
from checker.verdict.found import LackingDatum
from checker.wording.context import Context
from checker.wording.finding_words import bounds_of, short
from checker.wording.limit_words import own_unit
from checker.wording.speaking import lacking
from checker.wording.worded import EvaluationPart, Finding

# How a datum of a kind is called where it is lacking; others by their label alone.
NAMED = {"list": "need.list", "report": "need.report", "exact": "need.exact", "finer": "need.finer",
         "whole": "need.whole", "clear": "need.clear"}


@dataclass(frozen=True)
class YearReading:
    """An item in a year under one reading: its values as they are shown, or why it has none.

    ``exact`` is the number where it is surely a single one, in the item's unit.
    """

    values: tuple[str, ...]
    why: str = ""
    applies: bool = True
    exact: Fraction | None = None


YearReadings = Mapping[tuple[str, str | None, int], YearReading]


def year_readings(record: Record, years: Sequence[int]) -> YearReadings:
    """Every item under each reading that decides, in each of the years."""
    context = Context(record.verdict, record.ruleset)
    period = record.verdict.period
    others = [year for year in years if year != period]
    measured = measure_years(record.ruleset, record.case.evidence, others, record.case.measured)
    found = {(item, reading, year): value for year, items in measured.items()
             for item, one in items.items() for reading, value in _of_year(one, year, context)}
    told = ((finding.item, reading, value) for finding in record.words.findings
            for reading, value in _of_period(finding, record.case.measured[finding.item], context))
    return {**found, **{(item, reading, period): value for item, reading, value in told}}


def _of_period(finding: Finding, found: Measurement, context: Context
               ) -> Iterator[tuple[str | None, YearReading]]:
    """What the verdict itself says."""
    deciding = [part for part in finding.evaluations if part.decides]
    mixed = len({part.basis for part in deciding if part.values}) > 1
    for reading in dict.fromkeys(part.reading for part in deciding):
        parts = [part for part in deciding if part.reading == reading]
        values = tuple(dict.fromkeys(value + _basis(part, mixed) for part in parts if not part.borrowed
                                     for value in part.shown))
        why = "" if values else _why(_named(found.deciding, reading), finding.item, context, found.period)
        applies = finding.outcome != "not_applicable"
        yield reading, YearReading(values, why, applies, _exact(found, reading, context) if applies else None)


def _basis(part: EvaluationPart, mixed: bool) -> str:
    return text("value.reported") if mixed and part.basis == "reported" else ""


def _of_year(found: Measurement, year: int, context: Context) -> Iterator[tuple[str | None, YearReading]]:
    """What an item comes to as if the year were the period."""
    item, own = found.item.id, [e for e in found.deciding if e.values and not e.borrowed]
    mixed = len({e.basis for e in own}) > 1
    for reading in dict.fromkeys(e.reading for e in found.deciding):
        shown = [value for e in own if e.reading == reading for value in _shown(e, item, mixed, context)]
        why = "" if shown else _why(_named(found.deciding, reading), item, context, year)
        applies, named = found.concerns is not False, None if reading == PLAIN else reading
        yield named, YearReading(tuple(dict.fromkeys(shown)), why, applies,
                                 _exact(found, named, context) if applies else None)


def _exact(found: Measurement, reading: str | None, context: Context) -> Fraction | None:
    """The number of a reading where every choice of data gives this one, and none is approximate."""
    own = _named(found.deciding, reading)
    item = found.item
    if any(one.approximate or one.borrowed for one in own) or own_unit(
            context.reading(item.id, reading), item.unit):
        return None
    numbers = {value.value if isinstance(value, Interval) else None
               for one in own for value in one.values or ("",)}
    return numbers.pop() if len(numbers) == 1 else None


def _shown(found: Evaluation, item: str, mixed: bool, context: Context) -> list[str]:
    """The values as the verdict of that year would show them."""
    reading = context.reading(item, None if found.reading == PLAIN else found.reading)
    about = text("value.about") if found.approximate else ""
    mark = text("value.reported") if mixed and found.basis == "reported" else ""
    unit = own_unit(reading, context.item(item).unit)
    return [about + short(word_or_amount(value), bounds_of(reading)) + unit + mark for value in found.values]


def _named(found: Iterable[Evaluation], reading: str | None) -> list[Evaluation]:
    """The evaluations under a reading, whether it is named or the only one."""
    return [e for e in found if e.reading == (reading or PLAIN)]


def _why(found: Sequence[Evaluation], item: str, context: Context, year: int) -> str:
    """What an item lacks under a reading: data by their names, or the reason why it has no value.

    Data of the year itself are told first, together; those of others with their years.
    """
    needs = dict.fromkeys(need for e in found if not e.values or e.borrowed for need in wants(e, item))
    data = [need for need in needs if need.kind != "resolve"]
    reasons = [text(need.name, count=len(data)) for need in needs if need.kind == "resolve"]
    own = [named_need(need, item, context)[0] for need in data if need.year == year]
    said = [text("reports.of_the_year", names=tuple(dict.fromkeys(own)))] if own else []
    for need in data:
        if need.year != year:
            name, of = named_need(need, item, context)
            said.append(text("need.in_year", name=name, year=of) if of else name)
    return text("join.parts").join(dict.fromkeys([*said, *reasons]))


def named_need(need: Need, item: str, context: Context) -> tuple[str, str]:
    """A datum that is lacking by its name, and its year in words."""
    year = "base" if need.year == BASE else need.year
    part = lacking(LackingDatum(id=key(need), kind=need.kind, name=need.name, year=year, items=[item]),
                   context)
    return text(NAMED.get(need.kind, "reports.need"), label=part.label), phrases.need_year(part)
