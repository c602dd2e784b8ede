"""What an agency publishes about itself: on the portal in the act's own transaction, renewed, stopped, never vanishing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingjing.casework import rebuild, service
from mingjing.casework.verification import comparisons
from mingjing.disclosure import announcement
from mingjing.disclosure.models import Announcement, PublishedFile
from mingjing.law.procedures import PROCEDURES
from mingjing.recording import home as homes
from mingjing.recording import sealer, verify
from tests.support.city import fresh_city, player, sqlite_city  # noqa: F401 - fixtures

PLAN = {"year": 2025, "plan_due": "2025-03-31"}
OWN = [law for law in PROCEDURES.values() if law.own]


def plan(until: str = "ip_announce", **values):
    """The plan of 2025 of the city's bureau, played on one day."""
    one = player(procedure="inspection_plan", **values)
    one.overrides.update(PLAN)
    for played in one.through(until, "2025-02-10"):
        assert played.refused is None, played.refused
    return one


def done(one, action, on, **more):
    played = one.do(action, on, **more)
    assert played.refused is None, played.refused
    return played


def seal() -> None:
    while sealer.seal_once(homes.current(), datetime.now(UTC), whole=True).n:
        pass


def row(paper: str) -> Announcement:
    return Announcement.objects.filter(paper=paper).latest("at")


