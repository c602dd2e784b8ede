"""Every kind of bad input is refused in every procedure whose table can meet it, and some story shows it.

The lines are those of the requirement. Whether a procedure can meet one is read from its table; `CANNOT` says which it
cannot, so that a limit, a guard or a link that is lost from a table is noticed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from mingjing.law.acts import ACT_KINDS
from mingjing.law.common import REMEDY_FIELDS
from mingjing.law.parameters import packaged, packaged_calendar
from mingjing.law.procedures import PROCEDURES, current
from mingjing.law.terms import (
    Action,
    After,
    Field,
    Guard,
    Kind,
    LinkedIs,
    Need,
    Paper,
    Param,
    Procedure,
    Unit,
    Within,
)
from tests.casework.test_scenarios import STORIES, expected

LAWS = tuple(one for one in PROCEDURES.values() if not one.history)
CALENDAR = packaged_calendar()
BY_COURTS = {one.id for one in REMEDY_FIELDS}
"""Amounts that are only taken down here."""
AMOUNT = frozenset(("E-FIELD", "G-AMOUNT", "G-REVIEW", "G-HEAR"))
"""Refusals for an amount: too much, more than told, so much that it must be reviewed or heard."""


# --- what a step of a story says ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One `do` of a story. `earlier`: the steps before it, of whatever case; `case`: those of its own case."""

    story: dict[str, Any]
    law: Procedure
    move: dict[str, Any]
    earlier: tuple[dict[str, Any], ...]
    case: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(expected(self.move))

    @property
    def on(self) -> date:
        return day_of(self.move)

    def stated(self, kind: Kind) -> dict[str, int]:
        """What the step states in fields of the kind (amounts in 分), by field."""
        fields = {one.id for one in of_kind(self.law, kind)}
        papers = self.move.get("papers", {}).values()
        said = [self.move.get("with", {}), self.move.get("facts", {}), *papers]
        return {name: one[name] for one in said for name in fields & set(one) if isinstance(one[name], int)}


def day_of(move: dict[str, Any]) -> date:
    return date.fromisoformat(str(move["on"])[:10])


def told(story: dict[str, Any]) -> Iterator[Told]:
    for place, move in enumerate(story["moves"]):
        if "do" in move:
            earlier = tuple(story["moves"][:place])
            own = tuple(one for one in earlier if one.get("case") == move.get("case"))
            yield Told(story, law_of(story, move), move, earlier, own)


def law_of(story: dict[str, Any], move: dict[str, Any]) -> Procedure:
    said = story.get("cases", {}).get(move.get("case"), story)
    return current(said.get("procedure", "penalty_ordinary"), "2026-01-01")


STEPS: Mapping[str, tuple[Told, ...]] = {
    law.key: tuple(one for story in STORIES.values() for one in told(story) if one.law is law) for law in LAWS
}


# --- what a table can meet ------------------------------------------------------------------------------------------


def acts(law: Procedure) -> tuple[Action, ...]:
    return tuple(law.derived.values())


def needs(law: Procedure) -> Iterator[Need]:
    return (need for action in acts(law) for need in (*action.needs, *law.guards))


def guarded(law: Procedure, *ids: str) -> bool:
    return any(isinstance(one, Guard) and one.id in ids for one in needs(law))


def papers_of(law: Procedure) -> Iterator[Paper]:
    return (paper for action in acts(law) for one in action.papers if (paper := law.paper(one)))


def of_kind(law: Procedure, kind: Kind) -> list[Field]:
    asked = [law.asked(name) for action in acts(law) for name in action.asked]
    written = [field for paper in papers_of(law) for field in paper.fields]
    return [one for one in (*asked, *written) if one.kind is kind and one.id not in BY_COURTS]


def money_of(law: Procedure) -> list[Field]:
    return of_kind(law, Kind.MONEY)


def linked(law: Procedure) -> bool:
    named = {name for action in acts(law) for name in action.asked} & set(law.links)
    return bool(named) or any(
        isinstance(one, LinkedIs) or (isinstance(one, Guard) and one.links) for one in needs(law)
    )


def linked_by_stage(law: Procedure) -> bool:
    """Whether it asks at which stage a linked case stands, or what that case has decided to open."""
    return any(
        isinstance(one, LinkedIs) or (isinstance(one, Guard) and one.links and one.id == "E-LINK")
        for one in needs(law)
    )


def sealed(paper: Paper) -> bool:
    return paper.sealed or bool(paper.word)


def always(_: object) -> bool:
    return True


# --- what shows that a step is bad in this way and in no other ------------------------------------------------------------


