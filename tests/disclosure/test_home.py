"""`/`: real counts with their day, nothing invented, and empty states."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.disclosure.cases import CITIZEN, FIRM, Story, number, publish, withdraw


def test_an_empty_home_says_so_and_shows_no_figures(portal):
    page = portal.get("/").content.decode()
    assert "还没有公开的执法决定" in page
    assert "今年还没有公开执法决定" in page
    assert 'class="stat"' not in page


def test_what_is_public_is_counted_and_listed(portal):
    publish()
    page = portal.get("/").content.decode()
    assert FIRM["name"] in page
    assert "截至" in page
    assert '<span class="n">1 件</span>' in page
    assert "/decisions/?act=penalty" in page


def test_a_rate_over_few_cases_is_not_shown(portal):
    publish()
    assert "<small>%</small>" not in portal.get("/").content.decode()


@pytest.mark.parametrize("state", ["unsealed", "withdrawn"])
def test_what_is_not_public_is_neither_counted_nor_listed(portal, state):
    withdraw(publish()) if state == "withdrawn" else publish(seal=False)
    page = portal.get("/").content.decode()
    assert FIRM["name"] not in page
    assert "还没有公开的执法决定" in page


def test_a_natural_person_is_masked(portal):
    publish(Story(party=dict(CITIZEN), cause="销售过期食品案"))
    page = portal.get("/").content.decode()
    assert "张某" in page
    assert "三丰" not in page


def test_the_page_asks_a_fixed_number_of_questions(portal):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            portal.get("/")
        return len(queries)

    publish()
    few = asked()
    for one in range(3):
        publish(Story(doc_no=number(200 + one)))
    assert asked() == few <= 9


@pytest.mark.parametrize("query", ["?x=%00", "?act=%ff", "?" + "a" * 3000])
def test_junk_in_the_address_does_no_harm(portal, query):
    assert portal.get("/" + query).status_code == 200


def test_only_reading_is_allowed(portal):
    assert portal.post("/").status_code == 405
