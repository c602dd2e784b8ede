"""Acts of the ordinary procedure that make a paper beside the main line; none moves the case on. One row, one act."""

from __future__ import annotations

from mingjing.law.acts.penalty.words import OFFICER, TWO, UNIT_HEAD, at
from mingjing.law.bases import CF, MS, PLATFORM, QZ
from mingjing.law.guards.payment import LATE
from mingjing.law.guards.people import G_CERT, G_TWO
from mingjing.law.guards.service import delivered
from mingjing.law.terms import Action, done

UNDER_WAY = at("filed", "concluded", "notified", "heard", "reviewed", "deliberated")
HEARD = at("notified", "heard", "reviewed", "deliberated")
DECIDED = at("decided", "served")
BEFORE_THE_END = UNDER_WAY | DECIDED

# fmt: off
ASIDE = (
    Action("po_interview_notice", "通知询问", OFFICER, CF("第五十五条"), stage=at("filed"), repeat=True,
           papers=("interview_notice",), needs=(G_CERT, done("po_assign")),
           plain="书面通知当事人或者有关人员在什么时候、到什么地方接受询问。"),
    Action("po_assist", "请求协助调查", (OFFICER, UNIT_HEAD), CF("第二十六条"), stage=at("filed"), repeat=True,
           papers=("assistance_letter",), needs=(G_CERT,), plain="请其他机关协助查清事实。"),
    Action("po_take_evidence", "提取书证、物证", OFFICER, CF("第四十六条"), stage=at("filed"), repeat=True, officers=TWO,
           papers=("evidence_sheet",), needs=(G_CERT, G_TWO, done("po_show_id")),
           plain="提取或者复制书证、物证，由提供人核对签名。"),
    Action("po_goods_list", "登记涉案物品", OFFICER, CF("第五十六条"), stage=BEFORE_THE_END, repeat=True, officers=TWO,
           papers=("goods_list",), needs=(G_CERT, G_TWO), plain="逐件登记涉案物品和保管情况。"),
    Action("po_goods_return", "退还物品", OFFICER, CF("第五十六条"), repeat=True, officers=TWO,
           stage=BEFORE_THE_END | at("closed"), papers=("goods_return_list",), needs=(G_CERT, G_TWO),
           plain="退还登记保存、不予没收的物品，由领取人逐件核对签名。"),
    Action("po_goods_dispose", "处理罚没物品", OFFICER, CF("第七十四条"), stage=at("served", "closed"), repeat=True,
           officers=TWO, papers=("goods_disposal_record",), needs=(G_CERT, G_TWO, delivered("penalty_decision")),
           plain="依法公开拍卖、销毁或者按国家规定处理没收的物品，款项上缴国库。"),
    Action("po_defense_record", "记录陈述、申辩", OFFICER, CF("第四十五条"), stage=HEARD, repeat=True, officers=TWO,
           papers=("defense_record",), needs=(G_CERT, G_TWO, done("po_serve", paper="prior_notice")),
           plain="当事人口头陈述、申辩的，当场制作笔录；复核另行办理。"),
    Action("po_hear_public", "公告听证", (OFFICER, UNIT_HEAD), CF("第六十四条第三项"), stage=HEARD, repeat=True,
           papers=("hearing_public_notice",), needs=(G_CERT, done("po_hear_call")),
           plain="公开举行的听证，公告时间、地点和旁听办法。"),
    Action("po_serve_address", "确认送达地址", OFFICER, MS("第八十八条"), stage=BEFORE_THE_END, repeat=True,
           papers=("service_address_confirmation",), needs=(G_CERT,), plain="由当事人书面确认送达地址和联系方式。"),
    Action("po_serve_consent", "确认电子送达", OFFICER, CF("第六十一条第二款"), stage=BEFORE_THE_END, repeat=True,
           papers=("electronic_service_confirmation",), needs=(G_CERT,), plain="当事人同意并签订确认书，才能电子送达。"),
    Action("po_serve_announce", "公告送达", OFFICER, MS("第九十五条"), stage=BEFORE_THE_END, repeat=True,
           papers=("service_announcement",), needs=(G_CERT,), plain="用其他方式无法送达的，发布公告；期满后登记送达。"),
    Action("po_serve_entrust", "委托送达", (OFFICER, UNIT_HEAD), MS("第九十一条"), stage=BEFORE_THE_END, repeat=True,
           papers=("service_entrustment",), needs=(G_CERT,), plain="请当事人所在地的机关代为送达，退回送达回证。"),
    Action("po_serve_lien", "记录留置送达", OFFICER, MS("第八十九条"), stage=BEFORE_THE_END, repeat=True, officers=TWO,
           papers=("lien_service_record",), needs=(G_CERT, G_TWO), plain="拒绝接收的，写明经过、见证人或者录像；再登记送达。"),
    Action("po_educate", "教育当事人", OFFICER, CF("第三十三条第三款"), stage=DECIDED | at("closed"), repeat=True, officers=TWO,
           papers=("education_record",), needs=(G_CERT, G_TWO, done("po_no_penalty")),
           plain="依法不予处罚的，对当事人进行教育。"),
    Action("po_demand", "催告", (OFFICER, UNIT_HEAD), QZ("第三十五条"), stage=at("served"), repeat=True,
           papers=("demand_notice",), needs=(G_CERT, delivered("penalty_decision"), *LATE),
           plain="逾期不履行的，书面催告，告知履行的期限、方式和陈述、申辩的权利。"),
    Action("po_withdraw_notice", "告知撤案", (OFFICER, UNIT_HEAD), PLATFORM("撤案", mark="P"), stage=at("closed"), repeat=True,
           papers=("withdrawal_notice",), needs=(G_CERT, done("po_withdraw")), plain="撤案以后，书面告知已知的当事人。"),
)
# fmt: on
