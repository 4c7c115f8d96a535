"""What is doubtful in what a dossier states: told beside the outcome, which it never changes.

Owns the list and its order.  Nothing here may look at an outcome, and nothing that judges may look here.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.doubting.claimed import claimed, of_one_year
from checker.doubting.conflicts import conflicts
from checker.doubting.doubt_found import DoubtFound
from checker.doubting.equality import equalities
from checker.doubting.inferred import inferences, inferred_doubts
from checker.doubting.misfits import misfits
from checker.doubting.near_names import near_names
from checker.doubting.plausibility import bands, fractions, parts_above_whole, relations
from checker.doubting.trend import jumps, swapped, unmoved
from checker.judging.judged_case import JudgedCase
from checker.ruleset.compiled import Ruleset
from checker.verdict.aside import PrintedFound


def doubts(case: JudgedCase, ruleset: Ruleset) -> list[DoubtFound]:
    """Everything doubtful: contradictions first, then magnitudes, then years."""
    evidence, together = case.evidence, equalities(case, ruleset)
    inferred = inferences(together, ruleset)
    return [*conflicts(evidence, case.measured, ruleset), *parts_above_whole(evidence, ruleset),
            *relations(evidence, ruleset), *bands(evidence, ruleset),
            *fractions(evidence, ruleset), *_printed(case.verdict.reconciliation, ruleset),
            *misfits(together, ruleset), *inferred_doubts(inferred, ruleset),
            *claimed(case, inferred, ruleset), *of_one_year(case, ruleset),
            *jumps(evidence, ruleset), *unmoved(evidence, ruleset),
            *swapped(evidence, ruleset), *near_names(case, ruleset)]


def _printed(reconciled: Sequence[PrintedFound], ruleset: Ruleset) -> list[DoubtFound]:
    """Reported values that the data don't give, beyond the rounding of what was printed.

    An account prints them all beside what it computes anyway.
    """
    if not ruleset.kind.compares:
        return []
    return [DoubtFound(code="doubt.reported_differs", of="item", subject=part.item, years=[part.year],
                       params={"printed": {"printed": str(place)}})
            for place, part in enumerate(reconciled) if not part.good]
