"""The sealer: what is committed comes under a signed head, whatever breaks on the way, and nothing else does."""

import os
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from mingjing.recording import home as homes
from mingjing.recording import sealer, seals, store
from mingjing.recording.home import HomeFault
from mingjing.recording.sealer import SealRefused, Storage
from mingjing.tlog import verify as offline
from mingjing.tlog.fsck import fsck
from tests.recording.ledger import add, check_ledger, new_case, publish, seal
from tests.recording.superuser import past_the_triggers

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DOCUMENT = "行政处罚决定书".encode()


def test_everything_committed_comes_under_the_head(home):
    add(case := new_case(), 3)
    assert seal(home) == sealer.Sealed(3, 3)
    check_ledger(home)
    add(case, 2)
    publish(case, DOCUMENT)
    assert seal(home) == sealer.Sealed(4, 7)
    assert seal(home) == sealer.Sealed(0, 7)
    check_ledger(home)


def test_an_empty_ledger_has_a_signed_head_from_the_first_day(home):
    check_ledger(home)
    assert seals.head(home).size == 0
    assert seal(home) == sealer.Sealed(0, 0)


def test_a_publication_names_the_place_of_its_entry_and_verifies_offline(home):
    add(case := new_case(), 2)
    open_leaf = publish(case, DOCUMENT)
    with pytest.raises(seals.NotYet):
        seals.proof_for(home, open_leaf)
    seal(home)
    verdict = offline.verify(DOCUMENT, seals.proof_for(home, open_leaf), seals.vkey(home))
    assert verdict.valid and verdict.leaf.sealed == 2 and verdict.index == 3
    assert not offline.verify(DOCUMENT + b" ", seals.proof_for(home, open_leaf), seals.vkey(home)).valid


def test_a_page_can_ask_where_an_entry_stands(home):
    add(case := new_case(), 2)
    assert seals.place(case, 2) is None and seals.signed_up_to(case) == 0
    sealer.seal_once(home, NOW)
    assert seals.place(case, 2) == seals.Place(1, True, "2026-03-02T01:00:00.000Z")
    add(case)
    assert seals.signed_up_to(case) == 2


def test_many_tiles(home):
    with transaction.atomic():
        pass
    add(new_case(), 250)
    seal(home)
    add(new_case(), 20)
    seal(home)
    check_ledger(home)
    assert fsck(home.tiles, seals.vkey(home)).damages == ()
    assert not (home.tiles / "tile/0/000.p").exists()


def test_commit_order_need_not_be_the_order_of_ids(home):
    """An entry whose transaction took long has a lower id than what was sealed before it."""
    add(case := new_case())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM entry")
        (low,) = cursor.fetchone()
    seal(home)
    late = _insert_copy(new_case(), id_=low + 5)
    add(case)
    seal(home)
    early = _insert_copy(new_case(), id_=low + 3)
    assert seal(home).n == 1
    assert late and early
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM entry LEFT JOIN leaf ON leaf.entry_id = entry.id WHERE leaf.entry_id IS NULL"
        )
        assert cursor.fetchone() == (0,)


def _insert_copy(case: str, id_: int) -> bool:
    """A real entry under a chosen id: append in a transaction that is given up, then insert its row."""
    with suppress(RuntimeError), transaction.atomic():
        add(case)
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT "case", n, prev, header, "inner", box, commitment FROM entry WHERE "case" = %s',
                [case],
            )
            row = cursor.fetchone()
            cursor.execute('SELECT wrapped FROM data_key WHERE "case" = %s', [case])
            (wrapped,) = cursor.fetchone()
        raise RuntimeError
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO data_key ("case", wrapped) VALUES (%s, %s)', [case, wrapped])
        cursor.execute(
            'INSERT INTO entry (id, "case", n, prev, header, "inner", box, commitment) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)',
            [id_, *row],
        )
    return True


# --- what is refused -----------------------------------------------------------------------------------------


def test_a_missing_last_head_is_not_begun_anew(home):
    add(new_case())
    home.last_head.unlink()
    with pytest.raises(SealRefused, match="last-head"):
        seal(home)


def test_a_last_head_signed_by_another_key_is_refused(home, tmp_path):
    text = home.last_head.read_bytes()
    home.last_head.write_bytes(text[:-8] + b"AAAAAA=\n")
    with pytest.raises(SealRefused, match="不可信"):
        seal(home)


def test_a_database_restored_from_before_the_last_head_is_refused(home):
    add(new_case(), 3)
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(home.path / "db.sqlite3", old := home.path / "old.sqlite3")
    seal(home)
    if connection.vendor == "sqlite":
        connection.close()
        for rest in home.path.glob("db.sqlite3-*"):
            rest.unlink()
        shutil.move(old, home.path / "db.sqlite3")
    else:
        past_the_triggers("DELETE FROM leaf", "DELETE FROM checkpoint WHERE size > 0")
    add(new_case(), 5)
    with pytest.raises(SealRefused, match="旧备份"):
        seal(home)


def test_an_older_last_head_is_refused(home):
    add(case := new_case())
    seal(home)
    old = home.last_head.read_bytes()
    add(case)
    seal(home)
    home.last_head.write_bytes(old)
    add(case)
    with pytest.raises(SealRefused, match="last-head"):
        seal(home)


def test_an_empty_database_under_a_log_is_refused(home):
    add(new_case())
    past_the_triggers("DELETE FROM checkpoint")
    with pytest.raises(SealRefused):
        seal(home)


