"""Everything checked again, from the stored bytes up: chain, commitments, tree, tiles, heads, keys, rows.

Names table, row and entry of any damage. Changes nothing. Two passes: one by place in the log, without keys;
one by case, which decrypts and holds the rows of other rooms against the ledger (`Comparison`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias

from django.db import connection

from mingjing.database import binary
from mingjing.law.terms import Case, Entry
from mingjing.recording import evidence, guards, keys, log_files, sealer
from mingjing.recording import home as homes
from mingjing.recording.append_only import Guards
from mingjing.recording.findings import Comparison, Finding
from mingjing.recording.home import Home, HomeFault
from mingjing.recording.opening import Damaged, header_of, opened, public_leaf, raw
from mingjing.tlog import commitment as tlog
from mingjing.tlog import note
from mingjing.tlog.canonical import decode_object
from mingjing.tlog.tree import Edge

STEP = 256 * 20
"""Leaves per query: whole tiles."""
CASES = 200
SIGNATURES = 1000
MARGIN = 1000

Progress = Callable[[str], None]
Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what was found; sound when `findings` is empty. `pending`: not yet in the tree."""

    findings: tuple[Finding, ...]
    entries: int
    leaves: int
    signed: int
    pending: int
    replayed: int
    seconds: float

    @property
    def sound(self) -> bool:
        return not self.findings


@dataclass(slots=True)
class _Log:
    """What the first pass carries along."""

    findings: list[Finding] = field(default_factory=list)
    edge: Edge = field(default_factory=Edge)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    entries: int = 0

    def add(self, table: str, row: object, entry: str, what: str) -> None:
        self.findings.append(Finding(table, str(row), entry, what))


def verify(
    home: Home,
    *,
    from_checkpoint: bytes | None = None,
    comparisons: Sequence[Comparison] = (),
    replay: bool = True,
    files: bool = False,
    progress: Progress = lambda _: None,
) -> Report:
    """Check the whole ledger. `from_checkpoint`: a head someone kept; `replay=False`: hashes only, no keys needed;
    `files`: read every evidence file too. Findings are returned, never raised.
    """
    started, log = time.monotonic(), _Log()
    _home(home, log)
    _guards((guards.LEDGER, *(one.guards for one in comparisons if one.guards)), log)
    heads = _heads(home, from_checkpoint, log, every=replay)
    leaves = _leaves(home, heads, log, progress)
    pending = _pending(log)
    replayed = _cases(home, comparisons, files, log, progress) if replay else 0
    for comparison in comparisons if replay else ():
        log.findings += comparison.strangers()
    signed = max((one.checkpoint.size for one in heads if one.trusted), default=0)
    unique = tuple(dict.fromkeys(log.findings))
    return Report(unique, log.entries, leaves, signed, pending, replayed, time.monotonic() - started)


# --- home, triggers, heads -----------------------------------------------------------------------------------


def _home(home: Home, log: _Log) -> None:
    try:
        homes.agree(home)
    except HomeFault as fault:
        log.add("home", home.path.name, "", str(fault))


def _guards(watch: Sequence[Guards], log: _Log) -> None:
    for one in watch:
        for name in one.fallen(connection):
            log.add("trigger", name, "", "数据库的保护触发器缺失、被改动或被关闭")


@dataclass(frozen=True, slots=True)
class _Head:
    """A signed head and where it was found; `trusted`: the one kept outside the database."""

    table: str
    row: str
    checkpoint: note.Checkpoint
    trusted: bool = False


