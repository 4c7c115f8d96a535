"""The outline of an official form: which chapters it has, and what stands where in them.

Owns the shape of ``form.yaml`` and its checks.  It must not know a verdict.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from checker.quantity.unit import UnknownUnit, unit_of
from checker.reporting.kind_chart import LEAST_YEARS, MOST_KINDS, KindDrawing
from checker.ruleset.terms import ItemId, RulesetId
from checker.validation import Id, Model, Text, empty_list, spelled

SCHEMA = "report-form/1"
MOST_SERIES_YEARS = 16
# What a fixed text may name in braces.
FIELDS = frozenset({
    "base", "conclusion", "counts", "day", "document", "next_year", "outcome", "owner", "period", "place",
    "subject", "title", "unselected"})
ItemColumn = Literal["number", "category", "label", "unit", "limit", "kind", "base", "years", "value",
                     "ratio", "outcome", "explanation"]
TableKind = Literal["items", "data", "list", "facts", "requirements", "lacking", "scores", "indices",
                    "sources", "basis"]
FormId = Annotated[str, spelled("reports.id", "[a-z][a-z0-9-]{0,59}")]
KINDS = ("heading", "text", "say", "title", "prompt", "table", "charts", "series", "sheet", "standards",
         "signature", "contents", "across", "page")


class PromptAsked(Model):
    """What only a person can write: an id, what it is called, and what belongs there."""

    prompt: Id
    label: Text


class OutlineSheet(Model):
    """A row of a sheet of facts: what it is called, and a fixed text or a prompt."""

    label: Text
    text: Text | None = None
    prompt: Id | None = None
    ask: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> OutlineSheet:
        if (self.text is None) == (self.prompt is None) or (self.prompt is None) != (self.ask is None):
            raise PydanticCustomError("reports.row", "", {"label": self.label})
        return self


class StandardRow(Model):
    """A row of what a project promises: a standard, its unit, and the items of rulesets that set it."""

    id: Id
    label: Text
    unit: Text
    items: list[ItemId]


def _one_kind(schema: dict[str, Any]) -> None:
    """What :meth:`OutlinePart._checked` asks, said in the schema too: a part is of one kind."""
    there = {"not": {"type": "null"}}
    schema["oneOf"] = [{"required": [kind], "properties": {kind: there}} for kind in KINDS]


class OutlinePart(Model):
    """One part of the outline: a chapter with its parts, or one thing that stands in it."""

    model_config = ConfigDict(json_schema_extra=_one_kind)

    heading: Text | None = None
    numbered: bool = True
    parts: list[OutlinePart] = Field(default_factory=empty_list)
    text: Text | None = None
    small: bool = False
    say: list[Text] | None = None
    title: Text | None = None
    prompt: Id | None = None
    label: Text | None = None
    ask: Text | None = None
    table: TableKind | None = None
    caption: Text | None = None
    columns: list[ItemColumn] = Field(default_factory=empty_list)
    categories: list[Text] = Field(default_factory=empty_list)
    back: int | None = None
    quantities: list[Id] = Field(default_factory=empty_list)
    names: Id | None = None
    fields: list[Id] = Field(default_factory=empty_list)
    charts: list[Text] | Literal["all"] | None = None
    series: list[Text] | None = Field(default=None, min_length=1, max_length=MOST_KINDS)
    unit: Text | None = None
    drawn: KindDrawing = "bars"
    span: int | None = Field(default=None, ge=LEAST_YEARS, le=MOST_SERIES_YEARS)
    sheet: list[OutlineSheet] | None = None
    standards: list[StandardRow] | None = None
    heads: list[Text] = Field(default_factory=empty_list)
    signature: list[Text] | None = None
    contents: Text | None = None
    across: list[OutlinePart] | None = None
    page: Literal["new"] | None = None

    @property
    def kind(self) -> str:
        """What the part is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @model_validator(mode="after")
    def _checked(self) -> OutlinePart:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise PydanticCustomError("reports.part", "", {"known": "、".join(KINDS)})
        if self.prompt is not None and (self.ask is None or self.label is None):
            raise PydanticCustomError("reports.no_ask", "", {"prompt": self.prompt})
        if self.table == "items" and not self.columns:
            raise PydanticCustomError("reports.no_columns", "", {})
        if (self.table == "list") != (self.names is not None):
            raise PydanticCustomError("reports.no_list", "", {})
        if self.series is not None and (self.unit is None or not _is_unit(self.unit)):
            raise PydanticCustomError("reports.series_unit", "", {"given": self.unit or ""})
        if unknown := sorted(_unknown(self)):
            raise PydanticCustomError("reports.field", "", {
                "names": "、".join(unknown), "known": "、".join(sorted(FIELDS))})
        return self

    def below(self) -> Sequence[OutlinePart]:
        """The parts inside it."""
        return self.across or self.parts


def _is_unit(written: str) -> bool:
    try:
        unit_of(written)
    except UnknownUnit:
        return False
    return True


def _unknown(part: OutlinePart) -> Iterator[str]:
    """What a fixed text names in braces and isn't known."""
    fixed = [part.heading, part.text, part.title, part.caption, *(part.signature or ()),
             *(row.text for row in part.sheet or ())]
    for words in fixed:
        for _, name, *_ in string.Formatter().parse(words or ""):
            if name is not None and name not in FIELDS:
                yield name


class FormSource(Model):
    """Where the outline is from, and how it was seen."""

    place: Text
    seen: Text


class FormModel(Model):
    """A form: for whom it is, by which rulesets its tables are filled, and its outline.

    ``years`` is how many years stand side by side in its tables, the period the last of them.
    """

    schema_: Literal["report-form/1"] = Field(alias="schema")
    id: FormId
    title: Text
    judges: Literal["park", "project", "region"]
    rulesets: list[RulesetId] = Field(default_factory=empty_list)
    source: FormSource
    years: int = Field(default=3, ge=1, le=5)
    parts: list[OutlinePart] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> FormModel:
        ids = [asked.prompt for asked in prompts(self.parts)]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise PydanticCustomError("reports.prompt_twice", "", {"names": "、".join(twice)})
        return self


def prompts(parts: Sequence[OutlinePart]) -> Iterator[PromptAsked]:
    """Everything that is asked of a person, in the order of the outline."""
    for part in parts:
        if part.prompt is not None:
            yield PromptAsked(prompt=part.prompt, label=part.label or "")
        for row in part.sheet or ():
            if row.prompt is not None:
                yield PromptAsked(prompt=row.prompt, label=row.label)
        for standard in part.standards or ():
            for of in ("limit", "promise"):
                yield PromptAsked(prompt=f"{of}_{standard.id}", label=standard.label)
        yield from prompts(part.below())


def has_scores(parts: Sequence[OutlinePart]) -> bool:
    """Whether a sheet of scores stands among the parts."""
    return any(part.table == "scores" or has_scores(part.below()) for part in parts)


def series_parts(parts: Sequence[OutlinePart]) -> Iterator[OutlinePart]:
    """The parts that show what an amount is made up of."""
    for part in parts:
        if part.series is not None:
            yield part
        yield from series_parts(part.below())


ITEM_COLUMNS: tuple[str, ...] = get_args(ItemColumn)
