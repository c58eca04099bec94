"""What can be wrong with a paper's template (第十四、十五、十八、二十二条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _U = Family.INPUT, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "paper.kind": Entry(
        _U, 0, "文书只能写成 .docx 或 .md（表单也可以 .xlsx），不能写成 {extension}", "A paper is written as .docx or .md (a form also as .xlsx), not {extension}",
        "改文件名", "change the file's name",
    ),
    "paper.template": Entry(
        _I, 0, "文书模板不是 UTF-8 文本", "The template is not a text in UTF-8",
        "用 UTF-8 另存；删去本校的模板则使用自带的", "save it as UTF-8, or remove it to use the one of the program",
    ),
    "paper.blank": Entry(
        _I, 0, "文书模板中的空格“{blank}”没有内容可填", "Nothing fills the blank “{blank}” of the template",
        "可用的有：{known}", "there are: {known}",
    ),
}  # fmt: skip
