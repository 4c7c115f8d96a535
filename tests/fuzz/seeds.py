"""Good files of every kind, from which hostile ones are made: the samples, the kept kinds, filled forms and sheets.

Owns what is taken and that it is made once, before anything is watched.  It must not spoil anything.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import asked
import confirmation_sheets
import filled_forms
import openpyxl
import registers
from conftest import ROOT
from forms import filled
from fuzz.branches import at, places
from fuzz.tables import as_workbook
from good_dossier import GOOD
from projects_read import CLAUSES, FLOOR, PLAIN, form_bytes, form_of, project
from tiny_ruleset import CASES, RULESET

from checker.assessment.assess import Terms, assess
from checker.capsule.issue import unregistered
from checker.files.textfile import parse, read
from checker.intake import parse_dossier
from checker.register.exchange import write_to
from checker.register.founding import opened
from checker.reporting.document import document
from checker.ruleset.loading import locate, rules_file

Rows = list[list[str]]
SAMPLES = ROOT / "samples"
KINDS = ROOT / "tests/kept/kinds"
FORMULAS = ("value", "prohibited_when", "applies_when", "when", "equals", "holds")
ANSWERED = ("attribute:catalogue_category", "attribute:zoning_conforms", "attribute:energy_level")


@cache
def dossiers() -> list[Any]:
    """Parks and projects, small ones."""
    paths = [SAMPLES / f"{name}.yaml" for name in ("made-up-project", "made-up-park", "made-up-yuxi-2022", "yuxi-carbon-2020")]
    kinds = [path for path in sorted(KINDS.glob("*.yaml")) if not path.name.endswith(".common.yaml")]
    made = [parse(GOOD.encode(), "good.yaml").data, asked.project(), filled_forms.PROJECT_DATA]
    return [*(read(path).data for path in [*paths, *kinds]), *(json.loads(json.dumps(one, default=str)) for one in made)]


@cache
def forms() -> list[bytes]:
    """Filled forms of a park and of projects."""
    park = form_bytes(filled(filled_forms.PARK, filled_forms.park_data()))
    whole = form_bytes(filled(filled_forms.PROJECT, filled_forms.PROJECT_DATA))
    floors = [form_of(project(name))[0] for name in (FLOOR, CLAUSES)]
    return [park, whole, *floors, *(path.read_bytes() for path in sorted(KINDS.glob("*.xlsx")))]


@cache
def plain_tables() -> list[Rows]:
    """Tables that begin with their headings."""
    kept = [list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))) for path in sorted(KINDS.glob("*.csv"))]
    sample = list(csv.reader(io.StringIO((SAMPLES / "yuxi-projects-2021-2025.csv").read_text(encoding="utf-8-sig"))))
    return [_grid(FLOOR), _grid(CLAUSES), sample[:6], [sample[0], *sample[40:44]], *kept]


def _grid(ruleset: str) -> Rows:
    one = project(ruleset)
    return [["序号", *(one.heading(name) for name in PLAIN[ruleset])], *([number, *PLAIN[ruleset].values()] for number in "12")]


@cache
def rulesets() -> list[Any]:
    """Small rulesets."""
    files = [SAMPLES / f"rulesets/{name}/ruleset.yaml" for name in ("made-up-scoring", "made-up-shortfalls", "park-figures")]
    installed = [ROOT / f"rulesets/{name}/ruleset.yaml" for name in (FLOOR, "admission-qingyuan-2024", "zero-carbon-account-2025")]
    return [parse(RULESET.encode(), "tiny.yaml").data] * 3 + [read(path).data for path in [*files, *installed]]


@cache
def cases() -> list[Any]:
    """The cases of the tiny ruleset."""
    return [parse(CASES.encode(), "cases.yaml").data]


@cache
def formulas() -> list[tuple[str, str]]:
    """Every formula of some rulesets, with the ruleset whose names it speaks of."""
    found = []
    for name in ("hj274-2015", "carbon-path", "admission-yunnan", "zero-carbon-park-2025", FLOOR, "yuxi-14th-plan"):
        data = rules_file(locate(name)).data
        for place in places(data):
            words = at(data, place)
            if isinstance(words, str) and (place[-1] in FORMULAS or place[0] == "definitions" or place[-2:-1] == ("readings",)):
                found.append((name, words))
    return found


@cache
def overlays() -> list[Any]:
    """Local provisions; those of a park and of projects."""
    return [read(path).data for path in sorted((SAMPLES / "overlays").glob("*.yaml"))]


@cache
def commons() -> list[Any]:
    """What the projects of a table have in common."""
    return [read(SAMPLES / "screening/yuxi-projects-2021-2025.yaml").data, *(read(path).data for path in sorted(KINDS.glob("*.common.yaml")))]


@cache
def mappings() -> list[Any]:
    """What a table's own headings stand for."""
    return [{"schema": "columns/1", "columns": {"投资额": "计划总投资", "用地情况（亩）": "用地面积"}},
            {"schema": "columns/1", "columns": {"序": "序号", "名": "项目名称", "地": "用地面积（亩）", "总": "计划总投资（万元）"}}]


@cache
def question_sheets() -> list[bytes]:
    """Filled question sheets on one project."""
    blank = asked.sheet_of(asked.submitted(asked.project()))
    answers = {(asked.QUESTIONS, key, "value"): value for key, value in zip(ANSWERED, ("限制类", "是", "达到标杆水平"), strict=True)}
    facts = {(asked.FACTS, "attributes/nature", "confirm"): "不属实", (asked.FACTS, "attributes/nature", "value"): "新建"}
    gone = {(asked.FACTS, "attributes/nature", key): value for key, value in (("by", "甲"), ("on", "2025-07-01"), ("why", "填错"))}
    return [asked.filled(blank, answers), asked.filled(blank, {**answers, **facts}), asked.filled(blank, {**answers, **gone})]


@cache
def confirming_sheets() -> list[bytes]:
    """Filled sheets on which limits are confirmed."""
    found = []
    for change in (lambda sheet: None, lambda sheet: sheet.tick(), lambda sheet: sheet.differ(confirmation_sheets.item("11"), "≤0.4")):
        sheet = confirmation_sheets.Sheet()
        change(sheet)
        out = io.BytesIO()
        sheet.book.save(out)
        found.append(out.getvalue())
    return found


@cache
def exports() -> list[bytes]:
    """A register as lines."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "台账.db"
        registers.filled(place, 3)
        out = place.with_name("台账.jsonl")
        with opened(str(place)) as register:
            write_to(register, out)
        return [out.read_bytes()]


def _records(name: str) -> Any:
    raw = (SAMPLES / f"{name}.yaml").read_bytes()
    return assess(parse_dossier(raw, f"{name}.yaml"), Terms(asked.DAY))


@cache
def verdicts() -> list[Any]:
    """Verdicts as they are written."""
    return [json.loads(json.dumps(record.verdict.plain())) for name in ("made-up-project", "made-up-park") for record in _records(name)]


@cache
def pages() -> list[bytes]:
    """Pages of this version: of a project, and one with answers."""
    records = _records("made-up-project")
    return [document(records, unregistered(records)).pdf, asked.answered_page()]


@cache
def workbooks() -> list[bytes]:
    """Tables in workbooks: as texts, with numbers of many formats, the sample's first rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in _grid(FLOOR):
        sheet.append([float(cell) if cell.replace(".", "").isdigit() and len(cell) > 4 else cell for cell in row])
    sheet["G2"].number_format = '0.0"万"'
    out = io.BytesIO()
    book.save(out)
    return [out.getvalue(), *(as_workbook(rows) for rows in plain_tables()[:3])]
