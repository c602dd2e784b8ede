"""A home with keys and an agency, the portal's addresses, and a reader without an account."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from mingjing.recording.home import create_home
from tests.registry.factory import BUREAU, City
from tests.support.home import SQLITE, Home, fresh, template


def build(home: Home) -> None:
    create_home(home.path, practice=True)
    City().agency(BUREAU, reconsideration="枣庄市人民政府", court="有管辖权的人民法院", phone="0632-0000000")


template("portal", build)
fresh_portal = fresh("portal", vendors=[SQLITE])
fresh_portal_on_both = fresh("portal")


@pytest.fixture
def portal(fresh_portal: Home) -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.disclosure.urlconf"):
        yield Client(raise_request_exception=False)
