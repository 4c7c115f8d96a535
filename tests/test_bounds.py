"""How much may be stated, and what it costs: copies, choices, names, streams, rows, folders."""

from __future__ import annotations

import contextlib
import copy
import fcntl
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad.command import run, says
from conftest import DAY, ENGINES, ROOT, dossier, judged, sample_data
from pages import set_once  # noqa: F401 - a fixture
from portfolios import portfolio_unset  # noqa: F401 - a fixture
from pypdf import PdfReader
from test_screening import KUNMING, ROWS, screen, table, verdicts

from checker import limits
from checker.capsule.record import Record
from checker.dossier.dossier import Dossier
from checker.dossier.submission import Submission
from checker.errors import DossierError
from checker.evidence.binding import bind
from checker.files import bounds
from checker.intake import read_dossier
from checker.judging.judge import judge
from checker.judging.judged_case import JudgedCase
from checker.limits import MOST_PRINTED, MOST_STATEMENTS
from checker.measuring import measure
from checker.measuring.choices import Choices
from checker.measuring.evaluate import evaluate
from checker.reporting.document import verdict_pdf
from checker.ruleset.loading import load
from checker.screening import worker
from checker.text.filename import printable
from checker.wording.worded import WordedVerdict

PARK = "made-up-park"
PROJECT = ROOT / "samples/made-up-project.yaml"
GUARD = 60  # seconds: generous, for a machine that is busy; what is guarded against took minutes


def _copied(times: int, *sections: str) -> dict[str, Any]:
    data = sample_data(PARK)
    for section in sections:
        data[section] = [copy.copy(entry) for entry in data[section] for _ in range(times)]
    return data


def _outcomes(verdict: WordedVerdict) -> dict[str, str]:
    return {found.item: found.outcome for found in verdict.findings}


# choices


