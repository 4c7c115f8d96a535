"""A policy typed into a workbook: what it comes to, and every way to type it in wrongly, told by sheet and cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from openpyxl.worksheet.dimensions import RowDimension
from plain_words import of_the_programmer
from typing_in import NAME, PolicyBook, made_up

from checker.errors import DossierError, Problem
from checker.messages import speaking
from checker.messages.officer import OFFICER
from checker.typed.policy_folder import policy_files
from checker.typed.typed_policy import typed_policy

Change = Callable[[PolicyBook], str]


@cache
def _good() -> bytes:
    return made_up().stored()


def good() -> PolicyBook:
    return PolicyBook(_good())


def problems(book: PolicyBook) -> list[Problem]:
    with pytest.raises(DossierError) as raised:
        typed_policy(book.raw(), NAME)
    return raised.value.problems


def at(sheet: str, row: int | str, heading: str, value: Any, style: str | None = None) -> Change:
    return lambda book: book.put(sheet, row, book.heading(sheet, heading), value, style)


def all_at(sheet: str, row: int, told: str, **cells: Any) -> Change:
    """A row of which the cell under a heading is told."""
    def change(book: PolicyBook) -> str:
        book.fill(sheet, row, **cells)
        return f"{sheet}!{book.book[sheet].cell(row, book.headings(sheet)[book.heading(sheet, told)]).coordinate}"
    return change


def answer(name: str, value: Any) -> Change:
    return at("文件", name, "填写内容", value)


def successor(book: PolicyBook) -> str:
    book.document(已被哪份文件替代="虚构发〔2025〕1号（虚构）")
    return f"文件!B{book.row('文件', '从哪一天起替代')}"


def document_twice(book: PolicyBook) -> str:
    row = book.spare("文件")
    book.put("文件", row, "填写内容", "别的名称")
    return book.put("文件", row, "项目", "办法名称")


def own_term(told: str, **cells: Any) -> Change:
    def change(book: PolicyBook) -> str:
        row = book.spare("名词")
        book.fill("名词", row, **{"名称": "厂房层数", "采用": "是", "种类": "数", "单位": "层", **cells})
        if "单位" in cells and "取值" not in cells:
            book.fill("禁入条目", 名称="层数", 名词或条件="厂房层数", 怎样比较="是", 后果="不予准入", 条号="第八条")
        return f"名词!{book.book['名词'].cell(row, book.headings('名词')[book.heading('名词', told)]).coordinate}"
    return change


def other_sheet(book: PolicyBook) -> str:
    book.book.create_sheet("门槛表 (2)").cell(1, 1).value = "350"
    return "门槛表 (2)"


def no_sheet(book: PolicyBook) -> str:
    del book.book["其他条文"]
    return ""


def no_heading(book: PolicyBook) -> str:
    book.book["须由人判断"].cell(3, 2).value = "问题是"
    return "须由人判断"


def heading(sheet: str, known: str, value: str | None) -> Change:
    def change(book: PolicyBook) -> str:
        cell = book.book[sheet].cell(3, book.headings(sheet)[known])
        cell.value = value
        return f"{sheet}!{cell.coordinate}"
    return change


def no_column(book: PolicyBook) -> str:
    heading("门槛表", "总分", None)(book)
    for row in range(4, 8):
        book.book["门槛表"].cell(row, 10).value = None
    return f"指标!A{book.row('指标', '总分')}"


def merged(book: PolicyBook) -> str:
    book.book["门槛表"].merge_cells("H5:I5")
    return "门槛表!I5"


def remark(book: PolicyBook) -> str:
    book.book["门槛表"].cell(5, 14).value = "含税"
    return "门槛表!N5"


def second_reading(told: str, value: str | None) -> Change:
    return lambda book: book.put("指标", book.row("指标", "总分") - 1, book.heading("指标", told), value)


def metric(told: str, **cells: Any) -> Change:
    """A metric of the policy's own, with a column of the floors."""
    def change(book: PolicyBook) -> str:
        row = book.spare("指标")
        book.fill("指标", row, **{"名称": "新指标", "采用": "是", "分子": "计划总投资", "单位": "万元", "要求": "不低于",
                                "后果": "不予准入", "条号": "第七条", **cells})
        book.columns("所在园区级别", "行业代码", "大项目", "投资强度", "亩均税收", "总分", "新指标")
        for number in range(4, 8):
            book.put("门槛表", number, "新指标", 100)
        return f"指标!{book.book['指标'].cell(row, book.headings('指标')[book.heading('指标', told)]).coordinate}"
    return change


