"""Formulas: as trees or with what is wrong with them, in words, what they are worth and where they come to a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction as F
from itertools import product

import pytest
from tables import ANEW, Tables, kept, said, shown
from varied import base, ruleset

from checker.dossier.dossier import Dossier
from checker.evidence.binding import bind
from checker.evidence.evidence import DatumKey, Evidence
from checker.evidence.facts import Facts, Missing
from checker.measuring import evaluate as ev
from checker.measuring.choices import Choices
from checker.measuring.solving import Solver
from checker.measuring.straightening import Unsolvable
from checker.measuring.unsettled import unsettled
from checker.quantity.interval import Bound, Interval, Undefined
from checker.quantity.ratio import ONE
from checker.quantity.unit import Unit
from checker.ruleset import formula as f
from checker.ruleset import nodes as n
from checker.ruleset.formula import FormulaError
from checker.ruleset.formula_words import labels, numbers
from checker.validation import build

RULES = ruleset("conformity")
MODEL = RULES.model
NAMES = f.Names(
    frozenset(MODEL.quantities), frozenset(MODEL.attributes), {name: frozenset(each.fields) for name, each in MODEL.lists.items()},
    {**MODEL.definitions, "ring": "circle + 1", "circle": "round / 2", "round": "ring", "later": "start + 1", "loop": "loop - 1", "bad": "1 +"},
    {name: F(factor.value) * Unit(factor.unit).factor for name, factor in MODEL.factors.items()},
    {name: MODEL.classifications[each.system] for name, each in MODEL.attributes.items() if each.system}, RULES.grades)
WORTH = """
1 | 1.50 | 0.000 | 12345678901234567890123456789 | output | output[y] | output[y-1] | output[y - 1] | output[base] | output[base + 3] | output[2020] | output[start] | output[later] | land | land[2020] | y | base | y - base
rate | copied * 2 | -output | -(-output) | output + added | output - added | output * added | output / people | output / added / people | output - (added - people * five / people) | (output + added) * 2 | output * (added / people)
-(output + added) | (-output) * 2 | output - -added | output + added * rate | output / (people - people) | 2 - 1 - 1 | 8 / 4 / 2 | 8 / (4 / 2) | (2 + 3) * (4 - 1) | output - (added + 1) | output * (-1)
growth(output, y-1, y) | growth(output, base, y) | growth(output / people, y-1, y) | growth(output, 2020, y - 1) | growth(output, y, y) | growth(output, y, y-1) | growth(profit - profit, 2020, y) | growth(output[y-1], y-1, y) | growth(output, y-1, y) + growth(added, y-1, y)
growth(-output, y-1, y) | growth(growth(output, y-1, y), y-1, y) | growth(output, start, later) | growth(energy, y-4, y)
compound(rate, 2020, y) | compound(rate, y, y) | compound(rate, y, y-1) | compound(rate / (y - 2018), 2020, 2022) | compound(-rate, base, y) * output | compound(rate * (y - 2020), 2020, 2023) | output * compound(rate, y-1, y)
sum(output, added, 1) | mean(output, added) | mean(output) | min(output, added, profit) | max(output, added) | share(reused, fresh) | share(output, -output) | share(reused, fresh + reused) | sum(output) | min(1, 2) | max(min(output, hundred), five) | max(min(tax, hundred), 0)
min(max(profit, five), hundred) | max(min(output / (land - land), hundred), five) | max(0, min(points, kind_points)) | points | kind_points | size_points | size_points * output | points + size_points | points + 1 | -points | points / 2 * kind_points | mean(points, 1)
count(events) | count(events, size >= crowd) | count(events, sort == "大") | count(events, size > crowd and not (sort == "小")) | count(events, sort in ("大", "小")) | count(events, words == "讲座") | count(events, size + size > 3 * crowd) | count(events, size / 2 < five / five)
count(events, max(size, crowd) > crowd) | count(events, max(min(size, 2 * crowd), crowd) > crowd) | count(events, max(min(size, crowd), 0) >= crowd) | count(events, sum(size, size) >= 2 * crowd) | count(events, share(size, crowd) > 1 / 2) | count(events, -size < 0)
count(events) / count(events, sort == "大") | (added / output) / (people / output) | share(output / 2, added / 2) | share(output, added + added) | 2 * share(output, added) | share(output, added) * 2 | 2 / share(output, added) | plant | plant + 1 | "词" * 2 | -plant | mean(plant, 1) | level | "词" | '词' | sector | coastal + 1 | old + old | about
heard * (rate + 1) | 2 * (copied + 1) | 2 / (copied - 1) | output / (2 * added) | (output - added) / (output + added) | output * output | output * output / added | 1 / output | output / (output + added) | output / (output * output + added)
mean(output, added) / output | share(output, added) | share(added, output) | share(output, output) | share(output - added, added) | -output / 2 + 1 | 3 - output | 3 / output | output[y-1] + output | growth(output + added, y-1, y) | output * 0
growth(output / land, y-1, y) | growth(output - land, y-1, y) | growth(land, y-1, y) | growth(output * land + added, 2020, y) | growth(max(output, land), y-1, y) | growth(land * land, y-1, y) | growth(5 - output, y-1, y) | growth(output, 2020, 2023) | growth(added, 2020, y)
share(output * 2, output) | share(max(output, added), output) | mean(max(output, added), output) | output * (output + 1) * output | (output + 1) / (output - 1) | max(output, -output) / 2 | 2 / max(output, added) | max(output, added) / min(output, added) | points / output | output / points | output + points | sum(points, output)
growth(output, y-1, y) * 2 - 1 | 1 - growth(output, y-1, y) | 1 / growth(output, y-1, y) | max(output, added) * 2 | min(output, profit) + 1 | sum(output, growth(output, y-1, y) * output) | sum(output, output, added) | mean(-output, 3) | max(output, 2 * output) - 1
""".replace("\n", "|").split("|")
CONDITIONS = """
coastal | not coastal | old | coastal and old | coastal or old | not (coastal or old) | not (coastal and old) | coastal and (old or level == "甲") | (coastal and old) or old | not not old | coastal or old or level == "乙" | not (level in ("甲", "乙"))
level == "甲" | level != "甲" | level in ("甲", "乙") | level in ["丙"] | level in "丙" | plant == "有" | plant in ("有",) | plant != "无" | about == "一个虚构的园区" | about in ("x",)
output > added | output >= added | output < added | output <= added | output == added | output != added | output > 0 | output > output | output == output | -output < 0 | y > 2023 | y == base + 4 | base < 2021 | y - base >= 4
sector in ("13",) | sector in ("A", "C") | sector in "1310" | not (sector in ("13", "14")) | sector == "1310" | sector in ("13", "05")
count(events) > 0 | count(events) >= 1 | count(events) == 0 | count(events) <= 0 | 0 < count(events) | count(events, size >= crowd) > 0 | count(events, sort == "大") <= 0 | not (count(events) > 0) | many | not many | count(events) > count(events, sort == "小") | count(events) != 0
per_head > five / people and coastal | intensity < 1 / 2 or not old | output / people > added / people | growth(output, y-1, y) > 0 | growth(output, y-1, y) > rate | share(reused, fresh) >= 1 / 4 | points > 5 | kind_points >= 4 | points + kind_points == 15
output / (people - people) > 1 | output[2019] > 0 | output[2019] > 0 or old | output[2019] > 0 and coastal | (output > added) == 1 | coastal and old and level == "甲" and output > 0 | profit > 0 and tax > 0 | max(profit, tax) > five | 1 in ("1",) | output in ("3",) | old == 1 | (coastal or old) and (old or coastal) | not (not (coastal))
""".replace("\n", "|").split("|")
WRONG = [
    "", " ", "1 +", "(output", "output)", "output added", "output = 1", "a; b", "x := 1", "output ≥ 1", "output >= 5%", "output && added", "'abc", "\x00", "1" * 601, "+".join(["1"] * 290), "-" * 26 + "1", "-" * 25 + "1", "(" * 300 + "1" + ")" * 300,
    "+".join(["1"] * 150), "+".join(["1"] * 151), "nope", "nope[y]", "nope(1)", "output.x", "output[1948]", "output[1949]", "output[2099]", "output[2100]", "output[y + 1]", "output[y * 1]", "output[y - 1.0]", "output[y - base]", "output[base - 2]", "output[1 + y]",
    "output[ratio]", "output[people]", "output[loop]", "output[ring]", "output[True]", "output[2020.0]", "output['y']", "coastal[y]", "events[y]", "people[later]", "ring", "circle", "loop", "bad", "bad + 1", "growth(output, y)", "growth(output, y, y, y)", "growth(output, 1, y)",
    "growth()", "compound(output, 2020, y)", "compound(rate, 2020)", "compound(coastal, 2020, y)", "compound(rate + points, 2020, y)", "count()", "count(output)", "count(1)", "count(events, 1, 2)", "count(nothing)", "count(events, nothing)", "count(events, size) + size", "share(1)",
    "share(1, 2, 3)", "sum()", "mean()", "min()", "max()", "sum(x=1)", "sum(*output)", "sqrt(2)", "abs(output)", "output ** 2", "output // 2", "output % 2", "output @ 2", "~output", "+output", "not", "True", "None", "...", "1e5", "1_000", "0x10", "1j", "1.", ".5", "b'x'", "1.5.2",
    "1" * 31, "0." + "1" * 31, "output / 0", "output / 0.0", "output / (0)", "1 / (1 - 1)", "1 < 2 < 3", "output is added", "output not in ('a',)", "output in 1", "output in ()", "output in (1, 'a')", "output in ('a', 1)", "level in level", "sector in ('99',)", "sector in ('13', 'x')",
    "sector in (13,)", "[1, 2]", "(1, 2)", "{1}", "lambda: 1", "1 if old else 2", "f'{output}'", "output[y:base]", "output[y][y]", "size", "size > 1", "count(events, size > output)", "count(events, count(events) > 1)", "count(events, per_head > 1)", "getattr(output, 'x')", "__import__('os')",
    "#", "output # comment", "output\n+ added", "  output  ", "y[2020]", "base[y]", "sum", "growth", "y(1)", "points[y]", "rate[2020]", "per_head[y]", "'' ", "level == ''", "output[2020]", "compound(rate, 2020, y)", "compound(1)", "rate", "sector in ('A',)", "points"]
NO_CHOICE = Choices(Evidence(2024), RULES, ())  # of a dossier that states nothing
KEYS: list[DatumKey] = [("output", 2024), ("output", 2023), ("added", 2024), ("land", None), ("reused", 2024), ("profit", 2024), ("people", 2024)]


def _formulas() -> list[str]:
    return [written.strip() for written in (*WORTH, *CONDITIONS) if written.strip()]


def read() -> Iterable[str]:
    """Each formula as a tree; what can't be read, with what is said of it; by the language's versions."""
    for written in (*_formulas(), *WRONG):
        trees = [said(FormulaError, f.parse, written, replace(NAMES, version=version)) for version in (3, 2, 1)]
        yield f"{written!r:.700}: {trees[0]}"
        yield from (f"  version {version}: {tree}" for version, tree in zip((2, 1), trees[1:], strict=True) if tree != trees[0])
    for written in ("y", "base", "y-3", "y + 2", "base - 1", "2020", "start", "later", "1948", "x", "y*2", "", "'y'", "loop", "3 - y"):
        yield f"year {written!r}: {said(FormulaError, f.parse_year, written, NAMES)}; {said(FormulaError, f.parse_year, written, replace(NAMES, version=1))}"
    yield f"all: {NAMES.all()}"
    yield f"without any: {f.Names().all()} {f.Names().version}"
    one, other = f.parse("growth(output, y-1, y)", NAMES), f.parse("growth(output, y - 1, y)", NAMES)
    yield f"one object for equal trees: {one is other} {f.parse('compound(rate, 2020, y)', NAMES) is f.parse('compound(rate, 2020, y)', NAMES)}"


def _trees() -> list[tuple[str, n.Expression]]:
    """All at once, so that none is remembered for another."""
    return [(written, f.parse(written, NAMES)) for written in _formulas()]


def words() -> Iterable[str]:
    """Formulas by the labels of their data, with factors by value, and with the data put in."""
    given = {("output", 2024): "300", ("output", 2023): "150", ("added", 2024): "87.8", ("land", None): "12公顷", ("people", 2024): "200人"}
    bounds: dict[n.Expression, str] = {RULES.grades["points"]: "0～10", f.parse("max(min(output, hundred), five)", NAMES): "5～100"}
    said_by = [labels(RULES), labels(RULES, valued=True), numbers(given, RULES, 2024, 2020, bounds), numbers(given, RULES, 2024, None, {})]
    for written, tree in _trees():
        found = list(dict.fromkeys(wording.say(tree) for wording in said_by))
        yield f"{written}: {' | '.join(found)}"
    by_label = said_by[0]
    for year in (n.PERIOD, n.RelativeYear("y", -2), n.RelativeYear("y", 1), n.RelativeYear("base"), n.RelativeYear("base", 2), n.RelativeYear("ad", 2020), n.EACH):
        yield f"{year}: {' '.join(wording.year(year) for wording in said_by)}; {by_label.say(n.Datum('output', n.PERIOD), year)}"


def worlds() -> dict[str, Facts]:
    """One choice of data exact, one that is known between bounds, one without facts and with an open list, one empty."""
    made, problems = build(Dossier, base("conformity"))
    assert made is not None, problems
    single = bind(made, RULES, 2024).single
    wide = {key: Interval(Bound(value.low.value * F(9, 10)), Bound(value.high.value * F(11, 10), closed=False))
            if isinstance(value, Interval) and value.low.value is not None and value.high.value is not None and key[1] != 2023 else value
            for key, value in single.values.items()}
    lists = {key: listed._replace(complete=False) for key, listed in single.lists.items()}
    unclear = {key: listed._replace(entries=({"sort": "大"}, *listed.entries[1:], {})) for key, listed in single.lists.items()}
    return {"exact": single, "wide": replace(single, values=wide, lists=unclear),
            "little": replace(single, attributes={}, lists=lists, values={key: value for key, value in single.values.items() if key[0] != "profit"}, base=None),
            "nothing": Facts(2024, None)}


def _worth(tree: n.Expression, facts: Facts) -> str:
    try:
        return said(Undefined, ev.evaluate, tree, facts)
    except Missing as missing:
        return f"missing {shown(missing.need)}"
    except TypeError as error:
        return f"{type(error).__name__}: {error}"


def _truth(tree: n.Expression, facts: Facts) -> str:
    try:
        answer = ev.truth(tree, facts)
        return f"{answer} {ev.holds(tree, facts)} {shown(unsettled(tree, facts, NO_CHOICE) if answer is None else [])}"
    except TypeError as error:
        return f"{type(error).__name__}: {error}"


def worth() -> Iterable[str]:
    """What each formula is worth and whether it holds, in each world."""
    known = worlds()
    for written, tree in _trees():
        yield f"{written}:"
        yield from (f"  {name}: {_worth(tree, facts)}; {_truth(tree, facts)}" for name, facts in known.items())
        yield f"  undefined part: {ev.undefined_part(tree, known['exact'])} {ev.undefined_part(tree, known['little'])}"
    tree = f.parse("not old", NAMES)
    yield f"made once: {ev.decided(tree) is ev.decided(tree)}"
    tree = f.parse("output / people", NAMES)
    yield f"made once: {ev.worked(tree) is ev.worked(tree)}"
    for unit in ((1, 1), (10000, 1), (2, 3), ONE):
        yield f"in units of {unit}: {' '.join(shown(ev.evaluate(tree, facts, unit)) for name, facts in known.items() if name in ('exact', 'wide'))}"


def _places(tree: n.Expression, key: DatumKey, facts: Facts, target: F) -> str:
    try:
        solver = Solver(facts, key)
        found = shown(sorted(solver.places(tree, target)))
        return f"{found} reads {solver.reads(tree)}"
    except Unsolvable:
        return "unsolvable"
    except (Missing, Undefined, TypeError) as stopped:
        return f"{type(stopped).__name__} {stopped}"


def _turns(tree: n.Expression, key: DatumKey, facts: Facts) -> str:
    try:
        return shown(sorted(Solver(facts, key).turns(tree)))
    except Unsolvable:
        return "unsolvable"
    except (Missing, Undefined, TypeError) as stopped:
        return f"{type(stopped).__name__} {stopped}"


def solved() -> Iterable[str]:
    """Where each formula comes to a number, and each condition turns, as a function of one datum."""
    known = worlds()
    for written, tree in _trees():
        for name, key in product(("exact", "wide"), KEYS):
            if Solver(known[name], key).reads(tree):
                found = "; ".join(f"{target}: {_places(tree, key, known[name], target)}" for target in (F(0), F(3, 2), F(-1), F(-2)))
                yield f"{written} by {key[0]}@{key[1]}, {name}: {found}; turns {_turns(tree, key, known[name])}"
    both = Solver(known["exact"], ("output", 2024), ("added", 2024))
    for written in ("output + added", "output / people", "growth(output, y-1, y)", "people"):
        tree = f.parse(written, NAMES)
        yield f"{written} by both: {both.reads(tree)} {both.reads(tree, 2023)} {said(Unsolvable, both.places, tree, F(500))}"


TABLES: Tables = {"formulas": read, "formula_words": words, "formula_worth": worth, "formula_places": solved}


@pytest.mark.parametrize("name", TABLES)
def test_every_formula_is_read_said_worked_out_and_turned_round_as_it_was(name: str) -> None:
    assert list(TABLES[name]()) == kept(name), ANEW
