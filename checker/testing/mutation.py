"""Small wrong changes to a ruleset, and which of them no case notices.

Owns the kinds of change: a limit moved a step, a comparison flipped, an operator of a formula
swapped, a year shifted, a number needed or a member changed, a reading dropped.  The ruleset's own
data are changed and compiled anew, so a mutant is a ruleset like any other.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.errors import CheckerError
from checker.judging.engine import Engine
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.reading import from_data
from checker.testing.cases import Case
from checker.testing.coverage import step
from checker.testing.running import CaseResult, run

_FLIPS = {"at_most": "at_least", "at_least": "at_most", "above": "below", "below": "above",
          "exactly": "at_least"}
_STRICT = {"at_most": "below", "at_least": "above", "above": "at_least", "below": "at_most",
           "exactly": "at_most"}
_SWAPS = ((" / ", " * "), (" * ", " / "), (" + ", " - "), (" - ", " + "), (" > ", " < "), (" < ", " > "),
          (" > ", " >= "), (" < ", " <= "), (" >= ", " > "), (" <= ", " < "), ("mean(", "max("),
          ("sum(", "mean("), ("max(", "min("), ("min(", "max("), ("y-3", "y-2"), ("y-3", "base"),
          (" and ", " or "), (" or ", " and "), (" == ", " != "), ("share(", "max("))
_TURNED = {"prohibit": "review", "review": "prohibit"}
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
Data = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """A changed ruleset: which item or requirement, what was changed in words.

    ``others`` are further items that the change bears on, whose cases may notice it as well.
    """

    subject: str
    change: str
    ruleset: Ruleset
    others: tuple[str, ...] = ()


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Every mutant that still compiles."""
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for (subject, *others), change, edit in _edits(data):
        changed = copy.deepcopy(data)
        edit(changed)
        try:
            yield Mutant(subject, change, from_data(changed), tuple(others))
        except CheckerError:
            continue


def survivors(changed: Sequence[Mutant], cases: Sequence[Case], results: Sequence[CaseResult],
              engine: Engine) -> list[Mutant]:
    """The mutants under which every case that could notice still passes."""
    by_item: dict[str | None, list[Case]] = {}
    for case in cases:
        by_item.setdefault(case.item, []).append(case)
    return [m for m in changed if all(
        _unnoticed(case, m, engine) for subject in (m.subject, *m.others)
        for case in by_item.get(subject if subject in by_item else None, []))]


def _unnoticed(case: Case, mutant: Mutant, engine: Engine) -> bool:
    try:
        return run(case, mutant.ruleset, engine).passed
    except CheckerError:
        return False


Edit = Callable[[Data], object]


def _edits(data: Data) -> Iterator[tuple[Sequence[str], str, Edit]]:
    """Every edit, with the items or the requirement that it bears on."""
    for i, indicator in enumerate(data["indicators"]):
        for change, edit in _item_edits(indicator):
            yield [indicator["id"]], change, _at("indicators", i, edit)
    for name, factor in data.get("factors", {}).items():
        for indicator in data["indicators"]:
            if re.search(rf"\b{name}\b", _formulas(indicator, data.get("definitions", {}))):
                for change, edit in _factor_edits(name, factor):
                    yield [indicator["id"]], change, edit
    definitions = data.get("definitions", {})
    for name, body in definitions.items():
        users = [indicator["id"] for indicator in data["indicators"]
                 if re.search(rf"\b{name}\b", _formulas(indicator, definitions))]
        for change, edit in _formula_edits(body, _put_definition(name), name) if users else ():
            yield users, change, edit
    for name, grade in data.get("grades", {}).items():
        users = [indicator["id"] for indicator in data["indicators"]
                 if re.search(rf"\b{name}\b", _formulas(indicator, definitions))]
        for change, edit in _grade_edits(name, grade) if users else ():
            yield users, change, edit
    for name, effect in data.get("effects", {}).items():
        users = [indicator["id"] for indicator in data["indicators"] if indicator.get("effect") == name]
        for change, edit in _effect_edits(name, effect) if users else ():
            yield users, change, edit
    for i, requirement in enumerate(data.get("requirements", [])):
        for change, edit in _requirement_edits(requirement):
            yield [requirement["id"]], change, _at("requirements", i, edit)


