"""What can be wrong when pupils' data is to leave as a file, comes back marked, or arrives as photos."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_L = Family.RULE

ENTRIES: dict[str, Entry] = {
    "export.approval": Entry(
        _L, 25, "含完整号码的名册属于对外提供，须有主管部门书面批准，缺少 {missing}", "A list with full numbers is a disclosure and needs the authority's written approval; missing: {missing}",
        "加上 --approval 批准文号 --to 接收单位 --purpose 用途；不加 --full 则写遮盖后的名册", "add --approval NO --to WHOM --purpose TEXT, or leave --full out for a masked list",
    ),
    "disclose.ground": Entry(
        _L, 25, "非经学籍主管部门书面批准，学籍信息一律不得向外提供；缺少 {missing}", "Nothing leaves without the authority's written approval; missing: {missing}",
        "写明 --approval 批准文号 --to 接收单位 --purpose 用途 --fields 提供的项目", "give --approval NO --to WHOM --purpose TEXT --fields a,b,c",
    ),
}  # fmt: skip
