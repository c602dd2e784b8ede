"""Papers as PDF: every element is there, the bytes are the same twice, and what cannot be printed is refused."""

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest

from mingjing.casework.rendering import fonts as fonts_
from mingjing.casework.rendering import render as renderer
from mingjing.casework.rendering.checks import MOST_CHARACTERS, holes
from mingjing.casework.rendering.errors import (
    CannotRender,
    Holes,
    MissingGlyph,
    NoFonts,
    TooLong,
    UnknownPaper,
    Unprintable,
)
from mingjing.casework.rendering.plain import plain_issue
from mingjing.casework.rendering.probe import forgotten
from mingjing.casework.rendering.words import field_text
from mingjing.law.papers import PAPERS
from mingjing.law.terms import Field, Kind, Paper
from mingjing.tlog import canonical
from tests.rendering.support import (
    AGENCY,
    DAY,
    NUMBER,
    OF_OTHER_ACTS,
    bare,
    issue,
    paper,
    reader,
    sample,
    text_of,
)

EVERY_PAPER = [one.id for one in PAPERS]
OWN_LAYOUT = [
    "interview_record",
    "prior_notice",
    "legal_review_opinion",
    "penalty_decision",
    "summary_decision",
    "proof_of_service",
    "public_decision",
    "no_penalty_decision",
    "file_cover",
    "file_index",
]
LISTS = {("materials_notice", "missing"), ("sampling_sheet", "sampled"), ("court_application", "attached")}
"""Texts that are set as a table: (paper, field)."""
SPELT_OUT = {
    Kind.MONEY,
    Kind.PARTY,
    Kind.EXHIBITS,
    Kind.GOODS,
    Kind.FIGURES,
    Kind.FINDINGS,
    Kind.YES_NO,
    Kind.CHOICES,
    Kind.QUESTION_ANSWER,
}
"""Kinds that a layout sets part by part, so their one-line text need not stand there as it is."""


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_every_paper_is_a_pdf_a_with_all_that_was_stated(paper_id):
    pdf = issue(paper_id)
    text = text_of(pdf)

    assert bare(paper(paper_id).label).removesuffix("封面") in text
    assert bare(AGENCY) in text
    for field in paper(paper_id).fields:
        if field.kind not in SPELT_OUT:
            said = field_text(field, field.sample, sample(paper_id)["_persons"], "")
            for part in re.split("[\n：]", said) if (paper_id, field.id) in LISTS else [said]:
                assert bare(part) in text, field.id
    metadata = reader(pdf).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


KINDS = ("notice", "record", "form", "inventory", "statement")


def test_the_layouts_of_their_own_are_the_ones_promised():
    assert renderer._own_layouts(renderer.TEMPLATES) == {
        f"{one}.typ" for one in (*OWN_LAYOUT, *OF_OTHER_ACTS, *KINDS)
    }


def test_every_kind_of_layout_is_used():
    used = {renderer.layout_of(one).removesuffix(".typ") for one in PAPERS}
    assert used == {*OWN_LAYOUT, *OF_OTHER_ACTS, *KINDS}


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_no_field_is_forgotten_by_a_layout(paper_id):
    assert forgotten(paper(paper_id)) == ()


@pytest.mark.parametrize(
    ("paper_id", "said", "field"),
    [
        ("penalty_decision", '#paragraphs("perform", lead: "履行方式和期限：")', "perform"),
        ("no_penalty_decision", '#paragraphs("reasons", lead: "理由：")', "reasons"),
        ("hearing_notice", '"agency_name", data.addressee', "hearing_host"),
        ("goods_list", '#goods-table("goods")', "goods"),
        ("interview_record", '#row("询问地点", value("place"))', "place"),
        ("permit_certificate", '(field("permit_scope").label, value("permit_scope")),', "permit_scope"),
        ("seizure_inventory", 'goods-table("goods")', "goods"),
        (
            "court_application",
            '#line-table("attached", "材料名称", ("材料名称", "份数、页数"), widths: (2.4fr, 1fr))',
            "attached",
        ),
    ],
)
def test_an_element_taken_out_of_a_layout_is_found(paper_id, said, field, tmp_path, monkeypatch):
    copy = shutil.copytree(renderer.TEMPLATES, tmp_path / "templates")
    file = copy / renderer.layout_of(paper(paper_id))
    broken = file.read_text().replace(said, f'"agency_name", "{field}"' if "data.addressee" in said else "")
    assert broken != file.read_text()
    file.write_text(broken)
    monkeypatch.setattr(renderer, "TEMPLATES", copy)
    renderer._compiler.cache_clear()
    try:
        assert forgotten(paper(paper_id)) == (field,)
    finally:
        renderer._compiler.cache_clear()


