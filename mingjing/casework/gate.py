"""The legal-review gate in the database: tables that refuse a decision without a valid clearance.

Append-only, written by the door beside the entry, never rebuilt. What the triggers cannot see, a forged whole row,
`compare_gate` finds from the ledger. Money in 分.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import connection, models
from django.db.models import Q

Value: TypeAlias = str | int | bool | None
KINDS = ("fine_citizen", "fine_org", "confiscate_citizen", "confiscate_org", "scope_all")


class ReviewThreshold(models.Model):
    """One money limit of a loaded parameter set, or `scope_all` (amount 1: everything is reviewed)."""

    id = models.BigAutoField(primary_key=True)
    digest = models.TextField()
    scope = models.TextField()
    since = models.TextField()
    until = models.TextField(default="")
    kind = models.TextField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "review_threshold"
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "scope", "since", "kind"], name="review_threshold_once"
            ),
            models.CheckConstraint(condition=Q(id__gt=0), name="review_threshold_id_positive"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="review_threshold_kind_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="review_threshold_amount"),
        ]


class Gated(models.Model):
    """Whether the procedure of a case has a legal review: fixed at its first entry."""

    case = models.TextField(primary_key=True)
    review = models.BooleanField()

    class Meta:
        db_table = "gated"


class Handler(models.Model):
    """A natural person who handled the case (承办人), and the entry that first made them one."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    person = models.TextField()
    n = models.PositiveIntegerField()

    class Meta:
        db_table = "handler"
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="handler_once"),
            models.CheckConstraint(condition=Q(id__gt=0), name="handler_id_positive"),
        ]


class Reviewed(models.Model):
    """One opinion of a legal review on one draft; the latest (highest n) of a case counts."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    round = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    draft = models.TextField()
    opinion = models.TextField()
    person = models.TextField()

    class Meta:
        db_table = "reviewed"
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="reviewed_once"),
            models.CheckConstraint(condition=Q(id__gt=0), name="reviewed_id_positive"),
        ]


class Clearance(models.Model):
    """The gate opened for one draft: `passed`, or `not_required` with the facts that show it."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    round = models.PositiveIntegerField()
    draft = models.TextField()
    kind = models.TextField()
    catalogue = models.TextField()
    person = models.TextField()
    n = models.PositiveIntegerField()
    party_kind = models.TextField(null=True)
    fine = models.BigIntegerField(null=True)
    confiscated = models.BigIntegerField(null=True)
    other_major = models.BooleanField(null=True)
    digest = models.TextField(null=True)
    scopes = models.TextField(null=True)
    day = models.TextField(null=True)

    class Meta:
        db_table = "clearance"
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="clearance_once"),
            models.CheckConstraint(condition=Q(id__gt=0), name="clearance_id_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["passed", "not_required"]), name="clearance_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="passed")
                | Q(
                    party_kind__in=["citizen", "org"],
                    fine__gte=0,
                    confiscated__gte=0,
                    other_major=False,
                    # Named one by one: a CHECK that comes out NULL would pass.
                    party_kind__isnull=False,
                    fine__isnull=False,
                    confiscated__isnull=False,
                    other_major__isnull=False,
                    digest__isnull=False,
                    scopes__isnull=False,
                    day__isnull=False,
                ),
                name="clearance_says_why",
            ),
        ]


class Decision(models.Model):
    """A decision as the gate sees it, with the clearance it used up; none where the procedure has no review."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    round = models.PositiveIntegerField()
    kind = models.TextField()
    draft = models.TextField()
    decider = models.TextField()
    n = models.PositiveIntegerField()
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        db_table = "decision"
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "round"], name="decision_once"),
            models.UniqueConstraint(fields=["clearance"], name="decision_uses_clearance_once"),
            models.CheckConstraint(condition=Q(id__gt=0), name="decision_id_positive"),
        ]


# --- bare INSERTs for the door's projector; the triggers judge ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Threshold:
    """One value as it goes into `review_threshold`: fine or confiscation limit in 分, or `scope_all` (0 or 1).

    The trigger is the floor, the engine the rule: where a scope has several limits, copy the highest that may apply.
    """

    scope: str
    since: str
    kind: str
    amount: int
    until: str = ""


def add_thresholds(digest: str, rows: Iterable[Threshold]) -> None:
    """Copy the limits of a parameter set, once."""
    for one in rows:
        _execute(
            "INSERT INTO review_threshold (digest, scope, since, until, kind, amount) SELECT %s, %s, %s, %s, %s, %s "
            "WHERE NOT EXISTS (SELECT 1 FROM review_threshold "
            "WHERE digest = %s AND scope = %s AND since = %s AND kind = %s)",
            [
                digest,
                one.scope,
                one.since,
                one.until,
                one.kind,
                one.amount,
                digest,
                one.scope,
                one.since,
                one.kind,
            ],
        )


def open_case(case: str, *, review: bool) -> None:
    """Fix, with the first entry of a case, whether its procedure has a review. A second call changes nothing."""
    _execute(
        'INSERT INTO gated ("case", review) SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM gated WHERE "case" = %s)',
        [case, review, case],
    )


def add_handler(case: str, person: str, n: int) -> None:
    """A person handled the case, first with entry `n`; a known handler is passed over."""
    _execute(
        'INSERT INTO handler ("case", person, n) SELECT %s, %s, %s '
        'WHERE NOT EXISTS (SELECT 1 FROM handler WHERE "case" = %s AND person = %s)',
        [case, person, n, case, person],
    )


def add_review(*, case: str, round: int, n: int, draft: str, opinion: str, person: str) -> None:
    _execute(
        'INSERT INTO reviewed ("case", round, n, draft, opinion, person) VALUES (%s, %s, %s, %s, %s, %s)',
        [case, round, n, draft, opinion, person],
    )


def clear(
    *,
    case: str,
    round: int,
    n: int,
    draft: str,
    kind: str,
    person: str,
    catalogue: str = "",
    party: str | None = None,
    fine: int | None = None,
    confiscated: int | None = None,
    other_major: bool | None = None,
    parameters: str | None = None,
    day: str | None = None,
    scopes: Sequence[str] | None = None,
) -> int:
    """A clearance for one draft; its id. `not_required` needs every fact from `party` on; scopes from wide to narrow."""
    return _insert(
        'INSERT INTO clearance ("case", round, n, draft, kind, person, catalogue, party_kind, fine, confiscated, '
        "other_major, digest, day, scopes) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            case,
            round,
            n,
            draft,
            kind,
            person,
            catalogue,
            party,
            fine,
            confiscated,
            other_major,
            parameters,
            day,
            None if scopes is None else json.dumps(list(scopes), ensure_ascii=False),
        ],
    )


def clearance_of(case: str, draft: str) -> int | None:
    """The latest clearance of this draft, valid or not: the trigger on `decision` judges."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id FROM clearance WHERE "case" = %s AND draft = %s ORDER BY n DESC LIMIT 1', [case, draft]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def decide(
    *, case: str, round: int, kind: str, draft: str, decider: str, n: int, clearance: int | None
) -> int:
    """A decision; its id. IntegrityError when the gate is shut."""
    return _insert(
        'INSERT INTO decision ("case", round, kind, draft, decider, n, clearance_id) '
        "VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [case, round, kind, draft, decider, n, clearance],
    )


def _execute(statement: str, values: Sequence[Value]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _insert(statement: str, values: Sequence[Value]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])
