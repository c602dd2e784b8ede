"""A lying server: thousands of forged inclusion and consistency proofs, none accepted (security F9)."""

import random
from collections.abc import Callable
from functools import partial

from mingjing.tlog import note, proof, tree
from mingjing.tlog.note import Checkpoint
from mingjing.tlog.tree import NotProven
from mingjing.tlog.verify import verify
from tests.tlog.logs import CITY, DOCUMENT, LONG, STRANGER, log_of, opened, random_hashes, vkey

FORGERIES = 1_000_000 if LONG else 24_000
SIZES = 70
Hashes = tuple[bytes, ...]


class Server:
    """Two logs of one city that share their first leaves: what a server that forks could show."""

    def __init__(self, rng: random.Random) -> None:
        common = random_hashes(rng, 20)
        self.leaves = [[*common, *random_hashes(rng, SIZES - 20)] for _ in range(2)]
        self.nodes = [tree.nodes_of(leaves) for leaves in self.leaves]
        self.roots = [[tree.root(leaves[:size]) for size in range(SIZES + 1)] for leaves in self.leaves]


def bent(rng: random.Random, honest: Hashes, server: Server, size: int) -> Hashes:
    """A proof spoilt in one of the ways that have broken verifiers."""
    leaves, own = server.leaves[0], list(honest)
    at = rng.randrange(len(own) + 1)
    match rng.randrange(10):
        case 0:
            return (*own[:at], *own[at + 1 :])
        case 1:
            return (*own[:at], rng.choice(leaves), *own[at:])
        case 2:
            return tuple(reversed(own))
        case 3:
            return (*own, server.roots[0][size])
        case 4:
            return (server.roots[0][size], *own)
        case 5 if own:
            at %= len(own)
            changed = bytearray(own[at])
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
            return (*own[:at], bytes(changed), *own[at + 1 :])
        case 6 if own:
            at %= len(own)
            return (*own[:at], own[at][:31], *own[at + 1 :])
        case 7:
            return tuple(random_hashes(rng, rng.randrange(9)))
        case 8:
            return ()
        case 9 if len(own) > 1:  # the same concatenation, cut one byte off
            return (own[1][31:] + own[0], own[1][:31], *own[2:])
        case _:
            return (*own, *own)