def no_total(book: PolicyBook) -> str:
    book.put("指标", "总分", "分子", "达产年税收")
    return "评分表!A4"


def unused_column(book: PolicyBook) -> str:
    heading("门槛表", "大项目", "注册资本")(book)
    return "门槛表!G6"


def no_case(book: PolicyBook) -> str:
    book.put("须由人判断", 4, "只用于（条件的名称）", "改造而新增产能")
    return book.put("禁入条目", 6, "哪种情形（条件的名称）", None)


def nothing_else(book: PolicyBook) -> str:
    for row in book.book["其他条文"]["A4:E5"]:
        for cell in row:
            cell.value = None
    return "其他条文"


def taken_name(book: PolicyBook) -> str:
    row = book.fill("指标", 名称="大项目", 采用="是", 分子="计划总投资", 单位="万元", 要求="不低于", 后果="不予准入", 条号="第七条")
    return f"指标!A{row}"


def empty_column(book: PolicyBook) -> str:
    for number in range(4, 8):
        book.put("门槛表", number, "总分", None)
    return "门槛表"


def no_scores(book: PolicyBook) -> str:
    for row in range(4, 11):
        for column in range(1, 19):
            book.book["评分表"].cell(row, column).value = None
    book.put("指标", "总分", "分子", "计划总投资")
    book.put("指标", "总分", "单位", "万元")
    return f"文件!B{book.row('文件', '评分的满分合计')}"


def tiered(place: int, told: str, name: str = "综合等级", **cells: Any) -> Change:
    """Two tiers below the scores, with something else in a row of them."""
    def change(book: PolicyBook) -> str:
        first = book.spare(SCORE)
        rows: list[dict[str, Any]] = [
            {"名称": name, "分子": "评分总分", "怎样比较": "不低于", "界限": 40, "等级": "甲等", "条号": "第六条"}, {"等级": "乙等"}]
        for number, row in enumerate(rows):
            book.fill(SCORE, first + number, **{**row, **(cells if number == place else {})})
        return f"{SCORE}!{book.book[SCORE].cell(first + place, book.headings(SCORE)[book.heading(SCORE, told)]).coordinate}"
    return change


def tier_never(book: PolicyBook) -> str:
    first = book.spare(SCORE)
    book.fill(SCORE, first, 名称="综合等级", 怎样比较="不低于", 界限=30, 等级="甲等", 条号="第六条")
    book.fill(SCORE, first + 1, 怎样比较="不低于", 界限=40, 等级="乙等")
    book.fill(SCORE, first + 2, 等级="丙等")
    return f"{SCORE}!{book.book[SCORE].cell(first + 1, book.headings(SCORE)[book.heading(SCORE, '界限')]).coordinate}"


def tiers_twice(book: PolicyBook) -> str:
    tiered(0, "名称")(book)
    return tiered(0, "名称", "信用等级")(book)


def weighed(told: int, *weights: Any, total: Any = None) -> Change:
    """Weights of the three scores; the complaint is of the one at a place."""
    def change(book: PolicyBook) -> str:
        heads = [row for row in range(4, 11) if book.book[SCORE].cell(row, 1).value]
        cells = [book.put(SCORE, row, book.heading(SCORE, "权重"), weight) for row, weight in zip(heads, weights, strict=False)]
        if total is not None:
            book.document(评分的满分合计=total)
        return (cells[told:] or [f"文件!B{book.row('文件', '评分的满分合计')}"])[0]
    return change


