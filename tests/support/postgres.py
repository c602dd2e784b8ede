"""A throw-away PostgreSQL cluster, and databases in it.

As a program it runs a command beside such a cluster and removes it afterwards:

    python -m tests.support.postgres pytest -m postgres

The command finds DATABASE_OWNER_URL in its environment. Without a command the address is printed and the
cluster lives until Ctrl-C.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.support.ports import free_port

ACCOUNT = "postgres"  # initdb refuses to work as root
ROLES = """
CREATE ROLE mingjing_app LOGIN PASSWORD {password};
CREATE ROLE mingjing_sealer LOGIN PASSWORD {password};
CREATE ROLE mingjing_owner LOGIN PASSWORD {password} CREATEDB IN ROLE mingjing_app, mingjing_sealer;
"""


def program(name: str) -> str:
    """Path of a server program; on Debian they stand outside the PATH."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    if found := shutil.which(name):
        return found
    raise SystemExit(f"缺少 PostgreSQL 服务器程序 {name}：请安装 postgresql（15 或更新）。")


def run(*command: str) -> None:
    """As the user postgres when we are root, else as ourselves; silent unless it fails."""
    prefix = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"PostgreSQL 没有启动（{Path(command[0]).name}）：{done.stdout}{done.stderr}")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on a free port of this machine; yields the owner's URL; stops and removes it."""
    folder = Path(tempfile.mkdtemp(prefix="mingjing-pg-", dir="/tmp"))  # a short path: it holds a socket
    password, port = secrets.token_hex(16), free_port()
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
        shutil.chown(folder / "password", ACCOUNT)
    try:
        start(folder, port)
        create_roles(port, password)
        yield f"postgresql://mingjing_owner:{password}@127.0.0.1:{port}/postgres"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run(program("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, port: int) -> None:
    data = str(folder / "data")
    run(
        *[program("initdb"), "-D", data, "-U", "postgres", f"--pwfile={folder / 'password'}"],
        *["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"],
    )
    # fsync stays on: the tests are about what survives. No autovacuum: its worker belongs to another role than the
    # owner, who could then not drop a database under it.
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=on -c timezone=UTC -c autovacuum=off"
    )
    run(program("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")


def create_roles(port: int, password: str) -> None:
    with psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres", autocommit=True
    ) as admin:
        admin.execute(sql.SQL(ROLES).format(password=sql.Literal(password)))


def create_database(owner_url: str, name: str, *, template: str | None = None) -> None:
    """An empty database, or a copy of `template`, which nobody may be connected to."""
    source = sql.SQL("TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), source))


def drop_database(owner_url: str, name: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_databases(owner_url: str, prefix: str) -> None:
    """Whatever a test run left behind."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        names = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        for (name,) in names.fetchall():
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address(url: str, *, database: str | None = None, user: str | None = None) -> str:
    """The same server and password, another database or user."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{user}:{parts.password or ''}@{host}" if user else parts.netloc
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}" if database else parts.path))


def main(command: list[str]) -> int:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    with cluster() as url:
        if not command:
            print(f"export DATABASE_OWNER_URL={url}", flush=True)
            signal.pause()
        return beside(command, os.environ | {"DATABASE_OWNER_URL": url})


def beside(command: list[str], environment: dict[str, str]) -> int:
    child = subprocess.Popen(command, env=environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        return child.wait()  # the child was interrupted too and sums up
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)  # pytest then tidies up
            child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
