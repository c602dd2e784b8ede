"""What every template may ask: display settings, whether this home is a 演练库, the names in the masthead."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark", "contrast")
CARES = ("off", "on", "max")
LANGS = ("hans", "hant")
CHOICES = {"theme": THEMES, "care": CARES, "lang": LANGS}
"""The display settings; the first of each is what a new reader gets."""

PUBLIC_NAV = (
    ("home", "首页", "/"),
    ("before", "事前公开", "/#before"),
    ("during", "事中公示", "/#during"),
    ("after", "事后公开", "/decisions/"),
    ("agencies", "执法机关", "/#agencies"),
    ("verify", "核验文书", "/verify/"),
)


@dataclass(frozen=True, slots=True)
class Display:
    theme: str = "light"
    care: str = "off"
    lang: str = "hans"

    @property
    def html_lang(self) -> str:
        return "zh-Hant" if self.lang == "hant" else "zh-Hans-CN"


@dataclass(frozen=True, slots=True)
class HomeState:
    """What a page must say of the home it shows."""

    practice: bool = False


def home_state() -> HomeState:
    """Whether this home was marked 演练库 at its creation; the mark never changes, so it is read once per file."""
    mark = Path(settings.MINGJING_HOME) / "home.json"
    try:
        return _state(mark, mark.stat().st_mtime_ns)
    except FileNotFoundError:
        return HomeState()


@lru_cache(maxsize=4)
def _state(mark: Path, changed: int) -> HomeState:
    return HomeState(practice=bool(json.loads(mark.read_text(encoding="utf-8"))["practice"]))


def display_of(request: HttpRequest) -> Display:
    """The reader's settings from the cookies; an unknown value counts as none."""
    found = {key: request.COOKIES.get(f"mj_{key}", "") for key in CHOICES}
    return Display(**{key: value for key, value in found.items() if value in CHOICES[key]})


def display_links(display: Display, here: str) -> list[dict[str, object]]:
    """The row of plain links in the top strip; choosing what is on turns it off."""
    on = {"theme": display.theme, "care": display.care, "lang": display.lang}
    rows = [("简体", "lang", "hans"), ("繁體", "lang", "hant"), ("关怀版", "care", "on")]
    rows += [("特大", "care", "max")] if display.care != "off" else []
    rows += [("高对比", "theme", "contrast"), ("深色", "theme", "dark")]
    return [_link(label, key, value, on[key] == value, here) for label, key, value in rows]


def _link(label: str, key: str, value: str, current: bool, here: str) -> dict[str, object]:
    target = CHOICES[key][0] if current else value
    return {
        "label": label,
        "url": "/display/?" + urlencode({key: target, "next": here}),
        "current": current,
        "lang": "zh-Hant" if value == "hant" else "",
    }


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor of every page."""
    display = display_of(request)
    return {
        "display": display,
        "display_links": display_links(display, request.get_full_path()),
        "practice": home_state().practice,
        "site_name": getattr(settings, "MINGJING_SITE_NAME", "枣庄市行政执法公示平台"),
        "site_host": getattr(settings, "MINGJING_SITE_HOST", "各行政执法机关对本机关发布的信息负责"),
        "help_line": help_line(),
        "public_nav": PUBLIC_NAV,
    }


def help_line() -> str:
    """Whom a reader calls when a page fails."""
    return str(getattr(settings, "MINGJING_HELP_LINE", "12345 政务服务便民热线"))
