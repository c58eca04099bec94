"""The fields of a pupil's 学籍基础信息 (第七条, 第十条), in one frozen table both programs read.

Field names are stored in acts and travel in bundles: they are for ever. Headers, aliases and column order of a
workbook are data (data/templates); code tables are data (data/codes). Source of the fields: the national paper
form items 1-72 and the two national import workbooks.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal[
    "text", "name", "code", "yesno", "date", "month", "region", "document", "school", "grade", "class",
    "phone", "postcode",
]  # fmt: skip
Need = Literal["required", "expected", "optional"]
Group = Literal["pupil", "place", "contact", "status", "member1", "member2"]


class Field(NamedTuple):
    """One field: stored name, national label, how it is read, its code table, its group, and whether empty
    is refused (`required`), warned about (`expected`) or fine (`optional`)."""

    name: str
    label: str
    kind: Kind
    table: str
    group: Group
    need: Need


_PUPIL: tuple[Field, ...] = (
    Field("continuation_mark", "学籍接续标识", "yesno", "", "pupil", "optional"),
    Field("school_code", "学校标识码", "school", "", "pupil", "required"),
    Field("name", "姓名", "name", "", "pupil", "required"),
    Field("sex", "性别", "code", "sex", "pupil", "required"),
    Field("birth_date", "出生日期", "date", "", "pupil", "required"),
    Field("document_type", "身份证件类型", "code", "document-type", "pupil", "required"),
    Field("document_number", "身份证件号", "document", "", "pupil", "required"),
    Field("birthplace", "出生地行政区划代码", "region", "", "pupil", "expected"),
    Field("native_place", "籍贯", "text", "", "pupil", "expected"),
    Field("ethnicity", "民族", "code", "ethnicity", "pupil", "expected"),
    Field("nationality", "国籍/地区", "code", "country", "pupil", "expected"),
    Field("overseas", "港澳台侨外", "code", "overseas", "pupil", "expected"),
    Field("health", "健康状况", "code", "health", "pupil", "expected"),
    Field("political_status", "政治面貌", "code", "political-status", "pupil", "optional"),
    Field("household_type", "户口性质", "code", "household-type", "pupil", "expected"),
    Field("household_region", "户口所在地行政区划", "region", "", "pupil", "expected"),
    Field("grade", "年级", "grade", "", "place", "required"),
    Field("class_no", "班号", "class", "", "place", "required"),
    Field("entry_month", "入学年月", "month", "", "place", "required"),
    Field("entry_way", "入学方式", "code", "entry-way", "place", "expected"),
    Field("attendance_mode", "就读方式", "code", "attendance-mode", "place", "expected"),
    Field("address", "现住址", "text", "", "contact", "expected"),
    Field("mail_address", "通信地址", "text", "", "contact", "expected"),
    Field("home_address", "家庭地址", "text", "", "contact", "expected"),
    Field("phone", "联系电话", "phone", "", "contact", "expected"),
    Field("postcode", "邮政编码", "postcode", "", "contact", "expected"),
    Field("only_child", "是否独生子女", "yesno", "", "status", "expected"),
    Field("preschool", "是否受过学前教育", "yesno", "", "status", "expected"),
    Field("left_behind", "是否留守儿童", "code", "left-behind", "status", "expected"),
    Field("needs_aid", "是否需要申请资助", "yesno", "", "status", "expected"),
    Field("gets_subsidy", "是否享受一补", "yesno", "", "status", "expected"),
    Field("orphan", "是否孤儿", "yesno", "", "status", "expected"),
    Field("martyr_family", "是否烈士或优抚子女", "yesno", "", "status", "expected"),
    Field("migrant_child", "是否进城务工人员随迁子女", "yesno", "", "status", "expected"),
    Field("commute_km", "上下学距离", "text", "", "status", "optional"),
    Field("commute_mode", "上下学交通方式", "code", "commute-mode", "status", "optional"),
    Field("needs_bus", "是否需要乘坐校车", "yesno", "", "status", "optional"),
    Field("former_name", "曾用名", "text", "", "pupil", "optional"),
    Field("document_validity", "身份证件有效期", "text", "", "pupil", "optional"),
    Field("blood_type", "血型", "code", "blood-type", "pupil", "optional"),
    Field("talent", "特长", "text", "", "pupil", "optional"),
    Field("auxiliary_number", "学籍辅号", "text", "", "place", "optional"),
    Field("class_seat", "班内学号", "text", "", "place", "optional"),
    Field("origin", "学生来源", "code", "origin", "place", "optional"),
    Field("email", "电子信箱", "text", "", "contact", "optional"),
    Field("homepage", "主页地址", "text", "", "contact", "optional"),
    Field("disability", "残疾人类型", "code", "disability", "status", "optional"),
    Field("purchased_place", "是否由政府购买学位", "yesno", "", "status", "optional"),
    Field("inclusive", "随班就读", "code", "inclusive", "status", "optional"),
)

#: Of member 2 nothing is asked unless one of its cells is filled.
_MEMBER: tuple[tuple[str, str, Kind, str, Need], ...] = (
    ("name", "姓名", "name", "", "required"),
    ("relation", "关系", "code", "relation", "required"),
    ("relation_note", "关系说明", "text", "", "optional"),
    ("address", "现住址", "text", "", "expected"),
    ("household_region", "户口所在地行政区划", "region", "", "optional"),
    ("phone", "联系电话", "phone", "", "expected"),
    ("guardian", "是否监护人", "yesno", "", "expected"),
    ("document_type", "身份证件类型", "code", "document-type", "optional"),
    ("document_number", "身份证件号", "document", "", "optional"),
    ("ethnicity", "民族", "code", "ethnicity", "optional"),
    ("employer", "工作单位", "text", "", "optional"),
    ("position", "职务", "text", "", "optional"),
)


def _member(number: Literal[1, 2]) -> tuple[Field, ...]:
    group: Group = "member1" if number == 1 else "member2"
    return tuple(
        Field(f"member{number}_{name}", f"成员{number}{label}", kind, table, group, need)
        for name, label, kind, table, need in _MEMBER
    )


FIELDS: tuple[Field, ...] = _PUPIL + _member(1) + _member(2)
BY_NAME = MappingProxyType({field.name: field for field in FIELDS})

#: Fields whose change is a change of 基础信息 (第十条) and touches 查重 (第六条).
IDENTITY_FIELDS = ("name", "sex", "birth_date", "document_type", "document_number")
