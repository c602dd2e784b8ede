"""An act that binds nobody is registered by its form; one that binds is not, whatever is posted."""

from __future__ import annotations

from typing import Any

import pytest

from mingjing.casework.models import Draft
from tests.support.home import Home
from tests.web_matrix.test_bad_input import TWO, Form
from tests.web_matrix.test_counts import hidden
from tests.web_matrix.town import fresh_town, sqlite_town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow


def drawn(form: Form) -> dict[str, Any]:
    return hidden(form.client.get(form.url)) | {"then": "register"}


@pytest.fixture
def show_id(fresh_town: Home) -> Form:  # noqa: F811
    return Form("zhang", "filed", "po_show_id")


def test_the_form_registers_and_a_second_press_gets_the_same_answer(show_id: Form) -> None:
    posted = drawn(show_id) | TWO
    first, second = (show_id.client.post(show_id.url, posted) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert show_id.written == 1


def test_a_saved_copy_is_used_up_and_a_second_press_still_gets_the_same_answer(show_id: Form) -> None:
    show_id.post(**TWO, then="save")
    posted = drawn(show_id) | TWO
    first, second = (show_id.client.post(show_id.url, posted) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert show_id.written == 1
    assert "孙大海" not in show_id.client.get(show_id.url).content.decode()


def test_the_same_key_with_another_body_is_refused(show_id: Form) -> None:
    posted = drawn(show_id) | TWO
    assert show_id.client.post(show_id.url, posted).status_code == 302
    answer = show_id.client.post(show_id.url, posted | {"shown_to": "另一个人"})
    assert answer.status_code == 422
    assert "已经用于另一份内容" in answer.content.decode() and "另一个人" in answer.content.decode()
    assert show_id.written == 1


def test_what_is_refused_is_kept_with_every_reason(show_id: Form) -> None:
    answer = show_id.client.post(
        show_id.url, drawn(show_id) | {"officers": ["p-zhang"], "shown_to": "孙大海"}
    )
    assert answer.status_code == 422
    assert "2 名以上持证执法人员" in answer.content.decode() and "孙大海" in answer.content.decode()
    assert (
        Draft.objects.get(case=show_id.case, kind__startswith="act:po_show_id").fields["shown_to"] == "孙大海"
    )
    assert show_id.written == 0


def test_a_stale_page_is_told_what_happened_and_may_press_again(show_id: Form) -> None:
    posted = drawn(show_id) | TWO
    other = Form("wang", "filed", "po_correct")
    said = {"entry_n": "1", "old": "甲", "new": "乙", "reason": "笔误"}
    assert other.client.post(other.url, drawn(other) | said).status_code == 302
    answer = show_id.client.post(show_id.url, posted)
    assert answer.status_code == 409
    assert "您打开页面以后案件又有新的记录" in answer.content.decode()
    again = show_id.client.post(show_id.url, hidden(answer) | {"then": "register"} | TWO)
    assert again.status_code == 302


@pytest.mark.parametrize("after", ["", "0", "999", "-1", "x" * 100])
def test_who_saw_nothing_registers_nothing(sqlite_town: Home, after: str) -> None:  # noqa: F811
    form = Form("zhang", "filed", "po_show_id")
    assert form.client.post(form.url, drawn(form) | TWO | {"after": after}).status_code == 409
    assert form.written == 0


def test_nothing_is_registered_over_a_copy_that_was_changed_meanwhile(show_id: Form) -> None:
    posted = drawn(show_id) | TWO
    show_id.post(**TWO | {"shown_to": "另一个窗口里写的"}, then="save")
    answer = show_id.client.post(show_id.url, posted)
    assert answer.status_code == 409
    assert "刚才改过这份草稿" in answer.content.decode()
    assert show_id.written == 0


def test_an_act_that_binds_has_its_check_page(sqlite_town: Home) -> None:  # noqa: F811
    form = Form("zhang", "filed", "po_notice")
    assert 'value="register"' not in form.client.get(form.url).content.decode()
    form.client.post(form.url, drawn(form) | {"key": "k" * 32})
    assert form.written == 0
