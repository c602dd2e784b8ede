"""One story per gate: refused once, let through once. A story under a table without its gate must go red."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from mingjing.law import engine
from mingjing.law.guards.amounts import major_grounds
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Action, Guard, Need, Norm, Power, Procedure, Role
from tests.law import tales_of_the_end  # noqa: F401 - enters its stories
from tests.law.tales import TALES, THRESHOLD, Bureau, Tale, passes, refused, tells
from tests.law.world import EQUIPMENT, ORDINARY, SUMMARY, Story, certificate, ids, person

# --- who ---------------------------------------------------------------------------------------------------------


@tells("G-CERT")
def the_certificate_must_be_valid_on_the_day_of_the_act(bureau: Bureau) -> None:
    for fault, words in (
        ({"until": "2025-07-13"}, "有效期"),
        ({"since": "2025-07-15"}, "有效期"),
        ({"status": "revoked"}, "已失效"),
        ({"suspended": (("2025-07-01", ""),)}, "暂扣"),
        ({"suspended": (("2025-07-01", "2025-07-14"),)}, "暂扣"),
        ({"fields": ("生态环境",)}, "不含“市场监管”领域"),
    ):
        case = bureau.case().through("po_lead")
        case.world.change("wang", certificates=(certificate(**fault),))
        refused(case.tries("po_precheck"), "G-CERT", "王明远", words, "第四十二条")

    case = bureau.case().through("po_lead")
    case.world.change("wang", certificates=())
    refused(case.tries("po_precheck"), "G-CERT", "没有执法证")
    case.world.change("wang", certificates=(certificate(until="2025-07-14"),))
    passes(case.tries("po_precheck"))


@tells("G-CERT")
def an_old_certificate_does_not_hurt_when_a_new_one_covers_the_day(bureau: Bureau) -> None:
    case = bureau.case().through("po_lead")
    case.world.change("wang", certificates=(certificate(), certificate(until="2021-01-01")))
    passes(case.tries("po_precheck"))
    case.world.change("wang", certificates=(certificate(until="2021-01-01"), certificate(since="2025-08-01")))
    refused(case.tries("po_precheck"), "G-CERT")


@tells("G-TWO")
def two_certified_officers_investigate_and_one_of_them_registers(bureau: Bureau) -> None:
    case = bureau.case().through("po_lead")
    case.world.people["ma"] = person("ma", "马协助", Role.ASSISTANT)

    refused(case.tries("po_precheck", officers=["zhang"]), "G-TWO", "2 名以上", "第四十二条")
    refused(case.tries("po_precheck", officers=["zhang", "zhang"]), "G-TWO", "现有 1 名")
    refused(case.tries("po_precheck", officers=["zhang", "ma"]), "G-TWO", "现有 1 名")
    refused(case.tries("po_precheck", by="zhang", officers=["wang", "ma"]), "G-TWO", "登记人不在")
    passes(case.tries("po_precheck", officers=["zhang", "wang"]))


@tells("G-QUALIFIED")
def the_reviewer_is_qualified_and_a_beginner_holds_the_legal_qualification(bureau: Bureau) -> None:
    case = bureau.case().until("po_review")
    case.world.change("zhou", qualified_until="2025-07-13")
    refused(case.tries("po_review"), "G-QUALIFIED", "没有有效的法制审核资格", "第五十八条第二款")
    case.world.change("zhou", qualified_until="2025-07-14", legal_qualification=False)
    refused(case.tries("po_review"), "G-QUALIFIED", "初次从事")
    case.world.change("zhou", first_penalty_review=False)
    passes(case.tries("po_review"))


@tells("G-SEPARATE")
def a_reviewer_who_handled_the_case_does_not_review_it(bureau: Bureau) -> None:
    case = bureau.case().through("po_precheck")
    case.world.people["zhou"] = person("zhou", "周审言", Role.REVIEWER, Role.OFFICER)
    case.until("po_interview").do("po_interview", officers=["zhang", "zhou"]).until("po_review")

    refused(case.tries("po_review", by="zhou"), "G-SEPARATE", "周审言是本案的承办人", "第五十八条")
    case.world.people["feng"] = person("feng", "冯另审", Role.REVIEWER)
    passes(case.tries("po_review", by="feng"))


@tells("G-SEPARATE")
def a_reviewer_of_the_case_never_becomes_its_handler(bureau: Bureau) -> None:
    case = bureau.case().through("po_review")
    case.world.people["zhou"] = person("zhou", "周审言", Role.REVIEWER, Role.OFFICER)
    refused(case.tries("po_defense", by="zhou"), "G-SEPARATE", "周审言是本案的法制审核人员")
    refused(case.tries("po_serve", officers=["zhang", "zhou"], paper="prior_notice"), "G-SEPARATE")
    refused(case.tries("po_waive", by="zhou"), "G-SEPARATE")
    passes(case.tries("po_waive", by="wang"))


@tells("G-SEPARATE")
def who_registers_an_act_of_the_party_is_a_handler(bureau: Bureau) -> None:
    case = bureau.case().through("po_serve:prior_notice")
    case.world.people["zhou"] = person("zhou", "周审言", Role.REVIEWER, Role.OFFICER)
    case.do("po_waive", by="zhou").until("po_review")
    refused(case.tries("po_review", by="zhou"), "G-SEPARATE", "承办人")


@tells("G-SEPARATE")
def the_head_who_decides_neither_handled_nor_reviewed_nor_heard(bureau: Bureau) -> None:
    for role in (Role.OFFICER, Role.REVIEWER):
        case = bureau.case().until("po_interview")
        case.world.people["li"] = person("li", "李秉公", Role.AGENCY_HEAD, role)
        if role is Role.OFFICER:
            case.do("po_interview", officers=["zhang", "li"])
        else:
            case.until("po_review").do("po_review", by="li")
        case.through("po_decide.ask")
        refused(case.tries("po_decide", by="li"), "G-SEPARATE", "李秉公是本案的")
        case.world.people["han"] = person("han", "韩副局", Role.AGENCY_HEAD)
        passes(case.tries("po_decide", by="han"))


@tells("G-SEPARATE")
def the_head_who_decided_serves_nothing(bureau: Bureau) -> None:
    case = bureau.case().through("po_decide")
    case.world.people["li"] = person("li", "李秉公", Role.AGENCY_HEAD, Role.OFFICER)
    said = {"paper": "penalty_decision", "officers": ["zhang", "li"]}
    refused(case.tries("po_serve", **said), "G-SEPARATE", "决定人")  # type: ignore[arg-type]
    passes(case.tries("po_serve", paper="penalty_decision"))


@tells("G-SEPARATE")
def the_hearing_host_did_not_investigate(bureau: Bureau) -> None:
    case = hearing_called(bureau, served="2025-10-09").on("2025-10-20")
    case.world.people["zhang"] = person("zhang", "张守正", Role.OFFICER, Role.HEARING_HOST)
    refused(case.tries("po_hear", by="zhang"), "G-SEPARATE", "张守正是本案的承办人")
    passes(case.tries("po_hear", by="song"))


@tells("G-SEPARATE")
def a_missing_recording_is_explained_by_somebody_else(bureau: Bureau) -> None:
    case = bureau.case().through("po_conclude")
    refused(case.tries("po_explain_record", by="chen"), "G-SEPARATE", "非承办人")
    passes(case.tries("po_explain_record", by="wu"))


# --- on what -------------------------------------------------------------------------------------------------------


@tells("G-POWER")
def the_agency_has_an_announced_power(bureau: Bureau) -> None:
    power = Power("PEN-0001", "zz-scjg", "penalty", "2021-07-15")
    for fault, words in (
        (replace(power, agency="other"), "权责清单没有"),
        (replace(power, act="fee"), "执法类别"),
        (replace(power, announced=False), "还没有公告"),
        (replace(power, since="2025-07-15"), "无效"),
        (replace(power, until="2025-07-14"), "无效"),
    ):
        case = bureau.case().through("po_precheck")
        case.world.powers = {"PEN-0001": fault}
        refused(case.tries("po_file.ask"), "G-POWER", words, "第十七条")

    case = bureau.case().through("po_precheck")
    refused(case.tries("po_file.ask", item="PEN-9999"), "G-POWER")
    case.world.powers = {"PEN-0001": replace(power, until="2025-07-15")}
    passes(case.tries("po_file.ask"))


@tells("G-BASIS")
def the_cited_article_is_published_and_was_in_force_when_the_act_was_committed(bureau: Bureau) -> None:
    case = bureau.case(conduct_on="2025-07-10").until("po_notice")
    article = (EQUIPMENT, "第八十四条第一项")
    for versions, words in (
        ((), "不在公示的依据库"),
        ((Norm(*article, "2025-07-11"),), "没有生效"),
        ((Norm(*article, "2014-01-01", until="2025-07-10"),), "已经失效"),
    ):
        case.world.norms[article] = versions
        refused(case.tries("po_notice"), "G-BASIS", words, "第三十七条")

    # Repealed since: the law of the day of the act still applies (E1).
    case.world.norms[article] = (Norm(*article, "2014-01-01", until="2025-07-11"),)
    passes(case.tries("po_notice"))


# --- notice and hearing ------------------------------------------------------------------------------------------------


@tells("G-NOTICE")
def no_decision_before_the_party_was_told_and_heard(bureau: Bureau) -> None:
    small = {"fine": THRESHOLD - 1}
    told = bureau.case(**small).through("po_notice", on="2025-09-24")
    refused(told.tries("po_decide.ask"), "G-NOTICE", "还没有送达", "第六十二条")

    served = told.through("po_serve:prior_notice")
    for day in ("2025-09-24", "2025-09-30"):
        refused(served.on(day).tries("po_decide.ask"), "G-NOTICE", "没有届满")
    passes(served.on("2025-10-01").tries("po_decide.ask"))


@tells("G-NOTICE")
def a_waiver_or_an_answer_ends_the_waiting(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1).through("po_serve:prior_notice")
    refused(case.tries("po_submit_review"), "G-NOTICE")
    case.do("po_waive", waives=["hearing"])
    refused(case.tries("po_submit_review"), "G-NOTICE")
    passes(case.do("po_defense").tries("po_submit_review"))

    case = bureau.case(fine=THRESHOLD - 1).through("po_serve:prior_notice").do("po_waive", waives=["defense"])
    passes(case.tries("po_decide.ask"))


@tells("G-NOTICE")
def the_concluded_case_was_never_told(bureau: Bureau) -> None:
    case = bureau.case().through("po_conclude")
    refused(case.tries("po_decide.ask"), "G-NOTICE", "还没有作处罚事先告知")


@tells("G-HEAR")
def from_the_threshold_on_the_party_may_ask_for_a_hearing(bureau: Bureau) -> None:
    for fine, wanted in ((THRESHOLD - 1, False), (THRESHOLD, True), (THRESHOLD + 1, True)):
        case = bureau.case(fine=fine).through("po_serve:prior_notice", on="2025-09-24").do("po_defense")
        reasons = case.tries("po_decide.ask")
        if not wanted:
            passes(reasons)
            continue
        refused(reasons, "G-HEAR", "第六十三条", "没有届满")
        assert "G-HEAR" in ids(case.on("2025-09-30").tries("po_decide.ask"))
        assert "G-HEAR" not in ids(case.on("2025-10-01").tries("po_decide.ask"))


@tells("G-HEAR")
def the_right_to_a_hearing_must_have_been_told(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD, hearing_right="").through("po_serve:prior_notice").do("po_defense")
    refused(case.tries("po_submit_review"), "G-HEAR", "还没有告知听证权")

    refused(case.tries("po_hear_notice"), "G-DOC", "要求听证的权利和期限")
    case.edit("hearing_rights_notice", hearing_right="自收到之日起 5 个工作日内可以要求听证。").do(
        "po_hear_notice"
    )
    refused(case.tries("po_submit_review"), "G-HEAR", "还没有告知听证权")
    case.do("po_serve", paper="hearing_rights_notice").do("po_waive", waives=["hearing"])
    passes(case.tries("po_submit_review"))


@tells("G-HEAR")
def a_hearing_asked_for_is_held(bureau: Bureau) -> None:
    case = bureau.case().through("po_serve:prior_notice", on="2025-10-09").do("po_defense").do("po_hear_req")
    refused(case.tries("po_submit_review"), "G-HEAR", "还没有举行听证")
    case.branch = "hearing"
    case.through("po_hear", on="2025-10-20")
    passes(case.tries("po_submit_review"))


def hearing_called(bureau: Bureau, *, served: str) -> Story:
    """A hearing on 20 October of which the notice is served on a day; no waiver of the seven days."""
    case = bureau.case("hearing").through("po_serve:prior_notice", on="2025-09-24").do("po_defense")
    case.do("po_hear_req", on="2025-09-30").do("po_hear_call", on="2025-10-09")
    return case.do("po_serve", on=served, paper="hearing_notice")


@tells("E-EARLY")
def the_hearing_is_announced_seven_full_working_days_before(bureau: Bureau) -> None:
    late = hearing_called(bureau, served="2025-10-10").on("2025-10-20")
    refused(late.tries("po_hear"), "E-EARLY", "2025-10-09", "第六十四条第二项")
    passes(late.do("po_waive", waives=["hearing_notice"]).tries("po_hear"))
    passes(hearing_called(bureau, served="2025-10-09").on("2025-10-20").tries("po_hear"))


@tells("E-EARLY")
def the_hearing_is_not_held_before_the_day_that_was_announced(bureau: Bureau) -> None:
    case = hearing_called(bureau, served="2025-10-09").on("2025-10-17")
    refused(case.tries("po_hear"), "E-EARLY", "2025-10-20")


@tells("E-ORDER")
def a_hearing_called_anew_is_announced_anew(bureau: Bureau) -> None:
    case = hearing_called(bureau, served="2025-10-09")
    case.said["hearing_on"] = "2025-10-21"
    case.do("po_hear_call", on="2025-10-15").on("2025-10-21")
    refused(case.tries("po_hear"), "E-ORDER", "听证通知书")


@tells("E-LATE")
def a_hearing_is_asked_for_within_five_working_days(bureau: Bureau) -> None:
    case = bureau.case().through("po_serve:prior_notice", on="2025-09-24")
    passes(case.on("2025-09-30").tries("po_hear_req"))
    refused(case.on("2025-10-01").tries("po_hear_req"), "E-LATE", "视为不要求听证", "第六十四条第一项")


# --- review, panel, amount, binding ---------------------------------------------------------------------------------------


@tells("G-REVIEW")
def a_major_decision_waits_for_legal_review(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD).through("po_waive")
    refused(case.tries("po_decide.ask"), "G-REVIEW", "罚款达到较大数额", "第五十八条")
    passes(case.through("po_review").tries("po_decide.ask"))
    passes(bureau.case(fine=THRESHOLD - 1).through("po_waive").tries("po_decide.ask"))


@tells("G-REVIEW")
def a_city_may_review_every_ordinary_decision(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1).through("po_waive")
    case.world.settings["review.scope"] = "all_ordinary"
    refused(case.tries("po_decide.ask"), "G-REVIEW", "全部审核")


@tells("G-REVIEW")
def an_officer_may_add_a_ground_for_review_and_a_hearing_is_one(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1, grave=["public_interest"]).through("po_waive")
    refused(case.tries("po_decide.ask"), "G-REVIEW", "承办机构认定")
    heard = bureau.case("hearing", fine=THRESHOLD - 1).through("po_hear_call", on="2025-10-09")
    heard.through("po_hear", on="2025-10-20")
    refused(heard.tries("po_decide.ask"), "G-REVIEW", "经过听证程序")


@tells("G-REVIEW")
def only_the_opinion_of_consent_opens_the_gate(bureau: Bureau) -> None:
    for opinion in ("supplement", "correct", "handover", "reject"):
        case = bureau.case(opinion=opinion).through("po_review")
        refused(case.tries("po_decide.ask"), "G-REVIEW", "没有通过")
        assert case.stage == "notified"


@tells("G-BOUND")
def a_review_of_an_earlier_draft_does_not_open_the_gate(bureau: Bureau) -> None:
    case = bureau.case().through("po_review").edit("penalty_decision", facts_found="乙稿。")
    refused(case.tries("po_decide.ask"), "G-BOUND", "审核", "第五十八条")
    refused(case.tries("po_panel"), "G-BOUND")
    passes(case.do("po_submit_review").do("po_review").tries("po_decide.ask"))


@tells("G-BOUND")
def the_reviewer_sees_the_draft_that_was_submitted(bureau: Bureau) -> None:
    case = bureau.case().through("po_submit_review")
    passes(case.tries("po_review"))
    refused(case.edit("penalty_decision", fine=2_000_000).tries("po_review"), "G-BOUND", "送审")


@tells("G-BOUND")
def a_smaller_fine_is_another_draft(bureau: Bureau) -> None:
    case = bureau.case().through("po_review").edit("penalty_decision", fine=2_999_999)
    refused(case.tries("po_decide.ask"), "G-BOUND")


@tells("G-PANEL")
def grave_cases_are_discussed_by_the_heads(bureau: Bureau) -> None:
    for said in ({"complex": True}, {"kinds": ["fine", "license_revocation"]}, {"kinds": ["closure"]}):
        case = bureau.case(**said).through("po_review")
        refused(case.tries("po_decide.ask"), "G-PANEL", "集体讨论", "第五十七条第二款")
        passes(case.do("po_panel").tries("po_decide.ask"))
    passes(bureau.case().through("po_review").tries("po_decide.ask"))


@tells("G-AMOUNT")
def nobody_is_fined_more_than_was_announced(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1).through("po_waive")
    passes(case.tries("po_decide.ask"))
    refused(
        case.edit("penalty_decision", fine=THRESHOLD).tries("po_decide.ask"),
        "G-AMOUNT",
        "高于告知",
        "第四十四条",
    )
    passes(case.edit("penalty_decision", fine=THRESHOLD - 2).tries("po_decide.ask"))
    refused(case.edit("penalty_decision", confiscated=1).tries("po_decide.ask"), "G-AMOUNT", "没收金额")
    case.edit("penalty_decision", confiscated=0, kinds=["fine", "warning"])
    refused(case.tries("po_decide.ask"), "G-AMOUNT", "种类超出")


@tells("G-AMOUNT")
def a_new_notice_raises_the_limit_and_starts_the_waiting_again(bureau: Bureau) -> None:
    case = bureau.case().through("po_review")
    case.said["fine"] = 4_000_000
    refused(case.tries("po_decide.ask"), "G-AMOUNT")
    again = case.do("po_notice").tries("po_decide.ask")
    assert "G-AMOUNT" not in ids(again)
    assert {"G-NOTICE", "G-HEAR", "G-REVIEW"} <= ids(again)
    assert case.stage == "notified"


# --- papers, service, recording -----------------------------------------------------------------------------------------------


@tells("G-DOC")
def a_decision_without_a_mandatory_element_is_not_sealed(bureau: Bureau) -> None:
    for missing in (
        "party",
        "facts_found",
        "evidence",
        "punished_by",
        "kinds",
        "perform",
        "remedies",
        "agency_name",
    ):
        case = bureau.case(fine=THRESHOLD - 1).through("po_waive").edit("penalty_decision", **{missing: None})
        refused(case.tries("po_decide.ask"), "G-DOC")
    case = bureau.case().until("po_notice").edit("prior_notice", rights="　 ")
    refused(case.tries("po_notice"), "G-DOC", "陈述、申辩的权利")
    passes(case.edit("prior_notice", rights="可以陈述、申辩。").tries("po_notice"))


@tells("G-DOC")
def the_on_the_spot_decision_says_reconsideration_first(bureau: Bureau) -> None:
    case = bureau.on_the_spot().until("ps_decide")
    case.edit("summary_decision", remedies="可以在六个月内提起行政诉讼。")
    refused(case.tries("ps_decide"), "G-DOC", "先申请行政复议")
    passes(case.edit("summary_decision", remedies="先申请行政复议，再起诉。").tries("ps_decide"))


@tells("G-DELIV")
def nothing_is_closed_or_paid_before_the_decision_was_served(bureau: Bureau) -> None:
    case = bureau.case().through("po_decide")
    refused(case.tries("po_close.ask"), "G-DELIV", "还没有送达", "第六十一条")
    refused(case.tries("po_pay"), "G-DELIV")
    passes(case.through("po_serve:penalty_decision").tries("po_pay"))


@tells("G-REC")
def what_had_to_be_recorded_has_a_recording_or_an_explanation(bureau: Bureau) -> None:
    case = bureau.case().until("po_inspect").do("po_inspect", recordings=[]).until("po_close.ask")
    found = refused(case.tries("po_close.ask"), "G-REC", "现场检查", "第四十七条")
    inspected = next(one.n for one in case.entries if one.action == "po_inspect")
    assert len(found) == 1 and f"第 {inspected} 条" in found[0].sentence
    passes(case.do("po_explain_record", by="wu", entry_n=inspected).tries("po_close.ask"))


@tells("G-REC")
def a_missing_recording_warns_at_the_review_and_bars_nothing(bureau: Bureau) -> None:
    case = bureau.case().until("po_inspect").do("po_inspect", recordings=[]).until("po_submit_review")
    passes(case.tries("po_submit_review"))
    choices = engine.menu(case.procedure, case.case, "chen", case.world)
    warned = next(one.warnings for one in choices if one.action.id == "po_submit_review")
    assert ids(list(warned)) == {"G-REC"}


@tells("G-REC")
def nothing_is_explained_before_it_happened(bureau: Bureau) -> None:
    case = bureau.case().until("po_inspect")
    case.do("po_explain_record", by="wu", entry_n=len(case.entries) + 2)
    case.do("po_inspect", recordings=[]).until("po_close.ask")
    refused(case.tries("po_close.ask"), "G-REC")


@tells("G-REC")
def a_notice_served_again_does_not_hide_that_the_first_service_was_not_recorded(bureau: Bureau) -> None:
    case = bureau.case().through("po_notice").do("po_serve", paper="prior_notice", recordings=[])
    case.do("po_notice").until("po_close.ask")
    refused(case.tries("po_close.ask"), "G-REC", "送达")


@tells("G-REC")
def on_the_spot_cases_are_not_archived_without_recordings(bureau: Bureau) -> None:
    case = bureau.on_the_spot().through("ps_show_id", recordings=[]).until("ps_archive")
    found = refused(case.tries("ps_archive"), "G-REC")
    assert found[0].cure == "ps_explain_record"
    passes(case.do("ps_explain_record", by="li", entry_n=1).tries("ps_archive"))


@tells("E-PAPER")
def a_paper_is_served_only_when_it_has_been_made(bureau: Bureau) -> None:
    case = bureau.case().until("po_notice")
    case.issues_papers = False
    case.do("po_notice")
    made = len(case.entries)
    refused(case.tries("po_serve", paper="prior_notice"), "E-PAPER", "还没有生成", "第六十一条")
    passes(case.issue("prior_notice", made).tries("po_serve", paper="prior_notice"))

    case.do("po_notice")  # the paper of the earlier round does not stand in for the new one
    refused(case.tries("po_serve", paper="prior_notice"), "E-PAPER", "还没有生成")


@tells("E-PAPER")
def a_paper_is_not_served_before_the_day_on_which_it_was_made(bureau: Bureau) -> None:
    case = bureau.case().through("po_notice", on="2025-09-24")
    early = replace(case.move("po_serve", paper="prior_notice"), on="2025-09-23")
    refused(case.refusals(early), "E-PAPER", "不能在此之前送达")


@tells("E-PAPER")
def a_decision_is_published_only_when_it_has_been_made(bureau: Bureau) -> None:
    case = bureau.case().through("po_decide.ask")
    case.issues_papers = False
    case.do("po_decide")
    decided = len(case.entries)
    refused(case.tries("po_publish"), "E-PAPER", "行政处罚决定书")
    passes(case.issue("penalty_decision", decided).tries("po_publish"))


@tells("E-PAPER")
def an_on_the_spot_decision_is_handed_over_only_when_it_has_been_made(bureau: Bureau) -> None:
    case = bureau.on_the_spot().until("ps_decide")
    case.issues_papers = False
    case.do("ps_decide")
    decided = len(case.entries)
    refused(case.tries("ps_deliver"), "E-PAPER", "当场行政处罚决定书")
    passes(case.issue("summary_decision", decided).tries("ps_deliver"))


@tells("E-PAPER")
def an_act_comes_with_its_papers_and_with_no_other(bureau: Bureau) -> None:
    case = bureau.case().until("po_interview")
    move = case.move("po_interview")
    refused(case.refusals(replace(move, papers={})), "E-PAPER", "询问笔录")
    foreign = move.papers | {"penalty_decision": case.text("penalty_decision")}  # type: ignore[operator]
    refused(case.refusals(replace(move, papers=foreign)), "E-PAPER", "《行政处罚决定书》")
    passes(case.refusals(move))


# --- on the spot ---------------------------------------------------------------------------------------------------------------


@tells("E-FIELD")
def an_on_the_spot_fine_has_its_limit(bureau: Bureau) -> None:
    for kind, limit in (("org", 300_000), ("citizen", 20_000), ("individual_business", 20_000)):
        case = bureau.on_the_spot(party={"kind": kind}).until("ps_decide")
        case.said["fine"] = limit
        passes(case.tries("ps_decide"))
        case.said["fine"] = limit + 1
        refused(case.tries("ps_decide"), "E-FIELD", "超过当场处罚的上限", "第五十一条")
    case = bureau.on_the_spot(kinds=["warning", "public_censure"]).until("ps_decide")
    refused(case.tries("ps_decide"), "E-FIELD", "不能当场处罚")


@tells("E-FIELD")
def cash_is_taken_on_the_spot_in_three_cases_only(bureau: Bureau) -> None:
    case = bureau.on_the_spot(fine=10_001).through("ps_deliver")
    refused(case.tries("ps_collect", ground="small"), "E-FIELD", "超过 100 元", "第六十八条")
    passes(case.tries("ps_collect", ground="hard_later"))
    passes(bureau.on_the_spot(fine=10_000).through("ps_deliver").tries("ps_collect", ground="small"))


@tells("E-ORDER")
def what_a_delay_adds_was_told_before(bureau: Bureau) -> None:
    case = bureau.case(
        fine=THRESHOLD - 1, perform="自收到之日起十五日内到指定银行缴纳。", served_on="2025-09-24"
    )
    case.through("po_serve:penalty_decision", on="2025-09-24").on("2025-10-20")
    refused(case.tries("po_surcharge.ask"), "E-ORDER", "没有告知加处罚款", "第四十五条")
    case.do("po_demand")
    refused(case.tries("po_surcharge.ask"), "E-ORDER", "送达写明标准的催告书")
    case.said["served_on"] = "2025-10-20"
    case.do("po_serve", paper="demand_notice")
    assert "没有告知加处罚款" not in str([str(one) for one in case.tries("po_surcharge.ask")])


@tells("E-FIELD")
def no_consent_with_an_open_point_on_the_checklist(bureau: Bureau) -> None:
    case = bureau.case().until("po_review")
    found = case.procedure.paper("legal_review_opinion")
    assert found is not None
    sample = next(one.sample for one in found.fields if one.id == "findings")
    assert isinstance(sample, dict)
    for point, barred in (("K1", True), ("K9", True), ("K10", False)):
        case.said["findings"] = {**sample, point: {"result": "issue", "note": "有疑问", "pages": "3"}}
        reasons = case.tries("po_review")
        if barred:
            refused(reasons, "E-FIELD", point, "第五十八条")
        else:
            passes(reasons)


# --- every gate at once, and every gate is missed --------------------------------------------------------------------------------


@tells("G-DELIV")
def each_form_of_service_has_its_own_day_of_effect(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1).through("po_notice", on="2025-09-24")
    notice = {
        "notice_why": "住所无人，电话停机。",
        "notice_place": "机关网站和公告栏",
        "notice_day": "2025-09-25",
    }
    case.said |= {"method": "publication", "served_on": "2025-10-25"} | notice
    refused(case.on("2025-10-26").tries("po_serve", paper="prior_notice"), "G-DELIV", "2025-10-27", "期满")
    case.said["served_on"] = "2025-10-28"
    refused(case.on("2025-10-27").tries("po_serve", paper="prior_notice"), "G-DELIV", "还没有生效")
    case.on("2025-10-29").do("po_serve", paper="prior_notice")
    clock = case.clock("T06")
    assert clock is not None and clock.started_on.isoformat() == "2025-10-28"


@tells("G-DELIV")
def handing_over_takes_effect_at_once(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1, served_on="2025-09-23").through("po_notice", on="2025-09-24")
    refused(case.tries("po_serve", paper="prior_notice"), "G-DELIV", "就是送达当日")
    case.said["served_on"] = "2025-09-24"
    passes(case.tries("po_serve", paper="prior_notice"))


@tells("G-AVOID")
def who_must_withdraw_does_nothing_more_in_the_case(bureau: Bureau) -> None:
    case = bureau.case().through("po_show_id").do("po_recuse", recused_person=["wang"])
    case.said["recused"] = "yes"
    case.do("po_recuse_decide", recused_person=["wang"])
    refused(case.tries("po_inspect"), "G-AVOID", "已经决定回避", "第四十三条")
    case.world.people["liu"] = person("liu", "刘执衡", Role.OFFICER)
    passes(case.tries("po_inspect", officers=["zhang", "liu"]))


@tells("G-AVOID")
def a_decision_waits_for_the_recusal_but_the_inquiry_goes_on(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD - 1).through("po_show_id").do("po_recuse", recused_person=["wang"])
    case.through("po_waive")
    found = refused(case.tries("po_decide.ask"), "G-AVOID", "还没有作出决定")
    assert found[0].cure == "po_recuse_decide"
    case.do("po_recuse_decide", recused_person=["wang"])
    passes(case.tries("po_decide.ask"))


@tells("G-LIMIT")
def what_was_found_after_two_years_is_not_punished(bureau: Bureau) -> None:
    for conduct, late in (("2023-08-05", True), ("2023-08-06", False)):
        case = bureau.case(conduct_on=conduct).through("po_precheck", on="2025-08-06")
        reasons = case.tries("po_file.ask", on="2025-08-06")
        assert ("G-LIMIT" in ids(reasons)) is late, conduct
    case = bureau.case(conduct_on="2021-08-01").through("po_precheck", on="2025-08-06")
    refused(case.tries("po_file.ask"), "G-LIMIT", "第三十六条", "2023-08-01")
    passes(case.tries("po_file.ask", harms_life=True))


@tells("G-LIMIT")
def the_report_that_proved_right_stops_the_limitation(bureau: Bureau) -> None:
    case = bureau.case(conduct_on="2023-08-01", source="report", found_on="2025-07-30")
    passes(case.through("po_precheck", on="2025-08-06").tries("po_file.ask"))


CHILD = {"kind": "citizen", "name": "演示人", "code": "", "address": "演示地址", "representative": ""}


@tells("G-AGE")
def a_child_and_who_could_not_understand_are_not_punished(bureau: Bureau) -> None:
    grown = {"party": CHILD, "fine": 20000, "conduct_on": "2025-07-10", "hearing_right": ""}
    for born, barred in (("2011-07-10", True), ("2011-07-09", False), ("2005-01-01", False)):
        case = bureau.case(**grown, born_on=born).through("po_waive")
        assert ("G-AGE" in ids(case.tries("po_decide.ask"))) is barred, born
    case = bureau.case(**grown, capacity="unable").through("po_waive")
    refused(case.tries("po_decide.ask"), "G-AGE", "不能辨认", "第三十条")
    case = bureau.case(**grown, capacity="partly").through("po_waive")
    passes(case.tries("po_decide.ask"))


@tells("G-DOC")
def a_camera_whose_place_is_not_public_gives_no_evidence(bureau: Bureau) -> None:
    case = bureau.case(published_on="2026-01-10").through("po_assign", on="2025-08-07")
    refused(case.tries("po_emon"), "G-DOC", "还没有向社会公布", "第四十一条")
    case.said["published_on"] = "2025-01-10"
    passes(case.tries("po_emon"))


@tells("E-FIELD")
def a_publication_ends_early_when_all_conditions_are_met(bureau: Bureau) -> None:
    case = bureau.case().through("po_publish")
    met = ["due", "performed", "remedied", "not_listed"]
    refused(
        case.tries("po_unpublish", withdrawal_ground="repaired", repair_met=met),
        "E-FIELD",
        "同一类违法行为",
        "第十四条",
    )
    passes(case.tries("po_unpublish", withdrawal_ground="repaired", repair_met=[*met, "not_again"]))
    passes(case.tries("po_unpublish", withdrawal_ground="mistake"))


@tells("E-ORDER")
def only_what_a_camera_recorded_is_contested_through_the_bureau(bureau: Bureau) -> None:
    case = bureau.case().through("po_publish")
    refused(case.tries("po_remedy_received"), "E-ORDER", "直接向行政复议机关提交", "第三十二条")
    case = bureau.case(uses_monitoring=True).through("po_interview")
    case = case.do("po_emon").through("po_publish")
    passes(case.tries("po_remedy_received"))


@pytest.mark.parametrize(("gate", "tale"), TALES, ids=[f"{gate}-{tale.__name__}" for gate, tale in TALES])
def test_story(gate: str, tale: Tale) -> None:
    tale(Bureau())


def test_all_reasons_come_at_once() -> None:
    case = Bureau().case(complex=True).through("po_conclude")
    case.world.norms.clear()
    case.world.powers.clear()
    assert {"E-ORDER", "G-POWER", "G-BASIS", "G-NOTICE", "G-HEAR", "G-REVIEW", "G-PANEL"} <= ids(
        case.tries("po_decide.ask")
    )


Key = tuple[str, str, bool]


def key_of(guard: Guard) -> Key:
    return guard.id, guard.label, guard.warns


def guards_of(*procedures: Procedure) -> list[Key]:
    found: Iterator[Need] = (
        need for p in procedures for need in (*p.guards, *(one for act in p.actions for one in act.needs))
    )
    return list(dict.fromkeys(key_of(one) for one in found if isinstance(one, Guard)))


def nothing(j: Judgement) -> Iterator[str]:
    return iter(())


def without(key: Key, need: Need) -> Need:
    return replace(need, check=nothing) if isinstance(need, Guard) and key_of(need) == key else need


def procedure_without(key: Key, p: Procedure) -> Procedure:
    def act(one: Action) -> Action:
        return replace(one, needs=tuple(map(partial(without, key), one.needs)))

    guards = tuple(one for one in p.guards if key_of(one) != key)
    return replace(p, actions=tuple(map(act, p.actions)), guards=guards)


def goes_red(tale: Tale, bureau: Bureau) -> bool:
    try:
        tale(bureau)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize(
    "key", guards_of(ORDINARY, SUMMARY), ids=lambda key: f"{key[0]} {key[1]}{' warns' * key[2]}"
)
def test_a_table_without_its_gate_is_noticed(key: Key) -> None:
    bureau = Bureau(procedure_without(key, ORDINARY), procedure_without(key, SUMMARY))
    assert any(goes_red(tale, bureau) for gate, tale in TALES if gate == key[0])


def test_the_grounds_of_a_major_decision_are_computed_and_named() -> None:
    case = Bureau().case(kinds=["fine", "closure"], grave=["by_law"]).through("po_waive")
    grounds = major_grounds(case.judgement())
    assert len(grounds) == 3
    assert "1 万元" in grounds[0] or "10000 元" in grounds[0]


def test_a_reason_names_the_act_that_is_missing_now() -> None:
    def cure(case: Story, gate: str) -> str:
        return next(one.cure for one in case.tries("po_submit_review") if one.id == gate)

    case = Bureau().case(fine=THRESHOLD).through("po_conclude")
    assert cure(case, "G-NOTICE") == "po_notice"
    assert cure(case, "G-HEAR") == "po_hear_notice"
    case.through("po_notice", on="2025-10-09")
    assert cure(case, "G-NOTICE") == "po_serve"
    assert cure(case, "G-HEAR") == "po_serve"
    case.through("po_serve:prior_notice", on="2025-10-09")
    assert cure(case, "G-NOTICE") == "po_defense"
    assert cure(case, "G-HEAR") == "po_waive"
    case.do("po_hear_req")
    assert cure(case, "G-HEAR") == "po_hear_call"
    case.do("po_hear_call")
    assert cure(case, "G-HEAR") == "po_hear"
