"""加处罚款、滞纳金: what is added for each day of a late payment (《行政处罚法》第七十二条第一款第一项, 《行政强制法》第四十五条).

Pure arithmetic in 分 and Shanghai days. Counted from the day after the last day for payment to the day of payment, both
included (rules C14); the days from acceptance to service of a 复议 or 诉讼 do not count (C15); never more than the fine.
Only what was still unpaid on a day bears it: the statute speaks of 罚款数额, this reading favours the party [解释].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included, on which `unpaid` 分 stood open."""

    since: date
    until: date
    unpaid: int

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True)
class Surcharge:
    """`amount` in 分 after the cap; `spans` = the days that counted."""

    amount: int
    capped: bool
    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        return sum(one.days for one in self.spans)


def surcharge(
    fine: int,
    paid: Iterable[tuple[date, int]],
    due: date,
    until: date,
    without: Sequence[tuple[date, date]] = (),
    *,
    percent: int,
    per: int = 100,
    cap_percent: int = 100,
) -> Surcharge:
    """What has been added by `until`. `paid`: day and 分 of each payment; `without`: days that do not count, both ends in;
    `per`: of how many parts `percent` is one day's share (100; 10000 for 万分之).

    A fraction of a 分 is dropped, once, at the end. Raises ValueError for a negative fine or payment.
    """
    payments = sorted(paid)
    if fine < 0 or any(amount < 0 for _, amount in payments):
        raise ValueError("fines and payments are not negative")
    spans: list[Span] = []
    day = due + timedelta(days=1)
    while day <= until:
        unpaid = fine - sum(amount for when, amount in payments if when < day)
        if unpaid <= 0:
            break
        if not any(first <= day <= last for first, last in without):
            spans = _longer(spans, day, unpaid)
        day += timedelta(days=1)
    total = sum(one.days * one.unpaid for one in spans) * percent // per
    most = fine * cap_percent // 100
    return Surcharge(min(total, most), total > most, tuple(spans))


def _longer(spans: list[Span], day: date, unpaid: int) -> list[Span]:
    if spans and spans[-1].unpaid == unpaid and spans[-1].until == day - timedelta(days=1):
        return [*spans[:-1], Span(spans[-1].since, day, unpaid)]
    return [*spans, Span(day, day, unpaid)]
