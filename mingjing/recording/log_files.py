"""The tile files held against leaves that were recomputed from the database: byte for byte, in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mingjing.tlog import tiles, tree
from mingjing.tlog.tiles import WIDTH, Place
from mingjing.tlog.tree import HASH_SIZE


@dataclass(frozen=True, slots=True)
class Differs:
    """A file that is missing or not as computed; `index` of the first leaf concerned, −1 when none can be named."""

    path: str
    index: int
    what: str


class Tiles:
    """Feed leaves in whole tiles with `differ`; then `rest` looks at upper levels and at files nobody needs."""

    def __init__(self, folder: Path, size: int) -> None:
        self._folder, self._size = folder, size
        self._roots: list[bytes] = []
        self._known: set[str] = {"checkpoint"}

    def differ(self, start: int, leaves: list[bytes], hashes: list[bytes]) -> Iterator[Differs]:
        """Files of level 0 that do not hold these leaves from `start` on (a multiple of 256)."""
        for offset in range(0, len(hashes), WIDTH):
            width = min(WIDTH, self._size - start - offset, len(hashes) - offset)
            if width <= 0:
                return
            number = (start + offset) // WIDTH
            mine = leaves[offset : offset + width]
            yield from self._bundle(number, mine)
            yield from self._tile(0, number, hashes[offset : offset + width], 1)
            if width == WIDTH:
                self._roots.append(tree.root(hashes[offset : offset + width]))

    def rest(self) -> Iterator[Differs]:
        """Upper levels, then partial files of earlier heads and whatever does not belong to the log."""
        level, roots = 1, self._roots
        while roots:
            for start in range(0, len(roots), WIDTH):
                yield from self._tile(level, start // WIDTH, roots[start : start + WIDTH], WIDTH**level)
            full = [roots[i : i + WIDTH] for i in range(0, len(roots), WIDTH)]
            roots = [tree.root(one) for one in full if len(one) == WIDTH]
            level += 1
        yield from self._strays()

    def _bundle(self, number: int, leaves: list[bytes]) -> Iterator[Differs]:
        place = Place(None, number, len(leaves))
        data, wanted = self._read(place), tiles.bundle(leaves)
        if data == wanted:
            yield from self._partials(place, wanted, leaves)
            return
        yield Differs(place.path(), number * WIDTH + _first_entry(data, leaves), _what(data))

    def _tile(self, level: int, number: int, hashes: list[bytes], span: int) -> Iterator[Differs]:
        place = Place(level, number, len(hashes))
        data, wanted = self._read(place), b"".join(hashes)
        if data == wanted:
            yield from self._partials(place, wanted, hashes)
            return
        first = next((i for i, one in enumerate(hashes) if _piece(data, i) != one), len(hashes) - 1)
        yield Differs(place.path(), (number * WIDTH + first) * span if level == 0 else -1, _what(data))

    def _partials(self, place: Place, wanted: bytes, items: list[bytes]) -> Iterator[Differs]:
        """Earlier, narrower files of the same tile must be its beginning."""
        folder = self._folder / f"{Place(place.level, place.index, WIDTH).path()}.p"
        for path in folder.glob("[0-9]*") if folder.is_dir() else ():
            name = path.relative_to(self._folder).as_posix()
            self._known.add(name)
            width = int(path.name) if path.name.isdigit() else 0
            part = items[:width]
            expected = tiles.bundle(part) if place.level is None else b"".join(part)
            # Wider than the head: written before a signature that never came; nothing is said about it.
            if width <= len(items) and path.read_bytes() != expected:
                yield Differs(
                    name, place.index * WIDTH if place.level in (None, 0) else -1, "与完整的分块不符"
                )

    def _strays(self) -> Iterator[Differs]:
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            if path.is_dir() or name in self._known or path.name.startswith("."):
                continue
            try:
                tiles.parse_path(name)
            except tiles.BadTile:
                yield Differs(name, -1, "不属于存证日志的文件")

    def _read(self, place: Place) -> bytes | None:
        """The bytes of a place; the full file stands in for a partial one that was pruned."""
        for width in dict.fromkeys((place.width, WIDTH)):
            name = Place(place.level, place.index, width).path()
            try:
                data = (self._folder / name).read_bytes()
            except OSError:
                continue
            self._known.add(name)
            return data if width == place.width else _cut(place, data)
        return None


def _cut(place: Place, data: bytes) -> bytes:
    """The beginning of a full file, as wide as the place."""
    if place.level is not None:
        return data[: place.width * HASH_SIZE]
    try:
        return tiles.bundle(tiles.parse_bundle(data, WIDTH)[: place.width])
    except tiles.BadTile:
        return data


def _first_entry(data: bytes | None, leaves: list[bytes]) -> int:
    """Position of the first entry of a bundle that is not the leaf it should be."""
    position = 0
    for number, leaf in enumerate(leaves):
        wanted = len(leaf).to_bytes(2, "big") + leaf
        if (data or b"")[position : position + len(wanted)] != wanted:
            return number
        position += len(wanted)
    return len(leaves) - 1


def _piece(data: bytes | None, number: int) -> bytes:
    return (data or b"")[number * HASH_SIZE : (number + 1) * HASH_SIZE]


def _what(data: bytes | None) -> str:
    return "分块文件缺失" if data is None else "分块文件与条目不符"
