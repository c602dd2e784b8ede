"""A basis everywhere, guards of the rules, somebody for every act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mingjing.law.bases import LAWS
from mingjing.law.guards.visits import PROHIBITED
from mingjing.law.limits import Limit
from mingjing.law.lint.finding import (
    Finding,
)
from mingjing.law.terms import (
    Basis,
    Guard,
    Procedure,
    Role,
)

LISTS_AND_LOTS = frozenset({"item_list", "year_plan", "seeded_draw", "drawn_target", "drawn_officers"})
"""List, plan and lot (rules §1.6-1, 2, 4)."""
PROHIBITIONS = frozenset(
    {"frequency_cap", "annual_enforcement_report", *LISTS_AND_LOTS, *(code for code, _, _ in PROHIBITED)}
)
"""What the rules block under a name of its own: list, plan, cap, lot, report, and the 禁令码 of §1.6."""
GUARDS = frozenset(
    f"G-{one}"
    for one in (
        *(
            "CERT",
            "TWO",
            "AVOID",
            "POWER",
            "BASIS",
            "NOTICE",
            "HEAR",
            "REVIEW",
            "PANEL",
            "NOHARSH",
            "ONEFINE",
            "AGE",
        ),
        *(
            "LIMIT",
            "SEIZEOBJ",
            "NIGHT",
            "DOC",
            "DELIV",
            "REC",
            "SEPARATE",
            "QUALIFIED",
            "BOUND",
            "AMOUNT",
            "SPLIT",
        ),
    )
) | frozenset(
    f"E-{one}" for one in ("ROLE", "ORDER", "PAPER", "FIELD", "EARLY", "LATE", "STALE", "LINK", "UNKNOWN")
)
"""Every id a refusal may carry (rules §1.0)."""


def cited(p: Procedure) -> list[tuple[str, Basis]]:
    """Every basis of a procedure with its row."""
    found = [(p.id, p.basis)]
    found += [(f"{p.id} {one.id}", one.basis) for one in p.actions]
    found += [(f"{p.id} {one.id}", one.basis) for one in p.terms]
    found += [(f"{p.id} {one.id}", one.basis) for one in guards_of(p)]
    return found


def of_limits(limits: Iterable[Limit]) -> list[tuple[str, Basis]]:
    return [(one.term.id, one.term.basis) for one in limits]


def bases(p: Procedure) -> Iterator[Finding]:
    yield from judged(cited(p))


def judged(found: Iterable[tuple[str, Basis]], file: str = "") -> Iterator[Finding]:
    for where, basis in found:
        if not basis.title or basis.law not in LAWS:
            yield Finding(where, "没有写依据。", file=file)
        elif not basis.article and basis.law != "P":
            yield Finding(where, f"依据《{basis.title}》没有写到条。", file=file)
        elif not basis.verified:
            sentence = f"依据未核实或者是平台规则（{basis}，标记 {basis.mark}）。"
            yield Finding(where, sentence, wrong=False, file=file)


def guards_of(p: Procedure) -> list[Guard]:
    needs = [need for action in p.actions for need in action.needs if isinstance(need, Guard)]
    return list({one.id + one.label: one for one in (*needs, *p.guards)}.values())


def guard_ids(p: Procedure) -> Iterator[Finding]:
    for guard in guards_of(p):
        if guard.id not in GUARDS | PROHIBITIONS:
            yield Finding(f"{p.id} {guard.id}", "不是规则表中的闸门。")
        for cure in (guard.cure, *guard.cures):
            if cure and p.action(cure) is None:
                yield Finding(f"{p.id} {guard.id}", f"补正的动作 {cure} 不在本程序。")


def roles(p: Procedure) -> Iterator[Finding]:
    for action in p.derived.values():
        if not action.roles:
            yield Finding(f"{p.id} {action.id}", "没有人可以办理。")
        if action.roles == {Role.PARTY} and not action.stated_by:
            yield Finding(f"{p.id} {action.id}", "当事人的行为在公众入口建成前要由执法人员凭凭证登记。")
