"""One made-up project in every kind of file: as YAML, as JSON, as a filled form, as a row of a table.

Owns the writing of the files and what their readers make of them.  It must not expect anything.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from conftest import in_words
from forms import Form
from openpyxl.cell import WriteOnlyCell

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import Submission
from checker.errors import DossierError
from checker.files.canonical import digest
from checker.forms.filled import parse_form
from checker.intake import parse_dossier
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.screening.columns import Known
from checker.screening.common import parse_common
from checker.screening.row import frame_of
from checker.screening.table import read_table
from checker.screening.tasks import Task
from checker.screening.worker import RowTerms, Worker
from checker.wording.worded import WordedVerdict

FLOOR, CLAUSES = "admission-kunming-etdz-2023", "admission-yunnan"
DAY = dt.date(2025, 6, 30)
GENERAL = {"name": "项目名称", "owner": "依托单位"}
PERIOD = 2025
FLOORS = {"name": "虚构包装项目", "owner": "虚构包装公司", "industry_code": "2319", "stage": "新投资", "land_basis": "项目用地",
          "land_area": "200", "total_investment": "80000", "planned_fixed_asset_investment": "72000"}
ANSWERS = {"name": "虚构薄膜项目", "owner": "虚构薄膜公司", "description": "新建塑料薄膜生产线", "industry_code": "2921",
           "catalogue_category": "允许类", "nature": "新建", "adds_capacity": "是", "zone": "玉溪高新区", "energy_level": "达到标杆水平",
           "adds_smelting": "否", "zoning_conforms": "是", "in_compliant_park": "是"}
PLAIN = {FLOOR: FLOORS, CLAUSES: ANSWERS}
UNITS = {"land_area": "亩", "total_investment": "万元", "planned_fixed_asset_investment": "万元"}


@dataclass(frozen=True)
class Cell:
    """What a workbook stores, and the format in which it shows it."""

    value: Any
    style: str


@dataclass(frozen=True)
class Project:
    """The data of a project by their names; what is left out is not stated at all."""

    ruleset: str
    data: Mapping[str, Any]
    units: Mapping[str, str | None]

    def label(self, name: str) -> str:
        model = load(self.ruleset).model
        return GENERAL.get(name) or {**model.quantities, **model.attributes}[name].label

    def heading(self, name: str) -> str:
        unit = self.units.get(name)
        return f"{self.label(name)}（{unit}）" if unit else self.label(name)


def project(ruleset: str, change: Mapping[str, Any] | None = None, units: Mapping[str, str | None] | None = None) -> Project:
    """The plain project with some data changed; a datum that becomes None is left out."""
    data = {**PLAIN[ruleset], **(change or {})}
    return Project(ruleset, {name: value for name, value in data.items() if value is not None}, {**UNITS, **(units or {})})


@dataclass(frozen=True)
class Read:
    """What a reader made of a project: a verdict, or the complaints, each with where it is about."""

    verdict: WordedVerdict | None
    complaints: tuple[str, ...] = ()

    @property
    def meaning(self) -> tuple[Any, ...]:
        """All that the verdict decides and lacks, without the words that it was stated in."""
        assert self.verdict is not None, self.complaints
        return (self.verdict.outcome,
                tuple((f.item, f.outcome, f.value) for f in self.verdict.findings),
                tuple(sorted(lacking.name for lacking in self.verdict.missing)))

    @property
    def quoted(self) -> set[str]:
        """The words that state nothing, where they are told."""
        assert self.verdict is not None, self.complaints
        return {words for lacking in self.verdict.missing for words in lacking.unstated} | {
            str(note.params["words"]) for note in self.verdict.notes if note.code == "note.unstated"}


Reader = Callable[[Sequence[Project], Path], list[Read]]


def _judged(submission: Submission, ruleset: str) -> Read:
    return Read(in_words(submission.dossier, load(ruleset), DAY, PlainEngine(), submission.digest))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value


def dossier_data(stated: Project) -> dict[str, Any]:
    """The project as the plain data of a dossier."""
    model = load(stated.ruleset).model
    source = {"place": "申请书", "words": "原文"}
    data: dict[str, Any] = {
        "schema": "dossier/1", "made_up": True, "subject": {"kind": "project"}, "assessed_on": DAY.isoformat(),
        "against": [{"ruleset": stated.ruleset, "own": True, "ground": "虚构"}],
        "attributes": {}, "declarations": [], "observations": []}
    for name, written in stated.data.items():
        value = _plain(written)
        if name in GENERAL:
            data["subject"][name] = value
        elif name in model.quantities:
            unit = {"unit": stated.units[name]} if stated.units.get(name) else {}
            data["observations"].append({"quantity": name, "value": value, **unit, "source": source})
        elif model.attributes[name].declared:
            data["declarations"].append({"about": name, "value": value, "by": str(_plain(stated.data["owner"])), "source": source})
        else:
            data["attributes"][name] = {"value": value, "source": source}
    return data


def _of_file(raw: bytes, name: str, stated: Project) -> Read:
    try:
        return _judged(parse_dossier(raw, name), stated.ruleset)
    except DossierError as error:
        data = dossier_data(stated)
        return Read(None, tuple(f"{_where(problem.path, data, stated)}：{problem}" for problem in error.problems))


def _where(path: Sequence[Any], data: Mapping[str, Any], stated: Project) -> str:
    """The label of the datum that a path is about."""
    if path[:1] in (("observations",), ("declarations",)):
        entry = data[path[0]][path[1]]
        return stated.label(entry.get("quantity") or entry["about"])
    return stated.label(path[1]) if len(path) > 1 and path[0] in ("attributes", "subject") and path[1] != "kind" else ""


class _Whole(yaml.SafeDumper):
    """Writes what stands twice in full: the reader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written_whole(data: Mapping[str, Any], kind: str) -> bytes:
    """A dossier's plain data as a file."""
    if kind == "json":
        return json.dumps(data, ensure_ascii=False).encode()
    return yaml.dump(data, Dumper=_Whole, allow_unicode=True).encode()


