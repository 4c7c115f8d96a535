"""The figures of three real documents as printed: whole rows, readable, none of them a plan taken for a fact."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from typing import Any

import pytest
from conftest import ROOT, TRANSCRIBED, dossier, judged, sample_data
from test_samples import solid

from checker.dossier.written_value import read_amount
from checker.ruleset.loading import installed, load

PLAN, GREEN, KUNMING = TRANSCRIBED
# What is ours in an entry of a list, not the document's.
OURS = {"what", "why", "unit"}
# Cells that the lines of the printed page interleave with other cells; held against 表4 or read by eye.
INTERLEAVED = {"key_projects", "reserve_projects_green_technology"}


def rows(name: str, table: str) -> dict[str, list[dict[str, Any]]]:
    """What is transcribed of a table, by the words of its rows."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for observation in sample_data(name)["observations"]:
        if observation["source"]["place"].startswith(table):
            found[observation["source"]["words"]].append(observation)
    return found


@pytest.mark.parametrize(("name", "table", "count", "columns"), [
    (PLAN, "表1 ", 12, 3), (PLAN, "表2 ", 28, 5), (PLAN, "表3 ", 4, 1), (PLAN, "表5 ", 6, 1),
    (GREEN, "表1 ", 3, 1), (GREEN, "表4 ", 4, 2), (GREEN, "表7 ", 20, 5), (GREEN, "第六章 支撑材料 (1)", 3, 2)])
def test_a_table_is_transcribed_row_by_row_and_cell_by_cell(name: str, table: str, count: int, columns: int) -> None:
    found = rows(name, table)
    assert len(found) == count
    for words, cells in found.items():
        printed = re.findall(r"<?\d+(?:\.\d+)?", words)[-columns:]
        assert [str(cell["value"]) for cell in cells] == printed, words


def test_what_the_table_of_pollutants_leaves_blank_is_not_filled() -> None:
    for words, cells in rows(GREEN, "第六章 支撑材料 (2)").items():
        printed = words.split()[2:]
        due = [(2016 + place, value) for place, value in enumerate(printed) if value != "-"]
        assert [(cell["year"], str(cell["value"])) for cell in cells] == due


@pytest.mark.parametrize("name", TRANSCRIBED)
def test_every_figure_is_an_amount_with_its_unit(name: str) -> None:
    made = dossier(sample_data(name))
    for observation in made.observations:
        read_amount(observation.value, observation.unit)
        assert observation.unit is not None, observation


@pytest.mark.parametrize("name", TRANSCRIBED)
def test_every_entry_of_a_list_stands_in_the_passages(name: str) -> None:
    data = sample_data(name)
    [document] = data["documents"].values()
    text = solid((ROOT / "samples" / document["passages"]).read_text(encoding="utf-8"))
    for stated in data["lists"]:
        for entry in stated["entries"] if stated["list"] not in INTERLEAVED else []:
            for key, value in entry.items():
                assert key in OURS or solid(str(value)) in text, (stated["list"], key, value)


def test_the_key_projects_of_the_green_plan_are_those_of_the_outline_but_for_one_phrase() -> None:
    table = (ROOT / "samples/yuxi-projects-2021-2025.csv").read_text(encoding="utf-8-sig")
    outline = {alike(row["项目名称"]): row for row in csv.DictReader(io.StringIO(table))}
    [projects] = [stated["entries"] for stated in sample_data(GREEN)["lists"] if stated["list"] == "key_projects"]
    assert [project["number"] for project in projects] == [str(number) for number in range(1, 31)]
    for project in projects:
        row = outline[alike(project["name"])]
        assert alike(project["owner"]) == alike(row["依托单位"])
        assert alike(project["years"]) == alike(row["实施年限"])
        more = ",打造数字经济第一城" if project["number"] == "20" else ""
        assert alike(project["content"]) == alike(row["原文"]).removesuffix("。") + more + (
            "。" if row["原文"].endswith("。") else ""), project["number"]


def alike(text: str) -> str:
    """Without blanks, and with one shape for letters and dashes that the two documents print differently."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("—", "-")


def test_no_ruleset_takes_a_target_or_a_projection_for_a_fact() -> None:
    known = {name for each in installed() for name in load(each).model.quantities}
    assert not [name for name in known if name.startswith(("target_", "projected_"))]
    for name in TRANSCRIBED:
        data = sample_data(name)
        for observation in data["observations"]:
            ahead = observation.get("year", 0) > data["period"]
            assert not ahead or observation["quantity"].startswith(("target_", "projected_")), observation


@pytest.mark.parametrize("name", TRANSCRIBED)
def test_each_is_judged_and_what_no_rule_asks_for_is_told(name: str) -> None:
    verdict = judged(sample_data(name))
    assert (verdict.outcome, verdict.purpose) == ("undetermined", "trial")
    assert "note.unused" in [note.code for note in verdict.notes]
