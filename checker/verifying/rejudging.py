"""Judging once more what a capsule holds, and what then differs from the verdict in it.

Owns the repetition and the comparison.  It must not render.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.capsule.unpacking import COMMON, Capsule, CapsuleVerdict, answers_of
from checker.dossier.submission import Submission
from checker.errors import CapsuleError, Problem, UsageError
from checker.files.textfile import TextFile
from checker.messages import text
from checker.places import Path
from checker.verifying.glossary import Called, Glossary, apart, is_whole
from checker.wording.worded import SCHEMA as IN_WORDS

FINDINGS = "findings"
# What is said of a file that somebody gives, and of one that is attached.
_PREVIOUS = {"previous.not_a_verdict": "capsule.no_previous",
             "previous.several_verdicts": "capsule.no_previous",
             "previous.other_ruleset": "capsule.other_previous"}
# Keys that later versions have added to a verdict of format verdict/1; older ones may lack them.
ADDED = frozenset({
    "about", "amount", "borrowed", "bound", "bound_of", "disputed", "figures", "implied_by", "moved",
    "not_covered", "numbers", "provided", "reach", "turned", "uncounted", "unstated", "withdrawn"})

# What such a verdict held, itself and of a clause, that explains it and is no part of it any more; no outcome
# rests on it.
ASIDE, ASIDE_OF_CLAUSE = "doubts", "ways"

# A path and what stands there on either side; None where a side has nothing.
Leaf = tuple[Path, tuple[Any] | None, tuple[Any] | None]


@dataclass(frozen=True)
class Difference:
    """A place where the verdict in the capsule and the one judged anew are not the same.

    ``item`` is the item's id where it is about one; ``before`` and ``after`` are its outcomes or, of
    another field, short JSON, which people are told in words; None where a side has nothing.
    """

    ruleset: str
    item: str | None
    label: str
    field: Called
    before: Called | None
    after: Called | None


def replay(capsule: Capsule) -> list[Record]:
    """The verdicts judged anew from dossier, rules and terms of the capsule.

    Raises :class:`checker.errors.CheckerError` where they can't be judged.
    """
    raw = capsule.files[capsule.submitted]
    beside = {name: capsule.files[name] for name in (COMMON, *answers_of(capsule.files))
              if name in capsule.files}
    submission = Submission(capsule.dossier, TextFile(capsule.submitted, raw, None), beside)
    period = capsule.issue.judged.period
    return [replace(_judged(part, submission, capsule), period=period) for part in capsule.parts]


def _judged(part: CapsuleVerdict, submission: Submission, capsule: Capsule) -> Record:
    terms = capsule.issue.judged
    try:
        return assessed(submission, Chosen(part.base, part.ruleset, part.told), terms.as_of, terms.purpose,
                        part.previous)
    except UsageError as error:  # of all that is judged by only the earlier verdict is the caller's
        raise CapsuleError([_of_previous(problem, part.suffix) for problem in error.problems]) from None


def _of_previous(problem: Problem, suffix: str) -> Problem:
    """Why the attached earlier verdict is none that could have been compared."""
    return Problem(_PREVIOUS.get(problem.code, problem.code), problem.params, file=f"previous{suffix}.json")


def differences(part: CapsuleVerdict, record: Record, *, grown: bool) -> list[Difference]:
    """Everything that is not the same; with ``grown`` a later program may know more than was written.

    A verdict of format verdict/1 is compared with this one's words, but for what only explains it.  A key may
    have been added to that format, and then an old verdict may lack it; all that it has, and has to have,
    is compared.
    """
    before, ours = part.verdict, record.verdict.plain()
    if before["schema"] != ours["schema"]:
        ours = record.words.plain()
        before = _judged_alone(before)
    after = json.loads(json.dumps(ours))
    sides = _Sides(part.base.id, Glossary(part.ruleset, record.verdict), before, after,
                   grown and before["schema"] == IN_WORDS)
    return [*sides.findings(), *sides.rest()]


def _judged_alone(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """An earlier verdict without what only explains it."""
    kept = {name: value for name, value in verdict.items() if name != ASIDE}
    found = kept.get(FINDINGS)
    if isinstance(found, list):
        kept[FINDINGS] = [
            {**one, "clause": {name: value for name, value in one["clause"].items()
                               if name != ASIDE_OF_CLAUSE}}
            if isinstance(one, dict) and isinstance(one.get("clause"), dict) else one for one in found]
    return kept


@dataclass(frozen=True)
class _Sides:
    """Two verdicts by one ruleset; with ``grown`` the later may know more."""

    ruleset: str
    glossary: Glossary
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    grown: bool

    def findings(self) -> Iterator[Difference]:
        """By item, in the order of the ruleset; where the outcome differs that alone is told."""
        before = self.before.get(FINDINGS)
        found = before if isinstance(before, list) else []
        unnamed = text("differs.nothing")
        old = {str(f.get("item") or unnamed): f for f in found if isinstance(f, dict)}
        new = {found["item"]: found for found in self.after[FINDINGS]}
        for item in dict.fromkeys([*new, *old]):
            one, other = old.get(item), new.get(item)
            if one is None or other is None or one.get("outcome") != other.get("outcome"):
                told = [(side["outcome"],) if side and "outcome" in side else None for side in (one, other)]
                yield self._difference(item, (("outcome",), told[0], told[1]), one, other)
            else:
                yield from (self._difference(item, leaf, one, other)
                            for leaf in _leaves(one, other, self.grown))
        if not isinstance(before, list) or len(before) != len(old):
            there = (before,) if FINDINGS in self.before else None
            leaf = (FINDINGS,), there, (self.after[FINDINGS],)
            yield self._difference(None, leaf, self.before, self.after)

    def rest(self) -> Iterator[Difference]:
        """All that is no finding."""
        before, after = ({name: value for name, value in side.items() if name != FINDINGS}
                         for side in (self.before, self.after))
        for leaf in _leaves(before, after, self.grown):
            yield self._difference(None, leaf, before, after)

    def _difference(self, item: str | None, leaf: Leaf, before: Any, after: Any) -> Difference:
        """A place within two objects that is not the same, as it is told."""
        path, one, other = leaf
        old, new = (None if side is None else self.glossary.value(path, around, side[0])
                    for side, around in ((one, before), (other, after)))
        old, new = apart(old, new)
        place = self.glossary.place(path, "finding" if item else "verdict", after, before)
        return Difference(self.ruleset, item, self.glossary.ids.called("item", item or ""), place, old, new)


def _keys(before: Mapping[str, Any], after: Mapping[str, Any], grown: bool) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in names if not grown or name in before or name not in ADDED]


def _leaves(before: Any, after: Any, grown: bool, path: Path = ()) -> Iterator[Leaf]:
    """Every innermost place that is not the same."""
    if isinstance(before, dict) and isinstance(after, dict) and not is_whole(path):
        for name in _keys(before, after, grown):
            yield from _pair(before, after, name, (name in before, name in after), grown, path)
    elif isinstance(before, list) and isinstance(after, list) and not is_whole(path):
        for index in range(max(len(before), len(after))):
            there = index < len(before), index < len(after)
            yield from _pair(before, after, index, there, grown, path)
    elif type(before) is not type(after) or before != after:
        yield path, (before,), (after,)


def _pair(before: Any, after: Any, key: str | int, there: tuple[bool, bool], grown: bool,
          path: Path) -> Iterator[Leaf]:
    """The places within one key or index; ``there`` says on which sides it is."""
    if all(there):
        yield from _leaves(before[key], after[key], grown, (*path, key))
    else:
        yield (*path, key), (before[key],) if there[0] else None, (after[key],) if there[1] else None
