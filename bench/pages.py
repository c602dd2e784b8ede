"""What do pages, processes, numbers and seals cost? Beside a Django view that does nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from django.db import connection, transaction

from bench import case_http, door, homes, servers
from bench.client import Browser
from bench.measure import Meter, family, memory_of, middle, part
from bench.report import Goal, Line, Sizes
from mingjing.casework import numbers, service
from mingjing.disclosure.models import Publication
from mingjing.recording import home as recording
from mingjing.recording import sealer
from tests.support import city
from tests.support.home import Home

CASES = 12
THREADS = 8
MEMORY, QUICKLY, NOTHING = Goal(150, most=True), Goal(200, most=True), Goal(0, most=True)
HEAD = 'SELECT count(*) FROM leaf l JOIN entry e ON e.id = l.entry_id WHERE e.commitment = {mark} AND l."index" < ' \
       "(SELECT max(size) FROM checkpoint)"  # fmt: skip


def lines(sizes: Sizes) -> Iterator[Line]:
    os.environ["PGAPPNAME"] = "bench-client"
    for vendor in homes.vendors():
        with homes.city(vendor) as home:
            homes.floor_table(home)
            case = [door.case(Meter()).case for _ in range(CASES)][-1]
            while sealer.seal_once(recording.current(), datetime.now(UTC), whole=True).n:
                pass
            yield from _pages(vendor, home, case, sizes)
            yield from _processes(vendor, home, sizes)
            yield from _numbering(vendor, sizes)


# --- pages ----------------------------------------------------------------------------------------------------


def _pages(vendor: str, home: Home, case: str, sizes: Sizes) -> Iterator[Line]:
    number = homes.quoted(Publication.objects.get(case=case).number)
    wanted = {
        "to-do page": "/work/", "list of cases": "/work/cases/", "case page": f"/work/cases/{case}/",
        "public decision page": f"/decisions/{number}/",
    }  # fmt: skip
    with servers.running(home, children=False) as running:
        browser = Browser(running.address)
        browser.sign_in("zhang", city.PASSWORD)
        for what, path in wanted.items():
            yield from _asked(vendor, what, running, browser, path, sizes)
    with servers.running(home, application=servers.FLOOR, children=False) as running:
        yield from _asked(
            vendor, "floor: an empty Django view", running, Browser(running.address), "/empty/", sizes
        )


def _asked(
    vendor: str, what: str, running: servers.Running, browser: Browser, path: str, sizes: Sizes
) -> Iterator[Line]:
    runs = [_requests(running, browser, path, sizes.requests) for _ in range(sizes.runs)]
    yield Line("pages", vendor, f"{what}, CPU per request", middle([cpu for _, cpu in runs]) * 1000, "ms",
               None, f"{middle([rate for rate, _ in runs]):.0f} requests/s, one client")  # fmt: skip


def _requests(running: servers.Running, browser: Browser, path: str, times: int) -> tuple[float, float]:
    """Requests per second, CPU seconds (web + database) per request."""
    for _ in range(3):
        if (page := browser.get(path)).status != 200:
            raise SystemExit(f"{path} 答 {page.status}：{page.said()}")
    before, started = running.cpu(), time.perf_counter()
    for _ in range(times):
        browser.get(path)
    wall, spent = time.perf_counter() - started, running.spent(before)
    return times / wall, (spent["web"] + spent.get("web-db", 0.0)) / times


# --- processes ------------------------------------------------------------------------------------------------


def _processes(vendor: str, home: Home, sizes: Sizes) -> Iterator[Line]:
    with servers.running(home) as running:
        group = case_http.desks(running)
        group.play()
        for name, process in running.processes.items():
            rss, pss = max(memory_of(pid) for pid in family(process.pid))
            goal = MEMORY if name == "web" else None
            yield Line(
                "pages",
                vendor,
                f"memory of {name}, RSS",
                rss,
                "MB",
                goal,
                f"PSS {pss:.0f} MB, after a complete case",
            )
        yield from _idle(vendor, running)
        yield from _sealing(vendor, home, sizes)


def _idle(vendor: str, running: servers.Running, seconds: float = 4.0) -> Iterator[Line]:
    before = running.cpu()
    time.sleep(seconds)
    spent = {name: value / seconds * 100 for name, value in running.spent(before).items() if name != "client"}
    note = ", ".join(f"{name} {value:.1f}" for name, value in spent.items() if value)
    yield Line(
        "pages", vendor, "all processes while nobody works, of one core", sum(spent.values()), "%", None, note
    )


def _sealing(vendor: str, home: Home, sizes: Sizes) -> Iterator[Line]:
    """From the commit of an entry to a signed head over it."""
    with homes.looking(home) as looking:
        found = sorted(_sealed_after(home, looking, number) * 1000 for number in range(sizes.seals))
    note = f"{len(found)} entries; p50 {part(found, 0.5):.0f} ms, longest {found[-1]:.0f} ms"
    yield Line("pages", vendor, "from commit to signed head, p95", part(found, 0.95), "ms", QUICKLY, note)


def _sealed_after(home: Home, looking: object, number: int) -> float:
    facts = {"id": f"p-bench{number}", "name": "测速"}
    receipt = service.register("person", facts, actor="system", clock=lambda: datetime.now(UTC))
    started = time.perf_counter()
    statement = HEAD.format(mark="?" if home.owner_url is None else "%s")
    while not looking.execute(statement, (receipt.commitment,)).fetchone()[0]:  # type: ignore[attr-defined]
        if time.perf_counter() - started > case_http.PATIENCE:
            raise SystemExit("封存进程没有封存。")
        time.sleep(0.003)
    return time.perf_counter() - started


# --- numbers --------------------------------------------------------------------------------------------------


def _numbering(vendor: str, sizes: Sizes) -> Iterator[Line]:
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(_take, [sizes.numbers // THREADS] * THREADS))
    wall = time.perf_counter() - started
    taken = sorted(
        int(text.partition("〕")[2].removesuffix("号")) for numbers_, _ in found for text in numbers_
    )
    errors = sum(one for _, one in found) + (taken != list(range(1, len(taken) + 1)))
    note = (
        f"{len(taken)} numbers by {THREADS} threads, {len(taken) / wall:.0f}/s, no gap, none twice"
        if not errors
        else ""
    )
    yield Line("pages", vendor, "errors in concurrent numbering", errors, "", NOTHING, note)


def _take(times: int) -> tuple[Sequence[str], int]:
    """Each number in a transaction of its own, as an act takes it."""
    taken, errors = list[str](), 0
    for _ in range(times):
        try:
            with transaction.atomic():
                taken.append(numbers.take("bench", "测", "速", date(2026, 1, 1)))
        except Exception:  # noqa: BLE001 - what is counted here is that there are none
            errors += 1
    connection.close()
    return taken, errors
