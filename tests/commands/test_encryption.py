"""第二十五条: a registry is closed unless it was said aloud that it is not, and each way in is a real program's."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.locks import INIT, OTHER_WORDS, WORDS, run_with, school_with_passphrase
from tests.offices import KEYS, Program, key_of, open_school
from tests.people import pupils
from tests.proofs import png
from xjcli.files import too_open

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are handed on as POSIX does")
ROOT = Path(__file__).resolve().parents[2]


def has_name_in_clear(home: Path) -> bool:
    return "样例小学".encode() in (home / "registry.db").read_bytes()


# init


def test_a_script_that_says_nothing_gets_an_encrypted_registry_with_its_key_outside_and_is_told(tmp_path: Path) -> None:
    school = Program("xjcli", tmp_path / "S")
    made = school.run(*INIT, "--yes")
    assert (made.exit, made.codes) == (0, ["lock.key-on-disk"])
    protection = made.result["protection"]
    assert (protection["encrypted"], protection["ways"]) == (True, ["file"])
    assert "recovery" not in made.result
    key_file = Path(protection["key_file"])
    assert key_file.parent == Path(KEYS.name)
    assert not too_open(key_file)
    assert not has_name_in_clear(school.home)
    assert school.run("status").exit == 0
    assert school.run("doctor").exit == 0


def test_without_its_key_file_it_opens_no_more(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    key = key_of(school.home)
    (lock_id,) = [json.loads((school.home / "lock.json").read_bytes())["id"]]
    (Path(KEYS.name) / f"{lock_id}.key").rename(tmp_path / "carried away")
    locked = school.run("status")
    assert (locked.exit, locked.codes) == (40, ["lock.locked"])
    assert run_with(school, "status", secrets={"--key-fd": key}).exit == 0


def test_plain_is_said_aloud(tmp_path: Path) -> None:
    school = Program("xjcli", tmp_path / "S")
    made = school.run(*INIT, "--plain", "--yes")
    assert (made.exit, made.codes) == (0, ["lock.plain"])
    assert made.result["protection"] == {"encrypted": False, "ways": []}
    assert has_name_in_clear(school.home)
    assert not (school.home / "lock.json").exists()
    assert "没有加密" in Program("xjcli", tmp_path / "T").raw(*INIT, "--plain", "--yes").err


@pytest.mark.parametrize("other", [("--keyring",), ("--key-file", "k.key")])
def test_plain_and_a_way_to_a_key_rule_each_other_out(tmp_path: Path, other: tuple[str, ...]) -> None:
    school = Program("xjcli", tmp_path / "S")
    answer = school.run(*INIT, "--plain", *other, "--yes")
    assert (answer.exit, answer.codes, school.home.exists()) == (2, ["usage.together"], False)


def test_a_home_that_was_deleted_can_be_set_up_again_and_two_homes_do_not_meet(tmp_path: Path) -> None:
    first, _ = open_school(tmp_path / "S")
    second, _ = open_school(tmp_path / "T")
    before = key_of(first.home)
    assert key_of(second.home) != before
    shutil.rmtree(first.home)
    again, _ = open_school(tmp_path / "S")
    assert key_of(again.home) != before
    assert again.run("doctor").exit == second.run("doctor").exit == 0


def test_a_registry_that_was_moved_away_leaves_its_lock_beside(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    lock = (school.home / "lock.json").read_bytes()
    (school.home / "registry.db").unlink()
    again, _ = open_school(tmp_path / "S")
    assert again.run("doctor").exit == 0
    assert lock in [path.read_bytes() for path in school.home.glob("lock.json.*")]


def test_the_key_may_lie_where_the_registrar_says_but_not_in_the_home(tmp_path: Path) -> None:
    school, stick = Program("xjcli", tmp_path / "S"), tmp_path / "stick" / "xj.key"
    inside = school.run(*INIT, "--yes", "--key-file", school.home / "xj.key")
    assert (inside.exit, inside.codes, school.home.exists()) == (2, ["lock.key-inside"], False)
    assert school.run(*INIT, "--yes", "--key-file", stick).exit == 0
    assert stick.is_file()
    assert school.run("status").exit == 0
    stick.rename(tmp_path / "carried away")
    assert school.run("status").codes == ["lock.locked"]


def test_a_folder_for_settings_that_cannot_be_written_is_said_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    school = Program("xjcli", tmp_path / "S")
    answer = school.raw(*INIT, "--yes", "--json", extra={"XJ_KEYS": str(tmp_path / "file" / "keys")})
    assert answer.exit == 40
    assert '"lock.key-file"' in answer.out
    assert not (school.home / "registry.db").exists()


def test_a_key_that_is_handed_in_at_init_is_the_only_one_and_lies_nowhere(tmp_path: Path) -> None:
    school, key = Program("xjcli", tmp_path / "S"), bytes(range(32))
    before = set(Path(KEYS.name).iterdir())
    made = run_with(school, *INIT, "--yes", secrets={"--key-fd": key})
    assert (made.exit, made.result["protection"]["ways"]) == (0, [])
    assert set(Path(KEYS.name).iterdir()) == before
    assert school.run("status").codes == ["lock.locked"]
    assert run_with(school, "doctor", secrets={"--key-fd": key.hex()}).exit == 0
    assert run_with(school, "doctor", secrets={"--key-fd": bytes(32)}).codes == ["lock.wrong-key"]


# passphrase


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return school_with_passphrase(tmp_path_factory.mktemp("locked") / "S")


def test_the_passphrase_opens_it_and_a_missing_recovery_key_is_told(locked: Program) -> None:
    shown = run_with(locked, "key", "show", secrets={"--passphrase-fd": WORDS})
    assert (shown.exit, shown.codes) == (0, ["lock.no-recovery"])
    assert shown.result["protection"] == {"encrypted": True, "ways": ["passphrase"]}


@pytest.mark.parametrize("words", [OTHER_WORDS, WORDS[:-1], "x"])
def test_a_wrong_passphrase_is_refused_with_the_way_out(locked: Program, words: str) -> None:
    answer = run_with(locked, "status", secrets={"--passphrase-fd": words})
    assert (answer.exit, answer.codes) == (40, ["lock.wrong-passphrase"])
    assert "xj key reset" in answer.document["problems"][0]["hint_zh"]
    assert words not in answer.out or len(words) < 3


def test_without_a_terminal_and_an_option_it_says_which_options_there_are(locked: Program) -> None:
    answer = locked.run("find")
    assert (answer.exit, answer.codes) == (40, ["lock.locked"])
    assert "--passphrase-fd" in answer.document["problems"][0]["hint_en"]


def test_variables_name_descriptors_as_the_options_do(locked: Program) -> None:
    answer = locked.raw("status", "--json", stdin=WORDS + "\n", extra={"XJ_PASSPHRASE_FD": "0"})
    assert answer.exit == 0
    assert locked.raw("status", "--json", extra={"XJ_PASSPHRASE_FD": "77"}).exit == 2


def test_what_stands_outside_a_registry_is_answered_without_a_key(locked: Program) -> None:
    for words in (("explain", "25"), ("rules", "show", "national-2013"), ("--help",), ("key", "--help")):
        assert locked.raw(*words).exit == 0


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    school = Program("xjcli", tmp_path / "S")
    answer = run_with(school, *INIT, "--yes", secrets={"--passphrase-fd": "1234567"})
    assert (answer.exit, answer.codes, school.home.exists()) == (2, ["lock.passphrase-short"], False)


# changing


def test_a_passphrase_takes_the_place_of_a_key_file(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    key_file = Path(school.run("key", "show").result["protection"].get("key_file", "")) or None
    changed = run_with(school, "key", "passphrase", secrets={"--new-passphrase-fd": WORDS})
    assert (changed.exit, changed.result["protection"]["ways"]) == (0, ["passphrase"])
    assert not key_file or not key_file.is_file()
    assert school.run("status").codes == ["lock.locked"]
    opened = {"--passphrase-fd": WORDS}
    assert run_with(school, "doctor", secrets=opened).exit == 0
    again = run_with(school, "key", "passphrase", secrets={**opened, "--new-passphrase-fd": OTHER_WORDS})
    assert again.exit == 0
    assert run_with(school, "status", secrets=opened).codes == ["lock.wrong-passphrase"]
    assert run_with(school, "status", secrets={"--passphrase-fd": OTHER_WORDS}).exit == 0


def test_a_forgotten_passphrase_is_set_anew_by_the_recovery_key_and_only_the_last_one_is_good(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    opened = {"--passphrase-fd": WORDS}
    nothing = run_with(school, "key", "reset", secrets={"--recovery-fd": "1" * 48, "--new-passphrase-fd": OTHER_WORDS})
    assert nothing.codes == ["lock.no-recovery-key"]
    unasked = run_with(school, "key", "recovery", secrets=opened)
    assert (unasked.exit, unasked.codes) == (2, ["usage.missing"])
    sheets = [run_with(school, "key", "recovery", "--yes", secrets=opened).result["recovery"] for _ in range(2)]

    def reset(digits: str, words: str = OTHER_WORDS) -> list[str]:
        secrets = {"--recovery-fd": digits, "--new-passphrase-fd": words}
        return run_with(school, "key", "reset", secrets=secrets).codes

    assert reset(sheets[0]) == ["lock.wrong-recovery"]
    assert reset("111111-" * 8) == ["lock.wrong-recovery"]
    assert reset("123456-" * 8) == ["lock.recovery-group"] * 8
    assert reset("12345") == ["lock.recovery-form"]
    assert run_with(school, "status", secrets=opened).exit == 0
    assert reset(sheets[1].replace("-", " ")) == []
    assert run_with(school, "status", secrets=opened).codes == ["lock.wrong-passphrase"]
    assert run_with(school, "doctor", secrets={"--passphrase-fd": OTHER_WORDS}).exit == 0
    assert reset(sheets[1], WORDS) == []
    assert run_with(school, "status", secrets=opened).exit == 0


def test_a_rehearsal_changes_neither_lock_nor_registry(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    before = {path: path.read_bytes() for path in school.home.rglob("*") if path.is_file()}
    for verb in ("passphrase", "recovery", "rekey", "keyring"):
        assert school.run("key", verb, "--dry-run").exit == 0
    assert {path: path.read_bytes() for path in school.home.rglob("*") if path.is_file()} == before


# keyring


def keyring_in(folder: Path, backend: str = "FileKeyring") -> dict[str, str]:
    return {
        "PYTHON_KEYRING_BACKEND": f"tests.keyrings.{backend}", "XJ_TEST_KEYRING": str(folder / "ring.json"),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def test_the_systems_keyring_opens_it_and_only_for_the_user_who_has_it(tmp_path: Path) -> None:
    school, ring = Program("xjcli", tmp_path / "S"), keyring_in(tmp_path)
    made = run_with(school, *INIT, "--yes", "--keyring", secrets={}, extra=ring)
    assert (made.exit, made.result["protection"]["ways"], made.codes) == (0, ["keyring"], [])
    assert run_with(school, "doctor", secrets={}, extra=ring).exit == 0
    (tmp_path / "other").mkdir()
    for stranger in (keyring_in(tmp_path / "other"), keyring_in(tmp_path, "LockedKeyring"), {}):
        assert run_with(school, "status", secrets={}, extra=stranger).codes == ["lock.locked"]


def test_the_key_goes_into_the_keyring_and_out_again_but_never_the_last_way(tmp_path: Path) -> None:
    school, ring = school_with_passphrase(tmp_path / "S"), keyring_in(tmp_path)
    opened = {"--passphrase-fd": WORDS}
    put = run_with(school, "key", "keyring", secrets=opened, extra=ring)
    assert put.result["protection"]["ways"] == ["passphrase", "keyring"]
    assert run_with(school, "status", secrets={}, extra=ring).exit == 0
    rekeyed = run_with(school, "key", "rekey", "--yes", secrets=opened, extra=ring)
    assert rekeyed.exit == 0
    assert run_with(school, "status", secrets={}, extra=ring).exit == 0
    assert run_with(school, "key", "keyring", "--off", secrets={}, extra=ring).exit == 0
    assert run_with(school, "status", secrets={}, extra=ring).codes == ["lock.locked"]
    alone = Program("xjcli", tmp_path / "T")
    assert run_with(alone, *INIT, "--yes", "--keyring", secrets={}, extra=ring).exit == 0
    assert run_with(alone, "key", "keyring", "--off", secrets={}, extra=ring).codes == ["lock.last-way"]


def test_a_keyring_that_cannot_be_used_is_said_before_the_registry_is_made(tmp_path: Path) -> None:
    school = Program("xjcli", tmp_path / "S")
    answer = run_with(school, *INIT, "--yes", "--keyring", secrets={}, extra=keyring_in(tmp_path, "LockedKeyring"))
    assert (answer.exit, answer.codes) == (40, ["lock.keyring"])
    assert not (school.home / "registry.db").exists()


# what is damaged


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied"])
def test_a_damaged_lock_is_refused_and_its_copy_mends_it(tmp_path: Path, damage: str) -> None:
    school, _ = open_school(tmp_path / "S")
    lock = school.home / "lock.json"
    data = lock.read_bytes()
    lock.write_bytes(
        {"flipped": data[:40] + bytes([data[40] ^ 1]) + data[41:], "cut": data[:-9], "emptied": b""}[damage]
    )
    answer = school.run("status")
    assert (answer.exit, answer.codes) == (40, ["lock.damaged"])
    assert "lock.copy.json" in answer.document["problems"][0]["hint_zh"]
    shutil.copy(school.home / "lock.copy.json", lock)
    assert school.run("doctor").exit == 0


def test_a_lock_that_is_gone_is_not_taken_for_a_plain_home(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    (school.home / "lock.json").unlink()
    answer = school.run("status")
    assert (answer.exit, answer.codes) == (40, ["lock.missing"])
    assert school.run(*INIT, "--yes").codes == ["registry.exists"]


def test_doctor_sees_a_copy_that_is_not_the_lock_and_a_private_key_that_was_altered(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    (school.home / "lock.copy.json").write_bytes(b"{}")
    sealed = school.home / "keys" / "sign.pem.sealed"
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\0")
    checks = {check["name"]: check["ok"] for check in school.run("doctor").result["checks"]}
    assert (checks["lock"], checks["keys"], checks["chain"]) == (False, False, True)


def test_an_error_in_the_encrypted_file_is_one_document_and_nothing_of_the_engine_on_the_screen(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    registry = school.home / "registry.db"
    data = bytearray(registry.read_bytes())
    data[100:200] = bytes(100)
    registry.write_bytes(data)
    answer = school.run("status")
    assert (answer.exit, answer.err) == (40, "")


# anew


def test_after_a_rekey_the_old_key_opens_nothing_and_everything_is_there(tmp_path: Path) -> None:
    school = school_with_passphrase(tmp_path / "S")
    opened = {"--passphrase-fd": WORDS}
    sheet = run_with(school, "key", "recovery", "--yes", secrets=opened).result["recovery"]
    evidence = filled(school, tmp_path, opened)
    copy = Program("xjcli", tmp_path / "copy")
    shutil.copytree(school.home, copy.home)
    assert run_with(school, "key", "rekey", "--yes", secrets={"--passphrase-fd": OTHER_WORDS}).codes == [
        "lock.wrong-passphrase"
    ]
    done = run_with(school, "key", "rekey", "--yes", secrets=opened)
    assert done.exit == 0, done.out
    assert (done.exit, done.result["protection"]["ways"], done.codes) == (0, ["passphrase", "recovery"], [])
    assert done.result["recovery"] != sheet
    assert run_with(school, "doctor", secrets=opened).exit == 0
    assert run_with(school, "check", secrets=opened).exit == run_with(copy, "check", secrets=opened).exit
    before, after = (sorted(path.name for path in evidence_of(home)) for home in (copy.home, school.home))
    assert len(before) == len(after) == evidence
    assert not set(before) & set(after)
    old = {"--recovery-fd": sheet, "--new-passphrase-fd": WORDS}
    assert run_with(school, "key", "reset", secrets=old).codes == ["lock.wrong-recovery"]
    shutil.copy(copy.home / "registry.db", school.home / "registry.db")
    assert run_with(school, "status", secrets=opened).codes == ["registry.not-a-registry"]


def test_a_plain_home_of_an_earlier_release_works_as_before_and_can_be_encrypted(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S", plain=True)
    evidence = filled(school, tmp_path, {})
    records = school.run("find", "--limit", "100").result["items"]
    clear = {path.name for path in evidence_of(school.home)}
    (school.home / "registry.db.tmp-left").write_bytes(b"not ours")
    done = school.run("key", "encrypt", "--yes")
    assert done.exit == 0
    assert done.codes == ["lock.copies", "lock.key-on-disk"]
    assert not has_name_in_clear(school.home)
    assert school.run("find", "--limit", "100").result["items"] == records
    assert school.run("doctor").codes == []
    sealed = {path.name for path in evidence_of(school.home)}
    assert (len(sealed), sealed & clear) == (evidence, set())
    assert sorted(path.name for path in (school.home / "keys").iterdir()) == ["seal.age.sealed", "sign.pem.sealed"]
    assert [path.name for path in school.home.glob(".*")] == []
    assert school.run("key", "encrypt", "--yes").codes == ["lock.is-encrypted"]


def test_a_plain_home_has_no_lock_to_change(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S", plain=True)
    for verb in ("passphrase", "recovery", "rekey", "keyring"):
        assert school.run("key", verb, "--yes").codes == ["lock.is-plain"]
    assert run_with(school, "key", "reset", secrets={"--recovery-fd": "1" * 48}).codes == ["lock.is-plain"]


def filled(school: Program, folder: Path, opened: dict[str, str]) -> int:
    """Three pupils, two of them with evidence of their own. Gives how many papers lie in the store."""
    for number, pupil in enumerate(pupils(3), 1):
        answers = [f"{name}={value}" for name, value in pupil.items() if name in ENOUGH and value]
        proof = folder / f"{number}.png"
        proof.write_bytes(png(number))
        words: list[str | Path] = [word for answer in answers for word in ("--set", answer)]
        words += ["--evidence", proof] if number > 1 else []
        done = run_with(school, "enroll", *words, secrets=opened)
        assert done.exit == 0, done.out
    return 2


ENOUGH = ("name", "sex", "birth_date", "document_type", "document_number", "grade", "class_no", "entry_month")


def evidence_of(home: Path) -> list[Path]:
    return [path for path in (home / "evidence").rglob("*") if path.is_file()]
