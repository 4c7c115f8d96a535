"""Last year's verdict beside this year's: what changed, and whether data or rules did it."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad.command import refused, run, says
from conftest import DAY, PLAN_SAMPLES, ROOT, SAMPLES, dossier, sample_data
from conftest import judged as judged_today
from doubted import record
from pages import edited, rewritten, small_files, with_file
from test_editions import PARK, RULES
from tiny_ruleset import rules as tiny
from tiny_ruleset import subject

from checker.assessment.assess import EarlierVerdict, Terms, assess
from checker.assessment.choosing import overlay_file
from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.opening import opened
from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.exits import Exit
from checker.explaining.previous import with_previous
from checker.files.canonical import canonical
from checker.intake import received
from checker.judging.judge import judge
from checker.reporting.phrases import amount
from checker.reporting.plain_text import report
from checker.reporting.words import restated
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.loading import from_data, load
from checker.verdict.verdict import Verdict
from checker.verifying.earlier import earlier_verdict
from checker.verifying.regenerating import _in_words
from checker.wording.speaking import worded
from checker.wording.worded import WordedVerdict

SAMPLE = ROOT / "samples" / "made-up-park.yaml"


def test_nothing_changed_since_the_same_verdict(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    run("check", SAMPLE, "-o", before)
    said = run("check", SAMPLE, "--previous", before)
    assert "0 项有变化，32 项没有；规则未变" in said.out


def judged(tmp_path: Path, name: str, rules: dict[str, Any], park: dict[str, Any], *more: object) -> WordedVerdict:
    folder = tmp_path / name / "tiny"
    folder.mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True))
    dossier = tmp_path / f"{name}.yaml"
    dossier.write_text(yaml.safe_dump(park, allow_unicode=True))
    out = tmp_path / f"{name}.json"
    said = run("check", dossier, "--ruleset", folder, "--as-of", "2024-12-31", "-o", out, *more)
    assert out.exists(), said.err
    return worded(Verdict.model_validate(json.loads(out.read_text())), load(str(folder)))


def test_another_subject_is_named_and_said(tmp_path: Path) -> None:
    before, sample = tmp_path / "before.json", small_files(tmp_path)
    run("check", *sample, "-o", before)
    data = json.loads(before.read_text(encoding="utf-8"))
    data["subject"]["name"] = "另一个园区"
    before.write_text(json.dumps(data), encoding="utf-8")
    said = run("check", *sample, "--previous", before, "-o", tmp_path / "after.pdf")
    assert says(said.err, "previous.other_subject", "上次的结论是关于“另一个园区”的")
    assert "与另一个园区2024年度结论" in "".join(opened((tmp_path / "after.pdf").read_bytes()).texts)


@pytest.mark.parametrize(("limit", "value", "cause", "outcomes"), [
    (15, 14, "data", ("met", "unmet")), (25, 20, "rules", ("met", "unmet")), (25, 26, "both", ("met", "met"))])
def test_a_change_is_put_down_to_data_or_rules(tmp_path: Path, limit: int, value: int, cause: str,
                                               outcomes: tuple[str, str]) -> None:
    judged(tmp_path, "before", RULES, PARK)
    rules, park = copy.deepcopy(RULES), copy.deepcopy(PARK)
    rules["indicators"][0]["limit"] = {"at_least": limit}
    park["observations"][0]["value"] = value
    found = judged(tmp_path, "after", rules, park, "--previous", tmp_path / "before.json")
    assert found.previous is not None
    [change] = found.previous.items
    assert (change.cause, change.before, change.after) == (cause, *outcomes)
    assert found.previous.same_rules == (limit == 15)
    assert (change.limit_before, change.limit_after) == ("≥15", f"≥{limit}")


def test_a_datum_of_another_year_is_no_change_by_itself(tmp_path: Path) -> None:
    without = copy.deepcopy(PARK)
    del without["observations"]
    judged(tmp_path, "before", RULES, without)
    found = judged(tmp_path, "after", RULES, {**without, "period": 2023}, "--previous", tmp_path / "before.json")
    assert found.previous is not None
    assert (found.previous.items, found.previous.unchanged) == ([], 1)


@pytest.mark.parametrize("written", [{"value": "20万元", "unit": None}, {"value": "200000", "unit": "元"}])
def test_the_same_amount_written_otherwise_is_no_change(tmp_path: Path, written: dict[str, Any]) -> None:
    judged(tmp_path, "before", RULES, PARK)
    park = copy.deepcopy(PARK)
    park["observations"][0] = {key: value for key, value in {**park["observations"][0], **written}.items() if value}
    found = judged(tmp_path, "after", RULES, park, "--previous", tmp_path / "before.json")
    assert found.previous is not None
    assert (found.previous.items, found.previous.unchanged) == ([], 1)


@pytest.mark.parametrize(("value", "cause"), [(20, "case"), (21, "case_and_data")])
def test_the_limit_of_another_year_is_no_change_of_rules(tmp_path: Path, value: int, cause: str) -> None:
    rules, park = copy.deepcopy(RULES), copy.deepcopy(PARK)
    rules["formula_language"] = 2
    rules["indicators"][0]["limit"] = [{"year": 2022, "at_least": 15}, {"year": 2023, "at_least": 25}]
    one = park["observations"].pop()
    park["observations"] += [copy.deepcopy({**one, "year": year, "value": given})
                             for year, given in ((2022, 20), (2023, value))]
    judged(tmp_path, "before", rules, {**park, "period": 2022})
    found = judged(tmp_path, "after", rules, {**park, "period": 2023}, "--previous", tmp_path / "before.json")
    assert found.previous is not None
    assert found.previous.same_rules
    [change] = found.previous.items
    assert (change.cause, change.before, change.after) == (cause, "met", "unmet")
    assert (change.limit_before, change.limit_after) == ("2022年：≥15", "2023年：≥25")


def test_an_overlay_is_a_change_of_rules_and_of_nothing_else(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    run("check", SAMPLE, "-o", before)
    run("check", SAMPLE, "--previous", before, "-o", after, "--overlay", ROOT / "samples/overlays/made-up-yuxi.yaml")
    found = Verdict.model_validate(json.loads(after.read_text())).previous
    assert found is not None
    assert not found.same_rules
    assert {change.item.partition(".")[2]: change.cause for change in found.items} == dict.fromkeys(
        ("11", "14", "29", "32", "L1"), "rules")


def test_the_earlier_verdict_travels_in_the_capsule(tmp_path: Path) -> None:
    before, page, sample = tmp_path / "before.json", tmp_path / "page.pdf", small_files(tmp_path)
    run("check", *sample, "-o", before)
    assert run("check", *sample, "--previous", before, "-o", page).status == 0
    import pikepdf

    with pikepdf.open(page) as file:
        assert "previous.json" in file.attachments


def test_what_is_no_earlier_verdict_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    refused(run("check", SAMPLE, "--previous", other), 2, "previous.not_a_verdict", "这不是结论文件")
    other.write_text("schema: verdict/2\n")
    other = other.rename(tmp_path / "other.yaml")
    refused(run("check", SAMPLE, "--previous", other), 2, "previous.not_a_verdict", "checker check 写出的 .json", other)
    refused(run("check", SAMPLE, "--previous", tmp_path / "none.json"), 2, "file.not_found", "找不到这个文件", tmp_path / "none.json")
    several = tmp_path / "several.json"
    run("check", SAMPLE, "--ruleset", "hj274-2015", "--ruleset", "green-park-2016", "-o", several)
    refused(run("check", SAMPLE, "--previous", several), 2, "previous.several_verdicts", "这是几个规则集并列的结论", several)
    before = tmp_path / "before.json"
    run("check", SAMPLE, "-o", before)
    data = sample_data("made-up-park")
    assert data["against"][0]["ruleset"] == "hj274-2015"
    refused(run("check", SAMPLE, "--previous", before, "--ruleset", "green-park-2016"), 2,
            "previous.other_ruleset", "上次的结论是按规则集 hj274-2015 作的，这次是 green-park-2016")
    refused(run("check", SAMPLE, "--previous", before, "--ruleset", "green-park-2016", "--ruleset", "hj274-2015"), 2,
            "previous.several_rulesets", "--previous 只能与一个规则集同用")


def test_the_capsule_alone_gives_the_verdict_again_under_its_overlay_and_beside_the_earlier_one(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    run("check", SAMPLE, "-o", before)
    overlay = overlay_file(ROOT / "samples/overlays/made-up-yuxi.yaml")
    [record] = assess(received(SAMPLE, (), DAY.year), Terms(DAY, overlays=[overlay], earlier=EarlierVerdict(earlier_verdict(before), str(before))))
    files = {file.name: json.loads(file.content) for file in capsule([record], unregistered([record]), {}) if file.name.endswith(".json")}
    assert set(files) == {"dossier.json", "ruleset.json", "overlay.json", "verdict.json", "previous.json", "issue.json",
                          "toolchain.json"}
    told = files["verdict.json"]
    day = dt.date.fromisoformat(told["assessed_on"])
    rules = amended(from_data(files["ruleset.json"]), overlay_from(files["overlay.json"]), day)
    made = dossier(files["dossier.json"])
    again = judge(made, rules, day, PlainEngine(), dossier_digest(made), told=told["ruleset"]["told"]).verdict
    assert with_previous(again, rules, files["previous.json"]).plain() == told


def test_what_an_earlier_verdict_is_of_is_said_as_it_is(tmp_path: Path) -> None:
    """A project is judged once; a park or an account is of a year."""
    for sample, which in (("made-up-project", "虚构炼钢车间改造项目 上次的结论（"), ("made-up-park", "2024 年度结论（"),
                          ("yuxi-carbon-2020", "2020 年度结论（")):
        path = ROOT / "samples" / f"{sample}.yaml"
        run("check", path, "-o", tmp_path / f"{sample}.json")
        said = run("check", path, "--previous", tmp_path / f"{sample}.json")
        assert f"{which}" in said.out, said.out
        assert ("年度结论" in said.out) == (sample != "made-up-project")
        assert "本年度所填" not in said.out or sample != "made-up-project"


def test_an_earlier_verdict_with_an_outcome_that_there_is_not_is_none(tmp_path: Path) -> None:
    run("check", SAMPLE, "-o", tmp_path / "v.json")
    verdict = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    for change in ({"outcome": "splendid"}, {"purpose": "other"},
                   {"findings": [{**verdict["findings"][0], "outcome": "x"}, *verdict["findings"][1:]]}):
        (tmp_path / "另一份.json").write_text(json.dumps({**verdict, **change}), encoding="utf-8")
        refused(run("check", SAMPLE, "--previous", tmp_path / "另一份.json"), Exit.USAGE, "previous.not_a_verdict", "另一份.json")


def test_a_verdict_in_words_of_an_older_program_is_printed_as_it_was() -> None:
    """Older programs wrote a value and what is said of it as one text, and a floor's limit without its parts."""
    for name in (*SAMPLES, *PLAN_SAMPLES, "made-up-project"):
        now = judged_today(sample_data(name))
        old = now.plain()
        for finding in old["findings"]:
            del finding["amount"]
            for evaluation in finding["evaluations"]:
                del evaluation["numbers"], evaluation["about"]
            if finding["clause"]:
                del finding["clause"]["reach"], finding["clause"]["bound"]
        again, _ = _in_words(old, name)
        assert [amount(f.amount) for f in again.findings if f.amount] == [
            amount(f.amount) for f in now.findings if f.amount]
        assert report(again) == report(now)


