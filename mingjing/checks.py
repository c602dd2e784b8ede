"""System checks with stable ids: does the database really keep what it acknowledges?

`mingjing check` runs them on the open database. A database without these guarantees is an error, not a hint.
"""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# id, pragma, wanted value, what is lost without it
SQLITE = [
    ("mingjing.E001", "journal_mode", "wal", "读写会互相阻塞"),
    ("mingjing.E002", "synchronous", "2", "断电可能丢失已经确认的记录"),
    ("mingjing.E003", "recursive_triggers", "1", "INSERT OR REPLACE 会绕过只增不改的触发器"),
    ("mingjing.E004", "foreign_keys", "1", "外键约束不起作用"),
]
# id, setting, refused value, what is lost with it
POSTGRES = [
    ("mingjing.E005", "fsync", "off", "断电可能毁坏整个数据库"),
    ("mingjing.E006", "synchronous_commit", "off", "断电可能丢失已经确认的记录"),
    ("mingjing.E007", "full_page_writes", "off", "断电可能留下写了一半的数据页"),
]
POSTGRES_SINCE = 150000


@register(Tags.database)
def durable(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every database named keeps what it acknowledged through a power cut."""
    return [message for alias in databases or () for message in judge(connections[alias])]


@register()
def layouts(**kwargs: Any) -> list[CheckMessage]:
    """Files in the folder of the agency's layouts that no paper is set in."""
    from mingjing.casework.rendering import own

    return [Warning(one, id="mingjing.W001") for one in own.strangers()]


def judge(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    if connection.vendor == "sqlite":
        return sqlite(connection)
    return [*postgres(connection), *postgres_version(connection), *postgres_role(connection)]


def sqlite(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    return [
        Error(f"SQLite 的 {pragma} 应为 {wanted}，现为 {value}：{loss}。", id=code)
        for code, pragma, wanted, loss in SQLITE
        if (value := one(connection, f"PRAGMA {pragma}")) != wanted
    ]


def postgres(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    return [
        Error(f"PostgreSQL 的 {setting} 不得为 {refused}：{loss}。", id=code)
        for code, setting, refused, loss in POSTGRES
        if one(connection, f"SHOW {setting}") == refused
    ]


def postgres_version(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    if int(one(connection, "SHOW server_version_num")) >= POSTGRES_SINCE:
        return []
    return [Error("PostgreSQL 的版本应为 15 或更新。", id="mingjing.E008")]


def postgres_role(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """A process that works as a superuser is stopped by no privilege."""
    if one(connection, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user") == "false":
        return []
    return [Error("程序正以 PostgreSQL 超级用户的身份工作，权限约束不起作用。", id="mingjing.E009")]


def one(connection: BaseDatabaseWrapper, sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])
