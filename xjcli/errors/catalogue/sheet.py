"""What can be wrong with a workbook, before anybody asks what the regulation says of its pupils."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_S = Family.SHEET

_FILE: dict[str, Entry] = {
    "sheet.not-a-workbook": Entry(
        _S, 0, "这不是完整的电子表格文件", "This is not a complete spreadsheet file",
        "文件可能没有传完，或只改了扩展名；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "it may be cut off, or only its name was changed; open it in Excel or WPS and save it as .xlsx",
    ),
    "sheet.encrypted": Entry(
        _S, 0, "表格设有打开密码，无法读取", "The workbook is protected by a password and cannot be read",
        "在 Excel 或 WPS 中取消密码，另存后再试",
        "remove the password in Excel or WPS, save it and try again",
    ),
    "sheet.html": Entry(
        _S, 0, "这是网页内容，只是扩展名像表格", "This is a web page with the name of a spreadsheet",
        "有些系统导出的 .xls 其实是网页；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "some systems export web pages as .xls; open it in Excel or WPS and save it as .xlsx",
    ),
    "sheet.empty-file": Entry(
        _S, 0, "文件是空的", "The file is empty", "请重新导出或索取这个文件",
        "export the file again or ask for it again",
    ),
    "sheet.empty": Entry(
        _S, 0, "表头下面没有学生", "There are no pupils below the header", "确认选对了文件，学生填在表头下面",
        "check that it is the right file and that the pupils stand below the header",
    ),
    "sheet.too-large": Entry(
        _S, 0, "表格太大（行、列或展开后的大小超过上限）",
        "The workbook is too large (rows, columns or unpacked size)",
        "删去多余的行、列和工作表，或分成几个文件；有时是远处一个多余的单元格",
        "remove rows, columns and sheets that are not needed, or split it; sometimes it is one stray "
        "cell far away",
    ),
    "sheet.encoding": Entry(
        _S, 0, "看不出文本文件的编码", "The encoding of the text file cannot be told",
        "另存为“CSV UTF-8”或 .xlsx；知道编码时可用 --encoding",
        "save it as “CSV UTF-8” or .xlsx, or name it with --encoding",
    ),
    "sheet.encoding-used": Entry(
        _S, 0, "按 {encoding} 编码读取", "Read as {encoding}", "如有乱码，请另存为“CSV UTF-8”",
        "if names look wrong, save it as “CSV UTF-8”",
    ),
    "sheet.no-header": Entry(
        _S, 0, "没有找到表头行", "No header row was found",
        "前 20 行中应有一行写着姓名、性别、身份证件号等；特殊写法可用 --map 表头=字段",
        "one of the first 20 rows must name 姓名, 性别, 身份证件号 …; for other words use --map "
        "HEADER=field",
    ),
    "sheet.macros-ignored": Entry(
        _S, 0, "表格带有宏，只读数据，不运行宏", "The workbook carries macros; only its data is read", "", "",
    ),
    "sheet.others-ignored": Entry(
        _S, 0, "只读这一张工作表，其余未读：{sheets}", "Only this sheet is read, not: {sheets}",
        "其余工作表也有学生时，请分别另存", "if there are pupils on the others, save each as a file",
    ),
    "sheet.example-row": Entry(
        _S, 0, "这一行是示例，没有读", "This row is the example of the template and was not read", "", "",
    ),
    "sheet.hidden-columns": Entry(
        _S, 0, "隐藏的列没有读：{headers}", "Hidden columns were not read: {headers}", "需要时取消隐藏后再试",
        "unhide them if they are needed",
    ),
    "sheet.hidden-rows": Entry(
        _S, 0, "隐藏的 {count} 行没有读（第 {rows} 行）", "{count} hidden rows were not read (rows {rows})",
        "可能是筛选没有取消；需要时取消筛选或隐藏后再试",
        "a filter may be on; clear it if these pupils are needed",
    ),
    "sheet.blank-tail": Entry(
        _S, 0, "末尾 {count} 个空行略过", "{count} blank rows at the end were skipped", "", "",
    ),
}  # fmt: skip

_COLUMN: dict[str, Entry] = {
    "sheet.column-missing": Entry(
        _S, 4, "缺少必需的列：{label}", "A needed column is missing: {label}",
        "补上这一列；已有而表头写法不同时用 --map 表头={label}",
        "add it, or name it with --map HEADER={label}",
    ),
    "sheet.column-absent": Entry(
        _S, 4, "没有“{label}”这一列", "There is no column {label}", "上报前要采集齐；可以先导入，以后补",
        "it must be collected before reporting; you can import now and add it later",
    ),
    "sheet.duplicate-column": Entry(
        _S, 0, "{columns} 列都像是“{label}”", "Columns {columns} all look like {label}",
        "只留一列，或用 --map 表头={label} 指定", "keep one, or choose with --map HEADER={label}",
    ),
    "sheet.unknown-column": Entry(
        _S, 0, "{column} 列“{header}”不认识，没有读",
        "Column {column} “{header}” is not known and was not read", "需要时用 --map {header}=字段",
        "if it is needed, use --map {header}=FIELD",
    ),
    "sheet.map-field": Entry(
        _S, 0, "--map 中没有叫“{field}”的字段（{header}）", "--map names no known field: {field} ({header})",
        "写字段的中文名称，如 --map {header}=联系电话",
        "use a field’s national label, such as --map {header}=联系电话",
    ),
    "sheet.map-header": Entry(
        _S, 0, "--map 中的表头“{header}”不在表中", "--map names a header that is not in the sheet: {header}",
        "核对表头的写法", "check how the header is written",
    ),
}  # fmt: skip

_CELL: dict[str, Entry] = {
    "sheet.number-cell": Entry(
        _S, 0, "“{header}”存成了数字，可能已经失真", "“{header}” was stored as a number and may be damaged",
        "Excel 只保留 15 位，丢失的数字找不回来：把该列设为“文本”，照证件重新填写",
        "Excel keeps 15 digits and the rest is lost: format the column as text and type it again from "
        "the document",
    ),
    "sheet.scientific": Entry(
        _S, 0, "“{header}”成了科学记数（如 3.3E+17），数字已经丢失",
        "“{header}” has become scientific notation (3.3E+17); digits are lost",
        "把该列设为“文本”，照证件重新填写", "format the column as text and type it again from the document",
    ),
    "sheet.rounded-tail": Entry(
        _S, 0, "“{header}”末三位是 000 且校验不符，像是被 Excel 取整过",
        "“{header}” ends in 000 and fails its check digit: Excel may have rounded it",
        "不要猜后几位，照证件重新填写", "do not guess the last digits; type it again from the document",
    ),
    "sheet.number-read": Entry(
        _S, 0, "“{header}”存成了数字，已按原样读取", "“{header}” was stored as a number and read as it is",
        "建议把该列设为“文本”", "better format the column as text",
    ),
    "sheet.date-cell": Entry(
        _S, 0, "“{header}”被存成了日期", "“{header}” was stored as a date",
        "Excel 会把 3-2 之类改成日期：把该列设为“文本”后重新填写",
        "Excel turns 3-2 and the like into dates: format the column as text and type it again",
    ),
    "sheet.boolean-cell": Entry(
        _S, 0, "“{header}”存成了 TRUE/FALSE", "“{header}” was stored as TRUE/FALSE",
        "把该列设为“文本”后重新填写", "format the column as text and type it again",
    ),
    "sheet.error-cell": Entry(
        _S, 0, "“{header}”是公式错误（如 #N/A）", "“{header}” is a formula error (such as #N/A)",
        "改成实际内容", "replace it by what it should be",
    ),
    "sheet.formula-empty": Entry(
        _S, 0, "“{header}”是没有计算过的公式，看不到内容",
        "“{header}” is a formula that was never calculated", "用 Excel 或 WPS 打开并保存一次，或粘贴为数值",
        "open and save it once in Excel or WPS, or paste it as values",
    ),
    "sheet.cell-missing": Entry(
        _S, 4, "“{label}”没有填", "{label} is empty", "此项必填，补上后再导入",
        "it is required: fill it in and import again",
    ),
    "sheet.cell-empty": Entry(
        _S, 4, "“{label}”没有填", "{label} is empty", "可以先导入，上报前补齐",
        "you can import now; fill it in before reporting",
    ),
    "sheet.unknown-label": Entry(
        _S, 0, "“{header}”没有“{value}”这一项", "“{header}” has no value “{value}”", "相近的有：{close}",
        "it can be: {close}",
    ),
    "sheet.label-mapped": Entry(
        _S, 0, "“{header}”中的“{value}”按“{label}”读取", "“{value}” in “{header}” is read as “{label}”",
        "不对时请改成国家代码表中的写法", "if that is wrong, use a label of the national table",
    ),
    "sheet.region-text": Entry(
        _S, 0, "“{header}”不是行政区划代码", "“{header}” is not a division code",
        "应为 6、9 或 12 位数字；原文已保留", "it should have 6, 9 or 12 digits; the text is kept",
    ),
    "sheet.region-unknown": Entry(
        _S, 0, "不认识的行政区划代码 {region}", "Unknown division code {region}", "对照户口簿核对",
        "check it against the household register",
    ),
    "sheet.phone": Entry(
        _S, 0, "“{header}”不像电话号码", "“{header}” does not look like a phone number",
        "应为 11 位手机号或带区号的固定电话；原文已保留",
        "it should be a mobile number or a fixed line with its area code; the text is kept",
    ),
    "sheet.postcode": Entry(
        _S, 0, "“{header}”不是 6 位邮政编码", "“{header}” is not a postcode of 6 digits",
        "核对后改正；原文已保留", "check it; the text is kept",
    ),
    "sheet.other-school": Entry(
        _S, 2, "学校标识码 {code} 不是本校的（本校 {own}）",
        "School code {code} is not this school’s ({own})", "核对是否拿错了文件；本校代码写错时请改正",
        "check that it is the right file, or correct the code",
    ),
    "sheet.grade-entry": Entry(
        _S, 12, "年级（{grade}）与入学年月（{month}，应为{expected}）不一致",
        "Grade {grade} and entry month {month} ({expected}) disagree",
        "以年级为准；入学年月是进入本学段起始年级的年月",
        "the grade counts; the entry month is that of the stage’s first grade",
    ),
    "sheet.class-grade": Entry(
        _S, 12, "班级中写的是{inside}，年级是{grade}", "The class says {inside}, the grade column {grade}",
        "以年级一列为准，请核对", "the grade column counts; please check",
    ),
    "sheet.stage-unclear": Entry(
        _S, 4, "本校有几个学段，只凭入学年月 {month} 看不出学段",
        "The school has several stages, and entry month {month} does not say which", "请加一列“年级”",
        "add a column 年级",
    ),
}  # fmt: skip

_WRITE: dict[str, Entry] = {
    "sheet.write-format": Entry(
        _S, 0, "不能写这种格式的文件", "Files of this kind cannot be written", "扩展名可用：{formats}",
        "endings that can be used: {formats}",
    ),
    "sheet.write-encoding": Entry(
        _S, 0, "不能用编码 {encoding}", "The encoding {encoding} cannot be used",
        "CSV 可用 utf-8 或 gb18030；其他格式不用指定", "utf-8 or gb18030 for CSV; none for other kinds",
    ),
}  # fmt: skip

ENTRIES: dict[str, Entry] = _FILE | _COLUMN | _CELL | _WRITE
