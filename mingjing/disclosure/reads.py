"""What the portal asks of the database, each question named; nothing private can be asked here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from mingjing.disclosure.models import NUMBER, Announcement, Publication
from mingjing.recording import models as ledger
from mingjing.registry.words import ACTS
from mingjing.web import hant

PAGE = 20
LONGEST = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def public(today: date) -> QuerySet[Publication]:
    """What may be shown: in force, within its period, and its proof is in the log."""
    placed = ledger.Leaf.objects.filter(open_leaf__entry_id=OuterRef("issued_entry"))
    return Publication.objects.filter(
        Q(display_until=None) | Q(display_until__gte=today),
        Exists(placed),
        state__in=(Publication.PUBLIC, Publication.CORRECTED),
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """The list's GET parameters, cleaned: what is unknown falls away, so that no address can break the page."""

    q: str = ""
    acts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    wrong: tuple[str, ...] = field(default=())
    """Sentences on what could not be read."""

    @property
    def number(self) -> str:
        return self.q if NUMBER.fullmatch(self.q) else ""

    def pairs(self) -> list[tuple[str, str]]:
        days = [("since", self.since), ("until", self.until)]
        return [
            *([("q", self.q)] if self.q else []),
            *(("act", one) for one in self.acts),
            *(("agency", one) for one in self.agencies),
            *((name, day.isoformat()) for name, day in days if day),
        ]

    def without(self, *dropped: tuple[str, str]) -> str:
        """The address of the list with some conditions taken away."""
        return "?" + urlencode([pair for pair in self.pairs() if pair not in dropped])


def filters(data: QueryDict) -> Filters:
    wrong: list[str] = []
    since, until = (_day(data, name, label, wrong) for name, label in (("since", "起"), ("until", "止")))
    if since and until and since > until:
        wrong.append("决定日期的“起”晚于“止”，没有决定符合；请对调或者改正。")
    return Filters(
        q=clean(data.get("q", "")),
        acts=tuple(one for one in dict.fromkeys(data.getlist("act")) if one in ACTS),
        agencies=tuple(dict.fromkeys(clean(one)[:40] for one in data.getlist("agency")[:50] if clean(one))),
        since=since,
        until=until,
        wrong=tuple(wrong),
    )


def clean(text: str) -> str:
    """What somebody typed, without what cannot be seen, in the brackets of document numbers, and not endless."""
    plain = _CONTROL.sub("", text[: LONGEST * 4]).strip()[:LONGEST]
    return re.sub(r"[\[［【(（](\d{4})[\]］】)）]", r"〔\1〕", plain)


def _day(data: QueryDict, name: str, label: str, wrong: list[str]) -> date | None:
    typed = data.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        wrong.append(f"决定日期的“{label}”没有读懂，已忽略；请写成 2026-01-31 这样。")
        return None


def listed(rows: QuerySet[Publication], wish: Filters) -> QuerySet[Publication]:
    """Natural persons cannot be found by name: `org` is empty for them and the title is not searched."""
    rows = _searched(rows, wish)
    rows = rows.filter(act__in=wish.acts) if wish.acts else rows
    return rows.filter(agency__in=wish.agencies) if wish.agencies else rows


def _searched(rows: QuerySet[Publication], wish: Filters) -> QuerySet[Publication]:
    if wish.q:
        code = Q(org_code=wish.q.upper()) if wish.q.isascii() else Q()
        # Typed in 繁體, it finds what is written in 简体; what is itself written in 繁體 is found as well.
        for one in {wish.q, hant.simplified(wish.q)}:
            code |= Q(number__icontains=one) | Q(org__icontains=one) | Q(cause__icontains=one)
        rows = rows.filter(code)
    if wish.since:
        rows = rows.filter(decided_on__gte=wish.since)
    return rows.filter(decided_on__lte=wish.until) if wish.until else rows


@dataclass(frozen=True, slots=True)
class Facet:
    code: str
    label: str
    count: int
    chosen: bool


def act_facets(rows: QuerySet[Publication], wish: Filters) -> list[Facet]:
    """Counts by type for this search, the other filters aside from type applied."""
    found = _searched(rows, wish)
    found = found.filter(agency__in=wish.agencies) if wish.agencies else found
    counts = dict(found.order_by().values_list("act").annotate(Count("pk")))
    return [
        Facet(code, label, counts.get(code, 0), code in wish.acts)
        for code, label in ACTS.items()
        if code in counts or code in wish.acts
    ]


def agency_facets(rows: QuerySet[Publication], wish: Filters) -> list[Facet]:
    found = _searched(rows, wish)
    found = found.filter(act__in=wish.acts) if wish.acts else found
    return [Facet(code, name, count, code in wish.agencies) for code, name, count in by_agency(found)]


