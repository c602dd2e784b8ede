"""The transparency log as static files, and the key that checks it (C2SP tlog-tiles)."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from mingjing.recording import home as homes
from mingjing.recording import seals
from mingjing.tlog import tiles

A_YEAR = "public, max-age=31536000, immutable"


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The verifier key, one line."""
    try:
        line = seals.vkey(homes.current()).strip()
    except (FileNotFoundError, homes.HomeFault) as fault:
        raise Http404("no key yet") from fault
    return HttpResponse(line + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The latest signed head; never cached."""
    response = _file(tiles.CHECKPOINT, "text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def tile(request: HttpRequest, tile: str) -> HttpResponseBase:
    """A tile, by a path in the one spelling the log knows: nothing else can name a file."""
    try:
        place = tiles.parse_path(tile)
    except tiles.BadTile as fault:
        raise Http404("not a tile") from fault
    response = _file(place.path(), "application/octet-stream")
    response["Cache-Control"] = A_YEAR
    return response


def _file(path: str, kind: str) -> HttpResponseBase:
    try:
        return FileResponse((homes.current().tiles / path).open("rb"), content_type=kind)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as fault:
        raise Http404("no such file in the log") from fault
