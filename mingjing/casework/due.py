"""What the law presumes when nobody acts in time (视为受理、视为准予延续、自行解除): SYSTEM enters it through the door."""

from __future__ import annotations

import logging
from datetime import datetime

from mingjing.casework import service
from mingjing.casework.models import Due
from mingjing.law import clocks
from mingjing.law.judgement import SHANGHAI

log = logging.getLogger("mingjing.casework")


def run_due(now: datetime) -> list[service.Receipt]:
    """Enter what is presumed by now; the receipts. On a provisional day nothing is presumed.

    One case that cannot go on is named and left, the others go on. Asking twice enters nothing twice.
    """
    return [receipt for case in over(now) for receipt in _presume(case, now)]


def over(now: datetime) -> list[str]:
    """Cases with a limit that has run out and that presumes something."""
    found = Due.objects.filter(at__lte=now, provisional=False).exclude(presumes="")
    return sorted(set(found.values_list("case_id", flat=True)))


def _presume(case: str, now: datetime) -> list[service.Receipt]:
    found, law, context = service.look(case, now)
    made = []
    for move in clocks.due_moves(law, found, context, now.astimezone(SHANGHAI).date()):
        try:
            made.append(service.perform(case, move, clock=lambda: now))
        except (service.Refused, service.Stale, service.ClockBackwards) as fault:
            log.error("case %s: %s could not be presumed: %s", case, move.action, fault)
    return made
