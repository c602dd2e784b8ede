"""What the engine is given and gives back: moves, entries, cases, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingjing.law.terms.words import Basis, Facts


@dataclass(frozen=True, slots=True)
class FileRef:
    """An evidence file as an entry names it; sizes in bytes, digests lower-case hex."""

    sha256: str
    sm3: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Content:
    """A paper's content as an act snapshots it; `digest` = draft digest (`casework/drafts.py`)."""

    fields: Facts
    digest: str
    attachments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to act. `on`: "YYYY-MM-DD" (Shanghai) or UTC milliseconds where an hour limit runs; `after`: last n seen."""

    action: str
    actor: str
    on: str
    facts: Facts = field(default_factory=dict)
    papers: Mapping[str, Content] = field(default_factory=dict)
    files: tuple[FileRef, ...] = ()
    key: str = ""
    after: int | None = None
    asking: bool = False
    """True when `menu()` only asks what is possible: nothing is stated yet, so E-FIELD and E-PAPER stay silent."""


@dataclass(frozen=True, slots=True)
class PaperRef:
    paper: str
    draft: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry format v1 (architecture §5), as values."""

    case: str
    n: int
    procedure: str
    action: str
    actor: str
    roles: tuple[str, ...]
    agency: str
    on: str
    at: str
    prev: str | None = None
    key: str = ""
    facts: Facts = field(default_factory=dict)
    papers: tuple[PaperRef, ...] = ()
    files: tuple[FileRef, ...] = ()
    seen: Facts = field(default_factory=dict)
    v: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its entries: what `fold` gives. No rule was consulted to make it."""

    id: str
    procedure: str
    agency: str
    entries: tuple[Entry, ...] = ()
    commitments: tuple[str, ...] = ()
    """The commitment of each entry, in order; an approval is bound to its ask by it."""

    @property
    def last(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why not: id, sentence (what is wrong, how to cure it), article, and the action that cures it."""

    id: str
    sentence: str
    basis: Basis
    cure: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.sentence}（{self.basis}）" if self.basis.title else self.sentence
