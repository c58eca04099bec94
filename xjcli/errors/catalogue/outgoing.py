"""What can be wrong when pupils' data is to leave as a file, comes back marked, or arrives as photos."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _S = Family.INPUT, Family.RULE, Family.SHEET

ENTRIES: dict[str, Entry] = {
    "export.approval": Entry(
        _L, 25, "含完整号码的名册属于对外提供，须有主管部门书面批准，缺少 {missing}", "A list with full numbers is a disclosure and needs the authority's written approval; missing: {missing}",
        "加上 --approval 批准文号 --to 接收单位 --purpose 用途；不加 --full 则写遮盖后的名册", "add --approval NO --to WHOM --purpose TEXT, or leave --full out for a masked list",
    ),
    "disclose.ground": Entry(
        _L, 25, "非经学籍主管部门书面批准，学籍信息一律不得向外提供；缺少 {missing}", "Nothing leaves without the authority's written approval; missing: {missing}",
        "写明 --approval 批准文号 --to 接收单位 --purpose 用途 --fields 提供的项目", "give --approval NO --to WHOM --purpose TEXT --fields a,b,c",
    ),
    "disclose.words": Entry(
        _I, 25, "批准文号、接收单位、用途里不能写“；提供给 ”“；用途 ”“；内容 ”这样的字样，记下后读不回来", "Approval, recipient and purpose must not hold the words by which the access log tells them apart",
        "换个写法，如用逗号代替分号", "put it in other words, with a comma for the semicolon",
    ),
    "disclose.no-entry": Entry(
        _I, 25, "查阅登记里没有第 {entry} 条对外提供的记录", "The access log holds no disclosure under the number {entry}",
        "用 xj log access 查看序号；先办 xj disclose，再写审批单", "xj log access shows the numbers; xj disclose comes first, then its slip",
    ),
    "annotate.ending": Entry(
        _S, 0, "标注后的表格只能写成 .xlsx", "An annotated workbook can only be an .xlsx",
        "把文件名改为 .xlsx 结尾", "give it a name that ends in .xlsx",
    ),
    "annotate.same-file": Entry(
        _S, 0, "不能把标注写进原来的文件", "The remarks cannot be written into the original file",
        "换一个文件名，原表留作依据", "use another name: the original is kept as it came",
    ),
    "annotate.changed": Entry(
        _S, 0, "读取之后文件又被改动，没有标注", "The file was changed after it was read; nothing was annotated",
        "关闭 Excel 或 WPS 中的这个文件，再运行一次", "close it in Excel or WPS and run again",
    ),
    "archive.broken": Entry(
        _S, 0, "压缩包不完整或已损坏", "The zip is cut off or damaged", "请重新打包或重新传送", "make it or send it again",
    ),
    "archive.encrypted": Entry(
        _S, 0, "压缩包设有密码，无法读取", "The zip is protected by a password", "去掉密码后再试", "remove the password and try again",
    ),
    "archive.too-large": Entry(
        _S, 0, "压缩包展开后过大，没有读取", "The zip is too large when unpacked and was not read",
        "分成几个再试", "split it and try again",
    ),
    "photo.kind": Entry(
        _I, 0, "照片不是 jpg 格式", "The photo is not a jpg", "另存为 .jpg；只改扩展名没有用", "save it as .jpg; renaming it does not help",
    ),
    "photo.too-large": Entry(
        _I, 0, "照片有 {size} KB，国家学籍系统要求小于 60 KB", "The photo has {size} KB; the national system takes less than 60 KB",
        "缩小后再交；规格为 26×32 毫米", "make it smaller; it should be 26 × 32 mm",
    ),
    "photo.pixels": Entry(
        _I, 0, "照片只有 {width}×{height} 像素，至少应为 {least_width}×{least_height}", "The photo has {width}×{height} pixels; it needs at least {least_width}×{least_height}",
        "规格为 26×32 毫米、150 dpi 以上；用原片重新裁剪，不要放大", "26 × 32 mm at 150 dpi or more: crop the original again, do not enlarge it",
    ),
    "photo.shape": Entry(
        _I, 0, "照片比例不对（{width}×{height} 像素）", "The photo has the wrong shape ({width}×{height} pixels)",
        "规格为 26×32 毫米（宽比高约 0.81），头部约占三分之二；重新裁剪", "it should be 26 × 32 mm (about 0.81 wide to high), the head about two thirds: crop it again",
    ),
}  # fmt: skip
