"""What can be wrong with the roster that the authority has signed (第二十四条), besides what is wrong with a bundle."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_B, _W = Family.BUNDLE, Family.WAITING

ENTRIES: dict[str, Entry] = {
    "roster.none": Entry(
        _W, 24, "还没有收到主管部门签名的本校名册", "No roster signed by the authority has been received yet",
        "联网的：xj pull --roster；用文件夹的：请主管部门运行 xj-authority roster --school {school} --to 文件夹，再 xj pull", "over the network: xj pull --roster; over a folder: the authority runs xj-authority roster --school {school} --to DIR, then xj pull",
    ),
    "roster.not-given": Entry(
        _W, 24, "主管部门没有给出名册", "The authority gave no roster",
        "请主管部门运行 xj-authority roster --school {school} --to 文件夹；联网的主管部门要先升级程序", "the authority runs xj-authority roster --school {school} --to DIR; over the network its program has to be a newer one",
    ),
    "roster.old": Entry(
        _W, 24, "收到的名册是 {date} 的，在 {semester} 学期之前", "The roster that was received is of {date}, before the semester {semester}",
        "再要一份：xj pull --roster", "ask for a new one: xj pull --roster",
    ),
    "roster.other-ledger": Entry(
        _B, 24, "主管部门的名册看到第 {seq} 项办理，与本校登记库不符（本校最后一项是第 {last} 项）", "The authority's roster has seen act {seq}, which is not the one in our registry (our last act is {last})",
        "本校登记库可能由旧备份恢复：先停止办理，运行 xj doctor，恢复最新的备份", "our registry may have been restored from an old copy: stop recording, run xj doctor, restore the newest copy",
    ),
}  # fmt: skip
