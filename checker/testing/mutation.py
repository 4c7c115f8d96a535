"""Small wrong changes to a ruleset, and which of them no case notices.

Owns which part of a ruleset is changed for which items, and the noticing; what is changed in a part is
:mod:`checker.testing.item_changes`' and :mod:`checker.testing.shared_changes`' business.  The ruleset's
own data are changed and compiled anew, so a mutant is a ruleset like any other.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from checker.concluding.engine import Engine
from checker.errors import CheckerError
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.testing.cases import Case
from checker.testing.edit import Edit, EditedData, at
from checker.testing.item_changes import item_edits
from checker.testing.running import CaseResult, run
from checker.testing.shared_changes import (
    definition_edits,
    effect_edits,
    factor_edits,
    grade_edits,
    requirement_edits,
    tier_edits,
)


@dataclass(frozen=True)
class Mutant:
    """A changed ruleset: which item or requirement, what was changed in words.

    ``others`` are further items that the change bears on, whose cases may notice it as well.
    """

    subject: str
    change: str
    ruleset: Ruleset
    others: tuple[str, ...] = ()


def mutants(ruleset: Ruleset, every: int = 1) -> Iterator[Mutant]:
    """Every mutant that still compiles, or only those of each ``every``-th edit."""
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for (subject, *others), change, edit in islice(_edits(data), 0, None, every):
        changed = copy.deepcopy(data)
        edit(changed)
        try:
            yield Mutant(subject, change, from_data(changed), tuple(others))
        except CheckerError:
            continue


def survivors(changed: Sequence[Mutant], cases: Sequence[Case], results: Sequence[CaseResult],
              engine: Engine) -> list[Mutant]:
    """The mutants under which every case that could notice still passes."""
    by_item: dict[str | None, list[Case]] = {}
    for case in cases:
        by_item.setdefault(case.item, []).append(case)
    return [m for m in changed if all(
        _unnoticed(case, m, engine) for subject in (m.subject, *m.others)
        for case in by_item.get(subject if subject in by_item else None, []))]


def _unnoticed(case: Case, mutant: Mutant, engine: Engine) -> bool:
    try:
        return run(case, mutant.ruleset, engine).passed
    except CheckerError:
        return False


def _edits(data: EditedData) -> Iterator[tuple[Sequence[str], str, Edit]]:
    """Every edit, with the items or the requirement that it bears on."""
    for i, indicator in enumerate(data["indicators"]):
        for change, edit in item_edits(indicator):
            yield [indicator["id"]], change, at("indicators", i, edit)
    for name, factor in data.get("factors", {}).items():
        for user in _users(name, data):
            for change, edit in factor_edits(name, factor):
                yield [user], change, edit
    for section, edits in (("definitions", definition_edits), ("grades", grade_edits)):
        for name, part in data.get(section, {}).items():
            users = _users(name, data)
            for change, edit in edits(name, part) if users else ():
                yield users, change, edit
    for change, edit in tier_edits(data.get("tiers", {})):
        yield [data["tiers"]["of"]], change, edit
    for name, effect in data.get("effects", {}).items():
        users = [indicator["id"] for indicator in data["indicators"] if indicator.get("effect") == name]
        for change, edit in effect_edits(name, effect) if users else ():
            yield users, change, edit
    for i, requirement in enumerate(data.get("requirements", [])):
        for change, edit in requirement_edits(requirement):
            yield [requirement["id"]], change, at("requirements", i, edit)


def _users(name: str, data: EditedData) -> list[str]:
    """The items that use what has this name, directly or through a definition."""
    return [indicator["id"] for indicator in data["indicators"]
            if re.search(rf"\b{name}\b", _formulas(indicator, data.get("definitions", {})))]


def _formulas(indicator: EditedData, definitions: Mapping[str, str]) -> str:
    """Everything that an indicator says, with the definitions that it names."""
    said = str(indicator)
    for _ in definitions:
        said += "".join(f" {body}" for name, body in definitions.items()
                        if re.search(rf"\b{name}\b", said) and body not in said)
    return said
