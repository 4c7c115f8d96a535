"""What is said of data that are doubtful; none of it changes an outcome."""

DOUBTS: dict[str, str] = {
    "doubt.conflict": "{label}{years}有 {count} 个不同的填报值：{stated}{power}。{scopes}",
    "doubt.lists_differ": "{label}{years}有 {count} 份都声明完整的清单，内容不同：{stated}。请查清哪一份对。",
    "doubt.below_bound": (
        "{label}：“{reading}”的值 {value} 低于“{other}”的值 {bound}，按两者的定义不可能。请查清哪一个对。"),
    "doubt.part_above_whole": "{label}{years}大于{whole}：{stated}。部分不应大于整体，请核对数值和单位。{scopes}",
    "doubt.relation": "{label}{years}：{stated}。请核对数值和单位（{ground}）。{scopes}",
    "doubt.band": "{label}{years}为 {value}，通常{band}（{ground}）。请核对数值和单位{stated}。",
    "doubt.fraction": (
        "{label}{years}填的是 {value}%，而{beside}。如果本意是 {hundredfold}%，请改成百分数；评判仍按所填的数。"),
    "doubt.fraction_limit": "限值要求达到 {limit}%",
    "doubt.fraction_other": "另一处（{year}）填的是 {other}%",
    "doubt.reported_differs": (
        "{label}{years}自报 {printed}，由填报数据测算为 {computed}{reading}{ratio}，相差超出四舍五入。"),
    "doubt.identity": (
        "{label}{years}印的是 {left}{made}，{given} {computed}{ground}，相差超出四舍五入{power}。{needed}{instead}"),
    "doubt.given": "由{stated}得",
    "doubt.due": "应为",
    "doubt.premise": "（{ground}）",
    "doubt.not_reproduced": (
        "{label}{years}印的数由填报的数据测算不出，各数的四舍五入已计入：如 {example} 印 {left}，测算得 {computed}{power}。"
        "只有所用的数或算法与本规则集的不同，才能都对；请查清。"),
    "doubt.mixed_scopes": (
        "{label}{years}（{left}）用写明同一口径的数得不出，取口径写得不同的数（{stated}）才相合。请查分子、分母各是什么口径。"),
    "doubt.inferred_differs": (
        "{label}{years}没有填，但两处可以推算，一处得 {value}，一处得 {other}（{stated}）。"
        "只有口径、范围或年份不同，才能都对；没有写明，请查清。"),
    "doubt.not_whole": (
        "{label}{years}没有填，由{stated}推算为 {value}，其中没有整数。{fits}"),
    "doubt.claimed": "{label}{years}测算为未达标，材料却声明达标：{stated}。请查声明所用的数。",
    "doubt.claimed_inferred": (
        "{label}{years}缺数据，材料声明达标（{left}）；由{stated}推算，{needed}，本项则为 {value}，达不到限值（{limit}）。"
        "只有声明所用的数与这些数口径不同，或限值并非如此，声明才能成立；请查清。"),
    "doubt.one_year": (
        "{label}{years}按几年的年均增长率计算，材料只写到这一年，没有写从哪一年算起：{stated}。只有所说的也是按几年算的，才是本项的数；请查清。"),
    "doubt.near_name": "“{name}”不是“{label}”：{why}不能互相替代或比较。材料里写到它：{stated}。",
    "doubt.power": "（恰为 {power} 倍，请核对单位）",
    "doubt.by_none": "与它不同的数（{count} 种理解都是）",
    "doubt.run": "{first} 至 {last}",
    "doubt.of_year": "{year} 年",
    "doubt.made": "（即 {value}）",
    "doubt.needed": "只有{ways}，或各数的口径、价格、算法不是一样的，才都对；请查清。",
    "doubt.needed_otherwise": "只有各数的口径、价格、算法不是一样的，才都对；请查清。",
    "doubt.needed_way": "{label}须在 {amount} 之间",
    "doubt.instead": "材料里的{labels}恰在其间，请查是不是用了它。",
    "doubt.needed_or": "，或",
    "doubt.fits": "只有“{label}”的数是“不少于”的意思、实际在 {low} 至 {high} 之间，或两个数不是一个统计，才能都对；请查清。",
    "doubt.no_fit": "只有两个数不是一个统计，才能都对；请查清。",
    "doubt.inferred_amount": "{label}约 {amount}",
    "doubt.in_scope": "{value}（{scope}）",
    "doubt.ratio": "（是自报值的 {ratio} 倍）",
    "doubt.jump": "{label}{years}相差 {ratio} 倍：{stated}。请核对数值和单位。",
    "doubt.unmoved": (
        "{first} 年与 {second} 年都填了的 {count} 个数据项，两年的数完全相同（{labels}）。请核对是否只改了年份、没有改数。"),
    "doubt.reversed": (
        "逐年填报的 {count} 个数据项全都逐年下降（如{label}：{stated}）。请核对各年的数有没有填反。"),
    "doubt.swapped": (
        "把首年（{first}）与末年（{second}）的数对调，{count} 个数据项就都逐年单向变化，现在则不是"
        "（如{label}：{stated}）。请核对这两年的数有没有填反。"),
    "doubt.same_as_previous": (
        "本年度填报的 {count} 个数据项，与上次结论（{first} 年）的数完全相同（{labels}）。请核对是否只改了年份、没有改数。"),
    "doubt.kind_contradiction": "【矛盾】{said}",
    "doubt.kind_question": "【疑问】{said}",
    "doubt.kind_near_name": "【近名】{said}",
    "doubt.scopes_contradiction": "口径相同，不能都对。",
    "doubt.scopes_rounded": "相差可能只是四舍五入，或口径、范围、统计时间不同；请查清。",
    "doubt.scopes_same": "写的口径相同；只有各指不同的范围或统计时间，才能都对，请查清。",
    "doubt.scopes_question": "只有口径、范围或统计时间不同，才能都对；没有写明，请查清。",
    "doubt.equals": "＝ {other}",
    "doubt.at_least": "不低于 {bound}",
    "doubt.above": "大于 {bound}",
    "doubt.at_most": "不高于 {bound}",
    "doubt.below": "小于 {bound}",
    "doubt.arithmetic": "依据：{place}",
    "doubt.published": "依据：{place}",
    "doubt.experience": "经验值，不是标准的规定：{place}",
    "doubt.arithmetic_brief": "依定义",
    "doubt.published_brief": "有出处的数",
    "doubt.experience_brief": "经验值",
    "doubt.of": "：{stated}",
    "doubt.place": "（{document}{place}）",
    "doubt.year": "（{year} 年）",
    "doubt.at_year": "{year} 年 {value}",
    "doubt.more": "等",
    "show.doubts": "疑点（只提请核对，不影响判定）：",
    "show.doubt": "  {label}：{band}（{ground}）",
    "sheet.doubts": "疑点",
    "report.doubts": "疑点（不影响判定，请核对）：",
}
