"""Cases as entries, from filing to publication, for a portal that only reads; all people and firms are invented."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from mingjing.disclosure import leaves, projectors
from mingjing.law.papers import public_decision
from mingjing.law.terms import Case, Entry, FileRef, PaperRef
from mingjing.recording import evidence, sealer, store
from mingjing.recording import home as homes
from mingjing.tlog.canonical import utc_ms
from tests.registry.factory import BUREAU

FIRM = {
    "kind": "org",
    "name": "枣庄启禾仓储服务有限公司",
    "code": "91370400MA3C12345X",
    "address": "枣庄市薛城区光明路 1 号",
    "representative": "孙大海",
}
CITIZEN = {
    "kind": "citizen",
    "name": "张三丰",
    "code": "370402198503121234",
    "address": "枣庄市薛城区常庄镇西小庄村87号",
}
NAME = "枣庄市市场监督管理局"
DRAFT = "d" * 64
ORDINARY = "penalty_ordinary@2021-07-15"
SENTENCES = {one.id: one.sample for one in public_decision.fields}
START = date(2026, 10, 16)


def number(n: int = 118) -> str:
    return f"枣市监处罚〔2026〕{n}号"


@dataclass
class Story:
    """Entries are added one by one, two days apart; `case` is what they make."""

    party: dict[str, Any] = field(default_factory=lambda: dict(FIRM))
    cause: str = "使用未经定期检验的叉车案"
    doc_no: str = field(default_factory=number)
    agency: str = BUREAU
    agency_name: str = NAME
    procedure: str = ORDINARY
    start: date = START
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    entries: list[Entry] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return Case(
            self.id, self.procedure, self.agency, tuple(self.entries), tuple("c" * 64 for _ in self.entries)
        )

    def add(
        self,
        action: str,
        facts: dict[str, Any] | None = None,
        *,
        roles: str = "officer",
        papers: tuple[PaperRef, ...] = (),
        files: tuple[FileRef, ...] = (),
    ) -> Entry:
        n = len(self.entries) + 1
        on = self.start + timedelta(days=2 * n)
        at = datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)
        entry = Entry(
            self.id,
            n,
            self.procedure,
            action,
            "p-zhang",
            (roles,),
            self.agency,
            on.isoformat(),
            utc_ms(at),
            facts=facts or {},
            papers=papers,
            files=files,
        )
        self.entries.append(entry)
        return entry

    def decided(self) -> Story:
        content = {
            "party": self.party,
            "facts_found": "见卷",
            "kinds": ["fine"],
            "fine": 3000000,
            "confiscated": 0,
            "violated": [{"law": "中华人民共和国特种设备安全法", "article": "第四十条第三款"}],
            "punished_by": [{"law": "中华人民共和国行政处罚法", "article": "第四十条"}],
            "agency_name": self.agency_name,
        }
        self.add("po_lead", {"case_source_register": {"summary": "群众举报"}})
        self.add("po_file", {"filing_approval": {"party": self.party, "cause": self.cause}})
        self.add(
            "po_interview",
            {"interview_record": {"person_asked": "李小红"}, "officers": ["p-zhang", "p-wang"]},
        )
        self.add("po_conclude", {})
        self.add("po_notice", {"prior_notice": {"party": self.party}})
        self.add("po_serve", {"paper": "prior_notice"})
        self.add("po_submit_review", {}, papers=(PaperRef("penalty_decision", DRAFT),))
        self.add("po_review", {"legal_review_opinion": {"opinion": "approve"}}, roles="reviewer")
        self.add(
            "po_decide",
            {"penalty_decision": content},
            roles="agency_head",
            papers=(PaperRef("penalty_decision", DRAFT, self.doc_no),),
        )
        self.add("po_serve", {"paper": "penalty_decision"})
        return self

    def published(self, **sentences: str) -> Entry:
        return self.add(
            "po_publish",
            {"public_decision": {**SENTENCES, **sentences}},
            roles="publisher",
            papers=(PaperRef("public_decision", DRAFT),),
        )

    def issued(self, publishing: Entry, file: FileRef) -> Entry:
        return self.add(
            "paper_issued",
            {"paper": "public_decision", "of_entry": publishing.n, "rendering": "plain"},
            roles="system",
            files=(file,),
        )

    def withdrawn(self, reason: str = "行政复议决定撤销了这个处罚决定。") -> Entry:
        return self.add("po_unpublish", {"withdrawal_ground": "revoked", "reason": reason}, roles="publisher")

    @property
    def last(self) -> tuple[Entry, Case, Case]:
        """What a projector is given for the newest entry."""
        before = replace(self.case, entries=tuple(self.entries[:-1]), commitments=self.case.commitments[:-1])
        return self.entries[-1], before, self.case


def enter(story: Story, *, open_leaves: list[Any] | None = None) -> None:
    """Store the newest entry with its leaves and rows, as the door does."""
    entry, before, after = story.last
    with transaction.atomic():
        store.lock([story.id])
        known = store.load(story.id)
        prev = known.commitments[-1] if known.commitments else None
        receipt = store.append(replace(entry, prev=prev), salt=os.urandom(32), nonce=os.urandom(12))
        for leaf in open_leaves or []:
            store.open_leaf(receipt, leaf)
        projectors.publications(entry, before, after)


def enter_all(story: Story) -> Story:
    """Store what was told so far."""
    told, story.entries = story.entries, []
    for entry in told:
        story.entries.append(entry)
        enter(story)
    return story


def issue(story: Story, publishing: Entry) -> None:
    """Make the public form and enter `paper_issued` with both leaves, as the worker does."""
    home = homes.current()
    body = json.dumps(publishing.facts["public_decision"], ensure_ascii=False).encode()
    ref = evidence.keep(
        home, story.id, [body], filename="public_decision.txt", at=publishing.at, title="公开版决定书"
    ).ref
    story.issued(publishing, ref)
    enter(story, open_leaves=leaves.published(story.case, publishing, public_decision, ref))


def publish(story: Story | None = None, *, seal: bool = True, **sentences: str) -> Story:
    """A decision all the way onto the portal."""
    story = enter_all((story or Story()).decided())
    publishing = story.published(**sentences)
    enter(story)
    issue(story, publishing)
    if seal:
        sealer.seal_once(homes.current(), datetime(2026, 11, 20, tzinfo=UTC))
    return story


def withdraw(story: Story, reason: str = "行政复议决定撤销了这个处罚决定。") -> Story:
    found = leaves.withdrawn(story.id)
    story.withdrawn(reason)
    enter(story, open_leaves=found)
    sealer.seal_once(homes.current(), datetime(2026, 11, 25, tzinfo=UTC))
    return story


def correct(story: Story) -> Story:
    """Published again after a withdrawal, with another sentence."""
    publishing = story.published(plain="这家公司有 1 台叉车过了检验有效期。")
    enter(story)
    issue(story, publishing)
    sealer.seal_once(homes.current(), datetime(2026, 11, 28, tzinfo=UTC))
    return story
