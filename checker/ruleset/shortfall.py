"""What not reaching a floor comes to where it isn't refused: a person decides, one pays, or goes another way.

Owns the shape of what the document says of it.  It must not judge.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from checker.ruleset.terms import TextSource, known_unit
from checker.validation import Model, Text

ShortfallEffect = Literal["review", "charge", "road"]


class Shortfall(Model):
    """What a floor that isn't reached comes to, as the document says it in ``label``.

    ``review``: a person decides.  ``charge``: ``amount`` is to be paid, a formula in ``unit``, in which
    ``floor`` is the number that isn't reached and ``value`` the indicator's own value.  ``road``: the project
    goes another way.  Where there is ``when``, said by ``case``, this holds under that condition only, and in
    any other case a floor that isn't reached refuses.
    """

    effect: ShortfallEffect
    label: Text | None = None
    when: Text | None = None
    case: Text | None = None
    amount: Text | None = None
    unit: Text | None = None
    source: TextSource | None = None

    @model_validator(mode="after")
    def _form(self) -> Shortfall:
        charged = self.effect == "charge"
        untold = self.effect != "review" and (self.label is None or self.source is None)
        if charged in (self.amount is None, self.unit is None) or untold or (
                (self.when is None) != (self.case is None)):
            raise PydanticCustomError("ruleset.shortfall_form", "", {})
        if self.unit is not None:
            known_unit(self.unit)
        return self