@pytest.mark.parametrize(("change", "told"), [
    ({"value": "约20"}, "1 个：0 个相同，1 个变了"), ({}, "1 个：1 个相同，0 个变了")])
def test_an_approximate_figure_is_not_the_exact_one(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    judged(tmp_path, "before", RULES, PARK)
    park = copy.deepcopy(PARK)
    park["observations"][0].update(change)
    found = judged(tmp_path, "after", RULES, park, "--previous", tmp_path / "before.json")
    assert told in restated(found)


def test_an_entry_of_a_list_that_is_another_is_told_as_a_change_of_data(tmp_path: Path) -> None:
    run("check", SAMPLE, "-o", tmp_path / "before.json")
    data = sample_data("made-up-park")
    listed = next(entry for entry in data["lists"] if entry["list"] == "chain_projects")
    listed["entries"][0]["completed"] = 2017
    (tmp_path / "after.json").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    run("check", tmp_path / "after.json", "--previous", tmp_path / "before.json", "-o", tmp_path / "v.json")
    found = Verdict.model_validate(json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))).previous
    assert found is not None
    assert {change.item.partition(".")[2]: change.cause for change in (*found.items, *found.moved)} == {"5": "data"}


@pytest.mark.parametrize("change", [
    {"schema": "verdict"}, {"data": [{"quantity": "q", "value": "1", "amount": "1/0", "source": {}}]},
    {"findings": [{"item": "x", "outcome": "met", "basis": "measured",
                   "evaluations": [{"basis": "measured", "outcome": "met", "data": [-1]}]}]}])
