"""Papers of 国有土地上房屋征收与补偿: from the survey to the decision, and for each household from the appraisal to moving."""

from __future__ import annotations

from mingjing.law.bases import FZ590
from mingjing.law.papers.fields import agency_name, opinion_text, party, place, reasons, remedies
from mingjing.law.terms import Condition, Field, Kind, Paper

EXCHANGES = Condition("房屋产权调换", lambda j: j.stated("compensation_way") == "exchange")

# fmt: off
project = Field("project", "建设项目和征收范围", Kind.LONG_TEXT, element=True,
                sample="光明路片区旧城区改建，东至光明路、西至永福路（演示）。")
households = Field("households", "被征收的户数", Kind.NUMBER, element=True, sample=86)
sign_by = Field("sign_by", "签约期限（最后一天）", Kind.DAY, not_before="on", element=True, sample="2025-12-31")
plan = Field("plan", "征收补偿方案", Kind.LONG_TEXT, element=True,
             sample="货币补偿或者产权调换由被征收人选择；搬迁、临时安置、停产停业损失按省规定补偿（演示）。")
compensation_way = Field("compensation_way", "补偿方式（被征收人选择）", Kind.CHOICE, element=True, sample="money",
                         choices=(("money", "货币补偿"), ("exchange", "房屋产权调换")))
house_value = Field("house_value", "被征收房屋价值的补偿", Kind.MONEY, element=True, sample=80000000)
total = Field("total", "补偿的总额", Kind.MONEY, element=True, sample=86000000,
              help="房屋价值，加上搬迁、临时安置、停产停业损失的补偿。")
other_compensation = Field("other_compensation", "搬迁、临时安置、停产停业损失的补偿", Kind.LONG_TEXT, element=True,
                           sample="搬迁费 1 万元，临时安置费 5 万元；没有停产停业。")
exchanged_house = Field("exchanged_house", "产权调换房屋的地点、面积和差价", Kind.LONG_TEXT, element=True, when=EXCHANGES,
                        sample="光明新苑 3 号楼 101 室，96 平方米，差价 4 万元。")
pay_by_when = Field("paid_when", "支付期限", Kind.TEXT, element=True, sample="签约后十五日内")
move_by = Field("move_by", "搬迁期限（最后一天）", Kind.DAY, not_before="on", element=True, sample="2026-03-31")
transition = Field("transition", "过渡方式和过渡期限", Kind.TEXT, element=True, sample="自行过渡，十八个月")
TERMS = (compensation_way, house_value, other_compensation, exchanged_house, total, pay_by_when, move_by, transition)
"""What an agreement and a decision must say alike (《国有土地上房屋征收与补偿条例》第二十五条第一款、第二十六条第二款)."""

