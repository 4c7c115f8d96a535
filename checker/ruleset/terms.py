"""What a ruleset asks a dossier for, in its own terms: quantities, attributes and lists.

Owns the spelling of ids and units, the words for how a text was seen, and the shape of each term.
It must not know indicators or requirements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from checker.messages import text
from checker.quantity.unit import AmbiguousUnit, Unit, UnknownUnit
from checker.ruleset.band import Plausible
from checker.text.normal import folded
from checker.validation import Id, Model, Text, empty_list, spelled

Seen = Literal[
    "official", "official_copy", "secondary", "source", "sister", "deduced", "recollected", "unknown"]
SEEN_ORDER: tuple[Seen, ...] = (
    "official", "official_copy", "secondary", "source", "sister", "deduced", "recollected", "unknown")
ItemId = Annotated[str, spelled("field.item_id", r"[A-Z][A-Z0-9-]{0,40}\.[A-Z0-9.]{1,20}")]
RulesetId = Annotated[str, spelled("field.ruleset_id", "[a-z][a-z0-9-]{0,59}")]


def number_of(item: str) -> str:
    """``HJ274-2015.11`` as ``11``: what stands behind the family's name."""
    return item.partition(".")[2]


def family_of(item: str) -> str:
    """``HJ274-2015.11`` as ``HJ274-2015``."""
    return item.partition(".")[0]


def by_name(terms: Mapping[str, Labelled]) -> dict[str, str]:
    """The name of each term by everything that it goes by, in the normal form.

    A term's own name goes before a label, a label before another name that tables use.
    """
    called = [(folded(name), name) for name in terms]
    called += [(folded(term.label), name) for name, term in terms.items()]
    called += [(folded(other), name) for name, term in terms.items() for other in getattr(term, "also", ())]
    return dict(reversed(called))


def known_unit(unit: str) -> str:
    """The unit's text, if it is one; else a complaint for pydantic."""
    try:
        Unit(unit)
    except AmbiguousUnit:
        raise PydanticCustomError("unit.ambiguous", "", {"unit": unit}) from None
    except UnknownUnit:
        hint = text("hint.bare_unit")
        raise PydanticCustomError("unit.unknown", "", {"unit": unit, "hint": hint}) from None
    return unit


class Labelled(Model):
    """Something that is shown by a label."""

    label: Text
    label_en: Text | None = None
    definition: Text | None = None


# What is needed: a datum as the ruleset calls it, a report, or what would have to be done with what is there.
Needed = Literal["quantity", "attribute", "list", "field", "report", "resolve", "exact", "finer", "whole",
                 "clear"]


class Measured(Labelled):
    """Something with a unit."""

    unit: Text

    @field_validator("unit")
    @classmethod
    def _unit(cls, unit: str) -> str:
        return known_unit(unit)


class TextSource(Model):
    """Where a single statement stands, and how its text was seen."""

    place: Text
    seen: Seen
    note: Text | None = None


class Factor(Measured):
    """A constant of the document that formulas name: a conversion, an emission factor, a band's edge."""

    value: Decimal
    source: TextSource


class Quantity(Labelled):
    """A datum that the ruleset asks a dossier for: a number with a unit, or one of some words.

    ``also`` are other names that tables use.  ``bounded_by`` names another that it can't exceed, as what
    is invested in fixed assets can't exceed the whole investment.  ``promised_when`` is the condition
    under which it is only promised.  ``plausible`` is the band in which it usually lies; ``whole`` is what
    is counted one by one.
    """

    unit: Text | None = None
    words: list[Text] | None = None
    each: Literal["year", "once"] = "year"
    also: list[Text] = Field(default_factory=empty_list)
    bounded_by: Id | None = None
    plausible: Plausible | None = None
    promised_when: Text | None = None
    scoped: bool = False
    priced: bool = False
    signed: bool = False
    whole: bool = False

    @model_validator(mode="after")
    def _number_or_word(self) -> Quantity:
        if (self.unit is None) == (self.words is None):
            raise PydanticCustomError("ruleset.unit_or_words", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        return self


class Attribute(Labelled):
    """A fact about the subject: yes or no, a year, one of some words, a code, or free text.

    ``also`` are other names that tables use; ``shown`` the labels of words that are themselves only
    codes; ``describes`` when a free text says what the subject is; ``declared`` when somebody has to
    answer for it by name; ``system`` is the classification of a code.
    """

    kind: Literal["yes_no", "year", "word", "code", "text"]
    words: list[Text] | None = Field(default=None, min_length=1)
    shown: dict[str, Text] = Field(default_factory=dict)
    also: list[Text] = Field(default_factory=empty_list)
    system: Id | None = None
    declared: bool = False
    describes: bool = False

    def label_of(self, word: str) -> str:
        """A word as it is shown."""
        return self.shown.get(word, word)

    @property
    def answers(self) -> Sequence[bool | str]:
        """All that may be answered, where that is a choice; else nothing."""
        return (True, False) if self.kind == "yes_no" else self.words or ()

    @model_validator(mode="after")
    def _words(self) -> Attribute:
        if (self.kind == "word") != (self.words is not None) or not set(self.shown) <= set(self.words or ()):
            raise PydanticCustomError("ruleset.word_without_words", "", {})
        if self.describes and self.kind != "text":
            raise PydanticCustomError("ruleset.describes", "", {})
        if (self.kind == "code") != (self.system is not None):
            raise PydanticCustomError("ruleset.code_without_system", "", {})
        return self


class EntryField(Labelled):
    """A field of a list's entries."""

    unit: Text | None = None
    words: list[Text] | None = Field(default=None, min_length=1)
    kind: Literal["number", "word", "year", "date", "text"]
    signed: bool = False

    @model_validator(mode="after")
    def _fits(self) -> EntryField:
        if self.unit is not None:
            known_unit(self.unit)
        if (self.kind == "word") != (self.words is not None):
            raise PydanticCustomError("ruleset.word_without_words", "", {})
        return self


class EntryList(Measured):
    """A list that the ruleset counts in: events, projects, targets; of one year unless cumulative."""

    fields: dict[Id, EntryField] = Field(default_factory=dict)
    cumulative: bool = False
