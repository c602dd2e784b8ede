"""PURE: what an entry of chain `registry` may state, kind by kind, and which statements are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mingjing.law.terms import ROLE_LABELS, Facts, Json, Role
from mingjing.registry.codes import BadCode, has_ric, uscc
from mingjing.registry.text import LIMIT_NAME, BadText, clean
from mingjing.registry.words import (
    ACTS,
    AGENCY_KINDS,
    CERTIFICATES,
    LEVELS,
    MARKS,
    NOT_APPOINTED,
    QUALIFICATIONS,
    SCOPE_CODES,
    STATUSES,
)

Reader = Callable[[Json], Json]
USERNAME = r"[a-z0-9._@\-\u4e00-\u9fff]{2,64}"
"""One spelling per name: no capitals, no look-alikes from other scripts."""
MOST_FEN = 10**13  # a thousand hundred-million yuan: beyond it somebody mistook the unit


class BadRow(ValueError):
    """Facts that make no row. `sentence`: what is wrong and how to cure it; `field`: which fact."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a kind. Without `required`, a missing or blank one takes `default`."""

    id: str
    label: str
    read: Reader
    required: bool = True
    default: Json = ""


def checked(kind: str, facts: Facts) -> dict[str, Json]:
    """The facts complete and tidy, as they go into the entry; of tidy facts it changes nothing. Raises BadRow."""
    table = KINDS.get(kind)
    if table is None:
        raise BadRow(f"名录没有“{_short(kind)}”这一类，请核对。")
    if strange := sorted(set(facts) - {one.id for one in table}):
        raise BadRow(f"“{_short(strange[0])}”不是这一类名录的内容，请删去。", _short(strange[0]))
    read = {one.id: _read(one, facts.get(one.id)) for one in table}
    for rule in RULES.get(kind, ()):
        rule(read)
    return read


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


# --- readers: one value each, or one sentence why not ---------------------------------------------------------


def text(limit: int = LIMIT_NAME, *, multiline: bool = False, coded: bool = False) -> Reader:
    def read(value: Json) -> Json:
        words = clean(value, limit=limit, multiline=multiline)
        if not coded and has_ric(words):  # a unit's code of 18 figures may happen to look like one
            raise BadRow("名录中不得写入公民身份号码，请删去。")
        return words

    return read


def code(pattern: str, example: str) -> Reader:
    def read(value: Json) -> Json:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise BadRow(f"格式应如 {example}。")
        return value

    return read


def one_of(labels: Mapping[str, str]) -> Reader:
    def read(value: Json) -> Json:
        if not isinstance(value, str) or value not in labels:
            raise BadRow(f"只能是 {'、'.join(labels)} 之一。")
        return value

    return read


def texts(value: Json) -> Json:
    if not isinstance(value, list) or len(value) > 50:
        raise BadRow("应当是不超过 50 项的列表。")
    words = [clean(one, limit=60) for one in value]
    if not all(words):
        raise BadRow("列表中不得有空白项。")
    return list(dict.fromkeys(words))


def yes_no(value: Json) -> Json:
    if not isinstance(value, bool):
        raise BadRow("只能填写是或者否。")
    return value


