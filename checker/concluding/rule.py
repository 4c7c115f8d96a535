"""A rule: what has to hold for a fact of its form, and what is then concluded.

Owns the shape of a rule, for every table and both engines.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.verdict.part import Concluded, Ruled

Condition = tuple[str, str, str | int]


@dataclass(frozen=True)
class Rule:
    """When every condition holds for a fact of its form, ``outcome`` is concluded."""

    name: str
    form: str
    when: tuple[Condition, ...]
    outcome: Concluded | Ruled
