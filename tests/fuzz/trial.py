"""One seed, tried: a file is made of it and handed to a reader, which has to answer in words, in time and in its folder.

Owns what an answer is and what a find is.  It must not know the readers.
"""

from __future__ import annotations

import re
import resource
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from fuzz.chances import Chances
from fuzz.fence import ROOT, Fence

from checker.errors import CheckerError, Problem
from checker.exits import Exit

LONGEST = 10  # seconds of the processor
MEMORY = 1 << 30
# What a reader says where our own code came to grief, or where a file cost too much.
OURS = re.compile("broke|failed|no_memory|too_long|bug")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_CHINESE = re.compile("[一-龥]")
_PAGES = Path("/proc/self/statm")
Made = tuple[str, bytes]


@dataclass(frozen=True)
class Target:
    """A reader: how a file for it is made of chances, and how it is called; ``few`` trials are enough for a short run."""

    name: str
    make: Callable[[Chances], Made]
    call: Callable[[Path], None]
    few: int = 10


class Find(Exception):
    """What a reader must never do; ``kind`` is the same for what has the same cause."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(f"{kind}\n{words}")
        self.kind, self.words = kind, words


class _TooSlow(BaseException):
    """The time is over; nothing on the way may take it for an error of its own."""


def said_well(error: CheckerError) -> None:
    """Whether an error is one for people: raises :class:`Find` where it isn't."""
    if error.exit in (Exit.BUG, Exit.MET, Exit.UNMET) or not error.problems:
        raise Find(f"status {error.exit}", str(error))
    for problem in error.problems:
        worded(problem)


def worded(problem: Problem) -> None:
    """The same for one problem, or for what is told beside a result."""
    words = str(problem)
    if OURS.search(problem.code.rpartition(".")[2]) and problem.code not in ALLOWED:
        raise Find(f"said {problem.code}", words)
    if not _CHINESE.search(words) or (_PLACEHOLDER.search(words) and not _PLACEHOLDER.search(str(problem.params))):
        raise Find(f"words of {problem.code}", words)
    words.encode()  # half a character can't be printed


# A rule of the ruleset is broken there, not the program.
ALLOWED = frozenset({"page.seal_broken", "register.head_broken", "register.line_too_long"})


def tried(target: Target, seed: bytes, folder: Path, fence: Fence) -> None:
    """Make and hand in one file; raises :class:`Find`."""
    suffix, content = target.make(Chances(seed))
    place = folder / "given"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    path = place / f"given{suffix}"
    path.write_bytes(content)
    with _tempered(place), fence.up(place) as touched, _bounded():
        try:
            target.call(path)
        except CheckerError as error:
            said_well(error)
        except Find:
            raise
        except _TooSlow:
            raise Find(f"over {LONGEST} s in {_where(traceback.format_exc())}", traceback.format_exc()) from None
        except Exception as bug:
            words = traceback.format_exc()
            raise Find(f"{type(bug).__name__} in {_where(words)}", words) from None
    if touched:
        raise Find(f"touched {re.sub('[0-9a-f]{8,}', '', touched[0])[:80]}", "\n".join(touched))


def _where(words: str) -> str:
    """The last place of ours in a traceback."""
    ours = re.findall(rf'File "{re.escape(str(ROOT))}/((?:checker|tests)/[^"]+)", line (\d+)', words)
    theirs = [place for place in ours if place[0].startswith("checker/")] or ours
    return ":".join(theirs[-1]) if theirs else "?"


@contextmanager
def _tempered(place: Path) -> Iterator[None]:
    """What a library keeps for a moment is kept in the folder of the trial."""
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _bounded() -> Iterator[None]:
    """Little time and little more memory than now; the clock is one that no reader uses itself."""
    used = int(_PAGES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGVTALRM, _over)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST, 1)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, before[1]))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGVTALRM, handler)


def _over(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow
