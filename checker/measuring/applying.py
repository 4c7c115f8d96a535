"""Whether a reading applies, and whether some reading surely does.

Owns the conditions of readings.  Where none of them may apply the law says nothing, so that a
finding must not rest on readings alone that may all fall away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from checker.evidence.facts import Facts
from checker.measuring.evaluate import truth
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.terms import Attribute

MOST_WORLDS = 64
Assumption = bool | str
Assumptions = dict[str, Assumption]
ReadingCondition = tuple[n.Expression, Sequence[Facts]]


def some_applies(conditions: Sequence[ReadingCondition], attributes: Mapping[str, Attribute]) -> bool:
    """Whether at least one condition holds, whatever the absent attributes are.

    Each comes with every choice of the data that it asks for: it surely holds when it does in all.
    """
    return all(any(all(truth(tree, replace(facts, attributes={**facts.attributes, **world}))
                       for facts in choices) for tree, choices in conditions)
               for world in _worlds(conditions, attributes))


def _worlds(conditions: Sequence[ReadingCondition], attributes: Mapping[str, Attribute]) -> list[Assumptions]:
    """Every answer to the yes-or-no and word attributes that are absent; none but silence if too many."""
    absent = {asked.name: attributes[asked.name].answers for tree, choices in conditions
              for asked in asking.asks(tree) for facts in choices
              if asked.kind == "attribute" and asked.name not in facts.attributes}
    open_ones = {name: answers for name, answers in absent.items() if answers}
    if prod(len(answers) for answers in open_ones.values()) > MOST_WORLDS:
        return [{}]
    return [dict(zip(open_ones, answers, strict=True)) for answers in product(*open_ones.values())]
