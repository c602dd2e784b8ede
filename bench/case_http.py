"""What does a complete case cost over HTTP? Five persons, eighteen acts, three files, review, decision, publication.

Real processes: web server, worker (papers), sealer. Sessions are opened before the clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench import homes, servers
from bench.client import Browser
from bench.desk import CASE, PEOPLE, Desks, Wait
from bench.measure import excerpt, middle, part
from bench.report import Goal, Line, Sizes
from tests.support import city
from tests.support.home import Home

REQUESTS, ALL, QUERIES = Goal(160, most=True), Goal(400, most=True), Goal(20, most=True)
PATIENCE = 120.0
SEALED = (
    "SELECT count(*), (SELECT count(*) FROM casework_paperrow WHERE case_id = {mark} AND issued_n IS NULL) "
    'FROM casework_paperrow p JOIN entry e ON e."case" = p.case_id AND e.n = p.issued_n '
    'JOIN leaf l ON l.entry_id = e.id JOIN (SELECT max(size) AS size FROM checkpoint) c ON c.size > l."index" '
    "WHERE p.case_id = {mark} AND p.paper = {mark}"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One run: seconds and CPU seconds per case, by process; requests per case and their seconds."""

    wall: float
    cpu: dict[str, float]
    requests: float
    seconds: list[float]

    @property
    def web(self) -> float:
        return self.cpu["web"] + self.cpu.get("web-db", 0.0)

    @property
    def all(self) -> float:
        return sum(value for name, value in self.cpu.items() if name != "client")


def waiter(home: Home, alive: Callable[[], None]) -> Wait:
    """Looks into the database past the web server, which is not asked and pays nothing.

    Until the papers of the last act are made: an act begun before would be stale by the entries of the worker.
    """

    def wait(case: str, paper: str) -> None:
        statement = SEALED.format(mark="?" if home.owner_url is None else "%s")
        until = time.monotonic() + PATIENCE
        with homes.looking(home) as connection:
            while True:
                sealed, pending = connection.execute(statement, (case, case, paper)).fetchone()
                if not pending and (sealed or not paper):
                    return
                if time.monotonic() > until:
                    alive()
                    raise SystemExit(f"《{paper}》等了 {PATIENCE:.0f} 秒还没有封存。")
                time.sleep(0.02)

    return wait


def desks(running: servers.Running) -> Desks:
    browsers = {name: Browser(running.address) for name in PEOPLE}
    for name, one in browsers.items():
        one.sign_in(name, city.PASSWORD)
    return Desks(browsers, waiter(running.home, running.alive))


def play(running: servers.Running, groups: list[Desks], cases: int) -> Taken:
    """Each group plays its own cases at the same time as the others."""
    for one in groups:
        for browser in one.browsers.values():
            browser.answers.clear()
    before, started = running.cpu(), time.perf_counter()
    with ThreadPoolExecutor(len(groups)) as pool:
        list(pool.map(lambda one: [one.play() for _ in range(cases)], groups))
    wall, spent, count = time.perf_counter() - started, running.spent(before), len(groups) * cases
    answers = [answer for one in groups for browser in one.browsers.values() for answer in browser.answers]
    return Taken(
        wall / count, {name: value / count for name, value in spent.items()}, len(answers) / count,
        [seconds for _, _, seconds, _ in answers],
    )  # fmt: skip


def public(running: servers.Running, case: str) -> None:
    """The case ended where it should: the page of its decision opens for a stranger."""
    mark = "?" if running.home.owner_url is None else "%s"
    with homes.looking(running.home) as connection:
        found = connection.execute(
            f'SELECT number FROM disclosure_publication WHERE "case" = {mark}', (case,)
        ).fetchone()
    page = Browser(running.address).get(f"/decisions/{homes.quoted(found[0])}/") if found else None
    if page is None or page.status != 200:
        raise SystemExit(f"公开页面打不开：{page.status if page else case}")


def lines(sizes: Sizes) -> Iterator[Line]:
    os.environ["PGAPPNAME"] = "bench-client"
    for vendor in homes.vendors():
        with homes.city(vendor) as home:
            homes.floor_table(home)
            yield from _costs(vendor, home, sizes)
            yield from _statements(vendor, home)


