"""Nothing is inspected that was not announced and planned; who is inspected, and by whom, is drawn by lot (rules §1.6, §6.7)."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law import fields
from mingjing.law.bases import G54, YS
from mingjing.law.draw import draw, head, lines
from mingjing.law.guards.people import certificate_fault, enforcers, recused
from mingjing.law.guards.powers import power_faults
from mingjing.law.guards.yearly import one_a_year
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Condition, Entry, Guard, Json

PLAN, DRAW = "plan_case", "draw_case"
RANDOM = Condition("双随机检查", lambda j: j.value("way") == "random")
ROUTINE = Condition("不是个案检查", lambda j: j.value("way") != "case_based")
SOURCE = G54("（条文未核）", mark="R2")
LOTS = YS("第五十四条")
STOPPED = "stopped"
"""The stage of a plan that is no longer carried out."""


def items(j: Judgement) -> tuple[str, ...]:
    """The item inspected and those merged with it, by code."""
    return (str(j.value("item") or ""), *map(head, lines(j.value("also_items"))))


# --- the list and the plan ------------------------------------------------------------------------------------------


def _listed(j: Judgement) -> Iterator[str]:
    if j.move.asking:
        return
    found = lines(j.stated("items"))
    for line in found:
        code, cap, standard = (*line.split(" ", 2), "", "")[:3]
        yield from power_faults(j, code)
        if not (cap.isascii() and cap.isdigit() and int(cap)):
            yield f"“{code}”没有写明年度频次上限，请在编号后面写次数，例如“{code} 2 检查标准”。"
        elif not standard:
            yield f"“{code}”没有写明检查标准，请写在次数后面。"
    yield from _repeated("检查事项清单", [head(one) for one in found])


def _repeated(what: str, found: list[str]) -> Iterator[str]:
    for one in dict.fromkeys(one for one in found if found.count(one) > 1):
        yield f"{what}中“{one}”写了不止一次，请删去重复的。"


G_LIST = Guard("item_list", "清单的事项有职权、有频次上限、有标准", SOURCE, _listed)


def _year(j: Judgement) -> Iterator[str]:
    year, due = j.stated("year"), j.param("inspection.plan_due").amount
    if j.move.asking:
        return
    if year not in (j.on.year, j.on.year + 1):
        yield f"计划的年度是 {year} 年，只能办理当年和下一年的，请核对。"
    elif j.stated("plan_due") != f"{year}-{due}":
        yield f"{year} 年度计划的备案截止日是 {year}-{due}，请改正。"


G_YEAR = Guard("year_plan", "年度和备案截止日相符", SOURCE, _year)


G_ONE_PLAN = one_a_year(
    "year_plan",
    "检查计划",
    SOURCE,
    ended=STOPPED,
    cure="要增减的办理变更，不再执行的先停止执行",
    named="filing_no",
)


def plan_due(j: Judgement) -> Json:
    """The last day for filing the plan of the year in which it is drawn up."""
    return f"{j.on.year}-{j.param('inspection.plan_due').amount}"


def _planned(j: Judgement) -> Iterator[str]:
    known = {head(one) for one in lines(j.known("items"))}
    for line in lines(j.stated("plan_items")) if not j.move.asking else ():
        if head(line) not in known:
            yield f"检查事项清单没有公布“{head(line)}”，没有公布的不得实施，请先更新清单。"


G_LISTED = Guard("item_list", "计划的事项已经公布", SOURCE, _planned, cure="in_list_change")


def approved_items(j: Judgement) -> Json:
    """The items of the plan as the head approved them last."""
    found = [one for act in ("ip_plan", "ip_change") if (one := j.last(act))]
    return j.fact(max(found, key=lambda one: one.n), "plan_items") if found else None


def _as_approved(j: Judgement) -> Iterator[str]:
    if not j.move.asking and lines(j.stated("announced_items")) != lines(approved_items(j)):
        yield "公布的计划与批准的不一致，请按批准的内容公布；需要改的，先办理“变更年度检查计划”。"


G_AS_APPROVED = Guard("year_plan", "公布的就是批准的计划", SOURCE, _as_approved, cure="ip_change")


def _by_plan(j: Judgement) -> Iterator[str]:
    if j.move.asking or not ROUTINE.test(j):
        return
    if not j.value(PLAN):
        yield "日常、双随机、专项检查要有当年的年度检查计划，请选择；有举报、交办、监测线索的，检查方式选“个案检查”。"
        return
    planned = {head(one) for one in lines(j.of_linked(PLAN, "announced_items"))}
    year = j.of_linked(PLAN, "year")
    if not planned:
        yield "所选的年度检查计划还没有批准、备案、公布，或者已经停止执行，请先办完，或者改选现行的计划。"
    elif year != j.on.year:
        yield f"所选的是 {year} 年度的计划，不能用于 {j.on.year} 年的检查，请选择当年的计划。"
    else:
        for one in items(j):
            if one not in planned:
                yield f"{year} 年度检查计划没有“{one}”这一事项，请先变更计划，或者另选事项。"


G_PLAN = Guard("year_plan", "列入当年公布的检查计划", SOURCE, _by_plan, links=True)


def _plan_year(j: Judgement) -> Iterator[str]:
    """What was listed and approved in one year is not carried out under the plan and the cap of another."""
    year = j.of_linked(PLAN, "year") if ROUTINE.test(j) and j.value(PLAN) else None
    if year is not None and year != j.on.year:
        yield (
            f"这次检查列入的是 {year} 年度的计划，{j.on.year} 年不能按它入企，请取消，列入 {j.on.year} 年度的计划后再检查。"
        )


G_PLAN_YEAR = Guard("year_plan", "当年的计划只用于当年入企", SOURCE, _plan_year, cure="in_drop", links=True)


# --- the lot --------------------------------------------------------------------------------------------------------


def _commitment(j: Judgement, entry: Entry | None) -> str:
    """What nobody could know before the entry was written, and everybody can look up afterwards."""
    return j.case.commitments[entry.n - 1] if entry else ""


def _lists(j: Judgement) -> Iterator[str]:
    if j.move.asking:
        return
    pool, wanted = lines(j.stated("pool")), j.stated("how_many")
    yield from _repeated("检查对象名录", [*pool])
    if not isinstance(wanted, int) or not 0 < wanted < len(pool):
        yield f"名录有 {len(pool)} 户，抽取 {wanted} 户：抽取的要少于名录的，否则就是指定；全部都要检查的不用抽取。"
    named = j.stated("inspectors")
    team = list(dict.fromkeys(map(str, named))) if isinstance(named, list) else []
    least = j.param("inspection.officers").number
    if len(team) < least:
        yield f"执法检查人员名录要有 {least} 人以上，现有 {len(team)} 人，请补上。"
    for one in team:
        if fault := certificate_fault(j, one):
            yield f"{fault}，不能列入执法检查人员名录。"


G_LISTS = Guard("seeded_draw", "两份名录可以抽取", LOTS, _lists)


def _again(j: Judgement) -> Iterator[str]:
    """Lots are not drawn until the result pleases: a further draw says why, also after one that was dropped; either way the
    entry names the earlier ones.
    """
    plan, item = j.stated(PLAN), j.stated("item")
    if j.move.asking or not isinstance(plan, str) or not plan:
        return
    before = [one for one in j.siblings(j.procedure.id, "item", naming=plan) if one.facts.get("item") == item]
    if before and fields.blank(j.stated("again_why")):
        stages = "、".join(f"“{j.procedure.stage_label(one.stage)}”" for one in before)
        yield (
            f"按这份计划，“{item}”已经确定过 {len(before)} 次名录（现处于{stages}）；不得抽到满意为止，"
            "确有需要再次抽取的，写明原因。"
        )


G_AGAIN = Guard("seeded_draw", "再次抽取的写明原因", LOTS, _again)


def seed(j: Judgement) -> Json:
    """The seed of the draw: the commitment of the entry that fixed the lists."""
    return _commitment(j, j.last("dw_list")) or None


def drawn(j: Judgement) -> Json:
    """Whom that seed draws from the list, one to a line."""
    wanted = j.known("how_many")
    found = draw(str(seed(j)), lines(j.known("pool")), wanted if isinstance(wanted, int) else 0)
    return "\n".join(found) or None


def _as_drawn(j: Judgement) -> Iterator[str]:
    if not j.move.asking and (j.stated("seed"), j.stated("drawn")) != (seed(j), drawn(j)):
        yield "抽取结果不是由这个种子从名录里抽出的，不得人工指定或者改动；请重新打开这一步，按系统抽出的登记。"


G_DRAW = Guard("seeded_draw", "抽取结果与种子、名录相符", LOTS, _as_drawn)


def _target(j: Judgement) -> Iterator[str]:
    if j.move.asking or not RANDOM.test(j):
        return
    found = lines(j.of_linked(DRAW, "drawn"))
    party, item = j.value("party"), j.of_linked(DRAW, "item")
    if not found:
        yield "双随机检查的对象由抽取产生，请选择已经抽取的双随机抽取案件。"
    elif item != j.value("item"):
        yield f"所选的抽取是为“{item}”办的，与检查事项不同，请核对。"
    elif isinstance(party, dict) and not any(_is(party, one) for one in found):
        yield f"{party.get('name')}不在抽取结果中，双随机检查不得人工指定对象；有线索的，检查方式选“个案检查”。"


def _is(party: dict[str, Json], line: str) -> bool:
    """A line begins with the party's code, and is its name when it has none."""
    return head(line) == party.get("code") if party.get("code") else line == party.get("name")