def _heads(home: Home, kept: bytes | None, log: _Log, *, every: bool) -> list[_Head]:
    """Every head whose signature is right, by size; the others are findings.

    A signature takes as long to check as twenty entries. Unless `every`, only the newest rows' are: an old row's
    root is compared all the same, and what it says stands under the newer ones.
    """
    try:
        verifier = note.parse_vkey(homes.vkey(home))
    except (OSError, UnicodeDecodeError, note.NotSigned) as fault:
        log.add("keys", "vkey", "", f"公钥读不出来：{fault}")
        return []
    found = []
    with sealer.only_one(home):  # between two passes the three newest agree; within one they need not
        notes = list(_notes(home, kept, log))
    for left, (table, row, text, trusted) in zip(range(len(notes), 0, -1), notes, strict=True):
        try:
            if every or left <= SIGNATURES:
                checkpoint = note.open_checkpoint(text, verifier)
            else:
                checkpoint = note.parse_checkpoint(text.partition(b"\n\n")[0].decode() + "\n")
        except (note.NotSigned, UnicodeDecodeError) as fault:
            log.add(table, row, "", f"检查点不可信：{fault}")
            continue
        if table == "checkpoint" and str(checkpoint.size) != row:
            log.add(table, row, "", f"检查点所签的是 {checkpoint.size} 条，与行号不符")
        found.append(_Head(table, row, checkpoint, trusted))
    _last_heads(found, log)
    return sorted(found, key=lambda one: one.checkpoint.size)


