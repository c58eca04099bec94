"""第二十四条: one school with one fault of each kind. All are found and nothing else; each is settled by what was said.

Every line that mends something is one that the output named: a command of a difference, or the command in a hint. What
only others can mend (a roster that another system has exported) is mended by them, and compared again.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.faults import COUNTED, LEFT, OURS, Story, founded, mended, planted, spoiled
from tests.offices import Answer
from tests.procedures.desks import resident
from xjcli.errors.catalogue import ENTRIES

#: (code, part) of every finding that is more than a note.
FINDINGS = {
    ("check.leave-expired", "on-leave"), ("check.dossier-overdue", "no-dossier"), ("check.evidence-lost", "proof-lost"),
    ("check.handover-overdue", "moving"), ("check.report-unsent", "dropout"), ("person.phone", "bad-phone"),
    ("check.dossier-transfer-overdue", "moved"), ("check.twins", "twins"),
    ("registrar.untrained", ""), ("check.roster-differs", "counted-class"),
    ("check.roster-differs", "miscounted-class"),
}  # fmt: skip
#: (case, how many) that wait: three enrolments are the twin, the one that was not sent, and the one of two schools.
CASES = {("corrected", 1), ("enrolment", 3), ("transfer-out", 1)}
#: (kind, cause, part) against the roster of the system above.
AGAINST_FILE = {
    ("here-only", "not-sent", "not-sent"), ("here-only", "not-sent", "twin"), ("there-only", "not-recorded", ""),
    ("here-only", "not-decided", "two-schools"), ("here-only", "approved-not-listed", "not-listed"),
    ("fields", "changed-there", "class"), ("fields", "changed-there", "phone"), ("state", "left-here", "died"),
    ("fields", "changed-there", "ethnicity"), ("fields", "changed-here", "bad-phone"),
    ("two-numbers", "number-issued-twice", "two-numbers"), ("two-records", "listed-twice", "listed-twice"),
}  # fmt: skip
#: The same against the roster that the authority has signed, and what it cannot know yet.
AGAINST_AUTHORITY = {("two-schools", "conflict-school", "two-schools"), ("fields", "changed-there", "held")}
NOT_SENT = {"bad-phone", "dropout", "not-sent", "twin", "office"}


#: What `xj check` can find besides, and why it is not planted here (tests/procedures/test_check.py plants them all).
NOT_PLANTED = {
    "check.field-empty": "a note", "check.not-promoted": "a note", "check.reported-late": "a note",
    "check.enrolled-late": "has happened, and no command undoes it", "check.death-late": "the same",
    "check.finished": "needs the summer in which a grade leaves",
    "check.state-differs": "speaks of a list taken in by number; this school is compared by reconcile",
}  # fmt: skip


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    return founded(tmp_path, monkeypatch)


def part_of(story: Story, name: str) -> str:
    return next((part for part, record_id in story.who.items() if record_id == name), name)


def findings(story: Story, answer: Answer) -> list[tuple[str, str]]:
    """(code, part) of everything that refuses or warns; two records of one child are one finding."""
    found = []
    for problem in answer.document["problems"]:
        if problem["severity"] == "note":
            continue
        where = part_of(story, (problem["where"] or "").split(".")[0])
        if problem["code"] == "check.twins":
            assert {where, part_of(story, problem["params"]["record"])} == {"twin", "no-dossier"}
            where = "twins"
        found.append((problem["code"], where))
    return found


def differences(story: Story, answer: Answer) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["cause"], part_of(story, each["record_id"])) for each in answer.result["differences"]]


def once(found: list[Any]) -> set[Any]:
    """As a set; nothing stands in it twice."""
    assert [each for each, count in Counter(found).items() if count > 1] == []
    return set(found)


def opened(answer: Answer) -> set[tuple[str, int]]:
    return {(line["code"], line["count"]) for line in answer.result["open"] if line["kind"] == "case"}


def test_every_finding_of_the_check_is_planted_or_said_why_not() -> None:
    codes = {code for code in ENTRIES if code.startswith("check.")}
    assert codes == {code for code, _ in FINDINGS if code.startswith("check.")} | set(NOT_PLANTED)


def test_one_fault_of_each_kind_is_found_settled_as_it_was_said_and_nothing_is_left(story: Story) -> None:
    planted(story)
    ours = story.ours
    story.write_roster(spoiled(story))
    file = ours.run("reconcile", "--against", story.roster)
    story.office.do("roster", "--school", OURS, "--to", story.stick)
    ours.do("pull", "--roster")
    held = ours.run("reconcile", "--against", "authority")

    assert (file.exit, held.exit) == (1, 1)
    assert opened(file) == opened(held) == CASES
    assert once(findings(story, held)) == FINDINGS
    assert once([each for each in findings(story, file) if each[1] in {"", *story.who, "twins"}]) == FINDINGS
    cells = [
        each for each in file.document["problems"] if each["code"].startswith("sheet.") and each["severity"] == "refuse"
    ]
    assert [each["where"] for each in cells] == [damaged_cell(story)]
    assert once(differences(story, file)) == AGAINST_FILE
    assert once(differences(story, held)) == AGAINST_AUTHORITY
    assert {part_of(story, each["record_id"]) for each in held.result["not_sent"]} == NOT_SENT
    assert_masked(story, file, held)

    settle_findings(story, held)
    settle_file(story, file)
    settle_authority(story, held)
    story.carry()
    story.approve()
    story.carry(up=False)

    story.write_roster(mended(story))
    again = ours.run("reconcile", "--against", story.roster)
    assert (differences(story, again), findings(story, again), again.result["open"]) == ([], [], [])
    assert again.exit == 0
    story.carry()
    story.office.do("roster", "--school", OURS, "--to", story.stick)
    ours.do("pull", "--roster")
    level = ours.run("reconcile", "--against", "authority")
    assert (level.exit, level.result["differences"], level.result["not_sent"]) == (0, [], [])
    assert (ours.run("check").exit, ours.run("doctor").exit) == (0, 0)
    a_row_behind_the_ledgers_back_is_found_and_put_back(story)


def damaged_cell(story: Story) -> str:
    """Where the spoiled number stands in the roster."""
    lines = story.roster.read_text("utf-8-sig").splitlines()
    (row,) = [number for number, line in enumerate(lines, 1) if "3.20106E+17" in line]
    column = lines[0].split(",").index("身份证件号")
    return f"国网.csv!{chr(ord('A') + column)}{row}"


def assert_masked(story: Story, *answers: Answer) -> None:
    """第二十五条: no number, telephone or day of birth of anybody in a result."""
    told = "".join(answer.out for answer in answers)
    people = [story.person(part) for part in story.who if not part.endswith("class")]
    secrets = {
        person[name] for person in people for name in ("document_number", "phone", "birth_date") if person.get(name)
    }
    assert [secret for secret in secrets if len(secret) > 5 and secret in told] == []


def settle_findings(story: Story, found: Answer) -> None:
    """Each by the command that its hint names; a lost proof comes back from where the copies are."""
    ours, who = story.ours, story.who
    ours.do("undo", story.undoable, "--yes")
    here = ("--class", who["miscounted-class"])
    counted = next(each for each in ours.run("check").document["problems"] if each["where"] == who["miscounted-class"])
    for code, command, words in (
        ("check.leave-expired", "xj resume", (who["on-leave"],)),
        ("check.dossier-overdue", "xj dossier add", (who["no-dossier"], story.proof)),
        ("check.handover-overdue", "xj transfer release", (who["moving"],)),
        ("check.dossier-transfer-overdue", "xj dossier export", (who["moved"], story.stick)),
        ("registrar.untrained", "xj registrar train", ("新来老师", "--on", COUNTED)),
        ("person.phone", "xj update", (who["bad-phone"], "--set", "phone=13900000007")),
        ("check.roster-differs", "xj assert roster", (*here, "--count", counted["params"]["counted"], "--on", COUNTED)),
        ("check.report-unsent", "xj push", ()),
    ):
        assert command in hint_of(found, code), code
        ours.do(*command.split()[1:], *map(str, words), "--yes")
    assert "xj undo" in hint_of(found, "check.twins")
    assert "补办漏掉的变动" in hint_of(found, "check.roster-differs")
    ours.do("abroad", who["left"], "--country", "加拿大", "--on", LEFT, "--evidence", story.proof, "--yes")
    story.lost.write_bytes((story.folder / "证明.png").read_bytes())


def settle_file(story: Story, found: Answer) -> None:
    """Each by its command: what is ours to mend is mended, what is theirs is looked at and left to them."""
    ours = story.ours
    for each in found.result["differences"]:
        part, words = part_of(story, each["record_id"]), each["command"].split()[1:]
        if part == "twin":  # taken back already: it was no child of its own
            continue
        if each["cause"] == "not-recorded":
            take_the_new_one(story, words)
        elif words[0] in ("update", "correct"):
            value = {"phone": "13900001111", "ethnicity": "藏族"}[part]
            proof = ("--evidence", story.proof) if words[0] == "correct" else ()
            ours.do(*" ".join(words).replace("…", value).split(), *proof, "--yes")
        elif words[0] == "assign":
            ours.do(*words, "--yes")
        elif words[0] not in ("push", "sync"):
            ours.do(*words)


def take_the_new_one(story: Story, words: list[str]) -> None:
    """The rehearsal that was named; then the plan of the roster, and of its lines the one that is new."""
    assert story.ours.run(*words).result["new"] == 1
    plan = story.folder / "方案.json"
    written = story.ours.run("reconcile", "--against", story.roster, "--plan", plan, "--accept-valid")
    (line,) = [each["line"] for each in written.result["against"]["lines"] if each["kind"] == "new"]
    done = story.ours.do("import", story.roster, "--apply", plan, "--only", str(line), "--yes")
    assert (done["new"], done["changed"], done["stored"]) == (1, 0, 1)
    story.who["new"] = part_of(story, story.ours.do("find", "样小新")["items"][0]["record_id"])


def settle_authority(story: Story, found: Answer) -> None:
    """The authority decides on the conflict; the school hears it with the command that was named, and mends."""
    ours = story.ours
    for each in found.result["differences"]:
        words = each["command"].split()[1:]
        if each["kind"] == "two-schools":
            story.office.do("refuse", each["case"], "--because", "证件号属于另一学校的学生")
            story.office.do("outbox", story.stick)
            ours.do(*words)
            ours.do(
                "resubmit", each["record_id"], "--set", f"document_number={resident(953)}", "--evidence", story.proof,
                "--because", "证件号录错", "--yes",
            )  # fmt: skip
        else:
            ours.do(*words, "--yes")


def hint_of(answer: Answer, code: str) -> str:
    return str(next(each["hint_zh"] for each in answer.document["problems"] if each["code"] == code))


def a_row_behind_the_ledgers_back_is_found_and_put_back(story: Story) -> None:
    """What does not add up is told alone, with the command that proves it; the copy of before makes it whole."""
    registry = story.ours.home / "registry.db"
    before = registry.read_bytes()
    story.behind_the_back(
        story.ours.home, registry.name, "update records set status = 'missing' where record_id = :r",
        r=story.who["phone"],
    )  # fmt: skip
    broken = story.ours.run("reconcile")
    assert {each["code"] for each in broken.document["problems"]} == {"reconcile.unbalanced"}
    assert "xj doctor" in hint_of(broken, "reconcile.unbalanced")
    assert story.ours.run("doctor").exit == 1
    registry.write_bytes(before)
    assert (story.ours.run("doctor").exit, story.ours.run("reconcile").exit) == (0, 0)
