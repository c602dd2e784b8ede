"""Papers of service beside 送达回证: confirmations that the party signs, the announcement, the entrusted service."""

from __future__ import annotations

from mingjing.law.bases import CF, MS
from mingjing.law.papers.fields import agency_name, party, place, started
from mingjing.law.terms import Field, Kind, Paper, Words

served_paper = Field(
    "served_paper", "送达的文书和文号", Kind.TEXT, sample="行政处罚决定书（枣市监处罚〔2025〕12号）"
)

service_address_confirmation = Paper(
    "service_address_confirmation",
    "送达地址确认书",
    (
        party,
        Field(
            "address_for_service",
            "送达地址",
            Kind.PLACE,
            element=True,
            sample="枣庄市薛城区光明路 1 号（演示）",
        ),
        Field("receiver", "受送达人", Kind.TEXT, sample="孙大海"),
        Field("phone_for_service", "联系电话", Kind.TEXT, required=False, sample="0632-0000000"),
        Field(
            "address_told",
            "告知事项",
            Kind.LONG_TEXT,
            element=True,
            sample="地址有变更的应当及时告知；因提供的地址不准确而未能实际收到的，文书退回之日视为送达之日。",
            usual=Words(
                "地址有变更的应当及时告知；因提供的地址不准确而未能实际收到的，文书退回之日视为送达之日。"
            ),
        ),
    ),
    signed_by="当事人",
    basis=MS("第八十八条"),
)
electronic_service_confirmation = Paper(
    "electronic_service_confirmation",
    "电子送达确认书",
    (
        party,
        Field(
            "electronic_way",
            "同意采用的方式",
            Kind.CHOICES,
            element=True,
            sample=["email"],
            choices=(
                ("fax", "传真"),
                ("email", "电子邮件"),
                ("message", "短信、即时通信"),
                ("platform", "政务服务平台"),
            ),
        ),
        Field("electronic_address", "号码或者地址", Kind.TEXT, element=True, sample="service@example.com"),
        Field(
            "electronic_told",
            "告知事项",
            Kind.LONG_TEXT,
            element=True,
            sample="文书到达以上系统的日期为送达日期；可以随时书面撤回同意。",
            usual=Words("文书到达以上系统的日期为送达日期；可以随时书面撤回同意。"),
        ),
    ),
    signed_by="当事人",
    basis=CF("第六十一条第二款"),
)
service_announcement = Paper(
    "service_announcement",
    "送达公告",
    (
        party,
        served_paper,
        Field(
            "announced_content",
            "文书的主要内容",
            Kind.LONG_TEXT,
            element=True,
            sample="因使用未经定期检验的特种设备，本机关作出罚款 3 万元的处罚决定。",
        ),
        Field(
            "announced_why",
            "公告送达的原因",
            Kind.LONG_TEXT,
            element=True,
            sample="住所已人去楼空，邮寄退回，用其他方式无法送达。",
        ),
        Field(
            "announced_effect",
            "期限和效力",
            Kind.LONG_TEXT,
            element=True,
            sample="自本公告发布之日起经过三十日，即视为送达。",
            usual=Words("自本公告发布之日起经过 {service.publication}，即视为送达。"),
        ),
        Field("collect_at", "领取文书的地点", Kind.PLACE, sample="枣庄市市场监督管理局综合执法支队（演示）"),
        agency_name,
    ),
    word="送公",
    sealed=True,
    public="judged",
    basis=MS("第九十五条"),
)
service_entrustment = Paper(
    "service_entrustment",
    "委托送达函",
    (
        Field(
            "entrusted_agency", "受委托的机关", Kind.TEXT, element=True, sample="某县市场监督管理局（演示）"
        ),
        party,
        served_paper,
        Field("service_return_by", "退回送达回证的期限", Kind.DAY, not_before="on", sample="2025-10-15"),
        agency_name,
    ),
    word="委送",
    sealed=True,
    basis=MS("第九十一条"),
)
lien_service_record = Paper(
    "lien_service_record",
    "留置送达记录",
    (
        served_paper,
        place,
        started,
        Field(
            "refused_how",
            "拒收的经过",
            Kind.LONG_TEXT,
            sample="孙大海在场，看过文书后拒绝接收，也拒绝说明理由。",
        ),
        Field(
            "witnessed",
            "见证人，或者全程录像的说明",
            Kind.TEXT,
            sample="居民委员会工作人员赵某见证；执法记录仪全程录像",
        ),
    ),
    signed_by="officer×2, 见证人",
    basis=MS("第八十九条"),
)
