"""Opening stored entries, fast: every digest beside an entry is recomputed, and what was once opened is kept.

Same formulas as `tlog.commitment.open_box` and `unseal` (a test holds them together); here the canonical check is
one pass of the C encoder, because `tlog` already walked every value when the entry was appended.
"""

from __future__ import annotations

import hashlib
import json
from typing import NoReturn, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingjing.law.terms import Entry, Json
from mingjing.recording.fixed import fixed
from mingjing.recording.format import Unreadable, from_json
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import decode_object, encode

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))

KEPT = 2048
"""How many entries are remembered: some twenty megabytes."""


class Damaged(Exception):
    """A stored entry is not what was appended; names case, number and what does not agree."""


def header_of(case: str, n: int, prev: str | None, inner: str, box: str) -> bytes:
    """`tlog.header_bytes` for values that are known to be plain: digests, a chain name, a number."""
    before = "null" if prev is None else f'"{prev}"'
    return f'{{"box":"{box}","case":"{case}","inner":"{inner}","n":{n},"prev":{before},"v":1}}'.encode()


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


def opened(
    key: bytes,
    case: str,
    n: int,
    prev: str | None,
    header: bytes,
    inner: str,
    box: bytes,
    name: str,
    *,
    keep: bool = True,
) -> Entry:
    """The entry of one row; nobody can change its values. Raises Damaged. `keep=False`: read once, do not remember."""
    if tlog.commitment(header) != name:
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的承诺值与条目头不符。")
    digest = hashlib.sha256(box).hexdigest()
    if header != header_of(case, n, prev, inner, digest):
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的条目头与所存的值或密文不符。")
    place = (key, case, n, inner, digest)
    known = _known.get(place)
    entry = known if isinstance(known, Entry) else _read(place, box, known)
    if (entry.case, entry.n, entry.prev) != (case, n, prev):
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的内容与条目头不一致。")
    if keep and entry is not known:
        _keep(place, entry)
    return entry


def _read(place: Place, box: bytes, text: str | None) -> Entry:
    """From a text that was checked before, else from the box."""
    key, case, n, inner, _ = place
    value = _checked(key, case, n, inner, box) if text is None else _DECODER.decode(text)
    try:
        return from_json(fixed(value))
    except Unreadable as fault:
        raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）：{fault}") from fault


Place: TypeAlias = tuple[bytes, str, int, str, str]
_known: dict[Place, Entry | str] = {}
"""Entries that were opened and checked, or their texts, by everything that was checked."""


def forget() -> None:
    """Forget every opened entry."""
    _known.clear()


def keep_text(place: Place, text: str) -> None:
    """Remember the text of a box that has just been made."""
    _keep(place, text)


def _keep(place: Place, value: Entry | str) -> None:
    if len(_known) >= KEPT:
        # The oldest first; of two threads at once, one finds it gone.
        _known.pop(next(iter(_known)), None)
    _known[place] = value


def _checked(key: bytes, case: str, n: int, inner: str, box: bytes) -> Json:
    """The value of a box, after every check."""
    try:
        clear = AESGCM(key).decrypt(box[:12], box[12:], f"{case}/{n}".encode())
    except (InvalidTag, ValueError):
        _refuse(case, n, "密文打不开：内容被改动，或者密钥不符")
    salt, data = clear[: tlog.SALT_SIZE], clear[tlog.SALT_SIZE :]
    if tlog.inner(salt, data) != inner:
        _refuse(case, n, "内容与条目头的摘要不符")
    try:
        text = data.decode()
        value: Json = _DECODER.decode(text)
        canonical = _ENCODER.encode(value) == text
    except (ValueError, RecursionError):
        canonical = False
    if not canonical:
        _refuse(case, n, "内容不是规范编码")
    return value


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def _refuse(case: str, n: int, why: str) -> NoReturn:
    raise Damaged(f"案件 {case} 第 {n} 条记录（表 entry）的{why}。")
