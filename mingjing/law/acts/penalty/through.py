"""复议申请 handed in through the agency that fined (《行政复议法》第三十二条): on-the-spot and monitored penalties only (E22)."""

from __future__ import annotations

from mingjing.law.acts.penalty.words import OFFICER, UNIT_HEAD
from mingjing.law.bases import FY
from mingjing.law.terms import Action, Field, Kind, Need, On, Term, done, param

STAFF, BASIS = (OFFICER, UNIT_HEAD), FY("第三十二条")

# fmt: off
THROUGH_FIELDS = (
    Field("handed_on", "收到复议申请的日期", Kind.DAY, sample="2025-10-20", help="当事人通过本机关提交复议申请的那一天。"),
    Field("settled", "怎样处理", Kind.LONG_TEXT, sample="认为处罚不当，已告知当事人，决定自行纠正。"),
)


def through_agency(prefix: str, stage: frozenset[str], *needs: Need) -> tuple[Action, ...]:
    """The application comes in, and is forwarded if the agency thinks that the penalty should stand, else settled."""
    received = f"{prefix}_remedy_received"
    return (
        Action(received, "收到当事人提交的复议申请", STAFF, BASIS, stage=stage, repeat=True, asks=("handed_on",), needs=needs,
               plain="对当场处罚、凭电子技术监控记录作出的处罚，当事人可以通过本机关提交复议申请。"),
        Action(f"{prefix}_remedy_forward", "转送复议申请", STAFF, BASIS, stage=stage, repeat=True, asks=("organ",), needs=(done(received),),
               plain="认为处罚应当维持的，五个工作日内转送行政复议机关。"),
        Action(f"{prefix}_remedy_settle", "认为处罚不应维持，及时处理", STAFF, BASIS, stage=stage, repeat=True, asks=("settled",),
               needs=(done(received),), plain="认为处罚不应维持的，不必转送，及时处理并告知当事人。"),
    )


def through_term(prefix: str) -> Term:
    return Term("T47", "转送复议申请", param("reconsideration.forward_within"), runs_from=On(f"{prefix}_remedy_received", day="handed_on"),
                until=(On(f"{prefix}_remedy_forward"), On(f"{prefix}_remedy_settle")), consequence="追究责任",
                otherwise="只有认为处罚应当维持的才转送，其他的及时处理", basis=BASIS)
# fmt: on
