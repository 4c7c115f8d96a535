"""What several standards ask of the same data: which datum serves which clause, and near names.

Owns the comparison of verdicts of one dossier by several rulesets.  It reads nothing but the
verdicts and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from checker.messages import verbatim
from checker.text.normal import folded
from checker.verdict.part import Part
from checker.wording.worded import Finding, WordedVerdict

ABSENT = ("quantity", "list", "attribute")


class SharedDatum(Part):
    """A datum that several rulesets ask for: the years in which it is stated or lacks, and its items."""

    kind: str
    name: str
    label: str
    stated: list[str]
    lacking: list[str]
    items: dict[str, list[str]]


class NearNames(Part):
    """Two items whose names are near, or the same, and that mean different things."""

    one: str
    one_label: str
    other: str
    other_label: str
    why: str | None
    formulas: list[str]


class OneMore(Part):
    """A lacking datum, and which items it alone would settle in each ruleset."""

    kind: str
    name: str
    label: str
    years: list[str]
    unit: str | None
    waits: dict[str, list[str]]
    settles: dict[str, list[str]]


class Crosswalk(Part):
    """Everything that several rulesets have in common in one dossier."""

    shared: list[SharedDatum]
    near: list[NearNames]
    one_more: list[OneMore]

    def plain(self) -> dict[str, Any]:
        """Plain data without words: ids, years and counts."""
        return self.model_dump(mode="json", exclude={
            "shared": {"__all__": {"label"}}, "one_more": {"__all__": {"label"}},
            "near": {"__all__": {"one_label", "other_label", "why", "formulas"}}})


def crosswalk(verdicts: Sequence[WordedVerdict]) -> Crosswalk:
    """The crosswalk of verdicts on one dossier, each by another ruleset."""
    return Crosswalk(shared=_shared(verdicts), near=list(_near(verdicts)), one_more=_one_more(verdicts))


def _shared(verdicts: Sequence[WordedVerdict]) -> list[SharedDatum]:
    found: dict[tuple[str, str], SharedDatum] = {}
    for verdict in verdicts:
        labels: dict[tuple[str, str], str] = {(part.kind, part.name): part.label for part in verdict.missing}
        for finding in verdict.findings:
            for kind, name, label, year, stated in _data(finding, labels):
                datum = found.setdefault((kind, name), SharedDatum(
                    kind=kind, name=name, label=label, stated=[], lacking=[], items={}))
                mine = datum.items.setdefault(verdict.ruleset.id, [])
                if finding.item not in mine:
                    mine.append(finding.item)
                years = datum.stated if stated else datum.lacking
                if year not in years:
                    years.append(year)
    for operand in (o for verdict in verdicts for o in verdict.data if o.bound_of is None):
        known = found.get(("quantity", operand.quantity))
        if known and str(operand.year or "") not in known.stated:
            known.stated.append(str(operand.year or ""))
    several = [datum for datum in found.values() if len(datum.items) > 1]
    return sorted(several, key=lambda datum: -sum(map(len, datum.items.values())))


def _data(finding: Finding, labels: dict[tuple[str, str], str]) -> Iterator[tuple[str, str, str, str, bool]]:
    """Kind, name, label and year of every datum of an item, and whether the dossier states it."""
    for evaluation in finding.evaluations:
        for operand in evaluation.operands:
            stated = operand.bound_of is None
            yield "quantity", operand.quantity, operand.label, str(operand.year or ""), stated
        for need in evaluation.missing:
            kind, _, rest = need.partition(":")
            name, _, year = rest.partition("@")
            if kind in ABSENT:
                yield kind, name, labels.get((kind, name), name), year, False


def _near(verdicts: Sequence[WordedVerdict]) -> Iterator[NearNames]:
    for one, other in combinations(verdicts, 2):
        for a in one.findings:
            for b in other.findings:
                why = _unlike(a, b) or _unlike(b, a)
                same = folded(a.label) == folded(b.label)
                differ = same and (a.formula != b.formula or a.limit != b.limit)
                if why or differ:
                    yield NearNames(one=a.item, one_label=a.label, other=b.item, other_label=b.label,
                                    why=why, formulas=_different(a, b))


def _different(a: Finding, b: Finding) -> list[str]:
    if (a.formula, a.limit) == (b.formula, b.limit):
        return []
    return [verbatim("crosswalk.side", formula="；".join(side.formula) or "—", limit=side.limit)
            for side in (a, b)]


def _unlike(a: Finding, b: Finding) -> str | None:
    """What ``a`` says of a name with which that of ``b`` ends: a name's last word says what it is."""
    if folded(a.label) == folded(b.label):
        return None
    return next((other.why for other in a.unlike if folded(b.label).endswith(folded(other.label))
                 and not folded(a.label).endswith(folded(other.label))), None)


def _one_more(verdicts: Sequence[WordedVerdict]) -> list[OneMore]:
    found: dict[tuple[str, str], OneMore] = {}
    for verdict in verdicts:
        for lacking in verdict.missing:
            if lacking.kind not in ABSENT:
                continue
            more = found.setdefault((lacking.kind, lacking.name), OneMore(
                kind=lacking.kind, name=lacking.name, label=lacking.label, years=[], unit=lacking.unit,
                waits={}, settles={}))
            more.years.extend(year for year in [str(lacking.year or "")] if year and year not in more.years)
            for table, items in ((more.waits, lacking.items), (more.settles, lacking.settles_alone)):
                mine = table.setdefault(verdict.ruleset.id, [])
                mine.extend(item for item in items if item not in mine)
    useful = [more for more in found.values() if any(more.settles.values()) or len(more.waits) > 1]
    return sorted(useful, key=lambda more: (
        -sum(map(len, more.settles.values())), -sum(map(len, more.waits.values()))))
