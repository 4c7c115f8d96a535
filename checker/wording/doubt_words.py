"""What a doubt names, in words: labels, amounts, values as they were filled in.

Owns those; the sentence is made when it is shown.  It must not judge.
"""

from __future__ import annotations

from checker.verdict.aside import DoubtFound, DoubtfulValue
from checker.wording.annexed import ReconciliationPart
from checker.wording.context import Context
from checker.wording.doubted import DoubtPart, StatedPart
from checker.wording.naming import label, resolved


def doubt(found: DoubtFound, printed: list[ReconciliationPart], context: Context) -> DoubtPart:
    """A doubt by the ruleset's labels; ``printed`` are the verdict's reconciliations in words."""
    params = resolved(found.params, context)
    place = found.params.get("printed")
    if isinstance(place, dict):
        part = printed[int(place["printed"])]
        params = {"printed": part.written, "computed": part.shown, "unit": part.unit or "",
                  "ratio": part.ratio or "", "reading": part.nearest or ""}
    return DoubtPart(code=found.code, subject=found.subject, params=params, years=found.years,
                     label=label(found.of, found.subject, context.ruleset),
                     stated=[_stated(value, context) for value in found.stated])


def _stated(value: DoubtfulValue, context: Context) -> StatedPart:
    return StatedPart(label=label(value.of, value.name, context.ruleset), year=value.year, value=value.value,
                      unit=value.unit, scope=value.scope, price_basis=value.price_basis, source=value.source)
