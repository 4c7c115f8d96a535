"""Generated rulesets and dossiers: both engines give the same verdict, and information is monotone."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from conftest import ENGINES, dossier, needs_durable

from checker.concluding.remembering import RememberingEngine
from checker.evidence.facts import Facts, Value
from checker.files.canonical import canonical
from checker.judging.judge import judge
from checker.measuring.limit import apply_limit
from checker.measuring.plan import plan_of
from checker.quantity.interval import Interval
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.verdict.verdict import Verdict

QUANTITIES = ("a", "b", "c", "d")
FORMULAS = ("a", "a / b", "a + b", "a - b", "a * 2 + c", "mean(a, b, c)", "max(a, b)", "min(c, d)",
            "share(a, b)", "growth(a, y-1, y)", "growth(a / b, base, y)", "a[y-1] - a", "sum(a, b, c, d)")
CONDITIONS = ("flag", "not flag", "a > b", "flag and c > 3", "flag or a[y-1] > 2", "count(things) > 1")
SOURCE = {"place": "生成", "words": "生成"}
DAY = dt.date(2024, 6, 1)


def random_limit(chance: random.Random) -> dict[str, Any]:
    relation = chance.choice(("at_most", "at_least", "above", "below", "exactly"))
    return {relation: str(chance.choice((0, 1, 2, 3, "0.5", "2.5")))}


def random_indicator(chance: random.Random, no: int) -> dict[str, Any]:
    seen = chance.choice(("official", "source", "recollected"))
    made: dict[str, Any] = {
        "id": f"GEN.{no}", "label": f"指标{no}", "category": "生成", "unit": "1", "signed": True,
        "source": {"place": "表", "name": "official", "limit": seen, "formula": "official"}}
    if chance.random() < 0.3:
        made["readings"] = {f"r{i}": {"label": f"理解{i}", "value": chance.choice(FORMULAS)} for i in range(2)}
    elif chance.random() < 0.9:
        made["value"] = chance.choice(FORMULAS)
    if chance.random() < 0.3:
        made["limit"] = [{"when": chance.choice(CONDITIONS), "case": "甲", **random_limit(chance)},
                         {"case": "乙", **random_limit(chance)}]
    else:
        made["limit"] = random_limit(chance)
    if chance.random() < 0.25:
        made["applies_when"] = chance.choice(CONDITIONS)
    return made


def random_ruleset(chance: random.Random) -> Ruleset:
    return from_data(random_rules(chance))


def random_rules(chance: random.Random) -> dict[str, Any]:
    count = chance.randint(1, 8)
    ids = [f"GEN.{no}" for no in range(1, count + 1)]
    requirements: list[dict[str, Any]] = []
    for no in range(chance.randint(1, 4)):
        members = chance.sample(ids, chance.randint(1, count))
        form: dict[str, Any] = {"all_of": members}
        if chance.random() < 0.5:
            form = {"at_least": chance.randint(1, len(members)), "of": members}
        requirements.append({"id": f"q{no}", "label": f"要求{no}", "source": {"group": "official"}, **form})
    return {
        "schema": "ruleset/1", "id": "generated", "title": "生成", "document": "GEN", "issuer": "生成",
        "judges": "park", "concludes": "conformity", "formula_language": 1,
        "in_force": {"from": "2000-01-01", "seen": "official"},
        "attributes": {"flag": {"label": "旗", "kind": "yes_no"},
                       "construction_base_year": {"label": "基准年", "kind": "year"}},
        "quantities": {name: {"label": name, "unit": "1", "scoped": name == "d", "signed": True}
                       for name in QUANTITIES},
        "lists": {"things": {"label": "物", "unit": "1"}},
        "indicators": [random_indicator(chance, no) for no in range(1, count + 1)],
        "requirements": requirements}


def extended(seed: int) -> Ruleset:
    """A generated ruleset with what the second language and the wider format bring."""
    data, chance = random_rules(random.Random(seed)), random.Random(seed + 1_000_000)
    data["formula_language"] = 2
    data["factors"] = {"k": {"label": "系数", "value": "0.5", "unit": "1", "source": {"place": "表", "seen": "official"}}}
    for indicator in data["indicators"]:
        bound = chance.choice(("at_most", "at_least", "below"))
        kind = chance.randrange(6)
        if kind == 0:
            indicator["limit"] = {bound: chance.choice(("b", "c + k", "b[2020] * k"))}
        elif kind == 1:
            indicator["limit"] = [{"year": year, **random_limit(chance)} for year in (2022, 2023)]
        elif kind == 2 and "readings" not in indicator:
            indicator["value"] = chance.choice(("a * k", "a[2020] * compound(k - 0.1 * (y - 2020), 2020, y)", "d * k"))
        elif kind == 3 and "readings" in indicator:
            for condition, reading in zip(("flag", "not flag"), indicator["readings"].values(), strict=True):
                reading["applies_when"] = condition
        elif kind == 4 and "readings" in indicator:
            for reading in indicator["readings"].values():
                reading["applies_when"] = chance.choice((*CONDITIONS, "y == 2023", "y < 2023"))
        elif kind == 5:
            indicator["scopes"] = ["甲"]
    data["side_by_side"] = {"from": "y-1", "to": "y"}
    return from_data(data)


def random_value(chance: random.Random) -> str:
    number = chance.choice(("0", "1", "2", "3", "2.5", "0.5", "10", "-1"))
    return chance.choice(("", "", "", "", "", ">", "≤", "约")) + number


def random_dossier(chance: random.Random, conflicts: bool = True) -> dict[str, Any]:
    cells = [(name, year) for name in QUANTITIES for year in (2020, 2022, 2023)]
    often = 2 if conflicts and chance.random() < 0.3 else 1
    observations = [{"quantity": name, "year": year, "value": random_value(chance), "unit": "1",
                     "source": SOURCE, **({"scope": chance.choice("甲乙")} if name == "d" else {})}
                    for name, year in cells for _ in range(often) if chance.random() < 0.75]
    made: dict[str, Any] = {
        "schema": "dossier/1", "subject": {"name": "生成", "kind": "park"}, "period": 2023,
        "against": [{"ruleset": "generated", "own": True, "ground": "生成"}],
        "attributes": {}, "observations": observations, "lists": []}
    if chance.random() < 0.7:
        made["attributes"]["flag"] = {"value": chance.random() < 0.5, "source": SOURCE}
    if chance.random() < 0.8:
        made["attributes"]["construction_base_year"] = {"value": 2020, "source": SOURCE}
    if chance.random() < 0.7:
        closed = {"complete": True, "declared_by": "生成"} if chance.random() < 0.5 else {}
        made["lists"].append({"list": "things", "source": SOURCE,
                              "entries": [{}] * chance.randint(0, 3), **closed})
    if conflicts and chance.random() < 0.3:
        made["reported"] = [{"item": "GEN.1", "value": random_value(chance), "unit": "1", "source": SOURCE}]
    return made


def with_procedure(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A dossier with what may make a verdict a trial: grounds, purposes, sources that nobody states."""
    changes: list[dict[str, Any]] = [
        {"made_up": True}, {"purpose": "trial"}, {"purpose": "formal"}, {"period": 2024}, {"against": []},
        {"against": [{"ruleset": "generated", "own": False, "ground": "生成"}]},
        {"attributes": {"flag": {"value": True}}}]
    for change in changes:
        if chance.random() < 0.15:
            data = {**data, **change}
    return data