def test_a_verdict_that_none_of_ours_can_be_is_refused_everywhere(tmp_path: Path, change: dict[str, Any]) -> None:
    run("check", SAMPLE, "-o", tmp_path / "v.json")
    verdict = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    (tmp_path / "另一份.json").write_text(json.dumps({**verdict, **change}), encoding="utf-8")
    refused(run("check", SAMPLE, "--previous", tmp_path / "另一份.json"), Exit.USAGE, "previous.not_a_verdict", "另一份.json")
    assert run("regenerate", tmp_path / "另一份.json", "-o", tmp_path / "w.pdf").status == Exit.USAGE


LATER = "这是 verdict/3 格式，比本版程序认得的（verdict/1、verdict/2）新，是更新的版本写出的。请用写出它的那一版程序，或更新的版本。"


def test_a_verdict_of_a_later_format_is_told_to_be_one(tmp_path: Path) -> None:
    run("check", SAMPLE, "-o", tmp_path / "v.json")
    verdict = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    place = tmp_path / "新版.json"
    place.write_text(json.dumps({**verdict, "schema": "verdict/3"}), encoding="utf-8")
    for command in (("check", SAMPLE, "--previous", place), ("regenerate", place, "-o", tmp_path / "w.pdf")):
        refused(run(*command), Exit.USAGE, "file.later_format", f"新版.json：{LATER}")
    entry = {**verdict, "schema": "verdict/3"}
    for several in ({"schema": "verdicts/3", "verdicts": {}}, {"schema": "verdicts/2", "verdicts": [entry]}):
        place.write_text(json.dumps(several), encoding="utf-8")
        refused(run("regenerate", place, "-o", tmp_path / "w.pdf"), Exit.USAGE, "file.later_format", "是更新的版本写出的")
    place.write_text(json.dumps({"schema": "verdicts/3", "verdicts": {}}), encoding="utf-8")
    refused(run("check", SAMPLE, "--previous", place), Exit.USAGE, "file.later_format", "这是 verdicts/3 格式，比本版程序认得的（verdicts/2）新")


