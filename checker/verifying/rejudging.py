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
from checker.capsule.unpacking import COMMON, Capsule, CapsuleVerdict, answers_of
from checker.dossier.submission import Submission
from checker.files.textfile import TextFile
from checker.places import FieldPath, Path
from checker.ruleset.compiled import Ruleset
from checker.verifying import differing
from checker.wording.worded import SCHEMA as IN_WORDS

FINDINGS = "findings"
# Keys that later versions have added to a verdict of format verdict/1; older ones may lack them.
ADDED = frozenset({
    "about", "amount", "borrowed", "bound", "bound_of", "doubts", "figures", "implied_by", "moved",
    "not_covered", "numbers", "provided", "reach", "turned", "unstated", "withdrawn"})

# A path and what stands there on either side; None where a side has nothing.
Leaf = tuple[Path, tuple[Any] | None, tuple[Any] | None]


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
    beside = {name: capsule.files[name] for name in (COMMON, *answers_of(capsule.files))
              if name in capsule.files}
    submission = Submission(capsule.dossier, TextFile(capsule.submitted, raw, None), beside)
    return [_judged(part, submission, capsule) for part in capsule.parts]


def _judged(part: CapsuleVerdict, submission: Submission, capsule: Capsule) -> Record:
    terms = capsule.issue.judged
    return assessed(submission, Chosen(part.base, part.ruleset, part.told), terms.as_of, terms.purpose,
                    part.previous)


def differences(part: CapsuleVerdict, record: Record, *, grown: bool) -> list[Difference]:
    """Everything that is not the same; with ``grown`` a later program may know more than was written.

    A verdict of format verdict/1 is compared with this one's words.  A key may have been added to that
    format, and then an old verdict may lack it; all that it has, and has to have, is compared.
    """
    before, ours = part.verdict, record.verdict.plain()
    if before["schema"] != ours["schema"]:
        ours = record.words.plain()
    after = json.loads(json.dumps(ours))
    sides = _Sides(part.base.id, _labels(part.ruleset), grown and before["schema"] == IN_WORDS)
    found = [*sides.findings(before.get(FINDINGS), after[FINDINGS])]
    left = {name: value for name, value in before.items() if name != FINDINGS}
    due = {name: value for name, value in after.items() if name != FINDINGS}
    return [*found, *(sides.difference(None, leaf) for leaf in _leaves(left, due, sides.grown))]


def _labels(ruleset: Ruleset) -> dict[str, str]:
    """What the ruleset calls that of which a verdict has only the id."""
    model = ruleset.model
    return {**{name: term.label for terms in (model.quantities, model.attributes, model.lists)
               for name, term in terms.items()},
            **{item.id: item.model.label for item in ruleset.items.values()},
            **{one.id: one.label for one in model.requirements},
            **{one.id: one.label for one in model.indices}, **{one.id: one.label for one in model.doubts}}


@dataclass(frozen=True)
class _Sides:
    """Two verdicts by one ruleset; with ``grown`` the later may know more."""

    ruleset: str
    labels: Mapping[str, str]
    grown: bool

    def findings(self, before: Any, after: list[Any]) -> Iterator[Difference]:
        """By item, in the order of the ruleset; where the outcome differs that alone is told."""
        found = before if isinstance(before, list) else []
        old = {str(f.get("item")): f for f in found if isinstance(f, dict)}
        new = {found["item"]: found for found in after}
        for item in dict.fromkeys([*new, *old]):
            one, other = old.get(item), new.get(item)
            if one is None or other is None or one.get("outcome") != other.get("outcome"):
                told = [(side["outcome"],) if side and "outcome" in side else None for side in (one, other)]
                yield self.difference(item, (("outcome",), told[0], told[1]))
            else:
                yield from (self.difference(item, leaf) for leaf in _leaves(one, other, self.grown))
        if not isinstance(before, list) or len(before) != len(old):
            yield self.difference(None, ((FINDINGS,), None, None))

    def difference(self, item: str | None, leaf: Leaf) -> Difference:
        """A place that is not the same, as it is told."""
        path, one, other = leaf
        return Difference(self.ruleset, item, self.labels.get(item or "", ""), path,
                          *(None if side is None else self._short(side[0]) for side in (one, other)))

    def _name(self, value: str) -> str:
        """What people call an id, or a need by its key; empty for what is neither."""
        head, _, year = value.partition("@")
        name = self.labels.get(head) or self.labels.get(head.partition(":")[2], "")
        return f"{name}（{year}）" if name and year.isdigit() else name

    def _short(self, value: Any, length: int = 80) -> str:
        """A value as it may stand in a message."""
        if isinstance(value, str) and (name := self._name(value)):
            return differing.OneSided(value, {"label": name})
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        brief = said if len(said) <= length else said[:length - 1] + "…"
        return differing.OneSided(brief, value, self.labels) if isinstance(value, (dict, list)) else brief


def _keys(before: Mapping[str, Any], after: Mapping[str, Any], grown: bool) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in names if not grown or name in before or name not in ADDED]


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
        yield path, (before,), (after,)


def _pair(before: Any, after: Any, key: str | int, there: tuple[bool, bool], grown: bool,
          path: Path) -> Iterator[Leaf]:
    """The places within one key or index; ``there`` says on which sides it is."""
    if all(there):
        yield from _leaves(before[key], after[key], grown, (*path, key))
    else:
        yield (*path, key), (before[key],) if there[0] else None, (after[key],) if there[1] else None
