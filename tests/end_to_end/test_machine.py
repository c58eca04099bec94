"""Two schools and an authority, real registries and signed bundles, whatever order things happen in.

第五、六条 as invariants: 一人一号 (a child is on one roll at most), 籍随人走 (and never on none), no act lost (what a
school wrote is what the authority holds, and every bundle is taken in), and each roll is the sum of its flows (第二十四
条). Everybody's doctor agrees at the end.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.procedures.desks import child, opened, resident
from tests.scenarios.world import SCHOOLS, World
from xjcli.authority import decide
from xjcli.authority.doctor import doctor as office_doctor
from xjcli.authority.store import ledger, records
from xjcli.authority.viewing import pending
from xjcli.desk import Desk
from xjcli.errors import Refusal
from xjcli.procedures import transfer
from xjcli.procedures.change import Errand, change
from xjcli.procedures.doctor import doctor
from xjcli.procedures.leave import leave
from xjcli.procedures.resume import resume
from xjcli.procedures.undo import undo
from xjcli.registry import queries
from xjcli.regulation.fold import step
from xjcli.schema.act import Act
from xjcli.schema.record import ON_ROLL, Record

HERE, THERE = "本校", "乙校"
CHILDREN = (901, 903)
Schools = some.sampled_from([HERE, THERE])
Children = some.sampled_from(CHILDREN)
Answers = some.sampled_from([transfer.release, transfer.refuse, transfer.withdraw])


class County(RuleBasedStateMachine):
    """Each rule is an errand that may be refused; what is refused has changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name), today=date(2026, 9, 2))
        self.dead: set[int] = set()
        with self.world.desk(HERE) as desk:
            for order in CHILDREN:
                opened(desk, child(order), basis="take-on", on=self.world.today)
        with self.world.desk(THERE):
            pass
        for school in (HERE, THERE):
            self._exchange(school)

    def teardown(self) -> None:
        self._settle()
        self.world.close()
        self._folder.cleanup()

    def _exchange(self, school: str) -> None:
        self.world.send(school)
        self.world.fetch(school)

    def _settle(self) -> None:
        """Until nothing is on its way any more; then both sides hold the same, act by act."""
        for school in (HERE, THERE) * 3:
            self._exchange(school)
        office = self.world.office
        assert office_doctor(office).status == 0
        for school in (HERE, THERE):
            with self.world.desk(school) as desk:
                assert doctor(desk).status == 0
                acts = list(desk.registry.acts())
                ours, flows = [act.hash for act in acts], _flows(acts)
                on_roll = {each.document_number for each in queries.everyone(desk.registry) if each.status in ON_ROLL}
            with office.store.reading() as tx:
                theirs = [item.act.hash for item in ledger.mirrored(tx, SCHOOLS[school].school_code)]
                known = {
                    each.document_number
                    for code, each in records.every(tx, SCHOOLS[school].school_code)
                    if each.status in ON_ROLL
                }
            assert ours[: len(theirs)] == theirs
            assert on_roll == known
            assert sum(flows.values()) == len(on_roll)
            assert flows.keys() <= {"taken-on", "handover-completed", "death-reported", "reversed"}

    def _try(self, school: str, order: int, errand: Callable[[Desk, str], object]) -> bool:
        """Do this at the school that has a record of the child; a refusal is an answer too."""
        self.world.today += timedelta(days=1)
        with self.world.desk(school) as desk:
            record = queries.by_document(desk.registry, resident(order))
            try:
                if record is not None:
                    errand(desk, record.record_id)
            except Refusal:
                return False
        return record is not None

    def _asked(self, because: str = "核实") -> Errand:
        return Errand(self.world.today, because=because, paper="柜3-2")

    @rule(school=Schools, order=Children)
    def goes_on_leave(self, school: str, order: int) -> None:
        until = self.world.today + timedelta(days=200)
        self._try(
            school, order, lambda desk, pupil: leave(
                desk, [pupil], until=until, ground="疾病", extend=False, errand=self._asked(),
            )
        )  # fmt: skip

    @rule(school=Schools, order=Children)
    def comes_back(self, school: str, order: int) -> None:
        self._try(
            school, order, lambda desk, pupil: resume(desk, [pupil], class_no="", lower=False, errand=self._asked())
        )

    @rule(school=Schools, order=Children)
    def drops_out(self, school: str, order: int) -> None:
        body = {"since": "2026-09-01", "ground": "厌学", "township": "某镇", "migrant": False, "household_region": ""}
        self._try(school, order, lambda desk, pupil: change(
            desk, [pupil], "dropout-reported", lambda _: body, self._asked()))  # fmt: skip

    @rule(school=Schools, order=Children)
    def a_name_is_to_be_corrected(self, school: str, order: int) -> None:
        def body(name: str) -> dict[str, object]:
            return {"changes": {"name": {"from": name, "to": f"{name[:3]}改"}}}

        self._try(school, order, lambda desk, pupil: change(
            desk, [pupil], "corrected", lambda record: body(record.name), self._asked()))  # fmt: skip

    @rule(school=Schools, order=Children)
    def dies(self, school: str, order: int) -> None:
        body = {"died_on": "2026-09-02", "certificate": "死字1号"}
        if len(self.dead) < len(CHILDREN) - 1 and self._try(
            school, order, lambda desk, pupil: change(desk, [pupil], "death-reported", lambda _: body, self._asked())
        ):
            self.dead.add(order)

    @rule(school=Schools, order=Children)
    def is_asked_for(self, school: str, order: int) -> None:
        self.world.today += timedelta(days=1)
        other = HERE if school == THERE else THERE
        with self.world.desk(school) as desk:
            try:
                transfer.request(
                    desk, child(order), basis="transfer", school=SCHOOLS[other].school_code, school_name=other,
                    number="", reason="随父母迁居", errand=self._asked(),
                )  # fmt: skip
            except Refusal:
                return

    @rule(
        school=Schools, order=Children, answer=some.sampled_from([transfer.release, transfer.refuse, transfer.withdraw])
    )
    def answers(self, school: str, order: int, answer: Callable[..., object]) -> None:
        self._try(school, order, lambda desk, pupil: answer(desk, [pupil], errand=self._asked()))

    @rule(school=Schools)
    def takes_back_the_last_errand(self, school: str) -> None:
        with self.world.desk(school) as desk:
            try:
                undo(desk, "", self._asked(), last=True)
            except Refusal:
                return

    @rule(agreed=some.booleans(), which=some.integers(0, 3))
    def is_decided(self, agreed: bool, which: int) -> None:
        office = self.world.office
        waiting = [item["case"] for item in pending(office).result["items"]]
        if not waiting:
            return
        case = waiting[which % len(waiting)]
        try:
            if agreed:
                decide.approve(office, [case], because="依据充分")
            else:
                decide.refuse(office, [case], because="材料不足")
        except Refusal:
            return

    @rule(school=Schools)
    def exchanges(self, school: str) -> None:
        self._exchange(school)

    @invariant()
    def every_living_child_is_on_one_roll_and_no_more(self) -> None:
        with self.world.office.store.reading() as tx:
            held = [each.document_number for _, each in records.every(tx) if each.status in ON_ROLL]
        for order in CHILDREN:
            assert held.count(resident(order)) <= 1
            if order not in self.dead:
                assert held.count(resident(order)) == 1


def _flows(acts: list[Act]) -> Counter[str]:
    """第二十四条: 期初 + 增 − 减 = 期末. Who came on the roll and who left it, by the act that says so."""
    state: dict[str, Record] = {}
    flows: Counter[str] = Counter()
    for act in acts:
        before = state.get(act.record_id)
        after = state[act.record_id] = step(before, act)
        moved = (after.status in ON_ROLL) - (before is not None and before.status in ON_ROLL)
        if moved:
            flows[act.kind] += moved
    return flows


def test_one_child_one_roll_and_no_act_lost_in_whatever_order_things_happen() -> None:
    run_state_machine_as_test(
        County,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
