"""Answers on the pages and reports in files, one or a drawer of them.

Owns how hostile files are kept apart and a drawer is shared among processes.  The clock is the caller's; it
must not print.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checker.capsule.opening import read_pdf
from checker.capsule.toolchain import require_parts
from checker.errors import CheckerError, Problem, UsageError
from checker.exits import Exit
from checker.files.bounds import bounded
from checker.files.processes import copied
from checker.files.reading import read_within
from checker.limits import MAX_BYTES
from checker.ruleset.own_folders import name_folders, named_folders
from checker.verifying.answers import Verification, unread
from checker.verifying.origin import Trust
from checker.verifying.verifying import verified
from checker.zone import OFFICE_ZONE

if TYPE_CHECKING:
    from checker.verifying.report_check import ReportCheck

DRAWER = 8  # from so many files on it is worth starting processes

FileAnswer = TypeVar("FileAnswer")


@dataclass(frozen=True)
class CheckedFile:
    """What was found of a report's file, or why nothing could be."""

    check: ReportCheck | None
    problems: Sequence[Problem] = ()

    @property
    def exit(self) -> Exit:
        """The exit status of the command for this file."""
        return Exit.MET if self.check is not None and self.check.sound else Exit.VERIFICATION_FAILED


@dataclass(frozen=True)
class OriginTerms:
    """What a process needs for an origin: the moment, certificates, where the register is, its faults."""

    at: dt.datetime
    trust: tuple[bytes, ...] = ()
    address: str | None = None
    faults: tuple[Problem, ...] = ()

    def ground(self) -> Trust:
        """The same with the register opened."""
        if not self.address:
            return Trust(self.at, self.trust, None, self.faults)
        from checker.register.founding import opened

        return Trust(self.at, self.trust, opened(self.address), self.faults)


def verified_files(paths: Sequence[Path], given: OriginTerms, *,
                   alone: bool = False) -> Iterator[Verification]:
    """The answers in the order of the files; a drawer is shared among processes unless we work ``alone``.

    Raises :class:`checker.errors.InternalError` where this machine lacks what a page is made with: nothing
    is said of a file then, least of all that it was changed.
    """
    require_parts()
    if alone or len(paths) < DRAWER:
        ground = given.ground()
        try:
            yield from (verified_file(path, ground) for path in paths)
        finally:
            if ground.register is not None:
                ground.register.close()
        return
    yield from _shared(_work, paths, given)


def checked_files(paths: Sequence[Path]) -> Iterator[CheckedFile]:
    """What is found of each report, in the order of the files, however hostile one is."""
    yield from map(_checked, paths) if len(paths) < DRAWER else _shared(_checked, paths, None)


def _shared(work: Callable[[Path], FileAnswer], paths: Sequence[Path],
            given: OriginTerms | None) -> Iterator[FileAnswer]:
    """The work on a drawer, shared among processes."""
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ProcessPoolExecutor(jobs, copied([__name__]), _start, (given, named_folders())) as pool:
        yield from pool.map(work, paths)


def _checked(path: Path) -> CheckedFile:
    from checker.verifying.report_check import checked_report  # reads Word, which pages don't need

    try:
        return CheckedFile(checked_report(path))
    except CheckerError as error:
        return CheckedFile(None, error.problems)
    except Exception as bug:  # as of a page
        return CheckedFile(None, [_broke(bug)])


_GROUND: list[Trust] = []


def _start(given: OriginTerms | None, own: Sequence[Path] = ()) -> None:
    name_folders(own)
    _GROUND[:] = [given.ground()] if given else []


def _work(path: Path) -> Verification:
    return verified_file(path, _GROUND[0])


def trusted(trust: Sequence[Path]) -> tuple[bytes, ...]:
    """The certificates to trust; raises :class:`checker.errors.UsageError` with the file that holds none."""
    if not trust:
        return ()
    from checker.sealing.key import certificates

    given = tuple(read_within(path, MAX_BYTES, UsageError, irregular="file.not_found") for path in trust)
    for path, content in zip(trust, given, strict=True):
        try:
            certificates(content)
        except UsageError as error:
            raise error.at(str(path), {}) from None
    return given


def verified_file(path: Path, ground: Trust) -> Verification:
    """The answers on one file, however hostile, and though it can't be read."""
    if path.is_dir():
        return unread([Problem("verify.folder_unreadable")])
    try:
        with bounded():
            return verified(read_pdf(path), ground.at.astimezone(OFFICE_ZONE).date(), ground)
    except CheckerError as error:
        return unread(error.problems)
    except Exception as bug:  # one file, which may have been meant to make us fall, costs no other
        return unread([_broke(bug)])


def _broke(bug: Exception) -> Problem:
    return Problem("verify.broke", {"kind": type(bug).__name__})
