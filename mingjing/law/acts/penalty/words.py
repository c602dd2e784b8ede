"""What the two procedures of 行政处罚 share: who acts, how many, and the fields that their acts ask."""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.common import COMMON_FIELDS, REMEDY_FIELDS
from mingjing.law.guards.domain import EARLY_STOP
from mingjing.law.sections import RECUSAL_FIELDS
from mingjing.law.terms import (
    Field,
    Kind,
    Recording,
    Role,
    param,
)

OFFICER, UNIT_HEAD, REVIEWER = Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER
AGENCY_HEAD, PANEL, PUBLISHER = Role.AGENCY_HEAD, Role.PANEL, Role.PUBLISHER
HEARING_HOST, PARTY = Role.HEARING_HOST, Role.PARTY
M, F, NONE = Recording.M, Recording.F, Recording.NONE
TWO = param("penalty.officers")
ON_SPOT = param("penalty.summary_officers")


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# fmt: off
FIELDS = COMMON_FIELDS + REMEDY_FIELDS + (
    p.party,
    Field("inspection_case", "发现线索的检查案件", Kind.CASE, required=False, choices=(("inspection", "行政检查"),),
          help="检查中发现的，选择那个检查案件；当事人、情况不用再填。"),
    Field("item", "职权事项", Kind.TEXT, sample="PEN-0001", help="从本机关公告的权责清单选择。"),
    Field("shown_to", "向谁出示", Kind.TEXT, sample="孙大海"),
    Field("complex", "情节复杂或者重大违法", Kind.YES_NO, sample=False, help="选“是”的，要由负责人集体讨论。"),
    Field("grave", "应当法制审核的其他情形", Kind.CHOICES, required=False, sample=[],
          choices=(("public_interest", "涉及重大公共利益"), ("several_laws", "疑难复杂、多个法律关系"),
                   ("social_effect", "可能造成重大社会影响"), ("by_law", "法律、法规规定应当审核")),
          help="是否属于重大决定由系统按事实计算；这里只能加，不能减。"),
    Field("heard_by_law", "其他较重的处罚，或者法律、法规、规章规定应当听证", Kind.YES_NO, required=False,
          help="较大数额、吊销、停产停业等由系统计算；暂扣许可证件、限制开展生产经营活动等较重的选“是”，应当告知听证的权利。"),
    Field("waives", "放弃的权利", Kind.CHOICES, sample=["defense", "hearing"],
          choices=(("defense", "陈述、申辩"), ("hearing", "听证"), ("hearing_notice", "听证提前通知的期限"))),
    Field("request", "听证要求", Kind.LONG_TEXT, sample="要求听证，对违法事实有异议。"),
    Field("amount", "缴款金额", Kind.MONEY, sample=3000000, carries="fine"),
    Field("paid_on", "缴款日期", Kind.DAY, sample="2025-10-10"),
    Field("performed", "履行的情况", Kind.LONG_TEXT, sample="许可证件已经交回。"),
    Field("receipt", "缴款凭证号", Kind.TEXT, sample="演示-0001"),
    Field("in_full", "是否全部缴清", Kind.CHOICE, choices=(("yes", "全部缴清"), ("no", "部分缴纳")), sample="yes"),
    Field("entry_n", "所指的记录（第几条）", Kind.NUMBER, sample=1),
    Field("old", "原来的内容", Kind.LONG_TEXT, sample="10 月 9 日"),
    Field("new", "更正后的内容", Kind.LONG_TEXT, sample="10 月 10 日"),
    Field("told", "告知和听取意见的情况", Kind.LONG_TEXT, sample="已告知拟罚内容、事实、理由、依据；当事人表示没有意见。"),
    p.conduct_on,
    p.cause,
    p.distinct_why,
    Field("shown_facts", "查实的情况", Kind.LONG_TEXT, sample="现场查实，当事人当场承认。"),
    Field("ground", "当场收缴的情形", Kind.CHOICE, sample="small",
          choices=(("small", "一百元以下罚款"), ("hard_later", "不当场收缴事后难以执行"),
                   ("remote", "边远、水上、交通不便且当事人提出"))),
    Field("bill", "财政专用票据号", Kind.TEXT, sample="演示票-0001"),
    Field("expert_told", "怎样告知当事人", Kind.LONG_TEXT, sample="当面告知检验的机构和事项，当事人没有异议。"),
    *RECUSAL_FIELDS,
    Field("harms_life", "涉及公民生命健康安全、金融安全且有危害后果", Kind.YES_NO, required=False, sample=False,
          help="选“是”的，追责时效为五年。"),
    Field("born_on", "当事人（公民）的出生日期", Kind.DAY, required=False, sample="",
          help="当事人是公民的填写：不满十四周岁的不予处罚。"),
    Field("capacity", "当事人（公民）的精神状况", Kind.CHOICE, required=False, sample="",
          choices=(("able", "能够辨认和控制自己的行为"), ("partly", "尚未完全丧失辨认或者控制能力"),
                   ("unable", "不能辨认或者不能控制自己的行为"))),
    Field("uses_monitoring", "使用电子技术监控记录作证据", Kind.YES_NO, required=False, sample=False,
          help="选“是”的，记录要先经过法制审核和技术审核。"),
    Field("police", "移交给", Kind.TEXT, sample="枣庄市公安局（演示）"),
    Field("police_receipt", "回执", Kind.TEXT, sample="移送回执 演示-0001"),
    Field("police_result", "公安机关的决定", Kind.CHOICE, sample="accepted",
          choices=(("accepted", "立案"), ("declined", "不予立案"), ("returned", "不追究刑事责任，退回"))),
    Field("told_on", "接到通知的日期", Kind.DAY, sample="2025-08-15"),
    Field("police_document", "通知书文号", Kind.TEXT, sample="立案告知书 演示-0001"),
    Field("handed", "移交的物品和材料", Kind.LONG_TEXT, sample="叉车 2 台、案卷材料 1 套。"),
    Field("objection", "答复", Kind.CHOICE, sample="kept", choices=(("kept", "维持原意见"), ("changed", "同意改变，请再次送审"))),
    Field("education", "对当事人的教育", Kind.LONG_TEXT, sample="当面说明法律规定，当事人表示今后按期申报检验。",
          help="不予处罚的，应当对当事人进行教育（《行政处罚法》第三十三条第三款）。"),
    Field("repair_met", "提前停止公示的条件", Kind.CHOICES, required=False, sample=[], choices=EARLY_STOP,
          help="市场监管领域因信用修复撤下的，逐项核实后勾选；时限由总局另行规定，未核实。"),
    Field("signed_for", "签收情况", Kind.CHOICE, choices=(("signed", "已签收"), ("refused", "拒签，已注明")), sample="signed"),
)

# fmt: on
