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
COUNTED = {"po_serve": 2}
"""What may cost more: from the day of service other cases are counted, which are held and counted again."""
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def asked(call: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as found:
        answer = call()
    return answer, len([one for one in found if not one["sql"].startswith(CONTROL)])


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
        ("feng", "/work/rules/"): LIST,
        ("feng", "/work/rules/?show=limits"): LIST,
        ("zhang", "/work/rules/?show=penalty_ordinary"): LIST,
        **{
            ("zhang", f"/work/cases/{case_at(name).id}/"): CASE
            for name in ("filed", "reviewing", "published")
        },
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


ACTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("zhang", "filed", "po_show_id", {"officers": ["p-zhang", "p-wang"], "shown_to": "孙大海"}),
    (
        "zhang",
        "decided",
        "po_serve",
        {
            "officers": ["p-zhang", "p-wang"],
            "paper": "penalty_decision",
            "proof_of_service.receiver": "滕州市鑫岩石料厂（演示）",
            "proof_of_service.method": "personal",
            "proof_of_service.place": "厂区",
            "proof_of_service.signed_for": "孙大海，已签收",
        },
    ),
]


@pytest.mark.parametrize(("who", "case", "action", "stated"), ACTS, ids=[one[2] for one in ACTS])
def test_an_act_asks_few_questions(
    fresh_town: Home,  # noqa: F811
    who: str,
    case: str,
    action: str,
    stated: dict[str, Any],
) -> None:
    client, base = client_of(who), f"/work/cases/{case_at(case).id}/act/{action}/"
    warm(client, base)
    drawn, numbers = asked(lambda: client.get(base))
    numbers = {"form": numbers}
    if 'value="register"' in drawn.content.decode():
        answer, numbers["act"] = asked(
            lambda: client.post(base, stated | hidden(drawn) | {"then": "register"})
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
        print(action, numbers)
        assert max(numbers.values()) <= ACT + COUNTED.get(action, 0), numbers
        return
    answer, numbers["save"] = asked(lambda: client.post(base, stated | hidden(drawn) | {"then": "check"}))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    checked, numbers["check"] = asked(lambda: client.get(f"{base}check/"))
    answer, numbers["act"] = asked(lambda: client.post(f"{base}check/", hidden(checked)))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    print(action, numbers)
    assert max(numbers.values()) <= ACT + COUNTED.get(action, 0), numbers


def hidden(answer: Any) -> dict[str, str]:
    """What the page itself posts along, and the day that it proposes."""
    words = answer.content.decode()
    names = r'name="(on|key|after|ask|seen|version\.[^"]+)" value="([^"]*)"'
    return dict(re.findall(names, words))
