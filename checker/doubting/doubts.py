"""What is doubtful in what a dossier states: told beside the outcome, which it never changes.

Owns the list and its order.  Nothing here may look at an outcome, and nothing that judges may look here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.doubting.conflicts import conflicts
from checker.doubting.plausibility import bands, fractions, parts_above_whole, relations
from checker.doubting.trend import jumps, swapped, unmoved
from checker.evidence.evidence import Evidence
from checker.measuring.measurement import Measurement
from checker.ruleset.compiled import Ruleset
from checker.verdict.annex import ReconciliationPart
from checker.verdict.doubted import DoubtPart


def doubts(evidence: Evidence, measured: Mapping[str, Measurement],
           reconciled: Sequence[ReconciliationPart], ruleset: Ruleset) -> list[DoubtPart]:
    """Everything doubtful: contradictions first, then magnitudes, then years."""
    return [*conflicts(evidence, measured, ruleset), *parts_above_whole(evidence, ruleset),
            *relations(evidence, ruleset), *bands(evidence, ruleset),
            *fractions(evidence, ruleset), *_printed(reconciled, ruleset),
            *jumps(evidence, ruleset), *unmoved(evidence, ruleset), *swapped(evidence, ruleset)]


def _printed(reconciled: Sequence[ReconciliationPart], ruleset: Ruleset) -> list[DoubtPart]:
    """Reported values that the data don't give, beyond the rounding of what was printed.

    An account prints them all beside what it computes anyway.
    """
    if ruleset.model.concludes == "account":
        return []
    return [DoubtPart(code="doubt.reported_differs", subject=part.item, label=part.label, years=[part.year],
                      params={"printed": part.written, "computed": part.shown, "unit": part.unit or "",
                              "ratio": part.ratio or "", "reading": part.nearest or ""})
            for part in reconciled if not part.reproduces]
