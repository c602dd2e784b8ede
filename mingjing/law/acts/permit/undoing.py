"""撤回、撤销行政许可（《行政许可法》第八条、第六十九条）：告知、听取陈述申辩、法制审核、决定。一行一个动作。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.acts.permit.general import AGENCY_HEAD, FELL, PARTY, REVIEW, STAFF, TWO, at
from mingjing.law.bases import PLATFORM, XK
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS, REMEDY_FIELDS, remedy_actions, remedy_terms
from mingjing.law.guards.decision import bound_to, heard_out, review_passed, served
from mingjing.law.guards.links import declared
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.permits import FRAUD, G_LOSS, G_MAY_UNDO, G_PAID_IN_FULL, undoing_grounds
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import all_served, delivered, issued
from mingjing.law.guards.validity import UNDONE
from mingjing.law.sections import (
    BOOK_FIELDS,
    PUBLICITY,
    PUBLICITY_FIELDS,
    TAKEN_BACK,
    archive_term,
    archived,
    corrected,
    publish_term,
    publishing,
    review_term,
    reviewing,
    serving,
)
from mingjing.law.tallies import remedy_tallies
from mingjing.law.terms import (
    Action,
    Field,
    Kind,
    Procedure,
    Publicity,
    Review,
    Tally,
    Term,
    Track,
    done,
    open_,
    param,
    per,
    step,
)

OPEN = at("begun", "told")
REVIEWED = (review_passed("pm_submit_review", REVIEW), bound_to("pm_submit_review", REVIEW))
TOLD = delivered("undoing_notice", "pm_serve", XK("第七条"))
HEARD = heard_out("pm_undo_said", XK("第七条"))

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
UNDOING = Procedure(
    "permit_undoing", "撤回、撤销行政许可", "2019-04-23", "permit",
    basis=XK("第八条、第六十九条"),
    stages=(("begun", "提起"), ("told", "告知"), ("undone", "已撤回、撤销"), ("kept", "不撤回、不撤销"), ("archived", "归档")),
    exits=at("undone", "kept", "archived"),
    tracks=(PUBLICITY, Track("remedy", "复议、诉讼"), Track("compensation", "补偿、赔偿"), Track(UNDONE, "许可已经撤回、撤销")),
    guards=(G_SEPARATE, G_AVOID),
    review=Review(submit="pm_submit_review", review="pm_review", opinion="opinion", passed="approve",
                  decision="pm_revoke", paper="undoing_decision", grounds=undoing_grounds),
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("undoing_decision",), shows=("undo_kind", "revoke_ground")),
    fields=COMMON_FIELDS + REMEDY_FIELDS + BOOK_FIELDS + PUBLICITY_FIELDS + (
        p.party,
        Field("permit_case", "许可案件", Kind.CASE, choices=(("permit", "行政许可"),), sample="00000000-0000-4000-8000-000000000001"),
        Field("item", "许可事项", Kind.TEXT, sample="PER-0001"),
        Field("undo_kind", "撤回还是撤销", Kind.CHOICE, sample="withdraw", choices=(("withdraw", "撤回"), ("revoke", "撤销"))),
        Field("revoke_ground", "撤销的情形", Kind.CHOICE, required=False, sample="",
              choices=(("abuse", "滥用职权、玩忽职守作出"), ("beyond_power", "超越法定职权"), ("procedure", "违反法定程序"),
                       ("unqualified", "申请人不具备资格、不符合条件"), ("fraud", "欺骗、贿赂等不正当手段取得（应当撤销）"), ("by_law",
                       "依法可以撤销的其他情形"))),
        Field("change_basis", "依据的修改、废止，或者客观情况的重大变化", Kind.LONG_TEXT, required=False,
              sample="城市规划调整，该地块不得设立充装站（演示）。"),
        Field("harms_public", "撤销可能对公共利益造成重大损害", Kind.YES_NO, sample=False),
        Field("public_safety", "直接关系公共安全、人身健康、生命财产安全", Kind.YES_NO, required=False, sample=False,
              help="以欺骗、贿赂取得的，三年内不得再次申请。"),
        Field("loss", "给当事人造成财产损失", Kind.CHOICE, sample="none", choices=(("none", "没有"), ("yes", "有，依法补偿、赔偿"))),
        Field("said", "当事人的陈述、申辩", Kind.LONG_TEXT, sample="要求补偿搬迁损失。"),
    ),
    path=(step("pm_undo_begin"), step("pm_undo_tell"), step("pm_serve", paper="undoing_notice"), step("pm_undo_said"),
          step("pm_submit_review"), step("pm_review"), step("pm_withdraw.ask", "withdraw"), step("pm_withdraw", "withdraw"),
          step("pm_revoke.ask", "revoke"), step("pm_revoke", "revoke"), step("pm_serve", paper="undoing_decision"), step("pm_publish"),
          step("pm_archive")),
    branches=(("withdraw", "撤回"), ("revoke", "撤销")),
    actions=(
        Action("pm_undo_begin", "提起", STAFF, XK("第八条、第六十九条"), opening=True, to="begun",
               asks=("permit_case", "item", "party", "undo_kind", "revoke_ground", "change_basis", "harms_public", "public_safety"),
               needs=(declared(XK("第八条、第六十九条")), G_POWER, G_MAY_UNDO),
               plain="由许可案件提起；撤销可能对公共利益造成重大损害的，不予撤销。"),
        Action("pm_undo_tell", "告知", STAFF, XK("第七条"), stage=OPEN, to="told", repeat=True, papers=("undoing_notice",),
               voids=(served("undoing_notice", "pm_serve"),), plain="告知理由、依据和陈述、申辩的权利。"),
        Action("pm_undo_said", "记录陈述、申辩", PARTY, XK("第七条"), stage=at("told"), repeat=True, stated_by=True, asks=("said",),
               needs=(TOLD,),
               plain="当事人的意见登记在案，决定时写明是否采纳。"),
        *reviewing("pm", at("told"), "undoing_decision", REVIEW, needs=(TOLD,), decision="pm_revoke"),
        Action("pm_withdraw", "撤回许可", STAFF, XK("第八条第二款"), stage=at("told"), to="undone", papers=("undoing_decision",),
               binds="undoing_decision", asks=("loss",), opens=per("loss", (UNDONE,), yes=("compensation", UNDONE)),
               decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, done("pm_undo_begin", undo_kind="withdraw"), TOLD, HEARD, G_LOSS, *REVIEWED),
               plain="为了公共利益的需要撤回；给当事人造成财产损失的，依法补偿。"),
        Action("pm_revoke", "撤销许可", STAFF, XK("第六十九条"), stage=at("told"), to="undone", papers=("undoing_decision",),
               binds="undoing_decision", asks=("loss",), opens=per("loss", (UNDONE,), yes=("compensation", UNDONE)),
               decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, done("pm_undo_begin", undo_kind="revoke"), TOLD, HEARD, G_LOSS, *REVIEWED),
               plain="欺骗、贿赂取得的应当撤销，取得的利益不受保护；其他四种情形可以撤销，损害当事人合法权益的依法赔偿。"),
        Action("pm_compensate", "给付补偿、赔偿", STAFF, XK("第八条第二款、第六十九条第四款"), stage=at("undone"), repeat=True,
               papers=("compensation_record",), shuts=at("compensation"), needs=(open_("compensation"), G_PAID_IN_FULL),
               plain="撤回、撤销给当事人造成损失的，依法补偿、赔偿，给付以后才能归档。"),
        Action("pm_keep", "不撤回、不撤销", STAFF, XK("第六十九条第三款"), stage=OPEN, to="kept", asks=("reason",), approved_by=AGENCY_HEAD,
               plain="不符合条件，或者可能对公共利益造成重大损害的，维持许可。"),
        serving("pm", at("begun", "told", "undone", "kept"), TWO, certified=False),
        *publishing("pm", at("undone", "archived"), "public_notice", (issued("undoing_decision", "撤回（撤销）行政许可决定书"),),
                    XK("第四十条")),
        archived("pm", at("undone", "kept"), all_served("pm_serve", ("undoing_decision",), XK("第七条")),
                 closes=at("remedy", "compensation")),
        corrected("pm", "amend_record"),
        *remedy_actions("pm", at("undone", "archived"), (), ends=UNDONE),
    ) + COMMON_ACTIONS,
    tallies=(Tally("permit_revoked", "pm_revoke"), *remedy_tallies("pm")),
    terms=(
        Term("T06", "陈述、申辩期", param("permit.defense_within"), runs_from=served("undoing_notice", "pm_serve"), until="pm_undo_said",
             waits=False, consequence="视为放弃", basis=PLATFORM("陈述申辩期", mark="P")),
        Term("T30", "三年内不得再次申请", param("permit.bar_fraud"), rolls=False, waits=False, runs_from="pm_revoke", until=FELL,
             when=FRAUD, bars=True, consequence="期内再次申请的不受理", basis=XK("第七十九条")),
        review_term("pm"),
        publish_term("pm", "T55", "撤回、撤销许可公示", "publication.permit_within", "pm_withdraw", "pm_revoke"),
        archive_term("pm", "pm_withdraw", "pm_revoke", "pm_keep"),
        *remedy_terms("pm", (served("undoing_decision", "pm_serve"),), reconsider_first=False, published=TAKEN_BACK),
    ),
)
# fmt: on
