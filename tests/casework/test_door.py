"""The door: what it answers to repeats, forgeries, old pages, wrong clocks and bad input, and that nothing is half-written."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from mingjing.casework import drafts, rebuild, service
from mingjing.casework.models import CaseRow, PaperRow, Series
from mingjing.casework.service import ClockBackwards, KeyReused, Refused, UnknownCase
from mingjing.law.terms import Move
from mingjing.registry.facts import KINDS, BadRow
from mingjing.registry.models import Agency
from mingjing.scenario.player import Played, PlayedClock, Player
from tests.casework.broken import Broken
from tests.support import city

QUERIES = 16
"""Most queries of one act."""
GATED = {"po_review": 3, "po_decide": 3, "po_publish": 1}
"""What the rows of the gate, the portal, the penalties of the party and the annual report may cost beyond."""
BROKEN = (*settings.PROJECTORS, "tests.casework.broken.projector")
TABLES = (
    "entry",
    "data_key",
    "command",
    "open_leaf",
    "casework_caserow",
    "casework_member",
    "casework_todo",
    "casework_due",
    "casework_paperrow",
    "casework_filerow",
    "casework_series",
    "handler",
    "gated",
    "decision",
)


def rows() -> Counter[str]:
    """How many rows each table has that the door writes."""
    with connection.cursor() as cursor:
        found: Counter[str] = Counter()
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def ids(played: Played) -> frozenset[str]:
    return played.refused.ids if played.refused else frozenset()


def filed(day: str = "2025-08-06") -> Player:
    hero = city.player()
    assert not hero.through("po_file", day)[-1].refused
    return hero


def asked() -> Player:
    """A case whose filing waits for li's approval."""
    hero = city.player()
    hero.through("po_file.ask", "2025-08-06")
    return hero


# --- the same request again ------------------------------------------------------------------------------------


def test_the_same_key_gets_the_same_answer_and_nothing_is_written_twice(fresh_city):
    hero = asked()
    first = hero.do("po_file", "2025-08-06", key="click")
    before = rows()
    second = hero.do("po_file", "2025-08-06", key="click")
    assert second.receipt and second.receipt.again and rows() == before
    assert (second.receipt.n, second.receipt.commitment) == (first.receipt.n, first.receipt.commitment)


def test_the_same_key_with_another_body_is_refused(fresh_city):
    hero = asked()
    hero.do("po_file", "2025-08-06", key="click")
    before = rows()
    with pytest.raises(KeyReused, match="已经用于另一份内容"):
        hero.do("po_file.back", "2025-08-06", key="click", facts={"reason": "改主意了。"})
    other = asked()
    with pytest.raises(KeyReused):
        other.do("po_file", "2025-08-06", key="click")
    assert rows() - before == rows_of_an_ask()


def rows_of_an_ask() -> Counter[str]:
    """What `asked()` alone adds."""
    before = rows()
    asked()
    return rows() - before


def test_a_key_belongs_to_a_person(sqlite_city):
    hero = city.player()
    hero.do("po_lead", "2025-08-04", by=city.ZHANG, key="1")
    assert hero.do("po_precheck", "2025-08-05", by=city.WANG, key="1").receipt


def test_a_request_that_died_before_its_commit_can_be_sent_again(fresh_city):
    hero = asked()
    before = rows()
    with override_settings(PROJECTORS=BROKEN), pytest.raises(Broken):
        hero.do("po_file", "2025-08-06", key="click")
    assert rows() == before
    again = hero.do("po_file", "2025-08-06", key="click")
    assert again.receipt and not again.receipt.again


def test_a_refused_request_may_be_cured_under_the_same_key(sqlite_city):
    hero = city.player()
    hero.do("po_lead", "2025-08-04")
    assert ids(hero.do("po_precheck", "2025-08-05", key="k", facts={"officers": [city.ZHANG]})) == {"G-TWO"}
    assert hero.do("po_precheck", "2025-08-05", key="k", facts={"officers": [city.ZHANG, city.WANG]}).receipt


# --- pages that are old, clocks that are wrong -----------------------------------------------------------------


