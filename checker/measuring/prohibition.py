"""Measures a prohibition, and what a floor or a prohibition comes to.

Owns the matching of structured facts, the effect of a match, and the words that only call for a
person.  Words alone never match.  It must not combine items into a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.evidence.evidence import Evidence, Saying
from checker.evidence.facts import Need, Truth
from checker.measuring.choices import Choices
from checker.measuring.evaluate import truth
from checker.measuring.limit import MET, UNDETERMINED, UNMET
from checker.measuring.measurement import DIVERT, REFUSE, REVIEW, Evaluation, Measurement, Watched
from checker.measuring.unsettled import CLOSED, reason_of, unclear, unsettled
from checker.ruleset.compiled import Interpretation, Item, Ruleset
from checker.text.normal import folded
from checker.verdict.part import ComesTo, Outcome
from checker.verdict.vocabulary import Reason

AROUND = 12
# What an effect comes to by its name in a ruleset; any other refuses.
_COMES_TO: dict[str, ComesTo] = {"review": REVIEW, "charge": DIVERT, "road": DIVERT}
_OUTCOMES: dict[Truth, Outcome] = {True: UNMET, False: MET, None: UNDETERMINED}


def prohibition(item: Item, choices: Choices, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """Whether a prohibition is matched, under each reading; never raises for want of data."""
    found = [e for reading in item.interpretations if reading.prohibited
             for e in _matched(reading, choices)]
    if not any(e.decides for e in found) and any(reading.prohibited for reading in item.interpretations):
        found.append(Evaluation(item.interpretations[0].id, "none", UNDETERMINED, "reason.no_reading"))
    watched = _watched(item, evidence.sayings)
    outcomes = {e.outcome for e in found if e.decides}
    effect, waiting = comes_to(item, choices)
    if outcomes == {UNMET} and effect is None:
        found.append(Evaluation(item.interpretations[0].id, "none", UNDETERMINED, "reason.effect_unclear",
                                missing=waiting))
    if outcomes == {MET} and item.model.watch and not watched:
        found += _unread(item, evidence, ruleset)
    return Measurement(item, evidence.period, tuple(found), choices.holds(item.applies),
                       unclear(item.applies, choices), effect or REVIEW, watched,
                        tuple(evidence.opinions.get(item.id, ())))


def floor(measurement: Measurement, evidence: Evidence, ruleset: Ruleset) -> Measurement:
    """A floor with what it comes to when it isn't reached."""
    item, opinions = measurement.item, tuple(evidence.opinions.get(measurement.item.id, ()))
    if item.effects:
        effect, waiting = comes_to(item, Choices(evidence, ruleset, item.model.scopes))
        if effect is None and {e.outcome for e in measurement.deciding} == {UNMET}:
            open_one = Evaluation(item.interpretations[0].id, "none", UNDETERMINED,
                                  "reason.shortfall_unclear", missing=waiting)
            measurement = measurement._replace(evaluations=(*measurement.evaluations, open_one))
        return measurement._replace(effect=effect or REFUSE, opinions=opinions)
    kind, short = ruleset.model.kind_of(item.model), item.model.shortfall
    effect = _COMES_TO[short.effect] if short else REFUSE if kind == "requirement" else REVIEW
    return measurement._replace(effect=effect, opinions=opinions)


def _matched(reading: Interpretation, choices: Choices) -> list[Evaluation]:
    """One evaluation for each choice of data; an open condition names what would settle it."""
    applies, tree = choices.holds(reading.applies), reading.prohibited
    if applies is False or tree is None:
        return []
    found = []
    for choice in choices.partial(choices.plan.demand_of(tree)):
        answer = truth(tree, choice.facts)
        missing = unsettled(tree, choice.facts, choices) if answer is None else []
        reason: Reason | None = reason_of(missing, choices) if answer is None else None
        if applies is None and reading.applies is not None:
            answer, reason = None, "reason.missing"
            missing = unsettled(reading.applies, choice.facts, choices)
        found.append(Evaluation(
            reading.id, "none" if answer is None else "measured", _OUTCOMES[answer], reason,
            operands=choice.values, counted=choice.lists,
            missing=tuple(missing), decides=reading.decides))
    return found


def comes_to(item: Item, choices: Choices) -> tuple[ComesTo | None, tuple[Need, ...]]:
    """What a match comes to; None where the facts leave that open, with what would settle it."""
    if not item.effects:
        return _COMES_TO.get(item.model.effect or "", REFUSE), ()
    possible: set[ComesTo | None] = set()
    needs: list[Need] = []
    for row in item.effects:
        answer = choices.holds(row.when)
        if answer is not False:
            possible.add(_COMES_TO.get(row.effect, REFUSE))
        if answer is None:
            needs += unclear(row.when, choices)
        if answer is True:
            break
    else:
        possible.add(None)
    return possible.pop() if len(possible) == 1 else None, tuple(dict.fromkeys(needs))


def either_effect(item: Item) -> tuple[ComesTo, ...]:
    """What a match, or falling short, may come to where the facts leave it open."""
    if item.prohibits:
        return REFUSE, REVIEW
    return tuple(dict.fromkeys(_COMES_TO.get(row.effect, REFUSE) for row in item.effects))


def _watched(item: Item, sayings: Sequence[Saying]) -> tuple[Watched, ...]:
    """The ruleset's words in what describes the subject, each with what stands around it."""
    return tuple(Watched(word, saying.about, around) for word in item.model.watch for saying in sayings
                 if (around := _around(folded(word), folded(saying.words))))


def _around(word: str, words: str) -> str:
    place = words.casefold().find(word.casefold())
    if place < 0:
        return ""
    start, end = max(0, place - AROUND), place + len(word) + AROUND
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


def _unread(item: Item, evidence: Evidence, ruleset: Ruleset) -> list[Evaluation]:
    """What describes the subject and isn't there, or not closed: in it nobody has looked for the words."""
    model = ruleset.model
    absent = [Need("attribute", name) for name, known in model.attributes.items()
              if known.describes and name not in evidence.attributes]
    lists = [name for name, entries in model.lists.items()
             if any(field.kind == "text" for field in entries.fields.values())]
    open_ones = [Need(CLOSED, name, evidence.period) for name in lists
                 if not any(entry.complete for entry in evidence.lists.get((name, evidence.period), []))]
    if not absent and not open_ones:
        return []
    return [Evaluation(item.interpretations[0].id, "none", UNDETERMINED,
                       "reason.missing" if absent else "reason.list_open", missing=(*absent, *open_ones))]
