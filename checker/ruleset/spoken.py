"""A ruleset as it is spoken of in another language: its labels and titles where it has translations of them.

Owns that copy alone.  Nothing is ever judged by it, and what has no translation stays in the law's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from checker.messages import spoken_language
from checker.ruleset.compiled import Item, Ruleset

_PAIRS = {"label": "label_en", "title": "title_en"}
_SPOKEN = "spoken"
_TRANSLATED = ("en",)


def spoken(ruleset: Ruleset) -> Ruleset:
    """The ruleset for whoever makes words of it in the language that is spoken now."""
    language = spoken_language()
    if language not in _TRANSLATED:
        return ruleset
    key = (_SPOKEN, language)
    if key not in ruleset.remembered:
        ruleset.remembered[key] = _translated(ruleset)
    found: Ruleset = ruleset.remembered[key]
    return found


def _translated(ruleset: Ruleset) -> Ruleset:
    """The same with its own memory: what it remembers are words."""
    made = replace(
        ruleset, model=_model(ruleset.model),
        items={name: _item(item) for name, item in ruleset.items.items()},
        shown={name: _item(item) for name, item in ruleset.shown.items()},
        remembered={}, plans={})
    # Asked for once more, it is itself.
    made.remembered[(_SPOKEN, spoken_language())] = made
    return made


def _item(item: Item) -> Item:
    return replace(item, model=_model(item.model), interpretations=tuple(
        replace(reading, label=_reading_label(item.model, reading.id) or reading.label)
        for reading in item.interpretations))


def _reading_label(model: Any, reading: str) -> str | None:
    known = getattr(model, "readings", {}).get(reading)
    return getattr(known, "label_en", None)


def _model(model: Any) -> Any:
    """A model whose names are its translated ones, and so those of all that it holds."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        other = _value(value)
        if other is not value:
            changed[name] = other
    for name, translated in _PAIRS.items():
        said = getattr(model, translated, None)
        if said and getattr(model, name, None):
            changed[name] = said
    return model.model_copy(update=changed) if changed else model


def _value(value: Any) -> Any:
    """The same value, or its copy where anything in it is called otherwise."""
    if isinstance(value, BaseModel):
        return _model(value)
    if isinstance(value, Mapping):
        made = {key: _value(one) for key, one in value.items()}
        return made if any(made[key] is not one for key, one in value.items()) else value
    if isinstance(value, list | tuple):
        parts = [_value(one) for one in value]
        if all(part is one for part, one in zip(parts, value, strict=True)):
            return value
        return type(value)(parts)
    return value

