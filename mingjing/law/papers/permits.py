"""Papers of 行政许可 (rules §1.3): receipt, correction, acceptance, examination, decision, certificate, what comes after."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import XK
from mingjing.law.papers.fields import (
    agency_name,
    because,
    opinion_text,
    party,
    place,
    reasons,
    remedies,
    stamped,
    stamped_for_permits,
)
from mingjing.law.terms import Condition, Field, Kind, Paper, Words

ALONE = Condition("不是统一、联合、集中办理", lambda j: j.known("joint") is not True)
DENIED = Condition("不予许可", lambda j: j.stated("granted") == "no")
RENEWED = Condition("准予延续", lambda j: j.stated("renewed") != "no")

materials = Field(
    "materials",
    "收到的材料",
    Kind.LONG_TEXT,
    element=True,
    sample="申请书 1 份、场所证明 1 份、检验报告 1 份。",
)
scope = Field("permit_scope", "许可的内容", Kind.LONG_TEXT, element=True, sample="叉车充装、检验（演示）")
receipt_note = stamped_for_permits(
    "receipt_note",
    "收件凭证",
    (party, materials, agency_name),
    word="许收",
    basis=XK("第二十九条"),
)
materials_notice = stamped_for_permits(
    "materials_notice",
    "补正材料通知书",
    (
        party,
        Field("missing", "需要补正的全部内容", Kind.LONG_TEXT, element=True, sample="场所证明：缺产权人签名\n检验报告：缺 2 号设备",
              help="一次告知全部内容，以后不能再增加。一行一项，写成“材料：需要补正的内容”，文书上成表。"),
        agency_name,
    ),
    word="许补",
    basis=XK("第三十二条第一款第四项"),
)  # fmt: skip
acceptance_notice = stamped_for_permits(
    "acceptance_notice",
    "受理通知书",
    (
        party,
        Field(
            "decide_by_told",
            "作出决定的期限",
            Kind.TEXT,
            element=True,
            sample="自受理之日起二十个工作日",
            usual=Words("自受理之日起 {permit.decide_within}", when=ALONE),
        ),
        agency_name,
    ),
    word="许受",
    basis=XK("第三十二条第二款"),
)
non_acceptance_notice = stamped_for_permits(
    "non_acceptance_notice",
    "不予受理通知书",
    (
        party,
        because("申请的事项不属于本机关职权范围，应当向枣庄市行政审批服务局申请（演示）。"),
        remedies,
        agency_name,
    ),
    word="许不受",
    basis=XK("第三十二条第二款"),
)
examination_opinion = Paper(
    "examination_opinion",
    "审查意见",
    (
        Field("examined", "审查的情况", Kind.LONG_TEXT, sample="材料齐全，符合法定形式，条件具备。"),
        Field(
            "affects_others",
            "直接关系他人重大利益",
            Kind.YES_NO,
            sample=False,
            help="选“是”的，要告知利害关系人，听取意见，告知听证的权利。",
        ),
        Field(
            "public_hearing",
            "法定应当听证，或者涉及公共利益的重大事项",
            Kind.YES_NO,
            sample=False,
            help="选“是”的，要公告并举行听证。",
        ),
        opinion_text,
    ),
    signed_by="officer",
    basis=XK("第三十四条"),
)
site_visit_record = Paper(
    "site_visit_record",
    "实地核查笔录",
    (party, place, Field("found", "核查的情况", Kind.LONG_TEXT, sample="设备 2 台，与申请材料一致。")),
    signed_by="officer×2, 申请人",
    basis=XK("第三十四条第三款"),
)
interested_notice = stamped_for_permits(
    "interested_notice",
    "利害关系人告知书",
    (
        Field("interested", "利害关系人", Kind.TEXT, element=True, sample="演示小区业主委员会"),
        Field("application", "申请的事项", Kind.LONG_TEXT, element=True, sample="在光明路 1 号设立充装站（演示）"),
        Field("hearing_told", "陈述、申辩和要求听证的权利", Kind.LONG_TEXT, element=True,
              sample="可以陈述、申辩；可以自收到本告知书之日起五个工作日内要求听证，听证不收费。",
              usual=Words("可以陈述、申辩；可以自收到本告知书之日起 {permit.hearing_request_within}内要求听证，听证不收费。")),
        agency_name,
    ),
    word="许告",
    basis=XK("第三十六条、第四十七条"),
)  # fmt: skip
special_time_notice = stamped_for_permits(
    "special_time_notice",
    "特别程序所需时间告知书",
    (
        party,
        Field(
            "special_days",
            "所需时间（工作日）",
            Kind.NUMBER,
            element=True,
            sample=15,
            help="告知的时间不计入许可的期限，超过的照算。",
        ),
        agency_name,
    ),
    word="许时",
    basis=XK("第四十五条"),
)
permit_extension_notice = stamped_for_permits(
    "permit_extension_notice",
    "延长期限告知书",
    (party, because("需要实地核查的场所有三处，二十个工作日内不能作出决定。"), agency_name),
    word="许延",
    basis=XK("第四十二条"),
)
permit_decision = stamped(
    "permit_decision",
    "行政许可决定书",
    (
        party,
        Field(
            "granted",
            "决定",
            Kind.CHOICE,
            element=True,
            sample="yes",
            choices=(("yes", "准予许可"), ("no", "不予许可")),
        ),
        scope,
        Field(
            "denied_why",
            "不予许可的理由",
            Kind.LONG_TEXT,
            element=True,
            when=DENIED,
            sample="场所不符合安全距离的规定。",
        ),
        remedies,
        agency_name,
    ),
    word="许决",
    public="yes",
    basis=XK("第三十八条"),
)
permit_certificate = stamped(
    "permit_certificate",
    "行政许可证件",
    (
        party,
        scope,
        Field("valid_from", "有效期自", Kind.DAY, element=True, sample="2025-10-20"),
        Field(
            "valid_until", "有效期至", Kind.DAY, not_before="valid_from", element=True, sample="2028-10-19"
        ),
        agency_name,
    ),
    word="许",
    public="yes",
    basis=XK("第三十九条"),
)
permit_change_decision = stamped(
    "permit_change_decision",
    "变更行政许可决定书",
    (
        party,
        Field("changed", "变更的内容", Kind.LONG_TEXT, element=True, sample="地址由光明路 1 号变更为 3 号。"),
        agency_name,
    ),
    word="许变",
    basis=XK("第四十九条"),
)
permit_renewal_decision = stamped(
    "permit_renewal_decision",
    "延续行政许可决定书",
    (
        party,
        Field(
            "renewed",
            "决定",
            Kind.CHOICE,
            element=True,
            sample="yes",
            choices=(("yes", "准予延续"), ("no", "不予延续")),
        ),
        Field(
            "valid_until",
            "有效期至",
            Kind.DAY,
            not_before="on",
            element=True,
            when=RENEWED,
            sample="2031-10-19",
        ),
        because("届满三十日前提出申请，仍然符合法定条件、标准。"),
        remedies,
        agency_name,
    ),
    word="许续",
    basis=XK("第五十条"),
)
permit_cancellation = stamped(
    "permit_cancellation",
    "注销行政许可决定书",
    (party, because("许可有效期届满，没有申请延续。"), remedies, agency_name),
    word="许注",
    basis=XK("第七十条"),
)
undo_kind = Field(
    "undo_kind",
    "撤回还是撤销",
    Kind.CHOICE,
    sample="withdraw",
    choices=(("withdraw", "撤回"), ("revoke", "撤销")),
    follows=lambda j: j.known("undo_kind"),
    held=True,
)
why_undone = replace(reasons, sample="城市规划调整，该地块不得设立充装站（演示）。")
undoing_notice = stamped(
    "undoing_notice",
    "撤回（撤销）行政许可告知书",
    (
        party,
        replace(undo_kind, label="拟作出的决定"),
        why_undone,
        Field(
            "undoing_rights",
            "陈述、申辩的权利",
            Kind.LONG_TEXT,
            element=True,
            sample="可以自收到之日起五个工作日内陈述、申辩。",
            usual=Words("可以自收到之日起 {permit.defense_within}内陈述、申辩。"),
        ),
        agency_name,
    ),
    word="许撤告",
    basis=XK("第七条"),
)
compensation_record = Paper(
    "compensation_record",
    "补偿（赔偿）给付登记表",
    (
        party,
        Field(
            "compensated_for",
            "补偿、赔偿的损失",
            Kind.LONG_TEXT,
            element=True,
            sample="搬迁设备、停业的损失，依据评估报告。",
        ),
        Field("compensated", "给付的数额", Kind.MONEY, element=True, sample=5000000),
        Field("compensated_on", "给付的日期", Kind.DAY, element=True, sample="2025-10-22"),
        Field("receipt", "收款凭证", Kind.TEXT, element=True, sample="收据 1 份，当事人已签收"),
        opinion_text,
    ),
    signed_by="officer, agency_head, 当事人",
    basis=XK("第八条第二款"),
)
undoing_decision = stamped(
    "undoing_decision",
    "撤回（撤销）行政许可决定书",
    (
        party,
        replace(undo_kind, label="决定"),
        why_undone,
        Field("compensation", "补偿、赔偿", Kind.LONG_TEXT, required=False, sample="依法补偿搬迁损失 5 万元。",
              help="撤回的，给被许可人造成财产损失的依法补偿；机关违法撤销的依法赔偿；欺骗、贿赂取得的利益不受保护。"),
        Field("compensation_amount", "补偿、赔偿的数额", Kind.MONEY, required=False, sample=5000000,
              help="给当事人造成财产损失的填写；给付时不得少于这一数额。"),
        remedies,
        agency_name,
    ),
    word="许撤",
    public="yes",
    basis=XK("第八条、第六十九条"),
)  # fmt: skip
