"""The check page before an act that binds, and the button: through the door, with every reason when it is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from mingjing.casework import drafts, forms, service
from mingjing.casework.access import Looking, now
from mingjing.casework.context import DoorContext
from mingjing.casework.rendering import words as text
from mingjing.casework.views.outcome import consequences
from mingjing.casework.views.shown import cures_of, masthead, named_in
from mingjing.casework.views.situation import Situation, build, sheets, what_is_asked
from mingjing.law import engine
from mingjing.law.rules import RULE
from mingjing.law.terms import Action, Case, Move, Procedure, Refusal
from mingjing.tlog import canonical


def judged(here: Situation, drawn: forms.ActForm) -> list[Refusal]:
    """What the engine would say now; the same judgement that the door repeats under the lock."""
    ask = here.ask
    digest = here.case.commitments[ask.n - 1] if ask else ""
    move = forms.move_of(drawn, here.look.viewer.person, key="", after=here.case.last or None, ask=digest)
    kept = drafts.papers(here.case.id)
    context = DoorContext(
        here.case.agency, now(), registry=here.look.registry, drafts=lambda: kept, case=here.case.id
    )
    return engine.refusals(here.law, here.case, service.with_drafts(here.law, move, kept), context)


# --- the check page and the door ------------------------------------------------------------------------------


def check_page(here: Situation) -> HttpResponse:
    """Look once more, then the named button. What was not saved on the form is not there to be checked."""
    if forms.as_saved(here.law, here.case.id, here.action, here.look.viewer.person, key="") is None:
        return redirect(here.form_url)
    drawn = build(here)
    return _page(here, drawn, judged(here, drawn))


def _page(
    here: Situation, drawn: forms.ActForm, reasons: Sequence[Refusal], status: int = 200
) -> HttpResponse:
    ask = here.ask
    words = {
        "here": here,
        "rows": _rows(here, drawn),
        "key": uuid.uuid4().hex,
        "seen": _seen(drawn),
        "after": here.case.last,
        "refusals": [replace(one, field="") for one in reasons],  # their fields are on another page
        "cures": cures_of(here.law, here.case.id),
        "sheets": [{"paper": paper, "parts": parts} for paper, _, parts in sheets(here, drawn)],
        "consequences": consequences(here.law, here.action, _stated(drawn)),
        "form_url": here.form_url,
        "ask_digest": here.case.commitments[ask.n - 1] if ask else "",
        "agency": here.context.agency,
        "crumbs": here.crumbs,
    }
    return render(
        here.look.request,
        "work/check.html",
        words | what_is_asked(here) | masthead(here.look, "cases"),
        status=status,
    )


def _stated(drawn: forms.ActForm) -> dict[str, Any]:
    return {ask.field.id: ask.value for ask in reversed(drawn.every())}


def _rows(here: Situation, drawn: forms.ActForm) -> list[dict[str, Any]]:
    persons = here.look.persons(named_in(ask.value for ask in drawn.asks), here.case.agency)
    url = here.form_url
    rows = [
        {
            "label": ask.field.label,
            "value": dict(ask.choices).get(str(ask.value)) or text.field_text(ask.field, ask.value, persons),
            "url": f"{url}#f-{ask.name}",
        }
        for ask in drawn.asks
    ]
    files = "\n".join(one["title"] for one in drawn.files)
    return [*rows, {"label": "随附文件", "value": files, "url": f"{url}#f-files"}]


def pressed(
    look: Looking, case: Case, law: Procedure, action: Action, stand: Callable[[], Situation]
) -> HttpResponse:
    """The button of the check page. A refusal comes back to it with every reason; nothing typed is lost."""
    data, person = look.request.POST, look.viewer.person
    key = key_of(data)
    drawn = forms.as_saved(law, case.id, action, person, key)
    if drawn is None or _seen(drawn) != data.get("seen", ""):
        return _again(stand(), [CHANGED], 409)
    move = forms.move_of(drawn, person, key=key, after=_after(action, data), ask=data.get("ask", "")[:64])
    done, status, reasons = _through_the_door(look, case, law, drawn, move)
    return done or _again(stand(), reasons, status)


def registered(here: Situation, drawn: forms.ActForm, page: Page, save: Save) -> HttpResponse:
    """The form's own button, for an act that binds nobody. What the door refuses is kept and drawn again."""
    data = here.look.request.POST
    move = forms.move_of(
        drawn, here.look.viewer.person, key=key_of(data), after=_after(here.action, data), ask=""
    )
    done, status, reasons = _through_the_door(here.look, here.case, here.law, drawn, move)
    if done is not None:
        return done
    if (unsaved := save(here, drawn, page)) is not None:
        return unsaved
    drawn.mark([one for one in reasons if one.field])
    return page(here, drawn, refusals=reasons, status=status)


def _through_the_door(
    look: Looking, case: Case, law: Procedure, drawn: forms.ActForm, move: Move
) -> tuple[HttpResponse | None, int, Sequence[Refusal]]:
    """The case page once the act is in the file; else a status and every reason."""
    try:
        receipt = service.perform(case.id, move, clock=now, procedure=law.id, agency=case.agency)
    except (service.Refused, service.KeyReused, service.Stale, service.ClockBackwards) as refused:
        return None, *said(refused)
    if not receipt.again and any(drawn.versions.values()):
        forms.used_up(drawn, case.id, look.viewer.person, look.at, move.key)
    return HttpResponseRedirect(f"/work/cases/{receipt.case}/?done={receipt.n}"), 302, ()


def key_of(data: Mapping[str, str]) -> str:
    """The idempotency key that came with a form; "" when none did."""
    return data.get("key", "")[:64]


def _after(action: Action, data: Mapping[str, str]) -> int | None:
    """The last entry that the page showed; a post without it saw nothing."""
    return None if action.opening else forms.number(data.get("after", ""))


Page = Callable[..., HttpResponse]
"""Draws the form again: (here, drawn, said=, refusals=, status=)."""
Save = Callable[[Situation, forms.ActForm, Page], HttpResponse | None]

CHANGED = Refusal(
    "E-STALE", "您核对以后内容有改动，或者这一步已经办过；请看过下面现在的内容，再按一次。", RULE
)


def _again(here: Situation, reasons: Sequence[Refusal], status: int) -> HttpResponse:
    return _page(here, build(here), reasons, status)


def _seen(drawn: forms.ActForm) -> str:
    """What cannot be bound at all has no digest; the page says what is wrong with it."""
    try:
        return forms.seen(drawn)
    except canonical.NotCanonical:
        return ""


def said(refused: Exception) -> tuple[int, Sequence[Refusal]]:
    """What the door said, as a status and reasons."""
    match refused:
        case service.Refused():
            stale = any(one.id == "E-STALE" for one in refused.reasons)
            return 409 if stale else 422, refused.reasons
        case service.Stale():
            sentence = "刚才有别人先办了一步，请看过新的记录以后再办。"
            return 409, [Refusal("E-STALE", sentence, RULE)]
        case service.ClockBackwards():
            return 503, [Refusal("E-FIELD", str(refused), RULE)]
        case _:
            return 422, [Refusal("E-FIELD", str(refused), RULE)]
