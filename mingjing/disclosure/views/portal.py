"""Home and list of the portal."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure import reads, shown
from mingjing.disclosure.models import Publication
from mingjing.disclosure.views import guide
from mingjing.law.acts import OPINION
from mingjing.law.judgement import SHANGHAI
from mingjing.registry.models import Agency, Credential, PowerRow
from mingjing.registry.words import ACTS

Item = dict[str, str]
ENOUGH = 10
"""A rate over fewer cases says nothing and is not shown (design §8)."""
NAMED = tuple(one.code for one in OPINION)
"""The six kinds that the opinion names; another appears once something of it is public."""
SHOWN_ON_SITE = (
    ("出示执法证件", "每次"),
    ("告知事实、理由和依据", "每次"),
    ("告知陈述、申辩等权利", "每次"),
    ("出具执法文书", "每次"),
    ("提示正在录音录像", "开始时"),
)
"""What must be shown while enforcing (rules §4.1 事中)."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = shown.today()
    rows = reads.public(today)
    counts = dict(rows.order_by().values_list("act").annotate(Count("pk")))
    year = reads.year(rows, today.year)
    context = {
        "section": "home",
        "acts": [("", "全部"), *((code, label) for code, label in ACTS.items() if code in NAMED)],
        "before": _before(today),
        "during": [{"label": label, "count": when} for label, when in SHOWN_ON_SITE],
        "after": _after(counts, year),
        "year": today.year,
        "stats": _stats(year),
        "as_of": datetime.now(SHANGHAI),
        "latest": rows.order_by("-published_on", "number")[:6],
        "agencies": [_agency(*one) for one in reads.by_agency(rows)],
        "act_labels": ACTS,
    }
    return render(request, "disclosure/home.html", context)


def _before(today: date) -> list[Item]:
    later = Credential.objects.filter(
        person=OuterRef("person"),
        kind=OuterRef("kind"),
        number=OuterRef("number"),
        version__gt=OuterRef("version"),
    )
    certified = Credential.objects.filter(
        ~Exists(later),
        Q(until=None) | Q(until__gte=today),
        kind="enforcement",
        status="valid",
        since__lte=today,
    )
    newer = PowerRow.objects.filter(
        agency=OuterRef("agency"),
        item=OuterRef("item"),
        since=OuterRef("since"),
        version__gt=OuterRef("version"),
    )
    powers = PowerRow.objects.filter(
        ~Exists(newer), Q(until=None) | Q(until__gt=today), announced=True, since__lte=today
    )
    return [
        {"label": "执法机关", "count": f"{Agency.objects.count():,} 个"},
        {"label": "持证执法人员", "count": f"{_distinct(certified, 'person'):,} 人"},
        {"label": "已公告的职权事项", "count": f"{powers.count():,} 项"},
        {
            "label": "机关公布的清单、计划、报告",
            "count": f"{reads.announced().count():,} 份",
            "url": reverse("announcements"),
        },
        {"label": "办事指南和流程图", "count": f"{len(guide.today())} 类", "url": reverse("guides")},
    ]


def _distinct(rows: QuerySet[Credential], column: str) -> int:
    return rows.values(column).distinct().count()


def _after(counts: dict[str, int], year: reads.Year) -> list[Item]:
    listing = reverse("decisions")
    found = [
        {
            "label": label,
            "count": f"{counts.get(code, 0):,} 件",
            "url": f"{listing}?act={code}" if counts.get(code) else "",
        }
        for code, label in ACTS.items()
        if code in NAMED or counts.get(code)
    ]
    return [*found, {"label": "今年撤回的信息", "count": f"{year.withdrawn:,} 件"}]


def _agency(code: str, name: str, count: int) -> Item:
    return {"label": name, "count": f"{count:,} 件", "url": f"{reverse('decisions')}?agency={code}"}


def _stats(year: reads.Year) -> list[Item]:
    """Real counts; a rate only with its denominator, and only over enough cases."""
    if not year.published:
        return []
    late = year.due - year.in_time
    enough = year.due >= ENOUGH
    in_time = (f"{year.in_time * 1000 // year.due / 10:g}", "%") if enough else (f"{year.in_time:,}", "件")
    return [
        {
            "label": "今年公开执法决定",
            "figure": f"{year.published:,}",
            "unit": "件",
            "note": "按公开日期计，不含已撤回的",
        },
        {
            "label": "按时公开",
            "figure": in_time[0],
            "unit": in_time[1],
            "note": f"有公开期限的 {year.due:,} 件中，{late:,} 件晚于期限",
        },
        {
            "label": "经过法制审核",
            "figure": f"{year.reviewed:,}",
            "unit": "件",
            "note": f"今年公开的 {year.published:,} 件中",
        },
        {
            "label": "撤回",
            "figure": f"{year.withdrawn:,}",
            "unit": "件",
            "note": "撤回后原址保留文号、日期和理由",
        },
    ]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    wish = reads.filters(request.GET)
    rows = reads.public(shown.today())
    agencies = reads.agency_facets(rows, wish)
    context = {
        "section": "after",
        "wish": wish,
        "page": reads.page(
            reads.listed(rows, wish).order_by("-decided_on", "number"), request.GET.get("page", "1")
        ),
        "acts": reads.act_facets(rows, wish),
        "agencies": agencies,
        "chips": _chips(wish, {one.code: one.label for one in agencies}),
        "withdrawn": reads.withdrawn(wish.number),
        "announced": reads.announcements(reads.Wish(q=wish.q)).count() if wish.q else 0,
        "labels": {"act": ACTS, "state": dict(Publication.STATES)},
        "crumbs": [("首页", reverse("home")), ("查询结果" if wish.q else "事后公开", "")],
    }
    return render(request, "disclosure/list.html", context)


def _chips(wish: reads.Filters, agencies: dict[str, str]) -> list[dict[str, object]]:
    """Applied filters, each with the address that takes it away."""
    chips: list[dict[str, object]] = [
        *({"label": ACTS[one], "url": wish.without(("act", one)), "drop": True} for one in wish.acts),
        *(
            {"label": agencies.get(one, one), "url": wish.without(("agency", one)), "drop": True}
            for one in wish.agencies
        ),
    ]
    days = [(name, day.isoformat()) for name, day in (("since", wish.since), ("until", wish.until)) if day]
    if days:
        said = f"{wish.since or '不限'} 至 {wish.until or '不限'}"
        chips.append({"label": said, "url": wish.without(*days), "drop": True})
    return chips
