"""`mingjing serve` with its children, and each of them on its own for production units."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

from mingjing.cli import parser
from mingjing.commands.home import now, set_up

POLL = 0.5
"""Seconds between two looks for papers to make."""
DUE_EVERY = 60


def serve(arguments: list[str], words: str) -> int:
    """The web server; sealer, worker and due run as children and end with it."""
    parse = parser("serve", words)
    parse.add_argument("--host", default="127.0.0.1")
    parse.add_argument("--port", type=int, default=8000)
    parse.add_argument("--workers", type=int, default=1)
    given = parse.parse_args(arguments)
    set_up()
    from django.core.management import call_command

    from mingjing.recording import home

    home.check(home.current())
    call_command("collectstatic", interactive=False, verbosity=0)
    _greet(given.host, given.port)
    children = [_child("sealer", role="sealer"), _child("worker"), _child("due", "--loop")]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            given.host,
            "--port",
            str(given.port),
            "--workers",
            str(given.workers),
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
            "mingjing.wsgi:application",
        ]
    )
    return _watch(server, children)


def _greet(host: str, port: int) -> None:
    """Where the demonstration is, and who can sign in there; nothing in a home that is not for practice."""
    from mingjing.demo import accounts
    from mingjing.recording import home

    if not home.mark(home.current()).practice:
        return
    print(f"\n公众网站  http://{host}:{port}/\n工作台    http://{host}:{port}/work/\n")
    print("\n".join([*accounts.table(), "\n按 Ctrl+C 停止。"]), flush=True)


def _child(*arguments: str, role: str = "app") -> subprocess.Popen[bytes]:
    environment = os.environ | {"MINGJING_DATABASE_ROLE": role}
    return subprocess.Popen([sys.executable, "-m", "mingjing.cli", *arguments], env=environment)


def _watch(server: subprocess.Popen[bytes], children: list[subprocess.Popen[bytes]]) -> int:
    """Until the server ends or is told to. A child that dies ends the whole: a silent sealer would be worse."""

    def stop(number: int, frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while server.poll() is None:
            dead = [one for one in children if one.poll() is not None]
            if dead:
                print(
                    "封存、文书或者到期进程意外停止，网站随之停止；请看上面的说明，处理后重新启动。",
                    file=sys.stderr,
                )
                server.terminate()
                server.wait(20)
                return 1
            time.sleep(0.2)
        return 0
    finally:
        for one in (*children, server):
            if one.poll() is None:
                one.terminate()


def _until_told() -> threading.Event:
    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told


def sealer(arguments: list[str], words: str) -> int:
    parser("sealer", words).parse_args(arguments)
    os.environ.setdefault("MINGJING_DATABASE_ROLE", "sealer")
    set_up()
    from mingjing.recording import home
    from mingjing.recording import sealer as sealing

    sealing.run(home.current(), _until_told())
    return 0


def worker(arguments: list[str], words: str) -> int:
    """Make the papers of acts that were done. One that cannot be made is named and left, the others go on."""
    parser("worker", words).parse_args(arguments)
    set_up()
    from mingjing.casework import issue
    from mingjing.casework.binding import jobs
    from mingjing.casework.rendering import fonts, own, place
    from mingjing.database import state
    from mingjing.recording import home

    render = issue.pdf if fonts.fonts() else issue.plain
    if render is issue.plain:
        print(fonts.MISSING, file=sys.stderr)
    for sentence in own.strangers():
        print(sentence, file=sys.stderr)
    told, seen = _until_told(), ("", 0)
    while not told.is_set():
        before, seen = seen, (state(), place.changed())
        # A paper that cannot be made is tried again when something has changed, not twice a second.
        if seen != before:
            issue.issue_all(home.current(), render=render, clock=now)
            jobs.make_all(home.current(), clock=now)
        told.wait(POLL)
    return 0


def due(arguments: list[str], words: str) -> int:
    """Do what the law presumes when a limit has run out."""
    parse = parser("due", words)
    parse.add_argument("--loop", action="store_true", help="每分钟办一次，直到停止")
    given = parse.parse_args(arguments)
    set_up()
    from mingjing.casework.due import run_due

    told = _until_told()
    while True:
        run_due(now())
        if not given.loop or told.wait(DUE_EVERY):
            return 0