def _notes(home: Home, kept: bytes | None, log: _Log) -> Iterator[tuple[str, str, bytes, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM checkpoint ORDER BY size")
        for size, text in cursor.fetchall():
            yield "checkpoint", str(size), raw(text), False
    for table, path in (("last-head", home.last_head), ("tiles", home.tiles / "checkpoint")):
        try:
            yield table, "checkpoint", path.read_bytes(), table == "last-head"
        except OSError:
            log.add(table, "checkpoint", "", "没有检查点")
    if kept is not None:
        yield "from_checkpoint", "", kept, False


def _last_heads(found: list[_Head], log: _Log) -> None:
    """The newest row, the public file and the kept head are the same."""
    newest = {one.table: one.checkpoint for one in sorted(found, key=lambda one: one.checkpoint.size)}
    kept = newest.get("last-head")
    for table in ("checkpoint", "tiles"):
        if kept is not None and newest.get(table) not in (None, kept):
            log.add(table, "checkpoint", "", "最后一个检查点与 last-head 里保存的不同（回退或分叉）")
    if kept is not None and "checkpoint" not in newest:
        log.add("checkpoint", "", "", "数据库里没有检查点")


# --- first pass: by place in the log -------------------------------------------------------------------------

_BY_PLACE = (
    'SELECT l."index", l.hash, l.entry_id, l.open_leaf_id, e."case", e.n, e.prev, e.header, e.inner, e.box, '
    'e.commitment, o.body, p."index", q."case", q.n FROM leaf l '
    "LEFT JOIN entry e ON e.id = l.entry_id LEFT JOIN open_leaf o ON o.id = l.open_leaf_id "
    "LEFT JOIN leaf p ON p.entry_id = o.entry_id LEFT JOIN entry q ON q.id = o.entry_id "
    'WHERE l."index" >= %s AND l."index" < %s ORDER BY l."index"'
)


def _leaves(home: Home, heads: list[_Head], log: _Log, progress: Progress) -> int:
    """Recompute every leaf in order; compare with its row, with the tiles, and with every head on the way."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT coalesce(max("index") + 1, 0) FROM leaf')
        size = int(cursor.fetchone()[0])
    signed = max((one.checkpoint.size for one in heads), default=0)
    public = min(size, max((one.checkpoint.size for one in heads if one.table == "tiles"), default=0))
    tiles = log_files.Tiles(home.tiles, public)
    waiting = list(heads)
    _compare_heads(waiting, log)
    for start in range(0, size, STEP):
        rows = _rows(start, min(start + STEP, size), log)
        names, leaves, hashes = _recompute(start, rows, log)
        for damage in tiles.differ(start, leaves, hashes):
            log.add(
                "tiles", damage.path, names[damage.index - start] if damage.index >= 0 else "", damage.what
            )
        _extend(hashes, waiting, log)
        progress(f"存证日志 {start + len(rows)}/{size}")
    for damage in tiles.rest():
        log.add("tiles", damage.path, "", damage.what)
    if size < signed:
        log.add(
            "leaf", str(size), "", f"已签名 {signed} 条，表 leaf 只有 {size} 条：末尾被删除或恢复了旧备份"
        )
    return size


def _rows(start: int, end: int, log: _Log) -> list[Row | None]:
    """One row per place; None (and a finding) where the row is missing."""
    with connection.cursor() as cursor:
        binary(cursor).execute(_BY_PLACE, [start, end])
        found = {row[0]: row for row in cursor.fetchall()}
    for index in range(start, end):
        if index not in found:
            log.add("leaf", index, "", "这一行缺失")
    return [found.get(index) for index in range(start, end)]


def _recompute(start: int, rows: list[Row | None], log: _Log) -> tuple[list[str], list[bytes], list[bytes]]:
    names, leaves, hashes = [], [], []
    for index, row in enumerate(rows, start=start):
        name, leaf = _leaf(index, row, log) if row else ("", b"")
        digest = hashlib.sha256(b"\0" + leaf).digest()
        if row and digest.hex() != row[1]:
            log.add("leaf", index, name, "所存的哈希与条目不符")
        names.append(name)
        leaves.append(leaf)
        hashes.append(digest)
    return names, leaves, hashes


def _leaf(index: int, row: Row, log: _Log) -> tuple[str, bytes]:
    """("case/n", leaf bytes) recomputed from what the row points to."""
    if row[4] is not None:
        name = f"{row[4]}/{row[5]}"
        _entry(name, row[4:11], log)
        return name, b'{"c":"%s","v":1}' % str(row[10]).encode()
    if row[11] is not None and row[12] is not None:
        return f"{row[13]}/{row[14]}", _open_leaf(row, log)
    log.add("leaf", index, "", "所指的条目不存在")
    return "", b""


def _entry(name: str, row: Sequence[Any], log: _Log) -> None:
    case, n, prev, header, inner, box, commitment = row
    log.entries += 1
    header, digest = raw(header), hashlib.sha256(raw(box)).hexdigest()
    if header != header_of(case, n, prev, inner, digest):
        log.add("entry", name, name, _which(header, case, n, prev, inner, digest))
    if tlog.commitment(header) != commitment:
        log.add("entry", name, name, "承诺值 commitment 与条目头 header 不符")
    before = log.last.get(case)
    if (before[0] + 1, before[1]) != (n, prev) if before else (n, prev) != (1, None):
        log.add("entry", name, name, "与本案前一条接不上：序号 n 或 prev 不连续")
    log.last[case] = (n, commitment)


def _which(header: bytes, case: object, n: object, prev: object, inner: object, box: str) -> str:
    """Which column disagrees with the header, or that the header itself is broken."""
    try:
        said = decode_object(header)
    except ValueError:
        return "条目头 header 被改动，已不是规范编码"
    held = {"case": case, "n": n, "prev": prev, "inner": inner, "box": box, "v": 1}
    wrong = [key for key in held if said.get(key) != held[key]] or ["header"]
    return f"{'、'.join(wrong)} 与条目头 header 不符"


def _open_leaf(row: Row, log: _Log) -> bytes:
    try:
        return public_leaf(raw(row[11]), row[12])
    except ValueError as fault:
        log.add("open_leaf", row[3], f"{row[13]}/{row[14]}", f"公示存证的内容被改动：{fault}")
        return b""


def _extend(hashes: list[bytes], waiting: list[_Head], log: _Log) -> None:
    """Grow the tree, stopping at each signed size to compare the root."""
    position, base = 0, log.edge.size
    while waiting and waiting[0].checkpoint.size <= base + len(hashes):
        stop = waiting[0].checkpoint.size - base
        log.edge = log.edge.extend(hashes[position:stop])
        position = max(position, stop)
        _compare_heads(waiting, log)
    log.edge = log.edge.extend(hashes[position:])


def _compare_heads(waiting: list[_Head], log: _Log) -> None:
    """Take off the heads of exactly this size; a root that differs is a finding."""
    while waiting and waiting[0].checkpoint.size == log.edge.size:
        head = waiting.pop(0)
        if head.checkpoint.root != log.edge.root():
            log.add(head.table, head.row, "", f"前 {head.checkpoint.size} 条算出的根与检查点所签的不同")


def _pending(log: _Log) -> int:
    """Entries and open leaves without a place: allowed at the end only."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT e.id, e."case", e.n, e.prev, e.header, e.inner, e.box, e.commitment, '
            "(SELECT max(entry_id) FROM leaf) FROM entry e LEFT JOIN leaf l ON l.entry_id = e.id "
            'WHERE l."index" IS NULL ORDER BY e."case", e.n'
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT o.id FROM open_leaf o LEFT JOIN leaf l ON l.open_leaf_id = o.id "
            'LEFT JOIN leaf p ON p.entry_id = o.entry_id WHERE l."index" IS NULL AND o.id + %s < '
            "(SELECT max(open_leaf_id) FROM leaf)",
            [MARGIN],
        )
        forgotten = cursor.fetchall()
    for row in rows:
        name = f"{row[1]}/{row[2]}"
        if row[2] <= log.last.get(row[1], (0, ""))[0] or row[0] + MARGIN < (row[8] or 0):
            log.add("leaf", "", name, "这条记录在存证日志里没有位置，而后来的记录有")
        _entry(name, row[1:8], log)
    for (id_,) in forgotten:
        log.add("leaf", "", "", f"表 open_leaf 第 {id_} 行在存证日志里没有位置")
    return len(rows)


# --- second pass: by case ------------------------------------------------------------------------------------


def _cases(home: Home, comparisons: Sequence[Comparison], files: bool, log: _Log, progress: Progress) -> int:
    """Decrypt every case and compare; how many entries were opened."""
    done = 0
    for names in _case_names():
        rows = {one.label: one.load(names) for one in comparisons}
        for case in _opened_cases(names, log):
            done += case.last
            for one in comparisons:
                log.findings += one.compare(case, rows[one.label].get(case.id))
            if files:
                log.findings += _files(home, case)
        progress(f"重演 {done} 条")
    return done


def _case_names() -> Iterator[list[str]]:
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT DISTINCT "case" FROM entry WHERE "case" > %s ORDER BY "case" LIMIT %s', [after, CASES]
            )
            names = [row[0] for row in cursor.fetchall()]
        if not names:
            return
        yield names
        after = names[-1]


