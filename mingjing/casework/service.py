"""The one door: `perform()` writes every entry of every case, `register()` those of registry and system.

Page, API, import, timer and federation all come through here. Each call is one transaction: all or nothing.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from mingjing.casework import drafts, numbers, prefill
from mingjing.casework.context import DoorContext, Together, at_door
from mingjing.casework.models import LinkRow
from mingjing.law import engine, procedures
from mingjing.law.judgement import SHANGHAI, Judgement, day_of, moment_of
from mingjing.law.rules import RULE
from mingjing.law.terms import Case, Content, Entry, Facts, Json, Move, Procedure, Refusal, Role
from mingjing.recording import store
from mingjing.recording.store import ClockBackwards, Stale
from mingjing.registry import rows as registry_rows
from mingjing.registry.reads import Registry
from mingjing.tlog import canonical

CHAINS = frozenset({"registry", "system"})
"""Names of the chains that are no cases; only `register()` writes them."""

Clock = Callable[[], datetime]
"""Gives the ledger time: aware, never earlier than it gave before for the same case."""

Projector = Callable[[Entry, Case, Case], None]

TOLERANCE = timedelta(seconds=2)
"""How far the clock may have gone back before the door refuses (security AB02); within it, `at` waits."""


class Refused(Exception):
    """The move was refused; nothing was written. `reasons` are what the page shows and the API answers (422)."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__("；".join(str(one) for one in reasons))
        self.reasons = tuple(reasons)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.reasons)


class KeyReused(Exception):
    """The idempotency key was used for another request (422)."""

    def __init__(self) -> None:
        super().__init__("这个请求编号已经用于另一份内容，请刷新页面后重新提交。")


class UnknownCase(Exception):
    """No such case (404)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the mover gets: proof that the entry was accepted. `again`: the answer to a repeated request."""

    case: str
    n: int
    commitment: str
    numbers: Mapping[str, str]
    again: bool = False


def perform(
    case: str,
    move: Move,
    *,
    clock: Clock,
    procedure: str = "",
    agency: str = "",
    open_leaves: Sequence[Mapping[str, Json]] = (),
) -> Receipt:
    """Judge a move and, if nothing speaks against it, write its entry, rows and clocks in one transaction.

    A new case: `case` is a fresh id (`new_case()`), with `procedure` (its id) and `agency`.
    Raises Refused (every reason at once), KeyReused, UnknownCase, store.Stale (a race, 409), ClockBackwards.
    """
    with transaction.atomic():
        if case in CHAINS:
            raise UnknownCase(case)
        asked = request_digest(case, move)
        keys = store.lock([case, *_links(case, move)])
        before = store.load(case)
        # Asked under the lock: of two clicks at once the second gets the first one's answer.
        if _perhaps_done(before, move) and (known := store.command(move.actor, move.key)):
            return _same_answer(known, asked, case)
        if not before.entries:
            before = _opening(case, procedure, agency, move)
        now = _ledger_time(before, clock())
        at = canonical.utc_ms(now)
        law = procedures.of(before.procedure)
        wanted = [one for one in of_action(law, move.action) if one not in move.papers]
        context = DoorContext(before.agency, now, drafts=partial(drafts.papers, case, wanted), case=case)
        filled = with_drafts(law, move, context.drafts)
        judgement, reasons = engine.judge(law, before, filled, context)
        if reasons or judgement is None:
            raise Refused(reasons)
        taken = _numbers(judgement, context)
        entry = engine.record(judgement, at=at, numbers=taken)
        receipt = store.append(
            entry, salt=os.urandom(32), nonce=os.urandom(12), before=before, wrapped=keys[case]
        )
        for leaf in (*open_leaves, *_leaves_of(entry)):
            store.open_leaf(receipt, leaf)
        after = replace(
            before, entries=(*before.entries, entry), commitments=(*before.commitments, receipt.commitment)
        )
        with at_door(context):
            for projector in projectors():
                projector(entry, before, after)
        if move.key:
            _remember(move, asked, receipt, at)
        return Receipt(case, receipt.n, receipt.commitment, taken)


def _perhaps_done(before: Case, move: Move) -> bool:
    """Whether the request may have been carried out already: an open case has it among its entries, else nobody has."""
    return bool(move.key) and (
        not before.entries or any((one.actor, one.key) == (move.actor, move.key) for one in before.entries)
    )


def _remember(move: Move, asked: str, receipt: store.Receipt, at: str) -> None:
    """Under the lock of a case its own requests are known, so a key that is taken was used for another case."""
    try:
        store.remember(move.actor, move.key, asked, receipt, at)
    except Stale:
        raise KeyReused from None


