"""Every component in a real Chromium: wide and narrow, light and dark, enlarged; nothing for axe to say."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.inside import answering

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [
    (1280, ""),
    (390, ""),
    (390, "mj_theme=dark"),
    (390, "mj_theme=contrast"),
    (390, "mj_care=on"),
    (320, "mj_care=max"),
]
PAGES = ["/gallery/", "/fields/?filled=1", "/fields/?wrong=1", "/display/", "/missing/", "/boom/x/"]


@pytest.fixture
def address(reader: Any) -> Iterator[str]:
    with answering() as started:
        yield started


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_axe_finds_nothing(
    address: str, browser: Any, path: str, look: tuple[int, str]
) -> None:
    assert faults(browser, address, path, look) == []


def faults(browser: Any, address: str, path: str, look: tuple[int, str]) -> list[str]:
    """What is wrong with a page at this width with this cookie: sideways scroll, console words, axe's rules."""
    width, cookie = look
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    if cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page, said = context.new_page(), list[str]()
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto(address + path)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    rules = [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(page).response["violations"]
    ]
    context.close()
    answered = [
        one for one in said if "Failed to load resource: the server responded with a status of" not in one
    ]
    return [*([f"{too_wide} px too wide"] if too_wide > 0 else []), *answered, *rules]
