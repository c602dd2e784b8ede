"""The door's second function: once per key, judged under the lock, many at once or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mingjing.casework import rebuild, service
from mingjing.registry.facts import BadRow
from mingjing.registry.models import Change, Person
from tests.support.home import fresh

fresh_city = fresh("city")


def now() -> datetime:
    return datetime.now(UTC)


def enter(person: str = "p-neu", name: str = "新来", **more: object) -> service.Receipt:
    return service.register("person", {"id": person, "name": name}, actor="p-shen", clock=now, **more)  # type: ignore[arg-type]


def test_a_key_used_twice_gives_the_first_answer(fresh_city):
    first, second = enter(key="k1"), enter(key="k1")
    assert (second.n, second.commitment, second.again) == (first.n, first.commitment, True)
    assert Change.objects.filter(kind="person", person="p-neu").count() == 1
    with pytest.raises(service.KeyReused):
        enter(name="另一个", key="k1")


def test_what_the_judge_says_against_it_keeps_everything_out(fresh_city):
    before = service.chain_head("registry")

    def no() -> None:
        raise BadRow("不行。")

    with pytest.raises(BadRow):
        enter(judge=no)
    assert service.chain_head("registry") == before
    assert not Person.objects.filter(id="p-neu").exists()


def test_many_are_entered_together_or_not_at_all(fresh_city):
    before = service.chain_head("registry")
    rows = [{"id": "p-neu", "name": "甲"}, {"id": "p-bad", "name": ""}, {"id": "p-neu2", "name": "乙"}]

    def each(facts: service.Facts) -> None:
        return None

    said = service.register_each("person", rows, actor="p-shen", clock=now, judge=each, dry=False)
    assert [bool(one) for one in said] == [False, True, False]
    assert service.chain_head("registry") == before
    good = [rows[0], rows[2]]
    assert service.register_each("person", good, actor="p-shen", clock=now, judge=each, dry=True) == ["", ""]
    assert service.chain_head("registry") == before
    service.register_each("person", good, actor="p-shen", clock=now, judge=each, dry=False)
    assert service.chain_head("registry") == before + 2
    assert Change.objects.filter(person__in=["p-neu", "p-neu2"]).count() == 2


def test_entries_that_were_never_noted_are_noted_afterwards(fresh_city):
    kept = list(Change.objects.order_by("n").values())
    assert len(kept) == service.chain_head("registry")
    Change.objects.all().delete()
    assert rebuild.note_changes() == len(kept)
    assert list(Change.objects.order_by("n").values()) == kept
    assert rebuild.note_changes() == 0
