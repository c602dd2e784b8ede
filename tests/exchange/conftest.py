"""Homes to import into: a practice home on both databases, and one that is none."""

from mingjing.recording.home import create_home
from tests.support import city
from tests.support.home import SQLITE, Home, fresh, template

fresh_practice = city.fresh_practice


def build_serious(home: Home) -> None:
    create_home(home.path, practice=False)


template("serious", build_serious)
fresh_serious = fresh("serious", vendors=[SQLITE])
