"""Whether at all: limitation, age, capacity; records of monitoring devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law import fields
from mingjing.law.bases import CF, FY
from mingjing.law.guards.amounts import citizen
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.terms import Condition, Guard, Length, Unit

FIRST_EVIDENCE = ("po_inspect", "po_interview", "po_sample", "ps_show_id")


def _discovered(j: Judgement) -> date:
    """被发现之日: a report that proved right, the first evidence or the filing, whichever came first (rules G-LIMIT)."""
    days = [day_of(one.on) for action in FIRST_EVIDENCE for one in j.events(action)]
    days += [day_of(one.on) for one in j.events("po_file.ask")] or [j.on]
    if j.known("source") == "report" and isinstance(found := j.known("found_on"), str):
        days.append(date.fromisoformat(found))
    return min(days)


def _limit(j: Judgement) -> Iterator[str]:
    conduct = j.value("conduct_on")
    if not isinstance(conduct, str) or not fields.is_day(conduct):
        return
    start = date.fromisoformat(conduct)
    key = "penalty.limitation_grave" if j.value("harms_life") is True else "penalty.limitation"
    last = j.context.calendar.count(start, j.param(key, j.on).length, rolls=False).last_day
    if (found := _discovered(j)) > last:
        yield (
            f"违法行为发生于 {start}，到 {found} 才被发现，追责时效已于 {last} 届满，不再给予行政处罚；"
            "连续或者继续的，请写终了日。"
        )


G_LIMIT = Guard("G-LIMIT", "没有超过追责时效", CF("第三十六条"), _limit)


def birthday(j: Judgement, years: int) -> date | None:
    """The day on which the party reaches this age (周岁), if a birthday is stated."""
    born = j.known("born_on") if j.stated("born_on") is None else j.stated("born_on")
    if not citizen(j) or not isinstance(born, str) or not fields.is_day(born):
        return None
    return j.context.calendar.count(date.fromisoformat(born), Length(years, Unit.YEAR), rolls=False).last_day


def _younger(j: Judgement, years: int) -> bool:
    """周岁从生日的第二天起算满：通行的算法，没有在行政处罚的条文里核到。"""
    reached, conduct = birthday(j, years), j.value("conduct_on")
    return (
        reached is not None
        and isinstance(conduct, str)
        and fields.is_day(conduct)
        and date.fromisoformat(conduct) <= reached
    )


def _age(j: Judgement) -> Iterator[str]:
    if _younger(j, 14):
        yield "当事人行为时不满十四周岁，不予行政处罚，责令监护人加以管教。"
    if citizen(j) and j.known("capacity") == "unable":
        yield "当事人不能辨认或者不能控制自己的行为，不予行政处罚，责令其监护人严加看管和治疗。"


G_AGE = Guard("G-AGE", "当事人达到责任年龄、具有责任能力", CF("第三十条、第三十一条"), _age)

# --- evidence by monitoring ----------------------------------------------------------------------------------------


def _monitoring(j: Judgement) -> Iterator[str]:
    if j.stated("legal_passed") == "no" or j.stated("technical_passed") == "no":
        return  # a record that failed is entered, too; it is no evidence
    published = j.stated("published_on")
    if isinstance(published, str) and fields.is_day(published) and date.fromisoformat(published) > j.on:
        yield "设备的设置地点还没有向社会公布，记录不能作为证据。"


G_MONITORING = Guard("G-DOC", "监控设备的设置地点已公布", CF("第四十一条"), _monitoring)
MONITORED = Condition("使用电子技术监控记录作证据", lambda j: j.value("uses_monitoring") is True)


def _by_monitoring(j: Judgement) -> Iterator[str]:
    if not MONITORED.test(j):
        yield "只有当场处罚和凭电子技术监控记录作出的处罚，复议申请可以通过本机关提交；请告知当事人直接向行政复议机关提交。"


G_MONITORED = Guard("E-ORDER", "凭电子技术监控记录作出的处罚", FY("第三十二条"), _by_monitoring)
MINOR = Condition("行为时已满十四周岁不满十八周岁", lambda j: _younger(j, 18) and not _younger(j, 14))
