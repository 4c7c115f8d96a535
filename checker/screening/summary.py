"""A verdict on one project in the few cells of a table.

Owns the choice of what a row of results shows.  It must not judge: everything stands in the verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from checker.capsule.record import Record
from checker.explaining.explanation import Explanation
from checker.limits import LONGEST_NAME
from checker.messages import harmless, text
from checker.quantity.unit import Unit
from checker.reporting import admission_words, amount_lines, doubt_lines, phrases, way_in, words
from checker.reporting.way_words import Ways, ways_in_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import Indicator
from checker.ruleset.spoken import spoken
from checker.screening.common import TABLE
from checker.screening.row import Frame
from checker.screening.row_scores import Score, score_items, scores_of
from checker.screening.table import TableLine
from checker.validation import shorten
from checker.verdict.part import BUT_FOR_MORE
from checker.verdict.verdict import Verdict
from checker.wording.context import Context
from checker.wording.restated import AttributePart
from checker.wording.speaking import worded
from checker.wording.worded import Finding, WordedVerdict

PER_MU = Unit("万元/亩")
ERROR = "error"
_OF_SOME = ("scores", "tiers", "tiered")


@dataclass(frozen=True)
class Summary:
    """One row of results; ``outcome`` is ``error`` where the row couldn't be read.

    ``stated`` is what the row states, by heading; ``score`` the value made of points and ``scored`` what it
    is called; ``floor`` the first floor per mu with its unit, ``per_mu`` its value in that unit, ``exact``
    the same as a plain number where it is one, ``tested`` what the floor says of it, and ``outside`` why it
    says nothing; ``missing`` stands in the order in which to ask, ``lacks`` are the facts of it by their
    ids, ``spares`` for each of it those that some answer makes needless; ``triage`` is what to do next;
    ``doubts`` are those of the row alone by their kinds, ``notes`` all that stands out; ``issue``
    the register's number; ``scores`` are the sums of points with their ends, ``tiers`` those that are
    possible of what ``tiered`` names.
    """

    identity: str
    number: str
    name: str
    owner: str
    sector: str
    outcome: str
    said: str = ""
    conclusion: str = ""
    compiled: bool = False
    decided: str = ""
    stated: dict[str, str] = field(default_factory=dict)
    scored: str = ""
    score: str = ""
    floor: str = ""
    unit: str = ""
    per_mu: str = ""
    about: bool = False
    exact: str | None = None
    limit: str | None = None
    gap: str = ""
    tested: str = ""
    outside: str = ""
    missing: list[str] = field(default_factory=list)
    spares: dict[str, list[str]] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)
    ways: str = ""
    notes: list[str] = field(default_factory=list)
    doubts: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    triage: str = ""
    place: str = ""
    pdf: str = ""
    issue: str = ""
    scores: list[Score] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)
    tiered: str = ""

    @property
    def tier(self) -> str:
        """The tier, or those that it may be, in words."""
        return text("tier.or").join(self.tiers)

    def plain(self) -> dict[str, Any]:
        """Plain data; what only some rulesets have, only where they have it."""
        return {name: value for name, value in vars(self).items() if value or name not in _OF_SOME}


def lines(summaries: Sequence[Summary]) -> bytes:
    """The rows as a screening's folder keeps them, for whoever shows them elsewhere."""
    return b"".join(json.dumps(found.plain(), ensure_ascii=False).encode() + b"\n" for found in summaries)


def unread(frame: Frame, line: TableLine, identity: str, problems: list[str]) -> Summary:
    """The summary of a row that couldn't be read."""
    number, name, owner, sector = (
        shorten(harmless(frame.text_of(line, kind)), LONGEST_NAME)
        for kind in ("number", "name", "owner", "field"))
    return Summary(identity, number, name, owner, sector, ERROR, problems=problems, place=line.place)


def outcome_words(outcome: str, compiled: bool) -> str:
    """An outcome as the heading of its rows: where they were judged by a compilation nobody is admitted."""
    return text(f"results.{outcome}_compiled" if compiled and outcome == "met" else f"results.{outcome}")


