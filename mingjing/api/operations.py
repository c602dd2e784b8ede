"""`GET …/menu` and `POST …/actions/{code}`: what the pages do, for programs. Signed in by session or by token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.responses import Response
from ninja.security import HttpBearer, SessionAuth
from pydantic import ConfigDict, StrictInt, StrictStr

from mingjing.casework import drafts, prefill, service
from mingjing.casework.access import Looking, case_row, looking, now, opened, require
from mingjing.casework.context import DoorContext
from mingjing.casework.models import Draft
from mingjing.casework.views.press import said
from mingjing.law import engine, procedures
from mingjing.law import fields as law_fields
from mingjing.law.judgement import replay
from mingjing.law.rules import RULE
from mingjing.law.terms import Action, Case, Content, Entry, Field, Move, Procedure, Refusal, Role
from mingjing.registry import auth, tokens
from mingjing.tlog import canonical


class Session(SessionAuth):
    """The workbench's own sign-in. Posting wants the CSRF token of the page, as every form does."""

    def __call__(self, request: HttpRequest) -> Any:
        """Who names a token stands by it alone; who is not signed in is a stranger, whatever token of a page is missing."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return not auth.must_change_password(request) and (looking(request).viewer.person or None)


class Token(HttpBearer):
    """A program acts as the account that its token was made for; every entry names the person."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        account = tokens.account_of(token, now())
        if account is None:
            return None
        request.user = account
        return account.person_id


class Whole(Parser):
    """A body is one object. Of anything else every field would count as unsaid, and the act be done without them."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found = super().parse_body(request)
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found


api = NinjaAPI(
    title="明镜",
    version="1",
    parser=Whole(),
    auth=[Token(), Session()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


class Act(Schema):
    """The body of an act. `on` defaults to today; `facts` and `papers` by the ids of the table. Nothing else is taken:
    what was misspelt must not count as unsaid.
    """

    model_config = ConfigDict(extra="forbid")

    on: StrictStr = ""
    facts: dict[str, Any] = {}
    papers: dict[str, dict[str, Any]] = {}
    after: StrictInt | None = None
    key: StrictStr = ""
    procedure: StrictStr = ""


@api.exception_handler(ValidationError)
@api.exception_handler(HttpError)
def not_understood(request: HttpRequest, fault: Exception) -> Response:
    if isinstance(fault, HttpError) and fault.status_code == 403:
        sentence = "用会话办理要带页面的防伪令牌（X-CSRFToken），程序请改用令牌登录。"
        return Response({"reasons": [_reason(Refusal("E-ROLE", sentence, RULE))]}, status=403)
    sentence = "请求的内容不是约定的格式，请对照 /api/openapi.json 修改。"
    return Response({"reasons": [_reason(Refusal("E-FIELD", sentence, RULE))]}, status=422)


@api.exception_handler(canonical.NotCanonical)
def not_to_be_kept(request: HttpRequest, fault: canonical.NotCanonical) -> Response:
    """A paper's digest is taken before the door, which says the same of facts."""
    return Response({"reasons": [_reason(service.not_to_be_kept(fault))]}, status=422)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, fault: RequestDataTooBig) -> Response:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2
    sentence = f"请求的内容超过 {most:g} MB，没有办理；接口只收文字，照片、录像等请从页面上传。"
    return Response({"reasons": [_reason(Refusal("E-FIELD", sentence, RULE))]}, status=413)


MENU, ACT = "/cases/{uuid:case}/menu", "/cases/{uuid:case}/actions/{code}"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def only(method: str) -> Response:
    """What is answered to another method than the one that an address has."""
    sentence = f"这个地址只能用 {method} 请求，请对照 /api/openapi.json 修改。"
    reasons = [_reason(Refusal("E-UNKNOWN", sentence, RULE))]
    return Response({"reasons": reasons}, status=405, headers={"Allow": method})


@api.api_operation(sorted(METHODS - {"GET"}), MENU, auth=None, url_name="api_menu_otherwise")
def menu_otherwise(request: HttpRequest, case: UUID) -> Response:
    return only("GET")


