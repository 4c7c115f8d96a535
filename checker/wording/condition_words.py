"""A condition in words: as the ruleset has it, with the data put in, and the facts that it was held against.

Owns those words.  It must not decide whether a condition holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.messages import text, verbatim
from checker.quantity.display import with_unit
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import CompiledRow
from checker.ruleset.formula_words import labels, numbers
from checker.verdict.found import ReadingFinding
from checker.verdict.stated import DatumPart
from checker.wording.context import Context
from checker.wording.restated_words import said

Stated = Mapping[tuple[str, int | None], list[str]]
_OR = "／"


def condition(tree: n.Expression, context: Context) -> str:
    """A condition by the labels of its data."""
    return labels(context.ruleset, valued=True).say(tree)


def put_in(tree: n.Expression, found: ReadingFinding | None, context: Context) -> str:
    """A formula or condition with the data put in; several values of one datum stand side by side."""
    joined = {key: _OR.join(values) for key, values in _stated(found, context).items()}
    verdict = context.verdict
    return numbers(joined, context.ruleset, verdict.period, verdict.base, {}).say(tree)


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
                value = said(verdict.facts[asked.name], known) if asked.name in verdict.facts else absent
                yield verbatim("fact.is", label=known.label, value=value)
            case "list":
                counts = [verbatim("fact.entries", count=len(entry.entries), closed=text(
                    "fact.closed" if entry.complete else "fact.open"))
                    for entry in verdict.lists if entry.name == asked.name]
                value = "；".join(counts) or absent
                yield verbatim("fact.is", label=model.lists[asked.name].label, value=value)


def _stated(found: ReadingFinding | None, context: Context) -> Stated:
    """What is stated of each datum: in an evaluation the value that it takes, otherwise every one."""
    taken = _by_datum(context.data(found.data)) if found else {}
    return {**_by_datum(context.verdict.data), **taken}


def _by_datum(data: list[DatumPart]) -> dict[tuple[str, int | None], list[str]]:
    by_datum: dict[tuple[str, int | None], list[str]] = {}
    for datum in data:
        written = with_unit(datum.value, datum.unit)
        if datum.bound_of:
            written = verbatim("limit.at_most", bound=written)
        values = by_datum.setdefault((datum.quantity, datum.year), [])
        values += [] if written in values else [written]
    return by_datum
