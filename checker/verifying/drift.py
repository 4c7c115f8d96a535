"""What of a page's toolchain is otherwise here, and what that allows to conclude.

Owns the comparison of two toolchains.  It must not read libraries or fonts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.messages import text, word
from checker.sentence import Told

DIGITS = 16
# By these alone the words of a page are decided; all else only sets them.
WORDED = ("code", "templates", "packages.jinja2")
# What makes a program another one.
PROGRAM = ("checker", "code", "templates")
# These turn boxes into strokes and fills.
PAINTERS = ("packages.weasyprint", "packages.pydyf", "packages.tinycss2", "packages.cssselect2",
            "packages.tinyhtml5")
# Kinds of components, by the first part of their names.
KINDS = ("fonts", "libraries", "packages")


@dataclass(frozen=True)
class Drift:
    """A component that is not the same; None where a side hasn't got it."""

    component: str
    there: str | None
    here: str | None


def drifts(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[Drift]:
    """Every component that differs, sorted."""
    old, new = dict(_flat(there)), dict(_flat(here))
    return [Drift(name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)]


def same_painter(found: list[Drift]) -> bool:
    """Whether the page has to be painted alike, but for its letters."""
    return same_words(found) and not any(drift.component in PAINTERS for drift in found)


def same_fonts(found: list[Drift]) -> bool:
    """Whether the letters have to have the same outlines too."""
    return same_painter(found) and not any(
        drift.component.startswith(("fonts.", "libraries.", "packages.fonttools", "packages.uharfbuzz"))
        for drift in found)


def same_words(found: list[Drift]) -> bool:
    """Whether the words of the page have to be the same in spite of the differences."""
    return not any(drift.component in WORDED for drift in found)


def as_made_by(found: list[Drift]) -> list[Drift]:
    """What is otherwise for the very program that the toolchain names, run on this machine.

    A component that the toolchain doesn't name is none of that program's.
    """
    return [drift for drift in found if drift.component not in PROGRAM and drift.there is not None]


def drift_words(drift: Drift) -> Told:
    """A component's name, what it was there and what it is here."""
    kind, _, part = drift.component.partition(".")
    name = text(f"component.{kind}", name=part) if kind in KINDS else word(
        f"component.{drift.component}", drift.component)
    return Told("page.component", {"name": name, "there": _brief(drift.there), "here": _brief(drift.here)})


def _brief(version: str | None) -> str:
    """A version, or the beginning of a digest."""
    said = version or "—"
    return said.removeprefix("sha256:")[:DIGITS] if said.startswith("sha256:") else said


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
