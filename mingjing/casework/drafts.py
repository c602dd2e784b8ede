"""Working copies of papers and acts, and the draft digest that review, deliberation and decision are bound to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import F

from mingjing.casework.models import Draft
from mingjing.law.terms import Content, Facts, Json
from mingjing.tlog import canonical

DOMAIN = "mingjing/draft/v1\0"


class Changed(Exception):
    """Somebody saved a newer version in between; nothing was written. Carries the newer draft."""

    def __init__(self, newer: Draft) -> None:
        super().__init__(f"{newer.saved_by} 在 {newer.saved_at:%H:%M} 改过，请先看差异再保存。")
        self.newer = newer


def digest(paper: str, fields: Facts, attachments: Sequence[tuple[str, str]] = ()) -> str:
    """Draft digest: the paper's fields and the ordered (digest, title) of what is attached; lower-case hex.

    Number, day and signatures are not in it, so a decision gets them without becoming another text.
    """
    body: Json = {"paper": paper, "fields": dict(fields), "attachments": [list(one) for one in attachments]}
    return sha256(DOMAIN.encode() + canonical.encode(body)).hexdigest()


def content(paper: str, fields: Facts, attachments: Sequence[tuple[str, str]] = ()) -> Content:
    return Content(dict(fields), digest(paper, fields, attachments), tuple(attachments))


def load(case: str, kind: str) -> Draft | None:
    return Draft.objects.filter(case=case, kind=kind).first()


def papers(case: str, kinds: Sequence[str] | None = None) -> Mapping[str, Content]:
    """Every paper draft of a case, or those of these papers, as content by paper id. One query at most."""
    if kinds is not None and not kinds:
        return {}
    which = "kind NOT LIKE 'act:%%'" if kinds is None else f"kind IN ({', '.join(['%s'] * len(kinds))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT kind, fields, digest, attachments FROM casework_draft WHERE "case" = %s AND {which}',
            [case, *(kinds or ())],
        )
        rows = cursor.fetchall()
    return {
        kind: Content(json.loads(fields), digest, tuple((one[0], one[1]) for one in json.loads(attachments)))
        for kind, fields, digest, attachments in rows
    }


@transaction.atomic
def save(
    case: str,
    kind: str,
    fields: Mapping[str, Json],
    *,
    by: str,
    at: datetime,
    version: int | None = None,
    attachments: Sequence[tuple[str, str]] = (),
) -> Draft:
    """Store a working copy. `version` = the one the writer started from. Raises Changed when it is no longer that."""
    values = {
        "fields": dict(fields),
        "attachments": [list(one) for one in attachments],
        "digest": digest(kind, fields, attachments),
        "saved_by": by,
        "saved_at": at,
    }
    if version is None:
        row, made = Draft.objects.update_or_create(
            case=case, kind=kind, defaults=values | {"version": 1}, create_defaults=values | {"version": 1}
        )
        if not made:
            Draft.objects.filter(pk=row.pk).update(version=F("version") + 1)
            row.refresh_from_db(fields=["version"])
        return row
    if not Draft.objects.filter(case=case, kind=kind, version=version).update(**values, version=version + 1):
        newer = load(case, kind)
        if newer is not None:
            raise Changed(newer)
        return Draft.objects.create(case=case, kind=kind, **values)
    return Draft.objects.get(case=case, kind=kind)


def discard(case: str, kind: str) -> None:
    """Throw a working copy away; the ledger is not touched."""
    Draft.objects.filter(case=case, kind=kind).delete()
