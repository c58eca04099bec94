"""What can be wrong when a pupil's record is opened, found or changed."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_I, _L = Family.INPUT, Family.RULE

ENTRIES: dict[str, Entry] = {
    "pupil.unknown": Entry(
        _I, 0, "找不到这名学生（{pupil}）", "No such pupil ({pupil})",
        "用 xj find 按姓名、班级或号码后四位查找", "use xj find with a name, a class or the last four digits",
    ),
    "pupil.several": Entry(
        _I, 0, "“{pupil}”可以指 {count} 名学生：{candidates}", "“{pupil}” can mean {count} pupils: {candidates}",
        "请用括号里的记录号", "use the record id shown in brackets",
    ),
    "field.missing": Entry(
        _I, 4, "缺少{label}", "{label} is missing", "补上后再录入", "add it and enter again",
    ),
    "field.unknown": Entry(
        _I, 0, "没有叫“{field}”的字段", "There is no field “{field}”",
        "相近的字段：{close}", "fields like it: {close}",
    ),
    "field.label": Entry(
        _I, 0, "{label}没有“{value}”这一项", "{label} has no value “{value}”",
        "可用：{close}", "it can be: {close}",
    ),
    "form.unreadable": Entry(
        _I, 0, "表单文件不是 JSON 对象", "The form file is not a JSON object",
        "形如 {{\"name\": \"…\", \"sex\": \"男\", …}}，用 UTF-8 保存", "it looks like {{\"name\": \"…\", \"sex\": \"男\", …}}, saved as UTF-8",
    ),
    "enrol.duplicate": Entry(
        _L, 6, "证件号与本校已有学籍相同（记录 {record}）", "A record of this school has the same document number (record {record})",
        "不得重复建立学籍；如果是同一人，不必再录", "a record must not be opened twice; if it is the same child, there is nothing to do",
    ),
    "enrol.from-number": Entry(
        _L, 5, "按身份证号填写：{labels}", "Taken from the identity number: {labels}",
        "请对照户口簿核对", "compare them with the household register",
    ),
    "enrol.same-person": Entry(
        _L, 6, "与本校学生姓名、性别、出生日期都相同，且至少一方没有证件号（记录 {record}）", "Same name, sex and birth date as a pupil here, and one of them has no document (record {record})",
        "核对户口簿；确认是两个人，再加 --because 说明", "check the household register; if they are two children, add --because",
    ),
    "enrol.namesake": Entry(
        _L, 6, "与本校学生姓名、性别、出生日期都相同，证件号不同（记录 {record}）", "Same name, sex and birth date as a pupil here, with another document number (record {record})",
        "请核对是否一人两号", "check whether one child has two numbers",
    ),
    "enrol.needs-transfer": Entry(
        _L, 6, "不是起始年级（{grade} 年级），没有转学手续", "Not a first grade (grade {grade}), and no transfer",
        "转入的学生走转学；已有学籍的在校生用 --as take-on 接管", "a child from another school needs a transfer; pupils who are registered already: --as take-on",
    ),
    "enrol.was-here": Entry(
        _L, 6, "这名学生以前在本校，学籍已离开（记录 {record}）", "This pupil was at this school before and has left (record {record})",
        "籍随人走：从他校回来的用 xj transfer request、xj progress request，不另建学籍", "the record follows the pupil: from another school use xj transfer request or xj progress request, not a second record",
    ),
    "enrol.school-type": Entry(
        _L, 2, "学校类型 {type} 一般不办{stage}", "A school of type {type} does not usually teach {stage}",
        "核对学校标识码前两位和 init 时的 --stage", "check the first two digits of the school code and --stage",
    ),
    "enrol.stage": Entry(
        _L, 2, "本校没有{stage}这个学段", "This school has no {stage} stage",
        "核对年级和入学年月；学段可用 xj settings set stages 修改", "check grade and entry month; stages can be changed with xj settings set stages",
    ),
    "enrol.future": Entry(
        _L, 4, "日期 {date} 还没有到", "The date {date} has not come yet", "改为今天或更早", "use today or an earlier date",
    ),
    "import.differs": Entry(
        _L, 10, "登记库中已有这名学生，{count} 项不同（{fields}），保留原值", "This pupil is on record; {count} fields differ ({fields}); the recorded values are kept",
        "基础信息的更正要有证明材料并经核准（办法第十条），不由导入覆盖", "corrections need evidence and approval (Art. 10); an import does not overwrite",
    ),
    "import.conflict": Entry(
        _L, 6, "证件号与登记库中另一人相同（记录 {record}），但{fields}不同", "The document number is another person's in the registry (record {record}): {fields} differ",
        "核对户口簿，看是号码错还是姓名错", "check the household register: the number or the name is wrong",
    ),
    "import.twice": Entry(
        _L, 6, "表内重复：与第 {row} 行是同一人", "Twice in this file: the same child as row {row}",
        "删去一行；如果是两个人，核对证件号", "remove one row; if they are two children, check the numbers",
    ),
    "assign.none": Entry(
        _I, 0, "没有给出学生", "No pupil was named", "写上学籍号、记录号或姓名，可多个", "name pupils by number, record id or name",
    ),
    "resubmit.not-refused": Entry(
        _L, 4, "这名学生的学籍没有被退回（现为{standing}）", "This pupil's enrolment was not refused (it is {standing})",
        "只有退回的申报可以重新申报或撤回；已上报的请等批复", "only a refused enrolment can be sent again or given up; wait for the decision",
    ),
    "resubmit.nothing": Entry(
        _L, 4, "重新申报要有补正内容或证明材料", "Sending again needs a correction or evidence",
        "加上 --set 字段=值 或 --evidence 文件，并用 --because 说明", "add --set field=value or --evidence FILE, and say why with --because",
    ),
    "resubmit.place": Entry(
        _I, 4, "{label}不能在重新申报时修改", "{label} cannot be changed when sending again",
        "班级用 xj assign 调整；年级、入学年月有误请联系主管部门", "the class is changed with xj assign; for grade or entry month ask the authority",
    ),
    "number.taken": Entry(
        _L, 5, "学籍号已经属于另一名学生（{bearer}）", "That registry number is another pupil's already ({bearer})",
        "一人一号：对照正式名单核对是哪一行错了", "one pupil, one number: check with the official list which row is wrong",
    ),
    "number.kept": Entry(
        _L, 5, "学籍号已经确定，不再改变", "The registry number is settled and stays",
        "学籍号终身不变，身份证号更正后也不变", "it never changes, also when the identity number is corrected",
    ),
    "number.not-listed": Entry(
        _I, 5, "名单中的 {count} 人不在本校登记库", "{count} people of the list are not in this registry",
        "用 xj find 核对；转出的学生不会在这里", "check with xj find; pupils who left are not here",
    ),
    "evidence.kind": Entry(
        _I, 10, "证明材料的格式不能用（{extension}）", "Evidence of this kind cannot be used ({extension})",
        "请用 jpg、png、pdf、ofd、docx 或 xlsx，且内容与扩展名一致", "use jpg, png, pdf, ofd, docx or xlsx, the content matching its extension",
    ),
    "evidence.lost": Entry(
        Family.REGISTRY, 13, "证明材料 {digest}… 不在了或被改动", "The evidence {digest}… is gone or was altered",
        "从备份恢复 evidence 文件夹", "restore the folder evidence from a backup",
    ),
    "settings.unknown": Entry(
        Family.USAGE, 0, "没有叫“{key}”的设置", "There is no setting “{key}”",
        "可以改的：{allowed}", "these can be changed: {allowed}",
    ),
    "registrar.unlisted": Entry(
        _L, 23, "{name}不在学籍管理员名单中", "{name} is not on the list of registrars",
        "运行：xj registrar add {name} --trained 培训日期", "run: xj registrar add {name} --trained DATE",
    ),
    "registrar.untrained": Entry(
        _L, 23, "{name}没有培训记录", "No training of {name} is on record",
        "应先培训后上岗；登记培训：xj registrar train {name} --on 日期", "training comes before duty; note it: xj registrar train {name} --on DATE",
    ),
    "registrar.trained-late": Entry(
        _L, 23, "{name}先上岗后培训", "{name} was trained after taking up duty", "只作说明，无须处理", "for information only",
    ),
    "registrar.known": Entry(
        _L, 23, "{name}已在学籍管理员名单中", "{name} is on the list already",
        "登记培训用 train，离岗用 retire", "use train for a training, retire for the last day",
    ),
    "registrar.unknown": Entry(
        _I, 23, "名单中没有{name}", "{name} is not on the list", "用 xj registrar list 查看", "see xj registrar list",
    ),
    "registrar.unnamed": Entry(
        _L, 23, "还没有写明学籍管理员", "No registrar is named",
        "运行：xj settings set registrar 姓名", "run: xj settings set registrar NAME",
    ),
}  # fmt: skip
