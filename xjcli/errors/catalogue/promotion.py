"""What can stand against a promotion of a whole grade (第十二条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L = Family.INPUT, Family.RULE

ENTRIES: dict[str, Entry] = {
    "promote.early": Entry(
        _L, 12, "{year} 学年的升级最早从 {earliest} 办理", "A promotion for the school year {year} may be dated from {earliest} on",
        "核对 --year 和 --on；全国学籍系统在 8 月 10 日 24 时统一升级", "check --year and --on; the national system promotes on 10 August at 24:00",
    ),
    "promote.nobody": Entry(
        _L, 12, "{year} 学年没有要升级的学生", "Nobody goes up for the school year {year}",
        "原因见不升级名单；核对 --grade 和 --year", "the list of those who do not says why; check --grade and --year",
    ),
    "promote.class": Entry(
        _I, 12, "要升级的学生中没有 {class_no} 班", "No pupil who goes up is in class {class_no}",
        "核对 --classes 旧班=新班；用 --dry-run 先看", "check --classes OLD=NEW; look first with --dry-run",
    ),
    "promote.classes": Entry(
        Family.USAGE, 12, "--keep 和 --classes 只能用一个", "Either --keep or --classes, not both",
        "不写就是保持原班", "without either the classes stay as they are",
    ),
}  # fmt: skip