def accepted(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotProven:
        return False
    return True


def test_no_forged_inclusion_proof_is_accepted() -> None:
    rng = random.Random(6962)
    server, tried = Server(rng), 0
    while tried < FORGERIES // 2:
        size = rng.randrange(1, SIZES + 1)
        index = rng.randrange(size)
        honest = tree.inclusion_proof(server.nodes[0], index, size)
        leaf, root = server.leaves[0][index], server.roots[0][size]
        for claim in inclusion_lies(rng, server, index, size, honest):
            if claim == (leaf, index, size, honest, root):
                continue
            tried += 1
            assert not accepted(partial(tree.verify_inclusion, *claim)), claim


def inclusion_lies(
    rng: random.Random, server: Server, index: int, size: int, honest: Hashes
) -> list[tuple[bytes, int, int, Hashes, bytes]]:
    leaf, root = server.leaves[0][index], server.roots[0][size]
    other = rng.choice([leaf_ for leaf_ in server.leaves[0][:size] if leaf_ != leaf] or [bytes(32)])
    sibling, *above = honest or (leaf,)
    inner = tree.node_hash(leaf, sibling)
    return [
        (leaf, index, size, bent(rng, honest, server, size), root),
        (leaf, index, size, bent(rng, bent(rng, honest, server, size), server, size), root),
        (other, index, size, honest, root),
        (tree.leaf_hash(leaf), index, size, honest, root),
        (inner, index >> 1, size, honest[1:], root),  # an inner node passed off as a leaf of the same tree
        (leaf, index ^ 1, size, honest, root) if honest else (leaf, 1, size, honest, root),
        (leaf, index + size, size, honest, root),
        (leaf, -1 - index, size, honest, root),
        (leaf, index, 0, honest, root),
        (leaf, index, 2**63, honest, root),
        (leaf, index, 2**62, honest, root),
        (leaf, 2**63, size, honest, root),
        (root, 0, 1, (), leaf) if size > 1 else (other, 0, 1, (), root),
        (leaf, index, size, honest, server.roots[1][size] if size > 20 else bytes(32)),
        (
            leaf[:31],
            index,
            size,
            (leaf[31:] + sibling, *above),
            root,
        ),  # the same concatenation, cut elsewhere
        (sibling[31:] + leaf, index, size, (sibling[:31], *above), root),
    ]


def test_no_forged_consistency_proof_is_accepted() -> None:
    rng = random.Random(9162)
    server, tried = Server(rng), 0
    while tried < FORGERIES // 2:
        size = rng.randrange(1, SIZES + 1)
        old = rng.randrange(1, size + 1)
        honest = tree.consistency_proof(server.nodes[0], old, size)
        true = (old, server.roots[0][old], size, server.roots[0][size], honest)
        for claim in consistency_lies(rng, server, old, size, honest):
            if claim == true or (claim[0] == 0 and not claim[4] and claim[1] == tree.EMPTY_ROOT):
                continue
            tried += 1
            assert not accepted(partial(tree.verify_consistency, *claim)), claim


def consistency_lies(
    rng: random.Random, server: Server, old: int, size: int, honest: Hashes
) -> list[tuple[int, bytes, int, bytes, Hashes]]:
    before, after = server.roots[0][old], server.roots[0][size]
    late = rng.randrange(21, SIZES + 1)  # beyond the leaves that both logs share
    fork = server.roots[1]
    lies = [
        (old, before, size, after, bent(rng, honest, server, size)),
        (old, before, size, after, bent(rng, bent(rng, honest, server, size), server, size)),
        (old, bytes(32), size, after, honest),
        (old, before, size, bytes(32), honest),
        (0, before, size, after, honest),
        (0, before, size, after, ()),
        (old, before, 2**63, after, honest),
        (-old, before, size, after, honest),
        (late, server.roots[0][late], late, fork[late], ()),
        (
            late,
            fork[late],
            SIZES,
            server.roots[0][SIZES],
            tree.consistency_proof(server.nodes[0], late, SIZES),
        ),
        (
            late,
            server.roots[0][late],
            SIZES,
            fork[SIZES],
            tree.consistency_proof(server.nodes[1], late, SIZES),
        ),
    ]
    if old < size:
        lies += [
            (size, after, old, before, honest),
            (old, after, size, before, honest),
            (old, before, size, before, honest),
            (old, before, size, after, ()),
            (old + 1, before, size, after, honest),
        ]
    return [lie for lie in lies if lie[0] != lie[2] or lie[1] != lie[3] or lie[4]]


def test_no_forged_proof_text_is_accepted() -> None:
    rng = random.Random(311)
    log = log_of(12, published=7)
    leaf, parsed = opened(DOCUMENT, 7), proof.parse_proof(log.proof(7))
    server = Server(rng)
    grown = log_of(13, published=7).files["checkpoint"]
    signed = {
        "另一本日志": note.sign_checkpoint(Checkpoint(STRANGER.name, 12, log.head.root), [STRANGER]),
        "本公钥签了另一来源": note.sign_checkpoint(Checkpoint(STRANGER.name, 12, log.head.root), [CITY]),
        "陌生人冒用来源": note.sign_checkpoint(log.head, [STRANGER]),
        "后来的检查点": grown,
        "签名照抄": grown.rpartition(b"\n\n")[0] + b"\n\n" + parsed.checkpoint.rpartition(b"\n\n")[2],
        "签名重复": parsed.checkpoint + parsed.checkpoint.rpartition(b"\n\n")[2],
        "没有签名": parsed.checkpoint.rpartition(b"\n\n")[0] + b"\n\n",
    }
    for name, checkpoint in signed.items():
        assert not verify(DOCUMENT, proof.build_proof(leaf, 7, parsed.hashes, checkpoint), vkey()).valid, name
    body = note.checkpoint_text(
        Checkpoint(CITY.name, 2, tree.root(map(tree.leaf_hash, [leaf, opened(b"x", 1)])))
    )
    copied = (
        f"{body}\n".encode() + parsed.checkpoint.rpartition(b"\n\n")[2]
    )  # a tree of his own, our signature
    own = proof.build_proof(opened(b"x", 1), 1, [tree.leaf_hash(leaf)], copied)
    assert not verify(b"x", own, vkey()).valid
    for _ in range(FORGERIES // 16):
        hashes = bent(rng, parsed.hashes, server, 12)
        forged = (rng.choice([leaf, *parsed.hashes]), rng.choice([7, 7, 6, 0, 11, 12, 2**62]), hashes)
        if forged != (leaf, 7, parsed.hashes) and all(len(item) == 32 for item in hashes):
            assert not verify(DOCUMENT, proof.build_proof(*forged, parsed.checkpoint), vkey()).valid, forged