def _formulas(indicator: Data, definitions: dict[str, str]) -> str:
    """Everything that an indicator says, with the definitions that it names."""
    said = str(indicator)
    for _ in definitions:
        said += "".join(f" {body}" for name, body in definitions.items()
                        if re.search(rf"\b{name}\b", said) and body not in said)
    return said


def _factor_edits(name: str, factor: Data) -> Iterator[tuple[str, Edit]]:
    """A factor moved by a step of its digits, both ways."""
    value = Decimal(factor["value"])
    size = Decimal(step(value).numerator) / Decimal(step(value).denominator)
    for moved in (value + size, value - size):
        yield (_said("mutant.factor", name, before=value, after=moved),
               _with(lambda d, new: d["factors"][name].update(value=new), str(moved)))


def _put_definition(name: str) -> Put:
    return lambda d, new: d["definitions"].update({name: new})


def _grade_edits(name: str, grade: Data) -> Iterator[tuple[str, Edit]]:
    """Points and numbers moved by a step of their digits, comparisons turned, steps dropped."""
    def find(data: Data) -> Any:
        return data["grades"][name]["steps"]

    yield from _formula_edits(grade.get("value"), lambda d, new: d["grades"][name].update(value=new), name)
    for i, row in enumerate(grade["steps"]):
        for key in [key for key in ("points", *_FLIPS) if key in row]:
            number = Decimal(row[key])
            size = Decimal(step(number).numerator) / Decimal(step(number).denominator)
            code = "mutant.points" if key == "points" else "mutant.limit"
            for moved in (number + size, number - size):
                yield (_said(code, name, before=number, after=moved),
                       _change_row(find, i, {key: str(moved)}))
        for relation in [key for key in _FLIPS if key in row]:
            for other in sorted({_FLIPS[relation], _STRICT[relation]}):
                yield (_said("mutant.relation", name, before=relation, after=other),
                       _change_row(find, i, {other: row[relation]}, drop=relation))
        if "when" in row:
            yield from _condition_edits(row["when"], _put_when(find, i), name)
        if i < len(grade["steps"]) - 1:
            yield _said("mutant.step_dropped", name, row=i + 1), _drop_row(find, i)


def _effect_edits(name: str, effect: Data) -> Iterator[tuple[str, Edit]]:
    """Each case of an effect turned round, dropped, or under another condition."""
    for i, case in enumerate(effect["cases"]):
        turned = _TURNED[case["effect"]]
        yield (text("mutant.effect", before=f"{case['case']}：{case['effect']}", after=turned),
               _change_row(lambda d: d["effects"][name]["cases"], i, {"effect": turned}))
        yield from _condition_edits(case["when"], _put_when(lambda d: d["effects"][name]["cases"], i), name)
        if len(effect["cases"]) > 1:
            yield (_said("mutant.case_dropped", name, row=i + 1),
                   _drop_row(lambda d: d["effects"][name]["cases"], i))


def _at(section: str, index: int, edit: Edit) -> Edit:
    return lambda data: edit(data[section][index])


Find = Callable[[Data], Any]
Put = Callable[[Data, Any], object]


def _item_edits(indicator: Data) -> Iterator[tuple[str, Edit]]:
    ceiling = indicator.get("within", {}).get("at_most")
    yield from _limit_edits(indicator.get("limit", []), lambda d: d["limit"], ceiling=ceiling)
    yield from _formula_edits(indicator.get("value"), lambda d, new: d.update(value=new))
    # Where the limit is unread the item is undetermined whatever its value is.
    if "within" in indicator and not _all_unread(indicator):
        yield from _within_edits(indicator["within"])
    yield from _condition_edits(
        indicator.get("prohibited_when"), lambda d, new: d.update(prohibited_when=new), "prohibited_when")
    if "ask" not in indicator:
        yield from _clause_edits(indicator)
    yield from _condition_edits(
        indicator.get("applies_when"), lambda d, new: d.update(applies_when=new), "applies_when")
    for name, reading in indicator.get("readings", {}).items():
        yield from _reading_edits(name, reading, len(indicator["readings"]))


