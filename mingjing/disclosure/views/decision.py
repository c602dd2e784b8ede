"""One decision: its page, its downloads, its tombstone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure import articles, periods, shown
from mingjing.disclosure import record as records
from mingjing.disclosure.models import Publication
from mingjing.disclosure.remedies import Remedies, remedies
from mingjing.disclosure.views import downloads
from mingjing.law import procedures
from mingjing.law.terms import Field, Kind, Procedure
from mingjing.registry.models import Agency
from mingjing.registry.words import ACTS
from mingjing.web.errors import unlogged
from mingjing.web.templatetags.mj import name
from mingjing.web.words import day_text, money_text

Row = dict[str, object]


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The page, its tombstone with 410, or 404."""
    row, tombstone = _found(number)
    if tombstone:
        context = {"gone": tombstone, "section": "after", "crumbs": _crumbs(row)}
        return unlogged(render(request, "disclosure/tombstone.html", context, status=410))
    proof = shown.proof(row)
    if proof is None:
        raise Http404("not under a signed head yet")
    record = cast(dict[str, Any], shown.record_of(row))
    agency = Agency.objects.filter(id=row.agency).first()
    law = procedures.of(row.procedure)
    ways = remedies(law, row.served_on, row.decided_on, agency)
    cited = articles.cited([(one.label, record[one.id]) for one in _shown(law) if one.kind is Kind.ARTICLE])
    shown_words = {
        "row": row,
        "record": record,
        "proof": proof,
        "agency": agency,
        "remedies": ways,
        "articles": cited,
        "facts": _facts(row, record, law, tuple(agency.scopes) if agency else ("nation",)),
        "reasons": [(one.label, record[one.id]) for one in _sentences(law, Kind.LONG_TEXT) if record[one.id]],
        "steps": _steps(record),
        "paper": shown.paper_file(row),
        "paper_label": records.sentences_of(law).label,
        "act": ACTS.get(row.act, ""),
        "section": "after",
        "crumbs": _crumbs(row),
        "remedy_note": _remedy_note(ways, row),
        "address": unquote(_address(number)),
    }
    return render(request, "disclosure/decision.html", shown_words)


def _address(number: str) -> str:
    """Where the public finds it; not the name under which this process was asked."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('decision', args=[number])}"


def _found(number: str) -> tuple[Publication, shown.Gone | None]:
    row = Publication.objects.filter(pk=number).first()
    if row is None:
        raise Http404("no such publication")
    tombstone = shown.gone(row, shown.today())
    if tombstone is None and row.state not in (Publication.PUBLIC, Publication.CORRECTED):
        raise Http404("not public yet")
    return row, tombstone


def _crumbs(row: Publication) -> list[tuple[str, str]]:
    listing = reverse("decisions")
    return [
        ("首页", reverse("home")),
        ("事后公开", listing),
        (ACTS.get(row.act, ""), f"{listing}?act={row.act}"),
        (name(row.number), ""),
    ]


def _shown(law: Procedure) -> list[Field]:
    """The decided facts that this procedure shows, as its table describes them."""
    names = law.publicity.shows if law.publicity else ()
    return [found for one in names if (found := records.described(law, one))]


def _sentences(law: Procedure, kind: Kind) -> list[Field]:
    """What was written for the public, but for the line above the page and the matter in its title."""
    apart = {"plain", law.publicity.titled if law.publicity else ""}
    return [one for one in records.sentences_of(law).fields if one.kind is kind and one.id not in apart]


def _words(field: Field, value: Any) -> str:
    """A shown fact in words; an amount of nothing is no row."""
    if field.kind is Kind.MONEY:
        return money_text(value) if value else ""
    if field.kind is Kind.DAY:
        return day_text(value)
    labels = dict(field.choices)
    values = value if isinstance(value, list) else [value]
    return "、".join(labels.get(str(one), str(one)) for one in values)


def _facts(row: Publication, record: Mapping[str, Any], law: Procedure, scopes: tuple[str, ...]) -> list[Row]:
    until = record.get(law.publicity.lasts_from) if law.publicity else None
    ends = date.fromisoformat(until) if until else None
    display = periods.display_value(law, bool(record["party"]["masked"]), row.published_on, scopes, ends=ends)
    party = record["party"]
    code = f"统一社会信用代码 {party['code']}" if party["code"] else ""
    return [
        {"label": "当事人", "value": party["name"], "keep": True, "note": code},
        *(
            {"label": one.label, "value": record[one.id], "strong": one.id == "content"}
            for one in _sentences(law, Kind.TEXT)
        ),
        *(
            {"label": one.label, "value": _words(one, record[one.id])}
            for one in _shown(law)
            if one.kind is not Kind.ARTICLE
        ),
        {"label": "作出机关", "value": row.agency_name},
        {"label": "作出日期", "value": day_text(row.decided_on)},
        {"label": "送达日期", "value": day_text(row.served_on)},
        {
            "label": "公开日期",
            "value": day_text(row.published_on),
            "note": _in_time(row, scopes),
        },
        {"label": "公示截止", "value": day_text(row.display_until), "note": periods.unsure(display)},
        {"label": "法制审核", "value": f"已通过（{day_text(row.reviewed_on)}）" if row.reviewed_on else ""},
        {
            "label": "更正",
            "value": f"原公开内容于 {day_text(row.withdrawn_on)}撤下，本页是更正后的内容。"
            if row.withdrawn_on
            else "",
            "note": row.withdrawn_reason if row.withdrawn_on else "",
        },
    ]


def _in_time(row: Publication, scopes: tuple[str, ...]) -> str:
    last, law = row.publish_by, procedures.of(row.procedure)
    if last is None:
        return ""
    said = "没有超过期限" if row.published_on <= last else "超过期限"
    action = next((one.id for one in law.actions if records.publishes(law, one)), "")
    term = periods.publish_term(law, action)
    doubt = periods.unsure(periods.value_of(term, row.decided_on, scopes)) if term else ""
    return f"应当公开的最后一天是 {day_text(last)}，{said}{f'（{doubt}）' if doubt else ''}"


def _steps(record: Mapping[str, Any]) -> list[Row]:
    return [{"at": one["on"], "title": one["step"], "text": one["text"]} for one in record["process"]]


def _remedy_note(ways: Remedies, row: Publication) -> str:
    if not row.served_on:
        return "决定还没有送达，期限从送达的第二天起算。"
    rolls = f"日期按送达日（{day_text(row.served_on)}）推算，送达当天不算；最后一天是节假日的，顺延到节后第一个工作日。"
    choice = "法律规定应当先申请行政复议，对复议决定不服的再起诉。" if ways.first else "两种途径可以选择。"
    return choice + rolls


# --- downloads -----------------------------------------------------------------------------------------------------


def _public(number: str) -> Publication:
    """For downloads: what is withdrawn or not proved yet cannot be had here either."""
    row, tombstone = _found(number)
    if tombstone or shown.open_leaf(row, row.sha256) is None:
        raise Http404("not public")
    return row


@require_safe
def record(request: HttpRequest, number: str) -> HttpResponse:
    return downloads.record(_public(number), number)


@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    return downloads.paper(_public(number), number)


@require_safe
def proof(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return downloads.proof(_public(number), kind, number)


@require_safe
def qr(request: HttpRequest, number: str) -> HttpResponse:
    return downloads.code(_address(_public(number).number))
