"""行政处罚 · 简易程序：《中华人民共和国行政处罚法》第五十一条、第五十二条。一行一个动作，依据在行内。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.acts.penalty.through import THROUGH_FIELDS, through_agency, through_term
from mingjing.law.acts.penalty.words import AGENCY_HEAD, FIELDS, OFFICER, ON_SPOT, PARTY, UNIT_HEAD, M, at
from mingjing.law.bases import CF, GD2, SDJD
from mingjing.law.common import COMMON_ACTIONS, party_corrected, remedy_actions, remedy_terms
from mingjing.law.guards.domain import G_EARLY_STOP, G_PUBLISHABLE
from mingjing.law.guards.party import G_ONEFINE
from mingjing.law.guards.payment import G_PAID, G_TO_PAY, ORDERS_MONEY, fine_owing
from mingjing.law.guards.people import G_AVOID, G_CERT, G_OUTSIDER, G_SEPARATE, G_TWO
from mingjing.law.guards.powers import G_BASIS, G_MILDER, G_POWER
from mingjing.law.guards.responsibility import G_AGE, G_LIMIT
from mingjing.law.guards.service import issued, recorded
from mingjing.law.guards.summary import G_COLLECT, G_RECONSIDER_FIRST, G_SUMMARY
from mingjing.law.sections import PUBLICITY, PUBLICITY_FIELDS, collected, publishing
from mingjing.law.tallies import HEAVIER, remedy_tallies
from mingjing.law.terms import (
    Action,
    After,
    On,
    Per,
    Procedure,
    Publicity,
    Role,
    Tally,
    Term,
    Track,
    done,
    open_,
    param,
    step,
)

OFFICER_OR_HEAD = (OFFICER, UNIT_HEAD)
FINED = Per("fine", (("None", at()), ("0", at())), at("payment"))
"""A warning alone leaves nothing to pay."""

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
SUMMARY = Procedure(
    "penalty_summary", "行政处罚 · 简易程序", "2021-07-15", "penalty", punishes=True,
    basis=CF("第五十一条"),
    stages=(("shown", "出示证件"), ("verified", "当场查实"), ("informed", "当场告知"), ("decided", "当场决定"),
            ("served", "当场交付"), ("reported", "备案"), ("converted", "转普通程序"), ("archived", "归档")),
    exits=at("converted", "archived"),
    tracks=(PUBLICITY, Track("payment", "缴纳"), Track("cash", "收缴的现金"), Track("remedy", "复议、诉讼")),
    guards=(G_SEPARATE, G_AVOID), owing=fine_owing,
    papers=p.PAPERS,
    publicity=Publicity("public_decision", of=("summary_decision",), titled="cause", shows=("punished_by", "kinds", "fine")),
    fields=FIELDS + THROUGH_FIELDS + PUBLICITY_FIELDS,
    path=(step("ps_show_id"), step("ps_verify"), step("ps_inform"), step("ps_decide"), step("ps_deliver"),
          step("ps_report"), step("ps_pay"), step("ps_archive")),
    actions=(
        Action("ps_show_id", "出示证件", OFFICER, CF("第五十二条"), opening=True, to="shown", officers=ON_SPOT, records=M,
               asks=("item", "party", "conduct_on", "cause", "born_on", "capacity"), needs=(G_CERT, G_TWO, G_POWER),
               plain="出示执法证件，表明身份。"),
        party_corrected("ps", at("shown", "verified")),
        Action("ps_verify", "当场查实", OFFICER, CF("第五十一条"), stage=at("shown"), to="verified", records=M,
               asks=("shown_facts",), needs=(G_CERT,), plain="事实确凿、有法定依据，才能当场处罚。"),
        Action("ps_convert", "转普通程序", OFFICER, CF("第五十四条"), stage=at("shown", "verified", "informed"), to="converted",
               asks=("reason",), needs=(G_CERT,), plain="事实不清、超过限额或者需要听证的，不能当场处罚，按普通程序另行立案。"),
        Action("ps_inform", "当场告知并听取意见", OFFICER, CF("第四十四条"), stage=at("verified"), to="informed",
               asks=("told", "distinct_why"), needs=(G_CERT,), plain="告知拟罚内容、事实、理由、依据，听取陈述、申辩。"),
        Action("ps_decide", "当场处罚决定", OFFICER, CF("第五十一条"), stage=at("informed"), to="decided", officers=ON_SPOT,
               papers=("summary_decision",), binds="summary_decision", decides=True, opens=FINED,
               needs=(G_CERT, G_TWO, G_POWER, G_LIMIT, G_AGE, G_BASIS, G_MILDER, G_SUMMARY, G_ONEFINE, G_RECONSIDER_FIRST,
                      done("ps_inform")),
               plain="填写预定格式、有编号的决定书。"),
        Action("ps_deliver", "当场交付", OFFICER, CF("第五十二条"), stage=at("decided"), to="served", records=M,
               asks=("signed_for",), needs=(G_CERT, issued("summary_decision", "当场行政处罚决定书")),
               plain="当场交给当事人；拒签的注明。"),
        Action("ps_collect", "当场收缴", OFFICER, CF("第六十八条"), stage=at("served", "reported"), shuts=at("payment"), opens=at("cash"),
               asks=("ground", "amount", "bill"), needs=(G_CERT, G_TO_PAY, G_COLLECT, G_PAID, open_("payment")),
               plain="只限三种情形，开具财政专用票据。"),
        Action("ps_hand_over", "收缴的罚款交机关", OFFICER, CF("第七十一条"), asks=("amount", "receipt"),
               needs=(done("ps_collect"), open_("cash")), plain="收缴之日起二个工作日内交所属机关（水上自抵岸之日起）。"),
        Action("ps_bank", "机关缴付银行", OFFICER_OR_HEAD, CF("第七十一条"), asks=("amount", "receipt"), shuts=at("cash"),
               needs=(done("ps_hand_over"), open_("cash")), plain="机关二个工作日内缴付指定的银行。"),
        Action("ps_pay", "缴纳罚款", PARTY, CF("第六十七条"), stage=at("served", "reported"), shuts=at("payment"), stated_by=True,
               asks=("amount", "paid_on", "receipt"), needs=(open_("payment"), G_TO_PAY, G_PAID), plain="到指定银行或者电子支付系统缴纳。"),
        collected("ps", at("served", "reported"), done("ps_deliver")),
        Action("ps_enforce", "催告、强制执行或者申请法院", OFFICER_OR_HEAD, CF("第七十二条"), stage=at("served", "reported"), repeat=True,
               opens_case=("compulsory_execution", "court_application"), needs=(done("ps_deliver"), open_("payment"), After("T08")),
               plain="逾期不缴的，另立关联案件加处罚款、催告，强制执行或者申请人民法院执行。"),
        Action("ps_report", "报所属机关备案", OFFICER, CF("第五十二条第三款"), stage=at("served"), to="reported",
               papers=("summary_filing",), needs=(G_CERT,), plain="报所属行政机关备案。"),
        *publishing("ps", at("decided", "served", "reported", "archived"), "public_decision",
                    (G_PUBLISHABLE, issued("summary_decision", "当场行政处罚决定书")), CF("第四十八条"),
                    asks=("repair_met",), withdrawing=(G_EARLY_STOP,)),
        Action("ps_archive", "归档", Role.ARCHIVIST, CF("第四十七条"), stage=at("reported"), to="archived",
               closes=at("payment", "cash", "remedy"), needs=(recorded("ps_explain_record"), done("ps_report")), plain="立卷归档。"),
        Action("ps_explain_record", "音像缺失书面说明", (Role.DEVICE_KEEPER, Role.ARCHIVIST, AGENCY_HEAD), GD2("第二十条"),
               repeat=True, asks=("entry_n", "reason"), needs=(G_OUTSIDER,), plain="由非承办人书面说明没有音像记录的原因。"),
        Action("ps_correct", "更正、补记", OFFICER_OR_HEAD, GD2("第二十七条"), repeat=True,
               asks=("entry_n", "old", "new", "reason"), plain="原记录不改，另写一条更正，写明新旧内容和理由。"),
        *through_agency("ps", at("served", "reported", "archived")),
        *remedy_actions("ps", at("served", "reported", "archived"), ("ps_decide", "ps_deliver")),
    ) + COMMON_ACTIONS,
    tallies=(Tally(HEAVIER, "ps_decide", sums=("fine",)), *remedy_tallies("ps")),
    terms=(
        Term("T12", "当场处罚备案", param("penalty.summary_report_within"), runs_from="ps_decide", until="ps_report",
             basis=CF("第五十二条第三款", mark="P")),
        Term("T10", "当场收缴的罚款交机关", param("penalty.collected_to_agency_within"), runs_from="ps_collect",
             until="ps_hand_over", consequence="追究责任", basis=CF("第七十一条")),
        Term("T11", "机关缴付银行", param("penalty.agency_to_bank_within"), runs_from="ps_hand_over", until="ps_bank",
             consequence="追究责任", basis=CF("第七十一条")),
        Term("T08", "缴纳罚款", param("penalty.pay_within"), runs_from="ps_deliver",
             until=(On("ps_pay"), On("ps_collect"), On("ps_collected")), when=ORDERS_MONEY, consequence="可以加处罚款",
             basis=CF("第六十七条")),
        Term("T70", "立卷归档", param("archive.within"), runs_from="ps_report", until="ps_archive",
             basis=SDJD("第十四条", mark="P")),
        through_term("ps"),
        *remedy_terms("ps", (On("ps_deliver"),), reconsider_first=True, published=CF("第四十八条第二款、第八十五条")),
    ),
)

# fmt: on
