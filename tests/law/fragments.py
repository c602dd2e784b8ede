"""Four foreign fragments as tables only: if the vocabulary cannot say them, the vocabulary is wrong (ADR 1).

许可: presumed acceptance and a stopped clock. 强制措施: approval within 24 hours after an urgent seizure, and seizure
with testing time. No functions; what must be asked of a case is a named `Condition`.
"""

from __future__ import annotations

from mingjing.law.bases import PLATFORM, QZ, XK
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_CERT, G_TWO
from mingjing.law.guards.service import G_ISSUED
from mingjing.law.terms import (
    Action,
    Condition,
    Field,
    Kind,
    Length,
    LinkedIs,
    On,
    Paper,
    Pause,
    Procedure,
    Recording,
    Role,
    Term,
    Track,
    Unit,
    Within,
    done,
    event,
    hours,
    open_,
    param,
    step,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD, SYSTEM = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.SYSTEM


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


TEXT = Field("text", "内容", Kind.LONG_TEXT, sample="见附件（演示）。")
NOTICE_SERVED = event("pm_serve", paper="special_procedure_notice")

# fmt: off
PERMIT = Procedure(
    "permit_fragment", "行政许可（片段）", "2019-04-23", "permit",
    basis=XK("第三十二条"),
    stages=(("received", "收件"), ("accepted", "受理"), ("decided", "决定")),
    exits=at("decided"),
    tracks=(Track("special", "招标、检验、鉴定等"),),
    papers=(
        Paper("receipt", "收件凭证", (TEXT,)),
        Paper("correction_notice", "补正材料通知书", (TEXT,), sealed=True),
        Paper("acceptance_notice", "受理通知书", (TEXT,), sealed=True),
        Paper("special_procedure_notice", "特别程序所需时间告知书", (TEXT,), sealed=True),
        Paper("extension_notice", "延期告知书", (TEXT,), sealed=True),
        Paper("permit_decision", "准予行政许可决定书", (TEXT,), sealed=True),
    ),
    fields=COMMON_FIELDS + (
        Field("accepted_on", "自何日起受理", Kind.DAY, sample="2025-09-08"),
        Field("kind", "特别程序", Kind.CHOICE, sample="inspection", choices=(("bidding", "招标"), ("inspection", "检验"))),
    ),
    path=(step("pm_receive"), step("pm_accept"), step("pm_decide.ask"), step("pm_decide")),
    actions=(
        Action("pm_receive", "收件登记", OFFICER, XK("第二十九条"), opening=True, to="received", papers=("receipt",)),
        Action("pm_correct", "一次告知补正", OFFICER, XK("第三十二条第一款第四项"), stage=at("received"),
               papers=("correction_notice",), needs=(Within("T19"),)),
        Action("pm_accept", "受理", (OFFICER, SYSTEM), XK("第三十二条"), stage=at("received"), to="accepted",
               asks=("accepted_on",), papers=("acceptance_notice",)),
        Action("pm_serve", "送达", OFFICER, XK("第四十五条"), repeat=True, asks=("paper",), needs=(G_ISSUED,)),
        Action("pm_special", "特别程序开始", OFFICER, XK("第四十五条"), stage=at("accepted"), repeat=True,
               asks=("kind",), papers=("special_procedure_notice",), opens=at("special")),
        Action("pm_special_end", "特别程序结束", OFFICER, XK("第四十五条"), stage=at("accepted"), repeat=True,
               shuts=at("special"), needs=(open_("special"),)),
        Action("pm_extend", "延期", UNIT_HEAD, XK("第四十二条"), stage=at("accepted"), papers=("extension_notice",),
               needs=(Within("T20"),), approved_by=AGENCY_HEAD),
        Action("pm_decide", "决定", UNIT_HEAD, XK("第三十八条"), stage=at("accepted"), to="decided", closes=at("special"),
               papers=("permit_decision",), approved_by=AGENCY_HEAD),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T19", "补正告知", param("permit.correct_within"), runs_from="pm_receive", until=(On("pm_correct"), On("pm_accept")),
             presumes="pm_accept", presumes_day="accepted_on", consequence="自收到申请材料之日起即为受理",
             basis=XK("第三十二条第一款第四项")),
        Term("T20", "许可决定", param("permit.decide_within"), runs_from=On("pm_accept", day="accepted_on"), until="pm_decide",
             paused_by=(Pause(NOTICE_SERVED, On("pm_special_end")),), extended_by=On("pm_extend"),
             extension=Length(10, Unit.WORKING_DAY), consequence="可以申请复议、起诉；追责", basis=XK("第四十二条")),
    ),
)