@pytest.mark.parametrize(
    "change",
    [
        "box = BYTES",
        "header = BYTES",
        "commitment = 'x'",
        "n = 7",
        "\"inner\" = 'x'",
        "\"case\" = 'other'",
        "prev = 'x'",
    ],
)
def test_an_entry_whose_bytes_do_not_match_is_never_signed(home, change):
    add(case := new_case())
    seal(home)
    add(case)
    bytes_ = "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    past_the_triggers(f"UPDATE entry SET {change.replace('BYTES', bytes_)} WHERE n = 2")
    with pytest.raises(SealRefused, match="entry"):
        seal(home)
    assert seals.head(home).size == 1


def test_a_text_in_the_place_of_bytes_is_seen_on_sqlite(home):
    add(new_case())
    if connection.vendor == "sqlite":
        past_the_triggers("UPDATE entry SET header = 'x', box = 'x'")
        with pytest.raises(SealRefused, match="entry"):
            seal(home)


def test_an_entry_changed_between_placing_and_signing_is_never_signed(home):
    add(case := new_case(), 2)

    def tampering(rows):
        sealer.REAL.insert_leaves(rows)
        past_the_triggers("UPDATE entry SET commitment = upper(commitment) WHERE n = 2")

    with pytest.raises(SealRefused, match=case):
        sealer.seal_once(home, NOW, storage=Storage(insert_leaves=tampering))
    assert seals.head(home).size == 0


@pytest.mark.parametrize("name", ["tile/0/000.p/2", "tile/entries/000.p/2"])
def test_a_changed_tile_stops_the_signing(home, name):
    add(case := new_case(), 2)
    seal(home)
    path = home.tiles / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    add(case)
    with pytest.raises(SealRefused, match="分块"):
        seal(home)


def test_sealing_inside_a_transaction_is_a_bug(home):
    with pytest.raises(RuntimeError), transaction.atomic():
        seal(home)


def test_a_half_restored_home_is_refused(home):
    home.master_key.unlink()
    with pytest.raises(HomeFault, match="master.key"):
        seal(home)


# --- faults: every durable step, failed and not stored, failed but stored, killed --------------------------------


class Broken(Exception):
    """The step failed, as far as the sealer can tell."""


class Killed(BaseException):
    """The process died here; nothing after it runs."""


def breaking(step: int, how: str) -> tuple[Storage, list[int]]:
    """The real storage, except that the durable step number `step` breaks."""
    counted = [0]

    def wrapped(real):
        def call(*arguments):
            counted[0] += 1
            if counted[0] != step:
                return real(*arguments)
            if how in ("stored", "killed-after"):
                real(*arguments)
            raise (Killed if how.startswith("killed") else Broken)()

        return call

    plain = sealer.REAL
    return replace(
        plain,
        write_file=wrapped(plain.write_file),
        insert_leaves=wrapped(plain.insert_leaves),
        insert_checkpoint=wrapped(plain.insert_checkpoint),
    ), counted


STEPS = 7
"""Leaves, bundle, tile, last head, row, public head … for the batch below; the test counts them itself."""


@pytest.mark.parametrize("how", ["lost", "stored", "killed-before", "killed-after"])
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_whatever_breaks_the_next_pass_goes_on(home, step, how):
    add(case := new_case(), 2)
    seal(home)
    add(case)
    publish(case, DOCUMENT)
    storage, counted = breaking(step, how)
    before = seals.head(home).size
    try:
        sealer.seal_once(home, NOW, storage=storage)
        assert counted[0] < step, "the step did not break"
    except (Broken, Killed):
        assert counted[0] == step
    assert seals.head(home).size in (before, 5)
    add(case)  # life goes on before the sealer is back
    seal(home)
    check_ledger(home)
    assert seals.head(home).size == 6
    assert seal(home).n == 0


def test_the_fault_table_covers_every_step(home):
    add(case := new_case(), 2)
    seal(home)
    add(case)
    publish(case, DOCUMENT)
    storage, counted = breaking(0, "lost")
    sealer.seal_once(home, NOW, storage=storage)
    assert counted[0] + 1 == STEPS  # one more than there are, which must change nothing


def test_two_passes_at_once_seal_everything_once(home, fresh_ledger):
    for _ in range(4):
        add(new_case(), 5)
    faults: list[BaseException] = []

    def work():
        try:
            for _ in range(5):
                seal(home)
        except BaseException as fault:  # noqa: BLE001 - shown by the assertion below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert seals.head(home).size == 20
    check_ledger(home)


def test_the_running_sealer_signs_within_two_hundred_milliseconds_or_so(home):
    stop, faults = threading.Event(), []

    def work():
        try:
            sealer.run(home, stop)
        except BaseException as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    waits = []
    for _ in range(15):
        receipt = add(case := new_case())
        since = time.monotonic()
        while seals.signed_up_to(case) < receipt.n and time.monotonic() - since < 5:
            time.sleep(0.005)
        waits.append(time.monotonic() - since)
    stop.set()
    thread.join()
    assert faults == []
    assert max(waits) < 5  # signed at all, each before the next; how soon is measured in bench/
    check_ledger(home)


def test_a_batch_larger_than_one_pass(home, monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 7)
    add(new_case(), 20)
    publish(new_case(), DOCUMENT)
    sizes = [seal(home).size for _ in range(4)]
    assert sizes[-1] == 22
    check_ledger(home)


def test_the_signing_key_never_shows(home):
    assert "PRIVATE" not in repr(homes.signer(home))
    assert (home.signing_key.stat().st_mode & 0o777, home.master_key.stat().st_mode & 0o777) == (0o600, 0o600)


def test_store_does_not_need_the_signing_key(home):
    os.rename(home.signing_key, home.signing_key.with_suffix(".away"))
    assert store.load(add(new_case()).case).last == 1
