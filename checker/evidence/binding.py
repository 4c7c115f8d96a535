"""The meeting of a dossier with a ruleset.

Owns the resolving of names, the one conversion of units, and the naming of every mismatch by its
field.  It must not weigh or judge what it collects.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from checker.dossier.dossier import MONEY, Dossier, Observation, Reported, read_amount
from checker.errors import DossierError, Problem
from checker.evidence.answering_words import answers, fact, sayings
from checker.evidence.entries import bind_list
from checker.evidence.evidence import AttributeFact, BoundReport, BoundValue, Evidence, ShownValue
from checker.evidence.facts import BASE, Value
from checker.evidence.sameness import merge_others, merge_values, refines
from checker.evidence.spelling import AskedDatum, Writing
from checker.messages import Term
from checker.places import Path
from checker.quantity.amount import Amount, UnreadableAmount, bare_number
from checker.quantity.interval import Bound, Interval
from checker.quantity.ratio import interval_of
from checker.quantity.unit import DIMENSIONLESS, Unit, unit_of
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import Indicator
from checker.ruleset.terms import Quantity, family_of
from checker.text.normal import folded, same
from checker.text.unstated import states_nothing
from checker.validation import FIRST_YEAR, LAST_YEAR, choice_hint, shorten, slip, suggestion


def bind(dossier: Dossier, ruleset: Ruleset, period: int) -> Evidence:
    """The evidence of ``period``; raises :class:`DossierError` with every mismatch and its path."""
    evidence, problems = gather(dossier, ruleset, period)
    if problems:
        raise DossierError(problems)
    return evidence


def gather(dossier: Dossier, ruleset: Ruleset, period: int) -> tuple[Evidence, list[Problem]]:
    """The evidence as far as it can be read, and every mismatch."""
    binder = _Binder(dossier, ruleset, period)
    binder.run()
    return binder.evidence, binder.problems


class _Binder:
    def __init__(self, dossier: Dossier, ruleset: Ruleset, period: int) -> None:
        self.dossier = dossier
        self.ruleset = ruleset
        self.period = period
        self.evidence = Evidence(period, once=ruleset.once, scoped=ruleset.scoped, priced=ruleset.priced)
        self.problems: list[Problem] = []
        self.writing = Writing(self.evidence)

    def run(self) -> None:
        if self.dossier.subject.kind != self.ruleset.model.judges:
            self._problem("dossier.wrong_kind", ("subject", "kind"),
                          given=Term(f"kind.{self.dossier.subject.kind}"),
                          due=Term(f"kind.{self.ruleset.model.judges}"),
                          ruleset=self.ruleset.id)
        if states_nothing(self.dossier.subject.name):
            self._problem("dossier.nameless", ("subject", "name"), given=shorten(self.dossier.subject.name))
        self.writing.seen(self.dossier)
        self._attributes()
        self._declarations()
        self.writing.spell(self.ruleset.scopes)
        names = self.ruleset.quantity_names
        for i, observation in enumerate(self.dossier.observations):
            written = observation.quantity
            name = names.get(written) or names.get(folded(written), written)
            self._observation(observation, name, ("observations", i))
        merge_values(self.evidence)
        self._bounds()
        for i, report in enumerate(self.dossier.reported):
            self._report(report, ("reported", i))
        for i, claim in enumerate(self.dossier.claims):
            if self._own_item(claim.item, ("claims", i, "item")):
                self.evidence.claims[claim.item].append(claim)
        for i, opinion in enumerate(self.dossier.opinions):
            self._answered(opinion.by, ("opinions", i, "by"))
            if self._own_item(opinion.item, ("opinions", i, "item")):
                self.evidence.opinions[opinion.item].append(opinion)
        self._lists()
        merge_others(self.evidence)
        self.evidence.sayings = sayings(self.dossier, self.ruleset)
        self._selected()

    def _problem(self, code: str, path: Path, **params: object) -> None:
        self.problems.append(Problem(code, params, path))

    def _nothing(self, value: object, name: str) -> bool:
        """Whether what stands for an attribute states nothing."""
        known = self.ruleset.model.attributes[name]
        return self.writing.nothing(value, AskedDatum("attribute", name), answers(known))

    def _answered(self, by: str, path: Path) -> None:
        """Whoever answers for something has to be somebody."""
        if states_nothing(by):
            self._problem("dossier.by_nobody", path, given=shorten(by))

    def _attributes(self) -> None:
        """What is stated of the subject; stated one way and another it is not known."""
        known = self.ruleset.model.attributes
        for name, attribute in sorted(self.dossier.attributes.items()):
            if name not in known:
                self.evidence.unused.append((name, slip(name, known)))
                continue
            said: dict[AttributeFact, str] = {}
            for i, one in enumerate(attribute.everywhere):
                path: Path = ("attributes", name, *(("also", i - 1) if i else ()), "value")
                if known[name].declared:
                    self._problem("attribute.not_declared", path, label=known[name].label)
                elif not self._nothing(one.value, name):
                    value = self._fact(name, one.value, path)
                    if value is not None:
                        said.setdefault(value, str(one.value))
            said = {value: words for value, words in said.items() if not any(
                refines(other, value) for other in said)}
            if len(said) > 1:
                self.evidence.disputed[name] = list(said.values())
            elif said:
                self.evidence.attributes[name] = next(iter(said))
        base = self.evidence.attributes.get(BASE)
        if isinstance(base, int) and not isinstance(base, bool):
            self.evidence.base = base
            if base >= self.period:
                self._problem("attribute.base_not_before", ("attributes", BASE, "value"),
                              label=known[BASE].label, base=base, period=self.period)

    def _fact(self, name: str, stated: object, path: Path) -> AttributeFact | None:
        """An attribute's value, or None after naming what is wrong with it."""
        known = self.ruleset.model.attributes[name]
        value, right = fact(stated, known, self.ruleset.model.classifications)
        if right:
            return value
        system = self.ruleset.model.classifications.get(known.system or "")
        words = [known.label_of(word) for word in known.words or []]
        self._problem(f"attribute.not_{known.kind}", path, label=known.label, given=shorten(stated),
                      words="、".join(words), hint=choice_hint(str(stated), words), first=FIRST_YEAR,
                      last=LAST_YEAR, system=system.label if system else "")
        return None

    def _declarations(self) -> None:
        """What somebody answers for; said one way and another it is not known."""
        known = self.ruleset.model.attributes
        names = self.ruleset.attribute_names
        said: dict[str, dict[AttributeFact, str]] = {}
        for i, declaration in enumerate(self.dossier.declarations):
            name = names.get(folded(declaration.about), declaration.about)
            if name not in known:
                self.evidence.unused.append((name, slip(name, known)))
                continue
            self._answered(declaration.by, ("declarations", i, "by"))
            if self._nothing(declaration.value, name):
                continue
            value = self._fact(name, declaration.value, ("declarations", i, "value"))
            if value is not None:
                said.setdefault(name, {})[value] = f"{declaration.value}（{declaration.by}）"
        for name, values in said.items():
            stated = self.evidence.attributes.get(name)
            also = self.evidence.disputed.get(name, [])
            if stated not in (None, *values):
                also = [str(self.dossier.attributes[name].value)]
            if len(values) > 1 or also:
                self.evidence.disputed[name] = [*values.values(), *also]
                self.evidence.attributes.pop(name, None)
                self.evidence.base = None if name == BASE else self.evidence.base
            else:
                self.evidence.attributes[name] = next(iter(values))

    def _observation(self, observation: Observation, name: str, path: Path) -> None:
        quantity = self.ruleset.model.quantities.get(name)
        if quantity is None:
            self.evidence.unused.append((name, slip(name, self.ruleset.model.quantities)))
            return
        defaults = self.dossier.defaults
        year = None if quantity.each == "once" else observation.year or self.period
        if states_nothing(observation.value) and self.writing.nothing(
                observation.value, AskedDatum("quantity", name, year), quantity.words or ()):
            return
        due = self.ruleset.units.get(name)
        value, approximate, unit = self._value(observation, quantity, due, path)
        if value is None:
            return
        self.evidence.values[(name, year)].append(BoundValue(
            path, name, year, value, approximate,
            self.writing.spelled(observation.scope, defaults.scope) if quantity.scoped else None,
            self.writing.spelled(observation.price_basis, defaults.price_basis) if quantity.priced else None,
            observation.value, unit, observation.source, observation.note,
            shown=None if observation.shown is None else self._shown(observation, quantity, due, path)))

    def _bounds(self) -> None:
        """What can't exceed a stated amount lies between nothing and that; also where it contradicts it."""
        values = self.evidence.values
        for name, whole in self.ruleset.bounded:
            for (other, year), stated in list(values.items()):
                if other != whole:
                    continue
                least = _least(values.get((name, year), ()))
                for value in stated:
                    assert isinstance(value.value, Interval)
                    below = Interval(Bound(Fraction(0)), value.value.high)
                    if least is None or not (least - below).holds(0):
                        values[(name, year)].append(value._replace(
                            path=(*value.path, name), name=name, value=below, bound_of=other,
                            shown=None))

    def _value(self, stated: Observation | Reported, defined: Quantity | Indicator, due: Unit | None,
               path: Path) -> tuple[Value | None, bool, str | None]:
        """The value in base units, whether approximate, its unit; None after naming what is wrong."""
        for written in (stated.value, stated.unit or ""):
            self.writing.normalised(written)
        if due is None:
            if stated.unit is not None:
                self._problem("unit.not_due", (*path, "unit"), unit=stated.unit)
                return None, False, None
            return same(stated.value, defined.words or ()) or folded(stated.value), False, None
        number = bare_number(stated.value)
        if number is not None and stated.unit is not None:
            used = unit_of(stated.unit)
            if used.fits(due):
                times, over = used.factor.as_integer_ratio()
                return interval_of((number[0] * times, number[1] * over)), False, stated.unit
        amount = self._amount(stated.value, stated.unit, due, path)
        if amount is None:
            return None, False, None
        interval = amount.interval
        if not defined.signed:
            low = interval.low.value
            if not interval.reaches_zero() or (low is not None and low.numerator < 0):
                self._problem("amount.negative", (*path, "value"), label=defined.label, given=stated.value)
                return None, False, None
            if low is None:
                interval = Interval(Bound(Fraction(0)), interval.high)
        return interval, amount.approximate, amount.unit

    def _shown(self, stated: Observation | Reported, defined: Quantity | Indicator, due: Unit | None,
               path: Path) -> ShownValue | None:
        """What the cell showed, if it was another value and can be read as one."""
        if stated.shown is None or stated.shown == stated.value:
            return None
        known = len(self.problems)
        seen = self._value(stated.model_copy(update={"value": stated.shown}), defined, due, path)[0]
        del self.problems[known:]
        return None if seen is None else ShownValue(seen, stated.shown)

    def _amount(self, written: str, unit: str | None, due: Unit, path: Path) -> Amount | None:
        """The amount in base units, or None after naming what is wrong with it."""
        try:
            amount, given = read_amount(written, unit)
        except UnreadableAmount as bad:
            self._problem(bad.code, (*path, "value"), given=written, unit=unit or "")
            return None
        if given is None and amount.multiplied and due.fits(Unit(MONEY)):
            given = MONEY
        if given is None and due.text == DIMENSIONLESS:
            given = DIMENSIONLESS
        if given is None:
            self._problem("unit.missing", (*path, "unit"), due=due.text)
            return None
        used = Unit(given)
        if not used.fits(due):
            written_in = "value" if unit is None else "unit"
            self._problem("unit.wrong_dimension", (*path, written_in), given=given, due=due.text)
            return None
        return Amount(amount.interval.scale(used.factor), amount.approximate, given)

    def _own_item(self, item: str, path: Path) -> bool:
        """Whether the item is one of this ruleset's; an unknown one of its family is a problem."""
        if item in self.ruleset.items:
            return True
        families = self.ruleset.families
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
        if self.writing.nothing(report.value, AskedDatum("report", report.item, report.year or self.period),
                                item.model.words or ()):
            return
        named = {folded(known.label or name): name for name, known in item.model.readings.items()}
        reading = report.reading and named.get(folded(report.reading), report.reading)
        if reading is not None and reading not in item.model.readings:
            self._problem("reported.unknown_reading", (*path, "reading"), given=report.reading,
                          known="、".join(f"“{known.label or name}”" for name, known in
                                         item.model.readings.items()) or "（无）")
            return
        due = next((r.unit for r in item.interpretations if r.id == reading), item.unit)
        value, approximate, unit = self._value(report, item.model, due, path)
        year = report.year or self.period
        if value is not None:
            self.evidence.reported[(report.item, year)].append(BoundReport(
                path, value, approximate, reading, report.value, unit,
                self.writing.spelled(report.scope), report.source, report.note, year,
                self._shown(report, item.model, due, path)))

    def _lists(self) -> None:
        names = self.ruleset.list_names
        for i, stated in enumerate(self.dossier.lists):
            path: Path = ("lists", i)
            name = names.get(folded(stated.name), stated.name)
            if name not in self.ruleset.model.lists:
                self.evidence.unused.append((name, slip(name, self.ruleset.model.lists)))
                continue
            bound, problems = bind_list(stated, name, self.ruleset, self.period, path)
            self.problems.extend(problems)
            if stated.complete and not bound.complete:
                self.evidence.uncounted.append(name)
            self.evidence.lists[(name, stated.year or self.period)].append(bound)

    def _selected(self) -> None:
        if self.dossier.selected is None:
            return
        chosen = set()
        for i, item in enumerate(self.dossier.selected):
            if self._own_item(item, ("selected", i)):
                chosen.add(item)
        if not self.dossier.selected and self.ruleset.model.requirements:
            self._problem("selected.empty", ("selected",))
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


def _least(stated: Iterable[BoundValue]) -> Interval | None:
    """The one that begins lowest of those that reach nothing: if any of them fits under a bound, it does."""
    own = [value.value for value in stated if isinstance(value.value, Interval)]
    return min((one for one in own if one.reaches_zero()), default=None, key=lambda one: (
        one.low.value is not None, one.low.value or 0, not one.low.closed))
