"""Public copies: a page without its capsule, told by the register that made it.

Owns the way from such a copy to its entry and the comparison with it.  It must not read seals: copies
bear none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from checker.archive.register.entry import Entry
from checker.archive.replay.answers import QUESTIONS, Answer, Holds, Verification
from checker.archive.replay.contents import read_capsule
from checker.archive.replay.drift import same_words
from checker.archive.replay.examining import Examined, examined
from checker.archive.replay.opening import Opened, opened
from checker.archive.replay.origin import Bearer, Ground, origin
from checker.archive.replay.page_check import added, text_differences
from checker.archive.replay.regenerating import again
from checker.archive.replay.remarks import of_register
from checker.archive.sealing.review import Review, base_length
from checker.archive.toolchain import toolchain
from checker.canonical import canonical, digest
from checker.errors import Problem
from checker.messages import CATALOGUE
from checker.reporting import words
from checker.reporting.document import document


@dataclass(frozen=True)
class _Due:
    """The copies that the register's entry gives: where it was issued, and made again elsewhere."""

    entry: Entry
    files: dict[str, bytes]

    @cached_property
    def found(self) -> Examined:
        return examined(self.files)

    @cached_property
    def here(self) -> bytes:
        """As it would be where it was issued; those very bytes only under the same toolchain."""
        capsule = read_capsule(self.files)
        return document(self.found.records, capsule.issue, capsule.toolchain, public=True).pdf

    @cached_property
    def elsewhere(self) -> bytes:
        """As this machine makes it where the toolchain isn't the one of the entry."""
        return document(self.found.records, again(self.files, self.entry.pdf), toolchain(), public=True).pdf


def public_copy(pdf: bytes, given: Opened, ground: Ground) -> Verification | None:
    """The answers on a public copy whose number the register knows; None for anything else."""
    entry = _entry(given, ground)
    if entry is None or ground.register is None:
        return None
    due = _Due(entry, ground.register.files(entry))
    page = _page(pdf, given, due)
    bearer = Bearer(entry.pdf, read_capsule(due.files).issue, entry.files)
    nothing = Answer("origin", "not_examined")
    shown = origin(bearer, Review([], []), ground) if page.holds == "yes" else nothing
    answers = {"page": page, "origin": shown}
    mine = page.holds in ("yes", "not_here") or "".join(entry.facts.subject.split()) in given.text(0)
    outcome = "；".join(words.outcome(record.verdict) for record in due.found.records)
    return Verification([answers.get(name, Answer(name, "not_examined")) for name in QUESTIONS],
                        entry.facts.subject if mine else "", entry.number, outcome if mine else "",
                        [Problem("remark.public"), *of_register(shown)], public=True)


def _page(pdf: bytes, given: Opened, due: _Due) -> Answer:
    """Whether it is the copy that the entry gives, as far as that can be told here.

    A copy of another toolchain must at least say the same in every word but the digest of that
    toolchain, and bear nothing more.
    """
    number = {"number": due.entry.number}
    if not due.found.records:
        return Answer("page", "no", [Problem("public.other", number), *due.found.unjudged])
    drifted = bool(due.found.drifts)
    if pdf == (due.elsewhere if drifted else due.here):
        return Answer("page", "yes", [Problem("public.same", number)])
    if base_length(pdf) != len(pdf):
        return Answer("page", "no", [Problem("public.appended", number)])
    ours = digest(canonical(toolchain())).removeprefix("sha256:")
    elsewhere = CATALOGUE["page.made_again"] in given.text(0)
    made = opened(due.elsewhere if elsewhere else due.here)
    others, more = text_differences(given, made, but=ours if elsewhere else None), added(given, made)
    if others or more:
        # Another version of the program may have other words; it adds nothing.
        excused = not more and (elsewhere or not same_words(due.found.drifts))
        holds: Holds = "doubtful" if excused else "no"
        return Answer("page", holds, [Problem("public.other", number), *others, *more])
    if given.prints([ours]):
        return Answer("page", "no", [Problem("public.other", number), Problem("page.same_words")])
    return Answer("page", "not_here", [Problem("public.drift", number)])


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
