"""The made-up park against the independent oracle: every datum taken out, every limit approached."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import oracle
import pytest
from conftest import judged, sample_data

from checker.quantity.unit import Unit

NAME = "made-up-park"
PREFIX = "HJ274-2015."


def park_of(data: dict[str, Any]) -> oracle.Park:
    """The dossier's data in base units, without any code of the judging."""
    park = oracle.Park(int(data["period"]))
    for name, attribute in data["attributes"].items():
        if name == "construction_base_year":
            park.base = int(attribute["value"])
        else:
            park.truths[name] = attribute["value"]
    for entry in data["observations"]:
        if "unit" not in entry:
            park.words[entry["quantity"]] = entry["value"]
            continue
        number = F(str(entry["value"])) * Unit(entry["unit"]).factor
        park.numbers[(entry["quantity"], int(entry["year"]))] = number
    for entry in data["lists"]:
        entries: list[dict[str, object]] = [{key: str(value).removesuffix(" t") for key, value in e.items()} for e in entry["entries"]]
        park.lists[entry["list"]] = (entry.get("complete", False), entries)
    for entry in data["reported"]:
        park.reports[int(entry["item"].removeprefix(PREFIX))] = F(str(entry["value"]))
    return park


def outcomes(data: dict[str, Any]) -> tuple[str, dict[int, str]]:
    verdict = judged(data)
    return verdict.outcome, {int(f.item.removeprefix(PREFIX)): f.outcome for f in verdict.findings}


