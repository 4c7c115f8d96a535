"""What a careful reader of a verdict should notice.

Owns the choice of notes.  It must not change an outcome or make words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from checker.evidence.evidence import BoundValue, Evidence
from checker.judging.noting import note
from checker.judging.series import reconciliation
from checker.measuring.choices import MAX_CHOICES
from checker.measuring.measurement import Evaluation, Measurement
from checker.ruleset.compiled import PLAIN, Ruleset
from checker.verdict.found import ItemFinding, LackingDatum, NoteCode

ByYear = Mapping[int, Mapping[str, Measurement]]


def reader_notes(evidence: Evidence, findings: Sequence[ItemFinding], missing: Sequence[LackingDatum],
                 outcome: str, measured: ByYear, promised: Set[str], ruleset: Ruleset) -> list[NoteCode]:
    """What a careful reader should notice; ``promised`` are quantities that are perhaps only promises."""
    out = []
    if outcome == "unmet" and any(found.missing for found in findings):
        out.append(note("note.settled"))
    now = measured[evidence.period]
    for found in findings:
        out += _finding_notes(found, now[found.item], evidence.period)
    out += _several(findings, now)
    out += _admission(evidence, findings, now, promised)
    out += [note("note.normalised", written=written, read=read) for written, read in evidence.normalised]
    out += _writing(evidence, missing)
    out += _unused(evidence)
    return [*out, *_unread_reports(evidence, measured, ruleset), *_idle_lists(evidence, measured),
            *_same_entries(evidence)]


def _writing(evidence: Evidence, missing: Sequence[LackingDatum]) -> list[NoteCode]:
    """Words that state nothing where nothing is missing for them, and characters that nobody sees."""
    quoted = {(lacking.kind, lacking.name) for lacking in missing if lacking.unstated}
    out = [note("note.unstated", label={"item" if kind == "report" else kind: name},
                words={"words": list(dict.fromkeys(said))})
           for (kind, name, _), said in evidence.unstated.items() if (kind, name) not in quoted]
    out += [note("note.unseen", label={"about": about},
                 characters={"words": [f"U+{ord(c):04X}" for c in hidden]})
            for about, hidden in evidence.unseen.items()]
    return out


def _admission(evidence: Evidence, findings: Sequence[ItemFinding], measured: Mapping[str, Measurement],
               promised: Set[str]) -> list[NoteCode]:
    """Declarations that contradict each other, opinions that nothing took, bounds, promises."""
    out = [note("note.declared_differently", label={"attribute": name}, values={"either": list(values)})
           for name, values in evidence.disputed.items()]
    out += [note("note.opinion_unused", found.item, by=opinion.by) for found in findings
            for opinion in (found.clause.opinions if found.clause else ()) if not opinion.used]
    out += [note("note.list_uncounted", label={"list": name}) for name in evidence.uncounted]
    used = [place for found in findings for e in measured[found.item].evaluations if e.decides
            for operand in e.operands for place in operand.everywhere]
    for operand in {(o.name, o.bound_of, o.written, o.unit): o for o in used if o.bound_of}.values():
        alone = all(value.bound_of for value in evidence.values[(operand.name, operand.year)])
        out.append(note("note.bounded" if alone else "note.bound_exceeded", label={"quantity": operand.name},
                        other={"quantity": operand.bound_of},
                        value={"stated": [operand.written, operand.unit or ""]}))
    return out + [note("note.promised", label={"quantity": name})
                  for name in dict.fromkeys(operand.name for operand in used) if name in promised]


def _unused(evidence: Evidence) -> list[NoteCode]:
    """What the ruleset doesn't ask for: each that may be a slip by itself, the rest together."""
    unused = list(dict.fromkeys(evidence.unused))
    out = [note("note.unused_near", name=name, near=near) for name, near in unused if near]
    rest = [name for name, near in unused if not near]
    if rest:
        out.append(note("note.unused", names={"names": rest}))
    out += [note("note.other_family", family=family, count=count)
            for family, count in sorted(evidence.others.items())]
    return out