def test_an_old_page_is_refused_and_says_what_number_the_case_has(sqlite_city):
    hero = filed()
    played = hero.do("po_assign", "2025-08-07", after=hero.last() - 1)
    assert ids(played) == {"E-STALE"} and f"第 {hero.last()} 条" in str(played.refused)


def test_a_clock_that_went_back_is_refused(sqlite_city):
    hero = filed()
    then = hero.clock.now
    move = Move(
        "po_correct", city.ZHANG, "2025-08-06", {"entry_n": 1, "old": "甲", "new": "乙", "reason": "写错。"}
    )
    with pytest.raises(ClockBackwards, match="校准时钟"):
        service.perform(hero.case, move, clock=lambda: then - timedelta(seconds=3))
    receipt = service.perform(
        hero.case, move, clock=lambda: then - timedelta(seconds=1)
    )  # a small step is waited out
    entries = service.load(hero.case).entries
    assert receipt.n == len(entries) and entries[-1].at >= entries[-2].at


def test_nothing_happens_tomorrow(sqlite_city):
    hero = filed()
    move = Move(
        "po_correct", city.ZHANG, "2025-08-07", {"entry_n": 1, "old": "甲", "new": "乙", "reason": "写错。"}
    )
    with pytest.raises(Refused) as refused:
        service.perform(hero.case, move, clock=lambda: hero.clock.now)
    assert refused.value.ids == {"E-FIELD"} and "晚于现在" in str(refused.value)


# --- forged and bad values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["is_major", "agency", "reviewer", "at", "n", "prev", "roles", "procedure", "opinion"]
)
def test_a_fact_that_nobody_may_state_is_refused(sqlite_city, name):
    hero = city.player()
    before = rows()
    played = hero.do("po_lead", "2025-08-04", facts={name: "甲"})
    assert ids(played) == {"E-FIELD"} and "不能由填表人提交" in str(played.refused) and rows() == before


def test_who_acts_and_for_whom_comes_from_the_registry(sqlite_city):
    hero = filed()
    entry = next(one for one in service.load(hero.case).entries if one.action == "po_file")
    assert (entry.actor, entry.roles, entry.agency) == (city.LI, ("agency_head",), city.AGENCY)
    assert ids(hero.do("po_assign", "2025-08-07", by=city.SUN)) >= {"E-ROLE"}


BAD_TEXTS = [
    "",
    " ",
    "\u3000",
    "\u3164\u2800",
    "\n\t",
    "甲\u0000乙",
    "甲\u202e乙",
    "甲\u200b乙",
    "长" * 1_000_000,
    "\ud800",
]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=lambda one: ascii(one[:6]))
def test_a_bad_text_is_refused_where_a_statement_is_required(sqlite_city, text):
    hero = filed()
    before = rows()
    facts = {"entry_n": 1, "old": "甲", "new": text, "reason": "写错。"}
    assert ids(hero.do("po_correct", "2025-08-07", facts=facts)) == {"E-FIELD"}
    assert rows() == before


ODD = [
    1.5,
    float("nan"),
    2**60,
    -1,
    True,
    None,
    [],
    {"甲": 1},
    [["深"] * 3] * 3,
    {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}},
]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("name", ["entry_n", "reason", "late_reason", "strange"])
def test_an_odd_value_is_refused_and_never_an_error(sqlite_city, name, value):
    hero = filed()
    facts = {"entry_n": 1, "old": "甲", "new": "乙", "reason": "写错。"} | {name: value}
    move = Move("po_correct", city.ZHANG, "2025-08-06", facts)
    if name == "late_reason" and value in (None, []):
        assert service.perform(hero.case, move, clock=hero.clock)  # nothing stated, nothing due
        return
    with pytest.raises(Refused) as refused:
        service.perform(hero.case, move, clock=hero.clock)
    assert refused.value.ids == {"E-FIELD"}


