"""One file (or folder) per kind of enforcement act. A new file here is a new act: nothing else names the acts.

A file states `PROCEDURES`; one that brings a kind which the opinion does not name states `KIND` as well.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from mingjing.law.terms import Procedure


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of enforcement act. `entrusted_to`: kinds of agencies that may do it by entrustment; `barred` says why no other.

    `held`: codes of `HOLDINGS`, ways in which an agency may hold another's power of this kind by decision.
    `enforces=False`: what an agency owes about itself (its report), so no power of the list is of this kind.
    """

    code: str
    label: str
    entrusted_to: frozenset[str] = frozenset({"organ", "authorised", "entrusted"})
    barred: str = ""
    held: frozenset[str] = frozenset()
    enforces: bool = True


OPINION: tuple[ActKind, ...] = (
    ActKind(
        "permit", "行政许可", frozenset({"organ"}), "行政许可只能委托给行政机关（《行政许可法》第二十四条）。"
    ),
    ActKind("penalty", "行政处罚", held=frozenset({"concentrated", "handed_down"})),
    ActKind("compulsion", "行政强制", frozenset(), "行政强制措施权不得委托（《行政强制法》第十七条）。"),
    ActKind("levy", "行政征收"),
    ActKind("fee", "行政收费"),
    ActKind("inspection", "行政检查"),
)
"""The six that the opinion of 1 October 2017 names, in its order."""


def _files() -> Iterator[ModuleType]:
    for one in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        yield import_module(f"{__name__}.{one.name}")


FILES = tuple(_files())
ACT_KINDS: Mapping[str, ActKind] = {
    one.code: one for one in (*OPINION, *(file.KIND for file in FILES if hasattr(file, "KIND")))
}
PROCEDURES: tuple[Procedure, ...] = tuple(
    sorted((one for file in FILES for one in file.PROCEDURES), key=lambda one: [*ACT_KINDS].index(one.act))
)
"""In the order of their kinds; a procedure of a kind that nobody declared raises ValueError at once."""
