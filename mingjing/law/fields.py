"""Whether a stated value is well-formed for its kind: one sentence what is wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from mingjing.law import codes
from mingjing.law.terms import Field, Json, Kind

LIMIT = 20_000
"""Characters in one text; a longer one is a file, not a field."""
MAX_MONEY = 10**13
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_INVISIBLE = re.compile(r"[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters that show nothing: a statement made of them is blank."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
YEARS = range(1900, 2201)
"""A day outside these is a slip; `law/calendar.py` counts no farther."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
RESULTS = ("pass", "issue", "n/a")


def blank(value: Json) -> bool:
    """Nothing stated: absent, empty, or only white space. A blank never satisfies a duty to state."""
    if isinstance(value, str):
        return not _INVISIBLE.sub("", value).strip()
    return value is None or value == [] or value == {}


def fault(field: Field, value: Json) -> str:
    """What is wrong with a stated value, as one clause; "" when it is well-formed."""
    if deep := _text_fault(value):
        return deep
    return _CHECKS[field.kind](field, value)


def _text_fault(value: Json, depth: int = 0) -> str:
    if isinstance(value, str):
        if len(value) > LIMIT:
            return f"超过 {LIMIT} 字，请作为附件上传"
        return "含有控制字符或者改变文字方向的字符，请删去" if _FORBIDDEN.search(value) else ""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        return "不能是小数，也不能是过大的数"
    if isinstance(value, dict) and not all(isinstance(key, str) and key.isascii() for key in value):
        return "含有不认识的项"
    if depth > 4:
        return "层次过深"
    parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return next((found for one in parts if (found := _text_fault(one, depth + 1))), "")


def _text(field: Field, value: Json) -> str:
    if not isinstance(value, str):
        return "应当是文字"
    return "" if field.kind is not Kind.TEXT or len(value) <= 200 else "超过 200 字"


_YUAN = re.compile(r"[0-9][0-9,]{0,15}(\.[0-9]{1,2})?", re.ASCII)


def worth(value: Json) -> int | None:
    """What one row of goods is worth, in 分: as an integer, or 元 as typed into the list; None for anything else."""
    if isinstance(value, str) and _YUAN.fullmatch(value.strip()):
        return int(Decimal(value.strip().replace(",", "")) * 100)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _number(field: Field, value: Json) -> str:
    return (
        ""
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
        else "应当是不小于 0 的整数"
    )


def _money(field: Field, value: Json) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_MONEY
    return "" if whole else "应当是不小于 0 的金额"


def is_day(value: Json) -> bool:
    return isinstance(value, str) and _is_day(value)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    """Asked of the same few days for every act of a menu."""
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text).year in YEARS
    except ValueError:
        return False


def is_time(value: Json) -> bool:
    return isinstance(value, str) and bool(_TIME.fullmatch(value)) and is_day(value[:10])


def _day(field: Field, value: Json) -> str:
    return "" if is_day(value) else "应当写成 2025-09-24 这样的日期"


def _time(field: Field, value: Json) -> str:
    return "" if is_time(value) else "应当写明日期和时间"


def _choice(field: Field, value: Json) -> str:
    return "" if isinstance(value, str) and value in dict(field.choices) else "不在可选范围内"


def _choices(field: Field, value: Json) -> str:
    known = dict(field.choices)
    fine = (
        isinstance(value, list)
        and all(isinstance(one, str) and one in known for one in value)
        and len(set(map(str, value))) == len(value)
    )
    return "" if fine else "含有不在可选范围内或者重复的选项"


def _yes_no(field: Field, value: Json) -> str:
    return "" if isinstance(value, bool) else "请选择是或者否"


PARTY_KINDS = {"citizen": "公民", "org": "法人或者其他组织", "individual_business": "个体工商户"}


PARTY_MARKS = {"kind": "类别", "name": "姓名或者名称", "code": "证件号码"}
"""What a party is known by."""


def other_party(said: Mapping[str, Json], known: Mapping[str, Json]) -> list[str]:
    """In which marks a statement differs from the party that is known; a code that was not known may be added."""
    both = [(mark, *(str(one.get(mark) or "").strip() for one in (said, known))) for mark in PARTY_MARKS]
    return [PARTY_MARKS[mark] for mark, new, old in both if new != old and (old or mark != "code")]


