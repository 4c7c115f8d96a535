"""The sentences of an admission: grounds, conditions, what would let a project in.

Owns the wording of a clause.  It must not compute an outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.messages import aside, text
from checker.reporting import amount_lines, phrases
from checker.wording.worded import ClausePoints, Finding, WordedVerdict

MOST_GROUNDS = 4
MOST_WATCHED = 2


def grounds(verdict: WordedVerdict) -> str:
    """What decides the verdict, clause by clause, the first few by name."""
    if verdict.outcome not in ("unmet", "undetermined", "review", "diverted") or not verdict.decided_by:
        return ""
    if verdict.outcome == "undetermined":
        return _lacking(verdict)
    findings = [verdict.finding(item) for item in verdict.decided_by[0].items]
    plain = [ground(finding) for finding in findings if not asked(finding)]
    questions = [finding.label for finding in findings if asked(finding)]
    if questions and verdict.outcome == "review":
        plain.append(text("ground.questions", labels=_few(questions, "”“")))
    elif questions:
        plain += [text("ground.question", label=label) for label in questions]
    return _few(plain, text("join.parts"))


def _lacking(verdict: WordedVerdict) -> str:
    """What is missing, and why the rest is open."""
    needs = [phrases.need_name(need, verdict) for need in verdict.missing
             if need.decides and need.kind != "resolve"]
    lacking = _few(list(dict.fromkeys(needs)), text("join.names"))
    said = [text("ground.lacking", needs=lacking)] if needs else []
    open_ones = [verdict.finding(item) for item in verdict.decided_by[0].items]
    said += [ground(finding) for finding in open_ones
             if not any(need.partition(":")[0] != "resolve" for need in finding.missing)]
    return _few(said, text("join.parts"))


def _few(said: Sequence[str], between: str) -> str:
    """The first few, and how many there are in all."""
    more = text("ground.more", count=len(said)) if len(said) > MOST_GROUNDS else ""
    return between.join(said[:MOST_GROUNDS]) + more


def asked(finding: Finding) -> bool:
    """Whether a clause rests on a person's answer alone: nothing was matched by facts."""
    points = points_of(finding)
    return points.prohibits and not any(e.outcome == "unmet" for e in finding.evaluations)


def ground(finding: Finding) -> str:
    """A clause in a few words, with its value and limit where it has them."""
    points = points_of(finding)
    if finding.outcome == "undetermined":
        return text("ground.open", label=finding.label, reasons=phrases.reasons(finding))
    if not points.prohibits:
        said = text("ground.floor", label=finding.label, value=phrases.value_of(finding), limit=finding.limit)
        leads = amount_lines.comes_to(finding)
        return text("ground.leads", ground=said, to=leads) if leads else said
    return text("ground.matched", label=finding.label)


def points_of(finding: Finding) -> ClausePoints:
    """What only a clause has; a finding of an admission always does."""
    assert finding.clause is not None
    return finding.clause


def clause_outcome(finding: Finding) -> str:
    """The outcome of a clause, in the words that fit a prohibition, a question or a floor."""
    points = points_of(finding)
    leads = points.shortfall.effect if points.shortfall else "review"
    if finding.outcome == "diverted" and leads != "review":
        return text(f"outcome.floor_{leads}")
    if finding.outcome not in ("met", "unmet", "review", "diverted"):
        return text(f"outcome.{finding.outcome}")
    if not points.prohibits:
        return text(f"outcome.floor_{finding.outcome}")
    if points.question is not None and asked(finding):
        return text(f"outcome.question_{finding.outcome}")
    if finding.outcome == "review" and asked(finding):
        return text("outcome.watched_review")
    return text(f"outcome.clause_{finding.outcome}")


def limit_kind(finding: Finding) -> str:
    """What a floor's number is: a floor, a target, a value for reference."""
    return "" if points_of(finding).prohibits else text(f"floor.{finding.limits}")


def condition(finding: Finding) -> str:
    """What a clause demands, in words."""
    points = points_of(finding)
    return finding.limit if points.prohibits else f"{limit_kind(finding)} {finding.limit}"


@dataclass(frozen=True)
class Groups:
    """The clauses by how they are shown: judged by facts, answered by a person, outside by one reason."""

    judged: list[Finding]
    asked: list[Finding]
    outside: list[tuple[str, list[Finding]]]

    @property
    def diverted(self) -> bool:
        """Whether some clause isn't reached and leads elsewhere."""
        return any(finding.outcome == "diverted" for finding in self.judged)


def groups(verdict: WordedVerdict) -> Groups:
    """The findings of an admission in their groups."""
    found = Groups([], [], [])
    outside: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        points = points_of(finding)
        if finding.outcome == "not_applicable":
            outside.setdefault(text("join.parts").join(points.outside) or finding.limit, []).append(finding)
        elif points.question is not None and asked(finding):
            found.asked.append(finding)
        else:
            found.judged.append(finding)
    found.outside.extend(outside.items())
    return found


def place(finding: Finding) -> str:
    """Where a clause stands, and the weakest of how its text was seen."""
    return f"{finding.source.place}（{text(f'seen.{finding.seen.weakest}')}）"


def situation(finding: Finding) -> list[str]:
    """What the project states of a clause: the values of a floor by reading, the facts of a prohibition."""
    points = points_of(finding)
    deciding = [e for e in finding.evaluations if e.decides]
    if points.prohibits:
        facts = [fact for e in deciding for fact in e.substitution]
        return list(dict.fromkeys([*facts, *watched(finding)])) or ["—"]
    lines = [text("way.reading", reading=e.reading_label, options=text("join.parts").join(
        e.shown)) if e.reading_label
             else text("join.parts").join(e.shown) for e in deciding if e.shown]
    return list(dict.fromkeys(lines)) or ["—"]


def watched(finding: Finding) -> list[str]:
    """The words that call for a person, the first few of them."""
    found = [text("clause.watched", heading=w.heading, words=w.words, word=w.word)
             for w in points_of(finding).watched]
    more = [text("ground.more", count=len(found))] if len(found) > MOST_WATCHED else []
    return [*found[:MOST_WATCHED], *more]


def opinions(finding: Finding) -> list[str]:
    """What persons have found of a clause."""
    return [text("clause.opinion", by=o.by, on=aside(o.on), why=o.why, place=o.source.place,
                 finding=text(f"opinion.{o.finding}")) for o in points_of(finding).opinions]
