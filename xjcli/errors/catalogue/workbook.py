"""What a workbook carries beside its cells, what it leaves unsaid, and the damage that only a cell's type betrays."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_S = Family.SHEET

ENTRIES: dict[str, Entry] = {
    "sheet.binary": Entry(
        _S, 0, "这是二进制工作簿（.xlsb），不读取", "This is a binary workbook (.xlsb), which is not read",
        "用 Excel 或 WPS 打开后另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx",
    ),
    "sheet.entities": Entry(
        _S, 0, "表格文件里声明了 XML 实体，可能是恶意文件，没有读取",
        "The workbook declares XML entities and may be malicious; it was not read",
        "正常的表格不会这样；请向来源方索取原表，或用 Excel、WPS 新建后粘贴数值",
        "no honest workbook does; ask for the original, or paste the values into a new one",
    ),
    "sheet.encoding-other": Entry(
        _S, 0, "文本文件看来是 {encoding} 编码，不是简体中文编码，没有读取",
        "The text file seems to be in {encoding}, not in an encoding of simplified Chinese; it was not read",
        "用 Excel 或 WPS 打开，确认没有乱码后另存为“CSV UTF-8”或 .xlsx",
        "open it in Excel or WPS, see that names are right, and save it as “CSV UTF-8” or .xlsx",
    ),
    "sheet.external-links": Entry(
        _S, 0, "表格引用了 {count} 个别的文件，只用表内存着的数值，不打开那些文件",
        "The workbook refers to {count} other files; they are not opened, only the values stored here are used",
        "数值可能是旧的：先在 Excel 或 WPS 中更新并保存，或粘贴为数值",
        "the values may be old: update and save it in Excel or WPS first, or paste them as values",
    ),
    "sheet.hidden-sheets": Entry(
        _S, 0, "隐藏的工作表没有读：{sheets}", "Hidden sheets were not read: {sheets}", "需要时取消隐藏后再试",
        "unhide them if they are needed",
    ),
    "sheet.merged-cells": Entry(
        _S, 0, "学生行里有 {count} 处合并单元格（{cells}），只有左上角一格有内容，其余按空白读取",
        "{count} merged cells among the pupils ({cells}): only the first cell of each holds anything, the others are read as empty",
        "取消合并，给每个学生都填上", "unmerge them and fill in every pupil",
    ),
    "sheet.header-near": Entry(
        _S, 0, "{column} 列“{header}”不认识，没有读；可能是“{label}”",
        "Column {column} “{header}” is not known and was not read; it may be {label}",
        "是的话用 --map {header}={label}，或改正表头", "if so, use --map {header}={label} or correct the header",
    ),
    "sheet.map-remembered": Entry(
        _S, 0, "表头与以前的一个文件相同，沿用当时的 --map：{headers}",
        "The headers are those of an earlier file; its --map is used again: {headers}",
        "不对时用 --map 重新指定", "if that is wrong, give --map again",
    ),
    "sheet.zero-restored": Entry(
        _S, 0, "“{header}”存成了数字，前面的 0 丢了，按“{label}”读取",
        "“{header}” was stored as a number and lost its leading zero; it is read as “{label}”",
        "建议把该列设为“文本”", "better format the column as text",
    ),
    "sheet.tail-zeros": Entry(
        _S, 0, "“{header}”末三位是 000，校验虽然相符，也可能是被 Excel 取整过的",
        "“{header}” ends in 000: its check digit holds, but Excel may have rounded it",
        "照证件核对这一个号码", "check this number against the document",
    ),
}  # fmt: skip