def is_citizen(party: Json) -> bool:
    """A natural person for money limits, also one who trades (个体工商户): the lower limits favour the party."""
    return isinstance(party, dict) and party.get("kind") in ("citizen", "individual_business")


def _party(field: Field, value: Json) -> str:
    if not isinstance(value, dict) or str(value.get("kind")) not in PARTY_KINDS:
        return "请选择当事人是公民、法人或者其他组织、还是个体工商户"
    if any(not isinstance(one, str | bool) for one in value.values()):
        return "各项应当是文字"
    name = value.get("name")
    if blank(name):
        return "缺姓名或者名称"
    return "姓名或者名称超过 100 字" if len(str(name)) > 100 else _party_code(value)


def _party_code(party: Mapping[str, Json]) -> str:
    """A foreign code (`foreign`) has no check digit: it is taken, and shown as such wherever it stands."""
    code, foreign = str(party.get("code", "")), party.get("foreign", False)
    if not isinstance(foreign, bool):
        return "的“境外代码”只能选是或者否"
    if blank(code) or foreign:
        return "的境外代码超过 40 字" if len(code) > 40 else ""
    # A unit is never known by a person's number: what stands here of a unit is published.
    if codes.is_uscc(code) or (party["kind"] != "org" and codes.is_ric(code)):
        return ""
    wanted = "统一社会信用代码" if party["kind"] == "org" else "身份号码或者统一社会信用代码"
    return f"的{wanted}不对（18 位，字母大写，末位是校验码），请对照证照核对；没有校验码的境外代码请注明境外"


def _articles(field: Field, value: Json) -> str:
    fine = isinstance(value, list) and all(
        isinstance(one, dict) and _stated(one.get("law")) and _stated(one.get("article")) for one in value
    )
    return "" if fine else "每条要写明法律名称和条款"


def _stated(value: Json) -> bool:
    return isinstance(value, str) and not blank(value)


def _rows(*required: str) -> Callable[[Field, Json], str]:
    def check(field: Field, value: Json) -> str:
        fine = isinstance(value, list) and all(
            isinstance(one, dict) and all(_stated(one.get(key)) for key in required) for one in value
        )
        return "" if fine else "有一行没有填完整"

    return check


def _amounts(field: Field, value: Json) -> str:
    fine = isinstance(value, list) and all(not _money(field, one) for one in value)
    return "" if fine else "应当是若干个不小于 0 的金额"


def _figures(field: Field, value: Json) -> str:
    """Rows of counts, with sums in 分 or without."""
    fine = isinstance(value, list) and all(
        isinstance(one, dict)
        and _stated(one.get("row"))
        and _stated(one.get("label"))
        and not _number(field, one.get("count"))
        and ("sum" not in one or not _money(field, one["sum"]))
        and set(one) <= {"row", "label", "count", "sum"}
        for one in value
    )
    return "" if fine else "应当是系统统计的数字，请重新打开这一步"


def _persons(field: Field, value: Json) -> str:
    fine = isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    return "" if fine else "请选择人员"


def _findings(field: Field, value: Json) -> str:
    if not isinstance(value, dict):
        return "请逐项填写审核清单"
    for code, label in field.choices:
        item = value.get(code)
        if not isinstance(item, dict) or item.get("result") not in RESULTS:
            return f"{code}“{label}”没有填写结论"
        if item["result"] == "issue" and blank(item.get("note")):
            return f"{code}“{label}”不符合，要写明问题"
    return ""


def _digest(field: Field, value: Json) -> str:
    return "" if isinstance(value, str) and _DIGEST.fullmatch(value) else "不是有效的摘要"


_CHECKS: Mapping[Kind, Callable[[Field, Json], str]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.PLACE: _text,
    Kind.CASE: _text,
    Kind.PAPER: _text,
    Kind.BENCHMARK: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.AMOUNTS: _amounts,
    Kind.CELLS: _rows("column"),
    Kind.FIGURES: _figures,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.PARTY: _party,
    Kind.ARTICLE: _articles,
    Kind.QUESTION_ANSWER: _rows("q", "a"),
    Kind.GOODS: _rows("name", "count"),
    Kind.EXHIBITS: _rows("title"),
    Kind.ATTACHMENT: _rows("title"),
    Kind.PERSONS: _persons,
    Kind.FINDINGS: _findings,
    Kind.DIGEST: _digest,
}
