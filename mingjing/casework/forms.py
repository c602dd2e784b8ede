"""One generic form for every act, drawn from the table: what it asks, its papers, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from mingjing.casework import drafts, prefill
from mingjing.casework.context import DoorContext
from mingjing.law import fields as law_fields
from mingjing.law.judgement import SHANGHAI, replay
from mingjing.law.terms import Action, Case, Field, FileRef, Json, Kind, Move, Paper, Procedure, Refusal
from mingjing.registry.reads import Registry
from mingjing.web import forms as posted_forms

LATE = Field("late_reason", "补录的原因", Kind.LONG_TEXT, required=False,
             help="发生日期比今天早的，写明为什么没有当时登记。")
DAY = Field("on", "发生日期", Kind.DAY)
MOMENT = Field("on", "发生时间", Kind.TIME)


@dataclass(slots=True)
class Ask:
    """One field on the form: its definition, name in the form, value, choices and what is wrong with it."""

    field: Field
    name: str
    value: Json
    choices: Sequence[tuple[str, str]] = ()
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ActForm:
    """What the page draws. `papers`: paper with its fields; `files`: handed in so far."""

    law: Procedure
    action: Action
    asks: list[Ask]
    papers: list[tuple[Paper, list[Ask]]]
    files: list[dict[str, Any]]
    version: int

    def every(self) -> list[Ask]:
        return [*self.asks, *(ask for _, asks in self.papers for ask in asks)]

    def mark(self, refusals: Sequence[Refusal]) -> None:
        """Put each refusal beside its field."""
        for one in refusals:
            for ask in self.every():
                if one.field and ask.field.id == one.field:
                    ask.errors.append(one.sentence)


def kind_of(action: Action, person: str) -> str:
    """Under which name the working copy of an act is kept: one per person."""
    return f"act:{action.id}:{person}"


def build(
    law: Procedure, case: Case, context: DoorContext, action: Action, person: str, registry: Registry
) -> ActForm:
    """The form with what was saved, else what the case already knows."""
    saved = drafts.load(case.id, kind_of(action, person))
    kept: Mapping[str, Json] = saved.fields if saved else {}
    standing = replay(law, case)
    choices = _Choices(law, case, context, registry)
    asks = [Ask(MOMENT if action.hours else DAY, "on", kept.get("on", _today(context, action)))]
    for name in () if action.asked_by else action.asked:
        one = law.asked(name)
        value = kept.get(name)
        if saved is None:
            value = _start(law, standing, context, one, person)
        asks.append(Ask(one, name, value, choices.of(one)))
    if "reason" in action.asks and action.asked_by:
        asks.append(Ask(law.asked("reason"), "reason", kept.get("reason")))
    asks.append(Ask(LATE, "late_reason", kept.get("late_reason")))
    papers = [] if action.asked_by else [
        (paper, [Ask(one, f"{paper.id}.{one.id}", value.get(one.id), choices.of(one)) for one in paper.fields])
        for paper, value in _papers(law, case, context, action)
    ]
    files = kept.get("_files")
    return ActForm(law, action, asks, papers, list(files) if isinstance(files, list) else [], saved.version if saved else 0)  # type: ignore[arg-type]


def _today(context: DoorContext, action: Action) -> str:
    if action.hours:
        return context.at.strftime("%Y-%m-%dT%H:%M:00.000Z")
    return context.today.isoformat()


def _start(law: Procedure, standing: Any, context: DoorContext, one: Field, person: str) -> Json:
    """A persons field begins with who is assigned; other fields with what was stated last, texts of one act with nothing."""
    if one.id in ("recordings", "stated_by", "paper"):
        return None
    if one.kind is Kind.CHOICES:
        return None
    found = prefill.field_value(law, standing, context, one)
    if one.id == "officers":
        return found or [person]
    return found


def _papers(law: Procedure, case: Case, context: DoorContext, action: Action) -> list[tuple[Paper, dict[str, Json]]]:
    wanted = [law.paper(one) for one in (*action.papers, *action.drafts)]
    return [(paper, prefill.paper_fields(law, case, context, paper)) for paper in wanted if paper is not None]


class _Choices:
    """What a field may be chosen from: officers, powers, cited articles, papers, files of the case."""

    def __init__(self, law: Procedure, case: Case, context: DoorContext, registry: Registry) -> None:
        self.law, self.case, self.context, self.registry = law, case, context, registry

    def of(self, one: Field) -> Sequence[tuple[str, str]]:
        if one.kind is Kind.PERSONS:
            role = "hearing_host" if one.id == "hearing_host" else "officer"
            return [(p.id, _named(p)) for p in self.registry.officers(self.case.agency) if role in p.roles]
        if one.id == "item":
            return [(p.power.item, f"{p.power.item} {p.name}") for p in self.registry.powers(self.case.agency)]
        if one.kind is Kind.PAPER:
            return self._made()
        if one.kind in (Kind.EXHIBITS, Kind.ATTACHMENT):
            return [(ref.sha256, ref.title) for entry in self.case.entries for ref in entry.files if entry.action != "paper_issued"]
        return one.choices

    def _made(self) -> list[tuple[str, str]]:
        ids = dict.fromkeys(
            str(entry.facts["paper"]) for entry in self.case.entries if entry.action == "paper_issued"
        )
        return [(one, paper.label) for one in ids if (paper := self.law.paper(one)) is not None and paper.sealed | bool(paper.word)]


def _named(person: Any) -> str:
    return f"{person.name}（{person.certificates[-1].number}）" if person.certificates else str(person.name)


def read(form: ActForm, data: QueryDict) -> None:
    """Take what was typed into the form; nothing is judged here."""
    for ask in form.every():
        codes = [code for code, _ in ask.field.choices] if ask.field.kind is Kind.FINDINGS else ()
        ask.value = posted_forms.posted(ask.field.kind.value, data, ask.name, codes)  # type: ignore[assignment]
        _form_only(ask)


def _form_only(ask: Ask) -> None:
    """A citizen's party has no representative; a choice list may be empty on purpose."""
    if ask.field.kind is Kind.CHOICES and ask.value is None and not ask.field.required:
        ask.value = []


