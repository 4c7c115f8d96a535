"""A ruleset as a decision for ZEN Engine, and a dossier's evidence as its input.

Owns how the comparisons and conclusions of a compiled ruleset are written as one JDM graph of expressions.
It must not be taken for the ruleset: scopes, price bases, sources, contradictions, intervals and what is only
approximate are lost on the way, and numbers are no longer exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from checker.evidence.evidence import Evidence
from checker.evidence.facts import BASE, Facts, resolve
from checker.measuring.limit import SIGNS
from checker.quantity.interval import Interval
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.codes import Code
from checker.ruleset.compiled import CompiledRow, Interpretation, Item, Ruleset

OPEN, MET, UNMET, FREE = "undetermined", "met", "unmet", "not_applicable"
Expressions = Iterator[tuple[str, str]]


def decision(ruleset: Ruleset) -> dict[str, Any]:
    """The graph: values and outcomes of readings, of items, of requirements, and the verdict."""
    pairs = [*(pair for item in ruleset.items.values() for pair in _item(item)), *_groups(ruleset)]
    nodes = [_node("given", "inputNode", {"schema": ""}),
             _node("judged", "expressionNode", {
                 "expressions": [{"id": key, "key": key, "value": value} for key, value in pairs],
                 "passThrough": False, "inputField": None, "outputPath": None, "executionMode": "single"}),
             _node("found", "outputNode", {"schema": ""})]
    edges = [{"id": f"{a['id']}-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
             for a, b in pairwise(nodes)]
    return {"nodes": nodes, "edges": edges}


def outcomes(result: Mapping[str, Any], ruleset: Ruleset) -> dict[str, str]:
    """What a decision found of every item, of every requirement and of the whole."""
    names = [*ruleset.items, *(requirement.id for requirement in ruleset.model.requirements), "verdict"]
    return {name: result[_key(name)] for name in names}


def given(evidence: Evidence, ruleset: Ruleset) -> dict[str, Any]:
    """The data of one dossier as the decision reads them: the first that is stated, null where nothing is."""
    facts = Facts(evidence.period, evidence.base, once=ruleset.once)
    made: dict[str, Any] = {"year": evidence.period, "base": evidence.base}
    for one in {one for item in ruleset.items.values() for tree in item.trees() for one in asking.asks(tree)}:
        [need] = resolve([one], facts)
        if need.kind == "quantity":
            stated = evidence.values.get((need.name, need.year if isinstance(need.year, int) else None))
            made[_name(one)] = _number(stated[0].value) if stated else None
        elif need.kind == "list" and isinstance(need.year, int):
            versions = evidence.lists.get((need.name, need.year))
            made[need.name] = [{name: _number(value) for name, value in entry.items()}
                               for entry in versions[0].entries] if versions else None
        elif need.name != BASE:
            value = evidence.attributes.get(need.name)
            made[need.name] = value.text if isinstance(value, Code) else value
    for name, item in ruleset.items.items():
        if not item.interpretations[0].values:
            reports = evidence.reported.get((name, evidence.period))
            made[_reported(name)] = _number(reports[0].value) if reports else None
    return made


def _node(name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}


def _key(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")


def _reported(name: str) -> str:
    return f"{_key(name)}_reported"


def _item(item: Item) -> Expressions:
    """The values of an item's readings, what its limit says of each, and what it comes to."""
    name, decided = _key(item.id), []
    for place, reading in enumerate(item.interpretations):
        trees: list[n.Expression | None] = [*reading.values] or [None]
        found = []
        for number, tree in enumerate(trees):
            value = f"{name}_{place}_{number}"
            yield value, _reported(item.id) if tree is None else _asked(_there(tree), _value(tree), "null")
            found.append(f"$.{value}_outcome")
            yield f"{value}_outcome", _outcome(item, reading, f"$.{value}")
        yield f"{name}_{place}", found[0] if len(found) == 1 else _group(found, UNMET, MET)
    ids = [reading.id for reading in item.interpretations]
    for place, reading in enumerate(item.interpretations):
        said = f"{name}_{place}"
        if reading.at_least is not None:
            own, other = f"$.{said}", f"$.{name}_{ids.index(reading.at_least)}"
            said = f"{said}_implied"
            yield said, f"{own} == '{OPEN}' and {other} == '{MET}' ? '{MET}' : {own}"
        if reading.decides:
            decided.append(f"$.{said}")
    agreed = _agreed(decided)
    if item.applies is not None:
        agreed = _asked(_there(item.applies), f"{_holds(item.applies)} ? ({agreed}) : '{FREE}'", f"'{OPEN}'")
    yield name, agreed


def _groups(ruleset: Ruleset) -> Expressions:
    """The requirements, and the verdict that rests on them."""
    for requirement in ruleset.model.requirements:
        members = [f"$.{_key(member)}" for member in requirement.members]
        yield requirement.id, _group(members, *((MET, UNMET) if requirement.optional else (UNMET, MET)))
    yield "verdict", _group([f"$.{requirement.id}" for requirement in ruleset.model.requirements], UNMET, MET)


def _group(members: Iterable[str], one: str, every: str) -> str:
    """``one`` where any member is that, ``every`` where all are."""
    of = "[" + ", ".join(members) + "]"
    return f"some({of}, # == '{one}') ? '{one}' : (all({of}, # in ['{every}', '{FREE}']) ? '{every}' : '{OPEN}')"


