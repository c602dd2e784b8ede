"""Signed notes and checkpoints: golden note, every bit, strict spellings, unknown lines, room for a second signer."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.tlog import note
from mingjing.tlog.canonical import base64_text
from mingjing.tlog.note import Checkpoint, Ed25519Signer, NotSigned
from tests.tlog.logs import CITY, STRANGER, flips

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "vectors.json").read_text(encoding="utf-8"))[
    "signed_note"
]
HEAD = Checkpoint(CITY.name, 5, bytes(range(32)))


@dataclass(frozen=True)
class FakeSm2:
    """What an SM2 signer will look like: type 0xff with a long identifier."""

    name: str = CITY.name

    @property
    def key_id(self) -> bytes:
        return note.key_id(self.name, b"\xffsm2-with-sm3", b"public")

    def sign(self, message: bytes) -> bytes:
        return message[:1] * 70

    def verify(self, message: bytes, signature: bytes) -> bool:
        return signature == self.sign(message)


def test_the_golden_note_verifies_and_no_bit_of_it_may_change() -> None:
    verifier = note.parse_vkey(GOLDEN["vkey"])
    data = GOLDEN["note"].encode()

    assert note.open_note(data, [verifier]).text == "This is an example message.\n"
    for _, changed in flips(data):
        with pytest.raises(NotSigned):
            note.open_note(changed, [verifier])


def test_no_bit_of_a_key_line_may_change() -> None:
    for parse, line in ((note.parse_vkey, CITY.verifier().vkey()), (note.parse_skey, CITY.skey())):
        assert parse(line).name == CITY.name
        for _, changed in flips(line.encode()):
            with pytest.raises(NotSigned):
                parse(changed.decode("utf-8", errors="replace"))


@pytest.mark.parametrize("spoil", ["{}\n", " {}", "{} ", "{}\r", "\ufeff{}"])
def test_key_lines_have_one_spelling(spoil: str) -> None:
    with pytest.raises(NotSigned):
        note.parse_vkey(spoil.format(CITY.verifier().vkey()))
    with pytest.raises(NotSigned):
        note.parse_vkey(CITY.skey())
    with pytest.raises(NotSigned):
        note.parse_skey(CITY.verifier().vkey())


def test_a_private_key_does_not_show_itself() -> None:
    assert "seed" not in repr(CITY)
    assert CITY.skey() not in repr(CITY)


def test_a_second_signer_stands_beside_the_first_and_each_verifier_needs_only_its_own() -> None:
    signed = note.sign_checkpoint(HEAD, [CITY, FakeSm2()])

    assert note.open_checkpoint(signed, CITY.verifier()) == HEAD
    assert note.open_note(signed, [FakeSm2()]).signed_by == (CITY.name,)
    assert note.open_note(signed, [CITY.verifier(), FakeSm2()]).signed_by == (CITY.name, CITY.name)
    with pytest.raises(NotSigned):
        note.open_note(signed, [STRANGER.verifier()])


def test_a_known_key_must_not_sign_wrongly_even_beside_a_right_signature() -> None:
    text = note.checkpoint_text(HEAD)
    right = note.sign_note(text, [CITY]).decode().rpartition("\n\n")[2]
    wrong = f"— {CITY.name} {base64_text(FakeSm2().key_id + bytes(70))}\n"

    assert note.open_note(f"{text}\n{right}{wrong}".encode(), [CITY.verifier()])
    for lines in (right + wrong, wrong + right, right + right):
        with pytest.raises(NotSigned):
            note.open_note(f"{text}\n{lines}".encode(), [CITY.verifier(), FakeSm2()])
    with pytest.raises(NotSigned):
        note.open_note(f"{text}\n{right}{right}".encode(), [CITY.verifier()])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n", "\r\n"),
        ("— ", "- "),
        ("— ", "—  "),
        ("— ", "–\u00a0"),
        ("=\n", "\n"),
        ("=\n", "= \n"),
        ("=\n", "=\n\n"),
        ("=\n", "=="),
        ("\n\n", "\n"),
        ("\n\n", "\n\n\n"),
        ("\n5\n", "\n05\n"),
        ("\n5\n", "\n+5\n"),
        ("\n5\n", "\n５\n"),
        ("\n5\n", "\n5.0\n"),
    ],
)
def test_notes_have_one_spelling(before: str, after: str) -> None:
    signed = note.sign_checkpoint(HEAD, [CITY]).decode()
    assert before in signed

    with pytest.raises(NotSigned):
        note.open_note(signed.replace(before, after).encode(), [CITY.verifier()])


@pytest.mark.parametrize(
    "body",
    [
        "a\n5\n",
        "a\n5\nAAAA\n",
        "a\n05\n{root}\n",
        "a\n５\n{root}\n",
        "a\n-5\n{root}\n",
        "a\n9223372036854775808\n{root}\n",
        "\n5\n{root}\n",
        "a\n5\n{root}",
        "a\n5\n{root}\n\n",
        "a\n5\n{root}\nx\n\ny\n",
        "a\r\n5\r\n{root}\r\n",
        "a\n5\n{short}\n",
        "",
    ],
)
def test_checkpoint_bodies_have_one_spelling(body: str) -> None:
    root = base64_text(bytes(32))
    with pytest.raises(NotSigned):
        note.parse_checkpoint(body.format(root=root, short=root[:-2] + "B="))


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9)


@given(LINES, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=3))
def test_checkpoints_invert(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    head = Checkpoint(origin, size, root, tuple(extensions))

    assert note.parse_checkpoint(note.checkpoint_text(head)) == head


def test_a_head_of_another_log_is_refused_even_when_signed_by_our_key() -> None:
    other = Checkpoint("zaozhuang.example/ledger/2025", 5, bytes(32))

    with pytest.raises(NotSigned):
        note.open_checkpoint(note.sign_checkpoint(other, [CITY]), CITY.verifier())


def test_floods_are_cut_off() -> None:
    signed = note.sign_checkpoint(HEAD, [CITY])
    unknown = note.sign_checkpoint(HEAD, [STRANGER]).rpartition(b"\n\n")[2]

    assert note.open_checkpoint(signed + unknown * 15, CITY.verifier()) == HEAD
    with pytest.raises(NotSigned):
        note.open_checkpoint(signed + unknown * 100, CITY.verifier())
    with pytest.raises(NotSigned):
        note.open_checkpoint(b"x" * (1 << 20) + signed, CITY.verifier())


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_names_that_would_break_the_line_are_refused(name: str) -> None:
    with pytest.raises(NotSigned):
        Ed25519Signer(name, bytes(32))
    with pytest.raises(NotSigned):
        note.sign_note("text\n", [FakeSm2(name)])


def test_texts_that_would_not_open_again_are_not_signed() -> None:
    for text in ("", "no newline", "a\tb\n"):
        with pytest.raises(NotSigned):
            note.sign_note(text, [CITY])
    assert note.open_note(note.sign_note("a\n\nb\n", [CITY]), [CITY.verifier()]).text == "a\n\nb\n"
