"""`/verify/`: matches, does not match, not found; each says what to do."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.disclosure.cases import FIRM, Story, correct, number, publish, withdraw


def by_number(portal, text: str, status: int = 200) -> str:
    answer = portal.get("/verify/", {"number": text})
    assert answer.status_code == status
    return answer.content.decode()


def by_file(portal, content: bytes | None, doc_no: str = "", status: int = 200) -> str:
    data = {"number": doc_no}
    if content is not None:
        data["file"] = SimpleUploadedFile("决定.json", content)
    answer = portal.post("/verify/", data)
    assert answer.status_code == status
    return answer.content.decode()


def record(portal) -> bytes:
    return portal.get(f"/decisions/{quote(number())}/record.json").content


def test_the_bare_page_asks(portal):
    assert portal.get("/verify/").status_code == 200


@pytest.mark.parametrize(
    "text", [number(), "枣市监处罚[2026]118号", "枣市监处罚（2026）118号", f" {number()} "]
)
def test_a_public_number_is_known_however_its_brackets_are_typed(portal, text):
    publish()
    assert "这个文号是本平台公开的" in by_number(portal, text)


@pytest.mark.parametrize("text", ["枣市监处罚〔2026〕9号", "<script>", "\x00", "字" * 9999, "' OR 1=1"])
def test_another_number_is_not_found(portal, text):
    publish()
    page = by_number(portal, text, 422 if text == "\x00" else 200)
    assert "<script>" not in page
    assert "没有查到这个文号" in page or "没有填写文号" in page


def test_a_number_before_its_seal_is_not_found(portal):
    publish(seal=False)
    assert "没有查到这个文号" in by_number(portal, number())


def test_a_withdrawn_number_says_so_and_names_nobody(portal):
    withdraw(publish())
    page = by_number(portal, number())
    assert "已经撤下" in page
    assert FIRM["name"] not in page


def test_the_downloaded_file_matches(portal):
    publish()
    assert "与公开内容一致" in by_file(portal, record(portal))
    assert "与公开内容一致" in by_file(portal, record(portal), number())


def test_a_changed_byte_does_not_match(portal):
    publish()
    assert "与公开内容不一致" in by_file(portal, record(portal) + b"\n")


def test_a_true_file_under_another_number_does_not_match(portal):
    publish()
    publish(Story(doc_no=number(119)))
    assert "文件与文号不一致" in by_file(portal, record(portal), number(119))


def test_a_file_that_was_withdrawn_or_corrected_is_true_but_no_longer_in_force(portal):
    story = publish()
    old = record(portal)
    withdraw(story)
    assert "已经不是现在的内容" in by_file(portal, old)
    correct(story)
    assert "已经不是现在的内容" in by_file(portal, old)
    assert "与公开内容一致" in by_file(portal, record(portal))


@pytest.mark.parametrize(("content", "words"), [(None, "没有选择文件"), (b"", "选择的文件是空的")])
def test_without_a_file_the_form_says_what_is_missing(portal, content, words):
    page = by_file(portal, content, number(), 422)
    assert words in page
    assert number() in page


def test_a_file_too_big_is_refused(portal, monkeypatch):
    monkeypatch.setattr("mingjing.disclosure.views.verify.LIMIT", 3)
    assert "超过" in by_file(portal, b"1234", status=422)


def test_how_to_verify_oneself_is_explained(portal):
    page = portal.get("/about/verify/").content.decode()
    assert "mingjing verify" in page
    assert "VALID 真实有效" in page
