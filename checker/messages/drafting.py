"""The words of filling in on the page: drafts, what two windows do to each other, what a field lacks."""

DRAFTING: dict[str, str] = {
    "draft.header": "由填报页面写成；可以用任何文本编辑器改，也可以用 checker check 评判。",
    "draft.due": "还没有填，请补上。",
    "draft.no_statement": "没有这一条，可能已在另一个窗口里删去。请刷新页面。",
    "draft.moved": "这份草稿刚在另一个窗口（或由别人）改过，您填的还没有存。下面是改过以后的草稿和您填的内容：请核对后再存一次。",
    "draft.name_taken": "已有叫“{name}”的草稿。请换一个名称，或接着填那一份。",
    "draft.no_name": "没有写名称。请写园区或项目的名称。",
    "draft.no_period": "没有写评价年度。请写四位的年份，例如 2024。",
    "draft.own": "是本园区、本项目自己适用的标准",
    "draft.ground": "在页面上填报时选定",
    "draft.no_datum": "规则集里没有要填的这一项。请回到草稿，重新选。",
    "draft.not_one": "这份材料没有写明、或写明了不止一个规则集，不能在页面上接着填。",
}
