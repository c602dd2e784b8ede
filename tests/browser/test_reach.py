"""Reached by everybody: with the keyboard alone, on paper, in 繁體."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.browser.hand import Desk
from tests.support.home import SQLITE, Home, copy
from tests.support.server import served
from tests.web_matrix.town import PASSWORD, case_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CUT = """[...document.querySelectorAll(".tablewrap")]
  .filter(one => getComputedStyle(one).overflowX !== "visible").length"""
SHOWN = """() => { const one = document.activeElement, style = getComputedStyle(one);
  return [one.outerHTML.slice(0, 200), style.outlineStyle, style.outlineWidth, one.matches(":focus"), one.matches(":focus-visible")] }"""
RING = """() => { const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 }"""


@pytest.fixture
def town(tmp_path: Any, django_db_blocker: Any) -> Iterator[tuple[str, dict[str, str]]]:
    with django_db_blocker.unblock(), copy("town", SQLITE.values[0], tmp_path / "home") as home:
        assert isinstance(home, Home)
        names = {name: case_at(name).id for name in ("filed", "reviewing", "decided", "published")}
        with served(home) as address:
            yield address, names


NOW = """() => { const one = document.activeElement;
  return one === document.body ? "" : (one.tagName === "BUTTON" ? one.innerText : one.name || one.innerText || one.tagName) }"""


def focused(desk: Desk) -> str:
    """The control that has the focus, by its name or words; "" when the browser's own bar has it."""
    return str(desk.page.evaluate(NOW)).strip()


def tab_to(desk: Desk, name: str, most: int = 120) -> None:
    """Forward with Tab until this control has the focus; every stop on the way shows where it is."""
    seen = []
    for _ in range(most):
        desk.page.keyboard.press("Tab")
        now = focused(desk)
        assert not now or desk.page.evaluate(RING), f"no visible focus on {now!r} {desk.page.evaluate(SHOWN)}"
        if now == name:
            return
        seen.append(now)
    raise AssertionError(f"{name} cannot be reached: {seen}")


def test_a_record_is_corrected_with_the_keyboard_alone(
    town: tuple[str, dict[str, str]], browser: Any
) -> None:
    address, names = town
    desk = Desk(browser, address, "zhang", PASSWORD)
    desk.open(f"/work/cases/{names['reviewing']}/act/po_correct/")
    desk.page.keyboard.press("Tab")
    assert focused(desk) == "跳到正文" and desk.page.evaluate(RING)
    desk.page.keyboard.press("Enter")
    assert desk.page.evaluate("document.activeElement.id") == "main"
    for name, text in (("entry_n", "1"), ("old", "甲"), ("new", "乙"), ("reason", "笔误（演示）")):
        tab_to(desk, name)
        desk.page.keyboard.press("Control+A")
        desk.page.keyboard.type(text)
    tab_to(desk, "写入案卷")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert "已办理：更正、补记" in desk.words()
    desk.context.close()


def test_what_stands_folded_opens_and_shuts_with_the_keyboard(
    town: tuple[str, dict[str, str]], browser: Any
) -> None:
    desk = Desk(browser, town[0], "zhang", PASSWORD)
    desk.open("/work/rules/?show=penalty_ordinary")
    first = desk.page.locator("details").first
    first.locator("summary").focus()
    desk.page.keyboard.press("Enter")
    assert first.get_attribute("open") is not None
    desk.page.keyboard.press("Enter")
    assert first.get_attribute("open") is None
    desk.context.close()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/work/cases/{decided}/", "未经定期检验"),
        ("/work/cases/?state=all", "最近办理"),
        ("/work/rules/?show=penalty_ordinary", "立案"),
        ("/work/laws/演示条例/", "第三条"),
        ("/work/registry/power/", "对使用未经定期检验"),
    ],
    ids=["case", "list", "rules", "law", "registry"],
)
def test_a_page_is_printed_black_on_white_without_its_navigation(
    town: tuple[str, dict[str, str]], browser: Any, path: str, kept: str, theme: str
) -> None:
    address, names = town
    desk = Desk(browser, address, "zhang", PASSWORD, theme=theme)
    desk.open(path.format(**names))
    desk.page.emulate_media(media="print")
    assert not desk.page.get_by_role("navigation", name="主导航").is_visible()
    assert desk.page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert desk.page.evaluate("getComputedStyle(document.querySelector('main h1')).color") == "rgb(0, 0, 0)"
    assert desk.page.evaluate(CUT) == 0, "a table would be cut off at the edge of the sheet"
    pages = PdfReader(io.BytesIO(desk.page.pdf(format="A4"))).pages
    text = normalize("NFKC", "".join(page.extract_text() for page in pages))
    assert kept in text and "显示设置" not in text
    desk.context.close()


def test_a_reader_of_traditional_searches_and_reads(town: tuple[str, dict[str, str]], browser: Any) -> None:
    address, _ = town
    desk = Desk(browser, address, "zhang", PASSWORD)
    desk.context.add_cookies([{"name": "mj_lang", "value": "hant", "url": address}])
    desk.open("/work/cases/?state=all&q=叉車")
    assert "未经定期检验的叉车案" in desk.words() and "案件，最近辦理的在前" in desk.page.inner_text(
        "caption.sr"
    )
    desk.context.close()
