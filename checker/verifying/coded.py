"""The codes of a verdict in words: outcomes, kinds, reasons, notes, the rules that fired.

Owns which key holds codes of which words.  It must not know a ruleset.
"""

from __future__ import annotations

import re
from typing import get_args

from checker.concluding.procedure import PROCEDURE_RULES
from checker.concluding.rules import RULES
from checker.messages import template, text, word
from checker.verdict.vocabulary import Noticed, Reason

# The words of the codes that stand under a key; under ``ABOVE.KEY`` where another means something else.
_WORDS = {
    **dict.fromkeys(("outcome", "would_be", "finding", "items.before", "items.after", "moved.before",
                     "moved.after"), "state"),
    **dict.fromkeys(("seen", "name", "limit", "formula", "weakest", "in_force_seen"), "seen"),
    **{key: key for key in ("purpose", "basis", "weight", "limits", "concludes", "kind", "status", "cause")},
    "missing.kind": "needs", "attributes.kind": "fact_of", "treatment": "treatment",
    "stage": "stage_of", "form": "form_of", "effect": "comes_to", "shortfall.effect": "effect_of",
    "limit.open": "limit_of", "relation": "what"}
# Under which keys a code stands with the message that it names.
_SENTENCES = frozenset({"code", "reason", "reasons", "missing.name"})
_CODES = frozenset(code for codes in (Reason, Noticed) for one in get_args(codes)
                   for code in (get_args(one) or (one,)))
_PARAMETERS = re.compile(r"\{[a-z_]+\}")
_RULES = {rule.name: (place, rule.outcome) for place, rule in enumerate(RULES, 1)
          if rule not in PROCEDURE_RULES}


def coded(above: str, key: str, value: str) -> str:
    """The word for a code under a key that stands ``above`` it; empty for what is none."""
    place = f"{above}.{key}"
    if value in _CODES and _SENTENCES & {key, place}:
        return _PARAMETERS.sub("…", template(value))
    if key == "rule" and value in _RULES:
        number, outcome = _RULES[value]
        return text("differs.rule", number=number, outcome=text(f"state.{outcome}"))
    # no code begins with None
    return word(f"{_WORDS.get(place) or _WORDS.get(key)}.{value}", "")
