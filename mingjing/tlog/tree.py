"""RFC 6962 Merkle tree: hashes, roots, inclusion and consistency proofs, and the right edge that grows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .canonical import SIZE_LIMIT

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

# Hash of the complete subtree over leaves [index·2^level, (index+1)·2^level): (level, index) → 32 bytes.
Node: TypeAlias = Callable[[int, int], bytes]


class NotProven(ValueError):
    """A proof does not prove what it claims; the message is a Chinese sentence."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Edge:
    """Right edge of a tree: the roots of its complete subtrees, largest first. All that appending needs."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extend(self, leaf_hashes: Iterable[bytes]) -> Edge:
        """The edge after appending these leaf hashes, in order."""
        size, stack = self.size, list(self.hashes)
        for new in leaf_hashes:
            carry = size
            while carry & 1:
                new = node_hash(stack.pop(), new)
                carry >>= 1
            stack.append(new)
            size += 1
        return Edge(size, tuple(stack))

    def root(self) -> bytes:
        """Root of the whole tree, 32 bytes."""
        if not self.hashes:
            return EMPTY_ROOT
        result = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            result = node_hash(left, result)
        return result


def edge_of(node: Node, size: int) -> Edge:
    """The right edge of the first `size` leaves, from its complete subtrees."""
    hashes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            hashes.append(node(level, start >> level))
            start += 1 << level
    return Edge(size, tuple(hashes))


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    return Edge().extend(leaf_hashes).root()


def nodes_of(leaf_hashes: Sequence[bytes]) -> Node:
    """Complete subtrees of leaf hashes held in memory (twice their space)."""
    levels = [list(leaf_hashes)]
    while len(below := levels[-1]) > 1:
        levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return lambda level, index: levels[level][index]


def inclusion_proof(node: Node, index: int, size: int) -> tuple[bytes, ...]:
    """Audit path of leaf `index` in the tree of `size` leaves, leaf first. ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError("序号不在树中")
    low, high, ranges = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return tuple(_range_hash(node, *span) for span in reversed(ranges))


def consistency_proof(node: Node, old: int, size: int) -> tuple[bytes, ...]:
    """Proof that the tree of `old` leaves is a prefix of that of `size`; empty for 0 and for equal sizes."""
    if not 0 <= old <= size:
        raise ValueError("旧树不能大于新树")
    if old == 0:
        return ()
    low, high, ranges = 0, size, []
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    if low:  # the old root itself is known to the verifier, a part of it is not
        ranges.append((low, high))
    return tuple(_range_hash(node, *span) for span in reversed(ranges))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """NotProven unless leaf hash `leaf` stands at `index` in the tree (size, root)."""
    if not 0 <= index < size < SIZE_LIMIT:
        raise NotProven("序号不在检查点的范围内")
    _check_hashes(leaf, root, *proof)
    if _root_from_path(index, size, leaf, tuple(proof)) != root:
        raise NotProven("包含证明与检查点的根不符")


def verify_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """NotProven unless the tree (old, old_root) is a prefix of the tree (size, root)."""
    if not 0 <= old <= size < SIZE_LIMIT:
        raise NotProven("旧检查点大于新检查点")
    _check_hashes(old_root, root, *proof)
    if (old == 0 and old_root != EMPTY_ROOT) or (size == 0 and root != EMPTY_ROOT):
        raise NotProven("空树的根不正确")
    if old == 0:
        if proof:
            raise NotProven("一致性证明过长")
        return
    if _roots_from_proof(old, size, old_root, tuple(proof), whole=True) != (old_root, root):
        raise NotProven("新检查点不是旧检查点的延续")


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (≥ 2): where RFC 6962 cuts a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(node: Node, low: int, high: int) -> bytes:
    size = high - low
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(size)
    return node_hash(_range_hash(node, low, middle), _range_hash(node, middle, high))


def _root_from_path(index: int, size: int, leaf: bytes, path: tuple[bytes, ...]) -> bytes:
    # Follows the definition of PATH in RFC 6962 §2.1.1 from the root down, so length errors cannot hide.
    if size == 1:
        if path:
            raise NotProven("包含证明过长")
        return leaf
    if not path:
        raise NotProven("包含证明过短")
    half = _split(size)
    if index < half:
        return node_hash(_root_from_path(index, half, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], _root_from_path(index - half, size - half, leaf, path[:-1]))


def _roots_from_proof(
    old: int, size: int, old_root: bytes, proof: tuple[bytes, ...], *, whole: bool
) -> tuple[bytes, bytes]:
    # Follows SUBPROOF in RFC 6962 §2.1.2: (root of the old part, root of the new part).
    if old == size:
        if len(proof) != (0 if whole else 1):
            raise NotProven("一致性证明长度不对")
        known = old_root if whole else proof[0]
        return known, known
    if not proof:
        raise NotProven("一致性证明过短")
    half = _split(size)
    if old <= half:
        before, left = _roots_from_proof(old, half, old_root, proof[:-1], whole=whole)
        return before, node_hash(left, proof[-1])
    before, right = _roots_from_proof(old - half, size - half, old_root, proof[:-1], whole=False)
    return node_hash(proof[-1], before), node_hash(proof[-1], right)


def _check_hashes(*hashes: bytes) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise NotProven("哈希长度不是 32 字节")
