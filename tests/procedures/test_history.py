"""What was done to a registration is shown to the last act, and none of it unmasked (第二十五条)."""

from __future__ import annotations

from xjcli.procedures.history import masked_body

NUMBER = "110105194912310021"


def test_both_values_of_a_correction_are_masked_like_the_field_itself() -> None:
    shown = masked_body(
        {"changes": {"document_number": {"from": NUMBER, "to": NUMBER}, "phone": {"from": "", "to": "19900001234"},
                     "birth_date": {"from": "2019-05-06", "to": "2019-05-07"}}}
    )  # fmt: skip
    text = str(shown)
    assert NUMBER not in text
    assert "19900001234" not in text
    assert "05-06" not in text
    assert shown["changes"]["phone"]["from"] == ""


def test_a_number_in_any_text_written_by_hand_is_masked_and_a_digest_is_whole() -> None:
    digest = "1234567890123456" * 4
    shown = masked_body({"ground": NUMBER, "title": f"出生证 {NUMBER}", "digest": digest, "places": [NUMBER]})
    assert NUMBER not in str(shown)
    assert shown["digest"] == digest
