"""Layouts of inspections, permits, compulsion, levies and fees: what each must say, where, and on how many sheets."""

import re

import pytest

from mingjing.casework.rendering import fonts as fonts_
from tests.rendering.support import OF_OTHER_ACTS, bare, issue, paper, reader, sample, text_of

LONG_NAME = ("枣庄市薛城区某国际物流仓储供应链管理服务（集团）股份有限公司新城临港经济开发区第一分公司" * 3)[
    :100
]
LONG_ADDRESS = (
    "山东省枣庄市薛城区光明路与长江路交叉口向北三百米路东某物流园区第十二号仓库二层（门牌号待定）" * 3
)[:100]
LONG_PARTY = {
    "kind": "org",
    "name": LONG_NAME,
    "code": "91370400MA3YX99014",
    "address": LONG_ADDRESS,
    "representative": "孙大海",
}
CHARGED = [
    ["项目", "特种设备检验检测费（演示）"],
    ["标准", "300元／台"],
    ["批准文号", "鲁价费发〔2017〕12号（演示）"],
]
GOODS = [
    {
        "name": f"物{n}号",
        "spec": "演示-07",
        "count": "2",
        "unit": "台",
        "value": "12,345.60",
        "state": "前叉有划痕",
    }
    for n in range(40)
]
WITH_PARTY = [one for one in OF_OTHER_ACTS if any(field.id == "party" for field in paper(one).fields)]


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)


def sheets(pdf: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in reader(pdf).pages]


def numbered(paper_id: str, pdf: bytes) -> list[tuple[int, str]]:
    """Sheets with the numbers they ought to bear: the two copies of the inventory are numbered each by itself."""
    found = sheets(pdf)
    each = len(found) // 2 if paper_id == "seizure_inventory" else len(found)
    return [(at % each + 1, one) for at, one in enumerate(found)]


@pytest.mark.parametrize("paper_id", WITH_PARTY)
def test_a_party_with_the_longest_name_and_address_loses_nothing(paper_id):
    pdf = issue(paper_id, sample(paper_id, party=LONG_PARTY))
    text = text_of(pdf)
    assert bare(LONG_NAME) in text
    assert bare(LONG_ADDRESS) in text
    for page in reader(pdf).pages:
        right = float(page.mediabox.width) - 20 / 25.4 * 72
        starts: list[float] = []
        page.extract_text(visitor_text=lambda text, _cm, tm, _font, _size, to=starts: to.append(tm[4]))
        assert max(starts) < right
    assert all(re.search(rf"—{n}—|第{n}页", one) for n, one in numbered(paper_id, pdf))


@pytest.mark.parametrize("paper_id", WITH_PARTY)
def test_what_need_not_be_stated_leaves_no_label_behind(paper_id):
    optional = [one for one in paper(paper_id).fields if not one.required or one.when is not None]
    blank = sample(paper_id, **{one.id: None for one in optional})
    blank["party"] = {"kind": "citizen", "name": "钱某"}
    text = text_of(issue(paper_id, blank))
    for one in optional:
        assert f"{bare(one.label)}：" not in text, one.id
    assert not re.search(r"(统一社会信用代码|住址|法定代表人（负责人）)：", text)


def test_the_certificate_is_a_landscape_sheet_with_code_holder_scope_and_validity():
    pdf = issue(
        "permit_certificate", sample("permit_certificate", _facts=[["许可事项", "特种设备检验核准（演示）"]])
    )
    (page,) = reader(pdf).pages
    assert page.mediabox.width > page.mediabox.height
    text = text_of(pdf)
    for said in (
        "行政许可证件",
        "证件编号：枣市监处罚〔2025〕12号",
        "持证人：枣庄启禾仓储服务有限公司（演示）",
        "许可事项：特种设备检验核准（演示）",
        "许可的内容：叉车充装、检验（演示）",
        "有效期：自2025年10月20日至2028年10月19日",
        "（印章）",
    ):
        assert said in text, said