def _opened_cases(names: list[str], log: _Log) -> Iterator[Case]:
    with connection.cursor() as cursor:
        binary(cursor).execute(
            'SELECT e."case", e.n, e.prev, e.header, e.inner, e.box, e.commitment, k.wrapped FROM entry e '
            'LEFT JOIN data_key k ON k."case" = e."case" '
            'WHERE e."case" >= %s AND e."case" <= %s ORDER BY e."case", e.n',
            [names[0], names[-1]],
        )
        rows = cursor.fetchall()
    for name, group in groupby(rows, key=lambda row: row[0]):
        case = _opened_case(name, list(group), log)
        if case is not None:
            yield case


def _opened_case(name: str, rows: list[Row], log: _Log) -> Case | None:
    """The case, or None (and findings) when it cannot be opened whole."""
    if rows[0][7] is None:
        log.add("data_key", name, "", "数据密钥不存在，案件内容无法打开（已销毁或被删除）")
        return None
    try:
        key = keys.opened(name, rows[0][7])
    except (keys.KeyFault, HomeFault) as fault:
        log.add("data_key", name, "", str(fault))
        return None
    entries = [_opened_entry(key, row, log) for row in rows]
    if None in entries:
        return None
    whole = tuple(one for one in entries if one is not None)
    log.findings += _clock(whole)
    return Case(name, whole[0].procedure, whole[0].agency, whole, tuple(row[6] for row in rows))


def _opened_entry(key: bytes, row: Row, log: _Log) -> Entry | None:
    case, n, prev, header, inner, box, commitment, _ = row
    try:
        return opened(key, case, n, prev, raw(header), inner, raw(box), commitment, keep=False)
    except Damaged as fault:
        log.add("entry", f"{case}/{n}", f"{case}/{n}", str(fault))
        return None


def _clock(entries: Sequence[Entry]) -> Iterator[Finding]:
    for before, entry in zip(entries, entries[1:], strict=False):
        if entry.at < before.at:
            name = f"{entry.case}/{entry.n}"
            yield Finding("entry", name, name, "记录时间 at 早于前一条")


def _files(home: Home, case: Case) -> Iterator[Finding]:
    for entry in case.entries:
        for ref in entry.files:
            if fault := evidence.check(home, case.id, ref):
                yield Finding("evidence", ref.sha256, f"{case.id}/{entry.n}", f"《{ref.title}》{fault}")
