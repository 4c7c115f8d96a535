"""One part of the report: its tables in Markdown, and when and where it was measured.

Owns the form.  It must not measure.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from paired import Costs, median, ratio

import checker

MILLI = 1000


class Section(NamedTuple):
    """A part: what it is about, with what besides us it was measured, and its text."""

    title: str
    beside: tuple[str, ...]
    text: str


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; every column but the first holds figures."""
    lines = [headings, ["---", *(["---:"] * (len(headings) - 1))], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


PAIR = ("", "processor, ms", "wall, ms", "beside", "processor, ms", "wall, ms", "ratio", "ratio, wall", "goal")


def pair(name: str, costs: Costs, one: str, other: str, goal: float | None = None) -> list[str]:
    """A row of a table with the headings of ``PAIR``: what the one costs, and beside it the other.

    A goal is one for the ratio of the processor's times.
    """
    own, peer, found = median(costs[one]), median(costs[other]), ratio(costs[one], costs[other])
    return [name, milliseconds(own.processor), milliseconds(own.wall), other, milliseconds(peer.processor),
            milliseconds(peer.wall), f"{found.processor:.2f}", f"{found.wall:.2f}", held(found.processor, goal)]


def milliseconds(seconds: float) -> str:
    """To three digits."""
    found = seconds * MILLI
    return f"{found:.0f}" if found >= 100 else f"{found:.3g}"


def held(found: float, goal: float | None) -> str:
    """Whether a goal was reached."""
    return "" if goal is None else f"≤ {goal:g} {'kept' if found <= goal else '**missed**'}"


def bodies(report: str) -> dict[str, str]:
    """The parts of a report as they stand in it."""
    return dict(re.findall(r"^<!-- (\w+) -->\n(.*?)\n<!-- /\1 -->$", report, re.DOTALL | re.MULTILINE))


def body(part: str, section: Section) -> str:
    """A part as it stands in the report, with what it was measured on."""
    named = ", ".join([f"checker {checker.__version__}", *(f"{name} {version(name)}" for name in section.beside)])
    return (f"## {section.title}\n\n{section.text.strip()}\n\n"
            f"{_machine()}; {named}; {dt.datetime.now(dt.UTC).date()}. `make bench PART={part}`")


def joined(head: str, parts: Mapping[str, str]) -> str:
    """The report, of which every part can be renewed alone."""
    return "\n\n".join([head.strip(), *(f"<!-- {part} -->\n{said}\n<!-- /{part} -->"
                                       for part, said in parts.items())]) + "\n"


def _machine() -> str:
    """The processor, its cores and the Python, as they call themselves."""
    try:
        said = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        said = ""
    model = re.search(r"model name\s*: (.+)", said)
    cores = len(os.sched_getaffinity(0))
    return (f"{model[1] if model else platform.machine()}, {cores} cores; {platform.system()}; "
            f"{platform.python_implementation()} {platform.python_version()}")
