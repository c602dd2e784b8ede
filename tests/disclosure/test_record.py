"""The public record: only what is on the allow-list, natural persons masked, the rest refused."""

import pytest

from mingjing.disclosure import record as records
from mingjing.law.terms import PaperRef
from mingjing.tlog.canonical import decode_object, encode
from tests.disclosure.cases import CITIZEN, DRAFT, FIRM, Story, number

KEYS = {
    "v",
    "format",
    "number",
    "act",
    "procedure",
    "title",
    "agency",
    "party",
    "plain",
    "conduct",
    "content",
    "public_facts",
    "public_discretion",
    "violated",
    "punished_by",
    "kinds",
    "fine",
    "confiscated",
    "decided_on",
    "served_on",
    "reviewed_on",
    "published_on",
    "process",
}


def made(story: Story | None = None, **sentences: str) -> dict:
    story = (story or Story()).decided()
    entry = story.published(**sentences)
    return records.public_record(story.case, entry)


def test_nothing_but_the_listed_keys_goes_out():
    assert made().keys() == KEYS


def test_the_record_has_a_canonical_form():
    record = made()
    assert decode_object(encode(record)) == record


def test_an_organisation_is_named_with_its_code_and_nothing_else():
    assert made()["party"] == {"kind": "org", "name": FIRM["name"], "code": FIRM["code"], "masked": False}
    assert "孙大海" not in str(made())
    assert FIRM["address"] not in str(made())


def test_a_natural_person_is_masked_everywhere():
    record = made(Story(party=dict(CITIZEN), cause="销售过期食品案"))
    assert record["party"] == {"kind": "citizen", "name": "张某", "code": "", "masked": True}
    assert record["title"] == "张某销售过期食品案"
    assert "三丰" not in str(record)


def test_two_people_who_read_alike_are_told_apart():
    story = Story(party={"kind": "citizen", "name": "李大明"})
    assert made(story)["party"]["name"] == "李某1"  # 李小红 was asked


def test_a_business_under_its_operators_name_is_masked():
    party = {"kind": "individual_business", "name": "张三丰", "representative": "张三丰"}
    assert made(Story(party=party))["party"]["name"] == "张某"
    shop = {"kind": "individual_business", "name": "薛城区张三丰小吃店", "representative": "张三丰"}
    assert made(Story(party=shop))["party"]["name"] == "薛城区张三丰小吃店"


def test_the_process_is_told_in_the_words_of_the_law_and_begins_after_the_lead():
    steps = made()["process"]
    assert [one["step"] for one in steps] == [
        "立案",
        "询问",
        "调查终结",
        "处罚事先告知",
        "送达：行政处罚事先告知书",
        "法制审核",
        "作出处罚决定",
        "送达：行政处罚决定书",
        "向社会公开",
    ]
    assert "群众举报" not in str(made())


def test_days_come_from_the_acts():
    record = made()
    days = [record[one] for one in ("reviewed_on", "decided_on", "served_on", "published_on")]
    assert days == ["2026-11-01", "2026-11-03", "2026-11-05", "2026-11-07"]


def test_unknown_penalty_kinds_do_not_go_out():
    story = Story().decided()
    story.entries[8].facts["penalty_decision"]["kinds"] = ["fine", "电话 13800138000"]
    assert records.public_record(story.case, story.published())["kinds"] == ["fine"]


def test_without_a_numbered_decision_there_is_nothing_to_publish():
    story = Story()
    with pytest.raises(ValueError, match="还没有编了文号的决定"):
        records.public_record(story.case, story.published())


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        ({"plain": "被询问人李小红称不知情。"}, "name"),
        ({"public_facts": "法定代表人孙大海到场。"}, "name"),
        ({"public_facts": "身份证号 370402198503121234。"}, "number"),
        ({"public_discretion": "家住薛城区常庄镇西小庄村87号。"}, "address"),
        ({"content": "退款至账号 37001234567890123456"}, "number"),
        ({"conduct": "在网上销售，微信号zhangsf_1985"}, "contact"),
        ({"plain": "长" * 2001}, "long"),
    ],
)
def test_a_sentence_with_personal_data_refuses_publication(sentences, kind):
    with pytest.raises(records.Leaking) as refused:
        made(**sentences)
    assert [one.kind for one in refused.value.leaks] == [kind]


