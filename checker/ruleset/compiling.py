"""From a ruleset as it is written to one that can judge: every formula parsed, every name checked.

Owns the checks that need formulas.  It must not judge and must not read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from checker.errors import Path, Problem, RulesetError
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.ruleset import asking, index
from checker.ruleset import formula as f
from checker.ruleset import nodes as n
from checker.ruleset.compiled import PLAIN, Doubtful, EffectRow, Interpretation, Item, Row, RowBound, Ruleset
from checker.ruleset.dimension import ONE, Kind, Value, Vocabulary, kind_of, said
from checker.ruleset.indicator import Indicator, Limit, LimitRow, Reading
from checker.ruleset.model import RulesetModel
from checker.ruleset.terms import EntryField
from checker.validation import suggestion

ALWAYS = ("prohibit", "review")


def compile_ruleset(model: RulesetModel, digest: str) -> Ruleset:
    """Parse and check; raises :class:`RulesetError` with every problem found."""
    return _Compiler(model).run(digest)


class _Compiler:
    def __init__(self, model: RulesetModel) -> None:
        self.model = model
        self.problems: list[Problem] = []
        self.vocabulary = _vocabulary(model)
        self.names = f.Names(
            frozenset(model.quantities), frozenset(model.attributes),
            {name: frozenset(entry.fields) for name, entry in model.lists.items()},
            model.definitions,
            {name: Fraction(factor.value) * Unit(factor.unit).factor
             for name, factor in model.factors.items()},
            {name: model.classifications[a.system] for name, a in model.attributes.items()
             if a.system in model.classifications},
            version=model.formula_language)
        self.effects: dict[str, tuple[EffectRow, ...]] = {}

    def run(self, digest: str) -> Ruleset:
        self._names_apart()
        self._terms()
        self.names = replace(self.names, grades=dict(self._grades()))
        for name in self.model.definitions:
            self._tree(name, ("definitions", name), self.names)
        for name, effect in self.model.effects.items():
            rows = [(self._condition(case.when, ("effects", name, "cases", i, "when"), self.names), case)
                    for i, case in enumerate(effect.cases)]
            self.effects[name] = tuple(EffectRow(when, case.case, case.effect) for when, case in rows if when)
        items = {}
        membership = dict(self._membership())
        for position, indicator in enumerate(self.model.indicators):
            path: Path = ("indicators", position)
            if indicator.id in items:
                self.problems.append(Problem("ruleset.id_reused", {"id": indicator.id}, (*path, "id")))
            items[indicator.id] = self._item(indicator, path, membership.get(indicator.id))
        self._requirements(set(items))
        for section, version in (("factors", f.SECOND), ("classifications", f.THIRD), ("grades", f.THIRD)):
            if getattr(self.model, section) and self.model.formula_language < version:
                self.problems.append(Problem("ruleset.too_new", {
                    "what": section, "version": self.model.formula_language, "due": version}, (section,)))
        self.problems += index.problems(self.model.indices, {i.id: i for i in self.model.indicators})
        self.problems += [
            Problem("ruleset.unknown_item", {"id": item, "hint": suggestion(item, sorted(items))},
                    ("headline", position))
            for position, item in enumerate(self.model.headline) if item not in items]
        side = self._side_by_side()
        promised = {name: tree for name, q in self.model.quantities.items() if q.promised_when and (
            tree := self._condition(q.promised_when, ("quantities", name, "promised_when"), self.names))}
        doubts = list(self._doubts())
        if self.problems:
            raise RulesetError(list({(p.code, p.path): p for p in self.problems}.values()))
        units = {name: Unit(q.unit) for name, q in self.model.quantities.items() if q.unit}
        fields = {(list_, name): Unit(part.unit or DIMENSIONLESS)
                  for list_, entry in self.model.lists.items()
                  for name, part in entry.fields.items() if part.kind == "number"}
        return Ruleset(self.model, digest, items, units, fields, promised, self.names.grades, side,
                       tuple(doubts))

    def _names_apart(self) -> None:
        """No name may mean two things."""
        taken: dict[str, str] = dict.fromkeys((*f.FUNCTIONS, *f.WORDS), "language")
        for section in ("quantities", "attributes", "lists", "definitions", "factors", "grades"):
            for name in getattr(self.model, section):
                if name in taken:
                    self.problems.append(Problem("ruleset.name_taken", {"name": name}, (section, name)))
                taken[name] = section

    def _terms(self) -> None:
        """Every classification and every upper bound that a term names has to be there and fit."""
        for name, attribute in self.model.attributes.items():
            if attribute.system is not None and attribute.system not in self.model.classifications:
                self.problems.append(Problem("ruleset.unknown_system", {
                    "name": attribute.system, "known": "、".join(self.model.classifications) or "（无）"},
                    ("attributes", name, "system")))
        for name, quantity in self.model.quantities.items():
            bound = self.model.quantities.get(quantity.bounded_by or name)
            units = [Unit(q.unit) for q in (quantity, bound) if q and q.unit]
            alike = bound is not None and quantity.each == bound.each and (
                len(units) == len((quantity, bound)) and units[0].fits(units[1]))
            if quantity.bounded_by is not None and (quantity.bounded_by == name or not alike):
                self.problems.append(Problem("ruleset.bounded_by", {"name": quantity.bounded_by},
                                             ("quantities", name, "bounded_by")))

    def _grades(self) -> Iterator[tuple[str, n.Grade]]:
        """Every grade with its value and its conditions as trees."""
        for name, grade in self.model.grades.items():
            path: Path = ("grades", name)
            factor = Unit(grade.unit).factor if grade.unit else Fraction(1)
            value = grade.value and self._value(grade.value, grade.unit, (*path, "value"), self.names)
            steps = []
            for i, step in enumerate(grade.steps):
                when = step.when and self._condition(step.when, (*path, "steps", i, "when"), self.names)
                relation, number = step.bound or (None, None)
                steps.append(n.Step(Fraction(step.points), relation,
                                    None if number is None else Fraction(number) * factor, when or None))
            yield name, n.Grade(name, value or None, tuple(steps))

    def _doubts(self) -> Iterator[Doubtful]:
        """What makes data doubtful, as trees."""
        seen: set[str] = set()
        for position, doubt in enumerate(self.model.doubts):
            path: Path = ("doubts", position)
            if doubt.id in seen:
                self.problems.append(Problem("ruleset.id_reused", {"id": doubt.id}, (*path, "id")))
            seen.add(doubt.id)
            tree = (self._condition(doubt.when, (*path, "when"), self.names) if doubt.when
                    else self._value(doubt.value or "", doubt.unit, (*path, "value"), self.names))
            if tree is not None:
                yield Doubtful(doubt, tree, Unit(doubt.unit) if doubt.unit else None)
        for name, quantity in self.model.quantities.items():
            if quantity.plausible and quantity.unit is None:
                self.problems.append(Problem("ruleset.band_of_words", {"name": name},
                                             ("quantities", name, "plausible")))

    def _effect(self, indicator: Indicator, path: Path) -> tuple[EffectRow, ...]:
        """The cases of a prohibition's effect; none where it is always the same."""
        if indicator.prohibits and self.model.concludes != "admission":
            self.problems.append(Problem("ruleset.prohibition_where", {"id": indicator.id}, path))
        if indicator.effect is None or indicator.effect in ALWAYS:
            return ()
        if indicator.effect not in self.effects:
            known = "、".join((*ALWAYS, *self.effects))
            self.problems.append(Problem("ruleset.unknown_effect", {"name": indicator.effect, "known": known},
                                         (*path, "effect")))
        return self.effects.get(indicator.effect, ())

    def _side_by_side(self) -> tuple[n.Year, n.Year] | None:
        side = self.model.side_by_side
        if side is None:
            return None
        ends = []
        for key, text in (("from", side.since), ("to", side.to)):
            try:
                ends.append(f.parse_year(text, self.names))
            except f.FormulaError:
                self.problems.append(
                    Problem("ruleset.year_outside", {"given": text}, ("side_by_side", key)))
        if len(ends) < len(("from", "to")):
            return None
        if ends[0].anchor == ends[1].anchor and ends[0].offset > ends[1].offset:
            self.problems.append(Problem("ruleset.years_reversed", {}, ("side_by_side", "to")))
        return ends[0], ends[1]

    def _membership(self) -> Iterator[tuple[str, str]]:
        for requirement in self.model.requirements:
            for member in requirement.members:
                yield member, requirement.id

    def _requirements(self, known: set[str]) -> None:
        retired = {entry.id for entry in self.model.retired}
        weights = {indicator.id: indicator.weight for indicator in self.model.indicators}
        seen_ids: set[str] = set()
        for position, requirement in enumerate(self.model.requirements):
            path: Path = ("requirements", position)
            if requirement.id in seen_ids:
                self.problems.append(Problem("ruleset.id_reused", {"id": requirement.id}, (*path, "id")))
            seen_ids.add(requirement.id)
            key = "of" if requirement.optional else "all_of"
            for place, member in enumerate(requirement.members):
                here: Path = (*path, key, place)
                if member not in known:
                    hint = suggestion(member, sorted(known))
                    self.problems.append(
                        Problem("ruleset.unknown_item", {"id": member, "hint": hint}, here))
                elif weights[member] != "binding":
                    self.problems.append(Problem("ruleset.not_binding", {"id": member}, here))
            if len(set(requirement.members)) < len(requirement.members):
                self.problems.append(Problem("ruleset.member_twice", {"id": requirement.id}, path))
        for entry in sorted(retired & known):
            self.problems.append(Problem("ruleset.id_reused", {"id": entry}, ("retired",)))

    def _item(self, indicator: Indicator, path: Path, requirement: str | None) -> Item:
        interpretations = []
        readings = indicator.readings
        if indicator.adopted:
            readings = {indicator.adopted.reading: readings[indicator.adopted.reading]}
        # Canonical JSON sorts keys, so no order of the file may reach the verdict.
        for name, reading in sorted(readings.items(), key=lambda entry: (not entry[1].decides, entry[0])):
            interpretations.append(self._interpretation(
                indicator, name, reading, (*path, "readings", name)))
        if not readings:
            interpretations.append(self._interpretation(indicator, PLAIN, None, path))
        applies = None
        if indicator.applies_when:
            applies = self._condition(indicator.applies_when, (*path, "applies_when"), self.names)
        unit = Unit(indicator.unit) if indicator.unit else None
        return Item(indicator, unit, tuple(interpretations), applies, requirement,
                    self._effect(indicator, path))

    def _interpretation(self, indicator: Indicator, name: str, reading: Reading | None,
                        path: Path) -> Interpretation:
        names = self.names
        if reading:
            names = replace(names, definitions={**names.definitions, **reading.let})
        unit = (reading and reading.unit) or indicator.unit
        formulas = (reading and reading.value) or indicator.value or []
        texts = [formulas] if isinstance(formulas, str) else formulas
        values = [tree for text in texts
                  if (tree := self._value(text, unit, (*path, "value"), names))]
        limit: Limit = (reading and reading.limit) or indicator.limit
        place = path if reading is None or reading.limit else path[:-2]
        rows = tuple(self._row(i, row, indicator, unit, (*place, "limit", i), names)
                     for i, row in enumerate(limit))
        for row in rows[:-1]:
            if row.when is None:
                self.problems.append(
                    Problem("ruleset.row_unreachable", {}, (*place, "limit", row.index + 1)))
        condition = (reading and reading.prohibited_when) or indicator.prohibited_when
        spoken_of = " ".join([*texts, condition or "", *(row.condition or "" for row in limit),
                              *names.definitions.values()])
        for unused in [key for key in (reading.let if reading else ())
                       if not re.search(rf"\b{key}\b", spoken_of)]:
            self.problems.append(Problem("ruleset.unused_let", {"name": unused}, (*path, "let", unused)))
        conditions = [row.when for row in rows if row.when]
        assigned = [bound.tree for row in rows for bound in row.bounds if bound.tree]
        applies = prohibited = None
        if reading and reading.applies_when:
            applies = self._condition(reading.applies_when, (*path, "applies_when"), names)
        if condition:
            prohibited = self._condition(condition, (*path, "prohibited_when"), names)
        asked = list(dict.fromkeys(one for tree in values for one in asking.asks(tree)))
        return Interpretation(
            name, reading.label if reading else None, tuple(values), rows,
            Unit(unit) if unit else None, reading.decides if reading else True,
            self._never_below(indicator, name, reading, path), applies, prohibited,
            tuple(one for one in asked if not one.optional), tuple(one for one in asked if one.optional),
            tuple(dict.fromkeys(one for tree in [*conditions, *assigned] for one in asking.asks(tree))))

    def _never_below(self, indicator: Indicator, name: str, reading: Reading | None, path: Path
                     ) -> str | None:
        """The reading than whose value this one's is never lower: another of the item, in the same unit."""
        below = reading.at_least if reading else None
        other = indicator.readings.get(below or "")
        if reading and below and (other is None or below == name or other.unit != reading.unit
                                  or not indicator.unit):
            self.problems.append(Problem("ruleset.never_below", {"name": below}, (*path, "at_least")))
        return below

    def _row(self, index: int, row: LimitRow, indicator: Indicator, unit: str | None, path: Path,
             names: f.Names) -> Row:
        if (row.word is not None) != (indicator.words is not None) or (
                row.word is not None and row.word not in (indicator.words or [])):
            self.problems.append(Problem("ruleset.limit_kind", {"id": indicator.id}, path))
        when = self._condition(row.condition, (*path, "when"), names) if row.condition else None
        return Row(index, when, row, tuple(
            RowBound(name, Fraction(bound), _decimals(bound)) if isinstance(bound, Decimal)
            else RowBound(name, None, tree=self._value(
                bound, unit, (*path, name), names, "ruleset.bound_unit"))
            for name, bound in row.bounds))

    def _value(self, text: str, unit: str | None, path: Path, names: f.Names,
               misfit: str = "ruleset.formula_unit") -> n.Expression | None:
        checked = self._tree(text, path, names)
        if checked is None:
            return None
        tree, kind = checked
        due: Value = Unit(unit) if unit else Kind.WORD
        fits = kind.fits(due) if isinstance(kind, Unit) and isinstance(due, Unit) else kind == due
        if not fits:
            self.problems.append(Problem(
                misfit, {"formula": text, "given": said(kind), "due": said(due)}, path))
        return tree

    def _condition(self, text: str, path: Path, names: f.Names) -> n.Expression | None:
        checked = self._tree(text, path, names)
        if checked and checked[1] != Kind.TRUTH:
            self.problems.append(Problem("formula.not_a_condition", {"formula": text}, path))
        return checked[0] if checked else None

    def _tree(self, text: str, path: Path, names: f.Names) -> tuple[n.Expression, Value] | None:
        try:
            tree = f.parse(text, names)
            kind = kind_of(tree, self.vocabulary)
            self._words(tree, text, path)
            return tree, kind
        except f.FormulaError as bad:
            params = dict(bad.params)
            known = params.pop("known", [])
            if isinstance(known, list):
                name = str(params.get("name", ""))
                params["hint"] = "" if name in known else suggestion(name, known)
            if bad.code == "formula.cycle" and any(p.code == bad.code and _ring(p.params) == _ring(params)
                                                   for p in self.problems):
                return None
            self.problems.append(Problem(bad.code, {"formula": text, **params}, path))
            return None

    def _words(self, tree: n.Expression, text: str, path: Path) -> None:
        """A condition on a word that is not among those listed could never hold."""
        for name, words in asking.compared_words(tree):
            listed = self._listed(name)
            for word in words:
                if listed is not None and word not in listed:
                    self.problems.append(Problem("ruleset.unknown_word", {
                        "formula": text, "word": word, "name": name.split(".")[-1],
                        "words": "、".join(listed)}, path))

    def _listed(self, name: str) -> list[str] | None:
        """The words that a quantity, an attribute or a list's field may have."""
        entries, _, part = name.rpartition(".")
        if entries:
            return self.model.lists[entries].fields[part].words
        known = self.model.quantities.get(part) or self.model.attributes.get(part)
        return known.words if known else None


def _decimals(bound: Decimal) -> int:
    exponent = bound.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _vocabulary(model: RulesetModel) -> Vocabulary:
    def field_kind(entry: EntryField) -> Value:
        if entry.kind == "number":
            return Unit(entry.unit) if entry.unit else ONE
        return ONE if entry.kind == "year" else Kind.WORD

    attribute_kinds: dict[str, Value] = {
        "yes_no": Kind.TRUTH, "year": ONE, "word": Kind.WORD, "code": Kind.CODE, "text": Kind.TEXT}
    return Vocabulary(
        quantities={name: Unit(q.unit) if q.unit else Kind.WORD for name, q in model.quantities.items()},
        factors={name: Unit(factor.unit) for name, factor in model.factors.items()},
        attributes={name: attribute_kinds[a.kind] for name, a in model.attributes.items()},
        lists={name: Unit(entry.unit) for name, entry in model.lists.items()},
        fields={name: {key: field_kind(part) for key, part in entry.fields.items()}
                for name, entry in model.lists.items()},
    )


def _ring(params: Mapping[str, object]) -> frozenset[str]:
    """The definitions of a cycle, wherever one enters it."""
    return frozenset(str(params["names"]).split(" → "))
