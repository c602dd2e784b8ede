"""C2SP `.tlog-proof` text: one leaf, its place, its audit path and the checkpoint, to verify offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .canonical import SIZE_LIMIT, NotCanonical, base64_text, from_base64, from_decimal
from .tree import HASH_SIZE, NotProven

MAGIC = "c2sp.org/tlog-proof@v1"
MAX_PROOF = 1 << 20  # bytes
MAX_PATH = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """A parsed proof, nothing verified; `extra` is the leaf or None, `checkpoint` a signed note."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def build_proof(leaf: bytes, index: int, hashes: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Text of the proof that `leaf` stands at `index` under the signed `checkpoint`."""
    lines = [MAGIC, f"extra {base64_text(leaf)}", f"index {index}", *map(base64_text, hashes)]
    data = ("\n".join(lines) + "\n\n").encode("ascii") + checkpoint
    parse_proof(data)
    return data


def parse_proof(data: bytes) -> Proof:
    """Strict inverse of build_proof, `extra` being optional; NotProven for any other spelling."""
    if len(data) > MAX_PROOF:
        raise NotProven("证明文件过大")
    head, blank, checkpoint = data.partition(b"\n\n")
    if not (blank and head.isascii()):
        raise NotProven("证明文件缺少空行或含非 ASCII 字符")
    magic, *lines = head.decode("ascii").split("\n")
    if magic != MAGIC:
        raise NotProven("不是存证证明文件，或版本未知")
    try:
        return _parse(lines, checkpoint)
    except NotCanonical as fault:
        raise NotProven(f"证明文件写法不规范：{fault}") from None


def _parse(lines: list[str], checkpoint: bytes) -> Proof:
    extra = from_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise NotProven("证明文件缺少序号行")
    index, hashes = from_decimal(lines[0][6:]), tuple(map(from_base64, lines[1:]))
    if len(hashes) > MAX_PATH or any(len(item) != HASH_SIZE for item in hashes) or index >= SIZE_LIMIT:
        raise NotProven("证明文件的哈希行不对")
    return Proof(index, hashes, checkpoint, extra)
