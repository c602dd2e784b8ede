"""Drawing lots that anybody can draw again: whom a seed picks from a list (双随机, rules §6.7)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

METHOD = "mingjing/draw/v1"
"""Name of this way of drawing, stated in every record of a draw: another way gets another name."""


def draw(seed: str, members: Iterable[str], count: int) -> tuple[str, ...]:
    """The `count` members that the seed picks, in the order in which they are drawn; all of them when there are fewer.

    Each member's place is the SHA-256 of the method, the seed and the member, so the order of the list does not matter,
    a member listed twice counts once, and a longer draw begins with the shorter one. Raises ValueError below 0.
    """
    if count < 0:
        raise ValueError("cannot draw fewer than none")
    return tuple(sorted(set(members), key=lambda one: (_place(seed, one), one))[:count])


def _place(seed: str, member: str) -> str:
    return sha256(f"{METHOD}\0{seed}\0{member}".encode()).hexdigest()


def lines(text: object) -> tuple[str, ...]:
    """The members of a list that is written one to a line; white space around them and blank lines do not count."""
    return tuple(" ".join(one.split()) for one in str(text or "").splitlines() if one.strip())


def head(line: str) -> str:
    """What a line begins with: the code of an item, the code or else the name of a party."""
    return line.partition(" ")[0]
