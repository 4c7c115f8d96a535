"""What would come out by the digits that cells show instead of the numbers that they hold.

Owns the second look at what was rounded for the eye.  It only says where the two differ: the stored number
is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from checker.concluding.conclude import conclude_items
from checker.concluding.engine import Engine
from checker.concluding.outcome import shown
from checker.evidence.evidence import Evidence
from checker.judging.noting import note
from checker.measuring.measure import measure
from checker.measuring.measurement import Measurement
from checker.messages import CATALOGUE
from checker.ruleset.compiled import Ruleset
from checker.verdict import verdict as v


def notes(evidence: Evidence, findings: Sequence[v.Finding], ruleset: Ruleset,
          engine: Engine) -> list[v.Note]:
    """One note for each item that would come out otherwise by what the cells show."""
    seen = _seen(evidence)
    if seen is None:
        return []
    measured = {name: measure(item, seen, ruleset) for name, item in ruleset.items.items()}
    concluded = conclude_items(measured, seen.selected, ruleset, engine)
    outcomes = {name: shown(firing.outcome, item=True) for name, firing in concluded.items()}
    return [note("note.shown_otherwise", found.item, values=_values(measured[found.item], ruleset),
                 outcome=_outcome(outcomes[found.item], ruleset))
            for found in findings if outcomes[found.item] != found.outcome]


def _outcome(outcome: str, ruleset: Ruleset) -> str:
    """An outcome in the words of the ruleset's kind; of a clause only a floor has amounts."""
    floor = ruleset.model.concludes == "admission" and outcome in ("met", "unmet")
    return CATALOGUE[f"outcome.floor_{outcome}" if floor else f"outcome.{outcome}"]


def _seen(evidence: Evidence) -> Evidence | None:
    """The evidence by what the cells show; None where they show what they hold."""
    if not any(value.shown for given in evidence.values.values() for value in given) and not any(
            report.shown for reports in evidence.reported.values() for report in reports):
        return None
    values, reported = defaultdict(list), defaultdict(list)
    for key, given in evidence.values.items():
        values[key] = [replace(v, value=v.shown.value) if v.shown else v for v in given]
    for item, reports in evidence.reported.items():
        reported[item] = [replace(r, value=r.shown.value) if r.shown else r for r in reports]
    return replace(evidence, values=values, reported=reported, single=None, shown={})


def _values(measured: Measurement, ruleset: Ruleset) -> str:
    """The values that are shown otherwise, each as it is stored and as it is shown."""
    seen = [(ruleset.model.quantities[value.name].label, value.written, value.shown.words)
            for evaluation in measured.evaluations for value in evaluation.operands if value.shown]
    seen += [(measured.item.model.label, e.report.written, e.report.shown.words)
             for e in measured.evaluations if e.report and e.report.shown]
    return "；".join(CATALOGUE["note.shown_value"].format(label=label, stored=stored, shown=words)
                    for label, stored, words in dict.fromkeys(seen))
