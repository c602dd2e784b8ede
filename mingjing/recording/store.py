"""The ledger's only writer: lock a case, load it, append to it. Nothing but INSERT; transactions belong to the door.

Imported by `casework/service.py` and the ledger commands only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import IntegrityError, connection

from mingjing.database import binary
from mingjing.law.terms import Case, Entry
from mingjing.recording import keys
from mingjing.recording.format import to_json
from mingjing.recording.keys import KeyFault, Shredded
from mingjing.recording.opening import Damaged, header_of, keep_text, opened, raw
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import Json, encode, encode_entry, parse_utc_ms

__all__ = [
    "ClockBackwards",
    "Damaged",
    "KeyFault",
    "Known",
    "Receipt",
    "Shredded",
    "Stale",
    "append",
    "command",
    "load",
    "load_each",
    "lock",
    "open_leaf",
    "remember",
    "request_digest",
    "tail",
]


class Stale(Exception):
    """Someone else appended first, or the entry does not follow the last one. The transaction must be given up."""


class ClockBackwards(Exception):
    """The entry's `at` lies before that of the entry it follows."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the mover gets: where the entry stands, and its commitment."""

    case: str
    n: int
    commitment: str


@dataclass(frozen=True, slots=True)
class Known:
    """A command that was carried out: the digest of its request, and the entry it made."""

    digest: str
    case: str
    n: int
    at: str
    commitment: str


# --- lock and load -------------------------------------------------------------------------------------------


def lock(cases: Sequence[str]) -> Mapping[str, bytes]:
    """Hold these cases until the transaction ends; a new case gets its key row. Their wrapped keys.

    In id order, missing rows first, so that two movers of the same linked cases never wait for each other.
    On SQLite the transaction itself is the lock (IMMEDIATE), and FOR UPDATE is left out.
    """
    wanted = sorted(set(cases))
    found = _held(wanted, update=len(wanted) == 1)
    if missing := set(wanted) - found.keys():
        found |= keys.ensure(sorted(missing))  # a row that was made here is held
    if missing - found.keys() or (len(wanted) > 1 and connection.vendor == "postgresql"):
        found = _held(wanted, update=True)
    return found


def _held(cases: Sequence[str], *, update: bool) -> dict[str, bytes]:
    hold = ' ORDER BY "case" FOR UPDATE' if update and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "case", wrapped FROM data_key WHERE "case" IN ({_marks(cases)}){hold}', cases)
        return {row[0]: raw(row[1]) for row in cursor.fetchall()}


def load(case: str) -> Case:
    """The case as it is stored, every entry decrypted and checked. An unknown case has no entries.

    Raises Damaged, KeyFault, or Shredded when its key was destroyed.
    """
    with connection.cursor() as cursor:
        binary(cursor).execute(
            "SELECT e.n, e.prev, e.header, e.inner, e.box, e.commitment, k.wrapped FROM entry e "
            'LEFT JOIN data_key k ON k."case" = e."case" WHERE e."case" = %s ORDER BY e.n',
            [case],
        )
        return _read(case, cursor.fetchall())


def load_each(cases: Sequence[str]) -> dict[str, Case]:
    """Like `load`, for several cases with one question. Those without entries are left out, and those that cannot be opened:
    of a list nobody is kept from the others; who loads such a case hears why.
    """
    with connection.cursor() as cursor:
        binary(cursor).execute(
            'SELECT e.n, e.prev, e.header, e.inner, e.box, e.commitment, k.wrapped, e."case" FROM entry e '
            f'LEFT JOIN data_key k ON k."case" = e."case" WHERE e."case" IN ({_marks(cases)}) ORDER BY e."case", e.n',
            cases,
        )
        rows = cursor.fetchall()
    found = {}
    for case, entries in groupby(rows, key=lambda row: str(row[7])):
        with suppress(Damaged, KeyFault, Shredded):
            found[case] = _read(case, list(entries))
    return found


def _read(case: str, rows: Sequence[Sequence[Any]]) -> Case:
    if not rows:
        return Case(case, "", "")
    if rows[0][6] is None:
        raise Shredded(case)
    key = keys.opened(case, rows[0][6])
    entries, commitments, prev = list[Entry](), list[str](), None
    for number, row in enumerate(rows, start=1):
        if (row[0], row[1]) != (number, prev):
            raise Damaged(f"案件 {case} 第 {number} 条记录缺失，或者与前一条接不上。")
        header, inner, box, name = raw(row[2]), str(row[3]), raw(row[4]), str(row[5])
        entries.append(opened(key, case, number, prev, header, inner, box, name))
        commitments.append(name)
        prev = name
    return Case(case, entries[0].procedure, entries[0].agency, tuple(entries), tuple(commitments))


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a chain ends: what the next entry follows. `n` = 0 before the first."""

    n: int
    commitment: str | None
    at: str


def tail(chain: str) -> Tail:
    """The end of a chain, without opening what lies before: a chain of the house grows for years."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.n, e.prev, e.header, e.inner, e.box, e.commitment, k.wrapped FROM entry e "
            'LEFT JOIN data_key k ON k."case" = e."case" WHERE e."case" = %s ORDER BY e.n DESC LIMIT 1',
            [chain],
        )
        row = cursor.fetchone()
    if row is None:
        return Tail(0, None, "")
    if row[6] is None:
        raise Shredded(chain)
    key = keys.opened(chain, row[6])
    entry = opened(key, chain, row[0], row[1], raw(row[2]), str(row[3]), raw(row[4]), str(row[5]))
    return Tail(entry.n, str(row[5]), entry.at)


