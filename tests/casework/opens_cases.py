"""Opens and files cases in the home of its environment, beside other processes: `python -m tests.casework.opens_cases N`."""

from __future__ import annotations

import os
import sys

import django


def main(count: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.settings"
    django.setup()
    from mingjing.recording.home import current
    from mingjing.scenario import cast
    from mingjing.scenario.player import PlayedClock, Player
    from mingjing.scenario.runner import BEFORE_ALL

    team = cast.team_of([cast.member(key, role) for key, role in cast.DEFAULT_PEOPLE.items()], "zz-scjg")
    for _ in range(count):
        hero = Player(current(), PlayedClock(BEFORE_ALL), "penalty_ordinary", "zz-scjg", team, works=False)
        played = [hero.do(step, "2025-08-06") for step in ("po_lead", "po_file.ask", "po_file")]
        if refused := [str(one.refused) for one in played if one.refused]:
            sys.exit("；".join(refused))
        print(played[-1].receipt.numbers["filing_approval"] if played[-1].receipt else "", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
