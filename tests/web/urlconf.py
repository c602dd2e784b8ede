"""Pages that only tests have: every component and field kind once, and every way to fail."""

from pathlib import Path

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from mingjing.law.terms import Field, Kind, Words

LONG = "枣庄恒磊建材有限公司砂石料未密闭案"
HOSTILE = "<script>alert(1)</script>\"'&"
VALUES = {
    Kind.TEXT: "案由",
    Kind.LONG_TEXT: "两行\n文字",
    Kind.NUMBER: 3,
    Kind.MONEY: 3000050,
    Kind.AMOUNTS: [3000050, 20000],
    Kind.CELLS: [{"column": "文号", "text": "演〔2019〕1号"}],
    Kind.FIGURES: [
        {"row": "fine", "label": "罚款", "count": 3, "sum": 6000000},
        {"row": "total", "label": "合计", "count": 0},
    ],
    Kind.DAY: "2026-11-20",
    Kind.TIME: "2026-11-20T01:30:00.000Z",
    Kind.CHOICE: "a",
    Kind.CHOICES: ["a", "b"],
    Kind.YES_NO: False,
    Kind.PARTY: {"kind": "org", "name": "枣庄启禾仓储服务有限公司", "code": "91370400MA3C12345X"},
    Kind.ARTICLE: [{"law": "中华人民共和国行政处罚法", "article": "第四十条"}],
    Kind.BENCHMARK: "一般",
    Kind.CASE: "一般",
    Kind.QUESTION_ANSWER: [{"q": "谁在用？", "a": "我公司。"}],
    Kind.GOODS: [{"name": "饼干", "spec": "500 克", "count": "12", "unit": "袋", "value": "120"}],
    Kind.EXHIBITS: [{"title": "现场笔录", "sha256": "f" * 64}],
    Kind.PERSONS: ["a"],
    Kind.PLACE: "光明路 1 号仓库",
    Kind.ATTACHMENT: [{"title": "照片", "sha256": ""}],
    Kind.DIGEST: "f" * 64,
    Kind.PAPER: "a",
    Kind.FINDINGS: {
        "a": {"result": "issue", "note": "缺理由", "pages": "12"},
        "b": {"result": "pass", "note": "", "pages": ""},
    },
}
CHOICES = [("a", "甲"), ("b", "乙"), ("f" * 64, "现场笔录.pdf")]


def field_of(kind: Kind) -> Field:
    return Field(
        kind.value,
        f"字段 {kind.value}",
        kind,
        required=kind is not Kind.PLACE,
        help="写明来源。",
        usual=Words("如实填写。"),
    )


def choices_of(kind: Kind) -> list[tuple[str, str]]:
    if kind in (Kind.ARTICLE, Kind.BENCHMARK, Kind.CASE):
        return []
    return CHOICES if kind in (Kind.EXHIBITS, Kind.ATTACHMENT) else CHOICES[:2]


FIELDS = engines["django"].from_string(
    '{% extends "base_work.html" %}{% block title %}填写{% endblock %}{% block content %}<h1>填写</h1>'
    '{% include "components/errors.html" %}<form method="post" class="panel">'
    '{% for one in rows %}{% include "components/field.html" with field=one.field value=one.value choices=one.choices'
    ' errors=one.errors %}{% endfor %}<button class="btn">填写完毕，去核对</button></form>{% endblock %}'
)


def fields(request: HttpRequest) -> HttpResponse:
    wrong = "wrong" in request.GET
    rows = [
        {
            "field": field_of(kind),
            "value": VALUES[kind] if "filled" in request.GET else None,
            "choices": choices_of(kind),
            "errors": ["没有填写，请补上。"] if wrong else [],
        }
        for kind in Kind
    ]
    errors = [{"id": f"f-{kind.value}", "text": "没有填写，请补上。"} for kind in Kind] if wrong else []
    return HttpResponse(
        FIELDS.render({"rows": rows, "errors": errors, "section": "cases", "who": "张卫东"}, request)
    )


GALLERY = engines["django"].from_string((Path(__file__).parent / "gallery.html").read_text(encoding="utf-8"))


def gallery(request: HttpRequest) -> HttpResponse:
    context = {
        "hostile": HOSTILE,
        "crumbs": [("案件", "/"), (HOSTILE, "")],
        "who": f"某局 · {HOSTILE}",
        "section": "cases",
        "sign_out_url": "/out/",
        "nav": [{"key": "todo", "label": "待办", "url": "/"}, {"key": "cases", "label": "案件", "url": "/"}],
        "chips": [
            {"label": "全部 7", "url": "/", "current": True},
            {"label": "已超期 1", "url": "/", "shape": "◆"},
        ],
        "steps": [
            {"label": "立案", "state": "done", "note": "10月21日"},
            {"label": "法制审核", "state": "stop", "note": "缺 2 项"},
            {"label": "听证", "state": "skip"},
            {"label": "作出决定", "state": "later"},
        ],
        "items": [
            {
                "ok": False,
                "sentence": "录像中断 3 分 12 秒，没有填写原因",
                "article": "《行政处罚法》第四十七条",
                "url": "/",
                "button": "填写原因",
                "at": "2026-11-20T02:20:00.000Z",
                "title": "收到陈述、申辩",
                "text": HOSTILE,
                "tags": ["文字"],
                "late": True,
            },
            {
                "ok": True,
                "sentence": "两名执法人员",
                "article": "第四十二条",
                "at": "2026-11-18",
                "title": "送达",
            },
        ],
        "submit": {"label": "提交法制审核"},
        "rows": [
            {"label": "当事人", "value": LONG, "note": HOSTILE, "url": "/", "strong": True},
            {"label": "空的", "value": ""},
        ],
        "tabs": [{"label": "拟决定书", "url": "/", "current": True}, {"label": "告知书", "url": "/"}],
        "paragraphs": ["经查，" + LONG, ""],
        "signature": ["某局", "（未盖章）"],
        "tag": {"label": "完整", "kind": "ok"},
        "digest": "7be1" + "0" * 56 + "90c4",
        "lines": ["10月22日 09:41"],
        "hidden": [("key", "1")],
    }
    return HttpResponse(GALLERY.render(context, request))


def boom(request: HttpRequest, secret: str) -> HttpResponse:
    raise RuntimeError("张三丰 370402198503121234")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def strange(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("", include("mingjing.web.urls")),
    path("fields/", fields),
    path("gallery/", gallery),
    path("boom/<str:secret>/", boom),
    path("api/boom/<str:secret>/", boom),
    path("forbidden/", forbidden),
    path("missing/", missing),
    path("strange/", strange),
]

handler400 = "mingjing.web.errors.bad_request"
handler403 = "mingjing.web.errors.permission_denied"
handler404 = "mingjing.web.errors.not_found"
handler500 = "mingjing.web.errors.server_error"
