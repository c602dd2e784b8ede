"""kill -9 of a writing process under load: whatever it acknowledged is there, and the log goes on.

This does not test the power cut (security F2): there the page cache is lost too. `mingjing check` insists on the
settings that make a commit wait for the disk.
"""

import random
import subprocess
import sys

import pytest
from django.db import connection

from mingjing.recording import verify
from mingjing.recording.home import Home
from tests.recording.ledger import check_ledger, seal
from tests.support import home as support
from tests.support.environment import LONG

KILLS = 100 if LONG else 10  # on each database


@pytest.mark.slow
def test_no_acknowledged_entry_is_lost(home: Home, fresh_ledger: support.Home):
    dice, acknowledged = random.Random(20170930), list[str]()
    connection.close()
    for _ in range(KILLS):
        acknowledged += _killed_after(fresh_ledger, dice.uniform(0.05, 0.6))
    with connection.cursor() as cursor:
        cursor.execute('SELECT "case", n, commitment FROM entry')
        stored = {f"{case} {n} {commitment}" for case, n, commitment in cursor.fetchall()}
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= stored
    seal(
        home
    )  # what the restarted sealer does first: it makes up for a head that was kept but not yet published
    report = verify.verify(home)
    assert report.findings == ()
    while seal(home).n:
        pass
    check_ledger(home)


def _killed_after(home: support.Home, seconds: float) -> list[str]:
    """What a writer acknowledged before it was killed, this long after its first word."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.recording.writer"],
        env=home.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None and writer.stderr is not None
    first = writer.stdout.readline()
    assert first, writer.stderr.read().decode()
    try:
        writer.wait(seconds)
        raise AssertionError(writer.stderr.read().decode())
    except subprocess.TimeoutExpired:
        writer.kill()
    rest = writer.stdout.read()
    writer.wait()
    # A line cut off by the kill was not acknowledged.
    return [line.decode() for line in (first + rest).split(b"\n")[:-1]]
