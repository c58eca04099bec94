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
    "import.many-changes": Entry(
        _U, 13, "这次导入会改动 {count} 名在籍学生，占 {percent}%，没有保存", "This import would change {count} pupils on the roll, {percent} % of it; nothing was stored",
        "先用 --dry-run 核对改动；确认无误后加 --yes-change {count}", "look at the changes with --dry-run; if they are right add --yes-change {count}",
    ),
    "import.plan-stale": Entry(
        _S, 0, "表格、登记库或证明材料在作出方案之后有了变化，没有保存", "The workbook, the registry or the proofs changed after the plan was made; nothing was stored",
        "重新运行 xj import --dry-run --plan-out 并核对", "make the plan again with xj import --dry-run --plan-out and look at it",
    ),
    "import.plan-line": Entry(
        _I, 0, "方案里没有第 {line} 行，共 {last} 行", "The plan has no line {line}, there are {last}",
        "看方案文件里的 lines", "look at lines in the file of the plan",
    ),
    "import.plan-unreadable": Entry(
        _I, 0, "这不是 xj import --plan-out 保存的方案", "This is no plan that xj import --plan-out saved", "重新保存一份", "save one again",
    ),
}  # fmt: skip
