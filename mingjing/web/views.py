"""Display settings: plain links that set a cookie and lead back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from mingjing.web.context import CHOICES

A_YEAR = 365 * 24 * 3600


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """`?theme=dark&next=/…` sets and leads back; without a known setting it shows the page of settings."""
    wished = {
        key: request.GET.get(key, "") for key, known in CHOICES.items() if request.GET.get(key) in known
    }
    back = safe_next(request)
    if not wished:
        return render(request, "display.html", {"next": back, "settings": _settings()})
    response = redirect(back)
    for key, value in wished.items():
        response.set_cookie(
            f"mj_{key}", value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to lead back: only an address of this site."""
    wish = request.GET.get("next", "")
    local = (
        wish.startswith("/")
        and wish.isprintable()
        and url_has_allowed_host_and_scheme(wish, allowed_hosts=None)
    )
    return wish if local else "/"


def _settings() -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        ("lang", "文字", [("hans", "简体"), ("hant", "繁體")]),
        ("theme", "配色", [("light", "浅色"), ("dark", "深色"), ("contrast", "高对比")]),
        ("care", "字号", [("off", "标准"), ("on", "关怀版"), ("max", "特大")]),
    ]
