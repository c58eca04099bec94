"""接续档案 (第十六条): verified before it is read, matched to our pupil, continued once; what differs stays ours."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, SCHOOL
from tests.procedures.desks import at, child, pdf, record_of, refused, refusing, resident
from tests.procedures.handovers import (
    OTHER,
    OTHER_NAME,
    arrived,
    asked,
    echo,
    errand,
    files,
    gone,
    notified,
    registered,
)
from tests.procedures.test_dossier import added
from tests.procedures.test_dossier_send import card_of, compared, sent
from xjcli.bundle import dossier
from xjcli.bundle.container import Entry, read_container, write_container
from xjcli.bundle.keys import SigningKey
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.dossier import list_
from xjcli.procedures.dossier_receive import receive
from xjcli.procedures.init import init
from xjcli.report import Report
from xjcli.schema.bundle import EVIDENCE, acts_to_bytes
from xjcli.schema.dossier import ACTS, LIST, Contents, Draft, Piece

NUMBER = f"G{resident(901)}"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The receiving school."""
    home = tmp_path / "other"
    init(home, replace(SCHOOL, school_code=OTHER, name=OTHER_NAME), now=NOW)
    return home


@pytest.fixture
def package(school: Path, other: Path, tmp_path: Path) -> Path:
    """The dossier of a pupil who went to the other school, as it comes out of the first."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with at(school) as desk:
        record_id = registered(desk, ethnicity="汉族", native_place="虚构县", address="虚构路1号")
        added(desk, record_id, pdf(tmp_path / "a.pdf"), title="体检表")
        added(desk, record_id, item="5", paper=True, where="柜3-2")
        gone(desk, record_id, seal=card_of(other)[1].seal_key)
        sent(desk, record_id, stick)
    (name,) = files(stick)
    return stick / name


def came(desk: Desk, **changed: str) -> str:
    return arrived(desk, NUMBER, answers={**child(), **changed}, school=SCHOOL.school_code, school_name=SCHOOL.name)


def received(desk: Desk, path: Path, card: Path | None, **more: Any) -> Report:
    options: dict[str, Any] = {"card": card, "confirm": compared, "where": "", "errand": errand(), **more}
    return receive(desk, path, **options)


def test_the_record_is_continued_with_files_history_and_what_we_lack(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        record_id = came(desk, native_place="别县")
        report = received(desk, package, card_of(school)[0])
        record = record_of(desk, record_id)
        listed = list_(desk, record_id)
        acts = [act for act in desk.registry.acts(record_id=record_id) if act.kind.startswith("dossier-")]
    assert record.dossier == "established"
    assert (record.person["ethnicity"], record.person["native_place"]) == ("01", "别县")
    assert set(report.result["taken_over"]) == {"ethnicity", "address"}
    assert report.result["different"] == ["native_place"]
    assert [act.kind for act in acts] == ["dossier-received", "dossier-added", "dossier-added"]
    assert acts[0].body is not None
    assert (acts[0].body["from"], acts[0].basis["article"]) == (SCHOOL.school_code, 16)
    assert {piece["title"] for item in listed.result["items"] for piece in item["pieces"]} >= {"体检表"}
    assert (listed.status, listed.result["paper"]) == (0, 1)  # the paper of our own request
    assert [problem.code for problem in report.problems] == ["dossier.differs", "dossier.paper-awaited"]
    assert resident(901) not in str(report.result)


def test_papers_that_came_too_get_their_place_here(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        record_id = came(desk)
        report = received(desk, package, card_of(school)[0], where="柜9")
        papers = list_(desk, record_id).result["items"][4]["pieces"]
    assert [piece["place"] for piece in papers] == ["柜9"]
    assert list(report.problems) == []


def test_the_same_package_twice_changes_nothing_and_needs_the_card_once(
    school: Path, other: Path, package: Path
) -> None:
    with at(other) as desk:
        came(desk)
        received(desk, package, card_of(school)[0])
        head = desk.registry.head()
        again = received(desk, package, None)
        assert desk.registry.head() == head
    assert (again.result["unchanged"], again.result["operation"]) == (True, None)


def test_without_a_compared_card_nothing_is_read(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        came(desk)
        head = desk.registry.head()
        assert refusing(refused(lambda: received(desk, package, None))) == ["dossier.no-card"]
        wrong = refused(lambda: received(desk, package, card_of(school)[0], confirm=lambda _: "0000"))
        assert refusing(wrong) == ["key.fingerprint"]
        assert refusing(refused(lambda: received(desk, package, card_of(other)[0]))) == ["dossier.no-card"]
        assert desk.registry.head() == head


def test_another_pupils_dossier_finds_nobody(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        registered(desk, document_number=resident(903), name="样小他")
        assert refusing(refused(lambda: received(desk, package, card_of(school)[0]))) == ["dossier.no-pupil"]


def test_a_pupil_whose_handover_is_still_open_is_nobody_yet(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        asked(desk, school=SCHOOL.school_code)
        assert refusing(refused(lambda: received(desk, package, card_of(school)[0]))) == ["dossier.no-pupil"]


def test_the_sender_itself_cannot_receive_it(school: Path, package: Path) -> None:
    with at(school) as desk:
        refusal = refused(lambda: received(desk, package, card_of(school)[0]))
    assert refusing(refusal) == ["bundle.wrong-recipient"]


def _flip(data: bytes) -> bytes:
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _more(data: bytes) -> bytes:
    return write_container([*read_container(data), Entry("parts/more", b"x")])


@pytest.mark.parametrize(
    "attack", [_flip, _more, lambda data: data[:-1], lambda data: data[:500], lambda data: data + b"x"],
    ids=["flipped", "extra", "cut", "short", "longer"],
)  # fmt: skip
def test_an_altered_package_is_refused_and_leaves_nothing(
    school: Path, other: Path, package: Path, attack: Callable[[bytes], bytes]
) -> None:
    package.write_bytes(attack(package.read_bytes()))
    with at(other) as desk:
        came(desk)
        head = desk.registry.head()
        refusal = refused(lambda: received(desk, package, card_of(school)[0]))
        assert desk.registry.head() == head
        assert desk.registry.rows("select count(*) from trusted")[0][0] == 0
    assert refusing(refusal)[0].startswith("bundle.")
    assert not list((other / "evidence").rglob("*")) if (other / "evidence").exists() else True


def forged(school: Path, other: Path, spoil: Callable[[dict[str, Any]], None], tmp_path: Path) -> Path:
    """A package that the sender signed, though its own program would not have made it."""
    with at(school) as desk:
        (row,) = desk.registry.rows("select record_id from records")
        record = record_of(desk, row["record_id"])
        acts = list(desk.registry.acts(record_id=record.record_id))
    made: dict[str, Any] = {
        "acts": acts, "evidence": {}, "record": record.record_id,
        "contents": Contents(record.registry_number, record.person, {}, record.status, ()),
    }  # fmt: skip
    spoil(made)
    parts = [(LIST, "list", made["contents"].to_bytes()), (ACTS, "acts", acts_to_bytes(made["acts"]))]
    parts += [(EVIDENCE + digest, "evidence", data) for digest, data in made["evidence"].items()]
    draft = Draft(
        sender=SCHOOL.school_code, sender_name=SCHOOL.name, recipient=OTHER, installation="i-1",
        record=made["record"], created_at="2026-09-01T00:00:00Z",
    )  # fmt: skip
    key = SigningKey.load(school / "keys" / "sign.pem")
    path = tmp_path / "forged.xjd"
    path.write_bytes(dossier.build(draft, parts, [key], card_of(other)[1].seal_key).bytes)
    return path


def _other_number(made: dict[str, Any]) -> None:
    made["contents"] = replace(made["contents"], registry_number="G" + resident(903))


def _other_name(made: dict[str, Any]) -> None:
    made["contents"] = replace(made["contents"], person={**made["contents"].person, "name": "别人"})


def _other_body(made: dict[str, Any]) -> None:
    made["acts"][0] = replace(made["acts"][0], body={**made["acts"][0].body, "basis": "first"})


def _without_opening(made: dict[str, Any]) -> None:
    made["acts"] = made["acts"][1:]


def _out_of_order(made: dict[str, Any]) -> None:
    made["acts"] = [made["acts"][1], made["acts"][0], *made["acts"][2:]]


def _another_record(made: dict[str, Any]) -> None:
    made["record"] = "r-9999"


@pytest.mark.parametrize(
    "spoil", [_other_number, _other_name, _other_body, _without_opening, _out_of_order, _another_record]
)
def test_a_signed_package_that_contradicts_itself_is_refused(
    school: Path, other: Path, package: Path, tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    path = forged(school, other, spoil, tmp_path)
    with at(other) as desk:
        came(desk)
        assert refusing(refused(lambda: received(desk, path, card_of(school)[0]))) == ["dossier.contradicts"]


def test_a_signed_package_with_a_program_in_it_is_refused(
    school: Path, other: Path, package: Path, tmp_path: Path
) -> None:
    program = b"MZ a program"
    digest = hashlib.sha256(program).hexdigest()

    def listed(made: dict[str, Any]) -> None:
        made["evidence"] = {digest: program}
        piece = Piece(2, "electronic", "x", digest, "", 0, "2026-09-01")
        made["contents"] = replace(made["contents"], pieces=(piece,))

    def unlisted(made: dict[str, Any]) -> None:
        made["evidence"] = {digest: program}

    with at(other) as desk:
        came(desk)
        card = card_of(school)[0]
        path = forged(school, other, listed, tmp_path)
        assert refusing(refused(lambda: received(desk, path, card))) == ["dossier.part-kind"]
        path = forged(school, other, unlisted, tmp_path)
        assert refusing(refused(lambda: received(desk, path, card))) == ["dossier.list"]


def test_a_rehearsal_stores_and_trusts_nothing(school: Path, other: Path, package: Path) -> None:
    with at(other) as desk:
        came(desk)
        head = desk.registry.head()
        report = received(desk, package, card_of(school)[0], errand=errand(dry_run=True))
        assert desk.registry.head() == head
        assert desk.registry.rows("select count(*) from trusted")[0][0] == 0
    assert (report.result["added"], report.result["operation"]) == (2, None)


def test_the_next_school_gets_the_history_of_both(school: Path, other: Path, package: Path, tmp_path: Path) -> None:
    onward = tmp_path / "onward"
    onward.mkdir()
    with at(other) as desk:
        record_id = came(desk)
        received(desk, package, card_of(school)[0])
        notified(desk, record_id, school=SCHOOL.school_code, seal=card_of(school)[1].seal_key)
        transfer.release(desk, [record_id], errand=errand())
        echo(desk, "handover-completed", record_id, school=SCHOOL.school_code, number="")
        sent(desk, record_id, onward)
    with at(school) as desk:
        back = arrived(desk, NUMBER, school=OTHER)
        report = received(desk, onward / files(onward)[0], card_of(other)[0])
        titles = [piece["title"] for piece in list_(desk, back).result["items"][0]["pieces"]]
    assert report.status == 0
    assert sorted(titles) == sorted([f"原校办理记录（{OTHER_NAME}）", f"原校办理记录（{SCHOOL.name}）"])
