"""`ledger verify`: sound when sound, and otherwise table, row and entry of the damage."""

import shutil

import pytest
from django.db import connection

from mingjing.recording import home as homes
from mingjing.recording import seals, verify
from mingjing.recording.findings import Comparison, Finding
from tests.recording.ledger import add, check_ledger, new_case, publish, seal
from tests.recording.superuser import past_the_triggers


@pytest.fixture
def case(home) -> str:
    """Three entries and a publication of one case, two entries of another, two heads."""
    add(one := new_case(), 2)
    seal(home)
    add(new_case(), 2)
    publish(one, b"decision")
    add(one)
    seal(home)
    return one


def tables(report: verify.Report) -> set[str]:
    return {one.table for one in report.findings}


def test_a_sound_ledger_is_counted(home, case):
    said: list[str] = []
    report = verify.verify(home, progress=said.append)
    assert report.sound and report.findings == ()
    assert (report.entries, report.leaves, report.signed, report.pending, report.replayed) == (6, 7, 7, 0, 6)
    assert said[-1] == "重演 6 条"


def test_without_replay_no_key_is_needed(home, case):
    home.master_key.unlink()
    report = verify.verify(home, replay=False)
    assert (report.entries, report.replayed) == (6, 0)
    assert [one.table for one in report.findings] == [
        "home"
    ]  # the missing key itself is told, the ledger is sound


def test_what_is_not_sealed_yet_is_pending_and_checked(home, case):
    add(case, 2)
    report = verify.verify(home)
    assert report.sound and report.pending == 2
    past_the_triggers(f"UPDATE entry SET commitment = 'x' WHERE \"case\" = '{case}' AND n = 5")
    assert f"{case}/5" in {one.entry for one in verify.verify(home).findings}


CHANGES = [
    ("entry", "n = 9", "entry"),
    ("entry", "prev = 'x'", "entry"),
    ("entry", "header = BYTES", "entry"),
    ("entry", "\"inner\" = 'x'", "entry"),
    ("entry", "box = BYTES", "entry"),
    ("entry", "commitment = 'x'", "entry"),
    ("entry", "\"case\" = 'x'", "entry"),
]


@pytest.mark.parametrize(("table", "change", "named"), CHANGES)
def test_a_changed_column_names_table_row_and_entry(home, case, table, change, named):
    value = change.replace("BYTES", "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea")
    past_the_triggers(f"UPDATE {table} SET {value} WHERE n = 2 AND \"case\" = '{case}'")
    column = change.split(" ")[0].strip('"')
    found = [one for one in verify.verify(home, replay=False).findings if one.table == named]
    assert found and any(column in one.what or one.entry.endswith("/2") for one in found)
    assert any(one.entry.rpartition("/")[2] in ("2", "9") for one in found), found
    assert named in tables(verify.verify(home))


def test_a_removed_entry_names_its_place(home, case):
    past_the_triggers(f"DELETE FROM entry WHERE n = 4 AND \"case\" = '{case}'")
    found = verify.verify(home).findings
    assert Finding("leaf", "5", "", "所指的条目不存在") in found


def test_a_removed_leaf_names_its_place_and_entry(home, case):
    past_the_triggers('DELETE FROM leaf WHERE "index" = 1')
    found = {(one.table, one.row, one.entry) for one in verify.verify(home).findings}
    assert {("leaf", "1", ""), ("leaf", "", f"{case}/2")} <= found


def test_a_cut_tail_is_seen_by_the_kept_head(home, case):
    past_the_triggers(
        'DELETE FROM leaf WHERE "index" >= 4',
        "DELETE FROM checkpoint WHERE size > 2",
        "DELETE FROM open_leaf WHERE true",
        f"DELETE FROM entry WHERE \"case\" = '{case}' AND n > 2",
    )
    shutil.copy(home.tiles / "checkpoint", home.path / "away")
    found = verify.verify(home).findings
    assert any(one.table == "leaf" and "恢复了旧备份" in one.what for one in found)
    assert any(one.table == "checkpoint" and "last-head" in one.what for one in found)


def test_a_rewritten_history_differs_from_the_tiles_and_every_head(home, case):
    """Someone who rewrites an entry, its leaf and every later entry consistently still has other hashes than were signed."""
    add(other := new_case())
    past_the_triggers(
        "UPDATE leaf SET entry_id = (SELECT max(id) FROM entry), hash = "
        '(SELECT hash FROM leaf WHERE "index" = 3) WHERE "index" = 2',
    )
    found = verify.verify(home).findings
    assert any(one.table == "tiles" and one.entry == f"{other}/1" for one in found)
    assert {"checkpoint", "last-head", "tiles"} <= {one.table for one in found if "根" in one.what}


def test_a_head_kept_elsewhere_is_held_against_the_log(home, case):
    kept = (home.tiles / "checkpoint").read_bytes()
    add(case, 3)
    seal(home)
    assert verify.verify(home, from_checkpoint=kept).sound
    assert "from_checkpoint" in tables(verify.verify(home, from_checkpoint=kept[:-6] + b"AAAA=\n"))