def test_every_statement_made_a_hundred_times_costs_no_more_evaluations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a copy may cost is its place on the page; four copies took 21 s, five gave no answer."""
    count: Counter[str] = Counter()
    monkeypatch.setattr(measure, "evaluate", lambda *given: (count.update(["evaluated"]), evaluate(*given))[1])
    began = time.monotonic()
    work = {}
    for times in (1, 4, 5, 20, 100):
        count.clear()
        found = judged(_copied(times, "observations", "reported", "lists"))
        work[times] = count["evaluated"]
        assert (found.outcome, _outcomes(found)) == ("met", _outcomes(judged(sample_data(PARK))))
        assert len(found.data) == times * len(sample_data(PARK)["observations"])
        assert len(found.reported) == times * len(sample_data(PARK)["reported"])
        assert all(part.used for part in found.reported)
    count.clear()
    judged(sample_data(PARK))
    assert set(work.values()) == {count["evaluated"]}
    assert time.monotonic() - began < GUARD


def _energy(*values: tuple[str, str], **more: str) -> dict[str, Any]:
    """The made-up park with the energy of the year assessed stated as these values and units."""
    data = sample_data(PARK)
    own = [o for o in data["observations"] if o["quantity"] == "energy_use" and o["year"] == data["period"]]
    rest = [o for o in data["observations"] if o not in own]
    data["observations"] = [*rest, *({**own[0], **more, "value": value, "unit": unit} for value, unit in values)]
    return data


def test_the_same_value_in_another_unit_is_the_same_and_both_places_are_shown() -> None:
    found = judged(_energy(("72", "万tce"), ("720000", "tce"))).finding("HJ274-2015.11")
    assert found.outcome == "met"
    [evaluation] = found.evaluations
    assert [(o.value, o.unit) for o in evaluation.operands if o.quantity == "energy_use"] == [
        ("72", "万tce"), ("720000", "tce")]


def test_copies_do_not_hide_a_conflict() -> None:
    assert judged(_energy(*[("72", "万tce")] * 9, ("7200", "万tce"))).finding("HJ274-2015.11").outcome == "undetermined"


def test_the_same_figure_as_exact_and_as_approximate_are_two_statements() -> None:
    found = judged(_energy(("72", "万tce"), ("约72", "万tce"))).finding("HJ274-2015.11")
    assert found.outcome == "undetermined"
    assert "reason.approximate" in found.reasons


def test_the_same_figure_in_two_scopes_is_no_copy() -> None:
    data = sample_data(PARK)
    own = [o for o in data["observations"] if o["quantity"] == "industrial_output"]
    data["observations"] += [*own, *({**one, "scope": "规上"} for one in own)]
    values = bind(dossier(data), load("hj274-2015"), data["period"]).values["industrial_output", data["period"]]
    assert [(value.scope, len(value.everywhere)) for value in values] == [("全口径", 2), ("规上", 1)]


@pytest.mark.parametrize("many", [65, 400])
def test_more_choices_than_can_be_weighed_are_none_and_none_is_built(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = sample_data(PARK)
    for observation in list(data["observations"]):
        if observation["year"] == data["period"]:
            data["observations"] += [{**observation, "value": str(n)} for n in range(1, many)]
    built: Counter[str] = Counter()
    make = Choices._product
    monkeypatch.setattr(Choices, "_product", lambda *given: (
        choice for choice in make(*given) if built.update(["choice"]) is None))
    began = time.monotonic()
    found = judged(data).finding("HJ274-2015.11")
    assert (found.outcome, found.reasons) == ("undetermined", ["reason.too_many_choices"])
    assert built["choice"] <= 64 * 20 * len(ENGINES)
    assert time.monotonic() - began < GUARD


def test_more_reported_values_than_can_be_weighed_are_not_weighed() -> None:
    data = sample_data(PARK)
    one = next(r for r in data["reported"] if r["item"] == "HJ274-2015.20")
    data["reported"] += [{**one, "value": f"{n / 1000:.3f}"} for n in range(3000)]
    found = judged(data).finding(one["item"])
    assert (found.outcome, found.reasons) == ("undetermined", ["reason.too_many_choices"])


def test_lists_that_say_the_same_are_one_whatever_their_order() -> None:
    data = sample_data(PARK)
    data["lists"] = [*data["lists"], *({**one, "entries": one["entries"][::-1]} for one in data["lists"] for _ in range(80))]
    assert _outcomes(judged(data)) == _outcomes(judged(sample_data(PARK)))


def test_many_values_of_what_bounds_another_take_time_by_their_number() -> None:
    data = copy.deepcopy(read_dossier(PROJECT).file.data)
    place = {"place": "表1", "words": "多个"}
    data["observations"] = [{"quantity": name, "value": str(n), "unit": "万元", "source": place}
                            for name in ("total_investment", "planned_fixed_asset_investment") for n in range(1, 4000)]
    began = time.monotonic()
    judged(data)
    assert time.monotonic() - began < GUARD


def test_each_value_of_what_bounds_another_bounds_it() -> None:
    """Of two totals the smaller alone must not refuse a project that the other would let in."""
    data = copy.deepcopy(read_dossier(PROJECT).file.data)
    data["observations"] = [{"quantity": "total_investment", "value": value, "unit": "万元",
                             "source": {"place": "表1", "words": value}} for value in ("100", "90000")]
    data["against"] = [{"ruleset": "admission-kunming-etdz-2023", "own": False, "ground": "试"}]
    rules = load("admission-kunming-etdz-2023")
    values = bind(dossier(data), rules, 2023).values["planned_fixed_asset_investment", None]
    assert [value.written for value in values if value.bound_of] == ["100", "90000"]


# how much may be stated


def _with(count: int) -> dict[str, Any]:
    data = sample_data(PARK)
    data["claims"] = [{"item": "HJ274-2015.20", "why": "是", "source": {"place": "表", "words": "是"}}] * count
    return data


def test_a_dossier_of_more_statements_than_any_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.intake.MOST_STATEMENTS", 200)
    path = tmp_path / "多.json"
    path.write_text(json.dumps(_with(200), default=float), encoding="utf-8")
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    assert says(str(caught.value), "dossier.too_many", "条，超过 200 条的上限")
    assert MOST_STATEMENTS == 100_000


def test_a_page_of_more_lines_than_anybody_reads_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.reporting.document.MOST_PRINTED", 10)
    said = run("check", ROOT / f"samples/{PARK}.yaml", "-o", tmp_path / "页.pdf")
    assert said.status == 4
    assert says(said.err, "pdf.too_much", "一份核验意见最多印 10 条，未生成 PDF")
    assert not (tmp_path / "页.pdf").exists()
    assert MOST_PRINTED == 5000


def test_reading_and_judging_stop_in_time() -> None:
    with pytest.raises(DossierError) as late, bounds.bounded(1, error=DossierError, said="file"):
        time.sleep(5)
    assert says(str(late.value), "file.too_long", "1 秒之内没有读完和评判完")
    with pytest.raises(DossierError) as large, bounds.bounded(
            memory=50_000_000, error=DossierError, said="file"):
        bytearray(500_000_000)
    assert says(str(large.value), "file.no_memory", "内存超过上限")


# names on the page


def _named(name: str, sample: Path) -> tuple[Any, float]:
    read = read_dossier(sample)
    data = {**read.file.data, "subject": {**read.file.data["subject"], "name": name}}
    made: Dossier = dossier(data)
    rules = load(made.against[0].ruleset)
    case = judge(made, rules, made.assessed_on or DAY, ENGINES[0], read.digest)
    began = time.process_time()
    pdf = verdict_pdf(Record(Submission(made, read.file), rules, rules, case))
    return PdfReader(BytesIO(pdf)), time.process_time() - began


@pytest.mark.parametrize(("name", "sample"), [
    pytest.param("A" * 120, PROJECT, id="without spaces"), pytest.param("园" * 3000, PROJECT, id="long"),
    pytest.param("园" * 3000, ROOT / f"samples/{PARK}.yaml", id="long, of a park", marks=pytest.mark.whole)])
def test_a_name_stays_on_the_page_and_costs_little(name: str, sample: Path) -> None:
    page, seconds = _named(name, sample)
    assert seconds < GUARD  # a name of 3000 letters took over a minute
    first = page.pages[0]
    right = float(first.mediabox.right)
    ends: list[float] = []

    def visit(words: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if words.strip():
            wide = size * abs(cm[0] or 1) * (.66 if words[0] == name[0] == "A" else 1)
            ends.append(tm[4] * abs(cm[0] or 1) + cm[4] + (len(words.strip()) * wide if set(words.strip()) == {name[0]} else 0))

    first.extract_text(visitor_text=visit)
    assert ends
    assert max(ends) <= right
    whole = "".join("".join(page.extract_text().split()) for page in page.pages)
    assert whole.count(name[0]) >= 2 * len(name)  # whole in the facts and in the sentence
    assert f"{name[0] * 39}…" in whole  # and shortened at the head of each page


# one row never costs another


def test_an_unexpected_fault_in_one_row_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def stumbling(made: Dossier, *given: Any, **more: Any) -> JudgedCase:
        if made.subject.name == "乙项目":
            raise ZeroDivisionError("除以零")
        return judge(made, *given, **more)

    monkeypatch.setattr("checker.assessment.assess.judge", stumbling)
    said = screen(table(tmp_path), tmp_path / "结果")
    assert said.status == 4
    assert len(verdicts(tmp_path / "结果")) == len(ROWS) - 1
    assert "1 行读不出来" in said.err
    book = openpyxl.load_workbook(tmp_path / "结果/results.xlsx")
    words = "".join(str(cell.value) for row in book["读不出的行"].iter_rows() for cell in row)
    assert "评判这一行时程序出错（ZeroDivisionError：除以零）" in words


@pytest.mark.parametrize(("code", "said"), [
    ("row.too_long", "秒之内没有评判完，这一行没有结果，别的行照判"), ("row.no_memory", "所需的内存超过上限，这一行没有结果，别的行照判")])
def test_a_row_that_costs_too_much_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    """The time is the processor's: what comes of a table doesn't hang on what else the machine has to do."""

    def costly(made: Dossier, *given: Any, **more: Any) -> JudgedCase:
        while made.subject.name == "乙项目":
            if code == "row.no_memory":
                bytearray(20 * limits.MOST_MEMORY)
        return judge(made, *given, **more)

    monkeypatch.setattr("checker.assessment.assess.judge", costly)
    monkeypatch.setattr(worker, "MOST_SECONDS_A_ROW", 0.3)
    assert screen(table(tmp_path), tmp_path / "结果").status == 4
    assert len(verdicts(tmp_path / "结果")) == len(ROWS) - 1
    book = openpyxl.load_workbook(tmp_path / "结果/results.xlsx")
    words = "".join(str(cell.value) for row in book["读不出的行"].iter_rows() for cell in row)
    assert says(words, code, said)
    assert "序号 2" in words
    assert limits.MOST_SECONDS_A_ROW == 60


def _within_another() -> None:
    with bounds.bounded(30, error=DossierError, said="row"):
        pass
    time.sleep(5)


def _swallowed() -> None:
    with contextlib.suppress(BaseException):
        time.sleep(5)
    time.sleep(5)


@pytest.mark.parametrize("work", [_within_another, _swallowed])
def test_a_stop_comes_whatever_lies_between(work: Callable[[], None]) -> None:
    """Neither a bound within it nor a library that swallows the first stop lets the work go on."""
    with pytest.raises(DossierError) as late, bounds.bounded(1, error=DossierError, said="file"):
        work()
    assert says(str(late.value), "file.too_long", "1 秒之内没有读完和评判完")


def test_half_a_character_in_a_line_is_that_lines_fault(tmp_path: Path) -> None:
    good = {"项目名称": "甲项目", "计划投资（万元）": "36000", "用地（亩）": "110", "用地性质": "site",
            "行业代码": "2921", "项目阶段": "新投资"}
    path = tmp_path / "表.jsonl"
    path.write_text("\n".join([json.dumps(good), json.dumps({**good, "项目名称": "乙\udc80"}),
                               json.dumps({**good, "行业代码": "\ud83d"})]), encoding="utf-8")
    said = screen(path, tmp_path / "结果")
    assert said.status == 4
    assert [v["subject"]["name"] for v in verdicts(tmp_path / "结果")] == ["甲项目"]


# one folder, one screening


@pytest.mark.parametrize("more", [(), ("--resume",)])
def test_a_second_screening_into_a_folder_is_told(tmp_path: Path, more: tuple[str, ...]) -> None:
    folder = tmp_path / "结果"
    if more:
        screen(table(tmp_path), folder)
    folder.mkdir(exist_ok=True)
    with open(folder / ".screening.lock", "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        said = screen(table(tmp_path), folder, *more)
        assert said.status == 2
        assert "正有另一次筛查在做" in said.err
    assert screen(table(tmp_path), folder, *more).status == 0
    assert not (folder / ".screening.lock").exists()


def test_pages_of_a_screening_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        screen(table(tmp_path, ROWS[:1]), tmp_path / "结果", pdf="all")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "结果").rglob("*.*") if path.is_file()}
    assert modes == {0o600}


# streams and names of files


def _shell(words: str, folder: Path) -> tuple[int, str]:
    done = subprocess.run(["bash", "-c", words.replace("checker", f"{sys.executable} -m checker")], cwd=folder,
                          capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


@pytest.mark.parametrize(("words", "status"), [
    (f"checker check {PROJECT} >&-", 2),
    pytest.param(f"checker check {PROJECT} -o x.json >&-", 1, marks=pytest.mark.whole),
    pytest.param(f"checker check {PROJECT} >&- 2>&-", 2, marks=pytest.mark.whole),
    pytest.param(f"checker check {PROJECT} | head -1; exit ${{PIPESTATUS[0]}}", 1, marks=pytest.mark.whole),
    (f"checker check {PROJECT} -o - --format json | true; exit ${{PIPESTATUS[0]}}", 141),
    ("checker check nothing.yaml 2>&-", 4)])
def test_streams_that_are_closed_end_with_the_right_status(tmp_path: Path, words: str, status: int) -> None:
    done, said = _shell(words, tmp_path)
    assert done == status
    assert "Traceback" not in said


def test_a_file_whose_name_is_not_utf8_is_read_and_named(tmp_path: Path) -> None:
    odd = os.fsdecode("项目表.csv".encode("gb18030"))
    assert printable(odd) == "项目表.csv"
    table(tmp_path).rename(tmp_path / odd)
    said = screen(tmp_path / odd, tmp_path / "结果")
    assert said.status == 0
    name = os.fsdecode("材料.yaml".encode("gb18030"))
    (tmp_path / name).write_bytes(PROJECT.read_bytes())
    assert run("check", tmp_path / name, "-o", tmp_path / "x.pdf").status == 1
    assert "找不到这个文件" in run("check", tmp_path / os.fsdecode(b"\xb1\xff.yaml")).err


def test_a_table_wider_than_any_and_a_file_full_of_faults_are_refused_at_once(tmp_path: Path) -> None:
    wide = tmp_path / "宽.csv"
    wide.write_text(",".join(f"列{n}" for n in range(20_000)) + "\n甲,1\n", encoding="utf-8")
    said = screen(wide, tmp_path / "结果")
    assert (said.status, "这张表有 20000 列，超过 1000 列的上限" in said.err) == (4, True)
    keys = tmp_path / "键.json"
    keys.write_text(json.dumps({f"k{n}": n for n in range(20_000)}), encoding="utf-8")
    began = time.process_time()
    said = run("check", keys)
    assert said.status == 4
    assert says(said.err, "field.more", "处问题没有列出")
    many = tmp_path / "错.yaml"
    entry = "  - {quantity: energy_use, value: 甲, unit: tce, source: {place: 表, words: 甲}}\n"
    many.write_text("schema: dossier/1\nsubject: {name: 某园, kind: park}\nperiod: 2024\nagainst:\n"
                    "  - {ruleset: hj274-2015, own: true, ground: 试}\nobservations:\n" + entry * 600, encoding="utf-8")
    assert says(run("check", many).err, "error.rest", "只列出了前")
    assert time.process_time() - began < GUARD


@pytest.mark.whole
def test_two_screenings_started_together_leave_one_whole_result(tmp_path: Path) -> None:
    path, folder = table(tmp_path), tmp_path / "结果"
    words = [sys.executable, "-m", "checker", "screen", str(path), *KUNMING, "--pdf", "none", "-o", str(folder)]
    both = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert sorted(one.wait() for one in both) == [0, 2]
    assert len(verdicts(folder)) == len(ROWS)


# How much is compared, supposed, said or drawn.
SAID = {"unstated.LONGEST", "textfile._MOST_TOLD", "telling.MOST", "headings.MOST_NAMED", "common_answers.MOST_FACTS",
        "tally.MOST_OF_A_PILE", "tally.MOST_OPEN", "tally.MOST_SHOWN", "tally.MOST_NOTED", "tally.MOST_BARS",
        "row_heights.MOST_LINES"}


def test_the_limits_of_all_readers_stand_in_one_place() -> None:
    """What a reader refuses to build is bounded where all bounds can be seen; none is left that nothing keeps."""
    readers = [path for room in ("", "text/", "files/", "sheets/", "dossier/", "screening/[cghjrt]")
               for path in ROOT.glob(f"checker/{room}*.py")]
    named = re.compile(r"^(_?(?:MAX|MOST|LONGEST|LARGEST)\w*) = [0-9]", re.MULTILINE)
    found = {f"{path.stem}.{name}" for path in readers if path.stem not in ("limits", "tasks", "results_book", "result_files")
             for name in named.findall(path.read_text("utf-8"))}
    assert found == SAID
    code = "".join(path.read_text("utf-8") for path in ROOT.glob("checker/**/*.py") if path.name != "limits.py")
    assert [name for name in vars(limits) if name.isupper() and not re.search(rf"\b{name}\b", code)] == []
