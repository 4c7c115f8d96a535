"""How much time and memory a file of unknown origin may cost.

Owns the limits of the process while such a file is read.  It must not know what is read.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from checker.errors import CapsuleError, CheckerError, Problem
from checker.limits import MOST_MEMORY, MOST_SECONDS

_PAGES = Path("/proc/self/statm")


class TooLong(BaseException):
    """The time is over; nothing on the way may take it for an error of its own."""


@contextmanager
def bounded(seconds: int = MOST_SECONDS, memory: int = MOST_MEMORY, *,
            error: type[CheckerError] = CapsuleError, said: str = "opened",
            work: bool = False) -> Iterator[None]:
    """Stop after so many seconds, or beyond so many bytes more than now.

    Raises ``error`` in words; ``said`` is the family of the messages: of a page that was opened, of a
    file that was handed in, or of a row.  With ``work`` the seconds are those of the processor, so that
    what comes of it doesn't hang on what else the machine has to do.
    """
    clock, alarm = (signal.ITIMER_PROF, signal.SIGPROF) if work else (signal.ITIMER_REAL, signal.SIGALRM)
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(_PAGES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = used + memory if before[1] == resource.RLIM_INFINITY else min(used + memory, before[1])
    handler = signal.signal(alarm, _over)
    # Once more each second: a library that calls back from C may have swallowed the first.
    around = signal.setitimer(clock, seconds, 1)
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    except TooLong:
        raise error(Problem(f"{said}.too_long", {"limit": seconds})) from None
    except MemoryError:
        raise error(Problem(f"{said}.no_memory")) from None
    finally:
        signal.setitimer(clock, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(alarm, handler)
        signal.setitimer(clock, *around)  # what was bounded around us goes on being so


def _over(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong
