"""Is this what was published? By number, or by the file itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingjing.casework import issued
from mingjing.disclosure import reads, shown
from mingjing.disclosure.models import NUMBER, Announcement, Publication, PublishedFile

LIMIT = 20 * 1024 * 1024
CRUMBS = [("首页", "/"), ("核验文书", "")]


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind`: ok warn bad. What was found, and what to do with it."""

    kind: str
    mark: str
    title: str
    text: str
    number: str = ""
    sha256: str = ""
    announced: str = ""
    """Code of the announcement that it is about."""


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """GET `?number=` asks by number; POST takes a file, with or without the number it should belong to."""
    answer, errors = _post(request) if request.method == "POST" else _get(request)
    typed = request.POST.get("number", "") or request.GET.get("number", "")
    context = {
        "section": "verify",
        "answer": answer,
        "errors": errors,
        "typed": reads.clean(typed),
        "crumbs": CRUMBS,
        "limit": LIMIT // 1024 // 1024,
    }
    return render(request, "disclosure/verify.html", context, status=422 if errors else 200)


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a paper leads: to the published page, else whether we made such a paper at all.

    The code is known only to who holds the paper; nothing of the party or the content is said here.
    """
    found = issued.by_code(code)
    if found is not None and found.number and reads.public(shown.today()).filter(pk=found.number).exists():
        return redirect("decision", found.number)
    if found is not None and Announcement.objects.filter(pk=code).exists():
        return redirect("announcement", code)
    answer = _made(found) if found else Answer("bad", "✕", "没有查到这个签发码", UNKNOWN_CODE)
    context = {
        "section": "verify",
        "answer": answer,
        "errors": [],
        "typed": "",
        "crumbs": CRUMBS,
        "limit": LIMIT // 1024 // 1024,
    }
    return render(request, "disclosure/verify.html", context, status=200 if found else 404)


UNKNOWN_CODE = (
    "本平台没有生成过带这个签发码的文书。可能是地址抄错，也可能文书是假的；请向文书上写明的机关核实。"
)


def _made(found: issued.IssuedPaper) -> Answer:
    text = (
        f"{found.agency}于 {found.on} 生成过这份《{found.label}》。这里只核对签发码，不显示内容；"
        "纸上的内容有疑问的，请向该机关核实。"
    )
    return Answer("ok", "✓", "这个签发码是本平台签发的", text)


def _get(request: HttpRequest) -> tuple[Answer | None, list[dict[str, str]]]:
    if "number" not in request.GET:
        return None, []
    number = reads.clean(request.GET["number"])
    if not number:
        return None, [
            {"id": "number", "text": "没有填写文号；请照决定书上的写法输入，例如：枣市监处罚〔2026〕118号。"}
        ]
    return by_number(number), []


def _post(request: HttpRequest) -> tuple[Answer | None, list[dict[str, str]]]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None, _wrong("没有选择文件；请选择从本网站下载的公开版决定书或者公开记录。")
    if not file.size:
        return None, _wrong("选择的文件是空的，可能没有下载完整；请重新下载后再选。")
    if file.size > LIMIT:
        return None, _wrong(
            f"文件超过 {LIMIT // 1024 // 1024} MB，本网站没有发布过这样大的文件；请核对是否选错。"
        )
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return by_digest(digest.hexdigest(), reads.clean(request.POST.get("number", ""))), []


def _wrong(sentence: str) -> list[dict[str, str]]:
    return [{"id": "file", "text": sentence}]


def by_number(number: str) -> Answer:
    row = Publication.objects.filter(pk=number).first() if NUMBER.fullmatch(number) else None
    if row is not None and (tombstone := shown.gone(row, shown.today())):
        return Answer(
            "warn",
            "!",
            "这个文号的信息已经撤下",
            f"{tombstone.on} 撤下：{tombstone.ground}。撤下说明保留在原址。",
            number,
        )
    if row is None or not reads.public(shown.today()).filter(pk=number).exists():
        return Answer(
            "bad",
            "✕",
            "没有查到这个文号",
            "本平台没有公开过这个文号。可能是文号写错、还没有公开、依法不公开，也可能文书是假的；请向文书上写明的机关核实。",
            number,
        )
    return Answer(
        "ok",
        "✓",
        "这个文号是本平台公开的",
        "请打开公开页，逐项核对当事人、处罚内容和日期；要核对到每个字节，请上传文件。",
        number,
    )


def by_digest(sha256: str, number: str) -> Answer:
    """Matches in force · authentic but no longer in force · belongs to another number · never published."""
    found = PublishedFile.objects.filter(sha256=sha256).order_by("-id").first()
    if found is None:
        return Answer(
            "bad",
            "✕",
            "与公开内容不一致",
            "本平台没有发布过这份文件：哪怕只差一个字节，摘要也会不同。请从公开页重新下载后比对；内容有出入的，向作出决定的机关核实。",
            number if NUMBER.fullmatch(number) else "",
            sha256,
        )
    if said := Announcement.objects.filter(issued_entry=found.issued_entry).first():
        return _announced(said, sha256)
    if number and number != found.number:
        return Answer(
            "bad",
            "✕",
            "文件与文号不一致",
            f"这份文件是 {found.number} 的公开内容，不是 {number} 的。",
            found.number,
            sha256,
        )
    row = Publication.objects.filter(pk=found.number, issued_entry=found.issued_entry).first()
    if row is None or shown.gone(row, shown.today()) or row.state == Publication.PENDING:
        return Answer(
            "warn",
            "!",
            "是真的，但已经不是现在的内容",
            "这份文件确实由本平台公开过，后来撤下或者更正了；请以公开页现在的说明为准。",
            found.number,
            sha256,
        )
    return Answer(
        "ok",
        "✓",
        "与公开内容一致",
        "这份文件与本平台公开的内容逐字节相同，没有被改动。",
        found.number,
        sha256,
    )


def _announced(row: Announcement, sha256: str) -> Answer:
    """An announcement is never taken away: it is in force, or was until it was stopped or renewed."""
    if row.stopped_on or reads.newer(row):
        said = (
            f"这份文件确实是《{row.title}》的公开内容，后来停止执行或者重新公布了；请以公开页现在的说明为准。"
        )
        return Answer("warn", "!", "是真的，但已经不是现在的内容", said, "", sha256, row.code)
    said = f"这份文件与《{row.title}》公开的内容逐字节相同，没有被改动。"
    return Answer("ok", "✓", "与公开内容一致", said, "", sha256, row.code)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """怎样自己核验: the exact commands, for somebody who does not trust this server."""
    crumbs = [("首页", reverse("home")), ("核验文书", reverse("verify")), ("怎样自己核验", "")]
    return render(request, "disclosure/about_verify.html", {"section": "verify", "crumbs": crumbs})
