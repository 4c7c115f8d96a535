"""Question sheets for tests: asked of a dossier, filled in by hand or by an office program, taken back in."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
from conftest import ROOT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.asking.given_answers import GivenAnswers
from checker.asking.joining import with_answers
from checker.asking.question_sheet import QuestionSheet
from checker.assessment.assess import Terms, assess
from checker.assessment.choosing import choose
from checker.capsule.issue import unregistered
from checker.capsule.record import Record
from checker.dossier.submission import Submission
from checker.errors import DossierError
from checker.files.textfile import read
from checker.intake import parse_dossier
from checker.reporting.document import document

DAY = dt.date(2025, 6, 30)
HEAD, QUESTIONS, FACTS = "填写信息", "问题", "已知情况"
PROJECT: dict[str, Any] = {
    "schema": "dossier/1", "made_up": True, "assessed_on": "2025-06-30",
    "subject": {"name": "虚构薄膜改扩建项目", "kind": "project", "owner": "虚构塑胶有限公司"},
    "against": [{"ruleset": "admission-yunnan", "own": True, "ground": "拟建在玉溪高新区（虚构）"}],
    "documents": {"plan": {"title": "项目表（虚构）"}},
    "attributes": {
        "industry_code": {"value": "2921", "source": {"document": "plan", "place": "第2行", "words": "BOPP薄膜"}},
        "description": {"value": "技改扩建生产线3条", "source": {"document": "plan", "place": "第2行", "words": "见左"}},
        "zone": {"value": "玉溪高新区", "source": {"document": "plan", "place": "标题", "words": "玉溪高新区"}},
        "nature": {"value": "改扩建", "source": {"document": "plan", "place": "第2行", "words": "改扩建"}}}}
PARK: dict[str, Any] = read(ROOT / "samples/made-up-park.yaml").data
ANSWERER = {"by": "虚构塑胶有限公司", "on": "2025-07-01"}
# Answers of two rounds: a fact is contradicted in the first, what it contradicts withdrawn in the second.
ROUNDS: Sequence[Mapping[tuple[str, str, str], str]] = (
    {(QUESTIONS, "attribute:catalogue_category", "value"): "限制类",
     (FACTS, "attributes/nature", "confirm"): "不属实", (FACTS, "attributes/nature", "value"): "新建"},
    {(QUESTIONS, "attribute:zoning_conforms", "value"): "是",
     (QUESTIONS, "attribute:energy_level", "value"): "无标杆水平",
     (FACTS, "attributes/nature", "by"): "虚构塑胶有限公司", (FACTS, "attributes/nature", "on"): "2025-07-05",
     (FACTS, "attributes/nature", "why"): "填错"})
Cells = Mapping[tuple[str, str, str], str | int]
Spoil = Callable[[Any], None]


def project() -> dict[str, Any]:
    return deepcopy(PROJECT)


def submitted(data: Mapping[str, Any]) -> Submission:
    return parse_dossier(json.dumps(data, ensure_ascii=False, default=str, indent=1).encode(), "项目.json")


def judged(submission: Submission, day: dt.date = DAY) -> Record:
    [record] = assess(submission, Terms(day))
    return record


def sheet_of(submission: Submission) -> bytes:
    """The blank sheet."""
    return QuestionSheet(judged(submission)).workbook()


def place(sheet: Worksheet, key: str, column: str) -> str:
    """The cell of a row in a column, by the hidden marks."""
    [start] = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == "#id"]
    columns = {cell.value: get_column_letter(i) for i, cell in enumerate(sheet[start], 1)}
    ids = [cell for cell in sheet[columns["#id"]] if cell.value == key]
    return f"{columns[f'#{column}']}{ids[0].row}"


def filled(raw: bytes, cells: Cells, spoil: Spoil | None = None, head: Mapping[str, str] = ANSWERER) -> bytes:
    """The sheet with what stands in ``cells``, by sheet, row and column; ``spoil`` does what nobody should."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for (name, key, column), value in {**{(HEAD, key, "answer"): value for key, value in head.items()},
                                       **cells}.items():
        sheet = book[name]
        sheet[place(sheet, key, column)] = value
    if spoil:
        spoil(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def taken_in(submission: Submission, *sheets: bytes, names: Sequence[str] = ()) -> Submission:
    """The submission with the answers."""
    chosen = choose(submission, (), DAY, ())
    given = [GivenAnswers(names[i] if names else f"征询{i + 1}.xlsx", raw) for i, raw in enumerate(sheets)]
    return with_answers(submission, given, [one.ruleset for one in chosen])


def answered_page() -> bytes:
    """A page with the answers of two rounds and a withdrawal."""
    handed_in = submitted(project())
    sheets: list[bytes] = []
    for cells in ROUNDS:
        sheets.append(filled(sheet_of(taken_in(handed_in, *sheets)), cells))
    record = judged(taken_in(handed_in, *sheets))
    return document([record], unregistered([record])).pdf


def refused(call: Callable[[], object]) -> list[str]:
    """What is said where something is refused."""
    try:
        call()
    except DossierError as error:
        return [str(problem) for problem in error.problems]
    raise AssertionError("it was taken")


def through_office(raw: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    (folder / "sheet.xlsx").write_bytes(raw)
    return all_through_office([folder / "sheet.xlsx"], folder / "saved").joinpath("sheet.xlsx").read_bytes()


def all_through_office(files: Sequence[Path], out: Path) -> Path:
    """The folder with the workbooks as LibreOffice saves them."""
    subprocess.run([shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{out.parent}/profile",
                    "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out),
                    *map(str, files)], check=True, capture_output=True, timeout=300)
    return out