def percent(book: PolicyBook) -> str:
    book.fill("指标", "总分", 分子="计划固定资产投资", 分母="计划总投资", 单位="%")
    book.document(评分的满分合计=None)
    for row in range(4, 11):
        for column in range(1, 19):
            book.book["评分表"].cell(row, column).value = None
    return book.put("门槛表", 5, "总分", 0.4)



def floor(row: int, told: str, **cells: Any) -> Change:
    return all_at("门槛表", row, told, **cells)


def floor_row(told: str, **cells: Any) -> Change:
    """A row above the general one, which moves down."""
    def change(book: PolicyBook) -> str:
        book.book["门槛表"].move_range("A7:Z7", rows=1)
        return floor(7, told, **{"亩均税收": "沿用下面", "总分": "沿用下面", "投资强度": "沿用下面", **cells})(book)
    return change


LEVEL, BAN, SCORE = "所在园区级别", "禁入条目", "评分表"
FAULTS: list[tuple[Change, str, str]] = [
    # the book
    (no_sheet, "form.sheet_missing", "“其他条文”"),
    (other_sheet, "policy.other_sheet", "写在那里的都不会算数"),
    (no_heading, "form.columns_missing", "问什么"),
    (remark, "form.beyond", "这一格写在表格以外"),
    (merged, "form.merged_cell", "被合并在别的格里"),
    (floor(5, "投资强度", 投资强度="=340+10"), "form.formula_without_value", "没有存它的计算结果"),
    (floor(5, "投资强度", 投资强度=dt.date(2024, 3, 5)), "form.date_here", "不是日期"),
    (floor(5, "投资强度", 投资强度="#N/A"), "form.error_cell", "错误值"),
    # the document
    (answer("发布机关", None), "policy.answer_due", "没有填“发布机关”"),
    (answer("从哪一天起施行", "自印发之日起"), "policy.bad_day", "“自印发之日起”读不出日期"),
    (answer("到哪一天为止", "2023年底"), "policy.bad_day", "只知道年、月的写"),
    (answer("到哪一天为止", "2023-12-31"), "policy.days_order", "前后颠倒"),
    (successor, "policy.answer_due", "没有填“从哪一天起替代”"),
    (answer("规则集编号", "我们的办法"), "policy.bad_id", "“我们的办法”不能作规则集编号"),
    (answer("条目编号的前缀", "mut.2024"), "policy.bad_prefix", "只用大写字母"),
    (answer("文字怎样得来", "网上"), "form.not_a_choice", "公开网页引用"),
    (document_twice, "form.row_twice", "办法名称"),
    # terms
    (own_term("种类", 种类=None), "policy.kind_due", "没有选“厂房层数”的种类"),
    (own_term("单位"), "policy.unit_due", "单位“层”不认识"),
    (own_term("取值", 种类="几个词里选一个", 单位=None, 取值="高"), "policy.values_due", "至少两个词"),
    (own_term("采用", 采用=None, 种类="是或否", 单位=None), "policy.use_due", "不知道算不算数"),
    (own_term("采用", 采用="用", 种类="是或否", 单位=None), "form.not_a_choice", "“用”"),
    # conditions
    (at("条件", 9, "名词或条件", "投资总额"), "policy.no_term", "“投资总额”不是“名词”页上采用的名词"),
    (at("条件", 9, "怎样比较", None), "policy.no_relation", "没有选怎样比较"),
    (at("条件", 9, "和什么比较", None), "policy.no_bound", "没有写“计划总投资”和多少比较"),
    (at("条件", 9, "和什么比较", "≥5亿元"), "policy.no_number", "请只写一个数"),
    (at("条件", 9, "和什么比较", "约5亿元"), "policy.no_number", "“约5亿元”"),
    (all_at("条件", 4, "名词或条件", 怎样比较="不低于"), "policy.other_kind", "“性质”是“几个词里选一个”，不能这样用"),
    (at("条件", 4, "和什么比较", None), "policy.no_value", "不知道“性质”是什么的时候成立"),
    (all_at("条件", 4, "和什么比较", 名词或条件="计划总投资"), "policy.not_listed", "不能和取值比较"),
    (at("条件", 4, "和什么比较", "新建或扩建"), "policy.no_such_word", "它的取值：新建、扩建、改扩建、技术改造、迁建"),
    (at("条件", 7, "和什么比较", "制造业"), "policy.no_code", "“制造业”不是行业代码"),
    (at("条件", 8, "和什么比较", "C且27"), "policy.no_code", "“C且27”不是行业代码"),
    (at("条件", 8, "和什么比较", "27以外"), "policy.code_words", "除了代码 27 还有别的字"),
    (at("条件", 8, "和什么比较", 610), "policy.no_code", "“610”不是行业代码"),
    (at("条件", 10, "与上一行", None), "policy.joined_due", "没有选这一行与上一行是“且”还是“或”"),
    (at("条件", 4, "与上一行", "且"), "policy.joined_first", "上面没有可合的行"),
    (all_at("条件", 11, "与上一行", 与上一行="且", 名词或条件="工业", 怎样比较="是"), "policy.joined_both", "既有“且”又有“或”"),
    (at("条件", 10, "怎样比较", "高于"), "policy.relation_of_truth", "只有成立、不成立"),
    (all_at("条件", 11, "条件的名称", 条件的名称="工业", 名词或条件="性质", 怎样比较="是", 和什么比较="迁建"), "policy.name_taken", "已有名词或条件叫“工业”"),
    (all_at("条件", 11, "条件的名称", 条件的名称="迁建的", 名词或条件="性质", 怎样比较="是", 和什么比较="迁建"), "policy.condition_idle", "却没有一处用到它"),
    # scores
    (at(SCORE, 5, "界限", None), "policy.band_half", "要一起写"),
    (at(SCORE, 5, "界限", 45), "policy.band_never", "“评分表”页 J4 格"),
    (at(SCORE, 5, "得分", "每高1万元加1分"), "policy.no_points", "写在“随数加减”以后的几列"),
    (at(SCORE, 4, "满分", 40), "policy.full_differs", "满分写的是 40，各档最多却得 30 分"),
    (at(SCORE, 4, "满分", None), "policy.due", "没有填“满分”"),
    (at(SCORE, 5, "满分", 20), "form.not_due", "满分"),
    (all_at(SCORE, 8, "得分", 哪种情形="工业"), "policy.rest_due", "最后一行还有条件"),
    (all_at(SCORE, 4, "得分", 怎样比较="", 界限="", 得分=30), "policy.rest_last", "就是其余情形，应在最后"),
    (answer("评分的满分合计", None), "policy.total_due", "各项满分加起来是 50"),
    (no_scores, "policy.total_alone", "评分表却是空的"),
    (answer("评分的满分合计", 100), "policy.total_differs", "写的是 100，各项满分加起来却是 50"),
    (no_total, "policy.score_idle", "打了分也不影响结论"),
    # metrics
    (all_at("指标", 13, "采用", 条号="第六条"), "policy.use_due", "没有选是否采用“容积率”"),
    (metric("单位", 单位="万"), "policy.unit_due", "的单位“万”不认识"),
    (metric("分子", 分子=None), "policy.due", "没有填“分子”"),
    (metric("分子", 分子="行业代码"), "policy.other_kind", "“行业代码”是“行业代码”"),
    (metric("后果", 后果=None), "policy.due", "没有填“后果”"),
    (metric("条号", 条号=None), "policy.clause_due", "没有写条号"),
    (metric("不会低于", 不会高于=100), "policy.range", "范围要写两头"),
    (taken_name, "policy.name_taken", "“大项目”"),
    (percent, "policy.percent", "还是漏了“%”"),
    (second_reading("理解", None), "policy.reading_due", "不知道各行是哪一种理解"),
    (second_reading("后果", "转人工研判"), "policy.readings_differ", "“后果”不一样"),
    (at("指标", "亩均税收", "只用于", "工业项目"), "policy.no_condition", "不是“条件”页上写好的条件"),
    # floors
    (empty_column, "policy.empty_column", "这一列却一格也没有填"),
    (no_column, "policy.no_column", "门槛表却没有这一列"),
    (heading("门槛表", "大项目", "大项目（万元）"), "policy.no_heading", "“大项目（万元）”不是名词、条件或指标的名称"),
    (unused_column, "policy.not_used", "“注册资本”没有采用"),
    (floor(5, "总分", 总分=""), "policy.gap", "不知道是不设、沿用下面的行，还是没有读到"),
    (floor(7, "投资强度", 投资强度="没有写"), "policy.none_below", "没有可沿用的"),
    (floor(8, "情形", 情形="县级园区"), "policy.empty_row", "什么也没有规定"),
    (floor(5, "投资强度", 投资强度="≥350"), "policy.no_number", "“≥350”读不出以 万元/亩 计的数"),
    (floor(5, "投资强度", 投资强度="350 万元/公顷以上"), "policy.no_number", "请只写一个数"),
    (floor(5, "投资强度", 投资强度="350、30"), "policy.no_number", "“350、30”"),
    (floor(5, "投资强度", 投资强度="350 亩"), "policy.no_number", "“350 亩”"),
    (floor(6, "大项目", 大项目="大"), "form.not_a_choice", "“大”"),
    (floor(8, "投资强度", 所在园区级别="县级", 投资强度=250, 亩均税收="15", 总分=30), "policy.row_never", "上面的行都已管到"),
    (floor_row("投资强度", 行业代码="2710", 所在园区级别="国家级", 投资强度=600), "policy.row_never", "这一行轮不到"),
    (floor_row("投资强度", 行业代码="27", 投资强度=260), "policy.rows_cross", "与 “门槛表”页 H4 格 的情形有重叠，数却不同"),
    # prohibitions, questions, clauses
    (at(BAN, 4, "名词或条件", "行业代码、所在园区级别"), "policy.no_term", "“行业代码、所在园区级别”"),
    (at(BAN, 4, "后果", None), "policy.due", "没有填“后果”"),
    (at(BAN, 4, "后果", "只供参考"), "form.not_a_choice", "不予准入、转人工研判"),
    (no_case, "policy.case_due", "后果视情形而定"),
    (at(BAN, 6, "怎样比较", "是"), "form.not_due", "怎样比较"),
    (at(BAN, 7, "除外", "重大项目"), "policy.no_condition", "“重大项目”"),
    (at("须由人判断", 4, "名称", None), "form.no_name", "名称"),
    (at("须由人判断", 4, "问什么", None), "policy.due", "没有填“问什么”"),
    (at("其他条文", 4, "怎样处理", None), "policy.due", "没有填“怎样处理”"),
    (at("其他条文", 4, "怎样处理", "不管"), "form.not_a_choice", "须由人判断、不是对项目的要求、已写成条目"),
    (nothing_else, "policy.no_clauses", "读的人会以为文件没有别的条文了"),
    (floor_row("投资强度", 行业代码="2710", 所在园区级别="国家级", 投资强度="没有写"), "policy.row_never", "这一行轮不到"),
    # what only the whole ruleset shows
    (metric("名称", 单位="亩"), "ruleset.formula_unit", "亩"),
    (all_at(SCORE, 5, "随数加减（每高、每低）", 加几分=1), "policy.slope_whole", "请填全，不用的都空着"),
    (all_at(SCORE, 5, "每多少", 随数加减="每高", 每多少=1, 加几分=1, 最少几分=25, 最多几分=30), "policy.slope_order", "从小到大"),
    (all_at(SCORE, 5, "每多少", 随数加减="每低满", 每多少=0, 加几分=1, 最少几分=0, 最多几分=30), "policy.slope_order", "要大于 0"),
    (all_at(SCORE, 7, "随数加减（每高、每低）", 随数加减="每高"), "form.not_due", "随数加减"),
    # what would be read, as something else
    (own_term("别的叫法", 种类="是或否", 单位=None, 别的叫法="楼层、占地"), "policy.called_twice", "“占地”也是“用地面积”的名称或叫法"),
    (own_term("别的叫法", 种类="是或否", 单位=None, 别的叫法="计划总投资"), "policy.called_twice", "请只留在一处"),
    (floor(5, "投资强度", 投资强度="300 400"), "policy.no_number", "请只写一个数"),
    (floor(5, "投资强度", 投资强度="350\n400"), "policy.no_number", "请只写一个数"),
    (at(SCORE, 5, "得分", "2 0"), "policy.no_points", "“2 0”读不出分数"),
    (floor(4, "行业代码", 行业代码="270、39"), "policy.no_group", "没有中类 270"),
    (at("条件", 8, "和什么比较", "27、3999、2799"), "policy.no_group", "“2799”"),
    (floor(5, "总分", 总分="40%"), "policy.total_percent", "不是百分比"),
    (all_at(SCORE, 5, "随数加减（每高、每低）", 随数加减="每低", 每多少=1, 加几分=1, 最少几分=20, 最多几分=30), "policy.slope_still", "一直是 20"),
    (all_at(SCORE, 5, "随数加减（每高、每低）", 怎样比较="不高于", 随数加减="每高", 每多少=1, 加几分=1, 最少几分=20, 最多几分=30), "policy.slope_still", "等于没有加减"),
    (metric("再乘以", 后果="缴纳差额（再填后面四列）", 未达到时="补缴差额", 再乘以="-0.2", 金额的单位="万元"), "policy.times_due", "没有要缴纳的"),
    (metric("再乘以", 后果="缴纳差额（再填后面四列）", 未达到时="补缴差额", 再乘以="0%", 金额的单位="万元"), "policy.times_due", "“0%”不大于 0"),
    (at(BAN, 4, "材料里出现", "淘汰 落后"), "policy.watch_blank", "请用顿号隔开"),
    # tiers and weights
    (tiered(1, "等级", 怎样比较="不低于", 界限=20), "policy.tiers_rest_due", "对不上的项目没有等级"),
    (tiered(0, "等级", 怎样比较=None, 界限=None), "policy.tiers_rest_last", "应在最后，上面至少还有一级"),
    (tiered(0, "怎样比较", 怎样比较="不高于"), "policy.tiers_way", "等级从高到低写"),
    (tiered(0, "分子", 分子="得分合计"), "policy.tiers_of", "按“得分合计”分级，“指标”页却没有采用这样一个指标"),
    (tiered(0, "得分", 得分=5), "form.not_due", "得分"),
    (tiered(1, "条号", 条号="第七条"), "form.not_due", "条号"),
    (tiered(0, "界限", 界限=None), "policy.band_half", "要一起写"),
    (tiered(0, "哪种情形", 哪种情形="重点项目"), "policy.no_condition", "“重点项目”"),
    (tiered(0, "等级", 界限=51), "lint.tier_never", "甲等"),
    (tier_never, "policy.band_never", "“评分表”页 K11 格 的一档已经管到它"),
    (tiers_twice, "policy.tiers_twice", "分级只能有一处，“评分表”页 A11 格 已经有一处"),
    (weighed(1, "0.4", None, 1), "policy.weight_due", "请都写上"),
    (weighed(0, "三成", "0.7", 1), "policy.no_weight", "“三成”不是权重。请写 0.45 或 45%"),
    (weighed(1, "0.3", "70", 1), "policy.no_weight", "“70”不是权重"),
    (weighed(3, "40%", 0.6, 1, total=50), "policy.total_weighted", "各项满分乘以权重加起来却是 24"),
    (tiered(0, "分子", 分子="亩均税收"), "policy.tiers_applies", "“亩均税收”写了“只用于”"),
]


