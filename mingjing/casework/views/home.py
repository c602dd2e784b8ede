"""Signing in, and 我的待办: what waits for this person, by deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain, groupby
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingjing.casework import issue, service
from mingjing.casework.access import Looking, require, signed_in, within_reach
from mingjing.casework.models import CaseRow, Todo
from mingjing.casework.rendering import own
from mingjing.casework.views.cases import MOST
from mingjing.casework.views.shown import lapsing, light_of, masthead, state_of
from mingjing.law import ahead, clocks, procedures
from mingjing.law.terms import Procedure, Role
from mingjing.registry import access, auth
from mingjing.registry.words import ADMINISTRATORS

SHOWN = 200
LOOKED_AT = 20
"""So many to-dos of a page, the most pressing first, are asked whether something still holds them up: each is a case opened."""
FIRST_DUE = F("last_day").asc(nulls_last=True)
GROUPS = {
    "over": ("◆", "已超期"),
    "soon": ("▲", "三日内到期"),
    "normal": ("●", "正常"),
    "none": ("", "没有期限"),
    "held": ("", "还不能办的"),
    "party": ("", "等当事人办的"),
}
"""State of a to-do → shape and words of its group, the most pressing first."""
WEEKDAYS = "一二三四五六日"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form keeps the username; one sentence for every failure."""
    wanted = _local(request.POST.get("next") or request.GET.get("next") or "/work/")
    username, fault = "", ""
    if request.method == "POST":
        username = request.POST.get("username", "")[:64]
        account = auth.sign_in(request, request.POST.get("username", ""), request.POST.get("password", ""))
        if account is not None:
            return redirect("/password/" if account.must_change_password else wanted)
        fault = auth.SIGN_IN_REFUSED
    errors = [{"id": "f-username", "text": fault}] if fault else []
    words = {"next": wanted, "username": username, "errors": errors}
    return render(request, "work/signin.html", words, status=422 if fault else 200)


def _local(url: str) -> str:
    """Only an address of this site."""
    try:
        away = urlsplit(url).netloc
    except ValueError:
        return "/work/"
    safe = url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable() and not away
    return url if safe else "/work/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.sign_out(request)
    return redirect("/signin/")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(look: Looking) -> HttpResponse:
    errors: list[dict[str, str]] = []
    if look.request.method == "POST":
        new = look.request.POST.get("new", "")
        try:
            auth.change_password(look.request, look.request.POST.get("old", ""), new)
            return redirect("/work/")
        except auth.BadPassword as fault:
            errors = [{"id": "f-new", "text": one} for one in fault.sentences]
    forced = auth.must_change_password(look.request)
    words = {
        "errors": errors,
        "rules": auth.PasswordRules().get_help_text(),
        "forced": forced,
        "username": look.request.user.get_username(),
    }
    bar = masthead(look, "") | ({"nav": []} if forced else {})
    return render(look.request, "work/password.html", words | bar, status=422 if errors else 200)


@never_cache
@require_safe
@signed_in
def todo(look: Looking) -> HttpResponse:
    """What waits for this person. Administrators see that cases are not theirs to see."""
    if look.viewer.roles & ADMINISTRATORS:
        return render(look.request, "work/administrator.html", _layouts(look) | masthead(look, "todo"))
    require(look, "todo.see")
    rows, wanted = _todos(look), look.request.GET.get("state", "")
    counts = {key: sum(1 for one in rows if one["state"] == key) for key in GROUPS}
    chosen = sorted((one for one in rows if wanted not in counts or one["state"] == wanted), key=_order)
    words = {
        "groups": [
            {"label": GROUPS[key][1], "rows": list(found)}
            for key, found in groupby(chosen, key=lambda one: str(one["state"]))
        ],
        "count": len(rows),
        "more": len(rows) == SHOWN,
        "chips": _chips(counts, len(rows), wanted),
        "today": look.today,
        "weekday": WEEKDAYS[look.today.weekday()],
        "stages": _stages(look),
        "may_open": bool(access.reach(look.viewer, "case.open").spans),
    }
    return render(look.request, "work/todo.html", words | masthead(look, "todo"))


def _layouts(look: Looking) -> dict[str, Any]:
    """What is wrong with the agency's layouts: for the system administrator, who can put it right."""
    if Role.SYSADMIN not in look.viewer.roles:
        return {}
    return {"bad_layouts": issue.bad_layouts(), "strangers": own.strangers()}


