"""From (template, content, number, day) to the bytes of a PDF/A-2b; the same four give the same bytes.

Values reach typst as one JSON string in `sys.inputs` and are never made part of its source, so no name can be code.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Final

import segno
import typst

from mingjing.casework.rendering import fonts as fonts_
from mingjing.casework.rendering import layouts
from mingjing.casework.rendering.checks import NUMBER, holes, refuse_unfit, texts
from mingjing.casework.rendering.errors import CannotRender, Holes, MissingGlyph, NoFonts, UnknownPaper
from mingjing.casework.rendering.place import COMMON, PACKAGED, Place, place
from mingjing.casework.rendering.sheet import sheet
from mingjing.law.procedures import PAPERS
from mingjing.law.terms import Json, Paper

TEMPLATES = PACKAGED
PROBE = "_probe.typ"
MOST_NAMED = 10
STANDARD: Final = "a-2b"
_one_at_a_time = Lock()
_printable: set[str] = set()
_LACKS = re.compile(r'the text [`"]*"(?P<text>.*?)"`* could not be displayed', re.DOTALL)

_AT = re.compile(r"(?P<file>[^/\s]+\.typ):(?P<line>\d+):\d+")


def render(
    template: str,
    content: Mapping[str, Json],
    *,
    number: str,
    day: date,
    agency: str,
    issue_code: str,
    address: str,
    officers: Sequence[str] = (),
    draft: bool = False,
    paper: Paper | None = None,
    practice: bool = False,
) -> bytes:
    """The PDF of a paper. `template` is the paper's id; `paper` defines one that is not in `law.papers`.

    Final papers want every mandatory element (Holes); a draft shows what is missing and carries 草稿.
    `practice`: a paper of a practice home (演练库), which every sheet says.
    Raises a CannotRender whose text is the sentence for the user.
    """
    paper = paper or paper_of(template)
    _refuse(paper, content, number, draft=draft, said=(agency, issue_code, address, *officers))
    view = sheet(
        paper,
        content,
        number=number,
        day=day,
        agency=agency,
        officers=officers,
        draft=draft,
        practice=practice,
    )
    view["issue_code"] = issue_code
    view["address"] = target(address, issue_code)
    view["qr"] = qr(view["address"])
    return compiled(layout_of(paper), view, day)


def fingerprint(paper: Paper) -> dict[str, str]:
    """What the bytes depend on besides the content, for the `paper_issued` entry."""
    found, file = fonts_.fonts(), layout_of(paper)
    return {
        "template": file.removesuffix(".typ"),
        "template_sha256": _template_digest(layouts_here().root, file),
        "typst": version("typst"),
        "font": found.family if found else "",
        "font_sha256": fonts_.digest(),
        "standard": f"PDF/A-{STANDARD[2:]}",
    }


def complaints(content: Mapping[str, Json]) -> tuple[str, ...]:
    """Why the content could not be printed, one sentence each; () is fine. Ask before an act binds it:

    afterwards it cannot be changed, and a paper that cannot be rendered would never be issued. Characters that
    were printable once are remembered, so asking again costs nothing.
    """
    found = fonts_.fonts()
    try:
        refuse_unfit(content)
    except CannotRender as wrong:
        return (str(wrong),)
    lacking = missing_characters("".join(texts(content))) if found else ""
    return (str(MissingGlyph(lacking, found.family)),) if found and lacking else ()


def missing_characters(text: str) -> str:
    """Characters of a text for which the fonts have no glyph, each once; it stops at MOST_NAMED."""
    missing, asked = "", _wanted(text)
    while asked and len(missing) < MOST_NAMED:
        try:
            compiled(PROBE, {"characters": " ".join(sorted(asked))}, date(2000, 1, 1))
        except MissingGlyph as wrong:
            if not asked & set(wrong.characters):
                raise
            missing += wrong.characters
            asked -= set(wrong.characters)
            continue
        _printable.update(asked)
        break
    return missing


def _wanted(text: str) -> set[str]:
    # Marks are shaped together with the character before them and say nothing alone.
    return {
        one for one in set(text) - _printable if not (one.isspace() or unicodedata.category(one)[0] == "M")
    }


def paper_of(template: str) -> Paper:
    for paper in PAPERS:
        if paper.id == template:
            return paper
    raise UnknownPaper(template)


def target(address: str, issue_code: str) -> str:
    """What the QR says and the footer prints: the address, with the issue code unless it is in it already."""
    if not address or issue_code in address:
        return address or issue_code
    return f"{address.rstrip('/')}/{issue_code}"


def qr(text: str) -> str:
    """SVG of the QR, or "" for nothing to say."""
    if not text:
        return ""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=1, omitsize=True
    )
    return out.getvalue().decode()


def _refuse(
    paper: Paper, content: Mapping[str, Json], number: str, *, draft: bool, said: Sequence[str]
) -> None:
    refuse_unfit({**content, "_said": [number, *said]})
    if draft:
        return
    missing = holes(paper, content) + (() if number.strip() or not paper.word else (NUMBER,))
    if missing:
        raise Holes(paper.label, missing)


def layout_of(paper: Paper) -> str:
    """The file of a paper's layout: its own, or that of its kind. Only names that we have reach the file system."""
    own = f"{paper.id}.typ"
    return own if own in _own_layouts(layouts_here().root) else f"{layouts.kind_of(paper)}.typ"


