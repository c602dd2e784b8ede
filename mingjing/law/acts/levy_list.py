"""征收依据、标准、程序的公开（rules §1.7-1）：没有公开依据的不得征收。每个机关一个案件，没有当事人。一行一个动作。"""

from __future__ import annotations

from mingjing.law.bases import GK
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.reports import G_DIRECTORY
from mingjing.law.papers import reports as p
from mingjing.law.sections import BOOK_FIELDS, CHANGED_ON, archived, corrected, listing, listing_term
from mingjing.law.terms import Procedure, step


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
LEVY_LIST = Procedure(
    "levy_list", "征收事项清单", "2017-10-01", "levy",
    basis=GK("第二十条"), own=True, guards=(G_SEPARATE, G_AVOID),
    stages=(("listed", "公布"), ("archived", "归档")),
    exits=at("archived"),
    papers=(p.levy_directory,),
    fields=COMMON_FIELDS + (CHANGED_ON,) + BOOK_FIELDS,
    path=(step("lv_basis"), step("lv_basis_due", optional=True), step("lv_basis_change", optional=True), step("lb_archive")),
    actions=(
        *listing("lv_basis", "征收事项清单", "levy_directory", GK("第二十条"), (G_DIRECTORY,),
                 "公开征收的事项、依据、标准和程序；没有公开依据的不得征收。"),
        archived("lb", at("listed")),
        corrected("lb"),
    ) + COMMON_ACTIONS,
    terms=(listing_term("lv_basis", "征收事项清单"),),
)
# fmt: on

PROCEDURES = (LEVY_LIST,)
