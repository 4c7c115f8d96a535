"""How each reader of what is judged is called: as the command calls it, but that nothing of what goes wrong is put into words on the way.

Owns the calls and what is compared after each.  It must not make files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import NoReturn

from fuzz.agreements import as_openpyxl, both_scripts, differ, judged_anew, read_anew, rewritten, told_well
from fuzz.fence import ROOT
from fuzz.tables import WRITERS
from fuzz.trial import Find, said_well, worded
from projects_read import CLAUSES, FLOOR

from checker.errors import CheckerError, DossierError, Problem
from checker.files.bounds import bounded
from checker.intake import parse_dossier
from checker.quantity import amount
from checker.register.checking import check as checked_register
from checker.register.exchange import read_in
from checker.screening.preparing import ScreeningTerms, prepared
from checker.screening.results_book import results_workbook
from checker.screening.run import Screened
from checker.screening.tally import RowTally
from checker.screening.tasks import Task, Tasks
from checker.screening.worker import Worker
from checker.services.judging_files import JudgingTerms, judged
from checker.services.producing import produce, produce_explained
from checker.services.remarking import remarks
from checker.sheets.spreadsheet import sheets_of
from checker.verifying.origin import Trust
from checker.verifying.verifying import verified
from checker.zone import OFFICE_ZONE

DAY = dt.date(2025, 6, 30)
TODAY = dt.date(2026, 11, 28)
NOW = dt.datetime(2026, 11, 28, 9, tzinfo=OFFICE_ZONE)
MOST_ROWS = 12


def chosen(path: Path, count: int) -> int:
    """A number below ``count`` that hangs on the file alone."""
    return hashlib.sha256(path.read_bytes()).digest()[0] % count


def dossier(path: Path) -> None:
    """``checker check`` and ``explain``, in every form that costs little."""
    with bounded(error=DossierError, said="file"):
        if path.suffix != ".xlsx":
            rewritten(path.read_bytes(), path.name)
        records = judged(JudgingTerms(path, TODAY))
    list(remarks(records))
    for form in ("json", "text"):
        produce(records, form).decode()
    told_well(records)
    read_anew(records[0].submission)
    judged_anew(records)
    if chosen(path, 8) == 0:
        produce(records, "xlsx")
        produce_explained(records[0], "html").decode()


def either_script(path: Path) -> None:
    """A tree in YAML and in JSON; the file holds both."""
    both_scripts(json.loads(path.read_bytes()), lambda raw, name: parse_dossier(raw, name).dossier)


def cells(path: Path) -> None:
    """The cells of a workbook, beside those that another library finds in it."""
    raw = path.read_bytes()
    found = sheets_of(raw, path.name, DossierError)
    as_openpyxl(raw, {name: {str(entry.address).rpartition("!")[2] for entry in sheet.cells.values()} for name, sheet in found.items()})


class _OpenWorker(Worker):
    """Lets out what a row breaks."""

    def _failed(self, task: Task, bug: Exception) -> NoReturn:
        raise bug


def table(path: Path, ruleset: str = FLOOR, common: Path | None = None, columns: Path | None = None) -> None:
    """``checker screen``, in this process; of a long table the first rows."""
    asked = ScreeningTerms(path, ruleset, path.parent / "out", TODAY, common=common, columns=columns, pages="none")
    setup = prepared(asked)
    for told in (*setup.table.told, *setup.table.broken):
        str(told).encode()
    worker = _OpenWorker(setup.frame, setup.terms)
    every = Tasks(setup.table, setup.frame)
    tasks = every[:MOST_ROWS]
    summaries = [worker.judged(task)[0] for task in tasks]
    for task in tasks:
        try:
            record = worker.record(task)
        except DossierError as error:
            said_well(error)
        else:
            judged_anew([record])
    if chosen(path, 6) == 0:
        results_workbook(setup.report(every, Screened([], RowTally.of(summaries))), summaries)


def same_rows(path: Path) -> None:
    """The same cells as CSV, TSV, a workbook and lines of JSON: the same rows, judged the same."""
    name, rows = json.loads(path.read_bytes())
    found = {suffix: _rows(path.parent / f"t{suffix}", WRITERS[suffix](rows), name) for suffix in WRITERS}
    for suffix, outcome in found.items():
        differ(f"csv and {suffix}", found[".csv"], outcome)


def _rows(path: Path, raw: bytes, name: str) -> object:
    path.write_bytes(raw)
    try:
        setup = prepared(ScreeningTerms(path, name, path.parent / "out", TODAY, pages="none"))
    except CheckerError as error:
        said_well(error)
        return sorted({problem.code for problem in error.problems})
    worker = _OpenWorker(setup.frame, setup.terms)
    outcomes: list[list[object]] = []
    for task in Tasks(setup.table, setup.frame):
        try:
            verdict = worker.record(task).verdict
        except DossierError as error:
            said_well(error)
            outcomes.append([setup.frame.number(task.line), sorted({problem.code for problem in error.problems})])
        else:
            outcomes.append([verdict.subject.name, verdict.outcome, [(f.item, f.outcome) for f in verdict.findings]])
    return outcomes


def common(path: Path) -> None:
    """What the rows of a table have in common, with a table."""
    rewritten(path.read_bytes(), path.name)
    rows = _table_beside(path)
    table(rows, CLAUSES, common=path)


def columns(path: Path) -> None:
    """What a table's own headings stand for, with a table of such headings."""
    rows = path.parent / "t.csv"
    rows.write_text("序,名,地,总,投资额,用地情况（亩）\n1,虚构甲,10,5000,80,20\n", encoding="utf-8")
    table(rows, FLOOR, columns=path)


