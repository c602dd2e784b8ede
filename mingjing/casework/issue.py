"""Papers are rendered after their act: the worker makes each one and enters `paper_issued` through the door."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.db.models import Count, F
from django.utils.module_loading import import_string

from mingjing.casework import prefill, service
from mingjing.casework.models import PaperFault, PaperRow
from mingjing.casework.rendering import own, words
from mingjing.casework.rendering import plain as plain_renderer
from mingjing.casework.rendering import render as renderer
from mingjing.casework.rendering.errors import BadLayout, CannotRender
from mingjing.law import procedures
from mingjing.law.judgement import SHANGHAI, Standing, replay
from mingjing.law.terms import Case, Entry, Facts, FileRef, Json, Move, Paper, Procedure
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.registry import reads
from mingjing.registry.reads import Registry
from mingjing.tlog import canonical
from mingjing.web.context import home_state

log = logging.getLogger("mingjing.casework")
LONGEST = 600
DATA, SCHEMA = "（电子信息）", "（电子信息格式）"
"""What the titles of the two files beside an issued form end with."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a renderer needs of one paper."""

    case: Case
    entry: Entry
    paper: Paper
    content: Facts
    number: str
    registry: Registry

    @property
    def day(self) -> date:
        return date.fromisoformat(self.entry.on[:10])


@dataclass(frozen=True, slots=True)
class Form:
    """One paper's issued form: its bytes, its file name, how it was made, and the data where the bytes are not it."""

    body: bytes
    filename: str
    rendering: str
    data: bytes = b""


Renderer = Callable[[Sheet], Form]


def plain(sheet: Sheet) -> Form:
    """The plain renderer: the paper's canonical JSON is its issued form (scenarios, headless, demo cases)."""
    return Form(_data(sheet), f"{sheet.paper.id}.txt", "plain")


def _data(sheet: Sheet) -> bytes:
    return plain_renderer.plain_issue(sheet.paper, sheet.content, sheet.number, sheet.day)


def pdf(sheet: Sheet) -> Form:
    """PDF/A in official layout. Raises rendering.errors.CannotRender with the sentence for the user.

    An agency's layout that is bad is never passed over for the packaged one: the agency would not notice.
    """
    own.refuse_bad_layout(sheet.paper)
    extras = [import_string(one)(sheet) for one in settings.PAPER_EXTRAS]
    agency = sheet.registry.agency(sheet.case.agency)
    try:
        body = renderer.render(
            sheet.paper.id,
            {
                **sheet.content,
                "_persons": _persons(sheet),
                "_facts": _facts(sheet),
                "_served": _served(sheet),
                "_charged": _charged(sheet),
                **{key: value for one in extras for key, value in one.items()},
            },
            number=sheet.number,
            day=sheet.day,
            agency=agency.name if agency else "",
            issue_code=issue_code(sheet.case, sheet.entry),
            address=settings.PUBLIC_ADDRESS,
            officers=[_signature(sheet, one) for one in officers_of(sheet.entry)],
            paper=sheet.paper,
            practice=home_state().practice,
        )
    except renderer.Failed as fault:
        raise own.blamed(sheet.paper, fault) from fault
    return Form(body, f"{sheet.paper.id}.pdf", json.dumps(renderer.fingerprint(sheet.paper), sort_keys=True))


def printed(case: Case, n: int, paper: Paper, number: str, registry: Registry) -> bytes:
    """A paper whose issued form is its data, set in its layout so that it can be read. Raises as `pdf` does.

    What is stored and proved stays the data: the layout is made anew each time.
    """
    entry = case.entries[n - 1]
    stated = entry.facts.get(paper.id)
    return pdf(Sheet(case, entry, paper, stated if isinstance(stated, dict) else {}, number, registry)).body


def issue_code(case: Case, entry: Entry) -> str:
    """What the QR carries beside the address: the first 16 digits of the entry's commitment."""
    return case.commitments[entry.n - 1][:16]


def officers_of(entry: Entry) -> list[str]:
    named = entry.facts.get("officers")
    return [str(one) for one in named] if isinstance(named, list) else [entry.actor]


