"""Signing in, and 我的待办: what waits for this person, by deadline."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from mingjing.casework.access import Looking, require, signed_in, within_reach
from mingjing.casework.models import CaseRow, Todo
from mingjing.law import procedures
from mingjing.law.terms import ROLE_LABELS, Role
from mingjing.registry import access, auth
from mingjing.registry.words import ADMINISTRATORS

SHOWN = 200
GROUPS = {"over": "已超期", "soon": "三日内到期", "normal": "正常", "none": "没有期限"}


def masthead(look: Looking, section: str) -> dict[str, Any]:
    """What the bar of the workbench shows: only what this person may open."""
    pages = (
        ("todo", "待办", "/work/", "todo.see"), ("cases", "案件", "/work/cases/", "case.list"),
        ("review", "法制审核", "/work/review/", "case.review"),
    )
    posts = sorted(look.viewer.posts, key=lambda one: one.agency)
    agency = look.registry.agency(posts[0].agency) if posts else None
    roles = "、".join(dict.fromkeys(ROLE_LABELS[one.role] for one in posts))
    return {
        "section": section,
        "nav": [
            {"key": key, "label": label, "url": url} for key, label, url, verb in pages if access.reach(look.viewer, verb).spans
        ],
        "who": " · ".join(one for one in (agency.name if agency else "", roles, look.name) if one),
        "sign_out_url": "/signout/",
    }


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form keeps the username; one sentence for every failure."""
    wanted = _local(request.POST.get("next") or request.GET.get("next") or "/work/")
    username, fault = "", ""
    if request.method == "POST":
        username = request.POST.get("username", "")[:64]
        account = auth.sign_in(request, username, request.POST.get("password", ""))
        if account is not None:
            return redirect("/password/" if account.must_change_password else wanted)
        fault = auth.SIGN_IN_REFUSED
    errors = [{"id": "f-username", "text": fault}] if fault else []
    words = {"next": wanted, "username": username, "errors": errors}
    return render(request, "work/signin.html", words, status=200 if not fault else 422)


def _local(url: str) -> str:
    """Only an address of this site."""
    parts = urlsplit(url)
    return url if url.startswith("/") and not url.startswith(("//", "/\\")) and not parts.netloc else "/work/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.sign_out(request)
    return redirect("/signin/")


@never_cache
@sensitive_post_parameters()
@signed_in
def password(look: Looking) -> HttpResponse:
    errors: list[dict[str, str]] = []
    if look.request.method == "POST":
        try:
            auth.change_password(look.request, look.request.POST.get("old", ""), look.request.POST.get("new", ""))
            return redirect("/work/")
        except auth.BadPassword as fault:
            errors = [{"id": "f-new", "text": one} for one in fault.sentences]
    words = {"errors": errors, "rules": auth.PasswordRules().get_help_text(), **masthead(look, "")}
    return render(look.request, "work/password.html", words, status=422 if errors else 200)


@never_cache
@signed_in
def todo(look: Looking) -> HttpResponse:
    """What waits for this person. Administrators see that cases are not theirs to see."""
    if look.viewer.roles & ADMINISTRATORS:
        return render(look.request, "work/administrator.html", masthead(look, "todo"))
    require(look, "todo.see")
    rows = _todos(look)
    groups = [
        {"key": key, "label": GROUPS[key], "rows": list(found)}
        for key, found in groupby(sorted(rows, key=_order), key=lambda one: one["state"])
    ]
    words = {
        "groups": groups, "count": len(rows), "today": look.today, "stages": _stages(look),
        "may_open": bool(access.reach(look.viewer, "case.open").spans), **masthead(look, "todo"),
    }
    return render(look.request, "work/todo.html", words)


def _order(row: dict[str, Any]) -> tuple[int, str, str]:
    return list(GROUPS).index(row["state"]), str(row["last_day"] or "9999"), row["title"]


def _todos(look: Looking) -> list[dict[str, Any]]:
    """One row per waiting act of a case within reach; an officer's are those of the own cases."""
    mine = [(one.agency, one.role.value) for one in look.viewer.posts]
    reach = within_reach(look, "case.act", CaseRow.objects.filter(ended=False))
    found = (
        Todo.objects.filter(case__in=reach, agency__in={agency for agency, _ in mine}, role__in={role for _, role in mine})
        .select_related("case").order_by("last_day", "since")[:SHOWN]
    )
    seen: set[tuple[str, str]] = set()
    rows = []
    for one in found:
        stated_by = one.role == Role.PARTY
        if (one.case_id, one.action) in seen or stated_by or (one.agency, one.role) not in mine:
            continue
        seen.add((one.case_id, one.action))
        rows.append(_row(one, look.today))
    return rows


def _row(one: Todo, today: date) -> dict[str, Any]:
    law = procedures.PROCEDURES.get(one.case.procedure)
    term = next((term for term in law.terms if term.id == one.term), None) if law else None
    left = (one.last_day - today).days if one.last_day else None
    return {
        "state": state_of(left), "light": light_of(left), "last_day": one.last_day, "provisional": one.provisional,
        "label": one.label, "title": one.case.title, "number": one.case.decision_number or one.case.number,
        "basis": f"{term.label}（{term.basis}）" if term else "没有法定期限，请及时办理",
        "url": f"/work/cases/{one.case_id}/act/{one.action}/", "case_url": f"/work/cases/{one.case_id}/",
    }


def state_of(left: int | None) -> str:
    if left is None:
        return "none"
    return "over" if left < 0 else "soon" if left <= 3 else "normal"


def light_of(left: int | None) -> str:
    """Words beside the light: days are calendar days to the last day."""
    if left is None:
        return "待办"
    return f"超期 {-left} 日" if left < 0 else "今天到期" if left == 0 else f"剩 {left} 日"


def _stages(look: Looking) -> list[dict[str, Any]]:
    """How many open cases stand at each stage."""
    rows = within_reach(look, "case.see", CaseRow.objects.filter(ended=False)).values_list("procedure", "stage")[:5000]
    counts: dict[str, int] = {}
    for key, stage in rows:
        law = procedures.PROCEDURES.get(key)
        label = law.stage_label(stage) if law else stage
        counts[label] = counts.get(label, 0) + 1
    return [{"label": label, "value": f"{count} 件"} for label, count in counts.items()]
