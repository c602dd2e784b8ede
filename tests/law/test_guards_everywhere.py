"""What each act demands, pinned act by act: a gate dropped from one row of the table is noticed.

The bureau is stripped of everything lawful (no certificates, no powers, no published articles, no qualification,
one officer), so that every gate of an act speaks.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingjing.law.terms import Procedure, Refusal
from tests.law.world import ORDINARY, SUMMARY, Story

# act: gates that speak, then the acts that must have come before ("还没有“…”")
CONCLUDED = {
    "po_precheck": "G-CERT G-TWO",
    "po_file.ask": "G-POWER",
    "po_assign": "G-CERT G-TWO",
    "po_show_id": "G-CERT G-TWO",
    "po_interview": "G-CERT G-TWO",
    "po_inspect": "G-CERT G-TWO",
    "po_conclude": "G-CERT G-TWO",
    "po_notice": "G-BASIS G-CERT",
    "po_serve": "E-PAPER G-CERT G-TWO",
    "po_defense": "G-CERT 送达（行政处罚事先告知书）",
    "po_waive": "送达（行政处罚事先告知书）",
    "po_hear_notice": "G-CERT",
    "po_hear_req": "送达（听证告知书） 送达（行政处罚事先告知书）",
    "po_hear_call": "G-CERT 要求听证 依职权组织听证",
    "po_hear": "通知听证 送达（听证通知书）",
    "po_submit_review": "G-BASIS G-HEAR G-NOTICE 处罚事先告知",
    "po_review": "G-QUALIFIED 提交法制审核",
    "po_review_return": "G-QUALIFIED 提交法制审核",
    "po_panel": "G-HEAR G-NOTICE G-REVIEW 法制审核",
    "po_decide.ask": "G-BASIS G-HEAR G-NOTICE G-POWER G-REVIEW",
    "po_publish": "E-PAPER",
    "po_pay": "G-DELIV",
    "po_close.ask": "",
}
LEAD = {
    "po_show_id": "指派承办人员",
    "po_interview": "出示证件",
    "po_inspect": "出示证件",
    "po_conclude": "询问 现场检查（勘验）",
    "po_notice": "调查终结",
    "po_hear_notice": "调查终结",
    "po_submit_review": "处罚事先告知 调查终结",
}
ON_THE_SPOT = {
    "ps_verify": "G-CERT",
    "ps_inform": "G-CERT",
    "ps_decide": "G-BASIS G-CERT G-POWER G-TWO 当场告知并听取意见",
    "ps_deliver": "E-PAPER G-CERT",
    "ps_collect": "G-CERT",
    "ps_report": "G-CERT",
    "ps_archive": "报所属机关备案",
}


def stripped(procedure: Procedure, through: str) -> Story:
    story = Story(procedure).through(through)
    for one in story.world.people:
        story.world.change(one, certificates=(), qualified_until="")
    story.world.powers.clear()
    story.world.norms.clear()
    story.said["officers"] = ["zhang"]
    return story


def said(reasons: list[Refusal]) -> set[str]:
    """Ids of the gates, and the names of what must come first."""
    gates = {one.id for one in reasons if one.id not in ("E-ORDER", "E-FIELD", "E-ROLE")}
    missing = [one.sentence for one in reasons if one.sentence.startswith("还没有“")]
    names = [name.rstrip("”") for one in missing for name in one[3:].split("，")[0].split("或者")]
    return gates | {
        name.replace("“", "").replace("”", "").partition("（属于")[0].partition("（达到")[0] for name in names
    }


def rows(table: dict[str, str]) -> list[tuple[str, set[str]]]:
    return [(act, set(wanted.split())) for act, wanted in table.items()]


@pytest.mark.parametrize(("act", "wanted"), rows(CONCLUDED), ids=list(CONCLUDED))
def test_a_concluded_case(act: str, wanted: set[str]) -> None:
    assert said(stripped(ORDINARY, "po_conclude").tries(act)) == wanted


@pytest.mark.parametrize(("act", "wanted"), rows(LEAD), ids=list(LEAD))
def test_a_mere_lead(act: str, wanted: set[str]) -> None:
    assert wanted <= said(stripped(ORDINARY, "po_lead").tries(act))


@pytest.mark.parametrize(("act", "wanted"), rows(ON_THE_SPOT), ids=list(ON_THE_SPOT))
def test_a_badge_shown(act: str, wanted: set[str]) -> None:
    assert wanted <= said(stripped(SUMMARY, "ps_show_id").tries(act))


def test_the_first_acts_want_certificates_power_and_two() -> None:
    for procedure, act, wanted in (
        (ORDINARY, "po_lead", {"G-CERT"}),
        (SUMMARY, "ps_show_id", {"G-CERT", "G-TWO", "G-POWER"}),
    ):
        story = stripped(procedure, act)
        empty = replace(story, entries=[], commitments=[])
        assert said(empty.tries(act)) == wanted


def test_a_submitted_draft_may_not_exceed_the_notice() -> None:
    story = Story().through("po_waive").edit("penalty_decision", fine=3_000_001)
    assert said(story.tries("po_submit_review")) == {"G-AMOUNT"}


def test_a_fine_is_paid_while_it_is_owed() -> None:
    story = Story().through("po_pay")
    assert [one.id for one in story.tries("po_pay")] == ["E-ORDER"]
    spot = Story(SUMMARY, said={"fine": 10_000}).through("ps_report").do("ps_pay")
    assert "E-ORDER" in {one.id for one in spot.tries("ps_collect")}
    collected = Story(SUMMARY, said={"fine": 10_000}).through("ps_report").do("ps_collect")
    assert "E-ORDER" in {one.id for one in collected.tries("ps_pay")}


def test_what_is_published_is_withdrawn_and_published_again() -> None:
    story = Story().through("po_publish")
    assert "E-ORDER" in {one.id for one in story.tries("po_publish")}
    story.do("po_unpublish")
    assert "E-ORDER" in {one.id for one in story.tries("po_unpublish")}
    assert story.tries("po_publish") == []


def test_only_outsiders_explain_a_missing_recording_on_the_spot() -> None:
    story = Story(SUMMARY, said={"fine": 10_000}).through("ps_deliver")
    story.world.people["zhang"] = replace(
        story.world.people["zhang"], roles=frozenset({"officer", "device_keeper"})
    )
    assert said(story.tries("ps_explain_record", by="zhang")) == {"G-SEPARATE"}
    assert story.tries("ps_explain_record", by="wu") == []
