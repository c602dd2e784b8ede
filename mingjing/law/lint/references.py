"""What refers to what: papers, fields, events, limits, presumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mingjing.law.lint.finding import (
    Finding,
    all_codes,
    events,
    every,
    file_of,
    known,
    stated,
    stated_by,
    wanted,
)
from mingjing.law.terms import (
    After,
    Field,
    Kind,
    Per,
    Procedure,
    Role,
    Term,
    Within,
)


def references(p: Procedure) -> Iterator[Finding]:
    papers, asked = {one.id for one in p.papers}, {one.id for one in p.fields}
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        bound = {action.binds} if action.binds else set[str]()
        yield from known(where, "文书", {*action.papers, *action.drafts} | bound, papers)
        yield from known(where, "要素", action.asked, asked)
        for column in (action.to, action.opens, action.shuts, action.voids):
            for name in sorted(column.fields - stated(p, action)) if isinstance(column, Per) else ():
                yield Finding(where, f"取决于 {name}，但这一步不填写它。")
        yield from events(
            p, where, [*every(action.voids), *(on for one in action.needs for on in wanted(one))]
        )
        terms = {one.term for one in action.needs if isinstance(one, After | Within)}
        yield from known(where, "期限", terms, {one.id for one in p.terms})
    for term in p.terms:
        yield from _term_references(p, term)
    for review in p.reviews:
        yield from known(p.id, "动作", {review.submit, review.review, review.decision}, p.derived)
        yield from known(p.id, "文书", {review.paper}, papers)


def other_procedures(every_one: Sequence[Procedure]) -> Iterator[Finding]:
    """Procedures that an act opens a case of, or that a field lets a case be named of."""
    ids = {one.id for one in every_one}
    for p in every_one:
        used = [(f"{p.id} {one.id}", all_codes(one.opens_case)) for one in p.actions]
        used += [(f"{p.id} {one.id}", _named(one)) for one in p.fields]
        used += [(f"{p.id} {paper.id} {one.id}", _named(one)) for paper in p.papers for one in paper.fields]
        for where, codes in used:
            yield from (replace(one, file=file_of(p)) for one in known(where, "程序", codes, ids))


def _named(field: Field) -> set[str]:
    return {code for code, _ in field.choices} if field.kind is Kind.CASE else set()


def _term_references(p: Procedure, term: Term) -> Iterator[Finding]:
    where = f"{p.id} {term.id}"
    extending = (term.extended_by,) if term.extended_by else ()
    putting = (term.put_off_by,) if term.put_off_by else ()
    pauses = tuple(on for pause in term.paused_by for on in (pause.begin, pause.end))
    told = {pause.told for pause in term.paused_by if pause.told}
    yield from known(where, "要素", told, {name for one in p.derived.values() for name in stated(p, one)})
    yield from events(p, where, [*term.starts, *term.ends, *pauses, *extending, *putting])
    yield from known(where, "关联案件", term.linked, p.links)
    if term.extended_by and term.extension is None:
        yield Finding(where, "可以延长，但没有写延长多久。")
    if term.extension_days and not any(term.extension_days in stated_by(p, on) for on in extending):
        yield Finding(where, f"延长的天数 {term.extension_days} 不由延长的那一步填写。")
    if term.presumes:
        yield from _presumption(p, term)


def _presumption(p: Procedure, term: Term) -> Iterator[Finding]:
    where, action = f"{p.id} {term.id}", p.action(term.presumes)
    if action is None:
        yield Finding(where, f"没有 {term.presumes} 这个动作。")
    elif Role.SYSTEM not in action.roles:
        yield Finding(where, f"期满视为“{action.label}”，但系统不能办理这一步。")
    elif term.presumes_day and term.presumes_day not in action.asked:
        yield Finding(where, f"“{action.label}”不填写 {term.presumes_day}。")
    if not term.ends or term.presumes not in {on.action for on in term.ends}:
        yield Finding(where, "期满推定的那一步应当同时使期限终止。")
