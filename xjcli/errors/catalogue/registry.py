"""What can be wrong with the registry file itself."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_R = Family.REGISTRY

ENTRIES: dict[str, Entry] = {
    "registry.missing": Entry(
        _R, 3, "这里还没有学籍登记库", "There is no registry here yet",
        "先运行 xj init；或用 --home 指明登记库所在文件夹", "run xj init first, or name its folder with --home",
    ),
    "registry.exists": Entry(
        _R, 3, "这里已经有一个登记库，没有改动", "There is a registry here already; it was not touched",
        "换一个文件夹（--home），或用 xj settings 修改设置", "choose another folder (--home), or change settings with xj settings",
    ),
    "registry.not-a-registry": Entry(
        _R, 0, "这个文件不是 xj 的登记库，或已加密", "This file is not a registry of xj, or it is encrypted",
        "检查 --home 是否指对；如果它本来能用，请从备份恢复", "check --home; if it used to work, restore a backup",
    ),
    "registry.newer": Entry(
        _R, 0, "登记库由更新版本的 xj 写成（格式 {found}，本程序到 {known}）", "The registry was written by a newer xj (format {found}; this program knows {known})",
        "请升级 xj：pip install --upgrade xjcli；登记库没有改动", "upgrade xj (pip install --upgrade xjcli); the registry was not touched",
    ),
    "registry.older": Entry(
        _R, 0, "登记库是旧格式（{found}），需要先升级格式", "The registry has an older format ({found}) and must be brought up first",
        "运行 xj doctor --upgrade；升级前自动留一份旧文件（backups 文件夹）", "run xj doctor --upgrade; the old file is kept first, in the folder backups",
    ),
    "registry.locked": Entry(
        _R, 0, "登记库正被另一个程序使用", "Another program is using the registry",
        "等它结束后再运行一次；没有任何改动", "run again when it has finished; nothing was changed",
    ),
    "registry.read-only": Entry(
        _R, 0, "登记库是只读的，无法保存", "The registry is read-only; nothing can be saved",
        "检查文件和文件夹的写权限，或是否插在写保护的盘上", "check the rights of the file and its folder, or the disk's write protection",
    ),
    "registry.unopenable": Entry(
        _R, 0, "登记库打不开", "The registry cannot be opened",
        "检查文件夹是否存在、是否有权限、路径是否过长（约 490 字节以内）", "check that the folder is there, that you may use it, and that its path is not too long (some 490 bytes)",
    ),
    "registry.damaged": Entry(
        _R, 24, "登记库文件已损坏", "The registry file is damaged",
        "不要继续录入；从最近的备份恢复：xj restore 文件 --replace，原来的会保留在旁边", "stop entering data and restore the last backup: xj restore FILE --replace keeps what is here aside",
    ),
    "registry.disk": Entry(
        _R, 0, "磁盘写入失败（可能已满）", "Writing to the disk failed (it may be full)",
        "腾出空间后再运行一次；没有任何改动", "free some space and run again; nothing was changed",
    ),
    "registry.append-only": Entry(
        _R, 24, "有程序试图改动已经登记的办理记录，已拒绝", "Something tried to alter an act that was recorded; refused",
        "办理记录只能追加；运行 xj doctor 检查", "acts are only ever added; run xj doctor",
    ),
    "registry.taken": Entry(
        _R, 5, "号码已经属于另一名学生，没有保存", "That number belongs to another pupil already; nothing was saved",
        "用 xj find 查出是谁；一人一号", "use xj find to see whose it is: one pupil, one number",
    ),
    "registry.engine": Entry(
        _R, 0, "登记库引擎报错（{kind}）", "The registry's engine reported an error ({kind})",
        "运行 xj doctor 检查；没有任何改动", "run xj doctor; nothing was changed",
    ),
    "registry.fault": Entry(
        _R, 24, "检查“{check}”没有通过：{detail}", "The check “{check}” failed: {detail}",
        "不要继续录入；复制保留这个文件，从备份恢复并与主管部门核对", "stop entering data; keep a copy, restore a backup and compare with the authority",
    ),
}  # fmt: skip
