"""Where layouts lie: the packaged ones, with those of the agency (`MINGJING_HOME/templates/*.typ`) laid over them."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGED = Path(__file__).parent / "templates"
COMMON = "official.typ"
"""Never replaced: it is what the layouts of papers are made of, and what the next version may change."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with every layout; `own` names the files that are the agency's."""

    root: Path
    own: frozenset[str] = frozenset()


def place(packaged: Path = PACKAGED) -> Place:
    """The layouts as they are now; put together again only when a file of the agency changed."""
    folder = Path(os.environ.get("MINGJING_HOME", "var")) / "templates"
    stamp = _stamp(folder)
    return _merged(packaged, folder, stamp)[0] if stamp else Place(packaged)


def others(known: set[str]) -> list[str]:
    """Names in the agency's folder that are no layout in use."""
    folder = Path(os.environ.get("MINGJING_HOME", "var")) / "templates"
    used = {one.name for one in _files(folder)} & known
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(one.name for one in found if not one.name.startswith(".") and one.name not in used)


def changed() -> int:
    """Another number than before when a layout of the agency was changed, added or taken away. For loops that wait."""
    return hash(_stamp(Path(os.environ.get("MINGJING_HOME", "var")) / "templates"))


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((one.name, one.stat().st_mtime_ns) for one in _files(folder)))


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.glob("*.typ") if one.name != COMMON and not one.name.startswith("_")]


@lru_cache(maxsize=2)
def _merged(
    packaged: Path, folder: Path, stamp: tuple[tuple[str, int], ...]
) -> tuple[Place, tempfile.TemporaryDirectory[str]]:
    # A layout may read only what lies beside it, so both kinds are brought into one folder; it ends with the process.
    kept = tempfile.TemporaryDirectory(prefix="mingjing-templates-")
    root = Path(kept.name) / "templates"
    shutil.copytree(packaged, root)
    for one in _files(folder):
        shutil.copyfile(one, root / one.name)
    return Place(root, frozenset(name for name, _ in stamp)), kept
