"""The form of a dossier: a workbook in which somebody states what a ruleset asks for.

Owns the sheets on the subject, its documents and how to fill in, and the order of all.  What the
tables ask is drawn by :mod:`checker.forms.blank_tables`.  It must not read a form.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.forms import blank_tables, layout
from checker.forms.code_sheet import draw_codes, listed_codes
from checker.forms.drawing import DOCUMENT_ROWS, Drawing, Options
from checker.forms.last import Before
from checker.forms.request import Request
from checker.forms.saving import bold, fit, page, put, saved
from checker.forms.years import Years, series
from checker.messages import CATALOGUE, in_source_language, text, verbatim
from checker.ruleset.compiled import Ruleset
from checker.ruleset.conclusive import warning
from checker.ruleset.edition import dated

PRINTED = ("standard", "ruleset", "digest", "layout")
YES_NO = ("form.yes", "form.no")
PURPOSES = {"formal": "form.purpose.formal", "trial": "form.purpose.trial"}
_GUIDE = ("purpose", "colours", "cells", "numbers", "units", "sources", "absent")
_GUIDE_ENDS = ("keep", "years_of", "check")
_GUIDE_WIDTH = 100
_WARNING_SIZE = 11


@in_source_language
def blank_form(ruleset: Ruleset, years: Years, before: Before | None = None) -> bytes:
    """The workbook's bytes: a function of the ruleset, the years and the earlier verdict alone."""
    request = Request(ruleset, years, before)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    options = Options(book)
    _instructions(first, ruleset)
    _basics(book, options, request)
    _documents(book, options)
    blank_tables.draw(book, options, request)
    draw_codes(book, ruleset)
    if text("form.sheet.options") in book.sheetnames:
        book.move_sheet(text("form.sheet.options"), len(book.sheetnames))
    book.active = 1
    return saved(book, dated(ruleset.model.in_force, ruleset.model.checked))


def _instructions(sheet: Worksheet, ruleset: Ruleset) -> None:
    """What the form is for, which rules hold for every cell, and what each sheet takes."""
    sheet.title = layout.sheet_name("instructions")
    bold(put(sheet, 1, 1, _title(ruleset), framed=False), 14)
    said = warning(ruleset)
    lines = [*([said] if said else []), *(text(f"form.guide.{name}") for name in _GUIDE)]
    lines += [verbatim(
        "form.guide.sheet", sheet=layout.sheet_name(name), said=text(f"form.guide.of.{name}"))
        for name in (*layout.sheets(ruleset), *(["codes"] if listed_codes(ruleset) else ()))
        if name != "instructions"]
    if ruleset.model.lists:
        lines.append(verbatim(
            "form.guide.lists", sheets="、".join(layout.list_sheets(ruleset).values())))
    yearly = bool(series(ruleset))
    lines += [text(f"form.guide.{name}") for name in _GUIDE_ENDS if name != "years_of" or yearly]
    lines.append(_standard(ruleset) + verbatim(
        "form.guide.made", ruleset=ruleset.id, digest=ruleset.digest))
    for row, line in enumerate(lines, 2):
        put(sheet, row, 1, line, framed=False)
    page(sheet, (_GUIDE_WIDTH,))
    fit(sheet, (_GUIDE_WIDTH,))


def _basics(book: Workbook, options: Options, request: Request) -> None:
    ruleset = request.ruleset
    drawing = Drawing(book, options, layout.basics(), _title(ruleset), text("form.hint.basics"))
    if warned := warning(ruleset):
        drawing.write(warned, _WARNING_SIZE)
    drawing.headings()
    frozen = f"B{drawing.row}"
    said = {"standard": _standard(ruleset), "ruleset": ruleset.id, "digest": ruleset.digest,
            "layout": str(layout.LAYOUT)}
    for name in PRINTED:
        drawing.line({"item": text(f"form.head.{name}"), "answer": said[name],
                      "hint": text(f"form.hint.{name}")}, (), ())
    for name, due in layout.basic_names(ruleset).items():
        hint = verbatim("form.hint.due" if due else "form.hint.free", hint=text(f"form.hint.{name}"))
        cells = drawing.line({"item": basic_label(name, ruleset), "hint": hint + _last(name, request)},
                             ["answer"] if due else (), ["answer"])
        words = {"own": YES_NO, "made_up": YES_NO, "purpose": tuple(PURPOSES.values())}.get(name)
        if words:
            drawing.pick([cells["answer"]], [text(word) for word in words])
        elif name == "default_document":
            drawing.pick_document([cells["answer"]])
    drawing.finish({"item": 26, "answer": 60, "": 70}, frozen)


def _last(name: str, request: Request) -> str:
    """What the earlier verdict, or the years that the form is made for, say of a thing that is asked."""
    if name == "period" and request.years.period is not None:
        return verbatim("form.made_for", year=request.years.period)
    if name == "name" and request.before is not None:
        return verbatim("form.last_time", said=request.before.subject)
    return ""


def basic_label(name: str, ruleset: Ruleset) -> str:
    """What a row of the first sheet is called: a park's name, a project's name."""
    own = f"form.basic.{name}.{ruleset.model.judges}"
    return text(own if own in CATALOGUE else f"form.basic.{name}")


def _documents(book: Workbook, options: Options) -> None:
    drawing = Drawing(book, options, layout.documents(), layout.sheet_name("documents"),
                      text("form.hint.documents"))
    drawing.headings()
    for _ in range(DOCUMENT_ROWS):
        drawing.line({}, ["title"], layout.DOCUMENTS)
    drawing.finish({"title": 60, "issuer": 30, "sha256": 40, "": 30}, "B4")


def _title(ruleset: Ruleset) -> str:
    return verbatim("form.dossier_title", document=ruleset.model.document)


def _standard(ruleset: Ruleset) -> str:
    model = ruleset.model
    return verbatim("form.standard", title=model.title, document=model.document, issuer=model.issuer)
