"""What of a ruleset has to fit together besides its formulas: names, ids, members, versions.

Owns these checks.  It must not parse formulas.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.errors import Problem
from checker.places import Path
from checker.quantity.unit import Unit
from checker.ruleset import formula as f
from checker.ruleset.definition import RulesetModel
from checker.validation import suggestion


def names_apart(model: RulesetModel) -> Iterator[Problem]:
    """No name may mean two things."""
    taken: dict[str, str] = dict.fromkeys((*f.FUNCTIONS, *f.WORDS), "language")
    for section in ("quantities", "attributes", "lists", "definitions", "factors", "grades"):
        for name in getattr(model, section):
            if name in taken:
                yield Problem("ruleset.name_taken", {"name": name}, (section, name))
            taken[name] = section


def terms_fit(model: RulesetModel) -> Iterator[Problem]:
    """Every classification and every upper bound that a term names has to be there and fit."""
    for name, attribute in model.attributes.items():
        if attribute.system is not None and attribute.system not in model.classifications:
            yield Problem("ruleset.unknown_system", {
                "name": attribute.system, "known": "、".join(model.classifications) or "（无）"},
                ("attributes", name, "system"))
    for name, quantity in model.quantities.items():
        bound = model.quantities.get(quantity.bounded_by or name)
        units = [Unit(q.unit) for q in (quantity, bound) if q and q.unit]
        alike = bound is not None and quantity.each == bound.each and (
            len(units) == len((quantity, bound)) and units[0].fits(units[1]))
        if quantity.bounded_by is not None and (quantity.bounded_by == name or not alike):
            yield Problem("ruleset.bounded_by", {"name": quantity.bounded_by},
                          ("quantities", name, "bounded_by"))


def requirements_fit(model: RulesetModel, known: set[str]) -> Iterator[Problem]:
    """Requirements of items that there are, that may decide, and that are named once."""
    retired = {entry.id for entry in model.retired}
    weights = {indicator.id: indicator.weight for indicator in model.indicators}
    seen_ids: set[str] = set()
    for position, requirement in enumerate(model.requirements):
        path: Path = ("requirements", position)
        if requirement.id in seen_ids:
            yield Problem("ruleset.id_reused", {"id": requirement.id}, (*path, "id"))
        seen_ids.add(requirement.id)
        key = "of" if requirement.optional else "all_of"
        for place, member in enumerate(requirement.members):
            here: Path = (*path, key, place)
            if member not in known:
                hint = suggestion(member, sorted(known))
                yield Problem("ruleset.unknown_item", {"id": member, "hint": hint}, here)
            elif weights[member] != "binding":
                yield Problem("ruleset.not_binding", {"id": member}, here)
        if len(set(requirement.members)) < len(requirement.members):
            yield Problem("ruleset.member_twice", {"id": requirement.id}, path)
    for entry in sorted(retired & known):
        yield Problem("ruleset.id_reused", {"id": entry}, ("retired",))


def language_fits(model: RulesetModel) -> Iterator[Problem]:
    """A section that needs a later version of the formula language than the ruleset states."""
    for section, version in (("factors", f.SECOND), ("classifications", f.THIRD), ("grades", f.THIRD)):
        if getattr(model, section) and model.formula_language < version:
            yield Problem("ruleset.too_new", {
                "what": section, "version": model.formula_language, "due": version}, (section,))


def shortfalls_fit(model: RulesetModel) -> Iterator[Problem]:
    """Where a floor may lead elsewhere, and where a value may be only shown."""
    for position, indicator in enumerate(model.indicators):
        path: Path = ("indicators", position)
        for name in ("shortfall", "shown_only"):
            if getattr(indicator, name) and model.formula_language < f.FOURTH:
                yield Problem("ruleset.too_new", {
                    "what": name, "version": model.formula_language, "due": f.FOURTH}, (*path, name))
        if indicator.shortfall and not (model.kind.admits and model.kind_of(indicator) == "requirement"):
            yield Problem("ruleset.shortfall_where", {}, (*path, "shortfall"))
        if indicator.shown_only and not model.kind.compares:
            yield Problem("ruleset.shown_only", {}, (*path, "shown_only"))


def headline_fits(model: RulesetModel, known: set[str]) -> Iterator[Problem]:
    """Items of the headline that there are not."""
    for position, item in enumerate(model.headline):
        if item not in known:
            yield Problem("ruleset.unknown_item", {"id": item, "hint": suggestion(item, sorted(known))},
                          ("headline", position))
