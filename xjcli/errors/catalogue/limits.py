"""What a chosen rule pack has against a change (第十一条); the pack's own words stand in `text`."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_HINT = "{way}（{pack}，{section}，可信度 {confidence}）"
_HINT_EN = "{way} ({pack}, {section}, confidence {confidence})"


def _limit(article: int, zh: str, en: str) -> Entry:
    return Entry(Family.RULE, article, zh + "：{text}", en + ": {text}", _HINT, _HINT_EN)


ENTRIES: dict[str, Entry] = {
    "limit.leave-max": _limit(19, "休学时间过长", "The leave is too long"),
    "limit.leave-min": _limit(19, "病假还不够办理休学", "The absence is too short for a leave"),
    "limit.leave-extensions": _limit(19, "续休次数已满", "The leave was extended as often as it can be"),
    "limit.leave-max-count": _limit(19, "本学段休学次数已满", "The pupil had as many leaves as a stage has"),
    "limit.leave-forbidden-terms": _limit(19, "这个时段不办理休学", "No leave is granted in this time"),
    "limit.leave-evidence": _limit(19, "休学材料的要求", "What papers a leave needs"),
    "limit.leave-return-grace": _limit(19, "休学期满与复学期限", "The end of a leave and the time to come back"),
    "limit.retain-allowed": _limit(11, "不办理留级", "No grade is repeated"),
    "limit.retain-forbidden-grades": _limit(11, "这个年级不得留级", "This grade cannot be repeated"),
    "limit.retain-max-share": _limit(11, "留级人数超过比例", "Too many of the grade would repeat it"),
    "limit.retain-conditions": _limit(11, "留级的限制", "Bounds of repeating a grade"),
    "limit.demote-max-grades": _limit(11, "降级级数已满", "The pupil went down as far as a pupil can"),
    "limit.skip-max-per-stage": _limit(11, "本学段跳级次数已满", "The pupil skipped as often as a stage allows"),
    "limit.skip-max-grades": _limit(11, "跳级级数过多", "Too many grades at once"),
    "limit.withdraw-allowed": _limit(11, "不办理退学", "No pupil withdraws"),
    "limit.withdraw-truancy-consecutive": _limit(11, "旷课退学的条件", "What truancy ends a registration"),
    "limit.withdraw-truancy-cumulative": _limit(
        11, "旷课退学的条件（累计）", "What truancy ends a registration, in all"
    ),
    "limit.withdraw-age": _limit(11, "超龄退学的条件", "What age ends a registration"),
    "limit.dropout-truancy": _limit(22, "辍学的认定", "What counts as dropping out"),
    "limit.transfer-forbidden": _limit(14, "不予转学的情形", "When no transfer is made"),
    "limit.transfer-grounds": _limit(14, "转学理由", "The grounds of a transfer"),
    "limit.transfer-min-terms": _limit(14, "入学时间太短，不能转学", "Too soon after entry for a transfer"),
    "limit.transfer-window": _limit(14, "不在受理转学的时段", "Outside the time in which transfers are accepted"),
    "limit.transfer-freeze": _limit(14, "暂停受理转学", "No new transfer is started now"),
    "limit.transfer-freeze-graduating": _limit(
        14, "毕业年级暂停受理转学", "No new transfer from a graduating grade now"
    ),
    "limit.class-size": _limit(11, "超过班额", "The class would be larger than it may be"),
    "limit.class-size-large": _limit(11, "形成大班额", "The class would count as large"),
    "limit.class-size-oversize": _limit(11, "形成超大班额", "The class would count as oversize"),
}
