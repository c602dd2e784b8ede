"""案卷: what lies in the file, in its order, and the whole of it as one PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mingjing.casework.access import Looking, case_row, opened, signed_in
from mingjing.casework.binding import contents, jobs
from mingjing.casework.models import BoundFile, CaseRow
from mingjing.casework.views.cases import crumbs_of, download
from mingjing.casework.views.shown import masthead

VERB = "case.bind"
UNDER_WAY = (BoundFile.WAITING, BoundFile.MAKING)


@never_cache
@require_safe
@signed_in
def page(look: Looking, case: UUID) -> HttpResponse:
    row = case_row(look, str(case), VERB, "卷内目录")
    if look.partial:
        return render(look.request, "work/_bound.html", _state(row))
    found, _, _ = opened(look, row.id)
    words = {
        "row": row,
        "lines": _lines(contents.items(row, found, look.registry), jobs.latest(row), row.n),
        "archived": contents.archived(row),
        "crumbs": crumbs_of(row, "案卷"),
    }
    return render(look.request, "work/bound.html", words | _state(row) | masthead(look, "cases"))


def _lines(found: list[contents.Item], last: BoundFile | None, n: int) -> list[dict[str, Any]]:
    """The index, with pages and remarks as they were bound, where it is bound as it is now."""
    now = last is not None and last.state == BoundFile.DONE and last.n == n and len(last.index) == len(found)
    bound = last.index if last is not None and now else [["", "", "", "", "—", one.remark] for one in found]
    return [{"item": one, "pages": row[-2], "remark": row[-1]} for one, row in zip(found, bound, strict=True)]


def _state(row: CaseRow) -> dict[str, Any]:
    last = jobs.latest(row)
    return {
        "row": row,
        "bound": last,
        "url": f"/work/cases/{row.id}/file/",
        "under_way": last is not None and last.state in UNDER_WAY,
        "old": last is not None and last.n != row.n,
    }


@never_cache
@require_POST
@signed_in
def ask(look: Looking, case: UUID) -> HttpResponse:
    """Have it bound as it is now; the page tells how far it is."""
    row = case_row(look, str(case), VERB, "装订案卷")
    jobs.ask(row, look.viewer.person, look.at)
    return redirect(f"/work/cases/{row.id}/file/")


@never_cache
@require_safe
@signed_in
def file(look: Looking, case: UUID) -> HttpResponseBase:
    row = case_row(look, str(case), VERB, "下载案卷")
    last = row.bound_files.filter(state=BoundFile.DONE).order_by("-n").first()
    if last is None:
        raise Http404
    mark = "" if last.archived else f"（{contents.NOT_ARCHIVED}）"
    return download(
        row.id, last.sha256, f"案卷{mark} {row.decision_number or row.number or ''}".strip(), "pdf"
    )
