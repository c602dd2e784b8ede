"""The test databases themselves: every test has its own, on SQLite and PostgreSQL, with every guarantee on."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from tests.support.home import POSTGRES, Home


@pytest.fixture
def note() -> Any:
    """Writes one committed row, and counts them."""
    return lambda key: Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_no_other_test_sees(fresh_home: Home, note: Any, time: str) -> None:
    assert Session.objects.count() == 0
    note(time)
    assert Session.objects.count() == 1


def test_django_works_in_the_home_of_the_test(fresh_home: Home) -> None:
    assert fresh_home.path == settings.MINGJING_HOME
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[fresh_home.vendor]
    assert (fresh_home.path / "keys" / "secret").exists()


def test_a_connection_past_django_sees_what_was_committed(fresh_home: Home, note: Any) -> None:
    note("seen")
    with fresh_home.connect() as raw:
        assert raw.execute("SELECT count(*) FROM django_session").fetchone() == (1,)
    raw.close()


def test_a_child_process_works_on_the_same_home(fresh_home: Home, note: Any) -> None:
    note("seen")
    code = (
        "import django; django.setup(); from django.contrib.sessions.models import Session as S; "
        "from django.conf import settings; print(settings.MINGJING_HOME, S.objects.count())"
    )
    environment = fresh_home.env | {"DJANGO_SETTINGS_MODULE": "mingjing.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == [str(fresh_home.path), "1"], done.stderr


def test_the_database_keeps_what_it_acknowledges(fresh_home: Home) -> None:
    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


def test_the_project_has_no_system_check_against_it(fresh_home: Home) -> None:
    assert checks.run_checks() == []


@pytest.mark.parametrize("fresh_home", [POSTGRES], indirect=True)
@pytest.mark.parametrize("role", ["app", "owner", "sealer"])
def test_django_works_as_the_role_that_is_asked_for(fresh_home: Home, role: str) -> None:
    with fresh_home.role(role), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (f"mingjing_{role}", f"mingjing_{role}")


@pytest.mark.parametrize("fresh_home", [POSTGRES], indirect=True)
def test_the_app_changes_no_table(fresh_home: Home) -> None:
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id integer)")


def test_no_test_reaches_a_database_of_the_surroundings() -> None:
    assert "DATABASE_URL" not in os.environ
    assert "mingjing-tests-" in str(settings.MINGJING_HOME)
