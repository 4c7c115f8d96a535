"""What would come out by the digits that cells show instead of the numbers that they hold.

Owns the second look at what was rounded for the eye.  It only says where the two differ: the stored number
is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.concluding.engine import Firing
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging.noting import note
from checker.measuring.measure import measure
from checker.measuring.measurement import Measurement
from checker.ruleset.compiled import Ruleset
from checker.verdict.found import ItemFinding, NoteCode


def measured(evidence: Evidence, ruleset: Ruleset) -> dict[str, Measurement]:
    """Every item by what the cells show; nothing where they show what they hold."""
    seen = _seen(evidence)
    if seen is None:
        return {}
    return {name: measure(item, seen, ruleset) for name, item in ruleset.items.items()}


def notes(found: Sequence[ItemFinding], measurements: Mapping[str, Measurement],
          concluded: Mapping[str, Firing]) -> list[NoteCode]:
    """One note for each item that would come out otherwise by what the cells show."""
    outcomes = {name: shown(firing.outcome, item=True) for name, firing in concluded.items()}
    return [note("note.shown_otherwise", part.item, values={"shown": _values(measurements[part.item])},
                 outcome={"outcome": outcomes[part.item]})
            for part in found if part.item in outcomes and outcomes[part.item] != part.outcome]


def _seen(evidence: Evidence) -> Evidence | None:
    """The evidence by what the cells show; None where they show what they hold."""
    if not any(value.shown for given in evidence.values.values() for value in given) and not any(
            report.shown for reports in evidence.reported.values() for report in reports):
        return None
    values, reported = defaultdict(list), defaultdict(list)
    for key, given in evidence.values.items():
        values[key] = [v._replace(value=v.shown.value) if v.shown else v for v in given]
    for item, reports in evidence.reported.items():
        reported[item] = [r._replace(value=r.shown.value) if r.shown else r for r in reports]
    return replace(evidence, values=values, reported=reported)


def _values(measured: Measurement) -> list[list[str]]:
    """The values that are shown otherwise: what they are of, each as it is stored and as it is shown."""
    seen = [("quantity", value.name, value.written, value.shown.words)
            for evaluation in measured.evaluations for value in evaluation.operands if value.shown]
    seen += [("item", measured.item.id, e.report.written, e.report.shown.words)
             for e in measured.evaluations if e.report and e.report.shown]
    return [list(one) for one in dict.fromkeys(seen)]
