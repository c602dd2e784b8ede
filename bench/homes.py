"""Homes to measure on: the invented city of the tests, on SQLite and on the throw-away PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from mingjing.database import ROLES
from tests.support import city as cities  # noqa: F401 - registers the template
from tests.support import home as tested
from tests.support.environment import OWNER_URL

FLOOR = "CREATE TABLE bench_floor (id {key}, a text NOT NULL, b integer NOT NULL, c text NOT NULL)"
KEYS = {"sqlite": "integer PRIMARY KEY", "postgresql": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}


def vendors() -> list[str]:
    return ["sqlite", "postgres"] if OWNER_URL else ["sqlite"]


@contextmanager
def city(vendor: str) -> Iterator[tested.Home]:
    """A fresh city; Django points at it."""
    folder = Path(tempfile.mkdtemp(prefix="mingjing-bench-"))
    try:
        with tested.copy("city", vendor, folder / "home") as home:
            yield home
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def floor_table(home: tested.Home) -> None:
    """A table without triggers or indexes; on PostgreSQL made by the owner, written by the app."""
    with home.role("owner"), connection.cursor() as cursor:
        cursor.execute(FLOOR.format(key=KEYS[connection.vendor]))
        if connection.vendor == "postgresql":
            cursor.execute(f"GRANT SELECT, INSERT ON bench_floor TO {ROLES['app']}")


@contextmanager
def looking(home: tested.Home) -> Iterator[Any]:
    """A connection past Django and past the server."""
    connection = home.connect()
    try:
        yield connection
    finally:
        connection.close()


def quoted(number: str) -> str:
    """A document number as browsers write it into an address."""
    return quote(number, safe="")
