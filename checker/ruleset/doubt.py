"""What makes data doubtful beside each other, as a ruleset states it; it never decides.

Owns the shape.  It must not evaluate.
"""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.band import Band, Ground
from checker.ruleset.terms import Labelled, known_unit
from checker.validation import Id, Text


class Doubt(Labelled, Band):
    """A value with its band or that ``equals`` another, or a condition that can't hold of what is right.

    ``label`` names the value, or says what would be wrong.
    """

    id: Id
    value: Text | None = None
    equals: Text | None = None
    unit: Text | None = None
    when: Text | None = None
    source: Ground

    @model_validator(mode="after")
    def _one_form(self) -> Doubt:
        valued = self.value is not None and self.unit is not None and self.when is None
        plain = self.value is None and self.unit is None and self.equals is None and not self.bounds
        if not (valued and bool(self.bounds) != bool(self.equals)) and not (plain and self.when is not None):
            raise PydanticCustomError("ruleset.doubt_form", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        return self
