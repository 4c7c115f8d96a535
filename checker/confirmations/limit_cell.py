"""A limit as an office writes it into a cell: ``≥30``, ``<7``, ``达标（95%）``, a word.

Owns the way from those words to a row of a limit, and every refusal to guess.  It must not know
workbooks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checker.confirmations.lines import LimitLine
from checker.errors import Problem
from checker.messages import text
from checker.quantity.amount import Amount, UnreadableAmount, parse
from checker.quantity.display import finite
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.ruleset.indicator import RELATIONS, LimitRow
from checker.validation import build, shorten

_SPELLINGS = {"大于等于": "≥", "大于或等于": "≥", "小于等于": "≤", "小于或等于": "≤", "等于": "=",
              "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "＝": "="}
_APART = re.compile(r"[;；、()（），]|,(?!\d)|并且|且")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DIRECTION = {"at_most": -1, "below": -1, "at_least": 1, "above": 1, "exactly": 0}
_ALWAYS = ("达标",)


class UnreadableLimit(ValueError):
    """The words are no limit for this line; ``problem`` says why, without a place."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, params)


def limit_row(written: str, line: LimitLine) -> LimitRow:
    """The line's row with the limit that was written; raises :class:`UnreadableLimit`."""
    kept = line.row.model_dump(by_alias=True, exclude_unset=True) if line.row else {}
    frame = {name: value for name, value in kept.items() if name in ("when", "case", "year")}
    words = line.item.model.words
    return _built({**frame, **(_word(written, words) if words else _numbers(written, line))}, written)


def _built(data: dict[str, Any], written: str) -> LimitRow:
    row, problems = build(LimitRow, data)
    if row is None:
        raise UnreadableLimit("form.limit_bad", written=shorten(written), why=problems[0])
    return row


def _word(written: str, words: list[str]) -> dict[str, Any]:
    given = unicodedata.normalize("NFKC", written).strip()
    for word in words:
        if unicodedata.normalize("NFKC", word) == given:
            return {"is": word}
    raise UnreadableLimit("form.limit_word", written=shorten(written), words="、".join(words))


def _numbers(written: str, line: LimitLine) -> dict[str, Any]:
    if line.row and len(line.row.numbers) < len(line.row.bounds):
        raise UnreadableLimit("form.limit_datum", written=shorten(written), recorded=line.printed[7])
    amounts, worded = _amounts(written, line)
    recorded = [_DIRECTION[name] for name, _ in line.row.numbers] if line.row else []
    found: dict[str, Decimal] = {}
    for amount, spelled in amounts:
        if amount.interval.value is not None and not spelled.startswith("=") and not _exact(
                amount.interval.value, recorded, line):
            raise UnreadableLimit("form.limit_bare", written=shorten(written))
        for relation, number in _relations(amount, spelled):
            if relation in found:
                raise UnreadableLimit("form.limit_twice", written=shorten(written))
            found[relation] = number
    directions = [_DIRECTION[name] for name in RELATIONS if name in found]
    if recorded and (len(directions) != len(recorded) or _opposed(directions, recorded)):
        raise UnreadableLimit("form.limit_form", written=shorten(written), recorded=line.printed[7])
    return {**found, **({"label": written} if worded else {})}


def _opposed(directions: list[int], recorded: list[int]) -> bool:
    """Whether a lower end was written where an upper one is recorded, or the other way round."""
    if len(directions) > 1:
        return sorted(directions) != sorted(recorded)
    return directions[0] * recorded[0] < 0


def _amounts(written: str, line: LimitLine) -> tuple[list[tuple[Amount, str]], bool]:
    """The amounts in the words with their spelling, and whether other known words stand beside them."""
    # Not in plain characters yet: only a reader of amounts knows that 10⁴ isn't 104.
    close = re.sub(r"\s", "", written)
    for spelling, sign in _SPELLINGS.items():
        close = close.replace(spelling, sign)
    known = [*_ALWAYS, *_printed_words(line)]
    amounts, worded = [], False
    for part in filter(None, _APART.split(close)):
        rest = part
        for word in sorted(known, key=len, reverse=True):
            rest = rest.removeprefix(word).removesuffix(word)
        worded = worded or rest != part
        if rest:
            amounts.append((_amount(rest, line, written), rest))
    if not amounts:
        raise UnreadableLimit("form.limit_unreadable", written=shorten(written))
    return amounts, worded


def _printed_words(line: LimitLine) -> list[str]:
    """The words that stand in the recorded limit as it is printed."""
    label = (line.row and line.row.label) or ""
    return re.findall(r"[^\W\d_]+", label)


def _amount(spelled: str, line: LimitLine, written: str) -> Amount:
    try:
        amount = parse(spelled.removeprefix("="))
    except UnreadableAmount:
        raise UnreadableLimit("form.limit_unreadable", written=shorten(written)) from None
    if amount.approximate:
        raise UnreadableLimit("form.limit_vague", written=shorten(written))
    due = line.unit or DIMENSIONLESS
    if amount.multiplied or (amount.unit and not _same(Unit(amount.unit), Unit(due))):
        said = text("form.no_unit") if due == DIMENSIONLESS else due
        raise UnreadableLimit("form.limit_unit", written=shorten(written), due=said)
    return amount


def _same(unit: Unit, due: Unit) -> bool:
    return unit.fits(due) and unit.factor == due.factor


def _exact(number: Fraction, recorded: list[int], line: LimitLine) -> bool:
    """Whether a bare number can only mean that number itself.

    100 % is that; 95 % instead of it may well be a lower end.
    """
    within = line.item.model.within
    return recorded == [0] and (within is None or number == Fraction(within.at_most))


def _relations(amount: Amount, written: str) -> Iterator[tuple[str, Decimal]]:
    low, high = amount.interval.low, amount.interval.high
    plain = unicodedata.normalize("NFKC", written)
    spelled = [Decimal(digits.replace(",", "")) for digits in _DIGITS.findall(plain)]
    if amount.interval.value is not None:
        yield "exactly", _decimal(amount.interval.value, spelled)
        return
    if low.value is not None:
        yield "at_least" if low.closed else "above", _decimal(low.value, spelled)
    if high.value is not None:
        yield "at_most" if high.closed else "below", _decimal(high.value, spelled)


def _decimal(number: Fraction, spelled: list[Decimal]) -> Decimal:
    """The number with the decimals that were written, since those are the limit's own."""
    found = next((same for digits in spelled for same in (digits, -digits) if Fraction(same) == number), None)
    exact = finite(number) if found is None else found
    assert exact is not None
    return exact
