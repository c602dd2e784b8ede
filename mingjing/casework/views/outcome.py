"""What an act will do, and what it did: sentences read off the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mingjing.law.judgement import codes, names
from mingjing.law.terms import ROLE_LABELS, Action, Entry, Facts, Procedure

APPEND_ONLY = "办理以后写入案卷，不能修改、不能删除；写错的，用“更正、补记”另写一条。"


def consequences(law: Procedure, action: Action, facts: Facts) -> list[str]:
    """Before the button: what happens then, each in one sentence."""
    stage = next(iter(codes(law, action.to, facts)), "") if action.effective else ""
    made = [paper.label for one in action.papers if (paper := law.paper(one)) and action.effective]
    said = [
        f"报{_approver(law, action)}批准；批准以前不生效，稿件改动以后要重新呈批。"
        if not action.effective
        else "",
        f"案件进入“{law.stage_label(stage)}”阶段。" if stage else "",
        f"系统生成{'、'.join(f'《{one}》' for one in made)}。" if made else "",
        _undone(law, action, facts),
        APPEND_ONLY,
    ]
    return [one for one in said if one]


def _approver(law: Procedure, action: Action) -> str:
    approval = next((one for one in law.derived.values() if one.asked_by == action.id), None)
    return "、".join(ROLE_LABELS[one] for one in sorted(approval.roles)) if approval else ""


def _undone(law: Procedure, action: Action, facts: Facts) -> str:
    voided = dict.fromkeys(
        found.label for on in names(law, action.voids, facts) if (found := law.action(on.action)) is not None
    )
    return f"此前的{'、'.join(f'“{one}”' for one in voided)}不再有效，要重新办理。" if voided else ""


def result(law: Procedure, entry: Entry, commitment: str, next_step: str) -> dict[str, Any]:
    """After the act: one sentence, number, receipt, what is next."""
    action = law.action(entry.action)
    numbers = _numbers(law, entry)
    return {
        "title": f"已办理：{action.label if action else entry.action}",
        "rows": [
            {"label": "文号", "value": "\n".join(numbers), "keep": True},
            {"label": "记录", "value": f"第 {entry.n} 条"},
            {
                "label": "回执",
                "value": commitment,
                "keep": True,
                "note": "记下它，以后可以核验这一步没有被改动。",
            },
            {"label": "接下来", "value": next_step},
        ],
    }


def _numbers(law: Procedure, entry: Entry) -> Sequence[str]:
    return [
        f"{ref.number}《{paper.label}》"
        for ref in entry.papers
        if ref.number and (paper := law.paper(ref.paper))
    ]
