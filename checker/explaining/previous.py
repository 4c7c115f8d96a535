"""What changed since an earlier verdict, item by item, and whether the data or the rules did it.

Owns the comparison of two verdicts of one ruleset.  It reads nothing but the verdicts and decides
nothing.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from checker.errors import Problem, UsageError
from checker.explaining import verdict_1
from checker.explaining.compared import ComparedItem, ComparedVerdict, compared_values, tier_changed
from checker.explaining.verdict_1 import compared_words
from checker.files.canonical import canonical, digest
from checker.files.format import later
from checker.messages import SOURCE_LANGUAGE, speaking
from checker.ruleset.compiled import Ruleset
from checker.verdict.changed import Cause, FiguresCompared, ItemChanged, PreviousFound
from checker.verdict.verdict import FORMATS, SEVERAL, Verdict
from checker.wording.speaking import worded

# What another limit alone may ask for, of the same data.
_OF_LIMITS = ("resolve", "exact")


def with_previous(verdict: Verdict, ruleset: Ruleset, data: Any) -> Verdict:
    """``verdict`` by ``ruleset`` with what changed since the one in ``data``.

    Of an earlier verdict of format verdict/1 the words are compared, with those of this one.  Raises
    :class:`UsageError` where ``data`` are no verdict, or one by another ruleset.
    """
    if newer := later(data, *FORMATS, SEVERAL):
        raise UsageError(newer)
    if isinstance(data, dict) and "verdicts" in data:
        raise UsageError(Problem("previous.several_verdicts"))
    try:
        old, now = _sides(verdict, ruleset, data)
    except (ValueError, IndexError):
        raise UsageError(Problem("previous.not_a_verdict")) from None
    if old.ruleset != now.ruleset:
        raise UsageError(Problem("previous.other_ruleset", {"given": old.ruleset, "due": now.ruleset}))
    return verdict.model_copy(update={"previous": changes_between(old, now, digest(canonical(data)))})


def _sides(verdict: Verdict, ruleset: Ruleset, data: Any) -> tuple[ComparedVerdict, ComparedVerdict]:
    if isinstance(data, dict) and data.get("schema") == verdict_1.SCHEMA:
        # A verdict in words is in the source language.
        with speaking(SOURCE_LANGUAGE):
            return compared_words(data), compared_words(worded(verdict, ruleset).plain())
    return compared_values(Verdict.model_validate(data)), compared_values(verdict)


def changes_between(old: ComparedVerdict, now: ComparedVerdict, digest_of_old: str) -> PreviousFound:
    """What is otherwise in ``now`` than in ``old``, both by rulesets of one id."""
    same = old.rules == now.rules
    changes, moved = [], []
    for name, item in now.items.items():
        earlier = old.items.get(name)
        if cause := _cause(earlier, item, same):
            changes.append(ItemChanged(item=name, cause=cause, before=earlier.before if earlier else None))
        elif earlier is not None and earlier.value != item.value:
            moved.append(_moved(name, earlier, old.period != now.period))
    both = old.figures.keys() & now.figures.keys()
    return PreviousFound(
        digest=digest_of_old, subject=old.subject, period=old.period,
        assessed_on=old.assessed_on, outcome=old.outcome, purpose=old.purpose, same_rules=same,
        not_covered=list(old.not_covered), items=changes, moved=moved, tier=tier_changed(old, now),
        figures=FiguresCompared(
            compared=len(both), equal=sum(old.figures[key] == now.figures[key] for key in both)),
        unchanged=len(old.items.keys() & now.items.keys()) - sum(c.before is not None for c in changes),
        dropped=[item for item in old.items if item not in now.items])


def _moved(item: str, earlier: ComparedItem, other_year: bool) -> ItemChanged:
    """An item of which only the value is another: by its year, or by a fact that its formula asks for."""
    return ItemChanged(item=item, cause="years" if other_year else "data", before=earlier.before)


def _cause(old: ComparedItem | None, now: ComparedItem, same_rules: bool) -> Cause | None:
    """What changed an item; under the same rules another limit is that of another year or case."""
    if old is None:
        return "rules"
    limit = old.demand != now.demand
    left_out = _OF_LIMITS if limit else ()
    data = _undated(old.missing, left_out) != _undated(now.missing, left_out) or _other_data(old, now)
    if not limit:
        return "data" if data or old.before.outcome != now.before.outcome else None
    if same_rules:
        return "case_and_data" if data else "case"
    return "both" if data else "rules"


def _other_data(old: ComparedItem, now: ComparedItem) -> bool:
    """Whether some reading that decides in both was computed from other data, of whatever year."""
    return any(old.data[reading] != now.data[reading] for reading in old.data.keys() & now.data.keys())


def _undated(missing: Sequence[str], left_out: Container[str]) -> list[str]:
    """Needs without their year, which is another each time; without some kinds."""
    return sorted({need.partition("@")[0] for need in missing if need.partition(":")[0] not in left_out})
