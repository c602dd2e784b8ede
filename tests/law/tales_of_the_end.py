"""Stories of the gates that stand late in a penalty, or between the cases of one party."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law import engine
from mingjing.law.terms import Earlier, Linked, Listed, Norm, Tier
from tests.law.tales import THRESHOLD, Bureau, passes, refused, tells
from tests.law.world import EQUIPMENT, SCOPES, Story, ids

SMALL = {"fine": THRESHOLD - 1}
OTHER = Earlier(
    "case-0",
    "zz-scjg",
    "枣市监〔处罚〕2025-0001",
    "PEN-0001",
    "另一案",
    "2025-07-10",
    "2025-07-20",
    500_000,
    9,
)
ARTICLE = (EQUIPMENT, "第八十四条第一项")


def with_other(case: Story, **said: object) -> Story:
    case.world.penalties = (replace(OTHER, **said),)  # type: ignore[arg-type]
    return case


def with_tiers(case: Story) -> Story:
    steps = (Tier("较轻", 300_000, 600_000), Tier("一般", 600_001, 900_000))
    case.world.norms[ARTICLE] = (Norm(*ARTICLE, "2014-01-01", tiers=steps),)
    return case


# --- one party, several cases ------------------------------------------------------------------------------------


@tells("G-ONEFINE")
def one_act_is_fined_once(bureau: Bureau) -> None:
    case = with_other(bureau.case(**SMALL).through("po_conclude"))
    refused(case.tries("po_notice"), "G-ONEFINE", "枣市监〔处罚〕2025-0001", "第二十九条")
    passes(with_other(case, conduct_on="2025-07-09").tries("po_notice"))
    passes(with_other(case, item="PEN-0002").tries("po_notice"))
    said = with_other(bureau.case(**SMALL, distinct_why="另一处仓库的另一台叉车。").through("po_conclude"))
    passes(said.tries("po_notice"))


@tells("G-ONEFINE")
def one_act_is_fined_once_on_the_spot(bureau: Bureau) -> None:
    case = with_other(bureau.on_the_spot().through("ps_inform"), cause="使用未经定期检验的叉车案")
    refused(case.tries("ps_decide"), "G-ONEFINE")
    passes(with_other(case, fine=0).tries("ps_decide"))


@tells("G-REVIEW")
def small_fines_that_split_a_large_one_are_reviewed(bureau: Bureau) -> None:
    case = with_other(bureau.case(**SMALL).through("po_waive"), conduct_on="2025-07-01")
    refused(case.tries("po_decide.ask"), "G-REVIEW", "分案处罚", "合计 14,999.99 元")
    passes(with_other(case, conduct_on="2025-07-01", fine=0).tries("po_decide.ask"))
    passes(with_other(case, conduct_on="2025-07-01", decided_on="2025-04-14").tries("po_decide.ask"))
    passes(with_other(case, conduct_on="2025-07-01", item="PEN-0002").tries("po_decide.ask"))


@tells("E-FIELD")
def the_first_offence_is_the_first(bureau: Bureau) -> None:
    case = with_other(bureau.case(**SMALL).through("po_conclude"))
    case.edit("no_penalty_decision", no_penalty_ground="first_offence")
    refused(case.tries("po_no_penalty.ask"), "E-FIELD", "不是初次违法", "第三十三条")
    passes(case.edit("no_penalty_decision", no_penalty_ground="slight").tries("po_no_penalty.ask"))
    case.edit("no_penalty_decision", no_penalty_ground="first_offence")
    passes(with_other(case, item="PEN-0002").tries("po_no_penalty.ask"))
    taken_in = with_other(case, item="", conduct_on="", fine=0, cause=case.judgement().known("cause"))
    refused(taken_in.tries("po_no_penalty.ask"), "E-FIELD", "不是初次违法")


@tells("G-REVIEW")
def what_the_catalogue_lists_is_reviewed(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_waive")
    case.world.listed = (Listed("PEN-0001", "penalty", "S6"),)
    refused(case.tries("po_decide.ask"), "G-REVIEW", "目录列入的事项")
    case.world.listed = (Listed("PEN-0001", "permit", "S6"), Listed("PEN-0002", "penalty", "S6"))
    passes(case.tries("po_decide.ask"))
    case.world.listed = (Listed("M-1", "penalty", "S6", threshold_citizen=1, threshold_org=THRESHOLD - 1),)
    refused(case.tries("po_decide.ask"), "G-REVIEW", "目录的标准 9,999.99 元")
    case.world.listed = (Listed("M-1", "penalty", "S6", threshold_citizen=1, threshold_org=THRESHOLD),)
    passes(case.tries("po_decide.ask"))


# --- discretion and the milder law ---------------------------------------------------------------------------------


@tells("E-FIELD")
def a_fine_outside_its_step_wants_a_reason(bureau: Bureau) -> None:
    case = with_tiers(bureau.case(fine=600_000).through("po_conclude"))
    refused(case.tries("po_notice"), "E-FIELD", "请选择档次", "第三十四条")
    for tier, fits in (("较轻", True), ("一般", False), ("很重", False)):
        case.said["tier"] = tier
        assert ("E-FIELD" not in ids(case.tries("po_notice"))) is fits, tier
    case.said |= {"tier": "一般", "deviation": "主动消除危害后果，减轻处罚。"}
    passes(case.tries("po_notice"))


@tells("E-FIELD")
def the_decision_keeps_to_the_step_too(bureau: Bureau) -> None:
    case = with_tiers(bureau.case(fine=600_000, tier="较轻").through("po_waive"))
    refused(case.edit("penalty_decision", tier="一般").tries("po_decide.ask"), "E-FIELD", "偏离裁量基准")
    passes(case.edit("penalty_decision", tier="较轻").tries("po_decide.ask"))


@tells("G-REVIEW")
def whoever_leaves_the_benchmark_is_reviewed(bureau: Bureau) -> None:
    case = with_tiers(bureau.case(fine=200_000, tier="较轻", deviation="减轻处罚。").through("po_waive"))
    refused(case.tries("po_decide.ask"), "G-REVIEW", "超出裁量基准")
    within = with_tiers(bureau.case(fine=300_000, tier="较轻").through("po_waive"))
    passes(within.tries("po_decide.ask"))


@tells("G-BASIS")
def a_later_law_applies_only_when_milder(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_conclude", on="2025-08-10")
    case.world.norms[ARTICLE] = (Norm(*ARTICLE, "2025-08-01"),)
    refused(case.tries("po_notice"), "G-BASIS", "现行规定处罚较轻")
    milder = bureau.case(**SMALL, milder_why="罚款下限从三万元降为五千元。").through(
        "po_conclude", on="2025-08-10"
    )
    milder.world.norms[ARTICLE] = (Norm(*ARTICLE, "2025-08-01"),)
    passes(milder.tries("po_notice"))
    case.world.norms[ARTICLE] = (Norm(*ARTICLE, "2025-09-01"),)
    refused(case.tries("po_notice"), "G-BASIS", "没有生效或者已经失效")


@tells("G-BASIS")
def an_amended_law_is_pointed_out(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_conclude", on="2025-08-10")
    assert not warned(case, "po_notice", "G-BASIS")
    case.world.norms[ARTICLE] = (Norm(*ARTICLE, "2014-01-01", "2025-08-01"), Norm(*ARTICLE, "2025-08-01"))
    assert warned(case, "po_notice", "G-BASIS")
    passes(case.tries("po_notice"))


def warned(case: Story, act: str, gate: str) -> bool:
    found = engine.menu(case.procedure, case.case, case.person_for(case.procedure.derived[act]), case.world)
    return any(one.id == gate for choice in found if choice.action.id == act for one in choice.warnings)


@tells("E-FIELD")
def who_is_not_grown_up_is_punished_less(bureau: Bureau) -> None:
    young = {"party": {"kind": "citizen"}, "fine": 20000, "conduct_on": "2025-07-10", "born_on": "2009-01-01"}
    case = bureau.case(**young, hearing_right="").until("po_conclude")
    refused(
        case.tries("po_conclude") if case.edit("investigation_report", leniency="") else [],
        "E-FIELD",
        "从轻、减轻",
    )
    passes(case.edit("investigation_report", leniency="lighter").tries("po_conclude"))


# --- told again, heard, reviewed -------------------------------------------------------------------------------------


@tells("G-NOHARSH")
def a_defence_makes_nothing_heavier(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_serve:prior_notice")
    heavier = {"fine": THRESHOLD}
    passes(case.edit("prior_notice", **heavier).tries("po_notice"))  # the party has said nothing yet
    case.do("po_defense")
    refused(case.tries("po_notice"), "G-NOHARSH", "罚款比上一次告知的重", "第四十五条第二款")
    refused(
        case.edit("prior_notice", fine=1, kinds=["fine", "warning"]).tries("po_notice"),
        "G-NOHARSH",
        "处罚种类",
    )
    passes(case.edit("prior_notice", kinds=["fine"]).tries("po_notice"))
    passes(case.edit("prior_notice", **heavier, harsher_why="又查出同类叉车三台。").tries("po_notice"))


@tells("E-FIELD")
def the_party_brings_at_most_two_agents(bureau: Bureau) -> None:
    case = called(bureau)
    refused(
        case.edit("hearing_transcript", agent_count=3).tries("po_hear"),
        "E-FIELD",
        "一至二人",
        "第六十四条第五项",
    )
    passes(case.edit("hearing_transcript", agent_count=2).tries("po_hear"))


def called(bureau: Bureau) -> Story:
    case = bureau.case("hearing", fine=THRESHOLD, hearing_on="2025-08-28").through(
        "po_waive", on="2025-08-11"
    )
    return case.through("po_serve:hearing_notice", on="2025-08-12").on("2025-08-28")


@tells("G-HEAR")
def a_hearing_that_the_party_left_is_over(bureau: Bureau) -> None:
    case = called(bureau)
    refused(case.tries("po_submit_review"), "G-HEAR", "还没有举行听证")
    case.said["hearing_change"] = "terminate"
    passes(case.do("po_hear_adjourn").tries("po_submit_review"))


def test_a_hearing_put_off_is_called_again() -> None:
    case = called(Bureau()).do("po_hear_adjourn")
    refused(case.tries("po_hear"), "E-ORDER", "通知听证")
    case.said["hearing_on"] = "2025-09-15"
    case.do("po_hear_call").do("po_serve", paper="hearing_notice")
    passes(case.on("2025-09-15").tries("po_hear"))


@tells("G-REVIEW")
def a_major_case_is_not_dropped_unseen(bureau: Bureau) -> None:
    case = bureau.case(fine=THRESHOLD).through("po_conclude")
    refused(case.tries("po_no_penalty.ask"), "G-REVIEW", "不予处罚也要先经法制审核")
    passes(case.through("po_submit_review").do("po_review", by="zhou").tries("po_no_penalty.ask"))
    passes(bureau.case(**SMALL).through("po_conclude").tries("po_no_penalty.ask"))


# --- transfer ------------------------------------------------------------------------------------------------------


def transferred(bureau: Bureau) -> Story:
    return bureau.case(**SMALL).through("po_waive").do("po_transfer.ask").do("po_transfer")


@tells("E-ORDER")
def no_fine_instead_of_a_transfer(bureau: Bureau) -> None:
    case = transferred(bureau)
    refused(case.tries("po_decide.ask"), "E-ORDER", "不得以罚款代替移送", "第二十七条")
    refused(case.tries("po_no_penalty.ask"), "E-ORDER", "已经移送司法机关")
    refused(case.tries("po_notice"), "E-ORDER", "已经移送司法机关")
    case.do("po_transfer_send").do("po_transfer_result", police_result="declined")
    passes(case.tries("po_decide.ask"))


@tells("E-PAPER")
def the_letter_goes_with_the_case(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_waive")
    case.issues_papers = False
    case.do("po_transfer.ask").do("po_transfer")
    refused(case.tries("po_transfer_send"), "E-PAPER", "涉嫌犯罪移送书")
    passes(case.issue("transfer_letter", len(case.entries)).tries("po_transfer_send"))


# --- fields ----------------------------------------------------------------------------------------------------------


@tells("E-ORDER")
def only_some_fields_may_preserve_first_and_ask_later(bureau: Bureau) -> None:
    case = bureau.case().through("po_show_id")
    passes(case.tries("po_preserve_urgent.ask"))
    case.world.scopes = SCOPES[:3]
    refused(case.tries("po_preserve_urgent.ask"), "E-ORDER", "先经负责人批准", "第五十六条")


@tells("E-ORDER")
def only_some_fields_may_take_longer(bureau: Bureau) -> None:
    case = bureau.case().through("po_show_id")
    passes(case.tries("po_extend.ask"))
    case.world.scopes = SCOPES[:3]
    refused(case.tries("po_extend.ask"), "E-ORDER", "九十日内应当作出决定", "第六十条")


@tells("E-FIELD")
def a_bare_warning_of_the_market_office_is_not_published(bureau: Bureau) -> None:
    case = bureau.case(kinds=["warning"], fine=0).through("po_serve:penalty_decision")
    refused(case.tries("po_publish"), "E-FIELD", "不予公示", "第二条第二款")
    case.world.scopes = SCOPES[:3]
    passes(case.tries("po_publish"))


# --- paying and closing ------------------------------------------------------------------------------------------------


@tells("E-ORDER")
def what_is_ordered_beside_the_fine_outlives_it(bureau: Bureau) -> None:
    case = bureau.case(**SMALL, orders="remove", ordered_by="2025-10-31").through("po_pay")
    refused(case.tries("po_enforce", on="2025-10-31"), "E-ORDER", "到 2025-10-31 才届满")
    assert "E-ORDER" not in {one.id for one in case.tries("po_enforce", on="2025-11-01")}
    case.do("po_fix_check")
    refused(case.tries("po_enforce", on="2025-11-01"), "E-ORDER", "没有可以执行的", "第七十二条")


@tells("E-ORDER")
def who_was_fined_has_performed_only_by_paying(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_serve:penalty_decision")
    refused(case.tries("po_perform"), "E-ORDER", "请登记缴纳罚款", "第六十七条")
    warned = bureau.case(kinds=["license_suspension"], fine=0).through("po_serve:penalty_decision")
    passes(warned.tries("po_perform"))


@tells("E-ORDER")
def who_was_only_warned_owes_nothing(bureau: Bureau) -> None:
    warned = bureau.case(kinds=["warning"], fine=0).through("po_serve:penalty_decision", on="2025-08-04")
    assert warned.clock("T08") is None
    refused(warned.tries("po_pay", on="2025-08-25"), "E-ORDER", "没有要缴纳的款项", "第六十七条")
    refused(warned.tries("po_demand", on="2025-08-25"), "E-ORDER", "没有可以执行的", "第七十二条")
    taken = bureau.case(kinds=["confiscation"], fine=0, confiscated=80_000)
    taken.through("po_serve:penalty_decision", on="2025-08-04")
    passes(taken.tries("po_pay"))
    refused(taken.tries("po_defer.ask"), "E-ORDER", "没有罚款", "第六十六条")
    refused(taken.tries("po_demand", on="2025-08-19"), "E-EARLY")
    passes(taken.tries("po_demand", on="2025-08-20"))


@tells("E-LINK")
def what_an_enforcement_took_is_not_paid_again(bureau: Bureau) -> None:
    case = bureau.case(fine=900_000).through("po_publish", on="2025-08-04")
    refused(case.tries("po_collected"), "E-LINK", "没有划拨、抵缴过", "第四十九条")

    def enforced(over: bool, *amounts: int, begun: str = "2025-08-20") -> None:
        rows = [["2025-08-25", one] for one in amounts]
        said = {"case": "case-2", "begun": begun, "over": over, "rows": rows, "added": 0, "remitted": 0}
        other = Linked(
            "compulsory_execution", "case-2", "compulsory_execution@2012-01-01", "executing", 9, "c" * 64
        )
        case.world.links = (replace(other, facts={"taken": said}),)

    enforced(False, 900_000)
    refused(case.tries("po_collected"), "E-LINK", "还没有结束")
    refused(case.tries("po_pay", amount=1), "E-FIELD", "不用再登记为缴纳")
    enforced(True, 300_000)
    refused(case.tries("po_collected"), "E-LINK", "还有 6,000 元")
    passes(case.tries("po_pay", amount=600_000))
    enforced(True, 900_000, begun="2025-07-01")  # of a decision that fell
    refused(case.tries("po_collected"), "E-LINK", "没有划拨、抵缴过")
    enforced(True, 300_000, 600_000)
    passes(case.tries("po_collected"))


@tells("E-FIELD")
def paid_in_full_means_all_of_it(bureau: Bureau) -> None:
    case = bureau.case(fine=900_000).through("po_publish")
    refused(case.tries("po_pay", amount=899_999), "E-FIELD", "还没有缴清", "第六十七条")
    case.do("po_pay", amount=400_000, in_full="no")
    refused(case.tries("po_pay", amount=499_999), "E-FIELD", "共缴 8,999.99 元")
    passes(case.tries("po_pay", amount=500_000))


@tells("E-FIELD")
def the_surcharge_is_what_the_days_make_it(bureau: Bureau) -> None:
    case = bureau.case(fine=900_000).through("po_publish", on="2025-08-04")  # paid by 19 August
    refused(case.tries("po_surcharge.ask", on="2025-08-19"), "E-FIELD", "2025-08-19 才届满")
    case.on("2025-08-21").edit("surcharge_statement", surcharge=54_001)
    refused(case.tries("po_surcharge.ask"), "E-FIELD", "540 元", "共 2 日", "第七十二条")
    passes(case.edit("surcharge_statement", surcharge=54_000).tries("po_surcharge.ask"))
    passes(case.on("2025-12-31").edit("surcharge_statement", surcharge=900_000).tries("po_surcharge.ask"))


@tells("E-ORDER")
def a_case_ends_with_a_result(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_waive")
    refused(case.tries("po_close.ask"), "E-ORDER", "还没有作出处罚或者不予处罚的决定")
    case.do("po_no_penalty.ask").do("po_no_penalty")
    refused(case.tries("po_close.ask"), "G-DELIV")
    passes(case.do("po_serve", paper="no_penalty_decision").tries("po_close.ask"))


@tells("E-ORDER")
def a_transferred_case_ends_with_the_police(bureau: Bureau) -> None:
    case = transferred(bureau).do("po_transfer_send")
    refused(case.tries("po_close.ask"), "E-ORDER")
    passes(case.do("po_transfer_result", police_result="accepted").tries("po_close.ask"))


@tells("E-ORDER")
def a_decision_that_fell_is_closed(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_publish").do("po_remedy_filed")
    refused(case.tries("po_close.ask"), "E-ORDER", "复议、诉讼")
    passes(case.do("po_remedy_result", result="revoked").tries("po_close.ask"))


# --- linked cases -------------------------------------------------------------------------------------------------------


@tells("E-LINK")
def a_case_comes_from_an_inspection_that_decided_so(bureau: Bureau) -> None:
    case = bureau.case()
    seen = Linked("", "case-2", "inspection@2025-01-03", "handled", 9, "c" * 64, agency=case.case.agency)
    seen = replace(seen, people=frozenset({"zhang"}))
    case.world.links = (seen,)
    refused(case.tries("po_lead", inspection_case="case-2"), "E-LINK", "还没有决定另立")
    case.world.links = (replace(seen, opens=frozenset({"penalty_ordinary"})),)
    assert "E-LINK" not in ids(case.tries("po_lead", inspection_case="case-2"))


@tells("E-ORDER")
def a_decision_that_has_fallen_is_not_published(bureau: Bureau) -> None:
    case = bureau.case(**SMALL).through("po_decide").do("po_serve", paper="penalty_decision")
    case.do("po_remedy_filed").do("po_remedy_result", result="revoked")
    refused(case.tries("po_publish"), "E-ORDER", "已经被撤销")


@tells("E-ORDER")
def a_spot_fine_that_has_fallen_is_not_published(bureau: Bureau) -> None:
    case = bureau.on_the_spot().through("ps_deliver")
    case.do("ps_remedy_filed").do("ps_remedy_result", result="void")
    refused(case.tries("ps_publish"), "E-ORDER", "已经被撤销")
