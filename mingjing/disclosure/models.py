"""Rows of what is public: derived from the ledger by `projectors.py`, never written elsewhere, can be rebuilt."""

from __future__ import annotations

import re

from django.db import models

NUMBER = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,40}〔[0-9]{4}〕(?:[\u4e00-\u9fff]{0,8})[0-9]{1,9}号")
"""A document number as the platform makes them (`law/numbering.toml`): 第 or an office may stand before the serial."""


class Publication(models.Model):
    """One published decision under its document number. A withdrawn one keeps number, agency, days and reason only.

    `org` is empty for natural persons, so that no search finds them; `title` carries their masked name.
    """

    PENDING, PUBLIC, CORRECTED, WITHDRAWN = "pending", "public", "corrected", "withdrawn"
    STATES = ((PENDING, "待公开"), (PUBLIC, "有效"), (CORRECTED, "已更正"), (WITHDRAWN, "已撤回"))

    number = models.CharField(max_length=60, primary_key=True)
    case = models.CharField(max_length=64)
    """Private: never shown, never in an address."""
    procedure = models.CharField(max_length=60)
    act = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=100)
    title = models.CharField(max_length=320)
    party_display = models.CharField(max_length=110)
    org = models.CharField(max_length=110)
    org_code = models.CharField(max_length=40)
    cause = models.CharField(max_length=210)
    content = models.TextField()
    decided_on = models.DateField()
    served_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    published_on = models.DateField()
    publish_by = models.DateField(null=True)
    display_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=STATES)
    record = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    """The publishing entry of the case."""
    issued_entry = models.BigIntegerField(null=True)
    """The ledger row whose open leaves prove the published bytes."""
    withdrawn_on = models.DateField(null=True)
    withdrawn_ground = models.CharField(max_length=60)
    withdrawn_reason = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("state", "-published_on", "number"), name="publication_latest"),
            models.Index(fields=("agency", "state"), name="publication_agency"),
            models.Index(fields=("act", "state"), name="publication_act"),
            models.Index(fields=("case",), name="publication_case"),
        )


class Announcement(models.Model):
    """One paper in which an agency told the public about itself (ADR 11). Of a series and a year the latest is in force;
    the earlier ones stay readable.
    """

    code = models.CharField(max_length=16, primary_key=True)
    """The issue code of the paper: the first 16 digits of the announcing entry's commitment."""
    case = models.CharField(max_length=64)
    """Private: never shown, never in an address."""
    n = models.PositiveIntegerField()
    at = models.CharField(max_length=24)
    """Ledger time of the announcing entry: of two versions the later one is in force."""
    procedure = models.CharField(max_length=60)
    act = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=100)
    paper = models.CharField(max_length=60)
    series = models.CharField(max_length=130)
    """Procedure and paper without their version: what an amended table announces goes on from the old one."""
    year = models.PositiveIntegerField()
    """The year it is about; 0 where none is stated."""
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    announced_on = models.DateField()
    record = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    issued_entry = models.BigIntegerField(null=True)
    """The ledger row whose open leaves prove the announced bytes."""
    stopped_on = models.DateField(null=True)
    stopped_reason = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("agency", "series", "year", "at"), name="announcement_series"),
            models.Index(fields=("-announced_on", "code"), name="announcement_latest"),
            models.Index(fields=("case", "n"), name="announcement_case"),
        )

    @property
    def name(self) -> str:
        """What its leaves are called by: its number, or the title where it has none."""
        return self.number or self.title


class PublishedFile(models.Model):
    """Bytes that are or were public, by digest: what `/verify/` answers from. Never removed, holds no content."""

    RECORD, PAPER = "record", "paper"

    number = models.CharField(max_length=200)
    """The document number; of an announcement without one its title."""
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    issued_entry = models.BigIntegerField()
    published_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issued_entry", "sha256"), name="published_file_once"),
        )
        indexes = (models.Index(fields=("sha256",), name="published_file_digest"),)
