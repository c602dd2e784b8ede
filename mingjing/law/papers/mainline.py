"""The papers of a penalty's main line (rules §1.10): their content, who signs, number, seal, publicity."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import CF, GD2, GD3, MS, PLATFORM
from mingjing.law.papers.fields import (
    agency_name,
    business,
    cause,
    conduct_on,
    confiscated,
    deviation,
    discretion,
    distinct_why,
    ended,
    evidence,
    facts_found,
    fine,
    found_on,
    harsher_why,
    hearing_adopted,
    hearing_right,
    kinds,
    leniency,
    milder_why,
    opinion_text,
    ordered_by,
    orders,
    party,
    perform,
    place,
    punished_by,
    reasons,
    remedies,
    rights,
    source,
    started,
    summary,
    tier,
    violated,
)
from mingjing.law.terms import Condition, Field, Kind, Paper, Words

case_source_register = Paper(
    "case_source_register",
    "案件来源登记表",
    (source, found_on, summary),
    signed_by="officer",
    basis=GD2("第九条"),
)
precheck_report = Paper(
    "precheck_report", "核查报告", (summary, opinion_text), signed_by="officer×2", basis=CF("第五十四条")
)
filing_approval = Paper(
    "filing_approval",
    "立案审批表",
    (party, cause, conduct_on, violated, opinion_text),
    signed_by="officer, unit_head, agency_head",
    word="立",
    basis=CF("第五十四条"),
)
assignment_record = Paper(
    "assignment_record", "指派记录", (opinion_text,), signed_by="unit_head", basis=CF("第四十二条")
)
interview_record = Paper(
    "interview_record",
    "询问笔录",
    (
        Field("person_asked", "被询问人", Kind.TEXT, sample="孙大海"),
        Field("identity", "身份及与本案关系", Kind.TEXT, sample="法定代表人"),
        place,
        started,
        ended,
        Field(
            "told",
            "告知事项",
            Kind.LONG_TEXT,
            sample="已出示执法证件，告知如实回答的义务和申请回避的权利，被询问人表示听清楚了。",
        ),
        Field(
            "dialogue",
            "询问内容",
            Kind.QUESTION_ANSWER,
            sample=[
                {"q": "这两台叉车是谁在使用？", "a": "是我公司仓库在用。"},
                {"q": "检验有效期到什么时候？", "a": "分别到 6 月底和 7 月初，没有及时申报。"},
            ],
        ),
        Field(
            "signed",
            "被询问人签名情况",
            Kind.CHOICE,
            sample="signed",
            choices=(("signed", "已逐页签名"), ("refused", "拒绝签名，已注明")),
        ),
        Field("refusal_note", "拒签的注明", Kind.TEXT, required=False, sample=""),
    ),
    signed_by="officer×2, 被询问人",
    long=True,
    basis=CF("第五十五条"),
    signing=PLATFORM("笔录的签名", mark="P"),
)
onsite_inspection_record = Paper(
    "onsite_inspection_record",
    "现场检查（勘验）笔录",
    (
        place,
        started,
        ended,
        Field(
            "scene",
            "现场情况",
            Kind.LONG_TEXT,
            sample="仓库内 2 台叉车正在作业，检验标志显示有效期已届满。",
            help="按清单检查的，一行一项，写成“检查内容：检查情况”，文书上成表。",
        ),
        Field(
            "signed",
            "当事人（见证人）签名情况",
            Kind.CHOICE,
            sample="signed",
            choices=(("signed", "已签名"), ("witness", "见证人签名"), ("refused", "拒绝签名，已注明")),
        ),
    ),
    signed_by="officer×2, 当事人或见证人",
    long=True,
    basis=CF("第五十五条"),
    signing=PLATFORM("笔录的签名", mark="P"),
)
investigation_report = Paper(
    "investigation_report",
    "调查终结报告",
    (
        party,
        facts_found,
        evidence,
        violated,
        punished_by,
        tier,
        discretion,
        deviation,
        leniency,
        milder_why,
        distinct_why,
        kinds,
        fine,
        confiscated,
        business,
    ),
    signed_by="officer×2",
    long=True,
    basis=CF("第四十条"),
)
prior_notice = Paper(
    "prior_notice",
    "行政处罚事先告知书",
    (
        party,
        facts_found,
        reasons,
        violated,
        punished_by,
        tier,
        deviation,
        kinds,
        fine,
        confiscated,
        rights,
        hearing_right,
        harsher_why,
    ),
    word="罚告",
    sealed=True,
    long=True,
    basis=CF("第四十四条"),
)
re_examination_opinion = Paper(
    "re_examination_opinion",
    "陈述申辩复核意见书",
    (
        Field("statement", "当事人的陈述、申辩", Kind.LONG_TEXT, sample="请求从轻处罚。"),
        Field(
            "examined",
            "复核情况和意见",
            Kind.LONG_TEXT,
            sample="所述整改属实，告知书已按较轻档次考虑，维持。",
        ),
        Field(
            "adopted",
            "是否采纳",
            Kind.CHOICE,
            sample="no",
            choices=(("yes", "采纳"), ("partly", "部分采纳"), ("no", "不采纳")),
        ),
    ),
    signed_by="officer, unit_head",
    basis=CF("第四十五条"),
)
review_request = Paper(
    "review_request",
    "法制审核送审表",
    (
        Field(
            "materials",
            "送审材料",
            Kind.CHOICES,
            choices=tuple(
                (f"M{i}", f"M{i} {t}")
                for i, t in enumerate(
                    (
                        "拟作决定代拟稿",
                        "事实、证据、依据、裁量说明",
                        "调查终结报告",
                        "调查取证记录与证据",
                        "告知、陈述申辩及复核记录",
                        "听证笔录与报告",
                        "风险评估报告",
                        "专家论证、鉴定评估报告",
                        "承办机构负责人意见",
                        "法制审核申请表",
                    ),
                    1,
                )
            ),
            sample=["M1", "M2", "M3", "M4", "M5"],
        ),
        opinion_text,
    ),
    signed_by="unit_head",
    basis=GD3("第十四条"),
)
CHECKLIST = (
    ("K1", "执法主体是否合法，人员是否有资格"),
    ("K2", "程序是否合法"),
    ("K3", "事实是否清楚，证据是否合法充分"),
    ("K4", "适用法律、法规、规章是否准确"),
    ("K5", "裁量基准运用是否适当"),
    ("K6", "是否超越法定权限"),
    ("K7", "文书是否完备、规范"),
    ("K8", "是否涉嫌犯罪需要移送"),
    ("K9", "从旧兼从轻、不予处罚、首违不罚是否考虑"),
    ("K10", "音像记录是否齐全"),
)
OPINIONS = (
    ("approve", "同意"),
    ("supplement", "补正"),
    ("correct", "纠正"),
    ("handover", "移送"),
    ("reject", "不同意"),
)
opinion = Field("opinion", "审核意见", Kind.CHOICE, choices=OPINIONS, sample="approve")
findings = Field(
    "findings",
    "审核清单",
    Kind.FINDINGS,
    choices=CHECKLIST,
    sample={code: {"result": "pass", "note": "", "pages": ""} for code, _ in CHECKLIST},
)
legal_review_opinion = Paper(
    "legal_review_opinion",
    "法制审核意见书",
    (opinion, findings, opinion_text),
    signed_by="reviewer",
    word="法审",
    long=True,
    basis=CF("第五十八条"),
)
deliberation_record = Paper(
    "deliberation_record",
    "集体讨论记录",
    (
        Field(
            "discussed_at",
            "讨论时间",
            Kind.TIME,
            required=False,
            sample="2025-09-22T01:00:00.000Z",
        ),
        Field("discussed_in", "讨论地点", Kind.PLACE, required=False, sample="三楼会议室（演示）"),
        Field("discussion_host", "主持人和记录人", Kind.TEXT, required=False, sample="李某主持，刘某记录"),
        Field("attended", "参加人员", Kind.LONG_TEXT, sample="局长李某、副局长赵某、副局长钱某"),
        Field(
            "reported",
            "案情和处理建议的汇报",
            Kind.LONG_TEXT,
            required=False,
            sample="承办机构汇报了事实、证据、依据、裁量和法制审核意见。",
        ),
        Field("said", "各人意见", Kind.LONG_TEXT, sample="均同意承办机构和法制审核的意见。"),
        Field("conclusion", "结论", Kind.LONG_TEXT, sample="同意按代拟稿作出处罚决定。"),
    ),
    signed_by="panel",
    basis=CF("第五十七条第二款"),
)
punishes = Condition("作出处罚", lambda j: j.value("outcome", "penalty") == "penalty")
penalty_decision = Paper(
    "penalty_decision",
    "行政处罚决定书",
    (
        party,
        facts_found,
        evidence,
        violated,
        punished_by,
        tier,
        discretion,
        deviation,
        hearing_adopted,
        kinds,
        fine,
        confiscated,
        orders,
        ordered_by,
        business,
        perform,
        remedies,
        agency_name,
    ),
    word="处罚",
    sealed=True,
    public="yes",
    long=True,
    basis=CF("第五十九条"),
)
no_penalty_decision = Paper(
    "no_penalty_decision",
    "不予行政处罚决定书",
    (
        party,
        facts_found,
        evidence,
        Field(
            "no_penalty_ground",
            "不予处罚的情形",
            Kind.CHOICE,
            element=True,
            sample="slight",
            choices=(
                ("slight", "违法行为轻微并及时改正，没有造成危害后果"),
                ("first_offence", "初次违法且危害后果轻微并及时改正"),
                ("no_fault", "有证据足以证明没有主观过错"),
                ("minor", "不满十四周岁"),
                ("incapable", "不能辨认或者不能控制自己的行为"),
                ("limitation", "已过追责时效"),
                ("not_established", "违法事实不能成立"),
            ),
        ),
        reasons,
        Field(
            "no_penalty_by",
            "不予处罚的依据",
            Kind.ARTICLE,
            required=False,
            sample=[{"law": "中华人民共和国行政处罚法", "article": "第三十三条第一款"}],
        ),
        remedies,
        agency_name,
    ),
    word="不罚",
    sealed=True,
    public="judged",
    long=True,
    basis=CF("第五十七条"),
)
summary_decision = Paper(
    "summary_decision",
    "当场行政处罚决定书",
    (
        party,
        facts_found,
        punished_by,
        kinds,
        replace(fine, sample=200000),
        Field("decided_at", "处罚时间", Kind.TIME, element=True, sample="2025-09-24T02:00:00.000Z"),
        Field("place", "处罚地点", Kind.PLACE, element=True, sample="枣庄市薛城区光明路 1 号（演示）"),
        Field(
            "remedies",
            "救济途径和期限",
            Kind.LONG_TEXT,
            element=True,
            sample="不服本决定的，应当先自收到之日起 60 日内申请行政复议；对复议决定不服的，再提起行政诉讼。",
            usual=Words(
                "不服本决定的，应当先自收到之日起 {reconsideration.apply_within}内向{agency.reconsideration}申请行政复议；"
                "对复议决定不服的，可以自收到复议决定书之日起 {litigation.after_reconsideration_within}内向有管辖权的人民法院提起行政诉讼。"
            ),
        ),
        agency_name,
        Field("signatures", "执法人员签名", Kind.TEXT, element=True, sample="张某、王某"),
    ),
    word="当罚",
    signed_by="officer×2",
    retention="RT4",
    basis=CF("第五十二条"),
)
summary_filing = Paper(
    "summary_filing", "备案登记", (summary,), signed_by="officer", basis=CF("第五十二条第三款")
)


def by(label: str, *methods: str) -> Condition:
    """Whether the paper was served in one of these ways."""
    return Condition(label, lambda j: j.stated("method") in methods)


BY_POST_OR_NOTICE = by("邮寄、公告、电子送达", "postal", "publication", "electronic")
proof_of_service = Paper(
    "proof_of_service",
    "送达回证",
    (
        Field("receiver", "受送达人", Kind.TEXT, sample="枣庄启禾仓储服务有限公司（演示）"),
        Field(
            "method",
            "送达方式",
            Kind.CHOICE,
            sample="personal",
            choices=(
                ("personal", "直接送达"),
                ("lien", "留置送达"),
                ("postal", "邮寄送达"),
                ("publication", "公告送达"),
                ("electronic", "电子送达"),
                ("entrusted", "委托送达"),
            ),
        ),
        Field("place", "送达地点", Kind.PLACE, sample="枣庄市薛城区光明路 1 号（演示）"),
        Field("signed_for", "收件人和签收情况", Kind.TEXT, sample="孙大海，法定代表人，已签收"),
        Field(
            "served_on",
            "送达生效日",
            Kind.DAY,
            when=BY_POST_OR_NOTICE,
            sample="",
            help="直接、留置、委托送达是当日；邮寄是回执上的收件日；公告是公告期满的次日；电子是到达当事人系统的日期。",
        ),
        Field("witness", "见证人，或者全程录像的说明", Kind.TEXT, when=by("留置送达", "lien"), sample=""),
        Field("tracking", "邮件号和回执", Kind.TEXT, when=by("邮寄送达", "postal"), sample=""),
        Field(
            "notice_why",
            "不能以其他方式送达的原因和经过",
            Kind.LONG_TEXT,
            when=by("公告送达", "publication"),
            sample="",
        ),
        Field("notice_place", "公告刊登在哪里", Kind.TEXT, when=by("公告送达", "publication"), sample=""),
        Field("notice_day", "公告日期", Kind.DAY, when=by("公告送达", "publication"), sample=""),
        Field(
            "consent",
            "电子送达确认书（日期、签署人、地址）",
            Kind.TEXT,
            when=by("电子送达", "electronic"),
            sample="",
        ),
        Field(
            "entrusted_to", "受委托的机关和转交情况", Kind.TEXT, when=by("委托送达", "entrusted"), sample=""
        ),
    ),
    signed_by="officer×2, 受送达人",
    basis=MS("第八十七条"),
)
publication_review = Paper(
    "publication_review", "公示审查表", (opinion_text,), signed_by="publisher", basis=CF("第四十八条")
)
public_decision = Paper(
    "public_decision",
    "公开版决定书",
    (
        Field(
            "plain",
            "一句话说明",
            Kind.LONG_TEXT,
            sample="这家公司有 2 台叉车过了检验有效期，没有重新检验就继续使用。市场监管局要求立即停用，并罚款 3 万元。",
        ),
        Field("conduct", "违法行为", Kind.TEXT, sample="2 台叉车超过检验有效期仍在使用"),
        Field("content", "处罚内容", Kind.TEXT, sample="罚款 30,000 元"),
        Field(
            "public_facts",
            "认定的事实",
            Kind.LONG_TEXT,
            sample="检查时，该公司仓库内 2 台叉车正在作业，检验有效期已届满，未申报定期检验。",
        ),
        Field(
            "public_discretion",
            "裁量的理由",
            Kind.LONG_TEXT,
            sample="首次违法，未造成事故，检查当日停用并申报检验，按裁量基准属“较轻”档次。",
        ),
    ),
    public="yes",
    long=True,
    basis=CF("第四十八条"),
)
closing_approval = Paper(
    "closing_approval",
    "结案审批表",
    (
        Field("performed_how", "执行情况", Kind.LONG_TEXT, required=False, sample="罚款 3 万元已全部缴清。"),
        opinion_text,
    ),
    signed_by="unit_head, agency_head",
    basis=GD2("第十三条"),
)
