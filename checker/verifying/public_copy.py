"""Public copies: a page without its capsule, told by the register that made it.

Owns the way from such a copy to its entry and the comparison with it.  It must not read seals: copies
bear none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from checker.capsule.opening import Opened, opened
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import Capsule, read_capsule
from checker.errors import Problem
from checker.files.canonical import canonical, digest
from checker.former.inquiry import Former, asked
from checker.messages import text
from checker.reporting.document import document
from checker.sentence import Told
from checker.verifying.agreeing import Agreement, judged_otherwise, mended_since, read_otherwise
from checker.verifying.answers import QUESTIONS, Answer, Holds, Verification
from checker.verifying.drift import Drift, as_made_by, same_fonts, same_painter
from checker.verifying.examining import Examined, examined
from checker.verifying.origin import Trust, entered
from checker.verifying.page_check import added, painted, text_differences
from checker.verifying.regenerating import again
from checker.verifying.remarks import of_register, of_rules
from checker.verifying.standing import known

if TYPE_CHECKING:
    from checker.register.entry import Entry
    from checker.register.store import Register

SAME = ("yes", "not_here")
MOST_CANDIDATES = 3


@dataclass(frozen=True)
class _Due:
    """The copies that the register's entry gives: where it was issued, and made again elsewhere."""

    entry: Entry
    files: dict[str, bytes]

    @cached_property
    def found(self) -> Examined:
        return examined(self.files, drawn=False)

    @cached_property
    def capsule(self) -> Capsule:
        return read_capsule(self.files)

    @cached_property
    def former(self) -> Former | None:
        """The earlier program of ours that issued the entry, where it gives its verdict."""
        found = asked(self.files, self.capsule.toolchain, public=True)
        return found if found is not None and found.sound else None

    @cached_property
    def agreement(self) -> Agreement:
        """What today's program and that one find."""
        return Agreement(self.capsule, self.found, self.former)

    @property
    def drifts(self) -> list[Drift]:
        """What is otherwise here for the program that makes the copy."""
        return as_made_by(self.found.drifts) if self.former else self.found.drifts

    @property
    def wrong(self) -> list[Problem]:
        """Why the entry's own capsule doesn't give its verdict here."""
        if self.former is not None:
            return []
        found = self.found
        differ = [Problem("public.judged_otherwise")] if found.differences else []
        return [*found.problems, *found.unjudged, *differ]

    @cached_property
    def here(self) -> bytes:
        """As it would be where it was issued; those very bytes only under the same toolchain."""
        if self.former is not None:
            return self.former.pdf
        return document(self.found.records, self.capsule.issue, self.capsule.toolchain, public=True).pdf

    @cached_property
    def elsewhere(self) -> bytes | None:
        """As this machine makes it where the toolchain isn't the one of the entry.

        None where it judges otherwise.
        """
        if self.agreement.otherwise:
            return None
        return document(self.found.records, again(self.files, self.entry.pdf), toolchain(), public=True).pdf


def public_copy(pdf: bytes, given: Opened, ground: Trust) -> Verification | None:
    """The answers on a public copy whose number the register knows; None for anything else."""
    register = ground.register
    if register is None or ground.faults:
        # A register that is not sound tells nothing.
        return None
    told = [(due, _page(pdf, given, due)) for due in _candidates(given, register)]
    if not told:
        return None
    due, page = next((one for one in told if one[1].holds in SAME), told[0])
    return _verification(due, page, given, register)


def _verification(due: _Due, page: Answer, given: Opened, register: Register) -> Verification:
    entry = due.entry
    same = page.holds in SAME
    answers = {"page": page, **(_of_entry(due, register) if same else {})}
    mine = same or "".join(entry.facts.subject.split()) in given.text(0)
    mended = mended_since(due.agreement) if mine else []
    later = of_register(answers["origin"]) if same else []
    return Verification(
        [answers.get(name, Answer(name, "not_examined")) for name in QUESTIONS],
        entry.facts.subject if mine else "", entry.number,
        due.agreement.outcome if mine and not due.wrong else "",
        [Told("remark.public"), *mended, *later, *of_rules(due.capsule)], public=True)


def _of_entry(due: _Due, register: Register) -> dict[str, Answer]:
    """What holds of the entry holds of its copy: its rules, its origin, what is judged otherwise since."""
    since = [read_otherwise(due.agreement), judged_otherwise(due.agreement)] if due.agreement.mended else []
    found = [*since, known(due.capsule.parts), Answer("origin", "yes", entered(
        "origin.public", due.entry, register))]
    return {answer.question: answer for answer in found if answer is not None}


def _page(pdf: bytes, given: Opened, due: _Due) -> Answer:
    """Whether it is the copy that the entry gives, as far as that can be told here.

    A copy of another toolchain must at least say the same in every word but the digest of that
    toolchain, and bear and paint nothing more.
    """
    number = {"number": due.entry.number}
    drifts = due.drifts
    if due.wrong:
        # Another program may judge otherwise, or not at all; under the same one the register is wrong.
        unproven: Holds = "doubtful" if drifts else "no"
        return Answer("page", unproven, [Problem("public.unproven", number), *due.wrong])
    if pdf == (due.elsewhere if drifts else due.here):
        return Answer("page", "yes", [Told("public.same", number)])
    from checker.sealing.sections import base_length

    if base_length(pdf) != len(pdf):
        return Answer("page", "no", [Problem("public.appended", number)])
    ours = digest(canonical(toolchain())).removeprefix("sha256:")
    elsewhere = text("page.made_again") in given.text(0)
    made = opened(due.elsewhere if elsewhere and due.elsewhere else due.here)
    more = added(given, made)
    others = text_differences(given, made, but=ours if elsewhere else None)
    if elsewhere or same_painter(drifts):
        others += painted(given, made, digests=elsewhere, fonts=not elsewhere and same_fonts(drifts))
    if others or more:
        # Another program may have other words, other fonts break pages elsewhere; neither adds anything.
        holds: Holds = "doubtful" if not more and (elsewhere or drifts) else "no"
        return Answer("page", holds, [Problem("public.other", number), *others, *more])
    if ours in "".join(given.texts):
        return Answer("page", "no", [Problem("public.other", number), Problem("page.same_words")])
    return Answer("page", "not_here", [Told("public.drift", number)])


def _candidates(given: Opened, register: Register) -> list[_Due]:
    """The entries whose numbers stand on the first page, where that calls itself a public copy."""
    first = given.text(0) if given.contents else ""
    if text("public.mark") not in first:
        return []
    number = re.escape(register.founding().prefix) + "-[0-9]{4}-[0-9]{4,9}"
    found = (register.entry(named) for named in dict.fromkeys(re.findall(number, first)))
    return [_Due(entry, register.files(entry)) for entry in found if entry is not None][:MOST_CANDIDATES]
