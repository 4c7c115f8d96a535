"""A ruleset in which the number of some limit is another: only for a question, never to judge by.

Owns the reading of ``ITEM[WHICH]=NUMBER``: which item, which of its rows and bounds is meant, and the number
in the limit's own unit.  The law as it is stays untouched, and the digest of what comes of it is another.
It must not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from checker.dossier.written_value import read_amount
from checker.errors import Problem, RulesetError, UsageError
from checker.files.canonical import canonical_model, digest
from checker.files.textfile import UNPRINTABLE
from checker.limits import LONGEST_TEXT
from checker.messages import text
from checker.quantity.amount import Amount, UnreadableAmount, parse
from checker.quantity.display import finite, plain, with_unit
from checker.quantity.unit import DIMENSIONLESS, Unit, mismatch
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.compiling import compile_ruleset
from checker.ruleset.definition import RulesetModel
from checker.ruleset.indicator import Limit, LimitRow
from checker.ruleset.terms import number_of
from checker.text.normal import folded, visible
from checker.validation import build, shorten, suggestion
from checker.verdict.part import Part

OPTION = "--limit"
_ASKED = re.compile(r"(?P<name>[^=\[\]【】]*)(?:[\[【](?P<which>[^\]】]*)[\]】])?\s*=(?P<number>.*)",
                    re.DOTALL)
_BETWEEN = re.compile("[,、;]")


class LimitSupposed(Part):
    """A bound of a limit and the number that is supposed in its place, in the limit's ``unit``.

    ``where`` are the words of its reading and its row, where there is more than one.
    """

    item: str
    label: str
    reading: str | None = None
    row: int
    relation: str
    before: str
    after: str
    unit: str | None = None
    unit_taken: bool = False
    where: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """Where in the ruleset it stands."""
        return self.item, self.reading, self.row, self.relation


@dataclass(frozen=True)
class BoundPlace:
    """A number in a limit: of which reading, in which row, in which relation, and what it is called by."""

    reading: str | None
    row: int
    relation: str
    number: Decimal
    unit: str | None
    names: tuple[str, ...]
    where: str
    heading: str | None = None

    def said(self) -> str:
        """The bound as it is listed where somebody has to choose."""
        bound = with_unit(text(f"limit.{self.relation}", bound=plain(self.number)), self.unit, " ")
        return f"{self.where}：{bound}" if self.where else bound


def with_limits(ruleset: Ruleset, asked: Sequence[str]) -> tuple[Ruleset, list[LimitSupposed]]:
    """``ruleset`` with the numbers that are asked for; the very same where they are those it has.

    Raises :class:`UsageError` with everything that is wrong with what was asked.
    """
    found: list[LimitSupposed] = []
    problems: list[Problem] = []
    for words in asked:
        try:
            mine = _supposed(ruleset, words)
        except UsageError as error:
            problems += error.problems
            continue
        if {one.place for one in mine} & {one.place for one in found}:
            problems.append(_wrong("what_if.twice", words, label=mine[0].label))
        found += mine
    if problems:
        raise UsageError(problems)
    others = [one for one in found if one.before != one.after]
    return (_changed(ruleset, others) if others else ruleset), found


def unreadable(words: str) -> str:
    """What is wrong with the letters of what was asked, as of those of a file; nothing, if nothing is."""
    if len(words) > LONGEST_TEXT:
        return text("field.long_text", given=shorten(words), limit=LONGEST_TEXT)
    return text("file.bad_character") if UNPRINTABLE.search(words) else ""


def amount_in(written: str, due: str) -> tuple[Amount, str, bool]:
    """An amount, its unit, and whether that is ``due`` only because no other was written.

    Raises :class:`UnreadableAmount`.
    """
    read = parse(written)
    if read.unit is not None:
        return read, read.unit, False
    amount, used = read_amount(written, due)
    return amount, used or due, used == due


def item_called(ruleset: Ruleset, name: str) -> Item | None:
    """The item of this id, number, label or other name."""
    sought = folded(name).casefold()
    for item in ruleset.items.values():
        called = (item.id, number_of(item.id), item.model.label, *item.model.also)
        if sought in (folded(one).casefold() for one in called):
            return item
    return None


def _wrong(code: str, words: str, **params: object) -> Problem:
    return Problem(code, {"option": OPTION, "given": shorten(words), **params})


def _supposed(ruleset: Ruleset, words: str) -> list[LimitSupposed]:
    if fault := unreadable(words):
        raise UsageError(_wrong("what_if.wrong", words, reason=fault))
    parts = _ASKED.fullmatch(visible(words))
    if parts is None or not parts["name"].strip() or not parts["number"].strip():
        raise UsageError(_wrong("what_if.limit_form", words))
    item = item_called(ruleset, parts["name"])
    if item is None:
        labels = [known.model.label for known in ruleset.items.values()]
        hint = suggestion(folded(parts["name"]), labels)
        raise UsageError(_wrong("what_if.no_item", words, name=parts["name"].strip(), hint=hint,
                                ruleset=ruleset.id))
    meant = _meant(item, words, parts["which"])
    number, taken = _number(meant[0], item, words, parts["number"].strip())
    return [LimitSupposed(
        item=item.id, label=item.model.label, reading=place.reading, row=place.row, relation=place.relation,
        before=plain(place.number), after=plain(number), unit=place.unit, unit_taken=taken,
        where=place.where) for place in meant]


def _meant(item: Item, words: str, which: str | None) -> list[BoundPlace]:
    """The bound that is meant, under all readings with the same; where it can't be told all are listed."""
    places = _numbered(list(_places(item)))
    if not places:
        raise UsageError(_wrong("what_if.no_number", words, label=item.model.label, why=_instead(item)))
    meant = [folded(part).casefold() for part in _BETWEEN.split(which or "") if part.strip()]
    found = [place for place in places if all(part in place.names for part in meant)]
    if len({(place.heading, place.number, place.unit) for place in found}) == 1 and len(
            {place.reading for place in found}) == len(found):
        return found
    listed = text("join.parts").join(f"[{number}] {place.said()}" for number, place in enumerate(places, 1))
    code = "what_if.which_limit" if found else "what_if.no_such_limit"
    raise UsageError(_wrong(code, words, label=item.model.label, count=len(places), which=which or "",
                            places=listed, example=f"{number_of(item.id)}[1]"))


