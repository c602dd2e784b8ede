"""One generic form for every act, drawn from the table: what it asks, its papers, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import QueryDict

from mingjing.casework import drafts, prefill
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow, Draft, Member
from mingjing.law import fields as law_fields
from mingjing.law.clocks import looking
from mingjing.law.guards.amounts import tiers
from mingjing.law.judgement import replay
from mingjing.law.terms import (
    Action,
    Case,
    Content,
    Field,
    FileRef,
    Json,
    Kind,
    Move,
    Paper,
    Procedure,
    Refusal,
    Role,
)
from mingjing.registry.reads import PowerFacts, Registry
from mingjing.tlog import canonical
from mingjing.web import forms as posted_forms
from mingjing.web.words import money_text

LATE = Field(
    "late_reason",
    "补录的原因",
    Kind.LONG_TEXT,
    required=False,
    help="发生日期比今天早的，写明为什么没有当时登记。",
)
DAY = Field("on", "发生日期", Kind.DAY)
MOMENT = Field("on", "发生时间", Kind.TIME)
CASES = 100
"""How many cases are offered to be linked."""
DONE = "_done"
"""In a working copy that was used up: the key of the button that used it."""
OWN_EACH_TIME = frozenset(
    {"opinion_text", "summary", "place", "started", "ended", "signed", "signed_for", "told", "receiver"}
)
"""Fields that several papers have but that speak of one act only, so they are not taken from an earlier one."""


@dataclass(slots=True)
class Ask:
    """One field on the form: its definition, name in the form, value, choices and what is wrong with it."""

    field: Field
    name: str
    value: Json
    choices: Sequence[tuple[str, str]] = ()
    errors: list[str] = default(default_factory=list)

    @property
    def drawn(self) -> Field:
        """A text that is chosen from a list is drawn as a list; what it may say is judged by the table alone."""
        listed = self.field.kind is Kind.TEXT and self.choices
        return replace(self.field, kind=Kind.BENCHMARK) if listed else self.field


@dataclass(slots=True)
class ActForm:
    """What the page draws. `papers`: paper with its fields; `files`: handed in so far.

    `versions`: of each working copy that the form shows, as it was when the form was drawn; 0 = there was none.
    """

    law: Procedure
    action: Action
    asks: list[Ask]
    papers: list[tuple[Paper, list[Ask]]]
    files: list[dict[str, Any]]
    versions: dict[str, int]
    saved_at: datetime | None = None

    def every(self) -> list[Ask]:
        return [*self.asks, *(ask for _, asks in self.papers for ask in asks)]

    def mark(self, refusals: Sequence[Refusal]) -> None:
        """Put each refusal beside its field; of two fields with one id, beside the blank one."""
        for one in refusals:
            named = [ask for ask in self.every() if one.field and ask.field.id == one.field]
            blank = [ask for ask in named if law_fields.blank(ask.value)]
            for ask in blank or named:
                ask.errors.append(one.sentence)


def kind_of(action: Action, person: str) -> str:
    """Under which name the working copy of an act is kept: one per person."""
    return f"act:{action.id}:{person}"


def build(
    law: Procedure, case: Case, context: DoorContext, action: Action, person: str, registry: Registry
) -> ActForm:
    """The form with what was saved, else what the case already knows."""
    own, papers = kind_of(action, person), papers_of(law, action)
    kept = _kept(case.id, own, papers)
    saved = kept.get(own)
    values: Mapping[str, Json] = saved.fields if saved and DONE not in saved.fields else {}
    choices = _Choices(law, case, context, registry, person)
    asks = [
        Ask(
            one,
            one.id,
            values.get(one.id) if values else _start(law, case, context, one, person, choices),
        )
        for one in fields_of(law, action)
    ]
    for ask in asks:
        ask.choices = choices.of(ask.field)
        if ask.name == "on" and ask.value is None:
            ask.value = _today(context, action)
    fresh = {one.id: _unless_made(law, case, kept.get(one.id)) for one in papers}
    shown = [saved] if values else []
    shown += [one for one in fresh.values() if one is not None]
    return ActForm(
        law,
        action,
        asks,
        [(paper, _paper_asks(law, case, context, paper, fresh[paper.id], choices)) for paper in papers],
        _files(values),
        {kind: kept[kind].version if kind in kept else 0 for kind in (own, *(one.id for one in papers))},
        max((one.saved_at for one in shown if one), default=None),
    )


def recount(form: ActForm, case: Case, context: DoorContext) -> None:
    """What nobody may state otherwise is that of now, for what the form says beside it: neither an older working copy
    nor a page holds on to its own.
    """
    said = {paper.id: Content(_written(asks), "") for paper, asks in form.papers}
    j = looking(form.law, case, context)
    j = replace(j, action=form.action, move=replace(j.move, papers=said))
    for ask in form.every():
        if ask.field.held and ask.field.follows is not None:
            ask.value = ask.field.follows(j)


def as_saved(law: Procedure, case: str, action: Action, person: str, key: str) -> ActForm | None:
    """What a button binds: the working copies alone, nothing proposed. None when there is none of this person.

    A copy that was used up by an act is a blank form to everybody else, but the second press of the same button
    must wish the same again, or the door could not know it as a repetition.
    """
    own, papers = kind_of(action, person), papers_of(law, action)
    kept = _kept(case, own, papers)
    if own not in kept or kept[own].fields.get(DONE, key) != key:
        return None
    values = kept[own].fields
    written = {one.id: kept[one.id].fields if one.id in kept else {} for one in papers}
    return ActForm(
        law,
        action,
        [Ask(one, one.id, values.get(one.id)) for one in fields_of(law, action)],
        [(p, [Ask(one, f"{p.id}.{one.id}", written[p.id].get(one.id)) for one in p.fields]) for p in papers],
        _files(values),
        {kind: row.version for kind, row in kept.items()},
    )


def _kept(case: str, own: str, papers: Sequence[Paper]) -> dict[str, Draft]:
    return {one.kind: one for one in Draft.objects.filter(case=case, kind__in=[own, *(p.id for p in papers)])}


def _files(values: Mapping[str, Json]) -> list[dict[str, Any]]:
    found = values.get("_files")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _unless_made(law: Procedure, case: Case, kept: Draft | None) -> Draft | None:
    """A working copy that became a paper is done with: the next paper of its kind is written anew."""
    if kept is None:
        return None
    saved = canonical.utc_ms(kept.saved_at)
    made = (
        one
        for one in case.entries
        if (action := law.derived.get(one.action)) and action.effective and kept.kind in action.papers
    )
    return None if any(saved <= one.at for one in made) else kept


def papers_of(law: Procedure, action: Action) -> list[Paper]:
    """The papers that this act writes. An approval writes none: it signs what was asked."""
    wanted = () if action.asked_by else (*action.papers, *action.drafts)
    return [paper for one in wanted if (paper := law.paper(one)) is not None]


def fields_of(law: Procedure, action: Action) -> list[Field]:
    """Day, then what the act itself asks, then the reason of a late entry. The ask of an approval is not typed, and
    what a paper of the act says is typed there.
    """
    elsewhere = prefill.said_in_papers(law, action)
    asked = [law.asked(one) for one in action.asked if one != "ask" and one not in elsewhere]
    return [MOMENT if action.hours else DAY, *asked, LATE]


def _today(context: DoorContext, action: Action) -> str:
    if action.hours:
        return context.at.strftime("%Y-%m-%dT%H:%M:00.000Z")
    return context.today.isoformat()


def _start(
    law: Procedure, case: Case, context: DoorContext, one: Field, person: str, choices: _Choices
) -> Json:
    """What an act states itself begins blank, but for who takes part, which paper is served and what follows."""
    if one.follows is not None:
        return prefill.field_value(law, case, context, one)
    if one.id == "officers":
        known = prefill.field_value(law, case, context, one)
        return known or [person for code, _ in choices.of(one) if code == person]
    if one.kind is Kind.PAPER:
        return choices.waiting()
    if law.links:
        return prefill.carried(law, replay(law, case), context, one.carries or one.id)
    return None


def _paper_asks(
    law: Procedure,
    case: Case,
    context: DoorContext,
    paper: Paper,
    kept: Draft | None,
    choices: _Choices,
) -> list[Ask]:
    found = []
    for one in paper.fields:
        if kept is not None:
            value = kept.fields.get(one.id)
        else:
            value = prefill.field_value(law, case, context, one) if _carried(law, one) else None
        found.append(Ask(one, f"{paper.id}.{one.id}", value, choices.of(one)))
    return found


def _carried(law: Procedure, one: Field) -> bool:
    """Whether a paper takes this from the case: what more than one paper says of the case itself."""
    told = bool(one.carries) or one.follows is not None
    return one.id not in OWN_EACH_TIME and (one.id in law.repeated or told)


def _charged(one: PowerFacts) -> str:
    """An item as it is chosen: a charge with its standard."""
    power = one.power
    charge = f"（{money_text(power.standard)}/{power.unit or '件'}）" if power.standard is not None else ""
    return f"{power.item} {one.name}{charge}"


class _Choices:
    """What a field may be chosen from: officers, powers, cited articles, papers, files of the case."""

    def __init__(
        self, law: Procedure, case: Case, context: DoorContext, registry: Registry, person: str
    ) -> None:
        self.law, self.case, self.context, self.registry = law, case, context, registry
        self.person = person

    def of(self, one: Field) -> Sequence[tuple[str, str]]:
        if one.kind is Kind.PERSONS:
            role = Role.HEARING_HOST if one.id == "hearing_host" else Role.OFFICER
            staff = self.registry.officers(self.case.agency)
            return [(p.id, _named(p)) for p in staff if role.value in p.roles]
        if one.id == "item":
            powers = self.registry.powers(self.case.agency)
            return [(p.power.item, _charged(p)) for p in powers if p.power.act == self.law.act]
        if one.kind is Kind.PAPER:
            return [(code, self._label(code)) for code in self._made()]
        if one.kind is Kind.CASE:
            return self._cases(one)
        if one.kind in (Kind.EXHIBITS, Kind.ATTACHMENT):
            return [(ref.sha256, ref.title) for entry in self._stated() for ref in entry.files]
        if one.kind is Kind.BENCHMARK:
            return [(tier, tier) for tier in tiers(looking(self.law, self.case, self.context))]
        return one.choices

    def _cases(self, one: Field) -> Sequence[tuple[str, str]]:
        """The case from whose page this one is opened, else those that the person works on or anybody may name."""
        rows = CaseRow.objects.filter(agency=self.case.agency)
        origin = self.context.case(self.context.origin) if self.context.origin else None
        if origin is not None and prefill.links_to(one, origin.procedure):
            rows = rows.filter(id=origin.case)
        else:
            mine = Exists(Member.objects.filter(case=OuterRef("pk"), person__in=(self.person, "")))
            rows = rows.filter(mine, ended=False).order_by("-acted_on")
        return [
            (row.id, " ".join((row.decision_number or row.number, row.title)).strip())
            for row in rows[:CASES]
            if prefill.links_to(one, row.procedure)
        ]

    def waiting(self) -> Json:
        """The sealed paper made last and not yet served: what an officer most likely goes out to serve."""
        served = {(entry.facts.get("paper"), entry.n) for entry in self._stated() if "paper" in entry.facts}
        made = {str(entry.facts["paper"]): entry.n for entry in self.case.entries if _issues(entry)}
        waits = [
            code for code in self._made() if not any(paper == code and n > made[code] for paper, n in served)
        ]
        return waits[-1] if waits else None

    def _stated(self) -> list[Any]:
        return [entry for entry in self.case.entries if not _issues(entry)]

    def _made(self) -> list[str]:
        """Papers under seal that were issued, in the order of their first issue."""
        ids = dict.fromkeys(str(entry.facts["paper"]) for entry in self.case.entries if _issues(entry))
        return [one for one in ids if (paper := self.law.paper(one)) is not None and paper.sealed]

    def _label(self, code: str) -> str:
        paper = self.law.paper(code)
        return paper.label if paper else code


def _issues(entry: Any) -> bool:
    return bool(entry.action == "paper_issued")


def _named(person: Any) -> str:
    return f"{person.name}（{person.certificates[-1].number}）" if person.certificates else str(person.name)


def read(form: ActForm, data: QueryDict) -> None:
    """Take what was typed into the form; nothing is judged here. What is held is not typed: see `recount`."""
    for ask in (one for one in form.every() if not one.field.held):
        codes = [code for code, _ in ask.field.choices] if ask.field.kind is Kind.FINDINGS else ()
        ask.value = posted_forms.posted(ask.field.kind.value, data, ask.name, codes)  # type: ignore[assignment]
        if ask.field.kind is Kind.CHOICES and ask.value is None and not ask.field.required:
            ask.value = []  # an empty choice is a statement, too
    form.versions = {kind: number(data.get(f"version.{kind}", "")) for kind in form.versions}


def come_along(form: ActForm, case: Case, context: DoorContext) -> None:
    """The party of a case that was chosen from the list is not typed again."""
    named = {ask.name: str(ask.value) for ask in form.asks if ask.field.kind is Kind.CASE and _chosen(ask)}
    blank = [ask for ask in form.every() if law_fields.blank(ask.value)]
    found = prefill.partied(form.law, case, context, [ask.field for ask in blank], named)
    for ask in blank:
        ask.value = found.get(ask.field.id, ask.value)


def _chosen(ask: Ask) -> bool:
    return str(ask.value) in dict(ask.choices)


def number(text: str) -> int:
    """A counter that came with the form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@transaction.atomic