def _persons(sheet: Sheet) -> Json:
    found = sheet.registry.people(officers_of(sheet.entry), sheet.case.agency)
    return {
        one.id: {"name": one.name, "certificate": one.certificates[-1].number if one.certificates else ""}
        for one in found.values()
    }


def _until(sheet: Sheet) -> Case:
    """The case as it stood right after the paper's act."""
    n = sheet.entry.n
    return replace(sheet.case, entries=sheet.case.entries[:n], commitments=sheet.case.commitments[:n])


def _facts(sheet: Sheet) -> Json:
    """What the paper is about, as rows. A public paper says only what its room lets out (`settings.PAPER_FACTS`)."""
    until = _until(sheet)
    for one in settings.PAPER_FACTS:
        if (rows := import_string(one)(until, sheet.entry, sheet.paper)) is not None:
            return [list(row) for row in rows]
    law = procedures.of(sheet.case.procedure)
    standing = replay(law, until)
    party, cause = prefill.known(law, standing, "party"), prefill.known(law, standing, "cause")
    number = next(
        (ref.number for entry in standing.live for ref in entry.papers if ref.paper == "filing_approval"), ""
    )
    own = {one.label for one in sheet.paper.fields}
    rows = [
        ("当事人", words.party_name(party) if party else ""),
        ("案由", str(cause or "")),
        # Where there is no cause, the item of the list says what the case is about.
        (_item_label(law), "" if cause else _item_name(sheet, prefill.known(law, standing, "item"))),
        ("立案号", number),
        *_decided(law, standing),
    ]
    return [[label, text] for label, text in rows if text and label not in own]


def _decided(law: Procedure, standing: Standing) -> Iterator[tuple[str, str]]:
    """What was decided in the cases that this one names: what is enforced, withdrawn or followed up is told by its number."""
    for link in law.links:
        named = prefill.known(law, standing, link)
        if not isinstance(named, str) or not named:
            continue
        case = service.load(named)
        other = procedures.of(case.procedure)
        made = (
            (entry, ref)
            for entry in reversed(replay(other, case).live)
            for ref in entry.papers
            if ref.number and other.derived[entry.action].decides
        )
        for entry, ref in islice(made, 1):
            paper, label = other.paper(ref.paper), law.asked(link).label
            yield (
                label,
                f"《{paper.label if paper else ref.paper}》{ref.number}，{words.day(entry.on[:10], '')}作出",
            )


def _item_label(law: Procedure) -> str:
    return next((one.label for one in law.fields if one.id == "item"), "")


def _item_name(sheet: Sheet, item: Json) -> str:
    listed = sheet.registry.powers(sheet.case.agency)
    return next((one.name for one in reversed(listed) if one.power.item == item), "")


def _charged(sheet: Sheet) -> Json:
    """For papers that name a sum due: the item of the charge and its published standard, as rows."""
    if all(one.id != "amount_due" for one in sheet.paper.fields):
        return []
    law = procedures.of(sheet.case.procedure)
    item = str(prefill.known(law, replay(law, _until(sheet)), "item") or "")
    power = sheet.registry.power(sheet.case.agency, item, sheet.day)
    if power is None or power.standard is None:
        return []
    standard = f"{words.money(power.standard, '')}／{power.unit or '件'}"
    return [["项目", _item_name(sheet, item) or item], ["标准", standard], ["批准文号", power.approval]]


def _served(sheet: Sheet) -> Json:
    """For 送达回证: which paper was served, with its number."""
    law = procedures.of(sheet.case.procedure)
    served = law.paper(str(sheet.entry.facts.get("paper", "")))
    if served is None:
        return []
    refs = [
        ref.number
        for entry in sheet.case.entries[: sheet.entry.n]
        for ref in entry.papers
        if ref.paper == served.id
    ]
    return [[served.label, next((one for one in reversed(refs) if one), "")]]


def names(registry: Registry, case: Case, ids: list[str]) -> str:
    """People by name, as covers and lists say them."""
    known = registry.people(ids, case.agency)
    return "、".join(known[one].name if one in known else one for one in ids)


