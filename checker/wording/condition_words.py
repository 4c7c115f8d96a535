"""A condition in words: as the ruleset has it, with the data put in, and the facts that it was held against.

Owns those words.  It must not decide whether a condition holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.evidence.evidence import DatumKey
from checker.measuring.choices import MAX_CHOICES
from checker.messages import text, verbatim
from checker.quantity.display import with_unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import CompiledRow
from checker.ruleset.formula_words import labels, numbers
from checker.verdict.found import ReadingFinding
from checker.verdict.stated import DatumPart
from checker.wording import restated_words
from checker.wording.context import Context

_OR = "／"


def condition(tree: n.Expression, context: Context) -> str:
    """A condition by the labels of its data."""
    return labels(context.ruleset, valued=True).say(tree)


def put_in(tree: n.Expression, found: ReadingFinding, context: Context) -> str:
    """A formula or condition with the data put in; several values of one datum stand side by side."""
    verdict = context.verdict
    taken = {(datum.quantity, datum.year): [datum] for datum in context.data(found.data)}
    stated = {key: taken.get(key) or context.data(context.places[key])
              for key in _asked([tree], context) if key in context.places}
    said = {key: _side_by_side(list(dict.fromkeys(map(written, data)))) for key, data in stated.items()}
    return numbers(said, context.ruleset, verdict.period, verdict.base, {}).say(tree)


def _side_by_side(values: Sequence[str]) -> str:
    """Several values of one datum, of very many the first and how many there are."""
    shown = _OR.join(values[:MAX_CHOICES])
    return shown if len(values) <= MAX_CHOICES else verbatim("note.and_more", names=shown, count=len(values))


def bounds(row: CompiledRow, found: ReadingFinding, context: Context) -> list[str]:
    """The bounds of a row that are data, with the data put in."""
    return [verbatim(f"limit.{bound.relation}", bound=put_in(bound.tree, found, context))
            for bound in row.bounds if bound.tree is not None]


def facts(tree: n.Expression, context: Context) -> list[str]:
    """What is stated of the attributes and lists that a condition asks for; amounts are put in."""
    return list(dict.fromkeys(_facts(tree, context)))


def _facts(tree: n.Expression, context: Context) -> Iterator[str]:
    model, verdict, absent = context.ruleset.model, context.verdict, text("fact.absent")
    for asked in asking.asks(tree):
        match asked.kind:
            case "attribute":
                known = model.attributes[asked.name]
                judged_by = verdict.facts.get(asked.name)
                value = absent if judged_by is None else restated_words.said(judged_by, known)
                yield verbatim("fact.is", label=known.label, value=value)
            case "list":
                counts = [verbatim("fact.entries", count=len(entry.entries), closed=text(
                    "fact.closed" if entry.complete else "fact.open"))
                    for entry in verdict.lists if entry.name == asked.name]
                value = text("join.parts").join(counts) or absent
                yield verbatim("fact.is", label=model.lists[asked.name].label, value=value)


def stated_places(trees: Sequence[n.Expression], found: ReadingFinding, context: Context) -> list[int]:
    """The places of the data that formulas ask for and the evaluation doesn't name: it could not use them."""
    named = {(datum.quantity, datum.year) for datum in context.data(found.data)}
    return [place for key in _asked(trees, context) if key not in named
            for place in context.places.get(key, ())]


def _asked(trees: Sequence[n.Expression], context: Context) -> list[DatumKey]:
    """The quantities that formulas ask for, each with its calendar year, where that is known."""
    once = context.ruleset.once
    return list(dict.fromkeys(
        (one.name, None if one.name in once or one.year is None else _calendar(one.year, context))
        for tree in trees for one in asking.asks(tree) if one.kind == "quantity"))


def stated_lists(trees: Sequence[n.Expression], found: ReadingFinding, context: Context) -> list[int]:
    """The same of lists, whatever their year."""
    lists = context.verdict.lists
    named = {lists[place].name for place in found.lists}
    asked = {one.name for tree in trees for one in asking.asks(tree) if one.kind == "list"}
    return [place for place, entry in enumerate(lists) if entry.name in asked - named]


def _calendar(year: n.RelativeYear, context: Context) -> int | None:
    """The calendar year of a formula's year, where it is known."""
    if year.anchor == "base":
        return None if context.verdict.base is None else context.verdict.base + year.offset
    return year.offset + (context.verdict.period if year.anchor == "y" else 0)


def written(datum: DatumPart) -> str:
    """A datum as it stands in a formula; what only bounds it stands there as a bound."""
    said = with_unit(datum.value, datum.unit)
    return verbatim("limit.at_most", bound=said) if datum.bound_of else said
