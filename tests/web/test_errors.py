"""Every failure is a page that says what happened, what was saved and whom to call; logs name nobody."""

import logging

import pytest
from django.test import Client, override_settings

PAGES = [
    ("/forbidden/", 403),
    ("/missing/", 404),
    ("/no-such-page/", 404),
    ("/strange/", 400),
    ("/boom/x/", 500),
]


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_no_error_page_is_bare(reader, address, status):
    answer = reader.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert [
        words for words in ("发生了什么", "已经保存的", "您可以", "找谁", "12345") if words not in page
    ] == []
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_failure_has_a_number_that_stands_in_the_log_too(reader, caplog):
    page = reader.get("/boom/x/").content.decode()
    number = page.partition('<code translate="no">')[2][:8]
    assert number.isalnum()
    assert number in caplog.text


def test_a_program_is_told_of_a_failure_in_the_shape_of_the_api(reader, caplog):
    answer = reader.get("/api/boom/x/")
    assert answer.status_code == 500 and answer["Content-Type"].startswith("application/json")
    said = answer.json()
    (reason,) = said["reasons"]
    assert reason["id"] == "E-BROKEN" and said["incident"] in reason["sentence"]
    assert "没有完成" in reason["sentence"] and "张三丰" not in answer.content.decode()
    assert said["incident"] in caplog.text


def test_the_log_says_where_it_failed_and_nothing_of_a_person(reader, caplog):
    with caplog.at_level(logging.DEBUG):
        reader.get("/boom/李四的秘密/?q=张三丰")
    assert "RuntimeError" in caplog.text
    assert "/boom/<str:secret>/" in caplog.text
    assert [secret for secret in ("张三丰", "370402", "李四", "%E5%BC%A0") if secret in caplog.text] == []


@pytest.mark.parametrize("address", ["/missing/", "/forbidden/"])
def test_a_refused_address_is_not_logged(reader, caplog, address):
    reader.get(address + "?q=张三丰")
    assert caplog.text == ""


def test_even_without_templates_nobody_meets_a_bare_page(reader):
    broken = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": False}]
    with override_settings(TEMPLATES=broken):
        answer = reader.get("/boom/x/")
    assert answer.status_code == 500
    assert "故障编号" in answer.content.decode()


def test_a_post_without_its_token_is_explained():
    with override_settings(
        ROOT_URLCONF="tests.web.urlconf",
        CSRF_FAILURE_VIEW="mingjing.web.errors.csrf_failure",
        MIDDLEWARE=["mingjing.web.middleware.NeverBare", "django.middleware.csrf.CsrfViewMiddleware"],
    ):
        answer = Client(enforce_csrf_checks=True).post("/fields/", {"x": "y"})
    assert answer.status_code == 403
    assert "没有通过安全核对" in answer.content.decode()