# In the short run of each complaint two ways to it.
SEVERAL = [sum(code == fault[1] for _, code, _ in FAULTS[:number]) > 1 for number, fault in enumerate(FAULTS)]


@pytest.mark.parametrize("number", [pytest.param(
    number, id=f"{number}-{fault[1]}", marks=[pytest.mark.whole] * SEVERAL[number]) for number, fault in enumerate(FAULTS)])
def test_a_fault_is_told_by_its_sheet_and_cell_and_nothing_else_is(number: int) -> None:
    change, code, words = FAULTS[number]
    book = good()
    cell = change(book)
    told = [(problem.code, problem.path, str(problem)) for problem in problems(book)]
    assert [(one, path) for one, path, _ in told] == [(code, (cell,) if cell else ())]
    assert words in told[0][2]
    assert told[0][2].startswith(NAME)


# Faults that can stand in one workbook: none is in another's cell, none hides another.
TOGETHER = (3, 4, 5, 8, 9, 10, 12, 13, 14, 15, 16, 17, 22, 27, 31, 32, 35, 36, 40, 41, 43, 44, 46, 47, 48, 53, 54, 55, 56, 62,
            63, 64, 69, 70, 71, 80, 81, 83, 84, 85)


def test_forty_faults_in_one_workbook_are_told_each_by_its_own_cell() -> None:
    book = good()
    due = {(FAULTS[number][1], FAULTS[number][0](book)) for number in TOGETHER}
    assert len(due) == 40
    assert due - {(problem.code, problem.path[0]) for problem in problems(book) if problem.path} == set()


