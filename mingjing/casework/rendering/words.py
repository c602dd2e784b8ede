"""How a value reads in Chinese, by field kind: money, days, articles, parties. Pages and papers say it alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from mingjing.law.judgement import SHANGHAI
from mingjing.law.procedures import PAPERS
from mingjing.law.terms import Field, Json, Kind

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
MOST_FEN = 10**18 - 1
RESULTS: Mapping[str, str] = {"pass": "通过", "issue": "存在问题", "n/a": "不适用"}
PAPER_LABELS: Mapping[str, str] = {paper.id: paper.label for paper in PAPERS}
Persons = Mapping[str, Mapping[str, str]]
"""Registry id → {"name": …, "certificate": …}: the caller knows people, this file does not."""


def field_text(field: Field, value: Json, persons: Persons | None = None, gap: str = " ") -> str:
    """A field's value as text; "" where nothing was stated.

    `gap` stands between figures and units ("" on papers). A value that does not fit its kind is shown as it is.
    """
    if blank(value):
        return ""
    try:
        return _text(field, value, persons or {}, gap)
    except (TypeError, ValueError, KeyError, AttributeError):
        return _raw(value)


def _text(field: Field, value: Any, persons: Persons, gap: str) -> str:
    match field.kind:
        case Kind.MONEY:
            return money(value, gap)
        case Kind.AMOUNTS:
            return "；".join(money(one, gap) for one in value)
        case Kind.CELLS:
            return "\n".join(f"{one['column']}：{one['text']}" for one in value)
        case Kind.FIGURES:
            return "\n".join(figure_text(one, gap) for one in value)
        case Kind.DAY:
            return day(str(value), gap)
        case Kind.TIME:
            return moment(str(value), gap)
        case Kind.CHOICE:
            return _label(field, value)
        case Kind.CHOICES:
            return "、".join(_label(field, one) for one in value)
        case Kind.YES_NO:
            return {True: "是", False: "否"}[value]
        case Kind.PARTY:
            return party_text(value)
        case Kind.ARTICLE:
            return articles(value)
        case Kind.QUESTION_ANSWER:
            return "\n".join(f"问：{one['q']}\n答：{one['a']}" for one in value)
        case Kind.GOODS:
            return "；".join(goods_text(one, gap) for one in value)
        case Kind.EXHIBITS | Kind.ATTACHMENT:
            return "；".join(str(one["title"]) for one in value)
        case Kind.PERSONS:
            return "、".join(person_text(str(one), persons) for one in value)
        case Kind.FINDINGS:
            return "\n".join(
                f"{code} {_label(field, code)}：{finding_text(one)}" for code, one in value.items()
            )
        case Kind.PAPER:
            return PAPER_LABELS.get(str(value), str(value))
        case _:
            return _raw(value)


def blank(value: Json) -> bool:
    """Nothing stated: None, only white space, or a list or record of nothing but blanks. 0 and 否 are statements."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(blank(one) for one in value.values())
    if isinstance(value, list | tuple):
        return all(blank(one) for one in value)
    return value is None


def money(fen: int, gap: str = " ") -> str:
    """3000000 → "30,000 元"; figures after the point only where there are 分. Raises ValueError for no integer."""
    yuan, rest = divmod(abs(_fen(fen)), 100)
    tail = f".{rest:02d}" if rest else ""
    return f"{'-' if fen < 0 else ''}{yuan:,}{tail}{gap}元"


def money_capital(fen: int) -> str:
    """3000000 → "人民币叁万元整" (正确填写票据的写法). Raises ValueError below 0 and from 一亿亿元 on."""
    if _fen(fen) < 0:
        raise ValueError("金额不能是负数。")
    yuan, rest = divmod(fen, 100)
    jiao, fen_left = divmod(rest, 10)
    whole = f"{_capital(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{whole}整"
    gap = "零" if yuan and not jiao else ""
    tens = f"{DIGITS[jiao]}角" if jiao else gap
    return f"人民币{whole}{tens}" + (f"{DIGITS[fen_left]}分" if fen_left else "整")


