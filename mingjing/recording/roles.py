"""What the three PostgreSQL roles may do: the owner migrates, the app adds, the sealer seals.

Run by the owner after every migration; idempotent. Roles that do not exist are passed over (development).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

APP = "mingjing_app"
SEALER = "mingjing_sealer"
LEDGER = ("entry", "open_leaf", "leaf", "checkpoint")
GATE = ("review_threshold", "gated", "handler", "reviewed", "clearance", "decision")
APPEND_ONLY = LEDGER + GATE
SEALER_ADDS = ("leaf", "checkpoint")


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give each existing role exactly what it needs. Does nothing on SQLite."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[APP, SEALER]])
        found = {str(row[0]) for row in cursor.fetchall()}
        tables = {info.name for info in connection.introspection.get_table_list(cursor)}
        for statement in [*_app(tables, APP in found), *_sealer(tables, SEALER in found)]:
            cursor.execute(statement)


def _app(tables: set[str], exists: bool) -> Iterator[str]:
    if not exists:
        return
    yield f"GRANT USAGE ON SCHEMA public TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    for table in APPEND_ONLY:
        if table in tables:
            yield f'REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON "{table}" FROM {APP}'


def _sealer(tables: set[str], exists: bool) -> Iterator[str]:
    """The sealer reads entries and nothing that opens them."""
    if not exists:
        return
    yield f"GRANT USAGE ON SCHEMA public TO {SEALER}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {SEALER}"
    for table in LEDGER:
        if table in tables:
            adds = ", INSERT" if table in SEALER_ADDS else ""
            yield f'GRANT SELECT{adds} ON "{table}" TO {SEALER}'
