"""The file of reasons that an import leaves behind: row key, rule, sentence."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

Refusals = Sequence[tuple[str, str]]
"""Rule id and sentence."""
Tell = Callable[[str, Refusals], None]


@contextmanager
def report(path: Path) -> Iterator[Tell]:
    """The file of reasons: row key, rule, sentence. It speaks of real rows, so only its owner may read it.

    Made with the first reason, or at the end: a run that cannot begin leaves the last report as it is.
    """
    with ExitStack() as stack:
        writers: list[Any] = []

        def opened() -> Any:
            if not writers:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                file = stack.enter_context(os.fdopen(handle, "w", 1, encoding="utf-8-sig", newline=""))
                writers.append(csv.writer(file))
                writers[0].writerow(["行编号", "规则", "原因"])
            return writers[0]

        yield lambda key, refusals: opened().writerows(
            [_harmless(key), rule, _harmless(sentence)] for rule, sentence in refusals
        )
        opened()


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a row's own text for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
