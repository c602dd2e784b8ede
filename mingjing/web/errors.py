"""Error pages: what happened, what was saved, whom to call. Never bare, and the log holds nothing of a person."""

from __future__ import annotations

import logging
import secrets
import traceback
from dataclasses import dataclass

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from mingjing.web.context import help_line

log = logging.getLogger("mingjing.web")

API = "/api/"
HANDLED = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
"""What Django answers with 400, 403 or 404: no incident."""


@dataclass(frozen=True, slots=True)
class Failure:
    status: int
    title: str
    what: str
    saved: str
    how: str


BAD = Failure(
    400,
    "这个请求不完整，没有办理",
    "提交的内容不符合页面的格式，可能是网页放得太久，或者地址被改动过。",
    "没有写入任何内容；此前保存的草稿还在。",
    "请返回上一页，刷新后再办一次。",
)
FORBIDDEN = Failure(
    403,
    "您不能查看或者办理这一页",
    "您的身份没有这项权限，或者登录已经超时。",
    "没有写入任何内容；此前保存的草稿还在。",
    "请重新登录；职责有变动的，请联系本机关的安全管理员。",
)
STALE = Failure(
    403,
    "这次提交没有通过安全核对",
    "页面停留时间太长，或者浏览器禁用了 Cookie，无法确认是您本人在本网站提交。",
    "没有写入任何内容；此前保存的草稿还在。",
    "请返回上一页，刷新后再提交。",
)
MISSING = Failure(
    404,
    "没有找到这一页",
    "地址可能写错了，也可能这条信息从未在这里公开。",
    "查询不会改动任何内容。",
    "请核对文号是否完整，或者用上方的“事后公开”重新查询。",
)
GONE = Failure(
    410,
    "这一页已经撤下",
    "这里公开过的内容已经依法撤下。",
    "撤下不影响此前已经送达的文书。",
    "需要了解原因的，请联系作出决定的机关。",
)
BROKEN = Failure(
    500,
    "系统出了故障，这一步没有完成",
    "不是您操作有误。故障已经自动记录，记录中没有个人信息。",
    "这一步要么全部写入，要么全部没有写入，不会留下一半；已经保存的草稿和办结的步骤不受影响。",
    "请过几分钟再试；仍然不行的，请报下面的故障编号。",
)


def page(request: HttpRequest, failure: Failure, *, incident: str = "") -> HttpResponse:
    """An error page in the masthead of the site."""
    words = {"failure": failure, "incident": incident}
    response = HttpResponse(render_to_string("error.html", words, request=request), status=failure.status)
    return unlogged(response)


def unlogged(response: HttpResponse) -> HttpResponse:
    """Django would log the address and, for a failure, its message: either may say something of a person."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, BAD)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, STALE)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, MISSING)


def broken(request: HttpRequest, failure: BaseException | None = None) -> HttpResponse:
    """The 500 page with an incident number. Logs type and place of the failure, never its message: it may name people."""
    incident = secrets.token_hex(4).upper()
    log.error("incident %s %s %s %s", incident, request.method, _route(request), _places(failure))
    answer = _spoken(incident) if request.path.startswith(API) else _render(request, incident)
    return unlogged(answer)


def _spoken(incident: str) -> HttpResponse:
    """For a program, in the shape in which the API refuses."""
    sentence = f"{BROKEN.title}。{BROKEN.saved}{BROKEN.how.replace('下面的', '')} {incident}。"
    said = {"reasons": [{"id": "E-BROKEN", "sentence": sentence}], "incident": incident}
    return JsonResponse(said, status=BROKEN.status, json_dumps_params={"ensure_ascii": False})


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: what failed outside a view."""
    return broken(request)


def _render(request: HttpRequest, incident: str) -> HttpResponse:
    try:
        return page(request, BROKEN, incident=incident)
    except Exception:  # noqa: BLE001  the outermost edge: even without templates nobody may meet a bare page
        log.error("incident %s: the error page itself failed", incident)
        words = f"{BROKEN.title}。{BROKEN.saved}{BROKEN.how}故障编号 {incident}；{help_line()}。"
        html = f'<!doctype html><html lang="zh-Hans-CN"><title>{BROKEN.title}</title><main><h1>{words}</h1></main>'
        return HttpResponse(html, status=500)


def _route(request: HttpRequest) -> str:
    """The pattern, not the address: an address could hold what somebody searched for."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no route)"


def _places(failure: BaseException | None) -> str:
    if failure is None:
        return "outside a view"
    frames = traceback.extract_tb(failure.__traceback__)[-8:]
    places = " < ".join(
        f"{one.filename.rpartition('/')[2]}:{one.lineno} {one.name}" for one in reversed(frames)
    )
    return f"{type(failure).__name__} at {places}"
