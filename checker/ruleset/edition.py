"""Which edition of a document is meant: when it is in force, what follows it, what it refers to.

Owns intervals whose ends may be known only by year or month, and what they say of a day.  It must
not choose a ruleset; the day is always given.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from checker.messages import text
from checker.quantity.day import in_words
from checker.ruleset.terms import RulesetId, Seen
from checker.validation import Date, Model, Text, shorten

Status = Literal["not_yet", "perhaps_not_yet", "in_force", "perhaps_over", "over"]

UNKNOWN = "unknown"
_NEVER_CHANGES = dt.date(2000, 1, 1)


def _partial(value: Any) -> Any:
    """``2025``, ``2025-07`` or ``2025-07-08``, as text."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    if re.fullmatch("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        try:
            dt.date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            pass
        else:
            return text
    raise PydanticCustomError("field.partial_date", "", {"given": shorten(value)})


def _start(value: Any) -> Any:
    """The same, or that nobody knows."""
    return value if value == UNKNOWN else _partial(value)


PartialDate = Annotated[str, BeforeValidator(_partial, json_schema_input_type=str | int)]
StartDate = Annotated[str, BeforeValidator(_start, json_schema_input_type=str | int)]


def earliest(partial: str) -> dt.date:
    """The first day that a partial date may mean."""
    if partial == UNKNOWN:
        return dt.date.min
    return dt.date.fromisoformat(f"{partial}-01-01"[:10])


def latest(partial: str) -> dt.date:
    """The last day that a partial date may mean."""
    if partial == UNKNOWN:
        return dt.date.max
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return dt.date(year, month, day)


class InForce(Model):
    """When the edition is in force, and how that was seen; both ends belong to the interval.

    Its first day may be unknown altogether.
    """

    since: StartDate = Field(alias="from")
    until: PartialDate | None = None
    seen: Seen
    note: Text | None = None

    @model_validator(mode="after")
    def _order(self) -> InForce:
        if self.until is not None and latest(self.until) < earliest(self.since):
            raise PydanticCustomError("ruleset.until_before_from", "", {})
        return self


class Successor(Model):
    """The document that takes the edition's place, whether or not there is a ruleset for it."""

    document: Text
    title: Text | None = None
    ruleset: RulesetId | None = None
    since: PartialDate = Field(alias="from")
    seen: Seen
    note: Text | None = None


class Transition(Model):
    """Who may still go by the edition after its successor has come, and until when."""

    text: Text
    place: Text | None = None
    until: PartialDate
    seen: Seen


class ReferredEdition(Model):
    """An edition of a document that is referred to, and when it is in force."""

    document: Text
    since: PartialDate | None = Field(default=None, alias="from")
    until: PartialDate | None = None


class Reference(Model):
    """A document that the standard cites: a dated citation means that edition, another the one in force."""

    cited: Text
    dated: bool
    editions: list[ReferredEdition] = Field(min_length=1)
    seen: Seen
    place: Text | None = None
    note: Text | None = None

    def meant(self, year: int) -> list[str]:
        """The editions that the citation means in ``year``: the cited one, or all in force in it."""
        if self.dated:
            return [self.cited]
        return [edition.document for edition in self.editions
                if (edition.since is None or earliest(edition.since).year <= year)
                and (edition.until is None or latest(edition.until).year >= year)]


class Checked(Model):
    """When somebody last compared the ruleset with its sources, and for how many years that is good."""

    on: Date
    good_for_years: int = Field(ge=1)

    def stale(self, day: dt.date) -> bool:
        """Whether nobody has confirmed the values for longer than that."""
        return (day.year, day.month, day.day) > (
            self.on.year + self.good_for_years, self.on.month, self.on.day)


def status(in_force: InForce, successor: Successor | None, day: dt.date) -> Status:
    """What the dates say of ``day``; *perhaps* where an end is known only by its month or year.

    Of a start that is unknown every day is perhaps before it, but it ends all the same.
    """
    unknown = in_force.since == UNKNOWN
    if day < earliest(in_force.since):
        return "not_yet"
    if day < latest(in_force.since) and not unknown:
        return "perhaps_not_yet"
    over = [latest(in_force.until) < day] if in_force.until else []
    maybe = [earliest(in_force.until) < day] if in_force.until else []
    if successor:
        over.append(latest(successor.since) <= day)
        maybe.append(earliest(successor.since) <= day)
    if any(over):
        return "over"
    if any(maybe):
        return "perhaps_over"
    return "perhaps_not_yet" if unknown else "in_force"


def first_known(in_force: InForce, successor: Successor | None) -> dt.date | None:
    """The first day on which the status may change, as far as any is known."""
    if in_force.since != UNKNOWN:
        return earliest(in_force.since)
    ends = [in_force.until, successor.since if successor else None]
    return min((earliest(end) for end in ends if end), default=None)


def dated(in_force: InForce, checked: Checked | None) -> dt.date:
    """A day for files that are made of the ruleset, the same however often they are made."""
    if checked:
        return checked.on
    return _NEVER_CHANGES if in_force.since == UNKNOWN else earliest(in_force.since)


def start_shown(since: str) -> str:
    """A first day as it is written, or that it isn't known."""
    return text("in_force.unknown") if since == UNKNOWN else since


def start_words(since: str) -> str:
    """The same as it is said in a sentence."""
    return text("in_force.some_day") if since == UNKNOWN else in_words(since)
