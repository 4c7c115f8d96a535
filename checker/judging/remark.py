"""What a careful reader of a verdict should notice.

Owns the choice of notes.  It must not change an outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from checker.evidence.evidence import Evidence
from checker.judging.noting import note
from checker.judging.series import reconciliation
from checker.measuring.choices import MAX_CHOICES
from checker.measuring.measurement import Measurement
from checker.messages import CATALOGUE
from checker.quantity.display import with_unit
from checker.ruleset.compiled import Ruleset
from checker.verdict import verdict as v


def notes(evidence: Evidence, findings: Sequence[v.Finding], missing: Sequence[v.Lacking], outcome: str,
          measured: Mapping[int, Mapping[str, Measurement]], ruleset: Ruleset) -> list[v.Note]:
    """What a careful reader should notice."""
    out = []
    if outcome == "unmet" and any(found.missing for found in findings):
        out.append(note("note.settled"))
    reproduced = {item for item, found in measured[evidence.period].items()
                  if (printed := reconciliation({evidence.period: {item: found}}))
                  and all(part.reproduces for part in printed)}
    for found in findings:
        out += _finding_notes(found, reproduced=found.item in reproduced)
    out += _several(findings)
    out += _admission(evidence, findings, ruleset)
    out += [note("note.normalised", written=written, read=read) for written, read in evidence.normalised]
    out += _writing(evidence, missing, ruleset)
    out += _unused(evidence)
    return [*out, *_unread_reports(evidence, measured, ruleset), *_idle_lists(evidence, measured, ruleset),
            *_same_entries(evidence, ruleset)]


def _writing(evidence: Evidence, missing: Sequence[v.Lacking], ruleset: Ruleset) -> list[v.Note]:
    """Words that state nothing where nothing is missing for them, and characters that nobody sees."""
    quoted = {(lacking.kind, lacking.name) for lacking in missing if lacking.unstated}
    model = ruleset.model
    out = []
    for (kind, name, _), said in evidence.unstated.items():
        if (kind, name) not in quoted:
            label = ruleset.items[name].model.label if kind == "report" else (
                model.quantities if kind == "quantity" else model.attributes)[name].label
            out.append(note("note.unstated", label=label, words="、".join(dict.fromkeys(said))))
    named = {**{name: q.label for name, q in model.quantities.items()},
             **{name: a.label for name, a in model.attributes.items()},
             **{name: entry.label for name, entry in model.lists.items()},
             **{item: known.model.label for item, known in ruleset.items.items()}}
    out += [note("note.unseen", label=named.get(label, label),
                 characters="、".join(f"U+{ord(c):04X}" for c in hidden))
            for label, hidden in evidence.unseen.items()]
    return out


def _admission(evidence: Evidence, findings: Sequence[v.Finding], ruleset: Ruleset) -> list[v.Note]:
    """Declarations that contradict each other, opinions that nothing took, bounds, promises."""
    model = ruleset.model
    out = [note("note.declared_differently", label=model.attributes[name].label, values="；".join(values))
           for name, values in evidence.disputed.items()]
    out += [note("note.opinion_unused", found.item, by=opinion.by) for found in findings
            for opinion in (found.clause.opinions if found.clause else ()) if not opinion.used]
    out += [note("note.list_uncounted", label=model.lists[name].label) for name in evidence.uncounted]
    used = [operand for found in findings for e in found.evaluations if e.decides for operand in e.operands]
    for operand in {(o.quantity, o.bound_of, o.value, o.unit): o for o in used if o.bound_of}.values():
        alone = all(value.bound_of for value in evidence.values[(operand.quantity, operand.year)])
        out.append(note("note.bounded" if alone else "note.bound_exceeded", label=operand.label,
                        other=operand.bound_of, value=with_unit(operand.value, operand.unit)))
    return out + [note("note.promised", label=operand.label)
                  for operand in {o.quantity: o for o in used if o.promised}.values()]


def _unused(evidence: Evidence) -> list[v.Note]:
    """What the ruleset doesn't ask for: each that may be a slip by itself, the rest together."""
    unused = list(dict.fromkeys(evidence.unused))
    out = [note("note.unused_near", name=name, near=near) for name, near in unused if near]
    rest = [name for name, near in unused if not near]
    if rest:
        out.append(note("note.unused", names=_first(rest)))
    out += [note("note.other_family", family=family, count=count)
            for family, count in sorted(evidence.others.items())]
    return out


