"""From the ticks of a confirmation sheet to an overlay that is known to load.

Owns what follows from which ticks, and what is left out.  It must not read cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checker.confirmations.confirmed import Filled, Mark
from checker.confirmations.lines import LimitLine, TextLine
from checker.errors import Problem, RulesetError
from checker.files.textfile import parse
from checker.files.yaml_writing import yaml_written
from checker.messages import in_source_language, text, verbatim
from checker.places import Place
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.definition import Requirement
from checker.ruleset.indicator import LimitRow


@dataclass
class Ticked:
    """What the ticks come to: items by what is confirmed of them, and what is left out and why."""

    limits: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    factors: list[str] = field(default_factory=list)
    corrected: list[dict[str, Any]] = field(default_factory=list)
    adopted: list[dict[str, Any]] = field(default_factory=list)
    unticked: int = 0
    partial: list[str] = field(default_factory=list)
    disputed: list[Place] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@in_source_language
def outcome_of(filled: Filled, name: str) -> Ticked:
    """What follows from the ticks of the file ``name``; raises :class:`RulesetError` where they can't be.
    """
    ticks = [*(mark.tick for mark in filled.limits), *(mark.tick for mark in filled.texts)]
    out = Ticked(unticked=ticks.count(None))
    doubted = _texts(filled, out)
    items: dict[str, list[Mark[LimitLine]]] = {}
    for mark in filled.limits:
        items.setdefault(mark.line.item.id, []).append(mark)
    for item, marks in items.items():
        _limits(item, marks, filled, out, withheld=item in doubted)
    if not (out.limits or out.formulas or out.groups or out.factors or out.corrected or out.adopted
            or out.problems):
        out.problems.append(Problem("form.nothing_ticked"))
    if out.problems:
        raise RulesetError([replace(problem, file=name) for problem in out.problems])
    return out


def _limits(item: str, marks: Sequence[Mark[LimitLine]], filled: Filled, out: Ticked, *,
            withheld: bool) -> None:
    """The limits of one item: confirmed as a whole, or corrected where the original differs."""
    ticked = [mark for mark in marks if mark.tick]
    places: dict[str | None, list[Mark[LimitLine]]] = {}
    for mark in marks:
        places.setdefault(mark.line.reading, []).append(mark)
    different = {reading: rows for reading, rows in places.items()
                 if any(mark.tick == "different" for mark in rows)}
    out.problems += [Problem("form.row_left", {"key": mark.line.key}, (mark.address,))
                     for rows in different.values() for mark in rows if mark.tick is None]
    if ticked and withheld:
        out.withheld.append(item)
        return
    if len(ticked) == len(marks) and len(different) < len(places):
        out.limits.append(item)
    elif ticked and not different:
        out.partial.append(item)
    out.corrected += [_correction(item, reading, rows, filled) for reading, rows in different.items()]


def _correction(item: str, reading: str | None, rows: Sequence[Mark[LimitLine]],
                filled: Filled) -> dict[str, Any]:
    limit = [mark.row or mark.line.row for mark in rows]
    pages = "、".join(dict.fromkeys(mark.place for mark in rows if mark.place))
    place = rows[0].line.item.model.source.place
    return {"item": item, **({"reading": reading} if reading else {}),
            "limit": [_plain(row) for row in limit if row is not None],
            **_original(filled),
            "place": verbatim("form.place_in_original", place=place, page=pages) if pages else place}


def _plain(row: LimitRow) -> dict[str, Any]:
    return row.model_dump(by_alias=True, exclude_unset=True)


def _original(filled: Filled) -> dict[str, Any]:
    """What was held against the ruleset, by whom and when."""
    head = filled.head
    return {"document": filled.ruleset.model.document, "edition": head.edition, "by": head.by,
            "on": head.on, "digest": head.digest}


def _texts(filled: Filled, out: Ticked) -> set[str]:
    """Formulas and groupings; returns the items whose formula or grouping the original denies."""
    formulas: dict[str, list[Mark[TextLine]]] = {}
    doubted: set[str] = set()
    for mark in filled.texts:
        if mark.line.item:
            formulas.setdefault(mark.line.item, []).append(mark)
        elif mark.line.requirement:
            doubted |= _group(mark.line.requirement, mark, out)
        else:
            assert mark.line.factor is not None
            doubted |= _factor(mark.line.factor, mark, filled, out)
    for item, marks in formulas.items():
        doubted |= _formula(item, marks, filled, out)
    return doubted


def _group(requirement: Requirement, mark: Mark[TextLine], out: Ticked) -> set[str]:
    if mark.tick == "same":
        out.groups.append(requirement.id)
    if mark.tick != "different":
        return set()
    out.disputed.append(mark.address)
    return set(requirement.members)


def _factor(name: str, mark: Mark[TextLine], filled: Filled, out: Ticked) -> set[str]:
    """A factor that the original states otherwise can't be mended by an overlay: its items are doubted."""
    if mark.tick == "same":
        out.factors.append(name)
    if mark.tick != "different":
        return set()
    out.disputed.append(mark.address)
    return {item.id for item in filled.ruleset.items.values()
            if name in item.factors}


