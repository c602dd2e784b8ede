"""A complete penalty at the desks: who does what, through which pages, with the declared samples of the tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.client import Browser, File, Page, Values
from mingjing.law import procedures
from mingjing.law.terms import Field, Json, Kind, Procedure
from mingjing.web.forms import COLUMNS
from mingjing.web.words import local_time, yuan

FILE = 50 * 1024
OFFICERS: Json = ["p-zhang", "p-wang"]


@dataclass(frozen=True, slots=True)
class Act:
    """One step: whose desk, which act, what is stated beside the samples, how many files are handed in."""

    who: str
    action: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    files: int = 0
    after: str = ""
    """The paper that must be under a signed head before this act."""


CASE = (
    Act("zhang", "po_lead"),
    Act("zhang", "po_precheck", {"officers": OFFICERS}),
    Act("chen", "po_file.ask"),
    Act("li", "po_file"),
    Act("chen", "po_assign", {"officers": OFFICERS}),
    Act("zhang", "po_show_id", {"officers": OFFICERS}),
    Act("zhang", "po_inspect", {"officers": OFFICERS}, files=2),
    Act("zhang", "po_interview", {"officers": OFFICERS}, files=1),
    Act("zhang", "po_conclude", {"officers": OFFICERS}),
    Act("zhang", "po_notice"),
    Act("zhang", "po_serve", {"officers": OFFICERS, "paper": "prior_notice"}, after="prior_notice"),
    Act("zhang", "po_waive"),
    Act("chen", "po_submit_review"),
    Act("zhou", "po_review"),
    Act("chen", "po_decide.ask"),
    Act("li", "po_decide"),
    Act("zhang", "po_serve", {"officers": OFFICERS, "paper": "penalty_decision"}, after="penalty_decision"),
    Act("qian", "po_publish"),
)
"""Eighteen acts of five persons, from the lead to the public page; payment and closing come weeks later."""
PEOPLE = tuple(dict.fromkeys(one.who for one in CASE))
Wait = Callable[[str, str], None]
"""Until the papers of a case have been made and the one that is named is under a signed head."""


@dataclass(slots=True)
class Desks:
    """One group of persons who work on cases of their own."""

    browsers: dict[str, Browser]
    wait: Wait
    cases: list[str] = field(default_factory=list)

    def play(self) -> str:
        """A case from lead to publication; where the public can read it."""
        law = procedures.current("penalty_ordinary", time.strftime("%Y-%m-%d"))
        case = ""
        for one in CASE:
            if case:
                self.wait(case, one.after)
            page = self._act(law, one, case)
            case = case or page.path.split("/")[3]
        self.cases.append(case)
        self.wait(case, "public_decision")
        return case

    def _act(self, law: Procedure, one: Act, case: str) -> Page:
        """Form, then for an act that binds the check page with its button; the case page."""
        browser = self.browsers[one.who]
        page = browser.get(self._address(browser, one.action, case))
        form = page.form(f"version.act:{one.action}:p-{one.who}")
        binds = law.binding(law.derived[one.action])
        sent = filled(law, one, form.values, form.states) | {"then": ["check" if binds else "register"]}
        done = browser.post(form.action or page.path, sent, files(one.files), multipart=True)
        if binds:
            check = done.form("key")
            done = browser.post(check.action or done.path, check.values)
        if "done=" not in done.path:
            raise SystemExit(f"{one.action} 没有办成：{done.said()}")
        return done

    def _address(self, browser: Browser, action: str, case: str) -> str:
        if not case:
            return next(one for one in browser.get("/work/new/").links if "/penalty_ordinary/" in one)
        return f"/work/review/{case}/" if action == "po_review" else f"/work/cases/{case}/act/{action}/"


def files(count: int) -> list[File]:
    """Text files of 50 KB, each with a content of its own."""
    return [(f"附件{number}.txt", os.urandom(FILE // 2).hex().encode()) for number in range(count)]


def filled(law: Procedure, one: Act, given: Values, states: Callable[[str], bool]) -> Values:
    """What the form sends: its own values, what the act states, samples where both are silent."""
    action = law.derived[one.action]
    papers = () if action.asked_by else (*action.papers, *action.drafts)
    asked = [(name, law.asked(name)) for name in action.asked if name != "ask"]
    asked += [
        (f"{paper.id}.{ask.id}", ask) for paper in map(law.paper, papers) if paper for ask in paper.fields
    ]
    sent = dict(given)
    for name, ask in asked:
        stated = one.facts.get(name)
        if stated is not None or not states(name):
            sent |= typed(ask, name, ask.sample if stated is None else stated)
    return sent


def typed(ask: Field, name: str, value: Any) -> Values:
    """A value as the inputs of its kind send it."""
    if value in (None, "", []):
        return {}
    if ask.kind in (Kind.CHOICES, Kind.PERSONS):
        return {name: [str(one) for one in value]}
    if ask.kind is Kind.PARTY:
        return {f"{name}.{part}": [str(words)] for part, words in value.items()}
    if ask.kind.value in COLUMNS:
        return _rows(name, COLUMNS[ask.kind.value], value)
    if ask.kind is Kind.FINDINGS:
        return {
            f"{name}.{code}.{part}": [words] for code, row in value.items() for part, words in row.items()
        }
    return {name: [_words(ask, value)]}


def _rows(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Values:
    return {
        f"{name}.{number}.{column}": [str(row.get(column, ""))]
        for number, row in enumerate(rows)
        for column in columns
    }


def _words(ask: Field, value: Any) -> str:
    if ask.kind is Kind.MONEY:
        return str(yuan(value))
    if ask.kind is Kind.TIME:
        return str(local_time(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
