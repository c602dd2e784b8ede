"""Import maps: TOML that says which columns give which facts, who acts, on which days, and what the home must know.

A map is checked whole before the first row: everything wrong with it is told at once.
"""

from __future__ import annotations

import codecs
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from mingjing.exchange.converters import BadOption, Reader, Row, Unfit, columns, reader
from mingjing.law import procedures
from mingjing.law.terms import Action, Json, Kind, Paper, Procedure, Role
from mingjing.registry.facts import BadRow, checked

FILING_AT_MOST = 60
"""Days between filing and decision; the law allows ninety (《行政处罚法》第六十条)."""
ANCHORS = ("after_filing", "before_decision", "after_decision")
ALWAYS = frozenset({"day", "conduct", "filing", "decision"})
OWN = frozenset({"officers", "ask", "agency_name"})
"""Fields that follow from the map's cast, agency and earlier steps."""
SECTIONS = frozenset({"map", "agency", "powers", "norms", "cast", "values", "days", "fields", "steps"})


class BadMap(Exception):
    """The map cannot be used. One sentence that lists everything wrong with it."""


class Template(string.Template):
    """`$column` or `${any column name}`; a text of the row is put in once and never read again."""

    idpattern = r"(?a:[A-Za-z_][A-Za-z0-9_]*)"
    braceidpattern = r"[^{}$]+"


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the played case. `when`: only if this value is (or contains) one of these codes."""

    do: str
    by: str
    day: str
    fields: Mapping[str, Any]
    when: tuple[str, frozenset[str]] | None = None

    def wanted(self, values: Mapping[str, Json]) -> bool:
        if self.when is None:
            return True
        found = values.get(self.when[0])
        return bool(self.when[1] & {str(one) for one in (found if isinstance(found, list) else [found])})


@dataclass(frozen=True, slots=True)
class Days:
    """The days in between, as offsets. Nothing before the decision leaves the time from filing to decision."""

    conduct: str
    decision: str
    filing_before: int
    offsets: Mapping[str, tuple[str, int]]

    def of(self, values: Mapping[str, Json], today: date) -> dict[str, date]:
        """Every day of a row by name. Raises Unfit."""
        conduct = date.fromisoformat(str(values[self.conduct]))
        decision = date.fromisoformat(str(values[self.decision]))
        if decision > today:
            raise Unfit("M-DATE", "决定日期晚于今天。")
        if decision < conduct:
            raise Unfit("M-ORDER", "决定日期早于违法行为发生日。")
        filing = max(conduct, decision - timedelta(days=self.filing_before))
        found = {"conduct": conduct, "decision": decision, "filing": filing}
        for name, (anchor, count) in self.offsets.items():
            if anchor == "after_decision":
                found[name] = decision + timedelta(days=count)
            elif anchor == "after_filing":
                found[name] = min(filing + timedelta(days=count), decision)
            else:
                found[name] = max(decision - timedelta(days=count), filing)
        return found


@dataclass(frozen=True, slots=True)
class Map:
    """A checked map."""

    name: str
    label: str
    procedure: Procedure
    key: str
    encoding: str
    delimiter: str
    agency: Mapping[str, Any]
    powers: tuple[Mapping[str, Any], ...]
    norms: Mapping[str, Any]
    cast: Mapping[str, Mapping[str, Any]]
    values: Mapping[str, Reader]
    cites: tuple[str, ...]
    parties: tuple[str, ...]
    days: Days
    fields: Mapping[str, Any]
    steps: tuple[Step, ...]
    columns: frozenset[str]

    @property
    def officers(self) -> list[str]:
        return [str(one["id"]) for one in self.cast.values() if one["role"] == Role.OFFICER]

    def read(self, row: Row) -> tuple[dict[str, Json], list[Unfit]]:
        """The values of a row, and everything that stands against it."""
        values, unfit = dict[str, Json](), list[Unfit]()
        for name, read in self.values.items():
            try:
                values[name] = read(row)
            except Unfit as fault:
                unfit.append(fault)
        return values, unfit


def resolve(told: Any, row: Row, values: Mapping[str, Json], days: Mapping[str, str]) -> Json:
    """What a map's field says for this row: "@name" a value, a text with "$column" put in, else as it stands."""
    if isinstance(told, str) and told.startswith("@"):
        return values.get(told[1:])
    if isinstance(told, str):
        return Template(told).substitute({**row, **days}) if "$" in told else told
    if isinstance(told, list):
        return [resolve(one, row, values, days) for one in told]
    if isinstance(told, dict):
        return {name: resolve(one, row, values, days) for name, one in told.items()}
    return told


