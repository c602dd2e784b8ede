"""What waits in a case, over every story: an open case waits for somebody, and no waiting act comes out of order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mingjing.casework import service
from mingjing.casework.models import CaseRow
from mingjing.law import clocks, engine
from mingjing.law.rules import ORDERING
from mingjing.recording.home import Home
from mingjing.scenario import runner
from mingjing.scenario.player import Played, PlayedClock
from tests.casework.test_scenarios import FILES

NOBODY: dict[tuple[str, str], str] = {}
"""Procedure and stage of open cases in which nobody of the agency can do anything, with the reason."""


def faults(clock: PlayedClock) -> Iterator[str]:
    """What is wrong with the to-dos of the cases of the home."""
    for row in CaseRow.objects.prefetch_related("todos"):
        case, law, context = service.look(row.id, clock.now)
        todos = {one.action for one in row.todos.all()}
        counted = clocks.clocks(law, case, context)
        if clocks.running(clocks.looking(law, case, context)) != tuple(one for one in counted if one.runs):
            yield f"{law.id}/{row.stage}: what runs is not what was counted"
        where = f"{law.id}/{row.stage} {sorted(todos)}"
        if not todos and not row.ended and (law.id, row.stage) not in NOBODY:
            yield f"{where}: nobody is told of the case; last {[one.action for one in case.entries[-3:]]}"
        for choice in engine.menu(law, case, "", context, todos):
            for reason in choice.refusals:
                if reason.id in ORDERING:
                    yield f"{where}: {choice.action.id}: {reason.sentence}"


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_an_open_case_waits_for_somebody_who_can_go_on(sqlite_practice, file, monkeypatch):
    clocks, found = list[PlayedClock](), dict[str, None]()
    monkeypatch.setattr(runner, "PlayedClock", lambda start: clocks.append(PlayedClock(start)) or clocks[-1])

    def look(played: Played) -> None:
        found.update(dict.fromkeys(faults(clocks[0]) if played.receipt else ()))

    runner.play(runner.read(file), Home(sqlite_practice.path), after_move=look)
    assert list(found) == []
