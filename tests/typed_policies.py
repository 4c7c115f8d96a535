"""The project's admission rulesets as an officer would type them, from the words of their documents.

What the workbook can't say stands in ``UNTYPED`` with the reason; docs/policy-workbook.md lists the same.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from typing_in import PolicyBook, made_up

from checker.typed.typed_policy import TypedPolicy

LISTS = "清单里的逐台设备、逐种产品，工作簿没有清单"
UNTYPED: dict[str, dict[str, str]] = {
    "admission-fuzhou-2024": {},
    "admission-kunming-etdz-2023": {},
    "admission-land-2008": {"ALU-2008.3": "容积率按2002年版行业代码分档，工作簿的行业代码只有GB/T 4754-2017"},
    "admission-qingyuan-2024": {},
    "admission-yunnan": dict.fromkeys((f"AYN-2024.{number}" for number in (3, 4, 5, 6, 7, 8, 25, 26, 27, 28)), LISTS),
    "admission-zhanjiang-2021": {"AZJ-2021.5": LISTS},
    "samples/rulesets/made-up-scoring": {}, "samples/rulesets/made-up-tiers": {}}


# Cases of what was typed that hang on what can't be: a list that may name the word that is looked for.
UNTYPED_CASES = {"淘汰类 属鼓励类，产品清单未声明完整": LISTS}


def begun(prefix: str, **answers: Any) -> PolicyBook:
    book = PolicyBook()
    book.document(**{"规则集编号": f"typed-{prefix.lower()}", "条目编号的前缀": prefix, **answers})
    return book


def ban(book: PolicyBook, name: str, term: str, value: str | None = None, relation: str = "是", **cells: Any) -> None:
    book.fill("禁入条目", 名称=name, 名词或条件=term, 怎样比较=relation, 和什么比较=value, **{"后果": "不予准入", **cells})


def question(book: PolicyBook, name: str, ask: str, **cells: Any) -> None:
    book.fill("须由人判断", 名称=name, 问什么=ask, **cells)


def kunming() -> PolicyBook:
    book = begun(
        "OKM-2023", 办法名称="昆明经济技术开发区2023年计划的亩均目标", 文号="昆明经开区2022年度自评价报告 4.1（2023年计划）",
        发布机关="昆明经济技术开发区管理委员会", 从哪一天起施行="2023-01-01", 到哪一天为止="2023年12月31日", 文字怎样得来="所附文件载明",
        结论后面必须附上的话="三个数是年度工作目标，不是准入办法；没有达到不等于不得进入。")
    book.use("行业代码", "项目阶段", "用地性质", "用地面积", "计划总投资", "计划固定资产投资", "达产产值", "达产营业收入", "达产年税收")
    for name, stage in (("新投资工业项目", "新投资"), ("新投产工业项目", "新投产")):
        book.condition(name, ("行业代码", "是", "B、C、D"), ("项目阶段", "是", stage), ("用地性质", "是", "项目用地"))
    said = {"要求": "不低于", "后果": "工作目标，未达到转人工研判", "条号": "4.1 二", "单位": "万元/亩"}
    for label, reading, over, case in (
            ("投资强度", "按计划总投资", "计划总投资", "新投资工业项目"), ("投资强度", "按固定资产投资", "计划固定资产投资", "新投资工业项目"),
            ("产出强度", "按产值", "达产产值", "新投产工业项目"), ("产出强度", "按营业收入", "达产营业收入", "新投产工业项目")):
        book.metric(label, over, "用地面积", again=True, 理解=reading, 只用于=case, **said)
    book.metric("亩均税收", "达产年税收", "用地面积", 只用于="新投产工业项目", **said)
    book.columns("投资强度", "产出强度", "亩均税收")
    book.fill("门槛表", 投资强度=350, 产出强度=500, 亩均税收=30)
    book.fill("其他条文", 条号="1.3.6", 原文="规范执行“四个不批”和“三个严格”的规定。", 怎样处理="须由人判断", 为什么="没有写出内容。")
    return book


def fuzhou() -> PolicyBook:
    book = begun(
        "OFZ-2024", 办法名称="福州市工业企业入园准入指导意见", 文号="福州市入园准入指导意见2024-12-04（文号未见）", 发布机关="福州市（发布机关未见）",
        从哪一天起施行="2024-12-04", 文字怎样得来="公开网页引用")
    book.use("行业代码", "产业结构调整指导目录类别", "是否新增产能", "用地性质", "用地面积", "计划总投资", "计划固定资产投资", "达产产值",
             "达产营业收入", "达产年税收")
    book.term("福州市园区类别", "几个词里选一个", 取值="国家级园区或四城区园区、沿海及近城区省级园区、山区省级园区、三类以外")
    book.condition("拟入园的工业企业", ("行业代码", "是", "B、C、D"), ("福州市园区类别", "不是", "三类以外"))
    book.condition("用地的工业企业", ("拟入园的工业企业", "是", None), ("用地性质", "是", "项目用地"))
    book.condition("新增限制类产能", ("产业结构调整指导目录类别", "是", "限制类"), ("是否新增产能", "是", "是"))
    said = {"要求": "不低于", "后果": "参考值，未达到转人工研判", "只用于": "用地的工业企业", "条号": "参考标准表（表号未见）", "单位": "万元/亩"}
    for label, reading, over in (("投资强度", "按计划总投资", "计划总投资"), ("投资强度", "按固定资产投资", "计划固定资产投资"),
                                 ("产出强度", "按产值", "达产产值"), ("产出强度", "按营业收入", "达产营业收入")):
        book.metric(label, over, "用地面积", again=True, 理解=reading, **said)
    book.metric("亩均税收", "达产年税收", "用地面积", **said)
    nation, coast, none, unread = "国家级园区或四城区园区", "沿海及近城区省级园区", "没有写", "没有读到"
    book.columns("福州市园区类别", "行业代码", "投资强度", "产出强度", "亩均税收")
    for case, level, codes, *numbers in (
            (None, nation, "39", 400, 600, none), (None, nation, None, 350, 300, 25), ("沿海，化纤", coast, "28", none, 600, none),
            ("沿海，冶金（黑色金属）", coast, "31", none, 750, none), ("沿海，化工", coast, "26", unread, unread, unread),
            ("沿海，算不算化工没有写", coast, "25、271、29", unread, unread, unread), (None, coast, None, 270, 260, 20),
            ("山区省级园区", None, None, 220, 140, unread)):
        book.fill("门槛表", 情形=case, 福州市园区类别=level, 行业代码=codes, 投资强度=numbers[0], 产出强度=numbers[1], 亩均税收=numbers[2])
    place = {"条号": "准入要求（条号未见）"}
    ban(book, "新增限制类产能", "新增限制类产能", 只用于="拟入园的工业企业", **place)
    ban(book, "落后工艺、产品", "产业结构调整指导目录类别", "淘汰类", 只用于="拟入园的工业企业", **place)
    question(book, "产业政策、产业规划和园区布局", "项目是否符合国家、省、市、县的产业政策，以及市产业规划和园区布局？",
             只用于="拟入园的工业企业", **place)
    book.fill("其他条文", 条号="参考标准（条号未见）", 原文="四城区新出让用地、政府批准的提升改造项目，税收按现行规定。", 怎样处理="须由人判断",
              为什么="“现行规定”没有见到。")
    book.fill("其他条文", 条号="其余条文", 原文="网页只见到一部分。", 怎样处理="须由人判断", 文字怎样得来="未知")
    return book


def land() -> PolicyBook:
    book = begun(
        "OLU-2008", 办法名称="工业项目建设用地控制指标", 文号="国土资发〔2008〕24号", 发布机关="国土资源部", 从哪一天起施行="2008",
        已被哪份文件替代="自然资发〔2023〕72号", 从哪一天起替代="2023年", 文字怎样得来="公开网页引用")
    book.use("行业代码", "用地性质")
    book.term("建筑系数", "数", 单位="%", 定义="（建筑物、构筑物的占地 ＋ 堆场、露天操作场地）÷ 项目用地；不是建筑密度。")
    book.term("行政办公及生活服务设施用地所占比重", "数", 单位="%")
    book.term("是否建造成套住宅、专家楼、宾馆、招待所或培训中心", "是或否，由责任人声明")
    book.condition("占用土地的工业项目", ("行业代码", "是", "B、C、D"), ("用地性质", "是", "项目用地、建筑占地"))
    said: dict[str, Any] = {"后果": "不予准入", "只用于": "占用土地的工业项目", "条号": "控制指标（条号未见）", "单位": "%", "不会低于": 0, "不会高于": 100}
    book.metric("建筑系数", "建筑系数", 要求="不低于", 不要当成="建筑密度：是另一个指标。", **said)
    book.put("指标", "建筑系数", "分母（没有的空着）", None)
    book.metric("行政办公及生活服务设施用地所占比重", "行政办公及生活服务设施用地所占比重", 要求="不高于", **said)
    book.metric("投资强度", "没有读到", again=True, 要求="不低于", 后果="不予准入", 只用于="占用土地的工业项目", 条号="投资强度表（表号未见）",
                单位="万元/亩")
    book.columns("建筑系数", "行政办公及生活服务设施用地所占比重", "投资强度")
    book.fill("门槛表", 建筑系数="30%", 行政办公及生活服务设施用地所占比重="7%", 投资强度="没有读到")
    ban(book, "成套住宅、专家楼、宾馆、招待所、培训中心", "是否建造成套住宅、专家楼、宾馆、招待所或培训中心", "是", 只用于="占用土地的工业项目",
        条号="控制指标（条号未见）")
    question(book, "“花园式工厂”", "项目是否没有建成“花园式工厂”？", 只用于="占用土地的工业项目", 条号="控制指标（条号未见）")
    book.fill("其他条文", 条号="容积率表", 原文="容积率按2002年版行业代码分档。", 怎样处理="须由人判断", 为什么="工作簿没有2002年版的行业代码。")
    return book


def qingyuan() -> PolicyBook:
    book = begun(
        "OQY-2024", 办法名称="清远高新区招商引资项目评审遴选实施细则（修订）", 文号="清远高新区2024年2月10日，文号未见",
        发布机关="清远高新区（发文机关未读到）", 从哪一天起施行="2024年2月10日", 文字怎样得来="公开网页引用")
    book.use("行业代码", "符合生态环境分区管控（三线一单）", "污染物达标排放", "满足总量控制")
    book.term("用地、厂房的来源", "几个词里选一个", 取值="新增建设用地、盘活存量土地、盘活存量厂房、其他")
    for label in ("属于适用的现代服务业", "选址涉及生态保护红线", "选址涉及生态严控区"):
        book.term(label, "是或否，由责任人声明")
    book.condition("适用的行业", ("行业代码", "是", "C"), ("属于适用的现代服务业", "是", "是"), joined="或")
    book.condition("适用的项目", ("用地、厂房的来源", "是", "新增建设用地、盘活存量土地、盘活存量厂房"), ("适用的行业", "是", None))
    book.condition("涉及红线或严控区", ("选址涉及生态保护红线", "是", "是"), ("选址涉及生态严控区", "是", "是"), joined="或")
    book.condition("排放不合要求", ("污染物达标排放", "是", "否"), ("满足总量控制", "是", "否"), joined="或")
    ban(book, "选址涉及生态保护红线或生态严控区", "涉及红线或严控区", 只用于="适用的项目", 条号="否决条件第一项")
    ban(book, "不符合三线一单", "符合生态环境分区管控（三线一单）", "否", 只用于="适用的项目", 条号="否决条件第二项")
    ban(book, "排放不达标或不满足总量控制", "排放不合要求", 只用于="适用的项目", 条号="否决条件第三项")
    question(book, "其余条文", "细则其余的条文，项目是否都符合？", 只用于="适用的项目", 条号="后文", 文字怎样得来="未知")
    book.fill("其他条文", 条号="优先引入的产业", 原文="新材料、高端电子信息制造等。", 怎样处理="不是对项目的要求")
    return book


def zhanjiang() -> PolicyBook:
    book = begun(
        "OZJ-2021", 办法名称="湛江市工业园区产业招商准入标准（试行）", 文号="湛江市2021年7月8日，文号未见", 发布机关="湛江市（发文机关未读到）",
        从哪一天起施行="2021-07-08", 文字怎样得来="公开网页引用")
    book.use("行业代码", "性质", "产业结构调整指导目录类别", "项目内容")
    book.term("使用新增工业用地", "是或否")
    book.term("技术改造按扩建项目对待", "是或否")
    book.term("园区级别（湛江市标准）", "几个词里选一个", 取值="省级以上园区、县（市、区）级园区、不在工业园区")
    book.term("外商投资负面清单类别", "几个词里选一个", 取值="不涉及外资、不在清单、限制类、禁止类")
    for label in ("投资主体或主要投资者有不良信用记录", "投资者近三年非法转让土地使用权"):
        book.term(label, "是或否，由责任人声明")
    book.condition("按扩建对待的技术改造", ("性质", "是", "技术改造"), ("技术改造按扩建项目对待", "是", "是"))
    book.condition("所列的性质", ("性质", "是", "新建、扩建、改扩建、迁建"), ("按扩建对待的技术改造", "是", None), joined="或")
    book.condition("适用的项目", ("行业代码", "是", "B、C、D"), ("使用新增工业用地", "是", "是"), ("所列的性质", "是", None))
    book.condition("园区内适用的项目", ("适用的项目", "是", None), ("园区级别（湛江市标准）", "是", "省级以上园区、县（市、区）级园区"))
    inside = {"只用于": "园区内适用的项目"}
    question(book, "符合法规和园区规划", "项目是否符合法律法规，以及园区的各项规划？", 条号="否决条件第一条", **inside)
    question(book, "环保、节能、安全达标", "项目的环保、节能、安全是否都达标？", 材料里出现="高危、高污、高耗、低效", 条号="否决条件第二条", **inside)
    ban(book, "淘汰类", "产业结构调整指导目录类别", "淘汰类", 材料里出现="淘汰", 条号="否决条件第三条", **inside)
    ban(book, "外商投资负面清单禁止类", "外商投资负面清单类别", "禁止类", 条号="否决条件第四条", **inside)
    ban(book, "不良信用记录", "投资主体或主要投资者有不良信用记录", "是", 条号="否决条件第六条", **inside)
    ban(book, "非法转让土地使用权等", "投资者近三年非法转让土地使用权", "是", 没有触及="截断处以后所列的别的情形，投资者近三年是否也都没有？",
        条号="否决条件第七条", **inside)
    book.columns("园区级别（湛江市标准）", "投资门槛", "产出门槛", "税收门槛")
    for label in ("投资门槛", "产出门槛", "税收门槛"):
        book.metric(label, "没有读到", 要求="不低于", 后果="不予准入", 只用于="适用的项目", 单位="万元/亩", 条号="分级门槛（后文）")
    for level, cell in (("省级以上园区", "没有读到"), ("县（市、区）级园区", "没有读到"), (None, "不设")):
        row = book.fill("门槛表", 情形=None if level else "不在工业园区", 投资门槛=cell, 产出门槛=cell, 税收门槛=cell)
        book.put("门槛表", row, "园区级别（湛江市标准）", level)
    book.fill("其他条文", 条号="否决条件第五条", 原文="《环境保护综合名录》双高产品不予准入。", 怎样处理="须由人判断", 为什么="产品要逐种看。")
    return book


def yunnan() -> PolicyBook:
    book = begun(
        "OYN-2024", 办法名称="云南省产业园区项目禁入条目（汇编）", 文号="产业结构调整指导目录（2024年本）等文件的条文汇编",
        发布机关="国家发展和改革委员会、云南省人民政府办公厅等", 从哪一天起施行="2024-02-01", 文字怎样得来="公开网页引用",
        **{"没有查看的名单（用顿号隔开）": "市场准入负面清单（2025年版）、环境保护综合名录、项目所在园区的产业准入清单"})
    _yunnan_terms(book)
    _yunnan_bans(book)
    book.metric("钢铁产能置换比例", "置换的冶炼产能", "新增冶炼产能", 单位="无量纲", 要求="不低于", 后果="不予准入", 只用于="暂停以前公告的新增冶炼",
                条号="钢铁行业产能置换实施办法")
    book.columns("产能置换情形", "在大气污染防治重点区域", "钢铁产能置换比例")
    for case, replaced, air, number in (
            ("等量置换的六种情形", "转炉改电炉并退出配套的烧结焦化高炉、电炉换电炉、同一厂内技术改造且种类产能数量不变、以氢冶金等非高炉炼铁替代、"
             "回转窑矿热炉AOD不锈钢、青海或西藏", None, 1), (None, "兼并重组", "是", "1.25"), (None, "兼并重组", None, "1.1"),
            (None, "一般", "是", "1.5"), ("其他地区", None, None, "1.25")):
        book.fill("门槛表", 情形=case, 产能置换情形=replaced, 在大气污染防治重点区域=air, 钢铁产能置换比例=number)
    for name, ask, watch, park in QUESTIONS:
        question(book, name, ask, 材料里出现=watch, 只用于=park, 条号="见规则集")
    book.fill("其他条文", 条号="淘汰类、限制类 钢铁、水泥的生产工艺装备", 原文="按设备的容积、吨位、面积、产能分的各条。", 怎样处理="须由人判断",
              为什么="设备要逐台看，工作簿没有清单。")
    return book


QUESTIONS: list[tuple[str, str, str | None, str | None]] = [
    ("环保不过关", "项目的环保条件（环评、排放、总量）是否过关？", "高污染", None), ("过剩产能", "项目是否不属于过剩产能？", "过剩产能", None),
    ("产出强度", "项目的产出强度是否达到所在园区的标准？", None, None), ("产业政策", "项目是否符合产业政策？", None, None),
    ("高污染项目", "项目是否不属于高污染项目？", "高污染", None),
    ("高耗能项目", "项目是否不属于高耗能项目，或已按严控要求论证？", "高耗能", None),
    ("高污染、高环境风险和过剩产能", "项目是否不属于这三类，或已按严控要求论证？", "高污染、高环境风险、过剩产能", "在玉溪高新区"),
    ("高耗能、高污染、高危险项目", "项目是否不属于这三类，或已通过环评审批？", "高耗能、高污染、高危险", "在玉溪高新区")]


def _yunnan_terms(book: PolicyBook) -> None:
    book.use("行业代码", "产业结构调整指导目录类别", "性质", "是否新增产能", "项目内容", "符合生态环境分区管控（三线一单）")
    for label, values in (
            ("所在园区", "昆明经开区、玉溪高新区、云南省其他园区、云南省以外"), ("低于基准水平的现有装置的改造期限", "期限未到、已过期限"),
            ("产能置换方案的公告时间", "2024年8月23日以前、2024年8月23日或以后"),
            ("产能置换情形", "一般、兼并重组、转炉改电炉并退出配套的烧结焦化高炉、电炉换电炉、同一厂内技术改造且种类产能数量不变、"
                      "以氢冶金等非高炉炼铁替代、回转窑矿热炉AOD不锈钢、青海或西藏")):
        book.term(label, "几个词里选一个", 取值=values)
    book.fill("名词", "能效水平", 采用="是", 取值="达到标杆水平、基准水平以上未达标杆、低于基准水平、无标杆水平")
    for label in ("是否新增冶炼产能", "在大气污染防治重点区域"):
        book.term(label, "是或否")
    book.term("是否在合规园区内", "是或否，由责任人声明")
    for label in ("新增冶炼产能", "置换的冶炼产能"):
        book.term(label, "数", 单位="万t")
    new = ("性质", "是", "新建、扩建")
    book.condition("新建、扩建的", new)
    book.condition("改造或迁建而新增产能", ("是否新增产能", "是", "是"), ("性质", "是", "改扩建、技术改造、迁建"))
    book.condition("技术改造且不新增产能", ("性质", "是", "技术改造"), ("是否新增产能", "是", "否"))
    book.condition("过了改造期限", ("低于基准水平的现有装置的改造期限", "是", "已过期限"))
    book.condition("期限未到的技术改造", ("技术改造且不新增产能", "是", None), ("低于基准水平的现有装置的改造期限", "是", "期限未到"))
    book.condition("钢铁", ("行业代码", "是", "31"))
    book.condition("合规园区外新增冶炼的", ("是否新增冶炼产能", "是", "是"), ("是否在合规园区内", "是", "否"))
    for name, when in (("暂停以前公告的新增冶炼", "2024年8月23日以前"), ("暂停以后公告的新增冶炼", "2024年8月23日或以后")):
        book.condition(name, ("钢铁", "是", None), ("是否新增冶炼产能", "是", "是"), ("产能置换方案的公告时间", "是", when))
    book.condition("在昆明经开区", ("所在园区", "是", "昆明经开区"))
    book.condition("在玉溪高新区", ("所在园区", "是", "玉溪高新区"))


RESTRICTED = [("新建、扩建的", "不予准入"), ("改造或迁建而新增产能", "不予准入"), ("技术改造且不新增产能", "转人工研判")]
BASELINE = [*RESTRICTED[:2], ("过了改造期限", "不予准入"), ("期限未到的技术改造", "转人工研判")]


def by_case(book: PolicyBook, name: str, term: str, value: str, cases: list[tuple[str, str]], place: str) -> None:
    ban(book, name, term, value, 哪种情形=cases[0][0], 后果=cases[0][1], 条号=place)
    for case, effect in cases[1:]:
        book.fill("禁入条目", 哪种情形=case, 后果=effect)


def _yunnan_bans(book: PolicyBook) -> None:
    catalogue, level = "产业结构调整指导目录类别", "能效水平"
    ban(book, "淘汰类", catalogue, "淘汰类", 材料里出现="淘汰", 条号="目录（2024年本） 淘汰类")
    by_case(book, "限制类", catalogue, "限制类", RESTRICTED, "目录（2024年本） 限制类")
    by_case(book, "能效未达标杆水平", level, "基准水平以上未达标杆", RESTRICTED, "能效标杆水平和基准水平的规定")
    by_case(book, "能效低于基准水平", level, "低于基准水平", BASELINE, "能效标杆水平和基准水平的规定")
    ban(book, "合规园区外新增冶炼", "合规园区外新增冶炼的", 只用于="钢铁", 条号="钢铁行业产能置换实施办法")
    ban(book, "暂停钢铁产能置换", "暂停以后公告的新增冶炼", 只用于="钢铁", 条号="工信厅原函〔2024〕327号")
    ban(book, "“两高”行业", "行业代码", "4411、251、252、26、31、321、322、323、30", 后果="转人工研判",
        材料里出现="煤电、石化、化工、钢铁、冶炼、建材", 条号="“两高”项目暂按六个行业统计")
    ban(book, "分区管控", "符合生态环境分区管控（三线一单）", "否", 条号="云南省“三线一单”")
    ban(book, "新的屠宰、发酵酒类", "行业代码", "135、151", 后果="转人工研判", 只用于="在昆明经开区", 材料里出现="屠宰、酿酒、发酵", 条号="1.4.4")
    ban(book, "橡胶、塑料等化工", "行业代码", "26、29", 后果="转人工研判", 只用于="在昆明经开区", 材料里出现="橡胶、塑料", 条号="1.4.5")


def scoring() -> PolicyBook:
    """The made-up policy that gives points."""
    book = begun("OSC-2024", 办法名称="虚构市工业项目准入评分办法（虚构）", 文号="虚构发〔2024〕1号（虚构）", 发布机关="虚构市人民政府（虚构）",
                 从哪一天起施行="2024-01-01", 文字怎样得来="所附文件载明", 评分的满分合计=100)
    book.use("行业代码", "产业结构调整指导目录类别", "符合生态环境分区管控（三线一单）", "用地面积", "计划总投资", "达产年税收")
    book.term("绿色水平", "几个词里选一个", 取值="绿色工厂、清洁生产、未取得")
    for name, term, value in (("医药、电子", "行业代码", "27、39"), ("其他制造业", "行业代码", "C"), ("绿色工厂的", "绿色水平", "绿色工厂"),
                              ("通过清洁生产审核的", "绿色水平", "清洁生产")):
        book.condition(name, (term, "是", value))
    for label, over, bands, place in (
            ("投资强度得分", "计划总投资", {500: 40, 350: 30, 200: 15}, 1), ("亩均税收得分", "达产年税收", {40: 30, 30: 20}, 2)):
        for first, (bound, points) in enumerate(bands.items()):
            head: dict[str, Any] = {} if first else {"名称": label, "满分": max(bands.values()), "分子": over, "分母": "用地面积", "单位": "万元/亩",
                                     "条号": f"附表第{place}项"}
            book.fill("评分表", 怎样比较="不低于", 界限=bound, 得分=points, **head)
        book.fill("评分表", 得分=0)
    for label, cases, place in (("产业方向得分", {"医药、电子": 20, "其他制造业": 10}, 3), ("绿色水平得分", {"绿色工厂的": 10, "通过清洁生产审核的": 9}, 4)):
        for first, (case, points) in enumerate(cases.items()):
            head = {} if first else {"名称": label, "满分": points, "条号": f"附表第{place}项"}
            book.fill("评分表", 哪种情形=case, 得分=points, **head)
        book.fill("评分表", 得分=0)
    ban(book, "淘汰类", "产业结构调整指导目录类别", "淘汰类", 条号="第三条第一项")
    ban(book, "分区管控", "符合生态环境分区管控（三线一单）", "否", 条号="第三条第二项")
    question(book, "信用", "投资主体有没有不良信用记录？没有的为符合。", 条号="第三条第三项")
    for label, effect in (("总分下限", "不予准入"), ("直接准入的总分", "转人工研判")):
        book.metric(label, "评分总分", 单位="无量纲", 要求="不低于", 后果=effect, 条号="第五条")
    book.columns("总分下限", "直接准入的总分")
    book.fill("门槛表", 总分下限=60, 直接准入的总分=80)
    book.fill("其他条文", 条号="第七条", 原文="重大项目一事一议。", 怎样处理="须由人判断", 为什么="由虚构市人民政府决定。")
    return book


def tiers() -> PolicyBook:
    """The made-up policy whose points go up and down with amounts, and that puts projects into tiers."""
    book = begun("OTR-2024", 办法名称="虚构县工业项目综合评价分级办法（虚构）", 文号="虚构县发〔2024〕2号（虚构）", 发布机关="虚构县人民政府（虚构）",
                 从哪一天起施行="不详", 文字怎样得来="所附文件载明", 评分的满分合计=100)
    book.use("产业结构调整指导目录类别", "用地面积", "计划总投资", "达产年税收", "达产产值")
    book.term("达产年综合能耗", "数", 单位="tce")
    book.term("安全生产标准化等级", "几个词里选一个", 取值="一级、二级、未评定")
    for name, value in (("安全一级", "一级"), ("安全二级", "二级")):
        book.condition(name, ("安全生产标准化等级", "是", value))
    measured = {"分母": "用地面积", "单位": "万元/亩"}
    book.fill("评分表", 名称="亩均税收得分", 满分=40, 分子="达产年税收", **measured, 怎样比较="不低于", 界限=20, 得分=24, 随数加减="每高", 每多少=1,
              加几分="0.8", 最少几分=24, 最多几分=40, 条号="附表第1项")
    book.fill("评分表", 得分=0)
    # From one number up and down: as much is taken for each 15 below as is given for each 15 above.
    book.fill("评分表", 名称="亩均投资得分", 满分=30, 分子="计划总投资", **measured, 界限=300, 得分=18, 随数加减="每高满", 每多少=15, 加几分=1,
              最少几分=0, 最多几分=30, 条号="附表第2项")
    book.fill("评分表", 名称="单位产值能耗得分", 满分=20, 分子="达产年综合能耗", 分母="达产产值", 单位="tce/万元", 界限="0.3", 得分=20, 随数加减="每高满",
              每多少="0.05", 加几分=-4, 最少几分=0, 最多几分=20, 条号="附表第3项")
    book.fill("评分表", 名称="安全生产得分", 满分=10, 哪种情形="安全一级", 得分=10, 条号="附表第4项")
    book.fill("评分表", 哪种情形="安全二级", 得分=6)
    book.fill("评分表", 得分=0)
    book.condition("一票否决", ("产业结构调整指导目录类别", "是", "淘汰类"))
    book.fill("评分表", 名称="综合等级", 分子="评分总分", 哪种情形="一票否决", 等级="D", 条号="第五条")
    for bound, tier in ((90, "A"), (75, "B"), (60, "C")):
        book.fill("评分表", 怎样比较="不低于", 界限=bound, 等级=tier)
    book.fill("评分表", 等级="D")
    ban(book, "淘汰类", "产业结构调整指导目录类别", "淘汰类", 条号="第三条")
    book.metric("总分", "评分总分", 单位="无量纲", 要求="不低于", 后果="不予准入", 条号="第四条")
    book.columns("总分")
    book.fill("门槛表", 总分=60)
    book.fill("其他条文", 条号="第六条", 原文="等级每年复核一次。", 怎样处理="须由人判断", 为什么="由虚构县人民政府复核。")
    return book


POLICIES = {"admission-fuzhou-2024": fuzhou, "admission-kunming-etdz-2023": kunming, "admission-land-2008": land,
            "admission-qingyuan-2024": qingyuan, "admission-yunnan": yunnan, "admission-zhanjiang-2021": zhanjiang,
            "samples/rulesets/made-up-scoring": scoring, "samples/rulesets/made-up-tiers": tiers}


@cache
def typed(name: str) -> TypedPolicy:
    """What one of these policies, or the made-up one that uses every sheet, comes to."""
    return (POLICIES[name]() if name in POLICIES else made_up()).built()
