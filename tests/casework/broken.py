"""Projectors that fail, for tests that name them in `settings.PROJECTORS`."""

from __future__ import annotations

from mingjing.law.terms import Case, Entry


class Broken(RuntimeError):
    """What a bug in a projector looks like."""


def projector(entry: Entry, before: Case, after: Case) -> None:
    raise Broken(entry.action)
