"""What goes under the tree: encrypted boxes, clear headers, their chain per case, two kinds of leaf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .canonical import INT_LIMIT, Json, NotCanonical, decode_object, encode, encode_entry

VERSION = 1
KEY_SIZE = 32
SALT_SIZE = 32
NONCE_SIZE = 12
MAX_LEAF = 1024

_REPEATED = ("v", "case", "n", "prev")  # what header and entry both say
_INNER = b"mingjing/entry/v1\x00"
_SEALED = b"mingjing/sealed/v1\x00"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CASE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

Kind = Literal["published", "withdrawn"]


class Damaged(ValueError):
    """A box, header or leaf is not what it was; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """The clear part of an entry. Digests are lower-case hex; `prev` is the commitment of n−1, None for 1.

    `case` is a UUID or a chain name ([a-z0-9._-]). Raises Damaged for values no header may have.
    """

    v: int
    case: str
    n: int
    prev: str | None
    inner: str
    box: str

    def __post_init__(self) -> None:
        if not _is_number(self.v, VERSION, VERSION):
            raise Damaged("条目头的版本未知")
        if not (isinstance(self.case, str) and _CASE.fullmatch(self.case)):
            raise Damaged("条目头的案件标识无效")
        if not _is_number(self.n, 1):
            raise Damaged("条目头的序号无效")
        if not (_is_digest(self.inner) and _is_digest(self.box)):
            raise Damaged("条目头的摘要无效")
        if not (self.prev is None if self.n == 1 else _is_digest(self.prev)):
            raise Damaged("条目头的前序摘要无效")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One entry ready to store: clear header, encrypted box, and the commitment that is its receipt."""

    header: Header
    box: bytes
    commitment: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain of a case breaks: at entry `n`, for `reason` (a Chinese sentence)."""

    case: str
    n: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """The public facts of a publication: digests of its bytes and the index of its sealed leaf."""

    t: Kind
    doc_no: str
    sha256: str
    sm3: str
    sealed: int
    v: int = VERSION

    def __post_init__(self) -> None:
        if not _is_number(self.v, VERSION, VERSION) or self.t not in ("published", "withdrawn"):
            raise Damaged("存证条目的版本或种类未知")
        if not (isinstance(self.doc_no, str) and self.doc_no and self.doc_no.isprintable()):
            raise Damaged("存证条目的文号无效")
        if not (_is_digest(self.sha256) and _is_digest(self.sm3)):
            raise Damaged("存证条目的摘要无效")
        if not _is_number(self.sealed, 0):
            raise Damaged("存证条目所指的密封条目序号无效")


def inner(salt: bytes, entry_bytes: bytes) -> str:
    """Salted digest of an entry, hex. Without the salt nothing about the entry can be guessed from it."""
    _check_size("盐", salt, SALT_SIZE)
    return hashlib.sha256(_INNER + salt + entry_bytes).hexdigest()


def seal_box(key: bytes, salt: bytes, entry_bytes: bytes, case: str, n: int, nonce: bytes) -> bytes:
    """nonce12 ‖ AES-256-GCM(key, salt32 ‖ entry, aad "case/n"). A nonce must never repeat under one key."""
    _check_size("密钥", key, KEY_SIZE)
    _check_size("盐", salt, SALT_SIZE)
    _check_size("随机数", nonce, NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, salt + entry_bytes, _aad(case, n))


def open_box(key: bytes, box: bytes, case: str, n: int) -> tuple[bytes, bytes]:
    """(salt, entry bytes) of a box; Damaged when key, case, number or any bit is wrong."""
    _check_size("密钥", key, KEY_SIZE)
    try:
        clear = AESGCM(key).decrypt(box[:NONCE_SIZE], box[NONCE_SIZE:], _aad(case, n))
    except (InvalidTag, ValueError):
        raise Damaged("密文无法打开：内容被改动，或密钥、案件、序号不符") from None
    salt, entry_bytes = clear[:SALT_SIZE], clear[SALT_SIZE:]
    try:
        decode_object(entry_bytes)
    except NotCanonical as fault:
        raise Damaged(f"密文内的条目不是规范编码：{fault}") from None
    return salt, entry_bytes


def seal_entry(entry: Mapping[str, object], *, key: bytes, salt: bytes, nonce: bytes) -> Sealed:
    """Header, box and commitment of an entry, whose `v`, `case`, `n`, `prev` the header repeats.

    Raises NotCanonical or Damaged for an entry without a canonical form or a lawful header.
    """
    entry_bytes = encode_entry(entry)
    case, n = entry.get("case"), entry.get("n")
    if not (entry.keys() >= set(_REPEATED) and isinstance(case, str) and isinstance(n, int)):
        raise Damaged("条目缺少版本、案件、序号或前序摘要")
    box = seal_box(key, salt, entry_bytes, case, n, nonce)
    header = _header(
        {**{name: entry[name] for name in _REPEATED}, "inner": inner(salt, entry_bytes), "box": _sha(box)}
    )
    return Sealed(header, box, commitment(header_bytes(header)))


