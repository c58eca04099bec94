"""What the screens of the semester review say (第二十四条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "reconcile.head": ("{semester} 学期复核（{first} 至 {last}）", "Review of {semester} ({first} to {last})"),
    "reconcile.present": ("在校", "In class"),
    "reconcile.on-roll": ("在籍", "On the roll"),
    "reconcile.school": ("全校", "School"),
    "reconcile.holds": ("平", "holds"),
    "reconcile.broken": ("不平", "differs"),
    "column.opening": ("期初", "opening"),
    "column.gains": ("增", "in"),
    "column.losses": ("减", "out"),
    "column.closing": ("期末", "closing"),
    "column.balance": ("核对", "proof"),
    "column.whole": ("范围", "of"),
    "reconcile.flow.11": ("招生", "admitted"),
    "reconcile.flow.12": ("复学", "resumed"),
    "reconcile.flow.13": ("转入", "transferred in"),
    "reconcile.flow.21": ("毕业", "graduated"),
    "reconcile.flow.22": ("结业", "completed"),
    "reconcile.flow.23": ("休学", "leave"),
    "reconcile.flow.24": ("退学", "withdrawn"),
    "reconcile.flow.25": ("开除", "expelled"),
    "reconcile.flow.26": ("死亡", "died"),
    "reconcile.flow.27": ("转出", "transferred out"),
    "reconcile.flow.28": ("辍学", "dropped out"),
    "reconcile.flow.took-on": ("接管", "took on"),
    "reconcile.flow.back-from-abroad": ("回国", "back from abroad"),
    "reconcile.flow.back-to-school": ("返校", "back to school"),
    "reconcile.flow.found": ("寻回", "found"),
    "reconcile.flow.left-early": ("肄业", "left early"),
    "reconcile.flow.abroad": ("出境", "abroad"),
    "reconcile.flow.missing": ("下落不明", "missing"),
    "reconcile.flow.custody-moved": ("移交", "custody moved"),
    "reconcile.flow.class-changed": ("分班转班", "class changed"),
    "reconcile.flow.promoted": ("升级换班", "promoted"),
    "reconcile.flow.retained": ("留级", "retained"),
    "reconcile.flow.skipped": ("跳级", "skipped"),
    "reconcile.flow.progressed": ("校内升学", "went on inside"),
    "reconcile.flow.demoted": ("降级", "lower grade"),
    "reconcile.flow.reversed": ("撤销", "reversed"),
    "reconcile.open": ("未了结 {total} 项：", "Open, {total}:"),
    "reconcile.open-line": ("  {code}（第{article}条）{count} 件", "  {code} (Art. {article}): {count}"),
    "reconcile.closed": ("账实相符，没有未了结的事项", "It adds up, and nothing is open"),
    "reconcile.next": (
        "下一步：xj due，xj check；看一个数的来历加 --drill 代码", "Next: xj due, xj check; the acts behind a number: --drill CODE"
    ),
    "roster.said": (
        "{where} {on}：清点 {stated} 人，学籍 {counted} 人", "{where} on {on}: {stated} counted, {counted} on the roll"
    ),
    "roster.next": ("已记下；每次 xj check、xj reconcile 都会比对", "Noted; every xj check and xj reconcile compares it"),
}  # fmt: skip
