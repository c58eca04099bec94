"""What can be wrong with: a pupil's own columns – dates, grade and class, school, name, contradictions.

第六条 forbids false information, 第七条 says what is collected, 第二十八条 covers pupils from elsewhere.
"""

from __future__ import annotations

from xjcli.errors import Entry, Family

_INPUT, _RULE = Family.INPUT, Family.RULE

_TIME: dict[str, Entry] = {
    "date.empty": Entry(
        _INPUT, 0,
        "没有填写日期。", "The date is missing.",
        "请按 2013-09-01 的样子填写。", "Please write it like 2013-09-01.",
    ),
    "date.unreadable": Entry(
        _INPUT, 0,
        "看不懂这个日期。", "This date cannot be read.",
        "请写成年月日俱全的 2013-09-01 或 20130901。",
        "Please write year, month and day: 2013-09-01 or 20130901.",
    ),
    "date.impossible": Entry(
        _INPUT, 0,
        "日历上没有这一天。", "There is no such day in the calendar.",
        "请核对月份和日子。", "Please check the month and the day.",
    ),
    "date.ambiguous": Entry(
        _INPUT, 0,
        "这个日期有两种读法：{first} 或 {second}。",
        "This date can be read in two ways: {first} or {second}.",
        "请写成四位年份在前的 2013-09-01。", "Please write the four-digit year first: 2013-09-01.",
    ),
    "date.year-last": Entry(
        _INPUT, 0,
        "日期的年份写在最后，已读作 {reading}。",
        "The year stands last in this date; it was read as {reading}.",
        "请核对；以后请把年份写在前面。", "Please check, and write the year first from now on.",
    ),
    "month.unreadable": Entry(
        _INPUT, 0,
        "看不懂这个年月。", "This month cannot be read.",
        "请写成 202609 或 2026-09。", "Please write 202609 or 2026-09.",
    ),
    "month.impossible": Entry(
        _INPUT, 0,
        "没有这个年月。", "There is no such month.",
        "月份应在 01 到 12 之间。", "A month runs from 01 to 12.",
    ),
    "semester.unreadable": Entry(
        _INPUT, 24,
        "看不懂这个学期。", "This semester cannot be read.",
        "请写成 2026-autumn 或 2026-2027-1。", "Please write 2026-autumn or 2026-2027-1.",
    ),
}  # fmt: skip

_PLACE: dict[str, Entry] = {
    "grade.empty": Entry(
        _INPUT, 0,
        "没有填写年级。", "The grade is missing.",
        "例如 三年级、初一、2024级。", "For example 三年级, 初一, 2024级.",
    ),
    "grade.unreadable": Entry(
        _INPUT, 0,
        "看不懂这个年级。", "This grade cannot be read.",
        "例如 三年级、七年级、初一、高二、2024级；“届”请改写成入学的“级”。",
        "For example 三年级, 七年级, 初一, 高二, 2024级; write the year of entry (级), not of leaving (届).",
    ),
    "grade.not-taught": Entry(
        _INPUT, 0,
        "本校没有{grade}所在的学段。", "This school does not teach the stage of {grade}.",
        "请核对年级，或学校设置中的学段。", "Please check the grade, or the stages in the school's settings.",
    ),
    "grade.not-in-system": Entry(
        _INPUT, 0,
        "学制 {system} 中没有这个年级。", "There is no such grade in the {system} system.",
        "请核对年级，或学校设置中的学制。", "Please check the grade, or the school's setting (6-3 or 5-4).",
    ),
    "grade.within-stage": Entry(
        _INPUT, 0,
        "本校只有一个学段，已读作{grade}。", "This school has one stage only; read as {grade}.",
        "请核对。", "Please check.",
    ),
    "grade.ambiguous": Entry(
        _INPUT, 0,
        "这个入学年份有两种读法：{first}或{second}。", "This year of entry can mean {first} or {second}.",
        "请直接写年级，或在前面加上小学、初中、高中。",
        "Please write the grade itself, or put 小学, 初中 or 高中 in front.",
    ),
    "grade.cohort-impossible": Entry(
        _INPUT, 0,
        "{cohort} 级在这一天不在本校任何学段就读。",
        "On this day no stage of this school has pupils who entered in {cohort}.",
        "请核对入学年份。", "Please check the year of entry.",
    ),
    "class.empty": Entry(
        _INPUT, 0,
        "没有填写班号。", "The class is missing.",
        "例如 1班、01。", "For example 1班 or 01.",
    ),
    "class.unreadable": Entry(
        _INPUT, 0,
        "看不懂这个班号。", "This class cannot be read.",
        "请写班号数字，例如 1班、01、三(2)班。", "Please write its number, for example 1班, 01 or 三(2)班.",
    ),
    "school-code.characters": Entry(
        _INPUT, 3,
        "学校标识码只能是数字。", "A school code consists of digits only.",
        "请抄录国家系统中的 10 位学校标识码。", "Please copy the 10 digits from the national system.",
    ),
    "school-code.length": Entry(
        _INPUT, 3,
        "学校标识码应为 10 位，这里有 {length} 位。", "A school code has 10 digits; this one has {length}.",
        "请抄录国家系统中的 10 位学校标识码。", "Please copy the 10 digits from the national system.",
    ),
    "school-code.type-unknown": Entry(
        _INPUT, 3,
        "学校标识码开头的“{type}”不是已知的办学类型。",
        "{type} at the start of the school code is no known kind of school.",
        "小学 21，初中 31，高中 34，专门学校 37，特教 51；请核对。",
        "Primary 21, junior 31, senior 34, specialised 37, special 51; please check.",
    ),
    "school-code.province-unknown": Entry(
        _INPUT, 3,
        "学校标识码第 3–4 位“{province}”不是已知的省级代码。",
        "{province} in places 3–4 of the school code is no known province.",
        "请核对这两位。", "Please check these two digits.",
    ),
    "authority-code.shape": Entry(
        _INPUT, 3,
        "学籍主管部门的代码应为 6 位数字，这里有 {length} 位。",
        "An authority's code is 6 digits; this one has {length} places.",
        "请填写其所在行政区划代码，例如 440106。", "Please give the code of its region, for example 440106.",
    ),
    "authority-code.province": Entry(
        _INPUT, 3,
        "代码开头的“{province}”不是已知的省级代码。",
        "{province} at the start of the code is no known province.",
        "请核对前两位。", "Please check the first two digits.",
    ),
}  # fmt: skip

