"""What can be wrong with the rules, the articles and the calendars a registrar names."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L, _U = Family.INPUT, Family.RULE, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "calendar.unreadable": Entry(
        Family.SHEET, 14, "读不出这份节假日表（{kind}）", "This list of holidays cannot be read ({kind})",
        "表格要有“日期”“类型”（休或班）两列；TOML 与程序自带的 calendars/2026.toml 同样写法",
        "a table needs the columns 日期 and 类型 (休 or 班); TOML looks like calendars/2026.toml that comes with the program",
    ),
    "calendar.kind": Entry(
        _I, 14, "类型“{value}”不是“休”或“班”", "The kind “{value}” is neither 休 (off) nor 班 (worked)",
        "放假写“休”，调休上班写“班”", "write 休 for a day off and 班 for a make-up working day",
    ),
    "calendar.twice": Entry(
        _I, 14, "同一天写了两次", "The day stands twice", "删去一行", "remove one row",
    ),
    "calendar.other-year": Entry(
        _I, 14, "这一天不属于 {year} 年的安排", "This day does not belong to the notice of {year}",
        "一个文件只写一年；上一年最后一周的元旦假可以写", "one file holds one year; only the last week before it may be named too",
    ),
    "calendar.both": Entry(
        _I, 14, "同一天既放假又上班", "The day is both off and worked", "对照国务院办公厅的通知改正", "compare it with the notice",
    ),
    "calendar.incomplete": Entry(
        _I, 14, "{year} 年缺少法定放假日：{missing}", "Holidays of every year are missing in {year}: {missing}",
        "按国务院办公厅的通知补全后再导入", "complete the list from the notice, then import it",
    ),
    "calendar.work-on-weekday": Entry(
        _I, 14, "这一天本来就是工作日，不必写“班”", "The day is a working day anyway", "请核对日期", "check the date",
    ),
    "calendar.partial": Entry(
        _I, 14, "只覆盖 {first} 至 {last}，其余日期仍为暂定", "Covers {first} to {last} only; other days stay provisional",
        "取得完整的通知后再导入一次", "import it again once the whole notice is there",
    ),
    "calendar.no-notice": Entry(
        _I, 14, "没有写明 {year} 年通知的文号", "The number of the notice for {year} is not given",
        "加上 --notice 文号，日后可以核对", "add --notice NUMBER so that it can be checked later",
    ),
    "calendar.replaces": Entry(
        _I, 14, "{year} 年已有安排，{days} 天不同，以新导入的为准", "{year} was known; {days} days differ and the imported ones hold from now on",
        "请核对是否为国务院办公厅的正式通知", "check that it is the State Council's notice",
    ),
    "calendar.closure-known": Entry(
        _I, 14, "{date} 已登记为停课日", "{date} is a closure already", "不必再登记", "there is nothing to do",
    ),
    "calendar.closure-off": Entry(
        _I, 14, "{date} 本来就不上班", "{date} is a day off anyway", "期限不会因此改变", "no time limit changes by it",
    ),
    "calendar.closure-local": Entry(
        _L, 14, "停课日只影响本校看到的期限", "Closures only move what this school is shown",
        "主管部门仍按国务院办公厅公布的工作日计算", "the authority counts the published working days",
    ),
    "calendar.closure-unknown": Entry(
        _I, 14, "{date} 没有登记为停课日", "{date} is not a closure", "用 xj calendar show 查看", "see them with xj calendar show",
    ),
    "calendar.reason": Entry(
        _U, 14, "停课日须写明原因", "A closure needs a reason", "加上 --because 原因", "add --because REASON",
    ),
    "calendar.year-unknown": Entry(
        _I, 14, "没有 {year} 年的节假日安排", "No holidays of {year} are known",
        "取得通知后运行 xj calendar import 文件；此前期限为暂定", "import the notice with xj calendar import FILE; until then time limits are provisional",
    ),
    "rules.unknown": Entry(
        _U, 29, "没有叫“{name}”的规则包", "There is no rule pack “{name}”", "相近的：{close}", "packs like it: {close}",
    ),
    "rules.first": Entry(
        _U, 29, "第一个规则包必须是国家的（{allowed}），“{name}”不是", "The first rule pack has to be a national one ({allowed}); “{name}” is not",
        "例如 national-2013,{name}", "for example national-2013,{name}",
    ),
    "rules.key": Entry(
        _U, 11, "规则包没有“{key}”这一项", "No rule pack has a value “{key}”", "相近的：{close}", "values like it: {close}",
    ),
    "rules.partial": Entry(
        _L, 29, "规则包 {pack} 不完整：只收录有来源的条目", "Rule pack {pack} is partial: only what has a source is in it",
        "取得全文后请更新", "replace it once the full text is there",
    ),
    "rules.stored": Entry(
        _U, 29, "设置中的规则包不能用：{names}", "The rule packs in the settings cannot be used: {names}",
        "运行：xj settings set rules national-2013", "run: xj settings set rules national-2013",
    ),
    "rules.before": Entry(
        _L, 30, "{date} 早于 {pack} 的施行日（{from}）", "{date} lies before {pack} was in force ({from})",
        "仍按其条款记录，不据此追溯", "it is recorded under its articles all the same; nothing is judged backwards",
    ),
    "rules.elsewhere": Entry(
        _L, 29, "规则包 {pack} 属于别的省份（学校区划 {region}）", "Rule pack {pack} is another province's (the school's region is {region})",
        "请核对学校所在省份", "check the school's province",
    ),
    "explain.unknown": Entry(
        _I, 0, "没有叫“{word}”的条、错误代码或办理", "No article, code or act is called “{word}”",
        "相近的：{close}", "things like it: {close}",
    ),
}  # fmt: skip
