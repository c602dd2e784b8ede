"""Values that vary by place, field or date, each with its citation: how they are read and which one applies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol, TypeAlias

from mingjing.law.calendar import BadFile, Calendar, is_holiday_file, load_calendar, parse
from mingjing.law.terms import Length, Param, Unit, Value

Text: TypeAlias = tuple[str, str]
"""Name and content of one file."""

REGIONS = ("nation", "shandong", "zaozhuang")
"""Scopes of place, from wide to narrow; the others are `field:<名称>`, `matter:<事项类别>` and `agency:<id>`."""

NAMED = ("field", "matter", "agency")
"""Kinds of the scopes that carry a name, from wide to narrow; all are narrower than a place."""

KINDS: Mapping[str, str] = {
    **dict.fromkeys(Unit, "time"),
    "分": "money",
    "person": "persons",
    "times": "times",
    "household": "households",
    "percent": "share",
    "permyriad": "share",
    "code": "code",
}
"""Units a value may have, and of what kind it then is; all values of a key are of one kind."""

READ: Mapping[str, str] = {
    "review.levy_amount": "征收决定要先经法制审核的数额",
    "review.fee_relief": "减免、退费要先经法制审核的数额",
    "review.measure_citizen": "强制措施要先经法制审核的财物价值、冻结数额（公民）",
    "review.measure_org": "强制措施要先经法制审核的财物价值、冻结数额（单位）",
    "compulsion.night_from": "强制执行的夜间从几时起",
    "compulsion.night_until": "强制执行的夜间到几时止",
    "inspection.yearly_cap": "同一当事人同一事项的年度检查频次上限（没有公布清单时）",
    "inspection.officers": "一次检查至少几名执法人员（双随机抽派几名）",
    "inspection.plan_due": "年度检查计划备案的截止日（月-日）",
    "report.due": "执法年报公开的截止日（月-日）",
    "hearing.threshold_citizen": "听证标准：公民（领域的或者机关另设的）",
    "hearing.threshold_org": "听证标准：单位（领域的或者机关另设的）",
    "hearing.threshold_citizen_business": "听证标准：公民，经营活动",
    "hearing.threshold_citizen_nonbusiness": "听证标准：公民，非经营活动",
    "hearing.threshold_org_business": "听证标准：单位，经营活动",
    "hearing.threshold_org_nonbusiness": "听证标准：单位，非经营活动",
    "hearing.threshold_max_share": "听证标准：占法定最高罚款的比例",
    "review.scope": "法制审核的范围",
    "penalty.summary_max_citizen": "当场处罚的上限：公民",
    "penalty.summary_max_org": "当场处罚的上限：单位",
    "penalty.collect_on_spot_max": "当场收缴的上限",
    "penalty.limitation": "追责时效",
    "penalty.limitation_grave": "追责时效：生命健康安全、金融安全且有危害后果",
    "penalty.surcharge_daily": "加处罚款：每日的比例",
    "penalty.surcharge_cap": "加处罚款：上限",
    "penalty.stay_ends": "复议、诉讼期间首尾两日加不加处罚款（free 不加处，counted 加处）",
    "penalty.split_window": "拆分处罚的审查期间",
    "penalty.preserve_report_within": "紧急登记保存补办批准（只有规定了的领域）",
    "penalty.decide_extension": "延长办案期限（只有规定了的领域）",
    "publication.bare_warning": "仅警告的处罚能否公示",
    "publication.market_display": "企业信用信息公示系统的公示期；有这一数值的领域适用提前停止公示的条件",
    "service.publication": "公告送达的期间",
    "backdate.reason_after": "补录须写明原因",
    "levy_house.many_households": "房屋征收涉及的户数达到多少要经政府常务会议讨论",
    "levy_house.suspension_within": "房屋征收暂停办理手续的最长期限",
    "charge.late_cap": "滞纳金不超过本金的比例",
    "permit.officers": "核查，检验、检测、检疫的工作人员数",
    "permit.decide_from_receipt": "许可决定自收到申请起算的期限（只有规定了的事项）",
    "levy.late_daily": "滞纳金：每日的比例（只有规定了的领域）",
    "levy.defer_within": "缓缴最长多久（只有规定了的领域）",
    "period.long_rests": "期间有连续三日以上法定休假日的是否顺延（只有规定了的领域）",
    "levy.defer_approver": "缓缴由谁批准（只有规定了的领域）",
    "seizure.extension_approver": "延长查封、扣押期限由谁批准",
    "freeze.extension_approver": "延长冻结期限由谁批准",
    "enforcement.urgent_waits": "紧急申请法院立即执行要不要等复议、诉讼期满",
    "publication.display_org": "公示期：单位",
    "publication.display_person": "公示期：自然人",
    "publication.display_permit": "公示期：许可，有效期届满以后",
    "publication.display_inspection": "公示期：检查结果",
}
"""Keys that conditions and pages read, and what for; those of limits stand in the procedure tables."""

SOMEWHERE = frozenset(
    {
        "complaint.accept_within",
        "complaint.filing_told_within",
        "hearing.threshold_citizen",
        "hearing.threshold_org",
        "levy.defer_approver",
        "levy.defer_within",
        "levy.late_daily",
        "penalty.decide_extension",
        "penalty.preserve_report_within",
        "period.long_rests",
        "permit.decide_from_receipt",
        "publication.bare_warning",
        "publication.market_display",
    }
)
"""Keys that only some fields, matters or agencies set; every other key has a value for every case."""

_FIELDS = {"key", "since", "until", "scope", "amount", "unit", "basis", "verified"}


class UnknownParameter(LookupError):
    """No value of the key applies on that day in those scopes; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One dated value; it applies from `since` up to and including `until`."""

    value: Value
    since: date
    until: date | None = None

    def applies(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """All values in force at some time somewhere. `digest` covers their content, whatever the files or their order."""

    rows: tuple[Row, ...]
    digest: str = field(init=False, compare=False)
    _found: Mapping[tuple[str, str], tuple[Row, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], tuple[Row, ...]] = {}
        for row in sorted(self.rows, key=lambda one: one.since, reverse=True):
            place = (row.value.key, row.value.scope)
            found[place] = (*found.get(place, ()), row)
        object.__setattr__(self, "_found", found)
        object.__setattr__(self, "digest", _digest(self.rows))

    def value(self, key: str, day: date, scopes: Sequence[str]) -> Value:
        """The value that applies: of the last scope that has one, the newest that has begun and not ended.

        `scopes` run from wide to narrow (`scope_path`). Raises UnknownParameter: nothing is assumed.
        """
        for scope in reversed(scopes):
            if found := self.find(key, day, scope):
                return found
        raise UnknownParameter(
            f"参数 {key} 在 {day} 没有适用的数值（范围：{'、'.join(scopes) or '无'}），请补充带依据的参数后再办理。"
        )

    def find(self, key: str, day: date, scope: str) -> Value | None:
        """The value set by exactly this scope, or None."""
        return next((one.value for one in self._found.get((key, scope), ()) if one.applies(day)), None)

    def length(self, of: Length | Param, day: date, scopes: Sequence[str]) -> Length:
        """A length as written, or as the parameter gives it. Raises UnknownParameter."""
        return of if isinstance(of, Length) else self.value(of.key, day, scopes).length

    def all(self, key: str) -> tuple[Row, ...]:
        """Every row of the key, by scope from wide to narrow, the oldest first."""
        rows = [one for one in self.rows if one.value.key == key]
        return tuple(sorted(rows, key=lambda one: (_width(one.value.scope), one.value.scope, one.since)))

    def keys(self) -> tuple[str, ...]:
        return tuple(sorted({one.value.key for one in self.rows}))


def scope_path(*, field: str = "", agency: str = "", region: str = "zaozhuang") -> tuple[str, ...]:
    """The scopes of a case from wide to narrow, for instance nation, shandong, zaozhuang, field:市场监管, agency:3."""
    places = REGIONS[: REGIONS.index(region) + 1]
    return (*places, *([f"field:{field}"] if field else []), *([f"agency:{agency}"] if agency else []))


def for_matter(scopes: Sequence[str], matter: str) -> tuple[str, ...]:
    """The scopes of an item whose own law sets values otherwise: narrower than the field, wider than the agency.

    `matter` is what the powers list says of the item (事项类别); "" = nothing is set for it.
    """
    if not matter:
        return tuple(scopes)
    own = tuple(one for one in scopes if one.startswith("agency:"))
    return (*(one for one in scopes if one not in own), f"matter:{matter}", *own)


# -- reading -----------------------------------------------------------------------------------------------------


def load(texts: Iterable[Text]) -> ParameterSet:
    """The one reader of parameter files, given as (name, text); holiday files among them are passed over.

    Raises BadFile with one Chinese sentence naming file and row.
    """
    rows: list[Row] = []
    places: dict[tuple[str, str, str], str] = {}
    for name, text in texts:
        for number, raw in enumerate(_raw_rows(name, text), 1):
            where = f"{name} 第 {number} 条"
            row = _read(where, raw)
            place = (row.value.key, row.value.scope, row.value.since)
            if place in places:
                raise BadFile(f"{where}：{'、'.join(place)} 与 {places[place]} 重复。")
            places[place] = where
            rows.append(row)
    _check_keys(rows, places)
    return ParameterSet(tuple(rows))


def overlaid(base: ParameterSet, texts: Iterable[Text]) -> ParameterSet:
    """The set with the values of the texts; for the same key, scope and first day the new one takes the old one's place.

    Raises BadFile.
    """
    new: dict[tuple[str, str, str], Row] = {}
    where: dict[tuple[str, str, str], str] = {}
    for name, text in texts:
        for number, raw in enumerate(_raw_rows(name, text), 1):
            row = _read(f"{name} 第 {number} 条", raw)
            new[_place(row)], where[_place(row)] = row, f"{name} 第 {number} 条"
    rows = {_place(row): row for row in base.rows} | new
    _check_keys(rows.values(), dict.fromkeys(rows, "现行参数") | where)
    return ParameterSet(tuple(rows.values()))


def _place(row: Row) -> tuple[str, str, str]:
    return row.value.key, row.value.scope, row.value.since


def places(texts: Iterable[Text]) -> dict[tuple[str, str, str], str]:
    """File and row of each value, by key, scope and first day. Raises BadFile."""
    found = {}
    for name, text in texts:
        for number, raw in enumerate(_raw_rows(name, text), 1):
            where = f"{name} 第 {number} 条"
            found[_place(_read(where, raw))] = where
    return found


def read_folder(folder: Path | Traversable) -> tuple[Text, ...]:
    """Every TOML file of a folder, by name; a folder that does not exist has none. For the edge only."""
    if not folder.is_dir():
        return ()
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return tuple((one.name, one.read_text(encoding="utf-8")) for one in files)


@cache
def packaged_texts() -> tuple[Text, ...]:
    """The files that come with the product; overlays of `$MINGJING_HOME/parameters/` are added by the caller."""
    return read_folder(resources.files("mingjing.law").joinpath("parameters"))


@cache
def packaged() -> ParameterSet:
    return load(packaged_texts())


@cache
def packaged_calendar() -> Calendar:
    return load_calendar(packaged_texts())


def _raw_rows(name: str, text: str) -> list[object]:
    if is_holiday_file(name):
        return []
    content = parse(name, text)
    rows = content.get("value", [])
    if set(content) - {"value"} or not isinstance(rows, list):
        raise BadFile(f"{name}：只能由若干 [[value]] 组成。")
    return rows


def _read(where: str, raw: object) -> Row:
    if not isinstance(raw, dict):
        raise BadFile(f"{where}：应写成 [[value]]。")
    if unknown := set(raw) - _FIELDS:
        raise BadFile(f"{where}：不认识的字段 {'、'.join(sorted(unknown))}。")
    if missing := _FIELDS - {"until"} - set(raw):
        raise BadFile(f"{where}：缺少 {'、'.join(sorted(missing))}。")
    where = f"{where}（{raw['key']}）"
    since, until = _day(where, "since", raw["since"]), raw.get("until")
    last = None if until is None else _day(where, "until", until)
    if last and last < since:
        raise BadFile(f"{where}：until 早于 since。")
    return Row(_value(where, raw, since), since, last)


def _value(where: str, raw: Mapping[str, object], since: date) -> Value:
    if not isinstance(raw["verified"], bool):
        raise BadFile(f"{where}：verified 应为 true 或 false。")
    unit = _unit(where, raw["unit"])
    return Value(
        key=_word(where, "key", raw["key"]),
        amount=_amount(where, raw["amount"], unit),
        unit=unit,
        since=since.isoformat(),
        scope=_scope(where, raw["scope"]),
        basis=_word(where, "basis", raw["basis"]),
        verified=raw["verified"],
    )


def _day(where: str, name: str, raw: object) -> date:
    if type(raw) is not date:  # a moment is a date to isinstance
        raise BadFile(f"{where}：{name} 应写成 2021-07-15 这样的日期，不加引号。")
    return raw


def _word(where: str, name: str, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise BadFile(f"{where}：{name} 不能空缺（basis 写依据的条文）。")
    return raw


def _unit(where: str, raw: object) -> str:
    if not isinstance(raw, str) or raw not in KINDS:
        raise BadFile(f"{where}：不认识的单位 {raw}，只能是 {'、'.join(KINDS)}。")
    return raw


def _scope(where: str, raw: object) -> str:
    kind, _, name = raw.partition(":") if isinstance(raw, str) else ("", "", "")
    if raw in REGIONS or (kind in NAMED and name.strip()):
        return str(raw)
    raise BadFile(
        f"{where}：不认识的范围 {raw}，只能是 {'、'.join(REGIONS)}、field:领域、matter:事项类别 或 agency:机关。"
    )


def _amount(where: str, raw: object, unit: str) -> int | str:
    if unit == "code":
        return _word(where, "amount", raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise BadFile(f"{where}：amount 应为不带小数的非负整数（金额以分为单位）。")
    return raw


def _check_keys(rows: Iterable[Row], places: Mapping[tuple[str, str, str], str]) -> None:
    """A slip in a key or unit would leave the wider value in force without a word, so it is refused."""
    kinds: dict[str, str] = {}
    for row in sorted(rows, key=lambda one: _width(one.value.scope)):
        value = row.value
        where = f"{places[value.key, value.scope, value.since]}（{value.key}）"
        if value.scope.startswith("agency:") and value.key not in kinds:
            raise BadFile(f"{where}：没有这个参数可供机关另行设定，请检查键名。")
        if kinds.setdefault(value.key, KINDS[value.unit]) != KINDS[value.unit]:
            raise BadFile(f"{where}：单位 {value.unit} 与同名参数不是同一类。")


def scope_order(scope: str) -> tuple[int, str]:
    """Rank of a scope, wide before narrow; the narrower one wins."""
    return _width(scope), scope


def _width(scope: str) -> int:
    if scope in REGIONS:
        return REGIONS.index(scope)
    return len(REGIONS) + NAMED.index(scope.partition(":")[0])


def _digest(rows: Iterable[Row]) -> str:
    lines = sorted(
        json.dumps(
            [v.key, v.scope, v.since, str(row.until or ""), v.amount, v.unit, v.basis, v.verified],
            ensure_ascii=False,
        )
        for row in rows
        for v in (row.value,)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# -- hearing thresholds ------------------------------------------------------------------------------------------


class Values(Protocol):
    """What thresholds are read from: a `ParameterSet`, or whoever notes in passing what was read."""

    def value(self, key: str, day: date, scopes: Sequence[str]) -> Value: ...


def hearing_threshold(
    params: Values,
    day: date,
    scopes: Sequence[str],
    party_kind: str,
    business: bool,
    max_fine: int | None = None,
) -> tuple[Value, str]:
    """From what fine (分, inclusive) the party may ask for a hearing, and why (《行政处罚法》第六十三条; rules §3.2).

    `party_kind` is `citizen` (also 个体工商户) or `org`. A threshold that the agency or city sets, with its basis,
    decides alone. Otherwise the lower of the provincial standard and the field's own applies (E8): which of the two
    goes first is unsettled, and the lower one favours the party. `max_fine` is the highest fine the law allows, if
    it names one (SDTZ-c). Raises UnknownParameter when no scope has a threshold.
    """
    if party_kind not in ("citizen", "org"):
        raise ValueError(f"party_kind must be citizen or org, not {party_kind!r}")
    own = _value_or_none(params, f"hearing.threshold_{party_kind}", day, scopes)
    if own and not own.scope.startswith("field:"):
        return own, f"本地另行设定：{_said(own)}"
    candidates = [(own, f"领域标准：{_said(own)}")] if own else []
    candidates += _provincial(params, day, scopes, party_kind, business, max_fine)
    if not candidates:
        raise UnknownParameter(
            f"{day} 没有适用的听证标准，请补充带依据的参数 hearing.threshold_{party_kind} 后再办理。"
        )
    candidates.sort(key=lambda one: one[0].number)
    why = "；".join(said for _, said in candidates) + ("；取较低者" if len(candidates) > 1 else "")
    return candidates[0][0], why


def _value_or_none(params: Values, key: str, day: date, scopes: Sequence[str]) -> Value | None:
    try:
        return params.value(key, day, scopes)
    except UnknownParameter:
        return None


def _provincial(
    params: Values,
    day: date,
    scopes: Sequence[str],
    party_kind: str,
    business: bool,
    max_fine: int | None,
) -> list[tuple[Value, str]]:
    activity = "business" if business else "nonbusiness"
    plain = _value_or_none(params, f"hearing.threshold_{party_kind}_{activity}", day, scopes)
    if plain is None:
        return []
    if max_fine is None:
        return [(plain, f"省定标准（未规定最高限额）：{_said(plain)}")]
    share = params.value("hearing.threshold_max_share", day, scopes)
    floor = params.value(f"hearing.threshold_citizen_{activity}", day, scopes)
    return [_shared(share, floor, max_fine)]


def _shared(share: Value, floor: Value, max_fine: int) -> tuple[Value, str]:
    """SDTZ-c: at least this share of the highest fine, and never below the floor, which knows no kinds of party."""
    if max_fine <= 0:
        raise ValueError("法定最高罚款应大于零。")
    part = -(-max_fine * share.number // 100)
    amount = max(part, floor.number)
    verified = share.verified and floor.verified
    value = Value(share.key, amount, floor.unit, share.since, share.scope, share.basis, verified)
    why = f"省定标准（最高限额 {_yuan(max_fine)}的 {share.number}%，不低于 {_yuan(floor.number)}）：{_said(value)}"
    return value, why


def _said(value: Value) -> str:
    return f"{_yuan(value.number)}（{value.basis}{'' if value.verified else '，未核实'}）"


def _yuan(amount: int) -> str:
    return f"{amount // 100}{f'.{amount % 100:02}' if amount % 100 else ''} 元"
