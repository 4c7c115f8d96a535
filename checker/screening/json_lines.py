"""A table of JSON objects, one a line, their keys for headings.

Owns what of JSON a row may use: text, sensible numbers, yes and no.  One bad line never costs another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from checker.errors import Problem
from checker.limits import MAX_DIGITS
from checker.places import LineKey, Place
from checker.sheets.spreadsheet import Cell, entry_of_text
from checker.text.normal import folded
from checker.validation import shorten

T = TypeVar("T")
_EXPONENT = 5  # characters: no datum needs more
_TRUTHS = {True: "是", False: "否"}


class _Extreme(ValueError):
    """A number beyond all measure, refused before it is built."""


@dataclass
class Lines:
    """The rows by their line, with the keys in the order in which they first came, and the bad lines.

    ``unnamed`` are the lines in which something stands under an empty key.
    """

    rows: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    headings: dict[str, None] = field(default_factory=dict)
    broken: list[Problem] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)


def lines_of(words: str, name: str) -> Lines:
    """Every line; a line ends at a line feed and nowhere else."""
    lines = Lines()
    for number, said in enumerate(words.split("\n"), 1):
        if not said.strip():
            continue
        try:
            found = json.loads(said, parse_float=_number, parse_int=_number, parse_constant=_constant,
                               object_pairs_hook=_once)
            cells = _once(list(_cells(found, number)))
        except _Extreme as bad:
            lines.broken.append(Problem(
                "table.too_extreme", {"given": shorten(str(bad))}, file=name, line=number))
            continue
        except (ValueError, TypeError, RecursionError):
            lines.broken.append(Problem("table.bad_json", file=name, line=number))
            continue
        nameless = cells.pop("", None)
        if nameless is not None and nameless.text:
            lines.unnamed.append(number)
        lines.headings.update(dict.fromkeys(cells))
        lines.rows.append((number, cells))
    return lines


def _number(written: str) -> str:
    """A number in digits, of sensible size."""
    digits, _, exponent = written.lower().partition("e")
    if len(digits) > MAX_DIGITS or len(exponent) > _EXPONENT or abs(int(exponent or "0")) > MAX_DIGITS:
        raise _Extreme(written)
    return f"{Decimal(written):f}"


def _constant(written: str) -> str:
    """What is no number states nothing; what is beyond all numbers is refused."""
    if written != "NaN":
        raise _Extreme(written)
    return written


def _once(pairs: Sequence[tuple[str, T]]) -> dict[str, T]:
    """An object whose keys are each written once, in whatever writing; nobody knows which of two is meant."""
    if len({folded(key) for key, _ in pairs}) < len(pairs):
        raise ValueError(pairs)
    return dict(pairs)


def _cells(found: Any, number: int) -> Iterator[tuple[str, Cell]]:
    if not isinstance(found, dict):
        raise TypeError(found)
    for key, value in found.items():
        heading = entry_of_text(key, Place())
        if isinstance(value, (dict, list)) or heading.fault:
            raise TypeError(value)
        words = _TRUTHS[value] if isinstance(value, bool) else str(value) if value is not None else ""
        yield heading.text, entry_of_text(words, LineKey(f"{number}:{heading.text}"))
