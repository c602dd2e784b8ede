"""What the law calls tampering: every bit of box, header and leaf matters, and the chain says where."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from mingjing.tlog import commitment
from mingjing.tlog.canonical import NotCanonical, encode
from mingjing.tlog.commitment import Damaged, Header, OpenLeaf, Sealed
from tests.tlog.logs import flips

CASE = str(uuid.UUID(int=7))
KEY, SALT, NONCE = bytes(range(32)), bytes(range(32, 64)), bytes(12)


def entry(n: int, prev: str | None, **more: object) -> dict[str, object]:
    return {
        "v": 1,
        "case": CASE,
        "n": n,
        "prev": prev,
        "action": "po_file",
        "facts": {"fine": 6000000},
        **more,
    }


def chain(length: int) -> list[Sealed]:
    made: list[Sealed] = []
    for n in range(1, length + 1):
        prev = made[-1].commitment if made else None
        made.append(commitment.seal_entry(entry(n, prev), key=KEY, salt=SALT, nonce=n.to_bytes(12, "big")))
    return made


def plain_json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def test_the_formulas_are_those_of_the_design() -> None:
    one = commitment.seal_entry(entry(1, None), key=KEY, salt=SALT, nonce=NONCE)

    text = plain_json(entry(1, None))
    inner = hashlib.sha256(b"mingjing/entry/v1\0" + SALT + text).hexdigest()
    box = NONCE + AESGCM(KEY).encrypt(NONCE, SALT + text, f"{CASE}/1".encode())
    header = {
        "v": 1,
        "case": CASE,
        "n": 1,
        "prev": None,
        "inner": inner,
        "box": hashlib.sha256(box).hexdigest(),
    }
    assert one.box == box
    assert commitment.header_bytes(one.header) == plain_json(header)
    assert one.commitment == hashlib.sha256(b"mingjing/sealed/v1\0" + plain_json(header)).hexdigest()
    assert commitment.sealed_leaf(one.commitment) == f'{{"c":"{one.commitment}","v":1}}'.encode()


def test_a_known_entry_keeps_its_commitment_for_ever() -> None:
    one = commitment.seal_entry(entry(1, None), key=KEY, salt=SALT, nonce=NONCE)

    assert one.commitment == "4ad0bb875b44233c908ba223ce587d4ca4dab4cf15f48a60a9600ecb2c22f07a"


@given(
    st.dictionaries(st.sampled_from(["facts", "on", "at"]), st.text(st.characters(exclude_categories=["Cs"])))
)
def test_what_was_sealed_opens_again(more: Mapping[str, str]) -> None:
    one = commitment.seal_entry(entry(1, None, **more), key=KEY, salt=SALT, nonce=NONCE)

    assert commitment.unseal(one.header, one.box, KEY) == entry(1, None, **more)
    assert commitment.open_box(KEY, one.box, CASE, 1) == (SALT, encode(entry(1, None, **more)))
    assert commitment.parse_header(commitment.header_bytes(one.header)) == one.header


def test_every_bit_of_a_box_is_detected_with_and_without_the_key() -> None:
    one = chain(1)[0]
    for _, box in flips(one.box):
        with pytest.raises(Damaged):
            commitment.check_box(one.header, box)
        with pytest.raises(Damaged):
            commitment.open_box(KEY, box, CASE, 1)
    for length in range(len(one.box)):
        with pytest.raises(Damaged):
            commitment.open_box(KEY, one.box[:length], CASE, 1)


def test_a_box_opens_only_in_its_place_and_with_its_key() -> None:
    one = chain(1)[0]
    for key, case, n in ((SALT, CASE, 1), (KEY, CASE, 2), (KEY, "registry", 1)):
        with pytest.raises(Damaged):
            commitment.open_box(key, one.box, case, n)


def test_every_bit_of_a_header_changes_the_commitment_or_is_refused() -> None:
    one = chain(2)[1]
    for _, data in flips(commitment.header_bytes(one.header)):
        try:
            header = commitment.parse_header(data)
        except Damaged:
            continue
        assert commitment.commitment(commitment.header_bytes(header)) != one.commitment


def test_a_box_whose_entry_contradicts_the_header_is_damaged() -> None:
    def boxed(content: dict[str, object]) -> tuple[Header, bytes]:
        text = encode(content)
        box = commitment.seal_box(KEY, SALT, text, CASE, 1, NONCE)
        return Header(1, CASE, 1, None, commitment.inner(SALT, text), hashlib.sha256(box).hexdigest()), box

    header, box = boxed(entry(1, None))
    assert commitment.unseal(header, box, KEY) == entry(1, None)
    for lie in (
        entry(2, None),
        entry(1, "0" * 64),
        {**entry(1, None), "case": "registry"},
        {**entry(1, None), "v": True},
        {"v": 1, "case": CASE, "n": 1},
    ):
        with pytest.raises(Damaged):
            commitment.unseal(*boxed(lie), KEY)
    with pytest.raises(Damaged):
        commitment.unseal(replace(header, inner="0" * 64), box, KEY)
    not_canonical = commitment.seal_box(KEY, SALT, b'{"v": 1}', CASE, 1, NONCE)
    with pytest.raises(Damaged):
        commitment.open_box(KEY, not_canonical, CASE, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 2},
        {"v": True},
        {"n": 0},
        {"n": True},
        {"n": 2},
        {"prev": "0" * 64},
        {"case": "a/1"},
        {"case": ""},
        {"case": "案"},
        {"case": "A"},
        {"case": 5},
        {"inner": "F" * 64},
        {"box": "0" * 63},
        {"box": None},
        {"extra": 1},
    ],
)
def test_headers_of_other_shapes_are_refused(wrong: dict[str, object]) -> None:
    good = {"v": 1, "case": CASE, "n": 1, "prev": None, "inner": "1" * 64, "box": "2" * 64}
    assert commitment.parse_header(encode(good))

    with pytest.raises(Damaged):
        commitment.parse_header(encode(good | wrong))


def test_entries_without_a_lawful_header_are_not_sealed() -> None:
    for wrong in (
        {"n": 1},
        entry(1, "0" * 64),
        entry(2, None),
        {**entry(1, None), "v": 2},
        {**entry(1, None), "n": "1"},
    ):
        with pytest.raises(Damaged):
            commitment.seal_entry(wrong, key=KEY, salt=SALT, nonce=NONCE)
    with pytest.raises(NotCanonical):
        commitment.seal_entry(entry(1, None, facts={"amount": 0.2}), key=KEY, salt=SALT, nonce=NONCE)
    for sizes in ({"salt": b""}, {"key": KEY[:16]}, {"nonce": bytes(16)}):
        with pytest.raises(ValueError, match="字节"):
            commitment.seal_entry(entry(1, None), **({"key": KEY, "salt": SALT, "nonce": NONCE} | sizes))


def test_a_whole_chain_has_no_faults() -> None:
    made = chain(4)

    assert commitment.check_chain([one.header for one in made]) == ()
    assert commitment.check_chain([one.header for one in made], log_of(made)) == ()
    assert commitment.check_chain([]) == commitment.check_chain([], {}) == ()


def log_of(made: list[Sealed]) -> dict[int, str]:
    return {one.header.n: one.commitment for one in made}


def test_a_changed_header_is_located_exactly_with_the_log() -> None:
    made = chain(5)
    headers = [one.header for one in made]
    for i in range(5):
        changed = [*headers[:i], replace(headers[i], inner="f" * 64), *headers[i + 1 :]]
        faults = commitment.check_chain(changed, log_of(made))
        assert [fault.n for fault in faults] == [i + 1]
        without_log = [fault.n for fault in commitment.check_chain(changed)]
        assert without_log == ([i + 2] if i < 4 else [])  # only the log knows the newest entry


def test_missing_swapped_and_foreign_entries_are_seen() -> None:
    made = chain(4)
    a, b, c, d = (one.header for one in made)

    assert [fault.n for fault in commitment.check_chain([a, c, d])] == [3]
    assert [fault.n for fault in commitment.check_chain([b, c, d])] == [2]
    assert [fault.n for fault in commitment.check_chain([a, replace(b, n=5)])] == [5]
    assert [fault.n for fault in commitment.check_chain([a, c, b, d])]
    assert [fault.n for fault in commitment.check_chain([a, b, b, c, d])] == [2]
    assert [fault.n for fault in commitment.check_chain([a, replace(b, case="registry"), c])][0] == 2
    assert [fault.n for fault in commitment.check_chain([a, b], log_of(made))] == [3, 4]
    assert [fault.n for fault in commitment.check_chain([], log_of(made))] == [1, 2, 3, 4]
    unsealed = log_of(made[:3])
    assert [fault.n for fault in commitment.check_chain([a, b, c, d], unsealed)] == [4]


def leaf(**more: object) -> OpenLeaf:
    good = {
        "t": "published",
        "doc_no": "枣市监罚〔2026〕1号",
        "sha256": "1" * 64,
        "sm3": "2" * 64,
        "sealed": 3,
    }
    return OpenLeaf(**(good | more))  # type: ignore[arg-type]


def test_leaves_invert_and_refuse_other_shapes() -> None:
    data = commitment.open_leaf_bytes(leaf())
    assert json.loads(data).keys() == {"v", "t", "doc_no", "sha256", "sm3", "sealed"}
    assert commitment.parse_open_leaf(data) == leaf()
    assert commitment.parse_sealed_leaf(commitment.sealed_leaf("a" * 64)) == "a" * 64
    for wrong in (
        '{"c":"' + "a" * 64 + '","v":2}',
        '{"c":"' + "a" * 64 + '","v":true}',
        '{"c":"a","v":1}',
        "[]",
        "{}",
    ):
        with pytest.raises(Damaged):
            commitment.parse_sealed_leaf(wrong.encode())
        with pytest.raises(Damaged):
            commitment.parse_open_leaf(wrong.encode())
    with pytest.raises(Damaged):
        commitment.parse_open_leaf(data.replace(b'"v":1', b'"v":1,"w":1'))
    with pytest.raises(Damaged):
        commitment.parse_open_leaf(data.replace(b":3", b": 3"))
    with pytest.raises(Damaged):
        commitment.sealed_leaf("A" * 64)


@pytest.mark.parametrize(
    "wrong",
    [
        {"t": "corrected"},
        {"doc_no": ""},
        {"doc_no": "a\nb"},
        {"doc_no": "a\u202eb"},
        {"doc_no": 1},
        {"sha256": "0"},
        {"sm3": None},
        {"sealed": -1},
        {"sealed": True},
        {"sealed": [3]},
        {"v": 2},
    ],
)
def test_open_leaves_of_other_shapes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        leaf(**wrong)


def test_a_leaf_never_exceeds_one_kibibyte() -> None:
    with pytest.raises(Damaged):
        commitment.open_leaf_bytes(leaf(doc_no="号" * 300))
    with pytest.raises(Damaged):
        commitment.parse_open_leaf(encode({"v": 1, "x": "a" * 1024}))
