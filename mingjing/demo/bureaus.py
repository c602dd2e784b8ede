"""The bureaus of the large demonstration: city, districts and towns, their people and powers. All invented."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from django.db import transaction

from mingjing.casework import service
from mingjing.demo.city import PASSWORD
from mingjing.law.terms import Json
from mingjing.registry import auth
from mingjing.scenario import cast

FIELDS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # code, field, office, mark, what its items are about
    (
        "scjg",
        "市场监管",
        "市场监督管理局",
        "市监",
        ("特种设备", "食品经营", "计量器具", "广告", "价格标示", "认证标志"),
    ),
    (
        "sthj",
        "生态环境",
        "生态环境局",
        "环",
        ("扬尘", "污水排放", "危险废物", "噪声", "排污许可", "自动监测"),
    ),
    (
        "yjgl",
        "应急管理",
        "应急管理局",
        "应急",
        ("危险化学品", "安全培训", "隐患排查", "应急预案", "有限空间作业", "安全设施"),
    ),
    (
        "zjj",
        "住房城乡建设",
        "住房和城乡建设局",
        "建",
        ("施工许可", "工程质量", "燃气", "物业服务", "招标投标", "建筑垃圾"),
    ),
    (
        "jtj",
        "交通运输",
        "交通运输局",
        "交",
        ("道路运输", "超限运输", "路政", "水路运输", "驾驶培训", "机动车维修"),
    ),
    ("nyj", "农业农村", "农业农村局", "农", ("农药", "兽药", "种子", "屠宰", "农机", "渔业")),
    ("swj", "水务", "城乡水务局", "水", ("取水", "河道", "水土保持", "供水", "排水", "水工程")),
    (
        "whly",
        "文化旅游",
        "文化和旅游局",
        "文旅",
        ("娱乐场所", "旅行社", "演出", "网络文化", "文物", "出版物"),
    ),
    (
        "wjw",
        "卫生健康",
        "卫生健康委员会",
        "卫",
        ("医疗机构", "公共场所", "职业病防治", "饮用水", "消毒产品", "放射诊疗"),
    ),
    ("cgj", "城市管理", "城市管理局", "城", ("占道", "户外广告", "违法建设", "市容环境", "园林绿化", "停车")),
)
DISTRICTS = (
    ("xc", "薛城区", "薛", "370403"),
    ("sz", "市中区", "市中", "370402"),
    ("yc", "峄城区", "峄", "370404"),
    ("te", "台儿庄区", "台", "370405"),
    ("st", "山亭区", "山", "370406"),
    ("tz", "滕州市", "滕", "370481"),
)
IN_DISTRICTS = ("scjg", "cgj", "yjgl", "swj")
TOWNS = ("临山街道", "常庄街道", "光明路街道", "文化路街道", "坛山街道", "运河街道", "山城街道", "荆河街道")
STAFF = (
    *(("officer", f"o{n}") for n in range(8)),
    ("unit_head", "u"),
    ("reviewer", "r"),
    ("agency_head", "h"),
    ("panel", "p"),
    ("hearing_host", "s"),
    ("publisher", "b"),
    ("archivist", "a"),
    ("device_keeper", "d"),
)
DESKS = {
    "o0": "执法人员",
    "o1": "执法人员",
    "u": "承办机构负责人",
    "r": "法制审核人员",
    "h": "机关负责人",
    "p": "集体讨论成员",
    "s": "听证主持人",
    "b": "公示审核发布员",
    "a": "档案员",
}
"""Who of the staff has an account: what its name ends with, and the post."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "守明执衡秉文知行立言思远怀谦慎之以诚致和清正载道敬业志成允中若水景行子安维新启明"
VERBS = (
    ("PEN", "penalty", "对违反{}规定行为的处罚"),
    ("INS", "inspection", "{}情况的检查"),
    ("COM", "compulsion", "对{}违法物品的查封、扣押"),
    ("PER", "permit", "{}相关许可"),
)


@dataclass(frozen=True, slots=True)
class Bureau:
    """One agency of the demonstration; `about`: what its items are about."""

    id: str
    name: str
    level: str
    area: str
    mark: str
    field: str
    parent: str
    about: tuple[str, ...]


