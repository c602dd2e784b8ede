"""Derived rows dropped and projected again from the ledger; the gate's tables are append-only and stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from mingjing.casework import service
from mingjing.casework.models import (
    BarRow,
    CaseRow,
    Due,
    FileRow,
    LinkRow,
    Member,
    PaperRow,
    PenaltyRow,
    TallyRow,
    Todo,
    VisitRow,
)
from mingjing.law.terms import Case
from mingjing.recording.findings import Comparison, Finding
from mingjing.recording.models import Entry
from mingjing.registry import rows
from mingjing.registry.models import Change

Rows: TypeAlias = dict[str, list[tuple[tuple[str, str], ...]]]
"""By table: each row as (column, value as text), without numbers that the database gives."""

GATE = "mingjing.casework.projectors.gates"
"""The only projector that is not played again: what it wrote was judged by the database when it happened."""


def rows_of(case: str) -> Rows:
    """The derived rows of a case as they stand."""
    return {
        one.model._meta.db_table: sorted(_row(row) for row in one.order_by("pk")) for one in _tables(case)
    }


def rebuild(case: str) -> None:
    """Drop the derived rows of a case and make them again, in one transaction. Raises UnknownCase."""
    with transaction.atomic():
        whole = service.held(case)
        for table in reversed(_tables(case)):
            table.delete()
        for before, after in _steps(whole):
            for projector in _projectors():
                projector(after.entries[-1], before, after)


def differences(case: str) -> list[Finding]:
    """Rows that are not what the ledger says; nothing is changed."""
    with transaction.atomic():
        held = rows_of(case)
        rebuild(case)
        fresh = rows_of(case)
        transaction.set_rollback(True)
    return [one for table in held for one in _compare(case, table, held[table], fresh[table])]


def comparison() -> Comparison:
    """For `ledger verify`, when asked: it plays every case again, so it costs what the acts cost."""
    return Comparison(
        "派生行",
        lambda cases: {},
        lambda case, rows: () if case.id in service.CHAINS else differences(case.id),
    )


def rebuild_all(say: Callable[[str], None] = lambda _: None) -> int:
    """Every case of the ledger; how many."""
    names = cases()
    for done, case in enumerate(names, start=1):
        rebuild(case)
        if done % 100 == 0 or done == len(names):
            say(f"重建 {done}/{len(names)}")
    return len(names)


def note_changes() -> int:
    """Note the entries of chain `registry` that were applied before entries were noted; how many."""
    with transaction.atomic():
        missing = service.chain_head("registry") - Change.objects.count()
        if missing:
            noted = set(Change.objects.values_list("n", flat=True))
            for one in service.chain("registry"):
                if one.n not in noted:
                    rows.note_only(one.action, one.facts, one.n, rows.Hand(one.actor, one.on, one.at))
    return missing


def cases() -> list[str]:
    """Ids of all cases, the chains left out."""
    return list(
        Entry.objects.filter(n=1)
        .exclude(case__in=service.CHAINS)
        .order_by("case")
        .values_list("case", flat=True)
    )


def _tables(case: str) -> list[models.QuerySet[Any]]:
    """What is derived from a case, parents first; other rooms name theirs in `settings.DERIVED`."""
    own: list[models.QuerySet[Any]] = [CaseRow.objects.filter(id=case)]
    own += [
        table.objects.filter(case_id=case)
        for table in (Member, Todo, Due, PaperRow, PenaltyRow, VisitRow, BarRow, TallyRow, LinkRow, FileRow)
    ]  # type: ignore[attr-defined]
    return [*own, *(table for one in settings.DERIVED for table in import_string(one)(case))]


def _projectors() -> list[service.Projector]:
    return [import_string(one) for one in settings.PROJECTORS if one != GATE]


def _steps(case: Case) -> Iterator[tuple[Case, Case]]:
    """The case before and after each of its entries."""
    for n in range(1, case.last + 1):
        before = replace(case, entries=case.entries[: n - 1], commitments=case.commitments[: n - 1])
        yield before, replace(case, entries=case.entries[:n], commitments=case.commitments[:n])


def _row(row: models.Model) -> tuple[tuple[str, str], ...]:
    columns = (one for one in row._meta.concrete_fields if not isinstance(one, models.AutoField))
    return tuple((one.attname, _text(getattr(row, one.attname))) for one in columns)


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _compare(case: str, table: str, held: Sequence[Any], fresh: Sequence[Any]) -> Iterator[Finding]:
    for row in held:
        if row not in fresh:
            yield Finding(
                table, _name(row), f"{case}", "这一行与账本重演的结果不同，请核查后运行 ledger rebuild"
            )
    for row in fresh:
        if row not in held:
            yield Finding(
                table, _name(row), f"{case}", "账本里有而表中没有这一行，请核查后运行 ledger rebuild"
            )


def _name(row: Sequence[tuple[str, str]]) -> str:
    """Enough of a row to find it: its short columns."""
    return "，".join(f"{column}={text}" for column, text in row if len(text) <= 24)[:120]
