"""The outer skin of every answer: never a bare 500, security headers, display settings, 繁體."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string

from mingjing.web import errors, hant
from mingjing.web.context import display_of

Answer = Callable[[HttpRequest], HttpResponseBase]

# What neither Django's SecurityMiddleware nor django-csp sends.
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
}


class NeverBare:
    """Outermost. A failure inside a view becomes a page with an incident number; Django's own page never shows."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, errors.HANDLED):
            return None
        return errors.broken(request, exception)


def security_headers(get_response: Answer) -> Answer:
    """A view may set a stricter header (evidence downloads do); it is never loosened here."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def display(get_response: Answer) -> Answer:
    """Pages depend on the display cookies, and readers of 繁體 get the text converted."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not _is_page(response):
            return response
        patch_vary_headers(response, ["Cookie"])
        if display_of(request).lang == "hant":
            _convert(response)
        return response

    return middleware


def _names() -> Iterable[str]:
    """What stays as it is written; without the database (its failure is the page, perhaps) only what is marked."""
    named = getattr(settings, "KEPT_NAMES", "")
    try:
        found: Iterable[str] = import_string(named)() if named else ()
    except DatabaseError:
        return ()
    return found


def _is_page(response: HttpResponseBase) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


def _convert(response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    response.content = hant.page(response.content.decode(), _names()).encode()
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
