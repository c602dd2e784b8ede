"""A paper once issued stays as it is: the agency may change its layout, and it binds only what is issued from then on."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from mingjing.casework import issue, service
from mingjing.casework.binding import bind
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.rendering import fonts as fonts_
from mingjing.casework.rendering import render as renderer
from mingjing.casework.rendering import words
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.registry import reads
from tests.rendering.support import bare
from tests.support import city

CERTIFICATE = "permit_certificate.typ"


@pytest.fixture(autouse=True)
def _fonts():
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)


@pytest.fixture
def layouts(tmp_path, monkeypatch):
    monkeypatch.setenv("MINGJING_HOME", str(tmp_path))
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def licensed():
    """A permit as far as its certificate, papers in their layouts."""
    player = city.player(procedure="permit", render=issue.pdf)
    played = [
        player.do("pm_receive", "2025-09-22"),
        player.do("pm_screen", "2025-09-22"),
        player.do("pm_accept", "2025-09-23", facts={"acceptance_day": "2025-09-23"}),
        *player.through("pm_issue", "2025-09-24"),
    ]
    assert [(one.action, one.refused) for one in played if one.refused] == []
    return player


def stored(case: str, paper: str) -> bytes:
    row = PaperRow.objects.get(case=case, paper=paper)
    with evidence.read(Home(Path(settings.MINGJING_HOME)), case, row.sha256) as file:
        return file.read()


def text(pdf: bytes) -> str:
    return bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def rendering(player) -> dict[str, str]:
    entries = service.load(player.case).entries
    return next(
        json.loads(str(one.facts["rendering"]))
        for one in entries
        if one.action == "paper_issued" and one.facts["paper"] == "permit_certificate"
    )


def test_a_changed_layout_alters_what_is_issued_later_and_nothing_before(sqlite_city, layouts):
    first = licensed()
    before, made = stored(first.case, "permit_certificate"), rendering(first)
    assert "持证人：" in text(before)

    own = (renderer.TEMPLATES / CERTIFICATE).read_text(encoding="utf-8").replace("持证人", "被许可人")
    (layouts / CERTIFICATE).write_text(own, encoding="utf-8")
    second = licensed()
    after = text(stored(second.case, "permit_certificate"))
    assert "被许可人：" in after
    assert "持证人：" not in after
    assert rendering(second)["template_sha256"] != made["template_sha256"]

    # The first is as it was: nothing is waiting to be made, its bytes and what is bound of it are the same.
    assert issue.pending() == []
    assert stored(first.case, "permit_certificate") == before
    assert rendering(first) == made
    day = first.clock.now.date()
    home = Home(Path(settings.MINGJING_HOME))
    file = bind.File(home, CaseRow.objects.get(id=first.case), service.load(first.case), reads.snapshot(day))
    whole = text(bind.bound(file, day).body)
    assert "持证人：" in whole
    assert "被许可人：" not in whole


def test_a_layout_without_an_element_issues_nothing(sqlite_city, layouts):
    own = (renderer.TEMPLATES / CERTIFICATE).read_text(encoding="utf-8")
    scope = '    (field("permit_scope").label, value("permit_scope")),\n'
    assert scope in own
    (layouts / CERTIFICATE).write_text(own.replace(scope, ""), encoding="utf-8")
    player = licensed()
    row = PaperRow.objects.get(case=player.case, paper="permit_certificate")
    assert row.issued_n is None
    said = issue.fault_of(row)
    assert said.startswith(f"本机关的版式 {CERTIFICATE} 没有印出：")
    assert issue.bad_layouts() == [(said, 1)]
    # The same fault is not written again, so that the worker does not wake itself.
    since = row.fault.since
    issue.issue_all(Home(Path(settings.MINGJING_HOME)), render=issue.pdf, clock=lambda: player.clock.now)
    assert PaperRow.objects.get(pk=row.pk).fault.since == since
    assert [
        one.action for one in service.load(player.case).entries if one.facts.get("of_entry") == row.n
    ] == []
    # Put right, it is made.
    (layouts / CERTIFICATE).unlink()
    issue.issue_all(Home(Path(settings.MINGJING_HOME)), render=issue.pdf, clock=lambda: player.clock.now)
    assert "许可的内容：" in text(stored(player.case, "permit_certificate"))
    assert (issue.fault_of(PaperRow.objects.get(pk=row.pk)), issue.bad_layouts()) == ("", [])


def test_a_layout_that_fails_on_one_paper_says_nothing_of_its_words(sqlite_city, layouts):
    own = (renderer.TEMPLATES / CERTIFICATE).read_text(encoding="utf-8")
    fails = (
        '\n#let scope = value("permit_scope")\n#if not repr(scope).contains("处") { panic(repr(scope)) }\n'
    )
    (layouts / CERTIFICATE).write_text(own + fails, encoding="utf-8")
    row = PaperRow.objects.get(case=licensed().case, paper="permit_certificate")
    said = issue.fault_of(row)
    stated = service.load(row.case_id).entries[row.n - 1].facts["permit_certificate"]["permit_scope"]
    assert said.startswith(f"本机关的版式 {CERTIFICATE} 排不出") and stated not in said
    assert "这一份的内容使版式出错" in said


def test_papers_that_failed_keep_no_other_waiting(sqlite_city, layouts):
    (layouts / CERTIFICATE).write_text("#laed", encoding="utf-8")
    row = PaperRow.objects.get(case=licensed().case, paper="permit_certificate")
    PaperRow.objects.filter(issued_n__isnull=False).update(issued_n=None)
    assert len(issue.pending()) > 1
    assert issue.pending()[-1] == row


def test_what_is_charged_is_named_with_its_published_standard(sqlite_city):
    player = city.player(procedure="fee", render=issue.pdf)
    assert player.do("fe_notice", "2025-09-24").refused is None
    said = text(stored(player.case, "payment_notice"))
    listed = next(
        one
        for one in reads.snapshot(player.clock.now.date()).powers(city.AGENCY)
        if one.power.item == "FEE-0001"
    )
    standard = words.money(listed.power.standard, "")
    assert f"收费事项：{bare(listed.name)}" in said
    assert f"项目标准数量应缴金额{bare(listed.name)}{standard}／{listed.power.unit}2600元" in said
    assert f"批准文号：{bare(listed.power.approval)}" in said


def test_what_undoes_a_decision_names_it_by_its_number(sqlite_city):
    permit = licensed()
    number = PaperRow.objects.get(case=permit.case, paper="permit_decision").number
    permit.do("pm_undo", "2025-10-09")
    undoing = city.player(procedure="permit_undoing", render=issue.pdf, origin=permit.case)
    assert undoing.do("pm_undo_begin", "2025-10-09").refused is None
    assert undoing.do("pm_undo_tell", "2025-10-09").refused is None
    said = text(stored(undoing.case, "undoing_notice"))
    assert f"许可案件：《行政许可决定书》{bare(number)}，2025年9月24日作出" in said
