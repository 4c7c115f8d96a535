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

SECONDS = 120
BYTES = 3_000_000_000
_PAGES = Path("/proc/self/statm")


class TooLong(BaseException):
    """The time is over; nothing on the way may take it for an error of its own."""


@contextmanager
def bounded(seconds: int = SECONDS, memory: int = BYTES, *, error: type[CheckerError] = CapsuleError,
            said: str = "opened") -> Iterator[None]:
    """Stop after so many seconds, or beyond so many bytes more than now.

    Raises ``error`` in words; ``said`` is the family of the messages: of a page that was opened, or of a
    file that was handed in.
    """
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(_PAGES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = used + memory if before[1] == resource.RLIM_INFINITY else min(used + memory, before[1])
    handler = signal.signal(signal.SIGALRM, _over)
    before_us = signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    except TooLong:
        raise error(Problem(f"{said}.too_long", {"limit": seconds})) from None
    except MemoryError:
        raise error(Problem(f"{said}.no_memory")) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handler)
        signal.alarm(before_us)  # what was bounded around us goes on being so


def _over(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong
