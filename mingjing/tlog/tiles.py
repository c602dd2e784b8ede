"""C2SP tlog-tiles: where hashes and entries are kept as files, how they grow, proofs read from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from . import tree
from .canonical import SIZE_LIMIT
from .tree import HASH_SIZE, Edge

WIDTH = 256  # hashes per full tile, entries per full bundle
HEIGHT = 8  # levels of the tree inside one tile
MAX_LEVEL = 63
MAX_ENTRY = 65535
CHECKPOINT = "checkpoint"

# Bytes stored at a path of the log; FileNotFoundError or LookupError when there are none.
Read: TypeAlias = Callable[[str], bytes]

_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")


class BadTile(ValueError):
    """A tile, bundle or path is malformed or does not fit the head; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a path names: `level` of hashes (None: entries), index within the level, width 1 to 256."""

    level: int | None
    index: int
    width: int

    def path(self) -> str:
        suffix = "" if self.width == WIDTH else f".p/{self.width}"
        level = "entries" if self.level is None else str(self.level)
        return f"tile/{level}/{index_path(self.index)}{suffix}"


@dataclass(frozen=True, slots=True)
class Growth:
    """What appending changes: the new edge, and the files to write: entry bundles, then tiles by level."""

    edge: Edge
    files: dict[str, bytes]


def index_path(index: int) -> str:
    """1234067 → `x001/x234/067`."""
    if index < 0:
        raise BadTile("分块序号不能为负")
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    return Place(level, index, width).path()


def bundle_path(index: int, width: int = WIDTH) -> str:
    return Place(None, index, width).path()


def parse_path(path: str) -> Place:
    """Strict inverse of Place.path; BadTile for any other spelling."""
    match = _PATH.fullmatch(path)
    if not match:
        raise BadTile("不是分块的路径")
    level, index, width = match.groups()
    place = Place(
        None if level == "entries" else int(level),
        int(re.sub(r"[x/]", "", index)),
        int(width) if width else WIDTH,
    )
    if (
        place.path() != path
        or place.width == 0
        or (place.level or 0) > MAX_LEVEL
        or place.index >= SIZE_LIMIT
    ):
        raise BadTile("分块路径的写法不规范")
    return place


def layout(size: int) -> list[tuple[int, int, int]]:
    """(level, full tiles, width of the partial tile or 0) for each level of a tree of `size` leaves."""
    levels: list[tuple[int, int, int]] = []
    count = size
    while count:
        levels.append((len(levels), count // WIDTH, count % WIDTH))
        count //= WIDTH
    return levels


def places(size: int) -> Iterator[Place]:
    """Every file that a log of `size` leaves must hold beside its checkpoint."""
    for level, full, partial in layout(size):
        for kind in (None, 0) if level == 0 else (level,):
            yield from (Place(kind, index, WIDTH) for index in range(full))
            if partial:
                yield Place(kind, full, partial)


def parse_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """The hashes of a tile of exactly this width, or BadTile."""
    if len(data) != width * HASH_SIZE:
        raise BadTile(f"哈希分块长度应为 {width * HASH_SIZE} 字节，实为 {len(data)} 字节")
    return tuple(data[i : i + HASH_SIZE] for i in range(0, len(data), HASH_SIZE))


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries with their uint16 lengths; BadTile for an entry above 65,535 bytes."""
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise BadTile(f"条目超过 {MAX_ENTRY} 字节")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(data: bytes) -> Iterator[bytes]:
    """Entries of a bundle one after the other; BadTile at the first that is cut off."""
    position = 0
    while position < len(data):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        if start > len(data) or position > len(data):
            raise BadTile("条目包被截断")
        yield data[start:position]


def parse_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """The entries of a bundle of exactly this width, or BadTile."""
    entries = tuple(read_bundle(data))
    if len(entries) != width:
        raise BadTile(f"条目包应含 {width} 条，实含 {len(entries)} 条")
    return entries


def find(read: Read, place: Place) -> tuple[Place, bytes]:
    """The bytes of a place and where they were: the full file stands in for a partial one that is gone."""
    try:
        return place, read(place.path())
    except (FileNotFoundError, LookupError):
        full = Place(place.level, place.index, WIDTH)
        return full, read(full.path())


