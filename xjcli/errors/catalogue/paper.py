"""What can be wrong with a paper's template (第十四、十五、十八、二十二条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _U = Family.INPUT, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "paper.kind": Entry(
        _U, 0, "只能写成 {kinds}，不能写成 {extension}", "It is written as {kinds}, not {extension}",
        "改文件名", "change the file's name",
    ),
    "paper.template": Entry(
        _I, 0, "读不出模板：.md 须是 UTF-8 文本，.docx 须是完好的 Word 文档", "The template cannot be read: a .md is a text in UTF-8, a .docx a whole Word file",
        "另存后再试；删去本校的模板则使用自带的", "save it again, or remove it to use the one of the program",
    ),
    "paper.foreign": Entry(
        _I, 25, "模板中有{holds}，用它写出的表单无法核验", "The template holds {holds}; a form made of it could not be verified",
        "从模板中删去（修订先全部接受），另存为 .docx 再试", "take it out (accept all changes), save it as .docx and try again",
    ),
    "paper.blank": Entry(
        _I, 0, "模板中的空格“{blank}”没有内容可填（冒号后是第几行，空行不计在 .docx 中）", "Nothing fills the blank “{blank}” of the template (after the colon stands its line; a .docx counts no empty ones)",
        "可用的有：{known}", "there are: {known}",
    ),
}  # fmt: skip
