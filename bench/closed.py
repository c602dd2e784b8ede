"""How fast are closed cases of an older system taken in? Beside plain inserts of the same bytes."""

from __future__ import annotations

import csv
import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from bench import homes
from bench.measure import middle
from bench.report import Line, Sizes
from mingjing.exchange import closed
from mingjing.recording import home as recording
from tests.support import city

ROW = ["2019-05-10", "测速市场监督管理局", "计量违法", "测速法", "15000;200", "", "行政处罚决定书"]
HEAD = [
    "doc_no",
    "publish_date",
    "authority",
    "violation_category",
    "legal_basis",
    "amounts_yuan",
    "note",
    "doc_type",
]


def lines(sizes: Sizes) -> Iterator[Line]:
    os.environ["PGAPPNAME"] = "bench-client"
    for vendor in homes.vendors():
        with homes.city(vendor) as home, tempfile.TemporaryDirectory() as folder:
            homes.floor_table(home)
            rates = [_rate(Path(folder) / f"{run}.csv", run, sizes.closed) for run in range(sizes.runs)]
            note = f"{sizes.closed:,} rows × {sizes.runs}, one transaction each"
            yield Line("closed", vendor, "closed cases taken in", middle(rates), "/s", None, note)
            again = _take(Path(folder) / "0.csv").rate
            yield Line("closed", vendor, "rows found again in a second run", again, "/s")
            floor = middle([_floor(sizes.closed) for _ in range(sizes.runs)])
            yield Line("closed", vendor, "floor: one insert of the same bytes, one commit", floor, "/s")


def _rate(path: Path, run: int, many: int) -> float:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(_row(run, number) for number in range(1, many + 1))
    return _take(path).rate


def _row(run: int, number: int) -> list[str]:
    return [
        f"测市监处罚〔20{20 + run}〕{number}号",
        "2019-05-10",
        "测速市场监督管理局",
        "计量违法",
        "测速法",
        "15000;200",
        "",
        "行政处罚决定书",
    ]


def _take(path: Path) -> closed.Outcome:
    outcome = closed.take(
        path, closed.load("prc-guangdong-amr"), recording.current(), agency=city.AGENCY, person=city.ZHANG,
        clock=lambda: datetime.now(UTC), tell=lambda *_: None, progress=lambda *_: None,
    )  # fmt: skip
    if outcome.refused:
        raise SystemExit(f"{outcome.refused} 行被拒绝：{dict(outcome.rules)}")
    return outcome


def _floor(many: int) -> float:
    body = json.dumps(dict(zip(HEAD, _row(0, 1), strict=True)), ensure_ascii=False) * 3
    started = time.perf_counter()
    for number in range(many):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_floor (a, b, c) VALUES (%s, %s, %s)", ["x", number, body])
    return many / (time.perf_counter() - started)
