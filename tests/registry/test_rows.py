"""Facts become rows; what would make a wrong row is refused with one sentence and nothing is written."""

import pytest
from django.db import transaction

from mingjing.registry import rows
from mingjing.registry.facts import KINDS, BadRow, checked
from mingjing.registry.models import Account, Appointment, CatalogueRow, Credential, Head, NormRow, Person
from mingjing.registry.rows import apply, forget
from tests.registry.factory import BUREAU, City, code_of, lawful, lawful_city

# --- pure: what facts are refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_lawful_facts_pass_and_are_tidy_after_the_first_reading(kind):
    once = checked(kind, lawful(kind))
    assert checked(kind, once) == once
    assert set(once) == {one.id for one in KINDS[kind]}


REFUSED = [
    ("agency", {"id": "ZZ"}, "id"),
    ("agency", {"name": ""}, "name"),
    ("agency", {"name": "　"}, "name"),
    ("agency", {"name": "局" * 101}, "name"),
    ("agency", {"name": "枣庄\u202e局"}, "name"),
    ("agency", {"name": "枣庄\n局"}, "name"),
    ("agency", {"level": "planet"}, "level"),
    ("agency", {"area": "370400"}, "area"),
    ("agency", {"area": ""}, "area"),
    ("agency", {"scopes": "nation"}, "scopes"),
    ("agency", {"scopes": ["nation", " "]}, "scopes"),
    ("agency", {"uscc": "913704007286186041"}, "uscc"),
    ("agency", {"kind": "club"}, "kind"),
    ("agency", {"announced_on": "2021-02-30"}, "announced_on"),
    ("person", {"id": "zhang"}, "id"),
    ("person", {"name": "张三 11010519491231002X"}, "name"),
    ("person", {"id_mark": "11010519491231002X"}, "id_mark"),
    ("account", {"username": "Zhang"}, "username"),
    ("account", {"username": "ｚhang"}, "username"),
    ("account", {"active": "yes"}, "active"),
    ("appointment", {"role": "emperor"}, "role"),
    ("appointment", {"role": "system"}, "role"),
    ("appointment", {"role": "party"}, "role"),
    ("appointment", {"since": "20250101"}, "since"),
    ("appointment", {"since": "2025-W01-1"}, "since"),
    ("appointment", {"since": "0001-01-01"}, "since"),
    ("appointment", {"since": 20250101}, "since"),
    ("appointment", {"since": "2025-01-02", "until": "2025-01-01"}, "until"),
    ("certificate", {"until": ""}, "until"),
    ("certificate", {"status": "expired"}, "status"),
    ("certificate", {"status": "suspended"}, "suspended"),
    ("certificate", {"suspended": [["2025-02-01", "2025-01-01"]]}, "suspended"),
    ("certificate", {"suspended": ["2025-02-01"]}, "suspended"),
    ("certificate", {"status": "revoked"}, "ended_on"),
    ("certificate", {"ended_on": "2025-01-01"}, "ended_on"),
    ("qualification", {"kind": "talent"}, "kind"),
    ("power", {"act": "wedding"}, "act"),
    ("power", {"announced": 1}, "announced"),
    ("norm", {"max_fine": 100.5}, "max_fine"),
    ("norm", {"max_fine": -1}, "max_fine"),
    ("norm", {"max_fine": True}, "max_fine"),
    ("norm", {"mark": "sure"}, "mark"),
    ("catalogue", {"since": "2020-12-31"}, "since"),
    ("catalogue", {"public_url": "javascript:alert(1)"}, "public_url"),
    ("org_party", {"uscc": "91370400728618604"}, "uscc"),
    ("org_party", {"name": "名" * 2**20}, "name"),
]


@pytest.mark.parametrize(("kind", "wrong", "field"), REFUSED)
def test_a_bad_value_is_refused_with_one_sentence_and_its_field(kind, wrong, field):
    with pytest.raises(BadRow) as caught:
        checked(kind, lawful(kind, **wrong))
    assert caught.value.field == field
    assert caught.value.sentence.endswith(("。", "。）")) and len(caught.value.sentence) < 200


def test_a_forged_fact_and_an_unknown_kind_are_refused():
    with pytest.raises(BadRow, match="password") as caught:
        checked("account", lawful("account", password="x"))
    assert caught.value.field == "password"
    with pytest.raises(BadRow, match="没有“throne”这一类"):
        checked("throne", {})


def test_a_foreign_unit_is_taken_without_check_digit_only_when_marked():
    with pytest.raises(BadRow):
        checked("org_party", lawful("org_party", uscc="TW-12345678"))
    assert checked("org_party", lawful("org_party", uscc="TW-12345678", foreign=True))["foreign"] is True


# --- rows ---------------------------------------------------------------------------------------------------


def test_every_kind_becomes_a_row_that_names_its_entry(fresh_home):
    city = City()
    city.agency(BUREAU)
    city.agency("xc-scjg")
    for kind in KINDS:
        city.add(kind)
    assert Head.objects.get().n == city.n == len(KINDS) + 2
    assert Credential.objects.get(kind="bar").entry_n == 2 + list(KINDS).index("qualification") + 1


def test_a_change_is_a_new_version_and_the_old_one_stays(city):
    before = Credential.objects.get(number="3704-p-zhang")
    city.add(
        "certificate",
        person="p-zhang",
        number="3704-p-zhang",
        suspended=[["2025-10-01", ""]],
        status="suspended",
    )
    kept, new = Credential.objects.filter(number="3704-p-zhang").order_by("version")
    assert (kept.pk, kept.version, kept.suspended) == (before.pk, 1, [])
    assert (new.version, new.suspended, new.entry_n) == (2, [["2025-10-01", ""]], city.n)


