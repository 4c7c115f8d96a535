"""Verdicts recorded in a register for whoever asks.

Owns with what an entry says that it was made, and whom it names beside the one who records it.  The clock is
the caller's.
"""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Sequence
from pathlib import Path

from checker import __version__
from checker.capsule.record import Record
from checker.concluding.engines import default_engine
from checker.files.canonical import digest
from checker.issuing import Office
from checker.messages import in_source_language, text
from checker.register.entry import Entry
from checker.register.founding import opened
from checker.register.store import Register
from checker.services.handling import Person, deeds, log_of, note

HANDLING = "handling"


def office_at(register: Register, by: str, moment: dt.datetime, handled: Path | None = None) -> Office:
    """Who records, where, at which moment; ``handled`` is the record of who did what with the draft."""
    made_with = {"checker": __version__, "engine": default_engine().name, "python": platform.python_version()}
    if handled is not None and handled.is_file():
        made_with[HANDLING] = digest(handled.read_bytes())
    return Office(register, by, moment.date(), moment, made_with)


def recorded(records: Sequence[Record], address: str, by: Person, moment: dt.datetime, dossier: Path, *,
             supersedes: str | None = None, reason: str | None = None) -> tuple[Entry, bytes]:
    """Record the verdicts on a dossier of the folder: the entry, and the bytes of its page.

    The entry names who entered and who reviewed a draft's statements.  Raises what issuing raises.
    """
    with opened(address) as register:
        office = office_at(register, _named(by, dossier), moment, log_of(dossier))
        entry, page = office.issue(records, supersedes=supersedes, reason=reason)
    if log_of(dossier).is_file():
        note(dossier, by, moment, "recorded", entry.pdf, entry.number)
    return entry, page


@in_source_language
def _named(by: Person, dossier: Path) -> str:
    """Who records, with those who entered and reviewed."""
    done = deeds(dossier)
    entered = dict.fromkeys(deed.by or text("deed.nobody") for deed in done if deed.did == "entered")
    accepted = dict.fromkeys(deed.by for deed in done if deed.did == "accepted")
    parts = [text(code, names="、".join(names)) for code, names in
             (("deed.entered_by", entered), ("deed.accepted_by", accepted)) if names]
    parts = [*([] if by.proven else [text("deed.stated_name")]), *parts]
    return f"{by.name}（{'；'.join(parts)}）" if parts else by.name
