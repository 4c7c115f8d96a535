"""The tables of a dossier's form: attributes, quantities, reported values, opinions, choice, lists.

Owns which cells each row has, which of them a formula needs, and their drop-downs.  It must not
read a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from checker.forms import layout
from checker.forms.drawing import Drawing, Options
from checker.forms.layout import FIELD_MARK, YEAR_MARK
from checker.messages import CATALOGUE
from checker.quantity.unit import DIMENSIONLESS, Unit, known_units
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.terms import Attribute, EntryList, Quantity

FINDINGS = {"met": "opinion.met", "unmet": "opinion.unmet"}
_MORE_ROWS = 12
_ENTRY_ROWS = 40
_WIDTHS = {"fact": 26, "definition": 34, "value": 22, "document": 20, "place": 16, "words": 40, "by": 16,
           "on": 12, "quantity": 26, "scope": 11, "price_basis": 13, "unit": 9, "year": 12, "amount": 14,
           "other_year": 10, "other_value": 12, "note": 18, "key": 17, "label": 26, "reading": 20,
           "question": 40, "finding": 10, "why": 40, "group": 30, "chosen": 10, "field": 24, "": 14}


def draw(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    """All tables that the ruleset has a use for, in order."""
    tables = {"facts": _facts, "data": _data, "reports": _reports, "opinions": _opinions,
              "selection": _selection}
    asked = layout.sheets(ruleset)
    for name in ("facts", "data"):
        if name in asked:
            tables.pop(name)(book, options, ruleset)
    for name, sheet in layout.list_sheets(ruleset).items():
        _list(book, options, ruleset, ruleset.model.lists[name], sheet)
    for name, table in tables.items():
        if name in asked and name not in ("facts", "data"):
            table(book, options, ruleset)


def shown_unit(unit: str) -> str:
    """A unit as the form prints it."""
    return CATALOGUE["form.dimensionless"] if unit == DIMENSIONLESS else unit


def fact_words(attribute: Attribute) -> list[str]:
    """What an attribute's drop-down offers."""
    if attribute.kind == "yes_no":
        return [CATALOGUE["form.yes"], CATALOGUE["form.no"]]
    return [attribute.label_of(word) for word in attribute.words or []]


def _hint(name: str) -> str:
    return CATALOGUE[f"form.hint.{name}"]