def _links(case: str, move: Move) -> list[str]:
    """The cases by which an act is judged, or that are counted from it: what it names, what the case named before, what names
    the case. They are held together with it, in id order.
    """
    stated = (move.facts.get(name) for name in procedures.LINKS)
    named = [one for one in stated if isinstance(one, str) and is_case(one)]
    looking = move.action in procedures.LOOKING | procedures.RECOUNTED
    return [*named, *LinkRow.together(case)] if looking else named


def is_case(text: str) -> bool:
    """Whether this is the id of a case, real or not."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def register(
    kind: str,
    facts: Facts,
    *,
    actor: str,
    clock: Clock,
    chain: str = "registry",
    key: str = "",
    judge: Callable[[], None] | None = None,
) -> Receipt:
    """The door's second function: one entry of chain `registry` (or `system`) and its row.

    `judge` is asked under the chain's lock and raises what speaks against the change. A `key` that this person used
    before gives the first answer again. Raises registry.facts.BadRow when the values are wrong, KeyReused; nothing is
    written then.
    """
    with transaction.atomic():
        store.lock([chain])
        asked = _digest({"chain": chain, "action": kind, "facts": dict(facts)}) if key else ""
        if key and (known := store.command(actor, key)):
            return _same_answer(known, asked, chain)
        if judge is not None:
            judge()
        before = store.tail(chain)
        now = _not_before(before.at, clock())
        at = canonical.utc_ms(now)
        entry = Entry(
            case=chain,
            n=before.n + 1,
            procedure=f"{chain}@1",
            action=kind,
            actor=actor,
            roles=(Role.SYSTEM.value,) if actor == Role.SYSTEM else (),
            agency="",
            on=now.astimezone(SHANGHAI).date().isoformat(),
            at=at,
            prev=before.commitment,
            key=key,
            facts=facts,
        )
        receipt = store.append(entry, salt=os.urandom(32), nonce=os.urandom(12))
        if chain == "registry":
            registry_rows.apply(kind, facts, entry.n, registry_rows.Hand(actor, entry.on, at))
        if key:
            store.remember(actor, key, asked, receipt, at)
        return Receipt(chain, receipt.n, receipt.commitment, {})


def register_each(
    kind: str, rows: Sequence[Facts], *, actor: str, clock: Clock, judge: Callable[[Facts], None], dry: bool
) -> list[str]:
    """Many entries of chain `registry` in one transaction: all of them or, with a fault or `dry`, none.

    One sentence per row, "" where nothing speaks against it; each row is judged as if the good ones before it stood.
    """
    said = []
    with transaction.atomic():
        for facts in rows:
            try:
                with transaction.atomic():
                    register(kind, facts, actor=actor, clock=clock, judge=partial(judge, facts))
                said.append("")
            except registry_rows.BadRow as fault:
                said.append(fault.sentence)
        if dry or any(said):
            transaction.set_rollback(True)
    return said


def load(case: str) -> Case:
    """The entries of a case. Raises UnknownCase."""
    found = store.load(case)
    if not found.entries:
        raise UnknownCase(case)
    return found


def repeated(actor: str, key: str) -> bool:
    """Whether this person's request with this key was carried out already."""
    return bool(key) and store.command(actor, key) is not None


def held(case: str) -> Case:
    """The entries of a case, which nobody may add to until this transaction ends. Raises UnknownCase."""
    store.lock([case])
    return load(case)


def exists(case: str) -> bool:
    return bool(store.load(case).entries)


def chain(name: str) -> tuple[Entry, ...]:
    """The entries of chain `registry` or `system`."""
    return store.load(name).entries


def chain_head(name: str) -> int:
    """The number of the last entry of a chain; 0 before the first."""
    return store.tail(name).n


def new_case() -> str:
    return str(uuid.uuid4())


def look(case: str, at: datetime) -> tuple[Case, Procedure, DoorContext]:
    """A case as pages show it: its entries, its procedure, and the world today. Raises UnknownCase."""
    found = load(case)
    if found.procedure not in procedures.PROCEDURES:
        raise UnknownCase(case)
    return (
        found,
        procedures.of(found.procedure),
        DoorContext(found.agency, at, drafts=partial(drafts.papers, case), case=case),
    )


def look_each(
    cases: Sequence[str], at: datetime, registry: Registry
) -> list[tuple[Case, Procedure, DoorContext]]:
    """Like `look`, for the cases of a list: three questions however many there are. What is unknown is left out."""
    if not cases:
        return []
    together = _together(set(cases))
    found = [together.cases[one] for one in cases if one in together.cases]
    return [
        (
            one,
            procedures.of(one.procedure),
            DoorContext(
                one.agency,
                at,
                registry=registry,
                drafts=partial(drafts.papers, one.id),
                case=one.id,
                together=together,
            ),
        )
        for one in found
        if one.procedure in procedures.PROCEDURES
    ]


