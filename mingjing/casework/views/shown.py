"""What several workbench pages show alike: the bar, deadline lights, papers on screen, refusals with their cures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.casework.access import Looking
from mingjing.casework.rendering import words as text
from mingjing.law.terms import ROLE_LABELS, Facts, Kind, Paper, Procedure
from mingjing.registry import access

PAGES = (
    ("todo", "待办", "/work/", "todo.see"),
    ("cases", "案件", "/work/cases/", "case.list"),
    ("review", "法制审核", "/work/review/", "case.review"),
    ("yearly", "年度统计", "/work/yearly/", "yearly.see"),
    ("registry", "名录", "/work/registry/", "registry.see"),
    ("rules", "规则与参数", "/work/rules/", "rules.see"),
    ("laws", "法规库", "/work/laws/", "rules.see"),
)


def masthead(look: Looking, section: str) -> dict[str, Any]:
    """What the bar of the workbench shows: only what this person may open."""
    posts = sorted(look.viewer.posts, key=lambda one: (one.agency, one.role))
    agency = look.registry.agency(posts[0].agency) if posts else None
    roles = "、".join(dict.fromkeys(ROLE_LABELS[one.role] for one in posts))
    return {
        "section": section,
        "nav": [
            {"key": key, "label": label, "url": url}
            for key, label, url, verb in PAGES
            if access.reach(look.viewer, verb).spans
        ],
        "who": " · ".join(one for one in (agency.name if agency else "", roles, look.name) if one),
        "sign_out_url": "/signout/",
    }


def state_of(left: int | None) -> str:
    """Which light stands for so many days to the last day."""
    if left is None:
        return "none"
    return "over" if left < 0 else "soon" if left <= 3 else "normal"


def light_of(left: int | None) -> str:
    """Words beside the light: days are calendar days to the last day."""
    if left is None:
        return "没有期限"
    return f"超期 {-left} 日" if left < 0 else "今天到期" if left == 0 else f"剩 {left} 日"


def lapsing(left: int, opens: bool) -> str:
    """Words for a limit that nobody here is late for: another's right or duty, or what opens a way when it is over."""
    return light_of(left) if left >= 0 else "期满，可以办理" if opens else "期限届满"


def paper_view(
    paper: Paper, content: Facts, persons: text.Persons | None = None, *, made: bool = False
) -> list[dict[str, Any]]:
    """A paper on screen: each field in words; a missing mandatory one is a hole. `made`: an act took it as it is, so what
    only some cases want is wanted no more.
    """
    found = []
    for field in paper.fields:
        words = text.field_text(field, content.get(field.id), persons)
        wanted = (field.element or field.required) and not (made and field.when)
        if words or wanted:
            shown = {"id": field.id, "label": field.label, "text": words, "hole": wanted and not words}
            counted: dict[str, Any] = {"figures": content[field.id], "sums": field.sums} if words else {}
            found.append(shown | (counted if field.kind is Kind.FIGURES else {}))
    return found


def named_in(values: Iterable[object]) -> set[str]:
    """Ids of people that may stand in stated values, so that pages can say names."""
    return {one for value in values if isinstance(value, list) for one in value if isinstance(one, str)}


def cures_of(law: Procedure, case: str) -> Mapping[str, dict[str, str]]:
    """By act: the button that leads to it."""
    base = f"/work/cases/{case}/act/"
    return {one.id: {"url": f"{base}{one.id}/", "label": one.label} for one in law.derived.values()}
