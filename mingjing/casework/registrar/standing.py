"""Where a person stands before a record: the agencies concerned, what she may do, and what was changed meanwhile."""

from __future__ import annotations

from django.http import Http404

from mingjing.casework import service
from mingjing.casework.access import Looking, require
from mingjing.casework.registrar.pages import PAGES, Page
from mingjing.law.terms import Facts
from mingjing.registry import access, entries
from mingjing.registry.access import ABSENT, CaseFacts, Way
from mingjing.registry.entries import ASK, MADE
from mingjing.registry.models import Account, Change
from mingjing.registry.reads import Registry
from mingjing.registry.words import ADMINISTRATORS

FAR = "所写的机关或者人员不在您的职责范围内，请由其所在机关提请或者由有管辖权的部门登记。"
CHANGED = "您打开页面以后这条记录又有变更，请看过现在的内容以后再办。"
WAITING = "同一条记录已有一项提请等待答复，请先等答复，或者由提请人撤回。"
ADMINISTRATORS_ACCOUNT = "管理员的账号和口令不在页面上开立、重置，以免一名管理员冒用另一名管理员的身份：请两人在场，在服务器上用命令办理。"


def page_of(look: Looking, kind: str) -> Page:
    """The pages of a kind. Raises Http404 when there are none, or not for this person."""
    page = PAGES.get(kind)
    if page is None:
        raise Http404(ABSENT)
    require(look, page.see)
    return page


def change_of(kind: str, n: int) -> Change:
    """Entry `n` of that kind. Raises Http404."""
    found = Change.objects.filter(n=n, kind=kind).first()
    if found is None:
        raise Http404(ABSENT)
    return found


def current(record: str, today: str) -> Change | None:
    """The version of a record that a reader means: in force today, else the latest that was written."""
    found = list(Change.objects.filter(record=record, step=MADE, later_n=None).order_by("since", "n"))
    begun = [one for one in found if one.since is None or one.since.isoformat() <= today]
    return next(iter((begun or found)[-1:]), None)


def last_of(record: str) -> int:
    """The last entry that wrote a version of this record; 0 = none."""
    last = Change.objects.filter(record=record, step=MADE).order_by("-n").values_list("n", flat=True).first()
    return last or 0


def waiting(row: str) -> Change | None:
    """What is asked about this row and not answered."""
    return Change.objects.filter(row=row, step=ASK, answer_n=None).first()


def places(registry: Registry, kind: str, *stated: Facts) -> list[CaseFacts | None]:
    """The agencies that a change concerns, before and after; [None] when it has none that is known."""
    found: dict[CaseFacts, None] = {}
    for facts in stated:
        found.update(dict.fromkeys(_places(registry, kind, facts)))
    return list(found) or [None]


def _places(registry: Registry, kind: str, facts: Facts) -> list[CaseFacts]:
    if kind == "agency":
        return [CaseFacts(str(facts["id"]), str(facts["area"]))]
    if agency := entries.agency_of(kind, facts):
        known = registry.agency(agency)
        return [CaseFacts(agency, known.area if known else "")]
    held = sorted(registry.roles_of(str(facts.get("person", ""))))
    return [CaseFacts(one, known.area) for one in held if (known := registry.agency(one))]


def way(look: Looking, kind: str, *stated: Facts) -> Way:
    """How this person may make a change from the first to the last of the stated facts.

    A certificate follows the person: it is enough that one of the agencies where she serves is in reach.
    """
    subject = entries.person_of(kind, stated[-1])
    concerned = places(look.registry, kind, *stated)
    if kind in ("certificate", "qualification"):
        found = [access.way(look.viewer, kind, [one], subject) for one in concerned]
        return next((one for one in Way if one in found), Way.NOT)
    return access.way(look.viewer, kind, concerned, subject)


def may_answer(look: Looking, ask: Change) -> access.Verdict:
    found = [
        access.may_answer(look.viewer, ask.kind, [one], asker=ask.actor, subject=ask.person)
        for one in places(look.registry, ask.kind, ask.facts)
    ]
    if ask.kind in ("certificate", "qualification"):
        return next((one for one in found if one), found[0])
    return next((one for one in found if not one), found[0])


def opens(look: Looking, kind: str) -> bool:
    """Whether a form of this kind may be opened at all; what is written into it is judged afterwards."""
    return any(
        access.reach(look.viewer, verb).spans
        for verb in (f"registry.edit.{kind}", f"registry.ask.{kind}")
        if verb in access.GRANTS and not (verb.startswith("registry.edit.") and kind in access.FOUR_EYES)
    )


def barred(look: Looking, kind: str, facts: Facts) -> str:
    """What speaks against a change beside reach: an administrator's account is not another administrator's to open."""
    if kind not in ("account", "password_reset"):
        return ""
    person = str(
        facts.get("person")
        or Account.objects.values_list("person_id", flat=True).get(username=facts["username"])
    )
    held = {role for roles in look.registry.roles_of(person).values() for role in roles}
    opening = kind == "password_reset" or not Change.objects.filter(row=entries.row_of(kind, facts)).exists()
    return ADMINISTRATORS_ACCOUNT if opening and held & ADMINISTRATORS else ""


def unchanged_since(record: str, after: int) -> None:
    """Asked under the door's lock. Raises service.Stale when a version came after the page was drawn."""
    if last_of(record) != after:
        raise service.Stale(CHANGED)