# The last one remembers what the one before it concluded, from every pair that was judged until then.
AGREEING = [*ENGINES, RememberingEngine(ENGINES[-1])]


def judged(data: dict[str, Any], ruleset: Ruleset, which: int = 0) -> Verdict:
    return judge(dossier(data), ruleset, DAY, AGREEING[which], "sha256:generated").verdict


def agree(seed: int, *, wider: bool = False) -> None:
    """A ruleset with ten dossiers: the verdicts are equal to the byte."""
    chance = random.Random(seed)
    ruleset = extended(seed) if wider else random_ruleset(chance)
    for number in range(10):
        data = with_procedure(random_dossier(chance), random.Random(f"{seed} {number}"))
        verdicts = {canonical(judged(data, ruleset, which).plain()) for which in range(len(AGREEING))}
        assert len(verdicts) == 1, seed


@needs_durable
@pytest.mark.parametrize("seeds", [15, pytest.param(300, marks=pytest.mark.whole)])
def test_both_engines_agree_on_generated_pairs(seeds: int) -> None:
    for seed in range(seeds):
        agree(seed)


@needs_durable
@pytest.mark.parametrize("seeds", [12, pytest.param(100, marks=pytest.mark.whole)])
def test_both_engines_agree_on_what_the_wider_format_brings(seeds: int) -> None:
    for seed in range(seeds):
        agree(seed, wider=True)


@needs_durable
@pytest.mark.whole
@pytest.mark.parametrize("block", range(10))
def test_both_engines_agree_on_a_hundred_thousand_generated_pairs(block: int) -> None:
    for seed in range(1_000 + block * 1_000, 2_000 + block * 1_000):
        agree(seed)


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {"": verdict.outcome, **{r.id: r.outcome for r in verdict.requirements},
            **{f.item: f.outcome for f in verdict.findings}}


