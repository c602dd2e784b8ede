"""Notice, hearing, review, deliberation, amount: what must come before a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mingjing.law import fields
from mingjing.law.bases import CF, PLATFORM
from mingjing.law.clocks import clock_of
from mingjing.law.guards.amounts import (
    LICENSE_KINDS,
    STOP_KINDS,
    hearing_grounds,
    kinds_of,
    scope_grounds,
    yuan,
)
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.terms import Basis, Condition, Entry, Guard, On, Why, event


def served(paper: str, by: str = "po_serve") -> On:
    """The service of a paper, on the day on which it takes effect. `by`: the procedure's act of service."""
    return On(by, (("paper", paper),), day="served_on")


PRIOR_SERVED = served("prior_notice")
RIGHTS_SERVED = served("hearing_rights_notice")


def over(j: Judgement, term_id: str) -> bool:
    clock = clock_of(j.procedure, j.procedure.term(term_id), j)
    return clock is not None and not clock.provisional and j.on > clock.last_day


def heard_out(said: str, basis: Basis) -> Guard:
    """The party has spoken (`said`), or T06, its time to speak, has run out."""

    def check(j: Judgement) -> Iterator[str]:
        if not j.last(said) and not over(j, "T06"):
            yield "当事人陈述、申辩的期限还没有届满，当事人也没有陈述、申辩，现在不能决定。"

    return Guard("G-NOTICE", "已听取陈述、申辩或者期限已过", basis, check, cure=said)


def waived(j: Judgement, right: str) -> bool:
    return any(
        isinstance(rights := j.fact(one, "waives"), list) and right in rights for one in j.events("po_waive")
    )


def _notice(j: Judgement) -> Iterator[str | Why]:
    if not j.last("po_notice"):
        yield "还没有作处罚事先告知，请先告知拟处罚的内容、事实、理由、依据和权利。"
    elif not j.last(PRIOR_SERVED):
        yield Why("事先告知书还没有送达，请先送达。", "po_serve")
    elif not (j.last("po_defense") or waived(j, "defense") or over(j, "T06")):
        yield Why("当事人的陈述、申辩还没有听取和复核，当事人没有放弃，陈述申辩期也没有届满。", "po_defense")


G_NOTICE = Guard(
    "G-NOTICE",
    "已告知并听取陈述、申辩",
    CF("第六十二条"),
    _notice,
    cure="po_notice",
    cures=("po_serve", "po_defense"),
)


def notified(j: Judgement) -> Entry | None:
    return j.last("po_notice")


def _told_of_hearing(j: Judgement) -> bool:
    own = j.last(RIGHTS_SERVED)
    merged = j.last(PRIOR_SERVED) and str(j.fact(notified(j), "hearing_right") or "").strip()
    return bool(own or merged)


HEARING_ENDED = event("po_hear_adjourn", hearing_change="terminate")
"""The party stayed away or left without good reason: the hearing counts as given up (《行政处罚法》第六十四条第六项)."""


def _hear(j: Judgement) -> Iterator[str | Why]:
    if grounds := hearing_grounds(j):
        if not _told_of_hearing(j):
            told = j.last("po_hear_notice") or str(j.fact(notified(j), "hearing_right") or "").strip()
            yield Why(
                f"拟处罚达到听证条件：{'；'.join(grounds)}。还没有告知听证权并送达，请先告知。",
                "po_serve" if told else "po_hear_notice",
            )
        elif not (j.last("po_hear_req") or j.last("po_hear") or waived(j, "hearing") or over(j, "T04")):
            yield Why("听证要求期还没有届满，当事人也没有放弃听证，现在不能决定。", "po_waive")
    if j.last("po_hear_req") and not (j.last("po_hear") or j.last(HEARING_ENDED)):
        yield Why(
            "当事人要求听证，还没有举行听证，现在不能决定。",
            "po_hear" if j.last("po_hear_call") else "po_hear_call",
        )


G_HEAR = Guard(
    "G-HEAR",
    "听证权已告知，要求的已听证",
    CF("第六十三条"),
    _hear,
    cure="po_hear_notice",
    cures=("po_serve", "po_waive", "po_hear", "po_hear_call"),
)


def _review(j: Judgement) -> Iterator[str]:
    """A small case need not be reviewed; but once the lawyer has said no, it is not decided over that no either."""
    rule = j.procedure.review
    if rule is None:
        return
    grounds = rule.grounds(j) or scope_grounds(
        j
    )  # always asked, so that `seen` holds what judging it again needs
    review = j.last(rule.review)
    if review is not None and j.fact(review, rule.opinion) != rule.passed:
        yield "法制审核没有通过，不得作出决定；请按审核意见处理后再次送审。"
    elif review is not None and j.on < (passed := day_of(review.on)):
        yield f"法制审核是 {passed} 通过的，决定不能早于这一天，请核对日期。"
    elif review is None and grounds:
        yield f"本案应当经过法制审核：{'；'.join(grounds)}。未经法制审核，不得作出决定。"