def expired(step: Told) -> bool:
    """Whoever acts, or one of the officers, has a certificate that has run out."""
    until = (
        person["certificate_until"]
        for name in (step.move.get("by"), *officers(step))
        if isinstance(person := step.story.get("people", {}).get(name), dict)
        and "certificate_until" in person
    )
    return any(date.fromisoformat(str(one)) < step.on for one in until)


def officers(step: Told) -> list[str]:
    return [str(one).removeprefix("p-") for one in step.move.get("facts", {}).get("officers", ())]


def one_officer(step: Told) -> bool:
    return len(officers(step)) == 1


def lists(step: Told) -> list[str]:
    """Who is put on the list from which the officers are drawn."""
    return [str(one).removeprefix("p-") for one in step.move.get("facts", {}).get("inspectors", ())]


def lists_an_expired(step: Told) -> bool:
    known = step.story.get("people", {})
    until = (one["certificate_until"] for name in lists(step) if isinstance(one := known.get(name), dict))
    return any(date.fromisoformat(str(one)) < step.on for one in until)


def lists_one(step: Told) -> bool:
    return len(lists(step)) == 1


def entered_late(step: Told) -> bool:
    """The day lies further back than may be entered without a reason, and no reason is given."""
    allowed = packaged().value("backdate.reason_after", step.on, ("nation",)).number
    latest = max((day_of(one) for one in step.earlier), default=step.on)
    return latest - step.on > timedelta(days=allowed) and not step.move.get("facts", {}).get("late_reason")


def before_the_case(step: Told) -> bool:
    begun = min((day_of(one) for one in step.case if not expected(one)), default=step.on)
    return step.on < begun and bool(step.move["facts"].get("late_reason"))


def one_fen_off(step: Told) -> bool:
    """In the same story the same act with the same amount, one 分 more or less, is accepted."""
    return one_apart(step, Kind.MONEY)


def blank_in_a_paper(step: Told) -> bool:
    return any(value == "" for paper in step.move.get("papers", {}).values() for value in paper.values())


def left_out(step: Told) -> bool:
    return bool(step.move.get("without"))


def of_several_cases(step: Told) -> bool:
    return len(step.story.get("cases", {})) > 1


# --- the lines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """`meets`: whether a table can meet it; `ids`: the refusals that answer it; `shown`: whether a step is bad in this way."""

    meets: Callable[[Procedure], bool]
    ids: frozenset[str]
    shown: Callable[[Told], bool] = always


def line(meets: Callable[[Procedure], bool], ids: str, shown: Callable[[Told], bool] = always) -> Line:
    return Line(meets, frozenset(ids.split()), shown)


LINES: Mapping[str, tuple[Line, ...]] = {
    # of several, a procedure is held to the first that its table can meet
    "wrong order": (line(always, "E-ORDER"),),
    "wrong person": (line(always, "E-ROLE"),),
    "one officer": (
        line(lambda law: any(one.officers for one in acts(law)), "G-TWO", one_officer),
        line(lambda law: guarded(law, "seeded_draw"), "seeded_draw", lists_one),
    ),
    "expired certificate": (
        line(lambda law: guarded(law, "G-CERT"), "G-CERT", expired),
        line(lambda law: guarded(law, "seeded_draw"), "seeded_draw", lists_an_expired),
    ),
    "late": (
        line(lambda law: any(isinstance(one, Within) for one in needs(law)), "E-LATE"),
        line(lambda law: guarded(law, "G-LIMIT"), "G-LIMIT"),
        line(always, "E-FIELD", entered_late),  # no limit bars an act: what is late is the entry
    ),
    "early": (
        line(
            lambda law: any(isinstance(one, After) for one in needs(law)) or guarded(law, "E-EARLY"),
            "E-EARLY",
        ),
        line(
            always, "E-FIELD", before_the_case
        ),  # no limit must have run out: what is early is the day itself
    ),
    "amount over the limit": (line(lambda law: bool(money_of(law)), " ".join(sorted(AMOUNT)), one_fen_off),),
    "missing paper": (line(lambda law: any(papers_of(law)), "E-PAPER", left_out),),
    "paper with a missing element": (
        line(
            lambda law: any(field.element for one in papers_of(law) if sealed(one) for field in one.fields),
            "G-DOC",
            blank_in_a_paper,
        ),
        # papers of the file only, none that goes out under the seal
        line(lambda law: any(papers_of(law)), "E-FIELD", blank_in_a_paper),
    ),
    "linked case in the wrong state": (
        line(linked_by_stage, "E-LINK", of_several_cases),
        # what counts is whether the plan is announced, and of which year
        line(linked, "year_plan", of_several_cases),
    ),
}
CANNOT: Mapping[str, Mapping[str, str]] = {
    "one officer": {
        "permit_undoing": "撤回、撤销由承办人员书面办理，没有要两名执法人员到场的步骤",
        "fee": "收费在窗口办理，没有执法活动",
        "inspection_plan": "清单和计划在机关内办理，不对当事人，没有执法活动",
        "levy_list": "清单在机关内办理，不对当事人，没有执法活动",
        "fee_list": "目录和年度情况在机关内办理，不对当事人，没有执法活动",
        "annual_enforcement_report": "年报在机关内办理，不对当事人，没有执法活动",
    },
    "expired certificate": {
        "permit_undoing": "没有要出示执法证的步骤",
        "fee": "没有要出示执法证的步骤",
        "inspection_plan": "没有要出示执法证的步骤",
        "levy_list": "没有要出示执法证的步骤",
        "fee_list": "没有要出示执法证的步骤",
        "annual_enforcement_report": "没有要出示执法证的步骤",
    },
    "amount over the limit": {
        "permit": "许可不收费，没有金额",
        "inspection": "检查不收费，没有金额",
        "inspection_plan": "计划写户次，没有金额",
        "inspection_draw": "抽取写户数，没有金额",
        "levy_list": "标准由名录得出，没有要填写的金额",
        "fee_list": "金额由系统统计，没有要填写的",
        "annual_enforcement_report": "金额由系统统计，没有要填写的",
    },
    "linked case in the wrong state": {
        "fee": "收费不由别的案件另立，也不看别的案件",
        "inspection_plan": "计划由机关自己拟定，不由别的案件另立，也不看别的案件",
        "levy_list": "清单由机关自己公布，不由别的案件另立，也不看别的案件",
        "fee_list": "目录由机关自己公布，不由别的案件另立；统计看全部案件，不看哪一件的阶段",
        "annual_enforcement_report": "年报由机关自己汇总，不由别的案件另立；统计看全部案件，不看哪一件的阶段",
    },
}
"""What a procedure cannot meet, with the reason. It must be exactly what the tables say."""


