"""Every workbench page in a real Chromium, wide and narrow, light and dark: axe, width, console, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from mingjing.casework.models import BoundFile
from mingjing.law import procedures
from tests.browser.hand import Desk
from tests.support.home import SQLITE, Home, copy
from tests.support.server import served
from tests.web_matrix.test_url_matrix import asked, entry_of
from tests.web_matrix.town import PASSWORD, case_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOKS = [(1280, {}), (390, {"theme": "dark"}), (390, {"care": "on"}), (1280, {"theme": "contrast"})]
CASE = "/work/cases/{filed}/"
PAGES = {
    "zhang": [
        "/work/",
        "/work/?state=none",
        "/work/cases/?state=all",
        "/work/cases/?q=没有这样的案件",
        "/work/new/",
        "/work/new/penalty_ordinary/?case={new}",
        "/password/",
        CASE,
        "/work/cases/{reviewing}/?records=all",
        "/work/cases/{decided}/?records=av",
        "/work/cases/{published}/?done=1",
        "/work/cases/{reviewing}/records/3/",
        "/work/cases/{published}/records/1/",
        "/work/cases/{decided}/papers/1/case_source_register/",
        CASE + "file/",
        "/work/cases/{reviewing}/file/",
        "/work/cases/{decided}/file/",
        CASE + "act/po_interview/",
        CASE + "act/po_show_id/",
        "/work/cases/{decided}/act/po_serve/",
        "/work/cases/{reviewing}/act/po_submit_review/",
        "/work/cases/{reviewing}/act/no_such_act/",
    ],
    "zhou": [
        "/work/review/",
        *[f"/work/review/{{reviewing}}/?part={part}" for part in ("draft", "changes", "file", "rounds")],
    ],
    "li": ["/work/", "/work/cases/{decided}/", "/work/cases/{reviewing}/act/po_decide/"],
    "qian": ["/work/", "/work/cases/{decided}/", "/work/cases/{decided}/act/po_publish/"],
    "sysadmin": [
        "/work/",
        "/work/registry/account/",
        "/work/registry/account/new/?person=p-he",
        "/work/registry/account/{account}/reset/",
        "/work/registry/person/{person}/",
    ],
    "secadmin": ["/work/registry/", "/work/registry/changes/", "/work/registry/changes/{ask}/"],
    "chen": ["/work/registry/handover/", "/work/registry/appointment/new/?person=p-he"],
    "sun": ["/work/", "/work/cases/"],
    "feng": [
        *[
            f"/work/registry/{kind}/?state=all"
            for kind in ("agency", "entrustment", "person", "certificate", "power", "norm", "catalogue")
        ],
        "/work/registry/agency/{agency}/",
        "/work/registry/certificate/{certificate}/",
        "/work/registry/certificate/{certificate}/edit/",
        "/work/registry/power/{power}/",
        "/work/registry/power/{power}/edit/",
        "/work/registry/changes/?state=all",
        "/work/rules/",
        "/work/rules/?show=penalty_ordinary",
        "/work/rules/?show=holidays",
    ],
}


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a served town and what the paths speak of. Looking changes nothing, so one copy serves all."""
    folder = tmp_path_factory.mktemp("looks") / "home"
    with django_db_blocker.unblock(), copy("town", SQLITE.values[0], folder) as home:
        assert isinstance(home, Home)
        names = {name: case_at(name).id for name in ("filed", "reviewing", "decided", "published")}
        names["ask"] = asked()
        bound_files()
        for kind, about in (("agency", "agency"), ("power", "agency"), ("person", "person")):
            names[kind] = entry_of(kind, **{about: "zz-scjg" if about == "agency" else "p-zhang"})
        for kind in ("certificate", "account"):
            names[kind] = entry_of(kind, person="p-zhang")
        with served(home) as address:
            yield address, names | {"new": "7a0d9d0c-3c69-4a39-9a0e-3a3c6f4b0c11"}


def bound_files() -> None:
    """One under way and one that lies ready; nobody makes or reads them here."""
    said = {"asked_by": "p-zhang", "asked_at": datetime.now(UTC), "total": 12, "done": 5}
    for name, state in (("reviewing", BoundFile.MAKING), ("decided", BoundFile.DONE)):
        row = case_at(name)
        BoundFile.objects.create(case=row, n=row.n - 1, state=state, sha256="0" * 64, pages=40, **said)