def as_yaml(projects: Sequence[Project], _: Path) -> list[Read]:
    return [_of_file(written_whole(dossier_data(one), "yaml"), "a.yaml", one) for one in projects]


def as_json(projects: Sequence[Project], _: Path) -> list[Read]:
    return [_of_file(written_whole(dossier_data(one), "json"), "a.json", one) for one in projects]


@cache
def _blank(ruleset: str) -> bytes:
    return form_bytes(Form(ruleset, period=PERIOD))


def form_bytes(form: Form) -> bytes:
    """The workbook of a form as a file."""
    out = io.BytesIO()
    form.book.save(out)
    return out.getvalue()


def form_of(stated: Project) -> tuple[bytes, dict[str, str]]:
    """The filled form, and where each datum stands in it."""
    form = Form(stated.ruleset, _blank(stated.ruleset))
    for name, value in (("assessed_on", DAY.isoformat()), ("own", "是"), ("ground", "虚构"), ("made_up", "是")):
        form.basic(name, value)
    model, places = load(stated.ruleset).model, {}
    for name, written in stated.data.items():
        value, style = _plain(written), written.style if isinstance(written, Cell) else None
        if name in GENERAL:
            places[name] = form.basic(name, value)
            continue
        sheet, heading = ("数据", "数值") if name in model.quantities else ("情况", "填写内容")
        places[name] = form.put(sheet, stated.label(name), heading, value, style)
        form.source(sheet, stated.label(name))
        if name in model.quantities and stated.units.get(name):
            form.put(sheet, stated.label(name), "单位（必填）", stated.units[name])
        if name in model.attributes and model.attributes[name].declared:
            form.put(sheet, stated.label(name), "由谁负责（必填）", _plain(stated.data["owner"]))
    return form_bytes(form), places


def _row(address: str) -> str:
    """The sheet and the row of a cell: a datum's unit stands beside it."""
    return re.sub("!([A-Z]+)", "!", address)


def as_form(projects: Sequence[Project], _: Path) -> list[Read]:
    found = []
    for one in projects:
        raw, places = form_of(one)
        labels = {_row(place): one.label(name) for name, place in places.items()}
        try:
            found.append(_judged(parse_form(raw, "a.xlsx"), one.ruleset))
        except DossierError as error:
            found.append(Read(None, tuple(
                f"{labels.get(_row(str(p.path[0])) if p.path else '', '')}：{p}" for p in error.problems)))
    return found


def _sheet(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    sheet.append(headings)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, _plain(value))
            if isinstance(value, Cell):
                cell.number_format = value.style
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _separated(mark: str) -> Callable[[Path, Sequence[str], Sequence[Sequence[Any]]], None]:
    def write(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=mark).writerows([headings, *([_plain(value) for value in row] for row in rows)])
        path.write_bytes(out.getvalue().encode())
    return write


def _lines(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    path.write_text("\n".join(json.dumps({heading: _plain(value) for heading, value in zip(headings, row, strict=True)
                                          if value is not None}, ensure_ascii=False) for row in rows), encoding="utf-8")


def _table(suffix: str, write: Callable[[Path, Sequence[str], Sequence[Sequence[Any]]], None]) -> Reader:
    """A reader of projects as rows of tables: one for those that share ruleset and headings."""
    def read(projects: Sequence[Project], folder: Path) -> list[Read]:
        found: dict[int, Read] = {}
        kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for place, one in enumerate(projects):
            headings = tuple(one.heading(name) for name in PLAIN[one.ruleset])
            kinds.setdefault((one.ruleset, headings), []).append(place)
        for (ruleset, headings), places in kinds.items():
            rows = [[place, *(projects[place].data.get(name) for name in PLAIN[ruleset])] for place in places]
            path = folder / f"t{suffix}"
            write(path, ("序号", *headings), rows)
            found |= _rows(path, ruleset)
        return [found[place] for place in range(len(projects))]
    return read


def _rows(path: Path, name: str) -> dict[int, Read]:
    ruleset: Ruleset = load(name)
    table = read_table(path, Known(ruleset))
    assert not table.broken, [str(problem) for problem in table.broken]
    raw = json.dumps({"schema": "common/1", "assessed_on": DAY.isoformat(), "made_up": True,
                      "against": [{"ruleset": name, "own": True, "ground": "虚构"}]}).encode()
    frame = frame_of(table.name, table.headings, ruleset, (parse_common(raw, "common.json"), raw))
    worker, found = Worker(frame, RowTerms(name, (), DAY, "none", "")), {}
    for line in table.lines:
        try:
            read = Read(worker.record(Task(digest(line.place.encode()), line, "")).words)
        except DossierError as error:
            read = Read(None, tuple(map(str, error.problems)))
        found[int(frame.number(line))] = read
    return found


READERS: dict[str, Reader] = {
    "yaml": as_yaml, "json": as_json, "form": as_form, "workbook": _table(".xlsx", _sheet), "csv": _table(".csv", _separated(",")),
    "tsv": _table(".tsv", _separated("\t")), "lines": _table(".jsonl", _lines)}
WORKBOOKS = ("form", "workbook")
TABLES = ("workbook", "csv", "tsv", "lines")
