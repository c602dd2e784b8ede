"""繁體: text is converted as a reader expects, everything that must stay stays."""

import pytest

from mingjing.web import hant
from tests.support import growth


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("<p>法制审核、复核</p>", "<p>法制審核、複核</p>"),
        ("<p>行政复议</p>", "<p>行政復議</p>"),
        ("<p>征收和准予</p>", "<p>徵收和准予</p>"),
        ("<p>发布</p>", "<p>發布</p>"),
        ("<p>枣庄市峄城区</p>", "<p>棗莊市嶧城區</p>"),
        ('<input placeholder="例如：决定" value="张范">', '<input placeholder="例如：決定" value="张范">'),
        ('<td data-k="机关">执法</td>', '<td data-k="機關">執法</td>'),
        ('<a href="/决定/" title="说明">决定</a>', '<a href="/决定/" title="說明">決定</a>'),
    ],
)
def test_text_is_converted(simplified, traditional):
    assert hant.page(simplified) == traditional


@pytest.mark.parametrize(
    "kept",
    [
        '<bdi translate="no">范于岳丑</bdi>',
        '<bdi translate="no"><bdi>范</bdi>岳</bdi>',
        "<code>决定</code>",
        "<textarea>\n决定</textarea>",
        '<blockquote translate="no">条文<br>原文</blockquote>',
        '<input type="hidden" value="决定">',
        "<!-- 决定 -->",
    ],
)
def test_names_numbers_typed_words_and_quotations_stay(kept):
    assert hant.page(kept) == kept


def test_after_a_kept_element_conversion_goes_on():
    assert (
        hant.page('<p><bdi translate="no">张范</bdi>决定</p>') == '<p><bdi translate="no">张范</bdi>決定</p>'
    )


def test_markup_and_escapes_are_copied_byte_for_byte():
    page = (
        '<!doctype html>\n<html lang="x"><p class="a">&lt;b&gt; &#39;&amp; <br/><img alt="x">é</p></html>\n'
    )
    assert hant.page(page) == page


def test_a_quoted_attribute_cannot_break_out():
    assert (
        hant.page('<a title="说明&quot; onclick=&quot;x">a</a>')
        == '<a title="說明&quot; onclick=&quot;x">a</a>'
    )


def test_a_page_is_converted_for_the_reader_who_asked(reader):
    reader.cookies["mj_lang"] = "hant"
    page = reader.get("/missing/").content.decode()
    assert "沒有找到這一頁" in page
    assert "以簡體文字為準" in page


@pytest.mark.parametrize("text", ["<" * 20_000, "<p>" * 20_000, "&" * 20_000, "决定" * 50_000])
def test_no_page_keeps_the_converter_busy(text):
    assert growth.gently(hant.page, text)


def test_known_names_stay_wherever_they_stand():
    told = '<p>由枣庄市监局办理，枣庄人都知道。</p><input aria-label="枣庄市监局">'
    found = hant.page(told, ["枣庄市监局"])
    assert found == '<p>由枣庄市监局辦理，棗莊人都知道。</p><input aria-label="枣庄市监局">'


def test_what_was_typed_in_traditional_is_searched_in_simplified():
    assert hant.simplified("棗莊叉車案") == "枣庄叉车案" and hant.simplified("叉车") == "叉车"
