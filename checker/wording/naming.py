"""What the codes of notes and doubts name, in words: ids by the ruleset's labels, amounts with their units.

Owns the meaning of a parameter's one key.  It must not know which sentence a parameter goes into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checker.measuring.choices import MAX_CHOICES
from checker.messages import aside, text, verbatim
from checker.quantity.day import in_words
from checker.quantity.display import SHORT, significant, spoken, with_unit
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import start_words
from checker.ruleset.formula_words import labels
from checker.ruleset.terms import number_of
from checker.verdict.exact_number import read
from checker.verdict.found import NoteCode
from checker.verdict.part import Outcome, Param
from checker.wording import worded as w
from checker.wording.context import Context

if TYPE_CHECKING:
    from checker.ruleset.overlay import ItemAmendment


def note(found: NoteCode, context: Context) -> w.Note:
    """A note with its sentence in the source language and what a translation needs."""
    params = {**_of_rules(found, context), **resolved(found.params, context)}
    return w.Note(code=found.code, text=verbatim(found.code, **params), item=found.item,
                  params=params)


def resolved(params: dict[str, Param], context: Context) -> dict[str, str]:
    """Parameters in words; those that stand for several are left to what makes them."""
    said: dict[str, str] = {}
    for name, given in params.items():
        if isinstance(given, dict):
            [(kind, meant)] = given.items()
            if kind in _KINDS:
                said[name] = _KINDS[kind](meant, context)
        else:
            said[name] = str(given)
    return said


def label(of: str, name: str, ruleset: Ruleset) -> str:
    """The ruleset's label of a quantity, an attribute, a list, an item or one of its doubts."""
    model = ruleset.model
    match of:
        case "quantity":
            return model.quantities[name].label
        case "attribute":
            return model.attributes[name].label
        case "list":
            return model.lists[name].label
        case "factor":
            return model.factors[name].label
        case "item":
            return ruleset.items[name].model.label
        case "doubt":
            return next(doubt.label for doubt in model.doubts if doubt.id == name)
    return ""


def needed(keys: Sequence[str], ruleset: Ruleset) -> list[str]:
    """What data are needed by their keys, with the year of which each is, if it has one."""
    found = []
    for key in keys:
        kind, _, rest = key.partition(":")
        name, _, year = rest.partition("@")
        if kind == "resolve":
            continue
        of = {"quantity": "quantity", "exact": "quantity", "list": "list", "clear": "list"}.get(
            kind, "attribute")
        said = label(of, name, ruleset)
        found.append(text("need.in_year", name=said, year=year) if year.isdigit() else said)
    return found


def named(name: str, ruleset: Ruleset) -> str:
    """An item by its number, a requirement or a factor by its label."""
    if name in ruleset.items:
        return number_of(name)
    known = {**{factor: term.label for factor, term in ruleset.model.factors.items()},
             **{requirement.id: requirement.label for requirement in ruleset.model.requirements}}
    return known.get(name, name)


def _about(name: str, context: Context) -> str:
    """The label of whatever has this id; a name that is none as it is."""
    model = context.ruleset.model
    known = {**{q: term.label for q, term in model.quantities.items()},
             **{a: term.label for a, term in model.attributes.items()},
             **{entry: term.label for entry, term in model.lists.items()},
             **{item: known.model.label for item, known in context.ruleset.items.items()}}
    return known.get(name, name)


def _reading(given: Sequence[str], context: Context) -> str:
    item, reading = given
    return next(r.label or "" for r in context.item(item).interpretations if r.id == reading)


def _readings(item: str, context: Context) -> str:
    return text("join.names").join(
        f"“{r.label or r.id}”" for r in context.item(item).interpretations if r.decides)


def _first(names: Sequence[str]) -> str:
    """The names, of very many the first and how many there are."""
    shown = text("join.names").join(names[:MAX_CHOICES])
    return shown if len(names) <= MAX_CHOICES else verbatim(
        "note.and_more", names=shown, count=len(names))


def _values(given: Sequence[Sequence[str]], _: Context) -> str:
    return _first([with_unit(value, unit) + aside(scope)
                   for value, unit, scope in given])


def _shown(given: Sequence[Sequence[str]], context: Context) -> str:
    return text("join.parts").join(verbatim(
        "note.shown_value", label=label(of, name, context.ruleset), stored=stored, shown=shown)
        for of, name, stored, shown in given)


def _outcome(outcome: Outcome, context: Context) -> str:
    """An outcome in the words of the ruleset's kind; of a clause only a floor has amounts."""
    floor = context.ruleset.kind.admits and outcome in ("met", "unmet")
    return text(f"outcome.floor_{outcome}" if floor else f"outcome.{outcome}")