def bureaus() -> Iterator[Bureau]:
    """Every agency, those of the small demonstration among them."""
    by_code = {code: (field, office, mark, about) for code, field, office, mark, about in FIELDS}
    for code, (field, office, mark, about) in by_code.items():
        yield Bureau(f"zz-{code}", f"枣庄市{office}（演示）", "city", "3704", f"枣{mark}", field, "", about)
    for district, name, sign, area in DISTRICTS:
        for code in IN_DISTRICTS:
            field, office, mark, about = by_code[code]
            yield Bureau(
                f"{district}-{code}",
                f"{name}{office}（演示）",
                "district",
                area,
                f"{sign}{mark}",
                field,
                f"zz-{code}",
                about,
            )
    yield Bureau("zz-zf", "枣庄市人民政府（演示）", "city", "3704", "枣政", "房屋征收", "", ())
    for number, town in enumerate(TOWNS):
        district, name, sign, area = DISTRICTS[number % len(DISTRICTS)]
        field, _, _, about = by_code["cgj"]
        yield Bureau(
            f"town-{number}",
            f"{name}{town}办事处（演示）",
            "town",
            area,
            f"{sign}{town[:2]}",
            field,
            f"{district}-cgj",
            about,
        )


def enter(
    clock: service.Clock,
    dice: Random,
    *,
    known: Mapping[str, Mapping[str, list[str]]] | None = None,
    only: Collection[str] = (),
) -> dict[str, dict[str, list[str]]]:
    """Enter bureaus, people and accounts; the staff of each bureau by role.

    `known`: bureaus that are there already, with those of their staff that are. `only`: these bureaus, else all.
    """
    teams: dict[str, dict[str, list[str]]] = {}
    for one in bureaus():
        if only and one.id not in only:
            continue
        there = (known or {}).get(one.id)
        with transaction.atomic():  # one commit per bureau; each record still goes through the door
            if there is None:
                _agency(clock, one)
                cast.enter_powers(clock, one.id)
            _powers(clock, one)
            teams[one.id] = _staff(clock, one, dice, there or {})
    auth.share_password([f"{agency}-{sign}" for agency in teams for sign in DESKS], PASSWORD)
    return teams


def _agency(clock: service.Clock, one: Bureau) -> None:
    facts: dict[str, Json] = {
        "id": one.id,
        "name": one.name,
        "level": one.level,
        "area": one.area,
        "number_mark": one.mark,
        "field": one.field,
        "kind": "organ",
        "announced_on": "2021-01-04",
        "reconsideration": "枣庄市人民政府（演示）",
        "court": "有管辖权的人民法院",
        "phone": "0632-0000000",
        "address": "枣庄市光明大道（演示）",
        "scopes": ["nation", "shandong", "zaozhuang", f"field:{one.field}", f"agency:{one.id}"],
    }
    service.register(
        "agency", facts | ({"parent": one.parent} if one.parent else {}), actor="system", clock=clock
    )


def _powers(clock: service.Clock, one: Bureau) -> None:
    for number, subject in enumerate(one.about):
        code, act, words = VERBS[number % len(VERBS)]
        facts: dict[str, Json] = {
            "agency": one.id,
            "item": f"{code}-1{number:03d}",
            "act": act,
            "name": f"{words.format(subject)}（演示）",
            "since": "2021-07-15",
            "announced": True,
        }
        service.register("power", facts, actor="system", clock=clock)


def _staff(
    clock: service.Clock, one: Bureau, dice: Random, there: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """The staff by role, those already there first; a bureau that has all its posts filled gets nobody more."""
    team = {role: list(ids) for role, ids in there.items()}
    if {role for role, _ in STAFF} <= team.keys():
        return team
    for role, sign in STAFF:
        name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
        member = cast.Member(f"{one.id}-{sign}", role, name=name, agency=one.id)
        cast.enter_member(clock, one.id, member, one.field)
        if sign in DESKS:
            account: dict[str, Json] = {"username": member.key, "person": member.id}
            service.register("account", account, actor="system", clock=clock)
        team.setdefault(role, []).append(member.id)
    return team
