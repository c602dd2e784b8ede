"""Cases with a story: those that hang together, and those that stand where the usual way does not lead. All invented.

Days are counted from the beginning of each story; what the door says comes too early waits until its period has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mingjing.demo import words
from mingjing.demo.year import Act, City, Script, new_case, usual, within_year
from mingjing.law.draw import head, lines
from mingjing.law.terms import Json, Step
from mingjing.scenario.player import Player

Said = Callable[[date], Json]
SMALL = 200
"""Below so many cases each story is told once."""


@dataclass(slots=True)
class Tale:
    """One story being written: where, since when, and its acts so far."""

    city: City
    agency: str
    begun: date
    acts: list[Act] = field(default_factory=list)
    walked: dict[str, int] = field(default_factory=dict)

    def case(self, procedure: str, origin: Player | None = None, **said: Json) -> Player:
        """A new case; opened from `origin` it has its party."""
        one = new_case(self.city, procedure, self.agency, self.begun)
        if procedure == "penalty_ordinary":
            one.overrides |= words.penalty(procedure, self.city.dice, words.OWED)
        if origin is not None:
            one.origin = origin.case
            one.overrides["party"] = origin.overrides["party"]
        one.overrides |= said
        return one

    def go(
        self, one: Player, after: int, target: str, pace: int = 3, way: str = "", **said: Said | Json
    ) -> None:
        """The usual way on to `target` from `after` days, `pace` steps a day. `said`: stated at each of these steps."""
        steps = usual(one.procedure, way)
        at = self.walked.get(one.case, 0)
        end = max(place for place, step in enumerate(steps) if step.action == target) + 1
        for number, step_ in enumerate(steps[at:end]):
            self._add(one, after + number // pace, step_, said)
        self.walked[one.case] = end

    def do(
        self, one: Player, after: int, action: str, said: dict[str, Said] | None = None, **facts: Json
    ) -> None:
        """One act beside the usual way."""
        self._add(one, after, Step(action, facts=tuple(facts.items())), said or {})

    def _add(
        self, one: Player, after: int, act: Step, said: dict[str, Said | Json] | dict[str, Said]
    ) -> None:
        day = within_year(act, self.begun + timedelta(days=after), self.begun)
        told = {name: value if callable(value) else _always(value) for name, value in said.items()}
        self.acts.append(Act(day, one, act, told))


def _always(value: Json) -> Said:
    return lambda day: value


def later(days: int) -> Said:
    """So many days after the act."""
    return lambda day: (day + timedelta(days=days)).isoformat()


def tell(city: City, agencies: Sequence[str], cases: int) -> Iterator[Script]:
    """Every story once; in a large demonstration some of them again elsewhere."""
    for number, (story, back, places) in enumerate(STORIES if cases < SMALL else (*STORIES, *AGAIN)):
        wanted = [one for one in places if one in (*agencies, *(PREFECT & city.teams.keys()))]
        agency = wanted[0] if wanted else agencies[number % len(agencies)]
        tale = Tale(city, agency, city.today - timedelta(days=back))
        story(tale)
        yield Script(sorted(tale.acts, key=lambda act: act.day))


PREFECT = frozenset({"zz-zf"})
"""The government itself: it takes houses and has no other cases."""


# --- penalties ------------------------------------------------------------------------------------------------------


def returned_by_review(tale: Tale) -> None:
    one = tale.case("penalty_ordinary", opinion="supplement")
    tale.go(one, 0, "po_submit_review")
    tale.do(one, 8, "po_review")


def heard_in_public(tale: Tale) -> None:
    one = tale.case("penalty_ordinary")
    tale.go(one, 0, "po_archive", pace=1, way="hearing", hearing_at=later(10))


def _fined(tale: Tale, orders: str = "") -> Player:
    """Published and not paid, nor done what was ordered: it is to be enforced."""
    one = tale.case("penalty_ordinary")
    if orders:
        one.overrides |= {"orders": orders, "ordered_by": (tale.begun + timedelta(days=35)).isoformat()}
    tale.go(one, 0, "po_serve")
    tale.go(one, 9, "po_publish")
    tale.do(one, 40, "po_enforce")
    return one


def taken_over(tale: Tale) -> None:
    """Two cases that an older system closed, as its list states them."""
    for number in (1, 2):
        one = tale.case("penalty_history")
        fine = words.yuan(words.OWED)
        one.overrides |= {
            "summary": f"旧系统所载的第 {number} 件（演示）",
            "source_number": f"演示罚〔2019〕{number}号",
            "source_authority": "旧机构（演示）",
            "source_content": f"罚款 {fine}",
            "source_amounts": [words.OWED],
            "source_cells": [{"column": "文号", "text": f"演示罚〔2019〕{number}号"}],
            "source_row": number,
            "imported_by": tale.city.teams[tale.agency]["archivist"][0],
        }
        tale.go(one, 0, "import_closed")


# --- charges --------------------------------------------------------------------------------------------------------


def levied(tale: Tale) -> None:
    tale.go(tale.case("levy"), 0, "lv_archive", pace=1)


def not_paid(tale: Tale) -> None:
    """The day named in the notice is over."""
    one = tale.case("fee")
    one.overrides["pay_by"] = (tale.begun + timedelta(days=15)).isoformat()
    tale.go(one, 0, "fe_notice")


# --- enforcement ----------------------------------------------------------------------------------------------------


def _demanded(tale: Tale, procedure: str, orders: str = "") -> Player:
    """The demand is served; whoever does not perform by its day is enforced against."""
    one = tale.case(procedure, _fined(tale, orders))
    one.overrides["demand_by"] = (tale.begun + timedelta(days=60)).isoformat()
    tale.go(one, 41, "ce_serve" if procedure == "court_application" else "ce_urge", pace=1)
    if procedure != "court_application":
        tale.go(one, 43, "ce_submit_review", pace=1)
    return one


def demanded(tale: Tale) -> None:
    _demanded(tale, "compulsory_execution")


def suspended(tale: Tale) -> None:
    one = _demanded(tale, "compulsory_execution")
    tale.go(one, 60, "ce_decide", pace=1)
    tale.do(one, 70, "ce_suspend.ask")
    tale.do(one, 70, "ce_suspend")


def money_taken(tale: Tale) -> None:
    one = _demanded(tale, "compulsory_execution")
    tale.go(one, 61, "ce_archive", pace=1)


def done_by_another(tale: Tale) -> None:
    one = _substitute(tale)
    tale.go(one, 85, "ce_archive", pace=1)


def to_be_done_by_another(tale: Tale) -> None:
    _substitute(tale)


def _substitute(tale: Tale) -> Player:
    """Decided, and demanded once more before the day on which another does it."""
    one = _demanded(tale, "substitute_performance", "remove")
    one.overrides["perform_on"] = (tale.begun + timedelta(days=85)).isoformat()
    tale.go(one, 62, "ce_serve", pace=1)
    return one


def accepted_by_the_court(tale: Tale) -> None:
    one = _demanded(tale, "court_application")
    tale.go(one, 60, "ce_review", pace=1)
    tale.go(one, 200, "ce_court_accept", pace=1, received_day=later(0))


def granted_by_the_court(tale: Tale) -> None:
    one = _demanded(tale, "court_application")
    tale.go(one, 60, "ce_review", pace=1)
    tale.go(one, 200, "ce_court_accept", pace=1, received_day=later(0))
    tale.go(one, 207, "ce_court_rule", received_day=later(0))
    tale.go(one, 225, "ce_archive", pace=1)


def refused_by_the_court(tale: Tale) -> None:
    one = _demanded(tale, "court_application")
    tale.go(one, 60, "ce_review", pace=1)
    tale.go(one, 200, "ce_court_apply", pace=1)
    tale.go(one, 206, "ce_court_accept", court_answer="declined", received_day=later(0))
    tale.do(one, 210, "ce_court_object")


def seized(tale: Tale) -> None:
    """In a penalty case; the thirty days may be over."""
    origin = tale.case("penalty_ordinary")
    tale.go(origin, 0, "po_interview")
    tale.do(origin, 5, "po_coerce")
    tale.go(tale.case("compulsory_measure", origin), 6, "cm_keep", pace=9)


# --- inspections ----------------------------------------------------------------------------------------------------


def led_to_a_penalty(tale: Tale) -> None:
    one = tale.case("inspection")
    tale.go(one, 0, "in_result", pace=2)
    tale.do(one, 8, "in_act", outcome="file", handed_to="线索（演示）")
    tale.go(tale.case("penalty_ordinary", one), 9, "po_file", pace=2)


def corrected(tale: Tale) -> None:
    one = tale.case(
        "inspection",
        content="责令改正，复查合格",
        plain="执法机关按年度计划检查了这家公司的特种设备，发现问题，责令改正，复查合格。",
    )
    tale.go(one, 0, "in_result", pace=2)
    tale.do(one, 4, "in_order", {"correct_by": later(15)})
    tale.go(one, 5, "in_act", outcome="correct")
    tale.do(one, 19, "in_recheck")
    tale.go(one, 20, "in_archive", pace=1)


def drawn_by_lot(tale: Tale) -> None:
    draw = tale.case("inspection_draw")
    tale.go(draw, 0, "in_draw")
    one = tale.case("inspection", draw, way="random", draw_case=draw.case)
    party: dict[str, Said] = {"party": _drawn(draw)}
    tale.do(one, 1, "in_plan", party)
    tale.do(one, 2, "in_draw_officers")
    tale.walked[one.case] = 1
    tale.go(one, 3, "in_act", pace=2)
    tale.go(draw, 12, "dw_archive")


def _drawn(draw: Player) -> Said:
    """The party that the lot chose."""

    def party(day: date) -> Json:
        line = lines(draw.said("drawn"))[0]
        return {"kind": "org", "code": head(line), "name": line.partition(" ")[2]}

    return party


# --- permits --------------------------------------------------------------------------------------------------------


def _granted(tale: Tale) -> Player:
    one = tale.case("permit")
    tale.go(one, 0, "pm_publish", pace=1)
    return one


def withdrawn_and_compensated(tale: Tale) -> None:
    origin = _granted(tale)
    tale.do(origin, 30, "pm_undo")
    one = tale.case("permit_undoing", origin)
    tale.go(one, 30, "pm_publish", pace=1)
    tale.do(one, 50, "pm_compensate")
    tale.go(one, 52, "pm_archive")
    tale.go(origin, 53, "pm_archive")


def to_be_revoked(tale: Tale) -> None:
    origin = _granted(tale)
    tale.do(origin, 20, "pm_undo")
    one = tale.case("permit_undoing", origin, undo_kind="revoke", revoke_ground="unqualified")
    tale.go(one, 20, "pm_undo_said", pace=1, way="revoke")


def to_be_corrected(tale: Tale) -> None:
    one = tale.case("permit")
    tale.do(one, 0, "pm_receive")
    tale.do(one, 1, "pm_screen", screening="correct")
    tale.do(one, 1, "pm_correct")


# --- houses ---------------------------------------------------------------------------------------------------------


def houses_taken(tale: Tale) -> None:
    """Houses on state land: one household agreed and moved, one was decided on and paid, one is being valued."""
    area = tale.case("house_levy")
    area.overrides["party"] = {"kind": "org", "name": "光明路片区 86 户被征收人（演示）", "code": ""}
    area.overrides["sign_by"] = (tale.begun + timedelta(days=150)).isoformat()
    tale.go(area, 0, "lh_scope", suspend_until=later(360))
    tale.go(area, 12, "lh_consult", pace=1)
    tale.go(area, 46, "lh_decide", pace=1)
    announced = tale.begun + timedelta(days=62)
    area.overrides["announced_on"] = announced.isoformat()
    tale.go(area, 62, "lh_announce")
    tale.go(area, 64, "lh_publish")
    tale.go(area, 66, "lh_household")
    moved, decided, valued = (_household(tale, area, name) for name in ("孙大海", "周小河", "李长山"))
    for one in (moved, decided, valued):
        one.overrides |= {"valued_on": announced.isoformat()}
        tale.go(one, 68, "lh_appraise", pace=1)
    tale.go(moved, 90, "lh_archive", pace=1)
    tale.do(decided, 150, "lh_submit_review")
    tale.do(decided, 152, "lh_review")
    tale.go(decided, 160, "lh_pay", pace=1, way="decided")


def _household(tale: Tale, area: Player, name: str) -> Player:
    one = tale.case("house_compensation", area)
    party: Json = {"kind": "citizen", "name": f"{name}（演示）"}
    one.overrides |= {
        "item": "LEV-0002",
        "party": party,
        "sign_by": (tale.begun + timedelta(days=150)).isoformat(),
        "move_by": (tale.begun + timedelta(days=270)).isoformat(),
    }
    return one


STORIES: tuple[tuple[Callable[[Tale], None], int, tuple[str, ...]], ...] = (
    # story, days ago, where
    (returned_by_review, 20, ("zz-scjg",)),
    (accepted_by_the_court, 330, ("xc-cgj",)),
    (suspended, 120, ("zz-sthj",)),
    (seized, 60, ("town-0",)),
    (led_to_a_penalty, 30, ("zz-scjg",)),
    (corrected, 90, ("xc-cgj",)),
    (drawn_by_lot, 26, ("zz-sthj",)),
    (withdrawn_and_compensated, 150, ("zz-scjg",)),
    (to_be_revoked, 40, ("xc-cgj",)),
    (to_be_corrected, 6, ("town-0",)),
    (done_by_another, 150, ("zz-swj",)),
    (houses_taken, 350, ("zz-zf",)),
    (heard_in_public, 100, ("zz-scjg",)),
    (levied, 45, ("zz-swj",)),
    (not_paid, 50, ("town-0",)),
    (taken_over, 300, ("zz-scjg",)),
)
AGAIN: tuple[tuple[Callable[[Tale], None], int, tuple[str, ...]], ...] = (
    (granted_by_the_court, 358, ("zz-scjg",)),
    (refused_by_the_court, 300, ("zz-yjgl",)),
    (accepted_by_the_court, 310, ("town-0",)),
    (money_taken, 200, ("zz-cgj",)),
    (money_taken, 80, ("te-cgj",)),
    (demanded, 62, ("town-0",)),
    (demanded, 50, ("xc-scjg",)),
    (suspended, 160, ("tz-swj",)),
    (to_be_done_by_another, 75, ("xc-swj",)),
    (drawn_by_lot, 200, ("xc-yjgl",)),
    (withdrawn_and_compensated, 70, ("zz-zjj",)),
    (seized, 25, ("zz-nyj",)),
    (corrected, 15, ("town-3",)),
    (returned_by_review, 12, ("st-scjg",)),
)
