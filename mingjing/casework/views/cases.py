"""案件: the list, one record, papers and files. The case page itself is drawn in `page.py`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework import issue, service
from mingjing.casework.access import (
    Looking,
    case_row,
    may_see_evidence,
    opened,
    require,
    signed_in,
    within_reach,
)
from mingjing.casework.issue import DATA, SCHEMA, fault_of
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.rendering import words as text
from mingjing.casework.rendering.errors import CannotRender
from mingjing.casework.views import page
from mingjing.casework.views.shown import light_of, masthead, named_in, paper_view, state_of
from mingjing.law import ahead, procedures
from mingjing.law.terms import Case, Entry, Field, Json, Procedure
from mingjing.recording import evidence
from mingjing.recording.home import current
from mingjing.recording.models import Evidence
from mingjing.registry import access
from mingjing.web import hant

PAGE = 30
MOST = 3000
"""Cases that are counted and leafed through; with more, one narrows the search."""
STATES = {"open": "在办", "over": "有超期", "ended": "已结案", "all": "全部"}


@never_cache
@require_safe
@signed_in
def listing(look: Looking) -> HttpResponse:
    """Cases within reach, newest act first; filters are GET."""
    require(look, "case.list")
    words = look.request.GET.get("q", "").strip()[:100].replace("\0", "")
    state = look.request.GET.get("state", "open")
    found = _matching(within_reach(look, "case.see", CaseRow.objects.all()), words, state, look)
    order = ("due_on", "id") if state == "over" else ("-acted_on", "-n", "id")
    found = found.order_by(*order)
    # Words are looked for in every row, so they are looked for once: what they find is counted and shown from there.
    shelf = Shelf([*found.values_list("pk", flat=True)[: MOST + 1]] if words else found, PAGE)
    shown = shelf.get_page(look.request.GET.get("page"))
    shown.marks = list(shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]
    context = {
        "rows": [_listed(look, one) for one in _rows(shown.object_list, order)],  # type: ignore[arg-type]
        "page": shown,
        "q": words,
        "state": state,
        "may_open": bool(access.reach(look.viewer, "case.open").spans),
        "chips": [
            {"label": label, "url": f"/work/cases/?state={key}", "current": key == state}
            for key, label in STATES.items()
        ],
    }
    return render(look.request, "work/cases.html", context | masthead(look, "cases"))


def _rows(found: Sequence[str] | QuerySet[CaseRow], order: tuple[str, ...]) -> QuerySet[CaseRow]:
    """The rows of one page with their limits, whether found as rows or by their ids."""
    rows = (
        found if isinstance(found, QuerySet) else CaseRow.objects.filter(pk__in=list(found)).order_by(*order)
    )
    return rows.prefetch_related("dues")


class Shelf(Paginator):  # type: ignore[type-arg]
    """Pages of the first `MOST` rows: counting all of a city's cases would cost more than showing them."""

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        if isinstance(self.object_list, list):
            return len(self.object_list)
        return int(self.object_list.order_by()[: MOST + 1].count())  # type: ignore[attr-defined]


def _matching(found: QuerySet[CaseRow], words: str, state: str, look: Looking) -> QuerySet[CaseRow]:
    if words:
        # Typed in 繁體, it finds what is written in 简体; what is itself written in 繁體 is found as well.
        either = Q()
        for one in {words, hant.simplified(words)}:
            either |= Q(title__contains=one) | Q(number__contains=one) | Q(decision_number__contains=one)
        found = found.filter(either | Q(party_code=words))
    if state in ("open", "ended"):
        found = found.filter(ended=state == "ended")
    elif state == "over":
        found = found.filter(due_on__lt=look.today, ended=False)
    return found