def never_reversed(before: dict[str, str], after: dict[str, str], seed: int) -> None:
    """What was decided stays as it was; only what was open may change."""
    for name, outcome in before.items():
        if outcome in ("met", "unmet") and after[name] != outcome:
            applies_after_all = after[name] == "not_applicable" and outcome == "met"
            assert applies_after_all, (seed, name, outcome, after[name])


def reveal(seed: int, *, wider: bool = False) -> None:
    """Hide half of a dossier without conflicts, then give it back piece by piece."""
    chance = random.Random(seed)
    ruleset = extended(seed) if wider else random_ruleset(chance)
    data = random_dossier(chance, conflicts=False)
    shown = {**data, "observations": [], "lists": [], "attributes": {}}
    pieces: list[tuple[str, Any]] = [("observations", o) for o in data["observations"]]
    pieces += [("lists", entry) for entry in data["lists"]]
    pieces += [("attributes", name) for name in data["attributes"]]
    chance.shuffle(pieces)
    before = outcomes(judged(shown, ruleset))
    for section, piece in pieces:
        if section == "attributes":
            shown = {**shown, "attributes": {**shown["attributes"], piece: data["attributes"][piece]}}
        else:
            shown = {**shown, section: [*shown[section], piece]}
        after = outcomes(judged(shown, ruleset))
        never_reversed(before, after, seed)
        before = after


@pytest.mark.parametrize("seeds", [50, pytest.param(200, marks=pytest.mark.whole)])
def test_information_is_monotone_on_revealed_dossiers(seeds: int) -> None:
    vague_only_in_a_condition = (10_062, 10_149, 10_218)
    for seed in (*range(seeds), *vague_only_in_a_condition):
        reveal(seed)


@pytest.mark.parametrize("seeds", [40, pytest.param(300, marks=pytest.mark.whole)])
def test_information_is_monotone_in_what_the_wider_format_brings(seeds: int) -> None:
    for seed in range(seeds):
        reveal(seed, wider=True)


@pytest.mark.whole
def test_information_is_monotone_on_five_thousand_wider_dossiers() -> None:
    for seed in range(30_000, 35_000):
        reveal(seed, wider=True)


@pytest.mark.whole
def test_information_is_monotone_on_ten_thousand_revealed_dossiers() -> None:
    for seed in range(10_000, 20_000):
        reveal(seed)


def test_the_order_of_a_dossiers_entries_changes_no_outcome() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        ruleset, data = random_ruleset(chance), random_dossier(chance)
        before = outcomes(judged(data, ruleset))
        chance.shuffle(data["observations"])
        assert outcomes(judged(data, ruleset)) == before


YEARS = ("y - base > 2", "y - base <= 3", "y == 2024", "not (y > 2020)", "base > y-3")


def condition(chance: random.Random, depth: int = 2) -> str:
    """Of years, of data, or of both."""
    if depth == 0 or chance.random() < 0.3:
        return chance.choice((*YEARS, *CONDITIONS))
    parts = [condition(chance, depth - 1) for _ in range(chance.randint(1, 3))]
    return "(" + chance.choice((" and ", " or ")).join(parts) + ")"


@pytest.mark.parametrize("seed", range(40))
def test_a_limit_of_which_the_years_settle_a_part_says_what_it_says_whole(seed: int) -> None:
    chance = random.Random(seed)
    data = random_rules(chance)
    for indicator in data["indicators"]:
        indicator["limit"] = [{"when": condition(chance), "case": f"第{i}种", **random_limit(chance)} for i in range(3)]
    ruleset = from_data(data)
    for base in (None, *range(2019, 2025)):
        values: dict[tuple[str, int | None], Value] = {
            (name, year): Interval.exact(chance.randint(0, 4)) for name in QUANTITIES for year in (2023, 2024)
            if chance.random() < 0.6}
        attributes = {"flag": chance.random() < 0.5} if chance.random() < 0.7 else {}
        for item in ruleset.items.values():
            for whole, planned in zip(item.interpretations, plan_of(ruleset, 2024, base).item(item).readings, strict=True):
                facts = Facts(2024, base, values, attributes=attributes)
                for value in (Interval.exact(chance.randint(0, 4)), Interval.at_least(1), Interval.at_most(2, closed=False)):
                    assert apply_limit(planned.rows, value, (), facts) == apply_limit(whole.rows, value, (), facts)
