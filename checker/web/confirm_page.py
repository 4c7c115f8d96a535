"""The confirmation sheet of a ruleset on a page: what the office that holds the official text ticks.

Owns what is shown, and where the filled sheet and the provision that it comes to are kept.  It must not
decide what follows from a tick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.confirmations.confirming import ticks
from checker.confirmations.lines import limit_lines, text_lines
from checker.errors import Problem, RulesetError
from checker.messages import in_source_language, text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.services.confirming_sheet import (
    HEAD,
    SheetField,
    Unwritten,
    confirmed,
    field_at,
    filled_sheet,
)
from checker.web.rendering import Setting, rendered
from checker.web.rules_page import known_ruleset
from checker.web.workfolder import CONFIRMED

# What is wrong, of which field: head, limits or texts, its kind, the number of its line.
Fault = tuple[str, str, int, str]
# What the sheet's words for a person at a workbook are on the page.
_ON_PAGE = {
    "form.limit_datum": "confirm.limit_datum", "form.limit_form": "confirm.limit_form",
    "form.limit_needed": "confirm.limit_needed", "form.limit_unit": "confirm.limit_unit",
    "form.limit_unreadable": "confirm.limit_unreadable", "form.row_left": "confirm.row_left",
    "form.same_as_nothing": "confirm.same_as_nothing", "form.without_tick": "confirm.without_tick"}


def confirm_page(name: str, setting: Setting, head: Mapping[str, str],
                 lines: Mapping[str, Mapping[str, Mapping[str, str]]], wrong: Sequence[Fault]) -> str:
    """The lines to be ticked, with what was filled in and what is wrong with it."""
    rules = load(known_ruleset(name))
    limits, texts, words = _lines(name)
    return rendered("confirm", setting, model=rules.model, limits=limits, texts=texts, ticks=words,
                    head=head, said=lines, wrong=wrong)


@in_source_language
def _lines(name: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[str]]:
    """What is printed on the sheet, which is in one language."""
    rules = load(name)
    texts = [line.printed for line in text_lines(rules)]
    return [line.printed for line in limit_lines(rules)], texts, ticks()


def confirm(name: str, head: Mapping[str, str], lines: Mapping[str, Mapping[str, Mapping[str, str]]],
            number: str) -> tuple[str | None, list[Fault]]:
    """Keep what was filled in as a sheet and as a local provision: its place, or what is wrong."""
    rules = load(known_ruleset(name))
    try:
        overlay = confirmed(rules, filled_sheet(rules, head, lines), Path(CONFIRMED), f"{rules.id}-{number}")
    except Unwritten as error:
        places = _places(rules)
        return None, [_fault(field, text("confirm.control"), places) for field in error.fields]
    except RulesetError as error:
        places, at = _places(rules), field_at(rules)
        return None, [_fault(at.get(str(problem.path[-1])) if problem.path else None,
                             _on_page(problem, at), places) for problem in error.problems]
    return overlay.as_posix(), []


def _on_page(problem: Problem, at: Mapping[str, SheetField]) -> str:
    """What is wrong, without the cell that nobody on the page has seen."""
    field = at.get(str(problem.path[-1])) if problem.path else None
    if field == SheetField(HEAD, "copy"):
        return text("confirm.no_copy")
    return text(_ON_PAGE.get(problem.code, problem.code), **problem.params)


def _fault(field: SheetField | None, said: str, places: Mapping[tuple[str, str], int]) -> Fault:
    if field is None:
        return "", "", 0, said
    return field.of, field.kind, places.get((field.of, field.key), 0), said


@in_source_language
def _places(rules: Ruleset) -> dict[tuple[str, str], int]:
    """The number of each line on the page, counted from 0."""
    return {**{("limits", line.key): number for number, line in enumerate(limit_lines(rules))},
            **{("texts", line.key): number for number, line in enumerate(text_lines(rules))}}
