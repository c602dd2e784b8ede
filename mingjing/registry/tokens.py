"""Tokens of programs: made and revoked at the machine, shown once, kept as a digest, ending on a day."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from mingjing.registry.models import Account, ApiToken

PREFIX = "mj_"


def make(account: Account, label: str, at: datetime, until: datetime) -> str:
    """A new token of an account; what is returned is shown once and kept nowhere."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(account=account, label=label[:60], digest=_digest(token), made_at=at, until=until)
    return token


def account_of(token: str, at: datetime) -> Account | None:
    """Whose token this is; None for an unknown, ended or revoked one, and for an account that may not sign in."""
    found = ApiToken.objects.select_related("account").filter(digest=_digest(token), revoked_at=None).first()
    if (
        found is None
        or found.until <= at
        or not found.account.is_active
        or found.account.must_change_password
    ):
        return None
    return found.account


def revoke(account: Account, label: str, at: datetime) -> int:
    """How many tokens of this label were still good."""
    return ApiToken.objects.filter(account=account, label=label, revoked_at=None).update(revoked_at=at)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
