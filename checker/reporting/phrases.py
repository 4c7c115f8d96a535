"""Small pieces of wording that every report shares: numbers of items, values with units, what is lacking.

Owns the wording of what stands inside sentences.  It must not compute an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.judging.verdict import EvaluationPart, Finding, Lacking
from checker.messages import text
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.terms import number_of

PRESENT = ("exact:", "resolve:", "finer:", "clear:")
_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def number(item: str) -> str:
    """``HJ274-2015.11`` as ``11``."""
    return number_of(item)


def numbers(items: Iterable[str]) -> str:
    """Items as ``6、7``."""
    return "、".join(number(item) for item in items)


def reasons(finding: Finding) -> str:
    """Why an item is undetermined."""
    return "；".join(reason(code, finding.missing) for code in finding.reasons)


def reason(code: str, missing: Sequence[str]) -> str:
    """One reason, with the number of data that are not there at all."""
    return text(code, count=sum(not need.startswith(PRESENT) for need in missing))


def is_about(part: EvaluationPart) -> bool:
    """Whether a value is only approximate."""
    return any(value.startswith(text("value.about")) for value in part.values)


def number_only(part: EvaluationPart) -> str:
    """The first value as a bare number."""
    return part.values[0].removeprefix(text("value.about"))


def with_unit(value: str, unit: str | None) -> str:
    """A value with its unit, unless it stands in the words already."""
    if not unit or unit == DIMENSIONLESS or value.endswith(unit):
        return value
    head, bracket, tail = value.partition("（")
    return f"{head} {pretty(unit)}{bracket}{tail}"


def pretty(unit: str) -> str:
    """A unit as it is printed: m² for m2."""
    return unit.replace("m2", "m²").replace("m3", "m³")


def quote(words: str) -> str:
    """An original's words on one line: a break between Chinese characters was only the page's."""
    return " ".join(_BREAK.sub("", words).split())


def need_name(lacking: Lacking) -> str:
    """A lacking datum without its year, with the words that stand in its place and state nothing."""
    codes = {"report": "need.report", "resolve": "need.settle", "list": "need.list", "exact": "need.exact",
             "finer": "need.finer", "clear": "need.clear"}
    code = codes.get(lacking.kind)
    name = text(code, label=lacking.label) if code else lacking.label
    words = "”“".join(lacking.unstated)
    return text("need.unstated", name=name, words=words) if words else name


def need_year(lacking: Lacking) -> str:
    """The year in which it is lacking, or an empty text."""
    if lacking.year is None:
        return ""
    return text("formula.base") if lacking.year == "base" else str(lacking.year)


def need(lacking: Lacking) -> str:
    """A lacking datum with its year."""
    year = need_year(lacking)
    return text("need.in_year", name=need_name(lacking), year=year) if year else need_name(lacking)
