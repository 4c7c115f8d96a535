"""A whole verdict in words, of the verdict and the ruleset that it names alone.

Owns the order of its parts.  It must not judge: everything that decides stands in the verdict already.
"""

from __future__ import annotations

from collections.abc import Container

from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.verdict.aside import TierFound
from checker.verdict.found import LackingDatum, RequirementFinding
from checker.verdict.verdict import Verdict
from checker.wording import amount_words, finding_words, naming, previous_words, restated_words, series_words
from checker.wording import worded as w
from checker.wording.annexed import TierPart
from checker.wording.context import Context


def worded(verdict: Verdict, ruleset: Ruleset, items: Container[str] | None = None) -> w.WordedVerdict:
    """``verdict`` in words; ``ruleset`` is the one that it names, under its overlays.

    Where ``items`` are named, of the findings there are theirs alone.
    """
    context = Context(verdict, ruleset)
    ruleset = context.ruleset
    reconciled = [series_words.reconciliation_part(found, context) for found in verdict.reconciliation]
    findings = [finding_words.finding(found, context) for found in verdict.findings
                if items is None or found.item in items]
    return w.WordedVerdict(
        outcome=verdict.outcome, purpose=verdict.purpose, assessed_on=verdict.assessed_on,
        period=verdict.period, subject=verdict.subject, ruleset=restated_words.ruleset_ref(verdict, ruleset),
        dossier=verdict.dossier, documents=verdict.documents,
        attributes=restated_words.attributes(verdict, ruleset), data=context.operands,
        lists=restated_words.lists(verdict, ruleset), reported=restated_words.reported(verdict, ruleset),
        withdrawn=restated_words.withdrawn(verdict, ruleset),
        findings=findings,
        for_information=[amount_words.shown(found, context) for found in verdict.for_information],
        requirements=[_requirement(found, context) for found in verdict.requirements],
        decided_by=verdict.decided_by, reviews=verdict.reviews,
        missing=[lacking(found, context) for found in verdict.missing], settled_by=verdict.settled_by,
        headline=list(ruleset.model.headline),
        indices=[series_words.index_part(found, context) for found in verdict.indices],
        tier=_tier(verdict.tier, context) if verdict.tier else None,
        years=[series_words.year_part(found, context) for found in verdict.years],
        progress=[series_words.progress_part(found) for found in verdict.progress],
        reconciliation=reconciled, factors=restated_words.factors(ruleset),
        references=restated_words.references(ruleset, verdict.period),
        overlays=restated_words.overlays(ruleset),
        previous=(previous_words.previous_part(verdict.previous, findings, context)
                  if verdict.previous else None),
        notes=[naming.note(found, context) for found in verdict.notes],
        clauses=restated_words.clauses(ruleset), trace=verdict.trace)


def _requirement(found: RequirementFinding, context: Context) -> w.RequirementPart:
    known = next(r for r in context.ruleset.model.requirements if r.id == found.id)
    return w.RequirementPart(**found.model_dump(), label=known.label, seen=known.source.group)


def _tier(found: TierFound, context: Context) -> TierPart:
    """The tiers by their names, with the data that would tell."""
    known = context.ruleset.model.tiers
    assert known is not None  # the verdict is by this ruleset
    return TierPart(label=known.label, item=found.item, possible=found.possible,
                    missing=list(dict.fromkeys(lacking(one, context).label for one in found.missing)),
                    place=known.source.place, seen=known.source.seen)


def lacking(found: LackingDatum, context: Context) -> w.Lacking:
    """A datum that is missing, by its label, with its unit and definition."""
    ruleset, model = context.ruleset, context.ruleset.model
    label, unit, definition = "", None, None
    if found.kind in ("quantity", "exact"):
        quantity = model.quantities[found.name]
        label, unit, definition = quantity.label, quantity.unit, quantity.definition
    elif found.kind in ("attribute", "finer", "whole"):
        attribute = model.attributes.get(found.name)
        label = attribute.label if attribute else found.name
        definition = attribute.definition if attribute else None
    elif found.kind in ("list", "clear"):
        entry = model.lists[found.name]
        label, unit, definition = entry.label, entry.unit, entry.definition
    elif found.kind == "resolve":
        label = text(found.name)
    else:
        item = ruleset.items[found.name].model
        label, unit, definition = item.label, item.unit, item.definition
    return w.Lacking(id=found.id, kind=found.kind, name=found.name, label=label, year=found.year, unit=unit,
                     definition=definition, items=found.items, settles_alone=found.settles_alone,
                     decides=found.decides, unstated=found.unstated,
                     uncounted=_uncounted(found, context.verdict),
                     disputed=_disputed(found, context.verdict))


def _uncounted(found: LackingDatum, verdict: Verdict) -> bool:
    """Whether of a list only the number of entries is lacking: stated once, and declared complete."""
    stated = [part for part in verdict.lists if part.name == found.name]
    return found.kind == "list" and [part.year for part in stated] == [found.year] and any(
        note.code == "note.list_uncounted" and {"list": found.name} in note.params.values()
        for note in verdict.notes)


def _disputed(found: LackingDatum, verdict: Verdict) -> bool:
    """Whether a datum isn't lacking but stated one way and another, or as more than what bounds it."""
    code = {"attribute": "note.declared_differently", "quantity": "note.bound_exceeded"}.get(found.kind)
    return any(note.code == code and {found.kind: found.name} in note.params.values()
               for note in verdict.notes)
