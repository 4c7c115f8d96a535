"""One small change to a ruleset's data, with the words that name it.

Owns how data are changed in place.  Which changes are worth making is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from checker.messages import text
from checker.testing.coverage import step

EditedData = dict[str, Any]
Edit = Callable[[EditedData], object]
NamedEdit = tuple[str, Edit]
Find = Callable[[EditedData], Any]
Put = Callable[[EditedData, Any], object]


def said(code: str, where: str, **params: object) -> str:
    """The change in words, with the part of the ruleset where it was made."""
    return text(code, where=f"{where} " if where else "", **params)


def moved(number: Decimal) -> Iterator[Decimal]:
    """The number one step of its digits up and down."""
    size = Decimal(step(number).numerator) / Decimal(step(number).denominator)
    yield number + size
    yield number - size


def putting(put: Put, new: Any) -> Edit:
    """The edit that puts something new into its place."""
    return lambda d: put(d, new)


def at(section: str, index: int, edit: Edit) -> Edit:
    """The edit of one entry of a section."""
    return lambda data: edit(data[section][index])


def change_row(find: Find, index: int, new: EditedData, drop: str | None = None) -> Edit:
    """Other keys in a row, one of the old ones dropped."""
    def edit(d: EditedData) -> None:
        row = find(d)[index]
        row.pop(drop, None)
        row.update(new)

    return edit


def drop_row(find: Find, index: int) -> Edit:
    """A row less."""
    return lambda d: find(d).pop(index)


def put_in_row(find: Find, index: int, key: str) -> Put:
    """The place of a row's key."""
    return lambda d, new: find(d)[index].update({key: new})
