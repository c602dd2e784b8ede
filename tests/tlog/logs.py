"""Small logs in memory, with one published document, for the tests of this folder."""

import hashlib
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from mingjing.tlog import commitment, note, proof, tiles, tree
from mingjing.tlog.commitment import Kind, OpenLeaf
from mingjing.tlog.note import Checkpoint, Ed25519Signer
from mingjing.tlog.verify import sm3

LONG = os.environ.get("MINGJING_LONG") == "1"
CITY = Ed25519Signer("zaozhuang.example/ledger/2026", bytes(range(32)))
STRANGER = Ed25519Signer("stranger.example/log", bytes(range(1, 33)))
DOCUMENT = "行政处罚决定书（公开文本）\n枣市监罚〔2026〕1号\n".encode()


@dataclass
class Log:
    """What a sealer keeps: files by path, and the head it signed last."""

    files: dict[str, bytes] = field(default_factory=dict)
    head: Checkpoint = Checkpoint(CITY.name, 0, tree.EMPTY_ROOT)

    def read(self, path: str) -> bytes:
        return self.files[path]

    def append(self, entries: list[bytes]) -> "Log":
        growth = tiles.grow(self.read, self.head.size, self.head.root, entries)
        self.files |= growth.files
        self.head = Checkpoint(CITY.name, growth.edge.size, growth.edge.root())
        self.files["checkpoint"] = note.sign_checkpoint(self.head, [CITY])
        return self

    def proof(self, index: int) -> bytes:
        path = tiles.inclusion_proof(self.read, index, self.head.size)
        leaf = tiles.entry_at(self.read, index, self.head.size)
        return proof.build_proof(leaf, index, path, self.files["checkpoint"])


def sealed(number: int) -> bytes:
    return commitment.sealed_leaf(hashlib.sha256(f"entry {number}".encode()).hexdigest())


def opened(document: bytes, at: int, kind: Kind = "published") -> bytes:
    """The open leaf of a document whose sealed leaf stands right before index `at`."""
    digest = hashlib.sha256(document).hexdigest()
    return commitment.open_leaf_bytes(
        OpenLeaf(kind, "枣市监罚〔2026〕1号", digest, sm3(document) or digest, at - 1)
    )


def log_of(size: int, *, published: int | None = None, kind: Kind = "published") -> Log:
    """A log of `size` leaves, sealed but for the publication of DOCUMENT at one index."""
    leaves = [opened(DOCUMENT, i, kind) if i == published else sealed(i) for i in range(size)]
    return Log().append(leaves)


def vkey() -> str:
    return CITY.verifier().vkey()


def flips(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(byte position, data with one bit changed) for every bit."""
    for position, byte in enumerate(data):
        for bit in range(8):
            yield position, data[:position] + bytes([byte ^ 1 << bit]) + data[position + 1 :]


def random_hashes(rng: random.Random, count: int) -> list[bytes]:
    return [rng.randbytes(32) for _ in range(count)]
