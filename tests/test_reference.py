"""What reference data promises: one reading per label, no crash on a strange code, an article for a rule."""

from __future__ import annotations

import subprocess
import sys

import pytest

from xjcli import reference
from xjcli.schema.act import KINDS


@pytest.mark.parametrize(
    "text", ["汉", "汉族", "01", "1", "01-汉族", "01 汉族", "０１", "汉族(01)", "HA", "001", "han"]
)
def test_label_and_code_land_on_one_code(text: str) -> None:
    assert reference.codes("ethnicity").lookup(text) == "01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("毛难族", "36"),
        ("毛难", "36"),
        ("崩龙", "46"),
        ("僳僳族", "20"),
        ("57-穿青人", "81"),
        ("其他", "97"),
        ("9", "09"),
    ],
)
def test_old_names_and_names_before_codes(text: str, code: str) -> None:
    assert reference.codes("ethnicity").lookup(text) == code


@pytest.mark.parametrize("text", ["57", "58", "59", "", "火星族", "1.0", "9" * 5000])
def test_an_ambiguous_tail_or_an_unknown_text_has_no_code(text: str) -> None:
    assert reference.codes("ethnicity").lookup(text) is None


@pytest.mark.parametrize(
    ("table", "text", "code", "label"),
    [
        ("left-behind", "非留守", "0", "非留守儿童"),
        ("household-type", "非农业", "2", "非农业户口"),
        ("household-type", "3-非农业集体户口", "2", "非农业户口"),
        ("blood-type", "不详", "0", "未知血型"),
        ("blood-type", "AB", "3", "AB血型"),
        ("health", "健康", "10", "健康或良好"),
        ("disability", "否", "none", "无残疾"),
        (
            "commute-mode",
            "公共交通（含城市公交、农村客运、地铁）",
            "public",
            "公共交通(含城市公交、农村客运、地铁)",
        ),
        ("document-type", "a", "A", "护照"),
        ("document-type", "身份证", "1", "居民身份证"),
        ("overseas", "0", "00", "否"),
        ("country", "中国", "156", "中国"),
        ("country", "CHN", "156", "中国"),
        ("country", "台湾", "158", "中国台湾"),
        ("country", "4", "004", "阿富汗"),
        ("relation", "爷爷", "grandparent", "祖父母或外祖父母"),
        ("yes-no", "√", "1", "是"),
    ],
)
def test_what_schools_write_becomes_what_the_national_importer_wants(
    table: str, text: str, code: str, label: str
) -> None:
    found = reference.codes(table)
    assert found.lookup(text) == code
    assert found.label(code) == label


def test_a_document_of_either_hong_kong_or_macao_is_not_guessed() -> None:
    assert reference.codes("document-type").lookup("港澳居民来往内地通行证") is None


def test_a_reading_that_bends_the_word_is_noted() -> None:
    status = reference.codes("political-status")
    assert (status.lookup("少先队员"), status.is_noted("少先队员"), status.is_noted("群众")) == (
        "13",
        True,
        False,
    )
    household = reference.codes("household-type")
    assert household.lookup("居民户口") == "2"
    assert household.is_noted("居民户口")
    assert household.is_noted("2-居民户口")
    assert not household.is_noted("非农业户口")


def test_an_unknown_label_gets_at_most_three_close_ones() -> None:
    ethnicity = reference.codes("ethnicity")
    assert "维吾尔族" in ethnicity.suggest("维吾而族")
    assert len(ethnicity.suggest("族")) <= 3
    assert ethnicity.suggest("汗族") == []  # every people ends in 族: that alone is no likeness
    assert reference.codes("relation").suggest("父亲大人")[0] == "父亲"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert reference.codes("sex").label("7") == "7"
    assert reference.codes("sex").label("2", "en") == "female"
    assert reference.codes("sex").labels() == ("男", "女")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330802", "浙江省衢州市柯城区"),
        ("330802001", "浙江省衢州市柯城区"),
        ("330802001002", "浙江省衢州市柯城区"),
        ("330800", "浙江省衢州市"),
        ("330000", "浙江省"),
        ("110105", "北京市朝阳区"),
        ("429004", "湖北省仙桃市"),
        ("330113", "浙江省杭州市临平区"),  # python-stdnum: KeyError
        ("659013", "新疆维吾尔自治区草湖市"),
        ("810000", "香港特别行政区"),
        ("830000", "台湾省"),
    ],
)
def test_a_region_has_its_full_name(code: str, name: str) -> None:
    assert reference.region_name(code) == name


@pytest.mark.parametrize(
    "code",
    ["", "33", "330199", "999999", "910000", "33080", "3308021", "33O802", "三三〇八〇二", "３３０８０２"],
)
def test_an_unknown_region_is_none_and_never_raises(code: str) -> None:
    assert reference.region_name(code) is None


def test_a_code_that_was_reused_is_named_by_year() -> None:
    assert reference.region_name("419001", 1988) == "河南省义马市"
    assert reference.region_name("419001", 2005) == "河南省济源市"
    assert reference.region_name("419001") == "河南省济源市"
    assert reference.region_name("110103") == "北京市崇文区"


def test_the_prefix_of_the_residence_permit_for_taiwan_is_a_province() -> None:
    assert all(map(reference.is_province, ("11", "65", "71", "81", "82", "83", "91")))
    assert not any(map(reference.is_province, ("00", "16", "99", "", "110")))


def test_every_kind_of_act_has_its_article_and_only_an_enrolment_or_a_correction_waits() -> None:
    pack = reference.rule_pack("national-2013")
    assert set(pack.acts) == set(KINDS)
    assert [kind for kind in KINDS if pack.needs_approval(kind)] == ["enrolled", "resubmitted", "corrected"]
    assert (pack.article_of("enrolled"), pack.legal_act("enrolled")) == (4, "APPROVE")


def test_the_letter_of_a_number_follows_the_document_and_only_g_is_worked_out_here() -> None:
    pack = reference.rule_pack()
    letters = {code: pack.number_prefix(code) for code in ("1", "6", "A", "Z", "2", "?")}
    assert letters == {"1": "G", "6": "L", "A": "L", "Z": "J", "2": None, "?": None}
    assert [code for code in ("1", "6", "Z", "2") if pack.may_propose(code)] == ["1"]
    assert pack.number.prefixes["6"].confidence == "L"


def test_grades_are_counted_through_both_systems() -> None:
    pack = reference.rule_pack()
    assert pack.grades("6-3", "junior") == (7, 8, 9)
    assert pack.grades("5-4", "junior") == (6, 7, 8, 9)
    assert pack.grades("5-4", "senior") == (10, 11, 12)
    with pytest.raises(KeyError):
        pack.grades("6-3", "university")


def test_a_school_type_says_which_stages_fit() -> None:
    pack = reference.rule_pack()
    assert pack.stages_of_school_type("21") == ("primary",)
    assert pack.stages_of_school_type("36") == pack.stages_of_school_type("xx") == ()


def test_only_an_ordinary_move_needs_a_transfer() -> None:
    pack = reference.rule_pack()
    assert [name for name in pack.bases if pack.basis(name).needs_transfer] == ["transfer"]
    assert pack.deadline("dossier") == (1, "month", 7)


def test_importing_reference_costs_nothing_heavy() -> None:
    script = (
        "import sys; from xjcli import reference; reference.codes('ethnicity').label('01');"
        "print([m for m in ('tomllib', 'stdnum', 'difflib', 'datetime') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
