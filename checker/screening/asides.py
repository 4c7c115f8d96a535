"""Rows of a table that are no projects: totals, remarks, headings of groups, headings once more.

Owns what tells them, by the normal form of their words; whatever is set aside is listed.  It must not
judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.screening.columns import Column
from checker.sheets.spreadsheet import Cell
from checker.text.normal import folded

_TOTAL = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.])?.{0,12}?(?:合计|总计|小计|共计|总和|累计)"
                    r"(?:\([^()]{0,20}\))?:?|(?:合计|总计|共计)[0-9]{1,6}(?:个|项|家)(?:项目)?")
_REMARK = re.compile(r"(?:注|备注|说明|附注|填表说明|填报说明|填报人|填表人|制表人?|制表单位|"
                     r"审核人?|联系人|联系电话|单位负责人|负责人|填报单位|填报日期|填报时间|数据来源)(?:[0-9一二三四五六七八九十]{0,2})[::.、].*")
_GROUP = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?")
_LONGEST = 40


def set_aside(cells: Sequence[tuple[Column, Cell]]) -> tuple[str, str] | None:
    """``total`` or ``remark`` with the words that tell it; None for a project.

    ``cells`` are those of a row that have something in them.
    """
    texts = {column.kind: folded(entry.text)[:200] for column, entry in cells
             if column.kind in ("number", "name")}
    name, number = texts.get("name", ""), texts.get("number", "")
    first = folded(cells[0][1].text)[:200] if cells else ""
    said = " ".join(cells[0][1].text.split())[:200] if cells else ""
    if len(name) <= _LONGEST and _TOTAL.fullmatch(name):
        return "total", name
    if not name and len(first) <= _LONGEST and _TOTAL.fullmatch(first):
        return "total", said
    if all(entry.text and folded(entry.text) == folded(column.heading) for column, entry in cells):
        return "remark", said
    if not name and _REMARK.match(first):
        return "remark", said
    if name and len(cells) <= 2 and _GROUP.fullmatch(number):
        return "remark", name
    if len(cells) == 1 and (_REMARK.match(first) or (not name and _GROUP.match(first))):
        return "remark", said
    numbers = [folded(entry.text) for _, entry in cells]
    if len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
        return "remark", "1…" + numbers[-1]
    return None
