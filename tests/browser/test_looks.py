"""Every page in a real Chromium, wide and narrow, light and dark: axe, width, console, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from mingjing.casework.models import BoundFile
from mingjing.law import procedures
from mingjing.recording import home as recording
from mingjing.recording import sealer
from mingjing.web import hant
from tests.browser.hand import Desk
from tests.support import environment
from tests.support.home import SQLITE, Home, copy
from tests.support.server import served
from tests.web_matrix.test_url_matrix import PUBLIC, WORK, asked, entry_of
from tests.web_matrix.town import PASSWORD, announce, case_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SETTINGS = [{}, {"theme": "dark"}, {"theme": "contrast"}, {"care": "on"}, {"lang": "hant"}]
WIDTHS = (320, 390, 768, 1280)
"""At each width the page must fit; axe looks at the narrowest and at the widest, where other parts are shown."""
COLOURS = {"runOnly": ["color-contrast"]}
LESS: dict[str, tuple[dict[str, Any] | None, ...]] = {
    "theme": (COLOURS, COLOURS),
    "care": ({}, None),
    "lang": (None, {}),
}
"""What axe looks for, narrow and wide, where only this setting differs: a theme changes colours and no structure, larger
letters crowd the narrow page, other characters change neither. With --long everything is looked for at every width."""
LOOKS = [(1280, {}), (390, {"theme": "dark"}), (390, {"care": "on"}), (1280, {"theme": "contrast"})]
CASE = "/work/cases/{filed}/"
CITIZEN = ""
NOWHERE = "/no-such-page/"
NO_DECISION = "枣市监处罚〔2020〕1号"
PAGES = {
    CITIZEN: [
        "/",
        "/decisions/",
        "/decisions/?q=没有这样的决定",
        "/decisions/{number}/",
        f"/decisions/{NO_DECISION}/",
        "/announcements/",
        "/announcements/?year=1999",
        "/announcements/{announced}/",
        "/guide/",
        "/guide/penalty_ordinary/",
        "/guide/penalty_summary/",
        "/guide/fee/",
        "/guide/inspection/",
        "/guide/no_such_procedure/",
        "/verify/",
        "/verify/?code=0123456789abcdef",
        "/about/verify/",
        "/display/",
        "/signin/",
        NOWHERE,
        "/0123456789abcdef",
    ],
    "zhang": [
        "/work/",
        "/work/?state=none",
        "/work/cases/?state=all",
        "/work/cases/?q=没有这样的案件",
        "/work/laws/",
        "/work/laws/演示条例/",
        "/work/laws/演示条例/?on=2025-07-01",
        "/work/new/",
        "/work/new/penalty_ordinary/?case={new}",
        "/work/new/fee/?case={new}",
        "/work/new/inspection/?case={new}",
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
    "li": ["/work/", "/work/yearly/", "/work/cases/{decided}/", "/work/cases/{reviewing}/act/po_decide/"],
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
        "/work/yearly/",
        "/work/rules/",
        "/work/rules/?show=penalty_ordinary",
        "/work/rules/?show=holidays",
        "/work/rules/?show=limits",
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
        names["number"] = quote(case_at("published").decision_number)
        names["ask"], names["announced"] = asked(), announce()
        while sealer.seal_once(recording.current(), datetime.now(UTC), whole=True).n:
            pass
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


def faults(desk: Desk, wanted: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with the page as it stands. `wanted`: which rules of axe; {} = all."""
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    over = desk.page.evaluate(width)
    rules = [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(desk.page, options=wanted or {}).response["violations"]
    ]
    said = [words for words in desk.said if "the server responded with a status of" not in words]
    return [*([f"{over} px too wide"] if over > 0 else []), *said, *rules]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("who", PAGES)
def test_a_page_fits_and_axe_finds_nothing(
    town: tuple[str, dict[str, str]], browser: Any, who: str, settings: dict[str, str]
) -> None:
    address, names = town
    desk = Desk(browser, address, who, PASSWORD)
    desk.context.add_cookies(
        [{"name": f"mj_{key}", "value": value, "url": address} for key, value in settings.items()]
    )
    wrong = {}
    for path in PAGES[who]:
        answer = desk.open(path.format(**names))
        assert answer.status < 500, path
        if found := [*looked_at(desk, settings), *(converted(desk) if settings.get("lang") else [])]:
            wrong[path] = found
    desk.context.close()
    assert wrong == {}


