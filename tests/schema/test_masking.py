"""第二十五条: nothing shows more of a number than it must, however damaged the number is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.columns import FIELDS
from xjcli.schema.masking import mask_address, mask_email, mask_field, mask_number, mask_phone, mask_text

GOOD = "440106201409010014"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (GOOD, "440106********0014"),
        (f"'{GOOD}", "440106********0014"),
        (f"G{GOOD}", "G440106********0014"),
        ("11010519491231002x", "110105********002X"),
        ("440106140901001", "440106*****1001"),
        ("H12345678", "H1*****78"),
        ("12345678", "1*****78"),
        ("1234", "****"),
        ("", ""),
        ("TMP-0123ABCD", "TMP-0123ABCD"),
    ],
)
def test_a_number_keeps_only_its_ends(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@given(st.text("0123456789XGJLO ", max_size=40))
def test_no_number_shows_more_than_six_and_four_places(number: str) -> None:
    shown = mask_number(number)
    kept = len(shown) - shown.count("*") - (shown[:1] in tuple("GJL"))
    assert kept <= 10
    assert mask_number(number) == shown


@given(st.integers(0, 17), st.sampled_from("OIlB?-0"))
def test_a_damaged_number_is_masked_like_a_whole_one(place: int, sign: str) -> None:
    damaged = GOOD[:place] + sign + GOOD[place + 1 :]
    assert "20140901" not in mask_number(damaged)
    assert mask_number(damaged).count("*") == 8


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("020-12345678", "020*****5678"),
        ("1234567", "12***67"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_phone_keeps_only_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [("广东省广州市天河区测试路1号", "广东省广州市***"), ("测试路1号", "测试***"), ("", "")],
)
def test_an_address_keeps_its_beginning(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def test_a_mail_address_keeps_one_letter_and_its_domain() -> None:
    assert (mask_email("someone@example.org"), mask_email("some"), mask_email("")) == (
        "s***@example.org",
        "***",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        f"家长说号码是{GOOD}，请核对",
        f"号码G{GOOD}。",
        "号码440106 20140901 0014",
        "号码4401O62014O9010014",
        f"{GOOD}{GOOD}",
        "电话13800000000",
    ],
)
def test_a_number_inside_a_text_is_masked_where_it_stands(text: str) -> None:
    shown = mask_text(text)
    assert "**" in shown
    for secret in ("20140901", "2014O901", "00000000"):
        assert secret not in shown


@pytest.mark.parametrize("text", ["2026-09-01 提交，共 1200 人", "三(2)班", "act 12 of 2026-autumn", ""])
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert mask_text(text) == text


def test_every_field_that_reaches_a_person_has_a_mask() -> None:
    value = "13800138000"
    for field in FIELDS:
        named = field.kind in ("document", "phone", "text") or field.name.endswith("address")
        assert (mask_field(field.name, value) != value) == (
            named or field.name in ("email", "homepage", "auxiliary_number", "birth_date")
        )
    assert mask_field("registry_number", f"G{GOOD}") == "G440106********0014"
    assert mask_field("name", "王小明") == "王小明"
    assert mask_field("phone", "") == ""
