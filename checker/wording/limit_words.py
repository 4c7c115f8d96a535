"""What a ruleset demands, in words: limits row by row, what is prohibited, what a match comes to.

Owns those words for pages, catalogues and findings alike.  It must not judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from checker.messages import text, verbatim
from checker.quantity.display import plain, with_unit
from checker.quantity.unit import Unit
from checker.ruleset.compiled import CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.formula_words import labels
from checker.ruleset.item_trees import ALWAYS
from checker.ruleset.shortfall import Shortfall
from checker.wording.shown_amount import ShownAmount

# The rows of a limit that may apply under one reading.
RowsOf = tuple[Interpretation, Sequence[CompiledRow]]


def limit_text(rows: Sequence[CompiledRow], ruleset: Ruleset) -> str:
    """A limit in words: ``≤0.5``, or each case with its own."""
    return text("join.parts").join(row_texts(rows, ruleset))


def row_texts(rows: Sequence[CompiledRow], ruleset: Ruleset) -> list[str]:
    """Each row of a limit in words; that there is none, where there is none."""
    if not rows:
        return [text("limit.none")]
    return ["".join(_row_parts(row, ruleset)) for row in rows]


def applied_texts(rows: Sequence[CompiledRow], reading: Interpretation, unit: Unit | None,
                  ruleset: Ruleset) -> list[str]:
    """The limit of the rows that may apply, in the reading's own unit where that is another."""
    return ["".join(part) for part in _applied_parts(rows, reading, unit, ruleset)]


def _applied_parts(rows: Sequence[CompiledRow], reading: Interpretation, unit: Unit | None,
                   ruleset: Ruleset) -> list[tuple[str, str]]:
    if reading.rows and not rows:
        return [(text("limit.not_this_year"), "")]
    *others, (head, aside) = [_row_parts(row, ruleset) for row in rows] or [(text("limit.none"), "")]
    own = own_unit(reading, unit)
    return [*others, (head, aside + own) if aside else (head + own, "")]


def own_unit(reading: Interpretation, unit: Unit | None) -> str:
    """The unit of a reading that measures in another than the item."""
    if reading.unit is None or unit is None or reading.unit.text == unit.text:
        return ""
    return with_unit("", reading.unit.text, " ")


def of_floor(limits: Sequence[RowsOf], item: Item, ruleset: Ruleset) -> tuple[ShownAmount, str | None]:
    """The limit of a floor, and the number that it says to be the least; a ruleset says them once."""
    place = ("floor", item.id, *((reading.id, *(row.index for row in rows)) for reading, rows in limits))
    if place not in ruleset.remembered:
        ruleset.remembered[place] = (_reach(limits, item, ruleset), _bound(limits, item, ruleset))
    found: tuple[ShownAmount, str | None] = ruleset.remembered[place]
    return found


def _reach(limits: Sequence[RowsOf], item: Item, ruleset: Ruleset) -> ShownAmount:
    """The limit of a floor: its unit stands before the number that a label is compared by."""
    said = dict.fromkeys(part for reading, rows in limits
                         for part in _applied_parts(rows, reading, item.unit, ruleset))
    *others, (head, aside) = said or [(item.model.ask or "", "")]
    label = next((rows[-1].row.label for _, rows in reversed(limits) if rows), None)
    told = not aside and label is not None and label.endswith(item.model.unit or "")
    return ShownAmount(figure=text("join.parts").join([*map("".join, others), head]), aside=aside,
                  unit=None if told else item.model.unit)


def _bound(limits: Sequence[RowsOf], item: Item, ruleset: Ruleset) -> str | None:
    """The number that a limit says to be the least, where it says nothing else."""
    found = {_least(rows, ruleset) if not own_unit(reading, item.unit) else None for reading, rows in limits}
    return found.pop() if len(found) == 1 else None


def _least(rows: Sequence[CompiledRow], ruleset: Ruleset) -> str | None:
    """The number of rows that all say the same least number, in no case and with no label of its own."""
    found = {number if said == verbatim("limit.at_least", bound=number) else None
             for row in rows for said, number in [(_row_parts(row, ruleset)[0], _number(row))]}
    return found.pop() if len(found) == 1 else None


def _number(row: CompiledRow) -> str | None:
    match row.row.bounds:
        case [("at_least", Decimal() as number)] if number >= 0:
            return plain(number)
    return None


def demand(item: Item, reading: Interpretation, ruleset: Ruleset) -> str:
    """What a reading of an item demands: its limit, or what is prohibited and what a match comes to."""
    if not item.model.prohibits:
        return limit_text(reading.rows, ruleset)
    return verbatim(
        "prohibition.comes_to", condition=condition(reading, item.model.ask, ruleset),
        effect=effect_words(item, ruleset))


def condition(reading: Interpretation, question: str | None, ruleset: Ruleset) -> str:
    """What is prohibited, in words; for a question that itself."""
    if reading.prohibited is None:
        return question or ""
    said = labels(ruleset, valued=True).say(reading.prohibited)
    return verbatim("prohibition.condition", condition=said)


def effect_words(item: Item, ruleset: Ruleset) -> str:
    """What a match, or falling short of a floor, comes to, with its cases where that hangs on the project."""
    if item.model.shortfall:
        return shortfall_words(item.model.shortfall)
    name = item.model.effect or "prohibit"
    if name in ALWAYS:
        return text(f"effect_of.{name}")
    effect = ruleset.model.effects[name]
    cases = [verbatim("effect_of.case", case=case.case, effect=text(f"effect_of.{case.effect}"))
             for case in effect.cases]
    return verbatim("effect_of.cases", label=effect.label, cases=text("join.parts").join(cases))


def shortfall_words(short: Shortfall) -> str:
    """What falling short of a floor comes to, as the document says it, and in which case."""
    said = short.label or text(f"effect_of.{short.effect}")
    return verbatim("shortfall.case", case=short.case, effect=said) if short.case else said


def _row_parts(row: CompiledRow, ruleset: Ruleset) -> tuple[str, str]:
    """A row in words, and by what number it is compared where its label doesn't tell."""
    heading = f"{row.row.heading}：" if row.row.heading else ""
    said, aside = _said(row, ruleset)
    return heading + said, aside


def _said(row: CompiledRow, ruleset: Ruleset) -> tuple[str, str]:
    if row.row.word is not None:
        return row.row.label or row.row.word, ""
    if row.row.free is not None:
        return verbatim("limit.free", why=row.row.free), ""
    if row.row.unread is not None:
        return verbatim("limit.unread", why=row.row.unread), ""
    trees = {bound.relation: bound.tree for bound in row.bounds if bound.tree}
    compared = text("join.also").join(verbatim(
        f"limit.{name}",
        bound=plain(bound) if isinstance(bound, Decimal) else labels(ruleset).say(trees[name]))
        for name, bound in row.row.bounds)
    label = row.row.label
    if label is None or label == compared:
        return compared, ""
    return label, "" if _tells(label, row) else verbatim("limit.compared", compared=compared)


def _tells(label: str, row: CompiledRow) -> bool:
    """Whether a limit's label says its number itself, and no sign that might be another."""
    said = re.findall(r"\d+(?:\.\d+)?", label)
    numbers = [plain(bound) for _, bound in row.row.numbers]
    return not re.search("[≤≥<>=＜＞＝]", label) and len(numbers) == len(row.bounds) and numbers == said