LONG = "依照规定应当写明的内容，" * 120


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_long_texts_break_over_pages_and_lose_nothing(paper_id):
    over = {
        one.id: f"{LONG}末尾{at}。"
        for at, one in enumerate(paper(paper_id).fields)
        if one.kind is Kind.LONG_TEXT
    }
    goods = [{"name": f"物{n}号", "spec": "", "count": "1", "unit": "件", "value": n} for n in range(90)]
    over |= {one.id: goods for one in paper(paper_id).fields if one.kind is Kind.GOODS}
    pdf = issue(paper_id, sample(paper_id, **over))
    text = text_of(pdf)

    assert all(
        text.count(f"末尾{at}。") == 1
        for at, one in enumerate(paper(paper_id).fields)
        if one.kind is Kind.LONG_TEXT
    )
    if any(one.kind is Kind.GOODS for one in paper(paper_id).fields):
        assert all(f"物{n}号" in text for n in range(90))
        assert len(reader(pdf).pages) > 1


@pytest.mark.parametrize("paper_id", OWN_LAYOUT)
def test_every_field_changes_what_is_printed(paper_id):
    """A field added to a paper must find its place: each one changes what is printed."""
    before = text_of(issue(paper_id))
    for field in paper(paper_id).fields:
        assert text_of(issue(paper_id, sample(paper_id, **{field.id: _other(field)}))) != before, field.id


def _other(field: Field):
    return {
        Kind.MONEY: 98_765_00,
        Kind.YES_NO: False,
        Kind.CHOICES: ["warning", "fine"],
        Kind.TIME: "2024-01-02T03:04:05.000Z",
        Kind.CHOICE: field.choices[-1][0] if field.choices else "",
        Kind.PARTY: {"kind": "citizen", "name": "钱某"},
        Kind.ARTICLE: [{"law": "丁法", "article": "第九条"}],
        Kind.EXHIBITS: [{"title": "照片 9 张", "sha256": ""}],
        Kind.QUESTION_ANSWER: [{"q": "天气？", "a": "晴。"}],
        Kind.FINDINGS: {"K1": {"result": "issue", "note": "无证", "pages": "3"}},
    }.get(field.kind, "另一种写法")


def test_a_decision_says_everything_the_law_wants():
    text = text_of(issue("penalty_decision"))

    for said in (
        "枣市监处罚〔2025〕12号",
        "当事人：枣庄启禾仓储服务有限公司（演示）",
        "91370400MA3YX99014",
        "枣庄市薛城区光明路1号（演示）",
        "经查明，检查时",
        "1．现场检查笔录1份；2．询问笔录1份。",
        "违反了《中华人民共和国特种设备安全法》第四十条第三款的规定",
        "罚款人民币叁万元整（30,000元）。",
        "履行方式和期限：",
        "救济途径和期限：",
        "（印章）",
        "2025年9月24日",
        "签发码：MJ-7Q4K-X2PD",
    ):
        assert said in text, said


def test_an_amount_whose_kind_was_not_ticked_is_still_printed():
    text = text_of(
        issue("penalty_decision", sample("penalty_decision", kinds=["warning"], confiscated=123_45))
    )
    for line in (
        "1．警告；",
        "2．罚款人民币叁万元整（30,000元）；",
        "3．没收违法所得、没收非法财物，价值人民币壹佰贰拾叁元肆角伍分（123.45元）。",
    ):
        assert line in text


def test_a_notice_gives_hearing_rights_only_where_they_were_stated():
    assert "六、要求听证的权利" in text_of(issue("prior_notice"))
    assert "听证" not in text_of(issue("prior_notice", sample("prior_notice", hearing_right="")))


