"""What to ask next, and in which order.

Owns the list.  Its order is that of the explanation; how a question is put is :mod:`checker.asking`'s
business.  It must not judge.
"""

from __future__ import annotations

from checker.explaining.explanation import Explanation
from checker.verdict.found import LackingDatum
from checker.verdict.verdict import Verdict


def questions(verdict: Verdict, explanation: Explanation) -> list[LackingDatum]:
    """The lacking data that bear on the decision, in the order in which to ask; what to settle comes last.

    Nothing is asked for an item that no answer can settle.
    """
    place = {question.id: at for at, question in enumerate(explanation.questions)}
    deciding = [lacking for lacking in verdict.missing
                if lacking.decides and (lacking.kind == "resolve" or lacking.id in place)]
    return sorted(deciding, key=lambda lacking: place.get(lacking.id, len(place)))
