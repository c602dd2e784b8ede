"""What the system can say of each head of the checklist, so that the reviewer looks and does not search."""

from __future__ import annotations

from mingjing.casework.context import DoorContext
from mingjing.law.guards.amounts import G_BENCHMARK
from mingjing.law.guards.decision import G_AMOUNT, G_HEAR, G_NOTICE
from mingjing.law.guards.people import G_CERT, G_SEPARATE
from mingjing.law.guards.powers import G_BASIS, G_MILDER, G_POWER
from mingjing.law.guards.service import G_REC
from mingjing.law.judgement import Judgement, awaited, replay
from mingjing.law.rules import reasons
from mingjing.law.terms import Case, Guard, Move, Procedure, Role

HEADS: dict[str, tuple[str, tuple[Guard, ...]]] = {
    "K1": ("执法证、人数、职权", (G_CERT, G_POWER, G_SEPARATE)),
    "K2": ("告知、陈述申辩、听证", (G_NOTICE, G_HEAR)),
    "K4": ("引用的依据", (G_BASIS,)),
    "K5": ("裁量基准", (G_BENCHMARK,)),
    "K6": ("职权事项", (G_POWER,)),
    "K7": ("与告知书比对", (G_AMOUNT,)),
    "K9": ("后来的规定是否较轻", (G_MILDER,)),
    "K10": ("音像记录", (G_REC,)),
}


def system_checks(law: Procedure, case: Case, context: DoorContext) -> dict[str, str]:
    """By head: what the guards find, as one sentence."""
    handlers = [one for one in case.entries if Role.OFFICER.value in one.roles]
    actor = handlers[-1].actor if handlers else ""
    review = awaited(law, replay(law, case)) or next(iter(law.reviews), None)
    action = law.derived[review.submit if review else next(iter(law.derived))]
    j = Judgement(
        law,
        case,
        Move(action.id, actor, context.today.isoformat(), asking=True),
        context,
        action,
        replay(law, case),
    )
    return {code: _told(label, j, checks) for code, (label, checks) in HEADS.items()} | {
        "K3": _evidence(case),
        "K9": f"违法行为发生日 {j.known('conduct_on') or '未写明'}，请核对适用哪一版法律。",
    }


def _told(label: str, j: Judgement, checks: tuple[Guard, ...]) -> str:
    found = [reason.sentence for one in checks for reason in reasons(j, one)]
    return f"系统核对：{'；'.join(found)}" if found else f"系统核对：{label}没有发现问题。"


def _evidence(case: Case) -> str:
    files = sum(len(one.files) for one in case.entries if one.action != "paper_issued")
    records = sum(1 for one in case.entries for ref in one.papers if ref.paper.endswith("_record"))
    return f"系统核对：笔录 {records} 份，电子证据 {files} 件。"
