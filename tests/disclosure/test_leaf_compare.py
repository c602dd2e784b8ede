"""A public leaf needs an act behind it: what the platform's own database role could add is found by `ledger verify`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from mingjing.casework.verification import comparisons
from mingjing.disclosure import leaf_compare
from mingjing.recording import home as homes
from mingjing.recording import store, verify
from mingjing.scenario.player import Player
from mingjing.tlog.canonical import encode
from tests.support.city import fresh_city, player  # noqa: F401 - a fixture
from tests.support.home import Home


@pytest.fixture
def published(fresh_city: Home) -> Iterator[Player]:  # noqa: F811
    story = player()
    assert not [one.refused for one in story.through("po_publish", "2025-09-24") if one.refused]
    yield story


def findings() -> list[tuple[str, str]]:
    report = verify.verify(homes.current(), comparisons=(*comparisons(), leaf_compare.comparison()))
    return [(one.table, one.what) for one in report.findings]


def add(case: str, n: int, **body: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO open_leaf (entry_id, body) SELECT id, %s FROM entry WHERE "case" = %s AND n = %s',
            [
                encode(
                    {"v": 1, "sha256": "a" * 64, "sm3": "b" * 64, "doc_no": "枣市监处罚〔2025〕999号"} | body
                ),
                case,
                n,
            ],
        )


def entry_of(case: str, action: str, paper: str = "") -> int:
    entries = store.load(case).entries
    return next(
        one.n for one in entries if one.action == action and one.facts.get("paper", "") in ("", paper)
    )


def test_what_was_published_and_withdrawn_is_as_the_acts_say(published: Player) -> None:
    assert findings() == []
    ground = {"withdrawal_ground": "revoked", "reason": "决定已被撤销。"}
    assert not published.do("po_unpublish", "2025-10-20", facts=ground).refused
    assert findings() == []


def test_a_publication_that_no_act_made_is_found(published: Player) -> None:
    add(published.case, entry_of(published.case, "po_decide"), t="published")
    assert findings() == [("open_leaf", "这条记录不公开任何东西，却有公示存证")]


def test_a_third_leaf_beside_the_two_of_a_publication_is_found(published: Player) -> None:
    add(published.case, entry_of(published.case, "paper_issued", "public_decision"), t="published")
    assert findings() == [("open_leaf", "公开一份文书应当有两条公示存证：文书本身和公示记录")]
