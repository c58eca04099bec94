"""What `xj check` finds (第二十四条): each a finding about a record, none of them a refusal of an errand."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_L = Family.RULE

ENTRIES: dict[str, Entry] = {
    "check.field-empty": Entry(
        _L, 4, "{label}没有填", "{label} is empty",
        "国家系统的表要求填写；补：xj update 或 xj correct", "the national workbook asks for it; add it with xj update or xj correct",
    ),
    "check.finished": Entry(
        _L, 13, "{cohort} 级已过毕业年级，仍在籍在校", "Cohort {cohort} is past its last grade and still enrolled",
        "办理毕业（xj graduate）、升学或留级；先核对入学年月和学制", "graduate, progress or retain the pupil; check entry month and 学制 first",
    ),
    "check.not-promoted": Entry(
        _L, 12, "{year} 学年的升级还没有办理", "The promotion of school year {year} was not recorded",
        "运行：xj promote", "run: xj promote",
    ),
    "check.dossier-overdue": Entry(
        _L, 7, "{count} 名学生的学籍档案到期未建立（{deadline}，逾期 {days} 个工作日）", "The dossier of {count} pupils was due on {deadline} ({days} working days ago)",
        "归入户籍证明等材料：xj dossier add", "add the household register or another proof: xj dossier add",
    ),
    "check.dossier-transfer-overdue": Entry(
        _L, 15, "学籍档案到期未转出（{deadline}，逾期 {days} 个工作日，{count} 人）", "The dossier was to be sent on by {deadline} ({days} working days ago, {count})",
        "运行：xj dossier export", "run: xj dossier export",
    ),
    "check.leave-expired": Entry(
        _L, 19, "休学 {deadline} 期满，未办复学（{count} 人，已过 {days} 个工作日）", "The leave ended on {deadline} and the pupil did not resume ({count}, {days} working days ago)",
        "联系监护人：复学 xj resume，续休 xj leave --extend", "ask the guardian: xj resume, or xj leave --extend",
    ),
    "check.handover-overdue": Entry(
        _L, 14, "学籍转接逾期（{deadline}，{days} 个工作日，{count} 人）", "A handover is late: {deadline} ({days} working days, {count})",
        "轮到本校时 xj transfer release；对方逾期可发催办函：xj transfer remind", "if it is our turn: xj transfer release; a letter to a late party: xj transfer remind",
    ),
    "check.enrolled-late": Entry(
        _L, 7, "入学后逾期才建立学籍档案（应在 {deadline} 前，晚 {days} 天，{count} 人）", "The dossier was opened late: due {deadline}, {days} days late ({count})",
        "已经发生，写明原因留存", "it has happened; keep the reason on file",
    ),
    "check.death-late": Entry(
        _L, 21, "死亡注销逾期（{deadline}，{days} 天，{count} 人）", "A death was to be reported by {deadline} ({days} days ago, {count})",
        "立即上报：xj push", "report it at once: xj push",
    ),
    "check.report-unsent": Entry(
        _L, 22, "辍学已登记 {days} 天，还没有上报到主管部门", "A dropout of {days} days ago has not reached the authority",
        "应及时书面上报：xj push，并把报告书送乡镇和县级教育行政部门", "report it now: xj push, and hand the written report to township and county",
    ),
    "check.reported-late": Entry(
        _L, 22, "辍学后 {days} 天才登记", "The dropout was recorded {days} days after it began",
        "办法要求及时，没有规定天数；写明原因留存", "the text says promptly and names no number; keep the reason on file",
    ),
    "check.evidence-lost": Entry(
        _L, 13, "证明材料 {digest}… 不在了或被改动", "The evidence {digest}… is gone or was altered",
        "从备份恢复 evidence 文件夹", "restore the folder evidence from a backup",
    ),
    "check.twins": Entry(
        _L, 6, "与记录 {record} 姓名、性别、出生日期都相同", "Same name, sex and birth date as record {record}",
        "核对户口簿；重复建籍的，还没有上报的用 xj undo 撤销，已上报的请主管部门处理", "check the household register; a second record of one child: xj undo while it is unsent, else ask the authority",
    ),
}  # fmt: skip