def save(form: ActForm, case: str, person: str, at: datetime, version: int | None) -> None:
    """Keep what was typed: the act's own fields, and each paper's draft. Raises drafts.Changed."""
    own = {ask.name: ask.value for ask in form.asks if ask.value is not None} | {"_files": form.files}
    drafts.save(case, kind_of(form.action, person), own, by=person, at=at, version=version)
    for paper, asks in form.papers:
        stated = {ask.field.id: ask.value for ask in asks if not law_fields.blank(ask.value)}
        drafts.save(case, paper.id, stated, by=person, at=at)


def move_of(form: ActForm, person: str, *, key: str, after: int | None, ask: str = "") -> Move:
    """The wish to act, from the form as saved. Papers are taken from the drafts by the door."""
    facts: dict[str, Json] = {
        one.name: one.value for one in form.asks if one.name != "on" and not law_fields.blank(one.value)
    }
    for one in form.asks:
        if one.field.kind in (Kind.CHOICES,) and one.value == []:
            facts[one.name] = []
    if ask:
        facts["ask"] = ask
    recordings = [{"title": one["title"], "sha256": one["sha256"]} for one in form.files if one.get("av")]
    if recordings and "recordings" in form.action.asked:
        stated = facts.get("recordings")
        facts["recordings"] = [*(stated if isinstance(stated, list) else []), *recordings]
    files = tuple(FileRef(one["sha256"], one["sm3"], one["size"], one["title"]) for one in form.files)
    on = next((one.value for one in form.asks if one.name == "on"), "")
    return Move(form.action.id, person, str(on or ""), facts, files=files, key=key, after=after)


def shanghai_today(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()