def save(form: ActForm, case: str, person: str, at: datetime) -> None:
    """Keep what was typed: the act's own fields, and each paper's draft; all or none. Raises drafts.Changed."""
    _save(form, case, kind_of(form.action, person), _own(form), person, at)
    for paper, asks in form.papers:
        _save(form, case, paper.id, _written(asks), person, at)


def _save(form: ActForm, case: str, kind: str, values: Mapping[str, Json], person: str, at: datetime) -> None:
    """Against the version that the writer saw; a copy that appeared since then is a newer version, too."""
    version = form.versions[kind]
    newer = drafts.load(case, kind) if not version else None
    if newer is not None and DONE not in newer.fields:
        raise drafts.Changed(newer)
    form.versions[kind] = drafts.save(case, kind, values, by=person, at=at, version=version or None).version


def used_up(form: ActForm, case: str, person: str, at: datetime, key: str) -> None:
    """After the act: its working copy is marked as used by that button."""
    own = _own(form) | {DONE: key}
    kind = kind_of(form.action, person)
    found = Draft.objects.filter(case=case, kind=kind)
    found.update(fields=own, saved_by=person, saved_at=at, version=F("version") + 1)


def _own(form: ActForm) -> dict[str, Json]:
    stated: dict[str, Json] = {ask.name: ask.value for ask in form.asks if ask.value is not None}
    return {**stated, "_files": [*form.files]}


