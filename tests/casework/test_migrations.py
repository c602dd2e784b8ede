"""Every migration runs on a database full of cases: back to the first rows and forward again, nothing is lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from mingjing.casework import rebuild
from mingjing.casework.models import CaseRow, Due, Member
from mingjing.recording import roles
from mingjing.registry.models import PowerRow
from tests.support import city
from tests.support.home import Home
from tests.web_matrix.town import fresh_town  # noqa: F401

BACK = (("casework", "0005_penalties_of_a_party"), ("registry", "0004_benchmarks"))

BY_REBUILDING = {"casework_tallyrow", "casework_caserow"}
"""Tables whose rows of older cases come with `mingjing ledger rebuild`, as UPGRADE.md says."""


def without_limits() -> list[dict[str, object]]:
    """The rows of the cases, but for the limit that stands in them: it comes anew with the rebuilding."""
    return [{**one, "due_on": None} for one in CaseRow.objects.order_by("id").values()]


@pytest.mark.parametrize(("app", "before"), BACK)
def test_rows_are_the_same_after_going_back_and_forward(fresh_town: Home, app: str, before: str) -> None:  # noqa: F811
    kept, same = list(CaseRow.objects.order_by("id").values()), without_limits()
    powers = list(PowerRow.objects.order_by("pk").values("item", "act", "name"))
    assert any(one["due_on"] for one in kept) and Due.objects.exists()
    with fresh_town.role("owner"):
        call_command("migrate", app, before, verbosity=0)
        call_command("migrate", app, verbosity=0)
        if connection.vendor == "postgresql":
            roles.grant(connection)  # as `mingjing migrate` does
    assert without_limits() == same
    assert list(PowerRow.objects.order_by("pk").values("item", "act", "name")) == powers
    found = [one for case in rebuild.cases() for one in rebuild.differences(case)]
    assert {one.table for one in found} <= BY_REBUILDING
    for case in rebuild.cases():
        rebuild.rebuild(case)
    assert list(CaseRow.objects.order_by("id").values()) == kept
    assert [str(one) for case in rebuild.cases() for one in rebuild.differences(case)] == []


def test_own_cases_of_before_are_everybodys_without_a_rebuild(fresh_town: Home) -> None:  # noqa: F811
    one = city.player(procedure="inspection_plan")
    assert one.do("in_list", "2025-09-24").receipt
    everybody = Member.objects.filter(role=Member.EVERYBODY, person="")
    kept = set(everybody.values_list("case_id", flat=True))
    assert one.case in kept
    everybody.delete()
    with fresh_town.role("owner"):
        call_command("migrate", "casework", "0013_visits_by_name", verbosity=0)
        call_command("migrate", "casework", verbosity=0)
        if connection.vendor == "postgresql":
            roles.grant(connection)
    assert set(everybody.values_list("case_id", flat=True)) == kept
    assert [str(found) for found in rebuild.differences(one.case)] == []
