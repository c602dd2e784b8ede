"""Where things stand in the log: places, the public head, proofs. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from mingjing.recording import home as homes
from mingjing.recording.home import Home
from mingjing.tlog import commitment as tlog
from mingjing.tlog import note, tiles
from mingjing.tlog.canonical import decode_object
from mingjing.tlog.proof import build_proof


class NotYet(LookupError):
    """The leaf is not under a signed checkpoint yet (seconds)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf and whether a signed head covers it; `sealed_at` is when that head was signed."""

    index: int
    signed: bool
    sealed_at: str


def place(case: str, n: int) -> Place | None:
    """The place of an entry's sealed leaf; None before the sealer came by."""
    return _place('e."case" = %s AND e.n = %s', [case, n])


def place_of_open_leaf(open_leaf: int) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{_PLACE} FROM leaf l WHERE l.open_leaf_id = %s", [open_leaf])
        return _row(cursor.fetchone())


_PLACE = 'SELECT l."index", (SELECT c.at FROM checkpoint c WHERE c.size > l."index" ORDER BY c.size LIMIT 1)'


def _place(where: str, values: list[object]) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{_PLACE} FROM leaf l JOIN entry e ON e.id = l.entry_id WHERE {where}", values)
        return _row(cursor.fetchone())


def _row(row: tuple[int, str | None] | None) -> Place | None:
    return None if row is None else Place(int(row[0]), row[1] is not None, row[1] or "")


def head(home: Home) -> note.Checkpoint:
    """The public head, verified. Raises NotSigned."""
    return note.open_checkpoint(
        (home.tiles / tiles.CHECKPOINT).read_bytes(), note.parse_vkey(homes.vkey(home))
    )


def vkey(home: Home) -> str:
    return homes.vkey(home)


def proof_for(home: Home, open_leaf: int) -> bytes:
    """The `.tlog-proof` of a publication or withdrawal, by the id that `store.open_leaf` gave. Raises NotYet."""
    signed = (home.tiles / tiles.CHECKPOINT).read_bytes()
    size = note.open_checkpoint(signed, note.parse_vkey(homes.vkey(home))).size
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT l."index", o.body, p."index" FROM leaf l JOIN open_leaf o ON o.id = l.open_leaf_id '
            "JOIN leaf p ON p.entry_id = o.entry_id WHERE o.id = %s",
            [open_leaf],
        )
        row = cursor.fetchone()
    if row is None or row[0] >= size:
        raise NotYet("这份文书还没有存证，请几秒钟后再试。")
    leaf = tlog.open_leaf_bytes(tlog.OpenLeaf(**decode_object(bytes(row[1])), sealed=int(row[2])))
    read = _reader(home)
    return build_proof(leaf, int(row[0]), tiles.inclusion_proof(read, int(row[0]), size), signed)


def _reader(home: Home) -> tiles.Read:
    return lambda path: (home.tiles / path).read_bytes()