# --- loading ------------------------------------------------------------------------------------------------------


def load(name: str, own: Path | None = None) -> Map:
    """The map of this name: one that comes with the product, else one of the home's folder `maps`. Raises BadMap."""
    found = text(name, own)
    try:
        told = tomllib.loads(found)
    except tomllib.TOMLDecodeError as fault:
        raise BadMap(f"映射 {name} 不是合格的 TOML：{fault}。") from fault
    reading = _Reading(name, told)
    made = reading.map()
    if reading.wrong or made is None:
        raise BadMap(f"映射 {name} 不能用，共 {len(reading.wrong)} 处：{'；'.join(reading.wrong)}。")
    return made


def text(name: str, own: Path | None) -> str:
    """The TOML of a map that comes with the product, else of one in the folder `own`. Raises BadMap."""
    folder = resources.files("mingjing.exchange").joinpath("maps")
    places = [*([own] if own else []), folder]
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        for place in reversed(places):
            if (file := place.joinpath(f"{name}.toml")).is_file():
                return file.read_text(encoding="utf-8")
    known = sorted(
        {
            one.name[:-5]
            for place in places
            if place.is_dir()
            for one in place.iterdir()
            if one.name.endswith(".toml")
        }
    )
    raise BadMap(f"没有这个映射，可用的有 {'、'.join(known)}。")


def known_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


