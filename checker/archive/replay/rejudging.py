"""Judging once more what a capsule holds, and what then differs from the verdict in it.

Owns the repetition and the comparison.  It must not render.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.archive.record import Record
from checker.archive.replay.contents import COMMON, Capsule, Part
from checker.dossier.submission import Submission
from checker.explaining.previous import with_previous
from checker.judging.engines import default_engine
from checker.judging.judge import judge
from checker.textfile import TextFile

FINDINGS = "findings"
# Keys that versions after the first published one have added to a verdict; older ones may lack them.
ADDED: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """A place where the verdict in the capsule and the one judged anew are not the same.

    ``item`` is the item's id where it is about one; ``before`` and ``after`` are its outcomes or, of
    another field, short JSON; None where a side has nothing.
    """

    ruleset: str
    item: str | None
    label: str
    field: str
    before: str | None
    after: str | None


def replay(capsule: Capsule) -> list[Record]:
    """The verdicts judged anew from dossier, rules and terms of the capsule.

    Raises :class:`checker.errors.CheckerError` where they can't be judged.
    """
    raw = capsule.files[capsule.submitted]
    beside = {COMMON: capsule.files[COMMON]} if COMMON in capsule.files else {}
    submission = Submission(capsule.dossier, TextFile(capsule.submitted, raw, None), beside)
    return [_judged(part, submission, capsule) for part in capsule.parts]


def _judged(part: Part, submission: Submission, capsule: Capsule) -> Record:
    terms = capsule.issue.judged
    verdict = judge(capsule.dossier, part.ruleset, terms.as_of, default_engine(), submission.digest,
                    terms.purpose, told=part.told)
    if part.previous is not None:
        verdict = with_previous(verdict, part.previous)
    return Record(submission, part.base, part.ruleset, verdict, part.previous, terms.purpose)


def differences(part: Part, record: Record, *, grown: bool) -> list[Difference]:
    """Everything that is not the same; with ``grown`` a later program may know more than was written.

    That is the rule by which verdicts of earlier versions are read: a key may be added under the same
    schema, and then an old verdict may lack it; all that it has, and has to have, is compared.
    """
    before, after = part.verdict, json.loads(json.dumps(record.verdict.plain()))
    found = [*_findings(part, before.get(FINDINGS), after[FINDINGS], grown)]
    for name in _keys(before, after, grown):
        if name != FINDINGS and not _same(before.get(name), after.get(name), grown):
            found.append(Difference(
                part.base.id, None, name, name, _short(before, name), _short(after, name)))
    return found


def _findings(part: Part, before: Any, after: list[Any], grown: bool) -> Iterator[Difference]:
    """By item, in the order of the ruleset; first whether the outcome differs, then what else does."""
    old = {str(f.get("item")): f for f in before if isinstance(f, dict)} if isinstance(before, list) else {}
    new = {found["item"]: found for found in after}
    for item in dict.fromkeys([*new, *old]):
        one, other = old.get(item), new.get(item)
        if one is not None and other is not None and _same(one, other, grown):
            continue
        label = str((other or one or {}).get("label", ""))
        fields = [name for name in _keys(one or {}, other or {}, grown)
                  if not _same((one or {}).get(name), (other or {}).get(name), grown)]
        field = "outcome" if "outcome" in fields or not fields else fields[0]
        yield Difference(
            part.base.id, item, label, field, _short(one or {}, field), _short(other or {}, field))
    if not isinstance(before, list) or len(before) != len(old):
        yield Difference(part.base.id, None, FINDINGS, FINDINGS, None, None)


def _keys(before: Mapping[str, Any], after: Mapping[str, Any], grown: bool) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in names if not grown or name in before or name not in ADDED]


def _same(before: Any, after: Any, grown: bool) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = _keys(before, after, grown)
        return all(name in before and name in after and _same(before[name], after[name], grown)
                   for name in keys)
    if isinstance(before, list) and isinstance(after, list):
        pairs = zip(before, after, strict=False)
        return len(before) == len(after) and all(_same(one, other, grown) for one, other in pairs)
    return type(before) is type(after) and bool(before == after)


def _short(data: Mapping[str, Any], name: str, length: int = 80) -> str | None:
    """A value as it may stand in a message."""
    if name not in data:
        return None
    value = data[name]
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= length else said[:length - 1] + "…"