def _listed(look: Looking, row: CaseRow) -> dict[str, Any]:
    law = procedures.PROCEDURES.get(row.procedure)
    kept = {one.id for one in law.terms if ahead.kept(law, one)} if law else set()
    dues = [] if row.ended else [one for one in row.dues.all() if one.term in kept]
    first = min(dues, key=lambda one: one.last_day, default=None)
    left = (first.last_day - look.today).days if first else None
    agency = look.registry.agency(row.agency)
    return {
        "url": f"/work/cases/{row.id}/",
        "title": row.title,
        "number": row.decision_number or row.number or "未编号",
        "kind": law.label if law else row.procedure,
        "stage": law.stage_label(row.stage) if law else row.stage,
        "due": first,
        "state": state_of(left),
        "light": light_of(left),
        "acted_on": row.acted_on,
        "agency": agency.name if agency else row.agency,
    }


@never_cache
@require_safe
@signed_in
def case(look: Looking, case: UUID) -> HttpResponse:
    """The case page. What may be done next, and why the rest may not, is `menu()`."""
    row = case_row(look, str(case), "case.see", "案件页面")
    found, law, context = opened(look, row.id)
    words = page.words(look, row, law, found, context)
    return render(look.request, "work/case.html", words | masthead(look, "cases"))


@never_cache
@require_safe
@signed_in
def entry(look: Looking, case: UUID, n: int) -> HttpResponse:
    """One record in full: what was stated, by whom, on what it relied, and its receipt."""
    row = case_row(look, str(case), "case.see", f"第 {n} 条记录")
    found, law, _ = opened(look, row.id)
    if not 1 <= n <= found.last:
        raise Http404
    one = found.entries[n - 1]
    persons = look.persons(named_in(one.facts.values()), row.agency)
    open_files = may_see_evidence(look, row)
    words = {
        "row": row,
        "entry": one,
        "action": law.action(one.action),
        "by": look.names({one.actor}).get(one.actor, one.actor),
        "facts": _stated(law, one, persons),
        "papers": [
            {
                "paper": law.paper(ref.paper),
                "number": ref.number,
                "url": f"/work/cases/{row.id}/papers/{n}/{ref.paper}/",
            }
            for ref in one.papers
            if law.paper(ref.paper) and ref.paper in one.facts
        ],
        "files": [
            {"title": ref.title, "sha256": ref.sha256, "url": f"/work/cases/{row.id}/evidence/{ref.sha256}/"}
            for ref in one.files
            if open_files and one.action != page.ISSUED
        ],
        "commitment": found.commitments[n - 1],
        "crumbs": crumbs_of(row, f"第 {n} 条"),
    }
    return render(look.request, "work/entry.html", words | masthead(look, "cases"))


def _stated(law: Procedure, one: Entry, persons: text.Persons) -> list[dict[str, str]]:
    asked = [law.asked(name) for name in one.facts if any(field.id == name for field in law.fields)]
    return [
        {"label": field.label, "value": _value(field, one.facts[field.id], persons)}
        for field in asked
        if field.id != "ask"
    ]


def _value(field: Field, value: Json, persons: text.Persons) -> str:
    found = text.field_text(field, value, persons)
    return page.rendering_text(found) if field.id == page.RENDERING else found


def crumbs_of(row: CaseRow, here: str) -> list[tuple[str, str]]:
    return [("案件", "/work/cases/"), (row.number or "本案", f"/work/cases/{row.id}/"), (here, "")]


@never_cache
@require_safe
@signed_in
def paper(look: Looking, case: UUID, n: int, paper: str) -> HttpResponse:
    """A paper as its act bound it, with the state of its issued form."""
    row = case_row(look, str(case), "case.see", f"文书 {paper[:60]}")
    found, law, _ = opened(look, row.id)
    definition = law.paper(paper)
    content = found.entries[n - 1].facts.get(paper) if 1 <= n <= found.last else None
    if definition is None or not isinstance(content, dict):
        raise Http404
    made = PaperRow.objects.filter(case=row, n=n, paper=paper).first()
    agency = look.registry.agency(row.agency)
    words = {
        "row": row,
        "paper": definition,
        "made": made,
        "agency": agency.name if agency else "",
        "on": found.entries[n - 1].on,
        "parts": paper_view(
            definition, content, look.persons(named_in(content.values()), row.agency), made=True
        ),
        "ready": made is not None and made.issued_n is not None,
        "fault": fault_of(made) if made else "",
        "electronic": _electronic(made),
        "file_url": f"/work/cases/{row.id}/papers/{n}/{paper}/file/",
        "beside": _beside(found, made, f"/work/cases/{row.id}/papers/{n}/{paper}/"),
        "crumbs": crumbs_of(row, definition.label),
    }
    return render(look.request, "work/paper.html", words | masthead(look, "cases"))


