"""The loaded parameters as the database knows them: their digest as an entry, their money limits for the trigger."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.casework import gate, service
from mingjing.casework.context import law_set
from mingjing.law.parameters import ParameterSet, Row
from mingjing.law.procedures import PROCEDURES

LIMITS = {
    "fine_citizen": (
        "hearing.threshold_citizen",
        "hearing.threshold_citizen_business",
        "hearing.threshold_citizen_nonbusiness",
    ),
    "fine_org": (
        "hearing.threshold_org",
        "hearing.threshold_org_business",
        "hearing.threshold_org_nonbusiness",
    ),
}
"""Which keys make up the money limit of a party kind; the trigger is the floor, so the highest that may apply."""


def enter_loaded_set(clock: service.Clock) -> bool:
    """Enter the digest of the loaded parameters and procedures into chain `system` when it is a new one."""
    law = law_set()
    if law.parameters.digest in entered():
        return False
    gate.add_thresholds(law.parameters.digest, list(thresholds(law.parameters)))
    service.register(
        "parameters_loaded",
        {
            "parameters": law.parameters.digest,
            "calendar": law.calendar.digest,
            "procedures": [*sorted(PROCEDURES)],
        },
        actor="system",
        clock=clock,
        chain="system",
    )
    return True


def entered() -> frozenset[str]:
    """Digests of the parameter sets that chain `system` knows; limits of any other set were smuggled in."""
    found = (one for one in service.chain("system") if one.action == "parameters_loaded")
    return frozenset(str(one.facts.get("parameters")) for one in found)


def thresholds(parameters: ParameterSet) -> Iterator[gate.Threshold]:
    """The rows of `review_threshold` for a parameter set."""
    for kind, keys in LIMITS.items():
        highest: dict[tuple[str, str], tuple[int, str]] = {}
        for row in (row for key in keys for row in parameters.all(key)):
            place = (row.value.scope, row.since.isoformat())
            highest[place] = max(highest.get(place, (0, "")), (row.value.number, _until(row)))
        for (scope, since), (amount, until) in highest.items():
            yield gate.Threshold(scope, since, kind, amount, until)
            yield gate.Threshold(scope, since, kind.replace("fine", "confiscate"), amount, until)
    for row in parameters.all("review.scope"):
        everything = int(row.value.amount == "all_ordinary")
        yield gate.Threshold(row.value.scope, row.since.isoformat(), "scope_all", everything, _until(row))


def _until(row: Row) -> str:
    return row.until.isoformat() if row.until else ""
