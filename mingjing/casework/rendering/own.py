"""An agency's own layout is used only if it can be set and prints everything that the paper states."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from mingjing.casework.rendering.errors import BadLayout, CannotRender, Forgetful, NoFonts, Unsettable
from mingjing.casework.rendering.place import PACKAGED, others
from mingjing.casework.rendering.probe import forgotten
from mingjing.casework.rendering.render import Failed, layout_of, layouts_here
from mingjing.law.procedures import PAPERS
from mingjing.law.terms import Paper


def refuse_bad_layout(paper: Paper) -> None:
    """Raises BadLayout. The packaged layouts are tested with the code; the agency's are tested here."""
    here, file = layouts_here(), layout_of(paper)
    if file in here.own and (fault := _fault(here.root, file, paper)):
        raise fault.with_traceback(None)


_known: dict[tuple[Path, str], BadLayout | None] = {}
"""By the folder, which is another one whenever a layout changed."""


def _fault(root: Path, file: str, paper: Paper) -> BadLayout | None:
    key = (root, paper.id)
    if key not in _known:
        _known[key] = _tried(file, paper)
    return _known[key]


def _tried(file: str, paper: Paper) -> BadLayout | None:
    """Set once with telling values, so what is said of the layout says nothing of a case. Raises NoFonts."""
    try:
        missing = forgotten(paper)
    except NoFonts:
        raise
    except CannotRender as fault:
        said = fault.detail if isinstance(fault, Failed) else str(fault).rstrip("。")
        return Unsettable(file, paper.label, said)
    return Forgetful(file, [one.label for one in paper.fields if one.id in missing]) if missing else None


def blamed(paper: Paper, fault: Failed) -> CannotRender:
    """What to say of a paper that could not be set though its layout can: the reason may hold words of the case."""
    file = layout_of(paper)
    if file not in layouts_here().own:
        return fault
    return Unsettable(file, paper.label, "这一份的内容使版式出错，详情在服务器日志里")


def strangers() -> list[str]:
    """What lies in the agency's folder and is never used, one sentence each: a slip in a name would go unnoticed."""
    known = {f"{one.id}.typ" for one in PAPERS} | {one.name for one in PACKAGED.glob("[!_]*.typ")}
    return [_stranger(name, known) for name in others(known)]


def _stranger(name: str, known: set[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    meant = f"，相近的是 {near[0]}" if near and near[0] != name else ""
    return f"templates/{name} 不是哪一种文书的版式，没有使用{meant}：请改正文件名，或者把它移走。"
