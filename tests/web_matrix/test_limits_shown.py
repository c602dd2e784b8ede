"""Every limit that is counted stands on the page: an alert that is computed and not shown helps nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from mingjing.casework import service
from mingjing.casework.context import DoorContext
from mingjing.law import clocks, procedures
from tests.support.home import Home
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import CASES, case_at, sqlite_town  # noqa: F401 - a fixture


@pytest.mark.parametrize("name", CASES)
def test_every_running_limit_stands_on_the_page_and_in_a_list(sqlite_town: Home, name: str) -> None:  # noqa: F811
    row, client = case_at(name), client_of("li")
    assert isinstance(client, Client)
    case = service.load(row.id)
    law = procedures.of(case.procedure)
    found = clocks.clocks(law, case, DoorContext(case.agency, datetime.now(UTC)))
    page = client.get(f"/work/cases/{row.id}/").content.decode()
    for one in found:
        if not one.term.before:
            assert one.term.label in page, one.term.id
        if one.ended_on is None and not one.term.before:
            assert one.shown[5:10].lstrip("0") in page or one.shown[:10] in page, (one.term.id, one.shown)
    assert {
        one.term.id for one in found if one.ended_on is None and not one.term.before and not one.paused
    } == set(row.dues.values_list("term", flat=True))
