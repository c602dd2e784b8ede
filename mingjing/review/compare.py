"""Two drafts side by side, in words as well as marks: which parts changed and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

Piece = tuple[str, str]
"""(same | gone | new, text)."""


def compare(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each part of the later draft with its pieces; `changed` says whether it differs from the earlier one."""
    old = {one["id"]: str(one["text"]) for one in before}
    found = []
    for one in after:
        pieces = pieces_of(old.pop(one["id"], ""), str(one["text"]))
        found.append(
            {"label": one["label"], "pieces": pieces, "changed": any(kind != "same" for kind, _ in pieces)}
        )
    labels = {one["id"]: one["label"] for one in before}
    return found + [
        {"label": labels[key], "pieces": [("gone", text)], "changed": True}
        for key, text in old.items()
        if text
    ]


def pieces_of(before: str, after: str) -> list[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", after[c:d]))
            continue
        found += [piece for piece in (("gone", before[a:b]), ("new", after[c:d])) if piece[1]]
    return found
