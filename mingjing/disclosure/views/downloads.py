"""What the public pages let a reader take along: records, issued forms, proofs, the code of a page's address."""

from __future__ import annotations

import io

import segno
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from mingjing.recording import evidence
from mingjing.recording import home as homes


def download(body: bytes, kind: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def issued_form(case: str, sha256: str, name: str) -> HttpResponseBase:
    """The issued form out of the case's store; its digest stands in the log."""
    body = evidence.read(homes.current(), case, sha256).read()
    is_pdf = body.startswith(b"%PDF-")
    return FileResponse(
        io.BytesIO(body),
        as_attachment=True,
        filename=f"{name}.pdf" if is_pdf else f"{name}-公开版.json",
        content_type="application/pdf" if is_pdf else "application/json",
    )


def code(address: str) -> HttpResponse:
    """An address as an SVG of its own, since pages carry no inline data."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
