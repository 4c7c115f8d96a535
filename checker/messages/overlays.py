"""What can be wrong with an overlay, or with what it does to its ruleset."""

OVERLAYS: dict[str, str] = {
    "overlay.waiver_form": "豁免须写新的限值 limit，或写 not_required: true（不要求本项），两者必须且只能写一个；not_required 针对整个指标，不能再写 reading。",
    "overlay.confirms_nothing": "确认没有写明对象。请写 items（指标编号）、requirements（要求编号）或 factors（系数名称）。",
    "overlay.confirms_which_state": "确认的是规则集某一状态的内容，须用 base.digest 写明是哪一状态，否则规则集改动以后会变成确认了没有看过的数。摘要可用 checker doctor 查到。",
    "overlay.other_ruleset": "这份地方补充规定针对规则集“{due}”，而评判用的是“{given}”，不能采用。请改用对应的规则集，或换一份补充规定。",
    "overlay.other_state": "这份地方补充规定针对另一状态的规则集 {ruleset}（写的是 {given}，现在是 {due}）：写它以后规则集改过。请核对有关内容是否还成立，再改正 base.digest；由核对表写出的请重新核对。",
    "overlay.perhaps_in_force": "评价日期 {day} 是否在本补充规定的施行期内（{since}～{until}）不能确定，采用或不采用都可能错。请把 in_force 的起止日期写到日。",
    "overlay.which_reading": "指标 {id} 的限值随理解方案而不同，须用 reading 写明改的是哪一种。可写：{readings}。",
    "overlay.relaxes": "指标 {id} 的限值由“{before}”改为“{after}”，不是加严，或看不出是加严（须逐档对应、条件相同）。地方补充规定只能加严；确需放宽的，请写成豁免 waive，注明机关、理由和期限。",
    "overlay.twice": "指标 {id} 在 {section} 里写了不止一次，不知道以哪一条为准。请合并成一条。",
    "overlay.adopted_already": "指标 {id} 已由 {authority} 采用理解方案“{given}”，不能再改用别的。请删去这一条。",
    "overlay.adopts_aside": "指标 {id} 的理解方案“{reading}”只供列示，不作判定，不能采用。",
    "overlay.confirmed_and_corrected": "指标 {id} 的限值既被更正、又被确认与原文一致，两者矛盾。请核对原文，只保留一条。",
    "overlay.changed_before": "指标 {id} 的限值已由前一份补充规定改动或确认，再更正会把它冲掉。请把写有更正的补充规定放在最前面采用，并核对两份是否矛盾。",
    "overlay.nothing_to_confirm": "指标 {id} 没有录入{part}，没有可以确认的内容。请从 items 或 parts 中删去；原文有规定的，限值请写在 corrected 里。",
    "overlay.unknown_group": "规则集中没有要求“{id}”。{hint}",
    "overlay.later": "日期 {on} 晚于评价日期 {day}，评价时还没有这件事。请核对日期。",
    "overlay.label_taken": "要求“{label}”与规则集已有的要求同名，页面上分不清。请换一个名称。",
    "overlay.unknown_factor": "没有系数 {id}，无法确认。{hint}",
}
