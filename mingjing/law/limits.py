"""期限总表中还没有哪一种程序计算的期限（rules §2.3）：条件把关的、其他机关办理的、以后的程序用到的。一行一个期限。

`mingjing deadline` 计算它们，`mingjing law check | list | show`、参考页和“规则与参数”页列出它们。
程序表里有的期限写在程序表里，这里不再写；编号带字母的是同一期限的另一种情形。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law.bases import CF, DASS, FY, GD1, GD2, GK, MS, PLATFORM, SCGS, SDJD, SDXY, SEED, SS, SSJ, TSJB
from mingjing.law.terms import Basis, Length, Param, Term, Unit, Value, Yearly, param

LATER = "由后续程序使用"
MARKET = "市场监管"


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount that grows by the day: so much per cent a day, up to so much per cent."""

    daily: Param
    cap: Param

    @staticmethod
    def full(daily: Value, cap: Value) -> Length:
        """After how many days the highest amount is reached."""
        return Length(-(-cap.number // daily.number), Unit.DAY)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit in words that a procedure would say in events: from when, on what terms longer, what does not count."""

    term: Term
    starts: str
    extends: str = ""
    skips: str = ""
    user: str = LATER
    """Who keeps it until a procedure carries it."""
    lead: Length | None = None
    """What must have passed since the start before the length begins."""
    rate: Rate | None = None
    field: str = ""
    """The only field of enforcement in which it holds."""

    @property
    def params(self) -> tuple[Param, ...]:
        """Every parameter that it is counted with."""
        term = self.term
        fixed = term.yearly.day if term.yearly else None
        rate = (self.rate.daily, self.rate.cap) if self.rate else ()
        return tuple(one for one in (term.length, term.extension, fixed, *rate) if isinstance(one, Param))


def row(
    id_: str,
    label: str,
    length: Length | Param | Yearly | Rate,
    starts: str,
    basis: Basis,
    *,
    late: str = "",
    rolls: bool = True,
    extension: Param | None = None,
    extends: str = "",
    skips: str = "",
    user: str = LATER,
    lead: Length | None = None,
    field: str = "",
) -> Limit:
    plain = length if isinstance(length, Length | Param) else Length(0, Unit.DAY)
    yearly = length if isinstance(length, Yearly) else None
    term = Term(
        id_, label, plain, yearly=yearly, rolls=rolls, extension=extension, consequence=late, basis=basis
    )
    return Limit(
        term, starts, extends, skips, user, lead, length if isinstance(length, Rate) else None, field
    )


def days(amount: int) -> Length:
    return Length(amount, Unit.DAY)


def years(amount: int) -> Length:
    return Length(amount, Unit.YEAR)


JUDGED = "由条件把关"
ORGAN = "复议机关、法院办理"
PAST = "历史期限"

# One row is one limit; in this table rows are read, not brackets.
# fmt: off
LIMITS = (
    # 处罚
    row("T01", "处罚追责时效", param("penalty.limitation"), "违法行为发生之日，连续、继续的从终了之日", CF("第三十六条"), rolls=False,
        extends="法律另有规定的除外", skips="被发现以后不再计算", late="不再给予行政处罚", user=JUDGED),
    row("T01-G", "处罚追责时效（生命健康安全、金融安全且有危害后果）", param("penalty.limitation_grave"),
        "违法行为发生之日，连续、继续的从终了之日", CF("第三十六条"), rolls=False, extends="法律另有规定的除外",
        skips="被发现以后不再计算", late="不再给予行政处罚", user=JUDGED),
    row("T09", "加处罚款", Rate(param("penalty.surcharge_daily"), param("penalty.surcharge_cap")), "缴款期满的次日",
        CF("第七十二条第一款第一项"), rolls=False, extends="执行协议可以减免", skips="复议、诉讼期间不计", user=JUDGED),

    # 复议、诉讼
    row("T44", "未告知复议权利的", param("reconsideration.untold_within"), "知道行政行为内容之日（最长）", FY("第二十条第三款"),
        late="丧失申请复议的权利", user=ORGAN),
    row("T44-K", "未告知复议权利、后来知道的", param("reconsideration.apply_within"), "知道复议权利、机关和期限之日", FY("第二十条第三款"),
        extends="不可抗力等耽误的，障碍消除后继续计算", late="丧失申请复议的权利", user=ORGAN),
    row("T45", "复议的最长期限", param("reconsideration.longest"), "行政行为作出之日", FY("第二十一条"), late="不予受理", user=ORGAN),
    row("T45-R", "复议的最长期限（不动产）", years(20), "行政行为作出之日", FY("第二十一条"), late="不予受理", user=ORGAN),
    row("T46", "复议审查受理", param("reconsideration.accept_within"), "复议机关收到申请之日", FY("第三十条"), late="届满视为受理",
        user=ORGAN),
    row("T52", "未告知起诉期限的", param("litigation.untold_within"), "知道行政行为内容之日（最长）", SSJ("第六十四条"), late="不予受理",
        user=ORGAN),
    row("T52-K", "未告知起诉期限、后来知道的", param("litigation.direct_within"), "知道起诉期限之日", SSJ("第六十四条"),
        skips="因不属于自身的原因耽误的时间", late="不予受理", user=ORGAN),
    row("T52-L", "起诉的最长期限", years(5), "行政行为作出之日", SS("第四十六条第二款"), late="不予受理", user=ORGAN),
    row("T52-R", "起诉的最长期限（不动产）", years(20), "行政行为作出之日", SS("第四十六条第二款"), late="不予受理", user=ORGAN),
    row("T54", "公告送达", param("service.publication"), "发出公告之日", MS("第九十五条"), rolls=False, late="视为送达", user=JUDGED,
        extends="税务领域期间有连续三日以上法定休假日的，按休假日天数顺延"),

    # 公示、信用
    row("T58-A", "跨省处罚信息推送登记地", param("publication.market_forward_within"), "处罚决定作出之日", SCGS("第十条"), field=MARKET),
    row("T58-B", "登记地协助公示", param("publication.market_assist_within"), "登记地收到处罚信息之日", SCGS("第十条"), field=MARKET),
    row("T59", "处理信用信息异议", param("credit.objection_within"), "收到异议申请之日", SDXY("第三十九条"), late="追究责任"),
    row("T59-J", "处理信用信息异议（需要其他单位协查）", param("credit.objection_joint_within"), "收到异议申请之日", SDXY("第三十九条"),
        late="追究责任"),
    row("T60", "撤销、变更报送信用平台", param("credit.report_within"), "失信信息撤销、变更之日", SDXY("第四十条")),
    row("T61", "处理公示更正申请", param("publication.correct_within"), "收到更正申请之日", GD1("第二十五条", mark="P")),

    # 依申请公开
    row("T62", "答复信息公开申请", param("disclosure.answer_within"), "收到申请之日；要求补正的，收到补正之日", GK("第三十三条第二款"),
        extension=param("disclosure.answer_extension"), extends="经信息公开工作机构负责人同意并告知申请人",
        skips="征求第三方和其他机关意见的时间", late="可以投诉、申请复议"),
    row("T63", "告知补正信息公开申请", param("disclosure.correct_within"), "收到申请之日", GK("第三十条")),
    row("T64", "第三方提出意见", param("disclosure.third_party_within"), "第三方收到征求意见书之日", GK("第三十二条"),
        late="由机关依规定决定是否公开"),
    row("T66", "公布信息公开年度报告", Yearly(param("disclosure.report_due"), after=1), "所报告的年度终了", GK("第四十九条第一款"),
        rolls=False),

    # 记录、档案、人员
    row("T69", "音像入库", param("recording.ingest_within"), "音像制作完成之日", GD2("第二十三条", mark="P"),
        extends="水上、边远等不能及时入库的，自具备条件之日起", late="告警"),
    row("T78", "移交档案馆（市级）", years(20), "档案形成之日", DASS("第二十条第二款"),
        extends="专业性强、需要保密的，经检查和同意可以延长"),
    row("T78-C", "移交档案馆（县级）", years(10), "档案形成之日", DASS("第二十条第二款"),
        extends="专业性强、需要保密的，经检查和同意可以延长"),
    row("T79", "执法证件有效期", param("certificate.valid"), "发证之日", PLATFORM("执法证件的有效期", mark="K"), rolls=False,
        extends="年审或者续期", late="不能办理案件", user=JUDGED),

    # 监督
    row("T71", "按监督意见书纠正", param("supervision.correct_within"), "收到监督意见书之日", SDJD("第二十八条"), extends="文书可以另定",
        late="作出监督决定"),
    row("T72", "报告监督决定的执行情况", param("supervision.report_within"), "收到监督决定书之日", SDJD("第二十九条第二款"),
        late="追究责任"),
    row("T73", "报告法规实施情况", param("supervision.first_year_within"), "法律、法规、规章施行之日", SDJD("第十七条"), lead=years(1),
        late="责令改正"),
    row("T75", "反馈复议意见书的纠正情况", param("reconsideration.opinion_within"), "收到复议意见书之日", FY("第七十六条")),
    row("T76", "制定三项制度工作方案并备案", Yearly("10-31", only=2017), "2017 年（历史）", SEED("第三部分（三）"), rolls=False, user=PAST),
    row("T77", "报送三项制度实施情况", Yearly("12-20", only=2017), "2017 年（历史）", SEED("第三部分（三）"), rolls=False, user=PAST),
    row("T77-Y", "报送三项制度年度实施情况", Yearly(param("report.implementation_due")), "每年（沿用 2017 年的日期）",
        SEED("第三部分（三）", mark="P"),
        rolls=False),
    row("T80", "告知实名举报人立案结果", param("complaint.filing_told_within"), "作出是否立案决定之日", TSJB("第三十一条"), field=MARKET),
    row("T81", "决定是否受理投诉", param("complaint.accept_within"), "收到投诉之日", TSJB("第十四条"), field=MARKET),
)
# fmt: on

BY_ID: Mapping[str, Limit] = {one.term.id: one for one in LIMITS}

__all__ = ["BY_ID", "LATER", "LIMITS", "Limit", "Rate"]
