"""What the cases of a ruleset cover, limit row by limit row.

Owns the list of aspects that every limit needs a case for.  It must not run cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

from checker.evidence.facts import Facts, Missing
from checker.measuring.limit import UNDETERMINED, bound_of, stands
from checker.measuring.measurement import Evaluation
from checker.messages import text
from checker.quantity.interval import Interval
from checker.quantity.ratio import ONE
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.testing.running import CaseResult

UNKNOWN_WORD = "reason.unknown_word"


def step(bound: Decimal) -> Fraction:
    """One step of the limit's digits: 0.55 → 0.01, 30 → 1."""
    exponent = bound.as_tuple().exponent
    return Fraction(10) ** min(exponent, 0) if isinstance(exponent, int) else Fraction(1)


def uncovered(ruleset: Ruleset, results: Sequence[CaseResult]) -> list[str]:
    """A line for each aspect of each limit that no case covers, and each requirement without case."""
    return [*(text("case.uncovered", item=item, spot=f" {spot}" if spot else "",
                   aspect=text(f"aspect.{aspect}"))
              for item, spot, aspect in _gaps(ruleset, results)), *_requirement_lines(ruleset, results)]


def _gaps(ruleset: Ruleset, results: Sequence[CaseResult]) -> Iterator[tuple[str, str, str]]:
    for item in ruleset.items.values():
        mine = [result for result in results if result.case.item == item.id]
        unread = all(not row.row.bounds and row.row.word is None for r in item.interpretations
                     for row in r.rows) and not item.model.prohibits
        asked_only = item.model.prohibits and not any(r.prohibited for r in item.interpretations)
        if not asked_only and not unread and not any(
                r.measurement and any(e.missing for e in r.measurement.deciding) for r in mine):
            yield item.id, "", "missing"
        if item.model.prohibits:
            yield from _prohibition_gaps(item, mine)
            continue
        for reading in item.interpretations:
            if not reading.decides:
                continue
            gaps = _reading_gaps if ruleset.kind.compares else _line_gaps
            yield from gaps(item, reading, mine)
        yield from _shortfall_gaps(item, mine)
    for item in ruleset.shown.values():
        mine = [result for result in results if result.case.item == item.id]
        for reading in item.interpretations:
            yield from _line_gaps(item, reading, mine)


def _shortfall_gaps(item: Item, results: Sequence[CaseResult]) -> Iterator[tuple[str, str, str]]:
    """What falling short of a floor comes to, in each case; and what that costs."""
    short = item.model.shortfall
    if short is None:
        return
    expected = {result.case.expect for result in results}
    if ("review" if short.effect == "review" else "diverted") not in expected:
        yield item.id, "", "shortfall"
    if short.when and "unmet" not in expected:
        yield item.id, "", "effect_prohibit"
    if short.when and not any(e.reason == "reason.shortfall_unclear" for result in results
                              if result.measurement for e in result.measurement.deciding):
        yield item.id, "", "effect_unclear"
    if short.amount and not any(result.case.amount is not None for result in results):
        yield item.id, "", "amount"


def _requirement_lines(ruleset: Ruleset, results: Sequence[CaseResult]) -> Iterator[str]:
    """A line for each outcome of a requirement that no case states, or states only of the whole."""
    for requirement in ruleset.model.requirements:
        seen = {result.case.requirements.get(requirement.id) for result in results}
        for outcome in ("met", "unmet", "undetermined"):
            if outcome in seen:
                continue
            near = next((r.case for r in results if not r.case.item and r.case.expect == outcome
                         and requirement.id not in r.case.requirements), None)
            code = "case.uncovered_requirement" if near else "case.uncovered"
            yield text(code, item=requirement.id, spot="", aspect=text(f"aspect.{outcome}"), outcome=outcome,
                       case=near.name if near else "")


def _prohibition_gaps(item: Item, results: Sequence[CaseResult]) -> Iterator[tuple[str, str, str]]:
    """A prohibition needs a match and a miss, each case of its effect, its words, and each answer."""
    measured = [(result, result.measurement) for result in results if result.measurement]
    expected = {result.case.expect for result, _ in measured}
    for reading in (reading for reading in item.interpretations if reading.prohibited and reading.decides):
        outcomes = {e.outcome for _, m in measured for e in m.deciding if e.reading == reading.id}
        name = "" if reading.id == PLAIN else reading.id
        for outcome, aspect in (("unmet", "matched"), ("met", "clear")):
            if outcome not in outcomes:
                yield item.id, name, aspect
    effects = {row.effect for row in item.effects}
    for effect, outcome in (("prohibit", "unmet"), ("review", "review")):
        if effect in effects and outcome not in expected:
            yield item.id, "", f"effect_{effect}"
    if item.effects and not any(e.reason == "reason.effect_unclear" for _, m in measured for e in m.deciding):
        yield item.id, "", "effect_unclear"
    if item.model.watch and not any(m.watched and result.case.expect == "review" for result, m in measured):
        yield item.id, "", "watched"
    if item.model.ask is not None:
        said = {opinion.finding for _, m in measured for opinion in m.opinions}
        silent = any(not m.opinions for _, m in measured)
        for aspect, there in (("opinion_met", "met" in said), ("opinion_unmet", "unmet" in said),
                              ("no_opinion", silent)):
            if not there:
                yield item.id, "", aspect


