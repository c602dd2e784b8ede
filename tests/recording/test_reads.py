"""Every look at private content is remembered, in a file of its own that only grows."""

import sqlite3
import threading

import pytest
from django.db import connection

from mingjing.recording import reads
from mingjing.recording.home import Home
from mingjing.recording.reads import Read
from tests.support import home as support

sqlite_ledger = support.fresh("ledger", vendors=[support.SQLITE])


@pytest.fixture
def home(sqlite_ledger: support.Home) -> Home:
    """Files know nothing of the database; one of the two is enough."""
    return Home(sqlite_ledger.path)


LOOK = Read("zhou", "2026-03-02T01:00:00.000Z", "c1", "询问笔录", "法制审核")


@pytest.fixture(autouse=True)
def nothing_waiting(home):
    reads.flush(home)


def test_a_look_is_written_after_the_response(home):
    reads.note(LOOK)
    reads.note(Read("li", "2026-03-02T01:00:01.000Z", "c2", "案件页", "承办"))
    assert reads.of_case(home, "c1") == []
    assert reads.flush(home) == 2
    assert reads.of_case(home, "c1") == [LOOK]
    assert [one.case for one in reads.of_person(home, "li")] == ["c2"]
    assert reads.flush(home) == 0


def test_looking_changes_no_business_state(home):
    def state():
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            return [
                cursor.execute(f'SELECT count(*) FROM "{one}"') and cursor.fetchone()
                for one in sorted(tables)
            ]

    before = state()
    reads.note(LOOK)
    reads.flush(home)
    assert state() == before


def test_a_look_cannot_be_removed_or_changed(home):
    reads.note(LOOK)
    reads.flush(home)
    raw = sqlite3.connect(home.reads, isolation_level=None)
    for statement in (
        'DELETE FROM "read"',
        "UPDATE \"read\" SET person = 'x'",
        'INSERT OR REPLACE INTO "read" SELECT id, \'x\', at, "case", what, why FROM "read"',
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    raw.close()
    assert reads.of_case(home, "c1") == [LOOK]


def test_what_could_not_be_written_is_kept(home):
    reads.note(LOOK)
    home.reads.mkdir()  # no file can be opened there
    with pytest.raises(sqlite3.Error):
        reads.flush(home)
    home.reads.rmdir()
    assert reads.flush(home) == 1


def test_many_threads_lose_no_look(home):
    def work():
        for _ in range(50):
            reads.note(LOOK)
            reads.flush(home)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    reads.flush(home)
    assert len(reads.of_case(home, "c1")) == 300


def test_the_file_is_made_anew_when_it_was_taken_away(home):
    reads.note(LOOK)
    reads.flush(home)
    for one in home.path.glob("reads.sqlite3*"):
        one.unlink()
    reads.note(LOOK)
    assert reads.flush(home) == 1
