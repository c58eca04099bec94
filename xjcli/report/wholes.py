"""第二十四条: the school, a cohort or a class of a signed statement, in words that are the same on every computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xjcli.report.phrases import phrase


def whole(line: Mapping[str, Any], class_no: str) -> str:
    """全校, 小学2024级, 小学2024级(2)班: a cohort has one name on every computer, a grade would need a day."""
    if line["of"] == "school":
        return phrase("review.of.school")
    of = "unassigned" if line["of"] == "class" and not class_no else line["of"]
    place = {"stage": phrase(f"school-stage.{line['stage']}"), "cohort": line["cohort"]}
    return phrase(f"review.of.{of}", **place, class_no=class_no.lstrip("0"))