def read_tile(read: Read, level: int, index: int, width: int) -> tuple[bytes, ...]:
    """The first `width` hashes of a tile; BadTile when it is malformed."""
    place, data = find(read, Place(level, index, width))
    return parse_tile(data, place.width)[:width]


def read_entries(read: Read, index: int, width: int) -> tuple[bytes, ...]:
    """The first `width` entries of a bundle; BadTile when it is malformed."""
    place, data = find(read, Place(None, index, width))
    return parse_bundle(data, place.width)[:width]


def entry_at(read: Read, index: int, size: int) -> bytes:
    """Entry `index` of a log of `size` leaves; unverified."""
    if not 0 <= index < size:
        raise BadTile("序号不在日志中")
    number = index // WIDTH
    return read_entries(read, number, min(WIDTH, size - number * WIDTH))[index % WIDTH]


def nodes(read: Read, size: int) -> tree.Node:
    """Complete subtrees of a log of `size` leaves, read from its tiles (each once); unverified."""
    cache: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def node(level: int, index: int) -> bytes:
        tile_level, rest = divmod(level, HEIGHT)
        number, offset = divmod(index << rest, WIDTH)
        if (tile_level, number) not in cache:
            width = min(WIDTH, (size >> HEIGHT * tile_level) - number * WIDTH)
            cache[tile_level, number] = read_tile(read, tile_level, number, width)
        hashes = cache[tile_level, number][offset : offset + (1 << rest)]
        if len(hashes) != 1 << rest:
            raise BadTile("分块短于检查点所需")
        return tree.root(hashes)

    return node


def edge_at(read: Read, size: int) -> Edge:
    """The right edge of a log of `size` leaves, one tile per level."""
    return tree.edge_of(nodes(read, size), size)


def inclusion_proof(read: Read, index: int, size: int) -> tuple[bytes, ...]:
    return tree.inclusion_proof(nodes(read, size), index, size)


def consistency_proof(read: Read, old: int, size: int) -> tuple[bytes, ...]:
    return tree.consistency_proof(nodes(read, size), old, size)


def grow(read: Read, size: int, root: bytes, entries: Sequence[bytes]) -> Growth:
    """Files that turn the stored log (size, root), whose head was signed, into one with `entries` appended.

    Reads one partial tile per level and one partial bundle. Raises BadTile, or what `read` raises, when what is
    stored there is not what the signed root says: then nothing may be signed.
    """
    edge = edge_at(read, size)
    if edge.root() != root:
        raise BadTile("已存分块与已签名的根不符，停止追加")
    fresh = [tree.leaf_hash(entry) for entry in entries]
    files = _bundles(read, size, entries) | _tiles(read, size, fresh)
    return Growth(edge.extend(fresh), files)


def _bundles(read: Read, size: int, entries: Sequence[bytes]) -> dict[str, bytes]:
    if not entries:
        return {}
    first, partial = divmod(size, WIDTH)
    before = read_entries(read, first, partial) if partial else ()
    if partial and [*map(tree.leaf_hash, before)] != [*read_tile(read, 0, first, partial)]:
        raise BadTile("已存条目与哈希分块不符，停止追加")
    pieces = _pieces([*before, *entries])
    return {bundle_path(first + i, len(piece)): bundle(piece) for i, piece in enumerate(pieces)}


def _tiles(read: Read, size: int, fresh: list[bytes]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    level = 0
    while fresh:
        first, partial = divmod(size, WIDTH)
        before = read_tile(read, level, first, partial) if partial else ()
        pieces = _pieces([*before, *fresh])
        files |= {tile_path(level, first + i, len(piece)): b"".join(piece) for i, piece in enumerate(pieces)}
        fresh = [tree.root(piece) for piece in pieces if len(piece) == WIDTH]
        size, level = first, level + 1
    return files


def _pieces(items: list[bytes]) -> list[list[bytes]]:
    return [items[i : i + WIDTH] for i in range(0, len(items), WIDTH)]
