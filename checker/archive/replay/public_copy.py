"""Public copies: a page without its capsule, told by the register that made it.

Owns the way from such a copy to its entry.  It must not read seals: copies bear none.
"""

from __future__ import annotations

import re

from checker.archive.register.entry import Entry
from checker.archive.replay.answers import QUESTIONS, Answer, Verification
from checker.archive.replay.contents import read_capsule
from checker.archive.replay.opening import Opened
from checker.archive.replay.origin import Bearer, Ground, origin
from checker.archive.replay.regenerating import regenerated
from checker.archive.sealing.review import Review
from checker.errors import Problem
from checker.messages import CATALOGUE


def public_copy(pdf: bytes, given: Opened, ground: Ground) -> Verification | None:
    """The answers on a public copy whose number the register knows; None for anything else."""
    entry = _entry(given, ground)
    if entry is None or ground.register is None:
        return None
    files = ground.register.files(entry)
    made = regenerated(files, entry.pdf, public=True)
    same = made.pdf == pdf
    code = "public.same" if same else "public.drift" if made.drifts else "public.other"
    page = Answer("page", "yes" if same else "not_here" if made.drifts else "no",
                  [Problem(code, {"number": entry.number})])
    bearer = Bearer(entry.pdf, read_capsule(files).issue, entry.files)
    shown = origin(bearer, Review([], []), ground) if same else Answer("origin", "not_examined")
    answers = {"page": page, "origin": shown}
    return Verification([answers.get(name, Answer(name, "not_examined")) for name in QUESTIONS],
                        entry.facts.subject, entry.number)


def _entry(given: Opened, ground: Ground) -> Entry | None:
    """The entry of the first number on the first page, where that calls itself a public copy.

    A register that is not sound tells nothing.
    """
    first = given.text(0) if given.contents else ""
    if ground.register is None or ground.faults or CATALOGUE["public.mark"] not in first:
        return None
    number = re.escape(ground.register.founding().prefix) + "-[0-9]{4}-[0-9]{4,9}"
    found = (ground.register.entry(named) for named in re.findall(number, first))
    return next((entry for entry in found if entry is not None), None)
