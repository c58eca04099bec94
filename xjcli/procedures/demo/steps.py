"""The main job, step by step (第四条–第六条): from a teacher's workbook to the issued number, by the real commands.

A step is a row of `STEPS`. Schools work side by side where nobody waits for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from xjcli.files import make_private_dir
from xjcli.procedures.demo.county import CODE, County, School, side_by_side
from xjcli.procedures.demo.people import Inventor
from xjcli.procedures.demo.workbook import write_workbook

SEED = 20130901  # the day the regulation came into force
REASON = "该生已在其他学校建立学籍，请与监护人核实"
_PARTLY, _EVERYONE, _SHOWN = 1, "100000", 5
_REFUSED_WHOLE = (20, 50)


def set_up(county: County) -> None:
    """第三条: the authority and its schools, each with its own keys; cards exchanged by compared fingerprints."""
    about = ("--code", CODE, "--name", "演练区教育局", "--level", "county", "--official", "演练科员", "--yes",
             "--key-file", county.folder / "keys" / "authority.key")  # fmt: skip
    office = county.authority.run("init", *about).result

    def open_school(school: School) -> None:
        mine = school.xj.run(
            "init", "--school-code", school.code, "--name", school.name, "--region", CODE, "--stage", "primary",
            "--key-file", school.key, "--authority", CODE, "--registrar", "演练老师", "--yes",
        ).result  # fmt: skip
        school.xj.run("key", "trust", office["card"], "--fingerprint", office["fingerprint"])
        county.authority.run("school", "add", mine["card"], "--fingerprint", mine["fingerprint"])

    side_by_side(open_school, county.schools)
    county.facts["authority"] = {"code": CODE, "home": str(county.authority.home)}


def write_workbooks(county: County) -> None:
    """第四条: what the class teachers hand in, the first school's with faults. One child stands at both schools."""
    inventor = Inventor(SEED, county.today)
    first, second = county.schools
    shared = inventor.pupil(first.code, 1)
    county.by_hand = shared
    count = county.pupils * first.share // (first.share + second.share)
    first.pupils = list(inventor.school(first.code, count))
    second.pupils = [shared | {"school_code": second.code}, *inventor.school(second.code, county.pupils - count - 1)]
    county.planted = write_workbook(first.workbook, first.pupils, seed=SEED)
    write_workbook(second.workbook, second.pupils)
    county.facts |= {
        "pupils": county.pupils,
        "schools": [
            {"code": school.code, "name": school.name, "home": str(school.xj.home), "workbook": str(school.workbook)}
            for school in county.schools
        ],
        "planted": [{"where": each.where, "code": each.code, "refuses": each.refuses} for each in county.planted],
    }  # fmt: skip


def import_workbooks(county: County) -> None:
    """第六条: all or nothing first, so the faults are shown; then the good rows only."""
    first, second = county.schools
    whole, other = side_by_side(
        lambda school: school.xj.run("import", school.workbook, "--yes", allowed=(0, *_REFUSED_WHOLE)), (first, second)
    )
    good = first.xj.run("import", first.workbook, "--accept-valid", "--yes", allowed=(_PARTLY,))
    reminders = {(each.where, each.code) for each in county.planted if not each.refuses}
    county.facts |= {
        "refused": {
            "rows": whole.result["refused"], "codes": whole.codes("refuse"),
            "items": [_told(each) for each in whole.problems if each["severity"] == "refuse"],
        },
        "reminded": [_told(each) for each in good.problems if (each["where"], each["code"]) in reminders],
        "warned": dict(Counter(good.codes("warn")) + Counter(other.codes("warn"))),
        "stored": good.result["stored"] + other.result["stored"],
    }  # fmt: skip
    expected = Counter(each.code for each in county.planted if each.refuses)
    found = {(each["where"], each["code"]) for each in whole.problems}
    county.check("nothing-stored-before", whole.result["stored"] == 0)
    county.check("faults", all((each.where, each.code) in found for each in county.planted))
    county.check("only-faults", Counter(whole.codes("refuse")) == expected and not other.codes("refuse"))


def _told(problem: dict[str, Any]) -> dict[str, Any]:
    return {key: problem[key] for key in ("where", "code", "zh", "en")}


def enrol(county: County) -> None:
    """第四条: one child by hand. The second school has the same child in its workbook."""
    values = [word for name, text in county.by_hand.items() for word in ("--set", f"{name}={text}")]
    made = county.schools[0].xj.run("enroll", *values, "--yes").result
    county.facts |= {"enrolled": 1, "enrolled_name": made["name"], "enrolled_number": made["registry_number"]}


def build(county: County) -> None:
    """Sign and seal; then anyone can check the file with nothing but the school's card."""

    def build_one(school: School) -> bool:
        file = county.folder / f"{school.code}-1.xjb"
        school.xj.run("bundle", "build", "--out", file)
        seen = county.anyone.run("bundle", "verify", file, "--card", school.card).result
        school.head = str(seen["head_after"])
        return seen["verified"] is True and seen["from"] == school.code

    verified = side_by_side(build_one, county.schools)
    county.facts["verified_bundles"] = sum(verified)
    county.check("bundles", all(verified))


