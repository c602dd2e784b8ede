"""Homes with people in them: `practice` is an empty practice home, `city` has the cast of the stories and accounts.

fresh_practice, fresh_city               # once on SQLite and once on PostgreSQL
sqlite_city, postgres_city               # on one of them
player(home)                             # a case in the city, played through the real door
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from mingjing.casework import service
from mingjing.casework.thresholds import enter_loaded_set
from mingjing.recording.home import Home, create_home
from mingjing.registry.models import Account
from mingjing.scenario import cast
from mingjing.scenario.player import PlayedClock, Player
from tests.support import home as homes

BEFORE_ALL = datetime(2021, 7, 1, tzinfo=UTC)
AGENCY = "zz-scjg"
PASSWORD = "Ceshi-Only-2026"
ZHANG, WANG, CHEN, ZHOU, LI = "p-zhang", "p-wang", "p-chen", "p-zhou", "p-li"
ZHAO, SONG, QIAN, WU, ZHENG = "p-zhao", "p-song", "p-qian", "p-wu", "p-zheng"
SUN = "p-sun"
"""The stranger: a person of the registry, with an account, without a post."""


def build_practice(home: homes.Home) -> None:
    create_home(home.path, practice=True)
    enter_loaded_set(lambda: BEFORE_ALL)


def build_city(home: homes.Home) -> None:
    """The bureau of the stories, its people, powers and cited articles, and an account for each person."""
    clock = PlayedClock(BEFORE_ALL)
    agency = cast.enter_agency(clock, scope=["枣庄市", "市场监管"])
    cast.enter_norms(clock)
    for key, role in cast.DEFAULT_PEOPLE.items():
        cast.enter_member(clock, agency, cast.member(key, role))
        add_account(clock, key)
    service.register("person", {"id": SUN, "name": "孙陌生"}, actor="system", clock=clock)
    add_account(clock, "sun")


def add_account(clock: service.Clock, key: str) -> None:
    """Signs in as `key`, with PASSWORD."""
    service.register("account", {"username": key, "person": f"p-{key}"}, actor="system", clock=clock)
    account = Account.objects.get(username=key)
    account.set_password(PASSWORD)
    account.must_change_password = False
    account.save()


homes.template("practice", build_practice)
homes.template("city", build_city, base="practice")
fresh_practice = homes.fresh("practice")
fresh_city = homes.fresh("city")
sqlite_practice = homes.fresh("practice", vendors=[homes.SQLITE])
sqlite_city = homes.fresh("city", vendors=[homes.SQLITE])
postgres_city = homes.fresh("city", vendors=[homes.POSTGRES])


def team() -> dict[str, list[str]]:
    """Person ids by role."""
    return cast.team_of([cast.member(key, role) for key, role in cast.DEFAULT_PEOPLE.items()], AGENCY)


def player(*, procedure: str = "penalty_ordinary", **values: Any) -> Player:
    """A new case of the city, in the home that Django points at."""
    home = Home(Path(settings.MINGJING_HOME))
    return Player(home, PlayedClock(BEFORE_ALL), procedure, AGENCY, team(), **values)
