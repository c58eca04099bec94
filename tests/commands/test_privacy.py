"""第二十五条: nothing that a whole run prints holds a full number, a phone or an address; a look is recorded."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.offices import Answer, introduce, key_of, open_authority, open_school, write_pupils
from tests.people import SCHOOL_CODE, pupils
from tests.proofs import png
from xjcli.authority.bodies import check as check_body
from xjcli.procedures.demo.workbook import write_workbook
from xjcli.registry.ledger import Registry

COUNT = 40


def _secrets() -> set[str]:
    """Everything of the invented pupils that may not be printed."""
    found: set[str] = set()
    for pupil in pupils(COUNT, code=SCHOOL_CODE):
        for name, value in pupil.items():
            if name.endswith(("document_number", "phone", "address")) and len(value) > 6:
                found.add(value)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_json", [False, True], ids=["screen", "json"])
def test_a_whole_run_prints_no_full_number_phone_or_address(tmp_path: Path, lang: str, as_json: bool) -> None:
    secrets = _secrets()
    assert len(secrets) > COUNT
    authority, authority_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    introduce(school, school_print, authority, authority_print)
    stick = tmp_path / "stick"
    stick.mkdir()
    faulty = tmp_path / "有错.xlsx"
    write_workbook(faulty, pupils(COUNT, code=SCHOOL_CODE), seed=3)
    number = next(pupil["document_number"] for pupil in pupils(COUNT) if pupil["document_type"] == "居民身份证")
    form = ("--lang", lang, *(["--json"] if as_json else []))
    printed: list[Answer] = [
        school.raw(*form, "import", faulty, "--yes"),
        school.raw(*form, "import", faulty, "--yes", "--accept-valid"),
        school.raw(*form, "import", write_pupils(tmp_path / "x.xlsx", COUNT, seed=2), "--yes"),
        school.raw(*form, "import", faulty, "--dry-run"),
        school.raw(*form, "find", "--limit", "100"),
        school.raw(*form, "find", number),
        school.raw(*form, "show", number),
        school.raw(*form, "show", f"G{number}"),
        school.raw(*form, "show", number[:-1]),
        school.raw(*form, "history", number),
        school.raw(*form, "number", "show", number),
        school.raw(*form, "number", "explain", f"G{number}"),
        school.raw(*form, "number", "explain", f"G{number[:-1]}9"),
        school.raw(*form, "assign", number, number[:-2], "--class", "2"),
        school.raw(*form, "enroll", "--name", "样小例", "--document-number", number, "--grade", number, "--class", "1"),
        school.raw(*form, "enroll", "--set", f"sex={number}", "--set", f"{number}=1", "--set", "phone=19900001234"),
        school.raw(*form, "resubmit", number, "--set", "sex=男"),
        school.raw(*form, "settings", "set", "stages", number),
        school.raw(*form, "id", "check", number, number[:-1], f"{number}0"),
        school.raw(*form, f"--{number}"),
        school.raw(*form, number),
        school.raw(*form, "export", tmp_path / "册.xlsx"),
        school.raw(*form, "status"),
        school.raw(*form, "push", "--to", stick),
        authority.raw(*form, "intake", stick),
        authority.raw(*form, "pending"),
        authority.raw(*form, "show", "E-000001"),
        authority.raw(*form, "approve", "--all-clean", "--yes"),
        authority.raw(*form, "roster"),
        authority.raw(*form, "outbox", stick),
        school.raw(*form, "pull", "--from", stick),
        school.raw(*form, "correct", number, "--set", f"document_number={number}"),
        school.raw(*form, "correct", number, "--set", f"name={number}", "--evidence", faulty),
        school.raw(*form, "update", number, "--set", "phone=19900001234", "--set", f"address={number}"),
        school.raw(*form, "undo", "--last"),
        school.raw(*form, "undo", number),
        school.raw(*form, "promote", "--except", number, "--classes", f"{number}=1"),
        school.raw(*form, "import", faulty, "--dry-run", "--overwrite", number),
        school.raw(*form, "doctor"),
    ]
    for answer in printed:
        text = answer.out + answer.err
        assert text.strip()
        assert [secret for secret in secrets if secret in text] == [], text[:300]
        assert "Traceback" not in text
        assert answer.exit != 90, text


#: Words that a careless hand puts where a text is wanted; the full number stands for itself.
LISTED = ("registrar list", "rules show", "rules diff national-2013 national-2025", "calendar show", "due", "check",
          "transfer list", "explain 14", "status", "settings show", "doctor")  # fmt: skip
BACK, AWAY = "2027-06-01", "2026-11-02"


def _errands(number: str, folder: Path, proof: Path) -> list[tuple[str | Path, ...]]:
    """Every command on pupils that there is, done rightly or with a full number where it does not belong."""
    because = ("--because", number, "--yes")
    acting: list[tuple[str | Path, ...]] = [
        ("leave", number, "--until", BACK, "--ground", number), ("leave", number, "--until", number),
        ("leave", number, "--until", BACK, "--extend"), ("resume", number, "--class", number), ("resume", number),
        ("retain", number, "--class", number), ("retain", number, "--class", "1", "--ground", number),
        ("skip", number, "--class", "1"), ("place", number, "--at", number, "--ground", number),
        ("place", number, "--at", "2132000002", "--ground", "inclusive"), ("place", number, "--back"),
        ("correct", number, "--set", f"name={number}"), ("correct", number, "--set", f"document_number={number[:-1]}"),
        ("update", number, "--set", f"address={number}"), ("missing", number, "--since", AWAY),
        ("resume", number), ("abroad", number, "--country", number), ("resume", number),
        ("abroad", number, "--country", "840", "--school", number), ("resume", number),
        ("graduate", "--grade", number, "--outcome", "graduated"), ("graduate", number, "--outcome", number),
        ("progress", "inside", number), ("withdraw", number, "--ground", number),
        ("withdraw", number, "--expel", "--ground", number, "--decision", number),
        ("dropout", number, "--since", AWAY, "--ground", number, "--township", number),
        ("dossier", "add", number, proof, "--title", number), ("dossier", "add", number, "--paper", "--where", number),
        ("dossier", "archive", number, "--where", number),
        ("dossier", "export", number, folder), ("dossier", "export", number, folder, "--to", number),
        ("dossier", "receive", folder / f"{number}.xjd"),
        ("transfer", "release", number), ("transfer", "refuse", number), ("transfer", "withdraw", number),
        ("transfer", "request", "--from", "2132000002", "--number", f"G{number}", "--set", f"document_number={number}"),
        ("transfer", "request", "--from", number, "--reason", number, "--set", f"name={number}"),
        ("progress", "request", "--from", "2132000002", "--set", f"name={number}", "--number", number),
        ("school", "merge", "--to", number, "--name", number), ("school", "close", "--custodian", ""),
        ("decease", number, "--died-on", "2026-11-20", "--certificate", number, "--confirm-name", number),
        ("registrar", "add", number), ("registrar", "train", number), ("calendar", "add", number),
        ("calendar", "import", folder / f"{number}.toml"), ("undo", number), ("undo", "--last"),
    ]  # fmt: skip
    plain = ("dossier", "registrar", "calendar", "school")
    whole = [(*words, *(because if words[0] not in ("registrar", "calendar") else ("--yes",)),
              *(() if words[0] in plain else ("--evidence", proof))) for words in acting]  # fmt: skip
    asking = [
        ("dossier", "list", number), ("dossier", "handover-list", number, "--out", folder / "清单.xlsx"),
        ("transfer", "show", number), ("transfer", "remind", number, "--out", folder),
        ("transfer", "notice", number, "--out", folder), ("check", number), ("explain", number),
        ("rules", "diff", number, number),
        ("calendar", "show", number), ("history", number), ("show", number),
        ("export", folder / "册.csv"), ("export", folder / "册.xlsx", "--as", "national-b"),
        ("disclose", folder / "给.csv", "--approval", number, "--to", number, "--purpose", number, "--fields", "name"),
        ("card", "write", number, "--out", folder / "卡.png"), ("card", "list", number), ("card", "list"),
        ("card", "verify", number), ("card", "revoke", number), ("card", "revoked", folder / "作废.json"),
        ("reconcile",), ("reconcile", number), ("reconcile", "--class", number, "--drill", number),
        ("reconcile", "--drill", "took-on", "--report", folder / "报告.html"),
        ("reconcile", "--against", folder / "册.xlsx"), ("assert", "roster", "--count", "3", "--because", number),
        ("class-list", "write", number, folder / "核.xlsx"),
        ("class-list", "write", "2026-autumn", folder / "核查.xlsx"),
        ("class-list", "read", "2026-autumn", folder / "核查.xlsx"), ("form", "write", number, number),
        ("form", "write", "registration-card", number, "--out", folder / "卡片.md", "--because", number),
        ("verify-form", folder / "卡片.md"), ("verify-form", folder / "册.csv"),
        ("template", number, folder / "表.xlsx"), ("due", "--ics", folder / "期限.ics"),
        *(tuple(words.split()) for words in LISTED),
    ]  # fmt: skip
    return whole + asking


@pytest.mark.parametrize("form", [("--lang", "zh"), ("--lang", "en", "--json")], ids=["zh-screen", "en-json"])
def test_no_change_of_a_registration_prints_what_it_is_told(tmp_path: Path, form: tuple[str, ...]) -> None:
    secrets = _secrets() | {f"G{secret}" for secret in _secrets()}
    births = {pupil["birth_date"] for pupil in pupils(COUNT, code=SCHOOL_CODE)}
    authority, authority_print = open_authority(tmp_path / "A")
    school, school_print = open_school(tmp_path / "S")
    introduce(school, school_print, authority, authority_print)
    stick, proof = tmp_path / "stick", tmp_path / "证明.png"
    stick.mkdir()
    proof.write_bytes(png())
    printed = [school.raw(*form, "import", write_pupils(tmp_path / "x.xlsx", COUNT), "--yes")]
    travel = ((school, ("push", "--to", stick)), (authority, ("intake", stick)),
              (authority, ("approve", "--all-clean", "--yes")), (authority, ("outbox", stick)),
              (school, ("pull", "--from", stick)))  # fmt: skip
    printed += [program.raw(*form, *words) for program, words in travel]
    number = next(pupil["document_number"] for pupil in pupils(COUNT) if pupil["document_type"] == "居民身份证")
    folder = tmp_path / "out"
    folder.mkdir()
    printed += [school.raw(*form, *words) for words in _errands(number, folder, proof)]
    printed += [program.raw(*form, *words) for program, words in travel]
    printed += [authority.raw(*form, *words) for words in (("pending",), ("roster",), ("transfers",), ("doctor",))]
    texts = [answer.out + answer.err for answer in printed]
    assert [text[:300] for text in texts if any(secret in text for secret in secrets | births)] == []
    assert [text[:300] for text in texts if "Traceback" in text or "defect." in text] == []
    assert 90 not in {answer.exit for answer in printed}
    if "--json" in form:
        assert all(json.loads(answer.out)["schema"] == "xj.report/1" for answer in printed)
    _require_private(tmp_path, secrets)
    kinds = _sendable(school.home)
    assert kinds >= CHANGED


#: What the errands above write at the least.
CHANGED = {"corrected", "updated", "leave-granted"}


def _sendable(home: Path) -> set[str]:
    """第三条: what a school wrote is what the authority takes in: every body passes its door. The kinds there are."""
    with Registry(home / "registry.db", "read", key=key_of(home)) as registry:
        acts = list(registry.acts())
    for act in acts:
        check_body(act)
    return {act.kind for act in acts}


def _require_private(folder: Path, secrets: set[str]) -> None:
    """Nothing is named after a pupil's number, and what holds one can be read by its owner only."""
    for path in folder.rglob("*"):
        assert [secret for secret in secrets if secret in path.name] == []
        if not path.is_file() or path.name in ("x.xlsx", "证明.png"):
            continue
        data = path.read_bytes()
        if any(secret.encode() in data for secret in secrets) or path.suffix in (".docx", ".xlsx", ".md", ".csv"):
            assert sys.platform == "win32" or path.stat().st_mode & 0o077 == 0, path.name


