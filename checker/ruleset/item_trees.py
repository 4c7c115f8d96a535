"""An item as it is written with its formulas, limits and effects as trees.

Owns the checks of one item.  What several items share is :mod:`checker.ruleset.compiling`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from checker.errors import Problem
from checker.places import Path
from checker.quantity.unit import Unit
from checker.ruleset import asking, charging
from checker.ruleset import formula as f
from checker.ruleset.compiled import PLAIN, CompiledRow, EffectRow, Interpretation, Item, RowBound
from checker.ruleset.indicator import Indicator, Limit, LimitRow, Reading
from checker.ruleset.trees import Trees

ALWAYS = ("prohibit", "review")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class ItemTrees:
    """Items by the formulas and the effects of their ruleset."""

    def __init__(self, trees: Trees, effects: Mapping[str, tuple[EffectRow, ...]]) -> None:
        self.trees, self.model, self.problems, self.effects = trees, trees.model, trees.problems, effects

    def item(self, indicator: Indicator, path: Path, requirement: str | None) -> Item:
        """The item, each of its readings on its own; an adopted one stands alone."""
        interpretations = []
        readings = indicator.readings
        if indicator.adopted:
            readings = {indicator.adopted.reading: readings[indicator.adopted.reading]}
        # Canonical JSON sorts keys, so no order of the file may reach the verdict.
        for name, reading in sorted(readings.items(), key=lambda entry: (not entry[1].decides, entry[0])):
            interpretations.append(self._interpretation(
                indicator, name, reading, (*path, "readings", name)))
        if not readings:
            interpretations.append(self._interpretation(indicator, PLAIN, None, path))
        applies = None
        if indicator.applies_when:
            applies = self.trees.condition(indicator.applies_when, (*path, "applies_when"))
        unit = Unit(indicator.unit) if indicator.unit else None
        found = tuple(interpretations)
        if indicator.shortfall and not any(reading.rows for reading in found):
            self.problems.append(Problem("ruleset.shortfall_where", {}, (*path, "shortfall")))
        return Item(indicator, unit, found, applies, requirement,
                    self._effect(indicator, path) or charging.cases(indicator, self.trees, path),
                    tuple(charging.charges(indicator, found, self.trees, path)))

    def _interpretation(self, indicator: Indicator, name: str, reading: Reading | None,
                        path: Path) -> Interpretation:
        names = self.trees.names
        if reading:
            names = replace(names, definitions={**names.definitions, **reading.let})
        unit = (reading and reading.unit) or indicator.unit
        formulas = (reading and reading.value) or indicator.value or []
        texts = [formulas] if isinstance(formulas, str) else formulas
        values = [tree for text in texts
                  if (tree := self.trees.value(text, unit, (*path, "value"), names))]
        limit: Limit = (reading and reading.limit) or indicator.limit
        place = path if reading is None or reading.limit else path[:-2]
        rows = tuple(self._row(i, row, indicator, unit, (*place, "limit", i), names)
                     for i, row in enumerate(limit))
        for row in rows[:-1]:
            if row.when is None:
                self.problems.append(
                    Problem("ruleset.row_unreachable", {}, (*place, "limit", row.index + 1)))
        condition = (reading and reading.prohibited_when) or indicator.prohibited_when
        spoken_of = " ".join([*texts, condition or "", *(row.condition or "" for row in limit),
                              *names.definitions.values()])
        for unused in [key for key in (reading.let if reading else ())
                       if not re.search(rf"\b{key}\b", spoken_of)]:
            self.problems.append(Problem("ruleset.unused_let", {"name": unused}, (*path, "let", unused)))
        conditions = [row.when for row in rows if row.when]
        assigned = [bound.tree for row in rows for bound in row.bounds if bound.tree]
        applies = prohibited = None
        if reading and reading.applies_when:
            applies = self.trees.condition(reading.applies_when, (*path, "applies_when"), names)
        if condition:
            prohibited = self.trees.condition(condition, (*path, "prohibited_when"), names)
        asked = list(dict.fromkeys(one for tree in values for one in asking.asks(tree)))
        return Interpretation(
            name, reading.label if reading else None, tuple(values), rows,
            Unit(unit) if unit else None, reading.decides if reading else True,
            self._never_below(indicator, name, reading, path), applies, prohibited,
            tuple(one for one in asked if not one.optional), tuple(one for one in asked if one.optional),
            tuple(dict.fromkeys(one for tree in [*conditions, *assigned] for one in asking.asks(tree))),
            tuple(_written([*texts, *([condition] if condition else [])], names.definitions)))

    def _never_below(self, indicator: Indicator, name: str, reading: Reading | None, path: Path
                     ) -> str | None:
        """The reading than whose value this one's is never lower: another of the item, in the same unit."""
        below = reading.at_least if reading else None
        other = indicator.readings.get(below or "")
        if reading and below and (other is None or below == name or other.unit != reading.unit
                                  or not indicator.unit):
            self.problems.append(Problem("ruleset.never_below", {"name": below}, (*path, "at_least")))
        return below

    def _row(self, index: int, row: LimitRow, indicator: Indicator, unit: str | None, path: Path,
             names: f.Names) -> CompiledRow:
        if (row.word is not None) != (indicator.words is not None) or (
                row.word is not None and row.word not in (indicator.words or [])):
            self.problems.append(Problem("ruleset.limit_kind", {"id": indicator.id}, path))
        when = self.trees.condition(row.condition, (*path, "when"), names) if row.condition else None
        return CompiledRow(index, when, row, tuple(
            _number_bound(name, bound) if isinstance(bound, Decimal)
            else RowBound(name, None, tree=self.trees.value(
                bound, unit, (*path, name), names, "ruleset.bound_unit"))
            for name, bound in row.bounds))

    def _effect(self, indicator: Indicator, path: Path) -> tuple[EffectRow, ...]:
        """The cases of a prohibition's effect; none where it is always the same."""
        if indicator.prohibits and not self.model.kind.admits:
            self.problems.append(Problem("ruleset.prohibition_where", {"id": indicator.id}, path))
        if indicator.effect is None or indicator.effect in ALWAYS:
            return ()
        if indicator.effect not in self.effects:
            known = "、".join((*ALWAYS, *self.effects))
            self.problems.append(Problem("ruleset.unknown_effect", {"name": indicator.effect, "known": known},
                                         (*path, "effect")))
        return self.effects.get(indicator.effect, ())


def _written(formulas: list[str], definitions: Mapping[str, str]) -> list[str]:
    """Formulas, then each definition that they or these name."""
    found = dict.fromkeys(formulas)
    told = list(found)
    for text in told:
        for name in _NAME.findall(text):
            if name in definitions and (line := f"{name} = {definitions[name]}") not in found:
                found[line] = None
                told.append(line)
    return told


def _number_bound(relation: str, written: Decimal) -> RowBound:
    number, digits = Fraction(written), _decimals(written)
    return RowBound(relation, number, digits, ratio=number.as_integer_ratio(), step=10**digits)


def _decimals(bound: Decimal) -> int:
    exponent = bound.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
