"""Agencies of a city and two districts, their people and accounts: all invented, entered through `register()`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingjing.casework import service
from mingjing.registry import auth
from mingjing.registry.models import Account
from mingjing.scenario import cast

PASSWORD = "Yanshi-Only-2026"  # noqa: S105 - shown on the screen of the demonstration, good for nothing else
OVERLAY = """# 演示市按意见的最后一种选择办：普通程序的处罚决定全部法制审核。
[[value]]
key = "review.scope"
since = 2021-07-15
scope = "zaozhuang"
amount = "all_ordinary"
unit = "code"
basis = "枣庄市人民政府办公室关于推行行政执法三项制度的意见"
verified = false
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """One person of the demonstration: sign-in name, post, what to look at."""

    username: str
    name: str
    role: str
    agency: str
    what: str


AGENCIES = (
    ("zz-scjg", "枣庄市市场监督管理局（演示）", "city", "3704", "枣市监", "市场监管", ""),
    ("xc-scjg", "薛城区市场监督管理局（演示）", "district", "370403", "薛市监", "市场监管", "zz-scjg"),
    ("tz-scjg", "滕州市市场监督管理局（演示）", "district", "370481", "滕市监", "市场监管", "zz-scjg"),
    ("zz-sfj", "枣庄市司法局（演示）", "city", "3704", "枣司", "司法行政", ""),
    ("xc-sfj", "薛城区司法局（演示）", "district", "370403", "薛司", "司法行政", "zz-sfj"),
    ("zz-xxzx", "枣庄市信息中心（演示）", "city", "3704", "枣信", "信息化", ""),
)
PEOPLE = (
    Demo("zhang", "张守正", "officer", "zz-scjg", "执法人员：登记线索、调查、告知、送达"),
    Demo("wang", "王明远", "officer", "zz-scjg", "执法人员"),
    Demo("chen", "陈立行", "unit_head", "zz-scjg", "承办机构负责人：呈批立案、送审"),
    Demo("zhou", "周审言", "reviewer", "zz-scjg", "法制审核人员：审核"),
    Demo("li", "李秉公", "agency_head", "zz-scjg", "机关负责人：批准立案、作出决定"),
    Demo("zhao", "赵同心", "panel", "zz-scjg", "集体讨论成员"),
    Demo("song", "宋听言", "hearing_host", "zz-scjg", "听证主持人"),
    Demo("qian", "钱公达", "publisher", "zz-scjg", "公示审核发布员：公开、撤下"),
    Demo("wu", "吴存卷", "archivist", "zz-scjg", "档案员"),
    Demo("zheng", "郑器之", "device_keeper", "zz-scjg", "设备管理员"),
    Demo("he", "何协助", "assistant", "zz-scjg", "辅助人员：不能单独执法"),
    Demo("xu", "徐行之", "officer", "xc-scjg", "薛城区执法人员：看不到市局的案件"),
    Demo("sun", "孙守法", "officer", "tz-scjg", "滕州市执法人员"),
    Demo("feng", "冯督言", "justice_supervisor", "zz-sfj", "市司法局：只读查看全市案件，查看留痕"),
    Demo("qu", "曲监理", "justice_supervisor", "xc-sfj", "薛城区司法局：只看本区"),
    Demo("sysadmin", "沈系统", "sysadmin", "zz-xxzx", "系统管理员：看不到案件"),
    Demo("secadmin", "安全之", "secadmin", "zz-xxzx", "安全管理员：看不到案件"),
    Demo("auditadmin", "审计之", "auditadmin", "zz-xxzx", "审计管理员：看不到案件"),
)


def write_overlay(home: Path) -> None:
    """The demonstration city's own parameters, as a bureau would set them: a file, never a page."""
    (home / "parameters" / "demo-city.toml").write_text(OVERLAY, encoding="utf-8")


def build(clock: service.Clock) -> None:
    """Enter agencies, powers, cited articles, people and accounts."""
    for identity, name, level, area, mark, field, parent in AGENCIES:
        _enter(
            "agency",
            clock,
            {
                "id": identity,
                "name": name,
                "level": level,
                "area": area,
                "number_mark": mark,
                "field": field,
                "kind": "organ",
                "announced_on": "2021-01-04",
                "reconsideration": "枣庄市人民政府（演示）",
                "court": "有管辖权的人民法院",
                "phone": "0632-0000000",
                "address": "枣庄市光明大道（演示）",
                "scopes": ["nation", "shandong", "zaozhuang", f"field:{field}", f"agency:{identity}"],
            }
            | ({"parent": parent} if parent else {}),
        )
        if field == "市场监管":
            cast.enter_powers(clock, identity)
    cast.enter_norms(clock)
    for one in PEOPLE:
        member = cast.Member(one.username, one.role, name=one.name, agency=one.agency)
        cast.enter_member(clock, one.agency, member)
        _enter("account", clock, {"username": one.username, "person": member.id})
        auth.set_password(Account.objects.get(username=one.username), PASSWORD, must_change=False)


def team(agency: str = "zz-scjg") -> dict[str, list[str]]:
    """Person ids by role, as players and benches want them."""
    found: dict[str, list[str]] = {}
    for one in PEOPLE:
        if one.agency == agency:
            found.setdefault(one.role, []).append(f"p-{one.username}")
    return found


def people() -> list[str]:
    return [f"p-{one.username}" for one in PEOPLE]


def _enter(kind: str, clock: service.Clock, facts: dict[str, Any]) -> None:
    service.register(kind, facts, actor="system", clock=clock)
