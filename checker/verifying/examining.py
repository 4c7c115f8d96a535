"""What follows from a capsule by itself: whether it fits together, what judging it gives, its page.

Owns the joining of these.  It never sees the file that the capsule came in, so that what it finds
depends on the capsule and on this machine's toolchain alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from checker.capsule.opening import Opened, opened
from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import Capsule, read_capsule
from checker.errors import CheckerError, Problem
from checker.files.canonical import canonical, canonical_model
from checker.messages import speaking_as
from checker.reporting.document import PageFile, document
from checker.verifying.drift import Drift, drifts
from checker.verifying.rejudging import Difference, differences, replay
from checker.verifying.rereading import reread

# How a file that reads as the dossier does is told to be of a form that allows for a trial alone.
ONLY_TRIAL = "capsule.only_trial"


@dataclass(frozen=True)
class Examined:
    """Problems within the capsule, why it can't be judged, what differs, the page that it gives.

    ``made`` is None where no page was asked for or judging doesn't give the capsule's verdict.
    """

    problems: Sequence[Problem]
    records: Sequence[Record]
    unjudged: Sequence[Problem]
    differences: Sequence[Difference]
    made: PageFile | None
    drifts: list[Drift]
    toolchain: Mapping[str, object]

    @cached_property
    def page(self) -> Opened:
        """The page that was made, opened as any other; there has to be one."""
        assert self.made is not None
        return opened(self.made.pdf)


def examined(files: Mapping[str, bytes], *, drawn: bool = True) -> Examined:
    """Everything that follows from these files, the page only if it is to be ``drawn``.

    Raises what :func:`read_capsule` raises.
    """
    return _examined(tuple(sorted(files.items())), canonical(toolchain()), drawn)


@lru_cache(maxsize=4)
def _examined(files: tuple[tuple[str, bytes], ...], _tools: bytes, drawn: bool) -> Examined:
    """The same, remembered: a drawer may hold a page several times."""
    capsule = read_capsule(dict(files))
    # What is compared are the words of the page, in its own language.
    with speaking_as(capsule.issue.language):
        return _followed(capsule, drawn)


def _followed(capsule: Capsule, drawn: bool) -> Examined:
    """Judged and rendered once more."""
    found = drifts(capsule.toolchain, toolchain())
    problems = _consistent(capsule)
    try:
        records = replay(capsule)
        grown = any(drift.component == "code" for drift in found)
        different = [one for part, record in zip(capsule.parts, records, strict=True)
                     for one in differences(part, record, grown=grown)]
        made = document(records, capsule.issue, capsule.toolchain) if drawn and not different else None
    except CheckerError as error:
        return Examined(problems, (), error.problems, (), None, found, capsule.toolchain)
    except Exception as bug:  # whoever wrote these files may have meant to make us fall
        broke = Problem("judgement.broke", {"kind": type(bug).__name__})
        return Examined(problems, (), [broke], (), None, found, capsule.toolchain)
    return Examined(problems, records, (), different, made, found, capsule.toolchain)


def _consistent(capsule: Capsule) -> list[Problem]:
    """Whether the submitted file is the one that the dossier was read from, and allows what was judged."""
    try:
        read = reread(capsule)
    except CheckerError as error:
        return [Problem("capsule.unread", {"name": capsule.submitted, "reason": error.problems[0]})]
    if canonical_model(read.dossier) != capsule.files["dossier.json"]:
        return [Problem("capsule.other_dossier", {"name": capsule.submitted})]
    if read.trial and "trial" not in (capsule.issue.judged.purpose, read.dossier.purpose):
        return [Problem(ONLY_TRIAL, {"name": capsule.submitted})]
    return []