def fen(value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
        raise BadRow("金额应为以分计的整数，不得为负，且不得超过一千亿元。")
    return value


def day(value: Json) -> Json:
    # fromisoformat alone would also take 20250101 and week dates, and so make two spellings of one fact.
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise BadRow("日期应写作 2025-01-31 的样子。")
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise BadRow("没有这一天，请核对日期。") from error
    if not 1949 <= found.year <= 2199:
        raise BadRow("年份应在 1949 年至 2199 年之间，请核对日期。")
    return value


def periods(value: Json) -> Json:
    if not isinstance(value, list) or len(value) > 50:
        raise BadRow("应当是起止日期的列表。")
    return [_period(one) for one in value]


def _period(value: Json) -> list[Json]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadRow("每一段应有起、止两个日期，止日未定的留空。")
    since, until = day(value[0]), day(value[1]) if value[1] else ""
    _in_order(since, until)
    return [since, until]


def _in_order(since: Json, until: Json, field: str = "") -> None:
    if until and str(until) < str(since):
        raise BadRow("截止日期早于起始日期，请核对。", field)


# --- the kinds ------------------------------------------------------------------------------------------------

_AGENCY = code(r"[a-z0-9][a-z0-9\-]{0,39}", "zz-scjg（小写字母、数字和短横线）")
_PERSON = code(r"p-[a-z0-9][a-z0-9\-]{0,37}", "p-zhang（p- 加小写字母、数字和短横线）")
# With the zeros of 370400 a city bureau would supervise nobody: 370403 does not begin with them.
_AREA = r"[0-9]{2}(?:(?!00)[0-9]{2}(?:(?!00)[0-9]{2}(?:(?!000)[0-9]{3})?)?)?"
_ITEM = code(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,39}", "370404-CF-001（字母、数字、点、短横线）")
_NUMBER = text(40)
_CODE = text(40, coded=True)
_SINCE = Fact("since", "起始日期", day)
_UNTIL = Fact("until", "最后一日", day, required=False)  # posts and papers of persons: this day included
_VOID_FROM = Fact(
    "until", "失效日期", day, required=False
)  # what is published in lists: this day not included
_STATED = {
    code: label for code, label in STATUSES.items() if code != "expired"
}  # that one follows from the days
_ROLES = {role.value: ROLE_LABELS[role] for role in Role if role not in NOT_APPOINTED}

KINDS: Mapping[str, tuple[Fact, ...]] = {
    "agency": (
        Fact("id", "机关代码", _AGENCY),
        Fact("name", "机关名称", text()),
        Fact("level", "层级", one_of(LEVELS)),
        Fact("area", "区划代码", code(_AREA, "3704 或者 370403（省 2 位、市 4 位、区县 6 位、乡镇 9 位）")),
        Fact("parent", "上级机关", _AGENCY, required=False),
        Fact("number_mark", "文号机关代字", text(20), required=False),
        Fact("field", "执法领域", text(40)),
        Fact("scopes", "参数范围", texts),
        Fact("uscc", "统一社会信用代码", _CODE, required=False),
        Fact("foreign", "境外代码", yes_no, required=False, default=False),
        Fact("kind", "主体类别", one_of(AGENCY_KINDS)),
        Fact("announced_on", "主体资格公告日期", day, required=False),
        Fact("address", "地址", text(200), required=False),
        Fact("phone", "电话", text(40), required=False),
        Fact("reconsideration", "行政复议机关", text(), required=False),
        Fact("court", "诉讼管辖法院", text(), required=False),
    ),
    "person": (
        Fact("id", "人员编号", _PERSON),
        Fact("name", "姓名", text()),
        Fact("id_mark", "身份号码摘要", code(r"[0-9a-f]{64}", "64 位小写十六进制摘要"), required=False),
    ),
    "account": (
        Fact("username", "用户名", code(USERNAME, "zhang.wei（2 至 64 个小写字母、汉字、数字或 . @ - _）")),
        Fact("person", "人员编号", _PERSON),
        Fact("active", "启用", yes_no, required=False, default=True),
    ),
    "appointment": (
        Fact("person", "人员编号", _PERSON),
        Fact("agency", "机关代码", _AGENCY),
        Fact("role", "角色", one_of(_ROLES)),
        _SINCE,
        _UNTIL,
    ),
    "certificate": (
        Fact("person", "人员编号", _PERSON),
        Fact("kind", "证件种类", one_of(CERTIFICATES), required=False, default="enforcement"),
        Fact("number", "证件编号", _NUMBER),
        Fact("fields", "执法领域", texts, required=False, default=[]),
        _SINCE,
        Fact("until", "有效期至", day),
        Fact("suspended", "暂扣期间", periods, required=False, default=[]),
        Fact("status", "状态", one_of(_STATED), required=False, default="valid"),
        Fact("ended_on", "吊销、注销日期", day, required=False),
        Fact("issuing", "发证机关", text()),
    ),
    "qualification": (
        Fact("person", "人员编号", _PERSON),
        Fact("kind", "资格种类", one_of(QUALIFICATIONS)),
        Fact("number", "证书编号", _NUMBER, required=False),
        _SINCE,
        _UNTIL,
    ),
    "power": (
        Fact("agency", "机关代码", _AGENCY),
        Fact("item", "事项编码", _ITEM),
        Fact("name", "事项名称", text(200)),
        Fact("act", "执法类别", one_of(ACTS)),
        _SINCE,
        _VOID_FROM,
        Fact("announced", "已公告", yes_no),
        Fact("entrusted_by", "委托机关", _AGENCY, required=False),
    ),
    "norm": (
        Fact("law", "法律名称", text(200)),
        Fact("article", "条款", text(60)),
        _SINCE,
        _VOID_FROM,
        Fact("max_fine", "法定最高限额", fen, required=False, default=None),
        Fact("gist", "条文要义", text(2000, multiline=True), required=False),
        Fact("mark", "来源标记", one_of(MARKS), required=False, default="X"),
    ),
    "catalogue": (
        Fact("agency", "机关代码", _AGENCY),
        Fact("item", "目录项编码", _ITEM),
        Fact("act", "执法类别", one_of(ACTS)),
        Fact("scope", "审核范围", one_of(SCOPE_CODES)),
        Fact("threshold_citizen", "公民门槛", fen, required=False, default=None),
        Fact("threshold_org", "单位门槛", fen, required=False, default=None),
        Fact("basis", "依据", text(200)),
        Fact("announced_on", "公布日期", day),
        _SINCE,
        _VOID_FROM,
        Fact("public_url", "公布网址", code(r"https?://[!-~]{1,180}", "https://…"), required=False),
    ),
    "org_party": (
        Fact("uscc", "统一社会信用代码", _CODE),
        Fact("foreign", "境外代码", yes_no, required=False, default=False),
        Fact("name", "名称", text()),
        Fact("address", "住所", text(200), required=False),
        Fact("legal_representative", "法定代表人（负责人）", text(), required=False),
    ),
}


# --- rules between the facts of one kind ----------------------------------------------------------------------


def _days_in_order(facts: dict[str, Json]) -> None:
    _in_order(facts["since"], facts["until"], "until")


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


RULES: Mapping[str, tuple[Callable[[dict[str, Json]], None], ...]] = {
    "agency": (_code_is_right,),
    "appointment": (_days_in_order,),
    "certificate": (_days_in_order, _status_is_dated),
    "qualification": (_days_in_order,),
    "power": (_days_in_order,),
    "norm": (_days_in_order,),
    "catalogue": (_days_in_order, _announced_first),
    "org_party": (_code_is_right,),
}
