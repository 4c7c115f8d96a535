"""The words of asking an owner and of taking the answers in, and of statements that were withdrawn."""

ASKING: dict[str, str] = {
    # withdrawn statements
    "withdrawn.lists": "整份清单",
    "withdrawn.claims": "声明",
    "withdrawn.nothing": "没有找到要作废的关于“{about}”的填报：文件、位置、原文、年份、数值都须与那一条填报相同。请照那一条抄写，或删去这一条作废。",
    "withdrawn.several": "关于“{about}”的填报有 {count} 条都符合这里写的，不知道作废哪一条。请再写明它的年份、数值、文件、位置或原文。",
    "report.withdrawn": "作废的填报（不作依据）：",
    "report.withdrawn_line": "  · {label}{year}：{value}（{place}：“{words}”）。{by} {on} 作废：{why}",
    "what.withdrawn": "作废的填报",
    "what.statement": "作废哪一条",
    "what.statement.about": "关于什么",
    "what.statement.document": "文件",
    "what.statement.words": "原文",
    "what.attributes.also": "另一处的填报",
    "what.withdrawn.why": "作废的理由",
    "what.withdrawn.by": "由谁作废",
}
