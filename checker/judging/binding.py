"""The meeting of a dossier with a ruleset.

Owns the resolving of names, the one conversion of units, and the naming of every mismatch by its
field.  It must not weigh or judge what it collects.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from checker.dossier.model import Dossier, Observation, Reported, read_amount
from checker.errors import DossierError, Path, Problem
from checker.judging.entries import bind_list
from checker.judging.evaluate import BASE
from checker.judging.evidence import BoundReport, BoundValue, Evidence, Value
from checker.quantity.amount import Amount, UnreadableAmount
from checker.quantity.interval import Bound, Interval
from checker.quantity.unit import Unit
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import Quantity, family_of, folded
from checker.validation import FIRST_YEAR, LAST_YEAR, shorten, slip, suggestion


def bind(dossier: Dossier, ruleset: Ruleset) -> Evidence:
    """The evidence; raises :class:`DossierError` with every mismatch and its path."""
    evidence, problems = gather(dossier, ruleset)
    if problems:
        raise DossierError(problems)
    return evidence


def gather(dossier: Dossier, ruleset: Ruleset) -> tuple[Evidence, list[Problem]]:
    """The evidence as far as it can be read, and every mismatch."""
    binder = _Binder(dossier, ruleset)
    binder.run()
    return binder.evidence, binder.problems


class _Binder:
    def __init__(self, dossier: Dossier, ruleset: Ruleset) -> None:
        self.dossier = dossier
        self.ruleset = ruleset
        self.evidence = Evidence(dossier.period)
        self.problems: list[Problem] = []

    def run(self) -> None:
        if self.dossier.subject.kind != self.ruleset.model.judges:
            self._problem("dossier.wrong_kind", ("subject", "kind"),
                          given=self.dossier.subject.kind, due=self.ruleset.model.judges,
                          ruleset=self.ruleset.id)
        self._attributes()
        by_label = {folded(q.label): name for name, q in self.ruleset.model.quantities.items()}
        for i, observation in enumerate(self.dossier.observations):
            name = by_label.get(folded(observation.quantity), observation.quantity)
            self._observation(observation, name, ("observations", i))
        for i, report in enumerate(self.dossier.reported):
            self._report(report, ("reported", i))
        for i, claim in enumerate(self.dossier.claims):
            if self._own_item(claim.item, ("claims", i, "item")):
                self.evidence.claims[claim.item].append(claim)
        self._lists()
        self._selected()

    def _problem(self, code: str, path: Path, **params: object) -> None:
        self.problems.append(Problem(code, params, path))

    def _attributes(self) -> None:
        known = self.ruleset.model.attributes
        for name, attribute in sorted(self.dossier.attributes.items()):
            path: Path = ("attributes", name, "value")
            if name not in known:
                self.evidence.unused.append((name, slip(name, known)))
                continue
            value = {"是": True, "否": False}.get(attribute.value, attribute.value) if isinstance(
                attribute.value, str) else attribute.value
            kind, words = known[name].kind, known[name].words or []
            right = {"yes_no": isinstance(value, bool),
                     "year": type(value) is int and FIRST_YEAR <= value <= LAST_YEAR,
                     "word": value in words}[kind]
            if right:
                self.evidence.attributes[name] = value
            else:
                self._problem(f"attribute.not_{kind}", path, label=known[name].label,
                              given=shorten(attribute.value), words="、".join(words),
                              first=FIRST_YEAR, last=LAST_YEAR)
        base = self.evidence.attributes.get(BASE)
        if isinstance(base, int) and not isinstance(base, bool):
            self.evidence.base = base
            if base >= self.dossier.period:
                self._problem("attribute.base_not_before", ("attributes", BASE, "value"),
                              label=known[BASE].label, base=base, period=self.dossier.period)

    def _observation(self, observation: Observation, name: str, path: Path) -> None:
        quantity = self.ruleset.model.quantities.get(name)
        if quantity is None:
            self.evidence.unused.append((name, slip(name, self.ruleset.model.quantities)))
            return
        value, approximate, unit = self._value(
            observation, quantity, self.ruleset.units.get(name), path)
        if value is None:
            return
        defaults = self.dossier.defaults
        year = None if quantity.each == "once" else observation.year or self.dossier.period
        self.evidence.values[(name, year)].append(BoundValue(
            path, name, year, value, approximate,
            (observation.scope or defaults.scope) if quantity.scoped else None,
            (observation.price_basis or defaults.price_basis) if quantity.priced else None,
            observation.value, unit, observation.source, observation.note))

    def _value(self, stated: Observation | Reported, defined: Quantity | Indicator, due: Unit | None,
               path: Path) -> tuple[Value | None, bool, str | None]:
        """The value in base units, whether approximate, its unit; None after naming what is wrong."""
        for written in (stated.value, stated.unit or ""):
            self._normalised(written)
        if due is None:
            if stated.unit is not None:
                self._problem("unit.not_due", (*path, "unit"), unit=stated.unit)
                return None, False, None
            return folded(stated.value), False, None
        amount = self._amount(stated.value, stated.unit, due, path)
        if amount is None:
            return None, False, None
        interval = amount.interval
        if not defined.signed:
            if not interval.reaches_zero() or (interval.low.value or 0) < 0:
                self._problem("amount.negative", (*path, "value"), label=defined.label, given=stated.value)
                return None, False, None
            if interval.low.value is None:
                interval = Interval(Bound(Fraction(0)), interval.high)
        return interval, amount.approximate, amount.unit

    def _normalised(self, written: str) -> None:
        """Full-width and compatibility letters are read for what they mean, and that is said."""
        if any(unicodedata.decomposition(c).startswith(("<wide>", "<compat>")) for c in written if c != "～"):
            self.evidence.normalised.append((written, unicodedata.normalize("NFKC", written)))

    def _amount(self, written: str, unit: str | None, due: Unit, path: Path) -> Amount | None:
        """The amount in base units, or None after naming what is wrong with it."""
        try:
            amount, given = read_amount(written, unit)
        except UnreadableAmount as bad:
            self._problem(bad.code, (*path, "value"), given=written, unit=unit or "")
            return None
        if given is None:
            self._problem("unit.missing", (*path, "unit"), due=due.text)
            return None
        used = Unit(given)
        if not used.fits(due):
            self._problem("unit.wrong_dimension", (*path, "unit"), given=given, due=due.text)
            return None
        return Amount(amount.interval.scale(used.factor), amount.approximate, given)

    def _own_item(self, item: str, path: Path) -> bool:
        """Whether the item is one of this ruleset's; an unknown one of its family is a problem."""
        if item in self.ruleset.items:
            return True
        families = {family_of(known) for known in self.ruleset.items}
        if family_of(item) in families:
            self._problem("dossier.unknown_item", path, id=item, ruleset=self.ruleset.id,
                          hint=suggestion(item, list(self.ruleset.items)))
        elif near := slip(family_of(item), families):
            self.evidence.unused.append((item, f"{near}.{item.partition('.')[2]}"))
        else:
            self.evidence.others[family_of(item)] += 1
        return False

    def _report(self, report: Reported, path: Path) -> None:
        if not self._own_item(report.item, (*path, "item")):
            return
        item = self.ruleset.items[report.item]
        if report.reading is not None and report.reading not in item.model.readings:
            self._problem("reported.unknown_reading", (*path, "reading"), given=report.reading,
                          known="、".join(item.model.readings) or "（无）")
            return
        due = next((r.unit for r in item.interpretations if r.id == report.reading), item.unit)
        value, approximate, unit = self._value(report, item.model, due, path)
        year = report.year or self.dossier.period
        if value is not None:
            self.evidence.reported[(report.item, year)].append(BoundReport(
                path, value, approximate, report.reading, report.value, unit, report.scope,
                report.source, report.note, year))

    def _lists(self) -> None:
        by_label = {folded(entry.label): name for name, entry in self.ruleset.model.lists.items()}
        for i, stated in enumerate(self.dossier.lists):
            path: Path = ("lists", i)
            name = by_label.get(folded(stated.name), stated.name)
            if name not in self.ruleset.model.lists:
                self.evidence.unused.append((name, slip(name, self.ruleset.model.lists)))
                continue
            bound, problems = bind_list(stated, name, self.ruleset, self.dossier.period, path)
            self.problems.extend(problems)
            self.evidence.lists[(name, stated.year or self.dossier.period)].append(bound)

    def _selected(self) -> None:
        if self.dossier.selected is None:
            return
        chosen = set()
        for i, item in enumerate(self.dossier.selected):
            if self._own_item(item, ("selected", i)):
                chosen.add(item)
        if not chosen:
            return
        required = set()
        for requirement in self.ruleset.model.requirements:
            if not requirement.optional:
                required.update(requirement.members)
            elif not chosen & set(requirement.members):
                self._problem("selected.group_empty", ("selected",), label=requirement.label,
                              members="、".join(requirement.members))
        required |= self._picked(chosen)
        dropped = [item for item in self.ruleset.items if item in required - chosen]
        if dropped:
            self._problem("selected.required_missing", ("selected",), items="、".join(dropped))
        self.evidence.selected = frozenset(chosen | required)

    def _picked(self, chosen: set[str]) -> set[str]:
        """The items that an index always counts, after a look at how many of the others were picked."""
        always: set[str] = set()
        for index in self.ruleset.model.indices:
            for group in index.parts:
                picked = sum(member in chosen for member in group.members)
                if group.pick is None:
                    always.update(group.members)
                elif picked != group.pick:
                    self._problem("selected.pick_count", ("selected",), index=index.label, due=group.pick,
                                  given=picked, members="、".join(group.members))
        return always
