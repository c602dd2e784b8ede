"""Permits: whom they concern is told and heard, extended in time, renewed before they run out (《行政许可法》)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law import fields
from mingjing.law.bases import XK
from mingjing.law.clocks import clock_of
from mingjing.law.common import FALLEN
from mingjing.law.guards.amounts import catalogue_grounds, yuan
from mingjing.law.guards.decision import over
from mingjing.law.guards.domain import found
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.terms import Condition, Guard, On, Why, event

AFFECTS = Condition("直接关系他人重大利益", lambda j: j.ever("affects_others"))
PUBLIC = Condition("应当公告听证", lambda j: j.ever("public_hearing"))
"""Found once is found for good: examining again takes nobody's hearing and no review away (interpretation)."""
TOLD = On("pm_serve", (("paper", "interested_notice"),), day="served_on")
JOINT = Condition("统一、联合、集中办理", lambda j: j.value("joint") is True)
TESTED = Condition("依法要检验、检测、检疫", lambda j: j.value("needs_testing") is True)
GRANTED_TESTED = Condition(
    "依法要检验、检测、检疫的准予许可", lambda j: TESTED.test(j) and j.stated("granted") != "no"
)
GRANTED_LOWER = Condition(
    "依法先经下级机关审查的准予许可", lambda j: j.value("lower_first") is True and j.stated("granted") != "no"
)
"""A refusal may rest on what is already known (interpretation)."""
SAFETY = Condition("直接关系公共安全、人身健康、生命财产安全", lambda j: j.value("public_safety") is True)
FRAUD = Condition(
    "欺骗、贿赂取得，直接关系公共安全、人身健康、生命财产安全",
    lambda j: SAFETY.test(j) and j.known("revoke_ground") == "fraud",
)


def _from_receipt(j: Judgement) -> bool:
    return found(j, "permit.decide_from_receipt") is not None


FROM_RECEIPT = Condition("法规规定自收到申请之日起计算", _from_receipt)
FROM_ACCEPTANCE = Condition(
    "自受理之日起计算，不是联合办理", lambda j: not (JOINT.test(j) or _from_receipt(j))
)
TOGETHER = Condition("联合办理，自受理之日起计算", lambda j: JOINT.test(j) and not _from_receipt(j))
"""Which of the limits for deciding runs (《行政许可法》第四十二条): one at a time."""


def permit_grounds(j: Judgement) -> list[str]:
    """Why a permit decision must pass legal review (rules §3.1 per_hearing, per_public)."""
    grounds = ["经过听证"] if j.last("pm_hear") else []
    if PUBLIC.test(j):
        grounds.append("涉及公共利益的重大事项")
    if AFFECTS.test(j):
        grounds.append("直接关系他人重大利益")
    return grounds + catalogue_grounds(j, 0)


def _heard(j: Judgement) -> Iterator[str | Why]:
    if PUBLIC.test(j) and not j.last("pm_hear"):
        yield Why(
            "本事项应当公告并举行听证，还没有听证，不能作出决定。",
            "pm_hear" if j.last("pm_hear_pub") else "pm_hear_pub",
        )
    if not (AFFECTS.test(j) or j.last("pm_third")):
        return
    if not j.last(TOLD):
        yield Why(
            "本许可直接关系他人重大利益，还没有告知利害关系人并送达，不能作出决定。",
            "pm_serve" if j.last("pm_third") else "pm_third",
        )
    elif j.last("pm_hear_req"):
        if not j.last("pm_hear"):
            yield Why("申请人、利害关系人要求听证，还没有举行听证，不能作出决定。", "pm_hear")
    elif not over(j, "T24"):
        yield Why("要求听证的期限还没有届满，现在不能作出决定。", "pm_hear_req")


G_HEARD = Guard(
    "G-HEAR",
    "利害关系人已告知，应当听证的已听证",
    XK("第三十六条、第四十六条至第四十八条"),
    _heard,
    cure="pm_third",
    cures=("pm_serve", "pm_hear", "pm_hear_pub", "pm_hear_req"),
)


def _silent_since(j: Judgement) -> date | None:
    """From which day an application is accepted by law, because nobody said in time what it lacks; None = it is not."""
    clock = clock_of(j.procedure, j.procedure.term("T19"), j)
    silent = clock and clock.ended_on is None and not clock.provisional and j.on > clock.last_day
    return clock.started_on if clock and silent else None


