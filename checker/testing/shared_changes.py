"""Small wrong changes to what several items share: factors, points, effects; and to requirements.

Owns which of them are made.  Which items use a part is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from checker.messages import text
from checker.testing.edit import (
    Edit,
    EditedData,
    Find,
    NamedEdit,
    change_row,
    drop_row,
    moved,
    put_in_row,
    putting,
    said,
)
from checker.testing.formula_changes import condition_edits, formula_edits
from checker.testing.item_changes import FLIPS, TURNED, relation_edits


def factor_edits(name: str, factor: EditedData) -> Iterator[NamedEdit]:
    """A factor moved by a step of its digits, both ways."""
    for number in moved(Decimal(factor["value"])):
        yield (said("mutant.factor", name, before=factor["value"], after=number),
               putting(lambda d, new: d["factors"][name].update(value=new), str(number)))


def definition_edits(name: str, body: str) -> Iterator[NamedEdit]:
    """A formula with a name of its own, changed."""
    yield from formula_edits(body, lambda d, new: d["definitions"].update({name: new}), name)


def grade_edits(name: str, grade: EditedData) -> Iterator[NamedEdit]:
    """Points and numbers moved by a step of their digits, comparisons turned, steps dropped."""
    def find(data: EditedData) -> Any:
        return data["grades"][name]["steps"]

    yield from formula_edits(grade.get("value"), lambda d, new: d["grades"][name].update(value=new), name)
    for i, row in enumerate(grade["steps"]):
        for key in [key for key in ("points", *FLIPS) if key in row]:
            code = "mutant.points" if key == "points" else "mutant.limit"
            for number in moved(Decimal(row[key])):
                yield said(code, name, before=row[key], after=number), change_row(find, i, {key: str(number)})
        for relation in [key for key in FLIPS if key in row]:
            yield from relation_edits(relation, row[relation], find, i, name)
        if "when" in row:
            yield from condition_edits(row["when"], put_in_row(find, i, "when"), name)
        yield from _slope_edits(name, i, row, find)
        if i < len(grade["steps"]) - 1:
            yield said("mutant.step_dropped", name, row=i + 1), drop_row(find, i)


def _slope_edits(name: str, i: int, row: EditedData, find: Find) -> Iterator[NamedEdit]:
    """Each number of a slope moved by a step of its digits, and parts of a step counted or not."""
    slope: EditedData = row.get("slope") or {}
    keys = ("from", "points", "each", "gives", "least", "most")
    for key in [key for key in keys if key in slope and key != _idle(row)]:
        for number in moved(Decimal(slope[key])):
            yield (said("mutant.slope", name, row=i + 1, before=slope[key], after=number),
                   change_row(find, i, {"slope": {**slope, key: str(number)}}))
    if slope:
        turned = not slope.get("whole", False)
        yield (said("mutant.slope", name, row=i + 1, before=text("mutant.whole" if not turned else
                    "mutant.parts"), after=text("mutant.whole" if turned else "mutant.parts")),
               change_row(find, i, {"slope": {**slope, "whole": turned}}))


def _idle(row: EditedData) -> str:
    """The end of a slope that its step never comes to, as it begins at the base or beyond; or nothing."""
    slope: EditedData = row.get("slope") or {}
    if not slope:
        return ""
    rising = Decimal(slope["each"]) * Decimal(slope["gives"]) > 0
    for key in ("at_least", "above"):
        if key in row and Decimal(row[key]) >= Decimal(slope["from"]):
            return "least" if rising else "most"
    for key in ("at_most", "below"):
        if key in row and Decimal(row[key]) <= Decimal(slope["from"]):
            return "most" if rising else "least"
    return ""


def effect_edits(name: str, effect: EditedData) -> Iterator[NamedEdit]:
    """Each case of an effect turned round, dropped, or under another condition."""
    def find(data: EditedData) -> Any:
        return data["effects"][name]["cases"]

    for i, case in enumerate(effect["cases"]):
        turned = TURNED[case["effect"]]
        yield (text("mutant.effect", before=f"{case['case']}：{case['effect']}", after=turned),
               change_row(find, i, {"effect": turned}))
        yield from condition_edits(case["when"], put_in_row(find, i, "when"), name)
        if len(effect["cases"]) > 1:
            yield said("mutant.case_dropped", name, row=i + 1), drop_row(find, i)


def requirement_edits(requirement: EditedData) -> Iterator[NamedEdit]:
    """Another number of members needed, all instead of some, a member less."""
    needed = requirement.get("at_least")
    if needed is None:
        yield text("mutant.at_least"), _to_some
    else:
        for changed in (needed - 1, needed + 1):
            yield text("mutant.needed", before=needed, after=changed), putting(_put_needed, changed)
        yield text("mutant.all_of"), _to_all
    key = "all_of" if needed is None else "of"
    for member in requirement[key]:
        yield text("mutant.member", member=member), _drop_member(key, member)


def _put_needed(requirement: EditedData, needed: int) -> None:
    requirement["at_least"] = needed


def _drop_member(key: str, member: str) -> Edit:
    return lambda d: d[key].remove(member)


def _to_all(requirement: EditedData) -> None:
    requirement["all_of"] = requirement.pop("of")
    requirement.pop("at_least")


def _to_some(requirement: EditedData) -> None:
    requirement["of"] = requirement.pop("all_of")
    requirement["at_least"] = len(requirement["of"]) - 1
