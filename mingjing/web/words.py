"""Days, moments and amounts as a reader expects them; the only place where pages turn values into words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "UTC+8")
"""Fixed offset: China keeps no summer time, and a slim container carries no zone database."""


def moment(value: object) -> date | datetime | None:
    """A day or a moment from what pages are given: dates, "YYYY-MM-DD", UTC "…Z". None when it is neither."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    if isinstance(value, date):
        return value
    try:
        text = str(value)
        return (
            date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).astimezone(SHANGHAI)
        )
    except (ValueError, OverflowError):
        return None


def _day_of(value: object) -> date | None:
    found = moment(value)
    return found.date() if isinstance(found, datetime) else found


def day_text(value: object) -> str:
    """2026 年 11 月 12 日; what is no day is shown as it stands."""
    found = _day_of(value)
    return f"{found.year} 年 {found.month} 月 {found.day} 日" if found else str(value or "")


def short_day_text(value: object) -> str:
    """11月12日, for lists whose year is clear."""
    found = _day_of(value)
    return f"{found.month}月{found.day}日" if found else str(value or "")


def time_text(value: object) -> str:
    """2026-11-12 09:14:06 in Shanghai; a bare day stays a day."""
    found = moment(value)
    if isinstance(found, datetime):
        return found.strftime("%Y-%m-%d %H:%M:%S")
    return found.isoformat() if found else str(value or "")


def minute_text(value: object) -> str:
    """2026-11-12 09:14 in Shanghai; a bare day stays a day."""
    return time_text(value)[:16]


def local_time(value: object) -> str:
    """What `<input type="datetime-local">` wants; words that are no moment are kept as typed."""
    found = moment(value)
    return found.strftime("%Y-%m-%dT%H:%M") if isinstance(found, datetime) else str(value or "")


def utc_text(value: str) -> str:
    """A typed Shanghai moment as ledger time; what cannot be read comes back as typed, to be refused in words."""
    try:
        local = datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    except (ValueError, OverflowError):
        return value


def yuan(value: object) -> str:
    """Integer 分 as the number typed in 元: 30000 or 30000.50; words are kept as typed."""
    if isinstance(value, bool) or not isinstance(value, int):
        return "" if value is None else str(value)
    whole, cents = divmod(value, 100)
    return f"{whole}.{cents:02}" if cents else str(whole)


def money_text(value: object) -> str:
    """Integer 分 as 30,000 元."""
    if isinstance(value, bool) or not isinstance(value, int):
        return "" if value is None else str(value)
    whole, cents = divmod(value, 100)
    return f"{whole:,}.{cents:02} 元" if cents else f"{whole:,} 元"


def article_text(value: object) -> str:
    """《law》article, from a cited row or anything that says itself (a `Basis`)."""
    if isinstance(value, Mapping):
        return f"《{value.get('law', '')}》{value.get('article', '')}"
    return str(value)
