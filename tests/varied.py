"""Made-up dossiers by made-up rulesets that use everything, varied one by one, and what is judged of each as text.

``python tests/varied.py`` writes it anew: only where a change is meant to change verdicts, and says so.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from conftest import DAY, ENGINES, ROOT, dossier
from whole_verdicts import _lines as lines

from checker.concluding.engine import Engine
from checker.dossier.submission import dossier_digest
from checker.explaining.explained import explained
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data

MADE = ROOT / "tests/made_up/kinds"
PLACE = ROOT / "tests/kept/kinds_judged"
KINDS = sorted(path.stem for path in MADE.iterdir())
Data = dict[str, Any]
THIS_STATE = "as it is"  # the digest of the ruleset that an overlay confirms


@cache
def kind(name: str) -> Data:
    """Ruleset, dossier and variations, as they are written."""
    return dict(read(MADE / f"{name}.yaml").data)


@cache
def ruleset(name: str) -> Ruleset:
    """The ruleset of a kind."""
    return from_data(copy.deepcopy(kind(name)["ruleset"]))


def base(name: str) -> Data:
    """The dossier as it is before anything is varied."""
    data: Data = copy.deepcopy(kind(name)["dossier"])
    data["attributes"] = {key: {"value": value, "source": _source(value)} for key, value in data["attributes"].items()}
    data["observations"] = [_observation(row) for row in data["observations"]]
    for section in ("reported", "claims", "lists", "declarations", "opinions"):
        data[section] = [_sourced(each) for each in data.get(section, [])]
    return data


def _source(words: object) -> Data:
    return {"document": "plan", "place": "表", "words": str(words)}


def _sourced(each: Data) -> Data:
    return {**each, "source": _source(each.get("value") or each.get("why") or "表")}


def _observation(row: str) -> Data:
    quantity, year, value, *rest = row.split()
    named = dict(zip(("unit", "scope", "price_basis"), rest, strict=False))
    dated = {} if year == "-" else {"year": int(year)}
    return {"quantity": quantity, **dated, "value": value, **named, "source": _source(value)}


def _called(each: Data) -> str:
    """``output@2024``, as variations name a datum or a list."""
    name = each.get("quantity") or each["list"]
    return f"{name}@{each['year']}" if "year" in each else name


def varied(name: str, changes: Mapping[str, Any]) -> Data:
    """The dossier with the changes of a variation."""
    data = base(name)
    stated = {_called(each): each for each in (*data["observations"], *data["lists"])}
    for key in changes.get("drop", ()):
        data["observations"] = [each for each in data["observations"] if _called(each) != key]
        data["lists"] = [each for each in data["lists"] if _called(each) != key]
    for field, word in (("value", "put"), ("shown", "shown"), ("scope", "scope"), ("price_basis", "price")):
        for key, value in changes.get(word, {}).items():
            _set(stated[key], {field: value, **({"source": _source(value)} if word == "put" else {})})
    for key, fields in changes.get("list", {}).items():
        _set(stated[key], fields)
    _set(data["attributes"], {key: value if value is None else {"value": value, "source": _source(value)}
                              for key, value in changes.get("fact", {}).items()})
    for key, value in changes.get("again", {}).items():
        data["attributes"][key]["also"] = [{"value": value, "source": _source(value)}]
    for key in changes.get("unsourced", ()):
        del data["attributes"][key]["source"]
    data["observations"] += map(_observation, changes.get("also", ()))
    data["lists"] += map(_sourced, changes.get("also_list", ()))
    data["reported"] = [each for each in data["reported"] if each["item"] not in changes.get("unreport", ())]
    for section, word in (("reported", "report"), ("declarations", "declare"), ("opinions", "opine"), ("claims", "claim")):
        data[section] += map(_sourced, changes.get(word, ()))
    data["withdrawn"] = [{"statement": _statement(key, data), "by": "虚构的丙", "on": "2025-05-01", "why": "填错", "source": _source("填错")}
                         for key in changes.get("withdrawn", ())]
    if "only" in changes:
        data = {key: value for key, value in data.items() if key not in ("attributes", "observations", "lists", "reported", "claims", "declarations", "opinions")}
    if "selected" in changes:
        data["selected"] = changes["selected"]
    if "default" in changes:
        data["defaults"] = changes["default"]
    return {**data, **changes.get("dossier", {})}


def _set(place: Data, fields: Mapping[str, Any]) -> None:
    """Change fields; those that are nothing go."""
    for key, value in fields.items():
        if value is None:
            place.pop(key, None)
        else:
            place[key] = value


def _statement(key: str, data: Data) -> Data:
    about, _, year = key.partition("@")
    if about in data["attributes"]:
        return {"about": about, "value": data["attributes"][about]["value"]}
    return {"about": about, "year": int(year)} if year else {"about": about}


def told(name: str, title: str, engine: Engine = ENGINES[0]) -> Data:
    """What is judged of a variation, or of the dossier itself, and what explains it."""
    changes = kind(name)["variations"].get(title) or {}
    made, rules = dossier(varied(name, changes)), ruleset(name)
    day = dt.date.fromisoformat(str(changes["day"])) if "day" in changes else made.assessed_on or DAY
    for number in changes.get("overlays", ()):
        overlay = copy.deepcopy(kind(name)["overlays"][int(number)])
        if overlay["base"].get("digest") == THIS_STATE:
            overlay["base"]["digest"] = rules.digest
        rules = amended(rules, overlay_from(overlay), day)
    case = judge(made, rules, day, engine, dossier_digest(made), changes.get("purpose"), told=bool(changes.get("told")))
    whole = {"verdict": case.verdict.plain(), "explanation": explained(case, rules).plain()}
    plain: Data = json.loads(json.dumps(whole, ensure_ascii=False))
    del plain["verdict"]["dossier"]["digest"]
    return plain


def titles(name: str) -> list[str]:
    """The dossier itself, and its variations."""
    return ["", *kind(name)["variations"]]


def text(name: str, title: str) -> list[str]:
    """What is judged of the dossier, line by line; of a variation, what differs from that."""
    if not title:
        return "".join(lines(told(name, ""), "")).splitlines()
    return list(differing(_first(name), told(name, title), ""))


@cache
def _first(name: str) -> Data:
    """What is judged of the dossier itself."""
    return told(name, "")


def differing(first: Any, here: Any, place: str) -> Iterator[str]:
    """Where two differ, and what is there in the second one."""
    if type(first) is not type(here):
        yield f"{place} {json.dumps(here, ensure_ascii=False)}"
    elif isinstance(first, dict):
        for key in {**first, **here}:
            if key not in here:
                yield f"{place}.{key} gone"
            elif key not in first:
                yield f"{place}.{key} {json.dumps(here[key], ensure_ascii=False)}"
            else:
                yield from differing(first[key], here[key], f"{place}.{key}")
    elif isinstance(first, list) and len(first) == len(here) and any(isinstance(each, (dict, list)) for each in first):
        for number, pair in enumerate(zip(first, here, strict=True)):
            yield from differing(*pair, f"{place}[{number}]")
    elif isinstance(first, list) and first != here and any(isinstance(each, dict) for each in [*first, *here]):
        same, ends = 0, 0
        while same < min(len(first), len(here)) and first[same] == here[same]:
            same += 1
        while ends < min(len(first), len(here)) - same and first[-1 - ends] == here[-1 - ends]:
            ends += 1
        yield f"{place}[{same}:{len(first) - ends}] of {len(first)} becomes"
        yield from (f"  {json.dumps(each, ensure_ascii=False)}" for each in here[same:len(here) - ends])
    elif first != here:
        yield f"{place} {json.dumps(here, ensure_ascii=False)}"


def kept(name: str) -> dict[str, list[str]]:
    """What was judged of each, by its title."""
    found: dict[str, list[str]] = {}
    for line in (PLACE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            mine = found[line[2:]] = []
        else:
            mine.append(line)
    return found


def write(place: Path = PLACE) -> None:
    """Write all anew."""
    place.mkdir(exist_ok=True)
    for name in KINDS:
        said = "".join("".join(f"{line}\n" for line in (f"# {title}", *text(name, title))) for title in titles(name))
        (place / f"{name}.txt").write_text(said, encoding="utf-8")


if __name__ == "__main__":
    write()
