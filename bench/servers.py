"""The platform as it runs: web server, worker and sealer as processes of their own, and what each of them costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.measure import cpu_of, family
from tests.support.home import Home
from tests.support.ports import free_port, wait_for_port
from tests.support.server import give_static_files

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = "mingjing.wsgi:application"
COUNTED = "bench.counted:application"
TRACED = "bench.traced:application"
RESET = "/bench-reset/"
FLOOR = "bench.floor:application"


@dataclass(slots=True)
class Running:
    """Processes by what they do: web, worker, sealer."""

    home: Home
    address: str = ""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, by process and, on PostgreSQL, by whom its backends serve (`web-db` …)."""
        found = {name: cpu_of(family(one.pid)) for name, one in self.processes.items()}
        return found | {f"{name}-db": cpu_of(pids) for name, pids in self.backends().items()}

    def backends(self) -> dict[str, list[int]]:
        """PostgreSQL's processes by the program that they serve; those of the server itself under `server`."""
        if self.home.owner_url is None:
            return {}
        found: dict[str, list[int]] = {"server": []}
        with psycopg.connect(self.home.owner_url) as owner:
            for pid, name in owner.execute("SELECT pid, application_name FROM pg_stat_activity").fetchall():
                if not (name or "").startswith("bench-"):
                    name = "bench-server"
                if pid != owner.info.backend_pid:
                    found.setdefault(name.removeprefix("bench-"), []).append(pid)
        return found

    def spent(self, before: dict[str, float]) -> dict[str, float]:
        return {name: value - before.get(name, 0.0) for name, value in self.cpu().items()}

    def start(self, name: str, *command: str, role: str = "app", **more: str) -> None:
        environment = self.home.env | {"MINGJING_DATABASE_ROLE": role, "PGAPPNAME": f"bench-{name}"} | more
        environment["PYTHONPATH"] = str(ROOT)
        log = (self.home.path / f"{name}.log").open("wb")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=log, stderr=log, start_new_session=True
        )

    def alive(self) -> None:
        for name, one in self.processes.items():
            if one.poll() is not None:
                raise SystemExit(f"{name} 停了：\n{(self.home.path / f'{name}.log').read_text()[-2000:]}")


def profile(home: Home) -> Path:
    """Where the traced server keeps what it measured."""
    return home.path / "web.profile"


@contextmanager
def running(
    home: Home, *, application: str = PRODUCT, threads: int = 4, children: bool = True
) -> Iterator[Running]:
    """Until the block ends. The options of the web server are those of `mingjing serve`."""
    give_static_files(home)
    port = free_port()
    found = Running(home, f"http://127.0.0.1:{port}")
    found.start(
        "web", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning", application,
        BENCH_PROFILE=str(profile(home)),
    )  # fmt: skip
    if children:
        found.start("worker", "-m", "mingjing.cli", "worker")
        found.start("sealer", "-m", "mingjing.cli", "sealer", role="sealer")
    try:
        if not wait_for_port(port, seconds=60):
            found.alive()
        time.sleep(1.0 if children else 0.2)
        found.alive()
        yield found
    finally:
        for one in found.processes.values():
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGTERM)
        for one in found.processes.values():
            one.wait(20)