_NAME: dict[str, Entry] = {
    "name.empty": Entry(
        _INPUT, 6,
        "没有填写姓名。", "The name is missing.",
        "请按户口簿或证件填写。", "Please copy it from the 户口簿 or the document.",
    ),
    "name.too-long": Entry(
        _INPUT, 6,
        "姓名有 {length} 个字，最多 {limit} 个。", "The name has {length} characters; {limit} are the limit.",
        "请检查一格里是否写了别的内容。", "Please check whether the cell holds something else as well.",
    ),
    "name.trimmed": Entry(
        _INPUT, 6,
        "已去掉姓名前后的空格。", "Blanks around the name were removed.", "", "",
    ),
    "name.invisible-removed": Entry(
        _INPUT, 6,
        "已去掉姓名中看不见的字符。", "Invisible characters were removed from the name.", "", "",
    ),
    "name.inner-space": Entry(
        _INPUT, 6,
        "姓名第 {position} 个字是空格。", "Character {position} of the name is a blank.",
        "户口簿上没有空格的请去掉；原样保存。", "Remove it unless the 户口簿 has it; it is kept as typed.",
    ),
    "name.private-use": Entry(
        _INPUT, 6,
        "姓名第 {position} 个字（{code_point}）是自造字，别的电脑上显示不出来。",
        "Character {position} of the name ({code_point}) is a private one that other computers cannot show.",
        "请用新版输入法重新输入这个字。", "Please type it again with a current input method.",
    ),
    "name.private-use-known": Entry(
        _INPUT, 6,
        "姓名第 {position} 个字（{code_point}）是旧编码的自造字，应当是“{proposed}”。",
        "Character {position} of the name ({code_point}) is an old private code; it should be {proposed}.",
        "请对照户口簿，改用这个字。", "Please compare with the 户口簿 and use this character.",
    ),
    "name.look-alike": Entry(
        _INPUT, 6,
        "姓名第 {position} 个字（{code_point}）只是看起来像“{proposed}”。",
        "Character {position} of the name ({code_point}) only looks like {proposed}.",
        "请重新输入这个字；原样保存。", "Please type it again; it is kept as it is.",
    ),
    "name.odd-character": Entry(
        _INPUT, 6,
        "姓名第 {position} 个字（{code_point}）一般不用于姓名。",
        "Character {position} of the name ({code_point}) is unusual in a name.",
        "请对照户口簿或证件；原样保存。", "Please check the document; it is kept as typed.",
    ),
}  # fmt: skip

