"""Public decision pages as stored files, answered before Django when nothing in the request could change them.

A page is kept only as Django answered it, whole, with its headers. It is served while the stamp of the folder is still
the one under which it was rendered, and for a minute at most: whatever publishes, issues or withdraws changes the stamp
before and after its transaction, so that a page which was rendered in between is never served.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Headers: TypeAlias = list[tuple[str, str]]

PREFIX = "/decisions/"
LASTING = 60
"""Seconds; what changes without an act (a display period that ends, an address in the registry) shows within them."""
STAMP = "stamp"
REFUSED = frozenset({"set-cookie", "content-encoding"})
"""An answer with one of these was made for one reader."""


def folder(home: Path) -> Path:
    return home / "pages"


def change(home: Path) -> None:
    """From now on no page stored before is served."""
    where = folder(home)
    where.mkdir(mode=0o700, exist_ok=True)
    _write(where / STAMP, secrets.token_bytes(16))


class StoredPages:
    """A WSGI application around Django's."""

    def __init__(self, application: WSGIApplication, home: Path) -> None:
        self.application = application
        self.home = home
        # Of a process that ended between a commit and its second stamp nothing may be left.
        change(home)
        for old in folder(home).iterdir():
            if old.name != STAMP and time.time() - old.stat().st_mtime > LASTING:
                old.unlink(missing_ok=True)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not plain(environ):
            return self.application(environ, start_response)
        stamp, name = self._stamp(), _name(environ)
        if found := self._kept(name, stamp):
            headers, body = found
            start_response("200 OK", headers)
            return [body]
        return self._asked(environ, start_response, stamp, name)

    def _stamp(self) -> bytes:
        try:
            return (folder(self.home) / STAMP).read_bytes()
        except FileNotFoundError:
            return b""

    def _kept(self, name: str, stamp: bytes) -> tuple[Headers, bytes] | None:
        try:
            kept = (folder(self.home) / name).read_bytes()
        except FileNotFoundError:
            return None
        head, _, body = kept.partition(b"\n")
        said = json.loads(head)
        fresh = said["stamp"] == stamp.hex() and 0 <= time.time() - said["at"] < LASTING
        return ([(key, value) for key, value in said["headers"]], body) if fresh else None

    def _asked(
        self, environ: WSGIEnvironment, start_response: StartResponse, stamp: bytes, name: str
    ) -> Iterable[bytes]:
        told: list[tuple[str, Headers]] = []

        def remember(status: str, headers: Headers, *rest: object) -> Callable[[bytes], object]:
            told.append((status, list(headers)))
            return start_response(status, headers, *rest)  # type: ignore[arg-type]

        answer = self.application(environ, remember)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if stamp and told and keepable(*told[-1]):
            said = {"stamp": stamp.hex(), "at": time.time(), "headers": told[-1][1]}
            _write(folder(self.home) / name, json.dumps(said).encode() + b"\n" + body)
        return [body]


def plain(environ: WSGIEnvironment) -> bool:
    """A reader without cookies asks for a decision, and for nothing beside it."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("PATH_INFO", "").startswith(PREFIX)
        and environ["PATH_INFO"].endswith("/")
        and len(environ["PATH_INFO"]) > len(PREFIX)
        and not environ.get("QUERY_STRING")
        and not environ.get("HTTP_COOKIE")
        and not environ.get("HTTP_AUTHORIZATION")
        and not environ.get("HTTP_RANGE")
        and not environ.get("HTTP_HX_REQUEST")
    )


def keepable(status: str, headers: Headers) -> bool:
    names = {name.lower(): value for name, value in headers}
    page = names.get("content-type", "").startswith("text/html")
    return status.startswith("200 ") and page and not REFUSED & set(names)


def _name(environ: WSGIEnvironment) -> str:
    """By what an answer may depend on. A reader cannot make many files of one page: the port is left out."""
    safe = environ["wsgi.url_scheme"] == "https" or environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    host = environ.get("HTTP_HOST", "").rpartition(":")[0] or environ.get("HTTP_HOST", "")
    return sha256(json.dumps([safe, host.lower().rstrip("."), environ["PATH_INFO"]]).encode()).hexdigest()


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all, whoever else writes."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    part.write_bytes(body)
    os.replace(part, path)
