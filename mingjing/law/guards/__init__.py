"""Shared conditions (闸门, rules §1.0), each with its id and article; each yields one sentence per unmet condition.

A guard sees which action was taken by whom, never a loose fact that anyone may state. One file per subject.
"""

from mingjing.law.guards import (
    amounts,
    charges,
    closing,
    decision,
    domain,
    hearing,
    party,
    payment,
    people,
    plans,
    powers,
    responsibility,
    service,
    summary,
    visits,
)

SUBJECTS = (
    people,
    powers,
    responsibility,
    amounts,
    party,
    decision,
    hearing,
    domain,
    service,
    payment,
    closing,
    summary,
    charges,
    visits,
    plans,
)

__all__ = ["SUBJECTS"]