def _fen(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST_FEN:
        raise ValueError("金额须以整数分表示，且不超过一亿亿元。")
    return value


def _capital(number: int) -> str:
    if not number:
        return "零"
    text, zero = "", False
    for place in reversed(range(len(SECTIONS))):
        section = number // 10000**place % 10000
        # A zero is said once for any run of empty places inside the number, never at its end.
        zero = zero or bool(text and section < 1000)
        if section:
            text += ("零" if zero and text else "") + _section(section) + SECTIONS[place]
            zero = False
    # 万亿 is 万 of 亿: before a further 亿 it is said 万 only, as in 壹万零贰亿.
    head, trillion, tail = text.partition("万亿")
    return f"{head}万{tail}" if trillion and "亿" in tail else text


def _section(number: int) -> str:
    text, zero = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + PLACES[place]
        zero = bool(text) and (zero or not digit) and not digit
    return text


def day(iso: str, gap: str = " ") -> str:
    """ "2025-09-24" → "2025 年 9 月 24 日" (a moment is first put into Shanghai time). Raises ValueError."""
    on = _shanghai(iso).date() if "T" in iso else date.fromisoformat(iso)
    return f"{on.year}{gap}年{gap}{on.month}{gap}月{gap}{on.day}{gap}日"


def moment(iso: str, gap: str = " ") -> str:
    """ "2025-08-05T01:30:00.000Z" → "2025 年 8 月 5 日 9 时 30 分" in Shanghai. Raises ValueError."""
    at = _shanghai(iso)
    return f"{day(at.date().isoformat(), gap)}{gap}{at.hour}{gap}时{gap}{at.minute:02d}{gap}分"


def _shanghai(iso: str) -> datetime:
    at = datetime.fromisoformat(iso)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def articles(value: Iterable[Mapping[str, str]]) -> str:
    """[{"law", "article"}] → "《…》第四十条、第四十一条，《…》第二条": a law cited twice running is named once."""
    groups: list[tuple[str, list[str]]] = []
    for one in value:
        law, article = str(one.get("law", "")).strip("《》 "), str(one.get("article", "")).strip()
        if not groups or groups[-1][0] != law:
            groups.append((law, []))
        groups[-1][1].append(article)
    return "，".join((f"《{law}》" if law else "") + "、".join(filter(None, parts)) for law, parts in groups)


def party_name(value: Json) -> str:
    """The name alone. The public pages pass a party whose name they have masked already."""
    return str(value.get("name", "") if isinstance(value, Mapping) else value or "").strip()


def party_rows(value: Json) -> tuple[tuple[str, str], ...]:
    """What identifies a party, as (label, text); only what was stated."""
    if not isinstance(value, Mapping):
        return (("当事人", party_name(value)),)
    citizen, trader = value.get("kind") == "citizen", value.get("kind") == "individual_business"
    rows = (
        ("当事人", party_name(value)),
        ("证件号码" if citizen else "统一社会信用代码", value.get("code")),
        ("住址" if citizen else "住所（经营场所）", value.get("address")),
        ("经营者" if trader else "法定代表人（负责人）", value.get("representative")),
        ("联系电话", value.get("phone")),
    )
    return tuple((label, str(text)) for label, text in rows if not blank(text))


def party_text(value: Json) -> str:
    """The party in one line."""
    (_, name), *rest = party_rows(value) or (("", ""),)
    return "，".join([name, *(f"{label}：{text}" for label, text in rest)])


def person_text(person: str, persons: Persons | None = None) -> str:
    """ "张某（执法证号 3704…）"; an id that the caller did not explain stays as it is."""
    known = (persons or {}).get(person)
    if not known:
        return person
    certificate = known.get("certificate", "")
    return f"{known['name']}（执法证号 {certificate}）" if certificate else known["name"]


def figure_text(one: Mapping[str, Any], gap: str = " ") -> str:
    """A row of the report: 罚款：3，60,000 元."""
    total = f"，{money(one['sum'], gap)}" if "sum" in one else ""
    return f"{one['label']}：{one['count']}{total}"


def goods_text(one: Mapping[str, Json], gap: str = " ") -> str:
    spec = f"（{one['spec']}）" if one.get("spec") else ""
    value = one.get("value")
    worth = f"，价值{gap}{money(value, gap)}" if isinstance(value, int) and value else ""
    state = f"，{one['state']}" if one.get("state") else ""
    return f"{one.get('name', '')}{spec}{gap}{one.get('count', '')}{gap}{one.get('unit', '')}{worth}{state}".strip()


def finding_text(one: Mapping[str, Json]) -> str:
    result = RESULTS.get(str(one.get("result", "")), str(one.get("result", "")))
    pages = f"卷宗第 {one['pages']} 页" if not blank(one.get("pages")) else ""
    return "，".join(part for part in (result, str(one.get("note") or "").strip(), pages) if part)


def size_text(size: int) -> str:
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _label(field: Field, code: Json) -> str:
    return dict(field.choices).get(str(code), str(code))


def _raw(value: Json) -> str:
    if isinstance(value, Mapping):
        return "，".join(_raw(one) for one in value.values() if not blank(one))
    if isinstance(value, list | tuple):
        return "、".join(_raw(one) for one in value if not blank(one))
    return (
        {True: "是", False: "否", None: ""}[value] if value is None or isinstance(value, bool) else str(value)
    )
