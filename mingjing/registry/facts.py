"""PURE: what an entry of chain `registry` may state, kind by kind, and which statements are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mingjing.law import numbering
from mingjing.law.acts import ACT_KINDS
from mingjing.law.terms import ROLE_LABELS, Facts, Json, Kind, Role
from mingjing.registry.codes import BadCode, uscc
from mingjing.registry.readers import (
    BadRow,
    Fact,
    articles,
    code,
    day,
    entry,
    fen,
    in_order,
    one_of,
    periods,
    text,
    texts,
    tiers,
    yes_no,
)
from mingjing.registry.text import BadText
from mingjing.registry.words import (
    ACTS,
    AGENCY_KINDS,
    CERTIFICATES,
    HOLDINGS,
    LEVELS,
    MARKS,
    NOT_APPOINTED,
    QUALIFICATIONS,
    RANKS,
    SCOPE_CODES,
    STATUSES,
)

__all__ = ["KINDS", "RULES", "BadRow", "Fact", "Note", "checked", "faults", "noted"]

USERNAME = r"[a-z0-9._@\-\u4e00-\u9fff]{2,64}"
"""One spelling per name: no capitals, no look-alikes from other scripts."""


def checked(kind: str, facts: Facts) -> dict[str, Json]:
    """The facts complete and tidy, as they make a row; of tidy facts it changes nothing. Raises BadRow.

    What is said of the change itself (`NOTE`) is left out.
    """
    read: dict[str, Json] = {}
    for fault in _faults(kind, facts, read):
        raise fault
    return read


def faults(kind: str, facts: Facts) -> list[BadRow]:
    """Everything that is wrong with the facts, for a form; none when `checked` takes them."""
    return list(_faults(kind, facts, {}))


@dataclass(frozen=True, slots=True)
class Note:
    """What an entry says of the change itself: its reason, and the number of the ask that it answers."""

    reason: str
    ask: int | None


def noted(facts: Facts) -> Note:
    """The note of an entry. Raises BadRow."""
    reason, ask = (_read(one, facts.get(one.id)) for one in NOTE)
    return Note(str(reason), ask if isinstance(ask, int) else None)


def _faults(kind: str, facts: Facts, read: dict[str, Json]) -> Iterator[BadRow]:
    table = KINDS.get(kind)
    if table is None:
        yield BadRow(f"名录没有“{_short(kind)}”这一类，请核对。")
        return
    if strange := sorted(set(facts) - {one.id for one in (*table, *NOTE)}):
        yield BadRow(f"“{_short(strange[0])}”不是这一类名录的内容，请删去。", _short(strange[0]))
        return
    wrong = False
    for one in table:
        try:
            read[one.id] = _read(one, facts.get(one.id))
        except BadRow as fault:
            wrong = True
            yield fault
    for rule in () if wrong else RULES.get(kind, ()):
        try:
            rule(read)
        except BadRow as fault:
            yield fault


def _read(fact: Fact, value: Json) -> Json:
    if value is None or value == "" or (isinstance(value, str) and not value.strip()):
        if fact.required:
            raise BadRow(f"“{fact.label}”不得为空，请填写。", fact.id)
        return fact.default
    try:
        return fact.read(value)
    except (BadText, BadCode, BadRow) as error:
        raise BadRow(f"“{fact.label}”不能这样填写：{error.sentence}", fact.id) from error


def _short(text: object) -> str:
    # A forged name of a field may itself be a bad text; what is shown of it is harmless.
    return re.sub(r"[^\w.\-]", "□", str(text)[:40])


# --- the kinds ------------------------------------------------------------------------------------------------

_AGENCY = code(r"[a-z0-9][a-z0-9\-]{0,39}", "zz-scjg（小写字母、数字和短横线）")
_PERSON = code(r"p-[a-z0-9][a-z0-9\-]{0,37}", "p-zhang（p- 加小写字母、数字和短横线）")
# With the zeros of 370400 a city bureau would supervise nobody: 370403 does not begin with them.
_AREA = r"[0-9]{2}(?:(?!00)[0-9]{2}(?:(?!00)[0-9]{2}(?:(?!000)[0-9]{3})?)?)?"
_ITEM = code(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}", "370404-CF-001（字母、数字、点、短横线）")
_NUMBER = text(40)
_CODE = text(40, coded=True)
_STATED = {
    code: label for code, label in STATUSES.items() if code != "expired"
}  # that one follows from the days
_ROLES = {role.value: ROLE_LABELS[role] for role in Role if role not in NOT_APPOINTED}


def _choice(id: str, label: str, labels: Mapping[str, str], *, default: str = "") -> Fact:
    return Fact(id, label, one_of(labels), not default, default, Kind.CHOICE, labels)


def _agency(id: str, label: str, *, required: bool = True) -> Fact:
    return Fact(id, label, _AGENCY, required, of="agency")


def _person() -> Fact:
    return Fact("person", "人员编号", _PERSON, of="person", help="在人员名录里查到的编号，如 p-zhang。")


def _day(id: str, label: str, *, required: bool = True) -> Fact:
    return Fact(id, label, day, required, kind=Kind.DAY)


def _asked(id: str, label: str, *, default: Json = None) -> Fact:
    return Fact(id, label, yes_no, default is None, default, Kind.YES_NO)


def _money(id: str, label: str) -> Fact:
    return Fact(id, label, fen, required=False, default=None, kind=Kind.MONEY)


def _area(id: str, label: str) -> Fact:
    return Fact(
        id,
        label,
        code(_AREA, "3704 或者 370403（省 2 位、市 4 位、区县 6 位、乡镇 9 位）"),
        help="不带末尾的零：省 2 位、市 4 位、区县 6 位、乡镇（街道）9 位。",
    )


_SINCE = _day("since", "起始日期")
_UNTIL = _day("until", "最后一日", required=False)  # posts and papers of persons: this day included
_VOID_FROM = _day("until", "失效日期", required=False)  # what is published in lists: this day not included
_FOREIGN = _asked("foreign", "境外代码", default=False)
_USCC = "18 位，末位是校验码。"
_PUBLIC_URL = Fact("public_url", "公布网址", code(r"https?://[!-~]{1,180}", "https://…"), required=False)

NOTE: tuple[Fact, ...] = (
    Fact("reason", "理由", text(500, multiline=True), required=False, kind=Kind.LONG_TEXT),
    Fact("ask", "所答复的提请", entry, required=False, default=None, kind=Kind.NUMBER),
)
"""What an entry may say beside the facts of its row: why the change is made, and which ask it answers."""

KINDS: Mapping[str, tuple[Fact, ...]] = {
    "agency": (
        Fact("id", "机关代码", _AGENCY, help="平台内的代码，登记后不改，如 zz-scjg。"),
        Fact("name", "机关名称", text()),
        _choice("level", "层级", LEVELS),
        _area("area", "区划代码"),
        _agency("parent", "上级机关", required=False),
        Fact(
            "number_mark",
            "文号机关代字",
            text(20),
            required=False,
            help="文号的开头，如 枣市监；不得与其他机关相同。",
        ),
        _choice(
            "number_style",
            "文号式样",
            {one.code: one.label for one in numbering.styles().values()},
            default=numbering.DEFAULT,
        ),
        Fact(
            "number_office",
            "文号内设机构代字",
            code(r"[\u4e00-\u9fff]{1,8}", "广州办（1 至 8 个汉字）"),
            required=False,
            help="写在年份之后、顺序号之前；没有的不填。",
        ),
        Fact("field", "执法领域", text(40)),
        Fact(
            "scopes",
            "参数范围",
            texts,
            many="list",
            help="由宽到窄，如 nation、shandong、zaozhuang、field:市场监管、agency:zz-scjg。",
        ),
        Fact("uscc", "统一社会信用代码", _CODE, required=False, help=_USCC),
        _FOREIGN,
        _choice("kind", "主体类别", AGENCY_KINDS),
        _day("announced_on", "主体资格公告日期", required=False),
        Fact("address", "地址", text(200), required=False),
        Fact("phone", "电话", text(40), required=False),
        Fact("reconsideration", "行政复议机关", text(), required=False),
        Fact("court", "诉讼管辖法院", text(), required=False),
    ),
    "entrustment": (
        _agency("agency", "受委托的机关（组织）"),
        _agency("by", "委托机关"),
        Fact("number", "委托书编号", _NUMBER),
        Fact(
            "scope", "委托事项", text(500, multiline=True), kind=Kind.LONG_TEXT, help="与公布的委托书一致。"
        ),
        _day("since", "委托起始日期"),
        _day("until", "委托最后一日"),
        _asked("announced", "委托书已公布"),
        _PUBLIC_URL,
    ),
    "person": (
        Fact("id", "人员编号", _PERSON, help="一个自然人只有一个编号，登记后不改，如 p-zhang。"),
        Fact("name", "姓名", text()),
        Fact("id_mark", "身份号码摘要", code(r"[0-9a-f]{64}", "64 位小写十六进制摘要"), required=False),
    ),
    "account": (
        Fact(
            "username",
            "用户名",
            code(USERNAME, "zhang.wei（2 至 64 个小写字母、汉字、数字或 . @ - _）"),
        ),
        _person(),
        _asked("active", "启用", default=True),
    ),
    "password_reset": (Fact("username", "用户名", code(USERNAME, "zhang.wei")),),
    "appointment": (
        _person(),
        _agency("agency", "机关代码"),
        _choice("role", "角色", _ROLES),
        _SINCE,
        _UNTIL,
    ),
    "certificate": (
        _person(),
        _choice("kind", "证件种类", CERTIFICATES, default="enforcement"),
        Fact("number", "证件编号", _NUMBER),
        Fact("fields", "执法领域", texts, required=False, default=[], many="list"),
        _SINCE,
        _day("until", "有效期至"),
        Fact(
            "suspended",
            "暂扣期间",
            periods,
            required=False,
            default=[],
            many="periods",
            kind=Kind.LONG_TEXT,
            help="一行一段，如 2026-01-01 至 2026-01-31；止日未定的只写起日。",
        ),
        _choice("status", "状态", _STATED, default="valid"),
        _day("ended_on", "吊销、注销日期", required=False),
        Fact("issuing", "发证机关", text()),
    ),
    "qualification": (
        _person(),
        _choice("kind", "资格种类", QUALIFICATIONS),
        Fact("number", "证书编号", _NUMBER, required=False),
        _SINCE,
        _UNTIL,
    ),
    "power": (
        _agency("agency", "机关代码"),
        Fact("item", "事项编码", _ITEM),
        Fact("name", "事项名称", text(200)),
        _choice("act", "执法类别", ACTS),
        Fact("basis", "依据", articles, required=False, default=[], kind=Kind.ARTICLE),
        _SINCE,
        _VOID_FROM,
        _asked("announced", "已公告"),
        _money("standard", "收费（征收）标准"),
        Fact("unit", "计量单位", text(20), required=False, help="收费、征收事项填写，如：台、吨、平方米。"),
        Fact("approval", "批准文号", text(100), required=False, help="收费事项填写批准收费的文件和文号。"),
        Fact(
            "matter",
            "事项类别",
            text(20),
            required=False,
            help="法律、法规对这类事项另定期限的填写类别，如：特种设备、食品、治安管理；没有另定的留空。",
        ),
        Fact(
            "held",
            "职权由来",
            one_of(HOLDINGS),
            required=False,
            default="",
            kind=Kind.CHOICE,
            choices=HOLDINGS,
            help="法律、法规、规章直接规定由本机关行使的留空。",
        ),
        Fact(
            "decision",
            "决定机关和文号",
            text(200),
            required=False,
            help="集中行使、交由乡镇（街道）行使的，填写国务院或者省级人民政府公布的决定。",
        ),
        _agency("entrusted_by", "委托机关", required=False),
    ),
    "norm": (
        Fact("law", "法律名称", text(200)),
        Fact("article", "条款", text(60)),
        _SINCE,
        _VOID_FROM,
        _money("max_fine", "法定最高限额"),
        Fact(
            "tiers",
            "裁量基准",
            tiers,
            required=False,
            default=[],
            many="list",
            help="每个档次写作“较轻 3000-6000”（元），用顿号分开；没有公布裁量基准的留空。",
        ),
        Fact(
            "rank",
            "效力级别",
            one_of(RANKS),
            required=False,
            default="",
            kind=Kind.CHOICE,
            choices=RANKS,
            help="名称看得出的（……法、……条例）可以留空；办法、规定、细则请写明。",
        ),
        Fact("gist", "条文要义", text(2000, multiline=True), required=False, kind=Kind.LONG_TEXT),
        _choice("mark", "来源标记", MARKS, default="X"),
    ),
    "catalogue": (
        _agency("agency", "机关代码"),
        Fact("item", "目录项编码", _ITEM),
        _choice("act", "执法类别", ACTS),
        _choice("scope", "审核范围", SCOPE_CODES),
        _money("threshold_citizen", "公民门槛"),
        _money("threshold_org", "单位门槛"),
        Fact("basis", "依据", text(200)),
        _day("announced_on", "公布日期"),
        _SINCE,
        _VOID_FROM,
        _PUBLIC_URL,
    ),
    "org_party": (
        Fact("uscc", "统一社会信用代码", _CODE, help=_USCC),
        _FOREIGN,
        Fact("name", "名称", text()),
        Fact("address", "住所", text(200), required=False),
        Fact("legal_representative", "法定代表人（负责人）", text(), required=False),
    ),
}


# --- rules between the facts of one kind ----------------------------------------------------------------------


def _days_in_order(facts: dict[str, Json]) -> None:
    in_order(facts["since"], facts["until"], "until")


def _code_is_right(facts: dict[str, Json]) -> None:
    if facts["uscc"]:
        try:
            facts["uscc"] = uscc(str(facts["uscc"]), foreign=facts["foreign"] is True).text
        except BadCode as error:
            raise BadRow(error.sentence, "uscc") from error


def _status_is_dated(facts: dict[str, Json]) -> None:
    # Acts done before a suspension or revocation stay lawful, so both must say from which day they hold.
    if facts["status"] == "suspended" and not facts["suspended"]:
        raise BadRow("状态为暂扣的，请写明暂扣期间的起始日期。", "suspended")
    if (facts["status"] in ("revoked", "cancelled")) != bool(facts["ended_on"]):
        raise BadRow("吊销、注销的证件须写明吊销、注销日期；其他状态不得填写这个日期。", "ended_on")


def _announced_first(facts: dict[str, Json]) -> None:
    # A catalogue that reaches back would change what had to be reviewed after the fact (security AB45).
    if str(facts["since"]) < str(facts["announced_on"]):
        raise BadRow("目录的生效日期不得早于公布日期，请核对。", "since")


def _not_itself(facts: dict[str, Json]) -> None:
    if facts["agency"] == facts["by"]:
        raise BadRow("委托机关不能是受委托的机关本身。", "by")


def _may_be_entrusted(facts: dict[str, Json]) -> None:
    kind = ACT_KINDS[str(facts["act"])]
    if facts["entrusted_by"] and not kind.entrusted_to:
        raise BadRow(kind.barred, "entrusted_by")


def _may_be_held(facts: dict[str, Json]) -> None:
    kind = ACT_KINDS[str(facts["act"])]
    if facts["held"] and facts["held"] not in kind.held:
        raise BadRow(f"{kind.label}的职权没有“{HOLDINGS[str(facts['held'])]}”这种由来，请核对。", "held")
    if facts["held"] and facts["entrusted_by"]:
        raise BadRow("受委托行使的是委托机关的职权，职权由来请留空。", "held")


RULES: Mapping[str, tuple[Callable[[dict[str, Json]], None], ...]] = {
    "agency": (_code_is_right,),
    "appointment": (_days_in_order,),
    "certificate": (_days_in_order, _status_is_dated),
    "qualification": (_days_in_order,),
    "entrustment": (_days_in_order, _not_itself),
    "power": (_days_in_order, _may_be_entrusted, _may_be_held),
    "norm": (_days_in_order,),
    "catalogue": (_days_in_order, _announced_first),
    "org_party": (_code_is_right,),
}
