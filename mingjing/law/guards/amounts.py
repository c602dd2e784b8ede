"""Amounts and kinds: when a hearing is due, when the decision is major."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.judgement import Judgement
from mingjing.law.parameters import hearing_threshold
from mingjing.law.terms import Condition, Guard, Tier, Value


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d} 元" if fen % 100 else f"{fen // 100:,} 元"


LICENSE_KINDS = {"grade_reduction", "license_revocation"}
STOP_KINDS = {"suspension_of_business", "closure", "occupational_ban"}


def kinds_of(j: Judgement) -> set[str]:
    value = j.value("kinds")
    return {str(one) for one in value} if isinstance(value, list) else set()


def citizen(j: Judgement) -> bool:
    return fields.is_citizen(j.value("party"))


class _Parameters:
    """What `hearing_threshold` reads, noted in `seen` on the way."""

    def __init__(self, j: Judgement) -> None:
        self.j = j

    def value(self, key: str, day: date, scopes: object) -> Value:
        return self.j.param(key, day)


def threshold(j: Judgement) -> tuple[int, str]:
    """The hearing threshold in 分 that applies to this party, and why (rules §3.2; the lower one where two may apply)."""
    found, why = hearing_threshold(
        _Parameters(j),
        j.on,
        (),
        "citizen" if citizen(j) else "org",
        bool(j.value("business", True)),
        _max_fine(j),
    )
    return found.number, why


def _max_fine(j: Judgement) -> int | None:
    """The statutory maximum of the penalising articles, where they state one."""
    cited = j.value("punished_by")
    found = [
        one.max_fine
        for article in (cited if isinstance(cited, list) else [])
        if isinstance(article, dict)
        for one in j.norm(str(article.get("law")), str(article.get("article")))
        if one.max_fine is not None
    ]
    return min(found) if found else None


def hearing_grounds(j: Judgement) -> list[str]:
    """Why the party may ask for a hearing (《行政处罚法》第六十三条), or []."""
    return j.once("hearing", lambda: _hearing_grounds(j))


def _hearing_grounds(j: Judgement) -> list[str]:
    kinds, grounds = kinds_of(j), []
    if {"fine", "confiscation"} & kinds or j.money("fine") or j.money("confiscated"):
        limit, why = threshold(j)
        if j.money("fine") >= limit:
            grounds.append(f"罚款达到较大数额（{why}）")
        if j.money("confiscated") >= limit:
            grounds.append(f"没收达到较大数额（{why}）")
    if LICENSE_KINDS & kinds:
        grounds.append("降低资质等级、吊销许可证件")
    if STOP_KINDS & kinds:
        grounds.append("责令停产停业、责令关闭、限制从业")
    if j.value("heard_by_law") is True:
        grounds.append("其他较重的处罚，或者法律、法规、规章规定应当听证")
    return grounds


def catalogue_grounds(j: Judgement, money: int | None = None) -> list[str]:
    """What the agency's own catalogue puts under review: the item by its code, or an amount (rules §3.1 S6).

    `money`: the amount at stake in 分; of a penalty, the larger of fine and confiscation.
    """
    found, item = list[str](), j.value("item")
    money = max(j.money("fine"), j.money("confiscated")) if money is None else money
    for one in j.catalogue():
        limit = one.threshold_citizen if citizen(j) else one.threshold_org
        if limit is None and one.item == item:
            found.append(f"本机关目录列入的事项（{one.item}）")
        elif limit is not None and money >= limit:
            found.append(f"金额达到本机关目录的标准 {yuan(limit)}（{one.item}）")
    return found


def split_grounds(j: Judgement) -> list[str]:
    """Several small fines on one party for the same item within the window count together (G-SPLIT)."""
    own, item = j.money("fine"), j.value("item")
    if not own or not isinstance(item, str):
        return []
    first = j.on - timedelta(days=j.param("penalty.split_window").number)
    others = [one for one in j.earlier() if one.item == item and one.decided_on >= first.isoformat()]
    limit, _ = threshold(j)
    total = own + sum(one.fine for one in others)
    if not others or own >= limit or total < limit:
        return []
    named = "、".join(one.number or one.case for one in others)
    return [f"同一当事人同一事项分案处罚，与 {named} 合计 {yuan(total)}，达到 {yuan(limit)}"]


def scope_grounds(j: Judgement) -> list[str]:
    """Where an agency has everything reviewed, that is what the gate's rows hold it to in every procedure with a review."""
    return ["本市对普通程序的决定全部审核"] if j.param("review.scope").amount == "all_ordinary" else []


