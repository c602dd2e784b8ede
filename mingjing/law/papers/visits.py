"""Papers of 行政检查 (rules §1.6), after the national forms of 2025, which were read in excerpts only."""

from __future__ import annotations

from mingjing.law.bases import JCWS
from mingjing.law.papers.fields import agency_name, opinion_text, party, place, reasons, stamped, started
from mingjing.law.papers.measures import sampling_way
from mingjing.law.terms import Field, Kind, Paper, Words

scope = Field("scope", "检查内容", Kind.LONG_TEXT, element=True, sample="在用叉车的使用登记和定期检验情况。")
visit_day = Field("visit_day", "拟检查日期", Kind.DAY, sample="2025-09-28")
inspection_approval = Paper(
    "inspection_approval",
    "行政检查审批表",
    (party, scope, visit_day, place, reasons, opinion_text),
    signed_by="unit_head, agency_head",
    basis=JCWS("行政检查审批表", mark="R2"),
)
inspection_notice = stamped(
    "inspection_notice",
    "行政检查通知书",
    (
        party,
        scope,
        visit_day,
        place,
        Field(
            "rights_told",
            "告知的权利和禁止的行为",
            Kind.LONG_TEXT,
            element=True,
            sample="您有权申请回避，有权拒绝没有出示证件和通知书的检查；检查不收费，不得妨碍正常生产经营。",
            usual=Words(
                "您有权申请回避，有权拒绝没有出示证件和通知书的检查；检查不收费，不得妨碍正常生产经营。"
            ),
        ),
        agency_name,
    ),
    word="检通",
    basis=JCWS("行政检查通知书", mark="R2"),
)
survey_record = Paper(
    "survey_record",
    "勘验笔录",
    (
        party,
        place,
        started,
        Field(
            "surveyed",
            "勘验的情况",
            Kind.LONG_TEXT,
            sample="测量货架间距 1.2 米；拍摄照片 4 张，绘制平面图 1 份。",
        ),
        Field("survey_signed", "签名的情况", Kind.TEXT, sample="孙大海已签名，见证人李某已签名"),
    ),
    signed_by="officer×2, 当事人或者见证人",
    basis=JCWS("勘验笔录", mark="R2"),
)
sampling_sheet = Paper(
    "sampling_sheet",
    "抽样记录",
    (
        party,
        place,
        Field(
            "sampled",
            "抽取的样品",
            Kind.LONG_TEXT,
            sample="制动液（检验样）：1 瓶，封条完好\n制动液（备检样）：1 瓶，封条完好",
            help="一行一件，写成“样品：数量和状况”，文书上成表。",
        ),
        sampling_way,
        Field("sample_paid", "样品费用的支付", Kind.TEXT, sample="按市价支付 60 元"),
    ),
    signed_by="officer×2, 当事人",
    basis=JCWS("抽样记录", mark="R2"),
)
inspection_result_notice = stamped(
    "inspection_result_notice",
    "行政检查结果告知书",
    (
        party,
        Field(
            "checked_what", "检查的情况", Kind.LONG_TEXT, element=True, sample="检查了 2 台叉车和登记资料。"
        ),
        Field(
            "found_what", "检查结果", Kind.LONG_TEXT, element=True, sample="1 台叉车的检验有效期已经届满。"
        ),
        agency_name,
    ),
    word="检告",
    basis=JCWS("行政检查结果告知书", mark="R2"),
)
recheck_opinion = Paper(
    "recheck_opinion",
    "复查意见书",
    (
        party,
        place,
        started,
        Field("recheck_found", "复查情况", Kind.LONG_TEXT, element=True, sample="叉车已经检验合格。"),
        Field(
            "recheck_result",
            "复查结论",
            Kind.CHOICE,
            element=True,
            choices=(("corrected", "已经改正"), ("not_corrected", "逾期没有改正")),
            sample="corrected",
        ),
        agency_name,
    ),
    signed_by="officer×2, 当事人",
    word="检复",
    sealed=True,
    basis=JCWS("复查意见书", mark="R2"),
)
