"""What a dossier's form is made of: its sheets, their columns, the years of its series.

Owns what the blank form and the reading of a filled one have to agree on.  It must not know
workbooks, and it must not read a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.forms.years import Years
from checker.forms.years import headings as headings_of
from checker.messages import text, verbatim, word
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.terms import EntryField, EntryList

SOURCE = ("document", "place", "words")
BASICS = ("item", "answer", "hint")
DOCUMENTS = ("title", "issuer", "sha256", "note")
OPINIONS = ("key", "label", "question", "finding", "by", "on", "why", *SOURCE)
SELECTION = ("key", "label", "group", "chosen")
CLAIMS = ("key", "label", "words", "why", "document", "place")
# Columns that the form prints for whoever fills it in; an older form lacks them, and nothing is read of them.
PRINTED_ONLY = frozenset({"serves", "before"})
FIELD_MARK = "field:"
# Columns of free words: a number there is what the cell shows of it, such as a section 3.10.
TEXTS = frozenset({*SOURCE, "note", "by", "why", "scope", "price_basis", "title", "issuer"})
# The layout of the forms that this version writes; a form that states none is of the first.
LAYOUT = 2
_LONGEST_NAME = 24
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_COPY = re.compile(r"[ _]?\(?[0-9]+\)?")


@dataclass(frozen=True)
class FormTable:
    """A table of a sheet: its columns as keys with their headings; the first is what a row is named by.

    ``later`` are columns that a form of an earlier state may lack; what they ask for is then not stated.
    """

    sheet: str
    headings: Mapping[str, str]
    dates: frozenset[str] = frozenset()
    texts: frozenset[str] = TEXTS
    later: frozenset[str] = frozenset()

    @property
    def needed(self) -> Mapping[str, str]:
        """The headings without which the table can't be read."""
        return {key: heading for key, heading in self.headings.items()
                if key not in PRINTED_ONLY and key not in self.later}


def sheet_name(name: str) -> str:
    """A sheet of the form by its key."""
    return text(f"form.sheet.{name}")


def basics() -> FormTable:
    """What the subject is, one thing a row."""
    return _table("basics", BASICS, dates=("answer",))


def documents() -> FormTable:
    """The documents that sources name."""
    return _table("documents", DOCUMENTS)


def facts(ruleset: Ruleset, *, before: bool = False) -> FormTable:
    """The attributes; ``before`` with a column for what was answered last time."""
    declared = ("by", "on") if any(a.declared for a in ruleset.model.attributes.values()) else ()
    return _table("facts", ("fact", "definition", "serves", *_last(before), "value", *SOURCE, *declared),
                  dates=("on",))


def data(ruleset: Ruleset, years: Years | None = None, shown: Mapping[str, str] | None = None, *,
         before: bool = False) -> FormTable:
    """The quantities, in series by year where they have one value a year.

    The years' headings are those that the form ``shown`` has, else those of the form for ``years``.
    """
    quantities = ruleset.model.quantities.values()
    scopes = (*(["scope"] if any(q.scoped for q in quantities) else []),
              *(["price_basis"] if any(q.priced for q in quantities) else []))
    over = {**headings_of(ruleset, years or Years()), **(shown or {})}
    values = [*over, *(["other_year", "other_value"] if over else [])]
    if any(q.each == "once" for q in quantities):
        values.insert(0, "amount")
    keys = ("quantity", "definition", "serves", *_last(before), "unit", *values, *scopes, *SOURCE, "note")
    return FormTable(sheet_name("data"), {**dict(_headings(keys)), **over})


def reports(ruleset: Ruleset, *, before: bool = False) -> FormTable:
    """The indicators that the subject computed itself."""
    reading = ("reading",) if any(item.model.readings for item in reported(ruleset)) else ()
    year = () if ruleset.model.judges == "project" else ("year",)
    return _table("reports", ("key", "label", *_last(before), *reading, *year, "amount", "unit", "scope",
                              *SOURCE, "note"))


def claims() -> FormTable:
    """What the documents only claim of an indicator."""
    named = {"words": "said", "why": "ground"}
    headings = {key: text(f"form.heading.{named.get(key, key)}") for key in CLAIMS}
    return FormTable(sheet_name("claims"), headings)


def _last(before: bool) -> tuple[str, ...]:
    return ("before",) if before else ()


def opinions() -> FormTable:
    """What people found who looked at what rules alone can't decide."""
    return _table("opinions", OPINIONS, dates=("on",))


def selection() -> FormTable:
    """Which of the optional indicators the subject chose."""
    return _table("selection", SELECTION)


def list_head(ruleset: Ruleset, entries: EntryList) -> tuple[str, ...]:
    """What is asked of a list as a whole."""
    year = () if entries.cumulative or ruleset.model.judges == "project" else ("year",)
    return (*year, "complete", "count", "declared_by", *SOURCE)


def list_table(sheet: str, entries: EntryList) -> FormTable:
    """The entries of a list."""
    headings = {f"{FIELD_MARK}{name}": field_heading(field) for name, field in entries.fields.items()}
    dates = frozenset(f"{FIELD_MARK}{name}" for name, field in entries.fields.items() if field.kind == "date")
    texts = frozenset(f"{FIELD_MARK}{name}" for name, field in entries.fields.items() if field.kind == "text")
    return FormTable(sheet, headings, dates, texts, frozenset([*headings][1:]))


def field_heading(field: EntryField) -> str:
    """A field with its unit, in which a bare number is meant."""
    unit = field.unit if field.unit != DIMENSIONLESS else None
    return verbatim("form.field_unit", label=field.label, unit=unit) if unit else field.label


def list_sheets(ruleset: Ruleset) -> dict[str, str]:
    """The sheet of each list, by the list's name."""
    return {name: verbatim(
        "form.sheet.list", number=number, label=_NOT_IN_A_NAME.sub("", entries.label)[:_LONGEST_NAME])
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
            *(["claims"] if model.indicators else []),
            *(["opinions"] if judged_by_people(ruleset) else []),
            *(["selection"] if may_select(ruleset) else [])]


def reported(ruleset: Ruleset) -> list[Item]:
    """The items of which a subject may report a value."""
    return [item for item in ruleset.items.values() if not item.model.prohibits]


def judged_by_people(ruleset: Ruleset) -> list[Item]:
    """The items of an admission on which a person's opinion may count."""
    if not ruleset.kind.admits:
        return []
    return [item for item in ruleset.items.values() if _may_be_reviewed(item, ruleset)]


def _may_be_reviewed(item: Item, ruleset: Ruleset) -> bool:
    model = item.model
    if not model.prohibits:
        looked_at = model.shortfall is not None and model.shortfall.effect == "review"
        return looked_at or ruleset.model.kind_of(model) != "requirement"
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
    defaults = {"default_document": True, "default_scope": any(q.scoped for q in kinds),
                "default_price_basis": any(q.priced for q in kinds)}
    return {**asked, "assessed_on": False, "own": True, "ground": True, "made_up": False, "purpose": False,
            **{name: False for name, there in defaults.items() if there}, "remark": False}


def _table(name: str, keys: tuple[str, ...], dates: tuple[str, ...] = ()) -> FormTable:
    return FormTable(sheet_name(name), dict(_headings(keys)), frozenset(dates))


def _headings(keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        yield key, word(f"form.heading.{key}", "")
