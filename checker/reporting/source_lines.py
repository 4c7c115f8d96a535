"""The sources of a verdict, line by line: from where each datum was taken, and the claims without data.

Owns which statements share a line.  It must not judge or leave a source out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.messages import aside, text
from checker.reporting import phrases
from checker.verdict.stated import SourceRef
from checker.wording.worded import WordedVerdict

MOST_APART = 3


@dataclass(frozen=True)
class SourceLine:
    """The values of a datum that were taken from one place, each with its year."""

    what: str
    values: list[str]
    scope: str
    source: SourceRef
    document: str
    short: str | None = None


@dataclass(frozen=True)
class ClaimLine:
    """A claim and the items it was made for."""

    bears_on: list[str]
    source: SourceRef
    document: str
    why: str


def sources(verdict: WordedVerdict) -> list[SourceLine]:
    """Every datum that the dossier states, and every reported value, with its source."""
    titles = {document.id: document.title for document in verdict.documents}

    lines: dict[tuple[object, ...], SourceLine] = {}

    def add(what: str, value: str, scope: str, source: SourceRef, short: str | None = None) -> None:
        key = (what, scope, source.document, source.place, source.words)
        document = titles.get(source.document or "", "")
        lines.setdefault(key, SourceLine(what, [], scope, source, document, short)).values.append(value)

    for a in verdict.attributes:
        if a.source:
            add(a.label if a.by is None else text("source.declared", label=a.label, by=a.by), a.value, "—",
                a.source)
    for d in verdict.data:
        same = aside(d.converted)
        value = f"{phrases.written(d.value, d.unit)}{same}{_noted(d.note)}"
        said = filter(None, (d.scope or text("source.unstated"), d.price_basis))
        scope = text("join.parts").join(said) if d.scoped else "—"
        if d.bound_of is None:
            label = text("source.promised", label=d.label) if d.promised else d.label
            add(label, f"{d.year}：{value}" if d.year else value, scope, d.source)
    for entry in verdict.lists:
        closed = "source.list_complete" if entry.complete else "source.list_open"
        value = text(closed, count=len(entry.entries), by=entry.declared_by)
        add(entry.label, f"{entry.year}：{value}", "—", entry.source)
    for r in verdict.reported:
        add(text("source.reported", label=r.label),
            f"{r.year}：{phrases.written(r.value, r.unit)}{_noted(r.note)}",
            r.scope or text("source.unstated"), r.source, f"{phrases.number(r.item)}（{r.year}）{r.value}")
    return _together(list(lines.values()))


def _together(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The many data that one sentence or table row states, on one line."""
    by_source: dict[tuple[object, ...], list[SourceLine]] = {}
    for line in lines:
        key = (line.scope, line.source.document, line.source.words)
        by_source.setdefault(key, []).append(line)
    out = []
    for group in by_source.values():
        if len(group) <= MOST_APART:
            out += group
        else:
            out.append(SourceLine(
                text("source.several", count=len(group)),
                [line.short or f"{line.what} {'、'.join(line.values)}" for line in group],
                group[0].scope, _common(group), group[0].document))
    return out


def _common(group: Sequence[SourceLine]) -> SourceRef:
    """The source of several lines, with what their places have in common."""
    places = [line.source.place for line in group]
    same = next((i for i, letters in enumerate(zip(*places, strict=False)) if len(set(letters)) > 1),
                min(map(len, places)))
    place = places[0][:same].strip()
    return group[0].source.model_copy(update={"place": place or group[0].source.place})


def claimed(verdict: WordedVerdict) -> list[ClaimLine]:
    """Every claim once, with the items it was made for."""
    titles = {document.id: document.title for document in verdict.documents}
    found: dict[tuple[str | None, str, str, str], ClaimLine] = {}
    for finding in verdict.findings:
        for claim in finding.claims:
            key = (claim.source.document, claim.source.place, claim.source.words, claim.why)
            new = ClaimLine([], claim.source, titles.get(claim.source.document or "", ""), claim.why)
            found.setdefault(key, new).bears_on.append(finding.item)
    return list(found.values())


def _noted(note: str | None) -> str:
    return text("source.noted", note=note) if note else ""
