"""What is said on standard error while a table of projects is read and judged."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from checker.messages import text

if TYPE_CHECKING:
    from checker.screening.preparing import Setup
    from checker.screening.run import Progress

LONG_WAIT = 90
PAUSE = 10  # seconds between lines where nobody watches
FIRST = 8  # so many rows tell how long the rest will take


def tell_reading(setup: Setup) -> None:
    """Say how the table was read: where it is plainly, then what deserves a look."""
    for told in setup.table.told:
        plainly = told.code in ("read.sheet", "read.rows")
        click.echo(str(told) if plainly else f"{text('warning.prefix')}：{told}", err=True)


def tell_columns(setup: Setup) -> None:
    """Say which columns were not used, and which data no row states."""
    from checker.screening.row import stated_in

    frame, labels = setup.frame, setup.frame_note
    if setup.strangers:
        said = text("screen.unknown_columns", names=text("join.names").join(setup.strangers))
        click.echo(f"{text('warning.prefix')}：{said}", err=True)
    stated = stated_in(frame, setup.table.lines)
    stated |= set(frame.common.attributes) | {d.about for d in frame.common.declarations}
    missing = [label for name, label in labels.items() if name not in stated and label not in stated]
    if missing:
        said = text("screen.nothing_for", names=text("join.names").join(missing))
        click.echo(f"{text('warning.prefix')}：{said}", err=True)


def progress(code: str = "screen.progress") -> Progress:
    """Progress on standard error, with the time left, once the work takes longer than a second."""
    import time

    began = last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        live = sys.stderr.isatty()
        if now - began < 1 or now - last < (1 if live else PAUSE) or done < FIRST:
            return
        last = now
        left = round((now - began) / done * (total - done))
        long = left > LONG_WAIT
        words = text("screen.minutes" if long else "screen.seconds", count=round(left / 60) if long else left)
        said = text(code, done=done, total=total, left=words)
        # What is left of a longer line before goes with it; where the next line begins it is written over.
        click.echo(f"{said}\033[K\r" if live else said, err=True, nl=not live)

    return told
