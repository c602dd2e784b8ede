"""`mingjing law simulate`: the open cases under another set of parameters. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from difflib import get_close_matches
from functools import partial
from itertools import islice

from django.db import connection

from mingjing.casework import drafts, service
from mingjing.casework.context import DoorContext, LawSet, law_set
from mingjing.casework.models import CaseRow
from mingjing.law import parameters, procedures
from mingjing.law.calendar import Calendar, is_holiday_file, load_calendar
from mingjing.law.judgement import SHANGHAI
from mingjing.law.limits import LIMITS
from mingjing.law.lint import unused
from mingjing.law.simulate import Change, changes
from mingjing.law.terms import Action, Case, Role
from mingjing.registry import reads
from mingjing.registry.reads import Registry

BATCH = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One change in one case, with what names the case to its people."""

    case: str
    number: str
    agency: str
    title: str
    change: Change


@dataclass(slots=True)
class Outcome:
    """`day`: the day as of which it was judged."""

    day: str
    cases: int = 0
    touched: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)


def altered(name: str, text: str) -> LawSet:
    """The set of this home with the file's values in place of those of the same key, scope and first day.

    Raises BadFile.
    """
    law = law_set()
    if is_holiday_file(name):
        return LawSet(law.parameters, _calendar(law.calendar, name, text))
    return LawSet(parameters.overlaid(law.parameters, [(name, text)]), law.calendar)


def _calendar(known: Calendar, name: str, text: str) -> Calendar:
    return Calendar({**known.years, **load_calendar([(name, text)]).years})


def as_of(law: LawSet, now: datetime) -> datetime:
    """Now, or the morning of the last day on which one of the changed values begins: before it nothing would change."""
    kept = set(law_set().parameters.rows)
    begins = [row.since for row in law.parameters.rows if row not in kept]
    first = datetime.combine(max(begins), time(9), SHANGHAI) if begins else now
    return max(now, first)


def doubts(law: LawSet, registry: Registry) -> list[str]:
    """What makes it likely that a changed value was meant otherwise: nothing reads its key, nobody is in its scope."""
    kept = set(law_set().parameters.rows)
    changed = [row.value for row in law.parameters.rows if row not in kept]
    read = unused.wanted(tuple(procedures.PROCEDURES.values()), LIMITS, parameters.READ)
    found = [_unread(key, read) for key in sorted({one.key for one in changed} - read)]
    return found + [_nobody(one) for one in sorted({one.scope for one in changed} - _scopes(registry))]


def _unread(key: str, read: Collection[str]) -> str:
    near = get_close_matches(key, sorted(read), n=2)
    meant = f"，相近的有 {'、'.join(near)}" if near else ""
    return f"没有期限或者条件用到参数 {key}，这一条不影响任何案件：请检查键名{meant}。"


def _nobody(scope: str) -> str:
    return f"名录里没有属于 {scope} 的机关、事项，这一条不影响任何案件：请检查范围的写法。"


def _scopes(registry: Registry) -> set[str]:
    """Every scope in which the registry has somebody."""
    agencies = registry.agencies()
    found = {f"field:{one.field}" for one in agencies} | {f"agency:{one.id}" for one in agencies}
    matters = (one.power.matter for agency in agencies for one in registry.powers(agency.id))
    return found | {f"matter:{one}" for one in matters} | set(parameters.REGIONS)


def simulate(law: LawSet, at: datetime, progress: Callable[[int, int], None]) -> Outcome:
    """Every open case, judged with the set in force and with `law`, at `at`."""
    outcome = Outcome(at.astimezone(SHANGHAI).date().isoformat())
    registry = reads.snapshot(at.astimezone(SHANGHAI).date())
    names = {one.id: one.name for one in registry.agencies()}
    with _nothing_written():
        found = CaseRow.objects.filter(ended=False).order_by("agency", "id")
        total = found.count()
        ids = iter(list(found.values_list("id", flat=True)))
        while batch := list(islice(ids, BATCH)):
            for row in CaseRow.objects.filter(id__in=batch).order_by("agency", "id"):
                _judge(outcome, row, law, at, registry, names)
                progress(outcome.cases, total)
    return outcome


def _judge(
    outcome: Outcome, row: CaseRow, law: LawSet, at: datetime, registry: Registry, names: dict[str, str]
) -> None:
    outcome.cases += 1
    if row.procedure not in procedures.PROCEDURES:
        return
    case = service.load(row.id)
    now = DoorContext(case.agency, at, registry=registry, drafts=partial(drafts.papers, row.id), case=row.id)
    who = _Cast(registry, case)
    found = changes(procedures.of(case.procedure), case, now, now.under(law), who)
    if not found:
        return
    outcome.touched += 1
    outcome.counts.update((one.what, one.about) for one in found)
    number = row.decision_number or row.number
    agency = names.get(row.agency, row.agency)
    outcome.lines += [Line(row.id, number, agency, row.title, one) for one in found]


class _Cast:
    """Who would do each act: somebody with the role who handled the case, or for the other posts somebody who did not."""

    def __init__(self, registry: Registry, case: Case) -> None:
        self.staff = registry.officers(case.agency)
        self.handlers = {one.actor for one in case.entries}
        self.found: dict[frozenset[Role], str] = {}

    def __call__(self, action: Action) -> str:
        if Role.SYSTEM in action.roles:
            return Role.SYSTEM.value
        if action.roles not in self.found:
            self.found[action.roles] = self._pick(action.roles)
        return self.found[action.roles]

    def _pick(self, roles: frozenset[Role]) -> str:
        wanted = {role.value for role in roles}
        if roles == {Role.PARTY}:
            wanted.add(Role.OFFICER.value)  # the party's acts are entered by an officer
        fit: Sequence[str] = [one.id for one in self.staff if one.roles & wanted]
        return next((one for one in fit if one in self.handlers), fit[0] if fit else "")


@contextmanager
def _nothing_written() -> Iterator[None]:
    """Whatever would write fails here, before it reaches the database."""

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        if sql.lstrip().split(None, 1)[0].upper() not in ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "SET"):
            raise RuntimeError("law simulate must not write")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
