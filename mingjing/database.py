"""Database addresses: a URL becomes Django's settings, and a process works as one of three roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format

# On PostgreSQL the owner migrates, the app may only add to append-only tables, the sealer places leaves.
# What each may do stands in recording/roles.py.
ROLES = {"app": "mingjing_app", "owner": "mingjing_owner", "sealer": "mingjing_sealer"}

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged entry survives a power cut
    "recursive_triggers": "ON",  # without it INSERT OR REPLACE deletes past the triggers
    "mmap_size": "268435456",
}
POSTGRES_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port", "connect_timeout"}
# A statement that comes again is planned once: the same few make every act. Not behind a pooler that shares connections.
PREPARED: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 3}
POSTGRES_SCHEMES = {"postgres", "postgresql"}


def database(url: str, *, role: str = "app") -> dict[str, Any]:
    """The entry of `DATABASES` for an address; ValueError with a sentence when it cannot be used."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return sqlite(url)
    if scheme in POSTGRES_SCHEMES:
        return postgres(url, ROLES[role])
    raise ValueError(f"数据库类型“{scheme}”不受支持，只能用 sqlite:// 或 postgresql:// 开头的地址")


def sqlite(url: str) -> dict[str, Any]:
    """`sqlite:///relative/file` or `sqlite:////absolute/file`."""
    parts = urlsplit(url)
    path = unquote(parts.path[1:])
    if parts.netloc or parts.query or not path or path == ":memory:":
        raise ValueError("SQLite 的地址应为 sqlite:///相对路径 或 sqlite:////绝对路径，且必须是文件")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(path).absolute()),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing in the middle
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {name}={value}" for name, value in SQLITE_PRAGMAS.items()),
        },
    }


def postgres(url: str, role: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name`; the connection assumes `role` unless it signs in as it."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - POSTGRES_OPTIONS):
        raise ValueError(f"PostgreSQL 地址里有不认识的选项：{'、'.join(unknown)}")
    try:
        port = parts.port  # raises on a port that is no number
    except ValueError:
        raise ValueError("PostgreSQL 地址里的端口不是有效的数字") from None
    name, user = unquote(parts.path[1:]), unquote(parts.username or "")
    if not name or "/" in name or not user:
        raise ValueError("PostgreSQL 的地址应为 postgresql://用户:口令@主机:端口/库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PREPARED | options | ({} if user == role else {"assume_role": role}),
    }


@contextmanager
def written_together() -> Iterator[None]:
    """Statements whose answers nobody waits for go to PostgreSQL in one journey; what is asked is answered at once.

    Only inside a transaction: a statement that fails may be told at the end, as a Django database error.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def binary(cursor: CursorWrapper) -> CursorWrapper:
    """The cursor, whose answers PostgreSQL sends as they are stored: bytes written out as text take twice the time."""
    if connection.vendor == "postgresql":
        cursor.cursor.format = Format.BINARY
    return cursor


def state() -> str:
    """Another answer than before whenever anyone else has committed since; costs no table. For loops that wait."""
    asked = (
        "SELECT pg_current_snapshot()::text" if connection.vendor == "postgresql" else "PRAGMA data_version"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return str(cursor.fetchone()[0])
