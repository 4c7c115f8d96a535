"""A confirmation sheet in the hands of somebody who fills it in, and what it comes to."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from conftest import DAY, judged, sample_data

from checker.confirmations.confirmed import read_filled
from checker.confirmations.confirming import confirmation_sheet
from checker.confirmations.provision import Ticked, outcome_of, overlay_bytes
from checker.errors import RulesetError
from checker.files.textfile import parse
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.wording.worded import WordedVerdict

BASE = "hj274-2015"
SHA = "5e57c3969132f12c1b1917d78f6cae5f325a3d34e0299a59979fb4c6ef1b8546"
HEAD = {"核对单位（人）": "某市生态环境局", "核对日期": "2025-03-01", "原文版本": "2016年第1版", "原文副本 SHA-256": SHA}
LIMITS, TEXTS = "限值核对", "公式与分组"
SAME, OTHER = "一致", "不一致"


def item(number: str) -> str:
    return f"HJ274-2015.{number}"


@cache
def blank() -> bytes:
    return confirmation_sheet(load(BASE))


class Sheet:
    """A confirmation sheet in the hands of somebody who fills it in."""

    def __init__(self, data: bytes | None = None) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data or blank()))
        for label, value in HEAD.items():
            self.head(label, value)

    def head(self, label: str, value: Any) -> str:
        sheet = self.book[LIMITS]
        row = next(cells[0].row for cells in sheet.iter_rows(max_row=9) if cells[0].value == label)
        sheet.cell(row, 3).value = value
        return f"{LIMITS}!C{row}"

    def table(self, name: str = LIMITS) -> dict[str, int]:
        sheet = self.book[name]
        start = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "编号")
        return {str(sheet.cell(row, 1).value): row for row in range(start + 1, sheet.max_row + 1)}

    def cell(self, key: str, column: str, name: str = LIMITS) -> Any:
        table = self.table(name)
        return self.book[name].cell(table[key], self.place(min(table.values()) - 1, column, name))

    def place(self, start: int, column: str, name: str) -> int:
        return next(int(cell.column) for cell in self.book[name][start] if cell.value == column)

    def put(self, key: str, column: str, value: Any, name: str = LIMITS) -> str:
        cell = self.cell(key, column, name)
        cell.value = value
        return f"{name}!{cell.coordinate}"

    def tick(self, word: str = SAME, name: str = LIMITS) -> None:
        rows = self.table(name).values()
        place = self.place(min(rows) - 1, "与原文是否一致", name)
        for row in rows:
            self.book[name].cell(row, place).value = word

    def differ(self, key: str, limit: Any) -> str:
        self.put(key, "与原文是否一致", OTHER)
        return self.put(key, "原文限值", limit)

    def save(self, folder: Path) -> Path:
        path = folder / "sheet.xlsx"
        self.book.save(path)
        return path


def read_back(path: Path, asked: str | None = None) -> tuple[Ticked, dict[str, Any], Ruleset]:
    filled = read_filled(path, asked)
    outcome = outcome_of(filled, str(path))
    raw = overlay_bytes(filled, outcome, "overlay.yaml")
    data = parse(raw, "overlay.yaml", RulesetError).data
    return outcome, data, amended(filled.ruleset, overlay_from(data), DAY)


def verdict(ruleset: Ruleset) -> WordedVerdict:
    return judged(sample_data("made-up-park"), ruleset)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("ROOT", "_rels/.rels"), data)
    return out.getvalue()
