"""What is stated twice alike is one statement, with every place in which it stands.

Owns when two statements are the same: the same value in base units, as exact or as approximate, in the
same scope and price basis, shown alike; the same report of the same reading; the same entries, as
complete; and when one code only says more exactly what another says.  It must not weigh statements that
differ: those are all kept, and whether they agree is for judging.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar, cast

from checker.evidence.entries import BoundList
from checker.evidence.evidence import AttributeFact, BoundReport, BoundValue, Evidence
from checker.ruleset.codes import Code, within

Repeatable = TypeVar("Repeatable", bound=BoundValue | BoundReport | BoundList)


def merge_values(evidence: Evidence) -> None:
    """Put equal observations together, in the order in which they were first made."""
    for values in evidence.values.values():
        values[:] = _merged(values, _value)


def merge_others(evidence: Evidence) -> None:
    """Put equal reported values and equal lists together, likewise."""
    for reports in evidence.reported.values():
        reports[:] = _merged(reports, _report)
    for lists in evidence.lists.values():
        lists[:] = _merged(lists, _list)


def refines(finer: AttributeFact, fact: AttributeFact) -> bool:
    """Whether one code is a part of the other, so that both are true and the finer tells more."""
    return (isinstance(finer, Code) and isinstance(fact, Code)
            and within(finer.prefixes, fact.prefixes) is True
            and within(fact.prefixes, finer.prefixes) is not True)


def _merged(stated: Sequence[Repeatable],
            substance: Callable[[Repeatable], Hashable]) -> Sequence[Repeatable]:
    """The first of each substance, with the others that are the same."""
    if len(stated) < 2:  # most data stand in one place; then nothing has to be compared
        return stated
    groups: dict[Hashable, list[Repeatable]] = {}
    for one in stated:
        groups.setdefault(substance(one), []).append(one)
    return [_with(first, others) if others else first for first, *others in groups.values()]


def _with(first: Repeatable, others: Sequence[Any]) -> Repeatable:
    """A statement with the other places in which it stands."""
    return cast("Repeatable", cast("Any", first)._replace(also=tuple(others)))


def _value(value: BoundValue) -> Hashable:
    return value.value, value.approximate, value.scope, value.price_basis, value.shown


def _report(report: BoundReport) -> Hashable:
    return report.value, report.approximate, report.reading, report.scope, report.shown


def _list(entry: BoundList) -> Hashable:
    """What counting can tell apart: which entries, how often each, and whether there may be more."""
    times = Counter(frozenset(fields.items()) for fields in entry.entries)
    return entry.complete, frozenset(times.items())
