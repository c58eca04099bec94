"""What keeps an operation from being taken back."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _R = Family.INPUT, Family.RULE, Family.REGISTRY

ENTRIES: dict[str, Entry] = {
    "undo.unknown": Entry(
        _I, 0, "没有编号为 {operation} 的办理", "There is no operation {operation}",
        "编号在办理时显示，--json 中为 operation；撤销最近一次用 --last", "the id is shown when it is recorded, operation in --json; --last takes the newest",
    ),
    "undo.none": Entry(
        _I, 0, "没有可以撤销的办理：都已上报或已撤销", "Nothing can be taken back: all of it was sent or taken back already",
        "已上报的要更正：用相应的办理命令", "what was sent is mended by another act",
    ),
    "undo.sent": Entry(
        _L, 13, "{count} 人的办理已在上报的数据包里，不能撤销", "The acts of {count} pupils are in a bundle already and cannot be taken back",
        "用相应的办理更正，如 xj correct、xj assign", "mend it with another act, as xj correct or xj assign",
    ),
    "undo.not-ours": Entry(
        _L, 3, "{count} 项是主管部门的决定、本校的报送或撤销本身，不能撤销", "{count} are decisions of the authority, reports of the school, or a taking back itself",
        "对决定有异议请联系主管部门；报送和清点人数有误就重新报送、重新记；更早的办理按编号撤销：xj undo 编号", "ask the authority about a decision; report or count anew what was wrong; an earlier operation goes by its id: xj undo ID",
    ),
    "undo.changed-since": Entry(
        _L, 13, "{count} 人此后又有办理，保留不动", "{count} pupils were changed since and are kept as they are",
        "先撤销后来的办理，再撤销这一次；xj history 查看次序", "take back the later act first; xj history shows the order",
    ),
    "undo.already": Entry(
        _I, 13, "{count} 人的这次办理已经撤销过", "For {count} pupils this was taken back already", "不必再撤销", "there is nothing left to take back",
    ),
    "undo.moved": Entry(
        _R, 0, "登记库在此期间有了新的办理，没有撤销", "The registry was changed in the meantime; nothing was taken back",
        "重新运行 xj undo --dry-run 查看", "look again with xj undo --dry-run",
    ),
}  # fmt: skip
