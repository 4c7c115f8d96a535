"""The tables of a dossier's form: attributes, quantities, lists, and the order of all.

Owns which cells each row has, which of them a formula needs, and their drop-downs.  It must not
read a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from checker.forms import blank_items, layout
from checker.forms.drawing import Drawing, Options
from checker.forms.layout import FIELD_MARK
from checker.forms.request import WIDTHS, Request, hint, last_cell, shown_unit
from checker.forms.serving import said, served
from checker.forms.years import YEAR_MARK, taken
from checker.messages import text, verbatim
from checker.quantity.unit import DIMENSIONLESS, Unit, known_units
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute, EntryList, Quantity

_MORE_ROWS = 12
_ENTRY_ROWS = 40


def draw(book: Workbook, options: Options, request: Request) -> None:
    """All tables that the ruleset has a use for, in order."""
    ruleset = request.ruleset
    tables = {"facts": _facts, "data": _data, "reports": blank_items.reports, "claims": blank_items.claims,
              "opinions": blank_items.opinions, "selection": blank_items.selection}
    asked = layout.sheets(ruleset)
    for name in ("facts", "data"):
        if name in asked:
            tables.pop(name)(book, options, request)
    for name, sheet in layout.list_sheets(ruleset).items():
        list_sheet(book, options, ruleset, name, sheet)
    for name, table in tables.items():
        if name in asked and name not in ("facts", "data"):
            table(book, options, request)


def fact_words(attribute: Attribute) -> list[str]:
    """What an attribute's drop-down offers."""
    if attribute.kind == "yes_no":
        return [text("form.yes"), text("form.no")]
    return [attribute.label_of(word) for word in attribute.words or []]


def _facts(book: Workbook, options: Options, request: Request) -> None:
    ruleset, last = request.ruleset, request.before
    table = layout.facts(ruleset, before=last is not None)
    drawing = Drawing(book, options, table, layout.sheet_name("facts"), hint("facts"))
    drawing.headings()
    serves = served(ruleset)
    for name, attribute in ruleset.model.attributes.items():
        declarer = ("by", "on") if attribute.declared else ()
        definition = (attribute.definition or "") + text(f"form.fact_kind.{attribute.kind}")
        cells = drawing.line({
            "fact": attribute.label, "definition": definition.strip(),
            "serves": said(serves.get(("attribute", name))),
            **last_cell(last, "facts", name)},
            ("value", *declarer[:1]), (*layout.SOURCE, *declarer))
        drawing.pick_document([cells["document"]])
        if words := fact_words(attribute):
            drawing.pick([cells["value"]], words)
    drawing.finish(WIDTHS, "B4")


def _data(book: Workbook, options: Options, request: Request) -> None:
    ruleset, last = request.ruleset, request.before
    table = layout.data(ruleset, request.years, before=last is not None)
    drawing = Drawing(book, options, table, layout.sheet_name("data"), hint("data"))
    drawing.headings()
    serves, kept = served(ruleset), taken(ruleset)
    for name, quantity in ruleset.model.quantities.items():
        due, free = _cells(name, quantity, kept)
        cells = drawing.line({
            "quantity": quantity.label, "definition": _definition(quantity),
            "serves": said(serves.get(("quantity", name))),
            **last_cell(last, "quantities", name)}, due, free)
        _data_choices(drawing, cells, quantity)
    labels = [quantity.label for quantity in ruleset.model.quantities.values()]
    for _ in range(_MORE_ROWS):
        printed = dict.fromkeys(("definition", "serves", *(("before",) if last else ())), "")
        cells = drawing.line(printed, (), [key for key in drawing.keys if key not in printed])
        drawing.pick([cells["quantity"]], labels)
        drawing.pick_document([cells["document"]])
    drawing.finish(WIDTHS, "B4")


def _definition(quantity: Quantity) -> str:
    """What a quantity is, and which kind of unit its value has; none is written into the unit's cell."""
    unit = verbatim("form.units", unit=shown_unit(quantity.unit)) if quantity.unit else ""
    return f"{quantity.definition or ''}{unit}".strip()


def _cells(name: str, quantity: Quantity,
           kept: set[tuple[str, n.RelativeYear]]) -> tuple[list[str], list[str]]:
    """The cells of a quantity's row that are needed, and those that may be filled in."""
    once = quantity.each == "once"
    due = ["amount"] if once else [f"{YEAR_MARK}{when}" for read, when in kept if read == name]
    bare = quantity.unit == DIMENSIONLESS
    due += ["unit"] if quantity.unit and not bare else []
    free = ["unit"] if bare else []
    free += [*(["scope"] if quantity.scoped else []), *(["price_basis"] if quantity.priced else [])]
    other = [] if once else ["other_year", "other_value"]
    return due, [*free, *other, *layout.SOURCE, "note"]


def _data_choices(drawing: Drawing, cells: dict[str, Cell], quantity: Quantity) -> None:
    drawing.pick_document([cells["document"]])
    if quantity.unit is not None:
        drawing.pick([cells["unit"]], units_alike(quantity.unit), strict=False)
    else:
        values = [cell for key, cell in cells.items()
                  if key in ("amount", "other_value") or key.startswith(YEAR_MARK)]
        drawing.pick(values, quantity.words or ())


def units_alike(unit: str) -> list[str]:
    """The unit and others of its kind, in which a value may be stated as well."""
    due = Unit(unit)
    alike = [name for name in known_units() if name != unit and Unit(name).fits(due)]
    return [shown_unit(unit), *alike]


def list_sheet(book: Workbook, options: Options, ruleset: Ruleset, name: str, sheet: str) -> None:
    """The sheet of a list: what holds for the whole, and its entries."""
    entries = ruleset.model.lists[name]
    table = layout.list_table(sheet, entries)
    drawing = Drawing(book, options, table, entries.label, entries.definition or "")
    head = layout.list_head(ruleset, entries)
    drawing.write(hint("list_of_a_year" if "year" in head else "list"))
    drawing.write(list_serves(ruleset, name))
    for key in head:
        cell = drawing.pair(text(f"form.list.{key}"), text(f"form.hint.list.{key}"),
                            due=key == "year")
        if key == "complete":
            drawing.pick([cell], [text("form.yes"), text("form.no")])
        elif key == "document":
            drawing.pick_document([cell])
    if table.headings:
        drawing.row += 1
        drawing.headings()
        _entries(drawing, entries)
    drawing.finish({**WIDTHS, "": 24})


def list_serves(ruleset: Ruleset, name: str) -> str:
    """The line of a list's sheet that says which items it serves."""
    return verbatim("form.list_serves", numbers=said(served(ruleset).get(("list", name))))


def _entries(drawing: Drawing, entries: EntryList) -> None:
    rows = [drawing.line({}, (), drawing.keys) for _ in range(_ENTRY_ROWS)]
    for name, field in entries.fields.items():
        if field.words:
            drawing.pick(_column(rows, f"{FIELD_MARK}{name}"), field.words)


def _column(rows: list[dict[str, Cell]], key: str) -> Iterator[Cell]:
    return (row[key] for row in rows)


