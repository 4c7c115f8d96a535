"""What differs between two rulesets, as values: a pure function of the two.

Owns the matching of what belongs together, and the order of changes.  What differs between two
indicators is :mod:`checker.comparing.indicators`'s business.  It must not read files or print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import BaseModel

from checker.comparing.change import Change, ChangeSection, fields_changed, said
from checker.comparing.indicators import Side, compare, limit_words
from checker.messages import text
from checker.quantity.display import with_unit
from checker.ruleset.all_readings import with_all_readings
from checker.ruleset.band import RELATIONS
from checker.ruleset.compiled import Doubtful, Item, Ruleset
from checker.ruleset.definition import Clause, Requirement
from checker.ruleset.formula_words import labels
from checker.ruleset.index import Index
from checker.ruleset.indicator import Adopted
from checker.ruleset.terms import Factor, family_of
from checker.text.normal import folded

TERMS = ("quantities", "attributes", "lists", "factors", "classifications", "effects", "grades")
# Compared part by part; every other field of the file is compared as a whole.
_PARTS = (
    "schema_", "id", "indicators", "requirements", "indices", "doubts", "clauses", "retired", "definitions",
    *TERMS)


# Said in one sentence.
_OF_DOUBTS = ("id", "value", "equals", "unit", "when", "source", *RELATIONS)


def diff(a: Ruleset, b: Ruleset) -> list[Change]:
    """What was changed from ``a`` to ``b``, in the order in which a person reads a ruleset.

    Indicators are matched by id; where the two rulesets share no series of ids, by label, and that
    is then the first change.  Raises :class:`RulesetError` where a reading that was not adopted
    can't stand.
    """
    before, after = with_all_readings(a), with_all_readings(b)
    by_label = not _families(before) & _families(after)
    same = {name: name for name in _by_id(before) if name in _by_id(after)}
    pairs = _by_label(before, after) if by_label else same
    head = [Change("by_label", "whole", after=str(len(pairs)))] if by_label else []
    return [*head, *_whole(before, after),
            *_indicators(before, after, pairs, (_adoptions(a), _adoptions(b))),
            *_requirements(before, after, pairs), *_terms(before, after),
            *_indices(before, after), *_doubts(before, after), *_clauses(before, after)]


def _families(ruleset: Ruleset) -> set[str]:
    return {family_of(item.id) for item in ruleset.written}


def _by_id(ruleset: Ruleset) -> dict[str, Item]:
    return {item.id: item for item in ruleset.written}


def _by_label(a: Ruleset, b: Ruleset) -> dict[str, str]:
    """The indicators of the two that have the same label; of several the first."""
    mine, theirs = _first_by_label(a), _first_by_label(b)
    return {item: theirs[label] for label, item in mine.items() if label in theirs}


def _first_by_label(ruleset: Ruleset) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in ruleset.written:
        found.setdefault(folded(item.model.label), item.id)
    return found


def _whole(a: Ruleset, b: Ruleset) -> Iterator[Change]:
    for field, before, after in fields_changed(a.model, b.model, _PARTS):
        yield Change("field", "whole", field=field, before=before, after=after)


Adoptions = tuple[Mapping[str, Adopted], Mapping[str, Adopted]]


def _adoptions(ruleset: Ruleset) -> dict[str, Adopted]:
    return {item.id: item.model.adopted for item in ruleset.written if item.model.adopted}


def _indicators(a: Ruleset, b: Ruleset, pairs: Mapping[str, str], adopted: Adoptions) -> Iterator[Change]:
    back = {after: before for before, after in pairs.items()}
    retired = {entry.id: entry.reason for entry in b.model.retired}
    for item in b.written:
        if item.id in back:
            yield from compare(Side(a, _by_id(a)[back[item.id]], adopted[0].get(back[item.id])),
                               Side(b, item, adopted[1].get(item.id)))
        else:
            limits = dict.fromkeys(limit_words(reading.rows, b) or "" for reading in item.interpretations)
            words = "；".join(filter(None, limits)) or text("limit.none")
            yield Change("added", "indicators", item.id, item.model.label, after=words)
    for item in a.written:
        if item.id in retired:
            yield Change("retired", "indicators", item.id, item.model.label, after=retired[item.id])
        elif item.id not in pairs:
            yield Change("removed", "indicators", item.id, item.model.label)


def _requirements(a: Ruleset, b: Ruleset, pairs: Mapping[str, str]) -> Iterator[Change]:
    """Requirements by id; whose members the common indicators are stands with the indicators."""
    old = {requirement.id: requirement for requirement in a.model.requirements}
    new = {requirement.id: requirement for requirement in b.model.requirements}
    yield from _sided("requirements", _labels(a.model.requirements), _labels(b.model.requirements))
    for name, after in new.items():
        if name not in old:
            continue
        before = old[name]
        if (before.optional, before.at_least) != (after.optional, after.at_least):
            yield Change("part_field", "requirements", name, after.label, field="form",
                         before=_form(before), after=_form(after))
        gone = [member for member in before.members if member not in pairs]
        come = [member for member in after.members if member not in pairs.values()]
        if gone or come:
            yield Change("members", "requirements", name, after.label, before=said(gone), after=said(come))
        for field, was, now in fields_changed(before, after, ("all_of", "at_least", "of")):
            yield Change("part_field", "requirements", name, after.label, field=field, before=was, after=now)


def _form(requirement: Requirement) -> str:
    if requirement.optional:
        return text("diff.at_least", count=requirement.at_least)
    return text("diff.all_of")


def _labels(parts: Iterable[Requirement | Index]) -> dict[str, str]:
    return {part.id: part.label for part in parts}


def _sided(section: ChangeSection, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """What is only on one side, by name and label."""
    for name in new:
        if name not in old:
            yield Change("part_added", section, name, new[name])
    for name in old:
        if name not in new:
            yield Change("part_removed", section, name, old[name])


def _terms(a: Ruleset, b: Ruleset) -> Iterator[Change]:
    for section in TERMS:
        old, new = getattr(a.model, section), getattr(b.model, section)
        for change in _sided("terms", {name: term.label for name, term in old.items()},
                             {name: term.label for name, term in new.items()}):
            term = new.get(change.subject) or old[change.subject]
            value = with_unit(said(term.value) or "", term.unit, " ") if isinstance(term, Factor) else None
            added = change.kind == "part_added"
            yield replace(change, before=None if added else value, after=value if added else None)
        for name, term in new.items():
            if name in old:
                yield from _fields("terms", name, term.label, old[name], term)


def _fields(section: ChangeSection, name: str, label: str, old: BaseModel,
            new: BaseModel) -> Iterator[Change]:
    for field, before, after in fields_changed(old, new):
        yield Change("part_field", section, name, label, field=field, before=before, after=after)


def _indices(a: Ruleset, b: Ruleset) -> Iterator[Change]:
    old = {index.id: index for index in a.model.indices}
    yield from _sided("indices", _labels(a.model.indices), _labels(b.model.indices))
    for index in b.model.indices:
        if index.id in old:
            yield from _fields("indices", index.id, index.label, old[index.id], index)


def _doubts(a: Ruleset, b: Ruleset) -> Iterator[Change]:
    """What makes data doubtful, by id: its condition or value, its band and what that rests on."""
    old, new = ({doubt.model.id: doubt for doubt in side.doubts} for side in (a, b))
    yield from _sided("doubts", *({name: doubt.model.label for name, doubt in side.items()}
                                  for side in (old, new)))
    for name, after in new.items():
        if name not in old:
            continue
        model = after.model
        for field, was, now in fields_changed(old[name].model, model, _OF_DOUBTS):
            yield Change("part_field", "doubts", name, model.label, field=field, before=was, after=now)
        was, now = _doubt_words(old[name], a), _doubt_words(after, b)
        if was != now:
            yield Change("part_field", "doubts", name, model.label, field="doubts", before=was, after=now)


def _doubt_words(doubt: Doubtful, ruleset: Ruleset) -> str:
    model = doubt.model
    band = (text(f"doubt.{name}", bound=with_unit(said(bound) or "", model.unit, " "))
            for name, bound in model.bounds)
    ground = text(f"doubt.{model.source.rests_on}", place=model.source.place)
    said_of = labels(ruleset)
    other = [text("doubt.equals", other=said_of.say(doubt.other))] if doubt.other else []
    return "，".join([said_of.say(doubt.tree), *other, *band, ground])


def _clauses(a: Ruleset, b: Ruleset) -> Iterator[Change]:
    """Clauses by their place; of several at one place the first belongs to the first."""
    old, new = _numbered(a), _numbered(b)
    for key, clause in new.items():
        if key in old:
            yield from _fields("clauses", clause.place, "", old[key], clause)
        else:
            yield Change("part_added", "clauses", clause.place, after=clause.text)
    for key, clause in old.items():
        if key not in new:
            yield Change("part_removed", "clauses", clause.place, before=clause.text)


def _numbered(ruleset: Ruleset) -> dict[tuple[str, int], Clause]:
    found: dict[tuple[str, int], Clause] = {}
    for clause in ruleset.model.clauses:
        number = sum(place == clause.place for place, _ in found)
        found[(clause.place, number)] = clause
    return found