def test_every_complaint_about_a_policy_s_workbook_is_tried_and_tells_what_to_do() -> None:
    kinds = ("sheet", "heading", "answer", "hint", "top", "kind", "relation", "compares", "effect", "joined", "treatment", "way",
             "seen", "none", "category", "why", "reason", "reading",
             "project", "aim", "tried")
    made = {code for code in OFFICER if code.startswith("policy.case")} | {"policy.yes", "policy.none_there", "policy.bound", "policy.bound_place", "policy.words", "policy.row_words",
            "policy.row_place", "policy.any_case", "policy.unlike", "policy.total", "policy.lies", "policy.header",
            "policy.log", "policy.written", "policy.blank_written",
            "policy.hint_unread", "policy.term_idle", "policy.may_be_negative", "policy.confirmation_gone", "policy.rows_unchecked", "policy.kept", "policy.untold", "policy.since_unknown", "policy.condition_name", "policy.exported"}
    complaints = {code for code in OFFICER if code.startswith("policy.") and code.split(".")[1] not in kinds} - made
    tried = {code for _, code, _ in FAULTS}
    assert complaints - tried == {"policy.folder_name", "policy.no_fit"}  # of the command, not of a cell
    for code in complaints:
        assert "请" in OFFICER[code], code
        assert not of_the_programmer(OFFICER[code]), code