def _signature(sheet: Sheet, person_id: str) -> str:
    person = sheet.registry.person(person_id, sheet.case.agency)
    if person is None:
        return person_id
    return f"{person.name}（{person.certificates[-1].number}）" if person.certificates else person.name


def pending(limit: int = 100) -> list[PaperRow]:
    """Papers whose act is done and whose issued form is not there yet; those that failed do not keep others waiting."""
    found = PaperRow.objects.filter(issued_n=None)
    return list(found.order_by(F("fault__since").asc(nulls_first=True), "pk")[:limit])


def issue(home: Home, row: PaperRow, *, render: Renderer, clock: service.Clock) -> service.Receipt:
    """Render one paper, keep its bytes beside the evidence, and enter `paper_issued` as SYSTEM."""
    now = clock()
    today = now.astimezone(SHANGHAI).date()
    case = service.load(row.case_id)
    entry = case.entries[row.n - 1]
    paper = procedures.of(case.procedure).paper(row.paper)
    if paper is None:
        raise LookupError(row.paper)
    found = entry.facts.get(row.paper)
    sheet = Sheet(
        case, entry, paper, found if isinstance(found, dict) else {}, row.number, reads.snapshot(today)
    )
    form = render(sheet)
    stored, *beside = [
        evidence.keep(home, row.case_id, [body], filename=name, at=canonical.utc_ms(now), title=title)
        for body, name, title in _files(paper, form)
    ]
    facts: dict[str, Json] = {"paper": row.paper, "of_entry": row.n, "rendering": form.rendering}
    move = Move(
        "paper_issued",
        "system",
        today.isoformat(),
        facts=facts,
        files=(stored.ref, *(one.ref for one in beside)),
    )
    return service.perform(row.case_id, move, clock=clock, open_leaves=_open_leaves(sheet, stored.ref))


def _files(paper: Paper, form: Form) -> list[tuple[bytes, str, str]]:
    """(bytes, file name, title): the form first, then its data where they are not the form itself, then the schema."""
    data = [(form.data, f"{paper.id}.data.txt", f"{paper.label}{DATA}")] if form.data else []
    schema = (plain_renderer.schema_of(paper), f"{paper.id}.schema.txt", f"{paper.label}{SCHEMA}")
    return [(form.body, form.filename, paper.label), *data, schema]


def _open_leaves(sheet: Sheet, ref: FileRef) -> list[Mapping[str, Json]]:
    """Public leaves of published bytes; the room that publishes says which (`settings.OPEN_LEAVES`)."""
    return [
        leaf
        for one in settings.OPEN_LEAVES
        for leaf in import_string(one)(sheet.case, sheet.entry, sheet.paper, ref)
    ]


def fault_of(row: PaperRow) -> str:
    """Why the paper could not be made so far, in one sentence; "" = nothing is known against it."""
    found: PaperFault | None = getattr(row, "fault", None) if row.issued_n is None else None
    return found.sentence if found else ""


def bad_layouts() -> list[tuple[str, int]]:
    """For who keeps the layouts: why papers wait for one, and how many do. It says nothing of a case."""
    found = PaperFault.objects.filter(paper__issued_n=None).exclude(layout="")
    return list(found.values_list("sentence").annotate(papers=Count("pk")).order_by("sentence"))


def _remember(row: PaperRow, fault: CannotRender, at: datetime) -> None:
    """Kept until the paper is made. The same fault again writes nothing, so the worker is not woken by itself."""
    layout = fault.file if isinstance(fault, BadLayout) else ""
    said = {"layout": layout, "sentence": str(fault)[:LONGEST]}
    if not PaperFault.objects.filter(paper=row, **said).exists():
        PaperFault.objects.update_or_create(paper=row, defaults={**said, "since": at})


def issue_all(home: Home, *, render: Renderer, clock: service.Clock) -> int:
    """Issue whatever is pending; how many papers were made. One that cannot be made is named and left."""
    made = 0
    for row in pending():
        try:
            issue(home, row, render=render, clock=clock)
        except CannotRender as fault:
            why = fault.__cause__ or ""
            log.error("paper %s of case %s, entry %s: %s %s", row.paper, row.case_id, row.n, fault, why)
            _remember(row, fault, clock())
            continue
        made += 1
    return made
