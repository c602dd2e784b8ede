"""Opening stored entries, fast: every digest beside an entry is recomputed, and what was once opened is kept as bytes.

Same formulas as `tlog.commitment.open_box` and `unseal` (a test holds them together); here the canonical check is
one pass of the C encoder, because `tlog` already walked every value when the entry was appended.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingjing.law.terms import Entry, Json
from mingjing.recording.format import Unreadable, from_json
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import decode_object, encode

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


class Damaged(Exception):
    """A stored entry is not what was appended; names case, number and what does not agree."""


def header_of(case: str, n: int, prev: str | None, inner: str, box: str) -> bytes:
    """`tlog.header_bytes` for values that are known to be plain: digests, a chain name, a number."""
    before = "null" if prev is None else f'"{prev}"'
    return f'{{"box":"{box}","case":"{case}","inner":"{inner}","n":{n},"prev":{before},"v":1}}'.encode()


def opened(
    key: bytes, case: str, n: int, prev: str | None, header: bytes, inner: str, box: bytes, name: str
) -> Entry:
    """The entry of one row, a new object each time. Raises Damaged."""
    if tlog.commitment(header) != name:
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的承诺值与条目头不符。")
    digest = hashlib.sha256(box).hexdigest()
    if header != header_of(case, n, prev, inner, digest):
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的条目头与所存的值或密文不符。")
    try:
        entry = from_json(json.loads(_clear(key, case, n, inner, _Box(digest, box))))
    except Unreadable as fault:
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）：{fault}") from fault
    if (entry.case, entry.n, entry.prev) != (case, n, prev):
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的内容与条目头不一致。")
    return entry


def raw(value: object) -> bytes:
    """The bytes of a column. SQLite keeps a text in a binary column if someone puts it there: then its bytes."""
    return (
        bytes(value)
        if isinstance(value, bytes | bytearray | memoryview)
        else str(value).encode(errors="replace")
    )


def public_leaf(body: bytes, sealed: int) -> bytes:
    """The leaf of a publication: its stored body with the place of its entry. Raises tlog's Damaged, NotCanonical."""
    data = encode({**decode_object(body), "sealed": sealed})
    tlog.parse_open_leaf(data)
    return data


class _Box:
    """A box that the cache knows by its digest, so that it need not keep the bytes."""

    __slots__ = ("digest", "content")

    def __init__(self, digest: str, content: bytes) -> None:
        self.digest, self.content = digest, content

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Box) and other.digest == self.digest


@lru_cache(maxsize=4096)
def _clear(key: bytes, case: str, n: int, inner: str, box: _Box) -> bytes:
    """The entry's bytes, after every check; a second reading of the same box costs nothing."""
    try:
        clear = AESGCM(key).decrypt(box.content[:12], box.content[12:], f"{case}/{n}".encode())
    except (InvalidTag, ValueError):
        _refuse(case, n, "密文打不开：内容被改动，或者密钥不符")
    box.content = b""
    salt, data = clear[: tlog.SALT_SIZE], clear[tlog.SALT_SIZE :]
    if tlog.inner(salt, data) != inner:
        _refuse(case, n, "内容与条目头的摘要不符")
    if not _is_canonical(data):
        _refuse(case, n, "内容不是规范编码")
    return data


def _is_canonical(data: bytes) -> bool:
    try:
        value: Json = json.loads(data, parse_float=_no_float, parse_constant=_no_float)
        return _ENCODER.encode(value).encode() == data
    except (ValueError, RecursionError):
        return False


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


def _refuse(case: str, n: int, why: str) -> NoReturn:
    raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的{why}。")
