"""Made-up verdicts beside each other, as text that can be compared line by line: with an earlier one, by several rulesets.

``tests/made_up/compared.yaml`` holds the rules that are not in ``explained.yaml``.
``python tests/whole_comparisons.py`` writes them anew: only where a change is meant to change what is compared.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise, product
from typing import Any

from conftest import ENGINES, ROOT, dossier
from whole_explanations import DAY, Subject, case_of, rules, subject, tables

from checker.dossier.submission import dossier_digest
from checker.errors import UsageError
from checker.explaining.crosswalk import crosswalk
from checker.explaining.hypothesis import Supposed, hypothesis
from checker.explaining.previous import with_previous
from checker.explaining.unmoved import unmoved_since
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded

PLACE = ROOT / "tests/kept/comparisons"
BY_ITSELF = ("relations", "conditions", "account", "beside", "scopes", "later")
# Of an earlier verdict: what in its place is none, or another format.
WRONG: Mapping[str, Any] = {
    "nothing": None, "a list": [], "no verdict": {"schema": "verdict/2"}, "words of none": {"schema": "verdict/1"},
    "of a later format": {"schema": "verdict/9"}, "of another format": {"schema": "dossier/1"},
    "several": {"schema": "verdicts/1", "verdicts": []}, "several without a format": {"verdicts": []}}


def parts() -> dict[str, Callable[[], Iterator[str]]]:
    """What is compared."""
    return {**{f"earlier-{name}": partial(_earlier, name) for name in BY_ITSELF},
            "other-rules": _other_rules, "wrong": _wrong, "unmoved": _unmoved, "side-by-side": _side_by_side}


def told(part: Callable[[], Iterator[str]]) -> str:
    """All of it."""
    return "".join(f"{line}\n" for line in part())


def changed_rules() -> Iterator[tuple[str, Ruleset]]:
    """The made-up ruleset "later" with some sections changed."""
    for name, change in read(ROOT / "tests/made_up/compared.yaml").data["rules"].items():
        table = copy.deepcopy(tables()["later"])
        table["items"] = {key: one for key, one in {**table["items"], **change.get("items", {})}.items()
                          if key not in change.get("left_out", ())}
        yield name, rules("later", table)


def _earlier(name: str) -> Iterator[str]:
    """Each subject of a ruleset beside the one before it, or all beside each other; in values and in words."""
    table = tables()[name]
    ruleset = rules(name, table)
    judged = [(key, case_of(Subject(key, subject(stated, ruleset), ruleset)).verdict)
              for key, stated in table["subjects"].items()]
    for (one, before), (other, now) in pairwise(judged) if name != "later" else product(judged, repeat=2):
        yield from _beside(f"{name}: {other} after {one}", before, ruleset, now, ruleset)


def _other_rules() -> Iterator[str]:
    table = tables()["later"]
    first = rules("later", table)
    before = case_of(Subject("first", subject(table["subjects"]["first"], first), first)).verdict
    for (name, later), (key, stated) in product(changed_rules(), table["subjects"].items()):
        yield from _beside(f"{name}: {key}", before, first, case_of(Subject(key, subject(stated, first), later)).verdict, later)


def _beside(head: str, before: Verdict, first: Ruleset, now: Verdict, later: Ruleset) -> Iterator[str]:
    yield f"# {head}"
    for kind, data in (("values", json.loads(json.dumps(before.plain()))), ("words", worded(before, first).plain())):
        previous = with_previous(now, later, data).previous
        assert previous is not None
        plain = previous.model_dump(mode="json", exclude_defaults=True, exclude={"digest", "items", "moved"})
        items = (f"{one.item}={one.cause}" for one in previous.items)
        moved = (f"{one.item}~{one.cause}" for one in previous.moved)
        yield f"{kind} {' '.join((*items, *moved))} {json.dumps(plain, ensure_ascii=False)}"
        yield from (f"{kind} {one.before.model_dump_json(exclude_defaults=True)}"
                    for one in previous.items if one.before and "after first" in head)
    found = hypothesis(before, now, Supposed()).plain()
    if "first after" in head:
        yield re.sub(r"sha256:\w+", "#", json.dumps(found, ensure_ascii=False))


def _wrong() -> Iterator[str]:
    table = tables()["later"]
    ruleset = rules("later", table)
    now = case_of(Subject("first", subject(table["subjects"]["first"], ruleset), ruleset)).verdict
    other = rules("account", tables()["account"])
    of_others = case_of(Subject("whole", subject(tables()["account"]["subjects"]["whole"], other), other)).verdict
    for name, data in {**WRONG, "by other rules": of_others.plain(), "by other rules in words": worded(of_others, other).plain()}.items():
        try:
            with_previous(now, ruleset, data)
        except UsageError as error:
            yield from (f"# {name}: {problem.code}: {problem}" for problem in error.problems)


# What the verdict of the year before may have had in the place of what the one of this year has.
EARLIER: Mapping[str, Mapping[str, Any]] = {
    "all of it": {}, "in other units": {"a": {"value": "0.0001亿元", "unit": None}, "b": {"value": "2", "unit": "万元"}},
    "one that moved": {"e": {"value": "5.01"}}, "one of two amounts": {"k": {"value": "11"}},
    "nothing as something": {"r": {"value": "1"}}, "an unknown unit": {"e": {"unit": "斗"}}, "no number": {"e": {"value": "多"}},
    "no unit": {"e": {"value": "5", "unit": None}}, "another year": {"e": {"year": 2022}}, "only a bound": {"e": {"bound_of": "a", "value": "9"}},
    "the other year's": {"a": {"value": "100"}}}


def _unmoved() -> Iterator[str]:
    """A year beside the one before it, as whose copy it may have been made."""
    table = tables()["unmoved"]
    ruleset = rules("unmoved", table)
    now = case_of(Subject("whole", subject(table["subjects"]["whole"], ruleset), ruleset)).verdict
    own = [datum for datum in now.plain()["data"] if datum.get("year") == now.period]
    made = {name: {"period": 2023, "data": [{**datum, "year": 2023, **change.get(datum["quantity"], {})} for datum in own]}
            for name, change in EARLIER.items()}
    few = [{**datum, "year": 2023} for datum in own if datum["quantity"] in "abcde"]
    made |= {"five of them": {"period": 2023, "data": few}, "four of them": {"period": 2023, "data": few[1:]},
             "six of them": {"period": 2023, "data": [*few, {**few[0], "quantity": "j", "value": "10"}]}}
    made |= {"of the same year": {"period": 2024, "data": own}, "nothing": {"period": 2023}, "no verdict": {"data": []}}
    for name, earlier in made.items():
        yield f"# {name}"
        yield from (json.dumps(found.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
                    for found in unmoved_since(earlier, now))


def _side_by_side() -> Iterator[str]:
    """Each subject of the ruleset "later" by several rulesets at once."""
    beside = read(ROOT / "tests/made_up/compared.yaml").data["beside"]
    several = {"later": rules("later", tables()["later"]), **{name: rules(name, table) for name, table in beside.items()}}
    for key, stated in tables()["later"]["subjects"].items():
        made = dossier(subject({"attributes": {}, **{one: said for one, said in stated.items() if one not in ("reported",)}},
                               several["later"]))
        words = {name: worded(judge(made, one, DAY, ENGINES[0], dossier_digest(made)).verdict, one) for name, one in several.items()}
        for names in (("later", "near"), ("near", "none", "later"), ("none",)):
            found = crosswalk([words[name] for name in names])
            yield f"# {key} by {', '.join(names)}"
            yield from (f"{part} {json.dumps(one, ensure_ascii=False)}" for part, all_of in found.model_dump(mode="json").items()
                        for one in all_of)
            if key == "first":
                yield json.dumps(found.plain(), ensure_ascii=False)


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for name, part in parts().items():
        (PLACE / f"{name}.txt").write_text(told(part), encoding="utf-8")
