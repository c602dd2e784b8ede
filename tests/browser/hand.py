"""People at their desks: each in a browser of their own, typing into the pages as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from mingjing.casework import issue
from mingjing.casework.access import now
from mingjing.law import procedures
from mingjing.law.terms import Field, Json, Kind, Procedure
from mingjing.recording.home import Home
from mingjing.web.words import local_time, yuan

COLUMNS = {
    Kind.ARTICLE: ("law", "article"),
    Kind.QUESTION_ANSWER: ("q", "a"),
    Kind.EXHIBITS: ("title",),
    Kind.ATTACHMENT: ("title",),
}


class Desk:
    """One person's browser; without a name, a citizen's. `said` = what the console said."""

    def __init__(self, browser: Any, address: str, username: str, password: str, **look: str) -> None:
        self.address, self.username = address, username
        self.context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
        )
        for name, value in look.items():
            self.context.add_cookies([{"name": f"mj_{name}", "value": value, "url": address}])
        self.page, self.said = self.context.new_page(), list[str]()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda one: self.said.append(one.text))
        self.page.on("pageerror", lambda one: self.said.append(str(one)))
        if username:
            self.sign_in(password)

    def sign_in(self, password: str) -> None:
        self.page.goto(f"{self.address}/signin/")
        self.page.fill("#f-username", self.username)
        self.page.fill("#f-password", password)
        self.page.get_by_role("button", name="登录").click()
        assert "/signin/" not in self.page.url, self.page.inner_text("main")

    def open(self, path: str) -> Any:
        return self.page.goto(self.address + path)

    def words(self) -> str:
        return str(self.page.inner_text("main"))

    # --- one act -------------------------------------------------------------------------------------------

    def fill(self, law: Procedure, action_id: str, values: Mapping[str, Json]) -> None:
        """Type into every field of the form that is blank, from `values`, else the table's sample."""
        action = law.derived[action_id]
        papers = () if action.asked_by else (*action.papers, *action.drafts)
        asked = [(law.asked(one), one) for one in action.asked if one not in ("ask", "officers")]
        asked += [(one, f"{paper}.{one.id}") for paper in papers for one in law.paper(paper).fields]  # type: ignore[union-attr]
        for field, name in asked:
            if field.id in values or name in values:
                self._type(field, name, values.get(name, values.get(field.id)))
            elif not self._filled(field, name) and field.sample not in (None, "", []):
                self._type(field, name, field.sample)

    def _filled(self, field: Field, name: str) -> bool:
        """Whether the form came with a value of its own."""
        found = self.page.locator(f'[name="{name}"], [name^="{name}."]')
        return bool(
            found.evaluate_all(
                "all => all.some(e => e.type === 'radio' || e.type === 'checkbox' ? e.checked : e.value !== '')"
            )
        )

    def _type(self, field: Field, name: str, value: Any) -> None:
        page = self.page
        match field.kind:
            case Kind.CHOICE | Kind.YES_NO:
                code = str(value).lower() if isinstance(value, bool) else value
                self._choose(name, code)
            case Kind.CHOICES | Kind.PERSONS:
                for code in value:
                    page.locator(f'[name="{name}"][value="{code}"]').check()
            case Kind.PARTY:
                self._choose(f"{name}.kind", value["kind"])
                for part, words in value.items():
                    if part != "kind":
                        page.fill(f'[name="{name}.{part}"]', words)
            case Kind.ARTICLE | Kind.QUESTION_ANSWER | Kind.EXHIBITS | Kind.ATTACHMENT:
                for number, row in enumerate(value):
                    for column in COLUMNS[field.kind]:
                        page.fill(f'[name="{name}.{number}.{column}"]', row[column])
            case Kind.FINDINGS:
                for code, one in value.items():
                    page.locator(f'[name="{name}.{code}.result"][value="{one["result"]}"]').check()
            case Kind.MONEY:
                page.fill(f'[name="{name}"]', yuan(value))
            case Kind.TIME:
                page.fill(f'[name="{name}"]', local_time(value))
            case _:
                self._choose_or_fill(name, str(value))

    def _choose(self, name: str, code: str) -> None:
        radio = self.page.locator(f'input[name="{name}"][value="{code}"]')
        if radio.count():
            radio.check()
        else:
            self.page.select_option(f'select[name="{name}"]', code)

    def _choose_or_fill(self, name: str, words: str) -> None:
        if self.page.locator(f'select[name="{name}"]').count():
            self.page.select_option(f'select[name="{name}"]', words)
        else:
            self.page.fill(f'[name="{name}"]', words)

    def to_check(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="核对").click()
        assert self.page.url.split("?")[0].endswith("/check/"), self.words()[:800]

    def into_the_file(self) -> None:
        """The one button of an act that binds nobody, else the check page and its button."""
        once = self.page.get_by_role("button", name="写入案卷")
        if once.count():
            self.enter(once)
        else:
            self.to_check()
            self.press()

    def press(self) -> None:
        """The named button of the check page. By keyboard: one that says "not yet" can be reached and pressed, too."""
        self.enter(self.page.locator("main form button.btn"))

    def enter(self, button: Any) -> None:
        with self.page.expect_navigation():
            button.press("Enter")

    def act(self, case: str, action_id: str, **values: Json) -> None:
        """Form, check page, button; the case page then says that it is done, and the worker makes the papers."""
        law = procedures.PROCEDURES["penalty_ordinary@2021-07-15"]
        law = law if action_id.startswith("po_") else procedures.PROCEDURES["penalty_summary@2021-07-15"]
        self.open(f"/work/cases/{case}/act/{action_id}/")
        self.fill(law, action_id, values)
        self.into_the_file()
        assert "?done=" in self.page.url, self.words()[:800]
        assert "已办理" in self.words()
        work()


def work() -> None:
    """What the worker does meanwhile."""
    home = Home(Path(settings.MINGJING_HOME))
    while issue.issue_all(home, render=issue.plain, clock=now):
        pass
