"""Papers of the hearing (rules §1.2 rows 18–21): from the request to the report the decision rests on."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import CF
from mingjing.law.papers.fields import (
    agency_name,
    confiscated,
    facts_found,
    fine,
    hearing_right,
    kinds,
    opinion_text,
    party,
    place,
    punished_by,
    reasons,
    rights,
    violated,
)
from mingjing.law.terms import Field, Kind, Paper, Words

hearing_on = Field("hearing_on", "听证日期", Kind.DAY, not_before="on", sample="2025-10-20")
hearing_host = Field("hearing_host", "听证主持人", Kind.PERSONS, sample=["host"])
hearing_clerk = Field("hearing_clerk", "记录员", Kind.TEXT, required=False, sample="刘记录（演示）")
in_public = Field(
    "in_public",
    "是否公开举行",
    Kind.CHOICE,
    required=False,
    sample="public",
    choices=(
        ("public", "公开举行"),
        ("closed", "涉及国家秘密、商业秘密或者个人隐私，不公开举行"),
    ),
)
agents = Field(
    "agents",
    "委托代理人（一至二人）和权限",
    Kind.LONG_TEXT,
    required=False,
    sample="周律师（演示），一般代理。",
)

hearing_rights_notice = Paper(
    "hearing_rights_notice",
    "听证告知书",
    (
        party,
        facts_found,
        reasons,
        violated,
        punished_by,
        kinds,
        fine,
        confiscated,
        rights,
        replace(hearing_right, required=True, element=True),
    ),
    word="听告",
    sealed=True,
    long=True,
    basis=CF("第六十三条"),
)
hearing_request = Paper(
    "hearing_request",
    "听证申请书",
    (
        party,
        Field("asked_on", "提出日期", Kind.DAY, sample="2025-09-26"),
        Field("request", "听证要求", Kind.LONG_TEXT, sample="要求听证，对违法事实有异议。"),
        agents,
    ),
    signed_by="当事人",
    basis=CF("第六十四条第一项"),
)
hearing_notice = Paper(
    "hearing_notice",
    "听证通知书",
    (
        party,
        hearing_on,
        Field("hearing_time", "听证时间", Kind.TEXT, required=False, sample="上午九时三十分"),
        place,
        hearing_host,
        hearing_clerk,
        in_public,
        Field(
            "hearing_told",
            "告知事项",
            Kind.LONG_TEXT,
            required=False,
            sample="可以亲自参加听证，也可以委托一至二人代理；可以申请主持人回避；"
            "无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利，听证终止。",
            usual=Words(
                "可以亲自参加听证，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，有权申请回避；"
                "无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利，听证终止。"
            ),
        ),
    ),
    word="听通",
    sealed=True,
    basis=CF("第六十四条第二项"),
)
hearing_public_notice = Paper(
    "hearing_public_notice",
    "听证公告",
    (
        Field("hearing_subject", "听证事项", Kind.TEXT, sample="某公司使用未经定期检验的叉车案听证"),
        hearing_on,
        Field("hearing_time", "听证时间", Kind.TEXT, required=False, sample="上午九时三十分"),
        place,
        Field(
            "attending",
            "旁听办法",
            Kind.LONG_TEXT,
            sample="凭身份证件在听证前三十分钟入场；座席二十个，满额为止。",
        ),
        agency_name,
    ),
    word="听公",
    sealed=True,
    public="yes",
    basis=CF("第六十四条第三项"),
)
hearing_adjournment_notice = Paper(
    "hearing_adjournment_notice",
    "听证延期（中止、终止）通知书",
    (
        party,
        Field(
            "hearing_change",
            "决定",
            Kind.CHOICE,
            sample="adjourn",
            choices=(
                ("adjourn", "延期举行"),
                ("suspend", "中止听证"),
                ("resume", "恢复听证"),
                ("terminate", "终止听证"),
            ),
        ),
        reasons,
        Field(
            "new_hearing_on",
            "延期（恢复）后的日期",
            Kind.DAY,
            not_before="on",
            required=False,
            sample="2025-10-28",
        ),
        agency_name,
    ),
    word="听变",
    sealed=True,
    basis=CF("第六十四条第六项"),
)
hearing_transcript = Paper(
    "hearing_transcript",
    "听证笔录",
    (
        Field("hearing_cause", "听证事由", Kind.TEXT, required=False, sample="使用未经定期检验的叉车案"),
        Field("place", "地点", Kind.PLACE, required=False, sample="枣庄市市场监督管理局三楼听证室（演示）"),
        Field("hearing_started", "开始时间", Kind.TIME, required=False, sample="2025-10-20T01:30:00.000Z"),
        Field("hearing_ended", "结束时间", Kind.TIME, required=False, sample="2025-10-20T03:30:00.000Z"),
        Field(
            "hearing_present",
            "到场人员",
            Kind.LONG_TEXT,
            required=False,
            sample="调查人员张某、王某；当事人的法定代表人孙大海，代理人周律师（演示）。",
        ),
        Field("agent_count", "到场的代理人人数", Kind.NUMBER, sample=1, help="可以委托一至二人代理。"),
        hearing_clerk,
        in_public,
        Field(
            "investigators_said",
            "调查人员提出的违法事实、证据和处罚建议",
            Kind.LONG_TEXT,
            required=False,
            sample="2 台叉车超过检验有效期仍在使用，有现场笔录、询问笔录为证，建议罚款 3 万元。",
        ),
        Field(
            "party_said",
            "当事人的申辩和质证",
            Kind.LONG_TEXT,
            required=False,
            sample="对事实没有异议；叉车当日停用并申报检验，请求从轻。",
        ),
        Field("transcript", "听证经过", Kind.LONG_TEXT, sample="双方到场，质证、辩论、最后陈述完毕。"),
        Field("last_word", "最后陈述", Kind.LONG_TEXT, required=False, sample="请求按最低档处罚。"),
        Field(
            "hearing_signed",
            "签名情况",
            Kind.CHOICE,
            required=False,
            sample="signed",
            choices=(("signed", "已核对无误并签名"), ("refused", "拒绝签名，已注明")),
        ),
    ),
    signed_by="hearing_host, 记录员, 调查人员, 当事人或者代理人",
    long=True,
    basis=CF("第六十四条第八项"),
)
hearing_report = Paper(
    "hearing_report",
    "听证报告",
    (
        Field(
            "hearing_held",
            "听证的基本情况",
            Kind.LONG_TEXT,
            required=False,
            sample="2025 年 10 月 20 日公开举行，双方到场。",
        ),
        Field(
            "disputed",
            "双方的主要分歧",
            Kind.LONG_TEXT,
            required=False,
            sample="对事实没有争议；对罚款幅度有争议。",
        ),
        opinion_text,
        Field(
            "hearing_advice",
            "处理建议",
            Kind.LONG_TEXT,
            required=False,
            sample="事实清楚，建议按拟处罚意见的较轻档次决定。",
        ),
    ),
    signed_by="hearing_host",
    long=True,
    basis=CF("第六十五条"),
)
