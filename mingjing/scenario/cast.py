"""The people and the agency of a story, entered through `register()` with lawful defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingjing.casework import service
from mingjing.law.terms import Facts, Json, Role

SINCE = "2020-01-01"
REGISTRAR = "system"
DEFAULT_PEOPLE: Mapping[str, str] = {
    "zhang": "officer",
    "wang": "officer",
    "chen": "unit_head",
    "zhou": "reviewer",
    "li": "agency_head",
    "zhao": "panel",
    "song": "hearing_host",
    "qian": "publisher",
    "wu": "archivist",
    "zheng": "device_keeper",
}
NAMES: Mapping[str, str] = {
    "zhang": "张守正",
    "wang": "王明远",
    "chen": "陈立行",
    "zhou": "周审言",
    "li": "李秉公",
    "zhao": "赵同心",
    "song": "宋听证",
    "qian": "钱公开",
    "wu": "吴存卷",
    "zheng": "郑器之",
}
NORMS: Sequence[tuple[str, str, str, int | None, str]] = (
    (
        "中华人民共和国特种设备安全法",
        "第四十条第三款",
        "2014-01-01",
        None,
        "未经定期检验或者检验不合格的特种设备，不得继续使用。",
    ),
    (
        "中华人民共和国特种设备安全法",
        "第八十四条第一项",
        "2014-01-01",
        30000000,
        "使用未经检验、检验不合格的特种设备的，责令停止使用，处三万元以上三十万元以下罚款。",
    ),
    (
        "中华人民共和国大气污染防治法",
        "第七十二条第一款",
        "2016-01-01",
        None,
        "贮存易产生扬尘的物料应当密闭。",
    ),
    (
        "中华人民共和国大气污染防治法",
        "第一百一十七条第一项",
        "2016-01-01",
        10000000,
        "未密闭贮存易产生扬尘的物料的，责令改正，处一万元以上十万元以下罚款。",
    ),
    (
        "中华人民共和国食品安全法",
        "第三十三条第一款第一项",
        "2015-10-01",
        None,
        "食品生产经营场所要保持环境整洁。",
    ),
    (
        "中华人民共和国食品安全法",
        "第一百二十六条第一款",
        "2015-10-01",
        None,
        "违反生产经营过程控制要求的，责令改正，给予警告。",
    ),
)
POWERS: Sequence[Mapping[str, Json]] = (
    {"item": "PEN-0001", "act": "penalty", "name": "对使用未经定期检验的特种设备的处罚"},
    {"item": "PEN-0002", "act": "penalty", "name": "对物料未密闭贮存的处罚"},
    {"item": "PEN-0003", "act": "penalty", "name": "对食品经营场所环境不合格的处罚"},
    {
        "item": "FEE-0001",
        "act": "fee",
        "name": "特种设备检验收费（演示）",
        "standard": 30000,
        "unit": "台",
        "approval": "演示价费〔2020〕1号",
    },
    {"item": "INS-0001", "act": "inspection", "name": "特种设备使用情况的检查（演示）"},
    {"item": "INS-0002", "act": "inspection", "name": "气瓶充装情况的检查（演示）"},
    {"item": "PER-0001", "act": "permit", "name": "充装单位的许可（演示）"},
    {
        "item": "LEV-0001",
        "act": "levy",
        "name": "水土保持补偿费（演示）",
        "standard": 120,
        "unit": "平方米",
        "approval": "演示价费〔2020〕2号",
    },
    {"item": "LEV-0002", "act": "levy", "name": "国有土地上房屋征收（演示）"},
    {"item": "COM-0001", "act": "compulsion", "name": "查封、扣押、冻结涉案财物（演示）"},
    {"item": "COM-0002", "act": "compulsion", "name": "逾期不履行义务的强制执行（演示）"},
    {"item": "COM-0003", "act": "compulsion", "name": "逾期不清除的代履行（演示）"},
    {"item": "FEE-0002", "act": "fee", "name": "没有写明标准的收费（演示）"},
)
FIELDS: Mapping[str, tuple[str, str]] = {
    "市场监管": ("zz-scjg", "枣市监"),
    "生态环境": ("zz-sthj", "枣环"),
    "应急管理": ("zz-yjgl", "枣应急"),
    "农业农村": ("zz-nync", "枣农"),
    "城市管理": ("zz-csgl", "枣城管"),
    "公安": ("zz-gaj", "枣公"),
    "税务": ("zz-swj", "枣税"),
    "房屋征收": ("zz-zf", "枣政"),
    "街道": ("cz-jd", "枣常街"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a story; `qualified`: law (法律职业资格), background, or none."""

    key: str
    role: str
    name: str = ""
    agency: str = ""
    certificate_since: str = SINCE
    certificate_until: str = "2030-12-31"
    suspended: tuple[tuple[str, str], ...] = ()
    qualified: str = "law"
    person: str = ""

    @property
    def id(self) -> str:
        return f"p-{self.person or self.key}"


def member(key: str, said: Any) -> Member:
    """A line of `people:`: a role, or a mapping with more. Raises ValueError on an unknown key."""
    told = {"role": said} if isinstance(said, str) else dict(said)
    Role(told["role"])
    unknown = set(told) - set(Member.__dataclass_fields__)
    if unknown:
        raise ValueError(f"people 的“{key}”有不认识的项：{'、'.join(sorted(unknown))}")
    if isinstance(told.get("qualified"), bool):
        told["qualified"] = "law" if told["qualified"] else "none"
    for name in ("certificate_since", "certificate_until"):
        if name in told:
            told[name] = str(told[name])
    if "suspended" in told:
        told["suspended"] = tuple((str(pair[0]), str(pair[1])) for pair in told["suspended"])
    return Member(key, **told)


