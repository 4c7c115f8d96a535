"""The pictures beside a verdict's findings, made of its values and of the rules that it names.

Owns which there are.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.reporting.index_chart import IndexChart, index_charts
from checker.reporting.year_charts import YearChart, year_charts
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import Verdict
from checker.wording.worded import WordedVerdict


@dataclass(frozen=True)
class Figures:
    """Small pictures of the years, and the bars of each index by its id."""

    years: Sequence[YearChart] = ()
    indices: Mapping[str, IndexChart] = field(default_factory=dict)


NO_FIGURES = Figures()


def figures(verdict: Verdict, said: WordedVerdict, ruleset: Ruleset) -> Figures:
    """The pictures of a verdict, whose words are ``said``."""
    return Figures(year_charts(verdict, said, ruleset), index_charts(verdict, ruleset))
