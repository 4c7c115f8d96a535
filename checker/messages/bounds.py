"""The words of what is too much: workbooks and rows that would cost more than they may."""

BOUNDS: dict[str, str] = {
    "workbook.many_parts": "这个工作簿里有 {count} 个部件，超过 {limit} 个的上限，未读取。请删去用不到的工作表、图片和批注，再保存。",
    "workbook.packed": "这个工作簿里的 {part} 压缩了 {limit} 倍以上，表格软件保存的表不会这样，未读取。请新建一个工作簿，把表复制过去另存。",
    "workbook.many_marks": "这个工作簿的内容超过 {limit} 格左右的上限，未读取。请删去表格以外的内容和格式（选中整行、整列，右键删除），或分成几个文件。",
    "workbook.own_entities": "这个文件内含自行定义的实体，表格软件保存的表不会这样，未读取。请新建一个工作簿，把表复制过去另存。",
    "workbook.merged_large": "{cell}起合并的区域（{area}）有 {limit} 格以上，看不出其中哪一格是填的内容，未读取。请取消合并，再保存。",
    "workbook.long_format": "这一格的数字格式（{given}）过长，表格软件没有这样的格式，看不出显示的是什么数。请把格式改为“常规”或“文本”，重新填写。",
    "workbook.open_format": "这一格的数字格式（{given}）里引号或方括号不成对，看不出显示的是什么数。请把格式改为“常规”或“文本”，重新填写。",
    "table.far_below": "{cell}等 {count} 行与上面的表隔了 {limit} 个以上的空行，不知道是不是这张表的内容，没有读。请移到表里，或清空。",
    "table.long_cell": "这一行有一格超过 {limit} 字，多半是引号不成对，把后面的行都连了进来。请核对这一行的引号。",
    "row.too_long": "{limit} 秒之内没有评判完，这一行没有结果，别的行照判。请核对这一行是否粘贴了大段文字，或误填了过多的内容。",
    "row.no_memory": "评判这一行所需的内存超过上限，这一行没有结果，别的行照判。请核对这一行是否粘贴了大段文字，或误填了过多的内容。",
}
