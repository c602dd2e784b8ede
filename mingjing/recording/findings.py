"""What a verification finds: always with table, row and entry, so that someone can go and look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingjing.law.terms import Case
from mingjing.recording.append_only import Guards


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was, or not as the ledger says. `entry` is "case/n", or "" when none is concerned."""

    table: str
    row: str
    entry: str
    what: str

    def __str__(self) -> str:
        about = f"，条目 {self.entry}" if self.entry else ""
        return f"{self.table} [{self.row}]{about}：{self.what}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows held against the ledger, given by the room that owns them.

    `load` reads the rows of many cases at once; `compare` judges one case; `strangers` finds rows of no case;
    `guards` are the triggers that must stand.
    """

    label: str
    load: Callable[[Sequence[str]], Mapping[str, object]]
    compare: Callable[[Case, object], Iterable[Finding]]
    strangers: Callable[[], Iterable[Finding]] = tuple
    guards: Guards | None = None
