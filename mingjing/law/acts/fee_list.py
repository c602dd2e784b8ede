"""收费目录清单和年度收费情况的公开（rules §1.8-1、8）。每个机关每年一个案件，没有当事人；数字由系统统计。一行一个动作。"""

from __future__ import annotations

from mingjing.law.bases import SDSF, ZSH
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.decision import reviewed_beside
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.reports import (
    ACCOUNT,
    G_DIRECTORY,
    G_ONE_ACCOUNT,
    G_PAST_YEAR,
    as_before,
    as_counted,
)
from mingjing.law.judgement import Judgement
from mingjing.law.papers import reports as p
from mingjing.law.papers.mainline import legal_review_opinion, review_request
from mingjing.law.sections import (
    BOOK_FIELDS,
    CHANGED_ON,
    archive_term,
    archived,
    corrected,
    listing,
    listing_term,
    review_term,
    reviewing,
)
from mingjing.law.terms import Action, Condition, Field, Kind, Procedure, Review, Role, done_if, step

AGENCY_HEAD, PUBLISHER = Role.AGENCY_HEAD, Role.PUBLISHER
LISTED = SDSF("第十五条", mark="R2")


def adjusted(j: Judgement) -> list[str]:
    """Why a list must pass legal review (rules §3.1 fee_new): it is the agency's first, or says other than the last one."""
    return [] if j.standing.stage == "drafted" and as_before(j) else ["新设、调整收费的项目、标准"]


PUT_UP = Condition("目录已经公布", lambda j: j.standing.stage == "listed")


REVIEW = ZSH("第四条", mark="R2")
REVIEWED = reviewed_beside("fl", ("fe_list", "fe_list_change"), adjusted, REVIEW)


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
FEE_LIST = Procedure(
    "fee_list", "收费目录和年度公开", "2017-10-01", "fee",
    basis=LISTED, own=True, guards=(G_SEPARATE, G_AVOID),
    stages=(("drafted", "拟定目录"), ("listed", "公布目录"), ("told", "公开年度收费"), ("archived", "归档")),
    exits=at("archived"),
    beside=(Review(submit="fl_submit_review", review="fl_review", opinion="opinion", passed="approve",
                   decision="fe_list", paper="fee_directory", grounds=adjusted),),
    papers=(p.fee_directory, p.fee_account, review_request, legal_review_opinion),
    fields=COMMON_FIELDS + (
        CHANGED_ON,
        Field("adjusts", "新设、调整的项目、标准", Kind.LONG_TEXT, sample="新设特种设备检验费，标准见批准文件（演示）。",
              help="与本机关上一次公布的目录相同的，写明没有变动。"),
    ) + BOOK_FIELDS,
    path=(step("fl_begin"), step("fl_submit_review"), step("fl_review"), step("fe_list"), step("fe_list_due", optional=True),
          step("fe_list_change", optional=True), step("fe_publish.ask"),
          step("fe_publish"), step("fl_archive")),
    actions=(
        Action("fl_begin", "拟定收费目录清单", Role.UNIT_HEAD, LISTED, opening=True, to="drafted", asks=("adjusts",),
               plain="写明新设、调整哪些项目、标准；与上一次公布的目录不同的，先经法制审核再公布。"),
        *listing("fe_list", "收费目录清单", "fee_directory", LISTED, (G_DIRECTORY,),
                 "公布项目、依据、标准、对象和监督电话；目录清单以外不得收费。", REVIEWED, drafted=at("drafted"),
                 reviewed=REVIEWED),
        *reviewing("fl", at("drafted", "listed"), "fee_directory", REVIEW, needs=(done_if("fe_list_due", PUT_UP), G_DIRECTORY),
                   decision="fe_list_change", asked=False),
        Action("fe_publish", "收费情况年度公开", PUBLISHER, ACCOUNT, stage=at("listed"), to="told", papers=("fee_account",),
               needs=(G_PAST_YEAR, G_ONE_ACCOUNT, as_counted("charged", "relieved")), approved_by=AGENCY_HEAD,
               plain="年度结束以后公开收费情况，一年一份，以前漏了的可以补；笔数和金额由系统统计，收支两条线，不与考核挂钩。"),
        archived("fl", at("told")),
        corrected("fl"),
    ) + COMMON_ACTIONS,
    terms=(
        listing_term("fe_list", "收费目录清单"),
        review_term("fl"),
        archive_term("fl", "fe_publish"),
    ),
)
# fmt: on

PROCEDURES = (FEE_LIST,)