def looked_at(desk: Desk, settings: dict[str, str]) -> list[str]:
    """What is wrong at any width."""
    found = []
    narrow, wide = ({}, {}) if environment.LONG else LESS.get(next(iter(settings), ""), ({}, {}))
    rules = {WIDTHS[0]: narrow, WIDTHS[-1]: wide}
    for width in WIDTHS if environment.LONG or not settings else (WIDTHS[0], WIDTHS[-1]):
        desk.page.set_viewport_size({"width": width, "height": 900})
        wanted = rules.get(width)
        told = too_wide(desk) if wanted is None else faults(desk, wanted)
        found += [f"{width}: {one}" for one in [*told, *small(desk, settings)]]
    return found


def too_wide(desk: Desk) -> list[str]:
    over = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


SMALL = """least => [...document.querySelectorAll("button, .btn, input:not([type=hidden]), select, summary, .chip")]
  .filter(one => { const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.height < least && !one.closest(".sr, label, p, li, .linklike") })
  .filter(one => !one.matches(".linklike, [type=radio], [type=checkbox]"))
  .map(one => one.outerHTML.slice(0, 80) + " " + Math.round(one.getBoundingClientRect().height))"""


def small(desk: Desk, settings: dict[str, str]) -> list[str]:
    """Controls too small to hit: 24 px, in the 关怀版 40 px."""
    found = desk.page.evaluate(SMALL, 39.5 if settings.get("care") else 24)
    return [f"too small: {one}" for one in found[:3]]


KEPT = (
    "枣庄恒磊建材有限公司",
    "枣庄启禾仓储服务有限公司",
    "枣庄市市场监督管理局",
    "张守正",
    "陈立行",
    "枣市监",
    "特种设备安全法》第",
)
"""Names, numbers and quotations that stand in the town; in 繁體 they would read otherwise."""


def converted(desk: Desk) -> list[str]:
    """What should have been kept and was converted."""
    text = desk.page.evaluate("document.documentElement.innerText + ' ' + document.title")
    wrong = [(one, hant.convert(one)) for one in KEPT if hant.convert(one) != one]
    return [
        f"converted: {one} in …{text[max(at - 30, 0) : at + 30]}…"
        for one, other in wrong
        if (at := text.find(other)) >= 0
    ]


def test_every_page_is_looked_at() -> None:
    """By the URL table: a page that somebody adds is looked at, or named here with the reason."""
    known = {
        resolve(path.format(**Anything()).partition("?")[0]).url_name
        for who in PAGES.values()
        for path in who
        if path != NOWHERE
    }
    pages = {
        name
        for name, row in (PUBLIC | WORK).items()
        if row.status == 200 and not row.post and "file" not in name.split("_")[-1:]
    }
    downloads = {
        "api_schema",
        "decision_record",
        "decision_paper",
        "decision_qr",
        "decision_proof",
        "announcement_record",
        "announcement_paper",
        "announcement_qr",
        "announcement_proof",
        "key",
        "tlog_checkpoint",
    }
    downloads |= {
        "yearly_table",
        "evidence",
        "paper_file",
        "paper_data",
        "paper_schema",
        "bound_download",
        "case_bound_file",
    }
    assert pages - known - downloads == set()


class Anything(dict[str, str]):
    """A value for whatever a path speaks of."""

    def __init__(self) -> None:
        super().__init__(
            dict.fromkeys(NAMES, "7a0d9d0c-3c69-4a39-9a0e-3a3c6f4b0c11")
            | dict.fromkeys(NUMBERS, "1")
            | {"number": NO_DECISION, "announced": "0123456789abcdef"}
        )


NAMES = ("filed", "reviewing", "decided", "published", "new")
NUMBERS = ("ask", "agency", "power", "person", "certificate", "account")


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
