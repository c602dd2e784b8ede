"""What an act may want before it: guards and the order of acts, tracks, limits and linked cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from mingjing.law.terms.words import Basis, Condition, Json, On

if TYPE_CHECKING:
    from mingjing.law.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Why:
    """A guard's reason whose cure is not the guard's usual one."""

    sentence: str
    cure: str


@dataclass(frozen=True, slots=True)
class Guard:
    """A shared condition with its id and article. `check` yields one sentence per unmet condition, or a `Why`."""

    id: str
    label: str
    basis: Basis
    check: Callable[[Judgement], Iterable[str | Why]] = field(repr=False, compare=False)
    cure: str = ""
    cures: tuple[str, ...] = ()
    """What its reasons may name instead."""
    same: Callable[[Judgement], object] | None = field(default=None, repr=False, compare=False)
    """While a menu only asks, acts for which this is equal pass alike: one that passed is not judged again."""
    links: bool = False
    """Asks linked cases, so that they are held while it is judged."""
    warns: bool = False
    """Shown on the page, bars nothing (for instance an unsettled recusal, 《行政处罚法》第四十三条)."""


@dataclass(frozen=True, slots=True)
class Done:
    """One of the events must have happened and not been voided (else E-ORDER naming it), where `when` holds."""

    events: tuple[On, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class NotDone:
    """Action must not have been done (else E-ORDER)."""

    event: On


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Track must be open, or with `open=False` must not be (else E-ORDER)."""

    track: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class After:
    """The period of a term must have ended (else E-EARLY), unless one of the events has happened."""

    term: str
    unless: tuple[On, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """The last day of a term must not have passed (else E-LATE), where `when` holds."""

    term: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class LinkedIs:
    """A linked case in relation `relation` must stand at one of `stages` (else E-LINK); `must_exist=False` allows none."""

    relation: str
    stages: frozenset[str]
    must_exist: bool = True
    when: Condition | None = None


Need: TypeAlias = Guard | Done | NotDone | IsOpen | After | Within | LinkedIs


def event(action: str, **where: Json) -> On:
    return On(action, tuple(sorted(where.items())))


def done(action: str, **where: Json) -> Done:
    return Done((event(action, **where),))


def done_any(*events: On | str) -> Done:
    return Done(tuple(On.of(one) for one in events))


def done_if(action: str, when: Condition, **where: Json) -> Done:
    return Done((event(action, **where),), when)


def not_done(action: str, **where: Json) -> NotDone:
    return NotDone(On(action, tuple(sorted(where.items()))))


def open_(track: str) -> IsOpen:
    return IsOpen(track)


def shut(track: str) -> IsOpen:
    return IsOpen(track, open=False)
