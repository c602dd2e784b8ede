"""Evidence files: addressed by case and keyed digest, encrypted, durable before they are named, never overwritten.

On disk: `evidence/<case>/<HMAC(case key, SHA-256)>` = "MJE1" ‖ salt16 ‖ chunks. A chunk is AES-256-GCM over at
most 1 MiB with a key of this file alone; its nonce is the chunk's number and whether it is the last, so that
neither order nor length can change unnoticed.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from mingjing.law.terms import FileRef
from mingjing.recording import keys, sniff
from mingjing.recording.home import Home, sync_folder
from mingjing.recording.sniff import WrongKind

MAGIC = b"MJE1"
PREAMBLE = len(MAGIC) + 16
CHUNK = 1 << 20
TAG = 16
LIMIT = 2 << 30
"""The largest file taken, unless the caller says less: a body camera's hour in 720p."""
_CASE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Refused(ValueError):
    """The file cannot be taken; one Chinese sentence says why."""


class Damaged(RuntimeError):
    """A stored file is not what was received."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it is kept."""

    ref: FileRef
    kind: str
    name: str
    new: bool


def keep(
    home: Home,
    case: str,
    stream: Iterable[bytes],
    *,
    filename: str,
    at: str,
    title: str = "",
    limit: int = LIMIT,
) -> Stored:
    """Store one file and its row. The same bytes in the same case are stored once. Raises Refused or WrongKind."""
    _plain_name(filename)
    sniff.declared(filename)
    key = keys.made(case)
    folder = _folder(home, case)
    handle, incoming = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    os.close(handle)
    temporary = Path(incoming)
    try:
        received = _receive(temporary, key, stream, filename, limit)
        _check_whole(temporary, key, received, filename)
        name = _name(key, received.sha256)
        new = _place(temporary, folder / name)
        _read_back(folder / name, key, received)
    finally:
        temporary.unlink(missing_ok=True)
    ref = FileRef(received.sha256, received.sm3, received.size, title or filename)
    _row(case, name, ref, received.kind, at)
    return Stored(ref, received.kind, name, new)


def read(home: Home, case: str, sha256: str) -> Reader:
    """The decrypted file, seekable. Raises FileNotFoundError, keys.Shredded; Damaged while reading."""
    key = keys.key_of(case)
    return Reader(_folder(home, case) / _name(key, sha256), key)


def check(home: Home, case: str, ref: FileRef) -> str:
    """ "" when the stored bytes are those of the reference; else what is wrong."""
    try:
        with read(home, case, ref.sha256) as file:
            got = _digests(iter(lambda: file.read(CHUNK), b""))
    except FileNotFoundError:
        return "文件不见了"
    except Damaged as fault:
        return str(fault)
    return "" if got == (ref.sha256, ref.sm3, ref.size) else "文件内容与记录不符"


# --- receiving -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Received:
    sha256: str
    sm3: str
    size: int
    kind: str


def _receive(path: Path, key: bytes, stream: Iterable[bytes], filename: str, limit: int) -> _Received:
    """Encrypt to `path` while hashing; durable on return."""
    sha256, sm3, size, kind = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0, ""
    salt = os.urandom(16)
    cipher, preamble = AESGCM(_file_key(key, salt)), MAGIC + salt
    with open(path, "wb") as file:
        file.write(preamble)
        for number, (chunk, last) in enumerate(_marked(_rechunk(stream))):
            size += len(chunk)
            if size > limit:
                raise Refused(f"“{filename}”超过 {_human(limit)}，请压缩或者分段后再上传。")
            kind = kind or sniff.check_head(filename, chunk[: sniff.HEAD])
            sha256.update(chunk)
            sm3.update(chunk)
            file.write(cipher.encrypt(_nonce(number, last), chunk, preamble))
        if size == 0:
            raise Refused(f"“{filename}”是空文件，请核对后重新上传。")
        file.flush()
        os.fsync(file.fileno())
    return _Received(sha256.hexdigest(), sm3.finalize().hex(), size, kind)


