"""Timings of screening: pages against WeasyPrint alone, and ten thousand made-up rows."""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

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
HEADINGS = ("序号", "项目名称", "依托单位", "计划投资（万元）", "用地（亩）", "用地性质", "行业代码", "性质",
            "产业结构调整指导目录类别", "能效水平", "是否新增产能", "项目内容")


def screen(*words: object) -> float:
    """The seconds that a whole run takes."""
    start = time.perf_counter()
    subprocess.run([COMMAND, "screen", *map(str, words)], capture_output=True, check=True)
    return time.perf_counter() - start


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


def most_memory() -> int:
    """The most memory that any process we started has used, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def report(folder: Path) -> None:
    """Print what screening takes."""
    cores = len(os.sched_getaffinity(0))
    rules = ("--ruleset", "admission-yunnan", "--overlay", OVERLAY, "--common", COMMON)
    run = screen(TABLE, *rules, "-o", folder / "pages", "--pdf", "all") * cores
    alone = weasyprint_alone(folder)
    print(f"{'98 project pages, per core':32} {run:9.1f} s    WeasyPrint alone {alone:5.1f} s   "
          f"ratio {run / alone:.2f}   goal 1.15   {'kept' if run <= 1.15 * alone else 'missed'}")
    small, large = made_up(folder / "1000.csv", 1000), made_up(folder / "10000.csv", 10_000)
    common = folder / "common.yaml"
    common.write_text("schema: common/1\nmade_up: true\nattributes:\n  stage: {value: 新投资, source: {place: 虚构, words: 虚构}}\n",
                      encoding="utf-8")
    for name, ruleset, day, goal in (("3 floors", "admission-kunming-etdz-2023", "2023-06-01", 15),
                                     ("24 clauses", "admission-yunnan", "2024-06-01", 15)):
        words: tuple[str | Path, ...] = ("--ruleset", ruleset, "--as-of", day, "--common", common, "--pdf", "none")
        if ruleset == "admission-yunnan":
            words = (*words[:4], "--pdf", "none")
        screen(small, *words, "-o", folder / f"small-{ruleset}")
        before = most_memory()
        taken = screen(large, *words, "-o", folder / f"large-{ruleset}")
        print(f"{f'10 000 rows, {name}':32} {taken:9.1f} s    goal {goal} s   {'kept' if taken <= goal else 'missed'}   "
              f"memory {before} → {most_memory()} MB (1 000 → 10 000 rows)")
