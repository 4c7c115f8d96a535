"""Tables of floors made at random: each comes to what a reading of it by hand does, or is complained of."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
from typing_in import DOCUMENT, PolicyBook

from checker.concluding.plain import PlainEngine
from checker.errors import DossierError
from checker.testing.cases import Case, Given
from checker.testing.running import run

LEVELS, NATURES = ["国家级", "省级", "市级", "县级"], ["新建", "扩建", "改扩建", "技术改造", "迁建"]
CODES, STATED = ["C", "26", "261", "27", "39", "44"], ["2611", "2651", "2710", "3911", "4411", "1351", "7010"]
INDUSTRY = {f"{number}" for number in range(13, 44)}
CELLS = [100, 200, 300, "不设", "没有读到", "沿用下面", "没有写"]


@dataclass(frozen=True)
class Floor:
    """A row of a table: what it asks, and its cell."""

    level: list[str] | None
    nature: list[str] | None
    codes: list[str] | None
    big: str | None
    cell: object

    def fits(self, project: dict[str, Any]) -> bool:
        big = "是" if project["total"] >= 50000 or project["adds"] else "否"
        return ((not self.level or project["level"] in self.level) and (not self.nature or project["nature"] in self.nature)
                and (not self.codes or any(project["code"].startswith(code) or (code == "C" and project["code"][:2] in INDUSTRY)
                                           for code in self.codes)) and self.big in (None, big))


def some(chance: random.Random, share: float, words: list[str], most: int) -> list[str] | None:
    return chance.sample(words, chance.randint(1, most)) if chance.random() < share else None


def table(chance: random.Random) -> list[Floor]:
    rows = [Floor(some(chance, .6, LEVELS, 2), some(chance, .4, NATURES, 3), some(chance, .4, CODES, 2),
                  chance.choice(["是", "否", *[None] * 8]), chance.choice(CELLS)) for _ in range(chance.randint(1, 4))]
    return [*rows, Floor(None, None, None, None, chance.choice(CELLS[:5]))] if chance.random() < .8 else rows


def read_by_hand(rows: list[Floor], project: dict[str, Any], *, open_is_free: bool) -> str:
    for row in rows:
        if not row.fits(project) or row.cell == "沿用下面" or (row.cell == "没有写" and not open_is_free):
            continue
        if isinstance(row.cell, int):
            return "met" if project["total"] >= row.cell * project["land"] else "unmet"
        return "undetermined" if row.cell == "没有读到" else "not_applicable"
    return "undetermined"


def due(rows: list[Floor], project: dict[str, Any]) -> str:
    one, other = (read_by_hand(rows, project, open_is_free=free) for free in (False, True))
    return one if one == other or (one, other) == ("met", "not_applicable") else "undetermined"


def typed(rows: list[Floor], stored: bytes) -> PolicyBook:
    book = PolicyBook(stored)
    book.columns("所在园区级别", "性质", "行业代码", "大项目", "投资强度（总投资）")
    for row in rows:
        parts = ("、".join(words) if words else None for words in (row.level, row.nature, row.codes))
        number = book.fill("门槛表", **dict(zip(("所在园区级别", "性质", "行业代码"), parts, strict=True)), 大项目=row.big)
        book.put("门槛表", number, "投资强度（总投资）", row.cell)
    return book


@pytest.mark.whole
def test_a_table_comes_to_what_a_reading_by_hand_does() -> None:
    start = PolicyBook()
    start.document(**{name: said for name, said in DOCUMENT.items() if name != "评分的满分合计"})
    start.use("用地面积", "计划总投资", "行业代码", "所在园区级别", "性质", "是否新增产能")
    start.condition("大项目", ("计划总投资", "不低于", "5亿元"), ("是否新增产能", "是", "是"), joined="或")
    start.metric("投资强度（总投资）", "计划总投资", "用地面积", 后果="不予准入", 条号="第一条")
    start.fill("须由人判断", 名称="大项目的要求", 问什么="是否符合？", 只用于="大项目", 条号="第二条")
    start.fill("其他条文", 条号="第一条", 原文="适用范围。", 怎样处理="已写成条目")
    stored, chance, built, refused = start.stored(), random.Random(7), 0, set[str]()
    for _ in range(120):
        rows = table(chance)
        try:
            ruleset = typed(rows, stored).built().ruleset
        except DossierError as error:
            refused |= {problem.code for problem in error.problems}
            continue
        built += 1
        names = {term.label: name for section in (ruleset.model.attributes, ruleset.model.quantities)
                 for name, term in section.items()}
        for _ in range(12):
            project = {"level": chance.choice(LEVELS), "nature": chance.choice(NATURES), "code": chance.choice(STATED),
                       "adds": chance.random() < .5, "total": chance.choice([10000, 20000, 30000, 50000, 60000]),
                       "land": chance.choice([50, 100, 200, 300])}
            given = [Given("attribute", names[label], None, project[key]) for label, key in (
                ("所在园区级别", "level"), ("性质", "nature"), ("行业代码", "code"), ("是否新增产能", "adds"))]
            given += [Given("quantity", names[label], None, project[key]) for label, key in (
                ("计划总投资", "total"), ("用地面积", "land"))]
            case = Case("", 2024, due(rows, project), "MUT-2024.1", tuple(given))  # type: ignore[arg-type]
            assert run(case, ruleset, PlainEngine()).passed, (rows, project)
    assert built > 50
    assert refused == {"policy.row_never", "policy.rows_cross", "policy.none_below"}
