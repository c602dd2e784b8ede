"""What a form must withstand: each is refused or flagged in one sentence, what was typed stays, nothing is half-written."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingjing.casework import service
from mingjing.casework.models import Draft
from mingjing.casework.views import acts
from tests.support.home import Home
from tests.web_matrix.test_counts import hidden
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import case_at, fresh_town, sqlite_town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow
TWO = {"officers": ["p-zhang", "p-wang"], "shown_to": "孙大海"}


class Form:
    """One act of one case, posted past the browser."""

    def __init__(self, who: str, case: str, action: str) -> None:
        self.client, self.case = client_of(who), case_at(case).id
        self.url = f"/work/cases/{self.case}/act/{action}/"
        self.before = service.load(self.case).last

    def post(self, **stated: Any) -> Any:
        return self.client.post(self.url, hidden(self.client.get(self.url)) | stated)

    def check(self) -> dict[str, str]:
        return hidden(self.client.get(f"{self.url}check/"))

    def press(self, posted: dict[str, Any]) -> Any:
        return self.client.post(f"{self.url}check/", posted)

    @property
    def written(self) -> int:
        return service.load(self.case).last - self.before


@pytest.fixture
def show_id(sqlite_town: Home) -> Form:  # noqa: F811
    return Form("zhang", "filed", "po_show_id")


def test_a_double_press_is_one_act(fresh_town: Home) -> None:  # noqa: F811
    form = Form("zhang", "filed", "po_show_id")
    assert form.post(**TWO).status_code == 302
    hidden_fields = form.check()
    first, second = form.press(hidden_fields), form.press(hidden_fields)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert form.written == 1


def test_the_same_key_with_another_body_is_refused(show_id: Form) -> None:
    show_id.post(**TWO)
    posted = show_id.check()
    assert show_id.press(posted).status_code == 302
    other = Form("zhang", "decided", "po_correct")
    other.post(entry_n="1", old="甲", new="乙", reason="笔误")
    answer = other.press(other.check() | {"key": posted["key"]})
    assert answer.status_code == 422
    assert "已经用于另一份内容" in answer.content.decode()
    assert other.written == 0


def test_a_stale_page_is_told_what_happened(show_id: Form) -> None:
    show_id.post(**TWO)
    posted = show_id.check()
    other = Form("wang", "filed", "po_correct")
    other.post(entry_n="1", old="甲", new="乙", reason="笔误")
    assert other.press(other.check()).status_code == 302
    answer = show_id.press(posted)
    assert answer.status_code == 409
    assert "您打开页面以后案件又有新的记录" in answer.content.decode()
    assert "孙大海" in answer.content.decode()


@pytest.mark.parametrize("after", ["", "0", "999", "-1", "x" * 100])
def test_who_saw_nothing_binds_nothing(show_id: Form, after: str) -> None:
    show_id.post(**TWO)
    assert show_id.press(show_id.check() | {"after": after}).status_code == 409
    assert show_id.written == 0


def test_what_was_changed_after_the_check_is_not_bound(show_id: Form) -> None:
    show_id.post(**TWO)
    posted = show_id.check()
    show_id.post(**TWO | {"shown_to": "另一个人"})
    answer = show_id.press(posted)
    assert answer.status_code == 409
    assert "核对以后内容有改动" in answer.content.decode() and "另一个人" in answer.content.decode()
    assert show_id.written == 0


@pytest.mark.parametrize("forged", ["is_major", "agency", "reviewer", "at", "ask", "opinion", "stage", "n"])
def test_a_forged_field_is_not_taken(show_id: Form, forged: str) -> None:
    """The form reads what the table asks and nothing else, so a forged field never becomes a fact."""
    show_id.post(**TWO | {forged: "伪造"})
    answer = show_id.press(show_id.check() | {forged: "伪造"})
    facts = service.load(show_id.case).entries[-1].facts
    assert forged not in facts and "伪造" not in str(facts)
    assert answer.status_code in (302, 422)
    assert show_id.written == (1 if answer.status_code == 302 else 0)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "没有填写“向谁出示”"),
        ("   ", "没有填写“向谁出示”"),
        ("长" * 201, "超过 200 字"),
        ("孙\u202e大海", "改变文字方向"),
        ("孙\u200b大海", "改变文字方向"),
        ("孙\x07大海", "控制字符"),
    ],
    ids=["blank", "spaces", "long", "bidi", "zero width", "control"],
)
def test_a_bad_text_is_refused_beside_its_field_and_stays(show_id: Form, value: str, sentence: str) -> None:
    answer = show_id.post(**TWO | {"shown_to": value})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words and 'href="#f-shown_to"' in words
    assert value.strip() in words
    assert show_id.written == 0


def test_a_name_of_a_megabyte_is_refused_in_words(show_id: Form) -> None:
    answer = show_id.post(**TWO | {"shown_to": "长" * (1 << 20)})
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.content.decode()
    answer = show_id.post(**TWO | {"shown_to": "a" * (1 << 20)})
    assert answer.status_code == 422 and "请作为附件上传" in answer.content.decode()


@pytest.mark.parametrize("on", ["2099-01-01", "2020-01-01", "昨天", "", "2026-02-30"])
def test_a_wrong_day_is_refused_beside_its_field(show_id: Form, on: str) -> None:
    answer = show_id.post(**TWO | {"on": on})
    assert answer.status_code == 422 and "f-on" in answer.content.decode()


def file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [("假的.png", b"not a picture"), ("空的.txt", b""), ("程序.exe", b"MZ")],
    ids=["wrong type", "empty", "program"],
)
def test_a_bad_file_is_refused_and_the_good_one_kept(show_id: Form, name: str, body: bytes) -> None:
    answer = show_id.post(**TWO, files=[file("好的.txt", "说明".encode()), file(name, body)])
    words = answer.content.decode()
    assert answer.status_code == 422 and "好的.txt" in words and "孙大海" in words
    kept = Draft.objects.get(case=show_id.case, kind="act:po_show_id:p-zhang").fields["_files"]
    assert [one["title"] for one in kept] == ["好的.txt"]


def test_a_file_name_keeps_no_character_that_turns_the_text_round(show_id: Form) -> None:
    show_id.post(**TWO, files=[file("反\u202e向.txt", b"x")])
    kept = Draft.objects.get(case=show_id.case, kind="act:po_show_id:p-zhang").fields["_files"]
    assert [one["title"] for one in kept] == ["反向.txt"]


def test_a_file_that_is_too_big_is_refused(show_id: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "LARGEST", 1000)
    answer = show_id.post(**TWO, files=[file("大的.txt", b"x" * 2000)])
    assert answer.status_code == 422 and "大的.txt”超过" in answer.content.decode()


def test_a_file_can_be_taken_away_again(show_id: Form) -> None:
    show_id.post(**TWO, files=[file("错的.txt", b"x")], then="save")
    kept = Draft.objects.get(case=show_id.case, kind="act:po_show_id:p-zhang").fields["_files"]
    assert show_id.post(**TWO, drop=kept[0]["sha256"]).headers["Location"] == show_id.url
    kept = Draft.objects.get(case=show_id.case, kind="act:po_show_id:p-zhang").fields["_files"]
    assert kept == []


def test_two_people_do_not_overwrite_each_other(sqlite_town: Home) -> None:  # noqa: F811
    """王某 has the same paper open: whoever saves second is told, and what was typed is still on the page."""
    zhang, wang = Form("zhang", "filed", "po_interview"), Form("wang", "filed", "po_interview")
    hers = hidden(wang.client.get(wang.url))
    zhang.post(**{"interview_record.place": "甲地", "then": "save"})
    answer = wang.client.post(wang.url, hers | {"interview_record.place": "乙地", "then": "save"})
    words = answer.content.decode()
    assert answer.status_code == 409 and "张守正刚才改过这份草稿" in words and "乙地" in words
    assert Draft.objects.get(case=zhang.case, kind="interview_record").fields["place"] == "甲地"


def test_a_case_is_opened_once(sqlite_town: Home) -> None:  # noqa: F811
    client = client_of("zhang")
    url = "/work/new/penalty_ordinary/?case=0f8fad5b-d9cb-469f-a165-70867728950e"
    stated = {
        "case_source_register.source": "inspection",
        "case_source_register.found_on": "2026-01-05",
        "case_source_register.summary": "叉车超期",
    }
    check = url.replace("/?", "/check/?")
    assert client.post(url, hidden(client.get(url)) | stated).headers["Location"] == check
    posted = hidden(client.get(check))
    first, second = client.post(check, posted), client.post(check, posted)
    assert first.status_code == second.status_code == 302
    assert service.load("0f8fad5b-d9cb-469f-a165-70867728950e").last == 1
    assert client_of("wang").get(url).status_code in (302, 404)


def test_nobody_reads_a_working_copy_of_a_case_that_is_not_registered(sqlite_town: Home) -> None:  # noqa: F811
    url = "/work/new/penalty_ordinary/?case=0f8fad5b-d9cb-469f-a165-70867728950f"
    client_of("zhang").post(
        url, hidden(client_of("zhang").get(url)) | {"case_source_register.summary": "秘密", "then": "save"}
    )
    answer = client_of("wang").get(url)
    assert answer.status_code == 404 and "秘密" not in answer.content.decode()


def test_a_post_without_its_token_is_refused(sqlite_town: Home) -> None:  # noqa: F811
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of("zhang").cookies
    answer = client.post(f"/work/cases/{case_at('filed').id}/act/po_show_id/", TWO)
    assert answer.status_code == 403 and "没有通过安全核对" in answer.content.decode()


@pytest.mark.parametrize(
    "next_page", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/work/\n"]
)
def test_signing_in_never_leads_away(sqlite_town: Home, next_page: str) -> None:  # noqa: F811
    from tests.web_matrix.town import PASSWORD

    answer = Client().post("/signin/", {"username": "zhang", "password": PASSWORD, "next": next_page})
    assert answer.headers["Location"] == "/work/"
