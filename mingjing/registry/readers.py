"""PURE: one fact of the registry: how it is read, drawn and named, and the sentence when it cannot stand so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mingjing.law.terms import Json, Kind
from mingjing.registry.codes import has_ric
from mingjing.registry.text import LIMIT_NAME, clean

Reader = Callable[[Json], Json]
MOST_FEN = 10**13  # a thousand hundred-million yuan: beyond it somebody mistook the unit


class BadRow(ValueError):
    """Facts that make no row. `sentence`: what is wrong and how to cure it; `field`: which fact."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a kind. Without `required`, a missing or blank one takes `default`.

    `kind`, `choices`, `help`: how a form asks it. `of`: "agency" or "person" when its value is an id of one.
    `many`: "list" for a list of texts, "periods" for a list of [first day, last day].
    """

    id: str
    label: str
    read: Reader
    required: bool = True
    default: Json = ""
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    help: str = ""
    of: str = ""
    many: str = ""


# --- readers: one value each, or one sentence why not ---------------------------------------------------------


def text(limit: int = LIMIT_NAME, *, multiline: bool = False, coded: bool = False) -> Reader:
    def read(value: Json) -> Json:
        words = clean(value, limit=limit, multiline=multiline)
        if not coded and has_ric(words):  # a unit's code of 18 figures may happen to look like one
            raise BadRow("名录中不得写入公民身份号码，请删去。")
        return words

    return read


def code(pattern: str, example: str) -> Reader:
    def read(value: Json) -> Json:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise BadRow(f"格式应如 {example}。")
        return value

    return read


def one_of(labels: Mapping[str, str]) -> Reader:
    def read(value: Json) -> Json:
        if not isinstance(value, str) or value not in labels:
            raise BadRow(f"只能是 {'、'.join(labels)} 之一。")
        return value

    return read


def texts(value: Json) -> Json:
    if not isinstance(value, list) or len(value) > 50:
        raise BadRow("应当是不超过 50 项的列表。")
    words = [clean(one, limit=60) for one in value]
    if not all(words):
        raise BadRow("列表中不得有空白项。")
    return list(dict.fromkeys(words))


def yes_no(value: Json) -> Json:
    if not isinstance(value, bool):
        raise BadRow("只能填写是或者否。")
    return value


def fen(value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
        raise BadRow("金额应为以分计的整数，不得为负，且不得超过一千亿元。")
    return value


def day(value: Json) -> Json:
    # fromisoformat alone would also take 20250101 and week dates, and so make two spellings of one fact.
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise BadRow("日期应写作 2025-01-31 的样子。")
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise BadRow("没有这一天，请核对日期。") from error
    if not 1949 <= found.year <= 2199:
        raise BadRow("年份应在 1949 年至 2199 年之间，请核对日期。")
    return value


def periods(value: Json) -> Json:
    if not isinstance(value, list) or len(value) > 50:
        raise BadRow("应当是起止日期的列表。")
    return [_period(one) for one in value]


def _period(value: Json) -> list[Json]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadRow("每一段应有起、止两个日期，止日未定的留空。")
    since, until = day(value[0]), day(value[1]) if value[1] else ""
    in_order(since, until)
    return [since, until]


_TIER = re.compile(r"(?P<label>\S{1,20}) (?P<low>\d{1,9}(?:\.\d{1,2})?)-(?P<high>\d{1,9}(?:\.\d{1,2})?)")


def tiers(value: Json) -> Json:
    """Steps of a discretion benchmark, each as “较轻 3000-6000” in 元; the text is kept, `tier_of` reads it."""
    lines = texts(value)
    assert isinstance(lines, list)
    found = [tier_of(str(one)) for one in lines]
    if len({one["label"] for one in found}) < len(found):
        raise BadRow("同一档次写了两次。")
    return lines


def tier_of(line: str) -> dict[str, Json]:
    """One step: label, least and most fine in 分. Raises BadRow."""
    found = _TIER.fullmatch(line)
    if found is None:
        raise BadRow("每个档次应写作“较轻 3000-6000”（元）的样子。")
    low, high = (int(Decimal(found[name]) * 100) for name in ("low", "high"))
    if low > high:
        raise BadRow(f"“{found['label']}”的最低金额高于最高金额。")
    return {"label": found["label"], "at_least": low, "at_most": high}


def articles(value: Json) -> Json:
    """[{"law", "article"}], each once, in the order stated."""
    if not isinstance(value, list) or len(value) > 30:
        raise BadRow("应当是不超过 30 条的依据。")
    return [dict(one) for one in dict.fromkeys(tuple(_article(one).items()) for one in value)]


def _article(value: Json) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != {"law", "article"}:
        raise BadRow("每条依据应有法律名称和条款。")
    found = {"law": clean(value["law"], limit=200), "article": clean(value["article"], limit=60)}
    if not all(found.values()):
        raise BadRow("每条依据的法律名称和条款都要填写。")
    return found


def entry(value: Json) -> Json:
    """The number of an entry."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadRow("应当是记录的编号。")
    return value


def in_order(since: Json, until: Json, field: str = "") -> None:
    if until and str(until) < str(since):
        raise BadRow("截止日期早于起始日期，请核对。", field)
