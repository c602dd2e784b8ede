"""One-time passwords: made when an account is opened or its password reset, shown once, kept nowhere."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from mingjing.casework import service
from mingjing.casework.access import Looking, now, signed_in
from mingjing.casework.registrar.forms import NO_REASON
from mingjing.casework.registrar.pages import Page
from mingjing.casework.registrar.standing import barred, change_of, page_of
from mingjing.casework.views.shown import masthead
from mingjing.casework.views.situation import PAGE
from mingjing.registry import access, auth
from mingjing.registry.access import ABSENT, Way
from mingjing.registry.facts import BadRow, noted
from mingjing.registry.models import Account, Change


@sensitive_variables()
def first_password(look: Looking, page: Page, username: str, receipt: service.Receipt) -> HttpResponse:
    """Set a one-time password and show it. A repeated press learns that it was shown already."""
    password = "" if receipt.again else auth.one_time_password()
    if password:
        auth.set_password(Account.objects.get(username=username), password, must_change=True)
    words = {
        "username": username,
        "password": password,
        "url": f"{page.url}{receipt.n}/"
        if Change.objects.filter(n=receipt.n, kind="account").exists()
        else page.url,
        "crumbs": [("名录", "/work/registry/"), (page.label, page.url), ("一次性口令", "")],
    }
    return render(look.request, "work/registry/password.html", words | masthead(look, "registry"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(PAGE)
@signed_in
def reset(look: Looking, kind: str, n: int) -> HttpResponse:
    """Why, and the button. The entry says who reset whose password; the password itself stands in no entry."""
    page = page_of(look, kind)
    if kind != "account":
        raise Http404(ABSENT)
    change = change_of(kind, n)
    facts = {"username": change.facts["username"]}
    if access.way(look.viewer, "password_reset", [None], change.person) is not Way.AT_ONCE:
        raise Http404(ABSENT)
    said = [barred(look, "password_reset", facts)]
    if look.request.method != "POST" or said[0]:
        return _ask(look, page, change, [one for one in said if one])
    reason = look.request.POST.get("reason", "").strip()
    try:
        if not reason:
            raise BadRow(NO_REASON)
        noted({"reason": reason})
        receipt = service.register(
            "password_reset",
            facts | {"reason": reason},
            actor=look.viewer.person,
            clock=now,
            key=look.request.POST.get("key", "")[:64],
        )
    except BadRow as fault:
        return _ask(look, page, change, [fault.sentence], reason)
    except (service.KeyReused, service.ClockBackwards) as fault:
        return _ask(look, page, change, [str(fault)], reason)
    return first_password(look, page, str(facts["username"]), receipt)


def _ask(look: Looking, page: Page, change: Change, said: list[str], reason: str = "") -> HttpResponse:
    words = {
        "change": change,
        "errors": [{"id": "f-reason", "text": one} for one in said],
        "reason": reason,
        "key": uuid.uuid4().hex,
        "person": look.names({change.person}).get(change.person, change.person),
        "url": f"{page.url}{change.n}/reset/",
        "back_url": f"{page.url}{change.n}/",
        "crumbs": [("名录", "/work/registry/"), (page.label, page.url), ("重置口令", "")],
    }
    status = 422 if said and look.request.method == "POST" else 200
    return render(look.request, "work/registry/reset.html", words | masthead(look, "registry"), status=status)
