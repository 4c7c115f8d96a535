"""One change between two rulesets, as a value, and how what was changed is said.

Owns the shape of a change and the words for a field's value.  What has changed is
:mod:`checker.comparing.rulesets`'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from checker.messages import text, word
from checker.quantity.display import plain
from checker.ruleset.edition import start_shown
from checker.ruleset.terms import number_of

ChangeSection = Literal["whole", "indicators", "requirements", "terms", "indices", "doubts", "clauses"]

_BEARINGS = (("limit_loosened", "removed", "retired"),
            ("limit_changed", "formula", "members", "reading_added", "reading_removed"),
            ("limit_tightened", "added"))
_DECIDING = ("applies_when", "prohibited_when", "effect", "effects", "weight", "decides", "adopted", "unit",
             "computed_only", "scopes", "value", "judges", "concludes")


@dataclass(frozen=True)
class Change:
    """What happened to what; ``kind`` names a message.

    ``counterpart`` is the indicator's id in the second ruleset where the two were matched by label,
    ``field`` the key in the file, ``reading`` the label of the readings that are concerned.
    """

    kind: str
    section: ChangeSection
    subject: str = ""
    label: str = ""
    counterpart: str | None = None
    field: str | None = None
    reading: str | None = None
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        return self.said()

    @property
    def bearing(self) -> int:
        """How it bears on a verdict: 0 makes it easier to pass, 1 may, 2 makes it harder, 3 is beside."""
        if self.section == "requirements" or self.field in _DECIDING:
            return 1
        return next((n for n, kinds in enumerate(_BEARINGS) if self.kind in kinds), len(_BEARINGS))

    def said(self, *, ids: bool = True) -> str:
        """The change in a sentence; the ``ids`` of terms and the like only for those who write rules."""
        number = number_of(self.subject) or self.subject
        if self.counterpart:
            number = text("diff.counterpart", before=number, after=number_of(self.counterpart))
        return text(
            f"diff.{self.kind}", number=number, label=self.label,
            part=" ".join(filter(None, (self.subject if ids or not self.label else "", self.label))),
            what=word(f"what.{self.field}", self.field or ""),
            reading=text("diff.under", reading=self.reading) if self.reading else "",
            before=self.before or text("diff.nothing"), after=self.after or text("diff.nothing"),
            value=text("diff.value", value=self.after or self.before) if self.after or self.before else "")

    def plain(self) -> dict[str, str | None]:
        """Plain data, with the sentence."""
        return {**asdict(self), "text": str(self)}


# Fields whose values are words of the language, by the messages that say them.
_SPOKEN = {
    **dict.fromkeys(("seen", "group", "name", "limit", "formula"), "seen"), "judges": "kind",
    "limits": "diff.limits", "weight": "weight", "treatment": "treatment", "concludes": "concludes",
    "each": "lint.each", "rests_on": "rests_on"}

# What fields are called in a model in which they mean something else than elsewhere.
_OWN = {"Slope": {"start": "what.slope.from", "each": "what.slope.each", "whole": "what.slope.whole"},
        "Tiers": {"of": "what.tiers.of", "steps": "what.tiers.steps"}, "Grade": {"most": "what.grades.most"}}


def said(value: Any, field: str = "") -> str | None:
    """A field's value in words, or None where there is nothing."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return text(f"lint.{value}")
    if isinstance(value, Decimal):
        return plain(value)
    if field == "since" and isinstance(value, str):
        return start_shown(value)
    if isinstance(value, str) and field in _SPOKEN:
        return word(f"{_SPOKEN[field]}.{value}", value)
    if isinstance(value, BaseModel):
        own = _OWN.get(type(value).__name__, {})
        return _joined("，", (_part(name, getattr(value, name), own.get(name))
                             for name in type(value).model_fields))
    if isinstance(value, Mapping):
        return _joined("；", (f"{key}：{said(entry)}" for key, entry in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        models = any(isinstance(entry, BaseModel) for entry in value)
        return _joined("；" if models else "、", (said(entry, field) for entry in value))
    return str(value)


def _part(name: str, value: Any, code: str | None = None) -> str | None:
    """A field of a model: plain words as they are, a truth or number with what it is."""
    words = said(value, name)
    if words is None or (isinstance(value, str) and name not in _SPOKEN):
        return words
    return text("diff.part", what=text(code) if code else word(f"what.{name}", name), value=words)


def _joined(mark: str, parts: Any) -> str | None:
    return mark.join(part for part in parts if part) or None


def fields_changed(before: BaseModel, after: BaseModel, without: Collection[str] = ()) -> Iterator[
        tuple[str, str | None, str | None]]:
    """Every field of two models of one kind that differs, with both values in words."""
    for name, field in type(before).model_fields.items():
        old, new = getattr(before, name), getattr(after, name)
        if name not in without and old != new:
            yield field.alias or name, said(old, name), said(new, name)