def _all_unread(indicator: Data) -> bool:
    """Whether no row of the item's limits has a number that was read."""
    rows = [*indicator.get("limit", []), *(row for reading in indicator.get("readings", {}).values()
                                           for row in reading.get("limit", []))]
    return bool(rows) and all("unread" in row for row in rows)


def _clause_edits(indicator: Data) -> Iterator[tuple[str, Edit]]:
    """The effect turned round and words dropped; where a person is asked anyway neither shows."""
    if indicator.get("effect") in _TURNED:
        turned = _TURNED[indicator["effect"]]
        yield (text("mutant.effect", before=indicator["effect"], after=turned),
               _with(lambda d, new: d.update(effect=new), turned))
    for word in indicator.get("watch", []):
        yield text("mutant.watch", word=word), _unwatch(word)


def _unwatch(word: str) -> Edit:
    return lambda d: d.update(watch=[other for other in d["watch"] if other != word])


def _within_edits(within: Data) -> Iterator[tuple[str, Edit]]:
    """The upper end of what is possible moved by a step; no share can be below zero to begin with."""
    bound = Decimal(within["at_most"])
    for moved in (bound + 1, bound - 1):
        yield (_said("mutant.possible", "", before=bound, after=moved),
               _with(lambda d, new: d["within"].update(at_most=new), str(moved)))


def _reading_edits(name: str, reading: Data, count: int) -> Iterator[tuple[str, Edit]]:
    yield from _limit_edits(reading.get("limit", []), lambda d: d["readings"][name]["limit"], name)
    yield from _formula_edits(
        reading.get("value"), lambda d, new: d["readings"][name].update(value=new), name)
    yield from _condition_edits(reading.get("applies_when"),
                              lambda d, new: d["readings"][name].update(applies_when=new), name)
    yield from _condition_edits(reading.get("prohibited_when"),
                              lambda d, new: d["readings"][name].update(prohibited_when=new), name)
    for key, body in reading.get("let", {}).items():
        yield from _formula_edits(body, _put_let(name, key), f"{name}.{key}")
    if count > 1:
        yield text("mutant.reading_dropped", name=name), lambda d: d["readings"].pop(name)
    flipped = not reading.get("decides", True)
    yield text("mutant.decides", name=name), lambda d: d["readings"][name].update(decides=flipped)


def _put_let(name: str, key: str) -> Put:
    return lambda d, new: d["readings"][name]["let"].update({key: new})


def _limit_edits(rows: list[Data], find: Find, where: str = "",
                 ceiling: str | None = None) -> Iterator[tuple[str, Edit]]:
    """Changes of a limit; at the ceiling of what is possible, *exactly* and *at least* are the same."""
    for i, row in enumerate(rows):
        for relation in [name for name in _FLIPS if name in row]:
            if not re.fullmatch(_NUMBER, str(row[relation])):
                for other in sorted({_FLIPS[relation], _STRICT[relation]}):
                    yield (_said("mutant.relation", where, before=relation, after=other),
                           _change_row(find, i, {other: row[relation]}, drop=relation))
                continue
            bound = Decimal(row[relation])
            size = Decimal(step(bound).numerator) / Decimal(step(bound).denominator)
            for moved in (bound + size, bound - size):
                yield (_said("mutant.limit", where, before=bound, after=moved),
                       _change_row(find, i, {relation: str(moved)}))
            same = "at_least" if relation == "exactly" and row[relation] == ceiling else ""
            for other in sorted({_FLIPS[relation], _STRICT[relation]} - {same}):
                yield (_said("mutant.relation", where, before=relation, after=other),
                       _change_row(find, i, {other: row[relation]}, drop=relation))
        if "when" in row:
            yield from _condition_edits(row["when"], _put_when(find, i), where)
        # Without a row the case is undetermined too, as with a number that could not be read.
        if len(rows) > 1 and not (row is rows[-1] and "unread" in row):
            yield _said("mutant.row_dropped", where, row=i + 1), _drop_row(find, i)


