"""Bare statements and what every projector reads: every act passes here, so nothing is put together anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from mingjing.law.terms import Case, Json, Procedure


def execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], conflict: str = "") -> None:
    """Several rows in one statement; nothing when there are none."""
    values = [value for row in rows for value in row]
    if values:
        row = f"({', '.join(['%s'] * len(columns))})"
        names = ", ".join(f'"{one}"' for one in columns)
        many = ", ".join([row] * (len(values) // len(columns)))
        execute(f"INSERT INTO casework_{table} ({names}) VALUES {many} {conflict}", values)


def latest(procedure: Procedure, case: Case, name: str) -> Json:
    for entry in reversed(case.entries):
        if (found := procedure.stated(entry.facts, name)) is not None:
            return found
    return None


def stated_amount(value: Json) -> int:
    return value if isinstance(value, int) else 0
