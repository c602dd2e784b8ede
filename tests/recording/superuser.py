"""PostgreSQL's superuser for attacks past every trigger; the throw-away cluster's owner can only switch triggers off."""

from django.db import connection

from tests.support.environment import OWNER_URL
from tests.support.postgres import address


def past_the_triggers(*statements: str) -> None:
    """As the tables' owner with the triggers switched off, then on again as they were."""
    import psycopg

    assert OWNER_URL is not None
    url = address(OWNER_URL, database=str(connection.settings_dict["NAME"]))
    with psycopg.connect(url, autocommit=True) as owner:
        tables = ("entry", "open_leaf", "leaf", "checkpoint")
        for table in tables:
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for statement in statements:
            owner.execute(statement)
        for table in tables:
            owner.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            names = owner.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
            ).fetchall()
            for (name,) in names:
                owner.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')
