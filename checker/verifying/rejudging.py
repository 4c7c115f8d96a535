"""Judging once more what a capsule holds, and what then differs from the verdict in it.

Owns the repetition and the comparison.  It must not render.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.capsule.unpacking import COMMON, Capsule, CapsuleVerdict
from checker.dossier.submission import Submission
from checker.files.textfile import TextFile
from checker.places import FieldPath, Path
from checker.verifying import differing

FINDINGS = "findings"
# Keys that versions after the first published one have added to a verdict; older ones may lack them.
ADDED = frozenset({
    "borrowed", "bound_of", "doubts", "figures", "implied_by", "moved", "not_covered", "provided", "turned",
    "unstated"})


@dataclass(frozen=True)
class Difference:
    """A place where the verdict in the capsule and the one judged anew are not the same.

    ``item`` is the item's id where it is about one; ``before`` and ``after`` are its outcomes or, of
    another field, short JSON; None where a side has nothing.
    """

    ruleset: str
    item: str | None
    label: str
    path: Path
    before: str | None
    after: str | None

    @property
    def field(self) -> FieldPath:
        """The place as programs and people read it."""
        return FieldPath(self.path)


def replay(capsule: Capsule) -> list[Record]:
    """The verdicts judged anew from dossier, rules and terms of the capsule.

    Raises :class:`checker.errors.CheckerError` where they can't be judged.
    """
    raw = capsule.files[capsule.submitted]
    beside = {COMMON: capsule.files[COMMON]} if COMMON in capsule.files else {}
    submission = Submission(capsule.dossier, TextFile(capsule.submitted, raw, None), beside)
    return [_judged(part, submission, capsule) for part in capsule.parts]


def _judged(part: CapsuleVerdict, submission: Submission, capsule: Capsule) -> Record:
    terms = capsule.issue.judged
    return assessed(submission, Chosen(part.base, part.ruleset, part.told), terms.as_of, terms.purpose,
                    part.previous)


def differences(part: CapsuleVerdict, record: Record, *, grown: bool) -> list[Difference]:
    """Everything that is not the same; with ``grown`` a later program may know more than was written.

    That is the rule by which verdicts of earlier versions are read: a key may be added under the same
    schema, and then an old verdict may lack it; all that it has, and has to have, is compared.
    """
    before, after = part.verdict, json.loads(json.dumps(record.verdict.plain()))
    found = [*_findings(part, before.get(FINDINGS), after[FINDINGS], grown)]
    left = {name: value for name, value in before.items() if name != FINDINGS}
    due = {name: value for name, value in after.items() if name != FINDINGS}
    found += [Difference(part.base.id, None, "", path, one, other)
              for path, one, other in _leaves(left, due, grown)]
    return found


def _findings(part: CapsuleVerdict, before: Any, after: list[Any], grown: bool) -> Iterator[Difference]:
    """By item, in the order of the ruleset; where the outcome differs that alone is told."""
    old = {str(f.get("item")): f for f in before if isinstance(f, dict)} if isinstance(before, list) else {}
    new = {found["item"]: found for found in after}
    for item in dict.fromkeys([*new, *old]):
        one, other = old.get(item), new.get(item)
        label = str((other or one or {}).get("label", ""))
        if one is None or other is None or one.get("outcome") != other.get("outcome"):
            yield Difference(part.base.id, item, label, ("outcome",), *(
                _short(side["outcome"]) if side and "outcome" in side else None for side in (one, other)))
        else:
            for path, left, due in _leaves(one, other, grown):
                yield Difference(part.base.id, item, label, path, left, due)
    if not isinstance(before, list) or len(before) != len(old):
        yield Difference(part.base.id, None, "", (FINDINGS,), None, None)


def _keys(before: Mapping[str, Any], after: Mapping[str, Any], grown: bool) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in names if not grown or name in before or name not in ADDED]


# A path and what stands there on either side; None where a side has nothing.
Leaf = tuple[Path, str | None, str | None]


def _leaves(before: Any, after: Any, grown: bool, path: Path = ()) -> Iterator[Leaf]:
    """Every innermost place that is not the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in _keys(before, after, grown):
            yield from _pair(before, after, name, (name in before, name in after), grown, path)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            there = index < len(before), index < len(after)
            yield from _pair(before, after, index, there, grown, path)
    elif type(before) is not type(after) or before != after:
        yield path, _short(before), _short(after)


def _pair(before: Any, after: Any, key: str | int, there: tuple[bool, bool], grown: bool,
          path: Path) -> Iterator[Leaf]:
    """The places within one key or index; ``there`` says on which sides it is."""
    if all(there):
        yield from _leaves(before[key], after[key], grown, (*path, key))
    else:
        yield ((*path, key), _short(before[key]) if there[0] else None,
               _short(after[key]) if there[1] else None)


def _short(value: Any, length: int = 80) -> str:
    """A value as it may stand in a message."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    brief = said if len(said) <= length else said[:length - 1] + "…"
    return differing.OneSided(brief, value) if isinstance(value, (dict, list)) else brief
