"""A formula in words: with the labels of its data, or with the data put in.

Owns the way a tree is written for a reader.  It must not compute.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from checker.messages import text, verbatim
from checker.quantity.display import exact, plain
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.definition import RulesetModel
from checker.ruleset.spoken import spoken
from checker.ruleset.terms import Factor

Speak = Callable[[str, n.RelativeYear], str]

_SIGNS = {"+": " ＋ ", "-": " － ", "*": " × ", "/": " ÷ "}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass(frozen=True)
class Wording:
    """How names are said: a datum in a year, an attribute, a list, a field, a factor, a grade, a year, a
    word of an attribute, its yes or no, its code.

    ``spans`` writes both ends of a growth; without it the operand is said once.  ``known`` are parts of
    which only the bounds are said.
    """

    datum: Speak
    attribute: Callable[[str], str]
    list: Callable[[str], str]
    field: Callable[[str, str], str]
    factor: Callable[[str], str]
    grade: Callable[[str], str]
    year: Callable[[n.RelativeYear], str]
    word: Callable[[str, str], str]
    truth: Callable[[str, bool], str]
    code: Callable[[str, str], str]
    spans: bool = False
    known: Mapping[n.Expression, str] = dataclasses.field(default_factory=dict)

    def say(self, tree: n.Expression, now: n.RelativeYear = n.PERIOD, inside: str = "") -> str:
        """The formula in words as seen from the year ``now``; ``inside`` names an open list."""
        if isinstance(tree, (n.Call, n.GradeRead)) and tree in self.known:
            return self.known[tree]
        match tree:
            case n.Constant():
                return exact(tree.value)
            case n.FactorRead():
                return self.factor(tree.name)
            case n.FloorRead():
                return tree.said if self.spans else text("formula.floor")
            case n.GradeRead():
                return self.grade(tree.name)
            case n.Word():
                return f"“{tree.text}”"
            case n.Datum():
                return self.datum(tree.name, tree.year.seen_from(now))
            case n.AttributeRead():
                return self.attribute(tree.name) + self.truth(tree.name, True)
            case n.FieldRead():
                return self.field(inside, tree.name)
            case n.YearNumber():
                return self.year(tree.year.seen_from(now))
            case n.Negative():
                return f"－{self._part(tree.operand, 3, now, inside)}"
            case n.Binary():
                return self._binary(tree, now, inside)
            case n.Growth():
                return self._growth(tree, now)
            case n.Compound():
                return self._compound(tree, now)
            case n.Call():
                return self._call(tree, now, inside)
            case n.EntryCount():
                return self._count(tree)
            case n.Comparison(">" | "<=" as relation, n.EntryCount() as counted, n.Constant(0)):
                return self._there_is(counted, "" if relation == ">" else "no_")
            case n.Comparison():
                left, right = (self.say(side, now, inside) for side in (tree.left, tree.right))
                if isinstance(tree.left, n.AttributeRead) and isinstance(tree.right, n.Word):
                    right = f"“{self.word(tree.left.name, tree.right.text)}”"
                return f"{left} {_RELATIONS[tree.relation]} {right}"
            case n.OneOf() | n.CodeWithin():
                return self._one_of(tree, now, inside)
            case _:
                return self._logic(tree, now, inside)

    def _logic(self, tree: n.Logic, now: n.RelativeYear, inside: str) -> str:
        """Conditions joined, with parentheses where others are inside; a denied truth as a no."""
        parts = [self.say(operand, now, inside) for operand in tree.operands]
        [first, *_] = tree.operands
        if tree.operator == "not":
            if isinstance(first, n.AttributeRead):
                return self.attribute(first.name) + self.truth(first.name, False)
            if isinstance(first, (n.OneOf, n.CodeWithin)):
                return self._one_of(first, now, inside, "not_")
            return f"非（{parts[0]}）"
        joint = {"and": " 且 ", "or": " 或 "}[tree.operator]
        mixed = [isinstance(part, n.Logic) and {part.operator, tree.operator} == {"and", "or"}
                 for part in tree.operands]
        return joint.join(f"（{words}）" if apart else words
                          for apart, words in zip(mixed, parts, strict=True))

    def _one_of(self, tree: n.OneOf | n.CodeWithin, now: n.RelativeYear, inside: str, no: str = "") -> str:
        """That something is one of several, or with ``no`` that it is none of them."""
        if isinstance(tree, n.CodeWithin):
            codes = "／".join(self.code(tree.name, code) for code in tree.codes)
            return verbatim(f"formula.{no}within", operand=self.attribute(tree.name), codes=codes)
        name = tree.operand.name if isinstance(tree.operand, n.AttributeRead) else ""
        words = text("join.names").join(self.word(name, word) for word in tree.words)
        operand = self.say(tree.operand, now, inside)
        return verbatim(f"formula.{no}one_of", operand=operand, words=words)

    def _there_is(self, tree: n.EntryCount, no: str) -> str:
        """That a list has such an entry, or with ``no`` that it has none."""
        if tree.condition is None:
            return verbatim(f"formula.{no}entries", list=self.list(tree.list))
        condition = self.say(tree.condition, inside=tree.list)
        return verbatim(f"formula.there_is_{no}such", list=self.list(tree.list), condition=condition)

    def _part(self, tree: n.Expression, rank: int, now: n.RelativeYear, inside: str) -> str:
        said = _quotient(tree) if isinstance(tree, n.Call) and tree.function == "share" else tree
        words = self.say(said, now, inside)
        mine = _RANK[said.operator] if isinstance(said, n.Binary) else 3
        return f"（{words}）" if mine < rank else words

    def _binary(self, tree: n.Binary, now: n.RelativeYear, inside: str) -> str:
        rank = _RANK[tree.operator]
        after = rank + (tree.operator in "-/")
        words = (self._part(tree.left, rank, now, inside) + _SIGNS[tree.operator]
                 + self._part(tree.right, after, now, inside))
        return words.replace(" （", "（").replace("） ", "）")

    def _growth(self, tree: n.Growth, now: n.RelativeYear) -> str:
        start, end = (year.seen_from(now) for year in (tree.start, tree.end))
        first, last = self.year(start), self.year(end)
        if not self.spans:
            return verbatim("formula.growth", operand=self.say(tree.operand), first=first, last=last)
        return verbatim(
            "formula.growth_span", start=self.say(tree.operand, start), end=self.say(tree.operand, end),
            first=first, last=last)

    def _compound(self, tree: n.Compound, now: n.RelativeYear) -> str:
        first, last = (self.year(end.seen_from(now)) for end in (tree.start, tree.end))
        return verbatim("formula.compound", rate=self.say(tree.rate, n.EACH), first=first, last=last)

    def _call(self, tree: n.Call, now: n.RelativeYear, inside: str) -> str:
        if tree.function == "share":
            return self._binary(_quotient(tree), now, inside)
        parts = [self.say(argument, now, inside) for argument in tree.arguments]
        return verbatim(f"formula.{tree.function}", parts=text("join.also").join(parts))

    def _count(self, tree: n.EntryCount) -> str:
        name = self.list(tree.list)
        if tree.condition is None:
            return verbatim("formula.count", list=name)
        return verbatim("formula.count_where", list=name,
                        condition=self.say(tree.condition, inside=tree.list))


def _quotient(share: n.Call) -> n.Binary:
    """A share as it is worked out."""
    return n.Binary("/", share.arguments[0], n.Binary("+", *share.arguments))


_RELATIONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}


def labels(ruleset: Ruleset, *, valued: bool = False) -> Wording:
    """Formulas by the labels of their data, with the document's constants by label or ``valued``."""
    model = spoken(ruleset).model

    def factor(name: str) -> str:
        return _value(model.factors[name]) if valued else model.factors[name].label

    def year(when: n.RelativeYear) -> str:
        if when.anchor == "ad":
            return verbatim("formula.year", year=when.offset)
        if when.anchor == "each":
            return text("formula.each")
        if when.anchor == "y" and when.offset < 0:
            return verbatim("formula.before", years=-when.offset)
        named = text("formula.base" if when.anchor == "base" else "formula.period")
        return named + (f"{when.offset:+d}" if when.offset else "")

    def datum(name: str, when: n.RelativeYear) -> str:
        label = model.quantities[name].label
        return label if when == n.PERIOD else f"{label}[{year(when)}]"

    return Wording(datum, lambda name: model.attributes[name].label, lambda name: model.lists[name].label,
                   lambda entries, name: model.lists[entries].fields[name].label,
                   factor, lambda name: model.grades[name].label, year, _word(model), _truth(model),
                   _code(model))


