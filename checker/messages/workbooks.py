"""What can be wrong with a workbook or one of its cells, whatever it is read for."""

WORKBOOKS: dict[str, str] = {
    "form.old_format": "这是旧格式（.xls、.et）或加了打开密码的文件，程序读不了。请去掉密码，用 WPS 或 Excel 另存为 .xlsx 后再试。",
    "form.not_xlsx": "不是可读的 .xlsx 工作簿，可能是别的文件改了扩展名，或已损坏。请用 WPS 或 Excel 打开原来的表，另存为 .xlsx 后再试。",
    "form.too_large_inside": "这个文件解开后过大，超过 {limit} MB 的上限，未读取。请新建一个工作簿，只把表复制过去另存，或分成几个文件。",
    "form.too_many_cells": "{cell}有内容，而这里最多读 {rows} 行、{columns} 列。请删去表格以外的内容（选中整行、整列，右键删除）再保存，或分成几个文件。",
    "form.merged_twice": "{cell}起合并的区域与别的合并区域重叠，正常的表不会这样，未读取。请取消合并后再保存。",
    "workbook.cell_twice": "{cell}在文件里存了不止一个值，表格软件保存的表不会这样，看不出哪一个算数，未读取。请用 WPS 或 Excel 打开，核对这一格后另存。",
    "workbook.sheet_twice": "工作簿里有两页都叫“{sheet}”，表格软件保存的表不会这样，看不出哪一页算数，未读取。请用 WPS 或 Excel 打开，核对后另存。",
    "workbook.part_twice": "这个文件里有两个部件同名（{part}），表格软件保存的表不会这样，看不出哪一个算数，未读取。请用 WPS 或 Excel 打开原来的表，核对后另存。",
    "form.long_cell": "这一格的文字超过一格所能写的长度。请只写要点。",
    "form.foreign_currency": "这一格的数字格式写的是“{given}”，不是人民币，程序不换算汇率。请换算成人民币，连单位写明（如 2.4亿元），格式改为“常规”。",
    "form.formula_cell": "这一格是公式（{given}），它的值会随别处变动，这里不接受公式。请改填内容本身。",
    "form.formula_without_value": "这一格是公式（{given}），文件里没有存它的计算结果，程序不替它计算。请用 WPS 或 Excel 打开后保存一次，或改填数值。",
    "form.merged_cell": "这一格被合并在别的格里，看不出这里填的是什么。请取消合并，逐格填写。",
    "form.error_cell": "这一格是表格软件的错误值（{given}），没有内容。请重新填写。",
    "form.struck_cell": "这一格有的字划了删除线，有的没有，连起来是“{given}”，不知道以哪些字为准。请删去划掉的字。",
    "form.struck_out": "这一格划了删除线（{given}），不知道还算不算数。还用的请去掉删除线，不用的请清空。",
    "form.odd_cell": "这一格是时间或是非值（{given}），不是文字、数或日期。请把单元格格式改为“文本”后重新填写。",
    "form.bad_character": "这一格含有看不见的控制字符，可能是从别处粘贴来的，印出来会出错。请清空后重新输入。",
}