_PERSON: dict[str, Entry] = {
    "person.birth-differs": Entry(
        _RULE, 6,
        "出生日期与身份证号第 7–14 位不一致。",
        "The birth date differs from places 7–14 of the identity number.",
        "请对照户口簿，改正其中之一。", "Please compare with the 户口簿 and correct one of them.",
    ),
    "person.birth-future": Entry(
        _RULE, 6,
        "出生日期在今天之后。", "The birth date lies after today.",
        "请核对年份。", "Please check the year.",
    ),
    "person.sex-differs": Entry(
        _RULE, 6,
        "性别与身份证号第 17 位不一致（单数为男，双数为女）。",
        "The sex differs from place 17 of the identity number (odd male, even female).",
        "请对照户口簿；极少数情况下两者确实不同，可以继续。",
        "Please check the 户口簿; in rare cases they do differ, and you may go on.",
    ),
    "person.proof-needed": Entry(
        _RULE, 6,
        "学生没有证件号，需要在校就读证明。",
        "A pupil without a document number needs a proof of attendance (在校就读证明).",
        "由家长签字、学校盖章，报主管部门备案。",
        "Signed by the parents, sealed by the school, filed with the authority.",
    ),
    "person.guardian-document": Entry(
        _RULE, 6,
        "学生没有证件号，至少一名监护人应填写证件号。",
        "For a pupil without a document number at least one guardian's document is expected.",
        "请补填监护人的证件类型和号码。", "Please add a guardian's document type and number.",
    ),
    "person.inclusive-none": Entry(
        _RULE, 17,
        "填写了残疾类型，但随班就读为“非随班就读”。", "A disability is given, but 随班就读 says no.",
        "普通学校的残疾学生请选择相应的随班就读类型。",
        "For a disabled pupil in a regular school choose the matching kind.",
    ),
    "person.inclusive-disability": Entry(
        _RULE, 17,
        "残疾类型与随班就读类型不相符。", "The disability does not fit the kind of 随班就读.",
        "例如视力残疾随班就读应配视力残疾。", "For example 视力残疾随班就读 goes with 视力残疾.",
    ),
    "person.health-disability": Entry(
        _RULE, 6,
        "健康状况为“残疾”，但没有填写残疾类型。", "Health says disabled, but no disability is given.",
        "请填写残疾类型，或核对健康状况。", "Please give the disability, or check the health.",
    ),
    "person.foreign-overseas": Entry(
        _RULE, 28,
        "外国国籍学生的“港澳台侨外”应为外国人或外籍华裔人。",
        "For a foreign pupil 港澳台侨外 should be 外国人 or 外籍华裔人.",
        "请核对国籍和这一栏。", "Please check the nationality and this column.",
    ),
    "person.foreign-document": Entry(
        _RULE, 28,
        "外国国籍学生一般使用护照或境外永久居住证。",
        "A foreign pupil usually has a passport or a permanent residence permit.",
        "请核对国籍和证件类型。", "Please check nationality and document type.",
    ),
    "person.chinese-overseas": Entry(
        _RULE, 28,
        "国籍为中国，但“港澳台侨外”写的是外籍。", "The nationality is China, but 港澳台侨外 says foreign.",
        "请核对这两栏。", "Please check both columns.",
    ),
    "person.region-overseas": Entry(
        _RULE, 28,
        "国籍/地区与“港澳台侨外”不一致。", "Nationality or region and 港澳台侨外 disagree.",
        "请核对这两栏。", "Please check both columns.",
    ),
    "person.compatriot-document": Entry(
        _RULE, 28,
        "港澳台学生的证件类型与“港澳台侨外”不相符。",
        "The document type does not fit the pupil's 港澳台侨外.",
        "一般为香港、澳门身份证明或台胞证，居住证（81、82、83 开头）也可以。",
        "Usual are the Hong Kong, Macao or Taiwan documents; residence permits (81, 82, 83) fit as well.",
    ),
    "person.phone": Entry(
        _INPUT, 7,
        "这个电话号码打不通：应为 11 位手机号或带区号的座机。",
        "This phone cannot ring: 11 digits for a mobile, or a landline with its area code.",
        "请向家长核对；已建籍的用 xj update 改。", "Ask the parents; xj update changes it once the record is open.",
    ),
    "person.relation-note": Entry(
        _INPUT, 7,
        "家庭成员关系为“其他”，需要写明关系说明。", "The relation 其他 needs a word of explanation.",
        "例如 姑姑、福利院监护人。", "For example aunt, or guardian of a children's home.",
    ),
    "person.age-unusual": Entry(
        _RULE, 6,
        "入学当年 8 月 31 日为 {age} 周岁，这个学段一般为 {usual} 岁左右。",
        "On 31 August of the year of entry the pupil was {age}; about {usual} is usual for this stage.",
        "请核对出生日期、年级和入学年月。", "Please check birth date, grade and month of entry.",
    ),
}  # fmt: skip

ENTRIES: dict[str, Entry] = {**_TIME, **_PLACE, **_NAME, **_PERSON}
