"""Two people at once: one wins, the other gets a sentence; numbers have no gap; nobody sees an error."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from mingjing.casework import drafts, service
from mingjing.casework.models import PaperRow
from mingjing.law.terms import Move
from mingjing.recording.home import Home
from mingjing.registry.models import Head
from mingjing.scenario import cast, runner
from mingjing.scenario.player import PlayedClock, Player
from tests.support import city

ROUNDS = 100
THREADS, PROCESSES, EACH = 8, 4, 15
DAY = "2025-08-06"
Work = Callable[[], Any]


def at_once(*works: Work) -> list[Any]:
    """Each work in a thread of its own, all started together; what each gave or raised."""
    barrier, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Work) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            answers[place] = work()
        except Exception as fault:  # noqa: BLE001 - the answer of a race may be any of them
            answers[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not any(one.is_alive() for one in threads), "a race hangs"
    return answers


def won(answers: list[Any]) -> list[service.Receipt]:
    return [one for one in answers if isinstance(one, service.Receipt) and not one.again]


def orderly(answers: list[Any]) -> bool:
    """Nobody got anything but a receipt or a sentence."""
    return all(
        isinstance(one, service.Receipt | service.Refused | service.Stale | service.KeyReused)
        for one in answers
    )


@pytest.fixture
def bureau(postgres_city: Any) -> None:
    """A second head, so that two may approve."""
    clock = PlayedClock(city.BEFORE_ALL)
    cast.enter_member(clock, city.AGENCY, cast.member("sunli", {"role": "agency_head", "name": "孙立"}))
    assert Head.objects.exists()


def waiting() -> tuple[Player, str]:
    """A case whose filing waits for approval, and the commitment of the ask."""
    hero = city.player()
    hero.do("po_lead", DAY)
    hero.do("po_file.ask", DAY)
    case = service.load(hero.case)
    ask = next(n for n, one in enumerate(case.entries) if one.action == "po_file.ask")
    return hero, case.commitments[ask]


def approval(hero: Player, ask: str, by: str = city.LI, action: str = "po_file", key: str = "") -> Work:
    facts = {"ask": ask} | ({"reason": "再查。"} if action.endswith(".back") else {})
    return lambda: service.perform(
        hero.case, Move(action, by, DAY, facts, key=key), clock=lambda: hero.clock.now
    )


def actions(hero: Player) -> Counter[str]:
    return Counter(one.action for one in service.load(hero.case).entries)


@pytest.mark.slow
def test_of_two_approvals_at_once_one_counts(bureau):
    for _ in range(ROUNDS):
        hero, ask = waiting()
        answers = at_once(approval(hero, ask), approval(hero, ask, by="p-sunli"))
        assert len(won(answers)) == 1 and orderly(answers), answers
        assert actions(hero)["po_file"] == 1
    assert_gapless("立", ROUNDS)


@pytest.mark.slow
def test_of_approval_and_refusal_at_once_one_counts(bureau):
    seen: Counter[str] = Counter()
    for _ in range(ROUNDS):
        hero, ask = waiting()
        answers = at_once(approval(hero, ask), approval(hero, ask, by="p-sunli", action="po_file.back"))
        assert len(won(answers)) == 1 and orderly(answers), answers
        found = actions(hero)
        assert found["po_file"] + found["po_file.back"] == 1
        seen += found
    assert_gapless("立", seen["po_file"])


@pytest.mark.slow
def test_an_edit_during_the_approval_never_changes_what_was_approved(bureau):
    for n in range(ROUNDS):
        hero, ask = waiting()
        asked = next(one for one in service.load(hero.case).entries if one.action == "po_file.ask").facts[
            "filing_approval"
        ]
        text = {**asked, "cause": f"第 {n} 次改动"}
        answers = at_once(
            approval(hero, ask),
            lambda hero=hero, text=text: drafts.save(
                hero.case, "filing_approval", text, by=city.ZHANG, at=hero.clock.now
            ),
        )
        assert not isinstance(answers[1], Exception), answers
        entry = next((one for one in service.load(hero.case).entries if one.action == "po_file"), None)
        if entry is None:
            assert isinstance(answers[0], service.Refused) and answers[0].ids == {"G-BOUND"}
        else:
            assert entry.facts["filing_approval"] == asked


@pytest.mark.slow
def test_two_cases_at_once_get_two_numbers_without_a_gap(bureau):
    for n in range(1, ROUNDS + 1):
        (one, ask), (other, other_ask) = waiting(), waiting()
        answers = at_once(approval(one, ask), approval(other, other_ask))
        numbers = sorted(int(number) for answer in answers for number in _digits(answer))
        assert numbers == [2 * n - 1, 2 * n], answers


def _digits(answer: Any) -> list[str]:
    return [text.partition("〕")[2].removesuffix("号") for text in answer.numbers.values()]


@pytest.mark.slow
def test_two_clicks_at_once_get_the_same_answer(bureau):
    for n in range(ROUNDS // 4):
        hero, ask = waiting()
        answers = at_once(*(approval(hero, ask, key=f"click {n}") for _ in range(2)))
        assert all(isinstance(one, service.Receipt) for one in answers), answers
        assert answers[0].commitment == answers[1].commitment and len(won(answers)) == 1


@pytest.mark.slow
def test_two_first_acts_of_the_same_case_at_once_make_one_case(bureau):
    for _ in range(ROUNDS // 4):
        hero = city.player()
        hero.clock.move_to(DAY)
        content = {"source": "report", "found_on": DAY, "summary": "举报。"}
        paper = {"case_source_register": drafts.content("case_source_register", content)}

        def lead(by: str, hero: Player = hero, paper: Any = paper) -> Work:
            return lambda: service.perform(
                hero.case,
                Move("po_lead", by, DAY, papers=paper),
                clock=lambda: hero.clock.now,
                procedure="penalty_ordinary",
                agency=city.AGENCY,
            )

        answers = at_once(lead(city.ZHANG), lead(city.WANG))
        assert len(won(answers)) == 1 and orderly(answers) and actions(hero)["po_lead"] == 1, answers


VISITED = {
    "title": "计划、一次已经去过的检查",
    "procedure": "inspection",
    "cases": {"plan": {"procedure": "inspection_plan"}, "first": {"procedure": "inspection", "from": "plan"}},
    "moves": [
        {"case": "plan", "on": "2025-02-10", "through": "ip_announce"},
        {"case": "first", "on": "2025-03-03", "through": "in_enter"},
    ],
}
LEAD = {"title": "线索", "procedure": "penalty_summary", "moves": [{"on": "2025-02-10", "do": "ps_show_id"}]}
ACROSS = {
    "a third visit in a year": (VISITED, "inspection", "in_notify", "in_enter", "frequency_cap", {}),
    "a second fine for one act": (
        LEAD,
        "penalty_summary",
        "ps_inform",
        "ps_decide",
        "G-ONEFINE",
        {"fine": 20000},
    ),
}
"""What came before, then two cases of one party: as far as which act, the act that only one may do, why, and what is stated."""


@pytest.mark.slow
@pytest.mark.parametrize("told", ACROSS)
def test_what_is_counted_across_cases_is_counted_by_one_mover_at_a_time(fresh_practice, told):
    story, procedure, ready, act, reason, said = ACROSS[told]
    before = runner.play(story, Home(fresh_practice.path))
    assert before.differences == []
    known, done = before.player, threading.Event()
    same = (known.home, known.clock, procedure, known.agency, known.team)
    one, other = (Player(*same, overrides=said, origin=known.origin) for _ in "ab")
    for player in (one, other):
        assert not any(step.refused for step in player.through(ready, DAY))

    def first() -> Any:
        with transaction.atomic():
            played = one.do(act, DAY)
            done.set()
            time.sleep(0.5)  # the other one counts meanwhile, or waits until this is written
        return played

    def second() -> Any:
        done.wait(10)
        return other.do(act, DAY)

    won_by, lost_by = at_once(first, second)
    assert won_by.receipt, won_by
    assert lost_by.refused and lost_by.refused.ids == {reason}, lost_by


@pytest.mark.slow
def test_a_decision_is_taken_once(bureau):
    for _ in range(3):
        hero = city.player(overrides={"grave": ["public_interest"]})
        hero.through("po_decide.ask", "2025-10-20")
        case = service.load(hero.case)
        ask = case.commitments[next(n for n, one in enumerate(case.entries) if one.action == "po_decide.ask")]

        def decide(action: str, by: str, hero: Player = hero, ask: str = ask) -> Work:
            facts = {"ask": ask} | ({"reason": "再议。"} if action.endswith(".back") else {})
            move = Move(action, by, "2025-10-20", facts)
            return lambda: service.perform(hero.case, move, clock=lambda: hero.clock.now)

        answers = at_once(
            decide("po_decide", city.LI), decide("po_decide", "p-sunli"), decide("po_decide.back", city.LI)
        )
        assert len(won(answers)) == 1 and orderly(answers), answers
        hero.work()


def assert_gapless(word: str, count: int) -> None:
    numbers = PaperRow.objects.filter(paper="filing_approval", number__contains=word).values_list(
        "number", flat=True
    )
    assert sorted(int(one.partition("〕")[2].removesuffix("号")) for one in numbers) == list(
        range(1, count + 1)
    )


@pytest.mark.slow
def test_processes_that_number_at_once_on_sqlite_never_see_an_error(sqlite_city):
    command = [sys.executable, "-m", "tests.casework.opens_cases", str(EACH)]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            command, env=sqlite_city.env, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    answers = [one.communicate(timeout=300) for one in running]
    assert [one.returncode for one in running] == [0] * PROCESSES, answers
    numbers = [line for out, _ in answers for line in out.split()]
    assert len(numbers) == PROCESSES * EACH
    assert_gapless("立", PROCESSES * EACH)


@pytest.mark.slow
def test_threads_that_number_at_once_never_see_an_error(fresh_city):
    heroes = [waiting() for _ in range(THREADS)]
    answers = at_once(*(approval(hero, ask) for hero, ask in heroes))
    assert len(won(answers)) == THREADS, answers
    assert_gapless("立", THREADS)
