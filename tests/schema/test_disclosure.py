"""第二十五条: what the access log keeps of a disclosure is read back as it was, or it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xjcli.schema.disclosure import Disclosure, disclosure_of

START = "批准文号 一；提供给 二"
TOLD = Disclosure("教基〔2026〕9号", "某某区卫健局", "体检；建档", "姓名、性别", 30)
WORDS = st.text(st.sampled_from("甲乙；，、 9人\n"), min_size=1).map(str.strip).filter(bool)


def test_the_line_is_what_it_always_was() -> None:
    line = "批准文号 教基〔2026〕9号；提供给 某某区卫健局；用途 体检；建档；内容 姓名、性别；30 人"
    assert TOLD.to_text() == line
    assert TOLD._replace(because="按通知").to_text() == f"{line}；按通知"
    assert disclosure_of(line) == TOLD


@given(WORDS, WORDS, WORDS, st.integers(0, 10**6), st.one_of(st.just(""), WORDS))
def test_what_was_written_is_what_is_read(
    approval: str, recipient: str, purpose: str, count: int, because: str
) -> None:
    told = Disclosure(approval, recipient, purpose, "姓名、性别", count, because)
    assert disclosure_of(told.to_text()) == told


@pytest.mark.parametrize(
    "line", ["", "家长申请", "批准文号 一；提供给 二；用途 三", "批准文号 一；提供给 二；用途 三；内容 四；很多 人"]
)
def test_another_reason_is_no_disclosure(line: str) -> None:
    assert disclosure_of(line) is None
