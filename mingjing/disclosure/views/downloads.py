"""What the public pages let a reader take along: records, issued forms, proofs, the code of a page's address."""

from __future__ import annotations

import io
from typing import TypeVar

import segno
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from mingjing.disclosure import shown
from mingjing.recording import evidence
from mingjing.recording import home as homes
from mingjing.web.context import home_state

INVENTED = "演练库数据虚构"
Downloaded = TypeVar("Downloaded", bound=HttpResponseBase)


def record(row: shown.Row, name: str) -> HttpResponse:
    """The public record, byte for byte as proved."""
    return _download(bytes(row.record), "application/json", f"{name}.json")


def paper(row: shown.Row, name: str) -> HttpResponseBase:
    """The issued form, once its digest stands in the log."""
    file = shown.paper_file(row)
    if file is None or shown.open_leaf(row, file.sha256) is None:
        raise Http404("no issued form")
    return _issued_form(row.case, file.sha256, name)


def proof(row: shown.Row, kind: str, name: str) -> HttpResponse:
    """`record.tlog-proof` or `paper.tlog-proof` (C2SP), to verify offline."""
    file = shown.paper_file(row) if kind == "paper" else None
    digest = row.sha256 if kind == "record" else file.sha256 if file else ""
    text = shown.proof_text(row, digest) if digest else None
    if text is None:
        raise Http404("no such proof")
    return _download(text, "text/plain; charset=utf-8", f"{name}.{kind}.tlog-proof")


def _download(body: bytes, kind: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, _named(filename)) or "attachment"
    return _marked(response)


def _issued_form(case: str, sha256: str, name: str) -> HttpResponseBase:
    """The issued form out of the case's store; its digest stands in the log."""
    body = evidence.read(homes.current(), case, sha256).read()
    is_pdf = body.startswith(b"%PDF-")
    return _marked(
        FileResponse(
            io.BytesIO(body),
            as_attachment=True,
            filename=_named(f"{name}.pdf" if is_pdf else f"{name}-公开版.json"),
            content_type="application/pdf" if is_pdf else "application/json",
        )
    )


def _named(filename: str) -> str:
    """What leaves a practice home says so in its name: the bytes are those that were proved and cannot."""
    return f"{INVENTED}-{filename}" if home_state().practice else filename


def _marked(response: Downloaded) -> Downloaded:
    """For a program, which does not look at names."""
    if home_state().practice:
        response["X-Mingjing-Practice"] = "invented"
    return response


def code(address: str) -> HttpResponse:
    """An address as an SVG of its own, since pages carry no inline data."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
