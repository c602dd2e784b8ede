"""What `casework/rebuild.py` drops of this room before it projects a case again (`settings.DERIVED`)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mingjing.disclosure.models import Announcement, Publication, PublishedFile
from mingjing.recording import models as ledger


def derived(case: str) -> list[QuerySet[Any]]:
    entries = ledger.Entry.objects.filter(case=case).values("id")
    return [
        Publication.objects.filter(case=case),
        Announcement.objects.filter(case=case),
        PublishedFile.objects.filter(issued_entry__in=entries),
    ]
