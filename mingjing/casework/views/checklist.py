"""Which papers this kind of case must have, from its table: what was made, what is still to come, what only when needed."""

from __future__ import annotations

from mingjing.law.judgement import Standing, branch_of
from mingjing.law.terms import Action, Paper, Procedure, Role

MADE, DUE, MAYBE = "已有", "还没有", "需要时"


def of(law: Procedure, standing: Standing) -> list[dict[str, str]]:
    """One row per paper in the order of the table: the usual way's papers are due, the others are made when needed."""
    branch = branch_of(law, standing)
    usual = {one.action for one in law.path if one.branch in ("", branch) and not one.optional}
    made = {ref.paper for entry in standing.live if _effective(law, entry.action) for ref in entry.papers}
    rows: dict[str, dict[str, str]] = {}
    for act in law.derived.values():
        if Role.SYSTEM in act.roles or not act.effective:
            continue
        for paper in (found for one in act.papers if (found := law.paper(one))):
            due = act.id in usual or rows.get(paper.id, {}).get("state") == DUE
            state = MADE if paper.id in made else DUE if due else MAYBE
            rows[paper.id] = {
                "label": paper.label,
                "act": rows.get(paper.id, {}).get("act") or act.label,
                "signed_by": _signers(paper),
                "state": state,
                "kind": {MADE: "ok", DUE: "warn", MAYBE: ""}[state],
            }
    return sorted(rows.values(), key=lambda one: (MADE, DUE, MAYBE).index(one["state"]))


def _effective(law: Procedure, action: str) -> bool:
    found: Action | None = law.action(action)
    return found is not None and found.effective


_SIGNERS = {
    "officer×2": "两名执法人员",
    "officer": "执法人员",
    "unit_head": "承办机构负责人",
    "agency_head": "机关负责人",
    "reviewer": "法制审核人员",
    "hearing_host": "听证主持人",
    "panel": "集体讨论成员",
    "publisher": "公示审核发布员",
    "archivist": "档案员",
}


def _signers(paper: Paper) -> str:
    """`signed_by` of a paper, which names roles by their codes, in words; where no article wants it, so it says."""
    said = "、".join(
        _SIGNERS.get(one.strip(), one.strip()) for one in paper.signed_by.split(",") if one.strip()
    )
    return f"{said}（平台规则，未核实）" if paper.signing and not paper.signing.verified else said
