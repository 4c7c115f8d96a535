"""The algebra of outcomes.

A state is the set of outcomes that are still possible.  *All of* is the maximum on the chain
not applicable < met < unmet, *at least k* counts; both are taken over every possible completion,
so they are commutative, monotone in information, and nothing passes by emptiness.  Owns the states
and the tallies; which conclusion follows from a tally is :mod:`checker.concluding.rules`' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag
from typing import Final

from checker.verdict.part import Concluded, Outcome, Ruled


class State(Flag):
    """What an item or a requirement may still turn out to be."""

    MET = 1
    UNMET = 2
    NOT_APPLICABLE = 4
    UNDETERMINED = MET | UNMET
    MET_IF_APPLICABLE = MET | NOT_APPLICABLE
    UNMET_IF_APPLICABLE = UNMET | NOT_APPLICABLE
    OPEN = MET | UNMET | NOT_APPLICABLE


NAMES: dict[State, Concluded] = {
    State.MET: "met",
    State.UNMET: "unmet",
    State.UNDETERMINED: "undetermined",
    State.NOT_APPLICABLE: "not_applicable",
    State.MET_IF_APPLICABLE: "met_if_applicable",
    State.UNMET_IF_APPLICABLE: "unmet_if_applicable",
    State.OPEN: "open",
}
BY_NAME: dict[Concluded, State] = {name: state for state, name in NAMES.items()}
_TALLIED: dict[str, list[State]] = {
    "must_met": [State.MET],
    "may_met": [state for state in NAMES if State.MET in state],
    "must_unmet": [State.UNMET],
    "may_unmet": [state for state in NAMES if State.UNMET in state],
    "firm": [state for state in NAMES if State.NOT_APPLICABLE not in state],
    "live": [state for state in NAMES if state != State.NOT_APPLICABLE],
}
NOT_SELECTED: Final = "not_selected"
_SHOWN: dict[Concluded, Outcome] = {"met": "met", "unmet": "unmet", "not_applicable": "not_applicable",
                                    "computed": "computed", "not_selected": "not_selected",
                                    "review": "review", "diverted": "diverted"}
_OUTCOMES: dict[Concluded | Ruled, Concluded] = {name: name for name in (*_SHOWN, *BY_NAME)}


def concluded(name: Concluded | Ruled) -> Concluded:
    """The same of an item, a requirement or a verdict; ``KeyError`` for what procedure concludes."""
    return _OUTCOMES[name]


def state_of(name: Concluded | Ruled) -> State:
    """The state that an outcome stands for in a tally: a computed line of an account counts as met."""
    return State.MET if name == "computed" else BY_NAME[concluded(name)]


def shown(name: Concluded | Ruled, *, item: bool = False) -> Outcome:
    """The outcome as it is shown: one of met, unmet, undetermined, not applicable, not selected.

    An item that would be met if it applied is met either way; a requirement or a verdict that
    rests on such items alone is undetermined, since nothing passes by emptiness.
    """
    found = concluded(name)
    if found in _SHOWN:
        return _SHOWN[found]
    return "met" if item and found == "met_if_applicable" else "undetermined"


def tally(states: Sequence[State]) -> dict[str, int]:
    """How many members must or may be what; ``firm`` ones can't turn out not applicable."""
    return {name: sum([states.count(state) for state in counted]) for name, counted in _TALLIED.items()}
