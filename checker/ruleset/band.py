"""A band in which a value usually lies, and on what the band rests.

Owns the shape.  A band decides nothing: what lies outside it is told as a doubt.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from checker.validation import Model, Text

RELATIONS = ("at_least", "above", "at_most", "below")


class Ground(Model):
    """On what a band or a relation rests: arithmetic, a published figure, or our own experience."""

    rests_on: Literal["arithmetic", "published", "experience"]
    place: Text
    note: Text | None = None


class Band(Model):
    """Bounds in the unit of what they are about."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    @property
    def bounds(self) -> list[tuple[str, Decimal]]:
        """The comparisons: operator name and number."""
        return [(name, value) for name in RELATIONS if (value := getattr(self, name)) is not None]


class Plausible(Band):
    """The band of a single datum."""

    source: Ground

    @model_validator(mode="after")
    def _something(self) -> Plausible:
        if not self.bounds:
            raise PydanticCustomError("ruleset.band_empty", "", {})
        return self
