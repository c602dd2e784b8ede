"""RFC 6962: golden roots and proofs, every small tree, and the growing edge against the definition."""

import hashlib
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.tlog import tree
from mingjing.tlog.tree import Edge, NotProven
from tests.tlog.logs import random_hashes

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "vectors.json").read_text(encoding="utf-8"))[
    "rfc6962"
]
LEAVES = [bytes.fromhex(text) for text in GOLDEN["leaves_hex"]]
HASHES = [tree.leaf_hash(leaf) for leaf in LEAVES]


def mth(hashes: list[bytes]) -> bytes:
    """The definition in RFC 6962 §2.1, over leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


def test_golden_roots() -> None:
    for size, expected in enumerate(GOLDEN["roots_hex_by_size"]):
        assert tree.root(HASHES[:size]).hex() == expected == mth(HASHES[:size]).hex()


def test_golden_inclusion_proofs() -> None:
    node = tree.nodes_of(HASHES)
    for index, expected in GOLDEN["inclusion_size8_hex"].items():
        found = tree.inclusion_proof(node, int(index), 8)
        assert [item.hex() for item in found] == expected
        tree.verify_inclusion(HASHES[int(index)], int(index), 8, found, tree.root(HASHES))


def test_every_proof_of_every_small_tree_verifies() -> None:
    hashes = random_hashes(random.Random(1), 33)
    node, roots = tree.nodes_of(hashes), [tree.root(hashes[:size]) for size in range(34)]
    for size in range(34):
        for index in range(size):
            proof = tree.inclusion_proof(node, index, size)
            tree.verify_inclusion(hashes[index], index, size, proof, roots[size])
        for old in range(size + 1):
            proof = tree.consistency_proof(node, old, size)
            tree.verify_consistency(old, roots[old], size, roots[size], proof)


@given(st.lists(st.binary(max_size=3), max_size=70), st.data())
def test_an_edge_grown_in_steps_has_the_defined_root(leaves: list[bytes], data: st.DataObject) -> None:
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    cut = data.draw(st.integers(0, len(hashes)))

    grown = Edge().extend(hashes[:cut]).extend(hashes[cut:])

    assert grown == Edge().extend(hashes) == tree.edge_of(tree.nodes_of(hashes), len(hashes))
    assert grown.root() == mth(hashes)


def test_a_proof_outside_the_tree_is_not_made() -> None:
    node = tree.nodes_of(HASHES)
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(ValueError, match="不在树中"):
            tree.inclusion_proof(node, index, size)
    with pytest.raises(ValueError, match="旧树"):
        tree.consistency_proof(node, 9, 8)


def test_the_empty_tree_and_equal_sizes() -> None:
    root = tree.root(HASHES)

    tree.verify_consistency(0, tree.EMPTY_ROOT, 0, tree.EMPTY_ROOT, ())
    tree.verify_consistency(0, tree.EMPTY_ROOT, 8, root, ())
    tree.verify_consistency(8, root, 8, root, ())
    for old, old_root, size, new_root, proof in (
        (0, root, 8, root, ()),
        (0, tree.EMPTY_ROOT, 0, root, ()),
        (0, tree.EMPTY_ROOT, 8, root, (root,)),
        (8, root, 8, HASHES[0], ()),
        (8, root, 8, root, (root,)),
        (9, root, 8, root, ()),
        (-1, root, 8, root, ()),
    ):
        with pytest.raises(NotProven):
            tree.verify_consistency(old, old_root, size, new_root, proof)
