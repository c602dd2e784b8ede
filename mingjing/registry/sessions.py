"""Sessions and accounts as every request reads them: Django's tables and checks, by two bare statements.

The query builder costs more than the answer here: a page of the workbench begins with both.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from mingjing.registry.models import Account


class SessionStore(db.SessionStore):
    """`SESSION_ENGINE` of the platform."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])


class AccountBackend(ModelBackend):
    """Who is signed in, as the row says at this moment: an account that was locked is out with its next request."""

    def get_user(self, user_id: int) -> Account | None:
        account = next(iter(Account.objects.raw(_ACCOUNT, [user_id])), None)
        return account if account is not None and self.user_can_authenticate(account) else None


_ACCOUNT = f'SELECT * FROM "{Account._meta.db_table}" WHERE id = %s'
