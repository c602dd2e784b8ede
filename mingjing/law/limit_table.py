"""PURE: 期限总表 (rules §2.3) as it is enforced: every limit of a procedure and of the register, one row for each id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mingjing.law import describe
from mingjing.law.limits import LIMITS, Limit
from mingjing.law.parameters import packaged
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Basis, Param, Procedure, Term

VERIFIED, PARTLY, UNVERIFIED = "已核实", "部分未核实", "未核实"


@dataclass(frozen=True, slots=True)
class Row:
    """One limit in words. Where several procedures carry it, each way of saying it stands once."""

    id: str
    label: str
    length: str
    plain: str
    """The length without the names of parameters, for a page."""
    starts: str
    extension: str
    skips: str
    late: str
    bases: tuple[Basis, ...]
    checked: str
    """已核实, 部分未核实 or 未核实: articles and values together."""
    used_by: str

    @property
    def verified(self) -> bool:
        return self.checked == VERIFIED


@cache
def rows() -> tuple[Row, ...]:
    """By number; the other cases of a limit (T48-S) follow it, limits of the procedures' own (T-IN1) come last."""
    carried: dict[str, list[tuple[Procedure, Term]]] = {}
    for p in PROCEDURES.values():
        for term in p.terms:
            carried.setdefault(term.id, []).append((p, term))
    found = [_carried(pairs) for pairs in carried.values()]
    found += [_registered(one) for one in LIMITS if one.term.id not in carried]
    return tuple(sorted(found, key=lambda one: _place(one.id)))


def _place(id_: str) -> tuple[int, str]:
    number = re.match(r"T(\d+)", id_)
    return (int(number[1]) if number else 1000, id_)


def _carried(pairs: list[tuple[Procedure, Term]]) -> Row:
    facts = [dict(describe.term_facts(p, term)) for p, term in pairs]

    def said(name: str) -> str:
        return "；".join(dict.fromkeys(one[name] for one in facts if name in one))

    return Row(
        id=pairs[0][1].id,
        label="、".join(dict.fromkeys(term.label for _, term in pairs)),
        length=said("长度"),
        plain="；".join(dict.fromkeys(_before(term) + describe.lengths(p, term) for p, term in pairs)),
        starts="、".join(dict.fromkeys(one for p, term in pairs for one in describe.starts_of(p, term)))
        or said("起算"),
        extension=said("延长"),
        skips=said("不计入"),
        late=said("逾期"),
        bases=tuple(dict.fromkeys(term.basis for _, term in pairs)),
        checked=_checked(term for _, term in pairs),
        used_by="、".join(dict.fromkeys(p.label for p, _ in pairs)),
    )


def _before(term: Term) -> str:
    return "提前 " if term.before else ""


def _registered(limit: Limit) -> Row:
    facts = dict(describe.limit_facts(limit))
    return Row(
        id=limit.term.id,
        label=limit.term.label,
        length=facts["长度"],
        plain=describe.limit_lengths(limit),
        starts=facts["起算"],
        extension=facts.get("延长", ""),
        skips=facts.get("不计入", ""),
        late=facts.get("逾期", ""),
        bases=(limit.term.basis,),
        checked=_checked([limit.term], limit.params),
        used_by=limit.user,
    )


def _checked(terms: Iterable[Term], params: Iterable[Param] = ()) -> str:
    found = [one for term in terms for one in _certain(term)]
    found += [row.value.verified for one in params for row in packaged().all(one.key)]
    return VERIFIED if all(found) else PARTLY if found[0] else UNVERIFIED


def _certain(term: Term) -> Iterator[bool]:
    """Whether the article was read, then whether each value was."""
    yield term.basis.verified
    fixed = term.yearly.day if term.yearly else None
    for one in (term.length, term.extension, fixed):
        if isinstance(one, Param):
            yield from (row.value.verified for row in packaged().all(one.key))
