"""Entry format v1 (architecture §5): an entry as JSON and back. Nothing is judged or completed here."""

from __future__ import annotations

from typing import Any, cast

from mingjing.law.terms import Entry, FileRef, Json, PaperRef

VERSION = 1
KEYS = frozenset(
    [
        "v",
        "case",
        "n",
        "prev",
        "procedure",
        "action",
        "actor",
        "roles",
        "agency",
        "on",
        "at",
        "key",
        "facts",
        "papers",
        "files",
        "seen",
    ]
)


class Unreadable(ValueError):
    """The JSON is not an entry of a format this version knows."""


def to_json(entry: Entry) -> dict[str, Json]:
    """Every field, none left out, so that absence never means anything."""
    return {
        "v": entry.v,
        "case": entry.case,
        "n": entry.n,
        "prev": entry.prev,
        "procedure": entry.procedure,
        "action": entry.action,
        "actor": entry.actor,
        "roles": list(entry.roles),
        "agency": entry.agency,
        "on": entry.on,
        "at": entry.at,
        "key": entry.key,
        "facts": dict(entry.facts),
        "papers": [{"paper": one.paper, "draft": one.draft, "number": one.number} for one in entry.papers],
        "files": [
            {"sha256": one.sha256, "sm3": one.sm3, "size": one.size, "title": one.title}
            for one in entry.files
        ],
        "seen": dict(entry.seen),
    }


def from_json(value: object) -> Entry:
    """The entry that `to_json` wrote. Raises Unreadable."""
    if not isinstance(value, dict) or value.keys() != KEYS:
        raise Unreadable("不是明镜的记录条目：字段不全或者多出字段。")
    if value["v"] != VERSION:
        raise Unreadable(f"不认识的条目格式版本：{value['v']}。")
    try:
        return _entry(value)
    except (KeyError, TypeError) as fault:
        raise Unreadable(f"条目内容不合格式：{fault}。") from fault


def _entry(value: dict[str, Any]) -> Entry:
    return Entry(
        case=value["case"],
        n=value["n"],
        procedure=value["procedure"],
        action=value["action"],
        actor=value["actor"],
        roles=tuple(value["roles"]),
        agency=value["agency"],
        on=value["on"],
        at=value["at"],
        prev=value["prev"],
        key=value["key"],
        facts=cast(dict[str, Json], value["facts"]),
        papers=tuple([PaperRef(**one) for one in value["papers"]]),
        files=tuple([FileRef(**one) for one in value["files"]]),
        seen=cast(dict[str, Json], value["seen"]),
        v=value["v"],
    )