def _value(factor: Factor) -> str:
    return plain(factor.value) + ("" if factor.unit == DIMENSIONLESS else factor.unit)


def _truth(model: RulesetModel) -> Callable[[str, bool], str]:
    """The answer to a question of yes or no."""
    def said(name: str, truth: bool) -> str:
        if model.attributes[name].kind != "yes_no":
            return ""
        return text("formula.yes" if truth else "formula.no")

    return said


def _word(model: RulesetModel) -> Callable[[str, str], str]:
    """An attribute's word by its label."""
    def said(name: str, word: str) -> str:
        return model.attributes[name].label_of(word) if name in model.attributes else word

    return said


def _code(model: RulesetModel) -> Callable[[str, str], str]:
    """A code with the name of its section."""
    systems = {name: model.classifications[attribute.system]
               for name, attribute in model.attributes.items() if attribute.system}
    return lambda name, code: systems[name].named(code)


def numbers(said: Mapping[tuple[str, int | None], str], ruleset: Ruleset, period: int,
            base: int | None, bounds: Mapping[n.Expression, str]) -> Wording:
    """Formulas with the data put in and calendar years; of some parts only the bounds."""
    spoken_labels = labels(ruleset)

    def calendar(when: n.RelativeYear) -> int | None:
        if when.anchor != "base":
            return when.offset + (period if when.anchor == "y" else 0)
        return None if base is None else base + when.offset

    def datum(name: str, when: n.RelativeYear) -> str:
        return said.get((name, calendar(when))) or said.get((name, None)) or "—"

    def year(when: n.RelativeYear) -> str:
        known = None if when.anchor == "each" else calendar(when)
        return spoken_labels.year(when) if known is None else f"{known}年"

    return dataclasses.replace(spoken_labels, datum=datum, year=year, spans=True, known=bounds,
                               factor=labels(ruleset, valued=True).factor)
