"""A value of a verdict that is another one when judged again, in words.

Owns the words for codes and for whole parts.  It must not find differences.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from checker.messages import Spoken, text, word
from checker.verdict.vocabulary import Reason

# Fields whose values are codes of ours, by the messages that say them.
_CODES = {**dict.fromkeys(("outcome", "would_be", "finding"), "state"),
          **dict.fromkeys(("seen", "name", "limit", "formula", "weakest", "in_force_seen"), "seen"),
          **{name: name for name in ("purpose", "basis", "weight", "limits", "concludes", "kind", "status")}}
_REASONS = frozenset(code for codes in get_args(Reason) for code in get_args(codes))
_TRUTHS = {"true": "lint.True", "false": "lint.False"}
_NAMES = ("label", "text", "title", "name", "quantity", "item", "id")


class OneSided(Spoken):
    """A part of a verdict that only one side has: programs get it as JSON, people its name."""

    name: str

    def __new__(cls, data: str, part: object, labels: Mapping[str, str] = MappingProxyType({})) -> OneSided:
        """From its JSON and itself; ``labels`` are by ids that may stand in it."""
        made = super().__new__(cls, data)
        known = part if isinstance(part, dict) else {}
        named = next((str(known[name]) for name in _NAMES if known.get(name)), "")
        made.name = labels.get(named, named)
        if not made.name:
            made.name = text("differs.part") if isinstance(part, dict) else text(
                "differs.parts", count=len(part) if isinstance(part, list) else 0)
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What a copy in another process is made from."""
        return OneSided, (str(self), {_NAMES[0]: self.name})

    def said(self) -> str:
        """Its name, or what it consists of."""
        return self.name


def in_words(field: str, value: str | None) -> str:
    """A value of a field, whose last key is given, as people are told it."""
    if value is None:
        return text("differs.nothing")
    if isinstance(value, OneSided):
        return value
    if value in _REASONS:
        return text(value, count="…")
    return word(f"{_CODES.get(field, '')}.{value}", word(_TRUTHS.get(value, ""), value))
