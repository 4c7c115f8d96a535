"""The units as pint reads them: an oracle for ours."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pint import UnitRegistry

from checker.quantity.unit import _DEFINITIONS, COUNTS


@cache
def registry() -> UnitRegistry[Fraction]:
    """A registry of the same definitions, exact, that writes nothing anywhere."""
    found: UnitRegistry[Fraction] = UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    for count in COUNTS:
        found.define(f"{count} = [{count}数]")
    for line in _DEFINITIONS.strip().splitlines():
        found.define(line)
    return found
