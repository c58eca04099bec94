"""What a school's own errands write is what the authority's door takes in, kind by kind (第三条).

A body that one side writes and the other turns away would stop a school's channel for good; so the procedures
themselves make the acts here, and the authority's checks read them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tests.procedures.changing import approved_child, errand, written
from tests.procedures.desks import TODAY, at, pdf
from xjcli.authority.bodies import check
from xjcli.desk import Desk
from xjcli.procedures import transfer
from xjcli.procedures.abroad import abroad
from xjcli.procedures.assign import assign
from xjcli.procedures.correct import correct
from xjcli.procedures.decease import decease
from xjcli.procedures.dossier import add
from xjcli.procedures.dropout import dropout
from xjcli.procedures.dropout_report import Absence
from xjcli.procedures.grades import Whom
from xjcli.procedures.graduate import graduate
from xjcli.procedures.leave import leave
from xjcli.procedures.missing import missing
from xjcli.procedures.place import place, place_back
from xjcli.procedures.progress import progress_inside
from xjcli.procedures.registrar import add as add_registrar
from xjcli.procedures.resume import resume
from xjcli.procedures.retain import retain
from xjcli.procedures.skip import skip
from xjcli.procedures.undo import undo
from xjcli.procedures.update import update
from xjcli.procedures.withdraw import withdraw

EARLIER = TODAY - timedelta(days=5)
NOTICE = {"case": "H-000001", "kind": "transfer", "school": "2132000999", "name": "别的学校", "official": "李",
          "bundle": "0" * 64, "act": 0}  # fmt: skip
THIRD = {"grade": "三年级", "entry_month": "202409", "birth_date": "20170305"}
SIXTH = {"grade": "六年级", "entry_month": "202009", "birth_date": "20140305"}


def _fifth(desk: Desk, pupil: str) -> None:
    leave(desk, [pupil], until=date(2027, 8, 31), ground="疾病", extend=False, errand=errand(EARLIER))
    leave(desk, [pupil], until=date(2027, 12, 31), ground="疾病", extend=True, errand=errand(EARLIER))
    resume(desk, [pupil], class_no="2", lower=False, errand=errand())


def _placed(desk: Desk, pupil: str) -> None:
    place(desk, [pupil], at="5132000888", ground="special", errand=errand(EARLIER))
    place_back(desk, [pupil], errand=errand())


def _released(desk: Desk, pupil: str) -> None:
    written(desk, "transfer-notified", pupil, {**NOTICE, "seal": "age1", "requested_on": "2026-08-20"}, on=EARLIER)
    transfer.release(desk, [pupil], errand=errand(because="同意"))


def _declined(desk: Desk, pupil: str) -> None:
    written(desk, "transfer-notified", pupil, {**NOTICE, "seal": "age1", "requested_on": "2026-08-20"}, on=EARLIER)
    transfer.refuse(desk, [pupil], errand=errand(because="不属实"))


#: Each errand on a pupil of its own.
ERRANDS: tuple[tuple[dict[str, str], Callable[[Desk, str], object]], ...] = (
    ({}, lambda desk, pupil: correct(
        desk, pupil, {"ethnicity": "回族"}, errand(paper="", evidence=[pdf(desk.home / "户口簿.pdf")], because="更正"),
    )),
    ({}, lambda desk, pupil: update(desk, pupil, {"phone": "13800001234", "class_seat": "7"}, errand())),
    (THIRD, _fifth),
    (THIRD, lambda desk, pupil: retain(desk, [pupil], class_no="2", ground="成绩", errand=errand(because="个案"))),
    (THIRD, lambda desk, pupil: skip(desk, [pupil], class_no="2", ground="优秀", errand=errand(because="个案"))),
    (SIXTH, lambda desk, pupil: progress_inside(desk, Whom([pupil]), to_class="1", errand=errand(because="个案"))),
    ({}, lambda desk, pupil: withdraw(desk, [pupil], ground="voluntary", errand=errand(because="监护人申请"))),
    ({}, lambda desk, pupil: abroad(desk, [pupil], country="日本", school="外国小学", until=None, errand=errand())),
    ({}, lambda desk, pupil: missing(desk, [pupil], since=EARLIER, errand=errand())),
    ({}, lambda desk, pupil: decease(
        desk, pupil, died_on=EARLIER, certificate="死字1号", cause="", errand=errand(),
        name=lambda shown: str(shown["items"][0]["name"]))),
    ({}, lambda desk, pupil: dropout(
        desk, [pupil], Absence(EARLIER, "厌学", "某镇人民政府"), folder=desk.home / "报告", errand=errand())),
    (THIRD, _placed),
    (THIRD, _released),
    (THIRD, _declined),
    ({}, lambda desk, pupil: assign(desk, [pupil], "3", on=TODAY)),
    ({}, lambda desk, pupil: add(
        desk, pupil, item="2", files=[pdf(desk.home / "材料.pdf")], paper=False, where="", copies=1, title="户籍",
        errand=errand())),
    ({}, lambda desk, pupil: (assign(desk, [pupil], "4", on=TODAY), undo(desk, "", errand(), last=True))),
)  # fmt: skip
EXPECTED = {
    "assigned", "corrected", "updated", "leave-granted", "leave-extended", "resumed", "retained", "skipped",
    "progressed", "withdrawn", "went-abroad", "missing-reported", "death-reported", "dropout-reported", "placed-out",
    "placed-back", "transfer-released", "transfer-declined", "dossier-added", "reversed", "staff-reported", "taken-on",
    "graduated",
}  # fmt: skip


def test_every_act_that_an_errand_writes_passes_the_authoritys_door(school: Path) -> None:
    with at(school) as desk:
        add_registrar(desk, "测试老师", role="registrar", trained_on=EARLIER, on=TODAY, dry_run=False)
        for order, (answers, run) in enumerate(ERRANDS):
            run(desk, approved_child(desk, 901 + 2 * order, on=EARLIER - timedelta(days=30), **answers))
        leaver = approved_child(
            desk, 801, grade="九年级", entry_month="202309", birth_date="20110305", on=date(2026, 6, 1)
        )
        graduate(
            desk, Whom([leaver]), outcome="graduated", ground="", certificate_list=None,
            errand=errand(date(2026, 6, 30), because="个案"),
        )  # fmt: skip
        acts = list(desk.registry.acts())
    for act in acts:
        check(act)
    assert {act.kind for act in acts} >= EXPECTED