def _accepted(j: Judgement) -> Iterator[str]:
    day = j.stated("acceptance_day")
    if not isinstance(day, str) or not fields.is_day(day) or not j.case.entries:
        return
    received = day_of(j.case.entries[0].on).isoformat()
    if not received <= day <= j.on.isoformat():
        yield f"受理的日期应当在收件（{received}）以后、登记（{j.on}）以前，请改正；二十个工作日从受理起算。"
    elif (since := _silent_since(j)) is not None and day != since.isoformat():
        yield f"逾期没有告知补正，自收到申请材料之日（{since}）起即为受理，请写这一天；二十个工作日从受理起算。"


G_ACCEPTED = Guard(
    "E-FIELD", "受理的日期不早于收件、不晚于登记，逾期的从收件起", XK("第三十二条、第四十二条"), _accepted
)


def _rejectable(j: Judgement) -> Iterator[str | Why]:
    if (since := _silent_since(j)) is not None:
        yield f"逾期没有告知补正，自收到申请材料之日（{since}）起即为受理，不能再不予受理；不符合条件的不予许可。"
    elif j.stated("false_materials") is True or any(_barred(j)):
        return
    elif j.known("screening") in ("complete", "fix_now"):
        yield Why("申请材料齐全、符合法定形式的，应当受理；材料不齐的，请先改对申请的处理。", "pm_screen")
    elif not j.last("pm_correct"):
        yield Why("材料不齐的，要先一次告知补正，没有补正的才能不予受理。", "pm_correct")


G_REJECTABLE = Guard(
    "E-ORDER",
    "不予受理有法定理由，没有视为受理",
    XK("第三十二条第一款、第七十八条"),
    _rejectable,
    cure="pm_accept",
    cures=("pm_screen", "pm_correct"),
)


def _still_asked(j: Judgement) -> Iterator[str]:
    if j.stated("screening") in ("not_ours", "not_needed") and (since := _silent_since(j)) is not None:
        yield (
            f"逾期没有告知补正，自收到申请材料之日（{since}）起即为受理，不能再以不属于本机关、不需要许可结束，请受理；"
            "不符合条件的不予许可。"
        )


G_STILL_ASKED = Guard(
    "E-ORDER", "没有视为受理的才能即时告知结束", XK("第三十二条第一款"), _still_asked, cure="pm_accept"
)


def _complete(j: Judgement) -> Iterator[str]:
    lacks = j.known("screening") == "correct" and not j.last("pm_correct")
    if lacks and _silent_since(j) is None:
        yield "申请材料不齐，要先一次告知补正，补正以后受理；现在已经齐全的，请先改对申请的处理。"


G_COMPLETE = Guard(
    "E-ORDER",
    "材料齐全，或者按要求补正了",
    XK("第三十二条第一款第五项"),
    _complete,
    cure="pm_correct",
    cures=("pm_screen",),
)


def _lacking(j: Judgement) -> bool:
    fell = any(j.last(event("pm_remedy_result", against="acceptance", result=one)) for one in FALLEN)
    return j.last("pm_correct") is not None and not fell


LACKING = Condition("告知过补正", _lacking)
"""What was asked for is handed in before acceptance, unless the refusal for the lack of it has fallen."""


def _barred(j: Judgement, so: str = "不予受理") -> Iterator[str]:
    """The day of the application counts; whoever applied before the other case was decided has not applied again."""
    if j.standing.stage not in (j.action.stage or ()):
        return
    applied, item = day_of(j.case.entries[0].on).isoformat(), str(j.value("item") or "")
    for one in j.barred(item):
        if one.since <= applied <= one.until:
            of = f"（{one.number}）" if one.number else ""
            yield (
                f"当事人自 {one.since} 起{one.label}“{item}”{of}，到 {one.until} 为止；"
                f"这次是 {applied} 申请的，{so}。"
            )


G_NOT_BARRED = Guard(
    "E-EARLY", "当事人没有被限制再次申请", XK("第七十八条、第七十九条"), _barred, cure="pm_reject"
)


def _granted_to_barred(j: Judgement) -> Iterator[str]:
    """Silence accepts what is barred, too: 第三十二条 makes no exception. 第七十八条 has both answers, so such a permit is
    refused instead of the acceptance (interpretation).
    """
    if j.stated("granted") == "yes":
        yield from _barred(j, "已经视为受理的也不得准予，请作出不予许可的决定")


G_NOT_GRANTED_TO_BARRED = Guard(
    "E-EARLY",
    "准予许可的，当事人没有被限制再次申请",
    XK("第七十八条、第七十九条", mark="P"),
    _granted_to_barred,
)


