"""Timings of screening: very many made-up rows by one process and by several, and pages against WeasyPrint alone."""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from section import table

from checker.capsule.capsule import capsule
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.concluding.engines import default_engine
from checker.judging.judge import judge
from checker.reporting.page import render_html
from checker.reporting.pdf import render
from checker.ruleset.loading import load
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.row import submitted
from checker.screening.tasks import Tasks
from checker.screening.worker import under

ROOT = Path(__file__).resolve().parent.parent
COMMAND = str(Path(sys.executable).with_name("checker"))
TABLE = ROOT / "samples/yuxi-projects-2021-2025.csv"
COMMON = ROOT / "samples/screening/yuxi-projects-2021-2025.yaml"
OVERLAY = ROOT / "samples/overlays/yuxi-admission-trial.yaml"
WATCHED = 0.2  # seconds between two looks
HEADINGS = ("序号", "项目名称", "依托单位", "计划投资（万元）", "用地（亩）", "用地性质", "行业代码", "性质",
            "产业结构调整指导目录类别", "能效水平", "是否新增产能", "项目内容")


def weasyprint_alone(folder: Path) -> float:
    """The seconds in which one process renders the pages of the 98, their HTML being ready."""
    setup = prepared(ScreeningTerms(TABLE, "admission-yunnan", folder, dt.date.today(), (OVERLAY,), COMMON))
    base = load("admission-yunnan")
    ruleset = under(base, setup.terms)
    tools, pages = toolchain(), []
    for task in Tasks(setup.table, setup.frame):
        submission = submitted(setup.frame, task.line, ruleset)
        case = judge(submission.dossier, ruleset, setup.terms.day, default_engine(), submission.digest)
        record = Record(submission, base, ruleset, case)
        attached = capsule([record], unregistered([record]), tools)
        pages.append((*render_html(record.words, attached, unregistered([record])), attached))
    render(*pages[0], setup.terms.day, "warm")
    start = time.perf_counter()
    for number, page in enumerate(pages):
        render(*page, setup.terms.day, str(number))
    return time.perf_counter() - start


def made_up(path: Path, rows: int) -> Path:
    """A table of made-up projects."""
    chance = random.Random(rows)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(1, rows + 1):
            writer.writerow((
                n, f"虚构项目{n}", f"虚构公司{n % 97}", chance.randint(500, 90000), chance.randint(5, 300),
                chance.choice(("site", "leased")), chance.choice(("2921", "2762", "C", "3120", "G")),
                chance.choice(("新建", "技术改造")), chance.choice(("鼓励类", "允许类", "限制类", "淘汰类")), "无标杆水平",
                "是", f"虚构内容{n}：建设生产线{chance.randint(1, 9)}条，厂房{chance.randint(1000, 9000)}平方米。"))
    return path


class Screened(NamedTuple):
    """What a whole run took: seconds on the clock, the most memory of any one process in MB, and the bytes of results
    a row.
    """

    wall: float
    memory: int
    bytes_a_row: float


def screened(rows: int, *words: object, folder: Path) -> Screened:
    """A whole run in a process of its own, watched while it runs."""
    start = time.perf_counter()
    process = subprocess.Popen([COMMAND, "screen", *map(str, words), "-o", str(folder)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), peak_of(pid))
        time.sleep(WATCHED)
    wall = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"ended with {process.returncode}: {words}")
    return Screened(wall, max(peaks.values()), (folder / "results.jsonl.gz").stat().st_size / rows)


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return [pid]
    return [pid, *(found for child in children for found in family(int(child)))]


def peak_of(pid: int) -> int:
    """The most memory that a process has had so far, in MB; 0 where it is gone."""
    try:
        said = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in said.splitlines() if line.startswith("VmHWM:")), 0)


def common_of(folder: Path) -> Path:
    """What all made-up rows have in common."""
    common = folder / "common.yaml"
    common.write_text("schema: common/1\nmade_up: true\nattributes:\n  stage: {value: 新投资, source: {place: 虚构, words: 虚构}}\n",
                      encoding="utf-8")
    return common


def rules_of(folder: Path) -> dict[str, tuple[tuple[object, ...], int]]:
    """What the rows are judged by, and the goal in rows a second for each core."""
    return {"three floors (Kunming)": (("--ruleset", "admission-kunming-etdz-2023", "--as-of", "2023-06-01", "--common",
                                        common_of(folder), "--pdf", "none"), 400),
            "24 clauses (Yunnan)": (("--ruleset", "admission-yunnan", "--as-of", "2024-06-01", "--pdf", "none"), 200)}


def _scaled(jobs: int, faster: float) -> str:
    """Whether two processes were as much faster as they should; of one, and of more than two, nothing is asked."""
    return f"≥ 1.8 {'kept' if faster >= 1.8 else '**missed**'}" if jobs == 2 else ""


def report(folder: Path) -> str:
    """Screening in tables: rows by one and by several processes, and pages beside WeasyPrint alone."""
    rows, cores = int(os.environ.get("ROWS", "10000")), len(os.sched_getaffinity(0))
    given, lines = made_up(folder / "rows.csv", rows), []
    for name, (words, goal) in rules_of(folder).items():
        found = {jobs: screened(rows, given, *words, "--jobs", jobs, folder=folder / f"{goal}-{jobs}") for jobs in (1, cores)}
        for jobs, took in found.items():
            each = rows / took.wall / jobs
            faster = found[1].wall / took.wall
            lines.append((name, str(jobs), f"{took.wall:.1f}", f"{each:.0f}",
                          f"≥ {goal} {'kept' if each >= goal else '**missed**'}", f"{faster:.2f}", _scaled(jobs, faster),
                          str(took.memory),
                          f"≤ 300 {'kept' if took.memory <= 300 else '**missed**'}", f"{took.bytes_a_row:.0f}"))
    heads = ("", "processes", "wall, s", "rows a second and process", "goal", "times faster than one", "goal",
             "most memory of a process, MB", "goal", "bytes of results a row")
    run = screened(98, TABLE, "--ruleset", "admission-yunnan", "--overlay", OVERLAY, "--common", COMMON, "--pdf", "all",
                   folder=folder / "pages").wall * cores
    alone = weasyprint_alone(folder)
    pages = (("98 pages of projects", f"{run:.1f}", f"{alone:.1f}", f"{run / alone:.2f}",
              f"≤ 1.15 {'kept' if run <= 1.15 * alone else '**missed**'}"),)
    return (f"{rows} made-up rows from a CSV to results, workbooks and portfolio, without pages of the projects "
            f"(`ROWS={rows} make bench PART=screening`).\n\n{table(heads, lines)}\n\nPages for each row; WeasyPrint sets "
            f"the same HTML in one process, the judging and all else left out.\n\n"
            f"{table(('', 'screen, s a core', 'WeasyPrint alone, s', 'ratio', 'goal'), pages)}")
