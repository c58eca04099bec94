"""Screen texts of backups."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "column.copied-at": ("时间（UTC）", "made at (UTC)"),
    "column.copy-reason": ("原因", "before"),
    "column.kilobytes": ("KB", "KB"),
    "column.file": ("文件", "file"),
    "copy.batch": ("批量办理之前", "batch work"),
    "copy.upgrade": ("升级格式之前", "a new format"),
    "copies.rotation": ("保留最近 {newest} 份，另每天一份共 {days} 天，在 {folder}；整份备份用 xj backup 文件", "The newest {newest} stay, and one a day for {days} days, in {folder}; xj backup FILE copies everything"),
    "backup.plan": ("将备份 {files} 个文件、{acts} 条办理", "Would back up {files} files and {acts} acts"),
    "backup.done": ("已备份并逐个核对：{file}（{files} 个文件，{acts} 条办理，{kilobytes} KB）", "Backed up and compared file by file: {file} ({files} files, {acts} acts, {kilobytes} KB)"),
    "backup.next": ("下一步：把它放到另一处保管；试一试能不能恢复：xj --home 空文件夹 restore 文件", "Next: keep it elsewhere, and try it: xj --home EMPTY-FOLDER restore FILE"),
    "passphrase.new": ("给备份设一个口令（忘了就打不开）：", "A passphrase for the backup (without it nobody can open it):"),
    "passphrase.again": ("再输入一次：", "Once more:"),
    "passphrase.ask": ("备份的口令：", "The backup's passphrase:"),
    "recover.done": ("取回 {bundles} 包、{acts} 项办理、{evidence} 份证明材料；本校已到第 {seq} 包", "Brought back {bundles} bundles, {acts} acts and {evidence} proofs; this school is at bundle {seq}"),
    "recover.none": ("没有取回什么；本校在第 {seq} 包", "Nothing was brought back; this school is at bundle {seq}"),
    "recover.not-yet": ("还没有核对完，仍不能签名上报：按下面的提示办，再 xj recover", "Not compared yet, nothing can be signed: do as is said below, then xj recover again"),
    "recover.next": ("下一步：xj status", "Next: xj status"),
    "restore.plan": ("将恢复 {name}（{made_at} 的备份，{acts} 条办理），已逐项检查", "Would restore {name} (backed up at {made_at}, {acts} acts); every check has passed"),
    "restore.ask": ("恢复？", "Restore it?"),
    "restore.done": ("已恢复 {name}（{made_at} 的备份，{acts} 条办理）到 {home}", "{name} restored (backed up at {made_at}, {acts} acts) into {home}"),
    "restore.aside": ("原来的完整保留在 {folder}", "What stood there is kept in {folder}"),
    "restore.next": ("下一步：xj recover 与主管部门核对，取回备份之后上报过的；在此之前不要办理，也不能签名上报", "Next: xj recover compares with the authority and fetches back what was sent since; until then do no other work, and nothing is signed"),
}  # fmt: skip