def test_a_page_whose_verdict_is_of_a_later_format_is_told_to_be_one(tmp_path: Path) -> None:
    run("check", *small_files(tmp_path), "-o", tmp_path / "before.json", "-o", tmp_path / "a.pdf")
    page = edited("verdict.json", lambda verdict: verdict.update(schema="verdict/3"), (tmp_path / "a.pdf").read_bytes())
    (tmp_path / "b.pdf").write_bytes(page)
    said = run("verify", tmp_path / "b.pdf")
    assert said.status == Exit.VERIFICATION_FAILED
    assert f"verdict.json：{LATER}" in said.out
    for command in (("check", SAMPLE, "--previous", tmp_path / "b.pdf"), ("regenerate", tmp_path / "b.pdf", "-o", tmp_path / "c.pdf")):
        assert LATER in run(*command).err


@pytest.fixture(name="followed", scope="module")
def fixture_followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A verdict, and the page of the same files that is compared with it."""
    folder = tmp_path_factory.mktemp("followed")
    before, page, sample = folder / "before.json", folder / "page.pdf", small_files(folder)
    run("check", *sample, "-o", before)
    run("check", *sample, "--previous", before, "-o", page)
    return before.read_bytes(), page.read_bytes()


@pytest.mark.parametrize(("previous", "said"), [
    ({}, "previous.json：不是完整的结论，不能当作上次的结论来比较：附件残缺或被改动过。"),
    ([], "previous.json：不是完整的结论，"), ({"verdicts": []}, "previous.json：不是完整的结论，"),
    ({"schema": "verdict/3"}, f"previous.json：{LATER}"),
    (None, "previous.json：是按规则集 other 作的结论，而这一份是 tiny 的，不会拿来比较：附件被换过。"),
    (b"{", "previous.json：内容残缺，或不是规范化的写法")])
def test_a_broken_earlier_verdict_is_named_where_it_is_attached(
        followed: tuple[bytes, bytes], tmp_path: Path, previous: object, said: str) -> None:
    (before, following), page = followed, tmp_path / "page.pdf"
    content = previous if isinstance(previous, bytes) else canonical(
        json.loads(before) if previous is None else previous)
    if previous is None:
        content = content.replace(b'"id":"tiny"', b'"id":"other"')
    page.write_bytes(rewritten(following, with_file("previous.json", content)))
    found = run("verify", page)
    assert found.status == Exit.VERIFICATION_FAILED
    assert said in found.out


def test_what_the_last_verdict_had_and_this_one_has_not_is_told_in_the_text(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    run("check", SAMPLE, "-o", before)
    verdict = json.loads(before.read_text(encoding="utf-8"))
    for number in ("98", "99"):
        verdict["findings"].append({**verdict["findings"][0], "item": f"HJ274-2015.{number}"})
    before.write_text(json.dumps(verdict), encoding="utf-8")
    assert "上次有而这次没有的：HJ274-2015.98、HJ274-2015.99" in run("check", SAMPLE, "--previous", before).out


def test_a_form_takes_no_verdict_of_a_later_format(tmp_path: Path) -> None:
    run("check", SAMPLE, "-o", tmp_path / "v.json")
    verdict = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    (tmp_path / "另一份.json").write_text(json.dumps({**verdict, "schema": "verdict/3"}), encoding="utf-8")
    refused(run("form", "hj274-2015", "--previous", tmp_path / "另一份.json", "-o", tmp_path / "f.xlsx"), Exit.USAGE,
            "file.later_format", LATER)


@pytest.mark.whole
def test_a_project_s_page_tells_what_changed_in_its_own_words(tmp_path: Path) -> None:
    path = ROOT / "samples" / "made-up-project.yaml"
    run("check", path, "-o", tmp_path / "before.json")
    data = sample_data("made-up-project")
    listed = next(entry for entry in data["lists"] if entry["list"] == "equipment")
    listed["entries"][0]["kind"] = "其他"
    (tmp_path / "after.json").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    run("check", tmp_path / "after.json", "--previous", tmp_path / "before.json", "-o", tmp_path / "after.pdf")
    words = "".join(opened((tmp_path / "after.pdf").read_bytes()).texts)
    assert "与上次结论相比" in words
    assert "触及→未触及" in words
    assert "ruleset.json" in words


@pytest.mark.parametrize("data", [
    {"schema": "verdict/1", "findings": ["x"]}, {"schema": "verdict/1", "findings": [{"shown": 1, "unit": "t"}]},
    {"schema": "verdict/2"}, ["verdict/2"], "verdict/2"])
def test_what_has_hardly_the_shape_of_a_verdict_makes_no_page(tmp_path: Path, data: object) -> None:
    (tmp_path / "另一份.json").write_text(json.dumps(data), encoding="utf-8")
    refused(run("regenerate", tmp_path / "另一份.json", "-o", tmp_path / "page.pdf"), Exit.USAGE, "regenerate.not_a_verdict",
            "不是本版程序的结论")


@pytest.mark.parametrize(("before", "said"), [
    ("    limit:\n      - {when: coastal, case: 沿海, at_least: 40}\n      - {at_least: 15}\n", "当时所定的一种情形：≥40"),
    ("", "未知")])
def test_a_limit_that_today_s_rules_no_longer_have_is_told_by_its_numbers(before: str, said: str) -> None:
    limit = "    limit:\n      at_least: 15\n"
    stated = subject(facts={"coastal": True}, output="30 万元", people="1 人", plant="有")
    old = record(stated, tiny((limit, before))).verdict
    found = record(stated, tiny(), old.plain()).words.previous
    assert found is not None
    [change] = found.items
    assert (change.item, change.limit_before, change.limit_after) == ("T.1", said, "≥15")
