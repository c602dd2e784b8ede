"""Papers issued and served, acts recorded, the checklist of the review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.guards.domain import counted
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.terms import Basis, Entry, Guard, On, Recording, event


def maker_of(j: Judgement, paper: str) -> Entry | None:
    """The last act that made this paper and still counts."""
    for entry in reversed(j.standing.live):
        action = j.procedure.action(entry.action)
        if action is not None and action.effective and paper in action.papers:
            return entry
    return None


def is_issued(j: Judgement, paper: str) -> bool:
    """Whether the paper as last made was rendered; an earlier round's does not stand in for it."""
    maker = maker_of(j, paper)
    events = j.events(event("paper_issued", paper=paper))
    return maker is not None and any(j.fact(one, "of_entry") == maker.n for one in events)


def issued(paper: str, label: str) -> Guard:
    """The paper must have been rendered and issued (`paper_issued`) before it is served or published."""

    def check(j: Judgement) -> Iterator[str]:
        if not is_issued(j, paper):
            yield f"《{label}》还没有生成，生成并盖章以后才能送达、公示。"

    return Guard("E-PAPER", f"《{label}》已经生成", CF("第六十一条"), check)


def _served_paper(j: Judgement) -> Iterator[str]:
    paper = j.stated("paper")
    if not isinstance(paper, str):
        return
    found = j.procedure.paper(paper)
    label = found.label if found else paper
    if not is_issued(j, paper):
        yield f"《{label}》还没有生成，生成并盖章以后才能送达。"
    elif (maker := maker_of(j, paper)) and j.on < day_of(maker.on):
        yield f"《{label}》是 {day_of(maker.on)} 作出的，不能在此之前送达，请核对日期。"


G_ISSUED = Guard("E-PAPER", "要送达的文书已经生成", CF("第六十一条"), _served_paper)


SAME_DAY = {"personal", "lien", "entrusted"}


def _effective(j: Judgement) -> Iterator[str]:
    """On which day service takes effect, by its form (《民事诉讼法》第八十八条至第九十五条)."""
    method, said = j.stated("method"), j.stated("served_on")
    if not isinstance(said, str) or not fields.is_day(said):
        return
    served = date.fromisoformat(said)
    if method in SAME_DAY and served != j.on:
        yield f"直接、留置、委托送达的生效日就是送达当日（{j.on}），请核对。"
    if served > j.on:
        yield f"送达还没有生效（{served}），生效以后再登记。"
    notice = j.stated("notice_day")
    if method == "publication" and isinstance(notice, str) and fields.is_day(notice):
        day = date.fromisoformat(notice)
        last = counted(j, day, j.param("service.publication", day).length, rolls=True)
        if served <= last:
            yield f"公告送达要经过公告期，{last} 期满，次日起视为送达。"


G_SERVICE = Guard("G-DELIV", "送达生效日与送达方式相符", CF("第六十一条"), _effective)


def delivered(paper: str, by: str = "po_serve", basis: Basis | None = None) -> Guard:
    """`by`: the procedure's act of service."""

    def check(j: Judgement) -> Iterator[str]:
        if not j.last(On(by, (("paper", paper),))):
            found = j.procedure.paper(paper)
            yield f"《{found.label if found else paper}》还没有送达，送达以后才生效、才起算履行和救济的期限。"

    return Guard("G-DELIV", "文书已送达", basis or CF("第六十一条"), check, cure=by)


def all_served(by: str, papers: tuple[str, ...], basis: Basis) -> Guard:
    """Whichever of the papers was made, as it was made last, was served. `by`: the procedure's act of service."""

    def check(j: Judgement) -> Iterator[str]:
        for paper in papers:
            maker, proof = maker_of(j, paper), j.last(On(by, (("paper", paper),)))
            if maker is not None and (proof is None or proof.n < maker.n):
                found = j.procedure.paper(paper)
                yield f"《{found.label if found else paper}》还没有送达，送达以后才生效、才起算救济的期限，请先送达。"

    return Guard("G-DELIV", "作出的文书都已送达", basis, check, cure=by)


def delivered_faults(j: Judgement) -> Iterator[str]:
    """Why the decision that was made last has no effect yet."""
    made = [one for one in j.standing.live if one.action in j.procedure.deciding]
    if not made:
        return
    bound = j.procedure.derived[made[-1].action].papers
    if not any(j.last(On("po_serve", (("paper", paper),))) for paper in bound):
        yield "决定书还没有送达，送达以后才生效、才起算履行和救济的期限。"


def unrecorded(j: Judgement) -> list[Entry]:
    """Acts that had to be recorded in audio-video and have neither a recording nor a written explanation."""
    said = (
        (j.fact(one, "entry_n"), one.n) for one in j.standing.live if one.action.endswith("_explain_record")
    )
    explained = {
        n for n, at in said if isinstance(n, int) and n < at
    }  # nothing is explained before it happened
    return [one for one in j.case.entries if _lacks(j, one) and one.n not in explained]


def _lacks(j: Judgement, entry: Entry) -> bool:
    action = j.procedure.action(entry.action)
    wants = action is not None and action.records in (Recording.F, Recording.M)
    return wants and not entry.facts.get("recordings")


def _rec(j: Judgement) -> Iterator[str]:
    for entry in unrecorded(j):
        label = j.procedure.derived[entry.action].label
        yield f"{day_of(entry.on)}的“{label}”（第 {entry.n} 条）没有音像记录，也没有书面说明，请补说明。"


def recorded(explain: str, *, warns: bool = False) -> Guard:
    """`explain`: the act that explains a missing recording in writing."""
    label = "应当音像记录的有记录或者书面说明"
    return Guard("G-REC", label, CF("第四十七条"), _rec, cure=explain, warns=warns)


G_REC = recorded("po_explain_record")
G_REC_WARNS = recorded("po_explain_record", warns=True)


def _checklist(j: Judgement) -> Iterator[str]:
    """K1–K9 any issue → no approval (rules §3.6); K10 only asks for an explanation."""
    items = j.stated("findings")
    if j.stated("opinion") != "approve" or not isinstance(items, dict):
        return
    bad = [
        code
        for code, one in items.items()
        if code != "K10" and isinstance(one, dict) and one.get("result") == "issue"
    ]
    if bad:
        yield f"审核清单 {'、'.join(bad)} 不符合，不能出具“同意”，请改选补正、纠正、移送或者不同意。"


G_CHECKLIST = Guard("E-FIELD", "审核清单与意见一致", CF("第五十八条"), _checklist)
