"""A dossier's form in the hands of somebody who fills it in: from a dossier's plain data, or cell by cell."""

from __future__ import annotations

import io
import pickle
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from checker.forms import layout
from checker.forms.blank import basic_label, blank_form
from checker.forms.request import shown_unit
from checker.forms.years import Years, series
from checker.messages import CATALOGUE
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

# A heading with its real year, by what it says of that year.
SAID = re.compile("^[0-9]{4}年（(.+)）$")
TRUTH = {True: "是", False: "否"}
CODES = "行业代码"


@cache
def blank(name: str, period: int, base: int | None) -> bytes:
    return blank_form(load(name), Years(period, base))


@cache
def _opened(data: bytes, codes: bool) -> bytes:
    """The workbook as it was read, pickled: to unpickle it takes a quarter of the time.

    The names of the codes, which nobody reads, are most of a project's form: they are only there where asked for.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    if not codes and CODES in book.sheetnames:
        sheet = book[CODES]
        sheet._cells = {place: cell for place, cell in sheet._cells.items() if place[0] < 9}
    return pickle.dumps(book)


@cache
def _labels() -> frozenset[str]:
    return frozenset(CATALOGUE[code] for code in CATALOGUE if code.startswith("form.list."))


class Form:
    """The workbook of a ruleset's form, written to by sheet, row and column as a person finds them."""

    def __init__(self, name: str, data: bytes | None = None, period: int = 2024, base: int | None = None,
                 ruleset: Ruleset | None = None, codes: bool = False) -> None:
        self.ruleset: Ruleset = ruleset or load(name)
        self.book = pickle.loads(_opened(data or blank(name, period, base), codes))

    def columns(self, sheet: str) -> tuple[int, dict[str, int]]:
        """The row of the headings, and the column of each."""
        labels = _labels()
        for number, row in enumerate(self.book[sheet].iter_rows(values_only=True), 1):
            if sum(value is not None for value in row) > 1 and row[0] not in labels:
                return number, {SAID.sub(r"\1", str(value)): column for column, value in enumerate(row, 1) if value}
        raise LookupError(sheet)

    def row_of(self, sheet: str, name: str) -> int:
        """The row whose first cell is ``name``."""
        return next(row for row in range(1, self.book[sheet].max_row + 1)
                    if self.book[sheet].cell(row, 1).value == name)

    def cell(self, sheet: str, row: int | str, heading: str) -> Any:
        row = self.row_of(sheet, row) if isinstance(row, str) else row
        return self.book[sheet].cell(row, self.columns(sheet)[1][heading])

    def put(self, sheet: str, row: int | str, heading: str, value: Any, style: str | None = None) -> str:
        """Write into a cell; returns its address."""
        cell = self.cell(sheet, row, heading)
        cell.value = value
        if style:
            cell.number_format = style
        return f"{sheet}!{cell.coordinate}"

    def basic(self, name: str, value: Any) -> str:
        return self.put("基本情况", basic_label(name, self.ruleset), "填写内容", value)

    def head(self, sheet: str, name: str, value: Any) -> str:
        row = self.row_of(sheet, CATALOGUE[f"form.list.{name}"])
        self.book[sheet].cell(row, 2).value = value
        return f"{sheet}!B{row}"

    def source(self, sheet: str, row: int | str, place: str = "表1", words: str = "原文") -> None:
        self.put(sheet, row, "出处位置", place)
        self.put(sheet, row, "原文", words)

    def units(self) -> None:
        """The unit that each row's drop-down offers first, in each row: as a diligent person would choose."""
        for quantity in self.ruleset.model.quantities.values():
            if quantity.unit:
                self.put("数据", quantity.label, "单位（必填）", shown_unit(quantity.unit))

    def spare(self, sheet: str) -> int:
        """The next row below everything that is printed or has been filled in."""
        start, _ = self.columns(sheet)
        column = self.book[sheet].iter_rows(min_col=1, max_col=8, values_only=True)
        filled = [row for row, cells in enumerate(column, 1) if any(value is not None for value in cells)]
        return max([start, *filled]) + 1

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def filled(name: str, data: dict[str, Any]) -> Form:
    """The form of a ruleset with everything that a dossier's plain data state."""
    form = Form(name, period=int(data.get("period") or 2024))
    _basics(form, data)
    titles = {key: document["title"] for key, document in data.get("documents", {}).items()}
    for row, document in enumerate(data.get("documents", {}).values(), 4):
        for key in layout.DOCUMENTS:
            if key in document:
                form.put("来源文件", row, CATALOGUE[f"form.heading.{key}"], document[key])
    base = data.get("attributes", {}).get("construction_base_year", {}).get("value")
    _facts(form, data, titles)
    _data(form, data, titles, base)
    for report in data.get("reported", []):
        _report(form, report, titles, data.get("period"))
    for opinion in data.get("opinions", []):
        finding = {"met": "符合", "unmet": "不符合"}[opinion["finding"]]
        written = {"意见": finding, "由谁负责（必填）": opinion["by"], "日期": opinion.get("on"), "理由（必填）": opinion["why"]}
        _row(form, "研判意见", opinion["item"], written, opinion["source"], titles)
    for stated in data.get("lists", []):
        _list(form, stated, titles, data.get("period"))
    if "selected" in data:
        for item in layout.reported(form.ruleset):
            if item.id not in layout.always_counted(form.ruleset):
                form.put("选用指标", item.id, "是否选用", TRUTH[item.id in data["selected"]])
    return form