G_TARGET = Guard("drawn_target", "检查对象是抽取的", LOTS, _target, links=True)


def _kept(j: Judgement) -> tuple[str, ...]:
    """Of those drawn before, who may still act: neither recused nor without a certificate."""
    before = j.known("drawn_officers")
    return tuple(one for one in map(str, before if isinstance(before, list) else ()) if _fit(j, one))


def _fit(j: Judgement, person: str) -> bool:
    return not recused(j).get(person) and not certificate_fault(j, person)


def officer_seed(j: Judgement) -> Json:
    """The commitment of the entry that listed the inspection; after a recusal, of the entry that decided it."""
    found = [one for act in ("in_plan", "in_recuse_decide") if (one := j.last(act))]
    return _commitment(j, max(found, key=lambda one: one.n)) if found else None


def drawn_officers(j: Judgement) -> Json:
    """Who is to inspect: whoever was drawn and may still act, and for each place left whom the seed draws from the rest."""
    kept, pool = _kept(j), j.of_linked(DRAW, "inspectors")
    rest = {str(one) for one in (pool if isinstance(pool, list) else ()) if _fit(j, str(one))} - set(kept)
    left = max(j.param("inspection.officers").number - len(kept), 0)
    return [*kept, *draw(str(officer_seed(j)), rest, left)] or None