def _joined(names: Sequence[str], of: Callable[[str], str]) -> str:
    return text("join.names").join(of(name) for name in names)


def _labelled(of: str) -> Callable[[str, Context], str]:
    return lambda name, context: label(of, name, context.ruleset)


def _answer(written: str) -> str:
    """What was stated, yes and no as they are said."""
    codes = {str(True): "form.yes", str(False): "form.no"}
    return text(codes[written]) if written in codes else written


_KINDS: dict[str, Callable[[Any, Context], str]] = {
    **{of: _labelled(of) for of in ("quantity", "attribute", "list", "item")},
    "about": _about, "reading": _reading, "readings": _readings, "values": _values, "shown": _shown,
    "outcome": _outcome,
    "items": lambda names, _: _joined(names, number_of),
    "named": lambda names, context: _joined(names, lambda name: named(name, context.ruleset)),
    "factors": lambda names, context: _joined(names, lambda name: label("factor", name, context.ruleset)),
    "attributes": lambda names, context: _joined(
        names, lambda name: label("attribute", name, context.ruleset)),
    "scopes": lambda item, context: text("join.names").join(context.item(item).model.scopes),
    "words": lambda words, _: text("join.names").join(words),
    "either": lambda words, _: text("join.parts").join(map(_answer, words)),
    "names": lambda names, _: _first(names),
    "stated": lambda given, _: with_unit(given[0], given[1] or None),
    "amount": lambda amount, _: spoken(read(amount)),
    "ratio": lambda amount, _: significant(read(amount).value or Fraction(0), SHORT),
}


def _of_rules(found: NoteCode, context: Context) -> dict[str, str]:
    """What a note says of the rules themselves, from the ruleset and the code's references."""
    model, params = context.ruleset.model, found.params
    after, in_force = model.superseded_by, model.in_force
    match found.code:
        case "note.over" | "note.perhaps_over":
            assert after is not None
            return {"document": after.document, "since": in_words(after.since)}
        case "note.not_in_force" | "note.perhaps_not_in_force":
            until = verbatim("show.until", until=in_words(in_force.until)) if in_force.until else ""
            return {"since": start_words(in_force.since), "until": until}
        case "note.not_covered":
            return {"lists": text("join.names").join(model.not_covered)}
        case "note.not_applicable":
            return {"condition": _applies(found.item or "", context)}
        case "note.adopted":
            item = context.item(found.item or "").model
            assert item.adopted is not None
            return {"reading": item.readings[item.adopted.reading].label, "authority": item.adopted.authority,
                    "document": item.adopted.document or ""}
        case "note.stale":
            assert model.checked is not None
            return {"on": model.checked.on.isoformat(), "years": str(model.checked.good_for_years)}
    return _by_reference(found.code, params, context)


def _applies(item: str, context: Context) -> str:
    """When an item applies, in words; a ruleset says it once."""
    remembered, condition = context.ruleset.remembered, context.item(item).applies
    if ("applies", item) not in remembered:
        remembered["applies", item] = labels(context.ruleset).say(condition) if condition else ""
    said: str = remembered["applies", item]
    return said


def _by_reference(code: str, params: dict[str, Param], context: Context) -> dict[str, str]:
    """What an overlay, one of its changes, or a transition says."""
    given = {kind: meant for one in params.values() if isinstance(one, dict) for kind, meant in one.items()}
    if "overlay" in given:
        model = next(applied.overlay.model for applied in context.ruleset.overlays
                     if applied.overlay.digest == given["overlay"])
        if code == "note.overlay_trial":
            return {"title": model.title, "why": model.trial or ""}
        return {"title": model.title, "since": model.in_force.since, "until": model.in_force.until or ""}
    if "transition" in given:
        transition = context.ruleset.model.transitional[int(given["transition"])]
        return {"text": transition.text, "until": in_words(transition.until),
                "seen": text(f"seen.{transition.seen}")}
    if "change" in given:
        item, place = given["change"]
        return _change(code, item, context.ruleset.changes[item][int(place)], context.ruleset)
    return {}


def _change(code: str, item: str, change: ItemAmendment, ruleset: Ruleset) -> dict[str, str]:
    """What an overlay did to an item, as far as the note tells it."""
    said = {"label": named(item, ruleset), "by": change.authority, "authority": change.authority,
            "document": change.document, "reason": change.reason, "until": change.until,
            "before": change.before, "after": change.after, "on": change.on, "digest": change.digest,
            "parts": text("join.names").join(text(f"confirmed.{part}") for part in change.parts)}
    told = {"note.confirmed": ("parts", "by", "on", "document", "digest"),
            "note.added_requirement": ("label", "authority", "document")}.get(
                code, ("authority", "by", "document", "reason", "until", "before", "after", "on", "digest"))
    return {name: said[name] or "" for name in told}
