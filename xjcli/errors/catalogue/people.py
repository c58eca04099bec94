"""Who may write at a desk that several people share."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L = Family.INPUT, Family.RULE

ENTRIES: dict[str, Entry] = {
    "registrar.reader": Entry(
        _L, 25, "{name}是只读岗位，不能办理，也不能查看完整号码", "{name} may only read: no acts, and no full numbers",
        "请经办人办理；换人用 --user 姓名", "let a registrar do it; --user NAME says who is at the desk",
    ),
    "registrar.not-serving": Entry(
        _L, 23, "{name}还没有上岗，或已经离岗", "{name} is not on duty yet, or no longer",
        "在岗的人办理：--user 姓名；名单见 xj registrar list", "someone on duty does it: --user NAME; see xj registrar list",
    ),
    "registrar.locked": Entry(
        _L, 25, "{name}自 {since} 起没有使用，超过 {days} 天，已锁定", "{name} was last seen on {since}, more than {days} days ago, and is locked",
        "由另一名在岗的人解锁：xj --user 姓名 registrar unlock {name} --because 理由", "another person on duty lets them in: xj --user NAME registrar unlock {name} --because TEXT",
    ),
    "registrar.account": Entry(
        _L, 25, "{name}只能在自己的系统账户里办理", "{name} works under an account of the operating system of their own",
        "登录本人的账户；或由负责人改：xj registrar account 姓名 账户", "log in there, or let the leader change it: xj registrar account NAME ACCOUNT",
    ),
    "registrar.account-taken": Entry(
        _I, 25, "这个系统账户已经属于{name}", "That account is {name}'s already", "一个账户只对应一个人", "one account, one person",
    ),
    "registrar.unlock-self": Entry(
        _L, 25, "自己不能给自己解锁", "Nobody lets themselves in again", "请另一名在岗的人解锁", "another person on duty has to do it",
    ),
    "registrar.leader-only": Entry(
        _L, 23, "{acts} 只能由负责人办理", "{acts} is for the leader alone",
        "请负责人办理：xj --user 负责人姓名 …；哪些业务由设置 leader_acts 规定", "let the leader do it: xj --user NAME …; the setting leader_acts says which acts these are",
    ),
    "log.altered": Entry(
        Family.REGISTRY, 25, "查看记录的链条断了：有人改动过", "The chain of the access log is broken: it was altered",
        "不要继续使用；运行 xj doctor，并报告负责人", "stop, run xj doctor, and tell the leader",
    ),
}  # fmt: skip
