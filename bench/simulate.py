"""How fast does `law simulate` judge open cases twice? `python -m bench.simulate [CASES]`; the figure stands in docs/law.md."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

from tests.support import environment  # noqa: F401 - first of all: it sets Django up

# isort: split
from bench import copies, homes
from mingjing.casework import service, simulation
from mingjing.casework.models import CaseRow
from mingjing.recording import home as homes_of
from mingjing.recording import keys
from tests.support import city

DAY, AT = "2025-09-01", datetime(2025, 9, 22, 4, tzinfo=UTC)
STOPS = ("po_file", "po_assign", "po_conclude", "po_notice", "po_submit_review")
SHORTER = """
[[value]]
key = "penalty.decide_within"
since = 2021-07-15
scope = "nation"
amount = 60
unit = "day"
basis = "某规定 第一条"
verified = false
"""


def grow(cases: int) -> None:
    """As many open cases at five places of the way: one of each is played, the others are its copies."""
    each = cases // len(STOPS)
    for stop in STOPS:
        player = city.player()
        assert not [one for one in player.through(stop, DAY) if one.refused]
        row = CaseRow.objects.get(id=player.case)
        CaseRow.objects.bulk_create(_copy(row, name) for name in _ledger(player.case, each - 1))


def _copy(row: CaseRow, name: str) -> CaseRow:
    values = {one.attname: getattr(row, one.attname) for one in CaseRow._meta.concrete_fields}
    return CaseRow(**values | {"id": name})


def _ledger(case: str, times: int) -> list[str]:
    """Entries of the case under new ids; the ledger is only read here, so no gate rows are needed."""
    from django.db import connection, transaction

    found, master, names = service.load(case), homes_of.master_key(homes_of.current()), []
    for start in range(0, times, copies.STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            for name in (str(uuid4()) for _ in range(min(copies.STEP, times - start))):
                key = keys.wrap(master, name, own := os.urandom(32))
                cursor.execute(copies.KEY, [name, key])
                cursor.executemany(copies.ENTRY, list(copies.entries(found, name, own)))
                names.append(name)
    return names


def main(cases: int) -> None:
    for vendor in homes.vendors():
        with homes.city(vendor):
            grow(cases)
            begun = time.perf_counter()
            found = simulation.simulate(simulation.altered("x.toml", SHORTER), AT, lambda done, total: None)
            spent = time.perf_counter() - begun
            print(
                f"{vendor}: {found.cases} cases, {found.touched} touched, {spent:.1f} s, {found.cases / spent:.0f}/s",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