def test_a_review_opinion_has_all_ten_heads():
    found = sample("legal_review_opinion")
    found["findings"] = {**found["findings"], "K2": {"result": "issue", "note": "未听取申辩", "pages": "7"}}
    text = text_of(issue("legal_review_opinion", {**found, "_facts": [["案件名称", "叉车案"]]}))

    assert all(bare(f"K{n}") in text for n in range(1, 11))
    assert "存在问题未听取申辩卷宗第7页" in text
    assert "案件名称叉车案" in text


def test_a_receipt_names_what_was_served():
    text = text_of(
        issue("proof_of_service", sample("proof_of_service", _served=[["行政处罚决定书", NUMBER]]))
    )
    assert f"送达文书名称、文号行政处罚决定书{NUMBER}" in text


def test_the_officers_are_named_with_their_certificates():
    assert "张某（执法证号37040000）、王某（执法证号37040001）" in text_of(issue("interview_record"))
    assert "李四（37040009）" in text_of(issue("interview_record", officers=["李四（37040009）"]))


def test_the_same_paper_is_the_same_bytes_in_another_process():
    again = (
        "import sys; from tests.rendering.support import issue; import hashlib\n"
        "print(*(hashlib.sha256(issue(one)).hexdigest() for one in sys.argv[1:]))"
    )
    ask = [sys.executable, "-c", again, *OWN_LAYOUT]
    elsewhere = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.split()

    assert elsewhere == [hashlib.sha256(issue(one)).hexdigest() for one in OWN_LAYOUT]


def test_another_day_number_or_text_is_other_bytes():
    same = issue("penalty_decision")
    assert issue("penalty_decision") == same
    assert issue("penalty_decision", day=date(2025, 9, 25)) != same
    assert issue("penalty_decision", number="枣市监处罚〔2025〕13号") != same
    assert issue("penalty_decision", sample("penalty_decision", cause="x", facts_found="另查明。")) != same


def test_the_fingerprint_says_what_the_bytes_depend_on():
    found = renderer.fingerprint(paper("penalty_decision"))
    assert set(found) == {"template", "template_sha256", "typst", "font", "font_sha256", "standard"}
    assert all(found.values())
    assert renderer.fingerprint(paper("case_source_register"))["template"] == "form"
    assert renderer.fingerprint(Paper("../../settings", "某文书"))["template"] == "form"


@pytest.mark.parametrize(
    ("paper_id", "field", "nothing"),
    [
        ("penalty_decision", "party", {"kind": "org", "name": " ", "address": "某地"}),
        ("penalty_decision", "facts_found", " \n　"),
        ("penalty_decision", "violated", [{"law": "", "article": "第一条"}]),
        ("penalty_decision", "evidence", [{"title": "", "sha256": "0"}]),
        ("penalty_decision", "kinds", []),
        ("prior_notice", "rights", None),
        ("summary_decision", "decided_at", ""),
    ],
)
def test_a_missing_element_bars_the_paper_and_shows_as_a_hole(paper_id, field, nothing):
    content = sample(paper_id, **{field: nothing})
    missing = holes(paper(paper_id), content)

    assert [one.id for one in missing] == [field]
    with pytest.raises(Holes, match=f"缺少必备要素：{missing[0].label}"):
        issue(paper_id, content)
    draft = text_of(issue(paper_id, content, draft=True, number=""))
    assert f"缺：{bare(missing[0].label)}" in draft
    assert "草稿" in draft


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_an_empty_draft_shows_every_hole(paper_id):
    text = text_of(issue(paper_id, {}, draft=True, number=""))
    for field in holes(paper(paper_id), {}):
        assert f"缺：{bare(field.label)}" in text


def test_a_numbered_paper_is_not_issued_without_its_number():
    with pytest.raises(Holes, match="文号"):
        issue("penalty_decision", number=" ")
    assert issue("assignment_record", number="")


def test_a_complete_paper_has_no_mark_of_a_draft():
    text = text_of(issue("penalty_decision"))
    assert "草稿" not in text
    assert "缺：" not in text


