"""Verdicts recorded in a register for whoever asks.

Owns with what an entry says that it was made, and whom it names beside the one who records it.  The clock is
the caller's.
"""

from __future__ import annotations

import datetime as dt
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker import __version__
from checker.capsule.record import Record
from checker.concluding.engines import default_engine
from checker.dossier.holding import statements
from checker.dossier.submission import Submission
from checker.errors import Problem, UsageError
from checker.files.canonical import digest
from checker.issuing import Office
from checker.messages import in_source_language, text
from checker.register.entry import Entry
from checker.register.founding import opened
from checker.register.store import Register
from checker.services.handling import (
    Handled,
    Person,
    StatementStanding,
    deeds,
    log_of,
    note,
    reviewable,
    standing,
)

HANDLING = "handling"


def office_at(register: Register, by: str, moment: dt.datetime, handled: Path | None = None) -> Office:
    """Who records, where, at which moment; ``handled`` is the record of who did what with the draft."""
    made_with = {"checker": __version__, "engine": default_engine().name, "python": platform.python_version()}
    if handled is not None and handled.is_file():
        made_with[HANDLING] = digest(handled.read_bytes())
    return Office(register, by, moment.date(), moment, made_with)


def recorded(records: Sequence[Record], address: str, by: Person, moment: dt.datetime, dossier: Path, *,
             kept: Path, supersedes: str | None = None, reason: str | None = None) -> tuple[Entry, bytes]:
    """Record the verdicts on a dossier of the folder: the entry, and the bytes of its page.

    The entry names who entered a draft's statements as they stand, and who reviewed them.  In ``kept``
    lie the pages that were recorded before; raises :class:`UsageError` where one bears a number that the
    register doesn't have, and what issuing raises.
    """
    with opened(address) as register:
        _refuse_given(register, kept)
        office = office_at(register, _named(by, records[0].submission, dossier), moment, log_of(dossier))
        entry, page = office.issue(records, supersedes=supersedes, reason=reason)
    if log_of(dossier).is_file():
        note(dossier, by, moment, "recorded", entry.pdf, entry.number)
    return entry, page


def _refuse_given(register: Register, kept: Path) -> None:
    """No number is given to two pages, as it would be where a register was put back to an earlier state."""
    given = re.compile(re.escape(register.founding().prefix) + "-[0-9]{4}-[0-9]{4,9}")
    for page in sorted(kept.glob("*.pdf")):
        if given.fullmatch(page.stem) and register.entry(page.stem) is None:
            raise UsageError(Problem("register.given_before", {
                "number": page.stem, "path": page.as_posix()}))


@in_source_language
def _named(by: Person, submission: Submission, dossier: Path) -> str:
    """Who records, with those who entered and reviewed the statements as they stand in what was judged."""
    stands = list(_standings(submission, deeds(dossier)))
    entered = dict.fromkeys(one.entered.by or text("deed.nobody") for one in stands if one.entered)
    accepted = [one.reviews[-1].by for one in stands if _accepted(one)]
    reviewers = "、".join(dict.fromkeys(accepted))
    parts = [] if by.proven else [text("deed.stated_name")]
    if entered:
        parts.append(text("deed.entered_by", names="、".join(entered)))
    if accepted and len(accepted) == len(stands):
        parts.append(text("deed.accepted_by", names=reviewers))
    elif accepted:  # nobody is named as who reviewed what he reviewed in part
        parts.append(text("deed.accepted_some", names=reviewers, count=len(accepted), all=len(stands)))
    return f"{by.name}（{'；'.join(parts)}）" if parts else by.name


def _standings(submission: Submission, done: Sequence[Handled]) -> Iterator[StatementStanding]:
    """What the record says of each statement; of a file that is no draft there is none."""
    for one in statements(submission.dossier) if done else ():
        try:
            yield standing(done, submission.file.data, one.path)
        except (LookupError, TypeError):  # it stands in a file that was joined to this one
            yield StatementStanding(None)


def _accepted(found: StatementStanding) -> bool:
    """Whether somebody else accepts the statement as it stands: the reviewer may have entered it since."""
    return found.accepted and reviewable(found, Person(found.reviews[-1].by))
