"""What a dossier's form is made of: its sheets, their columns, the years of its series.

Owns what the blank form and the reading of a filled one have to agree on.  It must not know
workbooks, and it must not read a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.messages import CATALOGUE
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.terms import EntryField, EntryList
from checker.ruleset.wording import labels

SOURCE = ("document", "place", "words")
BASICS = ("item", "answer", "hint")
DOCUMENTS = ("title", "issuer", "sha256", "note")
OPINIONS = ("key", "label", "question", "finding", "by", "on", "why", *SOURCE)
SELECTION = ("key", "label", "group", "chosen")
YEAR_MARK, FIELD_MARK = "year:", "field:"
_LONGEST_NAME = 24
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_COPY = re.compile(r"[ _]?\(?[0-9]+\)?")


@dataclass(frozen=True)
class Table:
    """A table of a sheet: its columns as keys with their headings; the first is what a row is named by."""

    sheet: str
    headings: Mapping[str, str]
    dates: frozenset[str] = frozenset()


def sheet_name(name: str) -> str:
    """A sheet of the form by its key."""
    return CATALOGUE[f"form.sheet.{name}"]


def basics() -> Table:
    """What the subject is, one thing a row."""
    return _table("basics", BASICS, dates=("answer",))


def documents() -> Table:
    """The documents that sources name."""
    return _table("documents", DOCUMENTS)


def facts(ruleset: Ruleset) -> Table:
    """The attributes."""
    declared = ("by", "on") if any(a.declared for a in ruleset.model.attributes.values()) else ()
    return _table("facts", ("fact", "definition", "value", *SOURCE, *declared), dates=("on",))


def data(ruleset: Ruleset) -> Table:
    """The quantities, in series by year where they have one value a year."""
    quantities = ruleset.model.quantities.values()
    scopes = (*(["scope"] if any(q.scoped for q in quantities) else []),
              *(["price_basis"] if any(q.priced for q in quantities) else []))
    values = [f"{YEAR_MARK}{year}" for year in series(ruleset)]
    if values:
        values += ["other_year", "other_value"]
    if any(q.each == "once" for q in quantities):
        values.insert(0, "amount")
    headings = dict(_headings(("quantity", "definition", *scopes, "unit", *values, *SOURCE, "note")))
    headings |= {f"{YEAR_MARK}{year}": labels(ruleset).year(year) for year in series(ruleset)}
    return Table(sheet_name("data"), headings)


def reports(ruleset: Ruleset) -> Table:
    """The indicators that the subject computed itself."""
    reading = ("reading",) if any(item.model.readings for item in reported(ruleset)) else ()
    year = () if ruleset.model.judges == "project" else ("year",)
    return _table("reports", ("key", "label", *reading, *year, "amount", "unit", "scope", *SOURCE, "note"))


def opinions() -> Table:
    """What people found who looked at what rules alone can't decide."""
    return _table("opinions", OPINIONS, dates=("on",))


def selection() -> Table:
    """Which of the optional indicators the subject chose."""
    return _table("selection", SELECTION)


def list_head(ruleset: Ruleset, entries: EntryList) -> tuple[str, ...]:
    """What is asked of a list as a whole."""
    year = () if entries.cumulative or ruleset.model.judges == "project" else ("year",)
    return (*year, "complete", "count", "declared_by", *SOURCE)


def list_table(sheet: str, entries: EntryList) -> Table:
    """The entries of a list."""
    headings = {f"{FIELD_MARK}{name}": field_heading(field) for name, field in entries.fields.items()}
    dates = frozenset(f"{FIELD_MARK}{name}" for name, field in entries.fields.items() if field.kind == "date")
    return Table(sheet, headings, dates)


def field_heading(field: EntryField) -> str:
    """A field with its unit, in which a bare number is meant."""
    unit = field.unit if field.unit != DIMENSIONLESS else None
    return CATALOGUE["form.field_unit"].format(label=field.label, unit=unit) if unit else field.label


def list_sheets(ruleset: Ruleset) -> dict[str, str]:
    """The sheet of each list, by the list's name."""
    return {name: CATALOGUE["form.sheet.list"].format(
        number=number, label=_NOT_IN_A_NAME.sub("", entries.label)[:_LONGEST_NAME])
        for number, (name, entries) in enumerate(ruleset.model.lists.items(), 1)}


