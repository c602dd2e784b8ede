"""A seventh act is one new file: a copy of the product with that file shows it in every place, and needs nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_one_new_file_is_a_new_act(tmp_path: Path) -> None:
    copied = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "mingjing", tmp_path / "mingjing", ignore=copied)
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=copied)
    shutil.copy(ROOT / "tests" / "seventh" / "requisition.py", tmp_path / "mingjing" / "law" / "acts")
    (tmp_path / "tmp").mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "MINGJING", "DATABASE"))
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.seventh.walk"],
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said == {
        "label": "行政征用",
        "chooser": True,
        "form": True,
        "guides": True,
        "guide": True,
        "api": True,
        "reference": True,
        "paper": True,
        "served": "行政征用决定书",
        "rules": True,
        "refused": [],
        "menu": ["rq_return"],
        "page": True,
        "todo": ["rq_return"],
        "due": ["T99"],
        "listed": True,
    }
