"""On what: powers that were announced, bases that were in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Basis, Guard, Norm


@dataclass(frozen=True, slots=True)
class Holding:
    """How an agency comes to hold a power that the statute gives to another. `level`: of the only agencies that may."""

    label: str
    basis: Basis
    level: str = ""


HOLDINGS: Mapping[str, Holding] = {
    "concentrated": Holding("相对集中行使", CF("第十八条第二款")),
    "handed_down": Holding("交由乡镇、街道行使", CF("第二十四条第一款"), "town"),
}


def _power(j: Judgement) -> Iterator[str]:
    item = j.value("item")
    if item is None:
        if not j.move.asking:
            yield "没有选择职权事项，请从权责清单选择。"
        return
    yield from power_faults(j, str(item))


def power_faults(j: Judgement, item: str) -> Iterator[str]:
    """Why an item may not be acted on today by this agency."""
    power = j.power(item)
    day = j.on.isoformat()
    if power is None:
        yield f"本机关的权责清单没有“{item}”这一项，不能以本机关名义办理。"
    elif power.act != j.procedure.act:
        yield f"职权事项“{item}”不是“{j.procedure.label}”所办的执法类别，请从权责清单另选。"
    elif not power.announced:
        yield f"职权事项“{item}”还没有公告，公告以后才能办理。"
    elif not power.since <= day or (power.until and day >= power.until):
        yield f"职权事项“{item}”在 {day} 无效，请核对权责清单。"
    elif (holding := HOLDINGS.get(power.held)) and fields.blank(power.decision):
        yield (
            f"职权事项“{item}”是{holding.label}的（{holding.basis}），权责清单没有写明是谁公布的决定；"
            "补上国务院或者省级人民政府的决定和文号以后才能办理。"
        )


G_POWER = Guard("G-POWER", "本机关有这项职权且已公告", CF("第十七条"), _power)


def _basis(j: Judgement) -> Iterator[str]:
    conduct = j.value("conduct_on")
    for law, article in _cited(j) if conduct is not None else ():
        yield from _norm(j, law, article, str(conduct))


def _cited(j: Judgement) -> list[tuple[str, str]]:
    """Every article that the case says was violated or penalises it."""
    found = [one for name in ("violated", "punished_by") if isinstance(one := j.value(name), list)]
    return [
        (str(one.get("law")), str(one.get("article")))
        for rows in found
        for one in rows
        if isinstance(one, dict)
    ]


def _in_force(versions: Iterable[Norm], day: str) -> bool:
    return any(one.since <= day and (not one.until or day < one.until) for one in versions)


def _norm(j: Judgement, law: str, article: str, conduct: str) -> Iterator[str]:
    versions = j.norm(law, article)
    if not versions:
        yield f"《{law}》{article}不在公示的依据库中，公示以后才能引用。"
    elif _in_force(versions, conduct):
        return
    elif not _in_force(versions, j.on.isoformat()):
        yield f"《{law}》{article}在违法行为发生日（{conduct}）没有生效或者已经失效，请核对适用哪一版。"
    elif fields.blank(j.value("milder_why")):
        yield (
            f"《{law}》{article}在违法行为发生日（{conduct}）没有生效；现行规定处罚较轻或者不再处罚的才能适用，"
            "请写明适用新规定的理由，或者改引当时的规定。"
        )


def _amended(j: Judgement) -> Iterator[str]:
    conduct, today = str(j.value("conduct_on") or ""), j.on.isoformat()
    for law, article in _cited(j) if conduct else ():
        versions = j.norm(law, article)
        if _in_force(versions, conduct) and not any(
            one.since <= conduct and one.since <= today and (not one.until or today < one.until)
            for one in versions
        ):
            yield f"《{law}》{article}在违法行为发生以后有修改或者已经失效，新规定较轻或者不再处罚的，适用新规定。"


G_BASIS = Guard("G-BASIS", "依据已公示，且在违法行为发生时有效", CF("第三十七条"), _basis)
G_MILDER = Guard("G-BASIS", "后来的规定是否较轻", CF("第三十七条"), _amended, warns=True)
