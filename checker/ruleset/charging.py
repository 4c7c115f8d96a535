"""What falling short of a floor costs, as trees: the amount by each row of the limit, an item of its own.

Owns the names that such an amount may use beside all others: ``floor`` and ``value``.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from checker.errors import Problem
from checker.places import Path
from checker.quantity.display import exact, with_unit
from checker.quantity.unit import Unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Charge, CompiledRow, EffectRow, Interpretation, Item
from checker.ruleset.indicator import MOST_DIGITS, Indicator, PossibleRange
from checker.ruleset.shortfall import Shortfall
from checker.ruleset.trees import Trees

FLOOR, VALUE = "floor", "value"
# Nobody is paid for falling short.
_NOT_NEGATIVE = PossibleRange(at_least=Decimal(0), at_most=Decimal(10) ** MOST_DIGITS)


def charges(indicator: Indicator, interpretations: tuple[Interpretation, ...], trees: Trees,
            path: Path) -> Iterator[Charge]:
    """The amount that falling short of each row of each deciding reading's limit costs, if any."""
    short = indicator.shortfall
    if short is None or short.amount is None:
        return
    for name in (FLOOR, VALUE):
        if name in (*trees.model.quantities, *trees.model.attributes, *trees.model.definitions,
                    *trees.model.factors, *trees.model.grades):
            trees.problems.append(Problem("ruleset.shortfall_name", {"name": name}, (*path, "shortfall")))
            return
    for reading in interpretations:
        for row in reading.rows if reading.decides else ():
            if row.bounds or row.row.word is not None:
                yield Charge(reading.id, row.index, _item(indicator, short, reading, row, trees, path))


def cases(indicator: Indicator, trees: Trees, path: Path) -> tuple[EffectRow, ...]:
    """In which cases falling short comes to what: under its condition to the effect, else it refuses."""
    short = indicator.shortfall
    if short is None or short.when is None or short.case is None:
        return ()
    when = trees.condition(short.when, (*path, "shortfall", "when"))
    return () if when is None else (
        EffectRow(when, short.case, short.effect), EffectRow(n.Logic("not", (when,)), "", "prohibit"))


def _item(indicator: Indicator, short: Shortfall, reading: Interpretation, row: CompiledRow, trees: Trees,
          path: Path) -> Item:
    """The amount as an item that is only computed."""
    let = indicator.readings[reading.id].let if reading.id != PLAIN else {}
    given, named = _given(reading, row)
    names = replace(trees.names, definitions={**trees.names.definitions, **let}, given=given)
    assert short.amount is not None
    tree = trees.value(short.amount, short.unit, (*path, "shortfall", "amount"), names)
    asked = list(dict.fromkeys(asking.asks(tree))) if tree else []
    unit = Unit(short.unit) if short.unit else None
    amount = Interpretation(
        PLAIN, reading.label, (tree,) if tree else (), (), unit,
        asks_value=tuple(one for one in asked if not one.optional),
        asks_bounded=tuple(one for one in asked if one.optional), written=(short.amount, *named))
    model = indicator.model_copy(update={
        "id": f"{indicator.id}/{reading.id}/{row.index}", "unit": short.unit, "words": None,
        "value": short.amount, "readings": {}, "adopted": None, "limit": [], "applies_when": None,
        "within": _NOT_NEGATIVE, "shortfall": None})
    return Item(model, unit, (amount,), None, None)


def _given(reading: Interpretation, row: CompiledRow) -> tuple[Mapping[str, n.Expression], list[str]]:
    """What ``floor`` and ``value`` stand for, where each is one thing; and how that is written."""
    given: dict[str, n.Expression] = {}
    named = []
    if len(reading.values) == 1:
        given[VALUE] = reading.values[0]
        named.append(f"{VALUE} = {reading.written[0]}")
    if len(row.bounds) == 1 and reading.unit is not None:
        [bound], unit = row.bounds, reading.unit
        if bound.tree is not None:
            given[FLOOR] = bound.tree
            named.append(f"{FLOOR} = {row.row.bounds[0][1]}")
        elif bound.number is not None:
            said = with_unit(exact(bound.number), unit.text)
            given[FLOOR] = n.FloorRead(bound.number * unit.factor, unit.text, said)
            named.append(f"{FLOOR} = {said}")
    return given, named
