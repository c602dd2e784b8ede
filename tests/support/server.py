"""The platform as a separate process: the WSGI server against a home, as in production."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.environment import RUN
from tests.support.home import Home, locked
from tests.support.ports import free_port, wait_for_port


@contextmanager
def served(home: Home, *, threads: int = 2) -> Iterator[str]:
    """Yields the address, e.g. http://127.0.0.1:41234; what the server said stands in home/server.log."""
    give_static_files(home)
    port = free_port()
    command = [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)],
        *["--workers", "1", "--blocking-threads", str(threads), "--no-ws", "mingjing.wsgi:application"],
    ]
    log = home.path / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(command, env=home.env, stdout=output, stderr=output, start_new_session=True)
    try:
        if not wait_for_port(port):
            raise RuntimeError(f"the server did not start:\n{log.read_text()}")
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """As an operator would; a server that does not hear it within its time is ended with its workers."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(20)


def give_static_files(home: Home) -> None:
    """Collected once per run; each home only points there."""
    shared = RUN / "static"
    with locked("static"):
        if not shared.exists():
            collect(home, RUN)
    if not (home.path / "static").exists():
        (home.path / "static").symlink_to(shared)


def collect(home: Home, folder: Path) -> None:
    """STATIC_ROOT is `static` in the home, so the shared folder is filled as a home of its own."""
    environment = home.env | {"MINGJING_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "mingjing.settings"}
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)