def _together(cases: set[str]) -> Together:
    """These cases and those near them. Of more links than a list reads nothing is taken for known: who judges, asks."""
    links = LinkRow.among(cases)
    if links is None:
        return Together(store.load_each(sorted(cases)), {})
    near = cases | _ends(links)
    if (wider := LinkRow.among(near)) is not None:  # a linked case, too, is judged by those that name it
        cases, links = near, wider
    named_by = {case: tuple(sorted({one for one, other in links if other == case})) for case in cases}
    return Together(store.load_each(sorted(cases | _ends(links))), named_by)


def _ends(links: Iterable[tuple[str, str]]) -> set[str]:
    return {one for pair in links for one in pair}


def projectors() -> tuple[Projector, ...]:
    return tuple(import_string(one) for one in settings.PROJECTORS)


def _leaves_of(entry: Entry) -> list[Mapping[str, Json]]:
    """Public leaves that an act carries itself; the room that publishes says which (`settings.ACT_LEAVES`)."""
    return [leaf for one in settings.ACT_LEAVES for leaf in import_string(one)(entry)]


def request_digest(case: str, move: Move) -> str:
    """Digest of what was asked, for the idempotency key; `after` is not part of it (a repeat sees a later page)."""
    return _digest(
        {
            "case": case,
            "action": move.action,
            "on": move.on,
            "facts": dict(move.facts),
            "papers": {paper: content.digest for paper, content in sorted(move.papers.items())},
            "files": [one.sha256 for one in move.files],
        }
    )


def _digest(body: dict[str, Json]) -> str:
    try:
        return sha256(canonical.encode(body)).hexdigest()
    except canonical.NotCanonical as fault:
        name = fault.path[1] if fault.path[:1] == ("facts",) and len(fault.path) > 1 else ""
        raise Refused([not_to_be_kept(fault, name)]) from fault


def not_to_be_kept(fault: canonical.NotCanonical, field: str = "") -> Refusal:
    """What the ledger cannot hold, by the name that the reader knows."""
    label = procedures.label_of(fault.path)
    where = f"“{label}”的内容" if label else "提交的内容"
    return Refusal("E-FIELD", f"{where}不能入账：{fault.reason}，请改正。", RULE, field=field)


def _same_answer(known: store.Known, asked: str, case: str) -> Receipt:
    if known.digest != asked or known.case != case:
        raise KeyReused
    return Receipt(known.case, known.n, known.commitment, {}, again=True)


def _opening(case: str, procedure: str, agency: str, move: Move) -> Case:
    """The empty case that an opening act begins; its procedure is the version in force on that day."""
    if not procedure or not agency:
        raise UnknownCase(case)
    try:
        found = procedures.current(procedure, move.on[:10])
    except KeyError:
        raise Refused(
            [Refusal("E-UNKNOWN", f"没有“{procedure}”这个程序，请从新建案件的页面选择。", RULE)]
        ) from None
    return Case(case, found.key, agency)


def _ledger_time(before: Case, now: datetime) -> datetime:
    """`at` never falls within a case. A small step back is waited out, a larger one is refused by the store."""
    return _not_before(before.entries[-1].at if before.entries else "", now)


def _not_before(at: str, now: datetime) -> datetime:
    if not at:
        return now
    last = moment_of(at)
    return last if last - TOLERANCE <= now < last else now


def with_drafts(law: Procedure, move: Move, kept: Mapping[str, Content]) -> Move:
    """The papers that the act takes from the working copies, unless the mover brought them; and what the papers say for
    the act itself.
    """
    wanted = of_action(law, move.action)
    found = {paper: kept[paper] for paper in wanted if paper in kept and paper not in move.papers}
    return prefill.said_once(law, replace(move, papers={**found, **move.papers}) if found else move)


def of_action(law: Procedure, action_id: str) -> tuple[str, ...]:
    """The papers whose working copies an act may take."""
    action = law.action(action_id)
    if action is None:
        return ()
    return (*action.papers, *action.drafts, *((action.binds,) if action.binds else ()))


def _numbers(judgement: Judgement, context: DoorContext) -> dict[str, str]:
    """Numbers for the papers that this act makes. An ask takes none: its paper may never be made."""
    action, agency = judgement.action, context.agency
    if agency is None or not action.effective:
        return {}
    made = (judgement.procedure.paper(one) for one in action.papers)
    return {
        paper.id: numbers.take(
            agency.id,
            agency.number_mark,
            paper.word,
            day_of(judgement.move.on),
            agency.number_style,
            agency.number_office,
        )
        for paper in made
        if paper is not None and paper.word
    }


__all__ = [
    "Clock",
    "ClockBackwards",
    "KeyReused",
    "Receipt",
    "Refused",
    "Stale",
    "UnknownCase",
    "chain",
    "chain_head",
    "exists",
    "held",
    "load",
    "look",
    "look_each",
    "new_case",
    "not_to_be_kept",
    "perform",
    "register",
    "register_each",
    "repeated",
    "with_drafts",
]
