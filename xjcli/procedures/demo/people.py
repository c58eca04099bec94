"""Invented pupils for rehearsals and tests, as a class teacher would type them: the same seed, the same children.

第二十五条: no real child ever stands in an example. Mobile numbers begin with 199 0000, which is given to nobody,
addresses lie in a town that does not exist, and identity numbers use the 900s of their sequence; their check
characters are right, so that only what was planted is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from xjcli.schema.values.classes import cohort_of, grade_label
from xjcli.schema.values.resident import check_character

#: One pupil: field (schema.columns) → text as it stands in a workbook. Empty fields are left out.
Pupil = dict[str, str]

GRADES = 6
CLASS_SIZE = 40
#: The rarer cases as (every so many, the first of them), so that a small school has them too: 少数民族 with a dot in
#: the name, a residence permit of Hong Kong, no document at all.
_MINORITY, _HONG_KONG, _NO_DOCUMENT = (13, 3), (67, 9), (41, 7)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "子宇梓涵雨轩欣怡浩然思睿佳琪俊熙诗语明哲若静昊志彤芯博豪晨曦安宁乐知行远清和"
_ADULT = "建国志强丽华秀英海燕永刚晓东桂兰文军春梅立新雪峰"
_UYGHUR = ("阿依古丽", "买买提", "古丽娜尔", "艾克拜尔", "热依汗", "伊力亚斯", "迪丽努尔", "吐尔逊")
_TIBETAN = ("扎西", "卓玛", "次仁", "央金", "多吉", "白玛", "格桑", "旺堆")
#: (民族, names, region of the household)
_MINORITIES = (("维吾尔族", _UYGHUR, "653101"), ("藏族", _TIBETAN, "540102"))
_REGIONS = ("320102", "320104", "320105", "320106", "320111", "320113", "320114", "320115", "320116", "340104")
_HOME = "320102"
_STREETS = ("银杏路", "白鹭街", "云溪巷", "晴川路", "竹影里", "星河街")
_FIRST_SEQUENCE = 900
_FREE_SEQUENCES = 100


class Inventor:
    """Makes people one after another; no identity number twice. `today` decides who is in which grade."""

    def __init__(self, seed: int, today: date) -> None:
        self._random = random.Random(seed)  # noqa: S311  it has to give the same people again
        self._today = today
        self._taken: set[str] = set()

    def school(self, code: str, count: int) -> Iterator[Pupil]:
        """All pupils of a primary school, by grade and class."""
        for index in range(count):
            grade = 1 + index * GRADES // count
            seat = index - -(-(grade - 1) * count // GRADES)
            yield self.pupil(code, grade, seat // CLASS_SIZE + 1, index)

    def pupil(self, code: str, grade: int, class_no: int = 1, index: int = 0) -> Pupil:
        """One pupil of this grade (1–6). `index` decides whether it is one of the rarer cases."""
        cohort = cohort_of("primary", grade, self._today)
        born = date(cohort - 7, 9, 1) + timedelta(days=self._random.randrange(365))
        male = self._random.random() < 0.5
        pupil = self._common(code, cohort, grade, class_no)
        pupil |= {"sex": "男" if male else "女", "birth_date": f"{born:%Y%m%d}"}
        if _is_one(index, _MINORITY):
            self._minority(pupil, born, male)
        else:
            pupil["name"] = self._random.choice(_SURNAMES) + self._words(_GIVEN)
            self._document(pupil, self._random.choice(_REGIONS), born, male)
        if _is_one(index, _HONG_KONG):
            self._hong_kong(pupil, born, male)
        elif _is_one(index, _NO_DOCUMENT):
            pupil |= {"document_type": "其他", "document_number": ""}
        self._guardians(pupil)
        return {name: text for name, text in pupil.items() if text}

    def _common(self, code: str, cohort: int, grade: int, class_no: int) -> Pupil:
        number, whole = self._random.random, self._random.randint
        address = f"样例市演练区{self._random.choice(_STREETS)}{whole(1, 199)}号{whole(1, 30)}室"
        return {
            "school_code": code, "continuation_mark": "否", "nationality": "中国", "ethnicity": "汉族",
            "overseas": "否", "household_type": "农业户口" if number() < 0.3 else "非农业户口", "address": address,
            "mail_address": address, "home_address": address, "only_child": "是" if number() < 0.6 else "否",
            "left_behind": "单亲留守儿童" if number() < 0.05 else "非留守儿童", "migrant_child": "否",
            "orphan": "否", "health": "健康或良好", "political_status": "群众", "grade": grade_label(grade),
            "class_no": f"{class_no:02}", "entry_month": f"{cohort}09", "entry_way": "就近入学",
            "attendance_mode": "走读" if number() < 0.9 else "住校", "phone": self._phone(), "postcode": "210000",
            "preschool": "是", "disability": "无残疾", "purchased_place": "否", "needs_aid": "否",
            "gets_subsidy": "否", "martyr_family": "否", "commute_km": str(whole(1, 5)),
            "commute_mode": self._random.choice(("步行", "家长自行接送")), "needs_bus": "否", "origin": "正常入学",
        }  # fmt: skip

    def _minority(self, pupil: Pupil, born: date, male: bool) -> None:
        people, names, region = self._random.choice(_MINORITIES)
        first, second = self._random.sample(names, 2)
        pupil |= {"name": f"{first}·{second}", "ethnicity": people}
        self._document(pupil, region, born, male)

    def _document(self, pupil: Pupil, region: str, born: date, male: bool) -> None:
        number = self._number(region, born, male)
        pupil |= {
            "document_type": "居民身份证", "document_number": number, "birthplace": region,
            "household_region": region, "native_place": "江苏省样例市",
        }  # fmt: skip

    def _hong_kong(self, pupil: Pupil, born: date, male: bool) -> None:
        pupil |= {
            "document_type": "香港特区护照/身份证明", "document_number": self._number("810000", born, male),
            "overseas": "香港同胞", "ethnicity": "汉族", "household_region": _HOME, "birthplace": "810000",
            "name": self._random.choice(_SURNAMES) + self._words(_GIVEN),
        }  # fmt: skip

    def _guardians(self, pupil: Pupil) -> None:
        """One guardian or two. A child without a document has one whose document proves who it is."""
        for member, relation in enumerate(("父亲", "母亲")[: 1 if self._random.random() < 0.4 else 2], 1):
            born = date(int(pupil["birth_date"][:4]) - 24 - self._random.randrange(12), 1, 1)
            born += timedelta(days=self._random.randrange(365))
            same = relation == "父亲" and "·" not in pupil["name"]
            family = pupil["name"][0] if same else self._random.choice(_SURNAMES)
            details = {
                "name": family + self._words(_ADULT), "relation": relation, "address": pupil["address"],
                "household_region": pupil.get("household_region", _HOME), "phone": self._phone(), "guardian": "是",
                "document_type": "居民身份证",
                "document_number": self._number(self._random.choice(_REGIONS), born, relation == "父亲"),
                "ethnicity": "汉族", "employer": "样例市演练单位",
            }  # fmt: skip
            pupil |= {f"member{member}_{name}": text for name, text in details.items()}

    def _number(self, region: str, born: date, male: bool) -> str:
        """A number nobody else of this inventor has; another day's sequence where one day is used up."""
        while True:
            sequence = _FIRST_SEQUENCE + self._random.randrange(_FREE_SEQUENCES // 2) * 2 + male
            body = f"{region}{born:%Y%m%d}{sequence}"
            if body not in self._taken:
                self._taken.add(body)
                return body + check_character(body)
            region = self._random.choice(_REGIONS) if region in _REGIONS else region

    def _phone(self) -> str:
        return f"1990000{self._random.randrange(10_000):04}"

    def _words(self, signs: str) -> str:
        return "".join(self._random.sample(signs, self._random.choice((1, 2, 2))))


def _is_one(index: int, case: tuple[int, int]) -> bool:
    every, first = case
    return index % every == first
