"""A home for one test: a fresh copy of a prepared folder and database, with Django pointed at it.

Append-only tables refuse Django's test flush, so every test that commits gets its own copy: of the folder
(with SQLite's file in it), and on PostgreSQL `CREATE DATABASE … TEMPLATE`. A template is built once per test
run, whichever worker asks first, and shared by all.

    template("city", build_city)             # build_city(home) runs in a copy of "empty"
    fresh_city = fresh("city")               # a fixture, once on SQLite and once on PostgreSQL
"""

import fcntl
import functools
import itertools
import os
import shutil
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings

from mingjing.database import ROLES, database
from mingjing.settings import generate
from tests.support import postgres
from tests.support.environment import OWNER_URL, RUN, without_settings

Builder = Callable[["Home"], None]
FOLDERS = ["evidence", "keys", "tiles", "public", "index", "parameters", "laws", "last-head"]

SQLITE = pytest.param("sqlite", id="sqlite")
POSTGRES = pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)
BOTH = [SQLITE, POSTGRES]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a test lives: the folder, and how to reach its database in each role."""

    path: Path
    vendor: str  # "sqlite" or "postgres"
    database_url: str  # the app's
    owner_url: str | None = None  # PostgreSQL only

    @property
    def env(self) -> dict[str, str]:
        """The environment for a child process that works on this home, e.g. `mingjing serve`."""
        owner = {"DATABASE_OWNER_URL": self.owner_url} if self.owner_url else {}
        mine = {"MINGJING_HOME": str(self.path), "DATABASE_URL": self.database_url}
        return without_settings() | mine | owner

    def url(self, role: str) -> str:
        """Address that signs in directly as this role, so that it cannot put the role off again."""
        if self.owner_url is None:
            return self.database_url
        return postgres.address(self.owner_url, user=ROLES[role])

    def connect(self, role: str = "app") -> Any:
        """A DB-API connection past Django, autocommitting: what an attacker with this role could send."""
        if self.owner_url is None:
            return sqlite3.connect(self.path / "db.sqlite3", isolation_level=None, timeout=20)
        return psycopg.connect(self.url(role), autocommit=True)

    @contextmanager
    def role(self, name: str) -> Iterator[None]:
        """Django works as `app`, `owner` or `sealer` inside the block. On SQLite all are one."""
        before = connections.settings["default"]
        point_at(database(self.url(name), role=name))
        try:
            yield
        finally:
            point_at(before)


def template(name: str, builder: Builder, *, base: str = "empty") -> None:
    """Register a populated template: `builder(home)` runs once in a copy of `base`, as the app."""
    if _templates.get(name, (builder, base)) != (builder, base):
        raise ValueError(f"two templates are called {name}")
    _templates[name] = (builder, base)


def fresh(name: str, *, vendors: list[Any] = BOTH) -> Any:
    """A fixture that gives each test its own copy of a template, as `Home`."""

    @pytest.fixture(params=vendors)
    def fresh_copy(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Home]:
        if request.param == "postgres" and OWNER_URL is None:
            pytest.skip("没有 PostgreSQL：DATABASE_OWNER_URL 未设置（用 script/test 运行即有）")
        with django_db_blocker.unblock(), copy(name, request.param, tmp_path / "home") as home:
            yield home

    return fresh_copy


@contextmanager
def copy(name: str, vendor: str, path: Path) -> Iterator[Home]:
    """A copy of a template at `path`, Django pointed at it; the database is dropped afterwards."""
    original = built(name, vendor)
    home = duplicate(original, path)
    try:
        with pointed_at(home):
            yield home
    finally:
        drop(home)


def duplicate(original: Home, path: Path) -> Home:
    shutil.copytree(original.path, path, symlinks=True)
    home = located(path, original.vendor)
    if home.owner_url and OWNER_URL:
        postgres.create_database(OWNER_URL, database_name(home), template=database_name(original))
    return home


def drop(home: Home) -> None:
    if home.owner_url and OWNER_URL:
        postgres.drop_database(OWNER_URL, database_name(home))


def located(path: Path, vendor: str, name: str | None = None) -> Home:
    if vendor == "sqlite":
        return Home(path, vendor, f"sqlite:///{path / 'db.sqlite3'}")
    assert OWNER_URL, "callers ask only with a PostgreSQL"
    owner_url = postgres.address(OWNER_URL, database=name or f"{prefix()}_{os.getpid()}_{next(_numbers)}")
    return Home(path, vendor, postgres.address(owner_url, user=ROLES["app"]), owner_url)


def database_name(home: Home) -> str:
    return home.database_url.rpartition("/")[2]


# --- templates ---------------------------------------------------------------------------------------


def prefix() -> str:
    """Of every database of this run."""
    return "mj_" + RUN.name.rpartition("-")[2].lower()


@functools.cache
def built(name: str, vendor: str) -> Home:
    """The finished template; the first to ask builds it while the others wait."""
    builder, base = _templates[name]
    original = built(base, vendor) if base else None
    home = located(RUN / f"{name}-{vendor}", vendor, f"{prefix()}_{name}")
    done, failed = (RUN / f"{name}-{vendor}.{end}" for end in ("done", "failed"))
    with locked(f"{name}-{vendor}"):
        if failed.exists():
            raise RuntimeError(f"template {name} could not be built:\n{failed.read_text()}")
        if not done.exists():
            try:
                build(home, builder, original)
            except BaseException:
                failed.write_text(traceback.format_exc())
                raise
            done.touch()
    return home


def build(home: Home, builder: Builder, original: Home | None) -> None:
    if original:
        shutil.copytree(original.path, home.path, symlinks=True)
    else:
        home.path.mkdir()
    if home.owner_url and OWNER_URL:
        source = database_name(original) if original else None
        postgres.create_database(OWNER_URL, database_name(home), template=source)
    with pointed_at(home):
        builder(home)


def build_empty(home: Home) -> None:
    """A migrated database without a row of ours, and the folders and secret of a first start."""
    for folder in FOLDERS:
        (home.path / folder).mkdir(mode=0o700)
    generate(home.path / "keys" / "secret")
    with home.role("owner"):
        call_command("migrate", interactive=False, verbosity=0)
        if home.vendor == "postgres":
            grant_roles()


def grant_roles() -> None:
    from mingjing.recording import roles  # here: the room needs a Django that is set up

    roles.grant(connection)


@contextmanager
def locked(name: str) -> Iterator[None]:
    with (RUN / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


_templates: dict[str, tuple[Builder, str]] = {"empty": (build_empty, "")}
_numbers = itertools.count(1)


# --- Django ------------------------------------------------------------------------------------------


@contextmanager
def pointed_at(home: Home) -> Iterator[None]:
    """`connections["default"]` and `settings.MINGJING_HOME` are this home's; every cache starts empty."""
    before = connections.settings["default"]
    point_at(database(home.database_url))
    try:
        with override_settings(MINGJING_HOME=home.path):
            yield
    finally:
        point_at(before)


def point_at(config: dict[str, Any]) -> None:
    """Only this thread's connection is closed here: a test that starts threads closes theirs."""
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    ContentType.objects.clear_cache()
    cache.clear()