CONFISCATES = Condition("没收所查封、扣押的财物", lambda j: j.value("outcome") == "confiscated")
TESTING_SERVED = event("cm_serve", paper="testing_period_notice")

SEIZURE = Procedure(
    "seizure_fragment", "行政强制措施 · 查封扣押（片段）", "2012-01-01", "compulsory_measure",
    basis=QZ("第二十二条"),
    stages=(("begun", "实施"), ("handled", "处理")),
    exits=at("handled"),
    tracks=(Track("measure", "查封、扣押"), Track("testing", "检测、检验")),
    papers=(
        Paper("seizure_decision", "查封（扣押）决定书", (TEXT,), sealed=True),
        Paper("testing_period_notice", "检测期间告知书", (TEXT,), sealed=True),
        Paper("extension_decision", "延长期限决定书", (TEXT,), sealed=True),
        Paper("handling_decision", "处理决定书", (TEXT,), sealed=True),
    ),
    fields=COMMON_FIELDS + (
        Field("extension_days", "延长的天数", Kind.NUMBER, sample=30),
        Field("outcome", "处理", Kind.CHOICE, sample="released", choices=(("released", "解除"), ("confiscated", "没收"))),
    ),
    path=(step("cm_seize.ask"), step("cm_seize"), step("cm_handle.ask"), step("cm_handle")),
    actions=(
        Action("cm_seize", "查封、扣押（紧急）", OFFICER, QZ("第十九条"), opening=True, to="begun", officers=2,
               records=Recording.F, hours=True, papers=("seizure_decision",), opens=at("measure"), needs=(G_CERT, G_TWO),
               approved_by=AGENCY_HEAD, approve_after=hours(24)),
        Action("cm_serve", "送达", OFFICER, QZ("第二十五条"), repeat=True, asks=("paper",), needs=(G_ISSUED,)),
        Action("cm_test", "检测、检验开始", OFFICER, QZ("第二十五条第三款"), stage=at("begun"), repeat=True,
               papers=("testing_period_notice",), opens=at("testing"), needs=(open_("measure"),)),
        Action("cm_test_end", "检测、检验结束", OFFICER, QZ("第二十五条第三款"), stage=at("begun"), repeat=True,
               shuts=at("testing"), needs=(open_("testing"),)),
        Action("cm_extend", "延长期限", UNIT_HEAD, QZ("第二十五条"), stage=at("begun"), asks=("extension_days", "reason"),
               papers=("extension_decision",), needs=(Within("T32"), open_("measure")), approved_by=AGENCY_HEAD),
        Action("cm_handle", "处理", UNIT_HEAD, QZ("第二十七条"), stage=at("begun"), asks=("outcome",),
               papers=("handling_decision",), closes=at("testing"), shuts=at("measure"), to="handled",
               needs=(done("cm_seize.ask"), LinkedIs("penalty_ordinary", at("decided", "served"), when=CONFISCATES)),
               approved_by=AGENCY_HEAD),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T31", "紧急补批", hours(24), runs_from="cm_seize.ask", until=(On("cm_seize"), On("cm_seize.back")), rolls=False,
             consequence="程序违法；负责人认为不应当采取的，立即解除", basis=QZ("第十九条")),
        Term("T32", "查封、扣押", param("seizure.within"), runs_from="cm_seize.ask", rolls=False,
             until=(On("cm_handle"), On("cm_seize.back")),
             paused_by=(Pause(TESTING_SERVED, On("cm_test_end")),), extended_by=On("cm_extend"),
             extension=param("seizure.extension"), extension_days="extension_days",
             consequence="应当解除并退还", basis=QZ("第二十五条")),
        Term("T70", "立卷归档", param("archive.within"), basis=PLATFORM("立卷归档", mark="P")),
    ),
)
# fmt: on

FRAGMENTS = (PERMIT, SEIZURE)