def by_agency(rows: QuerySet[Publication]) -> list[tuple[str, str, int]]:
    """(id, name, count), most first. An agency that was renamed is one agency."""
    found: dict[str, tuple[str, int]] = {}
    for code, name, count in rows.order_by().values_list("agency", "agency_name").annotate(Count("pk")):
        found[code] = (name, found.get(code, ("", 0))[1] + count)
    return sorted(
        ((code, name, count) for code, (name, count) in found.items()), key=lambda one: (-one[2], one[1])
    )


def page(rows: QuerySet[Publication] | QuerySet[Announcement], number: str) -> object:
    """One page of a list; a number that makes no sense gives the nearest page."""
    shown = Paginator(rows, PAGE).get_page(number[:6])
    shown.marks = list(shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]
    return shown


def withdrawn(number: str) -> Publication | None:
    """A withdrawn item is found by its whole number only, never by party or content."""
    return Publication.objects.filter(number=number, state=Publication.WITHDRAWN).first() if number else None


@dataclass(frozen=True, slots=True)
class Year:
    """This year's figures: each with what it is a part of."""

    published: int
    due: int
    in_time: int
    reviewed: int
    withdrawn: int


def year(rows: QuerySet[Publication], year: int) -> Year:
    this = rows.filter(published_on__year=year)
    found = this.aggregate(
        published=Count("pk"),
        due=Count("pk", filter=Q(publish_by__isnull=False)),
        in_time=Count("pk", filter=Q(published_on__lte=F("publish_by"))),
        reviewed=Count("pk", filter=Q(reviewed_on__isnull=False)),
    )
    gone = Publication.objects.filter(state=Publication.WITHDRAWN, withdrawn_on__year=year).count()
    return Year(**found, withdrawn=gone)


# --- what agencies announce about themselves ------------------------------------------------------------------------


def newer(row: Announcement) -> Announcement | None:
    """The version in force, where this one was announced anew."""
    last = versions(row).first()
    return last if last and last.pk != row.pk else None


def versions(row: Announcement) -> QuerySet[Announcement]:
    """All that the agency announced of this for this year, the latest first."""
    same = Announcement.objects.filter(agency=row.agency, series=row.series, year=row.year)
    return same.order_by("-at", "-n", "-code")


def announced() -> QuerySet[Announcement]:
    """The latest of each, without what was announced anew since."""
    same = Announcement.objects.filter(
        agency=OuterRef("agency"), series=OuterRef("series"), year=OuterRef("year")
    )
    later = same.filter(
        Q(at__gt=OuterRef("at"))
        | Q(at=OuterRef("at"), n__gt=OuterRef("n"))
        | Q(at=OuterRef("at"), n=OuterRef("n"), code__gt=OuterRef("code"))
    )
    return Announcement.objects.filter(~Exists(later))


@dataclass(frozen=True, slots=True)
class Wish:
    """The list's GET parameters, cleaned."""

    q: str = ""
    agency: str = ""
    year: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        found = [("q", self.q), ("agency", self.agency), ("year", self.year)]
        return [(name, value) for name, value in found if value]

    def but(self, **changed: str) -> str:
        """The address of the list with other conditions; "" takes one away."""
        pairs = [(name, value) for name, value in (dict(self.pairs()) | changed).items() if value]
        return "?" + urlencode(pairs)


def wished(data: QueryDict) -> Wish:
    year = clean(data.get("year", ""))
    return Wish(
        q=clean(data.get("q", "")),
        agency=clean(data.get("agency", ""))[:40],
        year=year if len(year) == 4 and year.isascii() and year.isdigit() else "",
    )


def announcements(wish: Wish) -> QuerySet[Announcement]:
    rows = announced()
    if wish.q:
        words = Q()
        for one in {wish.q, hant.simplified(wish.q)}:
            words |= Q(title__icontains=one) | Q(number__icontains=one)
        rows = rows.filter(words)
    rows = rows.filter(agency=wish.agency) if wish.agency else rows
    rows = rows.filter(_of_year(int(wish.year))) if wish.year else rows
    return rows.order_by("-announced_on", "-at", "code")


def _of_year(year: int) -> Q:
    """The year it is about; where it names none, the year in which it was announced."""
    return Q(year=year) | Q(year=0, announced_on__year=year)


def announcement_facets() -> tuple[list[tuple[str, str]], list[int]]:
    """(id, name) of the agencies that announced anything, and the years, the latest first."""
    rows = (
        announced().order_by().values_list("agency", "agency_name", "year", "announced_on__year").distinct()
    )
    found = list(rows)
    agencies = {code: name for code, name, _, _ in found}
    years = {year or on for _, _, year, on in found}
    return sorted(agencies.items(), key=lambda one: one[1]), sorted(years, reverse=True)