# --- append --------------------------------------------------------------------------------------------------


def append(
    entry: Entry, *, salt: bytes, nonce: bytes, before: Case | None = None, wrapped: bytes = b""
) -> Receipt:
    """Add one entry to its case; the case must be locked. `salt` is 32, `nonce` 12 random bytes.

    `before`, `wrapped`: the case and its key as `load` and `lock` gave them under this lock, not to be read again.
    Raises Stale, ClockBackwards, Shredded; tlog's NotCanonical when a fact has no canonical form.
    """
    key = _check_follows(entry) if before is None else _check_held(entry, before, wrapped)
    data = encode_entry(to_json(entry))
    box = tlog.seal_box(key, salt, data, entry.case, entry.n, nonce)
    header = tlog.Header(
        entry.v, entry.case, entry.n, entry.prev, tlog.inner(salt, data), hashlib.sha256(box).hexdigest()
    )
    clear = header_of(header.case, header.n, header.prev, header.inner, header.box)
    name = tlog.commitment(clear)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO entry ("case", n, prev, header, "inner", box, commitment) VALUES (%s, %s, %s, %s, %s, %s, %s)',
                [entry.case, entry.n, entry.prev, clear, header.inner, box, name],
            )
    except IntegrityError as race:
        raise Stale(f"案件 {entry.case} 的第 {entry.n} 条已经存在。") from race
    # If the transaction is given up, this is the text of a box that nobody will ever present again.
    keep_text((key, entry.case, entry.n, header.inner, header.box), data.decode())
    return Receipt(entry.case, entry.n, name)


def _check_held(entry: Entry, before: Case, wrapped: bytes) -> bytes:
    """Like `_check_follows`, against the case that was loaded under the lock; the trigger checks the chain again."""
    parse_utc_ms(entry.at)
    last = before.entries[-1] if before.entries else None
    prev = before.commitments[-1] if last else None
    if (entry.case, entry.n, entry.prev) != (before.id, before.last + 1, prev):
        raise Stale(f"案件 {entry.case} 的第 {entry.n} 条接不上前一条。")
    if last is not None and entry.at < last.at:
        raise _backwards(entry.at, last.at)
    return keys.opened(entry.case, wrapped)


def _backwards(at: str, last: str) -> ClockBackwards:
    return ClockBackwards(f"系统时间 {at} 早于本案上一条记录的时间 {last}，请校准时钟后再办。")


def _check_follows(entry: Entry) -> bytes:
    """The case's key, when the entry follows the last stored one in number, commitment and time."""
    parse_utc_ms(entry.at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.wrapped, e.prev, e.header, e.inner, e.box, e.commitment FROM data_key k "
            'LEFT JOIN entry e ON e."case" = k."case" AND e.n = %s WHERE k."case" = %s',
            [entry.n - 1, entry.case],
        )
        row = cursor.fetchone()
    if row is None:
        raise Shredded(entry.case)
    key = keys.opened(entry.case, row[0])
    if entry.prev != row[5] or (entry.n == 1) != (row[5] is None):
        raise Stale(f"案件 {entry.case} 的第 {entry.n} 条接不上前一条。")
    if row[5] is not None:
        last = opened(key, entry.case, entry.n - 1, row[1], raw(row[2]), row[3], raw(row[4]), row[5])
        if entry.at < last.at:  # same width, same zone: comparing the texts compares the times
            raise _backwards(entry.at, last.at)
    return key


def open_leaf(receipt: Receipt, body: Mapping[str, Json]) -> int:
    """A public leaf for an entry of this transaction, without `sealed`: the sealer adds the entry's place. Its id."""
    tlog.OpenLeaf(**body, sealed=0)  # type: ignore[arg-type]  # judges every field; raises Damaged or TypeError
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO open_leaf (entry_id, body) SELECT id, %s FROM entry WHERE commitment = %s RETURNING id",
            [encode(dict(body)), receipt.commitment],
        )
        row = cursor.fetchone()
    if row is None:
        raise Stale(f"案件 {receipt.case} 没有第 {receipt.n} 条记录，不能存证。")
    return int(row[0])


# --- idempotency ---------------------------------------------------------------------------------------------


def request_digest(body: bytes) -> str:
    """What `remember` keeps of a request: the same key with another digest is another request."""
    return hashlib.sha256(body).hexdigest()


def command(actor: str, key: str) -> Known | None:
    """What this person already had carried out under this key. Ask under the case's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT c.digest, c."case", c.n, c.at, e.commitment FROM command c '
            'JOIN entry e ON e."case" = c."case" AND e.n = c.n WHERE c.actor = %s AND c.key = %s',
            [actor, key],
        )
        row = cursor.fetchone()
    return Known(*row) if row else None


def remember(actor: str, key: str, digest: str, receipt: Receipt, at: str) -> None:
    """Keep the answer, in the transaction that made it. Raises Stale when the key was used meanwhile."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO command (actor, key, digest, "case", n, at) VALUES (%s, %s, %s, %s, %s, %s)',
                [actor, key, digest, receipt.case, receipt.n, at],
            )
    except IntegrityError as race:
        raise Stale("同一请求正在办理，请稍候再看结果。") from race


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"
