"""What Tab offers behind each option and argument of `xj`: pupils, classes, codes.

第二十五条: a pupil is put on the line by name, or by record id where `r…` was typed, never by a number; beside it
stands what a list of pupils shows. Without a registry, or while another program writes into it, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from xjcli.desk import Desk, clock, glance
from xjcli.report.completion import Offer
from xjcli.report.language import current, pick
from xjcli.report.phrases import phrase

#: More names than a screen holds help nobody.
MOST = 40
#: What a half-year is long enough to tell two semesters apart.
_HALF_YEAR = timedelta(days=182)

Source = Callable[[str], Iterable[Offer]]


def offers(command: str, parameter: str, incomplete: str) -> Iterable[Offer] | None:
    """Candidates for a parameter of a command; None where this table knows nothing of it."""
    source = _PLACES.get(f"{command} {parameter}") or _PARAMETERS.get(parameter)
    return None if source is None else source(incomplete)


def _pupils(incomplete: str) -> Iterator[Offer]:
    """Names that begin so, each once; who shares a name is told by the record ids, which are offered behind `r`."""
    from xjcli.procedures.pupils import grade_today
    from xjcli.registry import queries
    from xjcli.schema.values.classes import class_label

    with glance() as desk:
        found: dict[str, list[Offer]] = {}
        for row in queries.beginning(desk.registry, incomplete, MOST):
            place = class_label(grade_today(desk, row["stage"], row["cohort"]), row["class_no"])
            label = phrase(f"sex.{row['sex']}") + f" {place}"
            if incomplete[:1] in ("r", "R") and row["record_id"].startswith(incomplete.lower()):
                found[row["record_id"]] = [Offer(row["record_id"], f"{row['name']} {label}")]
            else:
                found.setdefault(row["name"], []).append(Offer(row["record_id"], label))
    for value, same in found.items():
        words = same[0].help if len(same) == 1 else "、".join(f"{each.help} {each.value}" for each in same)
        yield Offer(value, words)


def _classes(_: str) -> Iterator[Offer]:
    """The classes that have pupils, as `01`; how many grades have one so called."""
    with glance() as desk:
        found: dict[str, list[str]] = {}
        for grade, class_no, count in _by_class(desk):
            found.setdefault(class_no, []).append(f"{_grade_word(grade)} {count}")
    yield from (Offer(name, "、".join(held)) for name, held in sorted(found.items()))


def _whole_classes(_: str) -> Iterator[Offer]:
    """Each class with its grade, as `3.2`."""
    with glance() as desk:
        yield from (
            Offer(f"{grade}.{class_no.lstrip('0')}", f"{_grade_word(grade)} {count}")
            for grade, class_no, count in _by_class(desk)
        )


def _by_class(desk: Desk) -> Iterator[tuple[int, str, int]]:
    from xjcli.procedures.pupils import grade_today
    from xjcli.registry import queries

    for row in queries.class_sizes(desk.registry):
        yield grade_today(desk, row["stage"], row["cohort"]), row["class_no"], row["pupils"]


def _grades(incomplete: str) -> Iterator[Offer]:
    """The grades that this school teaches: words where one writes Chinese, else numbers."""
    from xjcli.schema.values.classes import SPANS

    with glance() as desk:
        spans = [SPANS[desk.settings.system][stage] for stage in desk.settings.stages]
    for grade in (number for span in spans for number in range(span.first, span.last + 1)):
        word = _grade_word(grade)
        in_words = current() == "zh" and not incomplete.isdigit() and grade < 10
        yield Offer(word, str(grade)) if in_words else Offer(str(grade), word)


def _grade_word(grade: int) -> str:
    from xjcli.schema.values.classes import grade_label

    return pick(grade_label(grade), f"grade {grade}")


def _fields(incomplete: str) -> Iterator[Offer]:
    """`field=`, and behind it the codes of a field that has some."""
    from xjcli.schema.columns import BY_NAME

    names = [name for name in BY_NAME if name.startswith(incomplete.partition("=")[0])]
    exact = incomplete.partition("=")[0] if "=" in incomplete else names[0] if len(names) == 1 else ""
    field = BY_NAME.get(exact)
    if field is None or field.kind not in ("code", "yesno"):
        yield from (Offer(f"{name}=", phrase(f"field.{name}")) for name in names if "=" not in incomplete)
        return
    from xjcli.reference import codes

    for row in codes(field.table or "yes-no").rows:
        yield Offer(f"{exact}={pick(row.zh, row.code)}", pick(row.code, row.en))


def _meanings(_: str) -> Iterator[Offer]:
    """What `xj explain` knows: articles, codes of messages, kinds of acts."""
    from xjcli.errors.catalogue import ENTRIES
    from xjcli.reference import rule_pack

    rules = rule_pack()
    yield from (Offer(str(number), heading) for number, heading in rules.articles.items())
    yield from (Offer(kind, phrase(f"kind.{kind}")) for kind in rules.acts)
    yield from (Offer(code, pick(line.zh, line.en).partition("{")[0]) for code, line in ENTRIES.items())


def _packs(_: str) -> Iterator[Offer]:
    from xjcli.reference import pack_names

    yield from map(Offer, pack_names())


def _forms(_: str) -> Iterator[Offer]:
    from xjcli.schema.forms import FORMS

    yield from (Offer(kind, pick(form.zh, form.en)) for kind, form in FORMS.items())


def _countries(_: str) -> Iterator[Offer]:
    from xjcli.reference import codes

    yield from (Offer(pick(row.zh, row.code), pick(row.code, row.en)) for row in codes("country").rows)


def _settings(_: str) -> Iterator[Offer]:
    from xjcli.procedures.settings import CHANGEABLE

    yield from map(Offer, CHANGEABLE)


def _items(_: str) -> Iterator[Offer]:
    from xjcli.schema.dossier import ITEMS

    yield from (Offer(str(item.number), pick(item.zh, item.name)) for item in ITEMS)


def _semesters(_: str) -> Iterator[Offer]:
    """This semester and the one before."""
    from xjcli.schema.values.time import Semester

    today: date = clock().date()
    yield from (Offer(Semester.of(day).label) for day in (today, today - _HALF_YEAR))


def _statuses(_: str) -> Iterator[Offer]:
    from xjcli.schema.record import STATUSES

    yield from (Offer(status, phrase(f"status.{status}")) for status in STATUSES)


def _standings(_: str) -> Iterator[Offer]:
    from xjcli.schema.record import APPROVED, PENDING, REFUSED

    yield from (Offer(each, phrase(f"standing.{each}")) for each in (PENDING, APPROVED, REFUSED))


def _constant(module: str, name: str) -> Source:
    """The words that an option knows, from where its command judges them."""

    def words(_: str) -> Iterator[Offer]:
        from importlib import import_module

        yield from map(Offer, getattr(import_module(f"xjcli.{module}"), name))

    return words


#: What a parameter of this name takes in every command.
_PARAMETERS: Mapping[str, Source] = MappingProxyType(
    {
        "pupil": _pupils, "pupils": _pupils, "exceptions": _pupils, "query": _pupils,
        "class_no": _classes, "to_class": _classes, "class_text": _whole_classes, "grade": _grades,
        "values": _fields, "status": _statuses, "standing": _standings, "semester": _semesters,
        "country": _countries, "item": _items, "rules": _packs, "pack": _packs, "first": _packs, "second": _packs,
        "words": _meanings,
        "outcome": _constant("regulation.finishing", "OUTCOMES"),
        "role": _constant("procedures.registrar", "ROLES"),
        "roll": _constant("procedures.stated", "ROLLS"),
        "form": _constant("procedures.export", "FORMS"),
        "stage": _constant("procedures.init", "STAGES"),
        "system": _constant("procedures.init", "SYSTEMS"),
    }
)  # fmt: skip
#: What means something of its own in one command.
_PLACES: Mapping[str, Source] = MappingProxyType(
    {
        "assert roster class_no": _whole_classes,
        "reconcile class_no": _whole_classes,
        "enroll basis": _constant("procedures.opening", "BASES"),
        "transfer request basis": _constant("procedures.arriving", "TRANSFER_BASES"),
        "withdraw ground": _constant("procedures.withdraw", "GROUNDS"),
        "place ground": _constant("procedures.place", "GROUNDS"),
        "init kind": _constant("procedures.init", "KINDS"),
        "template kind": _constant("sheets.template", "KINDS"),
        "form write kind": _forms,
        "settings set key": _settings,
        "id check values": lambda _: (),
    }
)
