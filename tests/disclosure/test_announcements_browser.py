"""List and page of announcements in a real Chromium: wide and narrow, light and dark; nothing for axe to say."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.disclosure.test_announcements import done, plan, row, seal
from tests.support.city import sqlite_city  # noqa: F401 - a fixture
from tests.web.inside import answering
from tests.web.test_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(width, cookie) for width in (390, 1280) for cookie in ("", "mj_theme=dark")]
MORE = [(390, "mj_care=on"), (1280, "mj_lang=hant")]


@pytest.fixture
def pages(sqlite_city: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: F811
    """A list renewed once, a plan in force and stopped: the address and the paths."""
    one = plan()
    first = row("inspection_item_list").code
    done(one, "ip_list_due", "2025-05-06")
    done(one, "in_list_change", "2025-05-07")
    done(one, "ip_stop", "2025-06-03", facts={"reason": "机构职责调整，不再实施"})
    seal()
    codes = [first, row("inspection_item_list").code, row("inspection_plan_notice").code]
    with answering() as address:
        yield (
            address,
            ["/announcements/", "/announcements/?year=1999", *(f"/announcements/{one}/" for one in codes)],
        )


@pytest.mark.parametrize("look", [*LOOKS, *MORE], ids=str)
def test_the_pages_fit_and_axe_finds_nothing(
    pages: tuple[str, list[str]], browser: Any, look: tuple[int, str]
) -> None:
    address, paths = pages
    found = {path: faults(browser, address, path, look) for path in paths}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_printed_it_keeps_content_and_proof(pages: tuple[str, list[str]], page: Any) -> None:
    address, paths = pages
    page.goto(address + paths[-1])
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="主导航").is_visible()
    assert page.locator("img.qr").is_visible()
    assert page.get_by_text("2025 年 6 月 3 日停止执行").first.is_visible()
