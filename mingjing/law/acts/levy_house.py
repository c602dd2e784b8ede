"""国有土地上房屋征收与补偿（国务院令第590号，rules §1.7 lv_house）：征收决定一案，各户的补偿各另立一案。一行一个动作。

先补偿、后搬迁；政府不得自行强制搬迁，只能申请人民法院强制执行，所以没有强制搬迁的动作。
"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.bases import FZ590, ZSH
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS, REMEDY_FIELDS, remedy_actions, remedy_terms
from mingjing.law.guards.decision import bound_to, review_passed, served
from mingjing.law.guards.houses import (
    G_ANNOUNCED_ON,
    G_ATTENDED,
    G_FAIR,
    G_FUNDED,
    G_MOVE_BY,
    G_NO_FORCE,
    G_OWNER,
    G_PLAN_HEARD,
    G_PUBLIC_NEED,
    G_SIGNING,
    G_SUSPENSION,
    G_VALUED_ON,
    G_WHOLE,
    MANY,
    MEANS,
    NEEDS,
    house_grounds,
    household_grounds,
)
from mingjing.law.guards.links import declared
from mingjing.law.guards.people import G_AVOID, G_CERT, G_SEPARATE, G_TWO
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import delivered, issued, recorded
from mingjing.law.sections import (
    BOOK_FIELDS,
    archive_term,
    archived,
    corrected,
    explained,
    review_term,
    reviewing,
    serving,
)
from mingjing.law.terms import (
    Action,
    After,
    Field,
    Kind,
    LinkedIs,
    On,
    Procedure,
    Recording,
    Review,
    Role,
    Term,
    Track,
    done,
    done_if,
    open_,
    param,
    per,
    shut,
    step,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD, PARTY = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PARTY
STAFF, TWO, REVIEW = (OFFICER, UNIT_HEAD), param("levy.officers"), ZSH("第四条", mark="R2")
O, F = Recording.O, Recording.F  # noqa: E741 - the codes of rules §1.0
SINCE = "2011-01-21"
PASSED = (review_passed("lh_submit_review", REVIEW), bound_to("lh_submit_review", REVIEW))
TOLD = delivered("compensation_decision", "lh_serve", FZ590("第二十六条"))


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


BEFORE = at("proposed", "consulted", "revised")

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
ITEM = Field("item", "征收事项", Kind.TEXT, sample="LEV-0002", help="从本机关公布的征收事项清单选择。")
HOUSES = Procedure(
    "house_levy", "国有土地上房屋征收", SINCE, "levy",
    basis=FZ590("第八条"),
    stages=(("proposed", "提出"), ("consulted", "方案公布"), ("revised", "修改公布"), ("decided", "决定征收"), ("announced", "公告"),
            ("closed", "补偿、搬迁完毕"), ("dropped", "不征收"), ("archived", "归档")),
    exits=at("closed", "dropped", "archived"),
    tracks=(Track("hearing", "听证"), Track("remedy", "复议、诉讼")),
    guards=(G_SEPARATE, G_AVOID),
    review=Review(submit="lh_submit_review", review="lh_review", opinion="opinion", passed="approve",
                  decision="lh_decide", paper="house_levy_decision", grounds=house_grounds),
    papers=p.PAPERS,
    fields=COMMON_FIELDS + REMEDY_FIELDS + BOOK_FIELDS + (
        ITEM,
        Field("party", "被征收人", Kind.PARTY, sample={"kind": "org", "name": "光明路片区 86 户被征收人（演示）", "code": ""},
              help="写片区和户数；各户在分户补偿案件里写明。"),
        Field("public_need", "公共利益的需要", Kind.CHOICE, choices=NEEDS, sample="renewal"),
        Field("in_plans", "符合国民经济和社会发展、土地利用、城乡和专项规划", Kind.YES_NO, sample=True),
        Field("yearly_plan", "已经纳入年度计划", Kind.YES_NO, required=False, sample=True, help="安居工程、旧城区改建的填写。"),
        Field("opinion_said", "意见的内容", Kind.LONG_TEXT, sample="停产停业损失的标准偏低。"),
        Field("objecting", "认为方案不符合条例的户数（累计）", Kind.NUMBER, sample=3),
        Field("hearing_host", "听证主持人", Kind.PERSONS, sample=["song"]),
        Field("attended", "参加听证的人", Kind.CHOICES, choices=(("owners", "被征收人"), ("public", "公众代表")),
              sample=["owners", "public"]),
        Field("fund_needed", "征收补偿费用", Kind.MONEY, sample=9000000000),
        Field("fund_held", "专户存储的金额", Kind.MONEY, sample=9000000000),
        Field("fund_account", "专户账号", Kind.TEXT, sample="演示银行 专户 0002"),
    ),
    path=(step("lh_propose"), step("lh_scope"), step("lh_survey"), step("lh_plan"), step("lh_consult"), step("lh_opinion", optional=True),
          step("lh_hear_call", optional=True), step("lh_hear", optional=True), step("lh_revise"), step("lh_risk"), step("lh_fund"),
          step("lh_meeting"), step("lh_submit_review"), step("lh_review"), step("lh_decide.ask"), step("lh_decide"), step("lh_announce"),
          step("lh_household"), step("lh_disclose"), step("lh_close"), step("lh_archive")),
    actions=(
        Action("lh_propose", "提出征收", STAFF, FZ590("第八条、第九条"), opening=True, to="proposed",
               asks=("item", "party", "public_need", "in_plans", "yearly_plan"), needs=(G_POWER, G_PUBLIC_NEED),
               plain="为了公共利益的六种需要，符合四项规划；安居工程、旧城区改建还要纳入年度计划。"),
        Action("lh_scope", "确定范围，通知暂停办理手续", STAFF, FZ590("第十六条"), stage=BEFORE, repeat=True,
               papers=("suspension_request",), needs=(G_SUSPENSION,),
               plain="范围确定以后不得新建、扩建、改建、改变用途；书面通知有关部门暂停办理，最长一年。"),
        Action("lh_survey", "调查登记", OFFICER, FZ590("第十五条、第二十四条第二款"), stage=at("proposed"), repeat=True, officers=TWO,
               records=O, papers=("house_survey",), needs=(G_CERT, G_TWO, done("lh_scope")),
               plain="调查权属、区位、用途、面积，认定未经登记的建筑，结果在征收范围内公布。"),
        Action("lh_plan", "拟定、论证补偿方案", STAFF, FZ590("第十条"), stage=at("proposed"), repeat=True, papers=("compensation_plan",),
               needs=(done("lh_survey"),), plain="房屋征收部门拟定，政府组织有关部门论证。"),
        Action("lh_consult", "公布方案，征求意见", STAFF, FZ590("第十条第二款"), stage=at("proposed"), to="consulted",
               papers=("plan_notice",), needs=(done("lh_plan"),), plain="公布补偿方案，征求公众意见，不少于三十日。"),
        Action("lh_opinion", "登记意见", PARTY, FZ590("第十条、第十一条"), stage=at("consulted"), repeat=True, stated_by=True,
               asks=("opinion_said", "objecting"), plain="被征收人和公众的意见登记在案，累计认为方案不符合条例的户数。"),
        Action("lh_hear_call", "通知听证会", STAFF, FZ590("第十一条第二款"), stage=at("consulted"), repeat=True, asks=("hearing_host",),
               papers=("hearing_public_notice",), opens=at("hearing"), needs=(shut("hearing"),),
               plain="旧城区改建，多数被征收人认为方案不符合条例的，应当组织听证会。"),
        Action("lh_hear", "听证会", Role.HEARING_HOST, FZ590("第十一条第二款"), stage=at("consulted"), records=F, shuts=at("hearing"),
               repeat=True, asks=("attended",), papers=("hearing_transcript",), needs=(open_("hearing"), G_ATTENDED),
               plain="由被征收人和公众代表参加，根据听证情况修改方案。"),
        Action("lh_revise", "公布征求意见和修改的情况", STAFF, FZ590("第十一条第一款"), stage=at("consulted"), to="revised",
               papers=("plan_revision",), closes=at("hearing"), needs=(After("T-LH1"), G_PLAN_HEARD),
               plain="三十日期满、应当听证的已听证，公布意见和修改的情况。"),
        Action("lh_risk", "社会稳定风险评估", STAFF, FZ590("第十二条第一款"), stage=at("consulted", "revised"), repeat=True,
               papers=("risk_report",), plain="作出征收决定以前，按规定进行评估。"),
        Action("lh_fund", "补偿费用到位", STAFF, FZ590("第十二条第二款"), stage=BEFORE, repeat=True,
               asks=("fund_needed", "fund_held", "fund_account"), needs=(G_FUNDED,), plain="足额到位、专户存储、专款专用。"),
        Action("lh_meeting", "政府常务会议讨论", Role.PANEL, FZ590("第十二条第一款"), stage=at("revised"), papers=("executive_minutes",),
               needs=(done("lh_risk"),), plain="涉及被征收人数量较多的，经政府常务会议讨论决定。"),
        *reviewing("lh", at("revised"), "house_levy_decision", REVIEW, needs=(done("lh_risk"),), decision="lh_decide"),
        Action("lh_decide", "作出房屋征收决定", STAFF, FZ590("第八条、第十二条"), stage=at("revised"), to="decided",
               papers=("house_levy_decision",), binds="house_levy_decision", decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, done("lh_risk"), done("lh_fund"), done_if("lh_meeting", MANY), *PASSED),
               plain="由市、县级人民政府决定。"),
        Action("lh_announce", "公告征收决定", STAFF, FZ590("第十三条第一款"), stage=at("decided"), to="announced",
               papers=("house_levy_announcement",), needs=(issued("house_levy_decision", "房屋征收决定书"), G_ANNOUNCED_ON),
               plain="及时公告，载明补偿方案和复议、诉讼的权利；国有土地使用权同时收回。"),
        Action("lh_household", "另立分户补偿案件", STAFF, FZ590("第十七条"), stage=at("announced"), repeat=True, asks=("reason",),
               opens_case="house_compensation", plain="每一户的评估、协议、补偿决定、给付和搬迁各立一案。"),
        Action("lh_disclose", "公布分户补偿情况", STAFF, FZ590("第二十九条第一款"), stage=at("announced"), repeat=True,
               papers=("household_list",), plain="在征收范围内向被征收人公布。"),
        Action("lh_close", "补偿、搬迁完毕", STAFF, FZ590("第二十九条"), stage=at("announced"), to="closed", asks=("reason",),
               needs=(done("lh_disclose"),), plain="各户补偿、搬迁完毕，建立补偿档案。"),
        Action("lh_drop", "不征收", STAFF, FZ590("第八条"), stage=BEFORE, to="dropped", asks=("reason",),
               plain="不再需要，或者条件不具备的，写明原因，恢复办理手续。"),
        archived("lh", at("closed", "dropped"), recorded("lh_explain_record"), closes=at("remedy")),
        explained("lh"),
        corrected("lh"),
        *remedy_actions("lh", at("announced", "closed", "archived"), ("lh_decide", "lh_decide.ask", "lh_announce"), again="revised",
                        ends="remedy"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T-LH1", "征求意见", param("levy_house.consult_within"), runs_from="lh_consult", until="lh_revise", waits=False,
             consequence="期未满不得公布修改、不得决定", basis=FZ590("第十条第二款")),
        Term("T-LH2", "公告征收决定", param("levy_house.announce_within"), runs_from="lh_decide", until="lh_announce",
             basis=FZ590("第十三条第一款", mark="P")),
        Term("T-LH3", "暂停办理手续", param("levy_house.suspension_within"), rolls=False, runs_from="lh_scope",
             until=(On("lh_drop"), On("lh_close")), waits=False, consequence="不得继续暂停", basis=FZ590("第十六条第二款")),
        review_term("lh"),
        archive_term("lh", "lh_close", "lh_drop"),
        *remedy_terms("lh", (On("lh_announce"),), reconsider_first=False),
    ),
)

COMPENSATION = Procedure(
    "house_compensation", "房屋征收补偿", SINCE, "levy",
    basis=FZ590("第十七条"),
    stages=(("opened", "分户立案"), ("appraised", "评估"), ("agreed", "订立协议"), ("decided", "补偿决定"), ("served", "送达"),
            ("compensated", "已补偿"), ("moved", "搬迁"), ("archived", "归档")),
    exits=at("moved", "archived"),
    tracks=(Track("appraisal", "复核评估、鉴定"), Track("moving", "搬迁"), Track("remedy", "复议、诉讼")),
    guards=(G_SEPARATE, G_AVOID),
    review=Review(submit="lh_submit_review", review="lh_review", opinion="opinion", passed="approve",
                  decision="lh_compensate", paper="compensation_decision", grounds=household_grounds),
    papers=p.PAPERS,
    fields=COMMON_FIELDS + REMEDY_FIELDS + BOOK_FIELDS + (
        ITEM,
        p.party,
        Field("levy_case", "房屋征收案件", Kind.CASE, choices=(("house_levy", "国有土地上房屋征收"),),
              sample="00000000-0000-4000-8000-000000000001"),
        Field("house", "房屋", Kind.LONG_TEXT, sample="光明路 1 号楼 101 室，住宅，80 平方米（演示）。"),
        Field("owner_known", "所有权人明确", Kind.YES_NO, sample=True),
        Field("appraiser", "房地产价格评估机构", Kind.TEXT, sample="演示房地产评估有限公司"),
        Field("chosen_by", "怎样选定", Kind.CHOICE, sample="negotiated",
              choices=(("negotiated", "被征收人协商选定"), ("majority", "多数决定"), ("random", "随机选定"))),
        Field("request", "申请的理由", Kind.LONG_TEXT, sample="面积少算 3 平方米。"),
        Field("review_kind", "复核还是鉴定", Kind.CHOICE, sample="review",
              choices=(("review", "评估机构复核"), ("expert", "评估专家委员会鉴定"))),
        Field("appraised_value", "复核、鉴定后的价值", Kind.MONEY, sample=80000000),
        Field("means", "有没有下列情形", Kind.CHOICES, required=False, choices=MEANS, sample=[],
              help="有其中一种的，不得登记搬迁。"),
    ),
    path=(step("lh_begin"), step("lh_appraiser"), step("lh_appraise"), step("lh_agree", "agreed"),
          step("lh_submit_review", "decided", optional=True), step("lh_review", "decided", optional=True),
          step("lh_compensate.ask", "decided"), step("lh_compensate", "decided"), step("lh_compensate_announce", "decided"),
          step("lh_serve", "decided", paper="compensation_decision"), step("lh_pay"), step("lh_move"), step("lh_archive")),
    branches=(("agreed", "订立补偿协议"), ("decided", "作出补偿决定")),
    actions=(
        Action("lh_begin", "分户立案", STAFF, FZ590("第十七条"), opening=True, to="opened",
               asks=("levy_case", "item", "party", "house", "owner_known"),
               needs=(declared(FZ590("第十七条")), LinkedIs("levy_case", at("announced")), G_POWER),
               plain="征收决定公告以后，由征收案件另立。"),
        Action("lh_appraiser", "选定评估机构", STAFF, FZ590("第二十条第一款"), stage=at("opened"), repeat=True,
               asks=("appraiser", "chosen_by"), plain="由被征收人协商选定；协商不成的多数决定、随机选定。"),
        Action("lh_appraise", "评估", STAFF, FZ590("第十九条第一款"), stage=at("opened"), to="appraised", papers=("appraisal_report",),
               needs=(done("lh_appraiser"), G_VALUED_ON), plain="由评估机构评估，评估时点为征收决定公告之日。"),
        Action("lh_appraise_object", "对评估有异议", PARTY, FZ590("第十九条第二款"), stage=at("appraised"), repeat=True, stated_by=True,
               asks=("request",), opens=at("appraisal"), needs=(shut("appraisal"),),
               plain="可以申请复核评估；对复核有异议的，可以申请鉴定。"),
        Action("lh_appraise_review", "登记复核、鉴定结果", STAFF, FZ590("第十九条第二款"), stage=at("appraised"), repeat=True,
               asks=("review_kind", "appraised_value"), shuts=at("appraisal"), needs=(open_("appraisal"),),
               plain="价值有变化的，按复核、鉴定的价值补偿。"),
        Action("lh_agree", "订立补偿协议", STAFF, FZ590("第二十五条"), stage=at("appraised"), to="agreed", opens=at("moving"),
               papers=("compensation_agreement",), needs=(shut("appraisal"), G_OWNER, G_FAIR),
               plain="被征收人选择货币补偿或者产权调换，就九类事项订立协议。"),
        *reviewing("lh", at("appraised"), "compensation_decision", REVIEW, needs=(shut("appraisal"),), decision="lh_compensate"),
        Action("lh_compensate", "作出补偿决定", STAFF, FZ590("第二十六条"), stage=at("appraised"), to="decided",
               papers=("compensation_decision",), binds="compensation_decision", decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, shut("appraisal"), G_SIGNING, G_FAIR, *PASSED),
               plain="签约期限内达不成协议，或者所有权人不明确的，由政府按照补偿方案决定。"),
        Action("lh_compensate_announce", "公告补偿决定", STAFF, FZ590("第二十六条第一款"), stage=at("decided", "served"),
               papers=("compensation_announcement",), needs=(issued("compensation_decision", "房屋征收补偿决定书"),),
               plain="在房屋征收范围内公告。"),
        serving("lh", at("agreed", "decided", "served", "compensated"), TWO, to=per("paper", compensation_decision="served"),
                opens=per("paper", compensation_decision=("moving",)), certified=False),
        Action("lh_pay", "给付补偿", STAFF, FZ590("第二十七条第一款"), stage=at("agreed", "served"), to="compensated",
               papers=("compensation_payment",), needs=(G_WHOLE,), plain="先补偿、后搬迁；当事人不领取的，专户存储。"),
        Action("lh_move", "搬迁", OFFICER, FZ590("第二十七条第二款、第三款"), stage=at("compensated"), to="moved", officers=TWO, records=F,
               asks=("means",), papers=("move_record",), shuts=at("moving"), needs=(G_CERT, G_TWO, done("lh_pay"), G_NO_FORCE),
               plain="给付补偿以后，被征收人在搬迁期限内搬迁；禁止暴力、威胁、断水断电断路，禁止建设单位参与。"),
        Action("lh_court", "另立申请法院执行案件", STAFF, FZ590("第二十八条"), stage=at("compensated"), repeat=True, asks=("reason",),
               opens_case="court_application",
               needs=(done("lh_compensate"), done("lh_compensate_announce"), TOLD, open_("moving"), G_MOVE_BY),
               plain="不复议、不起诉又不搬迁的，申请人民法院强制执行；政府不得自行强制搬迁。"),
        archived("lh", at("moved"), recorded("lh_explain_record"), closes=at("remedy")),
        explained("lh"),
        corrected("lh"),
        *remedy_actions("lh", at("served", "compensated", "moved", "archived"),
                        ("lh_compensate", "lh_compensate.ask", "lh_compensate_announce", served("compensation_decision", "lh_serve")),
                        again="appraised", ends="moving"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T-LV2", "送达补偿决定", param("levy.serve_within"), runs_from="lh_compensate", until=served("compensation_decision",
             "lh_serve"), basis=FZ590("第二十六条", mark="P")),
        review_term("lh"),
        archive_term("lh", "lh_move"),
        *remedy_terms("lh", (served("compensation_decision", "lh_serve"),), reconsider_first=False),
    ),
)
# fmt: on

PROCEDURES = (HOUSES, COMPENSATION)