def test_an_element_due_on_a_condition_is_left_to_the_engine():
    from mingjing.law.papers import punishes

    only = Paper("made_up", "某文书", (Field("a", "甲", Kind.TEXT, element=True, when=punishes),))
    assert holes(only, {}) == ()
    assert "某文书" in text_of(issue("made_up", {"a": "乙"}, paper=only))


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        '#import "official.typ": *',
        '"]; #read("/etc/passwd")',
        "\\u{41} \\ \\# $a^2$ *b* _c_ `d`",
        "<script>alert(1)</script>",
        "{{ 7*7 }} {% x %}",
        "@ref <label> = 标题 // 注释 /* x */",
        "- 甲 + 乙 / 丙: 丁~戊---己",
        "'; DROP TABLE 文书; --",
        '\\" \\\\ \\n',
        "甲\n\n= 乙",
    ],
)
def test_a_name_is_never_code(name):
    content = sample(
        "penalty_decision", party={"kind": "org", "name": name, "address": name}, facts_found=name
    )
    assert text_of(issue("penalty_decision", content)).count(bare(name)) == 3


def test_a_long_run_without_spaces_stays_on_the_page():
    run = "A1b2" * 100
    pdf = issue("filing_approval", sample("filing_approval", opinion_text=run))
    assert text_of(pdf).count("A1b2") == 100
    right_edge = float(reader(pdf).pages[0].mediabox.width) - 26 / 25.4 * 72
    rows = []
    reader(pdf).pages[0].extract_text(
        visitor_text=lambda text, _cm, tm, _font, _size: rows.append((tm[4], text))
    )
    assert all(x < right_edge for x, _ in rows)


def test_a_character_without_glyph_is_refused_not_left_blank():
    with pytest.raises(MissingGlyph, match=r"没有“😀”（U\+1F600）.*空白.*请改用"):
        issue("penalty_decision", sample("penalty_decision", facts_found="张😀三"))
    assert issue("penalty_decision", sample("penalty_decision", facts_found="𰻝面馆，㐂、〇、①"))


def test_what_cannot_be_printed_is_known_before_the_act():
    assert renderer.complaints(sample("penalty_decision")) == ()
    (sentence,) = renderer.complaints({"party": {"name": "张😀\ue123"}, "x": [{"q": "问"}]})
    assert "U+1F600" in sentence
    assert "U+E123" in sentence
    assert renderer.complaints({"a": "一" * (MOST_CHARACTERS + 1)})[0].startswith("文书共 300,002 字")


def test_a_text_of_foreign_signs_is_answered_quickly():
    assert (
        len(renderer.missing_characters("".join(map(chr, range(0x1F300, 0x1F600)))))
        <= renderer.MOST_NAMED + 1
    )


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\x7f", "\u2028", "\ud800"]
)
def test_invisible_characters_are_refused(hidden):
    with pytest.raises(Unprintable, match=rf"“罚款”之后.*U\+{ord(hidden):04X}"):
        issue("penalty_decision", sample("penalty_decision", facts_found=f"罚款{hidden}三万"))
    with pytest.raises(Unprintable):
        issue("penalty_decision", number=f"枣{hidden}1号")


def test_line_ends_and_tabs_are_no_hidden_characters():
    text = text_of(issue("penalty_decision", sample("penalty_decision", facts_found="甲\r\n乙\t丙\r丁")))
    assert "经查明，甲乙丙丁" in text


@pytest.mark.parametrize(
    "content",
    [
        {"facts_found": "张" * 2_000_000},
        {"party": {"kind": "org", "name": "张" * 1_000_000}},
        {"evidence": [{"title": "照" * 1000, "sha256": ""}] * 2000},
    ],
)
def test_two_megabytes_of_text_are_an_attachment(content):
    with pytest.raises(TooLong, match="请把长材料作为附件提交"):
        issue("penalty_decision", sample("penalty_decision", **content))


def test_an_interview_of_forty_pages():
    spoken = [
        {"q": f"第 {n} 问，{'你当时在哪里？' * 4}", "a": f"第 {n} 答，{'我在仓库里，' * 50}没有了。"}
        for n in range(80)
    ]
    pdf = issue("interview_record", sample("interview_record", dialogue=spoken))
    pages = reader(pdf).pages
    text = text_of(pdf)

    assert len(pages) >= 40
    assert all(f"问：第{n}问，" in text and f"答：第{n}答，" in text for n in range(80))
    # Every sheet is signed and can be checked by itself.
    assert all("被询问人签名" in bare(page.extract_text()) for page in pages)
    assert f"第{len(pages)}页共{len(pages)}页" in text


