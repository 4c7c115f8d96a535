"""The tables of a dossier's form that ask about indicators: reported values, claims, opinions, choice.

Owns which cells each row has and their drop-downs.  It must not read a form.
"""

from __future__ import annotations

from openpyxl import Workbook

from checker.forms import layout
from checker.forms.drawing import Drawing, Options
from checker.forms.request import WIDTHS, Request, hint, last_cell, shown_unit
from checker.messages import text, verbatim
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Item, Ruleset

FINDINGS = {"met": "opinion.met", "unmet": "opinion.unmet"}


def reports(book: Workbook, options: Options, request: Request) -> None:
    """The indicators that the subject computed itself."""
    ruleset, last = request.ruleset, request.before
    table = layout.reports(ruleset, before=last is not None)
    drawing = Drawing(book, options, table, layout.sheet_name("reports"), hint("reports"))
    drawing.headings()
    due = [key for key in ("year", "amount") if key in drawing.keys]
    for item in layout.reported(ruleset):
        units = report_units(item)
        bare = units == [shown_unit(DIMENSIONLESS)]
        readings = [reading.label for reading in item.model.readings.values()]
        cells = drawing.line(
            {"key": item.id, "label": item.model.label,
             **last_cell(last, "reported", item.id)},
            [*due, *(["unit"] if units and not bare else [])],
            [*layout.SOURCE, *(["unit"] if bare else []), "scope", "note",
             *(["reading"] if readings else [])])
        drawing.pick_document([cells["document"]])
        if readings:
            drawing.pick([cells["reading"]], readings)
        if item.model.words:
            drawing.pick([cells["amount"]], item.model.words)
        else:
            drawing.pick([cells["unit"]], units, strict=False)
    drawing.finish(WIDTHS, "C4")


def report_units(item: Item) -> list[str]:
    """The units that an item's readings have, its own first."""
    own = [item.unit.text] if item.unit else []
    return list(dict.fromkeys(shown_unit(unit) for unit in (
        *own, *(way.unit.text for way in item.interpretations if way.unit))))


def claims(book: Workbook, options: Options, request: Request) -> None:
    """What the documents only claim."""
    drawing = Drawing(book, options, layout.claims(), layout.sheet_name("claims"), hint("claims"))
    drawing.headings()
    for item in request.ruleset.items.values():
        cells = drawing.line({"key": item.id, "label": item.model.label}, (),
                             ("words", "why", "document", "place"))
        drawing.pick_document([cells["document"]])
    drawing.finish(WIDTHS, "C4")


def opinions(book: Workbook, options: Options, request: Request) -> None:
    """What people found who looked."""
    drawing = Drawing(book, options, layout.opinions(), layout.sheet_name("opinions"), hint("opinions"))
    drawing.headings()
    for item in layout.judged_by_people(request.ruleset):
        cells = drawing.line({"key": item.id, "label": item.model.label, "question": question(item)},
                             ("finding", "by", "why"), ("on", *layout.SOURCE))
        drawing.pick([cells["finding"]], [text(code) for code in FINDINGS.values()])
        drawing.pick_document([cells["document"]])
    drawing.finish(WIDTHS, "C4")


def question(item: Item) -> str:
    """What a person is asked about an item."""
    return item.model.ask or verbatim("form.question", label=item.model.label)


def selection(book: Workbook, options: Options, request: Request) -> None:
    """Which optional indicators were chosen."""
    ruleset = request.ruleset
    drawing = Drawing(book, options, layout.selection(), layout.sheet_name("selection"), hint("selection"))
    drawing.headings()
    always = layout.always_counted(ruleset)
    for item in layout.reported(ruleset):
        fixed = {"chosen": text("form.always")} if item.id in always else {}
        printed = {"key": item.id, "label": item.model.label, "group": _group(item, ruleset), **fixed}
        cells = drawing.line(printed, (), () if fixed else ("chosen",))
        if not fixed:
            drawing.pick([cells["chosen"]], [text("form.yes"), text("form.no")])
    drawing.finish(WIDTHS, "C4")


def _group(item: Item, ruleset: Ruleset) -> str:
    """The requirements and indices that count an item."""
    named = [r.label for r in ruleset.model.requirements if item.id in r.members]
    return "、".join([*named, *(index.label for index in ruleset.model.indices
                                if any(item.id in group.members for group in index.parts))])
