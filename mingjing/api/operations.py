"""`GET …/menu` and `POST …/actions/{code}`: what the pages do, for programs. Signed in by session or by token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import Response
from ninja.security import HttpBearer, SessionAuth

from mingjing.casework import drafts, service
from mingjing.casework.access import Looking, case_row, looking, now, opened, require
from mingjing.casework.context import DoorContext
from mingjing.casework.views.press import said
from mingjing.law import engine, procedures
from mingjing.law.judgement import replay
from mingjing.law.rules import RULE
from mingjing.law.terms import Action, Case, Move, Procedure, Refusal, Role
from mingjing.registry import auth, tokens
from mingjing.tlog import canonical


class Session(SessionAuth):
    """The workbench's own sign-in. Posting wants the CSRF token of the page, as every form does."""

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


api = NinjaAPI(
    title="明镜",
    version="1",
    auth=[Token(), Session()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


class Act(Schema):
    """The body of an act. `on` defaults to today; `facts` and `papers` by the ids of the table."""

    on: str = ""
    facts: dict[str, Any] = {}
    papers: dict[str, dict[str, Any]] = {}
    after: int | None = None
    key: str = ""
    procedure: str = ""


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
    sentence = f"提交的内容不能入账：{fault}。"
    return Response({"reasons": [_reason(Refusal("E-FIELD", sentence, RULE))]}, status=422)


@api.get("/cases/{uuid:case}/menu", url_name="api_menu")
def menu(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Every act as it stands for this person, with every reason against it."""
    look = looking(request)
    row = case_row(look, str(case), "case.act", "接口：可办事项")
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
    return {
        "code": one.action.id,
        "label": one.action.label,
        "possible": one.possible,
        "reasons": [_reason(reason) for reason in one.refusals],
        "asks": list(one.action.asked),
        "papers": [] if one.action.asked_by else [*one.action.papers, *one.action.drafts],
        **({"ask": ask} if (ask := _pending(law, case, one.action)) else {}),
    }


def _pending(law: Procedure, case: Case, action: Action) -> str:
    """The commitment of the ask that an approval answers: it must be sent back as the fact `ask`."""
    asks = [one.n for one in replay(law, case).live if one.action == action.asked_by]
    return case.commitments[asks[-1] - 1] if action.asked_by and asks else ""


@api.post("/cases/{uuid:case}/actions/{code}", url_name="api_act")
def act(request: HttpRequest, case: UUID, code: str, body: Act) -> Response:
    """One act through the door. A new case: a fresh UUID, the opening act and its `procedure`."""
    look = looking(request)
    law, agency, context = _place(look, str(case), code, body)
    action = law.action(code)
    if action is None or Role.SYSTEM in action.roles:
        raise Http404
    papers = {paper: drafts.content(paper, fields) for paper, fields in body.papers.items()}
    on = body.on or context.today.isoformat()
    move = Move(code, look.viewer.person, on, body.facts, papers, key=body.key[:64], after=body.after)
    try:
        receipt = service.perform(str(case), move, clock=now, procedure=law.id, agency=agency)
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


def _place(look: Looking, case: str, code: str, body: Act) -> tuple[Procedure, str, DoorContext]:
    """The procedure, the agency and the world of an act. Raises Http404 for what is not open to this person."""
    if service.exists(case):
        reviews = any(one.review and one.review.review == code for one in procedures.PROCEDURES.values())
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
def absent(request: HttpRequest, fault: Http404) -> Response:
    sentence = "没有这个案件、这个动作，或者不对您开放，请核对编号和岗位。"
    return Response({"reasons": [_reason(Refusal("E-UNKNOWN", sentence, RULE))]}, status=404)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, fault: AuthenticationError) -> Response:
    sentence = "没有登录，或者令牌已经失效、吊销，请登录或者换一个令牌。"
    return Response({"reasons": [_reason(Refusal("E-ROLE", sentence, RULE))]}, status=401)