def test_a_head_of_another_log_is_not_accepted(home, case):
    note = (home.tiles / "checkpoint").read_bytes()
    assert tables(
        verify.verify(home, from_checkpoint=note.replace(b"mingjing.example", b"mingjing.exampel"))
    ) == {"from_checkpoint"}


def test_an_open_leaf_that_was_changed_or_moved_is_named(home, case):
    past_the_triggers("UPDATE open_leaf SET entry_id = 1")
    assert {"leaf", "tiles"} <= tables(verify.verify(home))


def test_a_case_without_its_key_is_told_and_the_rest_goes_on(home, case):
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM data_key WHERE "case" = %s', [case])
    (finding,) = verify.verify(home).findings
    assert (finding.table, finding.row) == ("data_key", case)
    assert verify.verify(home, replay=False).sound


def test_a_wrong_master_key_is_told(home, case):
    home.master_key.write_bytes(bytes(32))
    assert tables(verify.verify(home)) == {"data_key"}


def test_another_homes_folder_is_told(home, case):
    home.mark.write_text(home.mark.read_text().replace(homes.mark(home).identity, "other"))
    assert tables(verify.verify(home)) == {"home"}


def test_a_fallen_trigger_is_told(home, case, fresh_ledger):
    with fresh_ledger.role("owner"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER entry_no_replace")
        else:
            cursor.execute("ALTER TABLE entry DISABLE TRIGGER entry_append_only")
    (finding,) = verify.verify(home).findings
    assert finding.table == "trigger" and finding.row.startswith("entry_")


@pytest.mark.parametrize("name", ["tile/entries/000.p/7", "tile/0/000.p/7", "checkpoint"])
def test_a_missing_file_is_named(home, case, name):
    (home.tiles / name).unlink()
    found = verify.verify(home).findings
    assert any((one.table, one.row) == ("tiles", name) for one in found)


def test_a_file_that_does_not_belong_is_named(home, case):
    (home.tiles / "tile" / "extra").write_bytes(b"x")
    (finding,) = verify.verify(home).findings
    assert finding.row == "tile/extra"


def test_tiles_written_before_a_signature_that_never_came_are_no_damage(home, case):
    (home.tiles / "tile/0/000.p/9").write_bytes(b"x" * 9 * 32)
    assert verify.verify(home).sound


def test_other_rooms_hold_their_rows_against_the_ledger(home, case):
    seen: list[str] = []

    def load(cases):
        assert list(cases) == sorted(cases)
        return {one: f"rows of {one}" for one in cases}

    def compare(whole, rows):
        seen.append(whole.id)
        assert rows == f"rows of {whole.id}" and whole.last == len(whole.commitments)
        return [Finding("caserow", whole.id, f"{whole.id}/4", "不符")] if whole.id == case else []

    hook = Comparison("rows", load, compare, lambda: [Finding("caserow", "x", "", "没有条目")])
    report = verify.verify(home, comparisons=[hook])
    assert {one.row for one in report.findings} == {case, "x"} and len(seen) == 2


def test_verifying_changes_nothing(home, case):
    def state():
        with connection.cursor() as cursor:
            names = sorted(one.name for one in connection.introspection.get_table_list(cursor))
            counts = []
            for name in names:
                cursor.execute(f'SELECT count(*) FROM "{name}"')
                counts.append((name, cursor.fetchone()[0]))
        files = sorted(
            (one.as_posix(), one.stat().st_mtime_ns)
            for one in home.path.rglob("*")
            if "sqlite" not in one.name
        )
        return counts, files

    before = state()
    verify.verify(home, files=True)
    assert state() == before


def test_a_finding_reads_as_a_sentence():
    assert str(Finding("entry", "c1/2", "c1/2", "box 不符")) == "entry [c1/2]，条目 c1/2：box 不符"


def test_a_larger_log_with_full_tiles(home):
    for _ in range(4):
        add(new_case(), 70)
        seal(home)
    publish(new_case(), b"decision")
    seal(home)
    check_ledger(home)
    tile = home.tiles / "tile/0/000"
    whole = tile.read_bytes()
    tile.write_bytes(whole[:320] + bytes([whole[320] ^ 1]) + whole[321:])
    (finding,) = verify.verify(home).findings
    place = [one for one in range(282) if one == 10]
    assert finding.row == "tile/0/000" and finding.entry.endswith(f"/{place[0] + 1}")
    tile.unlink()
    assert ("tiles", "tile/0/000") in {(one.table, one.row) for one in verify.verify(home).findings}
    assert seals.head(home).size == 282


def test_of_many_heads_the_quick_check_verifies_the_newest_signatures_only(home, case, monkeypatch):
    monkeypatch.setattr(verify, "SIGNATURES", 3)  # last-head, public head and the newest row
    past_the_triggers("UPDATE checkpoint SET note = replace(note, '— mingjing', '— mingjin') WHERE size = 2")
    assert verify.verify(home, replay=False).sound
    assert {(one.table, one.row) for one in verify.verify(home).findings} == {("checkpoint", "2")}
    past_the_triggers("UPDATE checkpoint SET note = replace(note, '2', '1') WHERE size = 2")
    assert "checkpoint" in tables(verify.verify(home, replay=False))
