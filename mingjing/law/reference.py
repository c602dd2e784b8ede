"""PURE: the tables as pages for `docs/reference/`: what a change of law changes shows there as a diff a lawyer can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mingjing.law import chart, chart_drawing, describe, limit_table
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Action, Guard, Procedure, Term

HEAD = "<!-- 由 script/docs 从规则表生成，请不要手改。 -->"


def pages() -> Mapping[str, str]:
    """File name → text: an index, a listing of every line, and for each procedure a page with its chart."""
    found = {
        "README.md": _text(_index()),
        "limits.md": _text(_limits()),
        "listing.txt": _text(describe.list_lines()),
    }
    for p in PROCEDURES.values():
        found[f"{p.key}.md"] = _text(_page(p))
        if len(p.path) > 1:
            found[f"{p.key}.svg"] = chart_drawing.svg(chart.chart(p), chart_drawing.DRESS) + "\n"
    return found


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _index() -> Iterator[str]:
    yield from (
        HEAD,
        "",
        "# 程序参考",
        "",
        "[期限总表](limits.md)：每一个期限的长度、起算、延长、依据和使用的程序。",
        "",
    )
    yield from ("| 程序 | 起用 | 动作 | 期限 | 依据 |", "|---|---|---|---|---|")
    for p in PROCEDURES.values():
        yield (
            f"| [{p.label}]({p.key}.md) | {p.since} | {len(p.actions)} | {len(p.terms)} | {describe.cited(p.basis)} |"
        )


LIMIT_COLUMNS = ("编号", "期限", "长度", "起算", "延长", "不计入", "逾期", "依据", "核实", "使用的程序")


def _limits() -> Iterator[str]:
    yield from (HEAD, "", "# 期限总表", "", "编号带字母的是同一期限的另一种情形，或者程序自己的期限。", "")
    yield _cells(LIMIT_COLUMNS)
    yield _cells("---" for _ in LIMIT_COLUMNS)
    for one in limit_table.rows():
        cited = "；".join(describe.cited(basis) for basis in one.bases)
        yield _cells(
            (
                one.id,
                one.label,
                one.length,
                one.starts,
                one.extension,
                one.skips,
                one.late,
                cited,
                one.checked,
            )
            + (one.used_by,)
        )


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(one.replace('|', '｜') for one in cells)} |"


def _page(p: Procedure) -> Iterator[str]:
    yield from (HEAD, "", f"# {p.label}", "", f"`{p.key}`，依据{describe.cited(p.basis)}。")
    yield from ("", "阶段：" + " → ".join(f"{label}（`{code}`）" for code, label in p.stages))
    found = chart.chart(p)
    if len(found.stops) > 1:
        yield from ("", "## 流程", "", f"![{p.label}流程图]({p.key}.svg)", "")
        for number, stop in enumerate(found.stops, start=1):
            said = "；".join((*([stop.when] if stop.when else []), *stop.limits))
            yield f"{number}. {stop.label}（{stop.who}）" + (f"：{said}" if said else "")
            yield from (f"   - {one.said}" for one in found.outcomes if one.at == number - 1)
    yield from ("", "## 动作")
    for action in p.actions:
        yield from _action(p, action)
    yield from ("", "## 期限")
    for term in p.terms:
        yield from _term(p, term)
    yield from ("", "## 条件")
    for guard in describe.guards_of(p):
        yield from _guard(p, guard)


def _action(p: Procedure, action: Action) -> Iterator[str]:
    yield from ("", f"### {action.label} `{action.id}`", "")
    if action.plain:
        yield from (action.plain, "")
    yield from _rows((("依据", describe.cited(action.basis)), *describe.act_facts(p, action)))


def _term(p: Procedure, term: Term) -> Iterator[str]:
    yield from ("", f"### {term.id} {term.label}", "")
    yield from _rows((("依据", describe.cited(term.basis)), *describe.term_facts(p, term)))


def _guard(p: Procedure, guard: Guard) -> Iterator[str]:
    yield from ("", f"### {guard.id} {guard.label}", "")
    yield from _rows((("依据", describe.cited(guard.basis)), *describe.guard_facts(p, guard)))


def _rows(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in facts:
        yield f"- **{name}**：{value}"
