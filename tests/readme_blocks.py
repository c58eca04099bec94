"""The tables and diagrams of README that come from the code and the data: the same words as on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from xjcli import reference
from xjcli.reference.articles import Article
from xjcli.reference.packs import Pack
from xjcli.reference.rules import ActRule, RulePack
from xjcli.regulation.handover import ONE, ROUTES, TURNS, Turn
from xjcli.regulation.lifecycle import ROWS
from xjcli.report.phrases import in_language
from xjcli.schema.forms import FORMS, Form
from xjcli.schema.record import STATUSES
from xjcli.vault.holdings import HOLDINGS

_EVENTS = {
    "request": "转入校申请", "forward": "主管部门通知转出校", "release": "转出校同意", "decline": "转出校不同意",
    "complete": "办结", "refuse": "主管部门退回", "withdraw": "转入校撤回",
}  # fmt: skip
_LEVELS = {"national": "国家 national", "province": "省 province"}


def _zh(key: str) -> str:
    return in_language(key, english=False)


def _both(key: str) -> str:
    return f"{_zh(key)} {in_language(key, english=True)}"


def _mermaid(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def _node(status: str) -> str:
    """The name of a state in the diagram; a hyphen would end it."""
    return status.replace("-", "_") if status else "[*]"


def lifecycle() -> str:
    """One arrow for each (status, after) with the acts that lead there; those that change none are named below."""
    moves: dict[tuple[str, str], list[str]] = {}
    staying: dict[str, list[str]] = {}
    for (status, act), row in ROWS.items():
        if row.after == status:
            staying.setdefault(act, []).append(status)
        else:
            moves.setdefault((status, row.after), []).append(_zh(f"kind.{act}"))
    used = {status for move in moves for status in move}
    states = [f'state "{_zh(f"status.{status}")}" as {_node(status)}' for status in STATUSES if status in used]
    arrows = [f"{_node(old)} --> {_node(new)}: {'、'.join(acts)}" for (old, new), acts in moves.items()]
    kept = "、".join(_zh(f"kind.{act}") for act in staying)
    return f"{_mermaid([*states, *arrows])}\n\n不改变状态的办理：{kept}。"


def handover() -> str:
    """Where both routes agree one arrow; who has the case then stands in the state."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (route, state, event), turn in TURNS.items():
        if route == ONE:
            arrows.setdefault((state, turn.state), []).append(_event(event, turn))
    states = dict.fromkeys(turn.state for turn in TURNS.values())
    names = [f'state "{_zh(f"handover.{state}")}{_party(state)}" as {state}' for state in states]
    lines = [f"{state or '[*]'} --> {after}: {'、'.join(events)}" for (state, after), events in arrows.items()]
    ends = [f"{state} --> [*]" for state in states if not any(old == state for _, old, _ in TURNS)]
    return _mermaid([*names, *lines, *ends])


def _event(event: str, turn: Turn) -> str:
    return _EVENTS[event] + ("（写明理由）" if turn.reason else "")


def _party(state: str) -> str:
    """Whose ten working days run in a state: one name, or that of each route."""
    found = [_parties(route, state) for route in ROUTES]
    if not any(found):
        return ""
    return f"：轮到{found[0] if found[0] == found[1] else '/'.join(found)}"


def _parties(route: str, state: str) -> str:
    party = next(turn.party for (each, _, _), turn in TURNS.items() if each == route and turn.state == state)
    return "主管部门" if party == "authority" else _zh(f"party.{party}") if party else ""


def acts() -> str:
    """Every act of the pack with its article, verb, papers, time limit and command."""
    rules = reference.rule_pack()
    head = ["| 办理 | act | 条 | 性质 | 材料 | 期限 | 命令 |", "|---|---|---:|---|---|---|---|"]
    return "\n".join([*head, *(_act(rules, kind, rule) for kind, rule in rules.acts.items())])


def _act(rules: RulePack, kind: str, rule: ActRule) -> str:
    numbers = {row.article for (_, act), row in ROWS.items() if act == kind} | {rule.article}
    papers = [_zh(f"paper.{each}") for each in rule.evidence]
    papers += [f"（通常还有{_zh(f'paper.{each}')}）" for each in rule.expected]
    due = rules.deadlines.get(rule.deadline)
    command = f"`xj {rule.command}`" if rule.command else "`xj undo`" if kind == "reversed" else ""
    return "| " + " | ".join((
        _zh(f"kind.{kind}"), f"{in_language(f'kind.{kind}', english=True)} `{kind}`", _list(sorted(numbers)),
        _both(f"legal.{rule.legal_act}") + ("，等待核准" if rule.needs_approval else ""), "".join(papers),
        f"{due.amount}{_zh(f'unit.{due.unit}')}" if due else "", command,
    )) + " |"  # fmt: skip


def _list(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def articles() -> str:
    """The thirty articles: what the program does, or why an article is outside its reach."""
    rules = reference.rule_pack()
    head = ["| 条 | 内容 | 程序怎么办 | what the program does | 命令 |", "|---:|---|---|---|---|"]
    return "\n".join([*head, *(_article(rules, each) for each in reference.article_texts().values())])


def _article(rules: RulePack, each: Article) -> str:
    outside = each.reach == "outside"
    zh = each.does_zh + (f"（程序不办理：{each.why_zh}）" if outside else "")
    en = each.does_en + (f" (Outside a program: {each.why_en})" if outside else "")
    commands = " ".join(f"`{command}`" for command in each.commands)
    return f"| {each.number} | {rules.articles[each.number]} | {zh} | {en} | {commands} |"


def holdings() -> str:
    """Every kind of file in a home, and how it is protected."""
    rows = [
        f"| {files} | {each.zh} / {each.en} | {each.how_zh} / {each.how_en} |"
        for each in HOLDINGS
        for files in ("、".join(f"`{name}`" for name in each.patterns),)
    ]
    return "\n".join(
        ["| 文件 file | 里面是什么 what it holds | 怎样保护 how it is protected |", "|---|---|---|", *rows]
    )


def packs() -> str:
    """Every rule pack: how sure its source is, whether it is whole, what it refuses and what it warns of."""
    head = ["| 规则包 | 名称 | 层级 | 可信度 | 完整 | 拒绝 | 提醒 |", "|---|---|---|---|---|---:|---:|"]
    return "\n".join([*head, *(_pack(reference.pack(name)) for name in reference.pack_names())])


def _pack(pack: Pack) -> str:
    weights = [limit.severity for limit in pack.limits]
    cells = (
        f"`{pack.id}`", pack.title, _LEVELS[pack.level], pack.confidence, "部分" if pack.partial else "完整",
        str(weights.count("refuse")), str(weights.count("warn")),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def forms() -> str:
    """Every form: its name, its stored word, its article, how many copies, what writes it, and its template's name."""
    head = ["| 表单 | form | 条 | 份 | 命令 | 模板 |", "|---|---|---:|---|---|---|"]
    return "\n".join([*head, *(_form(form) for form in FORMS.values())])


def _form(form: Form) -> str:
    command = f"`xj {form.command or f'form write {form.kind}'}`"
    copies = "、".join(form.copies) or "1"
    return f"| {form.zh} | {form.en} `{form.kind}` | {form.article} | {copies} | {command} | `{form.template}` |"
