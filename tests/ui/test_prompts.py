"""What a registrar sees on a real terminal: questions, validation, a summary, and a way out that stores nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.offices import Program, open_authority, open_school, write_pupils
from tests.terminals import CTRL_C, ENTER, Terminal, terminal
from xjcli.desk import clock
from xjcli.reference import codes
from xjcli.schema.columns import BY_NAME
from xjcli.schema.values.resident import check_character
from xjcli.schema.values.time import Semester
from xjcli.ui.enrolling import ASKED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")


@pytest.fixture
def school(tmp_path: Path) -> Program:
    return open_school(tmp_path / "S")[0]


def this_autumn() -> int:
    """The year in which the school year of today began; the programs read the same clock."""
    today = clock().date()
    return today.year if today.month >= 9 else today.year - 1


def answers() -> dict[str, str]:
    autumn = this_autumn()
    body = f"320106{autumn - 6}0305901"
    return {
        "name": "样小满", "document_number": body + check_character(body), "grade": "一年级", "class_no": "1",
        "entry_month": f"{autumn}09", "address": "虚构市测试区测试路12号3单元", "phone": "19900001234",
    }  # fmt: skip


def fill(screen: Terminal, given: dict[str, str]) -> None:
    """Answer every question in its order; the empty answer takes what is offered. Without a guardian's name
    nothing more is asked of one.
    """
    for name in ASKED[: ASKED.index("member1_name") + 1]:
        screen.answer(f"? {BY_NAME[name].label}", given.get(name, ""))


def test_a_child_is_entered_by_question_and_answer_and_stored_after_a_masked_summary(school: Program) -> None:
    given = answers()
    with terminal(school, "enroll") as screen:
        fill(screen, given)
        before = len(screen.seen)
        screen.expect("以上内容保存？")
        summary = screen.seen[before:]
        screen.type("y")
        assert screen.exit() == 0
    assert given["phone"] not in summary
    (item,) = school.run("find").result["items"]
    assert (item["name"], item["number_state"], item["class"]) == ("样小满", "proposed", "01")
    shown = school.run("show", item["record_id"]).result
    # The number said sex and birth date; they were offered, and taken with Enter.
    assert (shown["sex"], shown["person"]["document_type"]["value"]) == ("1", "1")


def test_what_has_to_be_filled_in_cannot_be_left_empty(school: Program) -> None:
    with terminal(school, "enroll") as screen:
        screen.answer("? 姓名")
        screen.expect("缺少姓名")
        screen.type("样小满" + ENTER + ENTER)
        screen.answer("? 身份证件号")
        screen.expect("缺少身份证件号")
        screen.type(CTRL_C)
        assert screen.exit() == 3


def test_of_a_guardian_with_a_name_relation_and_telephone_are_asked(school: Program) -> None:
    with terminal(school, "enroll") as screen:
        fill(screen, {**answers(), "member1_name": "样大江"})
        screen.answer("? 成员1关系")
        screen.answer("? 成员1联系电话", "19900001235")
        screen.expect("以上内容保存？")
        screen.type("y")
        assert screen.exit() == 0
    person = school.run("show", "样小满").result["person"]
    assert person["member1_relation"]["value"]
    assert person["member1_phone"]["value"] == "199****1235"


def test_a_wrong_answer_is_told_as_it_is_typed_and_can_be_mended(school: Program) -> None:
    number = answers()["document_number"]
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    with terminal(school, "enroll") as screen:
        screen.answer(f"? {BY_NAME['name'].label}", "样小满")
        screen.answer(f"? {BY_NAME['document_type'].label}")
        screen.answer(f"? {BY_NAME['document_number'].label}", wrong)
        screen.expect("校验码")
        screen.type("\x7f" + number[-1] + ENTER)
        screen.expect(f"? {BY_NAME['sex'].label}")
        screen.type(CTRL_C)
        assert screen.exit() == 3


@pytest.mark.parametrize("leave", [lambda screen: screen.type(CTRL_C), lambda screen: screen.type("n")])
def test_who_says_no_or_leaves_at_the_end_has_stored_nothing(
    school: Program, leave: Callable[[Terminal], None]
) -> None:
    with terminal(school, "enroll") as screen:
        fill(screen, answers())
        screen.expect("以上内容保存？")
        leave(screen)
        assert screen.exit() == 3
    assert "Traceback" not in screen.seen
    assert school.run("status").result["acts"] == 0


def test_an_import_shows_its_counts_and_asks_first(school: Program, tmp_path: Path) -> None:
    book = write_pupils(tmp_path / "学生.xlsx", 5)
    for key, status, stored in (("n", 3, 0), ("y", 0, 5)):
        with terminal(school, "import", book) as screen:
            screen.expect("新增 5")
            screen.expect("保存这 5 名学生？")
            screen.type(key)
            assert screen.exit() == status
        assert school.run("status").result["records"] == stored


def test_trust_asks_for_the_fingerprint_itself_and_a_mere_yes_is_not_one(school: Program, tmp_path: Path) -> None:
    authority, fingerprint = open_authority(tmp_path / "A")
    card = authority.home / "320102.xjcard"
    for typed, status in (("y", 60), (fingerprint, 0)):
        with terminal(school, "key", "trust", card) as screen:
            screen.expect(fingerprint)
            screen.answer("请输入主管部门在电话或书面中告知的指纹", typed)
            assert screen.exit() == status
        assert bool(school.run("key", "show").result["trusted"]) is (status == 0)


def test_with_json_nothing_is_asked_even_on_a_terminal(school: Program) -> None:
    with terminal(school, "enroll", "--json") as screen:
        assert screen.exit() == 2
    assert "usage.missing" in screen.seen


@pytest.mark.parametrize("name", [name for name in ASKED if BY_NAME[name].kind in ("code", "yesno")])
def test_every_choice_that_is_offered_is_understood_in_both_languages(name: str) -> None:
    table = codes(BY_NAME[name].table or "yes-no")
    for lang in ("zh", "en"):
        labels = table.labels(lang)
        assert [table.lookup(label) for label in labels] == [row.code for row in table.rows]


def test_a_death_is_confirmed_by_typing_the_name_of_who_is_shown(school: Program, tmp_path: Path) -> None:
    assert school.run("import", write_pupils(tmp_path / "学生.xlsx", 2), "--as", "take-on", "--yes").exit == 0
    pupil = school.run("find").result["items"][0]
    today = clock().date().isoformat()
    line = ("decease", pupil["record_id"], "--died-on", today, "--certificate", "证1", "--paper", "柜3-2", "--yes")
    for typed, status, after in (("样别人", 10, "enrolled"), (pupil["name"], 0, "deregistered")):
        with terminal(school, *line) as screen:
            screen.expect(pupil["name"])
            screen.answer("确认登记死亡注销", typed)
            assert screen.exit() == status
        assert school.run("show", pupil["record_id"]).result["status"] == after


def test_a_leaders_passphrase_is_typed_twice_and_never_shown(school: Program, tmp_path: Path) -> None:
    """第二十五条: not in an option, not in a variable, not on the screen."""
    words, key = "correct horse battery", tmp_path / "stick" / "leader.key"
    line = ("key", "leader", "--name", "样校长", "--to", key)
    with terminal(school, *line) as screen:
        screen.answer("密钥口令", words)
        screen.answer("再输入一次", "something else")
        assert screen.exit() == 60
        assert words not in screen.seen
    assert not key.exists()
    with terminal(school, *line) as screen:
        screen.answer("密钥口令", words)
        screen.answer("再输入一次", words)
        assert screen.exit() == 0
        assert words not in screen.seen
    assert key.read_bytes().startswith(b"age-encryption.org/v1")


def test_a_leader_sees_the_figures_before_the_passphrase_is_asked(school: Program, tmp_path: Path) -> None:
    key, paper = tmp_path / "leader.key", tmp_path / "r.xjreview"
    words, term = "correct horse battery", Semester.of(clock().date()).label
    made = school.run("key", "leader", "--name", "样校长", "--to", key, "--leader-passphrase-fd", "0", stdin=words)
    assert made.exit == 0
    assert school.run("review", "write", term, "--to", paper, "--because", "演练").exit == 0
    unsigned = paper.read_bytes()
    with terminal(school, "review", "sign", paper, "--leader-key", key) as screen:
        screen.expect("负责人：样校长")
        screen.answer("以负责人身份签名", "n")
        assert screen.exit() == 3
    assert paper.read_bytes() == unsigned
    with terminal(school, "review", "sign", paper, "--leader-key", key) as screen:
        screen.expect("以负责人身份签名")
        screen.type("y")
        screen.answer("密钥口令", words)
        assert screen.exit() == 0
    assert paper.read_bytes() != unsigned
