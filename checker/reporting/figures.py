"""The pictures beside a verdict's findings, made of its values and of the rules that it names.

Owns which there are.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.reporting.index_chart import IndexChart, index_charts
from checker.reporting.year_charts import YearChart, year_charts
from checker.ruleset.compiled import Ruleset
from checker.ruleset.spoken import spoken
from checker.verdict.aside import YearFound
from checker.verdict.verdict import Verdict
from checker.wording.annexed import YearPart
from checker.wording.context import Context
from checker.wording.series_words import year_part
from checker.wording.worded import WordedVerdict


@dataclass(frozen=True)
class Figures:
    """Small pictures of the ``beside`` years in words, and the bars of each index by its id."""

    beside: Sequence[YearPart] = ()
    years: Sequence[YearChart] = ()
    indices: Mapping[str, IndexChart] = field(default_factory=dict)


NO_FIGURES = Figures()


def figures(verdict: Verdict, said: WordedVerdict, ruleset: Ruleset,
            stated: Sequence[YearFound] = ()) -> Figures:
    """The pictures of a verdict, whose words are ``said``; of the years ``stated`` where it has none."""
    ruleset, years, beside = spoken(ruleset), verdict.years, said.years
    if not years:
        context = Context(verdict, ruleset)
        years, beside = list(stated), [year_part(found, context) for found in stated]
    return Figures(beside, year_charts(verdict, said, ruleset, years, beside), index_charts(verdict, ruleset))
