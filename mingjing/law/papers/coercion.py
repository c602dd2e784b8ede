"""Papers of 行政强制措施 (rules §1.4): approval, on-site record, decisions, inventory, custody, release."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import PLATFORM, QZ
from mingjing.law.guards.coercion import MEASURES, OUTCOMES
from mingjing.law.papers.fields import (
    agency_name,
    because,
    opinion_text,
    party,
    place,
    reasons,
    remedies,
    stamped,
)
from mingjing.law.papers.measures import goods
from mingjing.law.terms import Condition, Field, Kind, Paper, Words, per

FREEZES = Condition("冻结存款、汇款", lambda j: j.value("measure") == "freeze")
KEPT = Condition("由第三人保管", lambda j: j.stated("keeper") == "third_party")

measure_basis = Field(
    "measure_basis",
    "法律、法规依据",
    Kind.ARTICLE,
    element=True,
    rank=per("measure", "local", freeze="law"),
    sample=[{"law": "中华人民共和国特种设备安全法", "article": "第六十一条第三项"}],
    help="查封、扣押由法律、法规设定；冻结只能由法律设定。",
)
measure_value = Field(
    "measure_value",
    "财物价值、冻结数额（估计）",
    Kind.MONEY,
    element=True,
    sample=800000,
    help="用来判断要不要法制审核。",
)
measure = Field(
    "measure",
    "采取的措施",
    Kind.CHOICE,
    sample="seize",
    choices=tuple(one for one in MEASURES if one[0] != "freeze"),
    follows=lambda j: j.known("measure"),
    held=True,
)
"""Sealed or seized: the party may rely on what the paper says (《行政强制法》第二十六条 treats the two differently)."""
frozen_sum = replace(measure_value, label="冻结的数额", help="与违法行为涉及的金额相当。")
why_taken = replace(reasons, sample="叉车超过检验有效期仍在使用，有证据证明随时可能转移。")
period = Field("period", "期限", Kind.TEXT, element=True, sample="三十日，自 2025 年 9 月 24 日起")
bank = Field("bank", "金融机构", Kind.TEXT, element=True, sample="演示银行枣庄分行")
account = Field("account", "账户", Kind.TEXT, element=True, sample="演示银行 演示账号 0001")
compulsion_approval = Paper(
    "compulsion_approval",
    "行政强制措施审批表",
    (
        party,
        why_taken,
        measure_basis,
        Field(
            "premises", "查封生产经营场所", Kind.YES_NO, sample=False, help="查封经营场所的，要先经法制审核。"
        ),
        measure_value,
        opinion_text,
    ),
    signed_by="officer, agency_head",
    basis=QZ("第十八条第一项"),
)
compulsion_site_record = Paper(
    "compulsion_site_record",
    "现场笔录",
    (
        party,
        place,
        Field("shown_to", "出示证件和当事人到场的情况", Kind.LONG_TEXT, element=True, sample="向孙大海出示执法证，孙大海到场。"),
        Field("told", "告知和听取陈述、申辩的情况", Kind.LONG_TEXT, element=True,
              sample="当场告知理由、依据、权利和救济途径；孙大海表示没有意见。"),
        Field("course", "实施经过", Kind.LONG_TEXT, element=True, sample="逐件清点 2 台叉车，贴封条 2 张。"),
        Field("signatures", "签名、盖章的情况", Kind.CHOICE, element=True, sample="signed",
              choices=(("signed", "当事人和执法人员签名"), ("refused", "当事人拒绝签名，已经注明"),
                       ("witnessed", "当事人不到场，见证人和执法人员签名"))),
    ),
    signed_by="officer×2, 当事人或者见证人",
    basis=QZ("第十八条第七项、第八项"),
)  # fmt: skip
seizure_decision = stamped(
    "seizure_decision",
    "查封（扣押）决定书",
    (party, measure, why_taken, measure_basis, period, goods, remedies, agency_name),
    word="强措",
    basis=QZ("第二十四条"),
)
seizure_inventory = Paper(
    "seizure_inventory",
    "查封（扣押）清单",
    (
        party,
        goods,
        Field(
            "copies",
            "份数和交付",
            Kind.TEXT,
            element=True,
            sample="一式二份，当事人和机关各执一份",
            usual=Words("一式二份，当事人和本机关各执一份"),
        ),
    ),
    signed_by="officer×2, 当事人",
    basis=QZ("第二十四条第三款"),
    signing=PLATFORM("清单的签名", mark="P"),
)
custody_record = Paper(
    "custody_record",
    "保管清单（委托保管书）",
    (
        goods,
        Field("kept_where", "保管地点和条件", Kind.TEXT, sample="原址封存，干燥通风"),
        Field("kept_by", "受委托的第三人和责任", Kind.TEXT, when=KEPT, sample="演示仓储中心，不得使用、损毁"),
    ),
    signed_by="officer×2, 保管人",
    basis=QZ("第二十六条"),
)
testing_period_notice = stamped(
    "testing_period_notice",
    "检测、检验、检疫、鉴定期间告知书",
    (
        party,
        Field("tested", "送检的财物和项目", Kind.LONG_TEXT, element=True, sample="叉车制动性能"),
        Field(
            "testing_days",
            "需要的期间（日）",
            Kind.NUMBER,
            element=True,
            sample=15,
            help="告知的期间不计入查封、扣押的期限，超过的照算；费用由本机关承担。",
        ),
        agency_name,
    ),
    word="检期",
    basis=QZ("第二十五条第三款"),
)
measure_extension_decision = stamped(
    "measure_extension_decision",
    "延长查封（扣押）期限决定书",
    (
        party,
        measure,
        because("案情复杂，检验结论还没有作出，三十日内不能查清。"),
        period,
        remedies,
        agency_name,
    ),
    word="强延",
    basis=QZ("第二十五条第一款、第二款"),
)
freeze_extension_decision = stamped(
    "freeze_extension_decision",
    "延长冻结期限决定书",
    (
        party,
        because("案情复杂，资金往来三十日内不能查清。"),
        period,
        account,
        frozen_sum,
        remedies,
        agency_name,
    ),
    word="冻延",
    basis=QZ("第三十二条"),
)
handling_decision = stamped(
    "handling_decision",
    "查封（扣押）财物处理决定书",
    (
        party,
        measure,
        goods,
        Field(
            "outcome",
            "处理决定",
            Kind.CHOICE,
            sample="returned",
            choices=OUTCOMES,
        ),
        because("事实已经查清，叉车检验合格，不再需要扣押。"),
        remedies,
        agency_name,
    ),
    word="强处",
    basis=QZ("第二十七条"),
)
release_decision = stamped(
    "release_decision",
    "解除查封（扣押）决定书",
    (party, measure, goods, because("事实已经查清，不再需要扣押。"), agency_name),
    word="强解",
    basis=QZ("第二十八条"),
)
freeze_notice = stamped(
    "freeze_notice",
    "协助冻结通知书",
    (
        bank,
        account,
        frozen_sum,
        measure_basis,
        period,
        agency_name,
    ),
    word="冻通",
    basis=QZ("第三十条"),
)
freeze_decision = stamped(
    "freeze_decision",
    "冻结存款（汇款）决定书",
    (party, why_taken, measure_basis, period, account, frozen_sum, remedies, agency_name),
    word="冻决",
    basis=QZ("第三十一条"),
)
freeze_record = Paper(
    "freeze_record",
    "冻结现场笔录",
    (
        bank,
        account,
        Field("shown_to_bank", "向金融机构出示证件和通知书的情况", Kind.LONG_TEXT, element=True,
              sample="向演示银行枣庄分行柜面主管出示执法证，交付协助冻结通知书。"),
        Field("freeze_course", "冻结的经过", Kind.LONG_TEXT, element=True, sample="金融机构当场冻结存款 8,000 元，出具回执。"),
        Field("bank_signed", "签名的情况", Kind.TEXT, element=True, sample="金融机构工作人员和两名执法人员签名"),
    ),
    signed_by="officer×2, 金融机构工作人员",
    basis=QZ("第三十条第一款"),
)  # fmt: skip
unfreeze_notice = stamped(
    "unfreeze_notice",
    "解除冻结通知书",
    (party, account, because("罚款已经缴清，不再需要冻结。"), agency_name),
    word="冻解",
    basis=QZ("第三十三条"),
)
