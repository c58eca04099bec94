"""Why the roll and the roster of the system above differ, as far as the registry knows (第二十四条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "against.not-sent": ("本校已录，还没有报送", "Recorded here, not sent yet"),
    "against.not-decided": ("已报送，主管部门还没有核准", "Sent, not decided yet"),
    "against.refused": ("主管部门没有核准", "Refused by the authority"),
    "against.moving": ("转学或升学办理中", "A transfer or progression is under way"),
    "against.approved-not-listed": ("已核准，上级名册里没有：空挂候选，请向主管部门核对", "Approved, yet not on their roster: ask the authority"),
    "against.arriving": ("转入或升入办理中，还不在本校学籍里", "On the way in, not on our roll yet"),
    "against.left-here": ("已于 {on} 离校并报送，上级名册还在", "Left on {on}, which was sent; still on their roster"),
    "against.left-not-sent": ("已于 {on} 离校，还没有报送", "Left on {on}, not sent yet"),
    "against.number-proposed": ("本校的学籍号只是拟编，上级已有学籍号", "Our number is only proposed; theirs is there"),
    "against.number-issued-twice": ("同一学生有两个已发的学籍号", "One child with two issued numbers"),
    "against.listed-twice": ("上级名册里同一学生有两行", "One child in two rows of their roster"),
    "against.recorded-twice": ("本校同一学生有两条学籍", "One child with two records here"),
    "against.not-recorded": ("上级名册有，本校没有录", "On their roster, not recorded here"),
    "against.not-legible": ("这一行的号码或姓名读不出来，认不出是谁", "The number or name in this row cannot be read"),
    "against.typed-differently": ("同一个字的不同写法（间隔号、全角、异体码位）", "The same name in other characters (dot, width, code point)"),
    "against.correction-waits": ("更正已报送，等主管部门核准", "A correction was sent and waits for approval"),
    "against.correction-not-sent": ("更正已申请，还没有报送", "A correction was asked for and not sent yet"),
    "against.sent-not-applied": ("本校改过并已报送，上级还是旧的", "Changed here and sent; theirs is the earlier value"),
    "against.changed-here": ("上次报送以后本校改过", "Changed here since we last sent"),
    "against.changed-there": ("本校没有改过，上级不同", "Not changed here; changed there"),
    "against.changed-both": ("上次报送以后两边都改过", "Changed on both sides since we last sent"),
}  # fmt: skip