def test_what_a_tired_person_types_comes_to_the_same_bytes() -> None:
    plain = policy_files(good().built()).content
    assert plain == policy_files(good().built()).content
    book = good()
    for sheet, row, name, value in (
            ("名词", "用地面积", "采用", "√"), ("名词", "计划总投资", "采用", "有"), ("门槛表", 5, "投资强度", "３５０ 万元／亩"),
            ("门槛表", 5, "亩均税收", "30.0"), ("门槛表", 7, "投资强度", "0.03亿元/亩"), ("门槛表", 6, "大项目", " 是 "),
            ("条件", 8, "和什么比较", "27 医药制造业；39"), ("条件", 7, "和什么比较", "制造业 C，\n44"), ("条件", 9, "和什么比较", "50000"),
            ("条件", 10, "和什么比较", "√"), ("条件", 9, "怎样比较", "≥"), ("指标", "总分", "要求", ">="), ("条件", 4, "和什么比较", "新建 、扩建"), ("文件", "从哪一天起施行", "填写内容", "2024年5月1日"),
            ("文件", "评分的满分合计", "填写内容", "50分"), ("禁入条目", 7, "和什么比较", "无")):
        book.put(sheet, row, name, value)
    book.put("评分表", 4, book.heading("评分表", "得分"), "30 分")
    book.put("文件", "从哪一天起施行", "填写内容", dt.date(2024, 5, 1), "yyyy-mm-dd")
    # A table that was moved down and right, with rows between, is the same.
    book.book["门槛表"].move_range("A3:J7", rows=2, cols=1)
    book.book["门槛表"].move_range("A8:Z9", rows=3)
    assert policy_files(book.built()).content == plain


