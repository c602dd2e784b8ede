"""One value, one byte string: restricted JCS (RFC 8785), strict base64, decimals and UTC milliseconds."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

INT_LIMIT = 2**53  # beyond it, a JavaScript reader would round silently
MAX_DEPTH = 64
SIZE_LIMIT = 2**63  # indexes and sizes of a log

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_UTC_MS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


class NotCanonical(ValueError):
    """The value or text has no canonical form, or is not in it; `reason` is a Chinese sentence.

    It names the place (field names), never the value: what is refused may be personal data.
    """

    def __init__(self, reason: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{'.'.join(path)}：{reason}" if path else reason)
        self.reason = reason
        self.path = path

    def under(self, key: str) -> NotCanonical:
        return NotCanonical(self.reason, (key, *self.path))


def encode(value: object) -> bytes:
    """Canonical bytes of null, booleans, |integers| < 2^53, strings, lists or tuples, and dicts.

    Keys are non-empty printable ASCII, so code-point order equals the UTF-16 order of RFC 8785 and the
    standard encoder may be used. Text is not normalised. Raises NotCanonical.
    """
    _walk(value, MAX_DEPTH)
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("文字含孤立的代理码位，无法编码") from None


def decode(data: bytes) -> Json:
    """The value of canonical bytes; NotCanonical for anything that does not encode back to the same bytes."""
    try:
        value: Json = json.loads(data.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
    except NotCanonical:
        raise
    except (ValueError, RecursionError):
        raise NotCanonical("不是有效的 UTF-8 JSON 文本") from None
    if encode(value) != data:  # also catches duplicate keys, of which json keeps the last
        raise NotCanonical("不是规范编码：重新编码后字节不同")
    return value


def decode_object(data: bytes) -> dict[str, Json]:
    """Like decode, for bytes that must hold an object."""
    value = decode(data)
    if not isinstance(value, dict):
        raise NotCanonical("应为 JSON 对象")
    return value


def encode_entry(entry: Mapping[str, object]) -> bytes:
    """Canonical bytes of a ledger entry, whose own keys must also be lower case. Raises NotCanonical."""
    for key in entry:
        if key != key.lower():
            raise NotCanonical("条目的字段名须为小写", (key,))
    return encode(dict(entry))


def base64_text(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Strict inverse of base64_text: spare bits, skipped characters, missing padding raise NotCanonical."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotCanonical("base64 文本无效") from None
    if base64_text(data) != text:
        raise NotCanonical("base64 文本不是规范写法")
    return data


def from_decimal(text: str) -> int:
    """A number from 0 to 2^63 − 1 in ASCII digits without sign, space or leading zero, or NotCanonical."""
    if not _DECIMAL.fullmatch(text) or int(text) >= SIZE_LIMIT:
        raise NotCanonical("数字不是规范的十进制写法")
    return int(text)


def utc_ms(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.sssZ`; below the millisecond is cut off. A naive datetime raises NotCanonical."""
    if moment.tzinfo is None:
        raise NotCanonical("时间缺少时区")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse_utc_ms(text: str) -> datetime:
    """The aware UTC datetime of `YYYY-MM-DDTHH:MM:SS.sssZ` exactly, or NotCanonical."""
    if not _UTC_MS.fullmatch(text):
        raise NotCanonical("时间须写作 YYYY-MM-DDTHH:MM:SS.sssZ")
    try:
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError:
        raise NotCanonical("时间不存在") from None


def _walk(value: object, depth: int) -> None:
    if value is None or isinstance(value, (bool, str)):
        return
    if isinstance(value, int):
        if not -INT_LIMIT < value < INT_LIMIT:
            raise NotCanonical("整数绝对值须小于 2 的 53 次方")
        return
    if depth == 0:
        raise NotCanonical(f"嵌套超过 {MAX_DEPTH} 层")
    if isinstance(value, dict):
        _walk_object(value, depth - 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _walk(item, depth - 1)
    else:
        raise NotCanonical(f"不允许的类型 {type(value).__name__}（小数请改用整数或文字）")


def _walk_object(value: dict[object, object], depth: int) -> None:
    for key, item in value.items():
        if not (isinstance(key, str) and key and key.isascii() and key.isprintable()):
            raise NotCanonical("字段名须为非空的可打印 ASCII 字符")
        if type(item) is str:  # most of what is stated
            continue
        try:
            _walk(item, depth)
        except NotCanonical as fault:
            raise fault.under(key) from None


def _no_float(_text: str) -> Json:
    raise NotCanonical("不允许小数、NaN 或无穷")
