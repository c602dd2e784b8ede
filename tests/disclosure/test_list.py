"""`/decisions/`: filters, search that finds no natural person, and what strangers type."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.disclosure.cases import CITIZEN, FIRM, Story, correct, number, publish, withdraw
from tests.registry.factory import BUREAU

HOSTILE = "<script>alert(1)</script>\"'&"


def found(portal, **query) -> str:
    answer = portal.get("/decisions/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_else_to_try(portal):
    assert "不能按姓名查询" in found(portal)


@pytest.mark.parametrize(
    "q", ["启禾仓储", "〔2026〕118", "枣市监处罚[2026]118号", "91370400ma3c12345x", "叉车", " 叉车 "]
)
def test_an_organisation_is_found_by_name_number_code_and_cause(portal, q):
    publish()
    assert "共 1 条" in found(portal, q=q)


@pytest.mark.parametrize("q", ["张三丰", "张某", "三丰", "张", CITIZEN["code"], "西小庄"])
def test_a_natural_person_is_not_found_by_name_even_the_masked_one(portal, q):
    publish(Story(party=dict(CITIZEN), cause="销售过期食品案"))
    assert "共 0 条" in found(portal, q=q)
    assert "共 1 条" in found(portal, q="过期食品")


def test_filters_narrow_and_each_can_be_taken_away(portal):
    publish()
    page = found(portal, act="penalty", agency=BUREAU, since="2026-01-01", until="2026-12-31")
    assert "共 1 条" in page
    assert page.count("去掉这个条件") == 3
    assert "共 0 条" in found(portal, act="permit")
    assert "共 0 条" in found(portal, agency="elsewhere")
    assert "共 0 条" in found(portal, since="2026-11-04")
    assert "共 1 条" in found(portal, until="2026-11-03")


def test_a_withdrawn_item_is_found_by_its_whole_number_only(portal):
    withdraw(publish())
    assert "这个文号的信息已经撤下" in found(portal, q=number())
    for q in ("118", "启禾", "叉车", "〔2026〕118号"):
        assert number() not in found(portal, q=q)
    assert FIRM["name"] not in found(portal, q=number())


def test_what_has_no_proof_yet_is_not_listed(portal):
    publish(seal=False)
    assert "共 0 条" in found(portal)


def test_a_corrected_item_says_so(portal):
    correct(withdraw(publish()))
    assert "已更正" in found(portal)


def test_pages_follow_one_another(portal):
    for one in range(21):
        publish(Story(doc_no=number(200 + one)), seal=one == 20)
    assert found(portal).count('class="result"') == 20
    assert found(portal, page="2").count('class="result"') == 1
    assert 'aria-current="page">2' in found(portal, page="99")


def test_twenty_rows_cost_as_many_questions_as_one(portal):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            portal.get("/decisions/", {"q": number(), "act": "penalty"})
        return len(queries)

    publish()
    few = asked()
    for one in range(20):
        publish(Story(doc_no=number(200 + one)), seal=one == 19)
    assert asked() == few <= 8


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00"},
        {"q": "%' OR 1=1 --"},
        {"q": "_" * 90},
        {"q": "字" * 5000},
        {"q": HOSTILE},
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 500},
        {"act": "nonsense"},
        {"act": "\x00"},
        {"agency": "\x00"},
        {"agency": HOSTILE},
        {"since": "昨天"},
        {"since": "2026-02-30"},
        {"since": "\x00"},
        {"until": "9999-99-99"},
        {"since": "0000-01-01"},
        {"since": "2026-12-01", "until": "2026-01-01"},
        {"q": "\u202e号"},
    ],
    ids=repr,
)
def test_no_query_breaks_the_list(portal, query):
    publish()
    page = found(portal, **query)
    assert "<script>" not in page


def test_an_unreadable_day_is_explained(portal):
    assert "没有读懂" in found(portal, since="昨天")
    assert "晚于" in found(portal, since="2026-12-01", until="2026-01-01")


def test_hostile_names_are_text(portal):
    publish(Story(party={**FIRM, "name": f"枣庄{HOSTILE}公司"}, cause="案" + HOSTILE))
    page = found(portal)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_is_typed_in_traditional_finds_what_is_written_in_simplified(portal):
    publish()
    assert FIRM["name"] in portal.get("/decisions/?q=叉車").content.decode()
    assert FIRM["name"] in portal.get("/decisions/?q=叉车").content.decode()
