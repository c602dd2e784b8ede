"""Stored pages: answered without Django, never past an act, never to a reader with a cookie."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import override_settings

from mingjing.web import stored
from tests.disclosure.cases import Story, enter, number, publish, withdraw


class Reader:
    """Asks a WSGI application as a server would, and counts how often Django was asked."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.home = Path(settings.MINGJING_HOME)
        self.asked = 0
        self.django = get_wsgi_application()
        self.pages = stored.StoredPages(self._django, self.home)

    def _django(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, path: str = "", method: str = "GET", **said: str) -> tuple[int, dict[str, str], str]:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": (path or f"/decisions/{number()}/").encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **said,
        }
        told: list[Any] = []
        body = b"".join(self.pages(environ, lambda status, headers, *_: told.append((status, headers))))  # type: ignore[arg-type]
        status, headers = told[-1]
        return int(status[:3]), dict(headers), body.decode()


@pytest.fixture
def reader(portal: Any) -> Iterator[Reader]:
    story = publish()
    with override_settings(ROOT_URLCONF="tests.disclosure.urlconf", ALLOWED_HOSTS=["localhost"]):
        yield Reader(story)


def test_the_second_reader_does_not_wake_django(reader: Reader) -> None:
    first, second = reader.get(), reader.get()
    assert first == second and first[0] == 200 and reader.asked == 1
    assert "Content-Security-Policy" in second[1] and second[1]["Vary"] == "Cookie"


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_COOKIE": "mj_theme=dark"},
        {"QUERY_STRING": "x=1"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_HX_REQUEST": "true"},
        {"method": "HEAD"},
        {"path": "/decisions/"},
    ],
    ids=str,
)
def test_what_may_read_otherwise_is_asked_of_django(reader: Reader, said: dict[str, str]) -> None:
    reader.get()
    reader.get(**said)
    reader.get(**said)
    assert reader.asked == 3


def test_a_withdrawn_page_is_gone_at_once(reader: Reader) -> None:
    assert [reader.get()[0], reader.get()[0]] == [200, 200]
    withdraw(reader.story)
    assert reader.get()[0] == 410 and reader.get()[0] == 410


def test_a_page_rendered_while_it_was_withdrawn_is_not_served(reader: Reader) -> None:
    """Another reader comes between the withdrawal and its commit, sees the old page and leaves it in the folder."""
    seen: list[int] = []
    with transaction.atomic():
        reader.story.withdrawn()
        enter(reader.story)
        other = Thread(target=lambda: seen.append(reader.get()[0]))
        other.start()
        other.join()
    assert seen == [200] and reader.get()[0] == 410


def test_a_minute_is_the_most(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.get()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + stored.LASTING + 1)
    reader.get()
    assert reader.asked == 2


def test_an_answer_with_a_cookie_or_a_fault_is_not_kept(reader: Reader) -> None:
    html = ("Content-Type", "text/html; charset=utf-8")
    assert stored.keepable("200 OK", [html])
    assert not stored.keepable("200 OK", [html, ("Set-Cookie", "a=b")])
    assert not stored.keepable("404 Not Found", [html])
    assert not stored.keepable("200 OK", [("Content-Type", "application/json")])


def test_one_page_is_one_file_whatever_the_port(reader: Reader) -> None:
    for host in ("localhost", "localhost:81", "LOCALHOST:82", "localhost."):
        reader.get(HTTP_HOST=host)
    files = [one for one in stored.folder(reader.home).iterdir() if one.name != stored.STAMP]
    assert reader.asked == 1 and len(files) == 1


def test_a_foreign_host_gets_nothing_stored(reader: Reader) -> None:
    assert reader.get(HTTP_HOST="evil.example")[0] == 400
    assert reader.get(HTTP_HOST="evil.example")[0] == 400 and reader.asked == 2


def test_a_new_process_begins_with_nothing(reader: Reader) -> None:
    reader.get()
    stored.StoredPages(reader.django, reader.home)
    reader.get()
    assert reader.asked == 2