def _first(names: Sequence[str]) -> str:
    """The names, of very many the first and how many there are."""
    shown = "、".join(names[:MAX_CHOICES])
    return shown if len(names) <= MAX_CHOICES else CATALOGUE["note.and_more"].format(
        names=shown, count=len(names))


def _finding_notes(found: v.Finding, *, reproduced: bool) -> list[v.Note]:
    out = []
    if found.basis == "conflict":
        out.append(note("note.data_conflict", found.item))
    labels = {e.reading: e.reading_label for e in found.evaluations}
    for implied in dict.fromkeys((e.reading, e.implied_by) for e in found.evaluations
                                 if e.decides and e.implied_by and e.outcome != "undetermined"):
        out.append(note("note.implied", found.item, label=labels[implied[0]], other=labels[implied[1]]))
    if any(e.rounding_flips and e.decides for e in found.evaluations):
        out.append(note("note.rounding", found.item))
    decided = {e.basis for e in found.evaluations if e.decides}
    values = {value for e in found.evaluations if e.decides and e.reading is None for value in e.values}
    if {"measured", "reported"} <= decided and found.outcome in ("met", "unmet") and len(values) > 1 and (
            not reproduced):
        out.append(note("note.agree_despite", found.item))
    return out


def _several(findings: Sequence[v.Finding]) -> list[v.Note]:
    """Quantities of one year that stand in the dossier with different values."""
    stated: dict[tuple[str, int | None], dict[tuple[str, str], str]] = {}
    for found in findings:
        for evaluation in found.evaluations:
            for operand in (o for o in evaluation.operands if o.bound_of is None):
                scope = f"（{operand.scope}）" if operand.scope else ""
                words = f"{with_unit(operand.value, operand.unit)}{scope}"
                amount = operand.converted or with_unit(operand.value, operand.unit, " ")
                stated.setdefault((operand.label, operand.year), {}).setdefault((amount, scope), words)
    return [note("note.several_values" if year else "note.several_at_once", label=label, year=year or "",
                 count=len(values), values=_first(list(values.values())))
            for (label, year), values in stated.items() if len(values) > 1]


def _unread_reports(evidence: Evidence, measured: Mapping[int, Mapping[str, Measurement]],
                    ruleset: Ruleset) -> list[v.Note]:
    """Reported values that nothing took: of a year that isn't measured, or without their reading."""
    out = []
    for (item, year), reports in evidence.reported.items():
        label = ruleset.items[item].model.label
        taken = {id(e.report) for e in measured[year][item].evaluations} if year in measured else set()
        for report in reports[:MAX_CHOICES]:
            if year not in measured:
                out.append(note("note.other_year", label=label, value=report.written, year=year))
            elif not ruleset.items[item].model.counts(report.scope):
                out.append(note("note.report_other_scope", item, value=with_unit(report.written, report.unit),
                                scope=report.scope, scopes="、".join(ruleset.items[item].model.scopes)))
            elif ruleset.items[item].model.computed_only:
                out.append(note("note.report_aside", item, value=with_unit(report.written, report.unit)))
            elif id(report) not in taken and len(reports) <= MAX_CHOICES:
                choices = [r for r in ruleset.items[item].interpretations if r.decides]
                readings = "、".join(f"“{r.label or r.id}”" for r in choices)
                value = with_unit(report.written, report.unit)
                out.append(note("note.report_without_reading", item, value=value,
                                place=report.source.place, readings=readings))
    return out


def _idle_lists(evidence: Evidence, measured: Mapping[int, Mapping[str, Measurement]],
                ruleset: Ruleset) -> list[v.Note]:
    """Lists of another year than the one assessed that no formula counted."""
    counted = {entry.path for items in measured.values() for found in items.values()
               for evaluation in found.evaluations for entry in evaluation.counted}
    return [note("note.list_year", label=ruleset.model.lists[name].label, year=str(year))
            for (name, year), lists in evidence.lists.items()
            if year != evidence.period and not any(entry.path in counted for entry in lists)]


def _same_entries(evidence: Evidence, ruleset: Ruleset) -> list[v.Note]:
    """Lists in which entries stand twice word for word; each was counted."""
    out = []
    for entry in (entry for lists in evidence.lists.values() for entry in lists):
        times = Counter(frozenset(fields.items()) for fields in entry.entries if fields)
        if count := sum(n for n in times.values() if n > 1):
            label = ruleset.model.lists[entry.name].label
            out.append(note("note.same_entries", label=label, count=str(count)))
    return out
