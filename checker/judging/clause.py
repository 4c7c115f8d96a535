"""What is kept of a clause of an admission besides its finding.

Owns which parts of its condition fail, which entries of a list match, opinions and watched words.  It must
not decide or make words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.evidence.entries import BoundList, FieldValue
from checker.evidence.evidence import Evidence
from checker.evidence.facts import Facts
from checker.measuring.evaluate import truth
from checker.measuring.measurement import REVIEW, Measurement
from checker.quantity.interval import Interval
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Interpretation, Ruleset
from checker.verdict.exact_number import word_or_amount
from checker.verdict.found import ClauseFinding, OpinionPart, ReadingFinding, WordFound
from checker.verdict.stated import source_ref


def points(measurement: Measurement, rule: str, evidence: Evidence, ruleset: Ruleset,
           charges: list[ReadingFinding]) -> ClauseFinding | None:
    """What only a clause of an admission has; ``rule`` is the one that concluded it."""
    if not ruleset.kind.admits:
        return None
    used = "opinion" in rule
    return ClauseFinding(
        effect=measurement.effect or REVIEW, outside=_outside(measurement, evidence),
        watched=[WordFound(word=w.word, about=list(w.about), words=w.words) for w in measurement.watched],
        opinions=[OpinionPart(finding=o.finding, by=o.by, on=o.on.isoformat() if o.on else None, why=o.why,
                              used=used, source=source_ref(o.source)) for o in measurement.opinions],
        charges=charges)


def _outside(measurement: Measurement, evidence: Evidence) -> list[int]:
    """The places of the parts of the item's condition that fail."""
    if measurement.applies is not False:
        return []
    known = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
    return [place for place, part in enumerate(measurement.item.conditions) if truth(part, known) is False]


def matching(listed: BoundList, reading: Interpretation, evidence: Evidence
             ) -> list[dict[str, Interval | str]]:
    """The entries of a list that a prohibition's condition matches, each field as it was understood."""
    if reading.prohibited is None:
        return []
    facts = Facts(evidence.period, evidence.base, attributes=evidence.attributes)
    return [_plain(entry) for entry in listed.entries
            for condition in _counting(reading.prohibited, listed.name)
            if truth(condition, facts, entry) is True]


def _plain(entry: Mapping[str, FieldValue]) -> dict[str, Interval | str]:
    return {field: word_or_amount(value) for field, value in entry.items()}


def _counting(tree: n.Expression, name: str) -> Iterator[n.Expression]:
    """The conditions under which entries of a list are counted."""
    match tree:
        case n.Logic():
            for operand in tree.operands:
                yield from _counting(operand, name)
        case n.Comparison(left=n.EntryCount(list=counted, condition=condition)) if (
                counted == name and condition):
            yield condition
