"""A verdict as text: the short report, and how a value and a finding came about.

Owns the layout of text for a terminal.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import text
from checker.reporting import admission_words, beside, doubt_lines, phrases, requirement_words, way_in, words
from checker.reporting.kind import kind_of
from checker.verdict.stated import SourceRef
from checker.wording.worded import EvaluationPart, Finding, WordedVerdict


def line(verdict: WordedVerdict) -> str:
    """The result in one line."""
    return kind_of(verdict.ruleset.concludes).line(words.outcome(verdict), verdict)


def report(verdict: WordedVerdict) -> str:
    """The verdict in brief: conclusion, requirements, items, what is missing, notes."""
    return "\n".join(_report(verdict)) + "\n"


def _report(verdict: WordedVerdict) -> Iterator[str]:
    kind = kind_of(verdict.ruleset.concludes)
    yield line(verdict)
    yield words.conclusion(verdict)
    if verdict.requirements:
        yield ""
    for part in verdict.requirements:
        yield text("report.requirement", outcome=text(f"outcome.{part.outcome}"), label=part.label,
                   tally=requirement_words.tally(part))
    yield ""
    for finding in verdict.findings:
        if finding.clause is not None:
            yield from _clause(finding)
        else:
            yield _item(finding) if kind.compares else _line(finding)
    yield from beside.lines(verdict)
    if needed := kind.steps(verdict):
        yield ""
        yield text("report.way_in")
        yield from (f"  {place}. {step}" for place, step in enumerate(needed, 1))
    if verdict.missing:
        yield ""
        yield text("report.missing")
        for lacking in verdict.missing:
            yield text("report.lacking", need=phrases.need(lacking, verdict),
                       items=phrases.numbers(lacking.items))
    yield from _withdrawn(verdict)
    yield from _doubts([verdict])
    if verdict.notes:
        yield ""
        yield text("report.notes")
        for note in verdict.notes:
            place = text("report.note_item", item=phrases.number(note.item)) if note.item else ""
            yield f"  · {place}{text(note.code, **note.params)}"
    yield ""
    yield text("report.disclaimer")


def crosswalk_report(verdicts: Sequence[WordedVerdict]) -> str:
    """Several verdicts on one dossier in brief, and what they have in common."""
    out = [line_ for verdict in verdicts for line_ in (line(verdict), words.conclusion(verdict), "")]
    return "\n".join([*out, *beside.crosswalk_lines(verdicts), *_doubts(verdicts), "",
                      text("report.disclaimer")]) + "\n"


def _withdrawn(verdict: WordedVerdict) -> Iterator[str]:
    """The statements that no longer hold, if any."""
    if verdict.withdrawn:
        yield ""
        yield text("report.withdrawn")
    for one in verdict.withdrawn:
        place, words = (one.stated.place, one.stated.words) if one.stated else ("—", "—")
        yield text("report.withdrawn_line", label=one.label, by=one.by, on=one.on, why=one.why, place=place,
                   words=words, year=f"（{one.year}）" if one.year else "",
                   value=phrases.written(one.value, one.unit))


def _doubts(verdicts: Sequence[WordedVerdict]) -> Iterator[str]:
    """What is doubtful in the data, if anything."""
    if said := doubt_lines.of_all(verdicts):
        yield ""
        yield text("report.doubts")
        yield from (f"  · {one}" for one in said)


def _line(finding: Finding) -> str:
    """A line of an account, which has no limit."""
    reasons = f"（{phrases.reasons(finding)}）" if finding.reasons else ""
    return text("report.line", number=phrases.number(finding.item).rjust(2), label=finding.label,
                value=phrases.value_of(finding),
                outcome=text(f"outcome.{finding.outcome}") + reasons)


def _clause(finding: Finding) -> Iterator[str]:
    """A clause of an admission, what would let the project in, and what persons said."""
    reasons = f"（{phrases.reasons(finding)}）" if finding.reasons else ""
    # Of what is open or doesn't apply, 未触及 by one of several readings would be taken for the answer.
    silent = finding.unit is None and finding.outcome in ("undetermined", "not_applicable")
    value = phrases.with_unit("—", finding.unit) if silent else phrases.value_of(finding)
    yield text("report.clause", number=phrases.number(finding.item).rjust(2), label=finding.label,
               value=value, limit=admission_words.condition(finding),
               outcome=admission_words.clause_outcome(finding) + reasons)
    if way_in.bars(finding) and (lines := way_in.changes(finding)):
        yield text("report.ways", ways="；".join(lines))
    for said in (*admission_words.watched(finding), *admission_words.opinions(finding)):
        yield text("report.watched", said=said)


def _item(finding: Finding) -> str:
    unit = "" if finding.unit in (None, "1") else f" {finding.unit}"
    value = f"{finding.shown}{unit}" if finding.shown else "—"
    reasons = f"（{phrases.reasons(finding)}）" if finding.reasons else ""
    return text("report.item", number=phrases.number(finding.item).rjust(2), label=finding.label, value=value,
                kind=text(f"limits.{finding.limits}"), limit=finding.limit,
                basis=text(f"basis.{finding.basis}"), outcome=words.item_outcome(finding) + reasons)


def explanation(verdict: WordedVerdict, items: list[str]) -> str:
    """How the values and findings of ``items`` came about."""
    heading = [line(verdict), ""]
    return "\n".join([*heading, *(out for item in items for out in _explain(verdict, verdict.finding(item)))])


def _explain(verdict: WordedVerdict, finding: Finding) -> Iterator[str]:
    yield f"{phrases.number(finding.item)}　{finding.label}（{finding.item}）"
    yield text("explain.outcome", outcome=words.item_outcome(finding),
               reasons=f"（{phrases.reasons(finding)}）" if finding.reasons else "",
               basis=text(f"basis.{finding.basis}"))
    code = "explain.seen" if kind_of(verdict.ruleset.concludes).compares else "explain.seen_line"
    yield text(code, document=verdict.ruleset.document, place=finding.source.place,
               name=text(f"seen.{finding.seen.name}"), limit=text(f"seen.{finding.seen.limit}"),
               formula=text(f"seen.{finding.seen.formula}"))
    if finding.source.note:
        yield text("explain.note", note=finding.source.note)
    for note in verdict.notes:
        if note.item == finding.item:
            yield text("explain.said", note=text(note.code, **note.params))
    for evaluation in finding.evaluations:
        yield from _evaluation(verdict, finding, evaluation)
    for claim in finding.claims:
        yield text("explain.claim", source=_source(claim.source, verdict), why=claim.why)
    if finding.settled_by:
        yield text("explain.settle", settle=words.settle(finding.settled_by, verdict))
    called = {finding.item: finding.item,
              **{part.id: part.label for part in verdict.requirements if part.id == finding.requirement}}
    for step in verdict.trace:
        if step.subject in called:
            yield text("explain.trace", subject=called[step.subject],
                       outcome=text(f"state.{step.outcome}"))
    yield ""


def _evaluation(verdict: WordedVerdict, finding: Finding, part: EvaluationPart) -> Iterator[str]:
    label = part.reading_label or text("explain.only_reading")
    aside = "" if part.decides else text("explain.aside")
    kind = "" if finding.clause is None or part.outcome not in ("met", "unmet") else (
        "clause_" if finding.clause.prohibits else "floor_")
    reason = phrases.reason(part.reason, part.missing, part.operands) if part.reason else ""
    yield text("explain.reading", label=label, aside=aside, outcome=text(f"outcome.{kind}{part.outcome}"),
               reason=f"（{reason}）" if reason else "")
    unit = "" if finding.unit in (None, "1") else f" {finding.unit}"
    for position, formula in enumerate(part.formula if part.basis != "reported" else []):
        yield text("explain.formula", formula=formula)
        if part.substitution:
            yield text("explain.substitution", substitution=part.substitution[position])
    for value in part.shown:
        code = "explain.reported_value" if part.basis == "reported" else "explain.value"
        compares = kind_of(verdict.ruleset.concludes).compares
        code = "explain.implied" if part.borrowed else code if compares else f"{code}_line"
        yield text(code, value=f"{value}{unit}", limit=part.limit,
                   label=phrases.implied_by(finding, part))
    if part.would_be:
        yield text("explain.would_be", outcome=text(f"outcome.{part.would_be}"))
    for operand in part.operands:
        scope = "".join(f"（{s}）" for s in (operand.scope, operand.price_basis) if s)
        code = "explain.bound" if operand.bound_of else "explain.operand"
        yield text(code, label=operand.label, year=operand.year or "—", other=operand.bound_of,
                   value=phrases.written(operand.value, operand.unit), scope=scope,
                   source=_source(operand.source, verdict))
    for listed in part.lists:
        yield f"      {listed}"
    if part.source:
        yield text("explain.reported", source=_source(part.source, verdict))
    missing = [phrases.need(lacking, verdict) for lacking in verdict.missing if lacking.id in part.missing]
    if missing and part.decides:
        yield text("explain.missing", missing="、".join(missing))


def _source(source: SourceRef, verdict: WordedVerdict) -> str:
    titles = {document.id: f"《{document.title}》" for document in verdict.documents}
    return f"{titles.get(source.document or '', '')}{source.place}：“{source.words}”"