def test_a_cause_with_a_name_refuses_publication():
    with pytest.raises(records.Leaking, match="标题"):
        made(Story(cause="李小红举报的叉车案"))


def test_a_minors_case_is_not_published_at_all():
    party = {"kind": "citizen", "name": "王小宝", "code": "370402201003121234"}
    with pytest.raises(records.Leaking, match="未成年人"):
        made(Story(party=party))


def test_the_same_sentences_can_be_asked_about_before_the_act():
    story = Story().decided()
    assert records.leaks(story.case, {"plain": "这家公司有 2 台叉车。"}) == []
    assert [one.place for one in records.leaks(story.case, {"plain": "电话 13800138000"})] == ["一句话说明"]


def test_the_number_of_the_decision_is_found():
    assert records.number_of(Story().decided().case) == number()
    assert records.number_of(Story().case) == ""


def permit(party: dict | None = None) -> Story:
    story = Story(party=party or dict(FIRM), procedure="permit@2019-04-23", doc_no="枣市监许决〔2026〕7号")
    content = {
        "party": story.party,
        "granted": "yes",
        "permit_scope": "气瓶充装",
        "denied_why": "",
        "agency_name": story.agency_name,
    }
    story.add("pm_receive", {"party": story.party, "item": "PER-0001"})
    story.add("pm_third", {"interested_notice": {"interested": "王大锤"}})
    story.add(
        "pm_decide",
        {"permit_decision": content},
        roles="agency_head",
        papers=(PaperRef("permit_decision", DRAFT, story.doc_no),),
    )
    story.add("pm_issue", {"permit_certificate": {"valid_from": "2026-10-22", "valid_until": "2030-10-21"}})
    return story


def permit_record(story: Story, **sentences: str) -> dict:
    said = {
        "public_matter": "气瓶充装许可",
        "plain": "准予。",
        "content": "准予许可",
        "public_facts": "条件具备。",
    }
    entry = story.add("pm_publish", {"public_notice": {**said, **sentences}}, roles="publisher")
    return records.public_record(story.case, entry)


def test_a_permit_shows_its_content_and_validity_and_nothing_of_a_penalty():
    record = permit_record(permit())
    assert record["title"] == f"{FIRM['name']}气瓶充装许可"
    shown = ("granted", "permit_scope", "valid_from", "valid_until")
    assert [record[one] for one in shown] == ["yes", "气瓶充装", "2026-10-22", "2030-10-21"]
    assert record["number"] == "枣市监许决〔2026〕7号"
    assert record["decided_on"] == "2026-10-22"
    assert not {"fine", "kinds", "violated", "denied_why", "item"} & record.keys()


def test_an_applicant_who_is_a_natural_person_is_masked_in_a_permit_too():
    assert permit_record(permit(dict(CITIZEN)))["title"] == "张某气瓶充装许可"


def test_a_neighbour_who_was_heard_is_named_nowhere():
    with pytest.raises(records.Leaking) as found:
        permit_record(permit(), public_facts="听取了王大锤的意见。")
    assert [one.kind for one in found.value.leaks] == ["name"]


def test_what_was_decided_in_words_is_read_for_private_data_as_well():
    story = permit()
    story.entries[2].facts["permit_decision"]["permit_scope"] = "气瓶充装，联系人电话 13800138000"
    with pytest.raises(records.Leaking) as found:
        permit_record(story)
    assert [one.place for one in found.value.leaks] == ["许可的内容"]


def test_what_was_only_asked_for_does_not_go_out():
    story = permit()
    story.add("pm_renew.ask", {"permit_renewal_decision": {"renewed": "yes", "valid_until": "2034-10-21"}})
    assert permit_record(story)["valid_until"] == "2030-10-21"
    story.add("pm_renew", {"ask": "d" * 64}, roles="agency_head")
    assert permit_record(story)["valid_until"] == "2034-10-21"


@pytest.mark.parametrize("result", ["revoked", "redo", "void"])
def test_a_certificate_that_fell_with_its_decision_is_not_shown_with_the_next(result):
    story = permit()
    story.add("pm_remedy_filed", {"remedy": "reconsideration"})
    story.add("pm_remedy_result", {"remedy": "reconsideration", "result": result})
    content = {"granted": "no", "permit_scope": "气瓶充装", "agency_name": story.agency_name}
    paper = PaperRef("permit_decision", DRAFT, "枣市监许决〔2026〕8号")
    story.add("pm_decide", {"permit_decision": content}, roles="agency_head", papers=(paper,))
    record = permit_record(story)
    assert [record[one] for one in ("number", "granted", "valid_from", "valid_until")] == [
        "枣市监许决〔2026〕8号",
        "no",
        "",
        "",
    ]