def known_grounds(j: Judgement) -> list[str]:
    """Why the decision must pass legal review whatever it will be: told on the first day."""
    grounds = [one for one in catalogue_grounds(j) if one.startswith("本机关目录")]
    raised = j.value("grave")
    if isinstance(raised, list) and raised:
        grounds.append("承办机构认定的情形（重大公共利益、疑难复杂、社会影响等）")
    grounds += scope_grounds(j)
    return grounds


def major_grounds(j: Judgement) -> list[str]:
    """Why the decision must pass legal review (rules §3.1), computed; an officer may add a ground, never remove one."""
    return j.once("major", lambda: _major_grounds(j))


def _major_grounds(j: Judgement) -> list[str]:
    grounds = hearing_grounds(j)
    if j.last("po_hear"):
        grounds.append("直接关系重大权益并经过听证程序")
    grounds += [one for one in catalogue_grounds(j) if one not in grounds]
    grounds += split_grounds(j)
    if deviates(j):
        grounds.append("超出裁量基准")
    return grounds + [one for one in known_grounds(j) if one not in grounds]


def foreseen(j: Judgement) -> list[str]:
    """What would make the decision major, said while nothing is proposed yet: a case is told on its first day."""
    if j.value("kinds"):
        return []
    limit, why = threshold(j)
    return [
        f"罚款或者没收达到 {yuan(limit)}的（{why}）",
        "降低资质等级、吊销许可证件，责令停产停业、责令关闭、限制从业的",
    ]


# --- discretion benchmarks ------------------------------------------------------------------------------------------


def tiers(j: Judgement) -> dict[str, Tier]:
    """The steps of the benchmarks of the articles that penalise, as in force when the act was committed."""
    cited, conduct = j.value("punished_by"), str(j.value("conduct_on") or j.on)
    return {
        tier.label: tier
        for article in (cited if isinstance(cited, list) else [])
        if isinstance(article, dict)
        for one in j.norm(str(article.get("law")), str(article.get("article")))
        if one.since <= conduct and (not one.until or conduct < one.until)
        for tier in one.tiers
    }


def deviates(j: Judgement) -> bool:
    """Whether the fine lies outside the step that was chosen."""
    chosen = tiers(j).get(str(j.value("tier") or ""))
    return chosen is not None and not chosen.at_least <= j.money("fine") <= chosen.at_most


def _benchmark(j: Judgement) -> Iterator[str]:
    known = tiers(j)
    if not known or "fine" not in kinds_of(j):
        return
    chosen = j.value("tier")
    if chosen not in known:
        yield f"处罚依据有裁量基准，请选择档次：{'、'.join(known)}。"
    elif deviates(j) and fields.blank(j.value("deviation")):
        tier = known[str(chosen)]
        yield (
            f"罚款 {yuan(j.money('fine'))}不在“{tier.label}”档次 {yuan(tier.at_least)}至 {yuan(tier.at_most)}之内，"
            "请改金额，或者写明偏离裁量基准的理由。"
        )


G_BENCHMARK = Guard("E-FIELD", "裁量基准的档次，偏离的写明理由", CF("第三十四条"), _benchmark)


MAJOR = Condition("属于应当法制审核的决定", lambda j: bool(major_grounds(j)))
HEARING_DUE = Condition("达到听证条件", lambda j: bool(hearing_grounds(j)))
HEARING_REQUESTED = Condition("当事人要求听证", lambda j: j.last("po_hear_req") is not None)
