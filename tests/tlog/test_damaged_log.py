"""A copied log: every changed bit is found and traced to its entry, every file may be missing."""

import random
from pathlib import Path

import pytest

from mingjing.tlog import note, tiles, tree
from mingjing.tlog import verify as verifying
from mingjing.tlog.fsck import Damage, Report, check_log, fsck
from mingjing.tlog.note import Checkpoint, NotSigned
from tests.tlog.logs import CITY, LONG, STRANGER, Log, flips, log_of, sealed, vkey


def check(files: dict[str, bytes]) -> Report:
    return check_log(files.__getitem__, files, vkey())


def entry_of(log: Log, path: str, position: int) -> int | None:
    """The first entry that stands under this byte of a file."""
    if path == "checkpoint":
        return None
    place = tiles.parse_path(path)
    if place.level is not None:
        return (place.index * 256 + position // 32) << 8 * place.level
    count, end = place.index * 256, 0
    for entry in tiles.read_bundle(log.files[path]):
        end += 2 + len(entry)
        if position < end:
            break
        count += 1
    return count


def test_every_bit_of_a_small_log_is_found_and_located() -> None:
    log = log_of(4, published=2)
    assert check(log.files) == Report(log.head, ())

    for path, data in log.files.items():
        for position, changed in flips(data):
            damages = check(log.files | {path: changed}).damages
            assert [(one.path, one.index) for one in damages] == [(path, entry_of(log, path, position))]


def test_sampled_bits_of_a_log_with_two_levels_are_found_and_located() -> None:
    log, rng = log_of(560), random.Random(4)
    assert check(log.files) == Report(log.head, ())

    for path, data in log.files.items():
        for position in sorted(rng.sample(range(len(data)), min(len(data), 1000 if LONG else 20))):
            changed = data[:position] + bytes([data[position] ^ 1 << rng.randrange(8)]) + data[position + 1 :]
            damages = check(log.files | {path: changed}).damages
            assert [(one.path, one.index) for one in damages] == [(path, entry_of(log, path, position))]


def test_every_missing_or_cut_file_is_named() -> None:
    log = log_of(300)
    for path, data in log.files.items():
        without = {name: content for name, content in log.files.items() if name != path}
        assert [(one.path, one.kind) for one in check(without).damages] == [(path, "missing")]
        for spoilt in (b"", data[:-1], data + b"\0", data + data):
            assert [(one.path, one.kind) for one in check(log.files | {path: spoilt}).damages] == [
                (path, "changed")
            ]


def spoil(files: dict[str, bytes], path: str, position: int) -> dict[str, bytes]:
    data = files[path]
    return files | {path: data[:position] + bytes([data[position] ^ 4]) + data[position + 1 :]}


def test_several_damages_are_all_named() -> None:
    log = log_of(560)
    both = spoil(spoil(log.files, "tile/entries/000", 7), "tile/entries/002.p/48", 7)
    assert [one.index for one in check(both).damages] == [0, 512]

    unclear = spoil(spoil(log.files, "tile/entries/000", 7), "tile/0/001", 40)
    assert [(one.index, "无法判定" in one.reason) for one in check(unclear).damages] == [
        (0, True),
        (257, True),
    ]

    pair = spoil(log.files, "tile/entries/000", 7)
    del pair["tile/0/000"]
    assert {one.path for one in check(pair).damages} >= {"tile/0/000"}


def test_a_rewritten_log_does_not_pass_under_the_old_head() -> None:
    log, other = log_of(300), Log().append([sealed(i + 1000) for i in range(300)])
    damages = check(other.files | {"checkpoint": log.files["checkpoint"]}).damages
    assert [one.path for one in damages] == ["checkpoint"]

    forged = note.sign_checkpoint(Checkpoint(CITY.name, 300, other.head.root), [STRANGER])
    assert [one.path for one in check(other.files | {"checkpoint": forged}).damages] == ["checkpoint"]
    shorter = note.sign_checkpoint(Checkpoint(CITY.name, 300, tree.EMPTY_ROOT), [CITY])
    assert [one.path for one in check(log.files | {"checkpoint": shorter}).damages] == ["checkpoint"]
    assert check_log(Log().read, [], vkey()).checkpoint is None
    with pytest.raises(NotSigned):
        check_log(log.read, log.files, "not a key")


def test_entries_that_are_no_canonical_leaf_are_named_though_signed() -> None:
    for entry in (b'{"v": 1}', b"[]", b'{"a":"' + b"x" * 1024 + b'"}'):
        log = Log().append([sealed(0), entry, sealed(2)])
        assert [(one.index, one.kind) for one in check(log.files).damages] == [(1, "malformed")]


def test_earlier_partial_files_must_agree_and_later_ones_are_not_judged() -> None:
    log = log_of(200)
    old = dict(log.files)
    log.append([sealed(i) for i in range(200, 300)])
    assert {"tile/0/000.p/200", "tile/entries/000.p/200"} <= log.files.keys()
    assert check(log.files).damages == ()

    for path in ("tile/0/000.p/200", "tile/entries/000.p/200"):
        assert [one.path for one in check(spoil(log.files, path, 50)).damages] == [path]
        assert [one.path for one in check(log.files | {path: b"x"}).damages] == [path]
    ahead = log.files | {"checkpoint": old["checkpoint"]}  # a crash before the new head was signed
    assert check(ahead).damages == ()
    for path in ("tile/0/000.p/200", "tile/entries/000.p/200"):
        del ahead[path]
    assert check(ahead).damages == ()
    stray = log.files | {"tile/0/notes.txt": b"", "tile/0/.tmp": b""}
    assert [(one.path, one.kind) for one in check(stray).damages] == [("tile/0/notes.txt", "untracked")]


def test_an_empty_log_is_whole() -> None:
    assert check(Log().append([]).files).damages == ()


def test_a_folder_is_checked_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = log_of(300), tmp_path / "key"
    key.write_text(vkey() + "\n")
    for path, data in log.files.items():
        (tmp_path / "log" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "log" / path).write_bytes(data)

    assert fsck(tmp_path / "log", vkey()) == Report(log.head, ())
    assert verifying.main(["--fsck", str(tmp_path / "log"), str(key)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == verifying.VALID
    bundle = tmp_path / "log" / "tile/entries/001.p/44"
    bundle.write_bytes(spoil(log.files, "tile/entries/001.p/44", 3 + 81 * 2)["tile/entries/001.p/44"])
    assert fsck(tmp_path / "log", vkey()).damages == (
        Damage("tile/entries/001.p/44", 258, "changed", "条目缺失或与哈希分块不符"),
    )
    assert verifying.main(["--fsck", str(tmp_path / "log"), str(key)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "tile/entries/001.p/44，条目 258：条目缺失或与哈希分块不符。",
        verifying.INVALID,
    ]
    assert verifying.main(["--fsck", str(tmp_path / "nowhere"), str(key)]) == 1