def test_an_unknown_paper_is_named():
    with pytest.raises(UnknownPaper, match="没有“../x”这种文书"):
        issue("../x", {})


def test_without_a_chinese_font_one_sentence_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(fonts_, "fonts", lambda: None)
    renderer._compiler.cache_clear()
    with pytest.raises(NoFonts, match="fonts-noto-cjk"):
        issue("penalty_decision")
    assert renderer.complaints(sample("penalty_decision")) == ()
    assert renderer.complaints({"a": "\u202e"})
    renderer._compiler.cache_clear()


def test_a_fault_of_a_layout_is_told_as_such(monkeypatch):
    monkeypatch.setattr(renderer, "_own_layouts", lambda root: frozenset({"case_source_register.typ"}))
    with pytest.raises(CannotRender, match="文书排版失败"):
        issue("case_source_register")


def test_the_qr_leads_to_the_address_with_the_issue_code():
    assert renderer.target("https://a.example/", "X1") == "https://a.example/X1"
    assert renderer.target("https://a.example/d/X1", "X1") == "https://a.example/d/X1"
    assert renderer.target("", "X1") == "X1"
    assert renderer.qr("") == ""
    assert renderer.qr("https://a.example/X1").startswith("<svg")
    assert issue("penalty_decision", address="", issue_code="")


def test_the_plain_form_is_canonical_and_leaves_out_the_callers_help():
    body = plain_issue(paper("penalty_decision"), sample("penalty_decision"), NUMBER, DAY)
    read = canonical.decode(body)

    assert read == {
        "format": "mingjing/paper/v1",
        "paper": "penalty_decision",
        "number": NUMBER,
        "day": "2025-09-24",
        "content": {key: one for key, one in sample("penalty_decision").items() if key[0] != "_"},
    }


def test_everybody_who_signs_has_a_line():
    for paper_id, said, times in (
        ("onsite_inspection_record", "执法人员（签名）", 2),
        ("deliberation_record", "负责人集体（签名）", 4),
        ("goods_list", "执法人员（签名或者盖章）", 2),
        ("hearing_request", "当事人（签名或者盖章）", 1),
        ("filing_approval", "机关负责人意见", 1),
    ):
        assert text_of(issue(paper_id)).count(said) == times, paper_id


def test_no_sheet_carries_signatures_alone():
    """As a seal, a signature stands on a sheet with some of the text."""
    for rows in range(1, 60):
        said = "\n".join(f"第 {n} 行。" for n in range(rows))
        pdf = issue("hearing_transcript", sample("hearing_transcript", last_word=said))
        assert f"第{rows - 1}行。" in bare(reader(pdf).pages[-1].extract_text()), rows


@pytest.mark.parametrize(
    ("paper_id", "field", "last"),
    [("hearing_notice", "hearing_told", "末行"), ("transfer_letter", "goods", "（以下空白）")],
)
def test_no_sheet_carries_a_seal_alone(paper_id, field, last):
    for rows in range(1, 50):
        many = {
            "hearing_told": "\n".join(["某行。"] * rows + ["末行"]),
            "goods": [{"name": "叉车", "count": "1", "unit": "台"}] * rows,
        }
        pdf = issue(paper_id, sample(paper_id, **{field: many[field]}))
        assert last in bare(reader(pdf).pages[-1].extract_text()), rows


def test_the_first_sentence_names_the_article_and_what_is_done():
    said = {
        "order_to_correct": "依据《中华人民共和国行政处罚法》第二十八条的规定，现通知如下：",
        "demand_notice": "依据《中华人民共和国行政强制法》第三十五条的规定，现催告如下：",
        "transfer_letter": "依据《行政执法机关移送涉嫌犯罪案件的规定》第六条的规定，现移送如下：",
    }
    for paper_id, sentence in said.items():
        assert sentence in text_of(issue(paper_id))
    # An article that nobody has read is not printed under a seal.
    assert "依据" not in text_of(issue("withdrawal_notice"))


def test_a_letter_goes_to_whom_it_names():
    text = text_of(issue("assistance_letter"))
    assert "协助调查函滕州市市场监督管理局（演示）：" in text
    assert text.count("滕州市市场监督管理局（演示）") == 1