def faults(desk: Desk) -> list[str]:
    """What is wrong with the page as it stands."""
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    over = desk.page.evaluate(width)
    rules = [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(desk.page).response["violations"]
    ]
    said = [words for words in desk.said if "the server responded with a status of" not in words]
    return [*([f"{over} px too wide"] if over > 0 else []), *said, *rules]


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("who", PAGES)
def test_a_page_fits_and_axe_finds_nothing(
    town: tuple[str, dict[str, str]], browser: Any, who: str, look: tuple[int, dict[str, str]]
) -> None:
    address, names = town
    width, settings = look
    desk = Desk(browser, address, who, PASSWORD, **settings)
    desk.page.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for path in PAGES[who]:
        answer = desk.open(path.format(**names))
        assert answer.status < 500, path
        if found := faults(desk):
            wrong[path] = found
    desk.context.close()
    assert wrong == {}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_refused_form_and_a_refused_sign_in_are_sound_too(
    town: tuple[str, dict[str, str]], browser: Any, look: tuple[int, dict[str, str]]
) -> None:
    address, names = town
    desk = Desk(browser, address, "zhang", PASSWORD, **look[1])
    desk.page.set_viewport_size({"width": look[0], "height": 900})
    desk.open(CASE.format(**names) + "act/po_interview/")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="写入案卷").click()
    assert desk.page.title().startswith("错误：")
    assert faults(desk) == []
    desk.page.locator("#errors a").first.click()
    assert desk.page.evaluate("location.hash").startswith("#f-")
    desk.open(CASE.format(**names) + "act/po_notice/")
    desk.fill(procedures.current("penalty_ordinary", "2025-09-24"), "po_notice", {})
    desk.to_check()
    assert faults(desk) == []
    desk.context.clear_cookies(name="mingjing_session")
    desk.open("/signin/")
    desk.page.fill("#f-username", "zhang")
    desk.page.fill("#f-password", "wrong")
    desk.page.get_by_role("button", name="登录").click()
    assert desk.page.input_value("#f-username") == "zhang"
    assert faults(desk) == []
    desk.context.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_registry_form_its_faults_and_its_check_are_sound(
    town: tuple[str, dict[str, str]], browser: Any, look: tuple[int, dict[str, str]]
) -> None:
    """By hand: typed, refused, corrected, checked, taken back to the form with everything that was typed."""
    address, names = town
    desk = Desk(browser, address, "feng", PASSWORD, **look[1])
    desk.page.set_viewport_size({"width": look[0], "height": 900})
    desk.open(f"/work/registry/certificate/{names['certificate']}/edit/")
    desk.page.fill("#f-until", "2019-12-31")
    desk.page.get_by_role("button", name="下一步：核对").click()
    desk.page.wait_for_selector("#errors")
    assert faults(desk) == []
    desk.page.fill("#f-until", "2031-12-31")
    desk.page.fill("#f-suspended", "2026-01-01 至 2026-01-31")
    desk.page.fill("#f-reason", "年度审验（演示）")
    desk.page.get_by_role("button", name="下一步：核对").click()
    desk.page.get_by_role("button", name="登记", exact=True).wait_for()
    assert "2031-12-31" in desk.page.inner_text("main")
    assert faults(desk) == []
    desk.page.get_by_role("button", name="返回修改").click()
    desk.page.wait_for_selector("#f-suspended")
    assert desk.page.input_value("#f-suspended") == "2026-01-01 至 2026-01-31"
    assert desk.page.input_value("#f-reason") == "年度审验（演示）"
    desk.context.close()


def test_everything_can_be_done_without_scripts(town: tuple[str, dict[str, str]], browser: Any) -> None:
    address, names = town
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/work/cases/{names['filed']}/act/po_show_id/")
    page.fill("#f-username", "wang")
    page.fill("#f-password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    assert page.url.endswith("/act/po_show_id/")
    page.fill('[name="shown_to"]', "孙大海")
    page.get_by_role("button", name="保存草稿").click()
    assert page.input_value('[name="shown_to"]') == "孙大海"
    assert "草稿保存于" in page.inner_text("main")
    page.get_by_role("link", name="案件", exact=True).first.click()
    assert page.locator("script").count() == 0  # only forms carry one
    context.close()