def _agreed(found: list[str]) -> str:
    """What all readings come to alike."""
    if len(found) == 1:
        return found[0]
    return " and ".join(f"{found[0]} == {one}" for one in found[1:]) + f" ? {found[0]} : '{OPEN}'"


def _asked(there: str, said: str, otherwise: str) -> str:
    return f"{there} ? ({said}) : {otherwise}" if there else said


def _there(tree: n.Expression) -> str:
    """That everything that a tree asks for is there, and that nothing grows from nothing."""
    asked = {_name(one) for one in asking.asks(tree)}
    starts = {_value(_moved(growth.operand, growth.start)) for growth in asking.grown(tree)}
    return " and ".join([*(f"{one} != null" for one in sorted(asked)), *(f"{one} > 0" for one in sorted(starts))])


def _outcome(item: Item, reading: Interpretation, value: str) -> str:
    """What a limit says of a value: the first row whose condition holds, in base units."""
    unit = reading.unit.factor if reading.unit else Fraction(1)
    said = f"'{OPEN}'"
    for row in reversed(reading.rows):
        own = f"{_compared(row, value, unit)} ? '{MET}' : '{UNMET}'"
        said = own if row.when is None else _asked(
            _there(row.when), f"{_holds(row.when)} ? ({own}) : ({said})", f"'{OPEN}'")
    if item.model.within is not None:
        least, most = (_literal(Fraction(end) * unit) for end in (
            item.model.within.at_least, item.model.within.at_most))
        said = f"{value} < {least} or {value} > {most} ? '{OPEN}' : ({said})"
    return _asked(f"{value} != null", said, f"'{OPEN}'")


def _compared(row: CompiledRow, value: str, unit: Fraction) -> str:
    if row.row.word is not None:
        return f"{value} == '{row.row.word}'"
    return " and ".join(f"{value} {SIGNS[bound.relation]} {_literal(bound.number * unit)}"
                        for bound in row.bounds if bound.number is not None)


def _holds(tree: n.Expression) -> str:
    """A condition."""
    match tree:
        case n.Logic(operator="not"):
            return f"not ({_holds(tree.operands[0])})"
        case n.Logic():
            return f" {tree.operator} ".join(f"({_holds(operand)})" for operand in tree.operands)
        case n.AttributeRead():
            return tree.name
        case n.Comparison():
            return f"{_value(tree.left)} {tree.relation} {_value(tree.right)}"
        case n.OneOf():
            return f"{_value(tree.operand)} in [" + ", ".join(f"'{word}'" for word in tree.words) + "]"
    raise TypeError(f"not a condition that is written out: {tree}")


def _value(tree: n.Expression) -> str:
    """A formula."""
    match tree:
        case n.Constant() | n.FactorRead():
            return _literal(tree.value)
        case n.Word():
            return f"'{tree.text}'"
        case n.Datum():
            return _datum(tree.name, tree.year)
        case n.AttributeRead():
            return tree.name
        case n.FieldRead():
            return f"#.{tree.name}"
        case n.YearNumber():
            return _year(tree.year)
        case n.Negative():
            return f"(0 - {_value(tree.operand)})"
        case n.Binary():
            return f"({_value(tree.left)} {tree.operator} {_value(tree.right)})"
        case n.Growth():
            before, after = (_value(_moved(tree.operand, year)) for year in (tree.start, tree.end))
            return f"(({after} / {before}) ^ (1 / ({_year(tree.end)} - {_year(tree.start)})) - 1)"
        case n.Call(function="mean"):
            return "((" + " + ".join(map(_value, tree.arguments)) + f") / {len(tree.arguments)})"
        case n.Call(function="share"):
            part, rest = map(_value, tree.arguments)
            return f"({part} / ({part} + {rest}))"
        case n.EntryCount(condition=None):
            return f"len({tree.list})"
        case n.EntryCount(condition=condition) if condition is not None:
            return f"count({tree.list}, {_holds(condition)})"
    raise TypeError(f"not a value that is written out: {tree}")


def _moved(tree: n.Expression, now: n.RelativeYear) -> n.Expression:
    """The same amount seen from another year."""
    match tree:
        case n.Datum():
            return n.Datum(tree.name, tree.year.seen_from(now))
        case n.Binary():
            return n.Binary(tree.operator, _moved(tree.left, now), _moved(tree.right, now))
    raise TypeError(f"not an amount that grows: {tree}")


def _name(one: asking.Asked) -> str:
    if one.kind == "base":
        return "base"
    return _datum(one.name, one.year or n.PERIOD) if one.kind == "quantity" else one.name


def _datum(name: str, year: n.RelativeYear) -> str:
    return f"{name}_{year.anchor}" + (f"_{abs(year.offset)}" if year.offset else "")


def _year(year: n.RelativeYear) -> str:
    start = "base" if year.anchor == "base" else "year"
    return f"({start} - {-year.offset})" if year.offset else start


def _number(value: object) -> object:
    """An exact number as the nearest that the engine has; what is no amount stays as it is."""
    if not isinstance(value, Interval):
        return value
    if value.value is None:
        raise ValueError("only exact numbers are compared")
    return float(value.value)


def _literal(value: Fraction) -> str:
    return repr(float(value))
