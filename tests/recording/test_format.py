"""Entry format v1 is final: the golden samples must read and write the same for ever."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mingjing.law.terms import Entry, FileRef, PaperRef
from mingjing.recording.format import Unreadable, from_json, to_json
from mingjing.recording.opening import header_of, opened
from mingjing.tlog import commitment as tlog
from mingjing.tlog.canonical import decode, encode

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "entry_v1.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", GOLDEN["entries"], ids=lambda one: one["says"])
def test_golden_entries(sample):
    entry = from_json(sample["entry"])
    data = encode(to_json(entry))
    assert data.decode() == sample["canonical"]
    key, salt, nonce = (bytes.fromhex(GOLDEN[name]) for name in ("key", "salt", "nonce"))
    sealed = tlog.seal_entry(to_json(entry), key=key, salt=salt, nonce=nonce)
    header = tlog.header_bytes(sealed.header)
    assert (header.decode(), sealed.box.hex(), sealed.commitment) == (
        sample["header"],
        sample["box"],
        sample["commitment"],
    )
    assert header_of(entry.case, entry.n, entry.prev, sealed.header.inner, sealed.header.box) == header
    assert (
        opened(
            key, entry.case, entry.n, entry.prev, header, sealed.header.inner, sealed.box, sealed.commitment
        )
        == entry
    )


def test_the_samples_are_a_chain():
    first, second = GOLDEN["entries"][:2]
    assert first["entry"]["prev"] is None and second["entry"]["prev"] == first["commitment"]


PLAIN = GOLDEN["entries"][0]["entry"]


@pytest.mark.parametrize(
    "changed",
    [
        None,
        [],
        "x",
        {},
        {**PLAIN, "more": 1},
        {key: PLAIN[key] for key in PLAIN if key != "seen"},
        {**PLAIN, "v": 2},
        {**PLAIN, "papers": [{"paper": "x"}]},
        {**PLAIN, "files": 5},
        {**PLAIN, "roles": None},
    ],
)
def test_another_format_is_unreadable_not_guessed(changed):
    with pytest.raises(Unreadable):
        from_json(changed)


texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=8)
json_values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.from_regex(r"\A[a-z_.]{1,6}\Z"), inner, max_size=3)
    ),
    max_leaves=8,
)
facts = some.dictionaries(some.from_regex(r"\A[a-z_.]{1,8}\Z"), json_values, max_size=4)


@given(facts, facts, texts, some.integers(0, 2**40))
def test_any_entry_survives_the_trip(stated, seen, title, size):
    entry = Entry(
        "c-1",
        3,
        "p@2021-07-15",
        "po_decide",
        "li",
        ("agency_head",),
        "a",
        "2026-03-02",
        "2026-03-02T01:00:00.000Z",
        "0" * 64,
        "k",
        stated,
        (PaperRef("penalty_decision", "d"),),
        (FileRef("a" * 64, "b" * 64, size, title),),
        seen,
    )
    assert from_json(decode(encode(to_json(entry)))) == entry
