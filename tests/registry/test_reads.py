"""What the engine and the pages read: values of the day, few queries, never a state that was rolled back."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mingjing.law.terms import Certificate, Role
from mingjing.registry import rows
from mingjing.registry.access import Post
from mingjing.registry.models import Account
from mingjing.registry.reads import FOREVER, find_org, snapshot, status_on
from tests.registry.factory import BUREAU, FOOD_LAW, SINCE, UNTIL, code_of, lawful

DAY = date(2025, 9, 24)


def queries(work):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        work()
    return len(seen)


def test_an_officer_with_certificate_and_roles(city):
    zhang = snapshot(DAY).person("p-zhang", BUREAU)
    card = Certificate("3704-p-zhang", ("市场监管",), SINCE, UNTIL)
    assert (zhang.name, zhang.roles, zhang.certificates) == ("张卫东", {"officer"}, (card,))
    assert not zhang.legal_qualification and zhang.qualified_until == ""


def test_roles_are_those_of_the_agency_asked_about(city):
    registry = snapshot(DAY)
    assert registry.person("p-qian", BUREAU).roles == frozenset()
    assert registry.roles_of("p-li") == {BUREAU: {Role.AGENCY_HEAD, Role.PANEL}}
    assert registry.person("p-nobody", BUREAU) is None and registry.roles_of("p-nobody") == {}


def test_a_post_holds_from_its_first_to_its_last_day(city):
    city.add("appointment", person="p-zhang", role="officer", until="2025-06-30")
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [bool(snapshot(day).roles_of("p-zhang")) for day in days] == [False, True, True, False]
    assert [bool(snapshot(day).person("p-zhang", BUREAU).roles) for day in days] == [False, True, True, False]


def test_a_revocation_does_not_reach_back(city):
    card = {"person": "p-zhang", "number": "3704-p-zhang"}
    city.add("certificate", **card, status="revoked", ended_on="2025-10-01")
    for day, status in ((date(2025, 9, 30), "valid"), (date(2025, 10, 1), "revoked")):
        read = snapshot(day).person("p-zhang", BUREAU).certificates[0]
        assert (read.status, status_on(read, day), read.version) == (status, status, 2)


def test_a_suspension_and_an_expiry_are_told_by_their_days(city):
    card = {"person": "p-zhang", "number": "3704-p-zhang", "until": "2025-12-31"}
    city.add("certificate", **card, suspended=[["2025-03-01", "2025-03-31"]])
    read = snapshot(DAY).person("p-zhang", BUREAU).certificates[0]
    days = ["2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01", "2025-12-31", "2026-01-01"]
    shown = [status_on(read, date.fromisoformat(day)) for day in days]
    assert shown == ["valid", "suspended", "suspended", "valid", "valid", "expired"]


def test_only_enforcement_certificates_count_as_certificates(city):
    assert snapshot(DAY).person("p-wu", BUREAU).certificates == ()  # 听证主持人资格证 is no 执法证
    assert snapshot(DAY).person("p-he", "zz-sfj").certificates == ()


QUALIFIED = [
    # kind, until, on the day → until when, with legal qualification, first review
    ("bar", "", FOREVER, True, True),
    ("bar", "2025-09-24", "2025-09-24", True, True),
    ("bar", "2025-09-23", "", False, True),
    ("law_background", "", FOREVER, False, True),
    ("review_practice", "", "", False, False),
]


def test_qualification_to_review_including_its_last_day(city):
    for number, (kind, until, qualified, legal, first) in enumerate(QUALIFIED):
        person = f"p-new-{number}"
        city.add("person", id=person)
        city.add("qualification", person=person, kind=kind, until=until)
        read = snapshot(DAY).person(person, BUREAU)
        assert (read.qualified_until, read.legal_qualification, read.first_penalty_review) == (
            qualified,
            legal,
            first,
        )


def test_two_accounts_are_one_person(city):
    city.add("account", username="zhang2", person="p-zhang")
    accounts = Account.objects.filter(username__in=["zhang", "zhang2"])
    registry = snapshot(DAY)
    assert len({registry.viewer(one.person_id) for one in accounts}) == 1


def test_the_version_of_a_person_names_the_last_entry_about_her(city):
    before = snapshot(DAY).person("p-zhang", BUREAU).version
    city.add("qualification", person="p-wang")
    assert snapshot(DAY).person("p-zhang", BUREAU).version == before
    city.add("certificate", person="p-zhang", number="3704-p-zhang")
    assert snapshot(DAY).person("p-zhang", BUREAU).version == city.n


def test_officers_are_everyone_with_a_role_there_that_day(city):
    city.add("appointment", person="p-wang", role="officer", until="2025-06-30")
    names = {one.name for one in snapshot(DAY).officers(BUREAU)}
    assert "张卫东" in names and "李长青" in names
    assert not names & {"王秀英", "钱进", "谢维"}


def test_a_viewer_has_all_posts_of_the_day_with_their_area(city):
    assert snapshot(DAY).viewer("p-lv").posts == {Post("xc-sfj", Role.JUSTICE_SUPERVISOR, "370403")}
    assert snapshot(date(2030, 1, 1)).viewer("p-lv").posts == frozenset()


def test_a_power_is_the_one_that_has_begun(city):
    city.add("power", item="CF-001", since=SINCE, until="2025-01-01")
    city.add("power", item="CF-001", since="2025-01-01")
    assert snapshot(date(2024, 12, 31)).power(BUREAU, "CF-001").until == "2025-01-01"
    assert snapshot(DAY).power(BUREAU, "CF-001").since == "2025-01-01"
    assert snapshot(date(2019, 1, 1)).power(BUREAU, "CF-001").since == SINCE
    assert snapshot(DAY).power(BUREAU, "CF-999") is None
    assert snapshot(DAY).power("xc-scjg", "CF-001").until == ""


def test_an_article_is_given_in_every_text_it_has_had(city):
    article = "第一百二十四条第一款第五项"
    city.add("norm", since="2009-06-01", until="2015-10-01", max_fine=None)
    city.add("norm", since="2015-10-01", max_fine=200_000_00)
    old, new = snapshot(DAY).norm(FOOD_LAW, article)
    assert (old.since, old.until, old.max_fine) == ("2009-06-01", "2015-10-01", None)
    assert (new.since, new.max_fine) == ("2015-10-01", 200_000_00)
    assert snapshot(DAY).norm(FOOD_LAW, "第九百条") == ()
    assert snapshot(DAY).norm_facts(FOOD_LAW, article)[1].verified


def test_the_catalogue_is_that_of_the_day(city):
    city.add("catalogue", since=SINCE, until="2025-01-01")
    city.add("catalogue", since="2025-01-01", threshold_org=5_000_000)
    before, after = (snapshot(day).catalogue(BUREAU) for day in (date(2024, 12, 31), DAY))
    assert [one.threshold_org for one in before] == [10_000_000]
    assert [one.threshold_org for one in after] == [5_000_000]


def test_a_read_costs_at_most_two_queries_and_nothing_the_second_time(city):
    registry = snapshot(DAY)
    reads = [
        lambda: registry.person("p-zhang", BUREAU),
        lambda: registry.people(["p-wang", "p-zhou", "p-li"], BUREAU),
        lambda: registry.officers("tez-scjg"),
        lambda: registry.agencies(),
        lambda: registry.power(BUREAU, "CF-001"),
        lambda: registry.norm(FOOD_LAW, "第一百二十四条第一款第五项"),
        lambda: registry.catalogue(BUREAU),
        lambda: registry.person("p-nobody", BUREAU),
        lambda: registry.officers(BUREAU),
    ]
    first, again = [queries(read) for read in reads], [queries(read) for read in reads]
    assert max(first) <= 2 and set(again) == {0}


def test_another_request_pays_one_query_until_something_changes(city):
    snapshot(DAY).person("p-zhang", BUREAU)
    assert queries(lambda: snapshot(DAY).person("p-zhang", "xc-scjg")) == 1
    city.add(
        "certificate", person="p-zhang", number="3704-p-zhang", status="cancelled", ended_on="2025-01-01"
    )
    assert snapshot(DAY).person("p-zhang", BUREAU).certificates[0].status == "cancelled"


def test_what_was_rolled_back_is_never_remembered(city):
    n = city.n + 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rows.apply("person", lawful("person", id="p-zhang", name="改错的名"), n)
        assert snapshot(DAY).person("p-zhang").name == "改错的名"
        raise ZeroDivisionError
    city.add("person", id="p-other", name="别人")  # takes the same number n
    assert city.n == n
    assert snapshot(DAY).person("p-zhang").name == "张卫东"


def test_an_empty_registry_knows_nobody(fresh_home):
    registry = snapshot(DAY)
    assert registry.person("p-zhang") is None and registry.agencies() == () and registry.n == 0


def test_a_unit_is_found_by_code_or_part_of_its_name(city):
    code = code_of("91370403MA3C00001")
    assert [one.uscc for one in find_org(code.lower())] == [code]
    assert [one.name for one in find_org("清泉食品")] == ["枣庄清泉食品有限公司"]
    for nothing in ["", "清", "%%", "__", "\0\0\0", "没有这一家", "x" * 2**20]:
        assert find_org(nothing) == ()
