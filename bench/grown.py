"""Made-up files of any size: whatever a dossier, a ruleset or local provisions can hold more of.

Owns what is repeated.  It must not measure.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from checker.files.textfile import read

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "made-up-park.yaml"
RULES = ROOT / "rulesets" / "hj274-2015" / "ruleset.yaml"
UNIT, MOST_YEARS = 50, 70
Data = dict[str, Any]
SOURCE = {"document": "tables", "place": "虚构的表", "words": "虚构"}
PLACE = {"place": "虚构", "name": "source", "limit": "source", "formula": "source", "note": "虚构"}


class Files(NamedTuple):
    """What is judged, by which ruleset where it is none of ours, under which provisions."""

    dossier: Path
    rules: Path | None = None
    overlays: tuple[Path, ...] = ()


def files(folder: Path, what: str, times: int) -> Files:
    """Files with so many times of ``what``."""
    place = folder / f"{what.replace(' ', '-')}-{times}"
    place.mkdir()
    dossier = copy.deepcopy(read(SAMPLE).data)
    del dossier["documents"]["tables"]["passages"], dossier["documents"]["tables"]["sha256"]
    rules, overlays = None, []
    if what in STATED:
        STATED[what](dossier, times)
    elif what in RULED:
        rules = place / "made-up-growth"
        rules.mkdir()
        _written(rules / "ruleset.yaml", RULED[what](dossier, times))
    else:
        overlays = [_written(place / f"{number}.yaml", overlay)
                    for number, overlay in enumerate(PROVIDED[what](dossier, times))]
    return Files(_written(place / "dossier.yaml", dossier), rules, tuple(overlays))


def _written(path: Path, data: Data) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    return path


def _observed(quantity: str, value: object, **more: object) -> Data:
    return {"quantity": quantity, "year": 2024, "value": str(value), "source": SOURCE, **more}


def _years(dossier: Data, times: int) -> None:
    """Every quantity that has a unit in so many more years."""
    last = {one["quantity"]: one for one in dossier["observations"] if "unit" in one}
    known = {(one["quantity"], one["year"]) for one in dossier["observations"]}
    dossier["observations"] += [{**one, "year": year} for year in range(2023, 2023 - min(times, MOST_YEARS), -1)
                                for name, one in last.items() if (name, year) not in known]


def _unknown(dossier: Data, times: int) -> None:
    dossier["observations"] += [_observed(f"虚构的数据{number}", 1, unit="t") for number in range(times * UNIT)]


def _again(dossier: Data, times: int) -> None:
    dossier["observations"] += [_observed("industrial_output", 1800, unit="亿元") for _ in range(times * UNIT)]


def _conflicting(dossier: Data, times: int) -> None:
    dossier["observations"] += [_observed("industrial_output", 1800 + number, unit="亿元") for number in range(times)]


def _many_conflicting(dossier: Data, times: int) -> None:
    """A second value of one quantity after another, and then a third, and so on."""
    names = [one for one in dossier["observations"] if "unit" in one]
    dossier["observations"] += [{**names[number % len(names)], "value": str(1 + number)} for number in range(times * UNIT)]


def _scopes(dossier: Data, times: int) -> None:
    dossier["observations"] += [_observed(name, 100 + number, unit="亿元", scope=f"口径{number}")
                                for name in ("industrial_value_added", "resource_recovery_value_added")
                                for number in range(times)]


def _prices(dossier: Data, times: int) -> None:
    dossier["observations"] += [{**one, "price_basis": f"{1900 + number}年可比价"}
                                for one in dossier["observations"][:4] for number in range(times)]


def _ranges(dossier: Data, times: int) -> None:
    """Amounts between two bounds, each again otherwise."""
    dossier["observations"] += [{**one, "value": f"{one['value']}～{10 ** 6 + number}"}
                                for one in dossier["observations"] if "unit" in one
                                for number in range(times // 10 + 1)]


def _reports(dossier: Data, times: int) -> None:
    dossier["reported"] += [{"item": "HJ274-2015.10", "value": str(number), "source": SOURCE,
                             "reading": ("construction", "three_years")[number % 2]} for number in range(times)]


def _report_years(dossier: Data, times: int) -> None:
    dossier["reported"] += [{"item": f"HJ274-2015.{20 + number % 2 * 3}", "value": str(number), "year": 2023 - number // 31 % MOST_YEARS,
                             "unit": "%", "source": SOURCE} for number in range(times * UNIT)]


def _entries(dossier: Data, times: int) -> None:
    for stated in dossier["lists"]:
        stated["entries"] = [stated["entries"][number % len(stated["entries"])] | {
            "description" if stated["list"] == "environmental_events" else
            {"chain_projects": "name", "control_targets": "pollutant"}.get(stated["list"], "theme"): f"虚构{number}"}
            for number in range(times * UNIT)]


def _versions(dossier: Data, times: int) -> None:
    """The same list stated again and again, each time with another entry."""
    dossier["lists"] += [{**one, "entries": [*one["entries"], {**one["entries"][0], "date": f"2024-01-{1 + number % 28:02}"}]}
                         for one in dossier["lists"][2:3] for number in range(times)]


def _list_years(dossier: Data, times: int) -> None:
    dossier["lists"] += [{**one, "year": 2023 - number, "entries": []}
                         for one in dossier["lists"] for number in range(min(times, MOST_YEARS))]


def _claims(dossier: Data, times: int) -> None:
    dossier["claims"] = [{"item": f"HJ274-2015.{1 + number % 32}", "why": f"虚构{number}", "source": SOURCE}
                         for number in range(times * UNIT)]


def _opinions(dossier: Data, times: int) -> None:
    dossier["opinions"] = [{"item": f"HJ274-2015.{1 + number % 32}", "finding": ("met", "unmet")[number % 2],
                            "by": f"虚构{number}", "why": "虚构", "source": SOURCE} for number in range(times * UNIT)]


def _declared(dossier: Data, times: int) -> None:
    dossier["declarations"] = [{"about": "water_scarce_city", "value": ("是", "否")[number % 2], "by": f"虚构{number}",
                                "source": SOURCE} for number in range(times * UNIT)]


def _also(dossier: Data, times: int) -> None:
    dossier["attributes"]["water_scarce_city"]["also"] = [{"value": True, "source": {**SOURCE, "place": f"表{number}"}}
                                                          for number in range(times * UNIT)]


def _documents(dossier: Data, times: int) -> None:
    dossier["documents"] |= {f"d{number}": {"title": f"虚构文件{number}"} for number in range(times * UNIT)}
    dossier["observations"] = [{**one, "source": {**one["source"], "document": f"d{number % (times * UNIT)}"}}
                               for number, one in enumerate(dossier["observations"])]


def _withdrawn(dossier: Data, times: int) -> None:
    dossier["observations"] += [_observed("industrial_output", 7000 + number, unit="亿元") for number in range(times * UNIT)]
    dossier["withdrawn"] = [{"statement": {"about": "industrial_output", "year": 2024, "value": str(7000 + number)},
                             "by": "虚构", "on": "2025-01-01", "why": "虚构", "source": SOURCE}
                            for number in range(times * UNIT)]


def _surveyed(dossier: Data, times: int) -> None:
    dossier["survey"] = [{"item": f"HJ274-2015.{1 + number % 32}", "class": "none", "why": f"虚构{number}"}
                         for number in range(times * UNIT)]


def _nothing(dossier: Data, times: int) -> None:
    names = [one["quantity"] for one in dossier["observations"]]
    dossier["observations"] += [_observed(names[number % len(names)], "无数据", unit=None)
                                for number in range(times * UNIT)]


def _bare(dossier: Data, items: int) -> Data:
    """A ruleset of so many items, each with a quantity of its own, and what it asks for."""
    rules: Data = {
        "schema": "ruleset/1", "id": "made-up-growth", "title": "虚构的标准", "document": "虚构 1", "issuer": "虚构",
        "judges": "park", "concludes": "conformity", "formula_language": 2,
        "in_force": {"from": "2016-01-01", "seen": "source"}, "checked": {"on": "2024-01-01", "good_for_years": 9},
        "note": "虚构",
        "quantities": {f"q{n}": {"label": f"虚构数据{n}", "unit": "t"} for n in range(items)},
        "indicators": [{"id": f"MADE-UP-GROWTH.{n}", "label": f"虚构指标{n}", "category": "虚构", "unit": "t",
                        "value": f"q{n} + q{(n + 1) % items}", "limit": {"at_least": 1}, "source": PLACE}
                       for n in range(items)],
        "requirements": [{"id": "all", "label": "虚构", "all_of": [f"MADE-UP-GROWTH.{n}" for n in range(items)],
                          "source": {"group": "source"}}],
        "clauses": []}
    dossier |= {"against": [], "reported": [], "lists": [], "attributes": {}, "observations": [
        _observed(f"q{n}", n, unit="t") for n in range(items)]}
    return rules


def _open_items(dossier: Data, times: int) -> Data:
    """Half of the data are missing."""
    rules = _bare(dossier, times * 5)
    dossier["observations"] = dossier["observations"][::2]
    return rules


def _optional_items(dossier: Data, times: int) -> Data:
    """One of two in each of many requirements, half of the data missing."""
    rules = _open_items(dossier, times)
    names = rules["requirements"][0]["all_of"]
    rules["requirements"] = [{"id": f"r{n}", "label": f"虚构{n}", "at_least": 1, "of": names[n:n + 5],
                              "source": {"group": "source"}} for n in range(0, len(names), 5)]
    return rules


def _readings(dossier: Data, times: int) -> Data:
    rules = _bare(dossier, 3)
    rules["indicators"][0]["readings"] = {f"r{n}": {"label": f"虚构{n}", "let": {"share": str(n + 1)}}
                                          for n in range(times * 2)}
    rules["indicators"][0]["value"] = "q0 * share"
    return rules


def _rows(dossier: Data, times: int) -> Data:
    rules = _bare(dossier, 3)
    rules["factors"] = {"step": {"label": "虚构", "value": 1, "unit": "t", "source": {"place": "虚构", "seen": "source"}}}
    rules["indicators"][0]["limit"] = [*({"when": f"q1 > {n + 10} * step", "case": f"虚构{n}", "at_least": n + 1}
                                         for n in range(times)), {"case": "其他", "at_least": 1}]
    return rules


def _overlay(number: int, **what: object) -> Data:
    return {"schema": "overlay/1", "id": f"made-up-growth-{number}", "title": f"虚构规定{number}", "issuer": "虚构",
            "document": f"虚构{number}", "made_up": True, "base": {"ruleset": "hj274-2015"},
            "in_force": {"from": "2020-01-01", "seen": "source"}, "note": "虚构", **what}


def _local(number: int, count: int) -> Data:
    ids = [f"MADE-UP-GROWTH-{number}.{n + 1}" for n in range(count)]
    return {"indicators": [{"id": one, "label": f"虚构{one}", "category": "虚构", "unit": "亿元/km2",
                            "value": "industrial_output / industrial_land", "limit": {"at_least": n + 1},
                            "source": PLACE} for n, one in enumerate(ids)],
            "requirements": [{"id": f"local{number}", "label": f"虚构{number}", "all_of": ids,
                              "source": {"place": "虚构", "group": "source"}}]}


def _overlays(dossier: Data, times: int) -> list[Data]:
    return [_overlay(number, add=_local(number, 1)) for number in range(times)]


def _additions(dossier: Data, times: int) -> list[Data]:
    return [_overlay(0, add=_local(0, times * 3))]


STATED: Mapping[str, Callable[[Data, int], None]] = {
    "years of all quantities": _years, "statements of unknown data": _unknown, "the same value again": _again,
    "conflicting values of a quantity": _conflicting, "conflicting values of many quantities": _many_conflicting,
    "scopes": _scopes, "price bases": _prices, "ranges": _ranges, "words for nothing": _nothing,
    "reported values of readings": _reports, "reported values of items and years": _report_years,
    "entries of lists": _entries, "versions of a list": _versions, "years of lists": _list_years, "claims": _claims,
    "opinions": _opinions, "declarations": _declared, "statements of a fact": _also, "documents": _documents,
    "withdrawals": _withdrawn, "survey": _surveyed}
RULED: Mapping[str, Callable[[Data, int], Data]] = {
    "items": lambda dossier, times: _bare(dossier, times * 5), "items, half of the data missing": _open_items,
    "requirements, half of the data missing": _optional_items, "readings of an item": _readings,
    "rows of a limit": _rows}
PROVIDED: Mapping[str, Callable[[Data, int], list[Data]]] = {
    "provisions": _overlays, "items of a provision": _additions}
EVERYTHING = (*STATED, *RULED, *PROVIDED)
