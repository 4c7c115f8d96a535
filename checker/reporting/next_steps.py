"""The way on from a verdict, in a few lines: what it can still become, what to ask first, how far it is.

Owns the choice and order of these lines and their wording.  It must not compute: all of it stands in the
verdict's explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from checker.capsule.record import Record
from checker.explaining.explained import explained
from checker.explaining.explanation import AmountsPart, EntryTurningPart, Explanation, GapPart, TurningPart
from checker.messages import text
from checker.quantity.display import spoken
from checker.quantity.interval import Interval
from checker.reporting import doubt_lines, phrases
from checker.reporting.verdict_kind import kind_of
from checker.reporting.way_words import Ways, ways_in_words
from checker.ruleset.compiled import Ruleset
from checker.verdict.part import Outcome
from checker.wording.clause_words import entry_words
from checker.wording.worded import Finding, Lacking, WordedVerdict

MOST_ASKED = 3
MOST_GAPS = 4
MOST_SETTLED = 2
MOST_WAYS = 2
MOST_ENTRIES = 4
GOOD: Outcome = "met"
OPEN: Outcome = "undetermined"
ORDER: tuple[Outcome, ...] = ("met", "unmet", "review", "computed", "not_applicable", OPEN)


@dataclass(frozen=True)
class NextSteps:
    """The way on in ``lines``, and the ids of what is missing in the ``order`` in which to ask for it.

    ``gaps`` says of single items how far they are from their limit, ``untouched`` of prohibitions with which
    amounts they aren't touched, ``ways`` what would let a project in, ``doubts`` what is doubtful.
    """

    lines: Sequence[str] = ()
    order: Sequence[str] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)
    doubts: Sequence[str] = ()
    ways: Ways = field(default_factory=dict)
    untouched: Mapping[str, str] = field(default_factory=dict)

    def in_order(self, missing: Iterable[Lacking]) -> list[Lacking]:
        """What is missing, in the order in which to ask; what no question is about stays behind it."""
        place = {name: at for at, name in enumerate(self.order)}
        return sorted(missing, key=lambda lacking: place.get(lacking.id, len(place)))


NOTHING = NextSteps()


def doubted(steps: Iterable[NextSteps]) -> list[str]:
    """What is doubtful in the one dossier that several verdicts are about, each once."""
    return list(dict.fromkeys(said for one in steps for said in one.doubts))


def next_steps(record: Record, *, several: bool = False) -> NextSteps:
    """The way on from a verdict with its dossier; ``several`` where others stand beside it."""
    explanation = explained(record.case, record.ruleset, record.previous)
    gaps = {gap.item: gap_words(gap, record.words.finding(gap.item), record.ruleset)
            for gap in explanation.gaps}
    untouched = {item: said for item, said in gaps.items() if record.ruleset.items[item].prohibits}
    # Beside others there is no list of what is missing in the order in which to ask.
    more = "next.more_elsewhere" if several else "next.more"
    return NextSteps(lines(explanation, record.words, record.ruleset, more),
                     [question.id for question in explanation.questions], gaps,
                     doubt_lines.sentences(explanation.doubts, record),
                     ways_in_words(explanation.ways, record.ruleset), untouched)


def without_dossier() -> NextSteps:
    """What stands there of a verdict of which nothing but its data is at hand.

    They don't hold all that was filled in, and an explanation of less would promise what may not come true,
    or pass over what is doubtful: it only says that there is none.
    """
    return NextSteps([text("next.no_dossier")])


def lines(explanation: Explanation, verdict: WordedVerdict, ruleset: Ruleset,
          more: str = "next.more") -> list[str]:
    """The way on that an explanation shows; nothing where nothing is left to do.

    ``more`` is the code that tells where the rest of the questions stands.
    """
    return [*outlook(explanation, verdict, ruleset), *asked(explanation, verdict, ruleset, more),
            *gap_lines(explanation, verdict, ruleset)]


def outlook(explanation: Explanation, verdict: WordedVerdict, ruleset: Ruleset) -> Iterator[str]:
    """What the verdict can still become, and what excludes the good end."""
    found = explanation.reachable
    if not found:
        return
    kind = kind_of(verdict.ruleset.concludes)

    def named(outcome: Outcome) -> str:
        return text("next.stays_undetermined") if outcome == OPEN else kind.outcome(
            outcome, verdict.ruleset.not_covered)

    if found == [OPEN]:
        waiting = any(finding.outcome == "review" for finding in verdict.findings)
        yield text("next.never_but_opinion" if waiting else "next.never", why=text("next.stays_undetermined"))
    else:
        code = "next.only" if len(found) == 1 else "next.reachable"
        yield text(code, outcomes="、".join(map(named, sorted(found, key=ORDER.index))),
                   unless=text("next.unless") if explanation.questions else "")
        if GOOD not in found and "review" not in found and len(found) > 1 and not explanation.unread:
            yield text("next.no_longer", outcome=named(GOOD))  # nor may a person still let it in
    if explanation.unread:
        yield text("next.unread", items=phrases.numbers(explanation.unread), outcome=named(GOOD))
    for part in explanation.contradicted:
        yield text("next.contradicted" if len(part.items) > 1 else "next.no_amount",
                   items=phrases.numbers(part.items), label=_label(part.quantity, part.year, ruleset))


def asked(explanation: Explanation, verdict: WordedVerdict, ruleset: Ruleset, more: str) -> Iterator[str]:
    """What has to be settled, and the first few questions."""
    settling = [lacking for lacking in verdict.missing if lacking.kind == "resolve" and lacking.decides]
    for lacking in settling[:MOST_SETTLED]:
        yield text("next.settle", what=phrases.settled(lacking, verdict),
                   items=phrases.numbers(lacking.items))
        for gap in filter(None, map(explanation.gap, lacking.items)):
            if any(turning.disputed for turning in gap.turnings):
                finding = verdict.finding(gap.item)
                yield text("next.clause", number=phrases.number(gap.item), label=finding.label,
                           said=gap_words(gap, finding, ruleset))
    known = {lacking.id: lacking for lacking in verdict.missing}
    first = explanation.questions[:MOST_ASKED]
    for place, question in enumerate(first):
        lacking = known[question.id]
        code = "next.settles_all" if question.settles == question.items else "next.settles"
        settles = text(code, items=phrases.numbers(question.settles)) if question.settles else ""
        yield text("next.ask_then" if place else "next.ask", label=phrases.need(lacking, verdict),
                   unit=_unit(lacking), items=phrases.numbers(question.items),
                   then=settles + (text("next.may_refuse") if question.may_refuse else ""))
    if len(explanation.questions) > len(first):
        yield text(more, count=len(explanation.questions) - len(first))


def _unit(lacking: Lacking) -> str:
    unit = lacking.unit
    return text("next.unit", unit=phrases.pretty(unit)) if unit and unit != "1" else ""


def gap_lines(explanation: Explanation, verdict: WordedVerdict, ruleset: Ruleset) -> Iterator[str]:
    """How far the items are that keep an unmet verdict from being met, and the nearest of each group."""
    if verdict.outcome != "unmet" or ruleset.kind.admits:  # what would let a project in has its own table
        return
    deciding = [item for decider in verdict.decided_by for item in decider.items]
    for item in deciding[:MOST_GAPS]:
        yield gap_line(explanation.gap(item), verdict.finding(item), ruleset)
    labels = {part.id: part.label for part in verdict.requirements if part.outcome == "unmet"}
    for group in explanation.nearest:
        if group.requirement in labels:
            yield text("next.group", label=labels[group.requirement], short=group.short,
                       items=phrases.numbers(group.members))
    if open_ones := [finding.item for finding in verdict.findings if finding.outcome == OPEN
                     and any(part.form == "all_of" and finding.item in part.members
                             for part in verdict.requirements)]:
        yield text("next.then_open", count=len(open_ones))


def gap_line(gap: GapPart | None, finding: Finding, ruleset: Ruleset) -> str:
    """How far one item is from its limit, and what of its data would have to change."""
    said = gap_words(gap, finding, ruleset) if gap else ""
    return text("next.gap", number=phrases.number(finding.item), label=finding.label,
                value=phrases.value_of(finding), limit=finding.limit, said=f"，{said}" if said else "")


def gap_words(gap: GapPart, finding: Finding, ruleset: Ruleset) -> str:
    """The same of an item that is named already."""
    met, said = gap.outcome == GOOD, []
    exact = [part.distance.value for part in gap.distances if met or not part.kept]
    distances = sorted((away for away in exact if away is not None), key=abs)
    if distances and not any(turning.disputed for turning in gap.turnings):  # else none of them is the item's
        # All readings have to be met: what counts is the one with the least room, or else the farthest.
        away = distances[0 if met else -1]
        code = "next.room" if met else "next.short" if away < 0 else "next.over"
        code = code if away else "next.at_limit"
        said.append(text(code, distance=_difference(spoken(Interval.exact(abs(away))), finding.unit)))
        if met and any(part.close for part in gap.distances):
            said.append(text("next.close"))
    if gap.entries:
        said.append(_entries(gap.entries, ruleset))
    ways = [way for turning in gap.turnings if (way := _of_datum(turning, ruleset))][:MOST_WAYS]
    prohibits = ruleset.items[gap.item].prohibits
    if ways:
        said.append(text("next.untouched" if prohibits else "next.ways", ways=text("next.way_or").join(ways)))
    elif gap.turnings and gap.outcome == "unmet" and not prohibits:
        said.append(text("next.no_way"))
    return "；".join(said)


def _entries(entries: Sequence[EntryTurningPart], ruleset: Ruleset) -> str:
    """What would have to change of each entry that a prohibition matches."""
    ways: list[str] = []
    for _, own in groupby(entries, key=lambda part: part.place):
        said = [_way(part, _field(part, ruleset)) for part in own]
        ways.append(text("next.way_or").join(said[:MOST_WAYS]))
    several = text("next.each_entry", count=len(ways)) if len(ways) > 1 else ""
    return text("next.untouched", ways="，".join(ways[:MOST_ENTRIES]) + several)


def _field(part: EntryTurningPart, ruleset: Ruleset) -> str:
    listed = ruleset.model.lists[part.list]
    return text("next.field", list=listed.label, entry=entry_words(part.entry, part.list, ruleset),
                field=listed.fields[part.field].label)


def _difference(words: str, unit: str | None) -> str:
    """A difference of percentages is one of points."""
    return text("next.points", count=words) if unit == "%" else phrases.with_unit(words, unit)


def _of_datum(turning: TurningPart, ruleset: Ruleset) -> str:
    """What one datum would have to be, or to be settled as; nothing where no amount of it helps."""
    label = _label(turning.quantity, turning.year, ruleset)
    if not turning.disputed:
        return _way(turning, label)
    said = _way(turning, text("next.if_settled", label=label))
    stated = "、".join(phrases.with_unit(spoken(value), turning.unit) for value in turning.disputed)
    return said + text("next.disputed", stated=stated) if said else ""


def _way(amounts: AmountsPart, label: str) -> str:
    """What something would have to be; nothing where no amount of it helps."""
    unit = amounts.unit
    needed = amounts.needed.value if amounts.needed else None
    within = amounts.met[0] if len(amounts.met) == 1 and amounts.now is None else next(
        (one for one in amounts.met if needed is not None and one.holds(needed)), None)
    if within is None or (within.low.value is None and within.high.value is None):
        return ""
    now = text("next.now", now=phrases.with_unit(spoken(amounts.now), unit)) if amounts.now else ""
    low, high = within.low.value, within.high.value
    if low == high:
        code, bound = "next.exactly", within
    elif high is None or low in (None, 0):
        if amounts.needed is None:
            return ""
        end, step = within.low if high is None else within.high, amounts.step.value
        if end.closed or end.value is None or not step or end.value % step:
            code, bound = ("next.at_least" if high is None else "next.at_most"), amounts.needed
        else:  # the end itself isn't enough, and can be said
            code, bound = ("next.above" if high is None else "next.below"), Interval.exact(end.value)
    else:
        code, bound = "next.between", within
    return text(code, label=label, now=now, needed=phrases.with_unit(spoken(bound, full=True), unit))


def _label(name: str, year: int | None, ruleset: Ruleset) -> str:
    label = ruleset.model.quantities[name].label
    return text("need.in_year", name=label, year=year) if year else label

