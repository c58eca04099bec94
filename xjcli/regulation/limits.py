"""第十一条: the conditions of every change are the provinces' to set, so they are dated values, never code.

A limit is one value of one text, with its section, its source and how far the source is trusted. `KEYS` is the whole
vocabulary: a stored word is for ever, and a pack that uses another does not load. `refuse` stands only where a named
text forbids; everything else warns, and the registrar may go on with a reason. Pure: files are read by `reference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from xjcli.errors import Severity

Shape = Literal["number", "flag", "words", "grades", "windows"]
Unit = Literal["", "year", "term", "month", "week", "day", "workday", "time", "grade", "pupil", "percent"]
Dated = Literal["day", "year", "issued", "unknown"]
Window = tuple[tuple[int, int], tuple[int, int]]


class Key(NamedTuple):
    """What a limit of this key says. `units` and `words` are the only ones its values may have."""

    shape: Shape
    zh: str
    en: str
    units: tuple[Unit, ...] = ("",)
    words: tuple[str, ...] = ()


_TERMS = ("graduating-last-term", "graduating-grade", "first-term-of-first-grade")
_TRANSFER = (
    "first-term-of-first-grade",  # 起始年级第一学期
    "graduating-grade",  # 毕业年级
    "graduating-last-term",  # 毕业年级最后一学期
    "mid-term",  # 学期中途
    "on-leave",  # 休学期间
    "under-discipline",  # 处分期间
    "same-catchment",  # 同一学区（施教区）
    "same-city",  # 同一城市
    "same-area-first-grade",  # 同一区域内学校之间，起始年级
    "same-area-graduating-grade",  # 同一区域内学校之间，毕业年级
    "irregular-across-cities",  # 跨市（州）违规
    "senior-general",  # 普通高中原则上
)
_GROUNDS = (
    "household-moved",  # 户籍及家庭住址迁移
    "parents-work-moved",  # 父母或监护人工作调动
    "migrant-family-moved",  # 随迁子女及监护人居住地迁移
    "living-with-relatives",  # 父母出国、支边、军人调动等，投靠亲属
    "special-schooling",  # 身体状况变化，普通学校与特教学校互转
)
_EVIDENCE = ("application", "hospital-certificate", "medical-records", "receipts", "county-hospital")

#: Every word a rule pack may use. Never rename, never remove.
KEYS: Mapping[str, Key] = MappingProxyType(
    {
        # 第四、七条 – enrolment
        "dossier-deadline": Key("number", "建立学籍档案期限", "time to open the dossier", ("month", "workday")),
        "defer-max": Key("number", "缓学最长时间", "longest deferral of entry", ("month",)),
        "term-registration": Key("number", "学期注册期限", "time to register for a term", ("workday", "day")),
        "no-show-forfeit": Key("number", "新生逾期不报到", "no-show of a new pupil", ("week", "day")),
        # 第十条 – corrections
        "correction-school-alone": Key("words", "学校可自行核准的字段", "fields the school alone approves"),
        # 第十二条
        "promotion-day": Key("windows", "统一升级日", "day of the national promotion"),
        # 第十四、十五条 – transfer and 升学
        "transfer-party-workdays": Key("number", "转接各方办理期限", "time of each party of a handover", ("workday",)),
        "dossier-transfer-deadline": Key("number", "档案转出期限", "time to send the dossier", ("month", "workday")),
        "transfer-forbidden": Key("words", "不予转学的情形", "when a transfer is not made", words=_TRANSFER),
        "transfer-grounds": Key("words", "转学须属列举的情形", "the grounds a transfer needs", words=_GROUNDS),
        "transfer-min-terms": Key("number", "入学满几学期方可转学", "terms before a transfer", ("term",)),
        "transfer-window": Key("windows", "受理转学的时段", "when transfers are accepted"),
        "transfer-freeze": Key("windows", "暂停受理转学", "when no new transfer starts"),
        "transfer-freeze-graduating": Key("windows", "毕业年级暂停受理转学", "the same for graduating grades"),
        "progress-cross-province-window": Key("windows", "毕业后跨省就学办理时段", "going on in another province"),
        # 第十九条 – leave
        "leave-max": Key("number", "一次休学最长时间", "longest leave", ("month",)),
        "leave-min": Key("number", "病假满多久可休学", "shortest sickness for a leave", ("month",)),
        "leave-extensions": Key("number", "可续休次数", "extensions of a leave", ("time",)),
        "leave-max-count": Key("number", "休学次数上限", "leaves in a stage", ("time",)),
        "leave-forbidden-terms": Key("words", "不办休学的时段", "terms without leave", words=_TERMS),
        "leave-evidence": Key("words", "休学材料", "papers of a leave", words=_EVIDENCE),
        "leave-return-grace": Key("number", "休学期满后的宽限", "grace after a leave ends", ("day", "month")),
        # 第十一条 – repeating and skipping
        "retain-allowed": Key("flag", "是否可以留级", "whether a grade can be repeated"),
        "retain-forbidden-grades": Key("grades", "不得留级的年级", "grades that cannot be repeated"),
        "retain-max-share": Key("number", "留级比例上限", "largest share of repeaters", ("percent",)),
        "retain-conditions": Key(
            "words",
            "留级的限制",
            "bounds of repeating",
            words=("within-stage", "same-school", "extreme-cases-only", "not-graduating-grade"),
        ),
        "demote-allowed": Key("flag", "是否可以降级就读", "whether a pupil may go down a grade"),
        "demote-max-grades": Key("number", "降级就读级数上限", "grades a pupil may go down", ("grade",)),
        "skip-max-per-stage": Key("number", "每学段跳级次数", "skips in a stage", ("time",)),
        "skip-max-grades": Key("number", "一次跳级级数", "grades of one skip", ("grade",)),
        "skip-conditions": Key("words", "跳级的限制", "bounds of skipping", words=("within-stage", "same-school")),
        "needs-approval": Key("words", "须经主管部门核准的办理", "acts that need the authority's approval"),
        # 第十一、二十二条 – leaving school
        "withdraw-allowed": Key("flag", "是否可以退学", "whether a pupil can withdraw"),
        "withdraw-truancy-consecutive": Key("number", "连续旷课退学", "truancy in a row that ends", ("day",)),
        "withdraw-truancy-cumulative": Key("number", "累计旷课退学", "truancy in all that ends", ("day",)),
        "withdraw-age": Key("number", "多次留级且超龄", "age after repeats", ("year",)),
        "dropout-truancy": Key("number", "连续旷课视为辍学", "truancy that counts as dropping out", ("day", "week")),
        # 班额
        "class-size": Key("number", "班额", "size of a class", ("pupil",)),
        "class-size-large": Key("number", "大班额起点", "a class counts as large from", ("pupil",)),
        "class-size-oversize": Key("number", "超大班额起点", "a class counts as oversize from", ("pupil",)),
        # 第二十一条
        "death-workdays": Key("number", "死亡注销期限", "time to deregister after a death", ("workday",)),
    }
)

#: A deadline of the national text that a limit of another pack replaces from its date on.
DEADLINE_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "dossier": "dossier-deadline",
        "handover": "transfer-party-workdays",
        "dossier-transfer": "dossier-transfer-deadline",
        "death": "death-workdays",
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One dated value. Exactly one of `number`, `flag`, `words`, `grades`, `windows` is set, as its key has it.

    `stages`, `grades_of` and `kinds` (of schools) say whom it holds for, () for all. `begins` and `ends` are both
    included. `then`: the act that may follow where the limit is passed. `per`: the time that is looked at (term).
    `dated`: how well the first day is known. `practice`: a yearly practice of the national system, not a text.
    """

    key: str
    pack: str
    severity: Severity
    section: str
    text_zh: str
    text_en: str
    source: str
    confidence: str
    begins: date
    ends: date | None = None
    dated: Dated = "day"
    unit: Unit = ""
    number: int | None = None
    flag: bool | None = None
    words: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    windows: tuple[Window, ...] = ()
    stages: tuple[str, ...] = ()
    grades_of: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    article: int = 0
    then: str = ""
    per: str = ""
    practice: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the value holds on that day."""
        return self.begins <= on and (self.ends is None or on <= self.ends)

    def holds_for(self, stage: str = "", grade: int = 0, kind: str = "") -> bool:
        """Whether the value is meant for this stage, grade and kind of school; what is not named is not asked."""
        return (
            (not stage or not self.stages or stage in self.stages)
            and (not grade or not self.grades_of or grade in self.grades_of)
            and (not kind or not self.kinds or kind in self.kinds)
        )

    def covers(self, day: date) -> bool:
        """Whether a yearly window of this limit holds the day; a window may run over the end of the year."""
        at = (day.month, day.day)
        return any(first <= at <= last if first <= last else at >= first or at <= last for first, last in self.windows)

    @property
    def value(self) -> int | bool | list[str] | list[int] | list[list[str]]:
        """The value as the pack writes it and as `--json` shows it."""
        if self.number is not None:
            return self.number
        if self.flag is not None:
            return self.flag
        if self.grades:
            return list(self.grades)
        if self.windows:
            return [[f"{month:02}-{day:02}" for month, day in window] for window in self.windows]
        return list(self.words)


def in_force(limits: Iterable[Limit], key: str, *, on: date, stage: str = "") -> list[Limit]:
    """Every limit of `key` that holds on that day for that stage, in the order of the packs.

    Raises KeyError for a key outside the vocabulary: a misspelt key would be a rule that never speaks.
    """
    if key not in KEYS:
        raise KeyError(key)
    return [limit for limit in limits if limit.key == key and limit.in_force(on) and limit.holds_for(stage)]
