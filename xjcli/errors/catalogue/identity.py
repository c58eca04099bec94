"""What can be wrong with: identity – the values that say who a pupil is, read at the door (schema.values).

第五条 builds the 学籍号 on the identity number, 第二十八条 covers pupils from elsewhere. No text says which
check character would be right: it would be written in unread.
"""

from __future__ import annotations

from xjcli.errors import Entry, Family
from xjcli.errors.catalogue import person

_INPUT, _RULE = Family.INPUT, Family.RULE

_RESIDENT: dict[str, Entry] = {
    "id.length": Entry(
        _INPUT, 5,
        "身份证号应为 18 位，这里有 {length} 位。",
        "An identity number has 18 places; this one has {length}.",
        "请对照身份证或户口簿重新录入。", "Please copy it again from the card or the 户口簿.",
    ),
    "id.characters": Entry(
        _INPUT, 5,
        "身份证号第 {position} 位不是数字（只有最后一位可以是 X）。",
        "Place {position} of the identity number is no digit (only the last may be X).",
        "常见的是字母 O、l 误作 0、1；请对照证件改正。",
        "Often a letter O or l typed for 0 or 1; please check the card.",
    ),
    "id.scientific": Entry(
        _INPUT, 5,
        "身份证号被电子表格改成了科学计数法，末尾几位已经丢失。",
        "A spreadsheet turned the identity number into scientific notation; its last digits are lost.",
        "请向家长重新核对号码，并把该列设为“文本”格式后录入。",
        "Please ask for the number again and enter it into a column formatted as text.",
    ),
    "id.birth-date": Entry(
        _INPUT, 5,
        "身份证号第 7–14 位不是真实存在的日期。", "Places 7–14 of the identity number are not a real date.",
        "请对照证件改正这 8 位。", "Please correct these eight digits from the card.",
    ),
    "id.future-birth": Entry(
        _INPUT, 5,
        "身份证号中的出生日期在今天之后。", "The birth date in the identity number lies after today.",
        "请核对第 7–10 位的年份；电脑日期不对也会这样。",
        "Please check the year in places 7–10, and the date of this computer.",
    ),
    "id.before-1900": Entry(
        _INPUT, 5,
        "身份证号中的出生年份是 {year} 年，早于 1900 年。",
        "The identity number says the year of birth is {year}, before 1900.",
        "请核对第 7–10 位。", "Please check places 7–10.",
    ),
    "id.check-digit": Entry(
        _INPUT, 5,
        "身份证号的校验码不符，号码中至少有一位录错。",
        "The check digit of the identity number does not fit: at least one place is wrong.",
        "请逐位对照证件，不要只改最后一位。",
        "Please compare every place with the card; do not just change the last one.",
    ),
    "id.province": Entry(
        _INPUT, 5,
        "身份证号开头的“{province}”不是任何省级代码。",
        "No province has the code {province} at the start of the identity number.",
        "请对照证件改正前两位。", "Please correct the first two places from the card.",
    ),
    "id.region-unknown": Entry(
        _INPUT, 5,
        "身份证号的地区码 {region} 不在已知的区划表中。",
        "The region code {region} of the identity number is not in the known table.",
        "已撤销的区划照样有效；请看一眼户口簿，确认无误即可继续。",
        "Abolished codes stay valid; look at the 户口簿, and go on if it agrees.",
    ),
    "id.legacy-15": Entry(
        _INPUT, 5,
        "这是 15 位的第一代身份证号，2013 年起已停用。",
        "This is a 15-digit number of the first generation, out of use since 2013.",
        "学生必须使用 18 位号码；监护人的旧证件请尽量换成 18 位。",
        "A pupil needs the 18-place number; please ask guardians for theirs as well.",
    ),
}  # fmt: skip

