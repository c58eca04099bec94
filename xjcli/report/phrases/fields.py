"""The fields of a pupil's form as people call them: the national label, and a word for it in English."""

from __future__ import annotations

from xjcli.schema.columns import FIELDS

_ENGLISH: dict[str, str] = {
    "continuation_mark": "continued record",
    "school_code": "school code",
    "name": "name",
    "sex": "sex",
    "birth_date": "birth date",
    "document_type": "document type",
    "document_number": "document number",
    "birthplace": "place of birth (code)",
    "native_place": "native place",
    "ethnicity": "ethnicity",
    "nationality": "nationality",
    "overseas": "from Hong Kong, Macao, Taiwan or abroad",
    "health": "health",
    "political_status": "political status",
    "household_type": "kind of household registration",
    "household_region": "place of household registration (code)",
    "grade": "grade",
    "class_no": "class",
    "entry_month": "month of entry",
    "entry_way": "way of entry",
    "attendance_mode": "way of attending",
    "address": "address",
    "mail_address": "postal address",
    "home_address": "home address",
    "phone": "telephone",
    "postcode": "postcode",
    "only_child": "only child",
    "preschool": "went to preschool",
    "left_behind": "left-behind child",
    "needs_aid": "needs aid",
    "gets_subsidy": "gets the subsidy",
    "orphan": "orphan",
    "martyr_family": "family of a martyr or of the entitled",
    "migrant_child": "child of migrant workers",
    "commute_km": "way to school (km)",
    "commute_mode": "means of transport",
    "needs_bus": "needs the school bus",
    "former_name": "former name",
    "document_validity": "document valid until",
    "blood_type": "blood type",
    "talent": "talents",
    "auxiliary_number": "auxiliary number",
    "class_seat": "number in the class",
    "origin": "came from",
    "email": "e-mail",
    "homepage": "home page",
    "disability": "kind of disability",
    "purchased_place": "place bought by the government",
    "inclusive": "taught in an ordinary class",
}
_MEMBER: dict[str, str] = {
    "name": "name",
    "relation": "relation",
    "relation_note": "relation, in words",
    "address": "address",
    "household_region": "place of household registration (code)",
    "phone": "telephone",
    "guardian": "is a guardian",
    "document_type": "document type",
    "document_number": "document number",
    "ethnicity": "ethnicity",
    "employer": "employer",
    "position": "position",
}


def _english(name: str) -> str:
    member, _, rest = name.partition("_")
    return f"family member {member[-1]}: {_MEMBER[rest]}" if member in ("member1", "member2") else _ENGLISH[name]


PHRASES: dict[str, tuple[str, str]] = {f"field.{each.name}": (each.label, _english(each.name)) for each in FIELDS}
#: The English word for a national label, for messages that hold the label.
OF_LABEL: dict[str, str] = {each.label: _english(each.name) for each in FIELDS}