def push(county: County) -> None:
    """Over real HTTP on this machine, to a server that runs until the rehearsal is over."""
    county.url = county.open.enter_context(county.authority.serving())
    sent = [
        bundle
        for school in county.schools  # one after the other: who comes first holds a child who stands at both
        for bundle in school.xj.run("push", "--to", county.url).result["bundles"]
    ]
    county.facts["sent"] = {"bundles": len(sent), "acts": sum(bundle["acts"] for bundle in sent)}


def decide(county: County) -> None:
    """第四条、第六条: the clean cases are approved; the child who stands at two schools is a case for a person."""
    waiting = county.authority.run("pending").result
    conflicts = [item for item in waiting["items"] if not item["clean"]]
    approved = county.authority.run("approve", "--all-clean", "--yes").result
    refused = county.authority.run("refuse", *(item["case"] for item in conflicts), "--because", REASON).result
    county.facts |= {
        "cases": waiting["total"], "clean": waiting["clean"], "approved": approved["approved"],
        "refused_cases": refused["refused"],
        "duplicates": [
            {"case": item["case"], "school": item["school"], "codes": [each["code"] for each in item["problems"]]}
            for item in conflicts
        ],
    }  # fmt: skip
    second = county.schools[1].code
    found = [(item["school"], item["problems"][0]["code"].split(".")[0]) for item in conflicts]
    county.check("duplicate", found == [(second, "duplicate")])
    county.check("all-decided", refused["waiting"] == 0)


def pull(county: County) -> None:
    """The signed answers come back, and the school's numbers are issued."""
    pulled = side_by_side(lambda school: school.xj.run("pull", "--from", county.url).result, county.schools)
    county.facts["pulled"] = {key: sum(each[key] for each in pulled) for key in ("receipts", "decisions", "issued")}
    found = [item for school in county.schools for item in _find(school, "approved")]
    letters = Counter(item["registry_number"][0] for item in found)
    one_of_each = list({item["registry_number"][0]: item for item in reversed(found)}.values())
    county.facts |= {
        "issued": dict(sorted(letters.items())),
        "numbers": [
            {"name": item["name"], "registry_number": item["registry_number"]}
            for item in [*one_of_each, *(item for item in found if item not in one_of_each)][:_SHOWN]
        ],
    }  # fmt: skip
    refused = [item["number_state"] for item in _find(county.schools[1], "refused")]
    county.check("number-without-document", letters["J"] > 0)
    county.check("issued", all(item["number_state"] == "issued" for item in found))
    county.check("one-pupil-one-number", len(refused) == 1 and refused[0] != "issued")


def _find(school: School, standing: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = school.xj.run("find", "--standing", standing, "--limit", _EVERYONE).result["items"]
    return items


def push_again(county: County) -> None:
    """A repeat is harmless: there is nothing new to send or to fetch."""

    def again(school: School) -> bool:
        sent = school.xj.run("push").result["bundles"]
        return not sent and school.xj.run("pull").result["decisions"] == 0

    county.facts["nothing_new"] = all(side_by_side(again, county.schools))
    county.check("nothing-new", county.facts["nothing_new"])


def prove(county: County) -> None:
    """第二十四条: both chains. The authority's receipts countersign the very heads that the schools have signed."""
    make_private_dir(county.stick)
    written = county.authority.run("outbox", county.stick).result["bundles"]
    signed: dict[str, set[str]] = {}

    def verify(line: dict[str, Any]) -> dict[str, Any]:
        return county.anyone.run("bundle", "verify", county.stick / line["file"], "--card", county.card).result

    for answer in side_by_side(verify, written):
        signed.setdefault(answer["to"], set()).add(answer["peer_head"])
    programs = {CODE: county.authority, **{school.code: school.xj for school in county.schools}}
    healthy = side_by_side(lambda program: program.run("doctor", allowed=(0, 1)).exit == 0, list(programs.values()))
    doctors = dict(zip(programs, healthy, strict=True))
    equal = all(signed.get(school.code) == {school.head} for school in county.schools)
    county.facts |= {"verified_answers": len(written), "heads_equal": equal, "doctors": doctors}
    county.check("heads", equal)
    county.check("doctors", all(doctors.values()))


#: The main job, in order: name of the step and what does it.
STEPS: tuple[tuple[str, Callable[[County], None]], ...] = (
    ("offices", set_up),
    ("workbooks", write_workbooks),
    ("import", import_workbooks),
    ("enrol", enrol),
    ("build", build),
    ("push", push),
    ("decide", decide),
    ("pull", pull),
    ("again", push_again),
    ("prove", prove),
)