def agency_id(scope: Sequence[str]) -> str:
    return next((FIELDS[one][0] for one in scope if one in FIELDS), "zz-scjg")


def enter_agency(
    clock: service.Clock,
    *,
    scope: Sequence[str] = (),
    agency: str = "",
    name: str = "",
    powers: Sequence[Mapping[str, Json]] = (),
) -> str:
    """Register the agency of a story, its powers and the cited articles. Its id."""
    field = next((one for one in scope if one in FIELDS), "市场监管")
    found = agency or agency_id(scope)
    _enter(
        "agency",
        clock,
        {
            "id": found,
            "name": name or f"枣庄市{_OFFICE.get(field, field)}（演示）",
            "level": "town" if field == "街道" else "city",
            "area": "370402001" if field == "街道" else "3704",
            "number_mark": FIELDS.get(field, ("", "枣"))[1],
            "field": field,
            "kind": "organ",
            "announced_on": "2021-01-04",
            "scopes": ["nation", "shandong", "zaozhuang", f"field:{field}", f"agency:{found}"],
            "reconsideration": "枣庄市人民政府",
            "court": "有管辖权的人民法院",
        },
    )
    enter_powers(clock, found, powers)
    return found


def enter_powers(clock: service.Clock, agency: str, more: Sequence[Mapping[str, Json]] = ()) -> None:
    """The announced powers and charges of an agency; `more`: those of one story beside the usual ones."""
    for one in (*POWERS, *more):
        _enter("power", clock, {"agency": agency, "since": "2021-07-15", "announced": True, **_said(one)})


_OFFICE = {
    "市场监管": "市场监督管理局",
    "生态环境": "生态环境局",
    "应急管理": "应急管理局",
    "农业农村": "农业农村局",
    "城市管理": "城市管理局",
    "公安": "公安局",
    "税务": "税务局",
    "房屋征收": "人民政府",
    "街道": "常庄街道办事处",
}


def enter_norms(clock: service.Clock, more: Sequence[Mapping[str, Json]] = ()) -> None:
    """The articles that stories cite; `more`: those of one story, whole, with benchmarks (`tiers`) if it wants."""
    for law, article, since, most, gist in NORMS:
        _enter(
            "norm",
            clock,
            {"law": law, "article": article, "since": since, "max_fine": most, "gist": gist, "mark": "R"},
        )
    for one in more:
        _enter("norm", clock, {"gist": "演练设定的条文。", "mark": "X"} | _said(one))


def enter_catalogue(clock: service.Clock, agency: str, rows: Sequence[Mapping[str, Json]]) -> None:
    """Items of the agency's review catalogue."""
    usual: dict[str, Json] = {
        "agency": agency,
        "act": "penalty",
        "scope": "S6",
        "basis": "演练设定",
        "announced_on": SINCE,
        "since": SINCE,
    }
    for one in rows:
        _enter("catalogue", clock, usual | _said(one))


def _said(row: Mapping[str, Json]) -> dict[str, Json]:
    return {name: json_facts(value) for name, value in row.items()}


def enter_member(clock: service.Clock, agency: str, one: Member, field: str = "市场监管") -> None:
    """Person, post, certificate and qualification of one member of the cast."""
    if not one.person or one.person == one.key:
        _enter("person", clock, {"id": one.id, "name": one.name or NAMES.get(one.key, one.key)})
    _enter(
        "appointment",
        clock,
        {
            "person": one.id,
            "agency": one.agency or agency,
            "role": one.role,
            "since": SINCE,
        },
    )
    if one.role == Role.OFFICER:
        _enter(
            "certificate",
            clock,
            {
                "person": one.id,
                "number": f"37040{abs(hash_of(one.id)) % 10**6:06d}",
                "fields": [field],
                "since": one.certificate_since,
                "until": one.certificate_until,
                "issuing": "山东省人民政府",
                "suspended": [list(pair) for pair in one.suspended],
                "status": "suspended" if one.suspended else "valid",
            },
        )
    if one.role == Role.REVIEWER and one.qualified != "none":
        _enter(
            "qualification",
            clock,
            {
                "person": one.id,
                "kind": "bar" if one.qualified == "law" else "law_background",
                "since": SINCE,
            },
        )


def hash_of(text: str) -> int:
    """A steady small number from a name, so that invented certificate numbers do not change between runs."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(text))


def _enter(kind: str, clock: service.Clock, facts: Facts) -> None:
    service.register(kind, facts, actor=REGISTRAR, clock=clock)


def team_of(cast: Sequence[Member], agency: str) -> dict[str, list[str]]:
    """Person ids by role, in the order in which the story names them."""
    found: dict[str, list[str]] = {}
    for one in cast:
        if one.agency in ("", agency):
            found.setdefault(one.role, []).append(one.id)
    return found


def json_facts(value: Any) -> Json:
    """YAML values as facts: days become text; floats are refused by the canonical encoding later."""
    if isinstance(value, dict):
        return {str(key): json_facts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [json_facts(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
