"""What a public sentence may not contain: the open vectors, and strings made to keep a pattern busy."""

import json
from pathlib import Path

import pytest

from mingjing.disclosure import names
from mingjing.disclosure.detector import LIMIT, Known, found, leaks, signed
from tests.support import growth

VECTORS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "golden" / "redaction-vectors.jsonl").read_text().splitlines()
]
BUSY = [
    "1 ",
    "1-3",
    "1",
    "住山东省枣庄市",
    "a@",
    "a.",
    "一",
    "账号",
    "小学",
    "13",
    "0 ",
    "二〇",
    "身份证",
    "微信号",
    "当事人：",
]


def known(vector: dict) -> Known:
    persons = tuple(name for kind, name in vector["parties"] if kind in "NFMG")
    places = tuple(name for kind, name in vector["parties"] if kind == "C")
    return Known(persons, (*places, *vector["allow"]))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["id"])
def test_what_the_vector_calls_secret_is_refused_and_what_it_calls_public_passes(vector):
    secret = vector["in"] not in vector["ok"]
    assert bool(found(vector["in"], known(vector))) is secret
    assert [found(text, known(vector)) for text in vector["ok"]] == [[] for _ in vector["ok"]]


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if any(k in "NF" for k, _ in one["parties"])], ids=lambda one: one["id"]
)
def test_natural_persons_are_named_as_the_vector_wants(vector):
    people = [name for kind, name in vector["parties"] if kind in "NF"]
    text = "".join(vector["in"].split()) if not people[0].isascii() else vector["in"]
    order = sorted(people, key=lambda name: _place(text, name, people))
    public = names.masked(order)
    assert all(any(public[name] in ok for ok in vector["ok"]) for name in people)


def _place(text, name, people):
    longer = [one for one in people if one != name and name in one]
    for one in longer:
        text = text.replace(one, "□" * len(one))
    return text.find(name)


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("张三丰", "张某"),
        ("欧阳小红", "欧阳某"),
        ("诸葛亮", "诸葛某"),
        ("欧阳", "欧某"),
        ("买买提·艾力", "买某"),
        ("买买提•艾力", "买某"),
        ("John Smith", "J"),
        ("иван", "И"),
        ("张 三 丰", "张某"),
        ("𠮷野家", "𠮷某"),
    ],
)
def test_the_name_rule(name, public):
    assert names.base(name) == public


def test_people_who_would_read_alike_are_numbered_by_appearance():
    assert names.masked(["王小明", "李四", "王小", "王小明"]) == {
        "王小明": "王某1",
        "李四": "李某",
        "王小": "王某2",
    }


def test_at_least_eighty_compound_surnames_are_known():
    assert len(names.COMPOUND) >= 80


@pytest.mark.parametrize(
    "text",
    [
        "罚款 30,000 元，上缴国库。",
        "2026 年 10 月 14 日检查时，该公司仓库内 2 台叉车正在作业。",
        "检验有效期为 2026-07-31 至 2026-08-15。",
        "依据《中华人民共和国特种设备安全法》第八十四条第一项，处三万元以上三十万元以下罚款。",
        "许可证编号 SC10637040212345，有效期至 2028 年。",
        "统一社会信用代码：913704001234567890，在枣庄市登记。",
        "暂住处、住宿、住房改造工程不在本案范围。",
        "当事人：枣庄启禾仓储服务有限公司。",
        "当事人应当停止使用。负责人：安排整改。",
        "张某系经营者，未到场。",
    ],
)
def test_ordinary_sentences_pass(text):
    assert found(text, Known()) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证三七〇四〇二一九八五〇三一二一二三四。", "number"),
        ("电话一三八〇〇一三八〇〇〇。", "contact"),
        ("证号 370402\n19850312\n1234", "number"),
        ("帐号 6222-0216-0301-2345", "number"),
        ("住枣庄市薛城区常庄镇某村 87 号", "address"),
        ("在某小区 3号楼2单元501室 查获", "address"),
        ("法定代表人：孙大海。", "name"),
        ("举报人 ：王二，未留电话", "name"),
        ("孙\u202e海", "hidden"),
        ("孙\u200b大海", "hidden"),
        ("现住薛城区某路 12 弄", "address"),
        ("生于 1985 年", "birth"),
        ("字" * (LIMIT + 1), "long"),
    ],
)
def test_what_hides_is_found(text, kind):
    assert kind in found(text, Known())


