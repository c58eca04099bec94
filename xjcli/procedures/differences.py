"""A row of an import about a pupil we know: what differs, and which act would record it (第十条、第十三条).

Contact data, status and class are the school's own to keep up to date: they become acts `updated` and `assigned`.
Basic information is protected; only a field that was named with `--overwrite` becomes a correction, with its proof, and
waits for the authority. Who the pupil is never changes in passing: such a row is a conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from xjcli.desk import Desk
from xjcli.errors import Problem
from xjcli.procedures.change import Errand, draft_of
from xjcli.procedures.correct import Changes, corrected_body, find_correction_problems, waits
from xjcli.procedures.fields import shown_change
from xjcli.procedures.opening import Opening
from xjcli.procedures.pupils import grade_today
from xjcli.procedures.update import find_new_conflicts
from xjcli.regulation.basics import nature
from xjcli.regulation.changes import Request, find_objections
from xjcli.schema.act import Draft
from xjcli.schema.columns import BY_NAME, IDENTITY_FIELDS
from xjcli.schema.record import Record
from xjcli.schema.values.classes import grade_label
from xjcli.schema.values.normalise import name_key

#: What becomes of a difference: the act that records it, or that it is kept as recorded, or waits already.
Becomes = Literal["updated", "assigned", "corrected", "kept", "waits"]
_MAKES_ACTS: tuple[Becomes, ...] = ("updated", "assigned", "corrected")


class Difference(NamedTuple):
    """One field of a row that is not as it is recorded."""

    name: str
    before: str
    after: str
    becomes: Becomes


@dataclass(frozen=True, slots=True)
class Row:
    """One row about a known pupil, with everything in which it differs."""

    record: Record
    opening: Opening
    differences: tuple[Difference, ...]

    @property
    def kept(self) -> list[str]:
        """Fields that stay as they are recorded."""
        return [each.name for each in self.differences if each.becomes == "kept"]

    @property
    def identity(self) -> list[str]:
        """Protected fields that say who the pupil is."""
        return [name for name in self.kept if name in IDENTITY_FIELDS]

    @property
    def makes_acts(self) -> bool:
        return any(each.becomes in _MAKES_ACTS for each in self.differences)

    @property
    def waits(self) -> bool:
        """Nothing differs but what a correction under way is about."""
        return all(each.becomes == "waits" for each in self.differences)

    def of(self, becomes: Becomes) -> dict[str, Difference]:
        return {each.name: each for each in self.differences if each.becomes == becomes}

    def shown(self) -> dict[str, Any]:
        """One element of `changes[]`, masked."""
        return {
            "record_id": self.record.record_id,
            "where": self.opening.where,
            "fields": [each.name for each in self.differences],
            "changes": [
                {**shown_change(each.name, each.before, each.after), "becomes": each.becomes}
                for each in self.differences
            ],
        }


@dataclass(slots=True)
class Comparison:
    """What all rows of one import have in common, and the acts that they would make."""

    desk: Desk
    errand: Errand
    digests: Sequence[str] = ()
    overwrite: Collection[str] = ()
    drafts: list[Draft] = field(default_factory=list)
    updated: int = 0
    corrected: int = 0
    changed: int = 0

    def compare(self, opening: Opening, record: Record) -> Row:
        """Every field that the row fills and that is recorded otherwise; an empty cell says nothing."""
        found = [
            self._difference(record, name, record.person.get(name, ""), value)
            for name, value in opening.person.items()
            if self._differs(name, record.person.get(name, ""), value)
        ]
        place = opening.place
        if place["entry_month"] and place["entry_month"] != record.entry_month:
            found.append(self._difference(record, "entry_month", record.entry_month, place["entry_month"]))
        if (place["stage"], place["cohort"]) != (record.stage, record.cohort):
            before, after = self._grade(record.stage, record.cohort), self._grade(place["stage"], place["cohort"])
            found.append(Difference("grade", before, after, "kept"))
        if place["class"] and place["class"] != record.class_no:
            found.append(Difference("class_no", record.class_no, place["class"], "assigned"))
        return Row(record, opening, tuple(found))

    def _differs(self, name: str, before: str, after: str) -> bool:
        """A name that is typed with another dot, blank or case is the same one, unless it is asked to be corrected."""
        if before == after:
            return False
        folds = name in BY_NAME and BY_NAME[name].kind == "name" and name not in self.overwrite
        return not (folds and name_key(before) == name_key(after))

    def _grade(self, stage: str, cohort: int) -> str:
        return grade_label(grade_today(self.desk, stage, cohort, self.errand.on))

    def _difference(self, record: Record, name: str, before: str, after: str) -> Difference:
        if nature(name) == "kept":
            return Difference(name, before, after, "updated")
        if _waiting(record).get(name, {}).get("to") == after:
            return Difference(name, before, after, "waits")
        return Difference(name, before, after, "corrected" if name in self.overwrite else "kept")

    def take(self, row: Row) -> list[Problem]:
        """Make the row's acts, or say what stands against them; then none is made."""
        kinds = [kind for kind in _MAKES_ACTS if row.of(kind)]
        problems = [each for kind in kinds for each in self._objections(row, kind)]
        problems += self._contradictions(row)
        if not any(problem.severity == "refuse" for problem in problems):
            self.drafts += [self._draft(row, kind) for kind in kinds]
            self.changed += 1
            self.corrected += "corrected" in kinds
            self.updated += bool({"updated", "assigned"} & set(kinds))
        return problems

    def _objections(self, row: Row, kind: str) -> list[Problem]:
        rule, errand = self.desk.rules.acts[kind], self.errand
        request = Request(
            kind, errand.on, self.desk.today, errand.because, len(self.digests), errand.paper, rule.evidence,
            rule.compulsory,
        )  # fmt: skip
        found = find_objections(row.record, request)
        if kind == "corrected":
            found += find_correction_problems(self.desk, row.record, self._whole(row), _changes(row))
        return [Problem(each.code, each.severity, row.opening.where, each.params) for each in found]

    def _contradictions(self, row: Row) -> list[Problem]:
        """`where` is the field, for the caller to say as a cell."""
        values = {
            each.name: each.after for each in row.differences if each.becomes in ("updated", "corrected")
        }  # fmt: skip
        values.pop("entry_month", None)
        return find_new_conflicts(self.desk, row.record, values, on=self.errand.on) if values else []

    def _whole(self, row: Row) -> Opening:
        """The form as it would read; fields that are protected read as they are recorded."""
        asked = {name: each.after for name, each in row.of("corrected").items() if name != "entry_month"}
        return replace(row.opening, person={**row.record.person, **asked}, because=self.errand.because)

    def _draft(self, row: Row, kind: Becomes) -> Draft:
        body: dict[str, Any]
        awaits = self.desk.rules.needs_approval(kind)
        if kind == "assigned":
            body = {"class": row.of(kind)["class_no"].after}
        elif kind == "updated":
            body = {"changes": {name: each.after for name, each in row.of(kind).items()}}
        else:
            body = corrected_body(self.desk, row.record, self._whole(row), _changes(row))
            awaits = waits(self.desk, row.record, body["changes"], self.errand.on)
        return draft_of(self.desk, row.record, kind, body, self.errand, list(self.digests), awaits)


def _changes(row: Row) -> Changes:
    return {name: {"from": each.before, "to": each.after} for name, each in row.of("corrected").items()}


def _waiting(record: Record) -> Mapping[str, Mapping[str, str]]:
    """The changes of a correction that waits for approval."""
    case = record.open_case
    return case["body"]["changes"] if case and case["kind"] == "corrected" else {}


def comparison(desk: Desk, *, on: date, because: str, digests: Sequence[str], overwrite: Collection[str]) -> Comparison:
    """The comparison of one import."""
    return Comparison(desk, Errand(on, because), digests, overwrite)
