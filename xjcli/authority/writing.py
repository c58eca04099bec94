"""Writing in our ledger about several schools in one transaction (第十四条: both sides hear of a handover at once)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xjcli.authority.examining import tokens_for
from xjcli.authority.folding import after_decision
from xjcli.authority.office import Office
from xjcli.authority.store import Tx, ledger, records, schools
from xjcli.authority.store.ledger import Pen
from xjcli.schema.record import Record


@dataclass(slots=True)
class Writer:
    """One errand that writes: who does it, and, while a bundle is taken in, behind which act of whose ledger.

    `official` is empty where nobody decides and the schools' own acts have their effect.
    """

    office: Office
    tx: Tx
    by: str
    official: str = ""
    sender: str = ""
    behind: int = 0
    pens: dict[str, Pen] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """The day in China, as it is stored."""
        return self.office.today.isoformat()

    def write(self, school: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Append one entry to this school's chain of ours and give its body as it was written."""
        if school not in self.pens:
            office = self.office
            self.pens[school] = Pen(self.tx, school, office.beginning(school), now=office.now, by=self.by)
        place = {ledger.AFTER: self.behind} if school == self.sender and self.behind else {}
        return self.pens[school].write(kind, {**body, **place}).body

    def tell(
        self, school: str, kind: str, record_id: str, body: dict[str, Any], *, because: str = ""
    ) -> dict[str, Any]:
        """Write a notice: what the school is told of this record today; `because` stays with us."""
        ours = {"record_id": record_id, "on": self.today, "because": because, "official": self.official}
        return self.write(school, kind, {**body, **ours})

    def name_of(self, school: str) -> str:
        """What the school's card calls it; empty for one that we do not know."""
        known = schools.find(self.tx, school)
        return known.name if known else ""


def tell(writer: Writer, school: str, record: Record, kind: str, body: dict[str, Any], *, because: str = "") -> Record:
    """Write a notice and let its record follow it; the identity that it holds stays what it was."""
    written = writer.tell(school, kind, record.record_id, body, because=because)
    after = after_decision(record, kind, written)
    records.save(writer.tx, school, after, tokens_for(writer.office, after), new=False)
    return after
