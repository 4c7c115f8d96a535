"""What falling short of a floor costs: the amounts by each row of a limit that isn't reached.

Owns which of them are owed.  It must not decide whether any is.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.evidence.evidence import Evidence
from checker.measuring.limit import UNMET
from checker.measuring.measure import only_shown
from checker.measuring.measurement import Evaluation, Measurement
from checker.ruleset.compiled import Charge, Ruleset


def owed(measurement: Measurement, evidence: Evidence,
         ruleset: Ruleset) -> Iterator[tuple[Charge, Evaluation]]:
    """Each amount by the readings and rows that aren't reached, with every choice of data."""
    short = {(e.reading, row) for e in measurement.deciding if e.outcome == UNMET for row in e.rows}
    for charge in measurement.item.charges:
        if (charge.reading, charge.row) in short:
            yield from ((charge, found) for found in only_shown(charge.item, evidence, ruleset).evaluations)
