"""Rows of the registry, derived from the ledger's chain `registry`; only `rows.py` writes them.

`entry_n` is the number of the entry that brought a row. Versioned rows are never changed: the latest version wins.
`until` is the last day of a post, certificate or qualification, and the first day without a power, norm or
catalogue item (as the guards read them).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Head(models.Model):
    """One row: the last entry applied, and a mark that no other state ever has (what caches are keyed by)."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    n = models.BigIntegerField()
    mark = models.CharField(max_length=32)


class Agency(models.Model):
    """执法主体. `area` is the division code without trailing zeros (3704, 370403): who supervises whom reads it."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)
    area = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    number_mark = models.CharField(max_length=20)
    number_style = models.CharField(max_length=20, default="plain")
    number_office = models.CharField(max_length=8, default="")
    field = models.CharField(max_length=40)
    scopes = models.JSONField()
    uscc = models.CharField(max_length=40)
    foreign = models.BooleanField()
    kind = models.CharField(max_length=10)
    announced_on = models.DateField(null=True)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    reconsideration = models.CharField(max_length=100)
    court = models.CharField(max_length=100)
    entry_n = models.BigIntegerField()


class Person(models.Model):
    """A natural person. `id_mark` = keyed digest of the national id, never the id; one person, one row."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    id_mark = models.CharField(max_length=64)
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["id_mark"], condition=~models.Q(id_mark=""), name="registry_person_mark_once"
            ),
        )


class Account(AbstractBaseUser):
    """A way to sign in. Several may belong to one person; every comparison is on the person."""

    username = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    entry_n = models.BigIntegerField()

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class ApiToken(models.Model):
    """A program's way to act as an account; only the digest of the token is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Appointment(models.Model):
    """A role held in an agency from `since` to `until`, both days included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "agency", "role", "since"], name="registry_appointment_once"
            ),
        )


class Credential(models.Model):
    """执法证、听证主持人证、监督证 and 资格: what a person may show. Versioned by (person, kind, number)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    since = models.DateField()
    until = models.DateField(null=True)
    suspended = models.JSONField()
    status = models.CharField(max_length=10)
    ended_on = models.DateField(null=True)
    issuing = models.CharField(max_length=100)
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "number", "version"], name="registry_credential_version"
            ),
        )


class PowerRow(models.Model):
    """One item of an agency's powers list (权责清单). Versioned by (agency, item, since)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="powers")
    item = models.CharField(max_length=64)
    since = models.DateField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    act = models.CharField(max_length=20)
    basis = models.JSONField(default=list)
    until = models.DateField(null=True)
    announced = models.BooleanField()
    standard = models.BigIntegerField(null=True)
    """What one unit is charged, in 分; of charges only."""
    unit = models.CharField(max_length=20, blank=True, default="")
    approval = models.CharField(max_length=100, blank=True, default="")
    """Number of the document that approved the charge."""
    matter = models.CharField(max_length=20, blank=True, default="")
    """Kind of matter whose own law sets limits otherwise."""
    held = models.CharField(max_length=20, blank=True, default="")
    decision = models.CharField(max_length=200, blank=True, default="")
    """How a power is held that the statute gives to another (`HOLDINGS`), and by whose published decision."""
    entrusted_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="entrusted_powers")
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "item", "since", "version"], name="registry_power_version"
            ),
        )


class NormRow(models.Model):
    """One article of the basis library (依据库). Versioned by (law, article, since)."""

    law = models.CharField(max_length=200)
    article = models.CharField(max_length=60)
    since = models.DateField()
    version = models.PositiveIntegerField()
    until = models.DateField(null=True)
    max_fine = models.BigIntegerField(null=True)
    tiers = models.JSONField(default=list)
    rank = models.CharField(max_length=20, blank=True, default="")
    gist = models.TextField()
    mark = models.CharField(max_length=2)
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["law", "article", "since", "version"], name="registry_norm_version"
            ),
        )


class CatalogueRow(models.Model):
    """One item of an agency's 重大执法决定法制审核目录. Versioned by (agency, item, since)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="catalogue")
    item = models.CharField(max_length=64)
    since = models.DateField()
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    scope = models.CharField(max_length=4)
    threshold_citizen = models.BigIntegerField(null=True)
    threshold_org = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=200)
    announced_on = models.DateField()
    until = models.DateField(null=True)
    public_url = models.CharField(max_length=200)
    entry_n = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "item", "since", "version"], name="registry_catalogue_version"
            ),
        )


class OrgParty(models.Model):
    """A unit that may be a party, for the look-up. `foreign` codes have no check digit."""

    uscc = models.CharField(max_length=40, primary_key=True)
    foreign = models.BooleanField()
    name = models.CharField(max_length=100, db_index=True)
    address = models.CharField(max_length=200)
    legal_representative = models.CharField(max_length=100)
    entry_n = models.BigIntegerField()


class Change(models.Model):
    """One entry of the chain as pages read it: what was stated, by whom and why, and whether it still holds.

    `row` and `record` name what it is about (`entries.row_of`, `record_of`). `since` and `ends`: `entries.span_of`.
    `later_n`, `later_on`: the entry that replaced this version. `answer_n`: the entry that answered this ask.
    """

    n = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=10)
    row = models.CharField(max_length=64)
    record = models.CharField(max_length=64)
    person = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    facts = models.JSONField()
    words = models.TextField()
    since = models.DateField(null=True)
    ends = models.DateField(null=True)
    on = models.DateField(null=True)
    at = models.CharField(max_length=24)
    actor = models.CharField(max_length=40)
    reason = models.TextField()
    ask = models.BigIntegerField(null=True)
    answer_n = models.BigIntegerField(null=True)
    later_n = models.BigIntegerField(null=True)
    later_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("kind", "step", "later_n"), name="change_kind"),
            models.Index(fields=("row",), name="change_row"),
            models.Index(fields=("record",), name="change_record"),
            models.Index(fields=("person",), name="change_person"),
            models.Index(fields=("agency",), name="change_agency"),
        )
