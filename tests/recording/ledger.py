"""A small ledger to test on, and the oracle that checks all of it with code of its own."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from mingjing.law.terms import Entry
from mingjing.recording import home as homes
from mingjing.recording import sealer, store, verify
from mingjing.recording.home import Home
from mingjing.tlog.verify import sm3

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_ticks = itertools.count()


def at(moment: int) -> str:
    """Ledger time: a second per step."""
    return (START + timedelta(seconds=moment)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def new_case() -> str:
    return str(uuid.uuid4())


def entry(case: str, n: int, prev: str | None, **values: Any) -> Entry:
    plain: dict[str, Any] = {
        "case": case,
        "n": n,
        "prev": prev,
        "procedure": "penalty_ordinary@2021-07-15",
        "action": "po_lead",
        "actor": "zhang",
        "roles": ("officer",),
        "agency": "scjg",
        "on": "2026-03-02",
        "at": at(next(_ticks)),
        "facts": {"summary": "举报超过保质期的食品", "fine": 6_000_000},
    }
    return Entry(**(plain | values))


def add(case: str, count: int = 1, **values: Any) -> store.Receipt:
    """Append entries, each in its own transaction; the receipt of the last."""
    receipt = None
    for _ in range(count):
        with transaction.atomic():
            store.lock([case])
            before = store.load(case)
            prev = before.commitments[-1] if before.commitments else None
            made = entry(case, before.last + 1, prev, **values)
            receipt = store.append(made, salt=os.urandom(32), nonce=os.urandom(12))
    assert receipt is not None
    return receipt


def publish(case: str, document: bytes, doc_no: str = "枣市监处罚〔2026〕1号") -> int:
    """An entry with an open leaf for a document, in one transaction; the open leaf's id."""
    with transaction.atomic():
        store.lock([case])
        before = store.load(case)
        made = entry(case, before.last + 1, before.commitments[-1] if before.commitments else None)
        receipt = store.append(made, salt=os.urandom(32), nonce=os.urandom(12))
        digests = {"sha256": hashlib.sha256(document).hexdigest(), "sm3": sm3(document)}
        return store.open_leaf(receipt, {"v": 1, "t": "published", "doc_no": doc_no, **digests})


def seal(home: Home) -> sealer.Sealed:
    return sealer.seal_once(home, datetime.now(UTC))


# --- the oracle: nothing of ours but the rows and files ------------------------------------------------------


def check_ledger(home: Home) -> None:
    """Every entry, leaf, tile and head again by the formulas of architecture §5; then the product's own verify."""
    rows = _rows('SELECT id, "case", n, prev, header, "inner", box, commitment FROM entry ORDER BY "case", n')
    for index, row in enumerate(rows):
        before = rows[index - 1] if index and rows[index - 1][1] == row[1] else None
        _check_entry(home, row, before)
    leaves = _leaves({row[0]: row[7] for row in rows})
    _check_tree(home, leaves)
    report = verify.verify(home)
    assert report.findings == (), "\n".join(map(str, report.findings))


def _check_entry(home: Home, row: tuple, before: tuple | None) -> None:
    _, case, n, prev, header, inner, box, commitment = row
    said = {"v": 1, "case": case, "n": n, "prev": prev, "inner": inner, "box": _sha(box)}
    assert bytes(header) == _canonical(said)
    assert commitment == _sha(b"mingjing/sealed/v1\0" + bytes(header))
    assert (n, prev) == ((before[2] + 1, before[7]) if before else (1, None))
    wrapped = _rows('SELECT wrapped FROM data_key WHERE "case" = %s', case)[0][0]
    master = (home.path / "keys" / "master.key").read_bytes()
    key = AESGCM(master).decrypt(wrapped[:12], wrapped[12:], b"mingjing/data-key/v1\0" + case.encode())
    clear = AESGCM(key).decrypt(box[:12], box[12:], f"{case}/{n}".encode())
    assert inner == _sha(b"mingjing/entry/v1\0" + clear)
    value = json.loads(clear[32:])
    assert _canonical(value) == clear[32:] and (value["case"], value["n"], value["prev"]) == (case, n, prev)


def _leaves(commitments: dict[int, str]) -> list[bytes]:
    rows = _rows('SELECT "index", entry_id, open_leaf_id, hash FROM leaf ORDER BY "index"')
    places = {row[1]: row[0] for row in rows if row[1]}
    bodies = {row[0]: row[1:] for row in _rows("SELECT id, body, entry_id FROM open_leaf")}
    found = []
    for index, row in enumerate(rows):
        if row[1]:
            leaf = _canonical({"c": commitments[row[1]], "v": 1})
        else:
            body, of = bodies[row[2]]
            leaf = _canonical({**json.loads(bytes(body)), "sealed": places[of]})
        assert row[0] == index and row[3] == _sha(b"\0" + leaf)
        found.append(leaf)
    return found


def _check_tree(home: Home, leaves: list[bytes]) -> None:
    note = (home.path / "tiles" / "checkpoint").read_text()
    origin, size, root, blank = note.split("\n")[:4]
    assert note == (home.path / "last-head" / "checkpoint").read_text()
    assert _rows("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1") == [(note,)]
    assert blank == "" and origin == homes.mark(home).origin
    signed = leaves[: int(size)]
    assert base64.b64decode(root) == _root([hashlib.sha256(b"\0" + leaf).digest() for leaf in signed])
    held = b"".join(_tile(home.path / "tiles", i, len(signed)) for i in range(-(-len(signed) // 256)))
    assert held == b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in signed)


def _tile(folder: Path, number: int, size: int) -> bytes:
    width = min(256, size - number * 256)
    name = f"{number:03d}" if width == 256 else f"{number:03d}.p/{width}"
    return (folder / "tile" / "entries" / name).read_bytes()


def _root(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + _root(hashes[:half]) + _root(hashes[half:])).digest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
