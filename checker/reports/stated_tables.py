"""The tables of a report that restate: data by year, entries of a list, facts, requirements, sources.

Owns what stands in their cells, each from the verdict.  It must not compute.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from checker.capsule.record import Record
from checker.files.canonical import digest
from checker.messages import text
from checker.reporting import phrases, requirement_words, words
from checker.reporting.page import lacking_rows
from checker.reports.blocks import GridCell, ReportFigure, ReportTable
from checker.reports.outline import OutlinePart
from checker.wording.restated import Operand

FIRST, REST = 34, 16


def data_table(record: Record, part: OutlinePart, years: Sequence[int],
               named: tuple[str, str, str]) -> ReportTable:
    """Data as they were filled in, a row each, a column a year; ``named`` are name, caption and number."""
    base = record.verdict.base
    columns = [*([base] if base is not None and base not in years else []), *years]
    stated: dict[tuple[str, int | None], list[Operand]] = {}
    for datum in record.words.data:
        if datum.bound_of is None:
            stated.setdefault((datum.quantity, datum.year), []).append(datum)
    rows = []
    terms = record.ruleset.model.quantities
    asked = part.quantities or [name for name in sorted(terms) if any(name == one for one, _ in stated)]
    for quantity in (one for one in asked if one in terms):
        label = terms[quantity].label
        cells = (_stated(stated.get((quantity, year), ()), (quantity, label, year), named[0])
                 for year in columns)
        rows.append([GridCell(label), *cells])
    heads = [text("reports.head.datum"), *(text("reports.head.year", year=year) if year != base
                                           else text("reports.head.base", year=year) for year in columns)]
    lacking = any(figure.said == text("reports.lacking") for row in rows for cell in row
                  for figure in cell.figures)
    return ReportTable(*named, heads, rows, [FIRST, *[REST] * len(columns)],
                [text("reports.datum_lacking")] if lacking else [])


def _stated(found: Sequence[Operand], about: tuple[str, str, int], where: str) -> GridCell:
    quantity, label, year = about
    values = list(dict.fromkeys(phrases.written(one.value, one.unit) for one in found)) or [
        text("reports.lacking")]
    return GridCell(middle=True, figures=[ReportFigure(quantity, None, year, place, said, label, where)
                                          for place, said in enumerate(values, 1)])


def list_table(record: Record, part: OutlinePart, named: tuple[str, str, str]) -> ReportTable:
    """The entries of a list as they were filled in, and whether somebody declared it complete."""
    term = record.ruleset.model.lists.get(part.names or "")
    fields = {name: term.fields[name] for name in part.fields or sorted(term.fields)
              if name in term.fields} if term else {}
    found = [one for one in record.words.lists if one.name == part.names
             and one.year == record.verdict.period]
    heads = [text("reports.head.number"), *(one.label for one in fields.values())]
    rows = [[GridCell(str(number), middle=True), *(GridCell(entry.get(name) or text("reports.lacking"))
                                                   for name in fields)]
            for one in found for number, entry in enumerate(one.entries, 1)]
    if not found:
        rows = [[GridCell(text("reports.lacking"), middle=True) for _ in heads]]
        notes = [text("need.list", label=term.label if term else part.names or "")]
    else:
        notes = [text("source.list_complete" if one.complete else "source.list_open",
                      count=len(one.entries), by=one.declared_by) for one in found]
    widths = [10, *[90 // (len(fields) or 1)] * len(fields)]
    return ReportTable(*named, heads, rows or _none(len(heads)), widths, notes)


def facts_table(record: Record, named: tuple[str, str, str]) -> ReportTable:
    """What was stated of the subject itself."""
    rows = [[GridCell(one.label), GridCell(one.value)] for one in record.words.attributes]
    heads = [text("reports.head.fact"), text("reports.head.stated")]
    return ReportTable(*named, heads, rows or _none(2), [40, 60])


def requirements_table(record: Record, named: tuple[str, str, str]) -> ReportTable:
    """Each requirement with its count and its outcome."""
    heads = [text(f"reports.head.{name}") for name in ("requirement", "tally", "outcome")]
    rows = [[GridCell(part.label), GridCell(requirement_words.tally(part)),
             GridCell(text(f"outcome.{part.outcome}"), middle=True)] for part in record.words.requirements]
    return ReportTable(*named, heads, rows or _none(3), [46, 36, 18])


def lacking_table(record: Record, named: tuple[str, str, str]) -> ReportTable:
    """What is lacking, with the items that wait for it."""
    heads = [text(f"reports.head.{name}") for name in ("datum", "year_due", "unit", "bears_on")]
    rows = [[GridCell(row.label), GridCell(row.years or text("reports.no_unit"), middle=True),
             GridCell(phrases.pretty(row.unit) if row.unit and row.unit != "1" else text("reports.no_unit"),
                      middle=True), GridCell(phrases.numbers(row.bears_on))]
            for row in lacking_rows(record.words.missing, record.words)]
    return ReportTable(*named, heads, rows or _none(4), [46, 16, 12, 26])


def basis_table(record: Record, form: tuple[str, str], files: Mapping[str, bytes],
                named: tuple[str, str, str]) -> ReportTable:
    """What was judged by what, with the digests."""
    said, tools = record.words, json.loads(files["toolchain.json"])
    lines = [
        ("subject", said.subject.name), ("period", str(said.period)), ("day", said.assessed_on.isoformat()),
        ("ruleset", text("reports.by", title=said.ruleset.title, document=said.ruleset.document,
                         id=said.ruleset.id)),
        ("outcome", words.outcome(said)), ("form", text("reports.form", title=form[1], id=form[0])),
        ("program", text("reports.program", version=tools["checker"])),
        *((name, digest(files[name])) for name in sorted(files))]
    rows = [[GridCell(text(f"reports.basis.{name}") if "." not in name else name), GridCell(value)]
            for name, value in lines]
    return ReportTable(*named, [text("reports.head.what"), text("reports.head.is")], rows, [26, 74])


def _none(columns: int) -> list[list[GridCell]]:
    return [[GridCell(text("reports.none")),
             *(GridCell(text("reports.no_unit"), middle=True) for _ in range(columns - 1))]]
