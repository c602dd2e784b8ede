"""The facts of a case on which access depends, and the looks that are recorded. What is decided stands in registry/."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial, wraps
from typing import Any
from urllib.parse import quote, urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from mingjing.casework import drafts, service
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow, Member
from mingjing.law import procedures
from mingjing.law.judgement import SHANGHAI
from mingjing.law.terms import Case, Procedure, Role
from mingjing.recording import home
from mingjing.recording import reads as looks
from mingjing.registry import access, auth, reads
from mingjing.registry.access import ABSENT, By, CaseFacts, Span, Viewer
from mingjing.registry.reads import Registry
from mingjing.tlog import canonical

ROLES_OF = {
    "team": (Role.OFFICER, Role.ASSISTANT, Role.UNIT_HEAD),
    "handlers": (Role.OFFICER, Role.UNIT_HEAD),
    "reviewers": (Role.REVIEWER,),
    "hosts": (Role.HEARING_HOST,),
}
FILING = {
    key: frozenset(
        stage for act in law.derived.values() if Role.ARCHIVIST in act.roles for stage in act.stage or ()
    )
    for key, law in procedures.PROCEDURES.items()
}
"""By procedure: the stages at which the archivist has something to do."""


def _filing() -> Q:
    found = Q(ended=True)
    for key, stages in FILING.items():
        found |= Q(procedure=key, stage__in=stages)
    return found


FLAGS = {
    "in_review": Q(in_review=True),
    "decided": Q(decided=True),
    "published": Q(published=True),
    "closed": _filing(),
    "own": Q(procedure__in=procedures.OWN),
    "in_panel": Q(stage__in=("reviewed", "deliberated")),
}


def now() -> datetime:
    """The clock of `serve`: the system's. No setting replaces it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Looking:
    """One signed-in request: who looks, today, and the registry as it is now."""

    request: HttpRequest
    viewer: Viewer
    at: datetime
    registry: Registry

    @property
    def partial(self) -> bool:
        """Whether a script of the page asks, for a part of it."""
        return self.request.headers.get("HX-Request") == "true"

    @property
    def today(self) -> date:
        return self.at.astimezone(SHANGHAI).date()

    @property
    def name(self) -> str:
        person = self.registry.person(self.viewer.person)
        return person.name if person else ""

    def names(self, ids: set[str]) -> dict[str, str]:
        return {one.id: one.name for one in self.registry.people(ids).values()} | {"system": "系统"}

    def persons(self, ids: set[str], agency: str) -> dict[str, dict[str, str]]:
        """People as papers name them: with the certificate that they show."""
        return {
            one.id: {"name": one.name, "certificate": one.certificates[-1].number if one.certificates else ""}
            for one in self.registry.people(ids, agency).values()
        }


def looking(request: HttpRequest) -> Looking:
    at = now()
    today = at.astimezone(SHANGHAI).date()
    registry = reads.snapshot(today)
    return Looking(request, auth.viewer(request, today, registry), at, registry)


View = Callable[..., HttpResponseBase]
PASSWORD_PAGE = "/password/"  # noqa: S105 - an address


