"""What the case page says comes next, and what it says of limits: as the to-do list has it, and nobody late who is not."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from mingjing.casework import service
from mingjing.casework.due import run_due
from mingjing.casework.models import CaseRow, LinkRow, Todo
from mingjing.casework.views.page import rendering_text
from mingjing.law import ahead, clocks
from mingjing.law.judgement import SHANGHAI
from mingjing.registry import reads
from mingjing.scenario.player import Player
from tests.support import city
from tests.support.home import Home
from tests.web_matrix.test_counts import LIST, asked, warm
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import CASES, case_at, sqlite_town  # noqa: F401 - a fixture

DAY = "2025-09-22"
LINKED = 3
"""Questions by which a list reads the cases that may be held up, and those that hold them."""


def shown(case: str, who: str = "zhang") -> Any:
    """What the case page draws for an officer."""
    return client_of(who).get(f"/work/cases/{case}/").context


def todos(case: str) -> set[str]:
    return set(Todo.objects.filter(case=case).values_list("action", flat=True))


def waiting(case: str) -> set[tuple[str, str]]:
    return set(Todo.objects.filter(case=case).values_list("action", "term"))


def played(procedure: str, *targets: str, **overrides: Any) -> Player:
    one = city.player(procedure=procedure)
    one.overrides |= overrides
    for target in targets:
        assert [str(step.refused) for step in one.through(target, DAY) if step.refused] == []
    return one


def decided(granted: str) -> Player:
    """A permit that was reviewed and decided."""
    way = ("pm_exam", "pm_submit_review", "pm_review", "pm_decide")
    why = {"denied_why": "场所不符合安全距离的规定。"} if granted == "no" else {}
    return played("permit", *way, granted=granted, acceptance_day=DAY, **why)


def test_after_a_payment_notice_the_charge_is_paid_and_not_waived(sqlite_town: Home) -> None:  # noqa: F811
    one = played("fee", "fe_notice")
    page = shown(one.case)
    assert page["gate"]["title"] == "下一步：缴费" and page["gate"]["unmet"] == 0
    assert todos(one.case) == {"fe_pay"}


def test_what_was_accepted_by_silence_is_examined_next(sqlite_town: Home) -> None:  # noqa: F811
    one = played("permit", "pm_receive")
    run_due(datetime(2025, 9, 30, tzinfo=SHANGHAI) + timedelta(hours=1))
    assert one.stage() == "accepted"
    assert todos(one.case) == {"pm_exam"}
    assert shown(one.case)["gate"]["title"] == "下一步：审查"


def test_a_refused_permit_gets_no_certificate(sqlite_town: Home) -> None:  # noqa: F811
    one = decided("no")
    assert waiting(one.case) == {("pm_serve", "T70"), ("pm_publish", "T55")}
    assert shown(one.case)["gate"]["title"] == "下一步：送达《行政许可决定书》"
    assert one.do("pm_serve", DAY, facts={"paper": "permit_decision"}).receipt
    assert waiting(one.case) == {("pm_publish", "T55")}


def test_each_act_is_reminded_of_by_its_own_limit(sqlite_town: Home) -> None:  # noqa: F811
    one = decided("yes")
    assert waiting(one.case) == {("pm_serve", "T23"), ("pm_publish", "T55")}
    assert one.do("pm_serve", DAY, facts={"paper": "permit_decision"}).receipt
    assert waiting(one.case) == {("pm_issue", "T23"), ("pm_publish", "T55")}
    assert one.do("pm_issue", DAY).receipt  # the certificate is issued and served within the ten days
    assert waiting(one.case) == {("pm_serve", "T23"), ("pm_publish", "T55")}
    assert shown(one.case)["gate"]["title"] == "下一步：送达《行政许可证件》"


def test_what_is_not_complete_is_asked_for_once_and_waited_for(sqlite_town: Home) -> None:  # noqa: F811
    one = played("permit", "pm_receive")
    assert one.do("pm_screen", DAY, facts={"screening": "correct"}).receipt
    assert waiting(one.case) == {("pm_correct", "T19")}
    assert one.do("pm_correct", DAY).receipt
    assert waiting(one.case) == {("pm_materials", "")}
    assert one.do("pm_materials", DAY).receipt
    assert waiting(one.case) == {("pm_accept", "T19")}


def listed(who: str, case: str) -> dict[str, dict[str, Any]]:
    """To-dos of a case as the list of a person shows them, by label."""
    groups = client_of(who).get("/work/").context["groups"]
    rows = [row for group in groups for row in group["rows"] if row["case_url"] == f"/work/cases/{case}/"]
    return {row["label"]: row for row in rows}


def held_up() -> tuple[Player, Player]:
    """A penalty that is paid and waits to be closed, and the seizure that must end before."""
    penalty = played("penalty_ordinary", "po_interview")
    assert penalty.do("po_coerce", DAY).receipt
    one = city.player(procedure="compulsory_measure", origin=penalty.case)
    one.overrides |= {"party": penalty.said("party")}
    for act in ("cm_submit_review", "cm_review", "cm_keep"):
        assert one.through(act, DAY)[-1].receipt
    for act in ("po_submit_review", "po_review", "po_pay"):
        assert penalty.through(act, DAY)[-1].receipt
    return penalty, one


def test_what_another_case_still_holds_up_is_listed_as_such(sqlite_town: Home) -> None:  # noqa: F811
    penalty, one = held_up()
    row = listed("chen", penalty.case)["呈批：结案"]
    assert row["state"] == "held" and "行政强制措施" in row["basis"] and one.case not in row["basis"]
    client = client_of("chen")
    warm(client, "/work/")
    _, number = asked(lambda: client.get("/work/"))
    assert number <= LIST + LINKED
    others = [held_up() for _ in range(2)]
    _, more = asked(lambda: client.get("/work/"))
    assert more == number  # however many to-dos there are
    assert {listed("chen", other.case)["呈批：结案"]["state"] for other, _ in others} == {"held"}
    assert one.through("cm_release", DAY)[-1].receipt
    assert listed("chen", penalty.case)["呈批：结案"]["state"] != "held"


def asked_of_the_court() -> Player:
    """An application to the court that waits, or waited, until the remedies against the penalty were over."""
    penalty = played("penalty_ordinary", "po_publish")
    assert penalty.do("po_enforce", "2025-10-20").receipt
    one = city.player(procedure="court_application", origin=penalty.case)
    one.overrides |= {"decided_case": penalty.case, "party": penalty.said("party")}
    assert one.do("ce_due", "2025-10-20").receipt
    row = Todo.objects.filter(case=one.case).first()
    assert row is not None
    Todo.objects.filter(case=one.case).exclude(pk=row.pk).delete()
    Todo.objects.filter(pk=row.pk).update(action="ce_court_apply.ask", role="officer")
    return one


def test_what_is_enforced_is_read_with_the_rest(sqlite_town: Home) -> None:  # noqa: F811
    client, first = client_of("zhang"), asked_of_the_court()
    warm(client, "/work/")
    _, number = asked(lambda: client.get("/work/"))
    second = asked_of_the_court()
    _, more = asked(lambda: client.get("/work/"))
    assert more == number <= LIST + LINKED
    assert all(listed("zhang", one.case) for one in (first, second))


@pytest.mark.parametrize("many", [200, 2, 1, 0])
def test_cases_read_together_are_judged_as_each_alone(
    sqlite_town: Home,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    many: int,
) -> None:
    """However few links are read at once: a plan is named by thousands of cases, and nobody reads those for a list."""
    monkeypatch.setattr(LinkRow, "MANY", many)
    penalty = played("penalty_ordinary", "po_interview")
    assert penalty.do("po_coerce", DAY).receipt
    seized = city.player(procedure="compulsory_measure", origin=penalty.case)
    seized.overrides |= {"party": penalty.said("party")}
    assert seized.through("cm_submit_review", DAY)[-1].receipt
    at, cases = datetime.now(SHANGHAI), [penalty.case, seized.case, "unknown"]
    together = service.look_each(cases, at, reads.snapshot(at.date()))
    assert [case.id for case, _, _ in together] == cases[:2]
    for case, law, context in together:
        alone = service.look(case.id, at)
        assert case == alone[0]
        for one in law.derived.values():
            j, k = clocks.looking(law, case, context), clocks.looking(alone[1], alone[0], alone[2])
            assert ahead.held(j, one) == ahead.held(k, one), one.id


def test_what_a_day_still_bars_says_until_when(sqlite_town: Home) -> None:  # noqa: F811
    on = (datetime.now(SHANGHAI) - timedelta(days=1)).date().isoformat()
    one = city.player(procedure="fee")
    one.overrides |= {"pay_by": (datetime.now(SHANGHAI) + timedelta(days=30)).date().isoformat()}
    assert one.do("fe_notice", on).receipt
    Todo.objects.filter(case=one.case).update(action="fe_unpaid", label="催缴", role="officer")
    row = listed("zhang", one.case)["催缴"]
    assert row["state"] == "held" and one.overrides["pay_by"] in row["basis"]


def test_a_decision_that_is_asked_for_is_the_only_next_step(sqlite_town: Home) -> None:  # noqa: F811
    one = played("compulsory_measure", "cm_submit_review", "cm_review", "cm_approve.ask")
    assert todos(one.case) == {"cm_approve"}


@pytest.mark.parametrize("name", CASES)
def test_the_page_and_the_list_say_the_same(sqlite_town: Home, name: str) -> None:  # noqa: F811
    row = case_at(name)
    for who in ("zhang", "li", "chen"):
        gate = (shown(row.id, who) or {}).get("gate")
        labels = {one.label for one in row.todos.all()}
        assert gate is None or gate["title"].removeprefix("下一步：").partition("《")[0] in labels, who


def test_a_right_that_lapsed_makes_nobody_late(sqlite_town: Home) -> None:  # noqa: F811
    """Months later the party can no longer apply for reconsideration, and has not paid: that is not the agency's delay."""
    one = played("penalty_ordinary", "po_publish")
    page, row = shown(one.case), CaseRow.objects.get(pk=one.case)
    lights = {limit["label"]: limit["light"] for limit in (*page["clocks"], *page["ended_clocks"])}
    assert lights["申请行政复议"] == "期限届满" and lights["缴纳罚款"] == "期满，可以办理"
    assert all(limit["state"] != "over" for limit in page["clocks"]) and row.due_on is None
    assert one.case not in client_of("zhang").get("/work/cases/?state=over").content.decode()
    for act in ("po_pay", "po_close", "po_archive"):
        assert one.through(act, DAY)[-1].receipt
    page = shown(one.case)
    assert page["clocks"] == []
    assert "期满，可以办理" not in {limit["light"] for limit in page["ended_clocks"]}


