"""What a verdict can still become by each answer to one fact that is missing.

Owns which answers there are: all of them, where that is a choice.  Every other datum stays as it is.  It must
not judge, nor say which answer is the better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from checker.concluding.conclude import conclude_items
from checker.concluding.outcome import shown
from checker.concluding.plain import PlainEngine
from checker.dossier.dossier import Dossier
from checker.dossier.holding import holding
from checker.evidence.binding import bind
from checker.evidence.evidence import AttributeFact, Evidence
from checker.explaining.reachable import Ends, ends_of, reachable
from checker.measuring.measure import measure
from checker.ruleset.compiled import Ruleset
from checker.verdict.part import Outcome


class AnswerLeaves(NamedTuple):
    """What is not excluded by an answer: of the verdict, and of the binding items that ask for the fact."""

    verdict: frozenset[Outcome]
    items: frozenset[Outcome]


# By fact and answer.
ByAnswer = Mapping[str, Mapping[AttributeFact, AnswerLeaves]]
_ENGINE = PlainEngine()


def by_answer(dossier: Dossier, ruleset: Ruleset, period: int, names: Sequence[str]) -> ByAnswer:
    """Of each of these facts, which are missing, what the verdict on ``dossier`` can become by its answers.

    What is stated one way and another lacks no answer, and of what isn't a choice there is no list.
    """
    if not names:
        return {}
    evidence = bind(holding(dossier).dossier, ruleset, period)
    asked = {name: answers for name in names if name not in evidence.disputed
             and (answers := ruleset.model.attributes[name].answers)}
    if not asked:
        return {}
    whole = _ends(evidence, ruleset, list(ruleset.items))
    return {name: {answer: _reached(name, answer, whole, evidence, ruleset) for answer in answers}
            for name, answers in asked.items()}


def _ends(evidence: Evidence, ruleset: Ruleset, items: list[str]) -> Ends:
    """What these items can still come to."""
    measured = {name: measure(ruleset.items[name], evidence, ruleset) for name in items}
    concluded = {name: firing.outcome for name, firing in conclude_items(
        measured, evidence.selected, ruleset, _ENGINE).items()}
    return ends_of(measured, concluded, evidence, ruleset)


def _reached(name: str, answer: AttributeFact, whole: Ends, evidence: Evidence,
             ruleset: Ruleset) -> AnswerLeaves:
    """What is left of the ends once one answer is given: only the items that ask for it are others."""
    answered = replace(evidence, attributes={**evidence.attributes, name: answer})
    touched = [item for item, known in ruleset.items.items() if name in known.attributes]
    own = _ends(answered, ruleset, touched)
    binding = [found for item, found in own.items() if ruleset.items[item].model.weight == "binding"]
    return AnswerLeaves(frozenset(map(shown, reachable({**whole, **own}, ruleset))),
                        frozenset(shown(end) for found in binding for end in found))