_DOCUMENT: dict[str, Entry] = {
    "document.missing": Entry(
        _INPUT, 5,
        "没有填写身份证件号。", "The document number is missing.",
        "请补上；确无证件的，证件类型选“其他”。",
        "Please fill it in; for a pupil without any document choose type 其他.",
    ),
    "document.type-missing": Entry(
        _INPUT, 5,
        "没有填写身份证件类型。", "The document type is missing.",
        "请选择证件类型，例如居民身份证。", "Please choose one, for example 居民身份证.",
    ),
    "document.type-unknown": Entry(
        _INPUT, 5,
        "没有“{type}”这种身份证件类型。", "There is no document type “{type}”.",
        "请从证件类型代码表中选择。", "Please choose from the table of document types.",
    ),
    "document.too-long": Entry(
        _INPUT, 5,
        "证件号有 {length} 个字符，最多 {limit} 个。",
        "The document number has {length} characters; {limit} are the limit.",
        "请检查是否把两个号码或说明写在了一格里。", "Please check for two numbers, or a remark, in one cell.",
    ),
    "document.shape": Entry(
        _INPUT, 28,
        "证件号（{length} 位）不像这种证件的号码。",
        "The document number ({length} characters) does not look like one of this type.",
        "请核对证件类型和号码；确认无误可以继续。", "Please check type and number; go on if both are right.",
    ),
    "document.check-digit": Entry(
        _INPUT, 28,
        "香港身份证号括号内的校验码不符。",
        "The check digit of the Hong Kong identity card number does not fit.",
        "请对照证件改正。", "Please correct it from the card.",
    ),
    "document.other-kind": Entry(
        _INPUT, 28,
        "这个号码属于另一种证件，与所选的证件类型不一致。",
        "This number belongs to another kind of document than the type says.",
        "请核对证件类型：居民身份证、港澳台居民居住证、外国人永久居留身份证的号码开头不同。",
        "Please check the type: cards, residence permits (81, 82, 83), foreign cards (9) begin differently.",
    ),
    "document.registry-number": Entry(
        _INPUT, 5,
        "这是学籍号，不是身份证件号。", "This is a 学籍号, not the number of a document.",
        "查看学籍号请用 xj number explain。", "To read a 学籍号 use xj number explain.",
    ),
    "document.unknown": Entry(
        _INPUT, 28,
        "看不出这是哪种证件的号码。", "This does not look like the number of any known document.",
        "请对照证件检查有没有漏字、多字。",
        "Please compare it with the document for missing or extra characters.",
    ),
}  # fmt: skip

_NUMBER: dict[str, Entry] = {
    "number.length": Entry(
        _INPUT, 5,
        "学籍号应为 19 位，这里有 {length} 位。", "A 学籍号 has 19 places; this one has {length}.",
        "请对照正式名单重新录入。", "Please copy it again from the official list.",
    ),
    "number.prefix": Entry(
        _INPUT, 5,
        "学籍号的首位应为 G、L 或 J。", "A 学籍号 begins with G, L or J.",
        "G 正式，L 临时，J 自编；请对照正式名单。",
        "G formal, L temporary, J self-coded; please check the official list.",
    ),
    "number.prefix-missing": Entry(
        _INPUT, 5,
        "这里缺少学籍号的首位字母（G、L 或 J）。",
        "The letter in front of the 学籍号 (G, L or J) is missing.",
        "如果这是身份证号，请用 xj id check。", "If this is an identity number, use xj id check.",
    ),
    "number.characters": Entry(
        _INPUT, 5,
        "学籍号第 {position} 位不是数字（只有最后一位可以是 X）。",
        "Place {position} of the 学籍号 is no digit (only the last may be X).",
        "请对照正式名单改正。", "Please correct it from the official list.",
    ),
    "number.local": Entry(
        _INPUT, 5,
        "这是学校自己的临时标记，不是学籍号。", "This is the school's own mark, not a 学籍号.",
        "学籍号由主管部门核准后下发。", "The 学籍号 comes from the authority with its approval.",
    ),
    "number.birth-date": Entry(
        _INPUT, 5,
        "学籍号第 8–15 位不是可能的出生日期。", "Places 8–15 of the 学籍号 are not a possible birth date.",
        "请对照正式名单；名单本身有误时报主管部门。",
        "Please check the official list; if the list is wrong, report it to the authority.",
    ),
    "number.check-digit": Entry(
        _INPUT, 5,
        "学籍号的校验码不符。", "The check digit of the 学籍号 does not fit.",
        "请逐位对照正式名单。", "Please compare every place with the official list.",
    ),
    "number.region-unknown": Entry(
        _INPUT, 5,
        "学籍号中的地区码 {region} 不在已知的区划表中。",
        "The region code {region} in the 学籍号 is not in the known table.",
        "已撤销的区划照样有效；对照名单无误即可继续。",
        "Abolished codes stay valid; go on if the official list agrees.",
    ),
    "number.birth-differs": Entry(
        _RULE, 5,
        "学籍号中的日期与登记的出生日期不一致。", "The date in the 学籍号 is not the birth date on record.",
        "出生日期更正过的，学籍号不变；否则请核对是否张冠李戴。",
        "After a corrected birth date the number stays; otherwise make sure it is this pupil's number.",
    ),
    "number.differs-from-id": Entry(
        _RULE, 5,
        "学籍号与身份证号不一致。", "The 学籍号 differs from the identity number.",
        "身份证号更正过的属正常，学籍号终身不变、无需变更；否则请核对两个号码。",
        "Normal after a corrected identity number: the 学籍号 stays for life. Otherwise check both numbers.",
    ),
}  # fmt: skip

ENTRIES: dict[str, Entry] = {**_RESIDENT, **_DOCUMENT, **_NUMBER, **person.ENTRIES}