def layouts_here() -> Place:
    """The layouts in use: the packaged ones with the agency's own over them."""
    return place(TEMPLATES)


@cache
def _own_layouts(root: Path) -> frozenset[str]:
    return frozenset(path.name for path in root.glob("*.typ") if not path.name.startswith("_")) - {COMMON}


@cache
def _template_digest(root: Path, file: str) -> str:
    whole = hashlib.sha256()
    for name in (file, COMMON):
        whole.update(hashlib.sha256((root / name).read_bytes()).digest())
    return whole.hexdigest()


@lru_cache(maxsize=3)
def _compiler(root: Path) -> typst.Compiler:
    found = fonts_.fonts()
    if found is None:
        raise NoFonts(fonts_.MISSING)
    return typst.Compiler(input=str(root / PROBE), root=str(root), font_paths=found.book)


class Failed(CannotRender):
    """typst could not set it; `detail` is what it says."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"文书排版失败（{detail}）：请把这句话告诉系统管理员。")


def compiled(file: str, view: Mapping[str, object], day: date) -> bytes:
    root = layouts_here().root
    compiler, found = _compiler(root), fonts_.fonts()
    assert found is not None  # _compiler() refused already
    data = json.dumps({**view, "fonts": found.roles}, ensure_ascii=False)
    try:
        with _one_at_a_time:
            made = compiler.compile(
                input=str(root / file),
                sys_inputs={"data": data},
                format="pdf",
                pdf_standards=STANDARD,
                timestamp=_stamp(day),
            )
    except RuntimeError as wrong:  # TypstError is one; so is a layout that is not there
        raise _sentence(wrong, found.family) from wrong
    if not isinstance(made, bytes):
        raise CannotRender("文书排版没有产生文件：请把这句话告诉系统管理员。")
    return made


def _stamp(day: date) -> int:
    # The day of the paper, not of the rendering: rendering again must give the same bytes.
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _sentence(wrong: RuntimeError, family: str) -> CannotRender:
    message = str(getattr(wrong, "message", "") or wrong)
    if found := _LACKS.search(message):
        text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found["text"])
        return MissingGlyph("".join(dict.fromkeys(text.strip())), family)
    return Failed(f"{message[:120]}{_line(wrong)}")


def _line(wrong: RuntimeError) -> str:
    found = _AT.search(str(getattr(wrong, "diagnostic", "")))
    return f"，{found['file']} 第 {found['line']} 行" if found else ""