@pytest.mark.parametrize("name", ["张三丰", "张 三 丰", "张\u3000三丰", "张三\n丰"])
def test_a_person_of_the_case_is_found_however_the_name_is_spaced(name):
    assert "name" in found(f"经查，{name}为实际经营者。", Known(("张三丰",)))


def test_a_registered_name_that_contains_a_personal_name_is_public():
    case = Known(("张三丰",), ("薛城区张三丰小吃店",))
    assert found("薛城区张三丰小吃店未公示许可证。", case) == []
    assert found("薛城区张三丰小吃店的张三丰未到场。", case) == ["name"]


def test_every_leak_says_where_what_and_how_to_cure():
    (leak,) = leaks([("认定的事实", "电话 13800138000。")], Known())
    assert leak.sentence == "“认定的事实”中有电话、微信号等联系方式，不得公开；请整项删去。"


@pytest.mark.parametrize("busy", BUSY)
@pytest.mark.parametrize("broken", [False, True], ids=["one line", "many lines"])
def test_no_text_keeps_the_detector_busy(busy, broken):
    text = (busy * 100_000)[:100_000]
    text = "\n".join(text[i : i + LIMIT] for i in range(0, len(text), LIMIT)) if broken else text
    assert growth.gently(lambda one: found(one, Known(("张三丰",), ("枣庄市",))), text)


# --- where people live, and who signed -------------------------------------------------------------------------


HOME = "枣庄市薛城区常庄镇西小庄村87号"


@pytest.mark.parametrize(
    "text",
    [
        f"在{HOME}经营。",
        "在常庄镇西小庄村从事经营。",
        "在西小庄村 87 号从事经营。",
        "在西小庄村\u200b８７号从事经营。",
        "位于庄镇西小庄村的仓库。",
    ],
)
def test_where_a_party_lives_is_known_however_it_is_brought_in(text):
    assert "address" in found(text, Known(addresses=(HOME,)))
    assert "address" not in found(text, Known()) or "87" in text


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (HOME, "在枣庄市薛城区从事经营。"),
        (HOME, "由常庄镇的企业供货。"),
        ("枣庄市薛城区临城街道办事处燕山路社区", "材料由街道办事处转交。"),
        ("枣庄市薛城区", "在枣庄市薛城区从事经营。"),
        ("", "在枣庄市薛城区从事经营。"),
        ("薛城区", "薛城区"),
    ],
)
def test_county_and_common_words_of_an_address_may_be_said(address, text):
    assert found(text, Known(addresses=(address,))) == []


def test_registered_premises_may_be_named_though_somebody_lives_there():
    case = Known((), ("枣庄市薛城区光明路 1 号",), ("枣庄市薛城区光明路1号",))
    assert found("在枣庄市薛城区光明路 1 号检查。", case) == []
    assert found("在光明路 1 号检查。", case) == ["address"]


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("孙大海，法定代表人，已签收", ["孙大海"]),
        ("孙大海已签名，见证人李小红已签名", ["孙大海", "李小红"]),
        ("居民委员会工作人员赵大成见证；执法记录仪全程录像", ["赵大成"]),
        ("演示环境工程有限公司 李清运，已签名", ["李清运"]),
        ("孙大海拒绝签收，由王建国转交", ["孙大海", "王建国"]),
        ("张三丰（户主）已按手印", ["张三丰"]),
        ("欧阳明远代收", ["欧阳明远"]),
        ("李人杰已签名", ["李人杰"]),
        ("见证人李某，已签名", []),
        ("枣庄启禾仓储服务有限公司（演示）", []),
        ("当事人拒绝签字，全程录像", []),
        ("", []),
    ],
)
def test_who_signs_is_read_from_free_words(text, names_):
    assert signed(text) == names_


@pytest.mark.parametrize("busy", ["人" * 20_000, "孙大海已签名" * 3_000, "按" * 20_000, "已" * 20_000])
def test_a_long_signature_keeps_nobody_busy(busy):
    assert growth.gently(signed, busy)
    assert growth.gently(lambda one: found(one, Known(addresses=(busy[:100],))), busy)