def _said(code: str, where: str, **params: object) -> str:
    return text(code, where=f"{where} " if where else "", **params)


def _change_row(find: Find, index: int, new: Data, drop: str | None = None) -> Edit:
    def edit(d: Data) -> None:
        row = find(d)[index]
        row.pop(drop, None)
        row.update(new)

    return edit


def _drop_row(find: Find, index: int) -> Edit:
    return lambda d: find(d).pop(index)


def _put_when(find: Find, index: int) -> Put:
    return lambda d, new: find(d)[index].update(when=new)


def _condition_edits(condition: Any, put: Put, where: str = "") -> Iterator[tuple[str, Edit]]:
    """The changes of a formula, told as those of the condition that it is."""
    yield from _formula_edits(condition, put, where, "mutant.condition")


def _formula_edits(formula: Any, put: Put, where: str = "",
                   code: str = "mutant.formula") -> Iterator[tuple[str, Edit]]:
    if isinstance(formula, list):
        for i, part in enumerate(formula):
            yield from _formula_edits(part, _put_part(put, formula, i), where)
            yield (_said("mutant.part_dropped", where, part=part),
                   _with(put, formula[:i] + formula[i + 1:]))
        return
    for changed in _changed(formula) if isinstance(formula, str) else ():
        yield _said(code, where, before=formula, after=changed), _with(put, changed)


def _put_part(put: Put, formula: list[str], index: int) -> Put:
    return lambda d, new: put(d, [*formula[:index], new, *formula[index + 1:]])


def _with(put: Put, new: Any) -> Edit:
    return lambda d: put(d, new)


def _changed(formula: str) -> Iterator[str]:
    """The formula with one operator, year or word changed."""
    for before, after in _SWAPS:
        for found in re.finditer(re.escape(before), formula):
            yield formula[: found.start()] + after + formula[found.end():]
    for found in re.finditer(r"> 1\b", formula):
        yield formula[: found.start()] + "> 0" + formula[found.end():]
    for found in re.finditer(r'(?<=in \()"[^"]+"(, "[^"]+")+(?=\))', formula):
        words = found[0].split(", ")
        for word in words:
            rest = ", ".join(other for other in words if other != word)
            yield formula[: found.start()] + rest + formula[found.end():]
    if formula in ("base", "y-3", "y-1"):
        yield {"base": "y-3", "y-3": "y-2", "y-1": "y-2"}[formula]
    if formula.startswith("-"):
        yield formula[1:]


def _requirement_edits(requirement: Data) -> Iterator[tuple[str, Edit]]:
    needed = requirement.get("at_least")
    if needed is None:
        yield text("mutant.at_least"), _to_some
    else:
        for changed in (needed - 1, needed + 1):
            yield text("mutant.needed", before=needed, after=changed), _with(_put_needed, changed)
        yield text("mutant.all_of"), _to_all
    key = "all_of" if needed is None else "of"
    for member in requirement[key]:
        yield text("mutant.member", member=member), _drop_member(key, member)


def _put_needed(requirement: Data, needed: int) -> None:
    requirement["at_least"] = needed


def _drop_member(key: str, member: str) -> Edit:
    return lambda d: d[key].remove(member)


def _to_all(requirement: Data) -> None:
    requirement["all_of"] = requirement.pop("of")
    requirement.pop("at_least")


def _to_some(requirement: Data) -> None:
    requirement["of"] = requirement.pop("all_of")
    requirement["at_least"] = len(requirement["of"]) - 1