def test_the_inventory_is_printed_twice_each_copy_numbered_by_itself():
    found = sheets(issue("seizure_inventory", sample("seizure_inventory", goods=GOODS)))
    half = len(found) // 2
    assert half > 1
    assert len(found) == 2 * half
    for mark, copy in (("（当事人联）", found[:half]), ("（行政机关留存联）", found[half:])):
        whole = "".join(copy)
        assert [mark in one for one in copy] == [True] + [False] * (half - 1)
        assert all(f"—{n}—" in one for n, one in enumerate(copy, 1))
        assert all("序号名称规格、型号或标识数量单位价值状况" in one for one in copy[:-1])
        assert all(whole.count(f"物{n}号") == 1 for n in range(40))
        assert "共40项（以下空白）" in whole
        for signs in ("当事人（签名或者盖章）", "见证人（签名）"):
            assert whole.count(signs) == 1
        assert whole.count("执法人员（签名）") == 2


def test_goods_without_worth_or_state_have_no_such_column():
    text = text_of(issue("seizure_inventory"))
    assert "序号名称规格、型号或标识数量单位1叉车" in text
    assert "价值" not in text


def test_the_missing_materials_are_a_list():
    text = text_of(issue("materials_notice"))
    assert "序号材料需要补正的内容1场所证明缺产权人签名2检验报告缺2号设备共2项（以下空白）" in text
    prose = text_of(
        issue("materials_notice", sample("materials_notice", missing="场所证明缺产权人签名。\n缺检验报告。"))
    )
    assert "序号需要补正的全部内容1场所证明缺产权人签名。2缺检验报告。共2项" in prose
    assert "（专用印章）" in text


def test_a_scene_written_as_a_checklist_is_a_table_and_prose_stays_prose():
    listed = sample("onsite_inspection_record", scene="使用登记：已办理\n定期检验：1 台届满")
    assert "序号检查内容检查情况1使用登记已办理2定期检验1台届满" in text_of(
        issue("onsite_inspection_record", listed)
    )
    one_colon = sample("onsite_inspection_record", scene="孙大海称：\n叉车在用。")
    assert "现场情况孙大海称：叉车在用。" in text_of(issue("onsite_inspection_record", one_colon))


def test_the_estimate_of_a_substitute_performance_has_its_items_and_its_total():
    text = text_of(issue("substitute_decision"))
    assert "序号费用项目标准数量单位金额1挖掘、装车每立方米20元200立方米4,000元" in text
    assert "合计：6,000元（人民币陆仟元整）" in text
    alone = text_of(issue("substitute_decision", sample("substitute_decision", cost_items=None)))
    assert "费用项目金额砂石约200立方米6,000元合计：6,000元（人民币陆仟元整）" in alone
    # The draft says when the items do not add up; typed in 元, they count the same.
    items = [{"name": "清运", "count": "1", "value": "6,000.00"}]
    for given, told in ((items, False), ([*items, *items], True)):
        content = sample("substitute_decision", cost_items=given)
        draft = text_of(issue("substitute_decision", content, draft=True, number=""))
        assert ("各项金额相加等于费用预算" in draft) is told


def test_the_court_gets_a_list_of_what_is_attached_on_a_sheet_of_its_own():
    *before, last = sheets(issue("court_application"))
    assert "机关负责人（签名）：李秉公" in before[-1]
    assert last.startswith("法院申请材料清单")
    assert "1行政处罚决定书1份2决定的事实、理由和依据1份3催告书和送达回证2份共3项（以下空白）" in last


def test_the_sums_of_a_sheet_are_called_as_the_sheet_calls_them():
    assert "项目数量罚没金额罚款1" in text_of(issue("annual_report"))
    assert "项目数量金额特种设备检验费" in text_of(issue("fee_account"))


@pytest.mark.parametrize(
    ("paper_id", "sum_", "words"),
    [("payment_notice", "2600元", "陆佰元整"), ("levy_decision", "50006,000元", "陆仟元整")],
)
def test_a_sum_due_is_shown_as_standard_times_quantity(paper_id, sum_, words):
    text = text_of(issue(paper_id, sample(paper_id, _charged=CHARGED)))
    due = bare(f"合计（大写）：人民币{words}")
    assert f"项目标准数量应缴金额特种设备检验检测费（演示）300元／台{sum_}" in text
    assert due in text
    assert "批准文号：鲁价费发〔2017〕12号（演示）" in text
    assert "计算方法数量应缴金额" in text_of(issue(paper_id))


