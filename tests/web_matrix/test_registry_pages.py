"""The registry by its pages: who may register, ask and agree; what is refused, and that nothing is then written."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from mingjing.casework import service
from mingjing.registry.models import Account, Appointment, Change, Credential, PowerRow
from tests.registry.factory import code_of
from tests.support.home import Home
from tests.web_matrix.test_counts import LIST, asked, warm
from tests.web_matrix.test_url_matrix import ADMINISTRATORS, STAFF, client_of, entry_of
from tests.web_matrix.town import PASSWORD, fresh_town, sqlite_town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow

KINDS = (
    "agency entrustment person appointment certificate qualification power norm catalogue org_party account"
)
ASKED = "agency entrustment appointment certificate qualification power catalogue"
BY_SYSADMIN = "person org_party account"
BY_SUPERVISOR = "agency entrustment certificate qualification power catalogue norm"


class Office:
    """One person before the pages of one kind."""

    def __init__(self, who: str, kind: str) -> None:
        self.client, self.base = client_of(who), f"/work/registry/{kind}/"
        self.before = service.chain_head("registry")

    def form(self, path: str, facts: dict[str, Any], then: str = "check", **more: str) -> Any:
        url = self.base + path
        after = re.search(r'name="after" value="(\d+)"', self.client.get(url).content.decode())
        return self.client.post(url, {"after": after[1] if after else "0", "then": then} | facts | more)

    def press(self, path: str, checked: Any, **changed: str) -> Any:
        """The button of the check page."""
        return self.client.post(self.base + path, hidden(checked) | {"then": "register"} | changed)

    def through(self, path: str, facts: dict[str, Any]) -> Any:
        checked = self.form(path, facts)
        assert checked.status_code == 200, faults(checked)
        return self.press(path, checked)

    @property
    def written(self) -> int:
        return service.chain_head("registry") - self.before


def hidden(answer: Any) -> dict[str, str]:
    words = answer.content.decode()
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', words, re.S)
    found += re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', words)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def faults(answer: Any) -> str:
    words = answer.content.decode()
    found = re.search(r'id="errors".*?</div>', words, re.S)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else words[:400]


POWER = {
    "agency": "zz-scjg",
    "item": "PEN-0100",
    "name": "对虚假宣传的处罚（演示）",
    "act": "penalty",
    "basis.0.law": "中华人民共和国食品安全法",
    "basis.0.article": "第三十三条第一款第一项",
    "since": "2026-01-01",
    "announced": "true",
    "reason": "权责清单调整（演示）",
}
POST = {
    "person": "p-he",
    "agency": "zz-scjg",
    "role": "archivist",
    "since": "2026-01-01",
    "reason": "接替（演示）",
}


# --- who -----------------------------------------------------------------------------------------------------


def test_who_may_open_the_form_of_each_kind(sqlite_town: Home) -> None:  # noqa: F811
    may = {
        "sysadmin": BY_SYSADMIN,
        "secadmin": "appointment",
        "auditadmin": "",
        "feng": BY_SUPERVISOR,
        "qu": BY_SUPERVISOR,
        "chen": ASKED,
        "li": ASKED,
    }
    wrong = []
    for who in f"{STAFF} {ADMINISTRATORS}".split():
        client = client_of(who)
        for kind in KINDS.split():
            status = client.get(f"/work/registry/{kind}/new/").status_code
            if status != (200 if kind in may.get(who, "").split() else 404):
                wrong.append((who, kind, status))
    assert wrong == []


def test_accounts_are_seen_by_administrators_only(sqlite_town: Home) -> None:  # noqa: F811
    n = entry_of("account", person="p-zhang")
    for who in f"{STAFF} {ADMINISTRATORS}".split():
        status = 200 if who in ADMINISTRATORS.split() else 404
        client = client_of(who)
        assert client.get("/work/registry/account/").status_code == status, who
        assert client.get(f"/work/registry/account/{n}/").status_code == status, who
        assert ("账号" in client.get("/work/registry/").content.decode()) is (status == 200), who


@pytest.mark.parametrize(
    "path", ["throne/", "password_reset/", "power/999999/", "person/1/", "power/999999/edit/"]
)
def test_what_is_not_there_is_absent(sqlite_town: Home, path: str) -> None:  # noqa: F811
    assert client_of("feng").get(f"/work/registry/{path}").status_code == 404


# --- registering ---------------------------------------------------------------------------------------------


def test_a_power_is_registered_checked_and_seen_with_its_history(fresh_town: Home) -> None:  # noqa: F811
    office = Office("feng", "power")
    checked = office.form("new/", POWER)
    words = checked.content.decode()
    assert "对虚假宣传的处罚" in words and "（空）" in words and "登记以后" in words
    assert office.written == 0
    done = office.press("new/", checked)
    assert done.status_code == 302 and office.written == 1
    row = PowerRow.objects.get(item="PEN-0100")
    assert row.basis == [{"law": "中华人民共和国食品安全法", "article": "第三十三条第一款第一项"}]
    change = Change.objects.get(n=row.entry_n)
    assert (change.actor, change.reason) == ("p-feng", POWER["reason"])
    page = office.client.get(done.headers["Location"]).content.decode()
    assert "冯督言" in page and "权责清单调整" in page and "已登记，写入账本" in page


def test_a_change_shows_old_and_new_and_keeps_both(fresh_town: Home) -> None:  # noqa: F811
    n = entry_of("power", agency="zz-scjg")
    office = Office("feng", "power")
    old = Change.objects.get(n=n).facts
    facts = {"name": "改名后的事项（演示）", "act": "penalty", "announced": "true", "reason": "更名"}
    checked = office.form(f"{n}/edit/", facts)
    words = checked.content.decode()
    assert str(old["name"]) in words and "改名后的事项" in words
    done = office.press(f"{n}/edit/", checked)
    assert done.status_code == 302
    versions = Change.objects.filter(row=Change.objects.get(n=n).row).order_by("n")
    assert [one.facts["name"] for one in versions] == [old["name"], "改名后的事项（演示）"]
    assert versions[0].facts == old and versions[0].later_n == versions[1].n
    assert PowerRow.objects.filter(item=old["item"], agency_id="zz-scjg").count() == 2
    page = office.client.get(done.headers["Location"]).content.decode()
    assert str(old["name"]) in page and "改名后的事项" in page


def test_the_next_version_waits_for_its_day_while_the_present_one_applies(fresh_town: Home) -> None:  # noqa: F811
    n = entry_of("power", agency="zz-scjg")
    office = Office("feng", "power")
    item = str(Change.objects.get(n=n).facts["item"])
    start = office.client.get(f"{office.base}new/?from={n}").content.decode()
    assert item in start
    day = (service_now() + timedelta(days=40)).date().isoformat()
    done = office.through("new/", POWER | {"item": item, "name": "下一版（演示）", "since": day})
    assert done.status_code == 302
    lists = {
        state: office.client.get(f"{office.base}?agency=zz-scjg&state={state}").content.decode()
        for state in ("now", "future", "all")
    }
    assert "下一版" not in lists["now"] and "下一版" in lists["future"] and "下一版" in lists["all"]
    then = office.client.get(f"{office.base}?agency=zz-scjg&on={day}").content.decode()
    assert "下一版" in then and str(Change.objects.get(n=n).facts["name"]) not in then


def test_an_agency_is_shown_as_it_was_registered_on_that_day(fresh_town: Home) -> None:  # noqa: F811
    n = entry_of("agency", agency="zz-scjg")
    office = Office("feng", "agency")
    Change.objects.filter(kind="agency").update(on=date(2024, 1, 1))
    facts = {
        key: "、".join(value) if isinstance(value, list) else value
        for key, value in Change.objects.get(n=n).facts.items()
    }
    facts = {key: value for key, value in facts.items() if key != "id" and isinstance(value, str)}
    done = office.through(
        f"{n}/edit/", facts | {"name": "新名称局（演示）", "foreign": "false", "reason": "机构改革"}
    )
    assert done.status_code == 302
    now = office.client.get(office.base).content.decode()
    before = office.client.get(f"{office.base}?on=2024-06-01").content.decode()
    # Beside it, other agencies name their superior as it is called today.
    assert "新名称局（演示）</bdi>" in now and "新名称局（演示）</bdi>" not in before
    assert "枣庄市市场监督管理局（演示）</bdi>" in before
    assert (
        "枣庄市市场监督管理局（演示）"
        not in office.client.get(f"{office.base}?on=2023-06-01").content.decode()
    )


# --- one asks, another agrees --------------------------------------------------------------------------------


def test_a_post_is_asked_for_by_one_and_agreed_to_by_another(fresh_town: Home) -> None:  # noqa: F811
    chen, an = Office("chen", "appointment"), Office("secadmin", "appointment")
    assert "提请" in chen.form("new/", POST).content.decode()
    done = chen.through("new/", POST)
    assert done.status_code == 302 and done.headers["Location"].endswith("?done=ask")
    held = Appointment.objects.filter(person_id="p-he", role="archivist")
    assert not held.exists()
    ask = Change.objects.filter(step="ask").latest("n")
    url = f"/work/registry/changes/{ask.n}/"
    assert "同意并登记" not in chen.client.get(url).content.decode()
    assert chen.client.post(url, {"then": "agree", "reason": "好", "key": "x"}).status_code == 404
    for who in ("feng", "auditadmin", "li"):
        assert client_of(who).post(url, {"then": "agree", "reason": "好", "key": "x"}).status_code == 404, who
    words = an.client.get(url).content.decode()
    assert "同意并登记" in words and "接替（演示）" in words and "陈立行" in words
    assert an.client.post(url, {"then": "agree", "reason": " "}).status_code == 422
    posted = hidden(an.client.get(url)) | {"then": "agree", "reason": "核对无误"}
    first, second = an.client.post(url, posted), an.client.post(url, posted)
    assert first.status_code == second.status_code == 302
    assert held.count() == 1 and an.written == 2
    made = Change.objects.filter(step="made", ask=ask.n).get()
    assert (made.actor, made.reason) == ("p-secadmin", "核对无误")
    page = an.client.get(f"/work/registry/appointment/{made.n}/").content.decode()
    assert "安全之 同意，陈立行 提请" in re.sub(r"\s+", " ", page)


def test_who_asked_does_not_agree_even_when_she_answers_others(fresh_town: Home) -> None:  # noqa: F811
    an = Office("secadmin", "appointment")
    assert an.through("new/", POST).status_code == 302
    ask = Change.objects.filter(step="ask").latest("n")
    url = f"/work/registry/changes/{ask.n}/"
    words = an.client.get(url).content.decode()
    assert "同意并登记" not in words and "撤回提请" in words
    assert an.client.post(url, {"then": "agree", "reason": "好"}).status_code == 404
    done = an.client.post(url, hidden(an.client.get(url)) | {"then": "refuse", "reason": "写错了"})
    assert done.status_code == 302
    assert "不同意" in an.client.get(url).content.decode()
    assert not Appointment.objects.filter(person_id="p-he", role="archivist").exists()


def test_an_ask_that_was_overtaken_is_not_agreed_to(fresh_town: Home) -> None:  # noqa: F811
    n = entry_of("power", agency="zz-scjg")
    facts = {"name": "提请的名称", "act": "penalty", "announced": "true", "reason": "更名"}
    assert Office("chen", "power").through(f"{n}/edit/", facts).status_code == 302
    ask = Change.objects.filter(step="ask").latest("n")
    feng = Office("feng", "power")
    waits = feng.form(f"{n}/edit/", facts | {"name": "另一个名称"})
    answer = feng.press(f"{n}/edit/", waits)
    assert answer.status_code == 422 and "等待答复" in faults(answer)
    # Written past the pages, as a command would.
    service.register(
        "power",
        {**Change.objects.get(n=n).facts, "name": "命令写的名称"},
        actor="system",
        clock=lambda: service_now(),
    )
    url = f"/work/registry/changes/{ask.n}/"
    page = feng.client.get(url)
    assert "同意并登记" not in page.content.decode()
    refused = feng.client.post(url, hidden(page) | {"then": "agree", "reason": "好"})
    assert refused.status_code == 409 and "另有变更" in faults(refused)


def service_now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("who", "kind", "facts", "word"),
    [
        ("chen", "power", POWER | {"agency": "tz-scjg"}, "职责范围"),
        ("qu", "power", POWER, "职责范围"),
        ("chen", "appointment", POST | {"person": "p-chen"}, "职责范围"),
        ("secadmin", "appointment", POST | {"person": "p-secadmin"}, "职责范围"),
        ("sysadmin", "account", {"username": "zwei", "person": "p-secadmin", "reason": "第二个"}, "两人在场"),
    ],
    ids=["another agency", "another district", "herself", "administrator herself", "administrator's account"],
)
def test_what_is_out_of_reach_is_refused_in_words_and_nothing_is_written(
    sqlite_town: Home,  # noqa: F811
    who: str,
    kind: str,
    facts: dict[str, str],
    word: str,
) -> None:
    office = Office(who, kind)
    answer = office.form("new/", facts)
    assert answer.status_code == 422 and word in faults(answer)
    forced = office.client.post(f"{office.base}new/", facts | {"then": "register", "key": "k", "after": "0"})
    assert forced.status_code == 422 and office.written == 0


def test_the_three_administrators_stay_apart(sqlite_town: Home) -> None:  # noqa: F811
    office = Office("chen", "appointment")
    checked = office.form("new/", POST | {"person": "p-zhang", "role": "auditadmin"})
    answer = office.press("new/", checked)
    assert answer.status_code == 422 and "互不兼任" in faults(answer) and office.written == 0


# --- bad input -----------------------------------------------------------------------------------------------

AGENCY = {
    "id": "zz-neu",
    "name": "新设局（演示）",
    "level": "city",
    "area": "3704",
    "field": "市场监管",
    "scopes": "nation、shandong",
    "uscc": code_of("11370400MJ0000001"),
    "kind": "organ",
    "reason": "新设",
}


@pytest.mark.parametrize(
    ("wrong", "field", "word"),
    [
        ({"uscc": code_of("11370400MJ0000001")[:-1] + "0"}, "uscc", "校验码不符"),
        ({"uscc": "123"}, "uscc", "18 位"),
        ({"name": "新\u202e设局"}, "name", "看不见"),
        ({"name": "新\x07设局"}, "name", "看不见"),
        ({"name": "局" * 101}, "name", "过长"),
        ({"name": "  "}, "name", "不得为空"),
        ({"area": "370400"}, "area", "格式应如"),
        ({"level": "planet"}, "level", "只能是"),
        ({"kind": ""}, "kind", "不得为空"),
        ({"announced_on": "2026-02-30"}, "announced_on", "没有这一天"),
        ({"reason": " "}, "reason", "请写明理由"),
        ({"reason": "因\u200b为"}, "reason", "看不见"),
        ({"parent": "no-such"}, "parent", "没有这个机关代码"),
    ],
)
def test_a_bad_value_is_refused_beside_its_field_and_stays(
    sqlite_town: Home,  # noqa: F811
    wrong: dict[str, str],
    field: str,
    word: str,
) -> None:
    office = Office("feng", "agency")
    answer = office.form("new/", AGENCY | wrong, then="register", key="k")
    assert answer.status_code == 422, answer.content.decode()[:500]
    words = answer.content.decode()
    assert word in faults(answer) and f'href="#f-{field}"' in words
    assert "新设" in words and office.written == 0


def test_all_faults_are_told_at_once(sqlite_town: Home) -> None:  # noqa: F811
    answer = Office("feng", "agency").form("new/", AGENCY | {"name": "", "area": "9", "reason": ""})
    assert "有 3 处需要改正" in answer.content.decode()


@pytest.mark.parametrize("forged", ["entry_n", "person", "approved_by", "ask", "version", "basis.0.law.x"])
def test_a_forged_field_is_refused(sqlite_town: Home, forged: str) -> None:  # noqa: F811
    office = Office("feng", "power")
    answer = office.form("new/", POWER | {forged: "1"}, then="register", key="k")
    assert answer.status_code == 422 and "多出了" in faults(answer) and office.written == 0


def test_what_names_a_record_cannot_be_changed(sqlite_town: Home) -> None:  # noqa: F811
    office, n = Office("feng", "power"), entry_of("power", agency="zz-scjg")
    answer = office.form(
        f"{n}/edit/", {"name": "新", "act": "penalty", "announced": "true", "reason": "改", "item": "X"}
    )
    assert answer.status_code == 422 and "多出了“item”" in faults(answer)


def test_a_double_press_is_one_entry_and_the_same_key_takes_no_other_body(fresh_town: Home) -> None:  # noqa: F811
    office = Office("feng", "power")
    posted = hidden(office.form("new/", POWER)) | {"then": "register"}
    first, second = (office.client.post(f"{office.base}new/", posted) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"] and office.written == 1
    third = office.client.post(f"{office.base}new/", posted | {"name": "另一个名称"})
    assert third.status_code == 422 and "已经用于另一份内容" in faults(third) and office.written == 1


def test_what_stands_already_is_not_registered_anew(fresh_town: Home) -> None:  # noqa: F811
    office = Office("feng", "power")
    assert office.through("new/", POWER).status_code == 302
    again = office.press("new/", office.form("new/", POWER | {"name": "又一次"}))
    assert again.status_code == 422 and "已经登记过" in faults(again) and office.written == 1


def test_a_stale_page_is_refused_and_an_empty_change_too(fresh_town: Home) -> None:  # noqa: F811
    office, n = Office("feng", "power"), entry_of("power", agency="zz-scjg")
    facts = {"name": "第一个", "act": "penalty", "announced": "true", "reason": "改"}
    first, second = office.form(f"{n}/edit/", facts), office.form(f"{n}/edit/", facts | {"name": "第二个"})
    assert office.press(f"{n}/edit/", first).status_code == 302
    stale = office.press(f"{n}/edit/", second)
    assert stale.status_code == 409 and "又有变更" in faults(stale) and "第二个" in stale.content.decode()
    same = office.form(f"{n}/edit/", facts | {"reason": "再来"})
    assert same.status_code == 422 and "完全相同" in faults(same) and office.written == 1


def test_a_post_without_its_token_is_refused(sqlite_town: Home) -> None:  # noqa: F811
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of("feng").cookies
    assert client.post("/work/registry/power/new/", POWER | {"then": "register"}).status_code == 403


# --- accounts ------------------------------------------------------------------------------------------------


def test_an_account_is_opened_with_a_password_that_is_shown_once(fresh_town: Home) -> None:  # noqa: F811
    office = Office("sysadmin", "account")
    posted = hidden(
        office.form("new/", {"username": "he2", "person": "p-he", "active": "true", "reason": "新入职"})
    )
    first = office.client.post(f"{office.base}new/", posted | {"then": "register"})
    password = re.search(r'id="one-time">([^<]+)<', first.content.decode())
    assert first.status_code == 200 and password
    second = office.client.post(f"{office.base}new/", posted | {"then": "register"})
    assert "只显示一次" in second.content.decode() and password[1] not in second.content.decode()
    assert password[1] not in str(service.chain("registry")[-1])
    client = Client()
    answer = client.post("/signin/", {"username": "he2", "password": unescape(password[1])})
    assert answer.headers["Location"] == "/password/"
    assert client.get("/work/").headers["Location"] == "/password/"


def test_a_reset_ends_the_old_password_and_its_sessions(fresh_town: Home) -> None:  # noqa: F811
    office, n = Office("sysadmin", "account"), entry_of("account", person="p-zhang")
    zhang = Client()
    assert zhang.post("/signin/", {"username": "zhang", "password": PASSWORD}).status_code == 302
    assert zhang.get("/work/").status_code == 200
    url = f"{office.base}{n}/reset/"
    assert office.client.post(url, {"reason": " "}).status_code == 422
    answer = office.client.post(url, hidden(office.client.get(url)) | {"reason": "本人遗忘，当面核对"})
    password = re.search(r'id="one-time">([^<]+)<', answer.content.decode())
    assert password and zhang.get("/work/").status_code == 302
    assert Client().post("/signin/", {"username": "zhang", "password": PASSWORD}).status_code == 422
    new = Client().post("/signin/", {"username": "zhang", "password": unescape(password[1])})
    assert new.headers["Location"] == "/password/"
    page = office.client.get(f"{office.base}{n}/").content.decode()
    assert "重置口令" in page and "本人遗忘" in page


@pytest.mark.parametrize("whose", ["secadmin", "auditadmin", "sysadmin"])
def test_an_administrator_does_not_get_the_account_of_another(sqlite_town: Home, whose: str) -> None:  # noqa: F811
    office, n = Office("sysadmin", "account"), entry_of("account", person=f"p-{whose}")
    url = f"{office.base}{n}/reset/"
    answer = office.client.post(url, {"reason": "试试", "key": "k"})
    assert answer.status_code == (404 if whose == "sysadmin" else 422) and office.written == 0


def test_a_locked_account_is_out_at_once(fresh_town: Home) -> None:  # noqa: F811
    office, n = Office("sysadmin", "account"), entry_of("account", person="p-zhang")
    zhang = client_of("zhang")
    assert zhang.get("/work/").status_code == 200
    assert office.through(f"{n}/edit/", {"active": "false", "reason": "离职"}).status_code == 302
    assert zhang.get("/work/").headers["Location"].startswith("/signin/")
    assert not Account.objects.get(username="zhang").is_active
    assert "停用" in office.client.get(office.base + "?q=zhang").content.decode()


# --- lists ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "mark"), [(6, "7 日内到期"), (29, "30 日内到期"), (59, "60 日内到期"), (0, "今天到期"), (90, "")]
)
def test_a_paper_that_ends_soon_is_marked(fresh_town: Home, left: int, mark: str) -> None:  # noqa: F811
    n = Change.objects.filter(kind="certificate", person="p-zhang").values_list("n", flat=True)[0]
    old = Change.objects.get(n=n).facts
    day = (service_now() + timedelta(hours=8)).date() + timedelta(days=left)
    facts = {
        "fields": "市场监管",
        "since": str(old["since"]),
        "until": day.isoformat(),
        "status": "valid",
        "issuing": str(old["issuing"]),
        "reason": "更正有效期",
    }
    office = Office("feng", "certificate")
    assert office.through(f"{n}/edit/", facts).status_code == 302
    listed = office.client.get(f"{office.base}?q=张守正&state=soon").content.decode()
    assert ("张守正</bdi>" in listed) is bool(mark)
    assert mark in listed


def test_a_suspended_certificate_says_so_and_the_engine_reads_it(fresh_town: Home) -> None:  # noqa: F811
    n = Change.objects.filter(kind="certificate", person="p-zhang").values_list("n", flat=True)[0]
    old = Change.objects.get(n=n).facts
    facts = {
        "fields": "市场监管",
        "since": str(old["since"]),
        "until": str(old["until"]),
        "suspended": "2026-01-01 至 2026-01-31\n2026-03-01",
        "status": "suspended",
        "issuing": str(old["issuing"]),
        "reason": "暂扣",
    }
    office = Office("feng", "certificate")
    assert office.through(f"{n}/edit/", facts).status_code == 302
    row = Credential.objects.filter(person_id="p-zhang").latest("version")
    assert row.suspended == [["2026-01-01", "2026-01-31"], ["2026-03-01", ""]]
    assert "暂扣" in office.client.get(f"{office.base}?q=张守正&on=2026-01-15").content.decode()
    assert "暂扣</span>" not in office.client.get(f"{office.base}?q=张守正&on=2026-02-15").content.decode()


def test_lists_search_page_and_are_empty_in_words(fresh_town: Home) -> None:  # noqa: F811
    feng = client_of("feng")
    for number in range(35):
        service.register(
            "person", {"id": f"p-n{number:02}", "name": f"数字{number:02}"}, actor="system", clock=service_now
        )
    words = feng.get("/work/registry/person/?q=数字").content.decode()
    assert "35 <" in words.replace("35 人", "35 <") and 'rel="next"' in words
    assert "没有岗位" in words
    assert "数字34" in feng.get("/work/registry/person/?q=数字&page=2").content.decode()
    assert "没有符合条件的记录" in feng.get("/work/registry/person/?q=没有这样的人").content.decode()
    assert "还没有登记" in feng.get("/work/registry/org_party/").content.decode()
    assert "请按 2026-01-31 的样子写日期" in feng.get("/work/registry/power/?on=昨天").content.decode()
    assert "zhang" in client_of("sysadmin").get("/work/registry/account/?q=张守正").content.decode()


def test_an_item_whose_basis_has_lapsed_is_marked(fresh_town: Home) -> None:  # noqa: F811
    office = Office("feng", "power")
    assert office.through("new/", POWER).status_code == 302
    url = f"{office.base}?q=PEN-0100"
    assert "依据已失效" not in office.client.get(url).content.decode()
    norm = Change.objects.get(kind="norm", facts__article="第三十三条第一款第一项")
    service.register("norm", {**norm.facts, "until": "2026-02-01"}, actor="system", clock=service_now)
    assert "依据已失效" in office.client.get(url).content.decode()


def test_pages_ask_few_questions(fresh_town: Home) -> None:  # noqa: F811
    Office("chen", "appointment").through("new/", POST)
    pages = [("feng", f"/work/registry/{kind}/?state=all") for kind in KINDS.split() if kind != "account"]
    pages += [
        ("sysadmin", "/work/registry/account/"),
        ("feng", "/work/registry/"),
        ("chen", "/work/registry/handover/"),
    ]
    pages += [("feng", "/work/registry/changes/?state=all"), ("feng", "/work/registry/person/?q=张")]
    over = []
    for who, path in pages:
        client = client_of(who)
        warm(client, path)
        answer, number = asked(lambda client=client, path=path: client.get(path))  # type: ignore[misc]
        assert answer.status_code == 200
        print(f"{number:>3} of {LIST}  {who} {path}")
        if number > LIST:
            over.append((who, path, number))
    assert over == []


# --- who leaves ----------------------------------------------------------------------------------------------


def test_what_a_leaver_leaves_open_is_named_before_and_listed_after(fresh_town: Home) -> None:  # noqa: F811
    yesterday = ((service_now() + timedelta(hours=8)).date() - timedelta(days=1)).isoformat()
    chen, an = Office("chen", "appointment"), Office("secadmin", "appointment")
    assert "没有因离岗而无人办理的事" in chen.client.get("/work/registry/handover/").content.decode()
    leaving = ["p-zhang", "p-wang"]
    for person in leaving:
        n = Change.objects.get(kind="appointment", person=person, step="made").n
        checked = chen.form(f"{n}/edit/", {"until": yesterday, "reason": "调离"})
        named = "离岗以后没有人能办的事" in checked.content.decode()
        # While one of the two is still in office, the other can go on with the cases of both.
        assert named is (person == "p-wang")
        assert chen.press(f"{n}/edit/", checked).status_code == 302
        ask = Change.objects.filter(step="ask").latest("n")
        url = f"/work/registry/changes/{ask.n}/"
        page = an.client.get(url)
        assert an.client.post(url, hidden(page) | {"then": "agree", "reason": "核准"}).status_code == 302
    words = chen.client.get("/work/registry/handover/").content.decode()
    assert "张守正" in words and "山亭区德昌冷链有限公司（演示）" in words
    assert "/work/cases/" in words
    assert client_of("zhang").get("/work/cases/").status_code == 404