def _costs(vendor: str, home: Home, sizes: Sizes) -> Iterator[Line]:
    with servers.running(home) as running:
        groups = [desks(running) for _ in range(max(sizes.clients))]
        public(running, groups[0].play())  # what each process reads once
        cookies = groups[0].browsers[PEOPLE[0]].cookies
        found = {
            clients: [
                play(running, groups[:clients], sizes.http_cases if clients == 1 else 1)
                for _ in range(sizes.runs)
            ]
            for clients in sizes.clients
        }
        public(running, groups[-1].cases[-1])
    base, why = _floor(home, cookies, sizes), _why(home)
    for clients, taken in found.items():
        yield from _said(vendor, clients, taken, base, why)


def _said(vendor: str, clients: int, taken: list[Taken], base: dict[int, float], why: str) -> Iterator[Line]:
    who = f"{clients} client{'s' if clients > 1 else ''}"
    parts = {
        name: middle([one.cpu.get(name, 0.0) for one in taken]) * 1000
        for name in taken[0].cpu
        if name != "client"
    }
    split = ", ".join(f"{name} {value:.0f}" for name, value in parts.items())
    requests = middle([one.requests for one in taken])
    yield Line("case", vendor, f"{who}: requests of a case, CPU (web + database)", middle([one.web for one in taken]) * 1000,
               "ms", REQUESTS, f"{requests:.0f} requests", why)  # fmt: skip
    yield Line(
        "case",
        vendor,
        f"{who}: all processes, CPU",
        middle([one.all for one in taken]) * 1000,
        "ms",
        ALL,
        split,
    )
    yield Line(
        "case",
        vendor,
        f"{who}: floor, CPU of {len(CASE)} requests with 15 inserts",
        base[clients] * 1000,
        "ms",
    )
    yield Line(
        "case",
        vendor,
        f"{who}: wall time per case",
        middle([one.wall for one in taken]),
        "s",
        None,
        "with waiting for papers and seals",
    )
    seconds = [one * 1000 for run in taken for one in run.seconds]
    yield Line(
        "case",
        vendor,
        f"{who}: one request, p50",
        part(seconds, 0.5),
        "ms",
        None,
        f"p95 {part(seconds, 0.95):.0f} ms",
    )


def _why(home: Home) -> str:
    """The profile of the requests of one case, when everything has been read once."""
    with servers.running(home, application=servers.TRACED, threads=1) as running:
        group = desks(running)
        group.play()
        group.browsers[PEOPLE[0]].get(servers.RESET)
        group.play()
        return excerpt(str(servers.profile(home)), 40)


def _floor(home: Home, cookies: dict[str, str], sizes: Sizes) -> dict[int, float]:
    """CPU seconds (web + database) of as many bare requests as a case has acts, by number of clients."""
    found = {}
    with servers.running(home, application=servers.FLOOR, children=False) as running:
        for clients in sizes.clients:
            runs = [_bare(running, cookies, clients, max(sizes.http_cases, 3)) for _ in range(sizes.runs)]
            found[clients] = middle(runs)
    return found


def _bare(running: servers.Running, cookies: dict[str, str], clients: int, cases: int) -> float:
    browsers = [Browser(running.address) for _ in range(clients)]
    for one in browsers:
        one.cookies.update(cookies)
        if one.get("/inserts/").status != 200:
            raise SystemExit("底线的请求没有办成。")
    before = running.cpu()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda one: [one.get("/inserts/") for _ in range(len(CASE) * cases)], browsers))
    spent = running.spent(before)
    return (spent["web"] + spent.get("web-db", 0.0)) / (clients * cases)


def _statements(vendor: str, home: Home) -> Iterator[Line]:
    """Counted in a run of its own, because counting costs."""
    with servers.running(home, application=servers.COUNTED) as running:
        group = desks(running)
        group.play()
        for one in group.browsers.values():
            one.answers.clear()
        group.play()
        answers = [answer for one in group.browsers.values() for answer in one.answers]
    most = max(answers, key=lambda one: one[3])
    yield Line(
        "case",
        vendor,
        "SQL statements per case",
        sum(one[3] for one in answers),
        "",
        None,
        f"{len(answers)} requests",
    )
    yield Line(
        "case", vendor, "SQL statements of one request, at most", most[3], "", QUERIES, _generic(most[0])
    )


def _generic(request: str) -> str:
    return "/".join("…" if len(one) == 36 else one for one in request.split("/"))
