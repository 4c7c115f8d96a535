"""What the names of a ruleset come to: used or not, one thing under one name, in all rulesets.

Owns the comparison of terms by name and label.  It must not look at limits, and must not read files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from checker.linting.ruleset import Remark
from checker.messages import text
from checker.quantity.unit import Unit
from checker.ruleset.compiled import Ruleset
from checker.ruleset.terms import Attribute, EntryList, Labelled, Quantity, family_of
from checker.text.normal import folded

SECTIONS = ("quantities", "attributes", "factors", "lists", "definitions", "grades")
SharedTerm = Quantity | Attribute | EntryList
SHARED = ("quantities", "attributes", "lists")
BASE = "construction_base_year"
# Prose, in which a name of the language may well stand by chance.
_PROSE = frozenset((
    "label", "label_en", "title", "title_en", "definition", "note", "text", "reason", "why", "place", "id",
    "document", "issuer", "caveat", "case", "category", "consequence", "also", "authority"))


def lint_names(ruleset: Ruleset) -> list[Remark]:
    """Names that nothing uses, and labels that mean two things."""
    return [*_unused(ruleset), *_twice(ruleset)]


def _unused(ruleset: Ruleset) -> Iterator[Remark]:
    used = _used(ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True))
    for section in SECTIONS:
        for name, term in getattr(ruleset.model, section).items():
            if name not in used and getattr(term, "kind", "") != "text":
                label = term.label if isinstance(term, Labelled) else name
                params = {"kind": text(f"lint.kind.{section}"), "name": name, "label": label}
                yield Remark("error", "lint.unused", params, ruleset.id, (section, name))


def _used(data: Mapping[str, Any]) -> set[str]:
    """Every name that a formula speaks of, through definitions where one leads to another."""
    definitions: Mapping[str, str] = data.get("definitions", {})
    rest = {key: value for key, value in data.items()
            if key == "grades" or key not in (*SECTIONS, "score_total")}
    used: set[str] = set()
    inside = [quantity.get(key) for quantity in data.get("quantities", {}).values()
              for key in ("promised_when", "bounded_by")]
    open_names = set(_names([rest, inside]))
    while open_names:
        name = open_names.pop()
        used.add(name)
        if name in definitions:
            open_names |= set(_names(definitions[name])) - used
    return used | ({BASE} if "base" in used else set())


def _names(data: Any) -> Iterator[str]:
    """The names in every text that may be a formula."""
    if isinstance(data, str):
        yield from re.findall(r"\b[a-z][a-z0-9_]*\b", data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            # A reading may be called what elsewhere is a key; what stands under ``let`` is a formula.
            if key == "let":
                yield from _names(list(value.values()))
            elif key not in _PROSE or isinstance(value, Mapping):
                yield from _names(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _names(value)


def _twice(ruleset: Ruleset) -> Iterator[Remark]:
    """A dossier may speak of its data by their labels, a person of an indicator by its own."""
    model = ruleset.model
    sections: dict[str, Iterable[tuple[str | int, str, str]]] = {
        section: [(name, name, term.label) for name, term in getattr(model, section).items()]
        for section in SHARED}
    sections["indicators"] = [(i, item.id, item.label) for i, item in enumerate(model.indicators)]
    for section, terms in sections.items():
        known: dict[str, str] = {}
        for key, name, label in terms:
            if folded(label) in known:
                yield Remark("error", "lint.label_twice", {
                    "kind": text(f"lint.kind.{section}"), "label": label, "name": name,
                    "other": known[folded(label)]}, ruleset.id, (section, key))
            known.setdefault(folded(label), name)


def lint_shared(rulesets: Sequence[Ruleset], asked: Collection[str]) -> list[Remark]:
    """Findings between rulesets, of those that concern one that was ``asked`` for by id."""
    ordered = sorted(rulesets, key=lambda ruleset: ruleset.id)
    return [finding for check in (_shared_names, _shared_labels, _shared_prefixes)
            for finding in check(ordered, asked)]


def _of_asked(one: Ruleset, other: Ruleset, asked: Collection[str]) -> tuple[Ruleset, Ruleset] | None:
    """The two with the one to be mended first: the later one, unless only the other was asked for."""
    if other.id in asked:
        return other, one
    return (one, other) if one.id in asked else None


def _terms(ruleset: Ruleset) -> Iterator[tuple[str, str, SharedTerm]]:
    for section in SHARED:
        for name, term in getattr(ruleset.model, section).items():
            yield section, name, term


def _shared_names(rulesets: Sequence[Ruleset], asked: Collection[str]) -> Iterator[Remark]:
    """A name of which two rulesets make different things."""
    first: dict[str, tuple[Ruleset, str, SharedTerm]] = {}
    for ruleset in rulesets:
        for section, name, term in _terms(ruleset):
            owner, of, known = first.setdefault(name, (ruleset, section, term))
            pair = _of_asked(owner, ruleset, asked)
            if pair is None or owner is ruleset:
                continue
            mine, theirs = (section, term), (of, known)
            if pair[0] is owner:
                mine, theirs = theirs, mine
            differences = "；".join(_differences(mine, theirs))
            if differences:
                params = {"name": name, "other": pair[1].id, "differences": differences}
                yield Remark("error", "lint.shared_name", params, pair[0].id, (mine[0], name))


def _differences(mine: tuple[str, SharedTerm], theirs: tuple[str, SharedTerm]) -> Iterator[str]:
    """In what two terms differ, each in words."""
    here, there = _signature(*mine), _signature(*theirs)
    # A quantity and a list of one name have nothing else that could be compared.
    for key in dict.fromkeys([*here, *there]) if mine[0] == theirs[0] else ["kind"]:
        ours, others = here.get(key, _ABSENT), there.get(key, _ABSENT)
        if ours[0] != others[0]:
            yield text("lint.difference", what=text(f"lint.what.{key}"), here=ours[1], there=others[1])


_ABSENT: tuple[object, str] = (None, "—")


def _signature(section: str, term: SharedTerm) -> dict[str, tuple[object, str]]:
    """What has to be the same wherever the name is used, and its words; units only by dimension."""
    said = {"kind": text(f"lint.kind.{section}"), "label": term.label}
    match term:
        case Quantity():
            said |= {flag: text(f"lint.{getattr(term, flag)}") for flag in ("scoped", "priced", "signed")}
            said["each"] = text(f"lint.each.{term.each}")
        case Attribute():
            said["holds"] = text(f"lint.holds.{term.kind}")
            said["declared"] = text(f"lint.{term.declared}")
            said |= {"system": term.system} if term.system else {}
        case _:
            said["cumulative"] = text(f"lint.{term.cumulative}")
    if isinstance(term, (Quantity, Attribute)) and term.words:
        said["words"] = "、".join(term.words)
    found: dict[str, tuple[object, str]] = {key: (words, words) for key, words in said.items()}
    if isinstance(term, (Quantity, EntryList)) and term.unit:
        found["unit"] = (Unit(term.unit).base, term.unit)
    return found


def _shared_labels(rulesets: Sequence[Ruleset], asked: Collection[str]) -> Iterator[Remark]:
    """A label that goes by two names, so that a dossier has to state the same thing twice."""
    first: dict[tuple[str, str], tuple[Ruleset, str]] = {}
    for ruleset in rulesets:
        for section, name, term in _terms(ruleset):
            owner, known = first.setdefault((section, folded(term.label)), (ruleset, name))
            pair = _of_asked(owner, ruleset, asked)
            if known == name or owner is ruleset or pair is None:
                continue
            mine, theirs = (name, known) if pair[0] is ruleset else (known, name)
            yield Remark("advice", "lint.shared_label", {
                "kind": text(f"lint.kind.{section}"), "label": term.label, "name": mine, "other": pair[1].id,
                "known": theirs}, pair[0].id, (section, mine))


def _shared_prefixes(rulesets: Sequence[Ruleset], asked: Collection[str]) -> Iterator[Remark]:
    """Ids are for ever, so no two rulesets may give out ids of one series."""
    first: dict[str, Ruleset] = {}
    for ruleset in rulesets:
        ids = [*ruleset.items, *ruleset.shown, *(entry.id for entry in ruleset.model.retired),
               *(index.id for index in ruleset.model.indices)]
        for prefix in dict.fromkeys(map(family_of, ids)):
            owner = first.setdefault(prefix, ruleset)
            pair = _of_asked(owner, ruleset, asked)
            if owner is not ruleset and pair is not None:
                yield Remark("error", "lint.shared_prefix", {"prefix": prefix, "other": pair[1].id},
                              pair[0].id, ("indicators",))