def summary(frame: Frame, line: TableLine, identity: str, record: Record, pdf: str,
            explanation: Explanation, triage: str, scores: Sequence[str] = ()) -> Summary:
    """The summary of a verdict; of the items ``scores`` the first one's value is the score."""
    told = {*_told(record.verdict, record.ruleset), *scores[:1], *score_items(record.ruleset),
            *(doubt.subject for doubt in explanation.doubts if doubt.of == "item")}
    verdict = worded(record.verdict, record.ruleset, told)
    place = {question.id: at for at, question in enumerate(explanation.questions)}
    missing = sorted(verdict.missing, key=lambda need: place.get(need.id, len(place)))
    tested = _floor(verdict)
    needs = {need.id: phrases.need_name(need, verdict) for need in verdict.missing}
    return Summary(
        identity, frame.number(line), verdict.subject.name, verdict.subject.owner or "",
        frame.text_of(line, "field"), verdict.outcome, said=words.outcome(verdict),
        conclusion=words.conclusion(verdict), compiled=bool(verdict.ruleset.not_covered),
        decided=_decided(verdict) or _waiting(verdict), **_scored(verdict, scores),
        stated=_stated(frame, line, record, verdict.attributes),
        missing=list(dict.fromkeys(phrases.need_name(need, verdict) for need in missing
                                   if need.decides and need.kind != "resolve")),
        spares=_spares(explanation, needs),
        lacks=sorted({need.name for need in verdict.missing if need.decides and need.kind == "attribute"}),
        triage=triage,
        ways="\n".join(_ways(verdict, ways_in_words(explanation.ways, spoken(record.ruleset)))),
        doubts=doubt_lines.by_kind(explanation.doubts, verdict, Context(record.verdict, record.ruleset),
                                   brief=True), place=line.place, pdf=pdf,
        scores=scores_of(record.verdict, verdict, record.ruleset),
        tiers=verdict.tier.possible if verdict.tier else [],
        tiered=verdict.tier.label if verdict.tier else "",
        **(_tested(tested, needs) if tested else {}))


def _told(verdict: Verdict, ruleset: Ruleset) -> Iterator[str]:
    """The items of which a row tells anything: what is against it or open, and the first floor per mu."""
    floors = (found.item for found in verdict.findings if _per_mu(ruleset.items[found.item].model))
    yield from islice(floors, 1)
    yield from (found.item for found in verdict.findings
                if found.outcome in ("unmet", "review", "diverted", "undetermined"))


def _per_mu(item: Indicator) -> bool:
    return item.unit is not None and not item.prohibits and Unit(item.unit).fits(PER_MU)


def _ways(verdict: WordedVerdict, ways: Ways) -> list[str]:
    """What would let the project in, clause by clause, then what several ask of one datum."""
    turned = way_in.turned(verdict)
    return [*(f"{found.label}：{line}" for found in turned for line in way_in.changes(found, ways)),
            *way_in.together(turned, ways)]


def _spares(explanation: Explanation, needs: Mapping[str, str]) -> dict[str, list[str]]:
    """For each datum to ask for those that some answer makes needless, by name."""
    found: dict[str, list[str]] = {}
    for question in explanation.questions:
        own = found.setdefault(needs[question.id], [])
        own += [name for name in dict.fromkeys(needs[other] for other in question.spares) if name not in own]
    return {name: spared for name, spared in found.items() if spared}


def _decided(verdict: WordedVerdict) -> str:
    """The clauses that decide, each with its place in the document."""
    if verdict.outcome == "met" and verdict.ruleset.not_covered:
        return text("results.not_covered", lists=text("join.names").join(verdict.ruleset.not_covered))
    if verdict.outcome not in ("unmet", *BUT_FOR_MORE) or not verdict.decided_by:
        return ""
    found = [verdict.finding(item) for item in verdict.decided_by[0].items]
    return text("join.parts").join(map(_deciding, found))


def _deciding(found: Finding) -> str:
    """A clause that decides, with its place, and with what falling short of it comes to and costs."""
    said = f"{phrases.number(found.item)} {found.label}（{found.source.place}）"
    leads = amount_lines.comes_to(found)
    return text("ground.leads", ground=said, to=leads) if leads else said


