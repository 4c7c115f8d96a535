"""Every item measured in each way that a verdict tells: in the period, in other years, by what cells show.

Owns which measurements there are, and the names by which those that nothing rests on stand beside the
conclusion.  It must not conclude.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.concluding.conclude import Conclusions
from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging import as_shown
from checker.judging.series import YearMeasured, measure_years, years_beside
from checker.measuring.measure import measure, only_shown
from checker.ruleset.compiled import Ruleset
from checker.verdict.part import Outcome

# What stands beside the period's items by the digits that cells show; other years stand there by number.
_SHOWN = "shown"


@dataclass(frozen=True)
class MeasuredCase:
    """All measurements of a case; only those of ``now``, in the period, decide.

    ``years`` stand side by side, the period may be one of them; ``by_cells`` is empty where cells show what
    they hold.  Those ``shown`` are amounts by themselves.
    """

    period: int
    now: YearMeasured
    years: Mapping[int, YearMeasured]
    by_cells: YearMeasured
    shown: YearMeasured

    @property
    def by_year(self) -> dict[int, YearMeasured]:
        """Those of every year, the period last unless it stands among them."""
        return {**self.years, self.period: self.now}

    @property
    def beside(self) -> dict[str, YearMeasured]:
        """Those on which nothing rests, by name."""
        return {_SHOWN: self.by_cells,
                **{str(year): items for year, items in self.years.items() if year != self.period}}

    def concluded_by_cells(self, judged: Conclusions) -> Mapping[str, Firing]:
        """What was concluded of the items by what cells show."""
        return judged.beside[_SHOWN]

    def outcomes(self, judged: Conclusions) -> dict[int, dict[str, Outcome]]:
        """The outcome of each item in each year that stands side by side."""
        return {year: {name: shown(firing.outcome, item=True) for name, firing in
                       (judged.items if year == self.period else judged.beside[str(year)]).items()}
                for year in self.years}


def measure_all(evidence: Evidence, ruleset: Ruleset) -> MeasuredCase:
    """Measure every item in every way."""
    now = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
    years = measure_years(ruleset, evidence, years_beside(ruleset, evidence), now)
    return MeasuredCase(evidence.period, now, years, as_shown.measured(evidence, ruleset),
                        {name: only_shown(item, evidence, ruleset) for name, item in ruleset.shown.items()})