def _table_beside(path: Path) -> Path:
    place = path.parent / "t.csv"
    place.write_text("序号,项目名称,依托单位,行业代码,性质,原文\n1,虚构薄膜,虚构公司,2921,新建,产能7万吨/年，实际年产8万吨\n", encoding="utf-8")
    return place


def amounts(path: Path) -> None:
    """An amount as it is written: the same with blanks around it, and in full width."""
    words = path.read_bytes().decode(errors="replace")
    differ("amount in blanks", _amount(words), _amount(f" {words}\u3000"))


def _amount(words: str) -> object:
    try:
        return amount.parse(words)
    except amount.UnreadableAmount as bad:
        worded(Problem(bad.code, {"given": words}))
        return bad.code


def answers(path: Path) -> None:
    """A filled question sheet on the project that it was asked about."""
    from asked import project

    place = path.parent / "项目.json"
    place.write_text(json.dumps(project(), ensure_ascii=False, default=str), encoding="utf-8")
    records = judged(JudgingTerms(place, TODAY, answers=(path,)))
    produce(records, "text")
    judged_anew(records)


def register(path: Path) -> None:
    """A register's export, read into a new register; what was taken is sound."""
    place = path.parent / "台账.db"
    try:
        with path.open("rb") as stream:
            found = read_in(stream, path.name, str(place))
    except CheckerError:
        if list(path.parent.glob("台账.db*")):
            raise Find("disagree: half a register", "") from None
        raise
    with found:
        checked = checked_register(found)
    if checked.faults:
        raise Find("disagree: imported and not sound", "\n".join(map(str, checked.faults)))


def previous(path: Path) -> None:
    """An earlier verdict beside today's."""
    records = judged(JudgingTerms(ROOT / "samples/made-up-project.yaml", TODAY, previous=path))
    for form in ("json", "text"):
        produce(records, form).decode()
    judged_anew(records)


def pages(path: Path) -> None:
    """``checker verify``: never called identical unless it is."""
    from fuzz.seeds import pages as good

    raw = path.read_bytes()
    with bounded():
        found = verified(raw, NOW.date(), Trust(NOW))
    for answer in found.answers:
        for said in answer.said:
            if isinstance(said, Problem):
                worded(said)
            str(said).encode()
    if found.status == "identical" and raw not in good():
        raise Find("disagree: called identical", "")


def drawn(path: Path) -> None:
    """A dossier, its page, and the page verified."""
    records = judged(JudgingTerms(path, TODAY))
    raw = produce(records, "pdf")
    with bounded():
        found = verified(raw, NOW.date(), Trust(NOW))
    if found.status != "identical":
        raise Find(f"disagree: drawn page {found.status}", json.dumps([answer.plain() for answer in found.answers], ensure_ascii=False))


