"""Rows that the procedures of several acts share: service, legal review, corrections, missing recordings.

`prefix` is the procedure's own, so that each keeps the ids of its table: `cm_serve`, `pm_review`, `lv_correct`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import G118, GD1, GD2, GD3, GK, MS, QZ, SDJD
from mingjing.law.common import FALLEN, MAIN
from mingjing.law.guards.decision import bound_to
from mingjing.law.guards.enforced import G_COLLECTED
from mingjing.law.guards.people import G_CERT_HERE, G_OUTSIDER, G_REVIEWER, G_TWO_HERE
from mingjing.law.guards.service import G_CHECKLIST, G_ISSUED, G_SERVICE
from mingjing.law.judgement import Judgement
from mingjing.law.terms import (
    Action,
    Basis,
    Condition,
    Field,
    Guard,
    Json,
    Kind,
    Need,
    On,
    Param,
    Per,
    Recording,
    Role,
    Term,
    Track,
    done,
    open_,
    param,
    per,
    shut,
)

STAFF = (Role.OFFICER, Role.UNIT_HEAD)
BOOK_FIELDS = (
    Field("entry_n", "所指的记录（第几条）", Kind.NUMBER, sample=1),
    Field("old", "原来的内容", Kind.LONG_TEXT, sample="10 月 9 日"),
    Field("new", "更正后的内容", Kind.LONG_TEXT, sample="10 月 10 日"),
)
"""What a correction states; an explanation of a missing recording states `entry_n` and `reason`."""
PUBLICITY = Track("publicity", "公示")
RESULTS_OUT = G118("结果公示：许可、处罚七个工作日，其他二十个工作日", mark="K")
TAKEN_BACK = G118("决定被撤销的及时撤下", mark="K")
LEAKED = Condition("误公开了不应公开的内容", lambda j: j.stated("withdrawal_ground") == "private")
OF_PERSONS = Condition(
    "误公开的有个人信息", lambda j: LEAKED.test(j) and "personal" in _listed(j.stated("leaked"))
)
OF_STATE = Condition(
    "误公开的有国家秘密", lambda j: LEAKED.test(j) and "state_secret" in _listed(j.stated("leaked"))
)
"""Personal information calls for notices, a state secret for a report; a trade secret is taken down and no more (E4)."""


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


LEAK_FIELDS = ("leaked", "leak_told", "secret_reported")
PUBLICITY_FIELDS = (
    Field("leaked", "误公开的内容", Kind.CHOICES, sample=["trade_secret"], when=LEAKED, help="只在内部留存，不公开。",
          choices=(("personal", "个人信息"), ("trade_secret", "商业秘密"), ("state_secret", "国家秘密"), ("other", "其他"))),
    Field("leak_told", "个人信息的补救和通知", Kind.LONG_TEXT, when=OF_PERSONS, sample="已撤下；当日通知本人和网信部门。",
          help="立即补救，通知履行个人信息保护职责的部门和本人；能够有效避免危害、不通知本人的，写明理由"
               "（《个人信息保护法》第五十七条）。"),
    Field("secret_reported", "国家秘密的补救和报告", Kind.LONG_TEXT, when=OF_STATE, sample="已撤下；当日报告保密行政管理部门。",
          help="立即采取补救措施并报告（《保守国家秘密法》，条文未核实）。"),
    Field("withdrawal_ground", "撤下的情形", Kind.CHOICE, sample="revoked",
          choices=(("revoked", "决定被变更、撤销、确认违法或者无效"), ("private", "误公开了不应公开的内容"),
                   ("expired", "公示期届满"), ("repaired", "信用修复"), ("mistake", "内容有错误"))),
    Field("withheld", "不予公开的情形", Kind.CHOICE, sample="trade_secret",
          choices=(("state_secret", "国家秘密，或者法律、行政法规禁止公开"), ("security", "危及国家安全、公共安全、经济安全、社会稳定"),
                   ("trade_secret", "商业秘密、个人隐私"), ("minor", "当事人是未成年人"), ("series", "影响系列案件查处，暂缓公开"),
                   ("no_effect", "不具有一定社会影响"))),
)  # fmt: skip
"""Grounds of rules §4.5 for taking down, of §4.3 (W1–W5, W7) for not publishing."""

RECUSAL_FIELDS = (
    Field("recused_person", "被申请回避的人员", Kind.PERSONS, sample=["zhang"]),
    Field("relation", "申请回避的理由", Kind.LONG_TEXT, sample="与当事人的法定代表人有亲属关系。"),
)


def _fallen(j: Judgement) -> Iterator[str]:
    of = j.procedure.publicity.of if j.procedure.publicity else ()
    for entry in reversed(j.standing.live):
        if any(one.paper in of for one in entry.papers) and j.procedure.derived[entry.action].effective:
            return
        main = entry.facts.get("against", MAIN) == MAIN
        if main and entry.action.endswith("_remedy_result") and entry.facts.get("result") in FALLEN:
            yield "这个决定已经被撤销或者确认无效，不能再公示；重新作出决定以后再公示。"
            return


G_NOT_FALLEN = Guard("E-ORDER", "决定没有被撤销、确认无效", TAKEN_BACK, _fallen)


# fmt: off
def corrected(prefix: str, act: str = "correct") -> Action:
    """A record is never changed: the correction stands beside it. `act`: where the table calls something else so."""
    return Action(f"{prefix}_{act}", "更正、补记", STAFF, GD2("第二十七条"), repeat=True,
                  asks=("entry_n", "old", "new", "reason"), plain="原记录不改，另写一条更正，写明新旧内容和理由。")


def explained(prefix: str) -> Action:
    """Why an act has no recording, said by somebody who did not do it."""
    return Action(f"{prefix}_explain_record", "音像缺失书面说明", (Role.DEVICE_KEEPER, Role.ARCHIVIST, Role.AGENCY_HEAD),
                  GD2("第二十条"), repeat=True, asks=("entry_n", "reason"), needs=(G_OUTSIDER,),
                  plain="由非承办人书面说明没有音像记录的原因。")


def recusing(prefix: str, basis: Basis, decided: Basis) -> tuple[Action, ...]:
    """A party asks that somebody withdraw, and the head decides (G-AVOID)."""
    return (
        Action(f"{prefix}_recuse", "申请回避", Role.PARTY, basis, repeat=True, stated_by=True,
               asks=("recused_person", "relation"), plain="当事人认为执法人员有利害关系的，可以申请回避；调查不停止。"),
        Action(f"{prefix}_recuse_decide", "决定回避", Role.AGENCY_HEAD, decided, repeat=True,
               asks=("recused_person",), papers=("recusal_decision",),
               plain="负责人决定是否回避；应当回避的以后不再办理本案。"),
    )


def serving(prefix: str, stage: frozenset[str], officers: Param, *, to: Per | None = None, opens: Per | None = None,
            certified: bool = True) -> Action:
    """Service of any paper of the case. `certified=False`: by staff of the counter, who need no certificate."""
    people: tuple[Need, ...] = (G_CERT_HERE, G_TWO_HERE) if certified else ()
    return Action(f"{prefix}_serve", "送达", Role.OFFICER, MS("第八十八条"), stage=stage, repeat=True, to=to,
                  officers=officers if certified else 0, asks=("paper",), records=Recording.M if certified else Recording.NONE,
                  opens=opens or frozenset(), papers=("proof_of_service",), needs=(*people, G_ISSUED, G_SERVICE),
                  plain="把文书送到当事人手里，留下送达回证。")


def reviewing(prefix: str, stage: frozenset[str], paper: str, basis: Basis, *, needs: tuple[Need, ...] = (),
              decision: str, asked: bool = True) -> tuple[Action, ...]:
    """Legal review of the draft of one paper: submission, opinion, return. `decision`: the act that it clears.

    `asked`: whether that act is asked for and approved, so that a new submission makes a pending ask lapse.
    """
    submit, review = f"{prefix}_submit_review", f"{prefix}_review"
    again = dict.fromkeys(("supplement", "correct", "handover", "reject"), (submit,))
    return (
        Action(submit, "提交法制审核", STAFF, GD3("第十四条"), stage=stage, repeat=True, papers=("review_request",),
               drafts=(paper,), binds=paper, voids=(review, *((f"{decision}.ask",) if asked else ())), needs=needs,
               plain="把拟作的决定和全部材料交给与本案无关的法制审核人员。"),
        Action(review, "法制审核", Role.REVIEWER, basis, stage=stage, repeat=True, papers=("legal_review_opinion",), binds=paper,
               voids=per("opinion", (), **again), needs=(done(submit), G_REVIEWER, bound_to(submit, basis), G_CHECKLIST),
               plain="逐项审核，出具同意、补正、纠正、移送或者不同意的书面意见。"),
        Action(f"{prefix}_review_return", "退回补充材料", Role.REVIEWER, GD3("第十四条", mark="P"), stage=stage, repeat=True,
               asks=("reason",), voids=(submit,), needs=(done(submit), G_REVIEWER),
               plain="送审材料不齐的，退回补充，审核期限重新计算。"),
    )


def publishing(prefix: str, stage: frozenset[str], paper: str, needs: tuple[Need, ...], basis: Basis, *,
               asks: tuple[str, ...] = (), withdrawing: tuple[Need, ...] = ()) -> tuple[Action, ...]:
    """Publication of a result, its withdrawal, publication anew, or why it is withheld. `paper`: sentences for the public.
    `asks`, `withdrawing`: what the withdrawal states and wants besides.
    """
    publish, unpublish = f"{prefix}_publish", f"{prefix}_unpublish"
    papers, closed = (paper, "publication_review"), shut("publicity")
    needs = (G_NOT_FALLEN, *needs)
    return (
        Action(publish, "结果公示", Role.PUBLISHER, basis, repeat=True, opens=frozenset({"publicity"}), stage=stage, papers=papers,
               needs=(closed, *needs), plain="审查保密和个人信息后，向社会公开。"),
        Action(unpublish, "撤下公示", Role.PUBLISHER, basis, repeat=True, shuts=frozenset({"publicity"}),
               asks=("withdrawal_ground", "reason", *LEAK_FIELDS, *asks), needs=(open_("publicity"), *withdrawing),
               plain="写明理由后撤下，原址保留撤下说明。"),
        Action(f"{prefix}_republish", "更正后重新公示", Role.PUBLISHER, basis, repeat=True, opens=frozenset({"publicity"}), stage=stage,
               papers=papers, needs=(done(unpublish), closed, *needs), plain="更正内容以后，在原址重新公示，保留撤下的说明。"),
        Action(f"{prefix}_withhold", "登记不予公开", Role.PUBLISHER, GD1("第十六条"), repeat=True, stage=stage, asks=("withheld", "reason"),
               needs=(closed,), plain="不予公开或者暂缓公开的，登记情形和理由，在公示期限内报同级司法行政部门备案；情形消失的再公示。"),
    )


def publish_term(prefix: str, id_: str, label: str, key: str, *starts: On | str) -> Term:
    """T55 or T56: the result goes out within so many 工作日 of its making, unless it is registered why it does not."""
    return Term(id_, label, param(key), runs_from=tuple(On.of(one) for one in starts),
                until=tuple(On(f"{prefix}_{one}") for one in ("publish", "republish", "withhold")), consequence="通报", basis=RESULTS_OUT)


def review_term(prefix: str, mark: str = "", label: str = "法制审核") -> Term:
    return Term(f"T67{mark}", label, param("review.within"), runs_from=f"{prefix}_submit_review",
                until=(On(f"{prefix}_review"), On(f"{prefix}_review_return")), extension=param("review.extension"),
                consequence="催办；超期不视为同意", basis=GD3("第十八条", mark="P"))


def collected(prefix: str, stage: frozenset[str], delivery: Need, *, to: str | None = None) -> Action:
    """The end of the payment where nobody paid: the cases that enforce it took all."""
    return Action(f"{prefix}_collected", "登记执行到位", STAFF, QZ("第四十九条"), stage=stage, to=to, repeat=True,
                  shuts=frozenset(("payment",)), asks=("reason",), needs=(delivery, open_("payment"), G_COLLECTED),
                  plain="应缴的已经由执行案件划拨、拍卖抵缴的，写明后不再收缴；执行所得只在执行案件里登记一次。")


def archived(prefix: str, stage: frozenset[str], *needs: Need, closes: frozenset[str] = frozenset()) -> Action:
    return Action(f"{prefix}_archive", "归档", Role.ARCHIVIST, SDJD("第十四条"), stage=stage, to="archived", closes=closes,
                  needs=needs, plain="文书、证据按顺序立卷归档。")


def archive_term(prefix: str, *starts: On | str) -> Term:
    return Term("T70", "立卷归档", param("archive.within"), runs_from=tuple(On.of(one) for one in starts),
                until=f"{prefix}_archive", basis=SDJD("第十四条", mark="P"))


CHANGED_ON = Field("changed_on", "变更的日期", Kind.DAY, sample="2025-09-24", help="项目、标准、依据或者期限变更的日期。")


def listing(first: str, label: str, paper: str, basis: Basis, needs: tuple[Need, ...], plain: str,
            changing: tuple[Need, ...] = (), *, drafted: frozenset[str] = frozenset(), reviewed: tuple[Need, ...] = ()
            ) -> tuple[Action, ...]:
    """A list that the agency must publish, and its change: `first` opens the case, `first_due` begins T57, `first_change` ends it.

    `changing`: what its change wants besides. `drafted`: where the case begins with a draft, the stage at which it is put up;
    `reviewed`: what that wants besides.
    """
    kept = frozenset({"listed"})
    return (
        Action(first, f"公布{label}", Role.PUBLISHER, basis, opening=not drafted, stage=drafted or None, to="listed", papers=(paper,),
               binds=paper if reviewed else "", settles=bool(reviewed), needs=(*needs, *reviewed), plain=plain),
        Action(f"{first}_due", f"登记{label}需要变更", Role.UNIT_HEAD, GK("第二十六条"), stage=kept, repeat=True,
               asks=("changed_on", "reason"), plain="有变更的，登记日期；二十个工作日内更新。"),
        Action(f"{first}_change", f"更新{label}", Role.PUBLISHER, GK("第二十六条"), stage=kept, repeat=True, papers=(paper,),
               binds=paper if changing else "", settles=bool(changing), needs=(done(f"{first}_due"), *needs, *changing),
               plain="按变更后的内容重新公布。"),
    )


def listing_term(first: str, label: str) -> Term:
    """T57: what was published beforehand is brought up to date within so many 工作日 of the change."""
    return Term("T57", f"更新{label}", param("publication.update_within"), runs_from=On(f"{first}_due", day="changed_on"),
                until=f"{first}_change", consequence="通报", basis=GK("第二十六条"))
# fmt: on