def _waiting(verdict: WordedVerdict) -> str:
    """Why nothing is decided where no datum would help: a number that nobody has read, a conflict."""
    if verdict.outcome != "undetermined" or any(n.decides and n.kind != "resolve" for n in verdict.missing):
        return ""
    waiting = dict.fromkeys(item for need in verdict.missing if need.decides for item in need.items)
    return text("join.parts").join(text("results.waiting", label=found.label, why=phrases.reasons(found))
                    for found in map(verdict.finding, waiting) if found.outcome == "undetermined")


def scored(ruleset: Ruleset) -> list[str]:
    """The items whose value is made of points."""
    return [item.id for item in ruleset.items.values()
            if any(reading.asks_bounded for reading in item.interpretations)]


def _scored(verdict: WordedVerdict, scores: Sequence[str]) -> dict[str, Any]:
    """The score as it is shown, between its bounds where data are missing."""
    found = next((verdict.finding(item) for item in scores), None)
    return {} if found is None else {
        "scored": found.label, "score": phrases.value_of(found)}


def _stated(frame: Frame, line: TableLine, record: Record,
            facts: Sequence[AttributePart]) -> dict[str, str]:
    """What the row states of the ruleset's data, and what was answered, by heading; without free texts."""
    texts = {part.name for part in facts if part.kind == "text"}
    columns = [column for column in frame.columns if column.kind in ("quantity", "attribute")
               and column.name not in texts and column.heading in line.cells]
    said: dict[str, dict[str, None]] = {}
    for part in facts:
        said.setdefault(part.name, {})[part.value] = None
    for datum in record.verdict.data:
        if datum.bound_of is None and datum.source.document != TABLE:
            said.setdefault(datum.quantity, {})[phrases.written(datum.value, datum.unit)] = None
    found: dict[str, str] = {}
    for column in columns:
        own = line.cells[column.heading].text if column.kind == "quantity" else ""
        found[column.heading] = text("join.parts").join(filter(None, (own, *said.get(column.name, ()))))
    return found


def _floor(verdict: WordedVerdict) -> Finding | None:
    """The first floor per mu."""
    return next((f for f in verdict.findings if f.unit and f.clause and not f.clause.prohibits
                 and Unit(f.unit).fits(PER_MU)), None)


def _tested(found: Finding, needs: dict[str, str]) -> dict[str, Any]:
    """Value, gap and outcome of the floor, or why it says nothing.

    Where the floor doesn't apply there is no value: what was divided isn't what it speaks of.
    """
    points, outside = admission_words.points_of(found), ""
    unit = phrases.pretty(found.unit or "")
    named = {"floor": text("results.floor", label=found.label, unit=unit), "unit": unit}
    if found.outcome == "not_applicable":
        return {**named, "tested": admission_words.clause_outcome(found), "limit": points.bound,
                "outside": text("join.parts").join(points.outside)}
    deciding = [e for e in found.evaluations if e.decides and e.values]
    whole = next((e for e in deciding if e.gap is not None), None)
    several = list(dict.fromkeys(e.shown[0] for e in deciding if e.gap is not None))
    if found.outcome == "undetermined":
        lacking = dict.fromkeys(needs[need] for need in found.missing if need in needs)
        outside = text("results.lacking", needs=text("join.names").join(
            lacking)) if lacking else phrases.reasons(found)
    if found.outcome == "undetermined" and len(several) > 1:
        # What is stated twice and differs comes to two values: neither is the project's.
        return {**named, "per_mu": text("results.several", values=text("join.names").join(several)),
                "limit": points.bound, "tested": admission_words.clause_outcome(found), "outside": outside}
    return {
        **named,
        "per_mu": (whole.shown[0] if whole
                   else text("join.parts").join(admission_words.situation(found)) if deciding else ""),
        "about": whole is not None and whole.about,
        "exact": whole.numbers[0] if whole else None, "limit": points.bound,
        "gap": whole.gap if whole and whole.gap else "", "tested": admission_words.clause_outcome(found),
        "outside": outside}
