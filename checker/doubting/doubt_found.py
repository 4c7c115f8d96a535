"""What is doubtful in what was stated: codes, ids, years, numbers, and the values that it is about.

Owns the shape and the codes.  It must not compute, and holds no sentence.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.validation import empty_list
from checker.verdict.part import Param, Part
from checker.verdict.stated import SourceRef

# What is doubtful in the data, and what such a doubt is about.
DoubtCode = Literal[
    "doubt.band", "doubt.below_bound", "doubt.claimed", "doubt.claimed_inferred", "doubt.conflict",
    "doubt.fraction", "doubt.identity", "doubt.inferred_differs", "doubt.jump", "doubt.lists_differ",
    "doubt.mixed_scopes", "doubt.near_name", "doubt.not_reproduced", "doubt.not_whole", "doubt.one_year",
    "doubt.part_above_whole", "doubt.relation", "doubt.reported_differs", "doubt.reversed",
    "doubt.same_as_previous", "doubt.swapped", "doubt.unmoved"]
Doubted = Literal["quantity", "list", "item", "doubt", "years", "words"]
# Contradiction: no reading of the words makes all of it true.  Question: true only if something not stated is
# so.  Near name: two things that sound alike and are not to be compared.
DoubtKind = Literal["contradiction", "question", "near_name"]


class DoubtfulValue(Part):
    """A value of which something is doubtful, as it was filled in; ``of`` is what ``name`` is the id of."""

    of: Doubted
    name: str
    year: int | None = None
    value: str
    unit: str | None = None
    scope: str | None = None
    price_basis: str | None = None
    source: SourceRef


class DoubtFound(Part):
    """Something doubtful, which changes no outcome.

    ``subject`` is the id of a quantity, list, item or of the ruleset's own doubt, as ``of`` says; of whole
    ``years`` it is the first of their quantities.  ``params`` are what the sentence of ``code`` needs, as in
    a note.
    """

    code: DoubtCode
    kind: DoubtKind = "question"
    of: Doubted
    subject: str
    years: list[int] = Field(default_factory=empty_list)
    params: dict[str, Param] = Field(default_factory=dict)
    stated: list[DoubtfulValue] = Field(default_factory=empty_list)