@api.api_operation(sorted(METHODS - {"POST"}), ACT, auth=None, url_name="api_act_otherwise")
def act_otherwise(request: HttpRequest, case: UUID, code: str) -> Response:
    return only("POST")


@api.api_operation(sorted(METHODS), "", auth=None, url_name="api_root")
def root(request: HttpRequest) -> Response:
    return absent(request)


@api.get(MENU, url_name="api_menu")
def menu(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Every act as it stands for this person, with every reason against it. Whoever may read the case may read it."""
    look = looking(request)
    row = case_row(look, str(case), "case.see", "接口：可办事项")
    found, law, context = opened(look, row.id)
    standing = replay(law, found)
    choices = engine.menu(law, found, look.viewer.person, context)
    return {
        "case": row.id,
        "procedure": found.procedure,
        "stage": standing.stage,
        "open": sorted(standing.open),
        "last": found.last,
        "actions": [_choice(law, found, one) for one in choices if Role.SYSTEM not in one.action.roles],
    }


def _choice(law: Procedure, case: Case, one: engine.Choice) -> dict[str, Any]:
    elsewhere = prefill.said_in_papers(law, one.action)
    return {
        "code": one.action.id,
        "label": one.action.label,
        "possible": one.possible,
        "reasons": [_reason(reason) for reason in one.refusals],
        "asks": [name for name in one.action.asked if name not in elsewhere],
        "papers": [] if one.action.asked_by else [*one.action.papers, *one.action.drafts],
        **({"ask": ask} if (ask := _pending(law, case, one.action)) else {}),
    }


def _pending(law: Procedure, case: Case, action: Action) -> str:
    """The commitment of the ask that an approval answers: it must be sent back as the fact `ask`."""
    asks = [one.n for one in replay(law, case).live if one.action == action.asked_by]
    return case.commitments[asks[-1] - 1] if action.asked_by and asks else ""


@api.post(ACT, url_name="api_act")
def act(request: HttpRequest, case: UUID, code: str, body: Act) -> Response:
    """One act through the door. A new case: a fresh UUID, the opening act and its `procedure`."""
    look = looking(request)
    law, agency, context = _place(look, str(case), code, body)
    action = law.action(code)
    if action is None or Role.SYSTEM in action.roles:
        raise Http404
    facts, written = _come_along(look, Case(str(case), law.key, agency), law, action, context, body)
    papers = {paper: drafts.content(paper, fields) for paper, fields in written.items()}
    on = body.on or context.today.isoformat()
    move = Move(code, look.viewer.person, on, facts, papers, key=body.key[:64], after=body.after)
    try:
        with transaction.atomic():
            receipt = service.perform(str(case), move, clock=now, procedure=law.id, agency=agency)
            if not receipt.again:
                _keep(look, str(case), law, action, papers)
    except drafts.Changed as changed:
        return Response({"reasons": [_reason(_lies_there(look, law, changed.newer))]}, status=409)
    except (service.Refused, service.KeyReused, service.Stale, service.ClockBackwards) as refused:
        status, reasons = said(refused)
        return Response({"reasons": [_reason(one) for one in reasons]}, status=status)
    done = {
        "case": receipt.case,
        "n": receipt.n,
        "commitment": receipt.commitment,
        "numbers": dict(receipt.numbers),
    }
    return Response(done, status=200 if receipt.again else 201)


Papers = dict[str, dict[str, Any]]


def _come_along(
    look: Looking, case: Case, law: Procedure, action: Action, context: DoorContext, body: Act
) -> tuple[dict[str, Any], Papers]:
    """Facts and papers with the party of the case that the act names, as on the page. The door judges what was named."""
    named = {
        link: other
        for link in law.links
        if isinstance(other := body.facts.get(link), str) and _within_reach(look, other)
    }
    elsewhere = prefill.said_in_papers(law, action)
    asked = [law.asked(one) for one in action.asked if one not in elsewhere]
    facts = _partied(law, case, context, asked, named, body.facts)
    papers = {
        one: _partied(law, case, context, paper.fields, named, said) if (paper := law.paper(one)) else said
        for one, said in body.papers.items()
    }
    return facts, papers


def _within_reach(look: Looking, case: str) -> bool:
    try:
        case_row(look, case, "case.link", "接口：另立关联案件")
    except Http404:
        return False
    return True


def _partied(
    law: Procedure,
    case: Case,
    context: DoorContext,
    fields: Iterable[Field],
    named: Mapping[str, str],
    said: dict[str, Any],
) -> dict[str, Any]:
    blank = [one for one in fields if law_fields.blank(said.get(one.id))]
    return said | prefill.partied(law, case, context, blank, named)


def _keep(look: Looking, case: str, law: Procedure, action: Action, papers: Mapping[str, Content]) -> None:
    """What is asked for or submitted lies in the case as the page would leave it: whoever reviews or signs does so of
    this text. A later change of it is seen (G-BOUND).
    """
    if action.asked_by:
        return
    entries = service.load(case).entries
    for paper, content in papers.items():
        if paper in action.papers and action.effective:
            continue  # made, not proposed
        kept = drafts.load(case, paper)
        if kept is not None and kept.digest == content.digest:
            continue
        if kept is not None and not _may_go(look, kept, entries):
            raise service.Refused([_lies_there(look, law, kept)])
        drafts.save(
            case,
            paper,
            dict(content.fields),
            by=look.viewer.person,
            at=look.at,
            version=kept.version if kept is not None else None,
        )


def _may_go(look: Looking, kept: Draft, entries: Sequence[Entry]) -> bool:
    """Whether nothing of somebody else is lost with a working copy: it is one's own, or an entry holds it."""
    stated = (ref.draft for entry in entries for ref in entry.papers if ref.paper == kept.kind)
    return kept.saved_by == look.viewer.person or kept.digest in stated


def _lies_there(look: Looking, law: Procedure, kept: Draft) -> Refusal:
    name = look.names({kept.saved_by}).get(kept.saved_by, "有人")
    label = paper.label if (paper := law.paper(kept.kind)) else kept.kind
    sentence = (
        f"案件里有{name}保存的《{label}》草稿，还没有报过，与这次提交的不同；请不写这份文书，报的就是那份草稿，"
        "或者先在页面上改好草稿。"
    )
    return Refusal("E-STALE", sentence, RULE, field=kept.kind)


def _place(look: Looking, case: str, code: str, body: Act) -> tuple[Procedure, str, DoorContext]:
    """The procedure, the agency and the world of an act. Raises Http404 for what is not open to this person."""
    if service.exists(case):
        reviews = any(
            review.review == code for one in procedures.PROCEDURES.values() for review in one.reviews
        )
        row = case_row(look, case, "case.review" if reviews else "case.act", f"接口：办理 {code[:60]}")
        found, law, context = opened(look, row.id)
        return law, found.agency, context
    require(look, "case.open")
    try:
        law = procedures.current(body.procedure, look.today.isoformat())
    except KeyError as fault:
        raise Http404 from fault
    first = next(one for one in law.derived.values() if one.opening)
    mine = sorted(post.agency for post in look.viewer.posts if post.role in first.roles)
    if first.id != code or not mine:
        raise Http404
    return law, mine[0], DoorContext(mine[0], look.at, registry=look.registry)


def _reason(one: Refusal) -> dict[str, str]:
    return {
        "id": one.id,
        "sentence": one.sentence,
        "basis": str(one.basis) if one.basis.title else "",
        "cure": one.cure,
        "field": one.field,
    }


@api.exception_handler(Http404)
def absent(request: HttpRequest, fault: Exception | None = None) -> Response:
    sentence = "没有这个案件、这个动作，或者不对您开放，请核对编号和岗位。"
    return Response({"reasons": [_reason(Refusal("E-UNKNOWN", sentence, RULE))]}, status=404)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, fault: AuthenticationError) -> Response:
    sentence = "没有登录，或者令牌已经失效、吊销，请登录或者换一个令牌。"
    return Response({"reasons": [_reason(Refusal("E-ROLE", sentence, RULE))]}, status=401)
