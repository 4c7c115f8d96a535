"""The consistent choices of data that a dossier allows for one indicator.

Owns which data may stand together: one scope and one price basis, and the indicator's own scope
where it has one.  It must not evaluate a formula or compare with a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from operator import attrgetter
from typing import Final, NamedTuple

from checker.evidence.entries import BoundList
from checker.evidence.evidence import BoundValue, DatumKey, Evidence
from checker.evidence.facts import Facts, Need, Truth
from checker.measuring.evaluate import truth
from checker.measuring.plan import DataKeys, Demand, plan_of
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.verdict.vocabulary import Reason

MAX_CHOICES = 64
TOO_MANY: Final = "reason.too_many_choices"
_UNSTATED: dict[str, Reason] = {
    "scope": "reason.scope_unstated", "price_basis": "reason.price_basis_unstated"}
_MISMATCH: dict[str, Reason] = {
    "scope": "reason.scope_mismatch", "price_basis": "reason.price_basis_mismatch"}
_ANY: tuple[list[str | None], Reason | None] = [None], None
Offered = tuple[dict[tuple[str | None, str | None], list[BoundValue]], bool, bool]


class Choice(NamedTuple):
    """One consistent choice of data."""

    facts: Facts
    values: tuple[BoundValue, ...]
    lists: tuple[BoundList, ...]
    scope: str | None = None
    price_basis: str | None = None


class Choices:
    """What the evidence offers to one indicator, whose data count in ``scopes`` where it names any."""

    def __init__(self, evidence: Evidence, ruleset: Ruleset, scopes: Sequence[str]) -> None:
        self.evidence = evidence
        self.scopes = scopes
        self.blank = evidence.blank
        self.plan = plan_of(ruleset, evidence.period, evidence.base)

    def has(self, need: Need) -> bool:
        """Whether the dossier states the datum at all."""
        return need in self.evidence.stated

    def lacking(self, demand: Demand) -> list[Need]:
        """What is needed and not stated."""
        if demand.all_of <= self.evidence.stated:
            return []
        return [need for need in demand.needs if not self.has(need)]

    def vague(self, keys: Iterable[DatumKey]) -> bool:
        """Whether any of the data is only approximate."""
        return not self.evidence.approximate.isdisjoint(keys) and any(
            value.approximate for key in keys for value in self.values(key))

    def rough(self, need: Need) -> bool:
        """Whether a datum is needed exactly that is only approximate."""
        return need.kind == "exact" and not isinstance(need.year, str) and self.vague(
            [(need.name, need.year)])

    def values(self, key: DatumKey) -> list[BoundValue]:
        """What is stated of a quantity in the indicator's scope."""
        stated = self.evidence.values[key]
        if not self.scopes or key[0] not in self.evidence.scoped:
            return stated
        return [value for value in stated if value.scope in self.scopes]

    def available(self, demand: Demand) -> DataKeys:
        """The quantities and the lists, of those needed, that the dossier has."""
        if demand.all_of <= self.evidence.stated:
            return demand.keys
        return self.plan.keys([need for need in demand.needs if self.has(need)])

    def of(self, keys: DataKeys, *, bare: bool = False) -> tuple[list[Choice], Reason | None]:
        """Every consistent choice; or the reason why there is none.  ``bare``: of these data alone."""
        quantities, lists, scoped, priced = keys
        scopes, trouble = self._own_scope(scoped) if self.scopes else self._common(
            scoped, "scope", self.evidence.scope) if len(scoped) > 1 else _ANY
        prices, trouble_too = self._common(
            priced, "price_basis", self.evidence.price_basis) if len(priced) > 1 else _ANY
        if trouble or trouble_too:
            return [], trouble or trouble_too
        only = None if bare else self._only(keys, scopes[0], prices[0])
        if only is not None:
            return [only], None
        if len(scopes) > MAX_CHOICES or len(prices) > MAX_CHOICES:
            return [], TOO_MANY
        offered = [self._offered(key, key in scoped and None not in scopes,
                                 key in priced and None not in prices) for key in quantities]
        versions = [self.evidence.lists[key] for key in lists]
        found: list[Choice] = []
        for scope, price in product(scopes, prices):
            options = [values.get((scope if by_scope else None, price if by_price else None), [])
                       for values, by_scope, by_price in offered]
            count = prod(len(group) for group in options) * prod(len(group) for group in versions)
            if len(found) + count > MAX_CHOICES:
                return [], TOO_MANY
            found += self._product(quantities, options, lists, scope, price)
        return (found, None) if found else ([], "reason.scope_mismatch")

    def _offered(self, key: DatumKey, by_scope: bool, by_price: bool) -> Offered:
        """What is stated of a quantity, by scope and price basis where other data have to be in the same."""
        found: dict[tuple[str | None, str | None], list[BoundValue]] = {}
        for value in self.values(key):
            place = value.scope if by_scope else None, value.price_basis if by_price else None
            found.setdefault(place, []).append(value)
        return found, by_scope, by_price

    def partial(self, demand: Demand) -> list[Choice]:
        """Choices for conditions alone; without a consistent and exact one, the data are unknown."""
        keys = demand.keys
        if keys.quantities or keys.lists:
            keys = self.available(demand)
        if not keys.quantities and not keys.lists:
            return [Choice(self.evidence.single, (), ())]
        choices, trouble = self.of(keys)
        vague = any(v.approximate for choice in choices for v in choice.values)
        return [Choice(self.blank, (), ())] if trouble or vague or not choices else choices

    def holds(self, condition: n.Expression | None) -> Truth:
        """Whether a condition holds: all choices of data have to agree; none at all always does."""
        if condition is None:
            return True
        answers = {truth(condition, choice.facts) for choice in self.partial(self.plan.demand_of(condition))}
        return answers.pop() if len(answers) == 1 else None

    def _own_scope(self, keys: Sequence[DatumKey]) -> tuple[list[str | None], Reason | None]:
        """The indicator's own scope: by whatever name, but every value has to say its own."""
        for key in keys:
            if any(value.scope is None for value in self.evidence.values[key]):
                return [], "reason.scope_unstated"
            if not self.values(key):
                return [], "reason.scope_other"
        return [None], None

    def _common(self, keys: Sequence[DatumKey], field: str, one: str | None
                ) -> tuple[list[str | None], Reason | None]:
        """The scopes (or price bases) in which all of ``keys`` are stated; ``one`` is that of all data.

        A formula over several such values takes them in one.  A value that does not say its own can
        neither be combined, since that would assume it, nor passed over, since it might contradict.
        """
        if one is not None and not self.scopes:
            return [one], None
        stated_of: Callable[[BoundValue], str | None] = attrgetter(field)
        stated = [set(map(stated_of, self.values(key))) for key in keys]
        if any(None in names for names in stated):
            return [], _UNSTATED[field]
        common = set.intersection(*stated)
        return [*sorted(str(name) for name in common)], None if common else _MISMATCH[field]

    def _only(self, keys: DataKeys, scope: str | None, price_basis: str | None) -> Choice | None:
        """The choice where the dossier leaves none, on the facts that all formulas share."""
        evidence, several = self.evidence, self.evidence.several
        if several and not (several.isdisjoint(keys.quantities) and several.isdisjoint(keys.lists)):
            return None
        values = tuple([evidence.values[key][0] for key in keys.quantities])
        lists = tuple([evidence.lists[key][0] for key in keys.lists]) if keys.lists else ()
        return Choice(evidence.single, values, lists, scope, price_basis)

    def _product(self, quantities: Sequence[DatumKey], options: Sequence[Sequence[BoundValue]],
                 lists: Sequence[DatumKey], scope: str | None, price: str | None) -> Iterator[Choice]:
        versions = [self.evidence.lists[key] for key in lists]
        for values, chosen in product(product(*options), product(*versions)):
            facts = Facts(
                self.blank.period, self.blank.base,
                {key: v.value for key, v in zip(quantities, values, strict=True)},
                dict(zip(lists, chosen, strict=True)), self.blank.attributes, self.blank.once)
            yield Choice(facts, values, chosen, scope, price)
