"""A city with three bureaus, two justice bureaus and administrators, and cases at every desk: what web tests look at.

sqlite_town                              # a home, made by `fresh`
case_at("reviewing")                     # its case at a stage; see CASES
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from mingjing.casework import issue
from mingjing.casework.models import CaseRow
from mingjing.casework.thresholds import enter_loaded_set
from mingjing.demo import city
from mingjing.disclosure.models import Announcement
from mingjing.law.judgement import SHANGHAI
from mingjing.recording import evidence
from mingjing.recording import home as homes_of
from mingjing.scenario.player import PlayedClock, Player
from mingjing.tlog import canonical
from tests.law.invented import INVENTED
from tests.support import city as people
from tests.support import home as homes

CASES = {
    "filed": ("po_assign", "山亭区德昌冷链有限公司（演示）"),
    "reviewing": ("po_submit_review", "薛城区顺达汽车维修部（演示）"),
    "decided": ("po_decide", "滕州市鑫岩石料厂（演示）"),
    "published": ("po_publish", "枣庄恒磊建材有限公司（演示）"),
}
"""Name → the last step played, the party."""
PASSWORD = city.PASSWORD
BUREAU = "zz-scjg"


def build_town(home: homes.Home) -> None:
    clock = PlayedClock(people.BEFORE_ALL)
    city.write_overlay(home.path)
    enter_loaded_set(clock)
    city.build(clock)
    give_statute(home.path)
    for name in CASES:
        play(name)


def give_statute(home: Path) -> None:
    """An invented statute in two versions, as `mingjing laws import` would leave it."""
    (home / "laws").mkdir(exist_ok=True)
    for version, text in INVENTED.items():
        (home / "laws" / f"演示条例({version}).md").write_text(text, encoding="utf-8")


def play(name: str) -> Player:
    """One case up to its step, some days before today, so that no desk shows a date of the future."""
    target, party = CASES[name]
    day = datetime.now(UTC).astimezone(SHANGHAI).date() - timedelta(days=20)
    home = homes_of.Home(Path(settings.MINGJING_HOME))
    one = Player(
        home, PlayedClock(people.BEFORE_ALL), "penalty_ordinary", BUREAU, city.team(), render=issue.plain
    )
    one.overrides.update(
        {
            "party": {"kind": "org", "name": party, "code": "91370400MA3YX99014"},
            "conduct_on": (day - timedelta(days=20)).isoformat(),
            "found_on": day.isoformat(),
        }
    )
    for played in one.through("po_show_id" if target != "po_assign" else target, day.isoformat()):
        assert played.refused is None, played.refused
    if target != "po_assign":
        _inspect(home, one, day.isoformat())
        for played in one.through(target, day.isoformat()):
            assert played.refused is None, (played.action, played.refused)
    return one


def _inspect(home: homes_of.Home, one: Player, day: str) -> None:
    """With a photograph, so that there is evidence to open or to be kept from."""
    at = canonical.utc_ms(one.clock.now)
    photo = evidence.keep(
        home, one.case, ["现场照片说明（演示）\n".encode()], filename="现场照片说明.txt", at=at
    )
    played = one.do("po_inspect", day, files=[photo.ref])
    assert played.refused is None, played.refused


def case_at(name: str) -> CaseRow:
    return CaseRow.objects.get(party=CASES[name][1])


def announce() -> str:
    """The yearly plan of the bureau, announced; the issue code."""
    day = datetime.now(UTC).astimezone(SHANGHAI).date() - timedelta(days=10)
    one = Player(
        homes_of.Home(Path(settings.MINGJING_HOME)),
        PlayedClock(people.BEFORE_ALL),
        "inspection_plan",
        BUREAU,
        city.team(),
        render=issue.plain,
    )
    one.overrides.update({"year": day.year, "plan_due": f"{day.year}-03-31"})
    for played in one.through("ip_announce", day.isoformat()):
        assert played.refused is None, (played.action, played.refused)
    return str(Announcement.objects.latest("at").code)


homes.template("town", build_town, base="practice")
sqlite_town = homes.fresh("town", vendors=[homes.SQLITE])
fresh_town = homes.fresh("town")
