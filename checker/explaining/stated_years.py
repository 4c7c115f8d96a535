"""What the items come to in every year of which data are stated, as if each were the period.

Owns the choice of these years, where the ruleset sets none side by side itself.  It is only shown: nothing of
it is part of the verdict, and it must not decide anything.
"""

from __future__ import annotations

from collections import Counter

from checker.concluding.conclude import conclude_items
from checker.concluding.outcome import shown
from checker.concluding.plain import PlainEngine
from checker.judging.judged_case import JudgedCase
from checker.judging.series import MOST_YEARS, measure_years, years_found
from checker.ruleset.compiled import Ruleset
from checker.verdict.aside import YearFound

LEAST_YEARS = 2
_ENGINE = PlainEngine()


def stated_years(case: JudgedCase, ruleset: Ruleset) -> list[YearFound]:
    """The years up to the period, ascending, with the items that have a value in several of them.

    None where they stand in the verdict, or there is but one.
    """
    evidence = case.evidence
    if ruleset.side_by_side is not None:
        return []
    years = sorted({year for (_, year), values in evidence.values.items()
                    if values and year is not None and year <= evidence.period} | {evidence.period})
    if len(years) < LEAST_YEARS:
        return []
    measured = measure_years(ruleset, evidence, years[-MOST_YEARS:], case.measured)
    outcomes = {year: {name: shown(firing.outcome, item=True) for name, firing in conclude_items(
        items, evidence.selected, ruleset, _ENGINE).items()} for year, items in measured.items()}
    found = years_found(measured, outcomes, ruleset, evidence.selected)
    valued = Counter(cell.item for year in found for cell in year.cells
                     if any(evaluation.values and not evaluation.borrowed for evaluation in cell.evaluations))
    return [year.model_copy(update={
        "cells": [cell for cell in year.cells if valued[cell.item] >= LEAST_YEARS]}) for year in found]
