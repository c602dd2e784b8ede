"""Every entry is noted: what was stated, what it replaced, what was asked and how it was answered."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from mingjing.registry import entries, rows
from mingjing.registry.facts import KINDS, BadRow, checked, faults
from mingjing.registry.models import Appointment, Change, PowerRow
from tests.registry.factory import BUREAU, City, lawful


def put(city: City, action: str, hand: rows.Hand | None = None, /, **facts: object) -> int:
    with transaction.atomic():
        rows.apply(action, facts, city.n + 1, hand)
    city.n += 1
    return city.n


POST = lawful("appointment", person="p-zhang", role="archivist", since="2026-01-01", until="")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_names_it_and_when_it_holds(kind):
    read = checked(kind, lawful(kind))
    assert set(entries.named_by(kind)) <= set(read)
    assert len(entries.row_of(kind, read)) == len(entries.record_of(kind, read)) == 64
    span = entries.span_of(kind, read)
    assert entries.dated(kind) is (span.since is not None)


def test_a_post_holds_on_its_last_day_and_a_power_does_not():
    post = checked("appointment", lawful("appointment", until="2026-06-30"))
    power = checked("power", lawful("power", until="2026-06-30"))
    assert entries.span_of("appointment", post).ends == date(2026, 7, 1)
    assert entries.span_of("power", power).ends == date(2026, 6, 30)


def test_a_revoked_certificate_ends_on_the_day_of_revocation():
    facts = checked("certificate", lawful("certificate", status="revoked", ended_on="2026-03-01"))
    assert entries.span_of("certificate", facts).ends == date(2026, 3, 1)


def test_all_faults_of_a_form_are_told_at_once():
    found = faults("agency", lawful("agency", name="", level="planet", uscc="913704007286186041"))
    assert [one.field for one in found] == ["name", "level"]
    assert [one.field for one in faults("agency", lawful("agency", uscc="913704007286186041"))] == ["uscc"]
    assert faults("agency", lawful("agency")) == []


def test_a_change_replaces_the_earlier_version_and_both_are_kept(city):
    hand = rows.Hand("p-xie", "2026-05-04", "2026-05-04T01:00:00.000Z")
    put(city, "person", hand, id="p-zhang", name="张卫国", reason="户口本更名")
    old, new = Change.objects.filter(kind="person", person="p-zhang").order_by("n")
    assert (old.facts["name"], old.later_n, old.later_on) == ("张卫东", new.n, date(2026, 5, 4))
    assert (new.facts["name"], new.later_n, new.actor, new.reason) == (
        "张卫国",
        None,
        "p-xie",
        "户口本更名",
    )
    assert "reason" not in new.facts


def test_an_ask_writes_no_row_until_it_is_agreed_to_as_it_was_asked(city):
    asked = put(city, "appointment.ask", rows.Hand("p-zhao"), **POST, reason="接替吴某")
    mine = Appointment.objects.filter(person_id="p-zhang", role="archivist")
    assert not mine.exists()
    with pytest.raises(BadRow, match="与提请的不一致"):
        put(city, "appointment", rows.Hand("p-an"), **{**POST, "role": "officer"}, ask=asked)
    put(city, "appointment", rows.Hand("p-an"), **POST, ask=asked)
    assert mine.count() == 1
    assert Change.objects.get(n=asked).answer_n == city.n
    with pytest.raises(BadRow, match="已经答复过"):
        put(city, "appointment", rows.Hand("p-an"), **POST, ask=asked)


def test_an_ask_is_turned_down_with_a_reason_and_stays_to_be_read(city):
    asked = put(city, "appointment.ask", rows.Hand("p-zhao"), **POST)
    put(city, "appointment.refuse", rows.Hand("p-an"), ask=asked, reason="没有编制")
    answer = Change.objects.get(n=city.n)
    assert (answer.step, answer.ask, answer.reason, answer.facts) == (
        entries.REFUSE,
        asked,
        "没有编制",
        Change.objects.get(n=asked).facts,
    )
    assert not Appointment.objects.filter(person_id="p-zhang", role="archivist").exists()
    with pytest.raises(BadRow, match="已经答复过"):
        put(city, "appointment", rows.Hand("p-an"), **POST, ask=asked)


@pytest.mark.parametrize("ask", [999, 1])
def test_an_answer_to_nothing_is_refused(city, ask):
    with pytest.raises(BadRow, match="没有这一项提请"):
        put(city, "appointment.refuse", ask=ask, reason="无")


def test_what_is_asked_in_vain_is_refused_at_once(city):
    before = Change.objects.count()
    with pytest.raises(BadRow, match="没有这个人员编号"):
        put(city, "appointment.ask", **{**POST, "person": "p-nobody"})
    with pytest.raises(BadRow, match="互不兼任"):
        put(city, "appointment.ask", **{**POST, "role": "secadmin"})
    assert Change.objects.count() == before


ENTRUSTED = {"agency": "xc-scjg", "item": "CF-100", "entrusted_by": BUREAU, "until": "2026-12-31"}


def test_an_entrusted_power_needs_a_published_letter_and_ends_with_it(city):
    with pytest.raises(BadRow, match="没有覆盖起始日期"):
        city.add("power", **ENTRUSTED)
    city.add("entrustment", until="2026-12-31", announced=False)
    with pytest.raises(BadRow, match="已公布的委托书"):
        city.add("power", **ENTRUSTED)
    city.add("entrustment", until="2026-12-31")
    with pytest.raises(BadRow, match="2027-01-01") as caught:
        city.add("power", **ENTRUSTED | {"until": "2027-01-02"})
    assert caught.value.field == "until"
    with pytest.raises(BadRow, match="2027-01-01"):
        city.add("power", **ENTRUSTED | {"until": ""})
    city.add("power", **ENTRUSTED)
    assert PowerRow.objects.get(item="CF-100").entrusted_by_id == BUREAU


def test_what_may_not_be_entrusted_is_refused(city):
    city.add("entrustment", until="2026-12-31")
    with pytest.raises(BadRow, match="不得委托"):
        city.add("power", **ENTRUSTED, act="compulsion")
    city.agency("xc-scjg", kind="authorised")
    with pytest.raises(BadRow, match="只能委托给行政机关"):
        city.add("power", **ENTRUSTED, act="permit")
    with pytest.raises(BadRow, match="本身"):
        city.add("entrustment", agency=BUREAU)


def test_only_a_town_takes_over_what_is_handed_down(city):
    with pytest.raises(BadRow, match="第二十四条") as caught:
        city.add("power", item="CF-300", held="handed_down", decision="演示鲁政字〔2021〕1号")
    assert caught.value.field == "held"
    city.agency("xc-scjg", level="town", area="370402001")
    city.add("power", agency="xc-scjg", item="CF-300", held="handed_down", decision="演示鲁政字〔2021〕1号")
    assert PowerRow.objects.get(item="CF-300").decision == "演示鲁政字〔2021〕1号"
    city.add("power", item="CF-301", held="concentrated")
    with pytest.raises(BadRow, match="没有“相对集中行使”"):
        city.add("power", item="CF-302", act="inspection", held="concentrated")


def test_a_power_keeps_its_bases(city):
    basis = [{"law": "中华人民共和国食品安全法", "article": "第一百二十四条"}]
    city.add("power", item="CF-200", basis=[*basis, *basis])
    assert PowerRow.objects.get(item="CF-200").basis == basis
    for wrong in ([{"law": "法"}], "法", [{"law": "", "article": "第一条"}]):
        with pytest.raises(BadRow):
            city.add("power", item="CF-201", basis=wrong)


def test_a_reset_is_on_record_and_names_no_password(city):
    city.add("password_reset", username="zhang")
    noted = Change.objects.get(kind="password_reset")
    assert (noted.person, noted.facts) == ("p-zhang", {"username": "zhang"})
    with pytest.raises(BadRow, match="没有这个用户名"):
        city.add("password_reset", username="nobody")


def test_what_was_applied_before_entries_were_noted_can_be_noted_afterwards(city):
    kept = list(Change.objects.order_by("n").values())
    Change.objects.all().delete()
    for one in kept:
        rows.note_only(
            entries.action_of(one["kind"], one["step"]),
            one["facts"],
            one["n"],
            rows.Hand(one["actor"], one["on"].isoformat() if one["on"] else "", one["at"]),
        )
    assert list(Change.objects.order_by("n").values()) == kept
