"""Screen texts of the acts of chapter 3: what was recorded of whom, and what comes next."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "change.plan": ("将登记{act}：{count} 人", "Would record {act}: {count} pupils"),
    "change.done": ("已登记{act}：{count} 人", "{act} recorded: {count} pupils"),
    "change.waits": ("已提出{act}：{count} 人，待主管部门核准", "{act} asked for: {count} pupils; waits for the authority's approval"),
    "change.next": ("下一步：xj push 上报", "Next: xj push to report it"),
    "change.ask": ("登记以上办理？", "Record this?"),
}  # fmt: skip
