"""Small pieces of wording that every report shares: numbers of items, values with units, what is lacking.

Owns the wording of what stands inside sentences.  It must not compute an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from checker.messages import text
from checker.quantity.amount import UnreadableAmount, parse
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.terms import number_of
from checker.wording.restated import Operand
from checker.wording.shown_amount import ShownAmount
from checker.wording.worded import EvaluationPart, Finding, Lacking, WordedVerdict

PRESENT = ("exact:", "resolve:", "finer:", "whole:", "clear:")
STRADDLES, BY_ZERO = "reason.straddles", "undefined.division_by_zero"
_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def number(item: str) -> str:
    """``HJ274-2015.11`` as ``11``."""
    return number_of(item)


def numbers(items: Iterable[str]) -> str:
    """Items as ``6、7``."""
    return text("join.names").join(number(item) for item in items)


def reasons(finding: Finding) -> str:
    """Why an item is undetermined."""
    stated = {operand.label for e in finding.evaluations for operand in e.operands if not operand.bound_of}
    return text("join.parts").join(reason(code, finding.missing, operands_of(finding, code), stated)
                    for code in finding.reasons)


def operands_of(finding: Finding, code: str) -> list[Operand]:
    """The data of the evaluations that are open for a reason."""
    return [operand for e in finding.evaluations if e.reason == code for operand in e.operands]


def reason(code: str, missing: Sequence[str], operands: Sequence[Operand] = (),
           stated: Container[str] = ()) -> str:
    """One reason, with the number of data that are not there at all, or the data that it is about.

    ``stated`` are the labels of those that are stated themselves, whatever bounds them.
    """
    bounds = {o.label: o.bound_of for o in operands if o.bound_of}
    if code == STRADDLES and bounds:
        return text("join.parts").join(
            text("reason.bound_exceeded" if label in stated else "reason.only_bound",
                             label=label, other=bounds[label]) for label in bounds)
    zeros = dict.fromkeys(text("reason.zero", label=o.label, value=written(o.value, o.unit))
                          for o in operands if _may_be_zero(o))
    if code == BY_ZERO and zeros:
        return text("reason.by_zero", data=text("join.also").join(zeros))
    return text(code, count=sum(not need.startswith(PRESENT) for need in missing))


def _may_be_zero(operand: Operand) -> bool:
    """Whether a stated amount is zero or a range with zero in it."""
    try:
        return operand.bound_of is None and parse(operand.value).interval.holds(0)
    except UnreadableAmount:
        return False


def with_unit(value: str, unit: str | None) -> str:
    """A figure with its unit."""
    return value if not unit or unit == DIMENSIONLESS else f"{value} {pretty(unit)}"


def written(value: str, unit: str | None) -> str:
    """A value as somebody wrote it, with its unit unless that was written with it."""
    return value if unit and value.endswith(unit) else with_unit(value, unit)


def amount(words: ShownAmount) -> str:
    """An amount with its unit, and then what is said of it."""
    return with_unit(words.figure, words.unit) + words.aside


def value_of(finding: Finding, absent: str = "—") -> str:
    """The value of an item with its unit."""
    return amount(finding.amount) if finding.amount else with_unit(absent, finding.unit)


def pretty(unit: str) -> str:
    """A unit as it is printed: m² for m2."""
    return unit.replace("m2", "m²").replace("m3", "m³")


def quote(words: str) -> str:
    """An original's words on one line: a break between Chinese characters was only the page's."""
    return " ".join(_BREAK.sub("", words).split())


def need_name(lacking: Lacking, verdict: WordedVerdict) -> str:
    """A lacking datum of a verdict without its year, with the words there that state nothing."""
    codes = {"report": "need.report", "resolve": "need.settle", "list": "need.list", "exact": "need.exact",
             "finer": "need.finer", "whole": "need.whole",
             "clear": "need.clear"}
    code = ("need.count" if lacking.uncounted else "need.disputed" if lacking.disputed
            else codes.get(lacking.kind))
    label = settled(lacking, verdict) if lacking.kind == "resolve" else lacking.label
    name = text(code, label=label) if code else label
    words = "”“".join(lacking.unstated)
    return text("need.unstated", name=name, words=words) if words else name


def settled(lacking: Lacking, verdict: WordedVerdict) -> str:
    """What has to be settled first, with the data that it is about."""
    found = [verdict.finding(item) for item in lacking.items]
    said = [reason(lacking.name, f.missing, operands_of(f, lacking.name)) for f in found]
    return text("join.parts").join(dict.fromkeys(said))


def need_year(lacking: Lacking) -> str:
    """The year in which it is lacking, or an empty text."""
    if lacking.year is None:
        return ""
    return text("formula.base") if lacking.year == "base" else str(lacking.year)


def need(lacking: Lacking, verdict: WordedVerdict) -> str:
    """A lacking datum of a verdict with its year."""
    year = need_year(lacking)
    name = need_name(lacking, verdict)
    return text("need.in_year", name=name, year=year) if year else name


def implied_by(finding: Finding, part: EvaluationPart) -> str:
    """The label of the reading by whose value this one is settled."""
    return next((e.reading_label or "" for e in finding.evaluations if e.reading == part.implied_by), "")
