"""The national workbooks as data: 71 columns each, every known heading means one field."""

from __future__ import annotations

import pytest

from xjcli import reference
from xjcli.schema.columns import BY_NAME


def words(text: str) -> list[str]:
    return text.split()


A = words("""
学校标识码 姓名 性别 出生日期 出生地行政区划代码 籍贯 民族 国籍/地区 身份证件类型 港澳台侨外
健康状况 政治面貌 身份证件号 户口性质 户口所在地行政区划 班号 入学年月 入学方式 就读方式 现住址
通信地址 家庭地址 联系电话 邮政编码 是否独生子女 是否受过学前教育 是否留守儿童 是否需要申请资助
是否享受一补 是否孤儿 是否烈士或优抚子女 上下学距离(公里) 上下学(交通)方式 是否需要乘坐校车 曾用名
身份证件有效期 血型 特长 学籍辅号 班内学号 学生来源 电子信箱 主页地址 残疾人类型 是否由政府购买学位
随班就读
""")
B = words("""
学籍接续标识 学校标识码 姓名 性别 出生日期 身份证件类型 身份证件号 出生地行政区划代码 民族
国籍/地区 港澳台侨外 户口性质 户口所在地行政区划 现住址 是否独生子女 是否留守儿童
是否进城务工人员随迁子女 是否孤儿 籍贯 健康状况 政治面貌 年级 班级号 入学年月 入学方式 就读方式
通信地址 家庭地址 联系电话 邮政编码 是否受过学前教育 残疾人类型 是否由政府购买学位 是否需要申请资助
是否享受一补 是否烈士或优抚子女 上下学距离 上下学交通方式 是否需要乘坐校车 曾用名 身份证件有效期
特长 学籍辅号 班内学号 学生来源 电子信箱 主页地址
""")
MEMBER = words("""
姓名 关系 关系说明 现住址 户口所在地行政区划 联系电话 是否监护人 身份证件类型 身份证件号 民族
工作单位 职务
""")


def test_national_a_has_its_71_headings_with_bare_member_headings() -> None:
    bare = [f"成员1{MEMBER[0]}", *MEMBER[1:], f"成员2{MEMBER[0]}", *MEMBER[1:]]
    assert list(reference.template("national-a").headings) == [*A, *bare, "是否进城务工人员随迁子女"]
    assert len(reference.template("national-a").columns) == 71


def test_national_b_has_its_71_headings() -> None:
    members = [f"成员{number}{part}" for number in (1, 2) for part in MEMBER]
    assert list(reference.template("national-b").headings) == [*B, *members]
    assert len(reference.template("national-b").columns) == 71


def test_the_two_workbooks_hold_every_field_but_those_the_spec_leaves_out() -> None:
    every = set(BY_NAME)
    assert every - set(reference.template("national-a").fields) == {"continuation_mark", "grade"}
    assert every - set(reference.template("national-b").fields) == {"blood_type", "inclusive"}


@pytest.mark.parametrize("name", ["national-a", "national-b", "school"])
def test_every_heading_leads_to_the_field_of_its_column(name: str) -> None:
    members = reference.members()
    fields = reference.template(name).fields
    assert len(set(fields)) == len(fields)
    for field, heading in reference.template(name).columns:
        if field.startswith("member") and not heading.startswith("成员"):
            assert field.endswith("_" + members.parts[reference.fold_header(heading)])
        else:
            assert reference.header_aliases()[reference.fold_header(heading)] == field


def test_every_reading_of_a_heading_is_a_field_or_the_registry_number() -> None:
    assert set(reference.header_aliases().values()) == {*BY_NAME, "registry_number"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("身份证号", "document_number"),
        ("身份证号码", "document_number"),
        ("证件号码", "document_number"),
        (" *姓 名\n（必填）", "name"),
        ("【必填】性别：", "sex"),
        ("出生日期（YYYYMMDD）", "birth_date"),
        ("班级", "class_no"),
        ("班级号", "class_no"),
        ("班号", "class_no"),
        ("是否随迁子女", "migrant_child"),
        ("残疾类型", "disability"),
        ("上下学距离（公里）", "commute_km"),
        ("上下学方式", "commute_mode"),
        ("上下学（交通）方式", "commute_mode"),
        ("是否乘坐校车", "needs_bus"),
        ("户口所在地", "household_region"),
        ("家庭成员一关系", "member1_relation"),
        ("家庭成员1关系", "member1_relation"),
        ("成员2_身份证号码", "member2_document_number"),
        ("学籍号", "registry_number"),
        ("国籍／地区", "nationality"),
    ],
)
def test_headings_as_schools_write_them(heading: str, field: str) -> None:
    assert reference.field_of_header(heading) == field


@pytest.mark.parametrize("heading", ["", "学号", "备注", "关系", "序号"])
def test_an_unknown_or_a_bare_heading_means_nothing_by_itself(heading: str) -> None:
    assert reference.field_of_header(heading) is None
