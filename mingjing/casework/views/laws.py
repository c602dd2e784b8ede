"""法规库: the imported statutes, their articles with an address each, their versions and what changed. Read only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework import library
from mingjing.casework.access import Looking, require, signed_in
from mingjing.casework.views.shown import masthead
from mingjing.law.statutes import Library, Statute, article_mark

CHANGES = {"changed": "有修改", "vanished": "已删去", "new": "新增"}
BAD_DAY = "请按 2026-01-31 的样子写日期；现在显示的是今天的文本。"


@never_cache
@require_safe
@signed_in
def listing(look: Looking) -> HttpResponse:
    """Every law with its versions, and the rules whose article is missing or has changed."""
    require(look, "rules.see")
    known, asked = library.library(), look.request.GET.get("q", "").strip()[:60]
    rows = [_row(versions, look.today, known) for versions in known.laws.values() if _fits(versions, asked)]
    here = {
        "rows": sorted(rows, key=lambda one: str(one["title"])),
        "flags": library.flags(known),
        "asked": asked,
        "total": len(known.laws),
    }
    return render(look.request, "work/laws.html", here | masthead(look, "laws"))


def _fits(versions: list[Statute], asked: str) -> bool:
    return not asked or asked in versions[-1].title


def _row(versions: list[Statute], today: date, known: Library) -> dict[str, Any]:
    current = known.on(versions[-1].title, today) or versions[-1]
    return {
        "title": versions[-1].title,
        "url": library.law_address(versions[-1].title),
        "version": current.version,
        "since": current.since,
        "since_stated": current.since_stated,
        "articles": len(current.articles),
        "versions": len(versions),
        "coming": next((one.since for one in versions if one.since > today), None),
    }


@never_cache
@require_safe
@signed_in
def law(look: Looking, title: str) -> HttpResponse:
    """One law as in force on a day: every article letter by letter, and what other versions changed."""
    require(look, "rules.see")
    known = library.library()
    if not (versions := known.versions(title)):
        raise Http404("not imported")
    day, fault = _day(look)
    statute = known.on(title, day) or versions[0]
    changes: dict[tuple[int, int], list[str]] = {}
    for one in known.differences(title):
        changes.setdefault(one.key, []).append(f"{one.after.version} {CHANGES[one.what]}")
    here = {
        "statute": statute,
        "day": day,
        "fault": fault or ("" if statute.since <= day else f"{day} 还没有适用的文本，显示的是最早的一版。"),
        "versions": [
            {"version": one.version, "since": one.since, "shown": one is statute, "stated": one.since_stated}
            for one in reversed(versions)
        ],
        "parts": list(_parts(statute, changes)),
        "gone": [article_mark(*key) for key in sorted(set(changes) - set(statute.by_key))],
        "crumbs": [("法规库", "/work/laws/"), (statute.short, "")],
    }
    return render(look.request, "work/law.html", here | masthead(look, "laws"))


def _day(look: Looking) -> tuple[date, str]:
    given = look.request.GET.get("on", "")
    try:
        return (date.fromisoformat(given), "") if given else (look.today, "")
    except ValueError:
        return look.today, BAD_DAY


def _parts(statute: Statute, changes: dict[tuple[int, int], list[str]]) -> list[dict[str, Any]]:
    """Articles under their headings."""
    parts: list[dict[str, Any]] = []
    for one in statute.articles:
        if not parts or parts[-1]["heading"] != one.chapter:
            parts.append({"heading": one.chapter, "articles": []})
        lines = [line.strip() for line in one.text.removeprefix(one.mark).splitlines() if line.strip()]
        parts[-1]["articles"].append(
            {
                "anchor": library.anchor(one.key),
                "mark": one.mark,
                "lines": lines,
                "changes": changes.get(one.key, []),
            }
        )
    return parts
