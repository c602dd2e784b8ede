"""The home folder: keys, evidence, tiles and the last signed head. Made once, never half."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from mingjing.tlog.note import Checkpoint, Ed25519Signer, parse_skey, sign_checkpoint
from mingjing.tlog.tree import EMPTY_ROOT

FOLDERS = ("evidence", "keys", "tiles", "public", "index", "parameters", "laws", "last-head")
PRIVATE = frozenset({"evidence", "keys"})
MARK = "home.json"


class HomeFault(RuntimeError):
    """The home is missing, half-made or not what it says; one Chinese sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie. Values only; `check` says whether they are there."""

    path: Path

    @property
    def evidence(self) -> Path:
        return self.path / "evidence"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def tiles(self) -> Path:
        return self.path / "tiles"

    @property
    def last_head(self) -> Path:
        return self.path / "last-head" / "checkpoint"

    @property
    def reads(self) -> Path:
        return self.path / "reads.sqlite3"

    @property
    def master_key(self) -> Path:
        return self.keys / "master.key"

    @property
    def signing_key(self) -> Path:
        return self.keys / "signing.key"

    @property
    def verifier_key(self) -> Path:
        return self.keys / "vkey"

    @property
    def mark(self) -> Path:
        return self.path / MARK


def current() -> Home:
    """The home of this process (`MINGJING_HOME`)."""
    return Home(Path(settings.MINGJING_HOME))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the home says of itself; the same identity stands in the database."""

    identity: str
    practice: bool
    origin: str


def mark(home: Home) -> Mark:
    """Raises HomeFault when the home is not complete."""
    check(home)
    value = json.loads(home.mark.read_text(encoding="utf-8"))
    return Mark(str(value["identity"]), bool(value["practice"]), str(value["origin"]))


def check(home: Home) -> None:
    """Raises HomeFault naming what is missing. The mark is written last, so its absence means half-made."""
    if not home.mark.exists():
        raise HomeFault(
            f"{home.path} 不是完整的明镜数据目录：缺少 {MARK}。请换一个空目录重新建立，或者从备份恢复。"
        )
    wanted = [home.path / one for one in FOLDERS] + [home.master_key, home.signing_key, home.verifier_key]
    if missing := [one.name for one in wanted if not one.exists()]:
        raise HomeFault(
            f"{home.path} 缺少 {'、'.join(missing)}，可能没有完整恢复。请从备份恢复，不要重新建立。"
        )


def create_home(path: Path, practice: bool, *, origin: str = "") -> Home:
    """Make keys, the first (empty) signed head and the mark, beside a migrated database without a home.

    A practice home (演练库) says so for good. Raises HomeFault for anything half-made: it is never completed.
    """
    home = Home(path)
    _refuse_half_made(home)
    for name in FOLDERS:
        (path / name).mkdir(mode=0o700 if name in PRIVATE else 0o755, parents=True, exist_ok=True)
    identity = str(uuid.uuid4())
    signer = Ed25519Signer(origin or f"mingjing/{identity[:8]}", secrets.token_bytes(32))
    first = sign_checkpoint(Checkpoint(signer.name, 0, EMPTY_ROOT), [signer])
    write_new(home.master_key, secrets.token_bytes(32), 0o600)
    write_new(home.signing_key, f"{signer.skey()}\n".encode(), 0o600)
    write_new(home.verifier_key, f"{signer.verifier().vkey()}\n".encode())
    write_new(home.tiles / "checkpoint", first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO home (id, identity, practice) VALUES (1, %s, %s)", [identity, practice])
        cursor.execute("INSERT INTO checkpoint (size, note, at) VALUES (0, %s, %s)", [first.decode(), ""])
    write_new(home.last_head, first)
    says = {"identity": identity, "practice": practice, "origin": signer.name}
    write_new(home.mark, json.dumps(says, ensure_ascii=False, indent=1).encode())
    return home


def _refuse_half_made(home: Home) -> None:
    if home.mark.exists():
        raise HomeFault(f"{home.path} 已经是明镜数据目录，不能重新建立。")
    made = [home.master_key, home.signing_key, home.verifier_key, home.tiles / "checkpoint", home.last_head]
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM home) + (SELECT count(*) FROM entry)")
        rows = int(cursor.fetchone()[0])
    if rows or any(one.exists() for one in made) or any(home.evidence.glob("*")):
        raise HomeFault(
            f"{home.path} 或它的数据库是只建了一半的明镜数据目录。请换一个空目录和空数据库，或者从备份恢复。"
        )


def agree(home: Home) -> Mark:
    """The mark, when folder and database belong together. Raises HomeFault."""
    says = mark(home)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity, practice FROM home")
        rows = cursor.fetchall()
    if [(str(one[0]), bool(one[1])) for one in rows] != [(says.identity, says.practice)]:
        raise HomeFault(f"{home.path} 与数据库不是一套：请核对 MINGJING_HOME 和 DATABASE_URL。")
    return says


def signer(home: Home) -> Ed25519Signer:
    return parse_skey(home.signing_key.read_text(encoding="utf-8").removesuffix("\n"))


def vkey(home: Home) -> str:
    """The verifier key line that is printed on decisions."""
    return home.verifier_key.read_text(encoding="utf-8").removesuffix("\n")


@lru_cache(maxsize=4)
def _secret(path: str, inode: int, changed: int) -> bytes:
    with open(path, "rb") as file:
        key = file.read()
    if len(key) != 32:
        raise HomeFault(f"{os.path.basename(path)} 不是 32 字节的密钥，可能已经损坏。请从备份恢复。")
    return key


def master_key(home: Home) -> bytes:
    """The key that wraps the cases' keys; read again only when the file is another one."""
    path = os.path.join(home.path, "keys", "master.key")  # a plain string: this runs with every entry
    try:
        found = os.stat(path)
    except FileNotFoundError as fault:
        raise HomeFault("缺少主密钥 master.key。请从备份恢复，没有它读不出任何案卷。") from fault
    return _secret(path, found.st_ino, found.st_mtime_ns)


def write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file that must not exist yet, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that may exist: whoever looks sees the old bytes or the new, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with open(aside, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a rename or a new name durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
