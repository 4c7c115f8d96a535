"""Small wrong changes to one item: its limits, its readings, what it comes to.

Owns which of them are made, and that none is made that nothing could notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from checker.messages import text
from checker.testing.edit import (
    Edit,
    EditedData,
    Find,
    NamedEdit,
    Put,
    change_row,
    drop_row,
    moved,
    put_in_row,
    putting,
    said,
)
from checker.testing.formula_changes import condition_edits, formula_edits

FLIPS = {"at_most": "at_least", "at_least": "at_most", "above": "below", "below": "above",
         "exactly": "at_least"}
STRICT = {"at_most": "below", "at_least": "above", "above": "at_least", "below": "at_most",
          "exactly": "at_most"}
TURNED = {"prohibit": "review", "review": "prohibit"}
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


def item_edits(indicator: EditedData) -> Iterator[NamedEdit]:
    """Every change of an item."""
    ceiling = indicator.get("within", {}).get("at_most")
    yield from _limit_edits(indicator.get("limit", []), lambda d: d["limit"], ceiling=ceiling)
    yield from formula_edits(indicator.get("value"), _put("value"))
    # Where the limit is unread the item is undetermined whatever its value is.
    if "within" in indicator and not _all_unread(indicator):
        yield from _within_edits(indicator["within"])
    yield from condition_edits(indicator.get("prohibited_when"), _put("prohibited_when"), "prohibited_when")
    if "ask" not in indicator:
        yield from _clause_edits(indicator)
    yield from _shortfall_edits(indicator.get("shortfall"))
    yield from condition_edits(indicator.get("applies_when"), _put("applies_when"), "applies_when")
    for name, reading in indicator.get("readings", {}).items():
        yield from _reading_edits(name, reading, len(indicator["readings"]))


def _shortfall_edits(short: EditedData | None) -> Iterator[NamedEdit]:
    """What falling short comes to left out, or something else; its amount and its condition changed."""
    def put(key: str) -> Put:
        return lambda d, new: d["shortfall"].update({key: new})

    if short is None:
        return
    yield text("mutant.shortfall_dropped"), lambda d: d.pop("shortfall")
    if short["effect"] == "road":
        yield (text("mutant.shortfall_effect", before="road", after="review"),
               putting(put("effect"), "review"))
    yield from formula_edits(short.get("amount"), put("amount"), "amount")
    yield from condition_edits(short.get("when"), put("when"), "when")


def _put(key: str) -> Put:
    return lambda d, new: d.update({key: new})


def _all_unread(indicator: EditedData) -> bool:
    """Whether no row of the item's limits has a number that was read."""
    rows = [*indicator.get("limit", []), *(row for reading in indicator.get("readings", {}).values()
                                           for row in reading.get("limit", []))]
    return bool(rows) and all("unread" in row for row in rows)


def _clause_edits(indicator: EditedData) -> Iterator[NamedEdit]:
    """The effect turned round and words dropped; where a person is asked anyway neither shows."""
    if indicator.get("effect") in TURNED:
        turned = TURNED[indicator["effect"]]
        yield (text("mutant.effect", before=indicator["effect"], after=turned),
               putting(_put("effect"), turned))
    for word in indicator.get("watch", []):
        yield text("mutant.watch", word=word), _unwatch(word)


def _unwatch(word: str) -> Edit:
    return lambda d: d.update(watch=[other for other in d["watch"] if other != word])


def _within_edits(within: EditedData) -> Iterator[NamedEdit]:
    """The upper end of what is possible moved by a step; no share can be below zero to begin with."""
    bound = Decimal(within["at_most"])
    for other in (bound + 1, bound - 1):
        yield (said("mutant.possible", "", before=bound, after=other),
               putting(lambda d, new: d["within"].update(at_most=new), str(other)))


def _reading_edits(name: str, reading: EditedData, count: int) -> Iterator[NamedEdit]:
    def put(key: str) -> Put:
        return lambda d, new: d["readings"][name].update({key: new})

    yield from _limit_edits(reading.get("limit", []), lambda d: d["readings"][name]["limit"], name)
    yield from formula_edits(reading.get("value"), put("value"), name)
    for key in ("applies_when", "prohibited_when"):
        yield from condition_edits(reading.get(key), put(key), name)
    for key, body in reading.get("let", {}).items():
        yield from formula_edits(body, _put_let(name, key), f"{name}.{key}")
    if count > 1:
        yield text("mutant.reading_dropped", name=name), lambda d: d["readings"].pop(name)
    yield text("mutant.decides", name=name), putting(put("decides"), not reading.get("decides", True))


def _put_let(name: str, key: str) -> Put:
    return lambda d, new: d["readings"][name]["let"].update({key: new})


def _limit_edits(rows: list[EditedData], find: Find, where: str = "",
                 ceiling: str | None = None) -> Iterator[NamedEdit]:
    """Changes of a limit, row by row."""
    for i, row in enumerate(rows):
        for relation in [name for name in FLIPS if name in row]:
            yield from _bound_edits(row, relation, find, i, where, ceiling)
        if "when" in row:
            yield from condition_edits(row["when"], put_in_row(find, i, "when"), where)
        # Without a row the case is undetermined too, as with a number that could not be read.
        if len(rows) > 1 and not (row is rows[-1] and "unread" in row):
            yield said("mutant.row_dropped", where, row=i + 1), drop_row(find, i)


def _bound_edits(row: EditedData, relation: str, find: Find, index: int, where: str,
                 ceiling: str | None) -> Iterator[NamedEdit]:
    """A bound moved and turned; at the ceiling of what is possible, *exactly* and *at least* are the same."""
    written = str(row[relation])
    if re.fullmatch(_NUMBER, written):
        for number in moved(Decimal(written)):
            yield (said("mutant.limit", where, before=written, after=number),
                   change_row(find, index, {relation: str(number)}))
    else:
        yield from formula_edits(written, put_in_row(find, index, relation), where, "mutant.limit")
    same = "at_least" if relation == "exactly" and row[relation] == ceiling else ""
    yield from relation_edits(relation, row[relation], find, index, where, same)


def relation_edits(relation: str, bound: object, find: Find, index: int, where: str,
                   same: str = "") -> Iterator[NamedEdit]:
    """A comparison turned round, and made strict or not; ``same`` would be no change."""
    for other in sorted({FLIPS[relation], STRICT[relation]} - {same}):
        yield (said("mutant.relation", where, before=relation, after=other),
               change_row(find, index, {other: bound}, drop=relation))
