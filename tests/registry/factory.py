"""A small lawful city, built through the one writer of registry rows; invented people with the same names everywhere.

张、王 are officers, 孙 assists, 赵 heads their unit, 周 reviews, 李 heads the bureau, 钱 is the stranger from
another district.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from stdnum.cn import uscc

from mingjing.law.terms import Json, Role
from mingjing.registry import rows
from mingjing.registry.models import Head

SINCE, UNTIL = "2021-01-01", "2029-12-31"
BUREAU = "zz-scjg"
LAW = "中华人民共和国行政处罚法"
FOOD_LAW = "中华人民共和国食品安全法"

Register = Callable[[str, dict[str, Json]], object]

PEOPLE: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "p-zhang": ("张卫东", BUREAU, (Role.OFFICER,)),
    "p-wang": ("王秀英", BUREAU, (Role.OFFICER,)),
    "p-sun": ("孙小军", BUREAU, (Role.ASSISTANT,)),
    "p-zhao": ("赵建国", BUREAU, (Role.UNIT_HEAD,)),
    "p-zhou": ("周明", BUREAU, (Role.REVIEWER,)),
    "p-wu": ("吴桂兰", BUREAU, (Role.HEARING_HOST,)),
    "p-li": ("李长青", BUREAU, (Role.AGENCY_HEAD, Role.PANEL)),
    "p-chen": ("陈志强", BUREAU, (Role.PANEL,)),
    "p-zheng": ("郑红", BUREAU, (Role.PUBLISHER,)),
    "p-feng": ("冯玉", BUREAU, (Role.ARCHIVIST,)),
    "p-qian": ("钱进", "tez-scjg", (Role.OFFICER,)),
    "p-tao": ("陶然", "tez-scjg", (Role.AGENCY_HEAD,)),
    "p-he": ("何平", "zz-sfj", (Role.JUSTICE_SUPERVISOR,)),
    "p-lv": ("吕梅", "xc-sfj", (Role.JUSTICE_SUPERVISOR,)),
    "p-xie": ("谢维", "zz-sfj", (Role.SYSADMIN,)),
    "p-an": ("安宁", "zz-sfj", (Role.SECADMIN,)),
    "p-shen": ("沈计", "zz-sfj", (Role.AUDITADMIN,)),
}
AGENCIES: dict[str, tuple[str, str, str, str, str]] = {
    BUREAU: ("枣庄市市场监督管理局", "city", "3704", "枣市监", "市场监管"),
    "xc-scjg": ("枣庄市薛城区市场监督管理局", "district", "370403", "薛市监", "市场监管"),
    "tez-scjg": ("枣庄市台儿庄区市场监督管理局", "district", "370405", "台市监", "市场监管"),
    "zz-sfj": ("枣庄市司法局", "city", "3704", "枣司", "司法行政"),
    "xc-sfj": ("枣庄市薛城区司法局", "district", "370403", "薛司", "司法行政"),
}


def code_of(seventeen: str) -> str:
    """An invented unified code with its right check digit."""
    return seventeen + uscc.calc_check_digit(seventeen)


def lawful(kind: str, /, **other: Json) -> dict[str, Json]:
    """Facts that make a lawful row of this kind; what is named differs."""
    return {**_LAWFUL[kind], **other}


def last() -> int:
    """Number of the last entry applied."""
    return Head.objects.values_list("n", flat=True).first() or 0


@dataclass
class City:
    """`add` registers one more row: through `register` where the test has the door, else by `apply` itself."""

    register: Register | None = None
    n: int = field(default_factory=last)

    def add(self, kind: str, /, **facts: Json) -> None:
        if self.register is not None:
            self.register(kind, lawful(kind, **facts))
            return
        with transaction.atomic():
            rows.apply(kind, lawful(kind, **facts), self.n + 1)
        self.n += 1

    def agency(self, agency: str, **other: Json) -> None:
        name, level, area, mark, work = AGENCIES[agency]
        scopes: list[Json] = ["nation", "shandong", "zaozhuang", f"field:{work}", f"agency:{agency}"]
        own: dict[str, Json] = {
            "name": name,
            "level": level,
            "area": area,
            "number_mark": mark,
            "field": work,
        }
        self.add("agency", **{"id": agency, "scopes": scopes, **own, **other})

    def person(self, person: str, *, name: str = "", agency: str = "", roles: tuple[Role, ...] = ()) -> None:
        """A person with posts, and with the certificate or qualification that the roles call for."""
        self.add("person", id=person, name=name or PEOPLE[person][0])
        self.add("account", username=person.removeprefix("p-"), person=person)
        for role in roles:
            self.add("appointment", person=person, agency=agency, role=role.value)
            if role in _PAPERS:
                kind, facts = _PAPERS[role]
                self.add(kind, person=person, **facts, **_number(kind, person))


def lawful_city(register: Register | None = None) -> City:
    """Two districts and the city, everyone in office with valid papers, powers announced, bases published."""
    with transaction.atomic():  # one durable commit instead of a hundred
        return _built(City(register))


def _built(city: City) -> City:
    for agency in AGENCIES:
        city.agency(agency)
    for person, (name, agency, roles) in PEOPLE.items():
        city.person(person, name=name, agency=agency, roles=roles)
    for agency in (BUREAU, "xc-scjg", "tez-scjg"):
        city.add("power", agency=agency)
        city.add("catalogue", agency=agency)
    city.add("norm")
    city.add("norm", law=LAW, article="第五十八条", since="2021-07-15", max_fine=None)
    city.add("org_party")
    return city


def _number(kind: str, person: str) -> dict[str, Json]:
    return {"number": f"3704-{person}"} if kind == "certificate" else {}


_PAPERS: dict[Role, tuple[str, dict[str, Json]]] = {
    Role.OFFICER: ("certificate", {}),
    Role.UNIT_HEAD: ("certificate", {}),
    Role.REVIEWER: ("qualification", {}),
    Role.HEARING_HOST: ("certificate", {"kind": "hearing"}),
    Role.JUSTICE_SUPERVISOR: ("certificate", {"kind": "supervision"}),
}

_LAWFUL: dict[str, dict[str, Json]] = {
    "agency": {
        "id": "zz-sthj",
        "name": "枣庄市生态环境局",
        "level": "city",
        "area": "3704",
        "number_mark": "枣环",
        "field": "生态环境",
        "scopes": ["nation", "shandong", "zaozhuang"],
        "uscc": code_of("11370400MJ0000001"),
        "kind": "organ",
        "announced_on": SINCE,
        "address": "枣庄市新城光明大道 1 号",
        "phone": "0632-0000000",
        "reconsideration": "枣庄市人民政府",
        "court": "枣庄市薛城区人民法院",
    },
    "person": {"id": "p-new", "name": "新来"},
    "account": {"username": "new", "person": "p-new"},
    "password_reset": {"username": "new"},
    "entrustment": {
        "agency": "xc-scjg",
        "by": BUREAU,
        "number": "枣市监委〔2021〕1号",
        "scope": "食品摊点的日常检查",
        "since": SINCE,
        "until": UNTIL,
        "announced": True,
    },
    "appointment": {"person": "p-new", "agency": BUREAU, "role": "officer", "since": SINCE, "until": UNTIL},
    "certificate": {
        "person": "p-new",
        "number": "3704-new",
        "fields": ["市场监管"],
        "since": SINCE,
        "until": UNTIL,
        "issuing": "山东省人民政府",
    },
    "qualification": {"person": "p-new", "kind": "bar", "number": "A20203704000001", "since": SINCE},
    "power": {
        "agency": BUREAU,
        "item": "CF-001",
        "name": "对经营超过保质期食品的处罚",
        "act": "penalty",
        "since": SINCE,
        "announced": True,
    },
    "norm": {
        "law": FOOD_LAW,
        "article": "第一百二十四条第一款第五项",
        "since": "2015-10-01",
        "max_fine": 100_000_00,
        "gist": "经营超过保质期食品的，没收违法所得和食品，并处罚款。",
        "mark": "R",
    },
    "catalogue": {
        "agency": BUREAU,
        "item": "pen_fine",
        "act": "penalty",
        "scope": "S2",
        "threshold_citizen": 1_000_000,
        "threshold_org": 10_000_000,
        "basis": "《行政处罚法》第五十八条",
        "announced_on": SINCE,
        "since": SINCE,
    },
    "org_party": {
        "uscc": code_of("91370403MA3C00001"),
        "name": "枣庄清泉食品有限公司",
        "address": "枣庄市薛城区永福路 8 号",
        "legal_representative": "丁一",
    },
}
