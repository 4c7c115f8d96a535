"""The confirmation sheet of a ruleset on a page: what the office that holds the official text ticks.

Owns what is shown, and where the filled sheet and the provision that it comes to are kept.  It must not
decide what follows from a tick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.confirmations.confirming import ticks
from checker.confirmations.lines import limit_lines, text_lines
from checker.errors import RulesetError
from checker.messages import in_source_language
from checker.ruleset.loading import load
from checker.services.confirming_sheet import confirmed, filled_sheet
from checker.web.rendering import Setting, rendered
from checker.web.rules_page import known_ruleset
from checker.web.workfolder import CONFIRMED


def confirm_page(name: str, setting: Setting, head: Mapping[str, str],
                 lines: Mapping[str, Mapping[str, Mapping[str, str]]], wrong: Sequence[str]) -> str:
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
            number: str) -> tuple[str | None, list[str]]:
    """Keep what was filled in as a sheet and as a local provision: its place, or what is wrong."""
    rules = load(known_ruleset(name))
    sheet, stem = filled_sheet(rules, head, lines), f"{rules.id}-{number}"
    try:
        overlay = confirmed(rules, sheet, Path(CONFIRMED), stem)
    except RulesetError as error:
        return None, [str(problem) for problem in error.problems]
    return overlay.as_posix(), []
