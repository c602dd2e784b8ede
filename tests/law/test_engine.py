"""The engine's own rules: order, roles, approval pairs, repeats, voids, rounds, staleness, backdating, menu, fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingjing.law import engine
from mingjing.law.guards.powers import G_POWER
from mingjing.law.judgement import replay
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Entry, Json, Linked, LinkedIs, Role
from tests.law.test_guards import THRESHOLD, Bureau, hearing_called, passes, refused
from tests.law.world import ORDINARY, SUMMARY, Story, ids, person

MEASURE = next(one for one in PROCEDURES.values() if one.id == "compulsory_measure")


@pytest.mark.parametrize("branch", ["plain", "hearing"])
def test_the_usual_way_leads_to_the_end(branch: str) -> None:
    story = Story(branch=branch).on("2025-10-09")
    if branch == "hearing":
        story.until("po_hear").on("2025-10-20")
    story.through("po_close")
    assert (story.stage, story.open) == ("closed", {"publicity"})
    assert [one.n for one in story.entries] == list(range(1, len(story.entries) + 1))
    assert story.entries[0].prev is None
    assert [one.prev for one in story.entries[1:]] == story.commitments[:-1]


# --- unknown, role, order ---------------------------------------------------------------------------------------------


def unknown_acts_are_refused() -> None:
    reasons = Story().through("po_lead").tries("po_forget")
    refused(reasons, "E-UNKNOWN", "po_forget")
    assert len(reasons) == 1


def each_act_has_its_people() -> None:
    story = Story().until("po_review")
    for stranger in ("sun", "zhang", "li", "nobody"):
        refused(story.tries("po_review", by=stranger), "E-ROLE", "法制审核人员")
    passes(story.tries("po_review", by="zhou"))
    refused(story.tries("po_review", by="system"), "E-ROLE", "不能由系统办理")
    refused(story.tries("paper_issued", by="zhang", paper="prior_notice", of_entry=1), "E-ROLE")


def acts_come_in_order() -> None:
    story = Story()
    refused(story.tries("po_conclude"), "E-ORDER", "案件还没有开始")
    story.through("po_lead")
    refused(story.tries("po_lead"), "E-ORDER", "只能在案件开始时")
    refused(story.tries("po_conclude"), "E-ORDER", "线索登记", "立案调查")
    story.through("po_assign")
    refused(story.tries("po_interview"), "E-ORDER", "还没有“出示证件”")
    passes(story.do("po_show_id").tries("po_interview"))


def what_is_done_once_is_not_done_twice() -> None:
    story = Story().through("po_precheck")
    refused(story.tries("po_precheck"), "E-ORDER", "要在“线索登记”阶段")
    story = Story().through("po_interview").do("po_interview")
    assert [one.action for one in story.entries].count("po_interview") == 2
    summary = Story(SUMMARY, said={"fine": 10_000}).through("ps_report").do("ps_pay")
    refused(summary.tries("ps_pay"), "E-ORDER", "已经办过")


def tracks_are_shut_before_the_case_is() -> None:
    story = Story().until("po_pay")
    found = refused(story.tries("po_close.ask"), "E-ORDER", "“缴纳”还没有完结")
    assert found[0].cure == "po_pay"
    refused(story.do("po_pay", in_full="no").tries("po_close.ask"), "E-ORDER")
    passes(story.do("po_pay").tries("po_close.ask"))
    refused(story.tries("po_publish"), "E-ORDER", "正在进行")
    refused(Story().through("po_decide").tries("po_unpublish"), "E-ORDER", "没有开始")


def the_page_must_be_fresh() -> None:
    story = Story().through("po_lead")
    move = replace(story.move("po_precheck"), after=len(story.entries))
    passes(story.refusals(move))
    refused(
        story.refusals(replace(move, after=len(story.entries) - 1)), "E-STALE", f"第 {len(story.entries)} 条"
    )


# --- fields -------------------------------------------------------------------------------------------------------------


def nobody_states_what_the_table_computes() -> None:
    story = Story().until("po_conclude")
    for name in ("is_major", "agency", "reviewer", "at", "n", "roles", "stage", "prior_notice"):
        called = "《行政处罚事先告知书》" if name == "prior_notice" else f"“{name}”"
        found = refused(story.tries("po_conclude", **{name: "x"}), "E-FIELD", called)
        assert found[0].field == name
    passes(story.tries("po_conclude"))


def a_duty_to_state_is_not_met_by_a_blank() -> None:
    story = Story().until("po_show_id")
    for blank in (None, "", "  ", "　", "\n\t", "\u3164"):
        refused(story.tries("po_show_id", shown_to=blank), "E-FIELD", "向谁出示")
    served = Story().through("po_serve:prior_notice")
    refused(served.tries("po_waive", stated_by=" "), "E-FIELD", "当事人的凭证")
    passes(story.tries("po_show_id", shown_to="孙大海"))


def text_carries_no_control_and_no_bidi_characters() -> None:
    story = Story().until("po_show_id")
    for hidden in ("\x00", "\x1b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x85"):
        refused(story.tries("po_show_id", shown_to=f"孙{hidden}大海"), "E-FIELD", "控制字符")
        refused(story.tries("po_show_id", late_reason=f"补{hidden}录"), "E-FIELD", "控制字符")
    refused(story.tries("po_show_id", shown_to="孙" * 201), "E-FIELD", "超过 200 字")


def the_content_of_a_paper_is_that_paper() -> None:
    story = Story().until("po_notice").edit("prior_notice", secret="x")
    refused(story.tries("po_notice"), "E-FIELD", "没有“secret”这一项")


# --- time ------------------------------------------------------------------------------------------------------------------


def a_later_day_does_not_lie_before_an_earlier_one() -> None:
    story = Story().through("po_show_id")
    day = date.fromisoformat(story.day)
    for late, wrong in ((0, False), (1, True)):
        story.edit("order_to_correct", correct_by=(day - timedelta(days=late)).isoformat())
        found = [one.field for one in story.tries("po_order_fix") if one.field == "correct_by"]
        assert found == ["correct_by"] * wrong


def nothing_happens_tomorrow() -> None:
    story = Story().through("po_lead", on="2025-07-14")
    for future in ("2025-07-15", "2025-07-14T01:00:01.000Z"):
        refused(story.refusals(replace(story.move("po_precheck"), on=future)), "E-FIELD", "晚于现在")
    for nonsense in ("", "2025-02-30", "2025-W29-1", "14.07.2025", "0001-01-01", "2025-07-14T25:00:00.000Z"):
        reasons = story.refusals(replace(story.move("po_precheck"), on=nonsense))
        refused(reasons, "E-FIELD", "发生日期不对")
        assert len(reasons) == 1


def what_is_registered_late_needs_a_reason() -> None:
    story = Story().through("po_lead", on="2025-07-14").on("2025-07-21")
    move = replace(story.move("po_precheck"), on="2025-07-19")
    refused(story.refusals(move), "E-FIELD", "2 日", "补录的原因")
    blank = replace(move, facts={**move.facts, "late_reason": " "})
    refused(story.refusals(blank), "E-FIELD", "补录的原因")
    passes(story.refusals(replace(move, facts={**move.facts, "late_reason": "现场没有信号。"})))
    passes(story.refusals(replace(move, on="2025-07-20")))


def a_case_does_not_begin_before_the_procedure_but_the_conduct_may_be_older() -> None:
    story = Story().on("2021-07-14")
    refused(story.tries("po_lead"), "E-FIELD", "从 2021-07-15 起施行", "违法行为可以更早")
    story = Story(said={"conduct_on": "2021-03-01"}).on("2021-07-15").through("po_file.ask")
    assert story.stage == "prechecked"


def nothing_happens_before_what_it_follows_from() -> None:
    story = Story().through("po_conclude", on="2025-07-14").through("po_serve:prior_notice", on="2025-07-28")
    early = replace(story.move("po_waive", late_reason="漏登。"), on="2025-07-27")
    refused(story.refusals(early), "E-ORDER", "是 2025-07-28 办的")
    before = replace(story.move("po_interview", late_reason="漏登。"), on="2025-07-13")
    refused(story.refusals(before), "E-FIELD", "早于案件开始")


def no_deed_is_dated_before_the_stage_that_allows_it() -> None:
    story = Story().through("po_precheck", on="2025-07-14").through("po_file", on="2025-07-28")
    early = replace(story.move("po_assign", late_reason="漏登。"), on="2025-07-20")
    refused(story.refusals(early), "E-ORDER", "发生日期是 2025-07-20", "核查")
    passes(story.on("2025-08-11").refusals(replace(early, on="2025-07-28", after=None)))


def an_extension_is_not_made_up_for_after_the_limit() -> None:
    story = Bureau().case().through("po_show_id", on="2025-07-14")
    last = story.clock("T02").last_day
    late = replace(story.move("po_extend.ask", late_reason="漏登。"), on=last.isoformat())
    passes(story.on(last.isoformat()).refusals(late))
    refused(story.on((last + timedelta(days=1)).isoformat()).refusals(late), "E-LATE", "补录也不行")


def nothing_is_approved_before_it_was_asked() -> None:
    story = Story().through("po_precheck", on="2025-07-14").through("po_file.ask", on="2025-07-28")
    early = replace(story.move("po_file", late_reason="漏登。"), on="2025-07-20")
    refused(story.refusals(early), "E-FIELD", "早于呈批日期（2025-07-28）")
    passes(story.tries("po_file"))


# --- approval pairs ------------------------------------------------------------------------------------------------------


def an_ask_moves_nothing_and_is_approved_by_the_head() -> None:
    story = Story().through("po_precheck")
    refused(story.tries("po_file"), "E-ORDER", "还没有“呈批：立案”")
    story.do("po_file.ask")
    assert story.stage == "prechecked"
    refused(story.tries("po_file", by="chen"), "E-ROLE", "机关负责人")
    passes(story.tries("po_file"))
    assert story.do("po_file").stage == "filed"
    assert story.clock("T02") is not None


def an_approval_answers_the_ask_that_was_seen() -> None:
    story = Story().through("po_file.ask")
    first = story.commitments[-1]
    story.do("po_file.ask")
    refused(story.tries("po_file", ask=first), "E-STALE", "不是最新的一份")
    refused(story.tries("po_file", ask="0" * 64), "E-STALE")
    passes(story.tries("po_file"))


def what_is_sent_back_is_asked_again() -> None:
    story = Story().through("po_file.ask")
    refused(story.tries("po_file.back", reason=" "), "E-FIELD", "原因")
    story.do("po_file.back", reason="事实不清，补充调查。")
    refused(story.tries("po_file"), "E-ORDER")
    refused(story.tries("po_file.back"), "E-ORDER")
    assert story.do("po_file.ask").do("po_file").stage == "filed"


def what_is_approved_is_not_sent_back() -> None:
    story = Story().through("po_file")
    refused(story.tries("po_file.back"), "E-ORDER", "还没有“呈批：立案”")


def a_draft_changed_after_the_ask_makes_the_ask_lapse() -> None:
    story = Story(said={"fine": THRESHOLD - 1}).through("po_waive").do("po_decide.ask")  # no review is due
    story.edit("penalty_decision", discretion="改写的理由。")
    found = refused(story.tries("po_decide"), "G-BOUND", "呈批失效")
    assert found[0].cure == "po_decide.ask"
    passes(story.do("po_decide.ask").tries("po_decide"))

    filing = Story().through("po_file.ask").edit("filing_approval", opinion_text="另一个意见。")
    refused(filing.tries("po_file"), "G-BOUND", "立案审批表")


def gates_are_judged_on_the_ask_and_again_on_the_approval() -> None:
    story = Story().through("po_decide.ask")
    story.world.powers.clear()
    refused(story.tries("po_decide.ask"), G_POWER.id)
    refused(story.tries("po_decide"), G_POWER.id)


def the_approval_carries_what_was_asked() -> None:
    story = Story().through("po_file.ask", on="2025-07-14").on("2025-07-16")
    ask = story.entries[-1]
    forged = story.text("filing_approval")
    forged = replace(forged, fields={**forged.fields, "cause": "另一个案由"}, digest=ask.papers[0].draft)
    move = replace(story.move("po_file"), papers={"filing_approval": forged})
    entry = story.play(move).entries[-2]
    assert entry.action == "po_file"
    assert entry.facts["filing_approval"] == ask.facts["filing_approval"]
    assert entry.facts["item"] == ask.facts["item"]
    assert entry.papers[0].draft == ask.papers[0].draft


# --- repeats, voids, rounds ------------------------------------------------------------------------------------------------


def a_new_notice_makes_everything_after_the_first_void() -> None:
    story = Story(branch="plain").through("po_decide.ask").do("po_notice")
    live = {one.action for one in replay(story.procedure, story.case).live}
    assert not live & {"po_serve", "po_waive", "po_submit_review", "po_review", "po_decide.ask"}
    refused(story.tries("po_decide"), "E-ORDER")
    assert story.clock("T04") is None
    assert story.through("po_decide").stage == "decided"


def a_review_that_asks_for_more_is_submitted_again() -> None:
    story = Story(said={"opinion": "supplement"}).through("po_review")
    refused(story.tries("po_review"), "E-ORDER", "提交法制审核")
    story.edit("penalty_decision", discretion="补写的裁量理由。").do("po_submit_review")
    story.said["opinion"] = "approve"
    assert story.do("po_review").through("po_decide").stage == "decided"


def a_submission_sent_back_is_submitted_again_and_its_time_runs_anew() -> None:
    story = Story().through("po_submit_review", on="2025-07-14").do("po_review_return", on="2025-07-16")
    refused(story.tries("po_review"), "E-ORDER")
    story.do("po_submit_review", on="2025-07-21")
    clock = story.clock("T67")
    assert clock is not None
    assert (clock.started_on, clock.last_day) == (date(2025, 7, 21), date(2025, 7, 28))


def a_rejected_case_is_not_decided() -> None:
    story = Story(said={"opinion": "reject"}).through("po_review")
    refused(story.tries("po_decide.ask"), "G-REVIEW")
    story.do("po_submit_review")
    refused(story.tries("po_decide.ask"), "G-REVIEW", "未经法制审核")


def a_second_submission_closes_the_gate_that_the_first_had_opened() -> None:
    story = Story().through("po_review")
    passes(story.tries("po_decide.ask"))
    refused(story.do("po_submit_review").tries("po_decide.ask"), "G-REVIEW")


def a_hearing_after_the_review_wants_another_review() -> None:
    story = Story().through("po_serve:prior_notice", on="2025-10-09").do("po_defense")
    story.do("po_waive", waives=["hearing", "hearing_notice"]).through("po_review").do("po_hear_req")
    story.do("po_hear_call").do("po_serve", paper="hearing_notice").do("po_hear")
    assert story.stage == "heard"
    refused(story.tries("po_decide.ask"), "G-REVIEW")


def one_person_with_two_accounts_is_one_person() -> None:
    story = Story().until("po_review")
    both = person("zhang", "张守正", Role.OFFICER, Role.REVIEWER)
    story.world.people["zhang"] = both  # the account is not part of a move; the person is
    refused(story.tries("po_review", by="zhang"), "G-SEPARATE")


ANOTHER: Json = {
    "kind": "org",
    "name": "枣庄另一公司（演示）",
    "code": "",
    "address": "演示地址",
    "representative": "李四",
}


def a_paper_names_the_party_of_the_case_until_it_is_put_right() -> None:
    story = Story().until("po_notice").edit("prior_notice", party=ANOTHER)
    refused(story.tries("po_notice"), "E-FIELD", "姓名或者名称、证件号码不同")
    story.do("po_party", party=ANOTHER)
    assert story.stage == "filed"


def the_code_and_the_kind_of_the_party_stand_until_it_is_put_right() -> None:
    """Left out once, another code could be stated the next time; another kind has other limits of money."""
    story = Story().until("po_notice")
    party = dict(story.text("prior_notice").fields["party"])  # type: ignore[arg-type]
    for mark, value, said in (
        ("code", "", "证件号码不同"),
        ("code", "91370400MA3YX99022", "证件号码不同"),
        ("kind", "individual_business", "类别不同"),
    ):
        story.edit("prior_notice", party={**party, mark: value})
        refused(story.tries("po_notice"), "E-FIELD", said)
    story.edit("prior_notice", party={**party, "address": "迁到别处（演示）"})
    passes(story.tries("po_notice"))


def a_code_that_was_not_known_may_be_added() -> None:
    story = Story().until("po_notice")
    party = dict(story.text("prior_notice").fields["party"])  # type: ignore[arg-type]
    story.do("po_party", party={**party, "code": ""}).until("po_notice").do("po_notice")
    story.edit("prior_notice", party={**party, "code": ""})
    refused(story.tries("po_notice"), "E-FIELD", "证件号码不同")


def a_paper_goes_out_under_the_name_of_its_own_agency() -> None:
    story = Story().until("po_decide.ask")
    story.world.name = str(story.text("penalty_decision").fields["agency_name"])
    passes(story.tries("po_decide.ask"))
    story.edit("penalty_decision", agency_name="别的机关")
    refused(story.tries("po_decide.ask"), "E-FIELD", "写的是“别的机关”")


def a_paper_says_what_the_case_has_chosen() -> None:
    story = Story(MEASURE, branch="goods")
    powers = story.world.powers
    powers["COM-0001"] = replace(powers["PEN-0001"], item="COM-0001", act="compulsion")
    story.until("cm_seize")
    passes(story.tries("cm_seize"))
    story.edit("seizure_decision", measure="seal")
    refused(story.tries("cm_seize"), "E-FIELD", "本案是“扣押”")


# --- linked cases ------------------------------------------------------------------------------------------------------------


def a_linked_case_must_exist_and_stand_where_it_should() -> None:
    needs = LinkedIs("penalty", frozenset({"decided"}))
    actions = tuple(
        replace(one, needs=(needs,)) if one.id == "po_precheck" else one for one in ORDINARY.actions
    )
    story = Story(replace(ORDINARY, actions=actions)).through("po_lead")
    refused(story.tries("po_precheck"), "E-LINK", "没有关联案件")


WORKS = frozenset({"zhang"})


def a_case_that_is_named_is_there_our_own_and_of_the_right_kind() -> None:
    story = Story(MEASURE)
    powers = story.world.powers
    powers["COM-0001"] = replace(powers["PEN-0001"], item="COM-0001", act="compulsion")
    refused(story.tries("cm_need", penalty_case="case-2"), "E-LINK", "没有这个案件")

    other = Linked(
        "", "case-2", "penalty_ordinary@2021-07-15", "filed", 9, "c" * 64, agency="another", people=WORKS
    )
    story.world.links = (other,)
    refused(story.tries("cm_need", penalty_case="case-2"), "E-LINK", "没有这个案件")
    story.world.links = (replace(other, agency=story.case.agency, procedure="fee@2017-10-01"),)
    refused(story.tries("cm_need", penalty_case="case-2"), "E-LINK", "只能是")
    story.world.links = (replace(other, agency=story.case.agency, opens=frozenset({MEASURE.id})),)
    assert "E-LINK" not in ids(story.tries("cm_need", penalty_case="case-2"))
    story.world.links = (replace(story.world.links[0], people=frozenset({"wang"})),)
    refused(story.tries("cm_need", penalty_case="case-2"), "E-LINK", "您没有参加办理")


def a_case_of_an_unknown_procedure_is_not_opened() -> None:
    actions = tuple(
        replace(one, opens_case="compulsory_measure") if one.id == "po_precheck" else one
        for one in ORDINARY.actions
    )
    story = Story(replace(ORDINARY, actions=actions)).through("po_lead")
    refused(story.tries("po_precheck"), "E-LINK", "还没有启用")


STORIES: tuple[Callable[[], None], ...] = (
    unknown_acts_are_refused,
    each_act_has_its_people,
    acts_come_in_order,
    what_is_done_once_is_not_done_twice,
    tracks_are_shut_before_the_case_is,
    the_page_must_be_fresh,
    nobody_states_what_the_table_computes,
    a_duty_to_state_is_not_met_by_a_blank,
    text_carries_no_control_and_no_bidi_characters,
    the_content_of_a_paper_is_that_paper,
    a_later_day_does_not_lie_before_an_earlier_one,
    nothing_happens_tomorrow,
    what_is_registered_late_needs_a_reason,
    a_case_does_not_begin_before_the_procedure_but_the_conduct_may_be_older,
    nothing_happens_before_what_it_follows_from,
    no_deed_is_dated_before_the_stage_that_allows_it,
    an_extension_is_not_made_up_for_after_the_limit,
    nothing_is_approved_before_it_was_asked,
    an_ask_moves_nothing_and_is_approved_by_the_head,
    an_approval_answers_the_ask_that_was_seen,
    what_is_sent_back_is_asked_again,
    what_is_approved_is_not_sent_back,
    a_draft_changed_after_the_ask_makes_the_ask_lapse,
    gates_are_judged_on_the_ask_and_again_on_the_approval,
    the_approval_carries_what_was_asked,
    a_new_notice_makes_everything_after_the_first_void,
    a_review_that_asks_for_more_is_submitted_again,
    a_submission_sent_back_is_submitted_again_and_its_time_runs_anew,
    a_rejected_case_is_not_decided,
    a_second_submission_closes_the_gate_that_the_first_had_opened,
    a_hearing_after_the_review_wants_another_review,
    one_person_with_two_accounts_is_one_person,
    a_paper_names_the_party_of_the_case_until_it_is_put_right,
    the_code_and_the_kind_of_the_party_stand_until_it_is_put_right,
    a_code_that_was_not_known_may_be_added,
    a_paper_goes_out_under_the_name_of_its_own_agency,
    a_paper_says_what_the_case_has_chosen,
    a_linked_case_must_exist_and_stand_where_it_should,
    a_case_that_is_named_is_there_our_own_and_of_the_right_kind,
    a_case_of_an_unknown_procedure_is_not_opened,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
def test_story(story: Callable[[], None]) -> None:
    story()


def test_every_story_is_listed() -> None:
    """A story that nobody calls proves nothing."""
    written = {
        name
        for name, one in globals().items()
        if callable(one)
        and getattr(one, "__module__", "") == __name__
        and not name.startswith(("test_", "goes_"))
    }
    assert written == {one.__name__ for one in STORIES}


def goes_red(story: Callable[[], None]) -> bool:
    try:
        story()
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("rule", engine.RULES, ids=lambda one: one.__name__)
def test_an_engine_without_one_of_its_rules_is_noticed(rule: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "RULES", tuple(one for one in engine.RULES if one is not rule))
    assert any(goes_red(story) for story in STORIES)


# --- fold, replay, menu ---------------------------------------------------------------------------------------------------------


def test_fold_reads_entries_of_a_procedure_that_nobody_knows() -> None:
    entry = Entry(
        "case-9", 1, "tax_penalty@1995-01-01", "tx_begin", "zhang", ("officer",), "zz", "1995-02-03", "x"
    )
    case = engine.fold("case-9", [entry], ["c" * 64])
    assert (case.procedure, case.last, case.commitments) == ("tax_penalty@1995-01-01", 1, ("c" * 64,))
    assert engine.fold("case-9", []).last == 0


def test_an_act_that_the_table_no_longer_has_does_not_break_replay() -> None:
    story = Story().through("po_file")
    old = replace(story.entries[-1], n=len(story.entries) + 1, action="po_abolished")
    case = engine.fold("case-1", [*story.entries, old], [*story.commitments, "c" * 64])
    assert replay(ORDINARY, case).stage == "filed"
    move = replace(story.move("po_assign"), after=None)
    assert engine.refusals(ORDINARY, case, move, story.world) == []


def test_the_menu_gives_every_act_with_every_reason() -> None:
    story = Story().through("po_waive")
    menu = story.menu("li")
    assert list(menu) == list(ORDINARY.derived)
    assert {"E-ORDER", "G-REVIEW"} <= menu["po_decide"]
    assert "E-FIELD" not in set().union(*menu.values())
    assert story.menu("chen")["po_submit_review"] == set()
    assert all("E-ROLE" in reasons for act, reasons in story.menu("sun").items()), (
        "the stranger may do nothing"
    )


def test_the_menu_says_from_when_a_hearing_may_be_held() -> None:
    waived = Story(branch="hearing").through("po_serve:hearing_notice", on="2025-10-09")
    assert waived.menu("song")["po_hear"] == set()
    kept = hearing_called(Bureau(), served="2025-10-09")
    assert kept.menu("song")["po_hear"] == {"E-EARLY"}


def test_an_entry_says_what_was_consulted() -> None:
    story = Story().through("po_decide")
    entry = next(one for one in story.entries if one.action == "po_decide")
    seen = {kind: [row["id"] for row in rows] for kind, rows in entry.seen.items()}  # type: ignore[index,union-attr]
    assert "li" in seen["persons"] and "PEN-0001" in seen["powers"]
    assert any(key.startswith("hearing.threshold_org_business@") for key in seen["parameters"])
    assert entry.roles == ("agency_head",)
