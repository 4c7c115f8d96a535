"""A number of a verdict as JSON: exact, and an interval where the number is not known exactly.

Owns the one spelling: ``0.5``, ``1/3``, ``[40, 50]``, ``(80, ∞)``.  It must not round.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from checker.quantity.display import exact
from checker.quantity.interval import INFINITE, Bound, Interval

_NUMBER = r"-?\d+(?:\.\d+|/\d+)?"
_RANGE = re.compile(rf"(?P<open>[\[(])(?P<low>{_NUMBER}|-∞), (?P<high>{_NUMBER}|∞)(?P<close>[\])])")
_EXACT = re.compile(_NUMBER)


def written(value: Interval) -> str:
    """An amount as it stands in JSON."""
    if value.value is not None:
        return exact(value.value)
    low = "-∞" if value.low.value is None else exact(value.low.value)
    high = "∞" if value.high.value is None else exact(value.high.value)
    return f"{'[' if value.low.closed else '('}{low}, {high}{']' if value.high.closed else ')'}"


def read(words: str) -> Interval:
    """The amount in such a text; raises :class:`ValueError`."""
    if _EXACT.fullmatch(words):
        return Interval.exact(_fraction(words))
    found = _RANGE.fullmatch(words)
    if not found:
        raise ValueError(words)
    low, high = _bound(found["low"], found["open"] == "["), _bound(found["high"], found["close"] == "]")
    if low.value is not None and high.value is not None and low.value > high.value:
        raise ValueError(words)
    return Interval(low, high)


def _fraction(words: str) -> Fraction:
    if words.endswith("/0"):
        raise ValueError(words)
    return Fraction(words)


def _bound(words: str, closed: bool) -> Bound:
    return INFINITE if words in ("∞", "-∞") else Bound(_fraction(words), closed)


def _value(given: Any) -> Interval | str:
    """A number, or a word of an item that is answered in words."""
    if isinstance(given, Interval):
        return given
    if isinstance(given, _Spelled):
        return str(given)
    if isinstance(given, dict) and given.keys() == {"word"} and isinstance(given["word"], str):
        return str(given["word"])
    if isinstance(given, str):
        return read(given)
    raise ValueError(given)


def _plain(value: Interval | str) -> str | dict[str, str]:
    return {"word": value} if isinstance(value, str) else written(value)


def _amount(given: Any) -> Interval:
    found = given if isinstance(given, Interval) else _value(given)
    if isinstance(found, str):
        raise ValueError(given)
    return found


_TEXT = {"type": "string", "pattern": rf"^(?:{_NUMBER}|[\[(](?:{_NUMBER}|-∞), (?:{_NUMBER}|∞)[\])])$"}
ExactAmount = Annotated[Interval, PlainValidator(_amount), PlainSerializer(written, return_type=str),
                   WithJsonSchema(_TEXT)]


class _Spelled(str):
    """A word as a value, which no model takes for an amount that is written out."""


def word_or_amount(value: Interval | str) -> Interval | str:
    """A value of the program in the form in which the model takes it."""
    return _Spelled(value) if isinstance(value, str) else value


WordOrAmount = Annotated[
    Interval | str, PlainValidator(_value), PlainSerializer(_plain, return_type=str | dict[str, str]),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "object", "properties": {"word": {"type": "string"}},
                                      "required": ["word"], "additionalProperties": False}]})]