def demanded(law: Procedure, name: str) -> Line | None:
    return next((one for one in LINES[name] if one.meets(law)), None)


CASES = [(law, name, one) for law in LAWS for name in LINES if (one := demanded(law, name))]


def whole(step: Told) -> bool:
    """The story tells the whole answer, so that no other reason hides behind the one that is looked for."""
    return bool(step.ids) and step.move.get("only") is True


@pytest.mark.parametrize(("law", "name", "wanted"), CASES, ids=[f"{law.id}-{name}" for law, name, _ in CASES])
def test_some_step_is_refused_for_it(law, name, wanted):
    assert any(whole(one) and one.ids & wanted.ids and wanted.shown(one) for one in STEPS[law.key]), (
        f"no story of {law.label} is refused for: {name} ({', '.join(sorted(wanted.ids))})"
    )


def test_what_cannot_be_met_is_what_the_tables_say():
    found = {name: {law.id for law in LAWS if demanded(law, name) is None} for name in LINES}
    assert {name: laws for name, laws in found.items() if laws} == {
        name: set(laws) for name, laws in CANNOT.items()
    }


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.id)
def test_the_answer_lists_every_reason_at_once(law):
    assert any(len(one.ids) >= 3 and whole(one) for one in STEPS[law.key])


CERTAIN = "240-a-year-without-a-holiday-notice-bars-what-is-sure"
"""Days that no notice can bring to an end sooner: weeks before an end that is provisional by a few days."""


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.id)
def test_a_year_without_a_notice_is_provisional_and_refuses_nothing(law):
    told_last = [one for story in STORIES.values() for one in last_case(story) if one.law is law]
    assert any(not one.ids and starts_a_provisional_limit(one) for one in told_last if in_unknown_year(one))
    refused = [one for one in STEPS[law.key] if in_unknown_year(one)]
    assert not [one.ids for one in refused if "E-LATE" in one.ids]
    assert {one.story["title"] for one in refused if "E-EARLY" in one.ids} <= {STORIES[CERTAIN]["title"]}


def in_unknown_year(step: Told) -> bool:
    return not CALENDAR.is_final(step.on)


def last_case(story: dict[str, Any]) -> list[Told]:
    """The steps of the case whose end the story looks at."""
    last = story["moves"][-1].get("case")
    return [one for one in told(story) if one.move.get("case") == last]


def starts_a_provisional_limit(step: Told) -> bool:
    named = step.story.get("then", {}).get("provisional", ())
    return any(on.action == step.move["do"] for one in step.law.terms if one.id in named for on in one.starts)


# --- scenarios per act ------------------------------------------------------------------------------------------------
#
# A story counts for an act only by what the cases of that act do in it: all three in the same story, six such stories.