def _formula(item: str, marks: Sequence[Mark[TextLine]], filled: Filled, out: Ticked) -> set[str]:
    """All readings agree: confirmed.  One alone does: adopted.  Else, where one is denied: doubted."""
    same = [mark for mark in marks if mark.tick == "same"]
    different = [mark for mark in marks if mark.tick == "different"]
    if len(same) == len(marks):
        out.formulas.append(item)
    elif len(same) == 1 and len(different) == len(marks) - 1:
        out.formulas.append(item)
        head, document = filled.head, filled.ruleset.model.document
        out.adopted.append({
            "item": item, "reading": same[0].line.reading, "authority": head.by,
            "document": verbatim("form.edition_of", document=document, edition=head.edition),
            "on": head.on})
    elif different:
        out.disputed += [mark.address for mark in different]
        return {item}
    elif same:
        out.partial.append(item)
    return set()


def overlay_data(filled: Filled, outcome: Ticked) -> dict[str, Any]:
    """The overlay as plain data, in the order of its format."""
    model, head = filled.ruleset.model, filled.head
    both = [item for item in outcome.limits if item in outcome.formulas]
    parts = ((both, ["limit", "formula"]),
             ([item for item in outcome.limits if item not in both], ["limit"]),
             ([item for item in outcome.formulas if item not in both], ["formula"]))
    confirmed = [{"items": items, "parts": names, **_original(filled)} for items, names in parts if items]
    if outcome.groups:
        confirmed.append({"requirements": outcome.groups, **_original(filled)})
    words = {"document": model.document, "title": model.title, "on": head.on.isoformat()}
    if outcome.factors:
        confirmed.append({"factors": outcome.factors, **_original(filled)})
    data = {
        "schema": "overlay/1", "id": f"{model.id}-confirmed",
        "title": verbatim("form.overlay_title", **words), "issuer": head.by,
        "document": verbatim("form.overlay_document", **words),
        "base": {"ruleset": model.id, "digest": filled.ruleset.digest},
        "in_force": {"from": head.on, "seen": "source"},
        "note": _note(outcome),
        "confirmed": confirmed, "corrected": outcome.corrected, "adopt": outcome.adopted}
    return {name: value for name, value in data.items() if value}


def _note(outcome: Ticked) -> str | None:
    """What the original denies and no overlay can mend."""
    if not outcome.disputed:
        return None
    return verbatim(
        "form.overlay_disputed", cells="、".join(place.said() for place in outcome.disputed),
        items="、".join(outcome.withheld) or text("form.none"))


@in_source_language
def overlay_bytes(filled: Filled, outcome: Ticked, name: str) -> bytes:
    """The overlay as YAML, read back and applied before anybody gets it."""
    raw = (text("form.overlay_head") + "\n" + yaml_written(overlay_data(filled, outcome))).encode()
    file = parse(raw, name, RulesetError)
    try:
        amended(filled.ruleset, overlay_from(file.data), filled.head.on)
    except RulesetError as error:
        raise error.at(name, file.lines) from None
    return raw
