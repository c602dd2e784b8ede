"""One act of one case, as one person stands before it: what the form, the check page and the door start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from mingjing.casework import forms
from mingjing.casework.access import Looking, case_row, opened
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow
from mingjing.casework.rendering import words as text
from mingjing.casework.views.shown import named_in, paper_view
from mingjing.law import judgement
from mingjing.law.judgement import Judgement, replay
from mingjing.law.terms import Action, Case, Entry, Move, Procedure, Role
from mingjing.registry.access import ABSENT

PAGE = ["GET", "HEAD", "POST"]
"""Methods of a page with a form."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One act of one case, as one person stands before it."""

    look: Looking
    law: Procedure
    case: Case
    context: DoorContext
    action: Action
    opening: bool
    title: str
    origin: str = ""
    """The case from whose page a new one is opened."""

    @property
    def url(self) -> str:
        if self.opening:
            return f"/work/new/{self.law.id}/"
        return f"/work/cases/{self.case.id}/act/{self.action.id}/"

    @property
    def query(self) -> str:
        if not self.opening:
            return ""
        return f"?case={self.case.id}" + (f"&from={self.origin}" if self.origin else "")

    @property
    def form_url(self) -> str:
        """Where the form of this act stands: the reviewer's is the desk."""
        if any(self.action.id == one.review for one in self.law.reviews):
            return f"/work/review/{self.case.id}/"
        return f"{self.url}{self.query}"

    @property
    def check_url(self) -> str:
        return f"{self.url}check/{self.query}"

    @property
    def one_step(self) -> bool:
        """Whether the act binds nobody, so that the form itself registers it."""
        return not self.law.binding(self.action)

    @property
    def back_url(self) -> str:
        if self.opening and not self.origin:
            return "/work/new/"
        return f"/work/cases/{self.origin or self.case.id}/"

    @property
    def asking(self) -> Move:
        """The wish to act before anything is stated."""
        today = self.context.today.isoformat()
        on = judgement.utc_ms(self.context.at) if self.action.hours else today
        return Move(self.action.id, self.look.viewer.person, on, asking=True)

    @property
    def ask(self) -> Entry | None:
        """The pending ask that this act approves."""
        j = Judgement(
            self.law, self.case, self.asking, self.context, self.action, replay(self.law, self.case)
        )
        return j.ask

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        middle = [] if self.opening else [("本案", self.back_url)]
        return [("案件", "/work/cases/"), *middle, (self.action.label, "")]


def situation(look: Looking, case: UUID, action_id: str, verb: str = "case.act") -> Situation:
    """Where a person stands before an act. Raises Http404 when the case or the act is not theirs to open."""
    return standing(look, case_row(look, str(case), verb, f"办理 {action_id[:60]}"), action_id)


def standing(look: Looking, row: CaseRow, action_id: str) -> Situation:
    found, law, context = opened(look, row.id)
    action = action_of(law, action_id)
    return Situation(look, law, found, context, action, opening=False, title=row.title)


def action_of(law: Procedure, action_id: str) -> Action:
    """Raises Http404 for what nobody does by hand."""
    action = law.action(action_id)
    if action is None or Role.SYSTEM in action.roles or action.opening:
        raise Http404(ABSENT)
    return action


def build(here: Situation) -> forms.ActForm:
    look = here.look
    return forms.build(here.law, here.case, here.context, here.action, look.viewer.person, look.registry)


def sheets(here: Situation, drawn: forms.ActForm) -> list[tuple[Any, list[forms.Ask], list[dict[str, Any]]]]:
    values = [ask.value for ask in drawn.every()]
    persons = here.look.persons(named_in(values), here.case.agency)
    return [
        (paper, asks, paper_view(paper, {ask.field.id: ask.value for ask in asks}, persons))
        for paper, asks in drawn.papers
    ]


def what_is_asked(here: Situation) -> dict[str, Any]:
    """For an approval: what the ask stated, so that who signs sees what is signed."""
    ask = here.ask
    if ask is None:
        return {}
    names = here.look.names({ask.actor})
    stated = [one for one in here.law.fields if one.id in ask.facts and one.id != "late_reason"]
    persons = here.look.persons(named_in(ask.facts.values()), here.case.agency)
    return {
        "ask": ask,
        "asker": names.get(ask.actor, ask.actor),
        "asked": [
            {"paper": paper, "parts": paper_view(paper, content, persons, made=True)}
            for name, content in ask.facts.items()
            if (paper := here.law.paper(name)) is not None and isinstance(content, dict)
        ],
        "asked_facts": [
            {"label": one.label, "value": text.field_text(one, ask.facts[one.id], persons)} for one in stated
        ],
    }