def _written(asks: Sequence[Ask]) -> dict[str, Json]:
    return {ask.field.id: ask.value for ask in asks if not law_fields.blank(ask.value)}


def seen(form: ActForm) -> str:
    """Digest of all that the check page shows: the button binds this and nothing that was saved afterwards."""
    body: Json = {
        "own": _own(form),
        "papers": {paper.id: drafts.digest(paper.id, _written(asks)) for paper, asks in form.papers},
    }
    return sha256(canonical.encode(body)).hexdigest()


def move_of(form: ActForm, person: str, *, key: str, after: int | None, ask: str = "") -> Move:
    """The wish to act, with exactly the papers that the form shows."""
    facts: dict[str, Json] = {
        one.name: one.value
        for one in form.asks
        if one.name != "on" and (one.value == [] or not law_fields.blank(one.value))
    }
    if ask:
        facts["ask"] = ask
    recordings: list[Json] = [
        {"title": one["title"], "sha256": one["sha256"]} for one in form.files if one.get("av")
    ]
    if recordings and "recordings" in form.action.asked:
        stated = facts.get("recordings")
        facts["recordings"] = [*(stated if isinstance(stated, list) else []), *recordings]
    files = tuple(FileRef(one["sha256"], one["sm3"], one["size"], one["title"]) for one in form.files)
    on = next((one.value for one in form.asks if one.name == "on"), "")
    papers = {
        paper.id: drafts.content(paper.id, written)
        for paper, asks in form.papers
        if (written := _written(asks))
    }
    return Move(form.action.id, person, str(on or ""), facts, papers, files, key, after)