def reviewed_beside(
    prefix: str, decision: str | tuple[str, ...], grounds: Callable[[Judgement], list[str]], basis: Basis
) -> tuple[Guard, Guard]:
    """Of a decision that may be made again: this one was reviewed since the last, where it must be, and unchanged since.

    `prefix`: of its acts of review (`sections.reviewing`); `decision`: the act or acts that use one up.
    """
    decisions = (decision,) if isinstance(decision, str) else decision

    def review(j: Judgement) -> Entry | None:
        made = max((one.n for act in decisions for one in j.events(act)), default=0)
        found = j.last(f"{prefix}_review")
        return found if found and found.n > made else None

    def passed(j: Judgement) -> Iterator[str]:
        found, why = review(j), grounds(j)
        if found is not None and j.fact(found, "opinion") != "approve":
            yield "法制审核没有通过，不得作出决定；请按审核意见处理后再次送审。"
        elif found is None and why:
            yield f"这个决定应当经过法制审核：{'；'.join(why)}。未经法制审核，不得作出决定。"

    def same(j: Judgement) -> Iterator[str]:
        found, digest = review(j), j.bound()
        passed = found is not None and j.fact(found, "opinion") == "approve"
        if passed and digest and j.digest(found, j.action.binds) not in ("", digest):
            yield "法制审核以后稿件有改动，审核的不是现在这一稿，请重新送审。"

    submit = f"{prefix}_submit_review"
    return (
        Guard("G-REVIEW", "法制审核已通过", basis, passed, cure=submit),
        Guard("G-BOUND", "稿件与审核时一致", basis, same, cure=submit),
    )


def review_passed(submit: str, basis: Basis, when: Condition | None = None) -> Guard:
    """`submit`: the act by which the draft goes to the lawyers."""

    def check(j: Judgement) -> Iterator[str]:
        if when is None or when.test(j):
            yield from _review(j)

    return Guard("G-REVIEW", "法制审核已通过", basis, check, cure=submit)


G_REVIEW = review_passed("po_submit_review", CF("第五十八条"))


def _bound(j: Judgement) -> Iterator[str]:
    """Review, deliberation and decision speak of the same text, byte for byte."""
    paper, digest = j.action.binds, j.bound()
    if not digest:
        found = j.procedure.paper(paper)
        if found is not None and not j.move.asking:
            yield f"还没有《{found.label}》的稿件，请先起草。"
        return
    for action_id in j.standing.by_action:
        act = j.procedure.derived[action_id]
        if act.binds != paper or act.asked_by or act.decides or action_id == j.action.asked_by:
            continue
        entry = j.last(action_id)
        if (
            entry is not None
            and not entry.action.endswith(".ask")
            and j.digest(entry, paper) not in ("", digest)
        ):
            yield f"{act.label}以后稿件有改动，{act.label}的不是现在这一稿，请重新送审。"


def bound_to(submit: str, basis: Basis) -> Guard:
    return Guard("G-BOUND", "稿件与审核、讨论、呈批时一致", basis, _bound, cure=submit)


G_BOUND = bound_to("po_submit_review", CF("第五十八条"))


PANEL_DUE = Condition(
    "情节复杂或者重大违法",
    lambda j: j.value("complex") is True or bool(kinds_of(j) & (LICENSE_KINDS | STOP_KINDS)),
)


def _panel(j: Judgement) -> Iterator[str]:
    if PANEL_DUE.test(j) and not j.last("po_panel"):
        yield "情节复杂或者重大违法的处罚，要由负责人集体讨论，还没有集体讨论记录。"


G_PANEL = Guard("G-PANEL", "应当集体讨论的已讨论", CF("第五十七条第二款"), _panel, cure="po_panel")


def _amount(j: Judgement) -> Iterator[str]:
    told = notified(j)
    if told is None:
        return
    for name, label in (("fine", "罚款"), ("confiscated", "没收")):
        before = j.fact(told, name)
        before = before if isinstance(before, int) else 0
        if j.money(name) > before:
            yield f"{label}金额 {yuan(j.money(name))}高于告知的 {yuan(before)}，要先重新告知。"
    before_kinds = j.fact(told, "kinds")
    added = kinds_of(j) - {str(one) for one in (before_kinds if isinstance(before_kinds, list) else [])}
    if added:
        yield "处罚种类超出告知的范围，要先重新告知。"


G_AMOUNT = Guard("G-AMOUNT", "决定不高于告知", CF("第四十四条"), _amount, cure="po_notice")


def _heavier(j: Judgement, told: Entry) -> list[str]:
    """In what the new notice is heavier than the one that the party answered."""
    found = []
    for name, label in (("fine", "罚款"), ("confiscated", "没收")):
        before = j.fact(told, name)
        if j.money(name) > (before if isinstance(before, int) else 0):
            found.append(label)
    kinds = j.fact(told, "kinds")
    if kinds_of(j) - {str(one) for one in (kinds if isinstance(kinds, list) else [])}:
        found.append("处罚种类")
    return found


def _no_harsher(j: Judgement) -> Iterator[str]:
    """Heard once is heard for good: the acts that a new notice voids are remembered here all the same."""
    notices = [one for one in j.case.entries if one.action == "po_notice"]
    heard = [one.n for one in j.case.entries if one.action in ("po_defense", "po_hear")]
    if not notices or not heard or heard[-1] < notices[-1].n:
        return
    if (heavier := _heavier(j, notices[-1])) and fields.blank(j.stated("harsher_why")):
        yield (
            f"当事人申辩、听证以后，{'、'.join(heavier)}比上一次告知的重；不得因申辩而加重，"
            "有申辩以外的新事实、理由的，请写明。"
        )


G_NOHARSH = Guard("G-NOHARSH", "没有因申辩、听证加重", CF("第四十五条第二款"), _no_harsher)


def _unseen(j: Judgement) -> Iterator[str]:
    """A case that would have been major is not dropped without the lawyer's eyes (rules §3.1 pen_noaction)."""
    if hearing_grounds(j) and not any(one.action == "po_review" for one in j.case.entries):
        yield f"拟处罚曾达到重大标准（{'；'.join(hearing_grounds(j))}），不予处罚也要先经法制审核。"


G_REVIEW_NONE = Guard(
    "G-REVIEW",
    "重大案件不予处罚的先经法制审核",
    PLATFORM("重大案件不予处罚", mark="P"),
    _unseen,
    cure="po_submit_review",
)
