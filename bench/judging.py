"""Judging a park by 32 indicators, beside ZEN Engine and beside durable_rules alone.

Owns what each is given and that all come to the same.  It must not know how the decision is written
(:mod:`jdm`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import durable_rules_engine as extension
import jdm
import zen
from paired import Work, side_by_side
from section import PAIR, Section, pair, table
from subjects import PARK

from checker.concluding.conclude import Conclusions, conclude
from checker.concluding.durable import DurableEngine
from checker.concluding.engine import Engine, Fact, Firing, Follow, nothing
from checker.concluding.plain import PlainEngine
from checker.concluding.rules import RULES
from checker.dossier.dossier import Dossier
from checker.evidence.binding import bind
from checker.explaining.explained import explained
from checker.intake import read_dossier
from checker.judging.judge import judge
from checker.measuring.measure import measure
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

RULESET = "hj274-2015"
OURS: Mapping[str, Engine] = {"plain": PlainEngine(), "durable_rules": DurableEngine()}
ZEN, BARE = "ZEN Engine, trace on", "durable_rules alone"
FACTORS = ("0.5", "0.98", "1.02", "2")
ABOUT = """
From the dossier of the made-up park in memory to the outcomes of HJ 274-2015's 32 indicators, its seven
requirements and the verdict, with every firing; a row names the engine that concluded.

- **ZEN Engine** gets the same comparisons and conclusions as one JDM graph, which `bench/jdm.py` writes out of
  the ruleset, by the loader that is quickest; a value, an outcome, a reading each is an expression of its own,
  so that its trace names it (all in one expression for each indicator takes three times as long). Its outcomes
  are the same as ours in {same} of {tried} dossiers: the sample, and it with each amount in turn half,
  a little less, a little more, twice and absent. It does less: it is given numbers in base units by name and
  year, and so reads no amounts, converts no units, knows no scope, price basis, source, contradiction,
  range or approximate amount; its numbers are not exact; its trace names no rule of inference.
- **durable_rules alone** is one session of the bare extension with the {facts} facts that our chain of this park comes
  to, given all at once: nothing is bound, measured or counted.
- **outcomes** are binding, measuring and concluding; **verdict** is what is written as `verdict.json`, **explained**
  with all that is said of gaps, ends, questions and doubts.
"""


def section() -> Section:
    """Measured in one run."""
    dossier, ruleset = read_dossier(PARK).dossier, load(RULESET)
    loader = zen.ZenEngine({"loader": {"type": "static", "content": {RULESET: jdm.decision(ruleset)}}})
    same, tried = _alike(dossier, ruleset, loader)
    facts = _facts(dossier, ruleset)
    works: dict[str, Work] = {ZEN: lambda: _given_to(loader, data), BARE: _bare(facts)}
    data = jdm.given(_bound(dossier, ruleset), ruleset)
    for name, engine in OURS.items():
        works |= _ours(name, dossier, ruleset, engine)
    costs = side_by_side(works, least=0.15)
    rows = [pair(f"{what}, {engine}", costs, f"{what}, {engine}", other, goal)
            for other, goals in ((ZEN, {"outcomes, plain": 8, "explained, plain": 15}), (BARE, {
                "outcomes, plain": 4, "outcomes, durable_rules": 4}))
            for engine in OURS for what in ("outcomes", "verdict", "explained")
            if other == ZEN or what == "outcomes"
            for goal in (goals.get(f"{what}, {engine}"),)]
    about = ABOUT.format(same=same, tried=tried, facts=len(facts))
    return Section("Judging", ("zen-engine", "durable-rules"), f"{about}\n{table(PAIR, rows)}")


def _ours(name: str, dossier: Dossier, ruleset: Ruleset, engine: Engine) -> dict[str, Work]:
    day = dossier.assessed_on
    assert day is not None
    return {f"outcomes, {name}": lambda: _outcomes(dossier, ruleset, engine),
            f"verdict, {name}": lambda: judge(dossier, ruleset, day, engine, ""),
            f"explained, {name}": lambda: explained(judge(dossier, ruleset, day, engine, ""), ruleset)}


def _bound(dossier: Dossier, ruleset: Ruleset) -> Any:
    assert dossier.period is not None
    return bind(dossier, ruleset, dossier.period)


def _outcomes(dossier: Dossier, ruleset: Ruleset, engine: Engine) -> Conclusions:
    evidence = _bound(dossier, ruleset)
    measured = {name: measure(item, evidence, ruleset) for name, item in ruleset.items.items()}
    return conclude(measured, evidence.selected, ruleset, engine)


def _given_to(loader: zen.ZenEngine, data: dict[str, Any]) -> Any:
    return loader.evaluate(RULESET, data, {"trace": True})


def _alike(dossier: Dossier, ruleset: Ruleset, loader: zen.ZenEngine) -> tuple[int, int]:
    """In how many of so many dossiers both come to the same."""
    same = tried = 0
    for changed in _variations(dossier):
        found = _outcomes(changed, ruleset, OURS["plain"])
        ours = {name: firing.outcome for name, firing in (*found.items.items(), *found.requirements.items())}
        theirs = jdm.outcomes(_given_to(loader, jdm.given(_bound(changed, ruleset), ruleset))["result"], ruleset)
        tried += 1
        same += theirs == {**ours, "verdict": found.verdict.outcome}
    return same, tried


def _variations(dossier: Dossier) -> Iterator[Dossier]:
    """The dossier, and it with each amount otherwise or absent."""
    yield dossier
    stated = dossier.observations
    for place, one in enumerate(stated):
        others = [*stated[:place], *stated[place + 1:]]
        yield dossier.model_copy(update={"observations": others})
        for factor in FACTORS if one.unit else ():
            value = str(Decimal(str(one.value)) * Decimal(factor))
            yield dossier.model_copy(update={"observations": [*others, one.model_copy(update={"value": value})]})


class _Noting:
    """The plain engine, which notes every fact that it is given."""

    name = "plain"

    def __init__(self) -> None:
        self.noted: list[Fact] = []

    def conclude(self, facts: Sequence[Fact], follow: Follow = nothing) -> list[Firing]:
        """See :class:`checker.concluding.engine.Engine`."""
        def noting(firing: Firing) -> Iterable[Fact]:
            due = list(follow(firing))
            self.noted += due
            return due

        self.noted += facts
        return PlainEngine().conclude(facts, noting)


def _facts(dossier: Dossier, ruleset: Ruleset) -> list[Fact]:
    """All facts of the chain, those between the stages with them."""
    engine = _Noting()
    _outcomes(dossier, ruleset, engine)
    return engine.noted


def _bare(facts: Sequence[Fact]) -> Work:
    """One session of the extension: facts in, everything that fires out."""
    rules = {str(place): {"all": [{"m": {"$and": [{"form": rule.form}, *(
        {name: value} if relation == "==" else {{"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}[relation]: {name: value}}
        for name, relation, value in rule.when)]}}]} for place, rule in enumerate(RULES)}
    handle = extension.create_ruleset("bare", json.dumps(rules))
    told = [{**{key: value for key, value in fact.items() if key not in ("stage", "subject")}, "number": number, "sid": "bare"}
            for number, fact in enumerate(facts)]

    def work() -> int:
        _, state = extension.assert_facts(handle, json.dumps(told))
        due, fired = (extension.start_action_for_state(handle, state) or (None, None))[1], 0
        while due:
            json.loads(due)
            fired += 1
            due = extension.complete_and_start_action(handle, state)
        extension.delete_state(handle, "bare")
        if fired != len(facts):
            raise RuntimeError(f"{fired} of {len(facts)} fired")
        return fired

    return work
