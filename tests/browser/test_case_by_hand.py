"""A penalty from lead to publication, and one on the spot: through the pages only, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mingjing.casework.binding import jobs
from mingjing.casework.models import CaseRow
from mingjing.commands.home import now
from mingjing.disclosure.models import Publication
from mingjing.law import procedures
from mingjing.law.judgement import SHANGHAI
from mingjing.recording import home as homes
from tests.browser.hand import Desk, work
from tests.support.home import Home
from tests.support.server import served
from tests.web_matrix.town import PASSWORD, sqlite_town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORDINARY, SUMMARY = (procedures.current(one, "2025-09-24") for one in ("penalty_ordinary", "penalty_summary"))


@pytest.fixture
def desks(sqlite_town: Home, browser: Any) -> Iterator[Callable[[str], Desk]]:  # noqa: F811
    """By username; every console must have stayed silent."""
    found: dict[str, Desk] = {}
    with served(sqlite_town) as address:

        def desk(username: str) -> Desk:
            if username not in found:
                found[username] = Desk(browser, address, username, PASSWORD)
            return found[username]

        yield desk
        for one in found.values():
            said = [words for words in one.said if "status of 4" not in words]
            assert said == [], (one.username, said)
            one.context.close()


def open_case(zhang: Desk) -> str:
    zhang.open("/work/")
    zhang.page.get_by_role("link", name="登记线索").click()
    zhang.page.get_by_role("link", name=re.compile(r"线索登记\s*：行政处罚 · 普通程序")).click()
    zhang.fill(ORDINARY, "po_lead", {})
    zhang.into_the_file()
    found = re.search(r"/work/cases/([0-9a-f-]{36})/\?done=1", zhang.page.url)
    assert found, zhang.words()
    work()
    return found[1]


def test_a_penalty_by_hand(desks: Callable[[str], Desk], tmp_path: Path) -> None:
    zhang, chen, zhou, li, qian = (desks(one) for one in ("zhang", "chen", "zhou", "li", "qian"))
    case = open_case(zhang)

    # Alone nobody investigates: the form says so, keeps what was typed, and nothing is written.
    zhang.open(f"/work/cases/{case}/act/po_precheck/")
    zhang.fill(ORDINARY, "po_precheck", {"summary": "仓库里有两台叉车。"})
    zhang.into_the_file()
    assert "2 名以上持证执法人员，现有 1 名" in zhang.words() and "第四十二条" in zhang.words()
    assert CaseRow.objects.get(id=case).stage == "lead"
    assert zhang.page.input_value('[name="precheck_report.summary"]') == "仓库里有两台叉车。"
    zhang.page.locator('[name="officers"][value="p-wang"]').check()
    zhang.into_the_file()
    assert "?done=" in zhang.page.url, zhang.words()

    chen.act(case, "po_file.ask")
    li.act(case, "po_file")
    chen.act(case, "po_assign", officers=["p-zhang", "p-wang"])
    zhang.act(case, "po_show_id")
    inspect_with_a_photo(zhang, case, tmp_path)
    zhang.act(case, "po_conclude")
    zhang.act(case, "po_notice")
    zhang.act(case, "po_serve", paper="prior_notice")
    zhang.act(case, "po_waive")

    chen.open(f"/work/cases/{case}/act/po_decide.ask/")
    assert "未经法制审核，不得作出决定" in chen.words()

    zhang.act(case, "po_submit_review", discretion="首次违法。")
    review(zhou, case, "supplement", K5="issue")
    zhang.open(f"/work/cases/{case}/")
    assert "下一步：提交法制审核" in zhang.words()
    zhang.act(case, "po_submit_review", discretion="首次违法，检查当日停用并申报检验。")
    zhou.open(f"/work/review/{case}/?part=changes")
    assert "〔增：，检验" in zhou.words() or "〔增：" in zhou.words()
    assert zhou.page.locator("ins").count()
    review(zhou, case, "approve")

    chen.act(case, "po_decide.ask")
    li.open(f"/work/cases/{case}/")
    li.page.get_by_role("link", name="作出处罚决定", exact=True).first.click()
    assert "首次违法，检查当日停用并申报检验。" in li.words()
    li.to_check()
    assert "《行政处罚决定书》" in li.words()
    li.page.get_by_role("button", name="作出处罚决定").click()
    assert "枣市监处罚〔" in li.words()
    work()
    zhang.act(case, "po_serve", paper="penalty_decision")
    qian.act(case, "po_publish")
    row = CaseRow.objects.get(id=case)
    assert row.published and row.decision_number
    assert Publication.objects.filter(case=case).exists()
    zhang.act(case, "po_pay")
    chen.act(case, "po_close.ask")
    li.act(case, "po_close")
    assert CaseRow.objects.get(id=case).ended


def inspect_with_a_photo(zhang: Desk, case: str, folder: Path) -> None:
    """A file that is what it says is kept, one that is not is refused, and what was typed stays."""
    (folder / "现场.txt").write_text("现场照片说明（演示）", encoding="utf-8")
    (folder / "假的.png").write_text("这不是图片", encoding="utf-8")
    zhang.open(f"/work/cases/{case}/act/po_inspect/")
    zhang.fill(ORDINARY, "po_inspect", {"scene": "两台叉车正在作业。"})
    zhang.page.set_input_files("#f-files-in", [folder / "现场.txt", folder / "假的.png"])
    with zhang.page.expect_navigation():
        zhang.page.get_by_role("button", name="写入案卷").click()
    assert "假的.png" in zhang.page.inner_text("#errors")
    assert zhang.page.input_value('[name="onsite_inspection_record.scene"]') == "两台叉车正在作业。"
    assert "现场.txt" in zhang.page.inner_text("#f-files")
    zhang.into_the_file()
    assert "?done=" in zhang.page.url, zhang.words()
    work()
    with zhang.page.expect_download() as found:
        zhang.page.get_by_role("link", name="查看现场.txt").click()
    assert Path(found.value.path()).read_text(encoding="utf-8") == "现场照片说明（演示）"


def review(zhou: Desk, case: str, opinion: str, **findings: str) -> None:
    """All heads, one opinion. Before they are answered, the desk names those that are open."""
    zhou.open("/work/review/")
    zhou.page.locator(f'th a[href="/work/review/{case}/"]').click()
    assert "还有 10 项没有核对" in zhou.words()
    for number in range(1, 11):
        result = findings.get(f"K{number}", "pass")
        zhou.page.locator(
            f'[name="legal_review_opinion.findings.K{number}.result"][value="{result}"]'
        ).check()
        if result == "issue":
            zhou.page.locator(f"#K{number} summary").click()
            zhou.page.fill(f"#K{number}-n", "没有写明及时改正的事实。")
    zhou.page.locator(f'[name="legal_review_opinion.opinion"][value="{opinion}"]').check()
    zhou.page.get_by_role("button", name="保存草稿").click()
    assert "已核 10 项，共 10 项" in zhou.words()
    zhou.page.fill('[name="legal_review_opinion.opinion_text"]', "事实清楚，意见如上。")
    zhou.enter(zhou.page.get_by_role("button", name="核对并签署"))
    assert zhou.page.url.endswith("/check/"), zhou.words()
    zhou.press()
    assert "已办理：法制审核" in zhou.words()
    work()


def test_a_penalty_on_the_spot_by_hand(desks: Callable[[str], Desk]) -> None:
    zhang, wu = desks("zhang"), desks("wu")
    zhang.open("/work/new/")
    zhang.page.get_by_role("link", name=re.compile(r"出示证件\s*：行政处罚 · 简易程序")).click()
    zhang.page.locator('[name="officers"][value="p-wang"]').check()
    zhang.fill(SUMMARY, "ps_show_id", {})
    zhang.into_the_file()
    case = re.search(r"/work/cases/([0-9a-f-]{36})/", zhang.page.url)[1]  # type: ignore[index]
    zhang.act(case, "ps_verify")
    zhang.act(case, "ps_inform")
    zhang.act(case, "ps_decide", fine=10000)
    zhang.act(case, "ps_deliver")
    zhang.act(case, "ps_report")
    zhang.act(case, "ps_pay", amount=10000)
    wu.open("/work/")
    assert wu.page.locator("h1").inner_text().startswith("我的待办")
    assert CaseRow.objects.get(id=case).stage == "reported"
    wu.act(case, "ps_archive")
    assert CaseRow.objects.get(id=case).stage == "archived"
    bind(wu, case)


def bind(wu: Desk, case: str) -> None:
    """The whole file as one PDF: asked for, made by the worker, downloaded."""
    wu.open(f"/work/cases/{case}/file/")
    assert "已归档" in wu.words() and "卷内目录" in wu.words()
    wu.page.get_by_role("button", name="装订案卷 PDF").click()
    assert jobs.make_all(homes.current(), clock=now) == 1
    wu.open(f"/work/cases/{case}/file/")
    with wu.page.expect_download() as found:
        wu.page.get_by_role("link", name=re.compile("下载")).click()
    pages = PdfReader(found.value.path()).pages
    assert len(pages) >= 5 and "卷内目录" in "".join(page.extract_text() for page in pages[:4])


def test_a_hearing_case_by_hand_to_the_archive(desks: Callable[[str], Desk]) -> None:
    """An officer, a head of unit, a host, a reviewer, a head, a publisher and an archivist, through the pages only."""
    zhang, chen, zhou, li, qian, song, wu = (
        desks(one) for one in ("zhang", "chen", "zhou", "li", "qian", "song", "wu")
    )
    case, today = open_case(zhang), datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()
    zhang.open(f"/work/cases/{case}/act/po_precheck/")
    zhang.fill(ORDINARY, "po_precheck", {})
    zhang.page.locator('[name="officers"][value="p-wang"]').check()
    zhang.into_the_file()
    work()
    chen.act(case, "po_file.ask")
    li.act(case, "po_file")
    zhang.open(f"/work/cases/{case}/")
    assert "应当法制审核" in zhang.words()  # told on the first day, with the reason
    assert "本市对普通程序的决定全部审核" in zhang.words() or "罚款或者没收达到" in zhang.words()
    chen.act(case, "po_assign", officers=["p-zhang", "p-wang"])
    zhang.act(case, "po_show_id")
    zhang.act(case, "po_interview")
    zhang.act(case, "po_conclude", fine=20_000_000)
    zhang.act(case, "po_notice", fine=20_000_000)
    zhang.act(case, "po_serve", paper="prior_notice")
    zhang.act(case, "po_waive", waives=["defense", "hearing_notice"])
    zhang.act(case, "po_hear_req")
    chen.open(f"/work/cases/{case}/act/po_submit_review/")
    assert "当事人要求听证，还没有举行听证" in chen.words()
    zhang.act(case, "po_hear_call", hearing_on=today, hearing_host=["p-song"])
    zhang.act(case, "po_serve", paper="hearing_notice")
    song.act(case, "po_hear")
    zhang.act(case, "po_submit_review", hearing_adopted="根据听证笔录，部分采纳当事人的意见。")
    review(zhou, case, "approve")
    chen.act(case, "po_decide.ask")
    li.act(case, "po_decide")
    zhang.act(case, "po_serve", paper="penalty_decision")
    qian.act(case, "po_publish")
    zhang.act(case, "po_pay", amount=20_000_000)
    chen.act(case, "po_close.ask")
    li.act(case, "po_close")
    wu.act(case, "po_archive")
    assert CaseRow.objects.get(id=case).stage == "archived"
    bind(wu, case)


def test_going_back_and_pressing_again_writes_nothing_twice(desks: Callable[[str], Desk]) -> None:
    """After the act the browser's back button leads to a page whose button can do no harm."""
    zhang = desks("zhang")
    case = open_case(zhang)
    zhang.open(f"/work/cases/{case}/act/po_correct/")
    zhang.fill(ORDINARY, "po_correct", {"entry_n": 1})
    button = zhang.page.get_by_role("button", name="写入案卷")
    button.dblclick(no_wait_after=True)
    zhang.page.wait_for_url(re.compile(r"\?done="))
    last = CaseRow.objects.get(id=case).n
    zhang.page.go_back()
    zhang.enter(zhang.page.get_by_role("button", name="写入案卷"))
    assert CaseRow.objects.get(id=case).n == last
