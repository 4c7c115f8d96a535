"""What differs between two indicators: limit, formula, readings, and every other field.

Owns the comparison reading by reading, and whether a limit became stricter.  It must not know which
indicators belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checker.comparing.change import Change, fields_changed
from checker.messages import text, verbatim
from checker.quantity.display import finite, plain, with_unit
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.formula_words import Wording, labels
from checker.ruleset.indicator import Adopted, LimitRow
from checker.ruleset.tightness import tighter

# Compared by what they mean; every other field of an indicator is compared as it is written.
_MEANT = ("id", "value", "limit", "readings", "source", "applies_when", "adopted", "limits",
          "prohibited_when", "shortfall")


@dataclass(frozen=True)
class Side:
    """An indicator in its ruleset with all its readings, and which of them was adopted."""

    ruleset: Ruleset
    item: Item
    adopted: Adopted | None = None

    @property
    def readings(self) -> dict[str, Interpretation]:
        """Its readings by name."""
        return {reading.id: reading for reading in self.item.interpretations}


@dataclass(frozen=True)
class _Differing:
    kind: str
    field: str | None
    before: str | None
    after: str | None


def compare(a: Side, b: Side) -> Iterator[Change]:
    """Every difference of two indicators that belong together."""
    model = b.item.model
    counterpart = None if a.item.id == b.item.id else b.item.id

    def change(found: _Differing, reading: str | None = None) -> Change:
        return Change(found.kind, "indicators", a.item.id, model.label, counterpart, found.field, reading,
                      found.before, found.after)

    yield from map(change, _sided(a, b))
    for found, names in _by_reading(a, b).items():
        whole = set(names) >= {*a.readings, *b.readings}
        under = "、".join(b.readings[name].label or "" for name in names if name in b.readings)
        yield change(found, None if whole else under or None)
    yield from map(change, _fields(a, b))


def _fields(a: Side, b: Side) -> Iterator[_Differing]:
    """Everything but formula, limit and readings."""
    yield from _said_otherwise("item_field", "applies_when", (a, [a.item.applies]), (b, [b.item.applies]))
    for field, before, after in fields_changed(a.item.model, b.item.model, _MEANT):
        yield _Differing("item_field", field, before, after)
    for field, before, after in fields_changed(a.item.model.source, b.item.model.source):
        yield _Differing("item_field", f"source.{field}", before, after)
    for field, words in (("limits", _limit_kind), ("shortfall", _shortfall), ("adopted", _adopted),
                         ("requirement", _membership)):
        if words(a) != words(b):
            yield _Differing("item_field", field, words(a), words(b))


def _limit_kind(side: Side) -> str | None:
    """What kind of limit it is, said for the indicator or for the whole ruleset."""
    return text(f"diff.limits.{side.ruleset.model.kind_of(side.item.model)}")


def _shortfall(side: Side) -> str | None:
    """What falling short comes to, in which case, what that costs, and where it stands."""
    short = side.item.model.shortfall
    if short is None:
        return None
    amounts = dict.fromkeys(_said(one.values, labels(side.ruleset)) for charge in side.item.charges
                            for one in charge.item.interpretations)
    parts = [text(f"effect_of.{short.effect}"), short.case, short.when, short.label, *amounts, short.unit]
    if short.source:
        parts += [short.source.place, text(f"seen.{short.source.seen}"), short.source.note]
    return "，".join(part for part in parts if part)


def _adopted(side: Side) -> str | None:
    """The reading that was adopted, and by whom."""
    adopted = side.adopted
    if adopted is None:
        return None
    label = side.item.model.readings[adopted.reading].label
    return text("diff.adopted", label=label, authority=adopted.authority, document=adopted.document or "")


def _membership(side: Side) -> str | None:
    """The requirements that the indicator is a member of."""
    return "、".join(requirement.label for requirement in side.ruleset.model.requirements
                    if side.item.id in requirement.members) or None


def _sided(a: Side, b: Side) -> Iterator[_Differing]:
    """Readings that only one of the two has."""
    for name, reading in b.readings.items():
        if name not in a.readings and name != PLAIN:
            yield _Differing("reading_added", None, None, _reading_words(reading, b))
    for name, reading in a.readings.items():
        if name not in b.readings and name != PLAIN:
            yield _Differing("reading_removed", None, _reading_words(reading, a), None)


def _reading_words(reading: Interpretation, side: Side) -> str:
    formula = _said(reading.values, labels(side.ruleset))
    parts = (reading.label, formula, limit_words(reading.rows, side.ruleset))
    return "，".join(part for part in parts if part)


def _by_reading(a: Side, b: Side) -> dict[_Differing, list[str]]:
    """Differences within readings that both have, each with the readings that it concerns.

    A single way to read stands beside every named one.
    """
    old, new = a.readings, b.readings
    pairs = [(name, name) for name in new if name in old] or [
        (before, after) for before in old for after in new if PLAIN in (before, after)]
    found: dict[_Differing, list[str]] = {}
    for before, after in pairs:
        for difference in _reading(Side(a.ruleset, a.item), old[before], b, new[after]):
            found.setdefault(difference, []).extend({before, after})
    return found


def _named(reading: str | None, side: Side) -> str | None:
    """A reading of the indicator by its label."""
    return reading and (side.readings[reading].label or reading)


def _reading(a: Side, old: Interpretation, b: Side, new: Interpretation) -> Iterator[_Differing]:
    if old.id == new.id:
        yield from _said_otherwise("formula", None, (a, old.values), (b, new.values))
        yield from _said_otherwise("reading_field", "prohibited_when",
                                   (a, [old.prohibited]), (b, [new.prohibited]))
        yield from _said_otherwise("reading_field", "applies_when", (a, [old.applies]), (b, [new.applies]))
        if old.id != PLAIN:
            stated = a.item.model.readings[old.id], b.item.model.readings[new.id]
            for field, before, after in fields_changed(*stated, ("let", "value", "limit", "applies_when",
                                                                 "at_least")):
                yield _Differing("reading_field", field, before, after)
            was, now = (_named(way.at_least, side) for way, side in zip(stated, (a, b), strict=True))
            if was != now:
                yield _Differing("reading_field", "never_lower", was, now)
    yield from _limits(a, old, b, new)


FormulaTrees = Sequence[n.Expression | None]


def _said_otherwise(kind: str, field: str | None, a: tuple[Side, FormulaTrees],
                    b: tuple[Side, FormulaTrees]) -> Iterator[_Differing]:
    """A difference in words; or in names, which is none between rulesets of different series."""
    words = [_said(trees, labels(side.ruleset)) for side, trees in (a, b)]
    names = [_said(trees, _NAMES) for _, trees in (a, b)]
    if words[0] != words[1]:
        yield _Differing(kind, field, *words)
    elif names[0] != names[1] and a[0].item.id == b[0].item.id:
        yield _Differing(kind, field, *names)


def _said(trees: FormulaTrees, wording: Wording) -> str | None:
    return "；".join(wording.say(tree) for tree in trees if tree) or None


# A formula by the names of its data, for telling apart what labels don't.
_NAMES = Wording(
    lambda name, year: f"{name}[{year}]", str, str, lambda entries, name: f"{entries}.{name}", str, str, str,
    lambda _, word: word, lambda _, truth: "" if truth else " == no", lambda _, code: code)


def _limits(a: Side, old: Interpretation, b: Side, new: Interpretation) -> Iterator[_Differing]:
    units = [reading.unit.text if reading.unit else "" for reading in (old, new)]
    before, after = _differing(old.rows, new.rows, units[0] == units[1])
    if not before and not after:
        return
    texts = [limit_words(before, a.ruleset), limit_words(after, b.ruleset)]
    if texts[0] == texts[1]:
        texts = [limit_words(before, a.ruleset, True), limit_words(after, b.ruleset, True)]
    if units[0] != units[1]:
        texts = [with_unit(words or text("limit.none"), unit, " ")
                 for words, unit in zip(texts, units, strict=True)]
    yield _Differing(_direction(before, old, after, new), None, *texts)


def _substance(row: CompiledRow) -> tuple[Any, ...]:
    """What a row demands of whom, without the words for it."""
    bounds = [(bound.relation, bound.number if bound.tree is None else _NAMES.say(bound.tree))
              for bound in row.bounds]
    return _case(row), row.row.word, row.row.free, row.row.unread, bounds


def _case(row: CompiledRow) -> str | None:
    """The condition of a row by the names of its data."""
    return None if row.when is None else _NAMES.say(row.when)


def _differing(old: Sequence[CompiledRow], new: Sequence[CompiledRow],
               same_unit: bool) -> tuple[list[CompiledRow], list[CompiledRow]]:
    """The rows that differ; all of them unless the cases are the same on both sides."""
    if not same_unit or [_case(row) for row in old] != [_case(row) for row in new]:
        return list(old), list(new)
    pairs = [(before, after) for before, after in zip(old, new, strict=True)
             if (_substance(before), before.row.heading, before.row.label)
             != (_substance(after), after.row.heading, after.row.label)]
    return [before for before, _ in pairs], [after for _, after in pairs]


def _direction(before: Sequence[CompiledRow], old: Interpretation, after: Sequence[CompiledRow],
               new: Interpretation) -> str:
    """Stricter, looser, the same in other words, or neither."""
    comparable = old.unit is None or new.unit is None or old.unit.fits(new.unit)
    same_scale = _factor(old) == _factor(new) and comparable
    if same_scale and [_substance(row) for row in before] == [_substance(row) for row in after]:
        return "limit_reworded"
    rows, others = _in_base(before, old), _in_base(after, new)
    if rows is None or others is None or not comparable:
        return "limit_changed"
    up, down = tighter(rows, others), tighter(others, rows)
    if up and down:
        return "limit_reworded"
    return "limit_tightened" if up else "limit_loosened" if down else "limit_changed"


def _factor(reading: Interpretation) -> Fraction:
    return reading.unit.factor if reading.unit else Fraction(1)


def _in_base(rows: Sequence[CompiledRow], reading: Interpretation) -> list[LimitRow] | None:
    """The rows in base units and by names, or None where a number has no finite decimal there."""
    found = []
    for row in rows:
        scaled = {name: finite(Fraction(bound) * _factor(reading)) for name, bound in row.row.numbers}
        if None in scaled.values():
            return None
        found.append(row.row.model_copy(update={**scaled, "year": None, "when": _case(row)}))
    return found


def limit_words(rows: Sequence[CompiledRow], ruleset: Ruleset, conditions: bool = False) -> str | None:
    """A limit in words: ``≤0.5``, or each case with its own; with ``conditions`` also their formulas."""
    return "；".join(_row_words(row, labels(ruleset), conditions) for row in rows) or None


def _row_words(row: CompiledRow, wording: Wording, conditions: bool) -> str:
    head = f"{row.row.heading}：" if row.row.heading else ""
    if conditions and row.when is not None:
        head = f"{wording.say(row.when)}：{head}"
    if row.row.word:
        return head + row.row.word
    bounds = "，".join(
        verbatim(f"limit.{name}", bound=_bound_words(stated, bound.tree, wording))
        for (name, stated), bound in zip(row.row.bounds, row.bounds, strict=True))
    return head + bounds + (f"（{row.row.label}）" if conditions and row.row.label else "")


def _bound_words(stated: Decimal | str, tree: n.Expression | None, wording: Wording) -> str:
    if isinstance(stated, Decimal):
        return plain(stated)
    return wording.say(tree) if tree else stated
