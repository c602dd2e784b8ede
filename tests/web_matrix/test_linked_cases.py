"""A case opened from another: the page offers it, the form knows what the other says, both pages show each other."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest

from mingjing.casework import service
from mingjing.casework.models import CaseRow, LinkRow
from tests.support.home import Home
from tests.web_matrix.test_bad_input import TWO, Form
from tests.web_matrix.test_counts import hidden
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import case_at, fresh_town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow


def declared() -> Form:
    """An officer has decided to seize: the act binds nobody else, so its form registers it."""
    form = Form("zhang", "filed", "po_show_id")
    answer = form.client.post(form.url, hidden(form.client.get(form.url)) | TWO | {"then": "register"})
    assert answer.status_code == 302
    form = Form("zhang", "filed", "po_coerce")
    answer = form.client.post(form.url, hidden(form.client.get(form.url)) | TWO | {"then": "register"})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return form


def page(form: Form) -> str:
    return str(form.client.get(f"/work/cases/{form.case}/").content.decode())


def opening(form: Form) -> str:
    (found,) = re.findall(r'href="(/work/new/compulsory_measure/\?case=[^"]+)"', page(form))
    return found.replace("&amp;", "&")


class Inputs(HTMLParser):
    """What a browser would send of a form as it is drawn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "input" and name and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.found.setdefault(name, []).append(said.get("value") or "")
        self.select = name if tag == "select" else self.select
        if tag == "option" and "selected" in said:
            self.found[self.select] = said.get("value") or ""
        self.area = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] = data


def filled(form: Form, url: str) -> dict[str, Any]:
    drawn = Inputs(form.client.get(url).content.decode()).found
    drawn.pop("files", None)
    own = {"item": "COM-0001", "measure": "seize", "why_needed": "随时可能转移", "then": "register"}
    return drawn | own


def test_nothing_is_typed_twice_and_both_pages_know_each_other(fresh_town: Home) -> None:  # noqa: F811
    form, parent = declared(), case_at("filed")
    url = opening(form)
    drawn = form.client.get(url).content.decode()
    assert parent.party in drawn and f'value="{parent.id}"' in drawn
    answer = form.client.post(url, filled(form, url))
    assert answer.status_code == 302, re.findall(r"<li>.{0,200}", answer.content.decode())
    child = LinkRow.objects.get(other=parent.id)
    assert child.relation == "penalty_case"
    row = CaseRow.objects.get(pk=child.case_id)
    assert row.party == parent.party
    assert f"/work/cases/{row.id}/" in page(form) and "另立案件" not in page(form)
    assert f"/work/cases/{parent.id}/" in form.client.get(f"/work/cases/{row.id}/").content.decode()


def test_the_party_of_a_case_chosen_from_the_list_is_not_typed(fresh_town: Home) -> None:  # noqa: F811
    client, parent = declared().client, case_at("filed")
    url = f"/work/new/compulsory_measure/?case={uuid4()}"
    drawn = Inputs(client.get(url).content.decode()).found
    drawn.pop("files", None)
    own = {"item": "COM-0001", "measure": "seize", "why_needed": "随时可能转移", "then": "register"}
    alone = client.post(url, drawn | own)
    assert alone.status_code == 422 and "没有填写“当事人”" in alone.content.decode()
    again = Inputs(alone.content.decode()).found | own | {"penalty_case": str(parent.id)}
    again.pop("files", None)
    answer = client.post(url, again)
    assert answer.status_code == 302, re.findall(r"<li>.{0,200}", answer.content.decode())
    assert CaseRow.objects.get(pk=LinkRow.objects.get(other=parent.id).case_id).party == parent.party


def test_an_application_asks_for_its_party_once(fresh_town: Home) -> None:  # noqa: F811
    client = client_of("zhang")
    url = f"/work/new/permit/?case={uuid4()}"
    drawn = Inputs(client.get(url).content.decode()).found
    assert [one for one in drawn if "party" in one and one.endswith(".name")] == ["receipt_note.party.name"]
    drawn.pop("files", None)
    own = {
        "item": "PER-0001",
        "beyond_list": "false",
        "receipt_note.party.kind": "org",
        "receipt_note.party.name": "枣庄启禾仓储服务有限公司（演示）",
        "receipt_note.materials": "申请书 1 份",
        "then": "check",
    }
    answer = client.post(url, drawn | own)
    assert answer.status_code == 302, re.findall(r"<li>.{0,200}", answer.content.decode())
    check = client.get(answer.headers["Location"])
    done = client.post(answer.headers["Location"], hidden(check))
    assert done.status_code == 302, re.findall(r"<li>.{0,200}", done.content.decode())
    row = CaseRow.objects.get(procedure__startswith="permit@")
    (entry,) = service.load(row.id).entries
    assert row.party == entry.facts["party"]["name"] == entry.facts["receipt_note"]["party"]["name"]  # type: ignore[index,call-overload]


def test_a_case_that_the_person_cannot_open_is_no_origin(fresh_town: Home) -> None:  # noqa: F811
    form = declared()
    url = opening(form)
    outsider = Form("xu", "filed", "po_show_id").client
    assert outsider.get(url).status_code == 404
    assert form.client.get(url.replace(str(case_at("filed").id), "nonsense")).status_code == 404


def test_a_case_that_does_not_exist_is_not_named(fresh_town: Home) -> None:  # noqa: F811
    form = declared()
    url = opening(form)
    posted = filled(form, url) | {"penalty_case": "00000000-0000-4000-8000-000000000001"}
    answer = form.client.post(url, posted)
    assert answer.status_code == 422 and "没有这个案件" in answer.content.decode()
    assert not LinkRow.objects.exists()
