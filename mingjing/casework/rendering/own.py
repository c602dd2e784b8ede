"""An agency's own layout is used only if it prints everything that the paper states."""

from __future__ import annotations

from pathlib import Path

from mingjing.casework.rendering.errors import Forgetful
from mingjing.casework.rendering.probe import forgotten
from mingjing.casework.rendering.render import layout_of, layouts_here
from mingjing.law.terms import Paper


def refuse_forgetful(paper: Paper) -> None:
    """Raises Forgetful. The packaged layouts are tested with the code; the agency's are tested here."""
    here, file = layouts_here(), layout_of(paper)
    if file in here.own and (missing := _missing(here.root, paper)):
        raise Forgetful(file, [field.label for field in paper.fields if field.id in missing])


_known: dict[tuple[Path, str], tuple[str, ...]] = {}
"""By the folder, which is another one whenever a layout changed."""


def _missing(root: Path, paper: Paper) -> tuple[str, ...]:
    key = (root, paper.id)
    if key not in _known:
        _known[key] = forgotten(paper)
    return _known[key]