def test_full_numbers_need_a_reason_and_leave_a_trace(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    school.run("import", write_pupils(tmp_path / "x.xlsx", 3), "--yes")
    number = pupils(3)[0]["document_number"]
    assert school.run("show", number, "--reveal").codes == ["usage.because"]
    shown = school.run("show", number, "--reveal", "--because", "家长来校核对")
    assert shown.result["document_number"] == number
    with Registry(school.home / "registry.db", "read", key=key_of(school.home)) as registry:
        rows = [tuple(row) for row in registry.rows("select who, why, command, records from access_log")]
    assert rows == [("测试老师", "家长来校核对", "show", f'["{shown.result["record_id"]}"]')]
    assert school.run("doctor").exit == 0


def test_a_masked_export_holds_no_full_number_and_a_full_one_needs_approval(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    school.run("import", write_pupils(tmp_path / "x.xlsx", 5), "--yes")
    numbers = [pupil["document_number"] for pupil in pupils(5) if "document_number" in pupil]
    roster = tmp_path / "名册.csv"
    assert school.run("export", roster).result["masked"] is True
    assert not any(number in roster.read_text("utf-8-sig") for number in numbers)
    assert school.run("export", tmp_path / "全.csv", "--full", "--because", "用途").exit == 20
    assert school.run("export", tmp_path / "上报.xlsx", "--as", "national-b", "--full").exit == 2
    full = tmp_path / "全.csv"
    approved = ("--approval", "样教〔2026〕1号", "--to", "样例区医院", "--because", "用途")
    assert school.run("export", full, "--full", *approved).exit == 0
    assert all(number in full.read_text("utf-8-sig") for number in numbers)


def test_a_full_national_workbook_goes_through_our_own_import_unchanged(tmp_path: Path) -> None:
    school, _ = open_school(tmp_path / "S")
    school.run("import", write_pupils(tmp_path / "x.xlsx", 30), "--yes")
    for form in ("national-a", "national-b"):
        out = tmp_path / f"{form}.xlsx"
        assert school.run("export", out, "--as", form, "--full", "--because", "上报").exit == 0
        again = school.run("import", out, "--yes")
        assert (again.exit, again.result["unchanged"], again.result["new"]) == (0, 30, 0), again.document
