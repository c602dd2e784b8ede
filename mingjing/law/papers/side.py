"""Papers beside the main line (rules §1.2): approvals, statements of the party, transfer, results, corrections."""

from __future__ import annotations

from mingjing.law.bases import CF, FY, GD2, PLATFORM, QZ, YSFZ
from mingjing.law.guards.enforced import FOR_MONEY, added_left, principal_left
from mingjing.law.guards.rates import late_rate
from mingjing.law.papers.fields import (
    agency_name,
    cause,
    confiscated,
    evidence,
    facts_found,
    fine,
    kinds,
    opinion_text,
    party,
    place,
    punished_by,
    reasons,
    started,
    summary,
    violated,
)
from mingjing.law.papers.measures import goods
from mingjing.law.terms import Condition, Field, Kind, Paper, Words

UNDATED = Condition("没有写明履行的最后一天", lambda j: j.procedure.field("demand_by") is None)

no_filing_approval = Paper(
    "no_filing_approval",
    "不予立案审批表",
    (
        summary,
        Field(
            "no_filing_ground",
            "不予立案的情形",
            Kind.CHOICE,
            sample="no_fact",
            choices=(
                ("no_fact", "没有违法事实"),
                ("slight", "轻微并及时改正，没有造成危害后果"),
                ("limitation", "已过追责时效"),
                ("not_ours", "不属本机关管辖"),
                ("other", "其他依法不应立案的情形"),
            ),
        ),
        reasons,
        opinion_text,
    ),
    signed_by="officer, unit_head, agency_head",
    basis=CF("第五十四条"),
)
case_handover_letter = Paper(
    "case_handover_letter",
    "案件移送函",
    (
        party,
        Field("handed_to", "移送至", Kind.TEXT, element=True, sample="枣庄市薛城区市场监督管理局（演示）"),
        facts_found,
        reasons,
        Field(
            "handed_papers",
            "随案移送的材料",
            Kind.EXHIBITS,
            element=True,
            sample=[{"title": "案件来源登记表 1 份", "sha256": ""}],
        ),
        agency_name,
    ),
    word="移",
    sealed=True,
    basis=CF("第二十二条"),
)
interview_notice = Paper(
    "interview_notice",
    "询问通知书",
    (
        party,
        cause,
        Field("appear_at", "到达时间", Kind.TIME, sample="2025-08-05T01:30:00.000Z"),
        place,
        Field("bring", "应当携带的材料", Kind.LONG_TEXT, sample="营业执照、叉车使用登记证和检验报告。"),
        agency_name,
    ),
    word="询通",
    sealed=True,
    basis=CF("第五十五条"),
)
assistance_letter = Paper(
    "assistance_letter",
    "协助调查函",
    (
        Field("asked_agency", "协助单位", Kind.TEXT, element=True, sample="滕州市市场监督管理局（演示）"),
        cause,
        Field(
            "asked_help",
            "请求协助的事项",
            Kind.LONG_TEXT,
            element=True,
            sample="查询该叉车的使用登记和历次检验情况。",
        ),
        Field("answer_by", "函复期限", Kind.DAY, not_before="on", sample="2025-08-20"),
        agency_name,
    ),
    word="协查",
    sealed=True,
    basis=CF("第二十六条"),
)
evidence_sheet = Paper(
    "evidence_sheet",
    "证据提取单",
    (
        Field(
            "taken",
            "提取的证据",
            Kind.EXHIBITS,
            sample=[{"title": "叉车使用登记证复印件 2 页", "sha256": ""}],
        ),
        Field("taken_from", "提供人（单位）", Kind.TEXT, sample="枣庄启禾仓储服务有限公司（演示）"),
        place,
        Field("taken_at", "提取时间", Kind.TIME, sample="2025-08-05T03:20:00.000Z"),
        Field("same_as_original", "核对情况", Kind.TEXT, sample="经核对与原件一致，原件存于提供人处。"),
    ),
    signed_by="officer×2, 提供人",
    basis=CF("第四十六条"),
)
preservation_approval = Paper(
    "preservation_approval",
    "先行登记保存审批表",
    (party, cause, reasons, goods, opinion_text),
    signed_by="officer×2, unit_head, agency_head",
    basis=CF("第五十六条"),
)
goods_list = Paper(
    "goods_list",
    "涉案物品清单",
    (
        goods,
        Field(
            "goods_state",
            "物品现状和保管",
            Kind.LONG_TEXT,
            required=False,
            sample="完好，存放于本机关罚没库。",
        ),
    ),
    signed_by="officer×2, 当事人或见证人",
    basis=YSFZ("第六条"),
)
goods_return_list = Paper(
    "goods_return_list",
    "退还物品清单",
    (party, goods, Field("returned_on", "退还日期", Kind.DAY, sample="2025-10-20")),
    signed_by="officer×2, 领取人",
    basis=CF("第五十六条"),
)
goods_disposal_record = Paper(
    "goods_disposal_record",
    "罚没物品处理记录",
    (
        goods,
        Field(
            "disposed_how",
            "处理方式和经过",
            Kind.LONG_TEXT,
            sample="公开拍卖，所得款项上缴国库，拍卖成交确认书附后。",
        ),
        place,
        started,
    ),
    signed_by="officer×2, 监督人",
    basis=CF("第七十四条"),
)
monitoring_legal_review = Paper(
    "monitoring_legal_review",
    "电子监控记录法制审核意见",
    (
        Field("device", "设备名称、编号和设置地点", Kind.TEXT, sample="卡口 演示-03，光明路与长江路口"),
        Field("published_on", "设置地点公布日期", Kind.DAY, sample="2025-01-10"),
        Field(
            "legal_passed",
            "法制审核",
            Kind.CHOICE,
            sample="yes",
            choices=(("yes", "设备经过法制审核"), ("no", "没有经过或者没有通过")),
        ),
        opinion_text,
    ),
    signed_by="reviewer",
    basis=CF("第四十一条"),
)
monitoring_technical_review = Paper(
    "monitoring_technical_review",
    "电子监控记录技术审核意见",
    (
        Field("device", "设备名称、编号和设置地点", Kind.TEXT, sample="卡口 演示-03，光明路与长江路口"),
        Field(
            "technical_passed",
            "技术审核",
            Kind.CHOICE,
            sample="yes",
            choices=(("yes", "设备符合标准、设置合理、标志明显，记录真实清晰完整"), ("no", "不符合")),
        ),
        opinion_text,
    ),
    signed_by="技术人员",
    basis=CF("第四十一条"),
)
recusal_request = Paper(
    "recusal_request",
    "回避申请书",
    (
        Field("recused_person", "被申请回避的人员", Kind.PERSONS, sample=["zhang"]),
        Field("relation", "申请回避的理由", Kind.LONG_TEXT, sample="与当事人的法定代表人有亲属关系。"),
    ),
    signed_by="申请人",
    basis=CF("第四十三条"),
)
correction_check_record = Paper(
    "correction_check_record",
    "改正情况复查记录",
    (
        place,
        started,
        Field(
            "corrected",
            "改正情况",
            Kind.CHOICE,
            sample="yes",
            choices=(("yes", "已按要求改正"), ("partly", "部分改正"), ("no", "未改正")),
        ),
        Field("corrected_how", "复查所见", Kind.LONG_TEXT, sample="2 台叉车已停用，检验报告已出具。"),
    ),
    signed_by="officer×2, 当事人",
    basis=CF("第二十八条"),
)
defense_record = Paper(
    "defense_record",
    "陈述申辩笔录",
    (
        Field("stated_person", "陈述申辩人", Kind.TEXT, sample="孙大海"),
        Field("identity", "身份及与本案关系", Kind.TEXT, sample="法定代表人"),
        place,
        started,
        Field("statement", "当事人的陈述、申辩", Kind.LONG_TEXT, sample="请求从轻处罚。"),
        Field(
            "defense_evidence",
            "提交的材料",
            Kind.EXHIBITS,
            required=False,
            sample=[{"title": "整改照片 4 张", "sha256": ""}],
        ),
    ),
    signed_by="officer×2, 陈述申辩人",
    long=True,
    basis=CF("第四十五条"),
)
waiver_statement = Paper(
    "waiver_statement",
    "放弃陈述申辩（听证）声明",
    (
        party,
        Field(
            "waives",
            "放弃的权利",
            Kind.CHOICES,
            sample=["defense", "hearing"],
            choices=(
                ("defense", "陈述、申辩"),
                ("hearing", "听证"),
                ("hearing_notice", "听证提前通知的期限"),
            ),
        ),
        Field(
            "waiver_words",
            "声明",
            Kind.LONG_TEXT,
            sample="已经收到告知书，清楚所享有的权利，自愿放弃。",
            usual=Words("已经收到告知书，清楚所享有的权利，自愿放弃。"),
        ),
    ),
    signed_by="当事人",
    basis=CF("第四十五条"),
)
extension_approval = Paper(
    "extension_approval",
    "办案期限延长审批表",
    (
        party,
        cause,
        Field("extended_to", "延长至", Kind.DAY, not_before="on", sample="2026-01-15"),
        reasons,
        opinion_text,
    ),
    signed_by="officer×2, unit_head, agency_head",
    basis=CF("第六十条"),
)
decision_approval = Paper(
    "decision_approval",
    "行政处罚决定审批表",
    (
        party,
        cause,
        facts_found,
        evidence,
        violated,
        punished_by,
        kinds,
        fine,
        confiscated,
        opinion_text,
    ),
    signed_by="officer×2, unit_head, agency_head",
    basis=CF("第五十七条"),
)
education_record = Paper(
    "education_record",
    "不予处罚教育记录",
    (
        party,
        place,
        started,
        Field(
            "taught",
            "教育的内容",
            Kind.LONG_TEXT,
            sample="讲明特种设备定期检验的要求、逾期使用的危险和再次违法的后果。",
        ),
        Field("promised", "当事人的承诺", Kind.LONG_TEXT, required=False, sample="今后按期申报检验。"),
    ),
    signed_by="officer×2, 当事人",
    basis=CF("第三十三条第三款"),
)
transfer_approval = Paper(
    "transfer_approval",
    "涉嫌犯罪案件移送审批表",
    (
        party,
        cause,
        Field("crime", "涉嫌的罪名", Kind.TEXT, element=True, sample="危险作业罪"),
        facts_found,
        reasons,
        Field("reported_at", "提出移送报告的时间", Kind.TIME, sample="2025-09-20T01:00:00.000Z"),
        opinion_text,
    ),
    signed_by="officer×2, agency_head",
    basis=YSFZ("第五条"),
)
transfer_receipt = Paper(
    "transfer_receipt",
    "移送案件回执",
    (
        Field("received_by", "接收机关和接收人", Kind.TEXT, sample="枣庄市公安局薛城分局（演示），李某"),
        Field("received_at", "接收时间", Kind.TIME, sample="2025-09-21T02:00:00.000Z"),
        Field(
            "police_result",
            "处理结果",
            Kind.CHOICE,
            required=False,
            sample="filed",
            choices=(
                ("pending", "审查中"),
                ("filed", "立案"),
                ("refused", "不予立案，退回"),
                ("not_ours", "不属其管辖，转送有管辖权的机关"),
            ),
        ),
    ),
    signed_by="officer×2, 接收人",
    basis=YSFZ("第七条"),
)
withdrawal_notice = Paper(
    "withdrawal_notice",
    "撤案告知书",
    (party, cause, reasons, agency_name),
    word="撤告",
    sealed=True,
    basis=PLATFORM("撤案", mark="P"),
)
deferral_request = Paper(
    "deferral_request",
    "延期（分期）缴纳申请书",
    (
        party,
        Field(
            "hardship",
            "当事人的申请和经济困难的情况",
            Kind.LONG_TEXT,
            element=True,
            sample="近三个月停产，附财务报表。",
        ),
        Field("asked_plan", "申请的缴纳安排", Kind.LONG_TEXT, sample="分三期，每月 15 日前缴纳 1 万元。"),
    ),
    signed_by="当事人",
    basis=CF("第六十六条第二款"),
)
payment_voucher = Paper(
    "payment_voucher",
    "罚款缴纳登记",
    (
        Field("amount", "缴款金额", Kind.MONEY, sample=3000000),
        Field("paid_on", "缴款日期", Kind.DAY, sample="2025-10-10"),
        Field("receipt", "缴款凭证号", Kind.TEXT, sample="演示-0001"),
    ),
    signed_by="officer",
    basis=CF("第六十七条"),
)
cash_collection_record = Paper(
    "cash_collection_record",
    "当场收缴罚款交缴登记",
    (
        Field(
            "ground",
            "当场收缴的情形",
            Kind.CHOICE,
            sample="small",
            choices=(
                ("small", "一百元以下罚款"),
                ("hard_later", "不当场收缴事后难以执行"),
                ("remote", "边远、水上、交通不便且当事人提出"),
            ),
        ),
        Field("amount", "缴款金额", Kind.MONEY, sample=10000),
        Field("bill", "财政专用票据号", Kind.TEXT, sample="演示票-0001"),
        Field("to_agency_on", "交至机关的日期", Kind.DAY, required=False, sample="2025-09-25"),
        Field("to_bank_on", "机关缴付银行的日期", Kind.DAY, required=False, sample="2025-09-26"),
    ),
    signed_by="officer×2, 收款人",
    basis=CF("第七十一条"),
)
demand_notice = Paper(
    "demand_notice",
    "催告书",
    (
        party,
        Field("owed", "应当履行的义务", Kind.LONG_TEXT, element=True, sample="缴纳罚款 3 万元。"),
        Field(
            "owed_amount",
            "金额",
            Kind.MONEY,
            element=True,
            when=FOR_MONEY,
            sample=3000000,
            follows=principal_left,
            held=True,
        ),
        Field(
            "surcharge",
            "加处罚款、滞纳金",
            Kind.MONEY,
            element=True,
            when=FOR_MONEY,
            sample=0,
            follows=added_left,
            held=True,
        ),
        Field(
            "late_rate",
            "加处的标准",
            Kind.TEXT,
            required=False,
            sample="从缴款期限届满的次日起，每日按罚款数额的 3% 加处罚款，加处罚款的数额不超过罚款的数额。",
            follows=late_rate,
            held=True,
        ),
        Field(
            "demand_within",
            "履行期限",
            Kind.TEXT,
            element=True,
            sample="自收到本催告书之日起十个工作日内",
            usual=Words("自收到本催告书之日起 {enforcement.court_after_demand}内", when=UNDATED),
        ),
        Field(
            "demand_how",
            "履行方式、给付方式",
            Kind.LONG_TEXT,
            element=True,
            sample="到指定银行或者通过电子支付系统缴纳。",
            usual=Words("到指定的银行或者通过电子支付系统缴纳。", when=FOR_MONEY),
        ),
        Field(
            "demand_rights",
            "陈述、申辩的权利",
            Kind.LONG_TEXT,
            element=True,
            sample="收到本催告书后有权陈述、申辩；逾期不履行的，将依法申请人民法院强制执行。",
            usual=Words(
                "收到本催告书后有权进行陈述和申辩；无正当理由逾期仍不履行的，将依法强制执行或者申请人民法院强制执行。"
            ),
        ),
        agency_name,
    ),
    word="催",
    sealed=True,
    basis=QZ("第三十五条"),
)
remedy_result_record = Paper(
    "remedy_result_record",
    "复议、诉讼结果登记表",
    (
        Field(
            "remedy",
            "途径",
            Kind.CHOICE,
            sample="reconsideration",
            choices=(("reconsideration", "行政复议"), ("litigation", "行政诉讼")),
        ),
        Field("remedy_body", "复议机关或者人民法院", Kind.TEXT, sample="枣庄市人民政府（演示）"),
        Field("remedy_number", "文号", Kind.TEXT, sample="枣政复决〔2025〕8号（演示）"),
        Field(
            "remedy_result",
            "结果",
            Kind.CHOICE,
            sample="upheld",
            choices=(
                ("upheld", "维持（驳回）"),
                ("changed", "变更"),
                ("revoked", "撤销"),
                ("unlawful", "确认违法"),
                ("void", "确认无效"),
                ("redo", "责令重新作出"),
                ("withdrawn", "申请人撤回、调解终止"),
            ),
        ),
        Field("remedy_day", "作出日期", Kind.DAY, sample="2025-12-20"),
        Field("remedy_effect", "对本案决定的影响", Kind.LONG_TEXT, sample="决定继续有效。"),
    ),
    signed_by="officer, unit_head",
    basis=FY("第七十五条"),
)
unpublication_approval = Paper(
    "unpublication_approval",
    "撤下公示审批表",
    (reasons, opinion_text),
    signed_by="publisher, agency_head",
    basis=CF("第四十八条"),
)
correction_notice = Paper(
    "correction_notice",
    "更正（补记）书",
    (
        Field("corrected_paper", "更正的文书、记录", Kind.TEXT, sample="询问笔录第 2 页"),
        Field("old", "原来的内容", Kind.LONG_TEXT, sample="10 月 9 日"),
        Field("new", "更正后的内容", Kind.LONG_TEXT, sample="10 月 10 日"),
        reasons,
    ),
    signed_by="officer, unit_head",
    basis=GD2("第二十七条"),
)
recording_explanation = Paper(
    "recording_explanation",
    "音像记录缺失说明",
    (
        Field("unrecorded_act", "缺少音像记录的动作", Kind.TEXT, sample="2025 年 8 月 5 日询问"),
        reasons,
        Field(
            "instead_proven_by", "以什么证明过程", Kind.LONG_TEXT, sample="询问笔录逐页签名，见证人赵某在场。"
        ),
    ),
    signed_by="说明人",
    basis=GD2("第二十条"),
)