def _assigned(j: Judgement) -> Iterator[str]:
    if not RANDOM.test(j):
        yield "只有双随机检查才抽派执法人员，其他检查由承办机构安排。"
        return
    wanted, found = j.param("inspection.officers").number, drawn_officers(j)
    if len(_kept(j)) >= wanted:
        yield "已经抽派，没有人回避，证件也都有效，不能重抽。"
    elif not isinstance(found, list) or len(found) < wanted:
        yield f"名录里能够参加的不到 {wanted} 人，请重新确定名录后另行抽取。"
    elif not j.move.asking and (j.stated("seed"), j.stated("drawn_officers")) != (officer_seed(j), found):
        yield "抽派结果不是由这个种子从名录里抽出的，不得人工指定；请重新打开这一步，按系统抽出的登记。"


G_ASSIGN = Guard("seeded_draw", "抽派结果与种子、名录相符", LOTS, _assigned, links=True)


def _those_drawn(j: Judgement) -> Iterator[str]:
    named = j.known("drawn_officers")
    if not isinstance(named, list) or not RANDOM.test(j):
        return
    for one in enforcers(j):
        if one not in named:
            person = j.person(one)
            yield f"{person.name if person else one}不是抽派的执法人员，请由抽派的人员办理；有人回避的，先重新抽派。"


G_DRAWN = Guard("drawn_officers", "由抽派的执法人员检查", LOTS, _those_drawn, cure="in_draw_officers")