def unseal(header: Header, box: bytes, key: bytes) -> dict[str, Json]:
    """The entry of a box; Damaged unless both digests hold and entry and header agree."""
    check_box(header, box)
    salt, entry_bytes = open_box(key, box, header.case, header.n)
    if inner(salt, entry_bytes) != header.inner:
        raise Damaged("条目内容与条目头的摘要不符")
    entry = decode_object(entry_bytes)
    for field in _REPEATED:
        if field not in entry or encode(entry[field]) != encode(getattr(header, field)):
            raise Damaged(f"条目与条目头的字段 {field} 不一致")
    return entry


def check_box(header: Header, box: bytes) -> None:
    """Damaged unless these are the box bytes the header commits to; needs no key."""
    if _sha(box) != header.box:
        raise Damaged("密文与条目头的摘要不符")


def header_bytes(header: Header) -> bytes:
    return encode(asdict(header))


def parse_header(data: bytes) -> Header:
    """Strict inverse of header_bytes; Damaged for other fields, types or spellings."""
    try:
        return _header(decode_object(data))
    except NotCanonical as fault:
        raise Damaged(f"条目头不是规范编码：{fault}") from None


def commitment(header_bytes: bytes) -> str:
    """The public name of an entry, hex: what its sealed leaf and the next header carry."""
    return hashlib.sha256(_SEALED + header_bytes).hexdigest()


def check_chain(headers: Iterable[Header], sealed: Mapping[int, str] | None = None) -> tuple[Fault, ...]:
    """Every break in the headers of one case, given in order of n; empty when whole.

    `sealed` maps n to the commitment found in the log; with it a changed header is located exactly and a
    cut-off end is seen, without it a change shows at the following entry.
    """
    faults: list[Fault] = []
    case: str | None = None
    expected, prev = 1, None
    for header in headers:
        case = case or header.case
        known = (sealed or {}).get(header.n)
        own = commitment(header_bytes(header))
        faults += [Fault(case, header.n, reason) for reason in _chain_reasons(header, case, expected, prev)]
        if sealed is not None and known != own:
            faults.append(Fault(case, header.n, "条目头与日志中的密封条目不符"))
        expected, prev = header.n + 1, known or own
    faults += [
        Fault(case or "", n, "条目缺失：日志中有，库中没有") for n in sorted(sealed or {}) if n >= expected
    ]
    return tuple(faults)


def sealed_leaf(commitment: str) -> bytes:
    """Leaf bytes of a sealed entry: only the commitment, so nothing tells kind, agency or case."""
    if not _is_digest(commitment):
        raise Damaged("承诺值不是 64 位小写十六进制")
    return encode({"c": commitment, "v": VERSION})


def parse_sealed_leaf(data: bytes) -> str:
    """The commitment in a sealed leaf; Damaged for anything else."""
    digest = _leaf_object(data).get("c")
    if not isinstance(digest, str) or data != sealed_leaf(digest):
        raise Damaged("不是密封条目")
    return digest


def open_leaf_bytes(leaf: OpenLeaf) -> bytes:
    """Leaf bytes of a publication or withdrawal, at most 1 KiB, else Damaged."""
    data = encode(asdict(leaf))
    if len(data) > MAX_LEAF:
        raise Damaged("存证条目超过 1024 字节")
    return data


def parse_open_leaf(data: bytes) -> OpenLeaf:
    """Strict inverse of open_leaf_bytes; an unknown kind or field raises Damaged (fail closed)."""
    value = _leaf_object(data)
    if value.keys() != {"v", "t", "doc_no", "sha256", "sm3", "sealed"}:
        raise Damaged("不是公示存证条目：字段不符")
    return OpenLeaf(**value)  # type: ignore[arg-type]  # __post_init__ judges every value


def _leaf_object(data: bytes) -> dict[str, Json]:
    if len(data) > MAX_LEAF:
        raise Damaged("存证条目超过 1024 字节")
    try:
        return decode_object(data)
    except NotCanonical as fault:
        raise Damaged(f"存证条目不是规范编码：{fault}") from None


def _chain_reasons(header: Header, case: str, expected: int, prev: str | None) -> list[str]:
    if header.case != case:
        return ["混入了另一案件的条目"]
    if header.n != expected:
        return [f"序号不连续：应为 {expected}"]
    return ["前序摘要与上一条目不符"] if header.prev != prev else []


def _header(value: Mapping[str, object]) -> Header:
    if value.keys() != {"v", "case", "n", "prev", "inner", "box"}:
        raise Damaged("条目头的字段不符")
    return Header(**value)  # type: ignore[arg-type]  # __post_init__ judges every value


def _aad(case: str, n: int) -> bytes:
    return f"{case}/{n}".encode()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _is_number(value: object, least: int, most: int = INT_LIMIT - 1) -> bool:
    # True == 1 in Python, but not in the bytes that are hashed.
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _check_size(name: str, value: bytes, size: int) -> None:
    if len(value) != size:
        raise ValueError(f"{name}的长度须为 {size} 字节")