def test_whatever_language_is_spoken_the_same_comes_of_it_and_faults_are_told_in_that_language() -> None:
    plain = policy_files(good().built())
    book = good()
    book.put("门槛表", 5, "投资强度", "≥350")
    with speaking("en"):
        assert policy_files(good().built()) == plain
        [problem] = problems(book)
        assert "can't be read as a number in 万元/亩" in str(problem)


def test_columns_may_stand_in_any_order_and_those_that_are_not_needed_may_be_missing() -> None:
    book = good()
    for sheet, first, other in (("门槛表", 2, 9), ("禁入条目", 2, 9), ("名词", 2, 5)):
        cells = book.book[sheet]
        for row in range(3, cells.max_row + 1):
            one, two = cells.cell(row, first), cells.cell(row, other)
            one.value, two.value = two.value, one.value
    for row in book.book["指标"]["J3:L30"]:
        for cell in row:
            cell.value = None
    assert policy_files(book.built()) == policy_files(good().built())


def test_rows_that_are_hidden_are_read_and_told() -> None:
    book = good()
    rows = book.book["门槛表"].row_dimensions
    rows[6] = RowDimension(book.book["门槛表"], index=6, hidden=True)
    told = [str(one) for one in book.built().advice]
    assert [one for one in told if "“门槛表”页有 1 行是隐藏的" in one]