@pytest.mark.parametrize(
    "on",
    ["", "heute", "2025-02-30", "20250806", "2025-08-06T09:00", "9999-12-31", "0001-01-01", "２０２５-08-06"],
)
def test_a_day_that_is_none_is_refused(sqlite_city, on):
    hero = filed()
    with pytest.raises(Refused) as refused:
        service.perform(hero.case, Move("po_correct", city.ZHANG, on), clock=hero.clock)
    assert "E-FIELD" in refused.value.ids
    with pytest.raises(Refused):
        service.perform(
            service.new_case(),
            Move("po_lead", city.ZHANG, on),
            clock=hero.clock,
            procedure="penalty_ordinary",
            agency=city.AGENCY,
        )


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ({"kind": "org", "name": "甲公司", "code": "91370400MA3YX99010"}, "统一社会信用代码"),
        ({"kind": "org", "name": "甲公司", "code": "11010519491231002X"}, "统一社会信用代码"),
        ({"kind": "citizen", "name": "孙大海", "code": "110105194912310021"}, "身份号码"),
        ({"kind": "org", "name": "甲公司", "code": "HK-0012345", "foreign": "yes"}, "境外"),
        ({"kind": "org", "name": "长" * 1_000_000}, "超过"),
        ({"kind": "alien", "name": "甲公司"}, "当事人"),
    ],
)
def test_a_wrong_party_is_refused(sqlite_city, party, said):
    hero = city.player()
    hero.through("po_precheck", "2025-08-05")
    hero.overrides["party"] = party
    played = hero.do("po_file.ask", "2025-08-06", papers={"filing_approval": {"party": party}})
    assert ids(played) == {"E-FIELD"} and said in str(played.refused)


@pytest.mark.parametrize("party", [
    {"kind": "org", "name": "甲公司", "code": "91370400MA3YX99014"},
    {"kind": "citizen", "name": "孙大海", "code": "11010519491231002X"},
    {"kind": "individual_business", "name": "孙记小吃", "code": "91370400MA3YX99014"},
    {"kind": "org", "name": "海外公司", "code": "HK-0012345", "foreign": True},
    {"kind": "citizen", "name": "无证件的人"},
], ids=lambda one: one["name"])  # fmt: skip
def test_a_right_party_is_taken_and_a_foreign_code_stays_marked(sqlite_city, party):
    hero = city.player()
    hero.through("po_precheck", "2025-08-05")
    hero.overrides["party"] = party
    assert hero.do("po_file.ask", "2025-08-06", papers={"filing_approval": {"party": party}}).receipt
    stated = service.load(hero.case).entries[-1].facts["filing_approval"]
    assert stated["party"].get("foreign", False) is party.get("foreign", False)


# --- cases and actions that are not there -----------------------------------------------------------------------


def test_an_unknown_case_is_unknown(sqlite_city):
    before = rows()
    move = Move("po_precheck", city.ZHANG, "2025-08-05")
    with pytest.raises(UnknownCase):
        service.perform(service.new_case(), move, clock=lambda: city.BEFORE_ALL)
    with pytest.raises(UnknownCase):
        service.load("registry-of-nothing")
    assert rows() == before


@pytest.mark.parametrize(
    "action", ["po_fly", "", "po_file.ask.ask", "PO_LEAD", "parameters_loaded", "person"]
)
def test_an_unknown_action_is_refused(sqlite_city, action):
    assert ids(filed().do(action, "2025-08-07")) == {"E-UNKNOWN"}


def test_an_unknown_procedure_and_an_unknown_agency_are_refused(sqlite_city):
    move = Move("po_lead", city.ZHANG, "2025-08-04")
    clock = lambda: city.BEFORE_ALL + timedelta(days=1500)  # noqa: E731
    with pytest.raises(Refused) as refused:
        service.perform(
            service.new_case(), move, clock=clock, procedure="penalty_extraordinary", agency=city.AGENCY
        )
    assert refused.value.ids == {"E-UNKNOWN"}
    with pytest.raises(Refused) as refused:
        service.perform(service.new_case(), move, clock=clock, procedure="penalty_ordinary", agency="nowhere")
    assert "E-ROLE" in refused.value.ids


@pytest.mark.parametrize("chain", ["registry", "system"])
def test_the_chains_are_no_cases(sqlite_city, chain):
    before = rows()
    move = Move("po_lead", city.ZHANG, "2025-08-04")
    with pytest.raises((UnknownCase, Refused)):
        service.perform(
            chain, move, clock=lambda: city.BEFORE_ALL, procedure="penalty_ordinary", agency=city.AGENCY
        )
    with pytest.raises(UnknownCase):
        service.look(chain, city.BEFORE_ALL)
    assert rows() == before