def test_an_amended_article_is_another_row_and_a_corrected_one_another_version(city):
    article = {"law": "某法", "article": "第一条"}
    city.add("norm", **article, since="2015-01-01", until="2021-07-15")
    city.add("norm", **article, since="2021-07-15")
    city.add("norm", **article, since="2021-07-15", gist="改正后的要义。")
    found = NormRow.objects.filter(**article).order_by("id").values_list("since__year", "version")
    assert list(found) == [(2015, 1), (2021, 1), (2021, 2)]


def test_ending_a_post_changes_that_post_only(city):
    city.add("appointment", person="p-zhang", role="officer", until="2025-06-30")
    post = Appointment.objects.get(person_id="p-zhang")
    assert (post.until.isoformat(), post.entry_n) == ("2025-06-30", city.n)


UNFIT = [
    ("appointment", {"person": "p-nobody"}, "没有这个人员编号"),
    ("appointment", {"person": "p-zhang", "agency": "nowhere"}, "没有这个机关代码"),
    ("certificate", {"person": "p-wang", "number": "3704-p-zhang"}, "另一个人名下"),
    ("account", {"username": "zhang", "person": "p-wang"}, "另一个人"),
    ("agency", {"id": "zz-two", "number_mark": "枣市监"}, "文号机关代字"),
    ("agency", {"id": "zz-two", "parent": "zz-two"}, "本机关"),
    ("power", {"entrusted_by": "nowhere"}, "没有这个机关代码"),
    ("appointment", {"person": "p-zhang", "role": "justice_supervisor"}, "司法行政部门"),
]


def test_what_does_not_fit_the_registry_is_refused_and_nothing_is_written(city):
    before = Head.objects.get().n
    for kind, facts, word in UNFIT:
        with pytest.raises(BadRow, match=word):
            city.add(kind, **facts)
        assert Head.objects.get().n == before


def test_one_natural_person_has_one_id(city):
    city.add("person", id="p-first", id_mark="a" * 64)
    with pytest.raises(BadRow, match="一个自然人只能有一个编号"):
        city.add("person", id="p-second", id_mark="a" * 64)
    with pytest.raises(BadRow, match="另一个身份号码摘要"):
        city.add("person", id="p-first", id_mark="b" * 64)


def test_an_administrator_is_nothing_else(city):
    three, others = ["sysadmin", "secadmin", "auditadmin"], ["officer", "agency_head", "archivist"]
    pairs = [(held, wanted) for held in three for wanted in three + others if held != wanted]
    for number, (held, wanted) in enumerate(pairs + [(other, one) for one, other in pairs]):
        person = f"p-new-{number}"
        city.add("person", id=person)
        city.add("appointment", person=person, role=held)
        with pytest.raises(BadRow, match="互不兼任"):
            city.add("appointment", person=person, role=wanted, agency="xc-scjg")
        assert Appointment.objects.get(person_id=person).role == held


def test_an_administrator_may_become_something_else_after_the_post_has_ended(city):
    city.add("person")
    city.add("appointment", role="sysadmin", until="2024-12-31")
    with pytest.raises(BadRow, match="互不兼任"):
        city.add("appointment", role="secadmin", since="2024-12-31", until="")
    city.add("appointment", role="secadmin", since="2025-01-01", until="")
    with pytest.raises(BadRow, match="互不兼任"):
        city.add("appointment", role="sysadmin", until="2025-01-01")  # the ended post is not stretched either


def test_an_account_carries_no_password_and_a_change_of_it_keeps_the_one_set(city):
    account = Account.objects.get(username="zhang")
    assert not account.has_usable_password() and account.must_change_password
    account.set_password("x")
    account.save()
    city.add("account", username="zhang", person="p-zhang", active=False)
    again = Account.objects.get(username="zhang")
    assert again.check_password("x") and not again.is_active


def test_rows_are_written_in_the_order_of_the_chain_inside_a_transaction(city):
    with pytest.raises(RuntimeError, match="transaction"):
        apply("person", lawful("person"), city.n + 1)
    for n in (city.n, city.n - 1, 0):
        with pytest.raises(RuntimeError, match="not after the last"), transaction.atomic():
            apply("person", lawful("person"), n)
    assert not Person.objects.filter(id="p-new").exists()


def test_rows_can_be_dropped_and_played_again(fresh_home):
    written: list[tuple[str, dict]] = []
    city = City(lambda kind, facts: written.append((kind, facts)))
    lawful_city(city.register)
    with transaction.atomic():
        for n, (kind, facts) in enumerate(written, 1):
            apply(kind, facts, n)
    before = state()
    with transaction.atomic():
        forget()
        assert not CatalogueRow.objects.exists() and Person.objects.filter(entry_n=0).exists()
        for n, (kind, facts) in enumerate(written, 1):
            apply(kind, facts, n)
    assert state() == before
    assert not Person.objects.filter(entry_n=0).exists()


def state():
    kept = {}
    for model in (*rows.DROPPED, *rows.KEPT):
        columns = [one.attname for one in model._meta.concrete_fields if one.name not in ("id", "last_login")]
        kept[model.__name__] = sorted(map(repr, model._default_manager.values_list(*columns)))
    return kept


def test_units_are_found_again_under_their_code(city):
    city.add("org_party", name="枣庄清泉食品股份有限公司")
    assert len(rows.OrgParty.objects.all()) == 1
    city.add("org_party", uscc=code_of("91370403MA3C00002"), name="另一家")
    assert len(rows.OrgParty.objects.all()) == 2
