"""How long a permit is valid: by its certificate, by each renewal, and by the renewal that silence grants (《行政许可法》第五十条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mingjing.law import fields
from mingjing.law.bases import XK
from mingjing.law.calendar import months_later
from mingjing.law.judgement import Judgement, happened
from mingjing.law.terms import Entry, Guard, Json, On, event

ISSUED, RENEWED, SILENCE = On("pm_issue"), event("pm_renew", renewed="yes"), On("pm_renew_deemed")
UNDOING, UNDONE = "permit_undoing", "undone"
"""The procedure that takes a permit back, and its track that is open as long as what it decided stands."""


def _day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and fields.is_day(value) else None


def last_period(j: Judgement) -> tuple[date, date] | None:
    """First and last day of the period in which the permit is valid last; None before a certificate says one."""
    found: tuple[date, date] | None = None
    for entry in j.standing.live:
        if any(happened(j.procedure, entry, on) for on in (ISSUED, RENEWED, SILENCE)):
            found = _period(j, entry, found)
    return found


def _period(j: Judgement, entry: Entry, before: tuple[date, date] | None) -> tuple[date, date] | None:
    until = _day(j.fact(entry, "valid_until"))
    if before is None:
        since = _day(j.fact(entry, "valid_from"))
        return (since, until) if since and until else None
    return before[1] + timedelta(days=1), until or as_long_again(*before)


def as_long_again(since: date, until: date) -> date:
    """The last day of a period as long as this one that begins when it ends: in whole months where it is of whole months."""
    follows = until + timedelta(days=1)
    months = (follows.year - since.year) * 12 + follows.month - since.month
    if follows.day == since.day and months > 0:
        return months_later(follows, months) - timedelta(days=1)
    return until + (follows - since)


def renewed_until(j: Judgement) -> Json:
    """To which day a permit is valid that silence renews; the law names no length, so as long as before (interpretation)."""
    period = last_period(j)
    return as_long_again(*period).isoformat() if period else None


def _expired(j: Judgement) -> Iterator[str]:
    period = last_period(j)
    if j.stated("cancel_ground") == "expired" and period and j.on <= period[1]:
        yield f"许可的有效期到 {period[1]} 才届满，届满以后没有延续的才能注销；因其他情形注销的请改选。"


G_EXPIRED = Guard("E-EARLY", "因届满注销的，有效期已过", XK("第七十条第一项"), _expired)


def _still_valid(j: Judgement) -> Iterator[str]:
    period = last_period(j)
    if period and j.on > period[1]:
        yield (
            f"许可的有效期已于 {period[1]} 届满，不能再办“{j.action.label}”；请依法办理注销，继续从事的重新申请许可。"
        )


G_STILL_VALID = Guard(
    "E-LATE", "许可还在有效期内", XK("第五十条、第七十条第一项"), _still_valid, cure="pm_cancel"
)


def _was_undone(j: Judgement) -> Iterator[str]:
    if j.stated("cancel_ground") != "undone":
        return
    if not any(one.relation == UNDOING and UNDONE in one.open for one in j.linked()):
        yield "本许可没有被撤回、撤销：没有这样决定的关联案件，请先另立案件作出决定，或者改选注销的情形。"


G_UNDONE = Guard(
    "E-LINK", "因撤回、撤销注销的，已经决定", XK("第七十条第四项"), _was_undone, cure="pm_undo", links=True
)


def _stands(j: Judgement) -> Iterator[str]:
    for one in j.linked():
        if one.relation == UNDOING and (UNDONE in one.open or one.stage in ("begun", "told")):
            state = "已经撤回、撤销" if UNDONE in one.open else "正在决定是否撤回、撤销"
            yield f"本许可{state}（关联案件 {one.name}），不能办“{j.action.label}”。"


STANDS = Guard("E-LINK", "没有撤回、撤销，也不在决定中", XK("第八条、第六十九条"), _stands, links=True)
"""Nothing is changed or renewed while its withdrawal is being decided, or once it is withdrawn."""