# --- drafts -----------------------------------------------------------------------------------------------------


def test_a_draft_changed_between_ask_and_approval_lapses_the_ask(fresh_city):
    hero = asked()
    hero.edit("filing_approval", {"cause": "另一个案由"}, "2025-08-06")
    assert ids(hero.do("po_file", "2025-08-06")) == {"G-BOUND"}
    hero.do("po_file.ask", "2025-08-06", papers={"filing_approval": {"cause": "另一个案由"}})
    hero.do("po_file", "2025-08-06")
    decided = next(one for one in service.load(hero.case).entries if one.action == "po_file")
    assert decided.facts["filing_approval"]["cause"] == "另一个案由"


def test_an_older_draft_does_not_overwrite_a_newer_one(sqlite_city):
    hero = asked()
    old = drafts.load(hero.case, "filing_approval")
    drafts.save(
        hero.case, "filing_approval", {"cause": "甲"}, by=city.ZHANG, at=hero.clock.now, version=old.version
    )
    with pytest.raises(drafts.Changed) as changed:
        drafts.save(
            hero.case,
            "filing_approval",
            {"cause": "乙"},
            by=city.WANG,
            at=hero.clock.now,
            version=old.version,
        )
    assert changed.value.newer.fields == {"cause": "甲"}


# --- numbers ----------------------------------------------------------------------------------------------------


def test_numbers_have_no_gap_even_when_acts_fail(fresh_city):
    taken = []
    for _ in range(3):
        hero = asked()
        with override_settings(PROJECTORS=BROKEN), pytest.raises(Broken):
            hero.do("po_file", "2025-08-06")
        assert hero.do("po_file", "2025-08-06", by=city.ZHANG).refused
        taken += hero.do("po_file", "2025-08-06").receipt.numbers.values()
    assert taken == [f"枣市监立〔2025〕{n}号" for n in (1, 2, 3)]
    assert Series.objects.get(word="立", year=2025).last == 3


def test_a_new_year_begins_with_one(sqlite_city):
    filed("2025-12-31")
    hero = filed("2026-01-04")
    assert PaperRow.objects.get(case=hero.case, paper="filing_approval").number == "枣市监立〔2026〕1号"


def test_another_style_of_writing_goes_on_with_the_series(fresh_city):
    first, clock = filed("2025-08-06"), PlayedClock(city.BEFORE_ALL)
    row = Agency.objects.get(id=city.AGENCY)
    facts = {
        one.id: getattr(row, one.id)
        for one in KINDS["agency"]
        if one.id not in ("parent", "announced_on") and getattr(row, one.id) not in ("", None)
    }
    facts |= {"number_style": "zi", "number_office": "薛城所"}
    service.register("agency", facts, actor="system", clock=clock)
    second = filed("2025-08-07")
    numbers = [PaperRow.objects.get(case=one.case, paper="filing_approval").number for one in (first, second)]
    assert numbers == ["枣市监立〔2025〕1号", "枣市监立字〔2025〕薛城所第0002号"]


# --- one transaction --------------------------------------------------------------------------------------------


def test_a_projector_that_fails_aborts_everything(fresh_city):
    hero = asked()
    before = rows()
    with override_settings(PROJECTORS=BROKEN), pytest.raises(Broken):
        hero.do("po_file", "2025-08-06")
    fresh = city.player()
    with override_settings(PROJECTORS=BROKEN), pytest.raises(Broken):
        fresh.do("po_lead", "2025-08-06")
    assert rows() == before and not CaseRow.objects.filter(id=fresh.case).exists()


def test_the_projectors_are_these_in_this_order():
    assert settings.PROJECTORS == (
        "mingjing.casework.projectors.gates",
        "mingjing.casework.projectors.rows",
        "mingjing.disclosure.projectors.publications",
        "mingjing.disclosure.announcing.announcements",
    )


def play_to_the_end(hero: Player) -> None:
    for step, day in (("po_conclude", "2025-08-20"), ("po_decide", "2025-09-20"), ("po_close", "2025-10-20")):
        assert not hero.through(step, day)[-1].refused