def signed_in(view: View) -> View:
    """A page of the workbench: strangers are sent to sign in, first passwords are changed first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        look = looking(request)
        if not look.viewer.person and look.partial:
            here = urlsplit(look.request.headers.get("HX-Current-URL", ""))
            words = {"back": quote(f"{here.path}?{here.query}" if here.query else here.path, safe="/")}
            return render(look.request, "work/_signed_out.html", words, status=401)
        if not look.viewer.person:
            return redirect(f"/signin/?next={quote(_back(request), safe='/')}")
        if auth.must_change_password(request) and request.path != PASSWORD_PAGE:
            return redirect(PASSWORD_PAGE)
        return view(look, *args, **more)

    return guarded


def _back(request: HttpRequest) -> str:
    """Where to lead after signing in: a page that can be opened again, never a form that was being posted."""
    return request.get_full_path() if request.method == "GET" else "/work/"


def facts_of(row: CaseRow, area: str, members: Iterable[tuple[str, str]]) -> CaseFacts:
    """What access depends on. `members`: who has acted in the case and as what."""
    acted: dict[str, set[str]] = {name: set() for name in ROLES_OF}
    for person, role in members:
        for name, roles in ROLES_OF.items():
            if role in roles:
                acted[name].add(person)
    return CaseFacts(
        agency=row.agency,
        area=area,
        team=frozenset(acted["team"]),
        handlers=frozenset(acted["handlers"]),
        reviewers=frozenset(acted["reviewers"]),
        hosts=frozenset(acted["hosts"]),
        in_review=row.in_review,
        in_panel=row.stage in ("reviewed", "deliberated"),
        decided=row.decided,
        published=row.published,
        closed=row.ended or row.stage in FILING.get(row.procedure, ()),
        own=row.procedure in procedures.OWN,
    )


def _known(look: Looking, case: str) -> tuple[CaseRow, CaseFacts] | None:
    """The row and the facts of a case in one query; a case taken in from an older system has no members."""
    found = list(CaseRow.objects.raw(_KNOWN, [case]))
    if not found:
        return None
    members = [(one.__dict__["m_person"], one.__dict__["m_role"]) for one in found]
    return found[0], facts_of(found[0], area_of(look, found[0].agency), members)


# Every page of a case begins with it, so it is not put together anew by the query builder.
_KNOWN = (
    "SELECT c.*, m.person AS m_person, m.role AS m_role FROM casework_caserow c "
    "LEFT JOIN casework_member m ON m.case_id = c.id WHERE c.id = %s"
)


def may_see_evidence(look: Looking, row: CaseRow) -> bool:
    return "case.evidence" in allowed(look, row, "case.evidence")


def allowed(look: Looking, row: CaseRow, *verbs: str) -> frozenset[str]:
    """Which of the verbs are open to this person in this case, in one query."""
    members = list(row.members.values_list("person", "role"))
    facts = facts_of(row, area_of(look, row.agency), members)
    return frozenset(verb for verb in verbs if access.may(look.viewer, verb, facts))


def area_of(look: Looking, agency: str) -> str:
    found = look.registry.agency(agency)
    return found.area if found else ""


def case_row(look: Looking, case: str, verb: str, what: str) -> CaseRow:
    """The row of a case that this person may see for `verb`; the look is recorded. Raises Http404 otherwise."""
    found = _known(look, case)
    verdict = access.may(look.viewer, verb, found[1] if found else None)
    if not verdict or found is None:
        raise Http404(ABSENT)
    note(look, case, what, verdict.reason)
    return found[0]


def opened(look: Looking, case: str) -> tuple[Case, Procedure, DoorContext]:
    """The case with its procedure and the world as this request sees it. Raises Http404 for what cannot be read."""
    try:
        found = service.load(case)
        law = procedures.of(found.procedure)
    except (service.UnknownCase, KeyError) as fault:
        raise Http404(ABSENT) from fault
    context = DoorContext(
        found.agency, look.at, registry=look.registry, drafts=partial(drafts.papers, case), case=case
    )
    return found, law, context


def note(look: Looking, case: str, what: str, why: str) -> None:
    """Record that private content was shown (security AB36). Written in groups after the response."""
    looks.note(looks.Read(look.viewer.person, canonical.utc_ms(look.at), case, what, why))


def require(look: Looking, verb: str) -> None:
    """For pages without a case: the verb must be open to this person somewhere. Raises Http404 otherwise."""
    if not access.reach(look.viewer, verb).spans:
        raise Http404(ABSENT)


def within_reach(look: Looking, verb: str, found: QuerySet[CaseRow]) -> QuerySet[CaseRow]:
    """The cases of a list that a verb opens to this person: the same rows of the table as for one case."""
    reach = access.reach(look.viewer, verb)
    condition = Q(pk__in=[])
    # What is everybody's is asked for with one's own: two questions joined by "or" would read the rows of all members.
    teams = {one.agency for one in reach.spans if _is_team(one)}
    everybody = {one.agency for one in reach.spans if _is_own(one)} & teams
    for span in (one for one in reach.spans if not (_is_own(one) and one.agency in everybody)):
        condition |= _condition(span, look, everybody=_is_team(span) and span.agency in everybody)
    found = found.filter(condition)
    for name in reach.barred:
        found = found.exclude(_named(name, look.viewer.person))
    return found


def _is_team(span: Span) -> bool:
    return span.by is By.AGENCY and bool(span.named) and not span.flag


def _is_own(span: Span) -> bool:
    return span.by is By.AGENCY and span.flag == "own" and not span.named


def _condition(span: Span, look: Looking, *, everybody: bool = False) -> Q:
    if span.by is By.ANYWHERE:
        return Q()
    if span.by is By.AREA:
        under = [one.id for one in look.registry.agencies() if span.area and one.area.startswith(span.area)]
        where = Q(agency__in=under)
    else:
        where = Q(agency=span.agency)
    if span.named:
        where &= _named(span.named, span.person, everybody=everybody)
    return where & FLAGS[span.flag] if span.flag else where


def _named(name: str, person: str, *, everybody: bool = False) -> Q:
    roles = [role.value for role in ROLES_OF[name]] + [Member.EVERYBODY] * everybody
    people = [person] + [""] * everybody
    return Q(Exists(Member.objects.filter(case=OuterRef("pk"), person__in=people, role__in=roles)))


class ReadsWritten:
    """Middleware: writes the noted looks after the response has been made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        looks.flush(home.current())
        return response
