"""Finds forms and reads them from their folder, and how their pages are set.

Owns the way from ``report-forms/<id>/form.yaml`` to a checked form.  It must not fill one in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from checker.errors import Problem, RulesetError, UsageError
from checker.files.resources import folder
from checker.files.textfile import read
from checker.reports.outline import FormModel
from checker.validation import Model, Text, build, suggestion

FILE, LAYOUT = "form.yaml", "layout.yaml"


class StyleModel(Model):
    """A style: the names of its fonts, its size in half points, and how it stands."""

    font: Text
    half_points: int = Field(ge=10, le=96)
    bold: bool = False


class LayoutModel(Model):
    """How reports are set: fonts are only names, which the reader's office program looks for."""

    latin: Text
    styles: dict[str, StyleModel]
    line_points: int = Field(ge=10, le=60)
    margins_mm: dict[str, int]


def forms() -> list[str]:
    """The ids of the forms that came with the program, sorted."""
    return sorted(place.parent.name for place in folder("report-forms").glob(f"*/{FILE}"))


def form(name: str) -> FormModel:
    """A form by id or by its folder; raises :class:`UsageError` or :class:`RulesetError`."""
    place = Path(name) if "/" in name else folder("report-forms") / name
    if not (place / FILE).is_file():
        raise unknown(name)
    file = read(place / FILE, RulesetError)
    found, problems = build(FormModel, file.data)
    if found is None:
        raise RulesetError([problem.at(file.name, file.lines) for problem in problems])
    if found.id != place.resolve().name:
        raise RulesetError(Problem("reports.folder_name", {"id": found.id, "folder": place.resolve().name},
                                   ("id",)).at(file.name, file.lines))
    return found


@cache
def installed_form(name: str) -> FormModel:
    """A form that came with the program by its id, never a folder; raises :class:`UsageError`."""
    if name not in forms():
        raise unknown(name)
    return form(name)


def unknown(name: str) -> UsageError:
    """That there is no such form, and which there are."""
    return UsageError(Problem("reports.unknown", {
        "name": name, "hint": suggestion(name, forms()), "known": text_of_forms()}))


def text_of_forms() -> str:
    """The forms that there are, each with its title."""
    return "；".join(f"{name}（{installed_form(name).title}）" for name in forms())


@cache
def layout() -> LayoutModel:
    """How reports are set."""
    return LayoutModel.model_validate(read(folder("report-forms") / LAYOUT, RulesetError).data)
