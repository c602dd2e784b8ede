"""Where things stand in the log: places, the public head, proofs. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from mingjing.recording import home as homes
from mingjing.recording.home import Home
from mingjing.recording.opening import public_leaf, raw
from mingjing.tlog import note, tiles
from mingjing.tlog.canonical import Json, decode_object
from mingjing.tlog.proof import build_proof


class NotYet(LookupError):
    """The leaf is not under a signed checkpoint yet (seconds)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf and whether a signed head covers it; `sealed_at` is when that head was signed."""

    index: int
    signed: bool
    sealed_at: str


_PLACE = 'SELECT l."index", (SELECT c.at FROM checkpoint c WHERE c.size > l."index" ORDER BY c.size LIMIT 1) FROM leaf l '


def place(case: str, n: int) -> Place | None:
    """The place of an entry's sealed leaf; None before the sealer came by."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'{_PLACE} JOIN entry e ON e.id = l.entry_id WHERE e."case" = %s AND e.n = %s', [case, n]
        )
        return _place(cursor.fetchone())


def place_of_open_leaf(open_leaf: int) -> Place | None:
    """The same for a publication, by the id that `store.open_leaf` gave."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PLACE} WHERE l.open_leaf_id = %s", [open_leaf])
        return _place(cursor.fetchone())


def signed_up_to(case: str) -> int:
    """How many entries of a case, counted from the first, stand under a signed head."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(e.n), 0) FROM entry e JOIN leaf l ON l.entry_id = e.id "
            'WHERE e."case" = %s AND l."index" < (SELECT max(size) FROM checkpoint)',
            [case],
        )
        return int(cursor.fetchone()[0])


def _place(row: tuple[int, str | None] | None) -> Place | None:
    return None if row is None else Place(int(row[0]), row[1] is not None, row[1] or "")


def open_leaves(cases: Sequence[str]) -> dict[str, list[tuple[int, dict[str, Json]]]]:
    """What was published of these cases (sorted), as (entry number, body), for a room that can say what should be."""
    found: dict[str, list[tuple[int, dict[str, Json]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT e."case", e.n, o.body FROM open_leaf o JOIN entry e ON e.id = o.entry_id '
            'WHERE e."case" >= %s AND e."case" <= %s ORDER BY o.id',
            [cases[0], cases[-1]],
        )
        for case, n, body in cursor.fetchall():
            found.setdefault(case, []).append((n, decode_object(raw(body))))
    return found


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
    leaf = public_leaf(raw(row[1]), int(row[2]))
    read = _reader(home)
    return build_proof(leaf, int(row[0]), tiles.inclusion_proof(read, int(row[0]), size), signed)


def _reader(home: Home) -> tiles.Read:
    return lambda path: (home.tiles / path).read_bytes()
