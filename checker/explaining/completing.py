"""What an item can still come to when what is missing is known: every end that nothing known excludes.

Owns the proof: a missing number may be any that it can be, a missing fact either way; what a formula can't
be for any of them is excluded, and nothing else.  What each end comes to, the rules of procedure say.  It
must not weigh one end against another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

from checker.concluding.conclude import item_facts
from checker.concluding.plain import PlainEngine
from checker.concluding.remembering import RememberingEngine
from checker.evidence.evidence import DatumKey, Evidence
from checker.evidence.facts import Facts, Missing, Truth, Value
from checker.explaining.turning import domain_of
from checker.measuring.applying import MOST_WORLDS
from checker.measuring.choices import Choices
from checker.measuring.evaluate import evaluate
from checker.measuring.limit import COMPUTED, FREE, MET, UNDETERMINED, UNMET, apply_limit
from checker.measuring.measure import measure
from checker.measuring.measurement import Evaluation, Measurement, Watched
from checker.measuring.plan import ReadingPlan
from checker.measuring.prohibition import comes_to, either_effect
from checker.quantity.interval import Interval, Undefined
from checker.ruleset import asking
from checker.ruleset.compiled import PLAIN, Ruleset
from checker.verdict.part import ComesTo, Concluded, Outcome, Ruled

# What stays as it is whatever data are handed in.
LASTING = ("reason.unread", "reason.no_limit", "reason.no_row")
# What only waits for data; whatever else keeps a value from deciding has to be settled, and may then be any.
WAITING = ("reason.missing", "reason.straddles", "reason.approximate", "reason.row_unknown",
           "reason.limit_missing")
# What is matched or not reached, and only what that comes to is open.
UNCLEAR = ("reason.effect_unclear", "reason.shortfall_unclear")
# Whether it applies, what its readings come to, what not reaching it comes to, words that call for a person.
_World = tuple[Truth, frozenset[Outcome], ComesTo | None, tuple[Watched, ...]]
_ENGINE = RememberingEngine(PlainEngine())
_LIKE: dict[tuple[object, ...], Concluded | Ruled] = {}
_EITHER: frozenset[Outcome] = frozenset((MET, UNMET))


def ends(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> frozenset[Concluded | Ruled]:
    """What the item can still be concluded to be, whatever the missing data are."""
    return frozenset(_end(world, measurement, evidence, ruleset)
                     for world in _worlds(measurement, evidence, ruleset))


def _end(world: _World, measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Concluded | Ruled:
    """What the item would be concluded to be; remembered by all that a fact about an item says of it."""
    applies, outcomes, effect, watched = world
    like = (ruleset.model.concludes, evidence.selected is None or measurement.item.id in evidence.selected,
            applies, outcomes, effect, measurement.item.model.ask is not None or bool(watched),
            frozenset(opinion.finding for opinion in measurement.opinions))
    if like not in _LIKE:
        _LIKE[like] = _concluded(measurement._replace(
            applies=applies, effect=effect, watched=watched, unclear=(),
            evaluations=tuple(Evaluation(PLAIN, "measured", outcome) for outcome in sorted(outcomes))),
            evidence, ruleset)
    return _LIKE[like]


def _concluded(world: Measurement, evidence: Evidence, ruleset: Ruleset) -> Concluded | Ruled:
    """What the rules conclude of an item that was measured so."""
    [firing] = _ENGINE.conclude(item_facts({world.item.id: world}, evidence.selected, ruleset))
    return firing.outcome


def refusing_answers(measurements: Iterable[Measurement], evidence: Evidence,
                     ruleset: Ruleset) -> dict[str, Fraction]:
    """Which part of the answers to the one fact that is missing makes an item unmet, by item.

    Without those where more or something else is missing, or the answers can't be counted.
    """
    chances: dict[str, Fraction] = {}
    answered: dict[str, list[Evidence]] = {}
    for measurement in measurements:
        lacking = {need for e in measurement.deciding for need in e.missing} | set(measurement.unclear)
        need = lacking.pop() if len(lacking) == 1 else None
        if need is None or need.kind != "attribute" or need.name not in ruleset.model.attributes:
            continue
        if need.name not in answered:
            answered[need.name] = list(_answered(need.name, evidence, ruleset))
        found = [_concluded(measure(measurement.item, one, ruleset), one, ruleset)
                 for one in answered[need.name]]
        if found:
            chances[measurement.item.id] = Fraction(found.count(UNMET), len(found))
    return chances


def _answered(name: str, evidence: Evidence, ruleset: Ruleset) -> Iterator[Evidence]:
    """The evidence with each answer to a question of which all answers are known."""
    for answer in ruleset.model.attributes[name].answers:
        yield replace(evidence, attributes={**evidence.attributes, name: answer})


def _worlds(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Iterator[_World]:
    """What would be measured of the item, once for each end that may make a difference."""
    applies = [True, False] if measurement.applies is None else [measurement.applies]
    outcomes = _together(list(_readings(measurement, evidence, ruleset)))
    yield from product(applies, outcomes, _effects(measurement, evidence, ruleset), _watched(measurement))


def _together(readings: Sequence[frozenset[Outcome]]) -> set[frozenset[Outcome]]:
    """Every set of outcomes that one of each can make; how often each occurs decides nothing."""
    found: set[frozenset[Outcome]] = {frozenset()}
    for reading in readings:
        found = {before | {outcome} for before in found for outcome in reading}
    return found


def _readings(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Iterator[frozenset[Outcome]]:
    """What each reading can still come to."""
    choices = Choices(evidence, ruleset, measurement.item.model.scopes)
    plans = {plan.reading.id: plan for plan in choices.plan.item(measurement.item).readings}
    by_reading: dict[str, list[Evaluation]] = {}
    for evaluation in measurement.deciding:
        if evaluation.reason not in UNCLEAR:
            by_reading.setdefault(evaluation.reading, []).append(evaluation)
    certain = all(map(_waits, by_reading.values()))
    for name, own in by_reading.items():
        outcomes = {evaluation.outcome for evaluation in own}
        if any(evaluation.reason in LASTING for evaluation in own):
            yield frozenset((UNDETERMINED,))
        elif measurement.item.prohibits:
            yield _EITHER if UNDETERMINED in outcomes or len(outcomes) > 1 else frozenset(outcomes)
        elif not certain:  # what has to be settled may be wrong under the other readings too
            yield _whole(plans[name], ruleset)
        elif UNDETERMINED not in outcomes:
            yield frozenset(outcomes)
        else:
            yield _reachable(plans[name], choices, evidence, ruleset)


def _waits(own: Sequence[Evaluation]) -> bool:
    """Whether what a reading comes to is certain, or only waits for data."""
    outcomes = {evaluation.outcome for evaluation in own}
    return (UNDETERMINED not in outcomes and len(outcomes) == 1) or all(
        e.reason in (*WAITING, *LASTING) and e.basis != "reported" for e in own)


def _reachable(plan: ReadingPlan, choices: Choices, evidence: Evidence, ruleset: Ruleset
               ) -> frozenset[Outcome]:
    """What the limit can say of the values that are left."""
    whole = _whole(plan, ruleset)
    available, lacking = choices.available(plan.read), choices.lacking(plan.read)
    if not available.quantities or not plan.reading.values or any(n.kind != "quantity" for n in lacking):
        return whole
    if choices.of(available)[1]:  # what can't stand together proves nothing
        return whole
    facts = _widened(plan, choices, evidence, ruleset)
    try:
        values = [evaluate(tree, facts, plan.unit) for tree in plan.reading.values]
    except (Missing, Undefined):
        return whole
    results = {apply_limit(plan.rows, value, (), facts, plan.unit).outcome
               for value in values if isinstance(value, Interval)}
    if results == {MET} or UNMET in results:
        return frozenset((UNMET if UNMET in results else MET,))
    return whole


def _whole(plan: ReadingPlan, ruleset: Ruleset) -> frozenset[Outcome]:
    """What the limit can say of any value: nothing but that it is open where all its numbers are unread.

    Without a comparison any value is computed.
    """
    if not ruleset.kind.compares:
        return frozenset((COMPUTED,))
    rows = [row.row for row in plan.rows]
    found: set[Outcome] = set()
    if any(row.free is not None for row in rows):
        found.add(FREE)
    if any(row.unread is not None for row in rows):
        found.add(UNDETERMINED)
    if not rows or any(row.free is None and row.unread is None for row in rows):
        found |= _EITHER
    return frozenset(found)


def _widened(plan: ReadingPlan, choices: Choices, evidence: Evidence, ruleset: Ruleset) -> Facts:
    """The data as far as they are certain; any other number is all that it can be."""
    known: dict[DatumKey, Value] = {}
    for need in plan.everything.needs:
        if need.kind != "quantity" or isinstance(need.year, str):
            continue
        key = (need.name, need.year)
        stated = choices.values(key) if key in evidence.values else []
        own = [value for value in stated if value.bound_of is None]
        if len(own) == 1 and not own[0].approximate:
            known[key] = own[0].value
        elif ruleset.model.quantities[need.name].words is None and (
                domain := domain_of(key, evidence, ruleset, surely=True)):
            [known[key]] = domain
    lists = {key: versions[0] for key, versions in evidence.lists.items() if len(versions) == 1}
    return replace(evidence.single, values=known, lists=lists)


def _effects(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Iterator[ComesTo | None]:
    """What a match can come to by every answer to the facts that tell; both, where these can't be counted."""
    asked = {asked.name for row in measurement.item.effects for asked in asking.asks(row.when)}
    absent = sorted(asked - evidence.attributes.keys())
    answers = [ruleset.model.attributes[name].answers if name in ruleset.model.attributes else ()
               for name in absent]
    if not absent:
        yield measurement.effect
    elif 0 < prod(map(len, answers)) <= MOST_WORLDS:
        found = {comes_to(measurement.item, Choices(
            replace(evidence, attributes={**evidence.attributes, **dict(zip(absent, given, strict=True))}),
            ruleset, measurement.item.model.scopes))[0] for given in product(*answers)}
        yield from either_effect(measurement.item) if None in found else found
    else:
        yield from either_effect(measurement.item)


def _watched(measurement: Measurement) -> Iterator[tuple[Watched, ...]]:
    """Words that call for a person: in what isn't described yet they may stand or not."""
    yield measurement.watched
    if measurement.item.model.watch and not measurement.watched:
        yield (Watched(measurement.item.model.watch[0], (), ""),)
