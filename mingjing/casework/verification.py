"""What `ledger verify` holds against the ledger beyond its own tables: the gate's rows and the derived rows."""

from __future__ import annotations

from mingjing.recording.findings import Comparison


def comparisons() -> tuple[Comparison, ...]:
    return ()
