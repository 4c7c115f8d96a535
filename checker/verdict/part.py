"""What all parts of a verdict share.

Owns their immutability and the words for outcomes and bases.  It must not compute.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["met", "unmet", "undetermined", "not_applicable", "not_selected", "computed",
                  "review", "diverted"]
Basis = Literal["measured", "reported", "conflict", "none"]
Purpose = Literal["formal", "trial"]
# What a clause comes to when it is matched or not reached.
ComesTo = Literal["refuse", "review", "divert"]
# What the engine concludes of what may still turn out not to apply.
Concluded = Outcome | Literal["met_if_applicable", "unmet_if_applicable", "open"]
# What the rules of procedure conclude: of a reason, and of the purpose.
Ruled = Literal["trial", "told", "nothing", "formal"]
Settlement = dict[str, Any]
# A place in a list of the verdict or of its ruleset, counted from 0.
ListPlace = Annotated[int, Field(ge=0)]
# The good outcomes of an admission that still wait for something: a person's word, a payment, another road.
BUT_FOR_MORE: tuple[Outcome, ...] = ("review", "diverted")
# The outcomes of a clause that stand between a project and its admission.
LIKE_REFUSED: tuple[Outcome, ...] = ("unmet", "review", "diverted")
# A text or number as the dossier has it; or one key that says what is meant by the ids or amounts in it.
Param = str | int | dict[str, Any]


class Part(BaseModel):
    """A part of a verdict: immutable, no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
