"""Check a copied log, tiles and entries against its signed checkpoint, and name what is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from . import tiles, tree
from .canonical import NotCanonical, decode_object
from .commitment import MAX_LEAF
from .note import Checkpoint, NotSigned, open_checkpoint, parse_vkey
from .tiles import CHECKPOINT, WIDTH, BadTile, Place, Read
from .tree import Edge

Kind = Literal["changed", "missing", "malformed", "untracked"]
Truth = Literal["entries", "hashes"]  # which side of level 0 the signed root confirms

_NO_LEAF = "条目有签名为证，但不是规范编码或超过 1024 字节"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged file: its path, the index of the first entry concerned (None: the head), what, and why."""

    path: str
    index: int | None
    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; `checkpoint` is None when the head itself is not verifiable."""

    checkpoint: Checkpoint | None
    damages: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """Level-0 hashes of a span as one side tells them: the place read, how it is broken, and their edge."""

    place: Place
    hashes: tuple[bytes, ...]
    broken: Kind | None
    edge: Edge | None


@dataclass(frozen=True, slots=True)
class _Span:
    """Up to 256 leaves from `start`: both sides, where they first differ, the first entry that is no leaf."""

    start: int
    width: int
    entries: _Side
    hashes: _Side
    differs: int | None
    malformed: int | None


def fsck(folder: Path, vkey: str) -> Report:
    """Check the log copied to `folder` (`checkpoint` and `tile/`). Raises NotSigned for a bad vkey."""
    files = (path.relative_to(folder).as_posix() for path in folder.glob("tile/**/*") if path.is_file())
    return check_log(lambda path: (folder / path).read_bytes(), files, vkey)


def check_log(read: Read, paths: Iterable[str], vkey: str) -> Report:
    """Check every file that the head needs; when all are whole, every other path for contradictions.

    What lies beyond the head is not signed yet and is not judged; names that begin with a dot are ignored.
    """
    verifier = parse_vkey(vkey)
    try:
        head = open_checkpoint(read(CHECKPOINT), verifier)
    except (FileNotFoundError, LookupError):
        return Report(None, (Damage(CHECKPOINT, None, "missing", "没有检查点"),))
    except NotSigned as fault:
        return Report(None, (Damage(CHECKPOINT, None, "changed", str(fault)),))
    spans = [_span(read, start, min(WIDTH, head.size - start)) for start in range(0, head.size, WIDTH)]
    truth = _truth(spans, head)
    damages = [damage for span in spans for damage in _leaf_damages(span, truth)]
    damages += _upper_damages(read, [_root(span, truth) for span in spans if span.width == WIDTH])
    if not damages and truth is None:
        damages = [Damage(CHECKPOINT, None, "changed", "检查点的根与全部条目、分块不符")]
    return Report(head, tuple(damages or _stray_damages(read, paths, head.size)))


def _span(read: Read, start: int, width: int) -> _Span:
    hashes = _hash_side(read, Place(0, start // WIDTH, width))
    entries, malformed = _entry_side(read, Place(None, start // WIDTH, width))
    return _Span(start, width, entries, hashes, _first_difference(entries, hashes), malformed)


def _hash_side(read: Read, place: Place) -> _Side:
    width = place.width
    try:
        place, data = tiles.find(read, place)
        hashes = tiles.parse_tile(data, place.width)[:width]
    except (FileNotFoundError, LookupError):
        return _Side(place, (), "missing", None)
    except BadTile:
        return _Side(place, (), "changed", None)
    return _Side(place, hashes, None, Edge().extend(hashes))


def _entry_side(read: Read, place: Place) -> tuple[_Side, int | None]:
    width = place.width
    try:
        place, data = tiles.find(read, place)
    except (FileNotFoundError, LookupError):
        return _Side(place, (), "missing", None), None
    entries, cut = _readable(data)
    broken: Kind | None = "changed" if cut or len(entries) != place.width else None
    hashes = tuple(map(tree.leaf_hash, entries[:width]))
    malformed = next((i for i, entry in enumerate(entries[:width]) if not _is_leaf(entry)), None)
    return _Side(place, hashes, broken, None if broken else Edge().extend(hashes)), malformed


def _readable(data: bytes) -> tuple[list[bytes], bool]:
    """The entries up to the point where a bundle breaks, and whether it does."""
    entries: list[bytes] = []
    try:
        for entry in tiles.read_bundle(data):
            entries.append(entry)
    except BadTile:
        return entries, True
    return entries, False


def _is_leaf(entry: bytes) -> bool:
    try:
        decode_object(entry)
    except NotCanonical:
        return False
    return len(entry) <= MAX_LEAF


def _first_difference(entries: _Side, hashes: _Side) -> int | None:
    if hashes.broken:
        return len(entries.hashes) if entries.broken else None
    for i, (one, other) in enumerate(zip(entries.hashes, hashes.hashes, strict=False)):
        if one != other:
            return i
    return min(len(entries.hashes), len(hashes.hashes) - 1) if entries.broken else None


def _truth(spans: Sequence[_Span], head: Checkpoint) -> Truth | None:
    if _total([span.hashes.edge for span in spans], head.size) == head.root:
        return "hashes"
    if _total([span.entries.edge for span in spans], head.size) == head.root:
        return "entries"
    return None


def _total(edges: Sequence[Edge | None], size: int) -> bytes | None:
    known = [edge for edge in edges if edge]
    if len(known) < len(edges):
        return None
    full = Edge().extend(edge.root() for edge in known if edge.size == WIDTH)
    partial = known[-1].hashes if size % WIDTH else ()
    return Edge(size, full.hashes + partial).root()


def _root(span: _Span, truth: Truth | None) -> bytes | None:
    """Root of a full span as far as it is known: confirmed by the head, or told alike by both sides."""
    sides = {"hashes": [span.hashes], "entries": [span.entries], None: [span.hashes, span.entries]}[truth]
    roots = {side.edge.root() if side.edge else None for side in sides}
    return roots.pop() if len(roots) == 1 else None


def _leaf_damages(span: _Span, truth: Truth | None) -> Iterator[Damage]:
    bundle, tile, at = span.entries.place.path(), span.hashes.place.path(), span.start + (span.differs or 0)
    if span.hashes.broken:
        yield Damage(tile, span.start, span.hashes.broken, "哈希分块缺失或长度不对")
    if span.differs is not None and truth == "entries":
        yield Damage(tile, at, "changed", "哈希分块与条目不符，条目有检查点为证")
    elif span.differs is not None:
        doubt = "" if truth else "；另有损坏，无法判定是条目还是哈希分块被改动"
        yield Damage(bundle, at, span.entries.broken or "changed", f"条目缺失或与哈希分块不符{doubt}")
    elif span.malformed is not None:
        yield Damage(bundle, span.start + span.malformed, "malformed", _NO_LEAF)


def _upper_damages(read: Read, expected: list[bytes | None]) -> Iterator[Damage]:
    level = 1
    while expected:
        groups = [expected[i : i + WIDTH] for i in range(0, len(expected), WIDTH)]
        for number, group in enumerate(groups):
            yield from _tile_damages(read, Place(level, number, len(group)), group)
        expected = [_group_root(group) for group in groups if len(group) == WIDTH]
        level += 1


def _tile_damages(read: Read, place: Place, expected: list[bytes | None]) -> Iterator[Damage]:
    side, span = _hash_side(read, place), WIDTH ** (place.level or 0)
    start = place.index * WIDTH * span
    if side.broken:
        yield Damage(side.place.path(), start, side.broken, "哈希分块缺失或长度不对")
    for i, (found, known) in enumerate(zip(side.hashes, expected, strict=False)):
        if known and found != known:
            yield Damage(side.place.path(), start + i * span, "changed", "哈希分块与下层不符")
            return


def _group_root(group: list[bytes | None]) -> bytes | None:
    known = [item for item in group if item]
    return tree.root(known) if len(known) == len(group) else None


def _stray_damages(read: Read, paths: Iterable[str], size: int) -> Iterator[Damage]:
    """Files the head does not need: earlier partial ones must agree with it, others do not belong here."""
    needed = {place.path() for place in tiles.places(size)}
    for path in sorted(paths):
        if path in needed or path == CHECKPOINT or path.rpartition("/")[2].startswith("."):
            continue
        try:
            place = tiles.parse_path(path)
        except BadTile:
            yield Damage(path, None, "untracked", "不属于日志的文件")
            continue
        if not _agrees(read, place, size):
            yield Damage(path, place.index * WIDTH ** ((place.level or 0) + 1), "changed", "与现有分块矛盾")


def _agrees(read: Read, place: Place, size: int) -> bool:
    width = min(WIDTH, (size // WIDTH ** (place.level or 0)) - place.index * WIDTH)
    if width <= 0:
        return True
    common = min(width, place.width)
    try:
        if place.level is None:
            mine = tiles.parse_bundle(read(place.path()), place.width)
            return mine[:common] == tiles.read_entries(read, place.index, width)[:common]
        own = tiles.parse_tile(read(place.path()), place.width)
        return own[:common] == tiles.read_tile(read, place.level, place.index, width)[:common]
    except BadTile:
        return False