def _numbered(places: Sequence[BoundPlace]) -> list[BoundPlace]:
    """Each can be called by its number too; alone it needs no words for where it stands."""
    return [replace(place, names=(*place.names, str(number)), where=place.where if len(places) > 1 else "")
            for number, place in enumerate(places, 1)]


def _places(item: Item) -> Iterator[BoundPlace]:
    """The numbers of a limit, of readings with a limit of their own too."""
    own = {name: reading for name, reading in item.model.readings.items() if reading.limit}
    if not own or len(own) < len(item.model.readings):
        yield from _in_rows(item.model.limit, None, "", item.model.unit)
    for name, reading in own.items():
        assert reading.limit is not None  # that is how they were chosen
        yield from _in_rows(reading.limit, name, reading.label, reading.unit or item.model.unit)


def _in_rows(rows: Limit, reading: str | None, label: str, unit: str | None) -> Iterator[BoundPlace]:
    for row, one in enumerate(rows):
        for relation, number in one.numbers:
            called = (reading, label, str(one.year or ""), one.heading, relation,
                      text(f"limit.{relation}", bound=""))
            where = text("join.also").join(filter(None, (label, one.heading)))
            yield BoundPlace(reading, row, relation, number, None if unit == DIMENSIONLESS else unit,
                             tuple(folded(name).casefold() for name in called if name), where, one.heading)


def _instead(item: Item) -> str:
    """What stands where a number would be."""
    of_readings = (row for reading in item.model.readings.values() for row in reading.limit or ())
    rows: list[LimitRow] = [*item.model.limit, *of_readings]
    if item.model.prohibits:
        return text("what_if.no_limit_prohibits")
    for code, there in (("word", any(row.word for row in rows)), ("unread", any(row.unread for row in rows)),
                        ("datum", any(row.bounds for row in rows))):
        if there:
            return text(f"what_if.no_limit_{code}")
    return text("what_if.no_limit_none")


def _number(place: BoundPlace, item: Item, words: str, written: str) -> tuple[Decimal, bool]:
    """The number in the limit's own unit, and whether that unit was only taken for granted."""
    due = Unit(place.unit or DIMENSIONLESS)
    try:
        amount, unit, taken = amount_in(written, due.text)
    except UnreadableAmount as bad:
        reason = text(bad.code, given=written, unit=due.text)
        raise UsageError(_wrong("what_if.wrong", words, reason=reason)) from None
    used = Unit(unit)
    if amount.interval.value is None or amount.approximate:
        raise UsageError(_wrong("what_if.no_exact_limit", words, label=item.model.label))
    if not used.fits(due):
        reason = text(mismatch(unit), given=unit, due=due.text)
        raise UsageError(_wrong("what_if.wrong", words, reason=reason))
    number = finite(amount.interval.value * used.factor / due.factor)
    if number is None:
        raise UsageError(_wrong("what_if.no_finite_limit", words, unit=due.text))
    return number, taken and place.unit is not None


def _changed(ruleset: Ruleset, supposed: Sequence[LimitSupposed]) -> Ruleset:
    """The ruleset with other numbers; what the document prints of them would no longer be true."""
    data: dict[str, Any] = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    items = {entry["id"]: entry for entry in data["indicators"]}
    for one in supposed:
        place = items[one.item] if one.reading is None else items[one.item]["readings"][one.reading]
        row = place["limit"][one.row]
        row[one.relation] = one.after
        row.pop("label", None)
    model, problems = build(RulesetModel, data)
    try:
        if model is None:
            raise RulesetError(problems)
        made = compile_ruleset(model, digest(canonical_model(model)))
    except RulesetError as error:
        reason = text("join.parts").join(text(problem.code, **problem.params) for problem in error.problems)
        asked = text("join.names").join(f"{number_of(one.item)}={one.after}" for one in supposed)
        raise UsageError(_wrong("what_if.wrong", asked, reason=reason)) from None
    return replace(made, overlays=ruleset.overlays, changes=ruleset.changes)
