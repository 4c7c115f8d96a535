"""What a reader should know of the rules themselves: adoptions, overlays, transitions, their age.

Owns the notes on the ruleset as it was used.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set

from checker.judging.noting import note
from checker.judging.purpose import factors_seen
from checker.messages import CATALOGUE
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import in_words, latest
from checker.ruleset.formula_words import labels
from checker.ruleset.overlay import ItemAmendment
from checker.ruleset.terms import number_of
from checker.verdict.verdict import Finding, Note


def provisions(ruleset: Ruleset, day: dt.date, findings: Sequence[Finding] = (),
               deciding: Set[str] = frozenset()) -> list[Note]:
    """Everything about the rules that isn't in the standard itself, or that time has overtaken."""
    return [*_inapplicable(ruleset, findings), *_quoted(ruleset, deciding),
            *_adopted(ruleset), *_idle(ruleset), *_confirmed(ruleset), *_changed(ruleset),
            *_transitions(ruleset, day), *_stale(ruleset, day)]


def _inapplicable(ruleset: Ruleset, findings: Sequence[Finding]) -> Iterator[Note]:
    """Why an item doesn't apply: its condition in words, unless an overlay waived it."""
    for finding in findings:
        condition = ruleset.items[finding.item].applies
        if finding.outcome == "not_applicable" and condition and not finding.changes:
            yield note("note.not_applicable", finding.item, condition=labels(ruleset).say(condition))


def _quoted(ruleset: Ruleset, deciding: Set[str]) -> Iterator[Note]:
    """Limits that decide and that only a public page quotes: no trial, but said."""
    items = [item for item in ruleset.items.values() if item.id in deciding
             and item.model.source.limit == "secondary" and ruleset.model.concludes == "conformity"]
    if items:
        yield note("note.limits_quoted", count=len(items), items="、".join(number_of(i.id) for i in items))
    yield from _copied(ruleset, deciding)


def _copied(ruleset: Ruleset, deciding: Set[str]) -> Iterator[Note]:
    """Limits and factors that decide and were read through another's copy of the official text."""
    copied = [item.id for item in ruleset.items.values() if item.id in deciding
              and item.model.source.limit == "official_copy" and ruleset.model.concludes != "account"]
    factors = factors_seen(ruleset, deciding, ("official_copy",))
    if copied:
        yield note("note.limits_by_copy", count=len(copied), items="、".join(map(number_of, copied)))
    if factors:
        yield note("note.factors_by_copy", count=len(factors), names="、".join(factors))


def _adopted(ruleset: Ruleset) -> Iterator[Note]:
    """The readings that the ruleset itself says were adopted."""
    for item in ruleset.items.values():
        choice = item.model.adopted
        if choice and not any(c.kind == "adopted" for c in ruleset.changes.get(item.id, ())):
            yield note("note.adopted", item.id, reading=item.model.readings[choice.reading].label,
                       authority=choice.authority, document=choice.document or "")


def _idle(ruleset: Ruleset) -> Iterator[Note]:
    for applied in ruleset.overlays:
        model = applied.overlay.model
        if not applied.in_force:
            yield note("note.overlay_idle", title=model.title, since=model.in_force.since,
                       until=model.in_force.until or "")


def _confirmed(ruleset: Ruleset) -> Iterator[Note]:
    """One note for each confirmation, with the items that it covers."""
    found: dict[ItemAmendment, list[str]] = {}
    for item, changes in ruleset.changes.items():
        for change in changes:
            if change.kind == "confirmed":
                found.setdefault(change, []).append(item)
    for change, items in found.items():
        parts = "、".join(CATALOGUE[f"confirmed.{part}"] for part in change.parts)
        yield note("note.confirmed", count=len(items), parts=parts, by=change.authority, on=change.on,
                   document=change.document, digest=change.digest,
                   items="、".join(named(item, ruleset) for item in items))


def named(name: str, ruleset: Ruleset) -> str:
    """An item by its number, a requirement or a factor by its label."""
    if name in ruleset.items:
        return number_of(name)
    labels = {**{factor: term.label for factor, term in ruleset.model.factors.items()},
              **{requirement.id: requirement.label for requirement in ruleset.model.requirements}}
    return labels.get(name, name)


def _changed(ruleset: Ruleset) -> Iterator[Note]:
    for item, changes in ruleset.changes.items():
        for change in changes:
            if change.kind == "confirmed":
                continue
            whole = change.kind == "waived" and change.after is None
            if item not in ruleset.items:
                yield note("note.added_requirement", label=named(item, ruleset),
                           authority=change.authority, document=change.document or "")
                continue
            code = {"waived": "note.waived_whole" if whole else "note.waived",
                    "adopted": "note.adopted_locally"}.get(change.kind, f"note.{change.kind}")
            yield note(code, item, **{name: value or "" for name, value in (
                ("authority", change.authority), ("by", change.authority), ("document", change.document),
                ("reason", change.reason), ("until", change.until), ("before", change.before),
                ("after", change.after), ("on", change.on), ("digest", change.digest))})


def _transitions(ruleset: Ruleset, day: dt.date) -> Iterator[Note]:
    for transition in ruleset.model.transitional:
        if day <= latest(transition.until):
            yield note("note.transitional", text=transition.text, until=in_words(transition.until),
                       seen=CATALOGUE[f"seen.{transition.seen}"])


def _stale(ruleset: Ruleset, day: dt.date) -> Iterator[Note]:
    checked = ruleset.model.checked
    if checked and checked.stale(day):
        yield note("note.stale", on=checked.on.isoformat(), years=checked.good_for_years)
