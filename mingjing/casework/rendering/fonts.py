"""Which fonts papers are set in. None are carried in the repository: a Chinese serif is taken from the machine."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

# Public-office order (GB/T 9704): 仿宋 for the body, 小标宋 for the title, where a licensed copy is installed;
# else the serif alone. Families after the first are asked for characters that the first lacks.
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "STSong", "Songti SC")
FANG = ("FZFangSong-Z02", "FangSong_GB2312", "FangSong", "STFangsong")
BIAO = ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S")
WHEELS = ("noto_cjk_serif_sc_regular", "noto_cjk_serif_sc_bold", "noto_cjk_serif_otc", "mplfonts")
MISSING = (
    "没有找到中文宋体，文书 PDF 不能生成（其他功能不受影响）：请安装 fonts-noto-cjk，"
    "或者把 NotoSerifCJKsc-Regular.otf 放进 MINGJING_HOME 下的 fonts 文件夹后重启。"
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families by role, the files that supply them, and the one typst object that all renderings share."""

    serif: tuple[str, ...]
    body: tuple[str, ...]
    title: tuple[str, ...]
    files: tuple[Path, ...]
    book: typst.Fonts

    @property
    def family(self) -> str:
        return self.body[0]

    @property
    def roles(self) -> dict[str, list[str]]:
        return {"serif": list(self.serif), "body": list(self.body), "title": list(self.title)}


@cache
def fonts() -> Fonts | None:
    """The fonts of this machine, looked for once; None when no Chinese serif is there (say MISSING)."""
    book = typst.Fonts(include_embedded_fonts=False, font_paths=[str(one) for one in _folders()])
    known = {info.family for info in book.fonts()}
    serif = tuple(name for name in SERIF if name in known)[:1]
    if not serif:
        return None
    body, title = (tuple(name for name in names if name in known)[:1] + serif for names in (FANG, BIAO))
    used = {*serif, *body, *title}
    files = sorted({Path(info.path) for info in book.fonts() if info.family in used and info.path})
    return Fonts(serif, body, title, tuple(files), book)


def _folders() -> list[Path]:
    home = Path(os.environ.get("MINGJING_HOME", "var")) / "fonts"
    found = [home, *(folder for wheel in WHEELS for folder in _wheel(wheel))]
    return [folder for folder in found if folder.is_dir()]


def _wheel(name: str) -> tuple[Path, ...]:
    # Located, never imported: only the font files of such a package are used.
    spec = importlib.util.find_spec(name)
    return tuple(Path(place) for place in spec.submodule_search_locations or ()) if spec else ()


@cache
def digest() -> str:
    """SHA-256 over the digests of the font files in order of their names; "" without fonts."""
    found = fonts()
    if found is None:
        return ""
    whole = hashlib.sha256()
    for path in sorted(found.files, key=lambda one: one.name):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
