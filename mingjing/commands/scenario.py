"""`mingjing scenario run FILE…`: play stories on throw-away practice homes and say what differed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import make, set_up


def scenario(arguments: list[str], words: str) -> int:
    parse = parser("scenario", words)
    parse.add_argument("what", choices=("run", "one"))
    parse.add_argument("files", nargs="+", type=Path)
    given = parse.parse_args(arguments)
    if given.what == "one":
        return _one(given.files[0])
    return max(_apart(one) for one in given.files)


def _apart(file: Path) -> int:
    """Each story has a database of its own, so it runs in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        environment["MINGJING_HOME"] = folder
        command = [sys.executable, "-m", "mingjing.cli", "scenario", "one", str(file)]
        return subprocess.run(command, env=environment, check=False).returncode


def _one(file: Path) -> int:
    set_up()
    from mingjing.recording import home
    from mingjing.scenario import runner

    make(
        practice=True, clock=lambda: runner.BEFORE_ALL
    )  # a story may enter parameters of its own after these
    outcome = runner.play(runner.read(file), home.current())
    print(f"{'✓ 相符' if outcome.ok else '✕ 不符'}  {outcome.title}")
    for one in outcome.differences:
        print(f"    {one}")
    return 0 if outcome.ok else 1
