"""How long do lists and to-dos take when there are 100,000 cases? Beside a Django view that does nothing.

The rows are made up from one real case's; lists read rows only, never the ledger.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlsplit

from django.db import connection

from bench import door, homes, servers
from bench.client import Browser
from bench.measure import Meter, middle
from bench.report import Goal, Line, Sizes
from mingjing.casework import service
from mingjing.casework.models import CaseRow, Due, Member, Todo
from mingjing.disclosure.models import Publication
from mingjing.law import engine, procedures
from mingjing.recording import home as recording
from mingjing.recording import sealer
from tests.support import city
from tests.support.home import Home

LIST, MENU, STORED = Goal(100, most=True), Goal(5, most=True), Goal(1000)
LAWS = tuple(one for one in procedures.PROCEDURES.values() if not one.history)
"""Cases of all kinds, by turns, at every stage of each."""
ROLES = ("officer", "unit_head", "reviewer", "agency_head", "publisher")
BATCH = 5000
LIMIT = timedelta(days=90)


def lines(sizes: Sizes) -> Iterator[Line]:
    os.environ["PGAPPNAME"] = "bench-client"
    for vendor in homes.vendors():
        with homes.city(vendor) as home:
            case = [door.case(Meter()).case for _ in range(2)][-1]
            while sealer.seal_once(recording.current(), datetime.now(UTC), whole=True).n:
                pass
            yield _menu(vendor, case, sizes)
            fill(case, sizes.listed)
            learn(home)
            yield from _lists(vendor, home, sizes)
            yield from _stored(vendor, home, case, sizes)


# --- made-up rows ------------------------------------------------------------------------------------------------


def fill(case: str, many: int) -> None:
    """`many` cases like this one, with its team, one to-do and one limit each."""
    first = CaseRow.objects.get(id=case)
    values = {one.attname: getattr(first, one.attname) for one in CaseRow._meta.concrete_fields}
    team = list(Member.objects.filter(case=case).values_list("person", "role"))
    for start in range(0, many, BATCH):
        numbers = range(start, min(start + BATCH, many))
        CaseRow.objects.bulk_create([CaseRow(**values | _case(number)) for number in numbers])
        Member.objects.bulk_create(
            Member(case_id=_id(number), person=person, role=role)
            for number in numbers
            for person, role in team[:2]
        )
        Todo.objects.bulk_create(
            Todo(case_id=_id(number), agency=first.agency, **_todo(number)) for number in numbers
        )
        Due.objects.bulk_create(Due(case_id=_id(number), **_due(number)) for number in numbers)


def learn(home: Home) -> None:
    """Statistics, as the server gathers them by itself in daily use; only the owner of a table may ask for it."""
    if connection.vendor == "postgresql":
        with home.role("owner"), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _id(number: int) -> str:
    return f"bench-{number:032d}"


def _day(number: int) -> date:
    return date(2025, 1, 1) + timedelta(days=number * 7919 % 690)


def _case(number: int) -> dict[str, object]:
    law = LAWS[number % len(LAWS)]
    stage = law.stages[number // len(LAWS) % len(law.stages)][0]
    return {
        "id": _id(number),
        "procedure": law.key,
        "title": f"测速{number}号公司使用未经定期检验的叉车案",
        "party": f"测速{number}号公司",
        "party_code": "",
        "stage": stage,
        "ended": stage in law.exits,
        "opened_on": _day(number),
        "due_on": _day(number) + LIMIT,
        "acted_on": _day(number) + timedelta(days=number % 60),
    }


def _todo(number: int) -> dict[str, object]:
    return {
        "role": ROLES[number % len(ROLES)],
        "action": "po_conclude",
        "label": "调查终结",
        "last_day": _day(number) if number % 3 else None,
        "since": _day(number),
    }


def _due(number: int) -> dict[str, object]:
    last = _day(number) + LIMIT
    at = datetime(last.year, last.month, last.day, 16, tzinfo=UTC)
    return {"term": "T02", "label": "作出处罚决定", "last_day": last, "at": at}


# --- what is asked -----------------------------------------------------------------------------------------------


def _menu(vendor: str, case: str, sizes: Sizes) -> Line:
    """Every act of the largest procedure with every reason, for one person."""
    now = datetime.now(UTC)

    def once() -> int:
        found, law, context = service.look(case, now)
        return len(engine.menu(law, found, city.ZHANG, context))

    acts = once()
    loads = _timed(lambda: service.look(case, now), sizes.requests // 5 + 1)
    whole = _timed(once, sizes.requests // 5 + 1)
    note = f"{acts} acts; reading the case {loads * 1000:.2f} ms more"
    return Line("lists", vendor, "menu() with all reasons", (whole - loads) * 1000, "ms", MENU, note)


def _timed(call: Callable[[], object], times: int) -> float:
    """Median seconds of one call."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return middle(found)