def page(code: str) -> str:
    answer = Client().get(f"/announcements/{code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(query: str = "") -> str:
    answer = Client().get(f"/announcements/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


DAYS = {
    "inspection_plan": ("2025-02-10", {"year": 2025, "plan_due": "2025-03-31"}),
    "fee_list": ("2026-01-12", {"year": 2025}),
    "levy_list": ("2026-01-12", {}),
    "annual_enforcement_report": ("2026-01-19", {"year": 2025, "report_due": "2026-01-31"}),
}


@pytest.mark.parametrize("law", OWN, ids=lambda one: one.key)
def test_whatever_an_own_procedure_announces_has_its_page(sqlite_city, law):  # noqa: F811
    """Also where the head approves it: announced is the approval, not the ask."""
    one = player(procedure=law.id)
    day, said = DAYS[law.id]
    one.overrides.update(said)
    way = [step.action for step in law.path if not step.optional][:-1]
    for action in way:
        done(one, action, day)
    seal()
    wanted = [paper for action in way for paper in law.announced(law.action(action))]
    assert [found.paper for found in Announcement.objects.order_by("n")] == [paper.id for paper in wanted]
    for found, paper in zip(Announcement.objects.order_by("n"), wanted, strict=True):
        words = page(found.code)
        assert paper.label in words and "内容未被改动" in words
        assert all(one.sums in words for one in paper.fields), "sums under their own name: 罚没金额"
        content = json.loads(bytes(found.record))["content"]
        assert set(content) <= {field.id for field in paper.fields}
        for text in (one for one in content.values() if isinstance(one, str)):
            assert all(part in words for line in text.splitlines() for part in line.split()), text


@pytest.mark.parametrize("law", OWN, ids=lambda one: one.key)
def test_an_own_procedure_announces_papers_of_kinds_that_may_go_out(law):
    acts = [one for one in law.derived.values() if law.announced(one)]
    assert acts, "什么都不公布"
    for act in acts:
        (paper,) = law.announced(act)  # its page is known by the entry's issue code
        assert {one.kind for one in paper.fields} <= announcement.OUTSIDE


def test_a_case_about_a_party_announces_nothing():
    laws = [one for one in PROCEDURES.values() if not one.own]
    assert not [one.id for law in laws for one in law.derived.values() if law.announced(one)]


def test_the_act_puts_it_on_the_portal_before_its_form_is_made(fresh_city):  # noqa: F811
    plan(works=False)
    found = row("inspection_plan_notice")
    record = json.loads(bytes(found.record))
    assert (found.year, found.issued_entry, found.stopped_on) == (2025, None, None)
    assert record["format"] == "mingjing/announcement/v1"
    assert record["content"]["announced_items"] == "INS-0001 全年 120 户次，日常和双随机"
    assert "还没有公示存证" in page(found.code)
    assert not Announcement.objects.filter(paper="inspection_plan").exists(), "批准用的计划不是公告"


def test_what_is_only_approved_is_not_announced(fresh_city):  # noqa: F811
    plan("ip_file")
    assert list(Announcement.objects.values_list("paper", flat=True)) == ["inspection_item_list"]


def test_a_page_says_items_by_name_and_can_be_checked(sqlite_city):  # noqa: F811
    plan()
    seal()
    found = row("inspection_plan_notice")
    said = page(found.code)
    assert "INS-0001" in said and "内容未被改动" in said and "全年 120 户次" in said
    record = Client().get(f"/announcements/{found.code}/record.json")
    assert record.content == bytes(found.record)
    for kind in ("record", "paper"):
        proof = Client().get(f"/announcements/{found.code}/{kind}.tlog-proof")
        assert proof.status_code == 200
    assert Client().get(f"/announcements/{found.code}/paper").status_code == 200
    assert Client().get(f"/{found.code}").headers["Location"] == f"/announcements/{found.code}/"
    assert set(PublishedFile.objects.filter(number=found.title).values_list("kind", flat=True)) == {
        "record",
        "paper",
    }


def test_announced_anew_it_is_the_version_in_force_and_the_earlier_stays(fresh_city):  # noqa: F811
    one = plan()
    first = row("inspection_item_list")
    done(one, "ip_list_due", "2025-09-24")
    items = "INS-0001 1 改为每年一次"
    done(one, "in_list_change", "2025-09-26", papers={"inspection_item_list": {"items": items}})
    last = row("inspection_item_list")
    assert last.code != first.code
    assert "改为每年一次" in page(last.code) and "历次公布" in page(last.code)
    assert "这是以前的版本" in page(first.code) and f"/announcements/{last.code}/" in page(first.code)
    said = listed()
    assert last.code in said and first.code not in said


def test_a_stopped_plan_says_so_with_day_and_reason_and_stays(fresh_city):  # noqa: F811
    one = plan()
    done(one, "ip_stop", "2025-06-03", facts={"reason": "机构职责调整，不再实施"})
    found = row("inspection_plan_notice")
    assert (found.stopped_on.isoformat(), found.stopped_reason) == ("2025-06-03", "机构职责调整，不再实施")
    assert row("inspection_item_list").stopped_on is None
    said = page(found.code)
    assert "2025 年 6 月 3 日停止执行" in said and "机构职责调整" in said
    assert "已停止执行" in listed()


@pytest.mark.parametrize("text", ["联系人电话 13800138000", "由 p-chen 负责", "负责人：张守正"])
def test_personal_data_aborts_the_act(fresh_city, text):  # noqa: F811
    one = plan("ip_file")
    before = one.last()
    played = one.do("ip_announce", "2025-02-11", papers={"inspection_plan_notice": {"announced_at": text}})
    assert played.refused is not None and played.refused.ids == {"E-LEAK"}
    assert one.last() == before
    assert not Announcement.objects.filter(paper="inspection_plan_notice").exists()


def test_a_reason_with_personal_data_aborts_the_stop(fresh_city):  # noqa: F811
    one = plan()
    played = one.do("ip_stop", "2025-06-03", facts={"reason": "请拨 13800138000"})
    assert played.refused is not None and played.refused.ids == {"E-LEAK"}
    assert row("inspection_plan_notice").stopped_on is None


def test_the_line_for_complaints_may_be_named(sqlite_city):  # noqa: F811
    one = plan("ip_file")
    done(
        one,
        "ip_announce",
        "2025-02-11",
        papers={"inspection_plan_notice": {"announced_at": "门户网站，监督电话 0632-3312345"}},
    )
    assert "0632-3312345" in page(row("inspection_plan_notice").code)


def test_rows_made_again_are_the_same_and_the_ledger_knows_them(fresh_city):  # noqa: F811
    one = plan()
    done(one, "ip_stop", "2025-06-03", facts={"reason": "机构职责调整"})
    seal()
    before = list(Announcement.objects.order_by("code").values())
    assert rebuild.differences(one.case) == []
    rebuild.rebuild(one.case)
    assert list(Announcement.objects.order_by("code").values()) == before
    found = verify.verify(homes.current(), comparisons=(*comparisons(), rebuild.comparison())).findings
    assert [str(one) for one in found] == []
    Announcement.objects.filter(paper="inspection_plan_notice").update(stopped_on=None)
    assert {one.table for one in rebuild.differences(one.case)} == {"disclosure_announcement"}


def test_another_agency_and_another_year_are_told_apart(sqlite_city):  # noqa: F811
    plan()
    assert "共 2 份" in listed("?agency=zz-scjg&year=2025")
    assert "共 0 份" in listed("?agency=elsewhere")
    assert "可以换一个机关或者年度" in listed("?year=1999")
    assert "共 1 份" in listed("?q=计划公告")
    assert "查看这些清单、计划、报告" in Client().get("/decisions/?q=计划公告").content.decode()


def test_an_empty_list_says_so(sqlite_city):  # noqa: F811
    assert "还没有机关公布" in listed()
    assert Client().get("/announcements/0123456789abcdef/").status_code == 404


@pytest.mark.parametrize("query", ["?year=%00", "?page=x", "?agency=" + "a" * 3000, "?q=%ff"])
def test_junk_in_the_address_does_no_harm(sqlite_city, query):  # noqa: F811
    listed(query)


def test_the_pages_ask_a_fixed_number_of_questions(sqlite_city):  # noqa: F811
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(path)
        return len(queries)

    one = plan()
    seal()
    code = row("inspection_plan_notice").code
    few = asked("/announcements/"), asked(f"/announcements/{code}/")
    done(one, "ip_list_due", "2025-09-24")
    done(one, "in_list_change", "2025-09-26")
    seal()
    assert (asked("/announcements/"), asked(f"/announcements/{code}/")) == few
    assert few[0] <= 4 and few[1] <= 14


def test_who_handles_the_plan_is_led_to_its_public_page(sqlite_city):  # noqa: F811
    from mingjing.registry.models import Account

    one = plan()
    client = Client()
    client.force_login(
        Account.objects.get(username="chen"), backend="mingjing.registry.sessions.AccountBackend"
    )
    said = client.get(f"/work/cases/{one.case}/").content.decode()
    assert f'href="/announcements/{row("inspection_plan_notice").code}/"' in said


def test_a_late_form_finds_its_case(sqlite_city):  # noqa: F811
    one = plan(works=False)
    one.work()
    assert row("inspection_plan_notice").issued_entry
    assert service.load(one.case).entries[-1].action == "paper_issued"