@never_cache
@require_safe
@signed_in
def paper_file(look: Looking, case: UUID, n: int, paper: str) -> HttpResponseBase:
    """The issued form, once it is there."""
    row = case_row(look, str(case), "case.see", f"文书文件 {paper[:60]}")
    made = PaperRow.objects.filter(case=row, n=n, paper=paper).exclude(issued_n=None).first()
    if made is None:
        raise Http404
    name = made.number or paper
    if (body := _laid_out(look, row, made)) is not None:
        return attached(io.BytesIO(body), f"{name}.pdf")
    return download(row.id, made.sha256, name)


def _electronic(made: PaperRow | None) -> bool:
    """Whether the issued form is the data themselves, as in practice homes: it is laid out when it is opened."""
    if made is None or made.issued_n is None:
        return False
    return Evidence.objects.filter(case=made.case_id, sha256=made.sha256, kind="txt").exists()


def _laid_out(look: Looking, row: CaseRow, made: PaperRow) -> bytes | None:
    """An electronic paper in its layout; None where the form is laid out already, or there are no fonts to do it."""
    paper = procedures.of(row.procedure).paper(made.paper)
    if paper is None or not _electronic(made):
        return None
    try:
        return issue.printed(service.load(row.id), made.n, paper, made.number, look.registry)
    except CannotRender:
        return None


BESIDE = {"data": DATA, "schema": SCHEMA}


def _beside(case: Case, made: PaperRow | None, address: str) -> list[dict[str, str]]:
    """Links to the files beside an issued form; none for forms that were issued without them."""
    if made is None or made.issued_n is None or len(case.entries[made.issued_n - 1].files) < 2:
        return []
    return [
        {"label": f"下载{words.strip('（）')}（JSON）", "url": f"{address}{which}/"}
        for which, words in BESIDE.items()
    ]


@never_cache
@require_safe
@signed_in
def paper_beside(look: Looking, case: UUID, n: int, paper: str, which: str) -> HttpResponseBase:
    """What is stored beside an issued form: its data (电子信息) or their JSON Schema (电子信息格式)."""
    row = case_row(look, str(case), "case.see", f"文书{BESIDE[which]} {paper[:60]}")
    made = PaperRow.objects.filter(case=row, n=n, paper=paper).exclude(issued_n=None).first()
    if made is None or made.issued_n is None:
        raise Http404
    form, *others = service.load(row.id).entries[made.issued_n - 1].files
    kept = next((one for one in others if one.title.endswith(BESIDE[which])), None)
    # Made without a layout, the form is itself the data.
    kept = kept or (form if which == "data" and made.sha256 == form.sha256 and others else None)
    if kept is None:
        raise Http404
    return download(row.id, kept.sha256, f"{made.number or paper}{BESIDE[which]}", "json")


@never_cache
@require_safe
@signed_in
def evidence_file(look: Looking, case: UUID, sha256: str) -> HttpResponseBase:
    row = case_row(look, str(case), "case.evidence", f"证据文件 {sha256[:16]}")
    kept = row.files.filter(sha256=sha256[:64]).first()
    if kept is None:
        raise Http404
    return download(row.id, kept.sha256, kept.title)


def download(case: str, sha256: str, title: str, kind: str = "") -> HttpResponseBase:
    """Always an attachment, never sniffed, in a sandbox of its own (security G23)."""
    try:
        file = evidence.read(current(), case, sha256)
    except FileNotFoundError as fault:
        raise Http404 from fault
    kind = (
        kind
        or Evidence.objects.values_list("kind", flat=True).filter(case=case, sha256=sha256).first()
        or "bin"
    )
    return attached(file, title if title.endswith(f".{kind}") else f"{title}.{kind}")


def attached(file: BinaryIO, name: str) -> FileResponse:
    """Bytes to be kept, never shown in the page's own name."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
