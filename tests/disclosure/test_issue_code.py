"""GET /<issue code>: where the QR of a paper leads. It says whether we made it, and nothing of what is in it."""

from __future__ import annotations

from django.test import Client

from mingjing.casework.models import PaperRow
from mingjing.recording import store
from tests.support.city import player, sqlite_city  # noqa: F401 - a fixture
from tests.support.home import Home


def code_of(case: str, paper: str) -> str:
    row = PaperRow.objects.get(case_id=case, paper=paper)
    return store.load(case).commitments[row.n - 1][:16]


def test_a_paper_of_ours_is_known_and_its_content_is_not_shown(sqlite_city: Home) -> None:  # noqa: F811
    story = player()
    story.through("po_notice", "2025-08-20")
    answer = Client().get(f"/{code_of(story.case, 'prior_notice')}")
    page = answer.content.decode()
    assert answer.status_code == 200 and "行政处罚事先告知书" in page
    assert "启禾" not in page and "孙大海" not in page


def test_a_paper_not_yet_made_is_not_known(sqlite_city: Home) -> None:  # noqa: F811
    story = player()
    story.through("po_lead", "2025-08-20")
    PaperRow.objects.update(issued_n=None)
    assert Client().get(f"/{code_of(story.case, 'case_source_register')}").status_code == 404


def test_an_unknown_code_is_not_found_and_says_what_to_do(sqlite_city: Home) -> None:  # noqa: F811
    answer = Client().get("/0123456789abcdef")
    assert answer.status_code == 404 and "请向文书上写明的机关核实" in answer.content.decode()
