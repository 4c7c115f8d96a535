"""The standards that the sources name: what each sample comes to, against sums done anew from the text."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction as F
from typing import Any

import pytest
from bad.command import refused, run
from conftest import ROOT, judged, sample_data

from checker.concluding.engines import default_engine
from checker.ruleset.edition import earliest, status
from checker.ruleset.head import heads
from checker.ruleset.loading import installed, load, locate
from checker.testing.cases import read_cases
from checker.testing.coverage import uncovered
from checker.testing.running import run as run_case
from checker.wording.worded import WordedVerdict

LAST_DAY = dt.date(2027, 12, 31)
WORDS = {"not_yet": "未施行", "perhaps_not_yet": "可能未施行", "in_force": "施行中", "perhaps_over": "可能已失效",
         "over": "已失效"}
DUE = {"carbon-account-2011", "carbon-path", "green-park-2016", "hj274-2015", "kunming-charging-2021",
       "yunnan-industry-2025", "yunnan-parks-2025", "yuxi-14th-plan", "yuxi-green-plan", "zero-carbon-account-2025",
       "zero-carbon-park-2025"}


def test_every_standard_that_the_sources_name_is_installed() -> None:
    assert set(installed()) >= DUE


@pytest.mark.parametrize("name", installed())
def test_every_ruleset_stands_each_day_as_its_changelog_says(name: str) -> None:
    model = load(name).model
    text = (locate(name) / "CHANGELOG.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- (\d{4}-\d\d-\d\d)：(\S+) → (\S+)$", text, re.M)
    day, found, before = earliest(model.in_force.since) - dt.timedelta(days=1), [], "not_yet"
    while day <= LAST_DAY:
        now = status(model.in_force, model.superseded_by, day)
        if now != before:
            found.append((day.isoformat(), WORDS[before], WORDS[now]))
        before, day = now, day + dt.timedelta(days=1)
    assert listed == found


@pytest.mark.parametrize("name", installed())
def test_every_case_beside_a_ruleset_holds_and_nothing_is_uncovered(name: str) -> None:
    rules = load(name)
    results = [run_case(case, rules, default_engine()) for case in read_cases(locate(name), rules)]
    assert [(r.case.name, r.expected, r.found) for r in results if not r.passed] == []
    assert uncovered(rules, results) == []


@pytest.mark.whole
@pytest.mark.parametrize("name", installed())
def test_no_small_wrong_change_of_a_ruleset_goes_unnoticed(name: str) -> None:
    said = run("rules", "test", name, "--mutate")
    assert (said.status, "全部被用例发现" in said.out) == (0, True), said.out


# green parks


@pytest.fixture(scope="module")
def green() -> WordedVerdict:
    return judged(sample_data("yuxi-htz-2020"), load("green-park-2016"))


def test_wastewater_is_nearly_fourfold_the_right_way_round_and_the_cut_a_ninth(green: WordedVerdict) -> None:
    [index] = green.indices
    ratios = {ratio.item: (ratio.value, ratio.inverse) for ratio in index.ratios}
    assert ratios["GP-2016.23"] == ("3.968", True)  # 5 ÷ 1.26, smaller is better
    assert ratios["GP-2016.22"] == ("0.1067", False)  # 0.32 ÷ 3
    said = run("check", ROOT / "samples" / "yuxi-htz-2020.yaml", "--ruleset", "green-park-2016").out
    assert "引领值（≤5）÷ 1.26 t/万元 ＝ 3.968" in said


def test_the_green_index_is_an_interval_on_a_stated_number_of_indicators(green: WordedVerdict) -> None:
    [index] = green.indices
    low, high = next((F(v.low), v.high) for v in index.values if v.reading == "capped_counted")
    assert 0 < low < F(high or 0) < 100
    assert (index.counted, index.known) == (24, 8)
    assert next(v.high for v in index.values if v.reading == "uncapped_counted") is None
    said = run("check", ROOT / "samples" / "yuxi-htz-2020.yaml", "--ruleset", "green-park-2016").out
    assert "依据 8/24 项" in said


def test_nothing_is_met_for_want_of_data_and_the_sentence_names_no_pass_mark(green: WordedVerdict) -> None:
    from checker.reporting.words import conclusion

    assert green.outcome == "undetermined"
    assert {f.outcome for f in green.findings if f.item.startswith("GP-2016.B")} == {"undetermined"}
    assert "及格分数" in conclusion(green)
    assert "结论只看基本要求" in conclusion(green)


def test_the_2016_table_is_superseded_for_a_later_application_and_judges_only_if_told_to(tmp_path: Any) -> None:
    text = (ROOT / "samples" / "yuxi-htz-2020.yaml").read_text(encoding="utf-8")
    dossier = tmp_path / "park.yaml"
    dossier.write_text(text.replace("ruleset: hj274-2015", "ruleset: green-park-2016"), encoding="utf-8")
    refused(run("check", dossier, "--as-of", "2026-03-31"), 2, "edition.over", "工信厅节函〔2025〕390号", dossier)
    assert run("check", dossier, "--as-of", "2026-03-31", "--ruleset", "green-park-2016").status == 3
    assert run("check", dossier, "--as-of", "2021-06-30").status == 3


# the plan with a target for each year


def test_the_green_plan_tells_path_target_and_gap_for_each_indicator() -> None:
    found = judged(sample_data("made-up-yuxi-2022"))
    parts = {part.item: part for part in found.progress}
    assert set(parts) == {f"YXG-2021.{number}" for number in range(1, 21)}
    assert all(part.target and part.end_target for part in parts.values())
    stated = [part for part in parts.values() if part.value]
    assert len(stated) >= 16
    for part in stated:
        assert part.gap is not None
        assert abs(F(part.value or 0) - F(part.target or 0) - F(part.gap)) <= abs(F(part.value or 0)) / 10**4
    energy = parts["YXG-2021.7"]
    assert (energy.start, energy.target, energy.end_target) == ("67", "67", "65")


# the carbon account, with the text's own inputs and factors, summed anew


ELECTRICITY = F("42.47") * 10**8 * F("0.50885") / 1000
COAL = F("13.33") * 10**4 * F("29.307") / 1000 * F("33.56") * F("0.93") * F(44, 12)
PETROL = F("13.33") * 10**4 * F("29.307") / 1000 * F("18.9") * F("0.98") * F(44, 12)
BREATH = F("12.2") * 10**4 * F("416.1") / 1000
WASTEWATER = 193 * F("0.51") * F("0.6") * F("0.165") * F(44, 16)
GREEN = F("50446.95") + F("239436.28")


def gas(megajoules: str) -> F:
    return F("1219.03") * 10**4 * F(megajoules) / 10**6 * F("15.3") * F("0.99") * F(44, 12)


def sinks(hours: int) -> F:
    return 43933 * F(10, 1000) + GREEN * 15 * hours / 10**6


def values(found: WordedVerdict, item: str) -> dict[str | None, F]:
    return {e.reading: F(e.values[0]) for e in found.finding(item).evaluations if e.basis == "measured" and e.decides}


def test_each_line_of_the_account_is_what_the_printed_inputs_and_factors_give() -> None:
    found = judged(sample_data("yuxi-carbon-2020"))
    assert found.outcome == "computed"
    assert values(found, "CA-2011.1") == {None: ELECTRICITY}
    assert values(found, "CA-2011.2")["gasfield_heat"] == gas("35.544")
    assert values(found, "CA-2011.2")["oilfield_heat"] == gas("38.931")
    assert values(found, "CA-2011.3") == {"coal": COAL, "petrol": PETROL}
    assert values(found, "CA-2011.4") == {None: BREATH}
    assert list(values(found, "CA-2011.5").values()) == [WASTEWATER]
    assert values(found, "CA-2011.6") == {"hours_365": sinks(8760), "hours_366": sinks(8784)}
    totals = values(found, "CA-2011.7")
    assert totals["coal_gasfield_heat_365"] == (
        ELECTRICITY + gas("35.544") + COAL + BREATH + WASTEWATER - sinks(8760))
    assert totals["petrol_oilfield_heat_366"] == (
        ELECTRICITY + gas("38.931") + PETROL + BREATH + WASTEWATER - sinks(8784))


def test_what_the_plan_prints_reproduces_or_not_and_no_factor_was_chosen_for_it() -> None:
    found = judged(sample_data("yuxi-carbon-2020"))
    rows = {(row.item, row.printed): row for row in found.reconciliation}
    assert {key: row.reproduces for key, row in rows.items()} == {
        ("CA-2011.1", "2161100"): True, ("CA-2011.2", "24100"): True, ("CA-2011.3", "447100"): True,
        ("CA-2011.3", "180300"): False, ("CA-2011.4", "50800"): True, ("CA-2011.5", "30.63"): False,
        ("CA-2011.6", "38500"): True, ("CA-2011.6", "38529.99"): True, ("CA-2011.7", "2377800"): False,
        ("CA-2011.7", "2642400"): False, ("CA-2011.7", "2644610.48"): False, ("CA-2011.7", "2644606.65"): False}
    assert F(rows["CA-2011.3", "180300"].difference) == PETROL - 180300


def test_with_the_unit_as_printed_electricity_misses_ten_thousandfold() -> None:
    found = judged(sample_data("yuxi-carbon-2020-as-printed"))
    [row] = [row for row in found.reconciliation if row.item == "CA-2011.1"]
    assert (row.reproduces, F(row.recomputed)) == (False, ELECTRICITY / 10**4)
    assert row.ratio == "0.0001"
    said = run("check", ROOT / "samples" / "yuxi-carbon-2020-as-printed.yaml").out
    assert "印出 约216.11万t　重算 216 t　差 -2160884　不复现" in said


# the projection, row by row


TABLE = ROOT / "samples" / "passages" / "yuxi-htz-carbon.txt"
START = {1: F("309848.00"), 2: F("1041.91"), 3: F("133320.19"), 4: F("114857.00"), 5: F("177.12"), 6: F(122000),
         7: F("98.43"), 8: F("38529.99")}
RATE = {1: F("0.0525"), 2: F("0.0525"), 3: F("0.0525"), 4: F("0.0420"), 5: F("0.0420"), 6: F("0.05"), 7: F("0.05"),
        8: F("0.01")}
FALL = {1: F("0.005"), 2: F("0.002"), 3: F("0.01"), 4: F("0.002"), 5: F("0.001")}


def projected(column: int, year: int, fall: F) -> F:
    value = START[column]
    for step in range(1, year - 2020 + 1):
        value *= 1 + RATE[column] - fall * step
    return value


def test_the_projection_is_held_against_the_tables_row_by_row() -> None:
    found = judged(sample_data("yuxi-carbon-path"))
    rows = {(row.item, row.year): row for row in found.reconciliation}
    printed = printed_rows()
    for scenario, table in printed.items():
        for year, cells in table.items():
            for column, cell in enumerate(cells[:8], 1):
                row = rows[f"CP-2021.{scenario}{column}", year]
                assert F(row.printed) == F(cell), (scenario, column, year)
                due = projected(column, year, FALL.get(column, F(0)) if scenario == "S" else F(0))
                places = len(cell.partition(".")[2])
                assert row.reproduces == (abs(due - F(cell)) <= F(1, 2) / 10**places), (scenario, column, year)
    good = {column: sum(rows[f"CP-2021.B{column}", year].reproduces for year in range(2021, 2036))
            for column in range(1, 9)}
    assert good == {1: 15, 2: 15, 3: 8, 4: 0, 5: 0, 6: 15, 7: 15, 8: 11}


def printed_rows() -> dict[str, dict[int, list[str]]]:
    """The rows of tables 10 and 11 as the passage prints them: the first of a year is the baseline's."""
    found: dict[str, dict[int, list[str]]] = {"B": {}, "S": {}}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"20[23]\d( -?[\d.]+){10}", line.strip()):
            year, *cells = line.split()
            table = found["S"] if int(year) in found["B"] else found["B"]
            table[int(year)] = cells
    assert [len(table) for table in found.values()] == [15, 15]
    return found


def test_a_list_takes_from_the_head_of_a_file_what_the_whole_file_says() -> None:
    found = {head.id: head for head in heads()}
    assert list(found) == installed()
    for name, head in found.items():
        model = load(name).model
        after = model.superseded_by
        assert (head.title, head.document, head.judges) == (model.title, model.document, model.judges)
        assert (head.since, head.until) == (model.in_force.since, model.in_force.until)
        assert head.successor == ((after.document, after.since) if after else None)