suspension_request = Paper(
    "suspension_request",
    "暂停办理相关手续通知书",
    (project,
     Field("suspended", "暂停办理的手续", Kind.LONG_TEXT, element=True, sample="新建、扩建、改建房屋和改变房屋用途的手续。"),
     Field("suspend_until", "暂停到哪一天", Kind.DAY, not_before="on", element=True, sample="2026-03-31", help="最长不超过一年。"),
     agency_name),
    signed_by="机关印章", word="征停", sealed=True, basis=FZ590("第十六条"),
)
house_survey = Paper(
    "house_survey",
    "房屋调查登记表",
    (project, households,
     Field("surveyed", "权属、区位、用途、建筑面积", Kind.LONG_TEXT, sample="住宅 80 户 7600 平方米，商铺 6 户 420 平方米。"),
     Field("unregistered", "未经登记的建筑的认定和处理", Kind.LONG_TEXT, sample="3 处，认定为合法建筑 2 处、违法建筑 1 处。"),
     Field("survey_shown_on", "调查结果在征收范围内公布的日期", Kind.DAY, sample="2025-04-20")),
    signed_by="officer×2", basis=FZ590("第十五条、第二十四条第二款"),
)
compensation_plan = Paper(
    "compensation_plan",
    "征收补偿方案（论证）",
    (project, plan, sign_by, Field("examined_by", "论证的部门和意见", Kind.LONG_TEXT, sample="发展改革、财政、自然资源、住建部门同意。"),
     opinion_text),
    signed_by="unit_head, agency_head", basis=FZ590("第十条"),
)
plan_notice = Paper(
    "plan_notice",
    "征收补偿方案征求意见公告",
    (project, plan, Field("opinions_to", "怎样提意见，到哪一天", Kind.TEXT, element=True, sample="书面交光明路 1 号，到 2025 年 6 月 3 日"),
     agency_name),
    signed_by="机关印章", word="征意", sealed=True, public="yes", basis=FZ590("第十条第二款"),
)
plan_revision = Paper(
    "plan_revision",
    "征求意见情况和方案修改情况的公告",
    (project, Field("opinions_summary", "征求意见的情况", Kind.LONG_TEXT, element=True,
                    sample="收到意见 40 份，主要是停产停业损失的标准。"),
     Field("revised_how", "根据公众意见、听证会修改的情况", Kind.LONG_TEXT, element=True, sample="提高临时安置费标准，增加就近安置房源。"),
     plan, agency_name),
    signed_by="机关印章", word="征修", sealed=True, public="yes", basis=FZ590("第十一条"),
)
risk_report = Paper(
    "risk_report",
    "社会稳定风险评估报告",
    (project, Field("risks", "风险和防范措施", Kind.LONG_TEXT, sample="安置房交付时间，采取按季公布进度的措施。"),
     Field("risk_level", "风险等级和结论", Kind.TEXT, sample="低风险，可以实施")),
    signed_by="评估单位", basis=FZ590("第十二条第一款"),
)
executive_minutes = Paper(
    "executive_minutes",
    "政府常务会议纪要（房屋征收）",
    (project, Field("attended_by", "出席的人", Kind.TEXT, sample="市长、副市长等 9 人"),
     Field("resolved", "讨论的情况和决定", Kind.LONG_TEXT, sample="同意作出房屋征收决定。")),
    signed_by="panel", basis=FZ590("第十二条第一款"),
)
house_levy_decision = Paper(
    "house_levy_decision",
    "房屋征收决定书",
    (project, reasons, households, plan, remedies, agency_name),
    signed_by="机关印章", word="房征", sealed=True, public="yes", basis=FZ590("第八条、第十二条"),
)
house_levy_announcement = Paper(
    "house_levy_announcement",
    "房屋征收决定公告",
    (project, Field("announced_on", "公告的日期", Kind.DAY, element=True, sample="2025-09-22", help="房屋价值按这一天评估。"),
     plan, remedies, agency_name),
    signed_by="机关印章", word="房征告", sealed=True, public="yes", basis=FZ590("第十三条第一款"),
)
household_list = Paper(
    "household_list",
    "分户补偿情况公布表",
    (project, Field("rows_shown", "分户补偿的情况", Kind.LONG_TEXT, element=True, sample="1 号楼 101 室：货币补偿 86 万元。"), agency_name),
    signed_by="机关印章", word="房补布", sealed=True, basis=FZ590("第二十九条第一款"),
)
appraisal_report = Paper(
    "appraisal_report",
    "房屋价值评估报告",
    (party, place, Field("valued_on", "评估时点", Kind.DAY, element=True, sample="2025-09-22", help="房屋征收决定公告之日。"),
     Field("appraised_value", "评估的价值", Kind.MONEY, element=True, sample=80000000)),
    signed_by="房地产价格评估机构", basis=FZ590("第十九条第一款"),
)
compensation_agreement = Paper(
    "compensation_agreement",
    "房屋征收补偿协议",
    (party, *TERMS, agency_name),
    signed_by="机关印章, 当事人", word="房补协", sealed=True, basis=FZ590("第二十五条"),
)
compensation_decision = Paper(
    "compensation_decision",
    "房屋征收补偿决定书",
    (party, reasons, *TERMS, remedies, agency_name),
    signed_by="机关印章", word="房补决", sealed=True, basis=FZ590("第二十六条"),
)
compensation_announcement = Paper(
    "compensation_announcement",
    "房屋征收补偿决定公告",
    (party, Field("announced_where", "公告的地点", Kind.TEXT, element=True, sample="征收范围内公告栏"), agency_name),
    signed_by="机关印章", word="房补告", sealed=True, basis=FZ590("第二十六条第一款"),
)
compensation_payment = Paper(
    "compensation_payment",
    "补偿给付登记表",
    (party,
     Field("given_how", "怎样给付", Kind.CHOICE, sample="paid",
           choices=(("paid", "已经支付"), ("deposited", "当事人不领取，专户存储"))),
     Field("given", "给付、存储的数额", Kind.MONEY, element=True, sample=86000000),
     Field("given_where", "凭证、专户存储的账号", Kind.TEXT, element=True, sample="演示银行 专户 0002")),
    signed_by="officer, 当事人", basis=FZ590("第二十七条"),
)
move_record = Paper(
    "move_record",
    "搬迁、交接记录",
    (party, place, Field("handed_over", "搬迁和交接的情况", Kind.LONG_TEXT, element=True, sample="当事人自行搬完，交出钥匙 3 把。")),
    signed_by="officer×2, 当事人", basis=FZ590("第二十七条第二款"),
)
# fmt: on
