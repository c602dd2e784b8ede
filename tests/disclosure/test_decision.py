"""`/decisions/<number>/`: the page, its tombstone, and what is not there."""

import re
from datetime import date
from urllib.parse import quote

import pytest

from mingjing.disclosure.models import Publication
from tests.disclosure.cases import CITIZEN, FIRM, SENTENCES, Story, correct, number, publish, withdraw

HOSTILE = "<script>alert(1)</script><img src=x onerror=y>\"'"


def address(doc_no: str = "", end: str = "") -> str:
    return f"/decisions/{quote(doc_no or number())}/{end}"


def read(portal, status: int = 200, doc_no: str = "") -> str:
    answer = portal.get(address(doc_no))
    assert answer.status_code == status
    return answer.content.decode()


def test_it_tells_the_decision_in_plain_words_first(portal):
    publish()
    page = read(portal)
    order = [
        page.index(words)
        for words in (
            "一句话说明",
            SENTENCES["plain"],
            "关键信息",
            "为什么这样决定",
            "当事人不服怎么办",
            "办理过程",
        )
    ]
    assert order == sorted(order)


def test_key_facts_stand_in_words(portal):
    publish()
    page = read(portal)
    words = [
        FIRM["name"],
        FIRM["code"],
        "罚款 30,000 元",
        "2026 年 11 月 3 日",
        "2026 年 11 月 5 日",
        "没有超过期限",
        "已通过（2026 年 11 月 1 日）",
    ]
    assert [one for one in words if one not in page] == []


def test_remedies_name_their_last_day(portal):
    publish()
    page = read(portal)
    assert "最后一天：2027 年 1 月 4 日" in page  # 60 日 from 5 November; 2027 has no notice yet
    assert "最后一天：2027 年 5 月 5 日" in page
    assert "暂定" in page
    assert "向枣庄市人民政府提出" in page


def test_where_reconsideration_comes_first_no_suit_is_offered(portal):
    publish()
    Publication.objects.update(procedure="penalty_summary@2021-07-15")
    page = read(portal)
    assert "应当先申请行政复议" in page
    assert "直接提起行政诉讼" not in page


def test_without_service_no_last_day_is_named(portal):
    publish()
    Publication.objects.update(served_on=None)
    assert "决定还没有送达" in read(portal)
    assert "最后一天：" not in read(portal)


def test_an_article_is_shown_by_number_and_gist_and_never_quoted(portal):
    publish()
    page = read(portal)
    assert "《中华人民共和国特种设备安全法》第四十条第三款" in page
    assert "条文要义" in page
    assert "<blockquote" not in page


def imported(law: str, article: str) -> str:
    return f"{article}　条文原文。" if law == "中华人民共和国特种设备安全法" else ""


def test_an_imported_text_is_quoted(portal, settings):
    publish()
    settings.QUOTATION = f"{__name__}.imported"
    assert '<blockquote translate="no">第四十条第三款　条文原文。</blockquote>' in read(portal)


def test_the_proof_is_checked_when_the_page_is_opened(portal):
    publish()
    page = read(portal)
    row = Publication.objects.get()
    assert "内容未被改动" in page
    assert row.sha256 in page
    assert row.sm3 in page
    assert "存证树共" in page


def test_a_record_changed_in_the_database_is_shown_as_such(portal):
    publish()
    row = Publication.objects.get()
    Publication.objects.update(record=bytes(row.record).replace(b"3000000", b"1000000"))
    page = read(portal)
    assert "校验没有通过，请勿采信" in page
    assert "内容未被改动" not in page


def test_a_natural_person_is_masked_on_the_page(portal):
    publish(Story(party=dict(CITIZEN), cause="销售过期食品案"))
    page = read(portal)
    assert "张某销售过期食品案" in re.sub(r"</?bdi[^>]*>", "", page)
    assert [
        secret for secret in ("三丰", CITIZEN["code"], "西小庄", "李小红", "p-zhang") if secret in page
    ] == []


def test_nothing_leads_back_to_the_case(portal):
    story = publish()
    assert story.id not in read(portal)


def test_names_are_never_converted(portal):
    publish(Story(party={**FIRM, "name": "范岳后里公司"}))
    portal.cookies["mj_lang"] = "hant"
    page = read(portal)
    assert "范岳后里公司" in page
    assert number() in page
    assert "當事人不服怎麼辦" in page


def test_hostile_text_is_text(portal):
    publish(
        Story(party={**FIRM, "name": f"公司{HOSTILE}"}, cause="案" + HOSTILE),
        plain=HOSTILE,
        public_facts=HOSTILE,
    )
    page = read(portal)
    assert "<script>" not in page
    assert "<img src=x" not in page


# --- not there ------------------------------------------------------------------------------------------------------


def test_a_withdrawn_decision_is_gone_and_says_nothing_of_the_party(portal):
    story = withdraw(publish())
    page = read(portal, 410)
    told = [number(), "决定被变更、撤销、确认违法或者无效", "行政复议决定撤销了这个处罚决定。"]
    secrets = [FIRM["name"], "启禾", FIRM["code"], "叉车", "孙大海", "30,000", story.id]
    assert [one for one in told if one not in page] == []
    assert [one for one in secrets if one in page] == []


@pytest.mark.parametrize("end", ["record.json", "paper", "qr.svg"])
def test_nothing_of_a_withdrawn_decision_can_be_downloaded(portal, end):
    withdraw(publish())
    assert portal.get(address(end=end)).status_code == 404


def test_when_its_period_is_over_it_is_gone(portal):
    publish()
    Publication.objects.update(display_until=date(2020, 1, 1))
    page = read(portal, 410)
    assert "公示期届满" in page
    assert FIRM["name"] not in page
    assert portal.get(address(end="record.json")).status_code == 404


def test_before_the_seal_there_is_no_page(portal):
    publish(seal=False)
    read(portal, 404)
    assert portal.get(address(end="record.json")).status_code == 404


def test_a_correction_says_what_it_corrects_and_waits_behind_the_tombstone(portal):
    story = withdraw(publish(), reason="设备数量写错。")
    read(portal, 410)
    correct(story)
    page = read(portal)
    assert "已更正" in page
    assert "设备数量写错。" in page


@pytest.mark.parametrize(
    "doc_no",
    [
        "枣市监处罚〔2026〕9号",
        "枣市监处罚[2026]118号",
        "枣市监处罚〔2026〕118",
        "x",
        "枣市监处罚〔２０２６〕118号",
        "枣市监处罚〔2026〕118号\u200b",
        "字" * 500 + "〔2026〕1号",
        "../../etc/passwd",
        "枣〔2026〕1号'--",
        "%00",
    ],
)
def test_another_spelling_is_no_address(portal, doc_no):
    publish()
    answer = portal.get(f"/decisions/{quote(doc_no)}/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
