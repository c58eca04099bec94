"""Deadlines as an iCalendar file (RFC 5545), for a registrar's own calendar.

第二十五条: a calendar is synchronised to telephones and clouds, so an entry names the errand, its article and the
opaque record id, never a pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from xjcli.report.phrases import phrase

_FOLD = 73


def calendar_file(items: Iterable[Mapping[str, Any]], now: str, installation: str) -> bytes:
    """One all-day event for each item that has a deadline. `now` is an instant in UTC, as acts store it."""
    stamp = now.replace("-", "").replace(":", "")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xj//due//ZH", "CALSCALE:GREGORIAN"]
    for item in items:
        if item["deadline"]:
            lines += _event(item, stamp, installation)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode("utf-8")


def _event(item: Mapping[str, Any], stamp: str, installation: str) -> list[str]:
    day = date.fromisoformat(item["deadline"])
    uid = f"{item['what']}-{item['record_id'] or item['since']}-{item['since']}@{installation}"
    summary = phrase("due.event", what=phrase(f"due.what.{item['what']}"), article=item["article"])
    if item["count"]:
        summary += phrase("due.event-count", count=item["count"])
    if item["provisional"]:
        summary += phrase("due.provisional")
    about = f"xj show {item['record_id']}" if item["record_id"] else f"xj {item['next']}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(about)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets; longer ones go on behind a blank, and no character is cut."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8"))
        if size + octets > _FOLD:
            parts.append(part)
            part, size = "", 0
        part, size = part + sign, size + octets
    return "\r\n ".join([*parts, part]) + "\r\n"