def data_of(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every datum that can be taken out: the section and its key."""
    return ([("attributes", name) for name in data["attributes"]]
            + [(section, i) for section in ("observations", "reported", "lists")
               for i in range(len(data[section]))]
            + [("complete", i) for i in range(len(data["lists"]))]
            + [("entry", (i, j)) for i, e in enumerate(data["lists"]) for j in range(len(e["entries"]))])


def without(data: dict[str, Any], datum: tuple[str, Any]) -> dict[str, Any]:
    section, key = datum
    if section == "complete":
        del data["lists"][key]["complete"], data["lists"][key]["declared_by"]
    elif section == "entry":
        del data["lists"][key[0]]["entries"][key[1]]
    else:
        del data[section][key]
    return data


def test_the_made_up_park_meets_everything_and_so_says_the_oracle() -> None:
    found = outcomes(sample_data(NAME))
    assert found == oracle.verdict(park_of(sample_data(NAME)))
    assert found[0] == "met"
    assert set(found[1].values()) == {"met"}


@pytest.mark.parametrize("datum", data_of(sample_data(NAME)), ids=str)
def test_without_a_datum_the_outcome_is_the_oracles_and_never_better(datum: tuple[str, Any]) -> None:
    data = without(sample_data(NAME), datum)
    found = outcomes(data)
    assert found == oracle.verdict(park_of(data))
    hit = [no for no, outcome in found[1].items() if outcome == "undetermined"]
    required = any(no in oracle.REQUIRED for no in hit)
    alone = any(not any(found[1][no] == "met" for no in group) for group in oracle.GROUPS.values())
    assert found[0] == ("undetermined" if required or alone else "met")


@pytest.mark.parametrize("step", [211, pytest.param(7, marks=pytest.mark.whole)])
def test_without_any_two_data_the_outcome_is_the_oracles(step: int) -> None:
    data = data_of(sample_data(NAME))
    kept = [datum for datum in data if datum[0] in ("attributes", "observations", "reported")]
    for i, first in enumerate(kept):
        for second in kept[i + 1:: step]:
            changed = without(without(sample_data(NAME), second), first)
            assert outcomes(changed) == oracle.verdict(park_of(changed)), (first, second)


# For each indicator: the datum that is moved, the value at which the limit is reached exactly, and a
# small move to the wrong side.  Worked out by hand from the sample's other numbers.
AT_LIMIT = [
    (1, "high_tech_output", 2024, "540", "539.999999"),
    (4, "resource_recovery_value_added", 2024, "138", "137.9999"),
    (6, "solid_waste_utilised", 2024, "28.7", "28.69999"),
    (7, "secondary_resources_recycled", 2024, "16", "15.99999"),
    (11, "energy_use", 2024, "230", "230.000001"),
    (14, "fresh_water_use", 2024, "3680", "3680.0001"),
    (15, "reused_water", 2024, "7050", "7049.9999"),
    (16, "reclaimed_water_reused", 2024, "360", "359.9999"),
    (17, "key_sources_compliant", 2024, "25", "24"),
    (21, "audited_enterprises", 2024, "12", "11"),
    (24, "solid_waste_disposed", 2024, "7", "6.9999999"),
    (27, "wastewater_discharged", 2024, "3220", "3220.0001"),
    (28, "solid_waste_generated", 2024, "46", "46.00001"),
    (29, "park_area", 2024, "80", "80.00001"),
    (30, "disclosing_enterprises", 2024, "30", "29"),
]


@pytest.mark.parametrize(("no", "quantity", "year", "at", "past"), AT_LIMIT, ids=str)
def test_exactly_at_the_limit_is_met_and_just_past_it_is_not(
        no: int, quantity: str, year: int, at: str, past: str) -> None:
    for value, expected in ((at, "met"), (past, "unmet")):
        data = sample_data(NAME)
        for entry in data["observations"]:
            if entry["quantity"] == quantity and entry["year"] == year:
                entry["value"] = value
        found = outcomes(data)[1][no]
        assert found == oracle.item(park_of(data), no)
        assert found == (expected if no != 29 or expected == "met" else "undetermined")


@pytest.mark.parametrize(("no", "move"), [(20, "99.9"), (23, "0"), (31, "99.99999")])
def test_a_reported_percentage_below_a_hundred_is_unmet(no: int, move: str) -> None:
    data = sample_data(NAME)
    for entry in data["reported"]:
        if entry["item"] == f"{PREFIX}{no}":
            entry["value"] = move
    assert outcomes(data)[1][no] == "unmet"
    assert outcomes(data)[0] == "unmet"


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize(("no", "quantity"), [
    (3, "industrial_value_added"), (8, "industrial_land"), (9, "industrial_land"),
    (10, "energy_use"), (13, "fresh_water_use"), (12, "renewable_energy_use"), (26, "co2_emissions"),
    (25, "cod_emissions"), (25, "so2_emissions"), (25, "nox_emissions"),
    (25, "ammonia_nitrogen_emissions")])
def test_swept_over_three_decades_each_datum_gives_what_the_oracle_gives(no: int, quantity: str, step: int) -> None:
    for factor in ("0.03", "0.3", "0.5", "0.8", "0.95", "1.05", "1.2", "1.5", "2", "3", "30")[::step]:
        data = sample_data(NAME)
        for entry in data["observations"]:
            if entry["quantity"] == quantity and entry["year"] == 2024:
                entry["value"] = str(F(str(entry["value"])) * F(factor) + 0).split("/")[0]
        assert outcomes(data) == oracle.verdict(park_of(data)), factor


def test_growth_exactly_at_its_limit_is_met() -> None:
    """300 growing 15 % a year for three years is 456.2625; irrational neighbours fall on either side."""
    for value, expected in (("456.2625", "met"), ("456.2624999999999999", "unmet"),
                            ("456.2625000000000001", "met")):
        data = sample_data(NAME)
        for entry in data["observations"]:
            if entry["quantity"] == "industrial_value_added" and entry["year"] == 2024:
                entry["value"] = value
        assert outcomes(data)[1][3] == expected


def test_of_several_people_counts_all_have_to_agree() -> None:
    data = sample_data(NAME)
    for entry in data["observations"]:
        if entry["quantity"] == "residents":
            entry["value"] = "40"
    finding = judged(data).finding("HJ274-2015.2")
    assert finding.outcome == "undetermined"
    assert finding.reasons == ["reason.readings_differ"]
