"""What a bundle's acts will ask of the store, asked at once: records, identities, numbers, case numbers.

第六条: the identities of all pupils whom a bundle enrols are claimed here, in one order, each for the first act that
names it. So two bundles with one pupil never pass each other by, and never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xjcli.authority.examining import tokens_for
from xjcli.authority.folding import after_act
from xjcli.authority.numbering import fixed_number
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, cases, numbers, records
from xjcli.bundle.answers import RECORDED
from xjcli.regulation.fold import NoSuchStep
from xjcli.schema.act import OFFICE_KINDS, Act
from xjcli.schema.record import Record

#: Acts that open a record which holds its identity at once.
_CLAIMING = frozenset({"enrolled", "taken-on"})
#: Acts that concern another school as well: nobody else writes while their bundle is taken in.
BETWEEN_SCHOOLS = frozenset(
    {
        "transfer-requested", "progress-requested", "transfer-withdrawn", "transfer-released", "transfer-declined",
        "resubmitted",
    }
)  # fmt: skip


def expect(office: Office, tx: Tx, school: str, acts: Sequence[Act], back: Mapping[int, int]) -> None:
    """Have at hand what these acts, whose bodies were checked, will look up. `back`: what the bundle takes back."""
    records.expect(tx, school, (act.record_id for act in acts if act.kind not in OFFICE_KINDS))
    opening = [act for act in acts if act.kind in _CLAIMING and act.seq not in back]
    opened = list(_opened(act for act in opening if records.load(tx, school, act.record_id) is None))
    cases.expect_none(tx, school, (record.record_id for record in opened))
    cases.expect(tx, cases.ENROLMENT, sum(act.kind == "enrolled" for act in opening))
    records.reserve(tx, school, (place for record in opened for place in _identity(office, record)))
    claimed = [str(act.body["number"]) for act in acts if act.kind == "number-confirmed" and act.body]
    numbers.expect(tx, [*map(fixed_number, opened), *claimed])


def _opened(acts: Iterable[Act]) -> Iterator[Record]:
    for act in acts:
        try:
            yield after_act(None, act, RECORDED)
        except NoSuchStep:  # said where the act is applied
            continue


def _identity(office: Office, record: Record) -> Iterator[tuple[str, str, str]]:
    known = tokens_for(office, record)
    if known.document:
        yield "document", known.document, record.record_id
    yield "person", known.person, record.record_id
