"""What an office does in law (申请、审核、核准、登记、核办、上报、告知、注销), as words that are stored and compared.

The articles choose their verbs with care: 休学 is 登记 (第十九条), a correction is 核准 (第十条), a transfer is 核办
(第十四条). So the verb is a column of the table, and nothing waits for an approval that the article does not ask for.
"""

from __future__ import annotations

from enum import StrEnum


class LegalAct(StrEnum):
    """One verb of the regulation. Only APPROVE waits for a decision; HANDLE is a case of several parties."""

    REQUEST = "REQUEST"  # 申请
    REVIEW = "REVIEW"  # 审核
    APPROVE = "APPROVE"  # 核准
    REGISTER = "REGISTER"  # 登记
    HANDLE = "HANDLE"  # 核办
    REPORT = "REPORT"  # 上报
    NOTIFY = "NOTIFY"  # 告知
    DEREGISTER = "DEREGISTER"  # 注销


class Who(StrEnum):
    """Who may do an act: the school that keeps the record, the one that takes the pupil in, or the authority."""

    SCHOOL = "school"
    TO_SCHOOL = "to-school"
    FROM_SCHOOL = "from-school"
    AUTHORITY = "authority"
