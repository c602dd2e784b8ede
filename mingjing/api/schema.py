"""OpenAPI 3.1, printed from the tables: one operation per act, with the fields and papers that it takes."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import Any

from django.conf import settings

from mingjing import __version__
from mingjing.casework import prefill
from mingjing.law import procedures
from mingjing.law.papers.schema import of_field
from mingjing.law.terms import Action, Field, Kind, Paper, Procedure, Role

Schema = dict[str, Any]
CASE: Schema = {
    "name": "case",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
REASON: Schema = {
    "type": "object",
    "required": ["id", "sentence"],
    "properties": {
        "id": {"type": "string", "title": "规则编号"},
        "sentence": {"type": "string", "title": "什么不对，怎样补正"},
        "basis": {"type": "string", "title": "依据"},
        "cure": {"type": "string", "title": "先办哪一步"},
        "field": {"type": "string", "title": "哪一项"},
    },
}
ANSWERS: Schema = {
    "201": {"description": "已经入账：条目、承诺值和文号"},
    "200": {"description": "同一请求编号已经办过，答复与上次相同"},
    "401": {"description": "没有登录，或者令牌失效"},
    "403": {"description": "用会话办理，没有带页面的防伪令牌"},
    "404": {"description": "没有这个案件、这个动作，或者不对您开放"},
    "409": {"description": "案件又有新的记录，请看过以后再办"},
    "413": {"description": "内容太大，什么也没有写"},
    "500": {"description": "系统故障，要么全部写入，要么全部没有写入；答复写明故障编号（incident）"},
    "422": {
        "description": "被拒绝，或者不是约定的格式，什么也没有写；理由一次说全",
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"reasons": {"type": "array", "items": REASON}}}
            }
        },
    },
}


@lru_cache(maxsize=1)
def openapi() -> Schema:
    """The whole description. Acts of several procedures with one id are one operation with several bodies."""
    acts: dict[str, list[tuple[Procedure, Action]]] = {}
    for law in procedures.PROCEDURES.values():
        for action in law.derived.values():
            if Role.SYSTEM not in action.roles and not law.history:
                acts.setdefault(action.id, []).append((law, action))
    paths: Schema = {"/api/cases/{case}/menu": {"get": _menu()}}
    for code, found in acts.items():
        paths[f"/api/cases/{{case}}/actions/{code}"] = {"post": _operation(code, found)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "明镜",
            "version": __version__,
            "description": "与页面经过同一道门：同样的规则，同样的理由。",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            }
        },
        "security": [{"token": []}, {"session": []}],
    }


def _menu() -> Schema:
    return {
        "operationId": "menu",
        "summary": "现在可以办什么，不可以办的为什么",
        "parameters": [CASE],
        "responses": {
            "200": {"description": "每一个动作和全部理由"},
            "401": ANSWERS["401"],
            "404": ANSWERS["404"],
        },
    }


def _operation(code: str, found: list[tuple[Procedure, Action]]) -> Schema:
    _, action = found[0]
    bodies = [_body(law, one) for law, one in found]
    return {
        "operationId": code,
        "summary": action.label,
        "description": f"{action.plain} 依据：{action.basis}。",
        "tags": [law.label for law, _ in found],
        "parameters": [CASE],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": bodies[0] if len(bodies) == 1 else {"oneOf": bodies}}},
        },
        "responses": ANSWERS,
    }


def _body(law: Procedure, action: Action) -> Schema:
    asked = [law.asked(one) for one in action.asked]
    links = set(law.links) & set(action.asked)
    elsewhere = prefill.said_in_papers(law, action)
    papers = [
        found for one in (*action.papers, *action.drafts) if (found := law.paper(one)) and not action.asked_by
    ]
    opening = {"procedure": {"const": law.id, "title": "程序"}} if action.opening else {}
    return {
        "type": "object",
        "title": law.label,
        "additionalProperties": False,
        "required": ["procedure"] if action.opening else [],
        "properties": {
            **opening,
            "on": {"type": "string", "title": "发生日期，或者按小时计算的时刻（UTC，毫秒）"},
            "after": {"type": "integer", "title": "您看到的最后一条记录"},
            "key": {"type": "string", "maxLength": 64, "title": "请求编号：重发时得到同样的答复"},
            "facts": {
                "type": "object",
                "properties": {one.id: of_field(one) for one in asked},
                "required": [one.id for one in asked if one.id not in elsewhere and _must(one, links)],
            },
            "papers": {
                "type": "object",
                "title": "文书；不写的取案件里的草稿",
                "properties": {one.id: _paper(one, links) for one in papers},
            },
        },
    }


def _must(one: Field, links: Set[str]) -> bool:
    """Whether it must be in the body. A party comes along from a case that the act names."""
    return one.required and one.when is None and not (links and one.kind is Kind.PARTY)


def _paper(paper: Paper, links: Set[str]) -> Schema:
    return {
        "type": "object",
        "title": paper.label,
        "properties": {one.id: of_field(one) for one in paper.fields},
        "required": [one.id for one in paper.fields if _must(one, links)],
    }