@pytest.mark.parametrize(
    ("paper_id", "field", "words"),
    [
        ("inspection_result_notice", "found_what", "末行"),
        ("recheck_opinion", "recheck_found", "复查结论"),
        ("penalty_decision", "remedies", "末行"),
    ],
)
def test_no_sheet_carries_a_seal_or_a_signature_alone(paper_id, field, words):
    for rows in range(10, 34):
        said = "\n".join(["某行。"] * rows + ["末行"])
        assert words in sheets(issue(paper_id, sample(paper_id, **{field: said})))[-1], rows


@pytest.mark.parametrize(("measure", "said"), [("seal", "查封"), ("seize", "扣押")])
def test_a_seizure_says_which_it_is(measure, said):
    text = text_of(issue("seizure_decision", sample("seizure_decision", measure=measure)))
    assert f"予以{said}：" in text and f"{said}的期限：" in text and "予以查封（扣押）" not in text


@pytest.mark.parametrize(
    ("paper_id", "said"),
    [
        ("handling_decision", "处理决定：解除，退还"),
        ("undoing_decision", "决定：撤回"),
        ("undoing_notice", "拟作出的决定：撤回"),
        ("release_decision", "采取的措施：扣押"),
        ("freeze_decision", "冻结的数额：8,000元（人民币捌仟元整）"),
        ("freeze_extension_decision", "依据《中华人民共和国行政强制法》第三十二条的规定"),
        ("hearing_rights_notice", "陈述、申辩的权利和期限"),
        ("hearing_rights_notice", "理由"),
        ("court_application", "依据《中华人民共和国行政强制法》第五十三条的规定，申请强制执行"),
        ("late_charge_decision", "人民币玖仟元整"),
    ],
)
def test_a_paper_says_what_it_decides_and_by_what(paper_id, said):
    assert said in text_of(issue(paper_id))


@pytest.mark.parametrize("paper_id", ["enforcement_agreement", "compensation_agreement"])
def test_an_agreement_has_a_line_for_the_other_side(paper_id):
    assert "当事人（签名或者盖章）：" in text_of(issue(paper_id))


@pytest.mark.parametrize(
    ("paper_id", "field"),
    [("freeze_notice", "bank"), ("transfer_order", "bank"), ("immediate_execution_application", "court")],
)
def test_who_is_asked_is_addressed(paper_id, field):
    text = text_of(issue(paper_id))
    assert bare(str(sample(paper_id)[field])) + "：" in text
    assert "金融机构：" not in text and "人民法院：枣庄" not in text


@pytest.mark.parametrize("paper_id", ["handling_decision", "transfer_letter", "release_decision"])
@pytest.mark.parametrize("more", range(20, 400, 40))
def test_no_sheet_begins_with_the_foot_of_a_list(paper_id, more):
    pages = reader(issue(paper_id, sample(paper_id, reasons="述" * more, facts_found="述" * more))).pages
    assert not [one for one in pages if bare(one.extract_text()).startswith("共1项")]


def test_four_who_sign_a_form_have_a_line_each():
    assert text_of(issue("executive_minutes")).count("签名：") == 4


def test_the_party_signs_every_sheet_of_a_hearing():
    first = bare(reader(issue("hearing_transcript")).pages[0].extract_text())
    assert "当事人或者代理人：" in first


@pytest.mark.parametrize("paper_id", ["penalty_decision", "permit_certificate", "proof_of_service"])
def test_a_paper_of_a_practice_home_says_so_on_every_sheet(paper_id):
    for page in reader(issue(paper_id, practice=True)).pages:
        assert "演练库文书不具法律效力" in bare(page.extract_text())
    assert "演练库" not in text_of(issue(paper_id))
