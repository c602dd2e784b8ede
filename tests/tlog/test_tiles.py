"""tlog-tiles: golden paths and layouts; a log grown in any steps is the same files, and reads back to its proofs."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.tlog import tiles, tree
from mingjing.tlog.tiles import BadTile, Place
from tests.tlog.logs import Log, log_of, sealed

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "vectors.json").read_text(encoding="utf-8"))


def test_golden_paths_and_layouts() -> None:
    for index, path in GOLDEN["tile_path"].items():
        assert tiles.index_path(int(index)) == path
    for size, levels in GOLDEN["tile_layout"].items():
        assert [list(level) for level in tiles.layout(int(size))] == levels
    assert tiles.layout(0) == []


@given(st.none() | st.integers(0, 63), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_paths_invert(level: int | None, index: int, width: int) -> None:
    place = Place(level, index, width)

    assert tiles.parse_path(place.path()) == place


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000",
        "tile/64/000",
        "tile/0/1",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001/x234",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/０00",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/data/000",
        "tile/entries/../0/000",
        "tile/0/" + "x999/" * 7 + "999",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(BadTile):
        tiles.parse_path(path)


def test_bundles_and_tiles_are_read_strictly() -> None:
    data = tiles.bundle([b"", b"a", b"b" * 65535])
    assert tiles.parse_bundle(data, 3) == (b"", b"a", b"b" * 65535)
    for wrong, width in ((data, 2), (data, 4), (data[:-1], 3), (data + b"\0", 3), (data + b"\0\0", 3)):
        with pytest.raises(BadTile):
            tiles.parse_bundle(wrong, width)
    with pytest.raises(BadTile):
        tiles.bundle([b"b" * 65536])
    for wrong in (b"", bytes(31), bytes(33), bytes(64)):
        with pytest.raises(BadTile):
            tiles.parse_tile(wrong, 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=5))
def test_growth_in_steps_writes_the_files_of_growth_at_once(steps: list[int]) -> None:
    log, size = Log(), sum(steps)
    for step in steps:
        log.append([sealed(log.head.size + i) for i in range(step)])

    whole = log_of(size) if size else log
    needed = {place.path() for place in tiles.places(size)}
    assert log.head == whole.head
    assert {path: log.files[path] for path in needed} == {path: whole.files[path] for path in needed}
    assert log.head.root == tree.root(tree.leaf_hash(sealed(i)) for i in range(size))


def test_a_two_level_log_reads_back_to_roots_entries_and_proofs() -> None:
    size = 66_000  # two full levels and a third begun
    log = log_of(size)
    leaves = [tree.leaf_hash(sealed(i)) for i in range(size)]
    node, rng = tree.nodes_of(leaves), random.Random(2)

    assert set(log.files) == {"checkpoint", *(place.path() for place in tiles.places(size))}
    assert tiles.edge_at(log.read, size).root() == tree.root(leaves)
    for index in [0, 255, 256, 65_535, 65_536, size - 1, *(rng.randrange(size) for _ in range(40))]:
        proof = tiles.inclusion_proof(log.read, index, size)
        assert proof == tree.inclusion_proof(node, index, size)
        assert tiles.entry_at(log.read, index, size) == sealed(index)
    for old in [0, 1, 255, 256, 257, 65_536, size, *(rng.randrange(size) for _ in range(20))]:
        assert tiles.consistency_proof(log.read, old, size) == tree.consistency_proof(node, old, size)


def test_proofs_for_an_older_head_survive_when_its_partial_tiles_are_gone() -> None:
    log = log_of(200)
    old_root = log.head.root
    log.append([sealed(i) for i in range(200, 300)])
    for path in [path for path in log.files if ".p/200" in path]:
        del log.files[path]

    for size, root in ((200, old_root), (300, log.head.root)):
        assert tiles.edge_at(log.read, size).root() == root
        proof = tiles.inclusion_proof(log.read, 7, size)
        tree.verify_inclusion(tree.leaf_hash(sealed(7)), 7, size, proof, root)
    assert tiles.entry_at(log.read, 199, 200) == sealed(199)


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_nothing_is_appended_to_what_is_no_longer_as_signed(path: str) -> None:
    log = log_of(300)
    data = log.files[path]
    log.files[path] = data[:-1] + bytes([data[-1] ^ 1])

    with pytest.raises(BadTile):
        tiles.grow(log.read, 300, log.head.root, [sealed(300)])


def test_a_silently_empty_or_regressed_store_does_not_grow() -> None:
    log = log_of(300)

    with pytest.raises(KeyError):
        tiles.grow(Log().read, 300, log.head.root, [sealed(300)])
    with pytest.raises(KeyError):
        tiles.grow(log.read, 299, log.head.root, [sealed(300)])
    with pytest.raises(BadTile):
        tiles.grow(log.read, 0, log.head.root, [sealed(300)])
    assert tiles.grow(log.read, 300, log.head.root, []).files == {}


def test_entries_outside_the_log_are_not_read() -> None:
    log = log_of(3)
    for index in (-1, 3):
        with pytest.raises(BadTile):
            tiles.entry_at(log.read, index, 3)