@dataclass
class _Reading:
    """One look through a map, collecting what is wrong."""

    name: str
    told: dict[str, Any]
    wrong: list[str] = field(default_factory=list)

    def map(self) -> Map | None:
        self._only("映射", self.told, SECTIONS)
        head, days = self._table("map"), self._days()
        procedure = self._procedure(head)
        if procedure is None:
            return None
        values, read = self._values()
        cast, fields = self._cast(), self._table("fields")
        self._registrable()
        steps = tuple(self._step(procedure, one, days, cast) for one in self._list("steps"))
        self._complete(procedure, steps, fields, cast)
        names = ALWAYS | set(days.offsets)
        needed = {str(head.get("key", ""))} | read
        for text in self._references(fields, steps):
            if text.startswith("@") and text[1:] not in self._table("values"):
                self.wrong.append(f"没有 {text} 这个值（values）")
            elif not text.startswith("@") and text not in names:
                needed.add(text)
        kinds = {name: one.get("as") for name, one in self._table("values").items() if isinstance(one, dict)}
        self._checked_days(days, kinds)
        return Map(
            self.name, str(head.get("label", self.name)), procedure, str(head.get("key", "")),
            str(head.get("encoding", "utf-8-sig")), str(head.get("delimiter", ",")), self._table("agency"),
            tuple(self._list("powers")), self._norms(), cast, values,
            tuple(name for name, kind in kinds.items() if kind == "articles"),
            tuple(name for name, kind in kinds.items() if kind == "party"),
            days, fields, steps, frozenset(needed - {""}),
        )  # fmt: skip

    # --- parts

    def _procedure(self, head: Mapping[str, Any]) -> Procedure | None:
        self._only("[map]", head, {"label", "procedure", "key", "encoding", "delimiter"})
        if not head.get("key"):
            self.wrong.append("[map] 没有写明行编号列（key）")
        if len(str(head.get("delimiter", ","))) != 1:
            self.wrong.append("[map] 的 delimiter 应当是一个字符")
        if not known_encoding(str(head.get("encoding", "utf-8-sig"))):
            self.wrong.append("[map] 的 encoding 不是已知的编码")
        try:
            return procedures.current(str(head.get("procedure", "")), "9999-12-31")
        except KeyError:
            self.wrong.append("[map] 的 procedure 不是本系统的程序")
            return None

    def _values(self) -> tuple[dict[str, Reader], set[str]]:
        made, read = dict[str, Reader](), set[str]()
        for name, told in self._table("values").items():
            options = dict(told) if isinstance(told, dict) else {}
            kind = str(options.pop("as", ""))
            try:
                made[name] = reader(kind, options)
                read |= columns(kind, options)
            except BadOption as fault:
                self.wrong.append(f"[values.{name}] {fault}")
        return made, read

    def _cast(self) -> dict[str, Mapping[str, Any]]:
        made: dict[str, Mapping[str, Any]] = {}
        for told in self._list("cast"):
            self._only("[[cast]]", told, {"key", "id", "name", "role", "certificate", "qualified"})
            if missing := [one for one in ("key", "id", "name", "role") if not told.get(one)]:
                self.wrong.append(f"[[cast]] 有一人缺 {'、'.join(missing)}")
            elif told["role"] not in set(Role):
                self.wrong.append(f"[[cast]] 的 {told['key']} 没有“{told['role']}”这个角色")
            else:
                made[str(told["key"])] = told
        return made

    def _registrable(self) -> None:
        """Agency and powers as the registry would take them, so that a bad map is refused before it writes anything."""
        agency = self._table("agency")
        powers = [("power", {"agency": agency.get("id"), **one}) for one in self._list("powers")]
        for kind, facts in (("agency", agency), *powers):
            try:
                checked(kind, facts)
            except BadRow as fault:
                self.wrong.append(f"[{kind}] {fault.sentence.rstrip('。')}")

    def _days(self) -> Days:
        told = self._table("days")
        self._only("[days]", told, {"conduct", "decision", "filing_before", *ANCHORS})
        before, offsets = told.get("filing_before", FILING_AT_MOST), dict[str, tuple[str, int]]()
        if not isinstance(before, int) or not 0 <= before <= FILING_AT_MOST:
            self.wrong.append(f"[days] 的 filing_before 应当是 0 至 {FILING_AT_MOST} 之间的整数")
            before = 0
        for anchor in ANCHORS:
            for name, count in (told.get(anchor) or {}).items():
                if name in ALWAYS or not isinstance(count, int) or not 0 <= count <= 365:
                    self.wrong.append(
                        f"[days.{anchor}] 的 {name} 应当是 0 至 365 之间的整数，名称不能与固定的日子相同"
                    )
                else:
                    offsets[name] = (anchor, count)
        return Days(str(told.get("conduct", "")), str(told.get("decision", "")), before, offsets)

    def _checked_days(self, days: Days, kinds: Mapping[str, Any]) -> None:
        for label, name in (("conduct", days.conduct), ("decision", days.decision)):
            told = self._table("values").get(name, {})
            if kinds.get(name) != "day" or told.get("optional"):
                self.wrong.append(f'[days] 的 {label} 应当指向一个必填的日期（as = "day"）')

    def _norms(self) -> Mapping[str, Any]:
        told = self._table("norms")
        self._only("[norms]", told, {"since"})
        try:
            return {"since": date.fromisoformat(str(told.get("since", ""))).isoformat()}
        except ValueError:
            self.wrong.append("[norms] 没有写明依据从哪一天起有效（since）")
            return {}

    def _step(
        self, procedure: Procedure, told: Mapping[str, Any], days: Days, cast: Mapping[str, Any]
    ) -> Step:
        where = f"[[steps]] {told.get('do', '')}"
        self._only(where, told, {"do", "by", "day", "fields", "when"})
        step = Step(
            str(told.get("do", "")),
            str(told.get("by", "")),
            str(told.get("day", "")),
            told.get("fields") or {},
            _when(told),
        )
        if procedure.action(step.do) is None:
            self.wrong.append(f"{where} 不是“{procedure.label}”的动作")
        elif "public_decision" in procedure.derived[step.do].papers:
            # Real people stand in these rows: a replayed case must not reach the portal.
            self.wrong.append(f"{where} 会把案件公开，导入的案件不得公开")
        if step.by not in cast:
            self.wrong.append(f"{where} 的 by 不在 [[cast]] 里")
        if step.day not in ALWAYS - {"day", "conduct"} | set(days.offsets):
            self.wrong.append(f"{where} 的 day 不在 [days] 里")
        if step.when and step.when[0] not in self._table("values"):
            self.wrong.append(f"{where} 的 when 没有指向一个值（values）")
        return step

    def _complete(
        self,
        procedure: Procedure,
        steps: tuple[Step, ...],
        fields: Mapping[str, Any],
        cast: Mapping[str, Any],
    ) -> None:
        """What an act or its papers must state is given, and nothing is given that none of them asks."""
        asked: set[str] = set()
        for step in steps:
            action = procedure.action(step.do)
            if action is None:
                continue
            wanted = dict(stated(procedure, action))
            asked |= set(wanted)
            if lacking := [
                name for name, must in wanted.items() if must and name not in {*fields, *step.fields, *OWN}
            ]:
                self.wrong.append(f"[[steps]] {step.do} 缺 {'、'.join(lacking)}")
            if strange := sorted(set(step.fields) - set(wanted)):
                self.wrong.append(f"[[steps]] {step.do} 不填写 {'、'.join(strange)}")
        if steps and (strange := sorted(set(fields) - asked)):
            self.wrong.append(f"[fields] 的 {'、'.join(strange)} 没有哪一步要填写")
        if not steps:
            self.wrong.append("没有写明要办哪些步骤（steps）")
        elif not any(one["role"] == Role.OFFICER for one in cast.values()):
            self.wrong.append("[[cast]] 里没有执法人员（officer）")

    # --- tables

    def _table(self, name: str) -> dict[str, Any]:
        found = self.told.get(name, {})
        if isinstance(found, dict):
            return found
        self.wrong.append(f"[{name}] 应当是一张表")
        return {}

    def _references(self, fields: Mapping[str, Any], steps: tuple[Step, ...]) -> set[str]:
        """Names that the fields use: "@value", and columns or days put into texts."""
        found = set[str]()
        for text in _texts([fields, [one.fields for one in steps]]):
            if text.startswith("@"):
                found.add(text)
            elif Template(text).is_valid():
                found |= set(Template(text).get_identifiers())
            else:
                self.wrong.append(f"“{text}”里的“$”写错了，应当是 $列名 或者 ${{列名}}")
        return found

    def _list(self, name: str) -> list[dict[str, Any]]:
        found = self.told.get(name, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.wrong.append(f"[[{name}]] 应当是一组表")
        return []

    def _only(self, where: str, told: Mapping[str, Any], known: set[str] | frozenset[str]) -> None:
        if unknown := sorted(set(told) - known):
            self.wrong.append(f"{where} 有不认识的 {'、'.join(unknown)}")


def _when(told: Mapping[str, Any]) -> tuple[str, frozenset[str]] | None:
    when = told.get("when")
    if not isinstance(when, dict):
        return None
    return str(when.get("value", "")), frozenset(str(one) for one in when.get("among", ()))


def papers_of(procedure: Procedure, action: Action) -> Iterator[Paper]:
    """The papers whose content this act must bring: made, snapshotted or bound."""
    wanted = dict.fromkeys((*action.papers, *action.drafts, *([action.binds] if action.binds else [])))
    return (found for one in wanted if (found := procedure.paper(one)) is not None)


def stated(procedure: Procedure, action: Action) -> Iterator[tuple[str, bool]]:
    """Fields that an act and its papers ask, and whether they must be given."""
    for name in action.asked:
        found = procedure.asked(name)
        yield name, found.required and found.kind is not Kind.PERSONS
    for paper in papers_of(procedure, action):
        yield from ((one.id, one.required and one.when is None) for one in paper.fields)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)
