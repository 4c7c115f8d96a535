"""A policy's workbook in the hands of an officer who types it in, cell by cell; and a made-up policy."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from functools import cache
from typing import Any

import openpyxl

from checker.typed.blank_policy import blank_policy
from checker.typed.typed_policy import TypedPolicy, typed_policy

FIRST = 4
NAME = "办法.xlsx"


@cache
def _blank() -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(blank_policy())))


class PolicyBook:
    """The workbook, written to by sheet, row and heading as a person finds them."""

    def __init__(self, stored: bytes | None = None) -> None:
        self.book = pickle.loads(stored or _blank())

    def headings(self, sheet: str) -> dict[str, int]:
        """The column of each heading."""
        return {cell.value: cell.column for cell in self.book[sheet][FIRST - 1] if cell.value}

    def row(self, sheet: str, name: str) -> int:
        """The first row whose first cell is ``name``."""
        return next(row for row in range(FIRST, self.book[sheet].max_row + 1)
                    if self.book[sheet].cell(row, 1).value == name)

    def spare(self, sheet: str) -> int:
        """The next row below everything that stands there."""
        rows = self.book[sheet].iter_rows(min_row=FIRST)
        return 1 + max((cells[0].row for cells in rows if any(cell.value is not None for cell in cells)),
                       default=FIRST - 1)

    def put(self, sheet: str, row: int | str, heading: str, value: Any, style: str | None = None) -> str:
        """Write into a cell; returns its address."""
        cell = self.book[sheet].cell(self.row(sheet, row) if isinstance(row, str) else row,
                                     self.headings(sheet)[heading])
        cell.value = value
        if style:
            cell.number_format = style
        return f"{sheet}!{cell.coordinate}"

    def fill(self, sheet: str, row: int | str | None = None, **cells: Any) -> int:
        """Write a row, by default the next spare one; returns its number."""
        found = self.spare(sheet) if row is None else self.row(sheet, row) if isinstance(row, str) else row
        for heading, value in cells.items():
            if value is not None:
                self.put(sheet, found, self.heading(sheet, heading), value)
        return found

    def heading(self, sheet: str, begins: str) -> str:
        """The whole heading that begins so."""
        known = self.headings(sheet)
        return begins if begins in known else next(one for one in known if one.startswith(begins))

    def document(self, **answers: Any) -> None:
        for name, answer in answers.items():
            self.put("文件", name, "填写内容", answer)

    def use(self, *labels: str, sheet: str = "名词") -> None:
        for label in labels:
            self.put(sheet, label, "采用", "是")

    def term(self, label: str, kind: str, **cells: Any) -> None:
        """A term of the policy's own."""
        self.fill("名词", 名称=label, 采用="是", 种类=kind, **cells)

    def condition(self, name: str, *rows: tuple[str, str, Any], joined: str = "且") -> None:
        for place, (term, relation, value) in enumerate(rows):
            self.fill("条件", 条件的名称=None if place else name, 与上一行=joined if place else None,
                      名词或条件=term, 怎样比较=relation, 和什么比较=value)

    def metric(self, label: str, over: str, under: str | None = None, **cells: Any) -> int:
        """A metric with what is printed of it, or one of the policy's own."""
        known = {self.book["指标"].cell(row, 1).value for row in range(FIRST, self.book["指标"].max_row + 1)}
        again = cells.pop("again", False)
        row = self.row("指标", label) if label in known and not again else self.spare("指标")
        return self.fill("指标", row, 名称=label, 采用="是", 分子=over, 分母=under, **cells)

    def columns(self, *headings: str) -> None:
        """The headings of the table of floors, in place of those that are printed behind the fixed ones."""
        sheet = self.book["门槛表"]
        for place in range(40):
            sheet.cell(FIRST - 1, 5 + place).value = headings[place] if place < len(headings) else None

    def raw(self) -> bytes:
        """The workbook's bytes."""
        stored = io.BytesIO()
        self.book.save(stored)
        return stored.getvalue()

    def built(self) -> TypedPolicy:
        """What it comes to."""
        return typed_policy(self.raw(), NAME)

    def stored(self) -> bytes:
        """The book to begin another one from; a book that was begun so can't be pickled again."""
        book = openpyxl.load_workbook(io.BytesIO(self.raw()))
        for sheet in book:  # what is empty or not chosen does nothing; to leave it out saves most of the time
            idle = {row for row in range(FIRST, sheet.max_row + 1)
                    if sheet.title == "名词" and sheet.cell(row, 2).value is None}
            sheet._cells = {place: cell for place, cell in sheet._cells.items()
                            if cell.value is not None and place[0] not in idle}
            sheet.data_validations.dataValidation = []
        return pickle.dumps(book)


