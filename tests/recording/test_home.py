"""A home is made once and whole, or not at all."""

import json

import pytest
from django.db import connection

from mingjing.recording import home as homes
from mingjing.recording import seals
from mingjing.recording.home import HomeFault
from tests.recording.ledger import add, check_ledger, new_case, seal
from tests.support import home as support

empty_home = support.fresh("empty", vendors=[support.SQLITE])
both_homes = support.fresh("empty")


def test_a_new_home_has_keys_a_head_and_a_mark(both_homes):
    home = homes.create_home(both_homes.path, True, origin="mingjing.example/ledger")
    assert homes.agree(home) == homes.Mark(homes.mark(home).identity, True, "mingjing.example/ledger")
    assert seals.head(home).size == 0 and seals.vkey(home).startswith("mingjing.example/ledger+")
    assert {one: (home.keys / one).stat().st_mode & 0o777 for one in ("master.key", "signing.key")} == {
        "master.key": 0o600,
        "signing.key": 0o600,
    }
    add(new_case())
    seal(home)
    check_ledger(home)


def test_a_home_is_not_made_twice(empty_home):
    homes.create_home(empty_home.path, False)
    with pytest.raises(HomeFault, match="已经是"):
        homes.create_home(empty_home.path, False)


@pytest.mark.parametrize(
    "left",
    [
        "keys/master.key",
        "keys/signing.key",
        "keys/vkey",
        "last-head/checkpoint",
        "tiles/checkpoint",
        "evidence/c1",
    ],
)
def test_a_half_made_home_is_not_completed(empty_home, left):
    (empty_home.path / left).write_bytes(b"x")
    with pytest.raises(HomeFault, match="一半"):
        homes.create_home(empty_home.path, False)
    assert not homes.Home(empty_home.path).mark.exists()


def test_a_database_of_another_home_is_not_adopted(empty_home):
    home = homes.create_home(empty_home.path, False)
    home.mark.write_text(json.dumps({"identity": "other", "practice": False, "origin": "x"}))
    with pytest.raises(HomeFault, match="不是一套"):
        homes.agree(home)


def test_an_empty_folder_beside_a_used_database_is_refused(empty_home):
    home = homes.create_home(empty_home.path, False)
    for one in (
        home.mark,
        home.master_key,
        home.signing_key,
        home.verifier_key,
        home.last_head,
        home.tiles / "checkpoint",
    ):
        one.unlink()
    with pytest.raises(HomeFault, match="一半"):
        homes.create_home(empty_home.path, False)


def test_practice_is_for_good(empty_home):
    """The mark on disk and the row must agree, so neither alone makes a real home of a practice one."""
    home = homes.create_home(empty_home.path, True)
    home.mark.write_text(home.mark.read_text().replace("true", "false"))
    with pytest.raises(HomeFault):
        homes.agree(home)


@pytest.mark.parametrize("missing", ["keys/master.key", "keys/vkey", "last-head", "evidence"])
def test_what_is_missing_is_named(empty_home, missing):
    home = homes.create_home(empty_home.path, False)
    path = home.path / missing
    path.unlink() if path.is_file() else path.rename(home.path / "away")
    with pytest.raises(HomeFault, match=path.name):
        homes.check(home)


def test_a_cut_master_key_is_refused(empty_home):
    home = homes.create_home(empty_home.path, False)
    home.master_key.write_bytes(b"short")
    with pytest.raises(HomeFault, match="32 字节"):
        add(new_case())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entry")
        assert cursor.fetchone() == (0,)
