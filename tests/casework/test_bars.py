"""A permit that was refused for false materials, or revoked for fraud, bars the party's next application (《行政许可法》第七十八条)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.casework import rebuild, service
from mingjing.casework.context import law_set
from mingjing.casework.due import run_due
from mingjing.casework.models import BarRow
from mingjing.law import engine
from mingjing.law.history import SeenContext
from mingjing.law.judgement import SHANGHAI
from mingjing.recording.home import Home
from mingjing.scenario import runner

FALSE = {"public_safety": True}
DENIED = {"permit_decision": {"granted": "no", "denied_why": "提供虚假材料。"}}


def played(home: Any, *moves: dict[str, Any], **cases: str) -> runner.Outcome:
    told = {name: {"procedure": procedure} for name, procedure in cases.items()}
    story = {"title": "再次申请", "procedure": "permit", "cases": told, "moves": list(moves)}
    outcome = runner.play(story, Home(home.path))
    assert outcome.differences == []
    return outcome


def refused(case: str, on: str, **facts: Any) -> list[dict[str, Any]]:
    return [
        {"case": case, "on": on, "do": "pm_receive", "facts": facts},
        {"case": case, "on": on, "do": "pm_screen"},
        {"case": case, "on": on, "do": "pm_reject", "facts": {"false_materials": True}},
    ]


def test_the_row_says_who_may_not_apply_for_what_and_until_when(fresh_practice):
    case = played(fresh_practice, *refused("a", "2025-09-30", **FALSE)).player.case
    row = BarRow.objects.get()
    assert (row.case_id, row.term, row.item, row.since, row.until) == (
        case,
        "T30",
        "PER-0001",
        "2025-09-30",
        "2026-09-30",
    )
    assert (row.label, row.number) == ("一年内不得再次申请", "枣市监许不受〔2025〕1号")
    assert rebuild.differences(case) == []


@pytest.mark.parametrize("result", ["revoked", "redo", "void", "maintained"])
def test_a_refusal_that_fell_bars_no_longer(fresh_practice, result):
    case = played(
        fresh_practice,
        {"case": "a", "on": "2025-09-22", "do": "pm_receive", "facts": FALSE},
        {"case": "a", "on": "2025-09-22", "through": "pm_exam", "with": {"acceptance_day": "2025-09-22"}},
        {"case": "a", "on": "2025-09-23", "do": "pm_decide.ask", "facts": {"false_materials": True}, "papers": DENIED},
        {"case": "a", "on": "2025-09-23", "do": "pm_decide"},
        {"case": "a", "on": "2025-09-23", "do": "pm_serve", "facts": {"paper": "permit_decision"}},
        {"case": "a", "on": "2025-09-28", "do": "pm_remedy_filed"},
        {"case": "a", "on": "2025-09-30", "do": "pm_remedy_result", "facts": {"result": result}},
    ).player.case  # fmt: skip
    assert BarRow.objects.exists() == (result == "maintained")
    assert rebuild.differences(case) == []


def test_where_nothing_concerns_public_safety_there_is_no_bar(fresh_practice):
    played(fresh_practice, *refused("a", "2025-09-30", public_safety=False))
    assert not BarRow.objects.exists()


def test_what_was_seen_stands_in_the_entry_of_an_application_after_the_bar(fresh_practice):
    outcome = played(
        fresh_practice,
        *refused("a", "2025-09-30", **FALSE),
        {"case": "b", "on": "2026-10-01", "do": "pm_receive"},
        {"case": "b", "on": "2026-10-01", "do": "pm_screen"},
        {"case": "b", "on": "2026-10-01", "do": "pm_accept", "facts": {"acceptance_day": "2026-10-01"}},
    )
    accepted = next(one for one in service.load(outcome.player.case).entries if one.action == "pm_accept")
    (seen,) = SeenContext(accepted, law_set().calendar).barred({})
    assert (seen.item, seen.since, seen.until) == ("PER-0001", "2025-09-30", "2026-09-30")


def test_a_page_reads_it_only_while_the_application_waits(fresh_practice):
    outcome = played(
        fresh_practice,
        {"case": "a", "on": "2025-09-22", "do": "pm_receive"},
        {"case": "b", "on": "2025-09-22", "through": "pm_issue", "with": {"acceptance_day": "2025-09-22"}},
    )
    now = datetime(2025, 9, 22, 12, tzinfo=SHANGHAI)
    read = []
    for case in rebuild.cases():
        found, law, context = service.look(case, now)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            engine.menu(law, found, "p-zhang", context)
        read.append((found.last > 3, sum("casework_barrow" in one["sql"] for one in queries)))
    assert sorted(read) == [(False, 1), (True, 0)]
    assert outcome.differences == []


def test_silence_accepts_what_is_barred_and_says_so_before_the_permit_is_granted(fresh_practice):
    barred = {"case": "b", "on": "2025-10-09", "do": "pm_receive"}
    player = played(fresh_practice, *refused("a", "2025-09-30", **FALSE), barred).player
    (receipt,) = run_due(datetime(2025, 10, 17, 9, tzinfo=SHANGHAI))
    assert service.load(player.case).entries[receipt.n - 1].action == "pm_accept_deemed"
    player.do("pm_exam", "2025-10-17")
    (reason,) = player.do("pm_decide.ask", "2025-10-17").refused.reasons
    assert reason.id == "E-EARLY" and "请作出不予许可的决定" in reason.sentence
