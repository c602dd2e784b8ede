"""Rows of the public portal, from the entries that publish, issue and withdraw; in the act's own transaction.

For `settings.PROJECTORS`: `mingjing.disclosure.projectors.publications`, after casework's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction

from mingjing.casework.context import law_set, world
from mingjing.casework.service import Refused
from mingjing.disclosure import periods
from mingjing.disclosure import record as records
from mingjing.disclosure.detector import Leak
from mingjing.disclosure.models import Publication, PublishedFile
from mingjing.law import procedures
from mingjing.law.bases import CF
from mingjing.law.judgement import day_of, moment_of
from mingjing.law.terms import Case, Entry, Json, Procedure, Refusal
from mingjing.recording import models as ledger
from mingjing.tlog.canonical import encode
from mingjing.tlog.verify import sm3
from mingjing.web import stored

ISSUED = "paper_issued"
PRIVACY = CF("第五十条")
"""Secrets and personal privacy learnt in enforcement are kept."""


def publications(entry: Entry, before: Case, after: Case) -> None:
    """Publish, issue or withdraw. Raises Refused when personal data would go out: then nothing of the act is written."""
    procedure = procedures.of(entry.procedure)
    action = procedure.action(entry.action)
    if records.publishes(procedure, action):
        pages_change()
        _publish(procedure, entry, after)
    elif records.withdraws(procedure, action):
        pages_change()
        _withdraw(procedure, entry, after)
    elif entry.action == ISSUED and records.is_public(procedure, procedure.stated(entry.facts, "paper")):
        pages_change()
        _issue(procedure, entry)


def pages_change() -> None:
    """No stored page outlives an act that changes one: not while it is written, and not after."""
    home = Path(settings.MINGJING_HOME)
    stored.change(home)
    transaction.on_commit(lambda: stored.change(home))


def _publish(procedure: Procedure, entry: Entry, after: Case) -> None:
    """The record is fixed here; the page waits for the issued form and its proof."""
    try:
        record = records.public_record(after, entry)
    except records.Leaking as found:
        raise refused(found.leaks) from found
    body = encode(record)
    agency = world(entry.agency, moment_of(entry.at)).agency
    scopes = agency.scopes if agency else ("nation",)
    values = _summary(record) | {
        "case": entry.case,
        "n": entry.n,
        "agency_name": str(_part(record, "agency", "name")) or (agency.name if agency else ""),
        "publish_by": _publish_by(procedure, entry, _day(record["decided_on"]), scopes),
        "display_until": _display_until(procedure, record, scopes),
        "state": Publication.PENDING,
        "record": body,
        "sha256": hashlib.sha256(body).hexdigest(),
        "sm3": sm3(body) or "",
        "issued_entry": None,
    }
    fresh = {"withdrawn_on": None, "withdrawn_ground": "", "withdrawn_reason": ""}
    # Published again under its number, it keeps what was said when it was withdrawn.
    row = Publication(number=str(record["number"]), **values, **fresh)
    Publication.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["number"], update_fields=list(values)
    )


def refused(found: Sequence[Leak]) -> Refused:
    """Leaks as the reasons that page and API show for any other refusal."""
    return Refused([Refusal("E-LEAK", one.sentence, PRIVACY) for one in found])


def _summary(record: dict[str, Json]) -> dict[str, object]:
    """The columns that lists read, all of them out of the public record."""
    name, code = str(_part(record, "party", "name")), str(_part(record, "party", "code"))
    organisation = not _is_person(record)
    title = str(record["title"])
    return {
        "procedure": record["procedure"],
        "act": record["act"],
        "agency": _part(record, "agency", "id"),
        "title": title,
        "party_display": name,
        "org": name if organisation else "",
        "org_code": code if organisation else "",
        "cause": title.removeprefix(name),
        "content": record["content"],
        "decided_on": _day(record["decided_on"]),
        "served_on": _day(record["served_on"]),
        "reviewed_on": _day(record["reviewed_on"]),
        "published_on": _day(record["published_on"]),
    }


def _part(record: dict[str, Json], key: str, name: str) -> Json:
    return cast(dict[str, Json], record[key])[name]


def _is_person(record: dict[str, Json]) -> bool:
    return bool(_part(record, "party", "masked"))


def _day(value: Json) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _publish_by(
    procedure: Procedure, entry: Entry, decided: date | None, scopes: tuple[str, ...]
) -> date | None:
    """The last day for publishing: of the term that this act ends."""
    term = periods.publish_term(procedure, entry.action)
    if term is None or decided is None:
        return None
    law = law_set()
    length = law.parameters.length(term.length, decided, scopes)
    return law.calendar.count(decided, length, rolls=term.rolls).last_day


def _display_until(procedure: Procedure, record: dict[str, Json], scopes: tuple[str, ...]) -> date | None:
    """None where no period is set: then it stays until an act withdraws it."""
    published = _day(record["published_on"])
    assert published is not None and procedure.publicity is not None
    until = _day(record.get(procedure.publicity.lasts_from))
    value = periods.display_value(procedure, _is_person(record), published, scopes, ends=until)
    start = max(published, until or published)
    return law_set().calendar.count(start, value.length, rolls=False).last_day if value else None


def _issue(procedure: Procedure, entry: Entry) -> None:
    """The issued form exists and its leaves wait for the sealer: from their seal on the page can be reached."""
    found = Publication.objects.filter(
        case=entry.case, n=whole(procedure.stated(entry.facts, "of_entry"))
    ).first()
    if found is None:
        return
    row = ledger.Entry.objects.only("id").get(case=entry.case, n=entry.n)
    state = Publication.CORRECTED if found.withdrawn_on else Publication.PUBLIC
    # One that was taken down before its form was made stays down.
    waiting = Publication.objects.filter(pk=found.pk, state=Publication.PENDING)
    waiting.update(issued_entry=row.id, state=state)
    files = {found.sha256: (PublishedFile.RECORD, found.sm3)}
    files |= {one.sha256: (PublishedFile.PAPER, one.sm3) for one in entry.files if one.sha256 != found.sha256}
    PublishedFile.objects.bulk_create(
        PublishedFile(
            number=found.number,
            kind=kind,
            sha256=digest,
            sm3=sm3_digest,
            issued_entry=row.id,
            published_on=found.published_on,
        )
        for digest, (kind, sm3_digest) in files.items()
    )


def whole(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _withdraw(procedure: Procedure, entry: Entry, after: Case) -> None:
    """What identified the party leaves the row with the content; digests of what was public stay in their table."""
    reason = str(procedure.stated(entry.facts, "reason") or "")
    if found := records.reason_leaks(after, reason):
        raise refused(found)
    ground = str(procedure.stated(entry.facts, "withdrawal_ground") or "")
    fields = {one.id: one for one in procedure.fields}
    labels = dict(fields["withdrawal_ground"].choices) if "withdrawal_ground" in fields else {}
    Publication.objects.filter(case=entry.case).exclude(state=Publication.WITHDRAWN).update(
        state=Publication.WITHDRAWN,
        withdrawn_on=day_of(entry.on),
        withdrawn_ground=labels.get(ground, ground)[:60],
        withdrawn_reason=reason,
        title="",
        party_display="",
        org="",
        org_code="",
        cause="",
        content="",
        record=b"",
    )
