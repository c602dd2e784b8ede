"""Many cases from one: the entries of a played case copied under new ids, with their gate rows, in bulk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

from django.db import connection, transaction

from mingjing.law.terms import Case
from mingjing.recording import home as homes
from mingjing.recording import keys
from mingjing.recording.format import to_json
from mingjing.recording.opening import header_of
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import encode_entry

STEP = 20
"""Cases per transaction."""
ENTRY = 'INSERT INTO entry ("case", n, prev, header, "inner", box, commitment) VALUES (%s, %s, %s, %s, %s, %s, %s)'
KEY = 'INSERT INTO data_key ("case", wrapped) VALUES (%s, %s)'
GATE = (
    'INSERT INTO gated ("case", review) SELECT %s, review FROM gated WHERE "case" = %s',
    'INSERT INTO handler ("case", person, n) SELECT %s, person, n FROM handler WHERE "case" = %s ORDER BY id',
    'INSERT INTO reviewed ("case", round, n, draft, opinion, person) '
    'SELECT %s, round, n, draft, opinion, person FROM reviewed WHERE "case" = %s ORDER BY id',
    'INSERT INTO clearance ("case", round, n, draft, kind, person, catalogue) '
    'SELECT %s, round, n, draft, kind, person, catalogue FROM clearance WHERE "case" = %s ORDER BY id',
)
DECISION = (
    'INSERT INTO decision ("case", round, kind, draft, decider, n, clearance_id) '
    'SELECT c."case", d.round, d.kind, d.draft, d.decider, d.n, c.id FROM decision d, clearance c '
    'WHERE d."case" = %s AND c."case" = %s'
)


def copy(case: Case, times: int) -> int:
    """Add that many copies; how many entries were written. The copied case has one clearance and one decision."""
    master = homes.master_key(homes.current())
    written = 0
    for start in range(0, times, STEP):
        names = [str(uuid4()) for _ in range(min(STEP, times - start))]
        with transaction.atomic(), connection.cursor() as cursor:
            own = {name: os.urandom(32) for name in names}
            cursor.executemany(KEY, [(name, keys.wrap(master, name, key)) for name, key in own.items()])
            rows = [row for name, key in own.items() for row in entries(case, name, key)]
            cursor.executemany(ENTRY, rows)
            written += len(rows)
            _gate_rows(cursor, case.id, names)
    return written


def entries(case: Case, name: str, key: bytes) -> Iterator[tuple[object, ...]]:
    """The rows of one copy: the store's formulas, without its questions to the database."""
    prev: str | None = None
    for entry in case.entries:
        salt = os.urandom(tlog.SALT_SIZE)
        data = encode_entry(to_json(replace(entry, case=name, prev=prev)))
        box = tlog.seal_box(key, salt, data, name, entry.n, os.urandom(tlog.NONCE_SIZE))
        inner = tlog.inner(salt, data)
        header = header_of(name, entry.n, prev, inner, sha256(box).hexdigest())
        commitment = tlog.commitment(header)
        yield name, entry.n, prev, header, inner, box, commitment
        prev = commitment


def _gate_rows(cursor: object, template: str, names: Sequence[str]) -> None:
    for name in names:
        for statement in GATE:
            cursor.execute(statement, [name, template])  # type: ignore[attr-defined]
        cursor.execute(DECISION, [template, name])  # type: ignore[attr-defined]
