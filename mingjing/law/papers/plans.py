"""Papers of the list, the yearly plan and the lot of 行政检查 (rules §1.6-1, 2, 4; §6.7). No national forms were found."""

from __future__ import annotations

from mingjing.law.bases import G54, YS
from mingjing.law.draw import METHOD
from mingjing.law.guards import plans
from mingjing.law.papers.fields import own_name
from mingjing.law.terms import Field, Kind, Paper

ITEMS = "一行一个事项："
POOL = "91370400MA3YX99014 枣庄启禾仓储服务有限公司（演示）\n91370400MA3YX99027 枣庄恒磊建材有限公司（演示）"
SEED = "0123456789abcdef" * 4
item = Field("item", "检查事项", Kind.TEXT, sample="INS-0001", help="从本机关公布的检查事项清单选择。")
year = Field(
    "year", "年度", Kind.NUMBER, element=True, sample=2025, follows=lambda j: j.known("year", j.on.year)
)
announced_at = Field(
    "announced_at",
    "在哪里公布",
    Kind.TEXT,
    element=True,
    sample="本机关门户网站“涉企行政检查公示专栏”（演示）",
)
inspection_item_list = Paper(
    "inspection_item_list",
    "检查事项清单",
    (
        own_name,
        Field(
            "items",
            "检查事项、年度频次上限、检查标准",
            Kind.LONG_TEXT,
            element=True,
            sample="INS-0001 2 特种设备使用登记、定期检验、作业人员证的情况",
            help=f"{ITEMS}编号、每年最多几次、检查标准，用空格隔开。",
        ),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    basis=G54("（条文未核）", mark="R2"),
)
inspection_plan = Paper(
    "inspection_plan",
    "年度检查计划",
    (
        own_name,
        year,
        Field(
            "plan_items",
            "列入计划的事项",
            Kind.LONG_TEXT,
            element=True,
            sample="INS-0001 全年 120 户次，日常和双随机",
            help=f"{ITEMS}编号、户次和方式，用空格隔开；只能列检查事项清单里有的。",
        ),
        Field(
            "plan_why",
            "安排的理由",
            Kind.LONG_TEXT,
            element=True,
            sample="按风险等级安排，同一对象的事项合并检查。",
        ),
    ),
    signed_by="unit_head, agency_head",
    sealed=True,
    basis=G54("（条文未核）", mark="R2"),
)
inspection_plan_notice = Paper(
    "inspection_plan_notice",
    "年度检查计划公告",
    (
        own_name,
        year,
        Field(
            "announced_items",
            "公布的事项",
            Kind.LONG_TEXT,
            element=True,
            follows=plans.approved_items,
            sample="INS-0001 全年 120 户次，日常和双随机",
        ),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    basis=G54("（条文未核）", mark="R2"),
)
method = Field("method", "抽取方法", Kind.TEXT, sample=METHOD, follows=lambda j: METHOD)
draw_record = Paper(
    "draw_record",
    "抽取记录",
    (
        item,
        Field("pool", "检查对象名录", Kind.LONG_TEXT, sample=POOL, follows=lambda j: j.known("pool")),
        Field("how_many", "抽取户数", Kind.NUMBER, sample=1, follows=lambda j: j.known("how_many")),
        method,
        Field(
            "seed",
            "种子",
            Kind.DIGEST,
            follows=plans.seed,
            sample=SEED,
            help="确定名录那一条记录的摘要：登记以前谁也不知道，登记以后谁都可以核对。",
        ),
        Field(
            "drawn",
            "抽取结果",
            Kind.LONG_TEXT,
            follows=plans.drawn,
            sample=POOL.splitlines()[0],
            help="由种子从名录算出，不能改动。",
        ),
    ),
    signed_by="经办人",
    basis=YS("第五十四条"),
)
officer_draw_record = Paper(
    "officer_draw_record",
    "抽派记录",
    (
        method,
        Field(
            "seed",
            "种子",
            Kind.DIGEST,
            follows=plans.officer_seed,
            sample=SEED,
            help="列入任务那一条记录的摘要；有人回避的，是决定回避那一条的摘要。",
        ),
        Field(
            "drawn_officers",
            "抽派的执法人员",
            Kind.PERSONS,
            follows=plans.drawn_officers,
            sample=["zhang", "wang"],
            help="由种子从执法检查人员名录算出，不能改动。",
        ),
    ),
    signed_by="经办人",
    basis=YS("第五十四条"),
)
