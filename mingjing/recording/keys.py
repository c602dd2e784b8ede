"""Data keys: one per case, wrapped by the master key. Destroying the row shreds the case."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from mingjing.recording import home as homes
from mingjing.recording.opening import raw

_LABEL = b"mingjing/data-key/v1\0"


class KeyFault(RuntimeError):
    """A data key cannot be opened: wrong master key, or a changed row."""


class Shredded(KeyError):
    """The case has no data key: it never had one, or it was destroyed."""


def wrap(master: bytes, case: str, key: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(master).encrypt(nonce, key, _LABEL + case.encode())


@lru_cache(maxsize=4096)
def unwrap(master: bytes, case: str, wrapped: bytes) -> bytes:
    """Cached by the wrapped bytes, so a cached key is never that of another row. Raises KeyFault."""
    try:
        return AESGCM(master).decrypt(wrapped[:12], wrapped[12:], _LABEL + case.encode())
    except (InvalidTag, ValueError) as fault:
        raise KeyFault(f"案件 {case} 的数据密钥打不开：主密钥不对，或者 data_key 被改动。") from fault


def opened(case: str, wrapped: bytes | memoryview) -> bytes:
    """The data key of a row, by the master key of this process's home."""
    return unwrap(homes.master_key(homes.current()), case, raw(wrapped))


def ensure(cases: Sequence[str]) -> dict[str, bytes]:
    """Make the missing rows, in id order; of two at once, the first one stays. The wrapped keys that were made here."""
    master, fresh = homes.master_key(homes.current()), dict[str, bytes]()
    with connection.cursor() as cursor:
        for case in sorted(set(cases)):
            cursor.execute(
                'INSERT INTO data_key ("case", wrapped) VALUES (%s, %s) ON CONFLICT ("case") DO NOTHING RETURNING "case"',
                [case, wrapped := wrap(master, case, os.urandom(32))],
            )
            if cursor.fetchone():
                fresh[case] = wrapped
    return fresh


def made(case: str) -> bytes:
    """The case's key, made now if there is none. One statement when there is."""
    try:
        return key_of(case)
    except Shredded:
        ensure([case])
        return key_of(case)


def key_of(case: str) -> bytes:
    """Raises Shredded."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT wrapped FROM data_key WHERE "case" = %s', [case])
        row = cursor.fetchone()
    if row is None:
        raise Shredded(case)
    return opened(case, row[0])


def derived(key: bytes, purpose: str, value: bytes = b"") -> bytes:
    """A key or keyed digest for one purpose, so that no key does two jobs."""
    return hmac.new(key, f"mingjing/{purpose}/v1\0".encode() + value, hashlib.sha256).digest()