HOLIDAYS = ((date(2025, 10, 1), date(2025, 10, 8)), (date(2026, 2, 15), date(2026, 2, 23)))
"""National Day 2025 and Spring Festival 2026, with days worked in exchange on both sides."""
LONGEST = timedelta(days=60)
ACTS = sorted({law.act for law in LAWS if ACT_KINDS[law.act].enforces})
ENFORCING = tuple(law for law in LAWS if law.act in ACTS)
WITH_AMOUNTS = ("compulsion", "fee", "levy", "penalty")
"""In the main procedure. What is compensated when a permit is undone is an amount beside it."""


def of_act(act: str) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """The steps of this act, by story."""
    for name, story in STORIES.items():
        if steps := tuple(one for one in told(story) if one.law.act == act):
            yield name, steps


def over_a_holiday(story: dict[str, Any], act: str) -> bool:
    """Of one case of the act, a day after the holiday is said that was counted from an act before it."""
    moves = [one for one in story["moves"] if law_of(story, one).act == act]
    return any(
        day_of(one) < first and last < day <= day_of(one) + LONGEST
        for case in {one.get("case") for one in moves}
        for own in [[one for one in moves if one.get("case") == case]]
        for day in counted_days(story, own)
        for first, last in HOLIDAYS
        for one in own
    )


def counted_days(story: dict[str, Any], own: list[dict[str, Any]]) -> Iterator[date]:
    """Days on which an act of the case was too early or too late, and the checked ends of its limits in working days."""
    yield from (day_of(one) for one in own if {"E-EARLY", "E-LATE"} & set(expected(one)))
    if own[-1].get("case") != story["moves"][-1].get("case"):
        return  # the end of a story looks at the case of its last step
    law = law_of(story, own[0])
    for term, shown in story.get("then", {}).get("deadlines", {}).items():
        if shown and in_working_days(law, term):
            yield date.fromisoformat(str(shown)[:10])


def in_working_days(law: Procedure, term: str) -> bool:
    length = law.term(term).length
    if isinstance(length, Param):
        return any(
            one.value.unit == Unit.WORKING_DAY for one in packaged().rows if one.value.key == length.key
        )
    return length.unit is Unit.WORKING_DAY


def at_a_boundary(step: Told) -> bool:
    """Where the law knows amounts, an amount; else a number, a day, a count."""
    if step.law.act in WITH_AMOUNTS:
        return bool(step.ids & AMOUNT) and one_fen_off(step)
    return bool(step.ids) and (one_apart(step, Kind.NUMBER) or a_day_apart(step) or one_too_many(step))


def passed(step: Told) -> list[Told]:
    """The same act where it went through, in a case of the same procedure of the same story."""
    same = (one for one in told(step.story) if one.law is step.law and one.move["do"] == step.move["do"])
    return [one for one in same if not one.ids]


def one_apart(step: Told, kind: Kind) -> bool:
    mine = step.stated(kind)
    return any(
        abs(mine[name] - theirs[name]) == 1
        for one in passed(step)
        for theirs in [one.stated(kind)]
        for name in mine.keys() & theirs.keys()
    )


def a_day_apart(step: Told) -> bool:
    """Refused for its day, and right on the working day next to it, or on the last day that the story checks."""
    if not step.ids & {"E-EARLY", "E-LATE"}:
        return False
    shown = step.story.get("then", {}).get("deadlines", {}).values()
    days = [one.on for one in passed(step)] + [date.fromisoformat(str(one)[:10]) for one in shown if one]
    return any(next_to(*sorted((one, step.on))) for one in days if one != step.on)


def next_to(first: date, second: date) -> bool:
    between = (first + timedelta(days=one) for one in range(1, (second - first).days))
    return not any(CALENDAR.is_working(one) for one in between)


def one_too_many(step: Told) -> bool:
    """A visit more than the cap, after those that it allows."""
    return "frequency_cap" in step.ids and bool(passed(step))


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_six_scenarios_over_a_holiday_at_a_boundary_with_refusals_by_id(act):
    found = [
        name
        for name, steps in of_act(act)
        if over_a_holiday(steps[0].story, act) and any(at_a_boundary(one) for one in steps)
    ]
    assert len(found) >= 6, found


def test_the_acts_are_those_of_the_issue():
    assert ACTS == ["compulsion", "fee", "inspection", "levy", "penalty", "permit"]
    amounts = {law.act for law in ENFORCING if money_of(law)}
    assert amounts == {*WITH_AMOUNTS, "permit"}
    assert [law.id for law in ENFORCING if law.act == "permit" and money_of(law)] == ["permit_undoing"]
    for first, last in HOLIDAYS:
        assert all(CALENDAR.holiday(one) for one in (first, last))
        assert not CALENDAR.is_working(first) and not CALENDAR.is_working(last)
