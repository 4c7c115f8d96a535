"""A verdict as text: the short report.

Owns the layout of text for a terminal.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import aside, text
from checker.reporting import admission_words, amount_lines, beside, phrases, requirement_words, way_in, words
from checker.reporting.next_steps import NOTHING, NextSteps, doubted
from checker.reporting.result_line import in_one_line
from checker.reporting.verdict_kind import kind_of
from checker.wording.worded import Finding, WordedVerdict


def line(verdict: WordedVerdict) -> str:
    """The result in one line."""
    return in_one_line(kind_of(verdict.ruleset.concludes).rules, words.outcome(verdict), verdict.subject.name,
                       verdict.period, verdict.ruleset.document)


def report(verdict: WordedVerdict, steps: NextSteps = NOTHING) -> str:
    """The verdict in brief: conclusion, next steps, requirements, items, what is missing, notes."""
    return "\n".join(_report(verdict, steps)) + "\n"


def _report(verdict: WordedVerdict, steps: NextSteps) -> Iterator[str]:
    kind = kind_of(verdict.ruleset.concludes)
    yield line(verdict)
    yield words.conclusion(verdict)
    if verdict.tier:
        yield words.tier(verdict)
    yield from _next(steps)
    if verdict.requirements:
        yield ""
    for part in verdict.requirements:
        yield text("report.requirement", outcome=text(f"outcome.{part.outcome}"), label=part.label,
                   tally=requirement_words.tally(part))
    yield ""
    for finding in verdict.findings:
        if finding.clause is not None:
            yield from _clause(finding, steps)
        else:
            yield _item(finding) if kind.compares else _line(finding)
    yield from amount_lines.lines(verdict.for_information)
    yield from beside.lines(verdict)
    if needed := kind.steps(verdict, steps.ways):
        yield ""
        yield text("report.way_in")
        yield from (f"  {place}. {step}" for place, step in enumerate(needed, 1))
    if verdict.missing:
        yield ""
        yield text("report.missing_in_order" if steps.order else "report.missing")
        for lacking in steps.in_order(verdict.missing):
            yield text("report.lacking", need=phrases.need(lacking, verdict),
                       items=phrases.numbers(lacking.items))
    yield from _withdrawn(verdict)
    yield from _doubts([steps])
    if verdict.notes:
        yield ""
        yield text("report.notes")
        for note in verdict.notes:
            place = text("report.note_item", item=phrases.number(note.item)) if note.item else ""
            yield f"  · {place}{text(note.code, **note.params)}"
    yield ""
    yield text("report.disclaimer")


def crosswalk_report(verdicts: Sequence[WordedVerdict], steps: Sequence[NextSteps] = ()) -> str:
    """Several verdicts on one dossier in brief, with their next ``steps``, and what they have in common."""
    ways = steps or [NOTHING] * len(verdicts)
    out = [line_ for verdict, way in zip(verdicts, ways, strict=True)
           for line_ in (line(verdict), words.conclusion(verdict),
                         *([words.tier(verdict)] if verdict.tier else []), *_next(way), "")]
    return "\n".join([*out, *beside.crosswalk_lines(verdicts), *_doubts(steps), "",
                      text("report.disclaimer")]) + "\n"


def _next(steps: NextSteps) -> Iterator[str]:
    """The way on, if there is one."""
    if steps.lines:
        yield ""
        yield text("next.title")
        yield from (f"  · {step}" for step in steps.lines)


def _withdrawn(verdict: WordedVerdict) -> Iterator[str]:
    """The statements that no longer hold, if any."""
    if verdict.withdrawn:
        yield ""
        yield text("report.withdrawn")
    for one in verdict.withdrawn:
        place, words = (one.stated.place, one.stated.words) if one.stated else ("—", "—")
        yield text("report.withdrawn_line", label=one.label, by=one.by, on=one.on, why=one.why, place=place,
                   words=words, year=aside(one.year),
                   value=phrases.written(one.value, one.unit))


def _doubts(steps: Sequence[NextSteps]) -> Iterator[str]:
    """What is doubtful in the data, if anything."""
    if said := doubted(steps):
        yield ""
        yield text("report.doubts")
        yield from (f"  · {one}" for one in said)


def _line(finding: Finding) -> str:
    """A line of an account, which has no limit."""
    reasons = aside(phrases.reasons(finding))
    return text("report.line", number=phrases.number(finding.item).rjust(2), label=finding.label,
                value=phrases.value_of(finding),
                outcome=text(f"outcome.{finding.outcome}") + reasons)


def _clause(finding: Finding, steps: NextSteps) -> Iterator[str]:
    """A clause of an admission, what would let the project in, and what persons said."""
    reasons = aside(phrases.reasons(finding))
    value = "—" if words.silent(finding) else phrases.value_of(finding)
    yield text("report.clause", number=phrases.number(finding.item).rjust(2), label=finding.label,
               value=value, limit=admission_words.condition(finding),
               outcome=admission_words.clause_outcome(finding) + reasons)
    yield from amount_lines.charge_lines(finding)
    if way_in.bars(finding):
        changes = way_in.changes(finding, steps.ways, steps.untouched.get(finding.item))
        yield text("report.ways", ways=text("join.parts").join(changes))
    for said in (*admission_words.watched(finding), *admission_words.opinions(finding)):
        yield text("report.watched", said=said)


def _item(finding: Finding) -> str:
    unit = "" if finding.unit in (None, "1") else f" {finding.unit}"
    value = f"{finding.shown}{unit}" if finding.shown else "—"
    reasons = aside(phrases.reasons(finding))
    return text("report.item", number=phrases.number(finding.item).rjust(2), label=finding.label, value=value,
                kind=text(f"limits.{finding.limits}"), limit=finding.limit,
                basis=text(f"basis.{finding.basis}"), outcome=words.item_outcome(finding) + reasons)
