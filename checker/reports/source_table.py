"""From where each datum of a report was taken: document, place and words, and the items that it is used for.

Owns which statements share a row: those of one datum from one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.capsule.record import Record
from checker.forms.serving import served
from checker.messages import aside, text
from checker.reporting import phrases
from checker.reports.blocks import GridCell, ReportTable
from checker.verdict.stated import SourceRef
from checker.wording.worded import WordedVerdict

HEADS = ("datum", "stated", "bears_on", "scope", "where", "words")
WIDTHS = (17, 19, 9, 12, 19, 24)


@dataclass
class _SourceRow:
    label: str
    scope: str
    source: SourceRef
    datum: tuple[str, str]
    values: list[str] = field(default_factory=list)


def sources_table(record: Record, named: tuple[str, str, str]) -> ReportTable:
    """Every datum, list, fact and reported value that the dossier states with a source."""
    titles = {document.id: f"《{document.title}》" for document in record.words.documents}
    uses, rows = served(record.ruleset), dict[tuple[object, ...], _SourceRow]()
    for row, value in _stated(record.words):
        key = (row.datum, row.label, row.scope, row.source.document, row.source.place, row.source.words)
        rows.setdefault(key, row).values.append(value)
    cells = [[GridCell(row.label), GridCell(text("join.parts").join(row.values)),
              GridCell(_used(row.datum, uses), middle=True), GridCell(row.scope),
              GridCell(titles.get(row.source.document or "", "") + row.source.place),
              GridCell(phrases.quote(row.source.words))] for row in rows.values()]
    none = [[GridCell(text("reports.none")) for _ in HEADS]]
    return ReportTable(*named, [text(f"reports.head.{head}") for head in HEADS], cells or none, WIDTHS)


def _used(datum: tuple[str, str], uses: dict[tuple[str, str], list[str]]) -> str:
    """The numbers of the items that a datum is used for."""
    kind, name = datum
    numbers = [phrases.number(name)] if kind == "report" else uses.get(datum)
    return text("join.names").join(numbers) if numbers else text("reports.not_used")


def _stated(verdict: WordedVerdict) -> Iterator[tuple[_SourceRow, str]]:
    """Each statement with its value."""
    for fact in verdict.attributes:
        if fact.source:
            label = fact.label if fact.by is None else text("source.declared", label=fact.label, by=fact.by)
            yield (_SourceRow(label, text("reports.no_unit"), fact.source, ("attribute", fact.name)),
                   fact.value)
    for datum in verdict.data:
        if datum.bound_of is None:
            label = text("source.promised", label=datum.label) if datum.promised else datum.label
            scope = text("join.parts").join(filter(None, (
                datum.scope or text("source.unstated"), datum.price_basis)))
            note = text("source.noted", note=datum.note) if datum.note else ""
            value = phrases.written(datum.value, datum.unit) + aside(datum.converted) + note
            yield (_SourceRow(label, scope if datum.scoped else text("reports.no_unit"), datum.source,
                        ("quantity", datum.quantity)), _in_year(datum.year, value))
    for part in verdict.lists:
        code = "source.list_complete" if part.complete else "source.list_open"
        yield (_SourceRow(part.label, text("reports.no_unit"), part.source, ("list", part.name)),
               _in_year(part.year, text(code, count=len(part.entries), by=part.declared_by)))
    for report in verdict.reported:
        label = text("source.reported", label=report.label)
        scope = report.scope or text("source.unstated")
        yield (_SourceRow(label, scope, report.source, ("report", report.item)),
               _in_year(report.year, phrases.written(report.value, report.unit)))


def _in_year(year: int | None, value: str) -> str:
    return text("reports.value_in_year", year=year, value=value) if year else value
