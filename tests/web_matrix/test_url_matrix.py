"""Every URL × every role: one table. A URL without a row fails, and so does a row without a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from mingjing.casework import service
from mingjing.casework.models import CaseRow
from mingjing.recording import home as homes
from mingjing.recording import reads
from mingjing.registry.models import Account, Change
from tests.support.home import Home
from tests.web_matrix.town import announce, case_at, sqlite_town  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

STRANGER = "-"
ADMINISTRATORS = "sysadmin secadmin auditadmin"
OUTSIDE = "xu sun qu"
"""Officers and a supervisor of other places: to them nothing of the bureau exists."""
STAFF = "zhang wang chen zhou li zhao song qian wu zheng he feng xu sun qu"
EVERYBODY = f"{STRANGER} {STAFF} {ADMINISTRATORS}"
OPENERS = "zhang wang chen qian xu sun"
REVIEWERS = "zhou"
CLERKS = "chen li"
"""Who speaks for an agency towards those who keep the registry: heads of units and of the agency."""


@dataclass(frozen=True, slots=True)
class Row:
    """`ok` may (with `status`); the stranger is led to sign in; to everybody else there is no such page."""

    path: str
    ok: str
    post: bool = False
    status: int = 200


PUBLIC = {
    "display": Row("/display/", EVERYBODY),
    "home": Row("/", EVERYBODY),
    "decisions": Row("/decisions/", EVERYBODY),
    "decision": Row("/decisions/{number}/", EVERYBODY),
    "decision_record": Row("/decisions/{number}/record.json", EVERYBODY),
    "decision_paper": Row("/decisions/{number}/paper", EVERYBODY),
    "decision_qr": Row("/decisions/{number}/qr.svg", EVERYBODY),
    "decision_proof": Row("/proof/{number}/record.tlog-proof", EVERYBODY),
    "announcements": Row("/announcements/", EVERYBODY),
    "announcement": Row("/announcements/{announced}/", EVERYBODY),
    "announcement_record": Row("/announcements/{announced}/record.json", EVERYBODY),
    "announcement_paper": Row("/announcements/{announced}/paper", EVERYBODY),
    "announcement_qr": Row("/announcements/{announced}/qr.svg", EVERYBODY),
    "announcement_proof": Row("/announcements/{announced}/record.tlog-proof", EVERYBODY),
    "guides": Row("/guide/", EVERYBODY),
    "guide_of": Row("/guide/penalty_ordinary/", EVERYBODY),
    "verify": Row("/verify/", EVERYBODY),
    "issue_code": Row("/0123456789abcdef", EVERYBODY, status=404),
    "about_verify": Row("/about/verify/", EVERYBODY),
    "key": Row("/key.txt", EVERYBODY),
    "tlog_checkpoint": Row("/tlog/checkpoint", EVERYBODY),
    "tlog_tile": Row("/tlog/no-such-tile", EVERYBODY, status=404),
    "api_schema": Row("/api/openapi.json", EVERYBODY),
    "sign_in": Row("/signin/", EVERYBODY),
    "sign_out": Row("/signout/", EVERYBODY, post=True, status=302),
}
WORK = {
    "password": Row("/password/", f"{STAFF} {ADMINISTRATORS}"),
    "todo": Row("/work/", f"{STAFF} {ADMINISTRATORS}"),
    "cases": Row("/work/cases/", STAFF),
    "rules": Row("/work/rules/", STAFF),
    "yearly": Row("/work/yearly/", f"{CLERKS} feng qu"),
    "yearly_table": Row("/work/yearly/table.csv", f"{CLERKS} feng qu"),
    "laws": Row("/work/laws/", STAFF),
    "law": Row("/work/laws/演示条例/", STAFF),
    "new_case": Row("/work/new/", OPENERS),
    "opening": Row("/work/new/penalty_ordinary/?case={new}", "zhang wang xu sun"),
    # Nothing was typed yet, so there is nothing to check: on to the form.
    "opening_check": Row("/work/new/penalty_ordinary/check/?case={new}", "zhang wang xu sun", status=302),
    "case": Row("/work/cases/{filed}/", "zhang wang chen li feng"),
    "entry": Row("/work/cases/{reviewing}/records/1/", "zhang wang chen li zhou feng"),
    "paper": Row("/work/cases/{decided}/papers/1/case_source_register/", "zhang wang chen li zhou qian feng"),
    "paper_file": Row(
        "/work/cases/{decided}/papers/1/case_source_register/file/", "zhang wang chen li zhou qian feng"
    ),
    "paper_data": Row(
        "/work/cases/{decided}/papers/1/case_source_register/data/", "zhang wang chen li zhou qian feng"
    ),
    "paper_schema": Row(
        "/work/cases/{decided}/papers/1/case_source_register/schema/", "zhang wang chen li zhou qian feng"
    ),
    # The whole file: those who answer for it and who check it; the reviewer reads what was submitted to her.
    "bound": Row("/work/cases/{decided}/file/", "zhang wang chen li feng"),
    "bound_make": Row("/work/cases/{decided}/file/make/", "zhang wang chen li feng", post=True, status=302),
    # Nothing was bound yet.
    "bound_file": Row("/work/cases/{decided}/file/pdf/", "", status=404),
    # The publisher judges the text that goes out, not the file (AB36).
    "evidence": Row("/work/cases/{decided}/evidence/{photo}/", "zhang wang chen li zhou feng"),
    "act": Row("/work/cases/{reviewing}/act/po_correct/", "zhang wang chen li zhou"),
    "act_check": Row("/work/cases/{reviewing}/act/po_correct/check/", "zhang wang chen li zhou", status=302),
    "act_discard": Row(
        "/work/cases/{reviewing}/act/po_correct/discard/", "zhang wang chen li zhou", post=True, status=302
    ),
    "registry": Row("/work/registry/", f"{STAFF} {ADMINISTRATORS}"),
    "registry_list": Row("/work/registry/power/", f"{STAFF} {ADMINISTRATORS}"),
    "registry_record": Row("/work/registry/power/{power}/", f"{STAFF} {ADMINISTRATORS}"),
    # The bureau's own clerks ask, the city's justice bureau registers; a district's does not for the city.
    "registry_new": Row("/work/registry/power/new/", f"{CLERKS} feng qu"),
    "registry_edit": Row("/work/registry/power/{power}/edit/", f"{CLERKS} feng"),
    "registry_changes": Row("/work/registry/changes/", f"{CLERKS} feng qu secadmin auditadmin"),
    "registry_answer": Row("/work/registry/changes/{ask}/", f"{CLERKS} feng qu secadmin auditadmin"),
    "registry_handover": Row("/work/registry/handover/", CLERKS),
    "registry_reset": Row("/work/registry/account/{account}/reset/", "sysadmin"),
    "review_queue": Row("/work/review/", REVIEWERS),
    "review": Row("/work/review/{reviewing}/", REVIEWERS),
}
TABLE = PUBLIC | WORK
OF_PROGRAMS = {
    "api-root",
    "api_root",
    "api_menu",
    "api_menu_otherwise",
    "api_act",
    "api_act_otherwise",
    "api_absent",
}
"""Answered in JSON, to strangers with 401: `test_api.py` asks them as every person."""


def routes(resolver: Any, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one, before + str(one.pattern))
        else:
            yield one.name or before + str(one.pattern)


def test_every_url_has_a_row() -> None:
    names = list(routes(get_resolver()))
    assert len(names) == len(set(names)), "two URLs have one name"
    assert set(names) == set(TABLE) | OF_PROGRAMS


@pytest.fixture
def places(sqlite_town: Home) -> dict[str, str]:  # noqa: F811
    """What the paths of the table speak of."""
    from datetime import UTC, datetime

    from mingjing.recording import sealer

    announced = announce()
    while sealer.seal_once(homes.current(), datetime.now(UTC), whole=True).n:
        pass
    found = {name: case_at(name) for name in ("filed", "reviewing", "decided", "published")}
    photo = found["decided"].files.get()
    return {name: row.id for name, row in found.items()} | {
        "number": found["published"].decision_number,
        "announced": announced,
        "photo": photo.sha256,
        "new": str(uuid4()),
        "power": entry_of("power", agency="zz-scjg"),
        "account": entry_of("account", person="p-zhang"),
        "ask": asked(),
    }


def entry_of(kind: str, **about: str) -> str:
    """The entry that brought the first record of this kind."""
    return str(
        Change.objects.filter(kind=kind, step="made", **about).order_by("n").values_list("n", flat=True)[0]
    )


def asked() -> str:
    """An ask that waits: 陈立行 asks for a second post for 何协助."""
    from datetime import UTC, datetime

    facts: dict[str, Any] = {
        "person": "p-he",
        "agency": "zz-scjg",
        "role": "archivist",
        "since": "2026-01-01",
    }
    receipt = service.register(
        "appointment.ask",
        facts | {"reason": "接替（演示）"},
        actor="p-chen",
        clock=lambda: datetime.now(UTC),
    )
    return str(receipt.n)


def client_of(username: str) -> Client:
    client = Client()
    if username != STRANGER:
        account = Account.objects.get(username=username)
        client.force_login(account, backend="mingjing.registry.sessions.AccountBackend")
    return client


def expected(row: Row, who: str) -> int:
    if who in row.ok.split():
        return row.status
    return 302 if who == STRANGER else 404


def test_every_url_answers_every_role_as_the_table_says(places: dict[str, str]) -> None:
    wrong = []
    for who in EVERYBODY.split():
        for name, row in TABLE.items():
            client = client_of(who)
            path = row.path.format(**places)
            answer = client.post(path) if row.post else client.get(path)
            if answer.status_code != expected(row, who):
                wrong.append(f"{who} {name}: {answer.status_code}, not {expected(row, who)}")
            if who == STRANGER and name in WORK:
                assert answer.headers["Location"].startswith("/signin/?next="), name
    assert wrong == []


@pytest.mark.parametrize("who", ["xu", "sysadmin", "he", "qian"])
def test_what_is_forbidden_looks_like_what_is_absent(places: dict[str, str], who: str) -> None:
    client, absent = client_of(who), str(uuid4())
    for path in (
        "/work/cases/{}/",
        "/work/cases/{}/records/1/",
        "/work/cases/{}/act/po_decide/",
        "/work/review/{}/",
    ):
        there = client.get(path.format(places["filed"]))
        nowhere = client.get(path.format(absent))
        assert there.status_code == nowhere.status_code == 404
        assert there.content.decode().replace(places["filed"], "-") == nowhere.content.decode().replace(
            absent, "-"
        )


def test_a_list_names_only_cases_of_ones_own_reach(places: dict[str, str]) -> None:
    titles = set(CaseRow.objects.exclude(party="").values_list("title", flat=True))
    for who, seen in (("zhang", 4), ("feng", 4), ("qian", 2), ("xu", 0), ("qu", 0), ("he", 0)):
        words = client_of(who).get("/work/cases/?state=all").content.decode()
        assert sum(title in words for title in titles) == seen, who


def test_every_look_at_private_content_is_recorded(places: dict[str, str]) -> None:
    """AB36: who looked, at which case, at what, as whom; a refused look shows nothing and is not one."""
    case, private = (
        places["decided"],
        (
            "case",
            "entry",
            "paper",
            "paper_file",
            "paper_data",
            "paper_schema",
            "evidence",
            "act",
            "act_check",
        ),
    )
    client, before = client_of("zhang"), len(reads.of_case(homes.current(), case))
    for name in private:
        answer = client.get(re.sub(r"{(filed|reviewing)}", "{decided}", TABLE[name].path).format(**places))
        b"".join(answer.streaming_content) if answer.streaming else None
    found = reads.of_case(homes.current(), case)[before:]
    assert len(found) == len(private)
    assert {one.person for one in found} == {"p-zhang"}
    assert all(one.what and one.why for one in found)
    client_of("xu").get(TABLE["evidence"].path.format(**places))
    assert len(reads.of_case(homes.current(), case)) == before + len(private)


def test_a_first_password_is_changed_before_anything_is_shown(places: dict[str, str]) -> None:
    Account.objects.filter(username="zhang").update(must_change_password=True)
    client = client_of("zhang")
    for name, row in WORK.items():
        if name != "password":
            path = row.path.format(**places)
            answer = client.post(path) if row.post else client.get(path)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/password/"), name
    assert client.get("/password/").status_code == 200
