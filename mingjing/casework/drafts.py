"""Working copies of papers and acts, and the draft digest that review, deliberation and decision are bound to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import connection

from mingjing.casework.models import Draft
from mingjing.law.terms import Content, Facts, Json
from mingjing.tlog import canonical

DOMAIN = "mingjing/draft/v1\0"


PUT = (
    'INSERT INTO casework_draft ("case", kind, fields, attachments, digest, saved_by, saved_at, version) '
    'VALUES (%s, %s, %s, %s, %s, %s, %s, 1) ON CONFLICT ("case", kind) DO UPDATE SET fields = excluded.fields, '
    "attachments = excluded.attachments, digest = excluded.digest, saved_by = excluded.saved_by, "
    "saved_at = excluded.saved_at, version = casework_draft.version + 1 RETURNING id, version"
)
REPLACE = (
    "UPDATE casework_draft SET fields = %s, attachments = %s, digest = %s, saved_by = %s, saved_at = %s, "
    'version = version + 1 WHERE "case" = %s AND kind = %s AND version = %s RETURNING id, version'
)


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
    row = Draft(
        case=case,
        kind=kind,
        fields=dict(fields),
        attachments=[list(one) for one in attachments],
        digest=digest(kind, fields, attachments),
        saved_by=by,
        saved_at=at,
    )
    if not _put(row, version):
        newer = load(case, kind)
        if newer is not None:
            raise Changed(newer)
        _put(row, None)
    return row


def _put(row: Draft, version: int | None) -> bool:
    """Write the row, over that version only unless it is None; takes on its id and version. Whether it was written."""
    at = connection.ops.adapt_datetimefield_value(row.saved_at)
    values = [json.dumps(row.fields), json.dumps(row.attachments), row.digest, row.saved_by, at]
    with connection.cursor() as cursor:
        if version is None:
            cursor.execute(PUT, [row.case, row.kind, *values])
        else:
            cursor.execute(REPLACE, [*values, row.case, row.kind, version])
        found = cursor.fetchone()
    if found is not None:
        row.pk, row.version = found
        row._state.adding = False
    return found is not None


def discard(case: str, kind: str) -> None:
    """Throw a working copy away; the ledger is not touched."""
    Draft.objects.filter(case=case, kind=kind).delete()
