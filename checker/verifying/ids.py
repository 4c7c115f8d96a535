"""What the ids, the needs and the formulas in a verdict are called by its ruleset.

Owns the looking up; of an id that is none the answer is empty.  It must not know where in a verdict they
stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from checker.messages import text
from checker.places import Path
from checker.ruleset.compiled import Ruleset
from checker.ruleset.formula import FormulaError, Names, parse
from checker.ruleset.formula_words import labels
from checker.ruleset.terms import number_of
from checker.ruleset.trees import Trees
from checker.verdict.verdict import Verdict
from checker.verifying.coded import coded

# The objects around a place, the innermost first.
Within = Sequence[Mapping[str, Any]]
_SAME_AS = {"exact": "quantity", "years": "quantity", "finer": "attribute", "whole": "attribute",
            "clear": "list", "report": "item"}
_NEED = re.compile(r"(?P<kind>[a-z]+):(?P<name>[^@]+)(?:@(?P<more>.+))?", re.DOTALL)
_TOLD_APART = ("exact", "finer", "whole", "list", "clear", "report")
_LET = re.compile(r"[a-z_][a-z0-9_]* = ")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Ids:
    """The ids of a ruleset, and of the verdict's documents."""

    def __init__(self, ruleset: Ruleset, verdict: Verdict) -> None:
        self.ruleset = ruleset
        model = ruleset.model
        self._labels: dict[str, dict[str, str]] = {
            "quantity": {name: term.label for name, term in model.quantities.items()},
            "attribute": {name: term.label for name, term in model.attributes.items()},
            "list": {name: term.label for name, term in model.lists.items()},
            "factor": {name: term.label for name, term in model.factors.items()},
            "item": {item.id: item.model.label
                     for item in (*ruleset.items.values(), *ruleset.shown.values())},
            "requirement": {**{one.id: one.label for one in model.requirements},
                            "verdict": text("stage_of.verdict")},
            "index": {one.id: one.label for one in model.indices},
            "doubt": {one.id: one.label for one in model.doubts},
            "overlay": {one.overlay.model.id: f"《{one.overlay.model.title}》" for one in ruleset.overlays},
            "document": {one.id: f"《{one.title}》" for one in verdict.documents}}

    def called(self, of: str, value: str, within: Within = ()) -> str:
        """The name of an id; empty where the ruleset has none such."""
        if of == "need":
            return self.need(value)
        if of == "reading":
            items = {**self.ruleset.items, **self.ruleset.shown}
            own = [items[name]] if (name := beside(within, "item")) in items else []
            return next((reading.label for item in (*own, *items.values())
                         for reading in item.interpretations if reading.id == value and reading.label), "")
        return self._labels.get(_SAME_AS.get(of, of), {}).get(value, "")

    def anything(self, value: str) -> str:
        """A text that may be the id of anything; else as it is written."""
        return next((known[value] for known in self._labels.values() if value in known), value)

    def field(self, name: str, key: str) -> str:
        """A field of a list's entries; whatever has such an id where that list has none."""
        lists = self.ruleset.model.lists
        known = [lists[name]] if name in lists else []
        return next((one.fields[key].label for one in (*known, *lists.values()) if key in one.fields), "")

    def need(self, key: str) -> str:
        """A need by its key."""
        found = _NEED.fullmatch(key)
        if not found:
            return ""
        kind, name, more = found["kind"], found["name"], found["more"] or ""
        if kind == "resolve":
            return text("need.resolve", reason=coded("", "reason", name) or name, item=number_of(more))
        label = self.called(kind, name)
        reading = self.called("reading", more, [{"item": name}]) if kind == "report" else ""
        told = text("need.report_reading", label=label, reading=reading) if reading else text(
            f"need.{kind}", label=label) if kind in _TOLD_APART else label
        year = text("formula.base") if more == "base" else "" if reading else more
        return text("need.in_year", name=told, year=year) if label and year else told if label else ""

    @cached_property
    def _names(self) -> Names:
        return replace(Trees(self.ruleset.model).names, grades=self.ruleset.grades)

    @cached_property
    def _lets(self) -> dict[str, str]:
        """What readings name within themselves, of all items."""
        return {name: let for item in self.ruleset.items.values()
                for reading in item.model.readings.values() for name, let in reading.let.items()}

    def formula(self, written: str, within: Within) -> str:
        """A formula with the labels of its data; of what is none the ids in it by their names."""
        item = self.ruleset.items.get(beside(within, "item"))
        reading = item.model.readings.get(beside(within, "reading")) if item else None
        let = _LET.match(written)
        names = replace(self._names, definitions={
            **self._lets, **self._names.definitions, **(reading.let if reading else {})})
        try:
            told = labels(self.ruleset).say(parse(written[let.end():] if let else written, names))
        except (FormulaError, LookupError, RecursionError):
            return _ID.sub(lambda found: self.anything(found[0]), written)
        return text("differs.let", formula=told) if let else told


def enclosing(path: Path, side: Any) -> list[Mapping[str, Any]]:
    """The objects around a place, the innermost first, as far as there are some."""
    found: list[Mapping[str, Any]] = []
    for part in path:
        if isinstance(side, dict):
            found.insert(0, side)
        try:
            side = side[part]
        except (LookupError, TypeError):
            break
    return found


def beside(within: Sequence[Mapping[str, Any]], key: str) -> str:
    """What the nearest object has under a key; a text, or nothing."""
    return next((value for one in within if isinstance(value := one.get(key), str)), "")