def list_of(sheet: str, ruleset: Ruleset) -> str | None:
    """The list that a sheet, or a copy of it for another year, is about."""
    for name, known in list_sheets(ruleset).items():
        if sheet == known or (sheet.startswith(known) and _COPY.fullmatch(sheet[len(known):])):
            return name
    return None


def sheets(ruleset: Ruleset) -> list[str]:
    """The keys of the sheets that a ruleset's form has, but for its lists."""
    model = ruleset.model
    return ["instructions", "basics", "documents", *(["facts"] if model.attributes else []),
            *(["data"] if model.quantities else []), *(["reports"] if reported(ruleset) else []),
            *(["opinions"] if judged_by_people(ruleset) else []),
            *(["selection"] if may_select(ruleset) else [])]


def series(ruleset: Ruleset) -> list[n.Year]:
    """The years that the ruleset's formulas read or set side by side, the earliest first."""
    if not any(q.each == "year" for q in ruleset.model.quantities.values()):
        return []
    years = {n.PERIOD, *(year for _, year in needed(ruleset)), *_beside(ruleset)}
    plain = {year for year in years if (year.anchor != "base" or not year.offset)
             and (year.anchor != "y" or year.offset <= 0)}
    order = ("ad", "base", "y")
    return sorted(plain, key=lambda year: (order.index(year.anchor), year.offset))


def needed(ruleset: Ruleset) -> set[tuple[str, n.Year]]:
    """Every quantity with every year in which a formula reads it."""
    return {(asked.name, asked.year) for item in ruleset.items.values() for tree in item.trees()
            for asked in asking.asks(tree) if asked.kind == "quantity" and asked.year is not None}


def _beside(ruleset: Ruleset) -> Iterator[n.Year]:
    """The years that stand side by side; where only the end hangs on the period, both ends."""
    if ruleset.side_by_side is None:
        return
    since, until = ruleset.side_by_side
    yield from (since, until)
    if since.anchor == until.anchor:
        yield from (n.Year(since.anchor, offset) for offset in range(since.offset, until.offset))


def year_of(key: str, ruleset: Ruleset) -> n.Year:
    """The year of a column of the series."""
    return next(year for year in series(ruleset) if f"{YEAR_MARK}{year}" == key)


def reported(ruleset: Ruleset) -> list[Item]:
    """The items of which a subject may report a value."""
    return [item for item in ruleset.items.values() if not item.model.prohibits]


def judged_by_people(ruleset: Ruleset) -> list[Item]:
    """The items of an admission on which a person's opinion may count."""
    if ruleset.model.concludes != "admission":
        return []
    return [item for item in ruleset.items.values() if _may_be_reviewed(item, ruleset)]


def _may_be_reviewed(item: Item, ruleset: Ruleset) -> bool:
    model = item.model
    if not model.prohibits:
        return ruleset.model.kind_of(model) != "requirement"
    return bool(model.ask or model.watch or model.effect == "review"
                or any(row.effect == "review" for row in item.effects))


def may_select(ruleset: Ruleset) -> bool:
    """Whether a subject may choose among items."""
    return any(r.optional for r in ruleset.model.requirements) or any(
        group.pick is not None for index in ruleset.model.indices for group in index.parts)


def always_counted(ruleset: Ruleset) -> set[str]:
    """The items that can't be left out of a selection."""
    required = {member for r in ruleset.model.requirements if not r.optional for member in r.members}
    return required | {member for index in ruleset.model.indices for group in index.parts
                       if group.pick is None for member in group.members}


def basic_names(ruleset: Ruleset) -> dict[str, bool]:
    """What is asked of the subject, in order, and whether it has to be answered."""
    project, kinds = ruleset.model.judges == "project", ruleset.model.quantities.values()
    asked = {"name": True}
    if project:
        asked["owner"] = False
    asked["place"] = False
    if not project or any(q.each == "year" for q in kinds):
        asked["period"] = not project
    return {**asked, "assessed_on": False, "own": True, "ground": True, "made_up": False, "purpose": False,
            "remark": False}


def _table(name: str, keys: tuple[str, ...], dates: tuple[str, ...] = ()) -> Table:
    return Table(sheet_name(name), dict(_headings(keys)), frozenset(dates))


def _headings(keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        yield key, CATALOGUE.get(f"form.heading.{key}", "")
