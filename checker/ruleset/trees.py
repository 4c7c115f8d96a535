"""Formulas of a ruleset as checked trees: every name known, every kind and unit fitting, every word listed.

Owns the collecting of what is wrong with them, by where it was written.  It must not know items.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from checker.errors import Problem
from checker.places import Path
from checker.quantity.unit import Unit
from checker.ruleset import asking
from checker.ruleset import formula as f
from checker.ruleset import nodes as n
from checker.ruleset.definition import RulesetModel
from checker.ruleset.dimension import ONE, Kind, TypedValue, Vocabulary, kind_of, said
from checker.ruleset.stumbling import meant
from checker.ruleset.terms import EntryField


class Trees:
    """The formulas of one ruleset; ``problems`` are what was found wrong so far, here and around."""

    def __init__(self, model: RulesetModel) -> None:
        self.model = model
        self.problems: list[Problem] = []
        self.vocabulary = _vocabulary(model)
        self.labels = model.names_by_label()
        self.names = f.Names(
            frozenset(model.quantities), frozenset(model.attributes),
            {name: frozenset(entry.fields) for name, entry in model.lists.items()},
            model.definitions,
            {name: Fraction(factor.value) * Unit(factor.unit).factor
             for name, factor in model.factors.items()},
            {name: model.classifications[a.system] for name, a in model.attributes.items()
             if a.system in model.classifications},
            version=model.formula_language)

    def value(self, text: str, unit: str | None, path: Path, names: f.Names | None = None,
              misfit: str = "ruleset.formula_unit") -> n.Expression | None:
        """A formula whose value has ``unit``, or is a word without one."""
        checked = self.tree(text, path, names)
        if checked is None:
            return None
        tree, kind = checked
        due: TypedValue = Unit(unit) if unit else Kind.WORD
        fits = kind.fits(due) if isinstance(kind, Unit) and isinstance(due, Unit) else kind == due
        if not fits:
            self.problems.append(Problem(
                misfit, {"formula": text, "given": said(kind), "due": said(due)}, path))
        return tree

    def condition(self, text: str, path: Path, names: f.Names | None = None) -> n.Expression | None:
        """A formula that holds or doesn't."""
        checked = self.tree(text, path, names)
        if checked and checked[1] != Kind.TRUTH:
            self.problems.append(Problem("formula.not_a_condition", {"formula": text}, path))
        return checked[0] if checked else None

    def tree(self, text: str, path: Path,
             names: f.Names | None = None) -> tuple[n.Expression, TypedValue] | None:
        """A formula and the kind of its value; None where something is wrong with it."""
        try:
            tree = f.parse(text, names or self.names)
            kind = kind_of(tree, self.vocabulary)
            self._words(tree, text, path)
            return tree, kind
        except f.FormulaError as bad:
            params = dict(bad.params)
            known = params.pop("known", None)
            if isinstance(known, list):
                params["hint"] = meant(str(params.get("name", "")), known, self.labels)
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


def _vocabulary(model: RulesetModel) -> Vocabulary:
    def field_kind(entry: EntryField) -> TypedValue:
        if entry.kind == "number":
            return Unit(entry.unit) if entry.unit else ONE
        return ONE if entry.kind == "year" else Kind.WORD

    attribute_kinds: dict[str, TypedValue] = {
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