def _lists(vendor: str, home: Home, sizes: Sizes) -> Iterator[Line]:
    asked = {
        "to-dos of an officer": ("zhang", "/work/"),
        "list of cases": ("zhang", "/work/cases/"),
        "list of cases, overdue": ("zhang", "/work/cases/?state=over"),
        "list of cases, by name": ("zhang", f"/work/cases/?q={quote('测速777')}"),
        "to-dos of a head": ("chen", "/work/"),
        "public home": ("", "/"),
        "list of decisions": ("", "/decisions/"),
    }
    with servers.running(home, children=False) as running:
        for what, (who, path) in asked.items():
            browser = Browser(running.address)
            if who:
                browser.sign_in(who, city.PASSWORD)
            seconds = middle([_page(browser, path, max(sizes.requests // 10, 3)) for _ in range(sizes.runs)])
            goal = LIST if vendor == "postgres" and who else None
            note = f"{1 / seconds:.0f} requests/s, one client"
            yield Line("lists", vendor, f"{what}, {sizes.listed:,} cases", seconds * 1000, "ms", goal, note)
    with servers.running(home, application=servers.FLOOR, children=False) as running:
        seconds = _page(Browser(running.address), "/empty/", sizes.requests)
        yield Line("lists", vendor, "floor: an empty Django view", seconds * 1000, "ms", None, f"{1 / seconds:.0f} requests/s")  # fmt: skip


def _page(browser: Browser, path: str, times: int) -> float:
    if (page := browser.get(path)).status != 200:
        raise SystemExit(f"{path} 答 {page.status}：{page.said()}")
    return _timed(lambda: browser.get(path), times)


def _stored(vendor: str, home: Home, case: str, sizes: Sizes) -> Iterator[Line]:
    """The decision page as most readers get it, and as a reader with display settings does."""
    number = homes.quoted(Publication.objects.get(case=case).number)
    path = f"/decisions/{number}/"
    with servers.running(home, children=False) as running:
        for what, cookie, goal in (
            ("public decision page, stored file", "", STORED),
            ("public decision page, display cookie, rendered", "mj_theme=dark", None),
        ):
            times = sizes.requests * (1 if cookie else 10)
            rate = middle([hammer(running.address, path, cookie, times) for _ in range(sizes.runs)])
            yield Line("lists", vendor, what, rate, "/s", goal, "one connection, one after the other")
    with servers.running(home, application=servers.FLOOR, children=False) as running:
        rate = hammer(running.address, "/empty/", "", sizes.requests * 5)
        yield Line("lists", vendor, "floor: an empty Django view, same client", rate, "/s")


def hammer(address: str, path: str, cookie: str, times: int) -> float:
    """Requests per second over one bare connection: the client costs next to nothing."""
    where = urlsplit(address)
    asked = (
        f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        + (f"Cookie: {cookie}\r\n" if cookie else "")
        + "\r\n"
    )
    with socket.create_connection((where.hostname or "", where.port or 80)) as wire:
        _answer(wire, asked.encode())
        started = time.perf_counter()
        for _ in range(times):
            _answer(wire, asked.encode())
        return times / (time.perf_counter() - started)


def _answer(wire: socket.socket, asked: bytes) -> None:
    wire.sendall(asked)
    found = b""
    while b"\r\n\r\n" not in found:
        found += wire.recv(65536)
    head, _, body = found.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise SystemExit(head.decode("latin-1")[:300])
    length = next(
        (
            int(one.split(b":")[1])
            for one in head.split(b"\r\n")
            if one.lower().startswith(b"content-length:")
        ),
        None,
    )
    while len(body) < length if length is not None else not body.endswith(b"0\r\n\r\n"):
        body += wire.recv(65536)