def _testers(j: Judgement) -> Iterator[str]:
    named = j.stated("testers")
    sent = {one for one in (named if isinstance(named, list) else []) if j.person(str(one))}
    if j.stated("special") == "testing" and len(sent) < (wanted := j.param("permit.officers").number):
        yield f"检验、检测、检疫要指派 {wanted} 名以上工作人员，现有 {len(sent)} 名，请补选。"


G_TESTERS = Guard("G-TWO", "检验、检测、检疫有两名以上工作人员", XK("第五十五条第二款"), _testers)


def _granted(j: Judgement) -> Iterator[str]:
    if j.known("granted") == "no":
        yield "决定是不予许可，不颁发证件。"


def _extendable(j: Judgement) -> Iterator[str]:
    if _from_receipt(j):
        length = j.param("permit.decide_from_receipt").length
        yield f"本事项的法规规定自收到申请之日起 {length}内办完，没有规定可以延长，请在期限以内决定。"
    if JOINT.test(j) and fields.blank(j.value("government_approval")) and not j.move.asking:
        yield "统一、联合、集中办理的，延长要经本级人民政府负责人批准，请写明批准的文件。"


G_EXTENDABLE = Guard("E-FIELD", "可以延长，有批准权的人已批准", XK("第四十二条"), _extendable)


G_GRANTED = Guard("E-ORDER", "决定准予许可", XK("第四十四条"), _granted)


def _timely(j: Judgement) -> bool:
    """A renewal that was decided in time and has fallen since is decided anew by people, never presumed."""
    clock = clock_of(j.procedure, j.procedure.term("T28"), j)
    return (
        clock is not None
        and not any(j.last(event("pm_remedy_result", against="renewal", result=one)) for one in FALLEN)
        and clock.ended_on is not None
        and not clock.provisional
        and clock.ended_on <= clock.last_day
    )


TIMELY = Condition("在届满三十日前提出延续申请", _timely)
"""The presumption needs an application in time; a late one is decided by people (E18, interpretation)."""


def _refused_renewal(j: Judgement) -> Iterator[str]:
    if j.stated("renewed") == "no" and not fields.blank(j.stated("valid_until")):
        yield "决定是不予延续，不写新的有效期；原来的有效期届满为止，请去掉“有效期至”。"


G_NO_NEW_TERM = Guard("E-FIELD", "不予延续的没有新的有效期", XK("第五十条"), _refused_renewal)


def _free(j: Judgement) -> Iterator[str]:
    asked = j.stated("beyond_list")
    if asked is True:
        yield "不得要求申请人提交与申请事项无关的材料，请去掉清单以外的材料。"


G_LISTED = Guard("E-FIELD", "没有要求清单以外的材料", XK("第三十一条"), _free)


def _no_undoing(j: Judgement) -> Iterator[str]:
    if j.stated("undo_kind") == "revoke" and j.stated("harms_public") is True:
        yield "撤销可能对公共利益造成重大损害的，不予撤销。"
    if j.stated("undo_kind") == "withdraw" and fields.blank(j.stated("change_basis")):
        yield "撤回要因为依据修改、废止或者客观情况重大变化，为了公共利益的需要，请写明。"


G_MAY_UNDO = Guard("E-FIELD", "可以撤回、撤销", XK("第八条、第六十九条"), _no_undoing)


def _loss(j: Judgement) -> Iterator[str]:
    if j.stated("loss") != "yes":
        return
    if j.known("revoke_ground") == "fraud":
        yield "以欺骗、贿赂等不正当手段取得的许可被撤销的，取得的利益不受保护，不补偿、不赔偿。"
    elif fields.blank(j.stated("compensation")) or not j.stated("compensation_amount"):
        yield "给当事人造成财产损失的，应当依法补偿、赔偿，请在决定书里写明数额和怎样给付。"


G_LOSS = Guard("E-FIELD", "造成损失的写明补偿、赔偿", XK("第八条第二款、第六十九条第四款"), _loss)


def _paid_in_full(j: Judgement) -> Iterator[str]:
    given, decided = j.stated("compensated"), j.known("compensation_amount")
    if isinstance(given, int) and isinstance(decided, int) and given < decided:
        yield f"决定书写明补偿、赔偿 {yuan(decided)}，只给付 {yuan(given)}，全部给付以后才能登记。"


G_PAID_IN_FULL = Guard(
    "E-FIELD", "补偿、赔偿已经全部给付", XK("第八条第二款、第六十九条第四款"), _paid_in_full
)


def undoing_grounds(j: Judgement) -> list[str]:
    return ["撤回、撤销行政许可列入重大执法决定目录"]
