"""The annual report counts what was done, once and where rules §6.3 wants it, and sees what came out of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mingjing.casework import rebuild, tally
from mingjing.casework.models import PenaltyRow, TallyRow
from mingjing.law import procedures
from mingjing.law.tallies import COLUMNS, NATIONAL, PENALTIES, SHEETS, STAFF, figures
from mingjing.law.terms import Tallied
from mingjing.recording.home import Home
from mingjing.registry import reads
from mingjing.scenario import runner


def played(home: Any, *moves: dict[str, Any], procedure: str = "inspection", **cases: dict[str, str]) -> str:
    """Plays a story of several cases; the agency they belong to."""
    story = {"title": "年报", "procedure": procedure, "cases": cases, "moves": list(moves)}
    outcome = runner.play(story, Home(home.path))
    assert outcome.differences == []
    return outcome.player.agency


def counted(agency: str, year: int = 2025) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in tally.of(agency, year):
        count, total = found.get(one.column, (0, 0))
        found[one.column] = (count + one.count, total + one.sum)
    return found


@pytest.mark.parametrize(
    ("last", "on", "of_2025", "of_2026"),
    [
        ("po_file", "2025-09-25", {"inspections": 2}, {}),  # the lead alone is no penalty yet
        ("po_decide", "2025-09-26", {"inspections": 1, "fine": 1}, {}),
        ("po_decide", "2026-01-05", {"inspections": 2}, {"fine": 1}),  # the figures of a year stand still
    ],
)
def test_an_inspection_that_led_to_a_penalty_is_counted_as_the_penalty_only(
    fresh_practice, last, on, of_2025, of_2026
):
    file = {"outcome": "file", "handed_to": "线索 演示-0002"}
    agency = played(
        fresh_practice,
        {"case": "p", "on": "2025-02-10", "through": "ip_announce"},
        {"case": "a", "on": "2025-09-22", "through": "in_result"},
        {"case": "a", "on": "2025-09-24", "do": "in_act", "facts": file},
        {
            "case": "c",
            "on": "2025-09-25",
            "through": "in_act",
            "with": {"way": "case_based", "outcome": "pass"},
        },
        {"case": "b", "on": on, "through": last},
        p={"procedure": "inspection_plan"},
        a={"procedure": "inspection", "from": "p"},
        b={"procedure": "penalty_ordinary", "from": "a"},
        c={"procedure": "inspection"},
    )
    found = [{name: count for name, (count, _) in counted(agency, year).items()} for year in (2025, 2026)]
    assert found == [of_2025, of_2026]


@pytest.mark.parametrize(
    ("kinds", "column"),
    [
        (["fine"], "fine"),
        (["warning", "fine"], "fine"),
        (["fine", "confiscation"], "confiscation"),
    ],
)
def test_several_kinds_of_penalty_are_one_case_under_the_heaviest(fresh_practice, kinds, column):
    agency = played(
        fresh_practice,
        {"on": "2025-09-22", "through": "po_decide", "with": {"kinds": kinds, "confiscated": 5000}},
        procedure="penalty_ordinary",
    )
    assert counted(agency)[column][0] == 1 and len(counted(agency)) == 1


def test_the_money_is_that_of_the_decision_and_not_of_the_notice(fresh_practice):
    told = {"kinds": ["warning", "fine", "confiscation"], "fine": 3000000, "confiscated": 5000}
    agency = played(
        fresh_practice,
        {"on": "2025-09-22", "through": "po_serve", "with": told},
        {
            "on": "2025-10-10",
            "through": "po_decide",
            "with": {"kinds": ["warning"], "fine": None, "confiscated": None},
        },
        procedure="penalty_ordinary",
    )
    assert counted(agency) == {"warning": (1, 0)}
    assert (
        PenaltyRow.objects.get().fine == 0
    )  # nor do later cases of the party see a fine that was never imposed


def test_what_a_remedy_undoes_stays_counted_and_the_remedy_is_counted_too(fresh_practice):
    filed = {"remedy": "reconsideration", "accepted_on": "2025-10-20", "copy_on": "2025-10-22"}
    agency = played(
        fresh_practice,
        {"on": "2025-09-22", "through": "po_decide"},
        {"on": "2025-09-22", "do": "po_serve", "facts": {"paper": "penalty_decision"}},
        {"on": "2025-10-22", "do": "po_remedy_filed", "facts": filed},
        {
            "on": "2025-11-20",
            "do": "po_remedy_result",
            "facts": {"remedy": "reconsideration", "result": "revoked"},
        },
        procedure="penalty_ordinary",
    )
    found = counted(agency)
    assert (
        found["fine"][0] == 1 and found["reconsidered"] == (1, 0) and found["reconsidered_undone"] == (1, 0)
    )
    assert "lost" not in found and "sued" not in found


def test_charges_are_counted_by_the_day_of_payment_and_by_item(fresh_practice):
    paid = {"amount": 60000, "paid_on": "2025-12-31"}
    agency = played(
        fresh_practice,
        {"on": "2025-12-30", "do": "fe_notice", "with": {"pay_by": "2026-01-30"}},
        {"on": "2026-01-04", "do": "fe_pay", "facts": paid},
        procedure="fee",
    )
    assert [(one.column, one.item, one.count, one.sum) for one in tally.of(agency, 2025)] == [
        ("charged", "FEE-0001", 1, 60000)
    ]
    assert tally.of(agency, 2026) == ()


def test_the_account_says_what_was_charged_and_refuses_what_has_changed_since(fresh_practice):
    home = Home(fresh_practice.path)
    story = {
        "title": "年度收费",
        "procedure": "fee_list",
        "cases": {"x": {"procedure": "fee"}, "y": {"procedure": "fee"}},
        "moves": [
            {"case": "x", "on": "2025-09-24", "do": "fe_notice"},
            {"case": "x", "on": "2025-09-25", "do": "fe_pay", "facts": {"paid_on": "2025-09-25"}},
            {"case": "y", "on": "2025-12-30", "do": "fe_notice", "with": {"pay_by": "2026-01-30"}},
            {"on": "2026-01-04", "through": "fe_list"},
            {"on": "2026-01-05", "do": "fe_publish.ask"},
            {"case": "y", "on": "2026-01-06", "do": "fe_pay", "facts": {"paid_on": "2025-12-31"}},
            {"on": "2026-01-07", "do": "fe_publish", "expect": ["annual_enforcement_report"]},
            {"on": "2026-01-07", "do": "fe_publish.back", "facts": {"reason": "补登了一笔。"}},
            {"on": "2026-01-08", "do": "fe_publish.ask"},
            {"on": "2026-01-08", "do": "fe_publish"},
        ],
    }
    outcome = runner.play(story, home)
    assert outcome.differences == []
    (row,) = outcome.player.said("charged")
    assert (row["row"], row["count"], row["sum"]) == ("FEE-0001", 2, 120000)
    assert row["label"] != row["row"]  # the name stands there, not the code


def test_rows_made_again_from_the_ledger_are_the_same(fresh_practice):
    played(fresh_practice, {"on": "2025-09-22", "through": "po_decide"}, procedure="penalty_ordinary")
    before = list(TallyRow.objects.values_list("case_id", "n", "column", "agency", "item", "on", "amount"))
    assert len(before) == 1
    case = before[0][0]
    assert rebuild.differences(case) == []
    TallyRow.objects.update(amount=1)
    assert rebuild.differences(case)
    rebuild.rebuild(case)
    assert (
        list(TallyRow.objects.values_list("case_id", "n", "column", "agency", "item", "on", "amount"))
        == before
    )


def test_every_tally_names_an_act_and_a_column_and_every_column_is_filled():
    filled = set()
    for law in procedures.PROCEDURES.values():
        for one in law.tallies:
            filled |= {COLUMNS[column] for column in one.columns}
            assert {on.action for on in one.events} <= law.derived.keys(), law.id
            assert all(
                law.field(name) or any(name == f.id for p in law.papers for f in p.fields)
                for name in one.sums
            )
    of_cases = {one.id for sheet in SHEETS if sheet is not STAFF for one in sheet.columns}
    nobody = of_cases - {one.id for one in filled}
    assert nobody == set()


def test_a_share_is_of_what_is_there_and_cut_off():
    rows = figures(STAFF, [Tallied("on_duty", "", 8, 0), Tallied("certified", "", 7, 0)])
    assert [one["count"] for one in rows] == [8, 7, 87]  # type: ignore[index,call-overload]
    assert [one["count"] for one in figures(STAFF, [])] == [0, 0]  # type: ignore[index,call-overload]


def test_who_holds_a_certificate_is_counted_from_the_register_at_the_end_of_the_year(fresh_practice):
    story = {
        "title": "年报",
        "procedure": "fee",
        "people": {"zhang": "officer", "lao": {"role": "officer", "certificate_until": "2026-02-14"}},
        "moves": [{"on": "2025-09-24", "do": "fe_notice"}],
    }
    agency = runner.play(story, Home(fresh_practice.path)).player.agency

    def shares(year: int) -> list[int]:
        found = tally.staff(reads.snapshot(date(2026, 3, 1)), agency, year)
        return [one["count"] for one in figures(STAFF, found)]  # type: ignore[index,call-overload]

    everybody, certified, _ = shares(2025)
    assert everybody == certified
    assert shares(2026) == [
        everybody,
        certified - 1,
        100 * (certified - 1) // everybody,
    ]  # lao's has run out by then
    assert shares(2015) == [0, 0]  # nobody was there yet


def test_a_sheet_adds_up_and_two_kinds_share_a_column():
    rows = figures(
        PENALTIES,
        [
            Tallied("closure", "A", 1, 100),
            Tallied("occupational_ban", "B", 2, 20),
            Tallied("levies", "", 9, 9),
        ],
    )
    by = {one["row"]: one for one in rows}  # type: ignore[index,call-overload]
    assert by["closure"] == {"row": "closure", "label": "责令关闭、限制从业", "count": 3, "sum": 120}
    assert by["total"]["count"] == 3 and by["total"]["sum"] == 120  # type: ignore[index,call-overload]
    assert [one.id for one in NATIONAL] == ["penalties", "permits", "coercion", "others", "staff", "remedies"]
