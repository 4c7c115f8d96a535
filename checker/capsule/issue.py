"""How a page was issued: its number and date, what it was judged with, what it takes the place of.

Owns the shape of ``issue.json``.  It must not assign a number and must not render.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from checker.capsule.record import Record
from checker.files.canonical import canonical
from checker.messages import language_tag
from checker.register.entry import NUMBER
from checker.ruleset.terms import RulesetId
from checker.validation import Date, Model, Text, Year
from checker.verdict.verdict import Verdict

if TYPE_CHECKING:
    from checker.wording.worded import WordedVerdict

SCHEMA: Final = "issue/2"


class JudgedBy(Model):
    """A ruleset, and whether only the caller named it."""

    ruleset: RulesetId
    told: StrictBool


class Judged(Model):
    """What judging takes beside dossier, rules and overlays; the rulesets in the order of the page.

    ``period`` is the year of a series, where that is not the one that the dossier was handed in for.
    """

    as_of: Date
    period: Year | None = None
    purpose: Literal["formal", "trial"] | None
    rulesets: list[JudgedBy] = Field(min_length=1)


class Superseded(Model):
    """The entry of the register that this one corrects, and why."""

    number: Text
    reason: Text


class RegeneratedFrom(Model):
    """The page from whose capsule this one was made, by the digests of its bytes and its toolchain."""

    pdf: Text | None
    toolchain: Text | None


class Issue(Model):
    """The whole file; without a register there is neither number nor date."""

    schema_: Literal["issue/2"] = Field(alias="schema")
    number: Annotated[str, StringConstraints(pattern=rf"^{NUMBER}\z")] | None
    date: Date | None
    language: Literal["zh-CN", "en"]
    purpose: Literal["formal", "trial"]
    judged: Judged
    supersedes: Superseded | None
    regenerated_from: RegeneratedFrom | None

    @model_validator(mode="after")
    def _numbered(self) -> Issue:
        if (self.number is None) != (self.date is None):
            raise PydanticCustomError("issue.number_and_date", "", {})
        return self

    def content(self) -> bytes:
        """The canonical bytes, all keys stated but for the year of a series where there is none."""
        said = self.model_dump(mode="json", by_alias=True)
        if self.judged.period is None:
            del said["judged"]["period"]
        return canonical(said)


def unregistered(records: Sequence[Record]) -> Issue:
    """The issue of verdicts on one dossier that no register knows."""
    return from_verdicts([record.verdict for record in records], None, records[0].asked, records[0].period)


def from_verdicts(verdicts: Sequence[Verdict | WordedVerdict], source: RegeneratedFrom | None,
                  asked: Literal["formal", "trial"] | None = None, period: int | None = None) -> Issue:
    """The same for verdicts of which nothing else is known."""
    trial = any(verdict.purpose == "trial" for verdict in verdicts)
    return Issue(
        schema=SCHEMA, number=None, date=None, language=language_tag(),
        purpose="trial" if trial else "formal",
        judged=Judged(as_of=verdicts[0].assessed_on, period=period, purpose=asked, rulesets=[
            JudgedBy(ruleset=verdict.ruleset.id, told=verdict.ruleset.told) for verdict in verdicts]),
        supersedes=None, regenerated_from=source)