def _line_gaps(item: Item, reading: Interpretation,
               results: Sequence[CaseResult]) -> Iterator[tuple[str, str, str]]:
    """A line of an account needs a case that states what each reading comes to."""
    stated = any(result.case.value is not None or reading.id in result.case.values for result in results)
    if reading.values and not stated:
        yield item.id, "" if reading.id == PLAIN else reading.id, "computed"


def _reading_gaps(item: Item, reading: Interpretation,
                  results: Sequence[CaseResult]) -> Iterator[tuple[str, str, str]]:
    name = "" if reading.id == PLAIN else reading.id
    if item.model.words:
        seen = set(_words(reading, results))
        for word in item.model.words:
            if word not in seen:
                yield item.id, f"“{word}”", "word"
        if UNKNOWN_WORD not in seen:
            yield item.id, name, "unknown_word"
        return
    for row in reading.rows:
        if not row.row.bounds:
            aspect = "free" if row.row.free is not None else "unread"
            if not any(e.reading == reading.id and e.rows == (row.index,) for result in results
                       for e in (result.measurement.evaluations if result.measurement else ())):
                yield item.id, f"{name} {row.row.heading or ''}".strip(), aspect
            continue
        met_already = set(_aspects(reading, row, results))
        for aspect in ("met", "unmet", "at", "beyond"):
            if aspect not in met_already and not (aspect == "met" and _no_room(reading, row)):
                yield item.id, f"{name} {row.row.heading or ''}".strip(), aspect


def _no_room(reading: Interpretation, row: CompiledRow) -> bool:
    """Whether only the limit itself passes: ``exactly``, or a count that may be at most zero."""
    counted = any(isinstance(tree, n.EntryCount) for tree in reading.values)
    return any(relation == "exactly" or (relation == "at_most" and bound == 0 and counted)
               for relation, bound in row.row.numbers)


def _words(reading: Interpretation, results: Sequence[CaseResult]) -> Iterator[str]:
    for result in results:
        for e in result.measurement.evaluations if result.measurement else ():
            if e.reading == reading.id and e.reason == UNKNOWN_WORD:
                yield UNKNOWN_WORD
            yield from (value for value in e.values if isinstance(value, str) and e.outcome != UNDETERMINED)


def _aspects(reading: Interpretation, row: CompiledRow, results: Sequence[CaseResult]) -> Iterator[str]:
    """Which aspects of one row the cases show."""
    for result in results:
        for e in result.measurement.evaluations if result.measurement else ():
            if e.reading != reading.id or e.rows != (row.index,):
                continue
            for value in e.values:
                number = value.value if isinstance(value, Interval) else None
                if number is not None:
                    yield from _of_value(_limits(reading, row, e, result.case.period), number)


def _limits(reading: Interpretation, row: CompiledRow, e: Evaluation,
            period: int) -> list[tuple[str, Fraction, Fraction]]:
    """Relation, limit and its step; a limit that is a datum has what the case gives, in steps of one."""
    facts = Facts(period, None, {(v.name, v.year): v.value for v in e.operands})
    unit = reading.unit.factor.as_integer_ratio() if reading.unit else ONE
    found = [(name, Fraction(bound), step(bound)) for name, bound in row.row.numbers]
    for bound in row.bounds:
        if bound.tree is not None:
            with suppress(Missing):
                limit = bound_of(bound, facts, unit).value
                found += [(bound.relation, limit, Fraction(1))] if limit is not None else []
    return found


def _of_value(limits: Sequence[tuple[str, Fraction, Fraction]], number: Fraction) -> Iterator[str]:
    for relation, limit, size in limits:
        good = stands(number.as_integer_ratio(), relation, limit.as_integer_ratio())
        if number == limit:
            yield "at"
        elif abs(number - limit) == size and not good:
            yield "beyond"
        if good and number != limit:
            yield "met"
        if not good:
            yield "unmet"
