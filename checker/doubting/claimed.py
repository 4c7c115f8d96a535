"""What is claimed of an item against what was found of it, or must be found by what can be inferred.

Owns that comparison.  A claim decides nothing, and no finding is made of what is only inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.doubting.doubt_found import DoubtFound, DoubtfulValue
from checker.doubting.inferred import Inferred
from checker.evidence.evidence import BoundValue, Evidence
from checker.judging.judged_case import JudgedCase
from checker.measuring.limit import UNDETERMINED, UNMET
from checker.measuring.measure import measure
from checker.measuring.measurement import Measurement
from checker.quantity.interval import Interval
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.text.says_met import says_met
from checker.text.spoken_years import spoken_years
from checker.verdict.exact_number import written
from checker.verdict.stated import source_ref


def claimed(case: JudgedCase, inferences: Sequence[Inferred], ruleset: Ruleset) -> Iterator[DoubtFound]:
    """Items that somebody claims to be met and that are not, or by all that follows can not be."""
    period = case.evidence.period
    for item, claims in case.evidence.claims.items():
        outcome = case.verdict.finding(item).outcome
        said = [DoubtfulValue(of="words", name=item, value=claim.source.words,
                              source=source_ref(claim.source))
                for claim in claims if says_met(claim.source.words)]
        if not said:
            continue
        if outcome == UNMET:
            yield DoubtFound(code="doubt.claimed", of="item", subject=item, years=[period], stated=said)
        if outcome == UNDETERMINED:
            yield from _against(case.measured[item], said, inferences, case.evidence, ruleset)


def _against(measured: Measurement, said: list[DoubtfulValue], inferences: Sequence[Inferred],
             evidence: Evidence, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """A claim that is ruled out by what can be inferred of the one datum that lacks, by whatever it is."""
    lacking = {(need.name, need.year) for e in measured.deciding for need in e.missing}
    if len(lacking) != 1:  # with one of several the item would be as open as before
        return
    for key in dict.fromkeys(found.key for found in inferences if found.key in lacking):
        several = [found for found in inferences if found.key == key]
        value = _unmet_by_each(measured.item, several, evidence, ruleset)
        if value is not None:
            name, year = key
            amount = several[0].amount.scale(1 / ruleset.units[name].factor)
            yield DoubtFound(
                code="doubt.claimed_inferred", of="item", subject=measured.item.id, years=[evidence.period],
                params={"value": {"amount": written(value)}, "left": str(len(said)),
                        "unit": measured.item.model.unit or "",
                        "needed": {"needed": [[name, year, written(amount)]]}},
                stated=[*said, *several[0].stated])


def of_one_year(case: JudgedCase, ruleset: Ruleset) -> Iterator[DoubtFound]:
    """What is said of an item by one year's change, where it is made of the growth over several."""
    period = case.evidence.period
    for item, claims in case.evidence.claims.items():
        spans = [_span(reading.values) for reading in ruleset.items[item].interpretations if reading.decides]
        if not spans or not all(spans) or case.verdict.finding(item).outcome != UNDETERMINED:
            continue
        said = [DoubtfulValue(of="words", name=item, value=claim.source.words,
                              source=source_ref(claim.source))
                for claim in claims if spoken_years(claim.source.words) in ({period}, {period - 1, period})]
        if said:
            yield DoubtFound(code="doubt.one_year", of="item", subject=item, years=[period], stated=said)


def _span(formulas: Sequence[n.Expression]) -> bool:
    """Whether a formula grows over more than one year, as far as it says over which."""
    return any(tree.end.anchor != tree.start.anchor or tree.end.offset - tree.start.offset > 1
               for formula in formulas for tree in asking.grown(formula))


def _unmet_by_each(item: Item, several: Sequence[Inferred], evidence: Evidence,
                   ruleset: Ruleset) -> Interval | None:
    """The value by the first of what is inferred, where the item is unmet by every one."""
    first: Interval | None = None
    for found in several:
        value = _unmet_by(item, found, evidence, ruleset)
        if value is None:
            return None
        first = first or value
    return first


def _unmet_by(item: Item, found: Inferred, evidence: Evidence, ruleset: Ruleset) -> Interval | None:
    """What an item comes to with the inferred datum, in its unit, where every reading is unmet by that.

    Scopes are left aside: that they may differ is what is asked.
    """
    one = item.model.scopes[0] if item.model.scopes else ""
    values = {key: [value._replace(scope=one, price_basis="") for value in several]
              for key, several in evidence.values.items() if several}
    model = next(iter(found.chosen.values()))
    values[found.key] = [BoundValue(model.path, found.key[0], found.key[1], found.amount, False, one, "",
                                    "", None, model.source)]
    supposed = replace(evidence, values=values)
    deciding = measure(item, supposed, ruleset).deciding
    if not deciding or any(e.outcome != UNMET for e in deciding):
        return None
    value = deciding[0].values[0] if deciding[0].values else None
    return value if isinstance(value, Interval) else None
