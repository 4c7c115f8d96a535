"""Which items each datum of a form serves, as the form prints it beside the datum.

Owns that listing.  It must not draw.
"""

from __future__ import annotations

from checker.evidence.facts import BASE
from checker.messages import text
from checker.ruleset import asking
from checker.ruleset.compiled import Ruleset


def served(ruleset: Ruleset) -> dict[tuple[str, str], list[str]]:
    """The numbers of the items that read a datum, by its kind and name."""
    found: dict[tuple[str, str], list[str]] = {}
    described = [name for name, known in ruleset.model.attributes.items() if known.describes]
    for item in ruleset.written:
        keys = {(asked.kind, asked.name) for tree in item.trees() for asked in asking.asks(tree)}
        data = {("attribute", BASE) if kind == "base" else (kind, name) for kind, name in keys}
        if item.model.watch:
            data |= {("attribute", name) for name in described}
        for datum in data:
            found.setdefault(datum, []).append(item.id.rpartition(".")[2])
    return found


def said(numbers: list[str] | None) -> str:
    """The numbers in a cell."""
    return "、".join(numbers) if numbers else text("form.serves_none")