def test_a_certificate_that_stood_through_the_remedy_is_shown():
    story = permit()
    story.add("pm_remedy_filed", {"remedy": "reconsideration"})
    story.add("pm_remedy_result", {"remedy": "reconsideration", "result": "maintained"})
    assert permit_record(story)["valid_until"] == "2030-10-21"


def test_an_article_is_read_for_private_data():
    story = Story().decided()
    story.entries[8].facts["penalty_decision"]["violated"] = [
        {"law": "中华人民共和国特种设备安全法", "article": "第四十条（电话 13800138000）"}
    ]
    with pytest.raises(records.Leaking) as found:
        records.public_record(story.case, story.published())
    assert [one.place for one in found.value.leaks] == ["违反的规定"]


@pytest.mark.parametrize(
    ("name", "operator"), [("张三丰", "张 三丰"), ("张三丰（个体工商户）", "张三丰"), ("张三丰", "")]
)
def test_a_business_that_may_be_called_by_its_operator_is_masked(name, operator):
    party = {
        "kind": "individual_business",
        "name": name,
        "representative": operator,
        "code": "370402850312123",
    }
    shown = made(Story(party=party))["party"]
    assert (shown["name"].rstrip("1"), shown["code"], shown["masked"]) == ("张某", "", True)


def test_a_shops_foreign_number_does_not_go_out():
    party = {
        "kind": "individual_business",
        "name": "薛城区安顺小吃店",
        "representative": "张三丰",
        "code": "E12345678",
    }
    assert made(Story(party=party))["party"]["code"] == ""


def test_where_an_applicant_lives_is_named_in_no_sentence_and_in_no_shown_field():
    with pytest.raises(records.Leaking) as found:
        permit_record(permit(dict(CITIZEN)), public_facts="经营场所在西小庄村87号，条件具备。")
    assert [(one.place, one.kind) for one in found.value.leaks] == [("事实和理由", "address")]
    story = permit(dict(CITIZEN))
    story.entries[2].facts["permit_decision"]["permit_scope"] = "气瓶充装，限常庄镇西小庄村"
    with pytest.raises(records.Leaking) as found:
        permit_record(story)
    assert [(one.place, one.kind) for one in found.value.leaks] == [("许可的内容", "address")]


def test_the_premises_of_a_firm_may_be_named():
    assert permit_record(permit(), public_facts=f"充装地点：{FIRM['address']}。")["public_facts"]


@pytest.mark.parametrize(
    ("action", "facts"),
    [
        ("pm_serve", {"proof_of_service": {"signed_for": "王建国，门卫，已签收"}}),
        ("pm_serve", {"proof_of_service": {"witness": "居民委员会工作人员王建国见证"}}),
        ("pm_visit", {"site_visit_record": {"party_signed": "王建国已签名"}}),
        ("pm_visit", {"shown_to": "王建国"}),
        ("pm_hear_req", {"stated_person": "王建国"}),
    ],
)
def test_who_signed_or_was_shown_a_paper_is_named_in_no_sentence(action, facts):
    story = permit()
    story.add(action, facts)
    story.entries[2].facts["permit_decision"]["permit_scope"] = "气瓶充装，由王建国负责"
    with pytest.raises(records.Leaking) as found:
        permit_record(story)
    assert [(one.place, one.kind) for one in found.value.leaks] == [("许可的内容", "name")]


def test_a_tombstone_does_not_say_where_the_party_lived():
    story = permit(dict(CITIZEN))
    permit_record(story)
    (leak,) = records.reason_leaks(story.case, "西小庄村87号的场所已经拆除。")
    assert leak.kind == "address"


def test_a_party_that_was_put_right_leaves_its_home_known():
    story = permit(dict(CITIZEN))
    story.add("pm_issue", {"permit_certificate": {"party": dict(FIRM), "valid_until": "2030-10-21"}})
    with pytest.raises(records.Leaking):
        permit_record(story, plain="在西小庄村 87 号。")
