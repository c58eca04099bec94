"""What can stand against a correction of basic information (第十条), an update, or a changed row of an import."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _S, _U = Family.INPUT, Family.RULE, Family.SHEET, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "change.basic-field": Entry(
        _L, 10, "{label}是基础信息，修改须经学校和主管部门核准", "{label} is basic information; a change needs the approval of school and authority",
        "用 xj correct 学生 --set 字段=值 --evidence 证明文件", "use xj correct PUPIL --set field=value --evidence FILE",
    ),
    "change.kept-field": Entry(
        _L, 13, "{label}由学校随时维护，不是要核准的基础信息", "{label} is kept up to date by the school and needs no approval",
        "用 xj update 学生 --set 字段=值", "use xj update PUPIL --set field=value",
    ),
    "change.class-field": Entry(
        _L, 13, "{label}用分班办理", "{label} is changed by assigning a class", "用 xj assign 学生 --class 班号", "use xj assign PUPIL --class C",
    ),
    "change.place-field": Entry(
        _L, 11, "{label}随升级、留级、跳级、转学办理而变，不能直接改写", "{label} follows from promotion, retention, skipping or transfer and is never overwritten",
        "升级 xj promote；留级 xj retain；跳级 xj skip；转学 xj transfer", "xj promote, xj retain, xj skip or xj transfer",
    ),
    "correct.nothing": Entry(
        _I, 10, "没有要修改的：所给的值与登记的相同", "Nothing to correct: what was given is what is recorded",
        "用 xj show 查看现在的值；写 --set 字段=新值", "see what is recorded with xj show; give --set field=value",
    ),
    "correct.evidence": Entry(
        _L, 10, "证明材料要随申请上报，只有纸质件不够", "The proof travels with the request; a paper alone is not enough",
        "把户口簿或证明拍照、扫描后用 --evidence 文件 附上", "photograph or scan the register or proof and add it with --evidence FILE",
    ),
    "update.nothing": Entry(
        _I, 13, "没有要更新的：所给的值与登记的相同", "Nothing to update: what was given is what is recorded",
        "用 xj show 查看现在的值；写 --set 字段=新值", "see what is recorded with xj show; give --set field=value",
    ),
}  # fmt: skip
