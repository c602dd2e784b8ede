"""The interface for programs: the same door, the same rules, every reason at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from mingjing.casework import drafts, issue, service
from mingjing.demo import city
from mingjing.law import procedures
from mingjing.law.judgement import SHANGHAI
from mingjing.law.terms import Role
from mingjing.recording import home as homes_of
from mingjing.registry import tokens
from mingjing.registry.models import Account
from mingjing.scenario.player import PlayedClock, Player
from tests.support import city as people
from tests.support.home import Home
from tests.web_matrix.town import BUREAU, PASSWORD, case_at, fresh_town, sqlite_town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow
NOW = datetime.now(UTC)
ACTED = {
    "officers": ["p-zhang", "p-wang"],
    "shown_to": "孙大海",
    "recordings": [{"title": "录像", "sha256": ""}],
}


def at(name: str) -> str:
    return str(case_at(name).id)


class Program:
    """A program with a token, acting as an account."""

    def __init__(self, username: str, days: int = 1) -> None:
        self.account = Account.objects.get(username=username)
        self.account.must_change_password = False
        self.account.save()
        made = tokens.make(self.account, "窗口系统", NOW, NOW + timedelta(days=days))
        self.client = Client(headers={"Authorization": f"Bearer {made}"})

    def menu(self, case: str) -> Any:
        return self.client.get(f"/api/cases/{case}/menu")

    def act(self, case: str, code: str, **body: Any) -> Any:
        return self.client.post(f"/api/cases/{case}/actions/{code}", body, content_type="application/json")


def ids(answer: Any) -> set[str]:
    return {one["id"] for one in answer.json()["reasons"]}


def test_the_menu_says_what_may_be_done_and_why_not(sqlite_town: Home) -> None:  # noqa: F811
    found = Program("zhang").menu(at("filed")).json()
    acts = {one["code"]: one for one in found["actions"]}
    assert found["stage"] == "filed" and acts["po_show_id"]["possible"]
    assert {one["id"] for one in acts["po_decide"]["reasons"]} >= {"E-ROLE", "E-ORDER"}
    assert acts["po_show_id"]["asks"] == ["shown_to", "officers", "recordings"]
    law = procedures.of(found["procedure"])
    assert set(acts) == {one.id for one in law.derived.values() if Role.SYSTEM not in one.roles}


def test_an_act_is_entered_once_however_often_it_is_sent(fresh_town: Home) -> None:  # noqa: F811
    one, case = Program("zhang"), at("filed")
    before = len(service.load(case).entries)
    first = one.act(case, "po_show_id", facts=ACTED, key="k-1")
    again = one.act(case, "po_show_id", facts=ACTED, key="k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() | {"numbers": {}}
    assert len(service.load(case).entries) == before + 1
    other = one.act(case, "po_show_id", facts=ACTED | {"shown_to": "另一个人"}, key="k-1")
    assert other.status_code == 422 and "已经用于另一份内容" in other.json()["reasons"][0]["sentence"]


def test_a_refusal_says_every_reason_and_writes_nothing(fresh_town: Home) -> None:  # noqa: F811
    one, case = Program("zhang"), at("filed")
    before = len(service.load(case).entries)
    answer = one.act(case, "po_inspect", facts={"officers": ["p-zhang"]}, on="2099-01-01")
    assert answer.status_code == 422 and ids(answer) >= {"G-TWO", "E-PAPER", "E-FIELD"}
    assert all(reason["sentence"].endswith("。") for reason in answer.json()["reasons"])
    assert one.act(case, "po_show_id", facts=ACTED, after=1).status_code == 409
    assert len(service.load(case).entries) == before


@pytest.mark.parametrize(
    ("facts", "papers", "said"),
    [
        ({"of_entry": 2**60}, {}, "“所依据的记录（第几条）”的内容不能入账：整数绝对值须小于 2 的 53 次方"),
        ({"party": {"name": 1.5}}, {}, "“当事人”的内容不能入账"),
        ({}, {"penalty_decision": {"fine": 2**60}}, "的内容不能入账：整数"),
        ({"of_entry": 1}, {}, "“所依据的记录（第几条）”不是“出示证件”要填写的内容"),
        ({"fine": 1}, {}, "“罚款"),
        ({}, {"penalty_decision": {}}, "“出示证件”不办理《行政处罚决定书》"),
    ],
)
def test_no_reader_is_shown_a_bare_name(
    sqlite_town: Home,  # noqa: F811
    facts: dict[str, Any],
    papers: dict[str, Any],
    said: str,
) -> None:
    answer = Program("zhang").act(at("filed"), "po_show_id", facts=ACTED | facts, papers=papers)
    sentences = [one["sentence"] for one in answer.json()["reasons"]]
    assert answer.status_code == 422 and any(said in one for one in sentences), sentences
    assert not [one for one in sentences if "of_entry" in one or "penalty_decision" in one or "facts." in one]


def test_nothing_charged_is_not_said_to_differ_from_nothing(sqlite_town: Home) -> None:  # noqa: F811
    law = procedures.current("fee", "2026-01-01")
    (first,) = (one for one in law.derived.values() if one.opening)
    papers = {
        one: {field.id: field.sample for field in found.fields if field.sample is not None}
        | {"quantity": 0, "amount_due": 0}
        for one in first.papers
        if (found := law.paper(one))
    }
    facts = {one: law.asked(one).sample for one in first.asked}
    answer = Program("zhang").act(str(uuid4()), first.id, procedure="fee", facts=facts, papers=papers)
    (said,) = (one["sentence"] for one in answer.json()["reasons"] if "数量" in one["sentence"])
    assert said.startswith("数量是 0，按标准收取的至少是 1 ") and "不等于" not in said


def test_a_case_is_opened_and_its_paper_comes_with_the_act(fresh_town: Home) -> None:  # noqa: F811
    one, case = Program("zhang"), str(uuid4())
    law = procedures.current("penalty_ordinary", "2026-01-01")
    paper = law.paper("case_source_register")
    assert paper is not None
    said = {field.id: field.sample for field in paper.fields}
    body: dict[str, Any] = {"papers": {paper.id: said}}
    assert one.act(case, "po_lead", **body).status_code == 404  # of no procedure
    assert one.act(case, "po_precheck", procedure="penalty_ordinary", **body).status_code == 404
    blank = one.act(case, "po_lead", procedure="penalty_ordinary", papers={paper.id: said | {"summary": ""}})
    assert blank.status_code == 422 and not service.exists(case)
    assert one.act(case, "po_lead", procedure="penalty_ordinary", **body).status_code == 201
    assert one.menu(case).json()["stage"] == "lead"


def test_an_approval_answers_the_ask_that_the_menu_names(fresh_town: Home) -> None:  # noqa: F811
    officer, head, case = Program("chen"), Program("li"), at("filed")
    assert officer.act(case, "po_extend.ask").status_code == 422
    acts = {one["code"]: one for one in head.menu(case).json()["actions"]}
    assert "ask" not in acts["po_preserve"]
    asked = officer.act(case, "po_lead_end")
    assert asked.status_code == 422 and "E-ORDER" in ids(asked)


def examined() -> str:
    """A permit applied for, of which only the decision is wanting."""
    player = Player(
        homes_of.current(),
        PlayedClock(people.BEFORE_ALL),
        "permit",
        BUREAU,
        city.team(),
        render=issue.plain,
    )
    day = (NOW.astimezone(SHANGHAI).date() - timedelta(days=3)).isoformat()
    player.overrides["acceptance_day"] = day
    for played in player.through("pm_exam", day):
        assert played.refused is None, (played.action, played.refused)
    return player.case


def paper(name: str, **more: Any) -> dict[str, dict[str, Any]]:
    found = procedures.current("permit", "2026-01-01").paper(name)
    assert found is not None
    return {name: {one.id: one.sample for one in found.fields if one.sample is not None} | more}


def submission(**more: Any) -> dict[str, dict[str, Any]]:
    return paper("review_request") | paper("permit_decision", **more)


def reviewed() -> str:
    """A permit whose decision went to the lawyer through the interface, and came back approved."""
    case = examined()
    sent = Program("chen").act(case, "pm_submit_review", papers=submission())
    assert sent.status_code == 201, sent.json()
    passed = Program("zhou").act(case, "pm_review", papers=paper("legal_review_opinion"))
    assert passed.status_code == 201, passed.json()
    return case


def ask_of(head: Program, case: str, code: str) -> dict[str, Any]:
    (found,) = (one for one in head.menu(case).json()["actions"] if one["code"] == code)
    assert found["possible"], found["reasons"]
    return {"ask": found["ask"]}


def test_what_was_asked_with_its_paper_is_approved_by_its_ask_alone(fresh_town: Home) -> None:  # noqa: F811
    officer, head, case = Program("chen"), Program("li"), reviewed()
    drafts.discard(case, "permit_decision")  # so that it lies there by the ask alone
    asked = officer.act(case, "pm_decide.ask", papers=paper("permit_decision"))
    assert asked.status_code == 201, asked.json()
    done = head.act(case, "pm_decide", facts=ask_of(head, case, "pm_decide"))
    assert done.status_code == 201, done.json()
    ask, approval = (one for one in service.load(case).entries if one.action.startswith("pm_decide"))
    assert [one.draft for one in approval.papers] == [one.draft for one in ask.papers] != []
    assert approval.facts["permit_decision"] == ask.facts["permit_decision"]


def test_what_was_changed_after_the_ask_is_not_approved(fresh_town: Home) -> None:  # noqa: F811
    officer, head, case = Program("chen"), Program("li"), reviewed()
    assert officer.act(case, "pm_decide.ask").status_code == 201  # what was reviewed lies in the case
    facts = ask_of(head, case, "pm_decide")
    other = head.act(case, "pm_decide", facts=facts, papers=paper("permit_decision", permit_scope="另一范围"))
    assert other.status_code == 422 and "G-BOUND" in ids(other)
    kept = drafts.load(case, "permit_decision")
    assert kept is not None
    changed = kept.fields | {"permit_scope": "另一范围"}
    drafts.save(case, kept.kind, changed, by="p-zhang", at=datetime.now(UTC))
    refused = head.act(case, "pm_decide", facts=facts)
    assert refused.status_code == 422 and "G-BOUND" in ids(refused)


def test_a_text_of_ones_own_is_replaced_but_not_a_colleagues(fresh_town: Home) -> None:  # noqa: F811
    officer, case = Program("chen"), examined()
    for text, status in (("甲范围", 201), ("乙范围", 201), ("甲范围", 200)):  # the last is a repetition
        body = {"papers": submission(permit_scope=text), "key": text}
        assert officer.act(case, "pm_submit_review", **body).status_code == status
    kept = drafts.load(case, "permit_decision")
    assert kept is not None and kept.fields["permit_scope"] == "乙范围"
    by_hand = kept.fields | {"permit_scope": "另一范围"}
    drafts.save(case, kept.kind, by_hand, by="p-zhang", at=datetime.now(UTC))
    n = len(service.load(case).entries)
    lost = officer.act(case, "pm_submit_review", papers=submission(permit_scope="丙范围"))
    assert lost.status_code == 409
    assert "张守正保存的《行政许可决定书》草稿" in lost.json()["reasons"][0]["sentence"]
    kept = drafts.load(case, "permit_decision")
    assert kept is not None and kept.fields == by_hand and len(service.load(case).entries) == n


MEASURE = {
    "item": "COM-0001",
    "measure": "seize",
    "why_needed": "随时可能转移",
    "circumstances": [],
}


def test_the_party_of_a_linked_case_comes_along(fresh_town: Home) -> None:  # noqa: F811
    """Of a case that its mover may not open nothing is taken over, nor said."""
    parent, case = case_at("filed"), str(uuid4())
    officer = Program("zhang")
    assert officer.act(parent.id, "po_show_id", facts=ACTED).status_code == 201
    assert officer.act(parent.id, "po_coerce", facts={"officers": ACTED["officers"]}).status_code == 201
    body: dict[str, Any] = {"procedure": "compulsory_measure", "facts": MEASURE}
    assert "party" in {
        one["field"] for one in Program("zhang").act(case, "cm_need", **body).json()["reasons"]
    }
    body["facts"] = MEASURE | {"penalty_case": str(parent.id)}
    strange = Program("xu").act(case, "cm_need", **body)
    assert strange.status_code == 422 and parent.party not in str(strange.json())
    assert {one["field"] for one in strange.json()["reasons"]} >= {"party", "penalty_case"}
    opened = Program("zhang").act(case, "cm_need", **body)
    assert opened.status_code == 201, opened.json()
    assert service.load(case).entries[0].facts["party"]["name"] == parent.party


def test_what_a_paper_says_is_not_said_again_beside_it(fresh_town: Home) -> None:  # noqa: F811
    one, case = Program("zhang"), str(uuid4())
    body: dict[str, Any] = {"procedure": "permit", "facts": {"item": "PER-0001", "beyond_list": False}}
    opened = one.act(case, "pm_receive", papers=paper("receipt_note"), **body)
    assert opened.status_code == 201, opened.json()
    (entry,) = service.load(case).entries
    assert entry.facts["party"] == entry.facts["receipt_note"]["party"]
    found = Client().get("/api/openapi.json").json()["paths"]["/api/cases/{case}/actions/pm_receive"]
    schema = found["post"]["requestBody"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(body | {"papers": paper("receipt_note")})


def test_nobody_sees_through_the_interface_what_the_pages_hide(sqlite_town: Home) -> None:  # noqa: F811
    case = at("filed")
    for username in ("xu", "sun", "sysadmin", "secadmin", "auditadmin", "zhou"):
        other = Program(username)
        assert other.menu(case).status_code == 404, username
        assert other.act(case, "po_show_id", facts=ACTED).status_code == 404, username
    assert Program("zhang").act(case, "paper_issued").status_code == 404
    assert Program("zhang").act(case, "no_such_act").status_code == 404


@pytest.mark.parametrize("broken", ["", "Bearer ", "Bearer mj_nothing", "Basic emhhbmc6eA=="])
@pytest.mark.parametrize("csrf", [False, True])
def test_a_stranger_is_told_to_sign_in(sqlite_town: Home, broken: str, csrf: bool) -> None:  # noqa: F811
    client = Client(headers={"Authorization": broken} if broken else {}, enforce_csrf_checks=csrf)
    case = f"/api/cases/{at('filed')}"
    for answer in (
        client.get(f"{case}/menu"),
        client.post(f"{case}/actions/po_show_id", {}, content_type="application/json"),
    ):
        assert answer.status_code == 401 and "请登录" in answer.json()["reasons"][0]["sentence"]


def test_a_dead_token_is_no_sign_in_though_the_browser_has_one(sqlite_town: Home) -> None:  # noqa: F811
    one = Program("zhang", days=-1)
    one.client.force_login(one.account)
    assert one.act(at("filed"), "po_show_id").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "cases/{case}/menu", 405),
        ("delete", "cases/{case}/menu", 405),
        ("get", "cases/{case}/actions/po_show_id", 405),
        ("put", "cases/{case}/actions/po_show_id", 405),
        ("post", "openapi.json", 405),
        ("get", "cases/nonsense/menu", 404),
        ("post", "cases/nonsense/actions/po_show_id", 404),
        ("get", "nonsense", 404),
        ("get", "", 404),
    ],
)
def test_a_program_is_answered_in_json_wherever_it_knocks(
    sqlite_town: Home,  # noqa: F811
    method: str,
    path: str,
    status: int,
) -> None:
    one = Program("zhang")
    answer = getattr(one.client, method)(f"/api/{path.format(case=at('filed'))}")
    assert answer.status_code == status, answer.content[:300]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["reasons"][0]["sentence"].endswith("。")
    assert status != 405 or answer.headers["Allow"] in ("GET", "POST")


def test_what_is_too_big_is_answered_with_a_sentence(sqlite_town: Home) -> None:  # noqa: F811
    answer = Program("zhang").act(at("filed"), "po_show_id", facts={"shown_to": "长" * 1_100_000})
    assert answer.status_code == 413 and "2.5 MB" in answer.json()["reasons"][0]["sentence"]


@pytest.mark.parametrize("body", ["", "5", "null", "[]", '"x"', "true", '{"fact": {}}', '{"after": true}'])
def test_what_is_no_body_performs_nothing(fresh_town: Home, body: str) -> None:  # noqa: F811
    """The act wants nothing to be stated, so only its body can speak against it."""
    one, case = Program("chen"), at("published")
    address, n = f"/api/cases/{case}/actions/po_enforce", len(service.load(case).entries)
    answer = one.client.post(address, body, content_type="application/json")
    assert answer.status_code == 422 and "约定的格式" in answer.json()["reasons"][0]["sentence"]
    assert len(service.load(case).entries) == n
    assert one.act(case, "po_enforce").status_code == 201


def test_whoever_may_read_a_case_may_read_its_menu(sqlite_town: Home) -> None:  # noqa: F811
    case, other = at("filed"), Program("feng")
    acts = other.menu(case).json()["actions"]
    assert not [one for one in acts if one["possible"]]
    assert other.act(case, "po_show_id", facts=ACTED).status_code == 404


def test_a_token_ends_is_revoked_and_falls_with_its_account(fresh_town: Home) -> None:  # noqa: F811
    case = at("filed")
    assert Program("zhang", days=-1).menu(case).status_code == 401
    one = Program("wang")
    assert one.menu(case).status_code == 200
    assert tokens.revoke(one.account, "窗口系统", NOW) == 1
    assert one.menu(case).status_code == 401
    one = Program("chen")
    Account.objects.filter(username="chen").update(must_change_password=True)
    assert one.menu(case).status_code == 401
    Account.objects.filter(username="chen").update(must_change_password=False, is_active=False)
    assert one.menu(case).status_code == 401


def test_a_session_reads_freely_and_posts_with_the_token_of_its_page(sqlite_town: Home) -> None:  # noqa: F811
    client, case = Client(enforce_csrf_checks=True), at("filed")
    client.get("/signin/")
    posted = {
        "username": "zhang",
        "password": PASSWORD,
        "csrfmiddlewaretoken": client.cookies["mingjing_csrf"].value,
    }
    assert client.post("/signin/", posted).status_code == 302
    assert client.get(f"/api/cases/{case}/menu").status_code == 200
    address, body = f"/api/cases/{case}/actions/po_show_id", {"facts": {}}
    assert client.post(address, body, content_type="application/json").status_code == 403
    headers = {"X-CSRFToken": client.cookies["mingjing_csrf"].value}
    assert client.post(address, body, content_type="application/json", headers=headers).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"facts": 1}',
        '{"papers": {"x": []}}',
        '{"after": "x"}',
        '{"facts": {"shown_to": 1.5}}',
        '{"facts": {"a": "\\u0000"}}',
        '{"papers": {"no_such_paper": {}}}',
        '{"papers": {"annual_report": {"penalties": [{"count": 1.0}]}}}',
        '{"key": {}}',
        '{"on": "yesterday"}',
        '{"facts": {"shown_to": "' + "长" * 300_000 + '"}}',
    ],
)
def test_whatever_is_sent_is_answered_with_a_sentence(sqlite_town: Home, body: str) -> None:  # noqa: F811
    one, case = Program("zhang"), at("filed")
    n = len(service.load(case).entries)
    answer = one.client.post(f"/api/cases/{case}/actions/po_show_id", body, content_type="application/json")
    assert answer.status_code in (400, 413, 422), answer.content[:300]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["reasons"][0]["sentence"].endswith("。")
    assert len(service.load(case).entries) == n


def test_the_description_has_one_operation_per_act_and_fits_the_samples(sqlite_town: Home) -> None:  # noqa: F811
    found = Client().get("/api/openapi.json").json()
    wanted = {
        act.id
        for law in procedures.PROCEDURES.values()
        if not law.history
        for act in law.derived.values()
        if Role.SYSTEM not in act.roles
    }
    operations = {one["post"]["operationId"]: one["post"] for one in found["paths"].values() if "post" in one}
    assert set(operations) == wanted
    for law in procedures.PROCEDURES.values():
        for act in law.derived.values():
            if act.id not in operations or law.history:
                continue
            schema = operations[act.id]["requestBody"]["content"]["application/json"]["schema"]
            (own,) = (one for one in schema.get("oneOf", [schema]) if one["title"] == law.label)
            papers = [found for one in act.papers if (found := law.paper(one))]
            body = {
                **({"procedure": law.id} if act.opening else {}),
                "facts": {
                    one: law.asked(one).sample for one in act.asked if law.asked(one).sample is not None
                },
                "papers": {
                    one.id: {field.id: field.sample for field in one.fields if field.sample is not None}
                    for one in papers
                },
            }
            facts = own["properties"]["facts"]
            Draft202012Validator.check_schema(own)
            if act.asked_by or "ask" in act.asked:
                continue
            some = own["properties"] | {"facts": facts | {"required": []}}
            Draft202012Validator({**own, "properties": some}).validate(body)