def _basics(form: Form, data: dict[str, Any]) -> None:
    for key in ("name", "owner", "place"):
        if key in data["subject"]:
            form.basic(key, data["subject"][key])
    if data["subject"]["kind"] != "project":
        form.basic("period", str(data["period"]))
    if "assessed_on" in data:
        form.basic("assessed_on", str(data["assessed_on"]))
    form.basic("own", TRUTH[data["against"][0]["own"]])
    form.basic("ground", data["against"][0]["ground"])
    if data.get("made_up"):
        form.basic("made_up", "是")
    if "note" in data:
        form.basic("remark", data["note"])


def _facts(form: Form, data: dict[str, Any], titles: dict[str, str]) -> None:
    known = form.ruleset.model.attributes
    for name, fact in data.get("attributes", {}).items():
        value = TRUTH.get(fact["value"], fact["value"]) if isinstance(fact["value"], bool) else fact["value"]
        value = known[name].label_of(str(value))
        _row(form, "情况", known[name].label, {"填写内容": value}, fact.get("source"), titles)
    for said in data.get("declarations", []):
        written = {"填写内容": said["value"], "由谁负责（必填）": said["by"], "日期": said.get("on")}
        _row(form, "情况", known[said["about"]].label, written, said["source"], titles)


def _data(form: Form, data: dict[str, Any], titles: dict[str, str], base: Any) -> None:
    """One row for all years that share unit, scope, basis and source; else rows of their own."""
    rows: dict[Any, list[dict[str, Any]]] = {}
    for stated in data.get("observations", []):
        default = data.get("defaults", {})
        quantity = form.ruleset.model.quantities[stated["quantity"]]
        scope = (stated.get("scope") or default.get("scope")) if quantity.scoped else None
        basis = (stated.get("price_basis") or default.get("price_basis")) if quantity.priced else None
        key = (stated["quantity"], stated.get("unit"), scope, basis, str(stated["source"]), stated.get("note"))
        rows.setdefault(key, []).append(stated)
    used = set()
    for (name, unit, scope, basis, _, note), several in rows.items():
        quantity = form.ruleset.model.quantities[name]
        row = form.spare("数据") if name in used else form.row_of("数据", quantity.label)
        used.add(name)
        written = {"数据项": quantity.label, "口径": scope, "价格基准": basis, "单位（必填）": unit, "备注": note}
        for stated in several:
            written |= _year(form, name, stated, data.get("period"), base)
        _row(form, "数据", row, written, several[0]["source"], titles)


def _year(form: Form, name: str, stated: dict[str, Any], period: Any, base: Any) -> dict[str, Any]:
    if form.ruleset.model.quantities[name].each == "once":
        return {"数值": str(stated["value"])}
    year = int(stated.get("year") or period)
    start = {"ad": 0, "y": int(period), "base": int(base or 0)}
    for when in reversed(series(form.ruleset)):
        if start[when.anchor] + when.offset == year:
            heading = {"ad": f"{year}年", "base": "基准年"}.get(when.anchor) or (
                "评价年" if when == n.PERIOD else f"评价年前{-when.offset}年")
            return {heading: str(stated["value"])}
    return {"其他年份": str(year), "其他年份的值": str(stated["value"])}


def _report(form: Form, report: dict[str, Any], titles: dict[str, str], period: Any) -> None:
    written = {"数值": str(report["value"]), "单位（必填）": report.get("unit"),
               "年份（必填）": str(report.get("year") or period) if period else None,
               "理解方案": report.get("reading"), "口径": report.get("scope"), "备注": report.get("note")}
    _row(form, "自报值", report["item"], written, report["source"], titles)


def _row(form: Form, sheet: str, row: int | str, written: dict[str, Any], source: Any,
         titles: dict[str, str]) -> None:
    _, columns = form.columns(sheet)
    source = source or {}
    whole = {**written, "出处文件": titles.get(source.get("document", "")), "出处位置": source.get("place"),
             "原文": source.get("words")}
    for heading, value in whole.items():
        if value is not None:
            assert heading in columns, heading
            form.put(sheet, row, heading, str(value))


def _list(form: Form, stated: dict[str, Any], titles: dict[str, str], period: Any) -> None:
    known = form.ruleset.model.lists[stated["list"]]
    sheet = layout.list_sheets(form.ruleset)[stated["list"]]
    source = stated["source"]
    head = {"year": stated.get("year") or period, "complete": TRUTH[stated.get("complete", False)],
            "count": len(stated["entries"]), "declared_by": stated.get("declared_by"),
            "document": titles.get(source.get("document", "")), "place": source["place"], "words": source["words"]}
    for name in layout.list_head(form.ruleset, known):
        if head[name] is not None:
            form.head(sheet, name, str(head[name]))
    start, _ = form.columns(sheet)
    for row, entry in enumerate(stated["entries"], start + 1):
        for key, value in entry.items():
            form.put(sheet, row, layout.field_heading(known.fields[key]), str(value))
