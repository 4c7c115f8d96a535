"""Faults of a ruleset's data by their cause, where the shape of the data alone names another.

Owns the parts that an item's source needs, and numbers with a unit where a number is due.  It must not
compile and must not find faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.errors import Problem
from checker.quantity.amount import UnreadableAmount, parse

PARTS = ("place", "name", "limit", "formula")
BOUNDS = ("at_most", "at_least", "above", "below", "exactly")
_NUMBER_DUE = ("field.not_number", "field.not_list")


def by_cause(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with their causes; what one source lacks is one problem."""
    found: dict[tuple[object, ...], Problem] = {}
    for number, problem in enumerate(problems):
        path = problem.path
        if problem.code == "field.missing" and _of_source(path):
            place = path[:3]
            lacking = PARTS if len(path) == len(place) else (
                *_lacking(found.get(place)), str(path[-1]))
            found[place] = Problem("ruleset.source_parts", {"names": tuple(lacking)}, place)
        elif problem.code == "field.not_mapping" and _of_source(path):
            found[path] = Problem("ruleset.source_text", {"given": problem.params.get("given", "")}, path)
        else:
            found[(*path, number)] = _with_unit(problem)
    return list(found.values())


def _of_source(path: Sequence[str | int]) -> bool:
    """Whether a path is an item's source or one of its parts."""
    return len(path) in (3, 4) and path[0] == "indicators" and path[2] == "source" and (
        len(path) == len(("indicators", 0, "source")) or path[3] in PARTS)


def _lacking(before: Problem | None) -> tuple[str, ...]:
    names = before.params["names"] if before else ()
    return names if isinstance(names, tuple) else ()


def _with_unit(problem: Problem) -> Problem:
    """An amount with its unit where a limit takes the number alone."""
    named = problem.path[-1] if problem.path else ""
    if problem.code not in _NUMBER_DUE or not (named in BOUNDS or named == "limit"):
        return problem
    given = str(problem.params.get("given", ""))
    try:
        unit = parse(given).unit
    except UnreadableAmount:
        return problem
    if unit is None:
        return problem
    return Problem("ruleset.limit_with_unit", {"given": given, "unit": unit}, problem.path)