DOCUMENT: Mapping[str, str] = {
    "办法名称": "虚构市工业项目准入办法（虚构）", "文号": "虚构发〔2024〕9号（虚构）", "发布机关": "虚构市人民政府（虚构）",
    "从哪一天起施行": "2024-05-01", "文字怎样得来": "所附文件载明", "规则集编号": "made-up-typed", "条目编号的前缀": "MUT-2024",
    "评分的满分合计": "50"}


def made_up() -> PolicyBook:
    """A made-up policy that uses every sheet."""
    book = PolicyBook()
    book.document(**DOCUMENT)
    book.use("用地面积", "计划总投资", "计划固定资产投资", "达产年税收", "行业代码", "所在园区级别", "性质", "是否新增产能",
             "产业结构调整指导目录类别", "符合生态环境分区管控（三线一单）", "项目内容")
    book.condition("新建、扩建", ("性质", "是", "新建、扩建"))
    book.condition("改造而新增产能", ("性质", "是", "技术改造、改扩建"), ("是否新增产能", "是", "是"))
    book.condition("工业", ("行业代码", "是", "C 制造业、44"))
    book.condition("医药、电子", ("行业代码", "是", "27、39"))
    book.condition("大项目", ("计划总投资", "不低于", "5亿元"), ("医药、电子", "是", None), joined="或")
    _scores(book)
    _floors(book)
    _bans(book)
    book.fill("须由人判断", 名称="产业政策", 问什么="项目是否符合产业政策？", 材料里出现="落后产能、散乱污", 条号="第四条", 原文="须符合产业政策。")
    book.fill("其他条文", 条号="第九条", 原文="重大项目一事一议。", 怎样处理="须由人判断", 为什么="由虚构市人民政府决定。")
    book.fill("其他条文", 条号="第一条", 原文="适用于工业项目。", 怎样处理="已写成条目")
    return book


def _scores(book: PolicyBook) -> None:
    book.fill("评分表", 名称="税收得分", 满分=30, 分子="达产年税收", 分母="用地面积", 单位="万元/亩", 怎样比较="不低于", 界限=40, 得分=30,
              条号="附表第1项", 原文="亩均税收40万元以上30分，30万元以上20分。")
    book.fill("评分表", 怎样比较="不低于", 界限="30", 得分="20")
    book.fill("评分表", 得分=0)
    book.fill("评分表", 名称="产业得分", 满分=20, 哪种情形="医药、电子", 得分=20, 条号="附表第2项")
    book.fill("评分表", 得分=5)
    book.fill("评分表", 名称="新增产能", 满分=0, 哪种情形="改造而新增产能", 得分="-5", 条号="附表第3项")
    book.fill("评分表", 得分=0)


def _floors(book: PolicyBook) -> None:
    common = {"只用于": "工业", "条号": "第二条"}
    book.metric("投资强度", "计划总投资", "用地面积", 理解="按计划总投资", 单位="万元/亩", 要求="不低于", 后果="不予准入",
                原文="投资强度照附表。", **common)
    book.metric("投资强度", "计划固定资产投资", "用地面积", 理解="按固定资产投资", 单位="万元/亩", again=True)
    book.metric("亩均税收", "达产年税收", "用地面积", 后果="转人工研判", **common)
    book.metric("总分", "评分总分", 单位="无量纲", 要求="不低于", 后果="不予准入", 条号="第五条", 原文="六十分以下不予准入。")
    book.columns("所在园区级别", "行业代码", "大项目", "投资强度", "亩均税收", "总分")
    book.fill("门槛表", 所在园区级别="国家级", 行业代码="27、39", 投资强度=450, 亩均税收="没有写", 总分="沿用下面", 条号="附表1")
    book.fill("门槛表", 所在园区级别="国家级", 投资强度="350 万元/亩", 亩均税收="30", 总分="40", 原文="国家级园区350、30")
    book.fill("门槛表", 大项目="是", 所在园区级别="省级、市级", 投资强度="不设", 亩均税收="没有读到", 总分="沿用下面")
    book.fill("门槛表", 投资强度="300", 亩均税收="20", 总分="30")


def _bans(book: PolicyBook) -> None:
    book.fill("禁入条目", 名称="淘汰类", 名词或条件="产业结构调整指导目录类别", 怎样比较="是", 和什么比较="淘汰类", 后果="不予准入",
              材料里出现="淘汰", 条号="第三条第一项", 原文="淘汰类不予准入。")
    book.fill("禁入条目", 名称="限制类", 名词或条件="产业结构调整指导目录类别", 怎样比较="是", 和什么比较="限制类",
              哪种情形="新建、扩建", 后果="不予准入", 条号="第三条第二项", 原文="限制类禁止新建。")
    book.fill("禁入条目", 哪种情形="改造而新增产能", 后果="转人工研判")
    book.fill("禁入条目", 名称="分区管控", 名词或条件="符合生态环境分区管控（三线一单）", 怎样比较="是", 和什么比较="否", 除外="大项目",
              后果="不予准入", 怎样才能进="调整选址。", 没有触及="还有没有别的管控要求？没有的为符合。", 条号="第三条第三项")
