"""A home with its keys and its first signed head, copied for each test."""

import pytest

from mingjing.recording import home as homes
from tests.support import home as support


def make_home(home: support.Home) -> None:
    homes.create_home(home.path, True, origin="mingjing.example/ledger")


support.template("ledger", make_home)
fresh_ledger = support.fresh("ledger")
sqlite_ledger = support.fresh("ledger", vendors=[support.SQLITE])
postgres_ledger = support.fresh("ledger", vendors=[support.POSTGRES])


@pytest.fixture
def home(fresh_ledger: support.Home) -> homes.Home:
    return homes.Home(fresh_ledger.path)
