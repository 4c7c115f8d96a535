"""The parts of a verdict that say what is doubtful in the data.

Owns their shape: codes, ids, years, numbers; the sentence is made when it is shown.  It must not compute.
"""

from __future__ import annotations

from pydantic import Field

from checker.verdict.part import Part
from checker.verdict.stated import SourceRef


class StatedPart(Part):
    """A value as it was filled in, and where it stands."""

    label: str
    year: int | None
    value: str
    unit: str | None
    scope: str | None = None
    price_basis: str | None = None
    source: SourceRef


class DoubtPart(Part):
    """Something doubtful, which changes no outcome.

    ``subject`` is the id of the quantity, list, item or of the ruleset's own doubt; ``params`` are numbers,
    units and ids that the sentence of ``code`` needs.
    """

    code: str
    subject: str
    label: str
    years: list[int] = Field(default_factory=list)
    params: dict[str, str] = Field(default_factory=dict)
    stated: list[StatedPart] = Field(default_factory=list)
