"""A light browser: cookies, redirects, forms. It fills in what a form leaves blank, as a person at a desk would."""

from __future__ import annotations

import http.client
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

Values = dict[str, list[str]]
File = tuple[str, bytes]


@dataclass(slots=True)
class Form:
    """One form of a page: where it leads, and what it would send if its button were pressed now."""

    action: str
    values: Values = field(default_factory=dict)

    def states(self, name: str) -> bool:
        """Whether an input of that name, or a part of it, carries a value."""
        return any(
            any(values) for key, values in self.values.items() if key == name or key.startswith(f"{name}.")
        )


class _Reader(HTMLParser):
    """Forms with their successful controls, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and (name := given.get("name")):
            self._control(tag, name, given)
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))

    def _control(self, tag: str, name: str, given: Mapping[str, str]) -> None:
        kind = given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._text = name
        elif tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in given:
                self._add(name, given.get("value", "on"))
        elif tag == "input" and kind not in ("file", "submit"):
            self._add(name, given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._add(self._text, data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._add(self._text, "")
            self._text = ""

    def _add(self, name: str, value: str) -> None:
        if self._form is not None and (value or name not in self._form.values):
            found = self._form.values.setdefault(name, [])
            found[:] = [*(one for one in found if one), value]


@dataclass(slots=True)
class Page:
    """An answer, after its redirects. `path` = where it was found."""

    status: int
    path: str
    body: str
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def form(self, name: str) -> Form:
        """The form that has an input of that name. Raises SystemExit with what the page says."""
        found = next((one for one in self.forms if name in one.values), None)
        if found is None:
            raise SystemExit(f"{self.path}（{self.status}）没有要找的表单 {name}：{self.said()}")
        return found

    def said(self) -> str:
        start = max(self.body.find("<main"), 0)
        return " ".join(_text(self.body[start:]).split())[:900]


def _text(html: str) -> str:
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_data = found.append  # type: ignore[method-assign]
    reader.feed(html)
    return " ".join(found)


class Browser:
    """One person's session. `answers`: status, seconds and SQL statements (when the server counts them) of each request."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}
        self.answers: list[tuple[str, int, float, int]] = []
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)

    def sign_in(self, username: str, password: str) -> None:
        page = self.get("/signin/")
        sent = page.form("username").values | {"username": [username], "password": [password]}
        if self.post("/signin/", sent).path == "/signin/":
            raise SystemExit(f"{username} 没有登录成功。")
        self.answers.clear()

    def get(self, path: str) -> Page:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, values: Values, files: Sequence[File] = (), *, multipart: bool = False) -> Page:
        if not (files or multipart):
            body = urlencode([(name, one) for name, given in values.items() for one in given]).encode()
            return self._ask("POST", path, body, "application/x-www-form-urlencoded")
        mark = uuid.uuid4().hex
        return self._ask(
            "POST", path, _multipart(mark, values, files), f"multipart/form-data; boundary={mark}"
        )

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= (
            {"Content-Type": kind, "Origin": self.address, "Referer": self.address + path} if kind else {}
        )
        started = time.perf_counter()
        answer = self._answered(method, path, body, headers)
        text = answer.read()
        statements = int(answer.headers.get("X-Statements", "0"))
        self.answers.append((f"{method} {path}", answer.status, time.perf_counter() - started, statements))
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status in (301, 302, 303):
            return self.get(urljoin(path, answer.headers["Location"]))
        return _page(answer.status, path, text, answer.headers.get_content_type())

    def _answered(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        """A connection that the server closed while nobody asked is opened anew, as browsers do."""
        try:
            self._connection.request(method, path, body or None, headers)
            return self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            self._connection.request(method, path, body or None, headers)
            return self._connection.getresponse()


def _page(status: int, path: str, body: bytes, kind: str) -> Page:
    if kind != "text/html":
        return Page(status, path, "")
    reader = _Reader()
    reader.feed(text := body.decode())
    return Page(status, path, text, reader.forms, reader.links)


def _multipart(mark: str, values: Values, files: Sequence[File]) -> bytes:
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'.encode()
        for name, given in values.items()
        for one in given
    ]
    for title, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{title}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()])
