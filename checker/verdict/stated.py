"""What a verdict says of what it was made from: subject, rules, dossier, data, lists, sources.

Owns their shape.  Values are as they were written and, beside that, as they were understood: exact and in
base units.  Labels are the ruleset's and stand there.  It must not compute.
"""

from __future__ import annotations

from pydantic import Field

from checker.dossier.dossier import Source
from checker.validation import empty_list
from checker.verdict.exact_number import WordOrAmount
from checker.verdict.part import ListPlace, Part


class SubjectPart(Part):
    """Whom the verdict is about."""

    name: str
    kind: str
    place: str | None = None
    owner: str | None = None


class RulesetUsed(Part):
    """The ruleset that was judged by, on what ground it was chosen, and what it says to leave aside."""

    id: str
    digest: str
    not_covered: list[str] = Field(default_factory=empty_list)
    own: bool | None
    ground: str | None
    told: bool


class OverlayUsed(Part):
    """A local provision that was given, in force on the day or not."""

    id: str
    digest: str
    in_force: bool


class DossierRef(Part):
    """The dossier that was judged."""

    digest: str
    made_up: bool = False
    note: str | None = None


class SourceRef(Part):
    """Where a statement stands."""

    document: str | None
    place: str
    words: str


def source_ref(source: Source) -> SourceRef:
    """A dossier's source as a verdict states it."""
    return SourceRef(document=source.document, place=source.place, words=source.words)


class DocumentRef(Part):
    """A document that sources name."""

    id: str
    title: str
    issuer: str | None = None
    sha256: str | None = None


class DatumPart(Part):
    """A datum as it was filled in, and its amount in base units.

    ``promised`` when it isn't surely an achieved amount; ``bound_of`` is the quantity that was stated
    instead, where that only bounds this one from above; ``also`` are the places in the list where the very
    same stands once more.
    """

    quantity: str
    year: int | None = None
    value: str
    unit: str | None = None
    amount: WordOrAmount
    scope: str | None = None
    price_basis: str | None = None
    approximate: bool = False
    promised: bool = False
    bound_of: str | None = None
    note: str | None = None
    also: list[ListPlace] = Field(default_factory=empty_list)
    source: SourceRef


class FactPart(Part):
    """A fact about the subject as it was stated; ``by`` and ``on`` where somebody declared it."""

    name: str
    value: bool | int | str
    by: str | None = None
    on: str | None = None
    source: SourceRef | None = None


class EntriesPart(Part):
    """A list as it was filled in; open unless somebody declared it complete."""

    name: str
    year: int
    complete: bool
    declared_by: str | None = None
    entries: list[dict[str, str]]
    also: list[ListPlace] = Field(default_factory=empty_list)
    source: SourceRef


class ReportPart(Part):
    """A value that the subject computed itself; ``used`` when a reading could take it."""

    item: str
    year: int
    value: str
    unit: str | None = None
    reading: str | None = None
    scope: str | None = None
    approximate: bool = False
    used: bool
    note: str | None = None
    source: SourceRef


class WithdrawnPart(Part):
    """A statement of a ``part`` of the dossier that no longer holds and decides nothing.

    ``stated`` is where it stood; then who withdrew it, when, why, and where that stands.
    """

    part: str
    name: str
    year: int | None = None
    value: bool | int | str | None = None
    unit: str | None = None
    stated: SourceRef | None = None
    by: str
    on: str
    why: str
    source: SourceRef
