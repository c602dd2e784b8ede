"""Public addresses. Document numbers stand in them as they are written, percent-encoded by the browser."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from mingjing.disclosure.models import NUMBER
from mingjing.disclosure.views import announcement, decision, guide, log, portal, verify


class NumberConverter:
    """A document number, strictly: what has another form is no address of ours."""

    regex = NUMBER.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        if not NUMBER.fullmatch(value):
            raise ValueError(f"“{value}”不是文号")
        return value


class CodeConverter:
    """An issue code."""

    regex = announcement.CODE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")
register_converter(CodeConverter, "code")

urlpatterns = [
    path("", portal.home, name="home"),
    path("decisions/", portal.listing, name="decisions"),
    path("decisions/<number:number>/", decision.page, name="decision"),
    path("decisions/<number:number>/record.json", decision.record, name="decision_record"),
    path("decisions/<number:number>/paper", decision.paper, name="decision_paper"),
    path("decisions/<number:number>/qr.svg", decision.qr, name="decision_qr"),
    path("proof/<number:number>/<slug:kind>.tlog-proof", decision.proof, name="decision_proof"),
    path("announcements/", announcement.listing, name="announcements"),
    path("announcements/<code:code>/", announcement.page, name="announcement"),
    path("announcements/<code:code>/record.json", announcement.record, name="announcement_record"),
    path("announcements/<code:code>/paper", announcement.paper, name="announcement_paper"),
    path("announcements/<code:code>/qr.svg", announcement.qr, name="announcement_qr"),
    path("announcements/<code:code>/<slug:kind>.tlog-proof", announcement.proof, name="announcement_proof"),
    path("guide/", guide.listing, name="guides"),
    path("guide/<slug:procedure>/", guide.page, name="guide_of"),
    path("verify/", verify.verify, name="verify"),
    re_path(r"^(?P<code>[0-9a-f]{16})/?$", verify.by_code, name="issue_code"),
    path("about/verify/", verify.about, name="about_verify"),
    path("key.txt", log.key, name="key"),
    path("tlog/checkpoint", log.checkpoint, name="tlog_checkpoint"),
    path("tlog/<path:tile>", log.tile, name="tlog_tile"),
]

EVERYBODY = 200
EXPECTED = {one.name: EVERYBODY for one in urlpatterns}
"""For the URL × role test: each of these answers every role alike, with 200 when the thing exists."""
