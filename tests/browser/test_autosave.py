"""The form saves itself: what was typed outlives a closed tab, a lost session, a lost network and a second window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mingjing.casework import service
from mingjing.casework.models import Draft
from tests.browser.hand import Desk
from tests.support.home import Home
from tests.support.server import served
from tests.web_matrix.town import PASSWORD, case_at, sqlite_town  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENE = '[name="onsite_inspection_record.scene"]'
SAVED = "#saved"


@pytest.fixture
def form(sqlite_town: Home, browser: Any) -> Iterator[tuple[Desk, str]]:  # noqa: F811
    with served(sqlite_town) as address:
        desk = Desk(browser, address, "zhang", PASSWORD)
        path = f"/work/cases/{case_at('filed').id}/act/po_inspect/"
        desk.open(path)
        yield desk, path
        desk.context.close()


def typed(page: Any, words: str) -> None:
    page.locator(SCENE).press_sequentially(words)


def until(page: Any, words: str) -> None:
    page.locator(SAVED, has_text=words).wait_for(timeout=15_000)


def test_what_was_typed_is_there_after_the_tab_was_closed(form: tuple[Desk, str]) -> None:
    desk, path = form
    before = service.load(case_at("filed").id).last
    typed(desk.page, "两台叉车正在作业")
    until(desk.page, "草稿保存于")
    typed(desk.page, "，未见检验标志。")
    until(desk.page, "草稿保存于")
    desk.page.wait_for_timeout(2500)
    desk.page.close()
    page = desk.context.new_page()
    page.goto(desk.address + path)
    assert page.input_value(SCENE) == "两台叉车正在作业，未见检验标志。"
    assert service.load(case_at("filed").id).last == before


def test_a_second_window_is_told_and_overwrites_nothing(form: tuple[Desk, str]) -> None:
    desk, path = form
    other = desk.context.new_page()
    other.goto(desk.address + path)
    typed(desk.page, "第一个窗口")
    until(desk.page, "草稿保存于")
    typed(other, "第二个窗口")
    until(other, "刚才改过这份草稿")
    assert other.input_value(SCENE) == "第二个窗口"
    assert _scene() == "第一个窗口"


def test_without_network_it_says_so_and_tries_again(form: tuple[Desk, str]) -> None:
    desk, _ = form
    desk.context.set_offline(True)
    typed(desk.page, "门口没有信号")
    until(desk.page, "还没有保存")
    desk.context.set_offline(False)
    until(desk.page, "草稿保存于")
    assert _scene() == "门口没有信号"


def test_a_lost_session_leads_to_signing_in_and_back(form: tuple[Desk, str]) -> None:
    desk, path = form
    typed(desk.page, "存过的")
    until(desk.page, "草稿保存于")
    desk.context.clear_cookies(name="mingjing_session")
    typed(desk.page, "再加一句")
    until(desk.page, "登录已经过期")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_role("link", name="重新登录").click()
    desk.page.fill("#f-username", "zhang")
    desk.page.fill("#f-password", PASSWORD)
    desk.page.get_by_role("button", name="登录").click()
    assert desk.page.url == desk.address + path
    assert desk.page.input_value(SCENE) == "存过的"


def test_a_button_pressed_while_saving_meets_no_newer_copy(form: tuple[Desk, str]) -> None:
    desk, _ = form

    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.headers.get("hx-request"):
            held.append(route)
        else:
            route.continue_()

    desk.page.route("**/act/po_inspect/", hold)
    typed(desk.page, "按得快")
    while not held:
        desk.page.wait_for_timeout(100)
    desk.page.get_by_role("button", name="写入案卷").click(no_wait_after=True)
    assert desk.page.url.endswith("/act/po_inspect/")
    with desk.page.expect_navigation():
        held[0].continue_()
    assert "刚才改过这份草稿" not in desk.words()


def _scene() -> Any:
    return Draft.objects.get(case=case_at("filed").id, kind="onsite_inspection_record").fields["scene"]