def test_a_waiting_period_that_is_over_opens_the_way(sqlite_town: Home) -> None:  # noqa: F811
    penalty = played("penalty_ordinary", "po_publish")
    assert penalty.do("po_enforce", "2025-10-20").receipt
    one = city.player(procedure="court_application", origin=penalty.case)
    one.overrides |= {"decided_case": penalty.case, "decision_served_on": DAY, "party": penalty.said("party")}
    assert one.do("ce_due", "2025-10-20").receipt
    lights = {limit["label"]: limit["light"] for limit in shown(one.case)["clocks"]}
    assert lights["申请行政复议（所执行的决定）"] == "期满，可以办理"


# --- the words of a case page ------------------------------------------------------------------------------------


def test_a_plan_has_a_year_and_no_party(sqlite_town: Home) -> None:  # noqa: F811
    one = city.player(procedure="inspection_plan")
    assert one.do("in_list", DAY).receipt
    page = shown(one.case, "qian")
    assert page["row"].title.endswith("（2025年）")
    assert "当事人" not in {fact["label"] for fact in page["facts"]}


def test_other_ends_are_no_steps_to_be_taken(sqlite_town: Home) -> None:  # noqa: F811
    one = played("permit", "pm_receive")
    assert [step["label"] for step in shown(one.case)["steps"]] == [
        "收件",
        "受理",
        "审查",
        "作出决定",
        "颁证",
        "归档",
    ]
    assert one.do("pm_screen", DAY, facts={"screening": "not_ours"}).receipt
    assert "不予受理、撤回申请" in [step["label"] for step in shown(one.case)["steps"]]


def test_the_act_that_opened_the_case_is_not_offered_again(sqlite_town: Home) -> None:  # noqa: F811
    one = played("permit", "pm_receive")
    page = shown(one.case)
    for choice in (*page["possible"], *page["impossible"]):
        assert client_of("zhang").get(choice["url"]).status_code == 200, choice["url"]


def test_a_grant_owes_no_reasons_for_a_refusal(sqlite_town: Home) -> None:  # noqa: F811
    one = decided("yes")
    made = CaseRow.objects.get(pk=one.case).papers.get(paper="permit_decision")
    page = client_of("zhang").get(f"/work/cases/{one.case}/papers/{made.n}/permit_decision/")
    assert "准予许可" in page.content.decode() and "不予许可的理由" not in page.content.decode()


def test_how_a_paper_was_made_is_said_in_words() -> None:
    kept = {"template": "payment_notice", "typst": "0.13.2", "font": "思源宋体", "font_sha256": "0" * 64}
    assert rendering_text(json.dumps(kept)) == "版式 payment_notice；字体 思源宋体；排版程序 typst 0.13.2"
    assert rendering_text("plain") == "按内容原样"
