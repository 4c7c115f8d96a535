"""What is said of data that are doubtful; none of it changes an outcome."""

from checker.messages.files import N_

DOUBTS: dict[str, str] = {
    "doubt.conflict": N_("{label}{years}有 {count} 个不同的填报值：{stated}。请查清哪一个对。"),
    "doubt.lists_differ": N_("{label}{years}有 {count} 份都声明完整的清单，内容不同：{stated}。请查清哪一份对。"),
    "doubt.below_bound": N_(
        "{label}：“{reading}”的值 {value} 低于“{other}”的值 {bound}，按两者的定义不可能。请查清哪一个对。"),
    "doubt.part_above_whole": N_("{label}{years}大于{whole}：{stated}。部分不应大于整体，请核对数值和单位。"),
    "doubt.relation": N_("{label}{years}：{stated}。请核对数值和单位（{ground}）。"),
    "doubt.band": N_("{label}{years}为 {value}，通常{band}（{ground}）。请核对数值和单位{stated}。"),
    "doubt.fraction": N_(
        "{label}{years}填的是 {value}%，而{beside}。如果本意是 {hundredfold}%，请改成百分数；评判仍按所填的数。"),
    "doubt.fraction_limit": N_("限值要求达到 {limit}%"),
    "doubt.fraction_other": N_("另一处（{year}）填的是 {other}%"),
    "doubt.reported_differs": N_(
        "{label}{years}自报 {printed}，由填报数据测算为 {computed}{reading}{ratio}，相差超出四舍五入。"),
    "doubt.ratio": N_("（是自报值的 {ratio} 倍）"),
    "doubt.jump": N_("{label}{years}相差 {ratio} 倍：{stated}。请核对数值和单位。"),
    "doubt.unmoved": N_(
        "{first} 年与 {second} 年都填了的 {count} 个数据项，两年的数完全相同（{labels}）。请核对是否只改了年份、没有改数。"),
    "doubt.reversed": N_(
        "逐年填报的 {count} 个数据项全都逐年下降（如{label}：{stated}）。请核对各年的数有没有填反。"),
    "doubt.swapped": N_(
        "把首年（{first}）与末年（{second}）的数对调，{count} 个数据项就都逐年单向变化，现在则不是"
        "（如{label}：{stated}）。请核对这两年的数有没有填反。"),
    "doubt.same_as_previous": N_(
        "本年度填报的 {count} 个数据项，与上次结论（{first} 年）的数完全相同（{labels}）。请核对是否只改了年份、没有改数。"),
    "doubt.at_least": N_("不低于 {bound}"),
    "doubt.above": N_("大于 {bound}"),
    "doubt.at_most": N_("不高于 {bound}"),
    "doubt.below": N_("小于 {bound}"),
    "doubt.arithmetic": N_("依据：{place}"),
    "doubt.published": N_("依据：{place}"),
    "doubt.experience": N_("经验值，不是标准的规定：{place}"),
    "doubt.arithmetic_brief": N_("依定义"),
    "doubt.published_brief": N_("有出处的数"),
    "doubt.experience_brief": N_("经验值"),
    "doubt.of": N_("：{stated}"),
    "doubt.place": N_("（{document}{place}）"),
    "doubt.year": N_("（{year} 年）"),
    "doubt.at_year": N_("{year} 年 {value}"),
    "doubt.more": N_("等"),
    "show.doubts": N_("疑点（只提请核对，不影响判定）："),
    "show.doubt": N_("  {label}：{band}（{ground}）"),
    "sheet.doubts": N_("疑点"),
    "report.doubts": N_("疑点（不影响判定，请核对）："),
}
