"""`mingjing run`: play the demonstration case once, verify it as a citizen would, then open the site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands import serve
from mingjing.commands.home import make, set_up

DONE = "demo-played"
"""Written when the demonstration was played to its end."""


def run(arguments: list[str], words: str) -> int:
    parse = parser("run", words)
    parse.add_argument("--once", action="store_true", help="只演一遍并核验，不开网站")
    parse.add_argument("--port", type=int, default=8000)
    given = parse.parse_args(arguments)
    set_up()
    fresh = make(practice=True)
    status = _play() if fresh else _again()
    if status or given.once:
        return status
    return serve.serve(["--port", str(given.port)], "")


def _play() -> int:
    """The first start: city, case, a few cases under way, seal, verification."""
    from mingjing.casework.thresholds import enter_loaded_set
    from mingjing.demo import city, story
    from mingjing.recording import home, sealer
    from mingjing.scenario.player import PlayedClock

    here = home.current()
    print("明镜演示：以下机关、人员、单位和案情均为虚构。\n")
    clock = PlayedClock(story.BEFORE_ALL)
    city.write_overlay(here.path)
    enter_loaded_set(lambda: datetime.now(UTC))
    city.build(clock)
    hero = story.tell(here, clock, print)
    story.workload(here, datetime.now().astimezone().date())
    sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    while sealed.n:
        print(f"\n已封存 {sealed.n} 条，存证树共 {sealed.size} 条。")
        sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    (here.path / DONE).touch()
    return _verify(hero.case)


def _again() -> int:
    """A later start: the data are kept; the case is verified once more."""
    from mingjing.disclosure.models import Publication
    from mingjing.recording import home

    here = home.current()
    if not (here.path / DONE).exists():
        print(
            f"{here.path} 里的演示没有演完（可能被中断）。请换一个目录，或者删去它以后再来。", file=sys.stderr
        )
        return 1
    found = Publication.objects.filter(state=Publication.PUBLIC).order_by("published_on", "number").first()
    if found is None:
        print("数据已经存在，保留原样；其中还没有公开的决定。")
        return 0
    print(f"数据已经存在，保留原样。再核验一次 {found.number}：")
    return _verify(found.case)


def _verify(case: str) -> int:
    """As a citizen does it: the public record, its proof, the key, and a copied folder of ours; no database, no network."""
    from mingjing.disclosure import shown
    from mingjing.disclosure.models import Publication
    from mingjing.recording import home, seals
    from mingjing.tlog import canonical

    row = Publication.objects.get(case=case)
    proof = shown.proof_text(row, row.sha256)
    if proof is None:
        print("公开记录还没有存证，请稍后再核验。", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        (there / "record.json").write_bytes(bytes(row.record))
        (there / "record.tlog-proof").write_bytes(proof)
        (there / "key.txt").write_text(seals.vkey(home.current()), encoding="utf-8")
        shutil.copytree(
            Path(canonical.__file__).parent, there / "tlog", ignore=shutil.ignore_patterns("__pycache__")
        )
        print("\n在一个只有公开文件和核验程序的目录里核验：")
        print("  python -m tlog.verify record.json record.tlog-proof key.txt", flush=True)
        command = [sys.executable, "-m", "tlog.verify", "record.json", "record.tlog-proof", "key.txt"]
        return subprocess.run(command, cwd=there, check=False).returncode
