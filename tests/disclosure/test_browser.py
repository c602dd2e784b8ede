"""The portal in a real Chromium: wide and narrow, light and dark, enlarged, 繁體; nothing for axe to say."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.disclosure.cases import CITIZEN, FIRM, Story, number, publish, withdraw
from tests.web.inside import answering
from tests.web.test_browser import LOOKS, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "/",
    f"/decisions/{quote(number())}/",
    f"/decisions/{quote(number(120))}/",
    "/decisions/?q=%E6%A1%88&act=penalty&since=2026-01-01",
    "/decisions/?q=nothing",
    f"/verify/?number={quote(number())}",
    "/verify/?number=",
    "/about/verify/",
]


@pytest.fixture
def address(portal: Any) -> Iterator[str]:
    publish()
    publish(Story(party=dict(CITIZEN), cause="销售超过保质期食品案", doc_no=number(119)))
    withdraw(publish(Story(party={**FIRM, "name": "滕州市恒川机床配件厂"}, doc_no=number(120))))
    with answering() as started:
        yield started


@pytest.mark.parametrize("look", [*LOOKS, (1280, "mj_lang=hant")], ids=str)
def test_every_page_fits_and_axe_finds_nothing(address: str, browser: Any, look: tuple[int, str]) -> None:
    found = {path: faults(browser, address, path, look) for path in PAGES}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_portal_works_without_javascript(address: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("searchbox").fill("叉车")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="枣庄启禾仓储服务有限公司使用未经定期检验的叉车案").click()
    page.get_by_role("link", name="繁體").click()
    assert page.get_by_role("heading", name="當事人不服怎麼辦").is_visible()
    page.get_by_role("link", name="深色").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_the_printed_page_keeps_proof_and_number_and_drops_the_navigation(address: str, page: Any) -> None:
    page.goto(address + PAGES[1])
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="主导航").is_visible()
    assert page.locator("img.qr").is_visible()
    assert page.locator(".doc-head").get_by_text(number()).is_visible()
