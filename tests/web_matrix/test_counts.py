"""How many questions a page asks the database: lists ≤ 8, the case page ≤ 15, each request of an act ≤ 20."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.home import Home
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import case_at, fresh_town  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow
LIST, CASE, ACT = 8, 15, 20


def asked(call: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as found:
        answer = call()
    return answer, len([one for one in found if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


def warm(client: Client, *paths: str) -> None:
    """What a running server already remembers of the registry is no part of the count."""
    for path in paths:
        client.get(path)


def test_pages_ask_few_questions(fresh_town: Home) -> None:  # noqa: F811
    pages = {
        ("zhang", "/work/"): LIST,
        ("zhang", "/work/cases/?state=all"): LIST,
        ("li", "/work/"): LIST,
        ("zhou", "/work/review/"): LIST,
        ("feng", "/work/cases/"): LIST,
        **{("zhang", f"/work/cases/{case_at(name).id}/"): CASE for name in ("filed", "reviewing", "published")},
        ("zhou", f"/work/review/{case_at('reviewing').id}/"): CASE,
    }
    over = []
    for (who, path), most in pages.items():
        client = client_of(who)
        warm(client, path)
        answer, number = asked(lambda client=client, path=path: client.get(path))  # type: ignore[misc]
        assert answer.status_code == 200
        print(f"{number:>3} of {most}  {who} {path}")
        if number > most:
            over.append((who, path, number))
    assert over == []


def test_an_act_asks_few_questions(fresh_town: Home) -> None:  # noqa: F811
    client, base = client_of("zhang"), f"/work/cases/{case_at('filed').id}/act/po_show_id/"
    drawn, numbers = client.get(base).content.decode(), {}
    fields = {"officers": ["p-zhang", "p-wang"], "shown_to": "孙大海", "then": "check"}
    fields |= {"on": re.search(r'name="on" value="([^"]+)"', drawn)[1]}  # type: ignore[index]
    fields |= {name: value for name, value in re.findall(r'name="(version\.[^"]+)" value="(\d+)"', drawn)}
    _, numbers["form"] = asked(lambda: client.get(base))
    answer, numbers["save"] = asked(lambda: client.post(base, fields))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    answer, numbers["check"] = asked(lambda: client.get(f"{base}check/"))
    hidden = dict(re.findall(r'name="(key|after)" value="([^"]*)"', answer.content.decode()))
    answer, numbers["act"] = asked(lambda: client.post(f"{base}check/", hidden))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    print(numbers)
    assert max(numbers.values()) <= ACT, numbers
