"""How the cost of reading grows with the length of the text: a ratio, which a slow machine does not change."""

from __future__ import annotations

import time
from collections.abc import Callable

SHARE = 8
"""The whole text is so many times as long as the part beside which it is measured."""


def gently(read: Callable[[str], object], text: str) -> bool:
    """Whether the whole costs about `SHARE` times its first part, and not the square of it; three times that is noise."""
    part, whole = (_cost(read, one) for one in (text[: len(text) // SHARE], text))
    return whole <= 3 * SHARE * max(part, 0.001)


def _cost(read: Callable[[str], object], text: str) -> float:
    """Processor time in seconds, the best of three."""
    return min(_once(read, text) for _ in range(3))


def _once(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began
