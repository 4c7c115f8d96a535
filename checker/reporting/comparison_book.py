"""The comparison table as a workbook: what the officer has to hand in.

Owns the layout of 对照考核表.  It must not judge; text stays text, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checker.messages import aside, text
from checker.reporting import amount_lines, phrases, words
from checker.reporting.next_steps import NOTHING, NextSteps
from checker.reporting.verdict_kind import kind_of
from checker.text.normal import seen
from checker.wording.worded import Finding, WordedVerdict

WIDTHS = (7, 40, 12, 24, 26, 12, 52, 60)
HEADINGS = ("number", "label", "unit", "limit", "value", "outcome", "source", "remark")
LONGEST_TITLE = 31
DOUBTS_WIDTH = 120
_EDGE = Side(style="thin", color="888888")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


def verdict_workbook(verdicts: Sequence[WordedVerdict], steps: Sequence[NextSteps] = ()) -> bytes:
    """The workbook's bytes, a sheet for each verdict: a function of the verdicts and their next steps."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for verdict, ahead in zip(verdicts, steps or [NOTHING] * len(verdicts), strict=True):
        alone = len(verdicts) == 1
        sheet = book.create_sheet(_title(verdict) if alone else verdict.ruleset.id[:LONGEST_TITLE])
        _heading(sheet, verdict)
        for finding in verdict.findings:
            _append(sheet, _row(finding, verdict, ahead.gaps.get(finding.item, "")))
        for part in verdict.for_information:
            _append(sheet, (phrases.number(part.item), part.label, "", "", amount_lines.figures(part.amounts),
                            text("sheet.for_information"), amount_lines.place(part),
                            "\n".join(amount_lines.shown(part))))
        _finish(sheet)
        _doubts(book, ahead.doubts, "" if alone else f" {verdict.ruleset.id}")
    # A zip archive knows no day before 1980.
    # What a zip archive can hold.
    day = min(max(verdicts[0].assessed_on, dt.date(1980, 1, 1)), dt.date(2107, 12, 31))
    moment = dt.datetime.combine(day, dt.time())
    book.properties.creator = "checker"
    book.properties.created = book.properties.modified = moment
    buffer = io.BytesIO()
    book.save(buffer)
    return _stable(buffer.getvalue(), moment)


def _doubts(book: Workbook, said: Sequence[str], suffix: str) -> None:
    """A sheet of what is doubtful, where anything is."""
    if not said:
        return
    sheet = book.create_sheet(f"{text('sheet.doubts')}{suffix}"[:LONGEST_TITLE])
    for line in (text("report.doubts"), *said):
        _append(sheet, (line,))
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = DOUBTS_WIDTH


def _title(verdict: WordedVerdict) -> str:
    return kind_of(verdict.ruleset.concludes).table()


def _heading(sheet: Worksheet, verdict: WordedVerdict) -> None:
    for line in (text("sheet.heading", table=_title(verdict),
                      subject=seen(verdict.subject.name), period=verdict.period,
                      title=verdict.ruleset.title, document=verdict.ruleset.document),
                 text("sheet.conclusion", outcome=words.outcome(verdict), sentence=words.conclusion(verdict)),
                 text("sheet.made_up") if verdict.dossier.made_up else "", text("report.disclaimer")):
        if not line:
            continue
        _append(sheet, (line,))
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row,
                          end_column=len(WIDTHS))
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[sheet.max_row].height = 34
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    _append(sheet, tuple(text(f"sheet.{name}") for name in HEADINGS))
    for column in range(1, len(WIDTHS) + 1):
        cell = sheet.cell(sheet.max_row, column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="ECECEC")


def _row(finding: Finding, verdict: WordedVerdict, gap: str) -> tuple[str, ...]:
    bases = {e.basis for e in finding.evaluations if e.decides and e.values}
    basis = aside(text(f"basis.{finding.basis}") if len(bases) == 1 else "")
    return (phrases.number(finding.item), finding.label,
            "" if finding.unit in (None, "1") else phrases.pretty(str(finding.unit)),
            kind_of(verdict.ruleset.concludes).shown_limit(finding.limit, ""),
            "" if words.silent(finding) else f"{finding.shown or ''}{basis}", words.item_outcome(finding),
            "\n".join(_sources(finding, verdict)), "\n".join(_remarks(finding, verdict, gap)))


def _sources(finding: Finding, verdict: WordedVerdict) -> list[str]:
    titles = {document.id: f"《{document.title}》" for document in verdict.documents}
    found = [(source, bound) for e in finding.evaluations
             for source, bound in (*((o.source, o.bound_of) for o in e.operands),
                                   *((s, None) for s in (*e.list_sources, e.source))) if source]
    return list(dict.fromkeys(f"{titles.get(s.document or '', '')}{s.place}"
                              + (text("source.bound", other=bound) if bound else "") for s, bound in found))


def _remarks(finding: Finding, verdict: WordedVerdict, gap: str) -> list[str]:
    remarks = [phrases.reasons(finding)] if finding.reasons else []
    if gap:
        remarks.append(text("sheet.gap", said=gap))
    lacking = [phrases.need(entry, verdict) for entry in verdict.missing if entry.id in finding.missing]
    if lacking:
        remarks.append(text("sheet.lacking", needs=text("join.names").join(lacking)))
    remarks += [line.strip() for line in amount_lines.charge_lines(finding)]
    if finding.claims:
        said = text("join.parts").join(phrases.quote(claim.source.words) for claim in finding.claims)
        remarks.append(text("sheet.claimed", words=said))
    if kind_of(verdict.ruleset.concludes).compares:
        remarks.append(text("sheet.seen", seen=text(f"seen.{finding.seen.limit}")))
    return remarks


def _append(sheet: Worksheet, values: tuple[str, ...]) -> None:
    """A row of text cells; nothing is ever taken for a formula."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value else 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _BORDER


def _finish(sheet: Worksheet) -> None:
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == text("sheet.number"))
    sheet.freeze_panes = f"C{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(WIDTHS))}{sheet.max_row}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _stable(data: bytes, moment: dt.datetime) -> bytes:
    """The same archive with the assessment date as every entry's time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _core(content, moment)
            new.writestr(entry, content)
    return out.getvalue()


def _core(content: bytes, moment: dt.datetime) -> bytes:
    """openpyxl stamps the hour of saving; the assessment date stands instead."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
