"""Workbooks to be filled in, for a ruleset: the form of a dossier, a table of projects.

Owns which years a form shows.  The clock is the caller's; it must not write a file.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from checker.errors import Problem, UsageError
from checker.forms.blank import blank_form
from checker.forms.last import Before, before
from checker.forms.project_table import blank_table
from checker.forms.years import Years
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.validation import FIRST_YEAR, LAST_YEAR
from checker.verifying.earlier import earlier_verdict


def last_verdict(rules: Ruleset, previous: Path | None) -> Before | None:
    """The earlier verdict in a file, to be continued; raises :class:`UsageError` with the file."""
    if previous is None:
        return None
    try:
        return before(earlier_verdict(previous), rules)
    except UsageError as error:
        raise error.at(str(previous), {}) from None


def blank_years(given: Years, last: Before | None, today: dt.date) -> Years:
    """The years that the headings show: those that were given, those after the last, the last whole year.

    Headings only: the form's reader holds them against the period that is filled in.  Raises
    :class:`UsageError` for a year that can be none.
    """
    for year in (given.period, given.base):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise UsageError(Problem("form.bad_year", {"given": year}))
    period = given.period or (last.period + 1 if last else today.year - 1)
    return Years(period, given.base or (last.base if last else None))


def dossier_form(rules: Ruleset, years: Years, last: Before | None = None) -> bytes:
    """The form of a dossier."""
    return blank_form(rules, years, last)


def projects_form(rules: Ruleset) -> bytes:
    """The table of projects; raises :class:`UsageError` where the ruleset judges none."""
    if rules.model.judges != "project":
        raise UsageError(Problem("form.table_only", {
            "ruleset": rules.id, "kind": text(f"kind.{rules.model.judges}")}))
    return blank_table(rules)