def _chips(counts: dict[str, int], total: int, wanted: str) -> list[dict[str, Any]]:
    every = {
        "label": f"全部 {total}{'+' if total == SHOWN else ''}",
        "url": "/work/",
        "current": wanted not in counts,
        "shape": "",
    }
    return [
        every,
        *(
            {
                "label": f"{label} {counts[key]}",
                "url": f"/work/?state={key}",
                "current": key == wanted,
                "shape": shape,
            }
            for key, (shape, label) in GROUPS.items()
            if counts[key]
        ),
    ]


def _order(row: dict[str, Any]) -> tuple[int, str, str]:
    return list(GROUPS).index(row["state"]), str(row["last_day"] or "9999"), row["title"]


def _todos(look: Looking) -> list[dict[str, Any]]:
    """One row per waiting act of a case within reach. What a party may do, an officer registers on proof."""
    mine = {(one.agency, one.role.value) for one in look.viewer.posts}
    mine |= {(agency, Role.PARTY.value) for agency, role in mine if role == Role.OFFICER}
    reach = within_reach(look, "case.act", CaseRow.objects.all())
    # Post by post, so that each is read off the index in the order shown, however many there are.
    found = [
        Todo.objects.filter(agency=agency, role=role, case__in=reach)
        .select_related("case")
        .order_by(FIRST_DUE, "since")[:SHOWN]
        for agency, role in sorted(mine)
    ]
    rows: dict[tuple[str, str], Todo] = {}
    for one in sorted(chain.from_iterable(found), key=lambda one: (one.last_day or date.max, one.since)):
        rows.setdefault((one.case_id, one.action), one)
    shown = list(rows.values())[:SHOWN]
    held = _held(look, shown)
    return [_row(one, look.today) | held.get((one.case_id, one.action), {}) for one in shown]


def _held(look: Looking, todos: Sequence[Todo]) -> dict[tuple[str, str], dict[str, Any]]:
    """What cannot be done yet, because a day has not come or another case does not stand as it must: shown as held, and why."""
    known = [
        (one, law.derived[one.action]) for one in todos if (law := _law(one)) and one.action in law.derived
    ]
    asked = [pair for pair in known if ahead.holding(pair[1])][:LOOKED_AT]
    cases = list(dict.fromkeys(one.case_id for one, _ in asked))
    seen = {
        case.id: (law, case, context)
        for case, law, context in service.look_each(cases, look.at, look.registry)
    }
    found = {}
    for one, action in asked:
        if one.case_id in seen and (reasons := ahead.held(clocks.looking(*seen[one.case_id]), action)):
            why = "；".join(str(reason) for reason in reasons)
            found[one.case_id, one.action] = {"state": "held", "basis": why, "button": "看原因"}
    return found


def _law(one: Todo) -> Procedure | None:
    return procedures.PROCEDURES.get(one.case.procedure)


def _row(one: Todo, today: date) -> dict[str, Any]:
    law = _law(one)
    term = next((term for term in law.terms if term.id == one.term), None) if law else None
    left = (one.last_day - today).days if one.last_day else None
    waits = one.role == Role.PARTY
    lapsed = waits and left is not None and left < 0  # nobody here is late
    reviews = law is not None and any(one.action == review.review for review in law.reviews)
    return {
        "state": "party" if waits else state_of(left),
        "shape": "done" if lapsed else state_of(left),
        "light": lapsing(left or 0, opens=False) if lapsed else light_of(left),
        "last_day": one.last_day,
        "this_year": one.last_day is not None and one.last_day.year == today.year,
        "provisional": one.provisional,
        "verified": one.verified,
        "label": one.label,
        "title": one.case.title,
        "number": one.case.decision_number or one.case.number or "未编号",
        "basis": f"{term.label}：{term.basis}" if term else "没有法定期限，请及时办理",
        "button": "去登记" if waits else "去审核" if reviews else "去办理",
        "url": f"/work/review/{one.case_id}/" if reviews else f"/work/cases/{one.case_id}/act/{one.action}/",
        "case_url": f"/work/cases/{one.case_id}/",
    }


def _stages(look: Looking) -> list[dict[str, Any]]:
    """How many open cases stand at each stage; nothing when there are too many to count on every look."""
    open_cases = within_reach(look, "case.see", CaseRow.objects.filter(ended=False))
    counts: dict[str, int] = {}
    for key, stage in open_cases.values_list("procedure", "stage")[: MOST + 1]:
        law = procedures.PROCEDURES.get(key)
        label = law.stage_label(stage) if law else stage
        counts[label] = counts.get(label, 0) + 1
    if sum(counts.values()) > MOST:
        return []
    return [{"label": label, "value": f"{count} 件"} for label, count in counts.items()]
