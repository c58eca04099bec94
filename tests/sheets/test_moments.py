from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from xjcli.sheets.moments import from_serial, moment_of


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 50, 57, 58])
def test_the_built_in_formats_of_days_are_known_the_chinese_ones_too(number: int) -> None:
    assert moment_of(number) == "day"


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (1, ""), (49, ""), (20, "clock"), (32, "clock"), (46, "span")])
def test_other_built_in_formats_are_no_days(number: int, shown: str) -> None:
    assert moment_of(number) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy/m/d", "day"), ('yyyy"年"m"月"d"日";@', "day"), ("[$-804]yyyy年m月", "day"), ("m月d日", "day"),
        ("[$-F800]dddd, mmmm dd", "day"), ("h:mm", "clock"), ("上午/下午h:mm", "clock"), ("[h]:mm:ss", "span"),
        ("General", ""), ("G/通用格式", ""), ("0.00E+00", ""), ("@", ""), ('0"年"', ""), ("[Red]0", ""), ("0_d", ""),
        (r"0\d", ""), ("#,##0.00", ""), ("[$¥-804]#,##0", ""), ("[DBNum1][$-804]General", ""),
    ],
)  # fmt: skip
def test_a_format_of_the_workbooks_own_is_read_by_its_letters(code: str, shown: str) -> None:
    assert moment_of(164, code) == shown


def test_a_serial_is_counted_from_the_workbooks_own_first_day() -> None:
    assert from_serial(43587.0, "day", False) == date(2019, 5, 2)
    assert from_serial(43587.0 - 1462, "day", True) == date(2019, 5, 2)
    assert from_serial(43587.5, "day", False) == datetime(2019, 5, 2, 12)  # noqa: DTZ001  a cell has no zone
    assert from_serial(1.0, "day", False) == date(1900, 1, 1)
    assert from_serial(61.0, "day", False) == date(1900, 3, 1)


def test_clocks_and_spans_are_no_days() -> None:
    assert from_serial(0.5, "clock", False) == time(12)
    assert from_serial(1.25, "span", False) == timedelta(hours=30)


@pytest.mark.parametrize("serial", [-1.0, 3e6, 3.2e17])
def test_a_number_that_no_calendar_has_stays_a_number(serial: float) -> None:
    assert from_serial(serial, "day", False) == serial