def _finding_notes(found: ItemFinding, measured: Measurement, period: int) -> list[NoteCode]:
    out, deciding = [], measured.deciding
    if found.basis == "conflict":
        out.append(note("note.data_conflict", found.item))
    for reading, by in dict.fromkeys((e.reading, e.implied_by) for e in deciding
                                     if e.implied_by and e.outcome != "undetermined"):
        out.append(note("note.implied", found.item, label={"reading": [found.item, reading]},
                        other={"reading": [found.item, by]}))
    if any(e.rounding_flips for e in deciding):
        out.append(note("note.rounding", found.item))
    if found.outcome in ("met", "unmet") and _differ(deciding) and not _reproduced(measured, period):
        out.append(note("note.agree_despite", found.item))
    return out


def _differ(deciding: Sequence[Evaluation]) -> bool:
    """Whether a value that was computed and one that was reported stand beside each other."""
    if not {"measured", "reported"} <= {e.basis for e in deciding}:
        return False
    return len({(value, e.approximate) for e in deciding if e.reading == PLAIN for value in e.values}) > 1


def _reproduced(measured: Measurement, period: int) -> bool:
    """Whether the data give all that was printed."""
    printed = reconciliation({period: {measured.item.id: measured}})
    return bool(printed) and all(part.good for part in printed)


def _several(findings: Sequence[ItemFinding], measured: Mapping[str, Measurement]) -> list[NoteCode]:
    """Quantities of one year that stand in the dossier with different values."""
    stated: dict[tuple[str, int | None], list[BoundValue]] = {}
    places = {id(place): place for found in findings for e in measured[found.item].evaluations
              for operand in e.operands for place in operand.everywhere if place.bound_of is None}
    for place in places.values():
        stated.setdefault((place.name, place.year), []).append(place)
    several = {key: _different(alike) for key, alike in stated.items() if len(alike) > 1}
    return [note("note.several_values" if year else "note.several_at_once", label={"quantity": name},
                 year=year or "", count=len(values), values={"values": values})
            for (name, year), values in several.items() if len(values) > 1]


def _different(stated: Sequence[BoundValue]) -> list[list[str]]:
    """The different values among several, each in the words in which it stands first."""
    found: dict[object, list[str]] = {}
    for place in stated:
        found.setdefault((place.value, place.approximate, place.scope),
                         [place.written, place.unit or "", place.scope or ""])
    return [*found.values()]


def _unread_reports(evidence: Evidence, measured: ByYear, ruleset: Ruleset) -> list[NoteCode]:
    """Reported values that nothing took: of a year that isn't measured, or without their reading."""
    out = []
    for (item, year), reports in evidence.reported.items():
        model = ruleset.items[item].model
        taken = {id(e.report) for e in measured[year][item].evaluations} if year in measured else set()
        for report in reports[:MAX_CHOICES]:
            value = {"stated": [report.written, report.unit or ""]}
            if year not in measured:
                out.append(note("note.other_year", label={"item": item}, value=value, year=year))
            elif not model.counts(report.scope):
                out.append(note("note.report_other_scope", item, value=value, scope=report.scope or "",
                                scopes={"scopes": item}))
            elif model.computed_only:
                out.append(note("note.report_aside", item, value=value))
            elif id(report) not in taken and len(reports) <= MAX_CHOICES:
                out.append(note("note.report_without_reading", item, value=value,
                                place=report.source.place, readings={"readings": item}))
    return out


def _idle_lists(evidence: Evidence, measured: ByYear) -> list[NoteCode]:
    """Lists of another year than the one assessed that no formula counted."""
    counted = {entry.path for items in measured.values() for found in items.values()
               for evaluation in found.evaluations for entry in evaluation.counted}
    return [note("note.list_year", label={"list": name}, year=str(year))
            for (name, year), lists in evidence.lists.items()
            if year != evidence.period and not any(entry.path in counted for entry in lists)]


def _same_entries(evidence: Evidence) -> list[NoteCode]:
    """Lists in which entries stand twice word for word; each was counted."""
    out = []
    for entry in (entry for lists in evidence.lists.values() for entry in lists):
        times = Counter(frozenset(fields.items()) for fields in entry.entries if fields)
        if count := sum(n for n in times.values() if n > 1):
            out.append(note("note.same_entries", label={"list": entry.name}, count=str(count)))
    return out