def _rechunk(stream: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for piece in stream:
        pending += piece
        while len(pending) >= CHUNK:
            yield bytes(pending[:CHUNK])
            del pending[:CHUNK]
    if pending:
        yield bytes(pending)


def _marked(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk, and whether it is the last."""
    current = next(chunks, None)
    while current is not None:
        following = next(chunks, None)
        yield current, following is None
        current = following


def _check_whole(path: Path, key: bytes, received: _Received, filename: str) -> None:
    with Reader(path, key) as file:
        sniff.check_whole(filename, received.kind, file)


def _place(temporary: Path, final: Path) -> bool:
    """Give the file its name; False when it was there. A link, because a rename would overwrite."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        return False
    sync_folder(final.parent)
    return True


def _read_back(path: Path, key: bytes, received: _Received) -> None:
    """Receipt is given only for what can be read again."""
    with Reader(path, key) as file:
        got = _digests(iter(lambda: file.read(CHUNK), b""))
    if got != (received.sha256, received.sm3, received.size):
        raise Damaged("文件写入后读回的内容不一致，没有收下，请检查磁盘。")


def _digests(chunks: Iterable[bytes]) -> tuple[str, str, int]:
    sha256, sm3, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    for chunk in chunks:
        size += len(chunk)
        sha256.update(chunk)
        sm3.update(chunk)
    return sha256.hexdigest(), sm3.finalize().hex(), size


def _row(case: str, name: str, ref: FileRef, kind: str, at: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO evidence ("case", name, sha256, sm3, size, kind, title, at) '
            'VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT ("case", name) DO NOTHING',
            [case, name, ref.sha256, ref.sm3, ref.size, kind, ref.title, at],
        )


# --- reading -------------------------------------------------------------------------------------------------


class Reader(io.RawIOBase, BinaryIO):
    """A stored file in clear, one chunk at a time; seeks, so a player may ask for a range."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 - closed in close()
        preamble = self._file.read(PREAMBLE)
        if len(preamble) != PREAMBLE or not preamble.startswith(MAGIC):
            self._file.close()
            raise Damaged("文件开头损坏")
        self._preamble, self._cipher = preamble, AESGCM(_file_key(key, preamble[len(MAGIC) :]))
        stored = os.fstat(self._file.fileno()).st_size - PREAMBLE
        self._chunks = max(1, -(-stored // (CHUNK + TAG)))
        self.size = stored - TAG * self._chunks
        self._at, self._held, self._chunk = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self.size:
            # Asked at the end: an empty or cut file must not pass for a short one.
            self._load(self._chunks - 1)
            return 0
        number, offset = divmod(self._at, CHUNK)
        self._load(number)
        piece = self._chunk[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _load(self, number: int) -> None:
        if self._held == number:
            return
        self._file.seek(PREAMBLE + number * (CHUNK + TAG))
        sealed = self._file.read(CHUNK + TAG)
        try:
            self._chunk = self._cipher.decrypt(
                _nonce(number, number == self._chunks - 1), sealed, self._preamble
            )
        except (InvalidTag, ValueError) as fault:
            raise Damaged(f"文件第 {number + 1} 段损坏") from fault
        self._held = number


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _file_key(key: bytes, salt: bytes) -> bytes:
    return keys.derived(key, "evidence", salt)


def _name(key: bytes, sha256: str) -> str:
    return hmac.new(key, bytes.fromhex(sha256), hashlib.sha256).hexdigest()


def _folder(home: Home, case: str) -> Path:
    if not _CASE.fullmatch(case):
        raise Refused("案件标识不合格式，不能存放证据。")
    folder = home.evidence / case
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(home.evidence)
    return folder


def _plain_name(filename: str) -> None:
    """A name is shown to people: nothing in it may hide or turn characters (U+202E …)."""
    if not filename or len(filename) > 200:
        raise Refused("文件名为空或者超过 200 个字，请改名后再上传。")
    if any(not one.isprintable() or one in "/\\" for one in filename):
        raise Refused("文件名里有看不见的字符或者斜杠，请改名后再上传。")


def _human(size: int) -> str:
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} 字节"


__all__ = ["Damaged", "LIMIT", "Reader", "Refused", "Stored", "WrongKind", "check", "keep", "read"]
