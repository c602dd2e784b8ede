"""The fast encoder equals a slow strict one, and nothing non-canonical is ever read."""

import enum
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from mingjing.tlog.canonical import (
    INT_LIMIT,
    MAX_DEPTH,
    Json,
    NotCanonical,
    base64_text,
    decode,
    decode_object,
    encode,
    encode_entry,
    from_base64,
    from_decimal,
    parse_utc_ms,
    utc_ms,
)
from tests.tlog.logs import LONG

SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def slow(value: Json) -> str:
    """RFC 8785 as its text says it, sharing nothing with the encoder under test."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return (
            '"' + "".join(SHORT_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
        )
    if isinstance(value, list):
        return "[" + ",".join(map(slow, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{slow(key)}:{slow(value[key])}" for key in keys) + "}"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(1 - INT_LIMIT, INT_LIMIT - 1) | TEXT
VALUES = st.recursive(LEAVES, lambda one: st.lists(one, max_size=4) | st.dictionaries(KEYS, one, max_size=4))


@given(VALUES)
def test_fast_and_slow_encoder_agree_and_decode_inverts(value: Json) -> None:
    data = encode(value)

    assert data == slow(value).encode() == rfc8785.dumps(value)
    assert decode(data) == value


def test_fast_and_slow_encoder_agree_on_many_seeded_values() -> None:
    rng = random.Random(20260101)
    for _ in range(100_000 if LONG else 5_000):
        value = wild(rng, 3)
        data = encode(value)
        assert data == slow(value).encode() == rfc8785.dumps(value)
        assert decode(data) == value


def wild(rng: random.Random, depth: int) -> Json:
    match rng.randrange(8 if depth else 5):
        case 0:
            return rng.choice([None, True, False])
        case 1 | 2:
            return rng.choice([0, 1, -1, INT_LIMIT - 1, 1 - INT_LIMIT, rng.randrange(-(2**40), 2**40)])
        case 3 | 4:
            return "".join(wild_char(rng) for _ in range(rng.randrange(6)))
        case 5:
            return [wild(rng, depth - 1) for _ in range(rng.randrange(4))]
        case _:
            names = (
                "".join(rng.choices('aZ0_.@-: "\\~', k=rng.randrange(1, 5))) for _ in range(rng.randrange(5))
            )
            return {name: wild(rng, depth - 1) for name in names}


def wild_char(rng: random.Random) -> str:
    return chr(
        rng.choice(
            [rng.randrange(0x80), 0x7F, 0x2028, 0xFEFF, 0xFFFF, 0x10FFFF, rng.randrange(0x4E00, 0x9FA5)]
        )
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        INT_LIMIT,
        -INT_LIMIT,
        {"金额": 1},
        {"": 1},
        {"a\n": 1},
        {"a\x7f": 1},
        {1: 1},
        {None: 1},
        {True: 1},
        "\ud800",
        ["\udfff"],
        {"a": {"b": [b"bytes"]}},
        {1, 2},
        datetime(2026, 1, 1, tzinfo=UTC),
    ],
)
def test_values_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_a_cycle_or_deep_nesting_is_refused_not_a_crash() -> None:
    cycle: list[object] = []
    cycle.append(cycle)
    with pytest.raises(NotCanonical):
        encode(cycle)
    with pytest.raises(NotCanonical):
        decode(b"[" * 100_000 + b"]" * 100_000)
    assert decode(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


def test_the_refusal_names_the_field_but_never_the_value() -> None:
    with pytest.raises(NotCanonical) as refused:
        encode({"party": {"id_number": 3704021990010112.5}})

    assert str(refused.value).startswith("party.id_number：")
    assert "3704" not in str(refused.value)


def test_tuples_and_enumerations_are_written_as_lists_and_their_values() -> None:
    colour = enum.StrEnum("colour", {"RED": "red"})

    assert encode({"t": (1, colour.RED)}) == b'{"t":[1,"red"]}'


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1 }',
        ' {"a":1}',
        '{"a":1}\n',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":1}}',
        '{"a":1.0}',
        '{"a":1e2}',
        '{"a":-0}',
        '{"a":01}',
        '{"a":+1}',
        '{"a":１}',
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":-Infinity}',
        '{"a":9007199254740992}',
        '{"a":' + "9" * 5000 + "}",
        '{"a":"\\u0041"}',
        '{"a":"\\/"}',
        '{"a":"\\u000A"}',
        '{"a":"\\ud800"}',
        '{"\\u0061":1}',
        '{"键":1}',
        '\ufeff{"a":1}',
        "{'a':1}",
        "",
        "nul",
        '{"a":1}{"a":1}',
        '{"a":"\t"}',
    ],
)
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        decode(text.encode())


@pytest.mark.parametrize("data", [b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\xaf"', b'\xff\xfe"\x00'])
def test_invalid_utf8_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


def test_objects_and_entry_keys() -> None:
    assert decode_object(b'{"a":1}') == {"a": 1}
    assert encode_entry({"n": 1, "facts": {"Upper": 1}}) == b'{"facts":{"Upper":1},"n":1}'
    with pytest.raises(NotCanonical):
        decode_object(b"[1]")
    with pytest.raises(NotCanonical):
        encode_entry({"N": 1})


@pytest.mark.parametrize(
    "text", ["AB==", "AA=", "AA", "AA==\n", " AA==", "AA==AA==", "A-__", "ＡＡ==", "A===", "=AA="]
)
def test_non_canonical_base64_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_base64(text)


@given(st.binary(max_size=70))
def test_base64_inverts(data: bytes) -> None:
    assert from_base64(base64_text(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00",
        "01",
        "+1",
        "-1",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "１",
        "٣",
        "0x1",
        "1.0",
        "9223372036854775808",
        "²",
    ],
)
def test_non_canonical_decimals_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_decimal(text)


def test_decimals() -> None:
    assert [from_decimal(text) for text in ("0", "10", "9223372036854775807")] == [0, 10, 2**63 - 1]


def test_times_are_utc_milliseconds() -> None:
    shanghai = timezone(timedelta(hours=8))

    assert utc_ms(datetime(2026, 1, 1, 7, 59, 59, 999999, shanghai)) == "2025-12-31T23:59:59.999Z"
    assert parse_utc_ms("2025-12-31T23:59:59.999Z") == datetime(2025, 12, 31, 23, 59, 59, 999000, UTC)
    with pytest.raises(NotCanonical):
        utc_ms(datetime(2026, 1, 1))  # noqa: DTZ001  the naive one is the point


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_invert(moment: datetime) -> None:
    assert parse_utc_ms(utc_ms(moment)) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.000",
        "2026-01-01T00:00:00.000z",
        "2026-01-01t00:00:00.000Z",
        "2026-01-01 00:00:00.000Z",
        "2026-01-01T00:00:00.000+00:00",
        "2026-02-30T00:00:00.000Z",
        "2026-01-01T24:00:00.000Z",
        "2026-01-01T23:59:60.000Z",
        "２０２６-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.000Z\n",
        "0000-01-01T00:00:00.000Z",
    ],
)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse_utc_ms(text)
