"""Items that a ruleset takes from another one, with everything that they speak of.

Owns what comes along with an item, and that no name then means two things.  Whole afterwards, the ruleset
needs the other one no more.  It must not read files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.errors import Problem
from checker.messages import source
from checker.places import Path
from checker.ruleset.codes import CodeSystem
from checker.ruleset.definition import Effect
from checker.ruleset.grading import Grade
from checker.ruleset.terms import Attribute, EntryList, Factor, Quantity
from checker.ruleset.written import TakenItem
from checker.validation import Model, build, shorten, suggestion

TAKEN = "taken_from"
_BASE = "construction_base_year"
_TERMS: dict[str, type[Model]] = {
    "classifications": CodeSystem, "attributes": Attribute, "quantities": Quantity, "factors": Factor,
    "lists": EntryList, "effects": Effect, "grades": Grade}
# Names that formulas speak of are one kind of name; a classification or an effect bears another.
_OF_FORMULAS = ("attributes", "quantities", "factors", "lists", "grades", "definitions")
_FORMULAS = frozenset((
    "value", "when", "applies_when", "prohibited_when", "promised_when", "at_least", "at_most", "above",
    "below", "exactly"))
# What is said otherwise has to be seen otherwise.
_SEEN_AS = {"limit": "limit", "targets": "limit", "applies_when": "limit", "value": "formula",
            "readings": "formula", "prohibited_when": "formula", "effect": "limit"}


WholeOf = Callable[[str], Mapping[str, Any] | Problem]


@dataclass
class Taking:
    """The items that are taken into ``data``, whose terms grow by what they speak of."""

    data: dict[str, Any]
    whole_of: WholeOf
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, Mapping[str, Any] | Problem] = field(default_factory=dict)

    def item(self, own: Any, path: Path) -> Any:
        """The whole item, or what is written where it takes none."""
        if not (isinstance(own, dict) and isinstance(own.get(TAKEN), dict) and "ruleset" in own[TAKEN]):
            return own
        asked, problems = build(TakenItem, own[TAKEN])
        if asked is None:
            self.problems += [Problem(p.code, p.params, (*path, TAKEN, *p.path)) for p in problems]
            return own
        if asked.ruleset not in self.known:
            self.known[asked.ruleset] = self.whole_of(asked.ruleset)
        other = self.known[asked.ruleset]
        if isinstance(other, Problem):
            self.problems.append(Problem(other.code, other.params, (*path, TAKEN, "ruleset")))
            return own
        items = {one["id"]: one for one in other["indicators"]}
        if asked.item not in items:
            self.problems.append(Problem("compose.taken_item", {
                "ruleset": asked.ruleset, "item": asked.item,
                "hint": suggestion(asked.item, sorted(items))}, (*path, TAKEN, "item")))
            return own
        return self._whole(own, items[asked.item], other, path)

    def _whole(self, own: dict[str, Any], item: Mapping[str, Any], other: Mapping[str, Any],
               path: Path) -> dict[str, Any]:
        stated = own["source"] if isinstance(own.get("source"), dict) else {}
        for name in [name for name, seen in _SEEN_AS.items() if name in own and seen not in stated]:
            self.problems.append(Problem("compose.taken_seen", {
                "name": name, "due": _SEEN_AS[name]}, (*path, name)))
        held = [name for name, one in item.get("readings", {}).items() if "limit" in one]
        if "limit" in own and held and "readings" not in own:
            self.problems.append(Problem("compose.taken_limit", {"names": "、".join(held)}, (*path, "limit")))
        seen = item.get(TAKEN, {"document": other["document"], "item": item["id"],
                                "place": item["source"]["place"]})
        place = source("show.taken_place", document=seen["document"], place=seen["place"])
        # What is noted of the text there may not hold of what is said otherwise here.
        there = {name: said for name, said in item["source"].items() if name != "note" or not (
            _SEEN_AS.keys() & own.keys())}
        whole = {**item, **own, TAKEN: seen, "source": {**there, **stated, "place": (
            source("join.also").join([str(stated["place"]), place]) if "place" in stated else place)}}
        kind = item.get("limits", other.get("limits", "requirement"))
        if "limits" not in own and kind != self.data.get("limits", "requirement"):
            whole["limits"] = kind
        for section, name, term in _along(whole, other):
            self._declare(section, name, term, path)
        return whole

    def _declare(self, section: str, name: str, term: Any, path: Path) -> None:
        """Put a term in, unless it is there already; no name may mean something else."""
        if section in _OF_FORMULAS:
            elsewhere = [part for part in _OF_FORMULAS if part != section and name in self._terms(part)]
        else:
            elsewhere = []
        mine = self._terms(section)
        if elsewhere or (name in mine and not _alike(section, mine[name], term)):
            self.problems.append(Problem("compose.taken_differs", {"name": shorten(name)}, (*path, TAKEN)))
        elif name not in mine:
            self.data[section] = {**mine, name: term}

    def _terms(self, section: str) -> Mapping[str, Any]:
        terms = self.data.get(section)
        return terms if isinstance(terms, dict) else {}


def _alike(section: str, one: Any, other: Any) -> bool:
    """Whether two declarations mean the same, with or without what holds by default."""
    model = _TERMS.get(section)
    if model is None:
        return bool(str(one) == str(other))
    built, problems = build(model, one)
    return not problems and built == build(model, other)[0]


def _along(item: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Every term of the other ruleset that the item speaks of, through whatever else that speaks of."""
    waiting, seen = [*_names(item)], set[tuple[str, str]]()
    effects = other.get("effects", {})
    if item.get("effect") in effects:
        yield "effects", item["effect"], effects[item["effect"]]
        waiting += _names(effects[item["effect"]])
    while waiting:
        name = waiting.pop(0)
        for section in _OF_FORMULAS:
            terms = other.get(section, {})
            if name not in terms or (section, name) in seen:
                continue
            seen.add((section, name))
            term = terms[name]
            yield section, name, term
            waiting += _spoken(term) if section == "definitions" else _names(term)
            if isinstance(term, dict):
                waiting += [term["bounded_by"]] if "bounded_by" in term else []
                system = term.get("system")
                if system is not None and ("classifications", system) not in seen:
                    seen.add(("classifications", system))
                    yield "classifications", system, other["classifications"][system]


def _names(data: Any, key: str = "") -> Iterator[str]:
    """The names in every formula below."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _names(value, "value" if key == "let" else str(name))
    elif isinstance(data, list):
        for value in data:
            yield from _names(value, key)
    elif key in _FORMULAS and isinstance(data, str):
        yield from _spoken(data)


def _spoken(formula: str) -> Iterator[str]:
    """The names in a formula; what stands in quotes is none, and ``base`` is an attribute's."""
    bare = re.sub("\"[^\"]*\"|'[^']*'", "", str(formula))
    for name in re.findall(r"\b[a-z][a-z0-9_]*\b", bare):
        yield _BASE if name == "base" else name
