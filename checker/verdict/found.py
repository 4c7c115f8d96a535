"""What was found of each item: outcomes, exact values, and references to what they rest on.

Owns their shape.  It must not compute, and holds no sentence.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.ruleset.terms import Needed
from checker.validation import empty_list
from checker.verdict.exact_number import ExactAmount, WordOrAmount
from checker.verdict.part import Basis, ComesTo, Concluded, ListPlace, Outcome, Param, Part, Settlement
from checker.verdict.stated import SourceRef
from checker.verdict.vocabulary import Noticed, Reason


class RowFound(Part):
    """A row of a limit as the ruleset has it: its place, its year or condition, and what is to be reached.

    ``bounds`` are exact numbers in the reading's unit, or the formula of a datum, by the relation to them;
    ``word`` is what an item that is answered in words has to be.  ``open`` where there is nothing to reach
    (``free``), or a number that nobody has read (``unread``).
    """

    row: ListPlace
    year: int | None = None
    when: str | None = None
    bounds: dict[str, str] = Field(default_factory=dict)
    word: str | None = None
    open: Literal["free", "unread"] | None = None


class ReadingFinding(Part):
    """One value of an item under one reading, and what its limit says of it.

    Values are in the reading's ``unit``.  ``formula`` is what the ruleset has for the value, or the condition
    of a prohibition, then what these name; ``limit`` the rows of the limit that may apply; ``data``,
    ``lists`` and ``report`` are places in the verdict's lists of the same names; ``bounded`` the amounts of
    those parts of the formula that have bounds whatever is missing, by their place among them; ``matching``
    the entries of a list that a prohibition's condition matches.  ``implied_by`` is the reading by whose
    value this is settled, where one can't be lower than the other; ``borrowed`` when the value is only what
    that leaves.
    """

    reading: str | None = None
    decides: bool = True
    basis: Basis
    outcome: Outcome
    reason: Reason | None = None
    would_be: Outcome | None = None
    values: list[WordOrAmount] = Field(default_factory=empty_list)
    unit: str | None = None
    formula: list[str] = Field(default_factory=empty_list)
    limit: list[RowFound] = Field(default_factory=empty_list)
    data: list[ListPlace] = Field(default_factory=empty_list)
    lists: list[ListPlace] = Field(default_factory=empty_list)
    report: ListPlace | None = None
    scope: str | None = None
    price_basis: str | None = None
    approximate: bool = False
    rounding_flips: bool = False
    missing: list[str] = Field(default_factory=empty_list)
    bounded: dict[ListPlace, ExactAmount] = Field(default_factory=dict)
    matching: dict[ListPlace, list[dict[str, WordOrAmount]]] = Field(default_factory=dict)
    implied_by: str | None = None
    borrowed: bool = False


class ClaimPart(Part):
    """A claim, shown and never deciding."""

    why: str
    source: SourceRef


class OpinionPart(Part):
    """What a person found of the item; ``used`` unless the facts decided alone."""

    finding: Literal["met", "unmet"]
    by: str
    on: str | None
    why: str
    used: bool
    source: SourceRef


class WordFound(Part):
    """A word that calls for a person: in which attribute, or list and field, and what stands around it."""

    word: str
    about: list[str]
    words: str


class ClauseFinding(Part):
    """What only a clause of an admission has.

    ``effect`` is what it comes to when it is matched or not reached; ``outside`` are the places of those
    parts of its condition that fail, by which it doesn't apply.  ``charges`` are the amounts that falling
    short of it costs, each by the reading and the row of the limit that isn't reached.
    """

    effect: ComesTo
    outside: list[ListPlace] = Field(default_factory=empty_list)
    watched: list[WordFound] = Field(default_factory=empty_list)
    opinions: list[OpinionPart] = Field(default_factory=empty_list)
    charges: list[ReadingFinding] = Field(default_factory=empty_list)


class ItemFinding(Part):
    """The outcome for one item, and everything it rests on."""

    item: str
    outcome: Outcome
    basis: Basis
    reasons: list[Reason] = Field(default_factory=empty_list)
    evaluations: list[ReadingFinding]
    claims: list[ClaimPart] = Field(default_factory=empty_list)
    missing: list[str] = Field(default_factory=empty_list)
    settled_by: Settlement | None = None
    clause: ClauseFinding | None = None

    @property
    def deciding(self) -> list[ReadingFinding]:
        """What is found under the readings that decide."""
        return [found for found in self.evaluations if found.decides]


class AmountFound(Part):
    """An amount that is only computed and shown, for information: ``undetermined`` where data are missing."""

    item: str
    outcome: Outcome
    reasons: list[Reason] = Field(default_factory=empty_list)
    evaluations: list[ReadingFinding]


class RequirementFinding(Part):
    """The outcome of one requirement."""

    id: str
    outcome: Outcome
    form: Literal["all_of", "at_least"]
    met: int
    unmet: int
    undetermined: int
    not_applicable: int
    not_selected: int
    needed: int
    members: list[str]
    settled_by: Settlement | None = None


class LackingDatum(Part):
    """A datum that is missing or unusable, and what it bears on.

    ``unstated`` are words that stand in its place and state nothing.
    """

    id: str
    kind: Needed
    name: str
    year: int | str | None = None
    items: list[str]
    settles_alone: list[str] = Field(default_factory=empty_list)
    decides: bool = False
    unstated: list[str] = Field(default_factory=empty_list)


class NoteCode(Part):
    """Something that a careful reader should notice: a code, and what its sentence needs.

    A parameter is a text or number of the dossier, or an object with one key that says what its ids are.
    """

    code: Noticed
    item: str | None = None
    params: dict[str, Param] = Field(default_factory=dict)


Stage = Literal["item", "requirement", "verdict"]


class Step(Part):
    """One firing of the engine."""

    stage: Stage
    subject: str
    rule: str
    outcome: Concluded


class Decider(Part):
    """A requirement that decided, with its deciding items."""

    requirement: str
    items: list[str]
