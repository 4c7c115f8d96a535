"""The way on from a verdict, in a few lines: what it can still become, what to ask first, how far it is.

Owns the choice and order of these lines and their wording.  It must not compute: all of it stands in the
verdict's explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker.capsule.record import Record
from checker.explaining.explained import explained
from checker.explaining.explanation import Explanation
from checker.messages import text
from checker.reporting import doubt_lines, phrases
from checker.reporting.gap_words import datum_label, gap_line, gap_words
from checker.reporting.result_line import outcome_name
from checker.reporting.way_words import Ways, ways_in_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.spoken import spoken
from checker.verdict.part import Outcome
from checker.wording.context import Context
from checker.wording.worded import Lacking, WordedVerdict

MOST_ASKED = 3
MOST_GAPS = 4
MOST_SETTLED = 2
GOOD: Outcome = "met"
OPEN: Outcome = "undetermined"
ORDER: tuple[Outcome, ...] = ("met", "unmet", "review", "diverted", "computed", "not_applicable",
                              OPEN)


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
    ruleset = spoken(record.ruleset)
    gaps = {gap.item: gap_words(gap, record.words.finding(gap.item), ruleset)
            for gap in explanation.gaps}
    untouched = {item: said for item, said in gaps.items() if ruleset.items[item].prohibits}
    # Beside others there is no list of what is missing in the order in which to ask.
    more = "next.more_elsewhere" if several else "next.more"
    return NextSteps(lines(explanation, record.words, ruleset, more),
                     [question.id for question in explanation.questions], gaps,
                     doubt_lines.sentences(explanation.doubts, record.words,
                                           Context(record.verdict, record.ruleset)),
                     ways_in_words(explanation.ways, ruleset), untouched)


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

    def named(outcome: Outcome) -> str:
        return text("next.stays_undetermined") if outcome == OPEN else outcome_name(
            ruleset.model.kind, outcome, verdict.ruleset.not_covered)

    if found == [OPEN]:
        waiting = any(finding.outcome == "review" for finding in verdict.findings)
        yield text("next.never_but_opinion" if waiting else "next.never", why=text("next.stays_undetermined"))
    else:
        code = "next.only" if len(found) == 1 else "next.reachable"
        yield text(code, outcomes=text("join.names").join(map(named, sorted(found, key=ORDER.index))),
                   unless=text("next.unless") if explanation.questions else "")
        if GOOD not in found and "review" not in found and len(found) > 1 and not explanation.unread:
            yield text("next.no_longer", outcome=named(GOOD))  # nor may a person still let it in
    if explanation.unread:
        yield text("next.unread", items=phrases.numbers(explanation.unread), outcome=named(GOOD))
    for part in explanation.contradicted:
        yield text("next.contradicted" if len(part.items) > 1 else "next.no_amount",
                   items=phrases.numbers(part.items), label=datum_label(part.quantity, part.year, ruleset))


def asked(explanation: Explanation, verdict: WordedVerdict, ruleset: Ruleset, more: str) -> Iterator[str]:
    """What has to be settled, and the first few questions."""
    settling = [lacking for lacking in verdict.missing if lacking.kind == "resolve" and lacking.decides]
    for lacking in settling[:MOST_SETTLED]:
        yield text("next.settle", what=phrases.settled(lacking, verdict),
                   items=phrases.numbers(lacking.items))
        for gap in filter(None, map(explanation.gap, lacking.items)):
            finding = verdict.finding(gap.item)
            # Where neither statement would meet the limit, or there is none, there is nothing to say.
            if any(turning.disputed for turning in gap.turnings) and (
                    said := gap_words(gap, finding, ruleset)):
                yield text("next.clause", number=phrases.number(gap.item), label=finding.label, said=said)
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
        yield text("next.then_open", count=len(open_ones), items=phrases.numbers(open_ones))
