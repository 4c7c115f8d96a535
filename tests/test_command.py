"""The command as a person uses it: outputs, exit statuses, words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from bad import command
from conftest import ROOT, SAMPLES

from checker.concluding.engines import default_engine
from checker.ruleset.loading import load, locate
from checker.testing.cases import read_cases
from checker.testing.mutation import mutants, survivors
from checker.testing.running import run

STATUS = {**dict(zip(SAMPLES, (3, 1, 0), strict=True)), "made-up-project": 1}


def checker(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as the shell starts it."""
    return subprocess.run([sys.executable, "-m", "checker", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def sample(name: str) -> str:
    return str(ROOT / "samples" / f"{name}.yaml")


@pytest.mark.parametrize("name", ["made-up-project", *(pytest.param(name, marks=pytest.mark.whole) for name in SAMPLES)])
def test_check_writes_all_three_formats_and_says_so_in_one_line(name: str, tmp_path: Path) -> None:
    outputs = [str(tmp_path / f"a.{kind}") for kind in ("pdf", "json", "xlsx")]
    done = checker("check", sample(name), *[word for o in outputs for word in ("-o", o)])
    assert done.returncode == STATUS[name]
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["schema"] == "verdict/2"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.pdf", "a.xlsx"]


def test_data_goes_to_standard_output_and_talk_to_standard_error(tmp_path: Path) -> None:
    done = checker("check", sample("made-up-project"), "--format", "json", "-o", "-", "-o", str(tmp_path / "b.json"))
    assert json.loads(done.stdout) == json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert "不符合准入条件" in done.stderr
    alone = command.run("check", sample("made-up-park"), "-o", "-", "--format", "json")
    assert json.loads(alone.out)["outcome"] == "met"
    pdf = subprocess.run([sys.executable, "-m", "checker", "check", sample("made-up-project"), "-o", "-", "--format",
                          "pdf"], capture_output=True, check=False)
    assert pdf.stdout.startswith(b"%PDF-1.7")


def test_without_an_output_the_verdict_is_told_as_text() -> None:
    done = command.run("check", sample("kunming-etdz-2022"))
    assert done.out.startswith("无法判定（试算）　昆明经济技术开发区 2022 HJ 274-2015\n如适用《国家生态工业示范园区标准》")
    assert "无法判定" in done.out
    assert "工业增加值（2022）　涉及序号 2、8、10、13、14、25、26、27" in done.out
    assert done.out.rstrip().endswith("本页为规则核验意见，供审批机关参考，不替代行政决定。")


def test_the_assessment_date_comes_from_the_caller_then_the_dossier(tmp_path: Path) -> None:
    for words, day in ((["--as-of", "2016-01-01"], "2016-01-01"), ([], "2023-06-30")):
        done = command.run("check", sample("kunming-etdz-2022"), "--format", "json", *words)
        assert json.loads(done.out)["assessed_on"] == day


def test_json_is_the_same_as_yaml(tmp_path: Path) -> None:
    from conftest import sample_data

    file = tmp_path / "park.json"
    file.write_text(json.dumps(sample_data("made-up-park"), default=str, ensure_ascii=False), encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace('"period": "2024"', '"period": 2024'),
                    encoding="utf-8")
    data = json.loads(file.read_text(encoding="utf-8"))
    for entry in data["observations"] + data["lists"]:
        entry["year"] = int(entry["year"])
    data["attributes"]["construction_base_year"]["value"] = 2018
    for entry in data["lists"][0]["entries"]:
        entry["completed"] = int(entry["completed"])
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = command.run("check", str(file), "--format", "json")
    yaml = command.run("check", sample("made-up-park"), "--format", "json")
    assert json.loads(done.out)["findings"] == json.loads(yaml.out)["findings"]


@pytest.mark.parametrize("item", ["11", "HJ274-2015.11", "单位工业增加值综合能耗"])
def test_explain_tells_how_a_finding_came_about(item: str) -> None:
    done = command.run("explain", sample("yuxi-htz-2020"), item)
    assert done.status == 0
    for words in ("综合能耗总量 ÷ 工业增加值", "52.7万tce ÷ 472.2亿元", "0.1116 tce/万元", "限值 ≤0.5",
                  "“实现规模以上工业增加值（含烟）472.2亿元"):
        assert words in done.out
    assert "item.all_agree_met" not in done.out


def test_explain_of_an_open_item_names_what_would_settle_it() -> None:
    done = command.run("explain", sample("kunming-etdz-2022"), "8")
    assert "补齐后可判定：任一项（工业增加值（2022）；单位工业用地面积工业增加值的自报值及计算依据）" in done.out


def test_explain_says_first_that_the_verdict_is_a_trial() -> None:
    done = command.run("explain", sample("made-up-park"), "8")
    assert done.out.splitlines()[0] == "达标（试算）　虚构园区（演示用） 2024 HJ 274-2015"


def test_explain_of_an_unknown_item_suggests_one() -> None:
    done = command.run("explain", sample("kunming-etdz-2022"), "单位工业增加值综合能号")
    assert done.status == 2
    assert "您是否想写“单位工业增加值综合能耗”？" in done.err


def test_rules_are_listed_shown_and_tested() -> None:
    assert "hj274-2015\tHJ 274-2015\t国家生态工业示范园区标准\t园区" in command.run("rules", "list").out
    shown = command.run("rules", "show", "hj274-2015").out
    assert "综合能耗总量 ÷ 工业增加值　限值 ≤0.5" in shown
    assert "只采用自报值" in shown
    done = command.run("rules", "test", "hj274-2015")
    assert done.status == 0
    assert "全部通过" in done.out


@pytest.mark.whole
def test_no_mutant_of_the_ruleset_survives() -> None:
    rules, engine = load("hj274-2015"), default_engine()
    cases = read_cases(locate("hj274-2015"), rules)
    changed = list(mutants(rules, every=11))
    assert len(changed) > 30
    assert survivors(changed, cases, [run(case, rules, engine) for case in cases], engine) == []


@pytest.mark.whole
def test_no_mutant_at_all_of_the_ruleset_survives() -> None:
    done = checker("rules", "test", "hj274-2015", "--mutate")
    assert done.returncode == 0, done.stdout
    assert "全部被用例发现" in done.stdout


def test_the_doctor_finds_this_machine_well() -> None:
    done = command.run("doctor")
    assert done.status == 0, done.out
    assert "缺失" not in done.out


def test_help_lists_commands_and_exit_statuses() -> None:
    done = command.run("--help")
    for words in ("check", "explain", "rules", "doctor", "无法判定 / 转人工研判 / 不适用"):
        assert words in done.out


def test_the_workbook_is_the_table_to_hand_in(tmp_path: Path) -> None:
    target = tmp_path / "对照考核表.xlsx"
    command.run("check", sample("kunming-etdz-2022"), "-o", str(target))
    sheet = openpyxl.load_workbook(target)["对照考核表"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if row[0] == "序号")
    assert rows[head] == ("序号", "指标", "单位", "限值", "指标值", "判定", "数据来源", "说明")
    assert len(rows) == head + 1 + 32
    eleven = rows[head + 11]
    assert eleven[:6] == ("11", "单位工业增加值综合能耗", "tce/万元", "≤0.5", "0.064（自报）", "达标")
    assert "2.3 能源利用水平提高" in str(eleven[6])


def test_a_clause_that_does_not_apply_has_no_value_in_the_workbook(tmp_path: Path) -> None:
    target = tmp_path / "对照考核表.xlsx"
    command.run("check", sample("made-up-project"), "-o", str(target))
    rows = {row[0]: row for row in openpyxl.load_workbook(target)["对照考核表"].iter_rows(values_only=True)}
    for number in ("8", "21", "22"):
        assert rows[number][4:6] == (None, "不适用")
    assert rows["7"][4:6] == ("未触及（测算）", "未触及")


def test_the_workbook_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for by, name in ((checker, "a.xlsx"), (command.run, "b.xlsx")):
        by("check", sample("made-up-park"), "-o", str(tmp_path / name))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_closed_pipe_is_no_error() -> None:
    line = f"{sys.executable} -m checker explain {sample('kunming-etdz-2022')} | head -n 1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_every_reason_why_a_formal_verdict_is_a_trial_is_said_at_once() -> None:
    done = command.run("check", sample("kunming-etdz-2022"), "--as-of", "2022-06-30", "--purpose", "formal")
    assert "评价日期 2022-06-30" in done.err, done.err
    assert "未见原文" in done.err
