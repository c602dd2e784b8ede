"""What the procedures of 行政强制 share: who acts, how many, and the rows of every enforcement (rules §1.5)."""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.bases import CF, FY, QZ, SS
from mingjing.law.common import COMMON_FIELDS, LONGER
from mingjing.law.guards.charges import gives_time
from mingjing.law.guards.coercion import G_AGREES
from mingjing.law.guards.decision import served
from mingjing.law.guards.enforced import (
    DECIDED_BEFORE,
    FOR_MONEY,
    G_AGAINST_WHOM,
    G_AS_ORDERED,
    G_DECIDED_BEFORE,
    G_DEMANDED_LATE,
    G_DEMANDED_SUM,
    G_END_GROUND,
    G_FOR_MONEY,
    G_LATE,
    G_LATE_CHARGE,
    G_PRINCIPAL,
    G_PRINCIPAL_IS,
    G_STILL_DUE,
)
from mingjing.law.guards.links import declared
from mingjing.law.guards.people import G_CERT_HERE, G_TWO_HERE
from mingjing.law.guards.rates import G_RATE_TOLD
from mingjing.law.guards.service import delivered
from mingjing.law.judgement import Judgement
from mingjing.law.sections import BOOK_FIELDS
from mingjing.law.terms import (
    Action,
    Condition,
    Field,
    Kind,
    Length,
    Need,
    On,
    Recording,
    Role,
    Term,
    Track,
    Unit,
    done,
    open_,
    param,
    shut,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD
M, F, O = Recording.M, Recording.F, Recording.O  # noqa: E741 - the codes of rules §1.0
TWO = param("compulsion.officers")
STAFF = (OFFICER, UNIT_HEAD)
G_CERT, G_TWO = G_CERT_HERE, G_TWO_HERE
"""Whose hand enforces; what a measure wants of it is in the statute (G_CERT_MEASURE, G_TWO_MEASURE)."""


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


TRACKS = (Track("suspension", "中止执行"), Track("agreement", "执行协议"), Track("remedy", "复议、诉讼"))
DEMANDED = delivered("demand_notice", "ce_serve", QZ("第三十五条、第三十八条"))
RUNNING, FREE = shut("suspension"), shut("agreement")
"""Nothing is demanded or enforced while the case is suspended, or while an agreement is kept."""
IN_TIME = gives_time("demand_by", "催告的履行期限", QZ("第三十五条"))

# fmt: off
DEMAND_BY = Field("demand_by", "催告的履行期限（最后一天）", Kind.DAY, not_before="on", sample="2025-11-11")
FIELDS = COMMON_FIELDS + BOOK_FIELDS + (
    DEMAND_BY,
    p.party,
    Field("decided_case", "所执行的案件", Kind.CASE, sample="00000000-0000-4000-8000-000000000001", when=DECIDED_BEFORE,
          choices=(("penalty_ordinary", "行政处罚普通程序"), ("penalty_summary", "行政处罚简易程序"), ("levy", "行政征收"),
                   ("house_compensation", "房屋征收补偿"))),
    Field("decision_served_on", "决定书送达的日期", Kind.DAY, sample="2025-09-24", when=DECIDED_BEFORE,
          help="复议、起诉的期限从这一天起算。"),
    Field("remedy_ended_on", "复议决定、判决收到的日期", Kind.DAY, required=False, sample="",
          help="申请过复议、提起过诉讼的填写。"),
    Field("owed", "应当履行的义务", Kind.LONG_TEXT, sample="缴纳罚款 3 万元。"),
    Field("principal", "应当缴纳的本金", Kind.MONEY, required=False, help="由所执行的案件得出：决定的数额减去已经缴纳的。"),
    Field("surcharged_from", "原案已经加处的，自何日起", Kind.DAY, required=False, sample="", help="由所执行的案件得出。"),
    Field("offset", "拍卖所得抵缴的数额", Kind.MONEY, sample=3000000),
)
"""The remedy limits of the decision are counted here again from its service: they open the ways of this case."""


def begun(*, needs: tuple[Need, ...] = (), asks: tuple[str, ...] = ()) -> Action:
    return Action("ce_due", "确认逾期没有履行", STAFF, QZ("第三十四条"), opening=True, to="due",
                  asks=("decided_case", "party", "decision_served_on", "remedy_ended_on", "owed", "duty", "principal",
                        "surcharged_from", *asks),
                  needs=(declared(QZ("第三十四条")), G_AGREES, G_STILL_DUE, G_LATE, G_AS_ORDERED, G_AGAINST_WHOM, G_PRINCIPAL_IS, *needs),
                  plain="决定已经送达、履行期满没有履行的，由原案件另立执行案件。")


def demanding(stages: frozenset[str], until: frozenset[str], *needs: Need) -> tuple[Action, ...]:
    """The demand and what the party answers. `until`: the stages at which a party that performs ends the matter; `needs`:
    what else is asked of the demand.
    """
    return (
        Action("ce_urge", "催告", STAFF, QZ("第三十五条"), stage=stages, to="urged", repeat=True, asks=("demand_by",), records=M,
               papers=("demand_notice",), voids=(served("demand_notice", "ce_serve"),),
               needs=(G_CERT, G_DECIDED_BEFORE, RUNNING, FREE, G_LATE, IN_TIME, G_DEMANDED_SUM, G_DEMANDED_LATE, *needs),
               plain="书面催告，写明履行的期限、方式、金额和陈述、申辩的权利。"),
        Action("ce_hear", "听取陈述、申辩并复核", OFFICER, QZ("第三十六条"), stage=at("urged"), repeat=True, records=O,
               papers=("enforcement_reexamination",), needs=(G_CERT, DEMANDED),
               plain="当事人有权陈述、申辩；提出的事实、理由成立的，应当采纳。"),
        Action("ce_performed", "当事人履行", Role.PARTY, QZ("第三十五条"), stage=until, to="ended",
               stated_by=True, asks=("reason",), shuts=at("agreement"), plain="当事人自行履行的，凭凭证登记，停止执行。"),
    )


def ending(stages: frozenset[str], executed: frozenset[str]) -> tuple[Action, ...]:
    """Suspension, termination, agreement, restoration: the same for every way of enforcement. `executed`: the stages at
    which there is something to restore.
    """
    return (
        Action("ce_suspend", "中止执行", STAFF, QZ("第三十九条"), stage=stages, repeat=True, papers=("suspension_decision",),
               opens=at("suspension"), needs=(RUNNING,), approved_by=AGENCY_HEAD,
               plain="确有困难、第三人主张权利、可能造成难以弥补的损失等情形的，中止执行。"),
        Action("ce_resume", "恢复执行", STAFF, QZ("第三十九条第二款"), stage=stages, repeat=True, asks=("reason",), shuts=at("suspension"),
               needs=(open_("suspension"),), plain="中止的情形消失后，恢复执行。"),
        Action("ce_agree", "执行协议", STAFF, QZ("第四十二条"), stage=stages, repeat=True, papers=("enforcement_agreement",),
               opens=at("agreement"), needs=(RUNNING, FREE, G_PRINCIPAL), approved_by=AGENCY_HEAD,
               plain="可以约定分期履行；当事人采取补救措施的可以减免加处的部分，不得减免本金。协议履行期间不再执行。"),
        Action("ce_breach", "不履行协议，恢复执行", STAFF, QZ("第四十二条第二款"), stage=stages, repeat=True, asks=("reason",),
               shuts=at("agreement"), needs=(open_("agreement"),), plain="当事人不履行执行协议的，写明哪一期没有履行，恢复执行。"),
        Action("ce_end", "终结执行", STAFF, QZ("第四十条"), stage=stages, to="ended", papers=("end_decision",),
               shuts=at("suspension", "agreement"),
               needs=(G_END_GROUND,), approved_by=AGENCY_HEAD, plain="有法定五种情形之一的，终结执行。"),
        Action("ce_restore", "执行回转", STAFF, QZ("第四十一条"), stage=executed, repeat=True,
               papers=("restitution_decision",), needs=(done("ce_due"),), approved_by=AGENCY_HEAD,
               plain="据以执行的决定被撤销、变更，或者执行错误的，恢复原状、退还或者赔偿。"),
    )


LATE = Action("ce_surcharge", "加处罚款、滞纳金", STAFF, QZ("第四十五条"), stage=at("due", "urged"), repeat=True,
              papers=("late_charge_decision",), needs=(G_FOR_MONEY, G_STILL_DUE, G_PRINCIPAL_IS, G_RATE_TOLD, G_LATE_CHARGE),
              plain="标准已经告知当事人；从缴款期满的次日起按日计算（告知以前的日子照算，是平台的解释），数额不超过本金。")

SUSPENDED = Term("T42", "中止后不再执行", param("enforcement.resume_within"), runs_from="ce_suspend", until="ce_resume", waits=False,
                 consequence="没有明显社会危害、当事人确无能力履行，满三年没有恢复的，不再执行", basis=QZ("第三十九条第二款"))
# fmt: on


def decided(fact: str) -> On:
    """A day of the case whose decision is enforced, as it stands now."""
    return On("ce_due", day=fact, linked="decided_case")


def _contested(j: Judgement) -> bool:
    return bool(j.of_linked("decided_case", "contested_on"))


UNCONTESTED = Condition("没有申请复议、提起诉讼，或者已经撤回", lambda j: not _contested(j))
SUED_DIRECTLY = Condition(
    "没有申请复议、提起诉讼，或者已经撤回；不是复议前置的",
    lambda j: not _contested(j) and j.of_linked("decided_case", "sued_directly") is not False,
)
"""Who asked for reconsideration or sued has used these periods; what runs then is the time to sue against the result."""


def remedies_over() -> tuple[Term, ...]:
    """When the decision that is enforced can no longer be attacked, and payment is no longer put off; nobody here is
    reminded of it. All of it is counted from the decided case as it stands now.
    """
    served = decided("decision_served_on")
    # fmt: off
    return (
        Term("T43", "申请行政复议（所执行的决定）", param("reconsideration.apply_within"), runs_from=served, waits=False,
             when=UNCONTESTED, consequence="逾期丧失申请复议的权利", basis=FY("第二十条"), otherwise=LONGER, bound="longer"),
        Term("T51", "直接提起行政诉讼（所执行的决定）", param("litigation.direct_within"), runs_from=served, waits=False,
             when=SUED_DIRECTLY, consequence="逾期法院不受理", basis=SS("第四十六条")),
        Term("T50", "不服复议决定起诉（所执行的决定）", param("litigation.after_reconsideration_within"), waits=False,
             runs_from=decided("remedy_ended_on"), consequence="逾期不能起诉", basis=SS("第四十五条")),
        Term("T08-D", "暂缓、分期缴纳（所执行的决定）", Length(0, Unit.DAY), rolls=False, waits=False, runs_from=decided("deferred_until"),
             when=FOR_MONEY, consequence="没有到期的不得强制执行", basis=CF("第七十二条第二款")),
    )
    # fmt: on
