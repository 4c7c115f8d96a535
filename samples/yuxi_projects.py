"""Make the table of the 98 projects of 表4 from the passage and from what a person decided.

``python samples/yuxi_projects.py`` writes the .csv and the .xlsx beside this file.  It owns the reading
of 表4 and the headings of the table; it must not add what the passage and the decisions don't state.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from checker.forms.saving import saved

HERE = Path(__file__).resolve().parent
NAME = "yuxi-projects-2021-2025"
PASSAGE = HERE / "passages" / "yuxi-projects.txt"
DECISIONS = HERE / "decisions" / f"{NAME}.yaml"
HEADINGS = ("序号", "领域", "项目名称", "依托单位", "实施年限", "投资原文", "计划投资（万元）",
            "用地原文", "用地（亩）", "用地性质", "达产产值（万元）", "行业代码", "行业代码依据", "性质",
            "原文")
NUMBERS = {"序号", "计划投资（万元）", "用地（亩）", "达产产值（万元）"}
WAN = {"亿": Decimal(10000), "万": Decimal(1)}  # 万元 in one
AMOUNT = re.compile(r"(?:计划|预计)投资([0-9.]+)(亿|万)元")
CELLS = 6
ADOPTED = dt.date(2021, 1, 1)  # the first year of the plan; stamped into the workbook


def projects(passage: str) -> Iterator[list[str]]:
    """The six cells of each row of 表4 with a number; an empty field is the field of the row above."""
    cells: list[str] = []
    field = ""
    for line in [*passage.partition("=== ")[2].splitlines()[2:], ""]:
        if line.startswith("\t"):
            cells.append(line[1:].strip())
        elif line.strip():
            cells[-1] += line.strip()
        elif cells:
            if cells[0].isdecimal():
                if len(cells) != CELLS:
                    raise ValueError(cells)
                field = cells[1] = cells[1] or field
                yield cells
            cells = []


def row(cells: list[str], decided: dict[str, Any]) -> dict[str, str]:
    """One line of the table; ``ValueError`` where the decisions quote what the row doesn't say."""
    number, field, name, owner, years, content = cells[0], cells[1], cells[2], cells[3], cells[5], cells[4]
    for part in decided.values():
        if not all(quote in name + content for quote in quotes(part)):
            raise ValueError(number, part)
    amount, land, output, industry, nature = (
        decided.get(key, {}) for key in ("amount", "land", "output", "industry", "nature"))
    found = AMOUNT.search(content)
    words, wan = "；".join(quotes(amount)), amount.get("wan", "")
    if found and not amount:
        words, wan = found[0], f"{Decimal(found[1]) * WAN[found[2]]:f}"
    values = (number, field, name, owner, years, words, plain(wan), "；".join(quotes(land)),
              land.get("mu", ""), land.get("kind", ""), output.get("wan", ""), industry.get("code", ""),
              industry.get("why", ""), nature.get("is", ""), content)
    return dict(zip(HEADINGS, values, strict=True))


def quotes(part: dict[str, Any]) -> list[str]:
    """The words that a decision rests on; one may rest on several places of a row."""
    words = part.get("words", [])
    return [words] if isinstance(words, str) else words


def plain(number: str) -> str:
    """A number without zeros that say nothing."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def table() -> list[dict[str, str]]:
    """All rows in the order of the document."""
    decisions = yaml.safe_load(DECISIONS.read_text(encoding="utf-8"))["rows"]
    passage = PASSAGE.read_text(encoding="utf-8")
    return [row(cells, decisions.get(int(cells[0]), {})) for cells in projects(passage)]


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """UTF-8 with a byte-order mark, as a spreadsheet program expects it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def cell_of(heading: str, value: str) -> str | Decimal | None:
    """What stands in the workbook: a number where it is exactly one."""
    if heading in NUMBERS and re.fullmatch(r"\d+(\.\d+)?", value):
        return Decimal(value)
    return value or None


def as_workbook(rows: list[dict[str, str]]) -> bytes:
    """One sheet; what is a number stands as a number, what is 约 or a range as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("项目")
    sheet.append(HEADINGS)
    for line in rows:
        sheet.append([cell_of(name, value) for name, value in line.items()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, name in zip(sheet.columns, HEADINGS, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = 60 if name == "原文" else 16
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"
    return saved(book, ADOPTED)


FILES = {f"{NAME}.csv": as_csv, f"{NAME}.xlsx": as_workbook}


if __name__ == "__main__":
    made = table()
    for file, write in FILES.items():
        (HERE / file).write_bytes(write(made))
