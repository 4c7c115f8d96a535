"""What a ruleset's file may say once instead of again and again: the shape of each short form.

Owns these shapes; what they stand for is :mod:`checker.ruleset.composing`'s.  It must not read files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from checker.ruleset.indicator import BoundText
from checker.ruleset.terms import ItemId, RulesetId, Seen
from checker.validation import Model, Text, Year

Compares = Literal["at_most", "at_least", "above", "below", "exactly"]


class SourceDefaults(Model):
    """How the parts of an item were seen where its source does not say it."""

    name: Seen | None = None
    limit: Seen | None = None
    formula: Seen | None = None


class QuantityDefaults(Model):
    """What holds for every quantity that does not say otherwise."""

    each: Literal["year", "once"] | None = None
    scoped: bool | None = None
    priced: bool | None = None


class SaidForAll(Model):
    """What holds where an item, a quantity or a clause does not say otherwise."""

    source: SourceDefaults = Field(default_factory=SourceDefaults)
    quantities: QuantityDefaults = Field(default_factory=QuantityDefaults)
    clauses: Seen | None = None


class YearComparison(Model):
    """How a value is compared with the target of each year, or of those from one to another."""

    compares: Compares
    since: Year | None = Field(default=None, alias="from")
    to: Year | None = None

    def rows(self, targets: dict[int, Any]) -> list[tuple[int, dict[str, Any]]]:
        """Each year with the row of a limit that it stands for, in the order in which they are written."""
        return [(year, {"year": year, self.compares: number}) for year, number in targets.items()
                if (self.since is None or year >= self.since) and (self.to is None or year <= self.to)]


class Targets(Model):
    """The number of each year."""

    targets: dict[Year, BoundText] = Field(min_length=1)


def _cell(value: Any) -> Any:
    """A number or the formula of a datum alone is compared as its column says."""
    return value if isinstance(value, dict) else {"bound": value}


class FloorCell(Model):
    """What stands in a floor's column: a number, or why there is none."""

    bound: BoundText | None = None
    free: Text | None = None
    unread: Text | None = None
    label: Text | None = None


class FloorRow(Model):
    """One case of a table of floors, with a cell for those of its items that it has a number for."""

    when: Text | None = None
    case: Text | None = None
    cells: dict[ItemId, Annotated[FloorCell, BeforeValidator(_cell)]] = Field(min_length=1)


class FloorRows(Model):
    """The rows of a table of floors, and how the value of each item is compared where not by reaching it."""

    rows: list[FloorRow] = Field(min_length=1)
    compares: dict[ItemId, Compares] = Field(default_factory=dict)

    def limit(self, item: str) -> list[tuple[int, dict[str, Any]]]:
        """The rows of an item's limit, each with its place in the table."""
        relation = self.compares.get(item, "at_least")
        return [(number, _row(row, row.cells[item], relation))
                for number, row in enumerate(self.rows) if item in row.cells]


def _row(row: FloorRow, cell: FloorCell, relation: str) -> dict[str, Any]:
    parts = {"when": row.when, "case": row.case, relation: cell.bound, "free": cell.free,
             "unread": cell.unread, "label": cell.label}
    return {name: part for name, part in parts.items() if part is not None}



class TakenItem(Model):
    """Which item of which installed ruleset."""

    ruleset: RulesetId
    item: ItemId


def schema_of_file(whole: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a ruleset's file, from that of the whole: every short form may stand in it."""
    own: dict[str, Any] = {}
    for model in (SaidForAll, YearComparison, Targets, FloorRows):
        made = model.model_json_schema(by_alias=True)
        own |= made.pop("$defs", {})
        own[model.__name__] = made
    defs, fields = {**whole["$defs"], **own}, dict(whole["properties"])
    series = own["YearComparison"]["properties"]
    reading = _more(defs["Reading"], series)
    item = _more(defs["Indicator"], {**series, **own["Targets"]["properties"], "readings": {
        "anyOf": [defs["Indicator"]["properties"]["readings"], {"type": "string"}]}})
    part = {**item, "required": []}
    defs |= {"Reading": reading, "Indicator": item, "ItemOfTable": part,
             "ItemSource": {**defs["ItemSource"], "required": ["place"]},
             "Clause": {**defs["Clause"], "required": sorted({*defs["Clause"]["required"]} - {"seen"})},
             "TakenItem": _more(part, {"taken_from": TakenItem.model_json_schema()}, ["id", "taken_from"]),
             "FloorTable": _more(part, {**own["FloorRows"]["properties"], "floors": {
                 "type": "array", "items": _ref("ItemOfTable"), "minItems": 1}}, ["floors", "rows"])}
    term = [{"const": "shared"},
            {"type": "object", "required": ["shared"], "properties": {"shared": {"const": True}}}]
    for name in ("classifications", "attributes", "quantities", "lists"):
        fields[name] = {**fields[name], "additionalProperties": {
            "anyOf": [fields[name]["additionalProperties"], *term]}}
    several = {"type": "object", "additionalProperties": _ref("Reading")}
    fields |= {"defaults": _ref("SaidForAll"),
        "reading_sets": {"type": "object", "additionalProperties": several},
        "indicators": {**fields["indicators"], "items": {"anyOf": [
            _ref("Indicator"), _ref("TakenItem"), _ref("FloorTable")]}}}
    return {**whole, "$defs": defs, "properties": fields}


def _more(schema: dict[str, Any], fields: dict[str, Any],
          required: Sequence[str] | None = None) -> dict[str, Any]:
    more = {**schema, "properties": {**schema["properties"], **fields}}
    return more if required is None else {**more, "required": list(required)}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}