def test_a_total_that_may_be_negative_is_told_in_the_words_of_the_workbook() -> None:
    book = good()
    for row, points in ((7, 20), (8, 0), (9, -30)):
        book.put(SCORE, row, book.heading(SCORE, "得分"), points)
    [told] = [str(one) for one in book.built().advice]
    assert told.endswith("可能为负的（如扣分多于得分）不用改。")
    assert f"“指标”页 A{book.row('指标', '总分')} 格：“总分”照表可以得出负数" in told


def test_a_term_that_is_chosen_and_used_nowhere_is_told_by_its_cell() -> None:
    assert not good().built().advice
    book = made_up()
    book.use("建设工期", "是否上市企业或其子公司")
    told = [str(one) for one in book.built().advice]
    assert [one.partition("，")[0] for one in told] == [
        f"{NAME} “名词”页 A{book.row('名词', name)} 格：“{name}”采用了" for name in ("建设工期", "是否上市企业或其子公司")]


def test_a_table_that_tells_too_many_cases_apart_is_not_searched_and_that_is_told() -> None:
    book = good()
    for number in range(16):
        book.term(f"情况{number}", "是或否")
        book.condition(f"有情况{number}", (f"情况{number}", "是", "是"))
        book.fill("须由人判断", 名称=f"问{number}", 问什么="是否符合？", 只用于=f"有情况{number}", 条号="第十条")
    assert not book.built().advice
    book.condition("都有", *((f"有情况{number}", "是", None) for number in range(16)))
    book.put("门槛表", 6, "大项目", None)
    heading("门槛表", "大项目", "都有")(book)
    book.put("门槛表", 6, "都有", "是")
    told = [str(one) for one in book.built().advice]
    assert [one for one in told if one.startswith("“投资强度”的门槛表分得太细")]


# What may be taken away with nothing changed: columns that nobody filled in, “是” beside a condition that holds, a unit
# that the first reading has said.
NOT_MISSED = {"条件!E6", "指标!F21"}


@pytest.mark.whole
def test_no_cell_of_a_filled_workbook_is_dropped_and_none_beside_it() -> None:
    base = policy_files(good().built())
    dropped = []
    for sheet in good().book.sheetnames:
        filled = good().book[sheet]
        used = [row for row in range(4, filled.max_row + 1) if any(cell.value is not None for cell in filled[row])
                and (sheet not in ("名词", "指标") or filled.cell(row, 2).value == "是")]
        columns = range(1, 3 if sheet == "文件" else max(good().headings(sheet).values()) + 1)
        for cell in (filled.cell(row, column) for row in used for column in columns):
            for value in (None, "某某") if cell.value is not None else ("某某",):
                book = good()
                book.book[sheet][cell.coordinate].value = value
                try:
                    same = policy_files(book.built()) == base
                except DossierError:
                    same = False
                if same:
                    dropped.append(f"{sheet}!{cell.coordinate}")
    assert set(dropped) == NOT_MISSED