def test_no_act_of_a_whole_case_needs_more_queries_than_allowed(fresh_city):
    play_to_the_end(city.player())  # a process that has read the registry once remembers it
    counted: dict[str, int] = {}
    perform = service.perform

    def counting(case: str, move: Move, **named: Any) -> service.Receipt:
        with CaptureQueriesContext(connection) as queries:
            receipt = perform(case, move, **named)
        own = [
            one for one in queries if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
        ]
        counted[move.action] = max(counted.get(move.action, 0), len(own))
        return receipt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "perform", counting)
        play_to_the_end(city.player(overrides={"grave": ["public_interest"]}))
    over = {action: n for action, n in counted.items() if n > QUERIES + GATED.get(action, 0)}
    assert len(counted) > 18 and over == {}


# --- the registry -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("person", {"id": "p-new", "name": " "}),
        ("person", {"id": "p-new", "name": "甲\u202e乙"}),
        (
            "appointment",
            {"person": "p-nobody", "agency": city.AGENCY, "role": "officer", "since": "2025-01-01"},
        ),
        (
            "appointment",
            {"person": city.ZHANG, "agency": city.AGENCY, "role": "emperor", "since": "2025-01-01"},
        ),
        (
            "certificate",
            {
                "person": city.SUN,
                "number": "1",
                "since": "2025-02-30",
                "until": "2026-01-01",
                "issuing": "省政府",
            },
        ),
        ("agency", {"id": "x", "name": "甲局", "is_major": True}),
        ("emperor", {}),
    ],
)
def test_a_bad_row_of_the_registry_is_refused_and_leaves_no_entry(fresh_city, kind, facts):
    before, chain = rows(), len(service.chain("registry"))
    with pytest.raises(BadRow):
        service.register(kind, facts, actor="system", clock=lambda: city.BEFORE_ALL + timedelta(days=1))
    assert rows() == before and len(service.chain("registry")) == chain


def test_a_registration_is_an_entry_of_its_chain_and_holds_from_the_next_act_on(fresh_city):
    clock = lambda: city.BEFORE_ALL + timedelta(days=1)  # noqa: E731
    facts = {"person": city.SUN, "agency": city.AGENCY, "role": "officer", "since": "2022-01-01"}
    receipt = service.register("appointment", facts, actor=city.CHEN, clock=clock)
    entry = service.chain("registry")[-1]
    assert (entry.n, entry.action, entry.actor) == (receipt.n, "appointment", city.CHEN)
    assert ids(city.player().do("po_lead", "2025-08-04", by=city.SUN)) == {
        "G-CERT"
    }  # an officer now, but without certificate


# --- rows can be made again ------------------------------------------------------------------------------------


def test_rows_that_were_changed_by_hand_are_found_and_made_again(fresh_city):
    hero = filed()
    CaseRow.objects.filter(id=hero.case).update(stage="archived", party="别人")
    PaperRow.objects.filter(case=hero.case, paper="filing_approval").update(number="枣市监立〔2025〕9号")
    found = rebuild.differences(hero.case)
    assert {one.table for one in found} == {"casework_caserow", "casework_paperrow"} and len(found) == 4
    assert CaseRow.objects.get(id=hero.case).stage == "archived"  # looking changes nothing
    rebuild.rebuild(hero.case)
    assert rebuild.differences(hero.case) == [] and CaseRow.objects.get(id=hero.case).stage == "filed"


def test_every_case_can_be_rebuilt_with_what_is_published(fresh_city):
    hero = city.player()
    hero.through("po_publish", "2025-10-13")
    before = rebuild.rows_of(hero.case)
    assert before["disclosure_publication"] and before["disclosure_publishedfile"]
    assert rebuild.rebuild_all() == 1 and rebuild.rows_of(hero.case) == before


def test_an_overlay_that_cannot_be_read_stops_the_door(fresh_city):
    """Never the national values instead of those that the bureau set."""
    hero = asked()
    folder = fresh_city.path / "parameters"
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").symlink_to(folder / "gone.toml")
    with pytest.raises(OSError):
        hero.do("po_file", "2025-08-06")
    (folder / "own.toml").unlink()
    assert hero.do("po_file", "2025-08-06").receipt
