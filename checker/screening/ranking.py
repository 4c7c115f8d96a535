"""The rank of each row of a table by its score, and the tier that its share of all rows gives.

Owns what a rank may be where scores are known only between bounds, are alike, or couldn't be read.  It stands
in the results alone: a row's own verdict and page must not depend on its neighbours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from checker.messages import text
from checker.ruleset.grading import Tiers

ScoreEnds = tuple[str, str]
_ALL = 100


@dataclass(frozen=True)
class Ranking:
    """All scores of a table, the better the higher: their least and their most, each sorted.

    ``open`` rows have a score of which nothing is known, ``unread`` ones couldn't be read; ``steps`` are the
    tiers with the share of all rows that they and those before them take.
    """

    label: str
    steps: tuple[tuple[str, Fraction], ...]
    lowest: bool
    lows: tuple[Fraction, ...]
    highs: tuple[Fraction, ...]
    open: int
    unread: int

    def rank(self, ends: ScoreEnds) -> tuple[int, int]:
        """The best and the worst rank that a row may have; those that are alike take each other's."""
        read = len(self.lows) + self.open
        if not all(ends):
            return 1, read + self.unread
        low, high = _better(ends, self.lowest)
        surely_before = len(self.lows) - bisect_right(self.lows, high)
        surely_behind = bisect_left(self.highs, low)
        return 1 + surely_before, read + self.unread - surely_behind

    def words(self, ends: ScoreEnds) -> str:
        """The rank as it is shown."""
        best, worst = self.rank(ends)
        return str(best) if best == worst else f"{best}～{worst}"

    def tiers(self, ends: ScoreEnds) -> list[str]:
        """The tiers that a row may be in: whatever its rank, and whether what wasn't read counts or not."""
        best, worst = self.rank(ends)
        read = len(self.lows) + self.open
        first, last = self._step(best, read + self.unread), self._step(worst, read)
        return list(dict.fromkeys(name for name, _ in self.steps[first:last + 1]))

    def tier(self, ends: ScoreEnds) -> str:
        """The same in words."""
        return text("tier.or").join(self.tiers(ends))

    def _step(self, rank: int, rows: int) -> int:
        return next((place for place, (_, share) in enumerate(self.steps) if rank <= share * rows),
                    len(self.steps) - 1)


def ranking_of(tiers: Tiers | None, ranked: Mapping[ScoreEnds, int], unread: int) -> Ranking | None:
    """The ranking of rows with these scores; None where the ruleset ranks nothing."""
    if tiers is None or tiers.by_rank is None:
        return None
    lowest = tiers.by_rank.best == "lowest"
    known = [_better(ends, lowest) for ends, count in ranked.items() if all(ends) for _ in range(count)]
    taken, steps = Fraction(0), list[tuple[str, Fraction]]()
    for step in tiers.by_rank.steps:
        taken = Fraction(1) if step.share is None else taken + Fraction(step.share) / _ALL
        steps.append((step.name, taken))
    return Ranking(tiers.by_rank.label or tiers.label, tuple(steps), lowest,
                   tuple(sorted(low for low, _ in known)), tuple(sorted(high for _, high in known)),
                   sum(count for ends, count in ranked.items() if not all(ends)), unread)


def rank_counts(ranking: Ranking | None, ranked: Mapping[ScoreEnds, int]) -> str:
    """How many rows are in each tier by their rank, those that may be in several apart; nothing without."""
    if ranking is None or not ranked:
        return ""
    counts = Counter[str]()
    for ends, count in ranked.items():
        counts[ranking.tier(ends)] += count
    return text("tier.said", label=ranking.label, tiers=text("join.also").join(
        f"{tier} {count}" for tier, count in sorted(counts.items())))


def _better(ends: ScoreEnds, lowest: bool) -> tuple[Fraction, Fraction]:
    """The least and the most of a score, the better the higher."""
    low, high = map(Fraction, ends)
    return (-high, -low) if lowest else (low, high)
