"""A value as somebody wrote it: words that may be an amount, a unit, or what a statement said.

Owns how these are taken from a file and read as an amount with its unit.  It must not convert, nor judge.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from checker.limits import LONGEST_AMOUNT, LONGEST_TEXT
from checker.quantity import amount
from checker.quantity.unit import AmbiguousUnit, Unit, UnknownUnit
from checker.validation import shorten, suggestion, up_to

NULL = "null"


def _unit(text: str) -> str:
    try:
        Unit(text)
    except AmbiguousUnit:
        raise PydanticCustomError("unit.ambiguous", "", {"unit": shorten(text)}) from None
    except UnknownUnit:
        from checker.quantity.unit import known_units

        hint = suggestion(text, known_units())
        raise PydanticCustomError("unit.unknown", "", {"unit": shorten(text), "hint": hint}) from None
    return text


def _written(value: Any) -> Any:
    """A number or words, kept as the words that were written; nothing at all is a word for nothing."""
    if value is None:
        return NULL
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise PydanticCustomError("amount.wrong_type", "", {})
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _told(value: Any) -> Any:
    """What a statement said, in words: yes and no too."""
    return str(value).lower() if isinstance(value, bool) else _written(value)


MONEY = "元"
UnitText = Annotated[str, AfterValidator(_unit)]
Written = Annotated[str, BeforeValidator(_written, json_schema_input_type=str | float),
                    up_to(LONGEST_AMOUNT)]
ToldValue = Annotated[str, BeforeValidator(_told, json_schema_input_type=str | float | bool),
                 up_to(LONGEST_TEXT)]


def read_amount(written: str, unit: str | None) -> tuple[amount.Amount, str | None]:
    """The amount and its unit, from the words and the field beside them.

    亿 or 万 without a unit are 元 where money is due, whatever the field says of bare numbers.  Raises
    :class:`checker.quantity.amount.UnreadableAmount` when the words are no amount or name another unit
    than the field.
    """
    read = amount.parse(written)
    if read.multiplied and not read.unit and unit and Unit(unit).fits(Unit(MONEY)):
        return read, MONEY
    if read.multiplied and unit and unit[0] in "千万亿":
        raise amount.UnreadableAmount("amount.two_units")
    if read.unit and unit:
        inside, beside = Unit(read.unit), Unit(unit)
        if (inside.factor, inside.base) != (beside.factor, beside.base):
            raise amount.UnreadableAmount("amount.two_units")
    return read, read.unit or unit
