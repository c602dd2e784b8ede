"""The plain renderer: a paper's canonical JSON is its issued form, for scenarios, demo cases and no-font machines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mingjing.law.papers.schema import FORMAT, schema
from mingjing.law.terms import Json, Paper
from mingjing.tlog.canonical import encode


def plain_issue(paper: Paper, content: Mapping[str, Json], number: str, day: date) -> bytes:
    """The issued bytes. What the caller added for layout (keys that begin with "_") is not part of the paper."""
    stated = {key: value for key, value in content.items() if not key.startswith("_")}
    return encode(
        {"format": FORMAT, "paper": paper.id, "number": number, "day": day.isoformat(), "content": stated}
    )


def schema_of(paper: Paper) -> bytes:
    """The JSON Schema of those bytes, canonical like them, so that it is the same file in every case."""
    return encode(schema(paper))