def _facts(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    drawing = Drawing(book, options, layout.facts(ruleset), layout.sheet_name("facts"), _hint("facts"))
    drawing.headings()
    for attribute in ruleset.model.attributes.values():
        declarer = ("by", "on") if attribute.declared else ()
        due = ("value", "place", "words", *declarer[:1])
        said = (attribute.definition or "") + CATALOGUE[f"form.fact_kind.{attribute.kind}"]
        cells = drawing.line({"fact": attribute.label, "definition": said.strip()}, due,
                             ("document", *declarer))
        drawing.pick_document([cells["document"]])
        if words := fact_words(attribute):
            drawing.pick([cells["value"]], words)
    drawing.finish(_WIDTHS, "B4")


def _data(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    drawing = Drawing(book, options, layout.data(ruleset), layout.sheet_name("data"), _hint("data"))
    drawing.headings()
    asked = layout.needed(ruleset)
    for name, quantity in ruleset.model.quantities.items():
        due, free = _cells(name, quantity, ruleset, asked)
        unit = {"unit": shown_unit(quantity.unit)} if quantity.unit else {}
        cells = drawing.line({"quantity": quantity.label, "definition": quantity.definition or "", **unit},
                             due, free)
        _data_choices(drawing, cells, quantity)
    labels = [quantity.label for quantity in ruleset.model.quantities.values()]
    for _ in range(_MORE_ROWS):
        cells = drawing.line({"definition": ""}, (), [key for key in drawing.keys if key != "definition"])
        drawing.pick([cells["quantity"]], labels)
        drawing.pick_document([cells["document"]])
    drawing.finish(_WIDTHS, "B4")


def _cells(name: str, quantity: Quantity, ruleset: Ruleset,
           asked: set[tuple[str, n.Year]]) -> tuple[list[str], list[str]]:
    """The cells of a quantity's row that are needed, and those that may be filled in."""
    once = quantity.each == "once"
    years = [] if once else [f"{YEAR_MARK}{year}" for year in layout.series(ruleset)]
    due = [key for key in years if (name, layout.year_of(key, ruleset)) in asked]
    due += ["amount"] if once else []
    due += ["unit"] if quantity.unit else []
    due += ["scope"] if quantity.scoped else []
    due += ["price_basis"] if quantity.priced else []
    other = [] if once else ["other_year", "other_value"]
    return [*due, "place", "words"], [*years, *other, "document", "note"]


def _data_choices(drawing: Drawing, cells: dict[str, Cell], quantity: Quantity) -> None:
    drawing.pick_document([cells["document"]])
    if quantity.words:
        values = [cell for key, cell in cells.items()
                  if key in ("amount", "other_value") or key.startswith(YEAR_MARK)]
        drawing.pick(values, quantity.words)
    elif quantity.unit:
        drawing.pick([cells["unit"]], _units(quantity.unit), strict=False)


def _units(unit: str) -> list[str]:
    """The unit and others of its kind, in which a value may be stated as well."""
    due = Unit(unit)
    alike = [name for name in known_units() if name != unit and Unit(name).fits(due)]
    return [shown_unit(unit), *alike]


def _reports(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    drawing = Drawing(book, options, layout.reports(ruleset), layout.sheet_name("reports"), _hint("reports"))
    drawing.headings()
    due = [key for key in ("year", "amount", "place", "words") if key in drawing.keys]
    for item in layout.reported(ruleset):
        units = _report_units(item)
        printed = {"key": item.id, "label": item.model.label, **({"unit": units[0]} if units else {})}
        readings = [reading.label for reading in item.model.readings.values()]
        cells = drawing.line(printed, [*due, *(["unit"] if units else [])],
                             ["document", "scope", "note", *(["reading"] if readings else [])])
        drawing.pick_document([cells["document"]])
        if readings:
            drawing.pick([cells["reading"]], readings)
        if item.model.words:
            drawing.pick([cells["amount"]], item.model.words)
        else:
            drawing.pick([cells["unit"]], units, strict=False)
    drawing.finish(_WIDTHS, "C4")


def _report_units(item: Item) -> list[str]:
    """The units that an item's readings have, its own first."""
    own = [item.unit.text] if item.unit else []
    return list(dict.fromkeys(shown_unit(unit) for unit in (
        *own, *(way.unit.text for way in item.interpretations if way.unit))))


def _opinions(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    drawing = Drawing(book, options, layout.opinions(), layout.sheet_name("opinions"), _hint("opinions"))
    drawing.headings()
    for item in layout.judged_by_people(ruleset):
        cells = drawing.line({"key": item.id, "label": item.model.label, "question": question(item)},
                             ("finding", "by", "why", "place", "words"), ("on", "document"))
        drawing.pick([cells["finding"]], [CATALOGUE[code] for code in FINDINGS.values()])
        drawing.pick_document([cells["document"]])
    drawing.finish(_WIDTHS, "C4")


def question(item: Item) -> str:
    """What a person is asked about an item."""
    return item.model.ask or CATALOGUE["form.question"].format(label=item.model.label)


def _selection(book: Workbook, options: Options, ruleset: Ruleset) -> None:
    drawing = Drawing(book, options, layout.selection(), layout.sheet_name("selection"), _hint("selection"))
    drawing.headings()
    always = layout.always_counted(ruleset)
    for item in layout.reported(ruleset):
        fixed = {"chosen": CATALOGUE["form.always"]} if item.id in always else {}
        printed = {"key": item.id, "label": item.model.label, "group": _group(item, ruleset), **fixed}
        cells = drawing.line(printed, (), () if fixed else ("chosen",))
        if not fixed:
            drawing.pick([cells["chosen"]], [CATALOGUE["form.yes"], CATALOGUE["form.no"]])
    drawing.finish(_WIDTHS, "C4")


def _group(item: Item, ruleset: Ruleset) -> str:
    """The requirements and indices that count an item."""
    named = [r.label for r in ruleset.model.requirements if item.id in r.members]
    return "、".join([*named, *(index.label for index in ruleset.model.indices
                                if any(item.id in group.members for group in index.parts))])


def _list(book: Workbook, options: Options, ruleset: Ruleset, entries: EntryList, sheet: str) -> None:
    table = layout.list_table(sheet, entries)
    drawing = Drawing(book, options, table, entries.label, entries.definition or "")
    head = layout.list_head(ruleset, entries)
    drawing.write(_hint("list_of_a_year" if "year" in head else "list"))
    for name in head:
        cell = drawing.pair(CATALOGUE[f"form.list.{name}"], CATALOGUE[f"form.hint.list.{name}"],
                            due=name in ("year", "place", "words"))
        if name == "complete":
            drawing.pick([cell], [CATALOGUE["form.yes"], CATALOGUE["form.no"]])
        elif name == "document":
            drawing.pick_document([cell])
    if table.headings:
        drawing.row += 1
        drawing.headings()
        _entries(drawing, entries)
    drawing.finish({**_WIDTHS, "": 24})


def _entries(drawing: Drawing, entries: EntryList) -> None:
    rows = [drawing.line({}, (), drawing.keys) for _ in range(_ENTRY_ROWS)]
    for name, field in entries.fields.items():
        if field.words:
            drawing.pick(_column(rows, f"{FIELD_MARK}{name}"), field.words)


def _column(rows: list[dict[str, Cell]], key: str) -> Iterator[Cell]:
    return (row[key] for row in rows)


