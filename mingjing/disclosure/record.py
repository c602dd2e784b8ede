"""The public record of a decision: a pure function of the case. What is not named here does not go out.

Only the fields and the paper of sentences that the procedure's `Publicity` names leave the case; names of natural persons
leave it masked. The record's canonical bytes are what is published and proved (architecture §5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mingjing.disclosure import names
from mingjing.disclosure.detector import Known, Leak, signed
from mingjing.disclosure.detector import leaks as _leaks
from mingjing.law import procedures
from mingjing.law.codes import is_uscc
from mingjing.law.judgement import Standing, codes, day_of, happened, replay
from mingjing.law.terms import Action, Case, Entry, Field, Json, Kind, Paper, Procedure, Publicity, Recording

FORMAT = "mingjing/public-record/v1"
SHORT = 4
"""Characters: a business with so short a name and no operator stated may be called by a person's name."""
HEARD_PAPERS = frozenset({"re_examination_opinion"})
"""Steps that the public is shown although they move no stage: that the party was heard."""
PERSON_FIELDS = frozenset(
    {
        "person_asked",
        "shown_to",
        "witness",
        "agent",
        "complainant",
        "operator",
        "interested",
        "stated_person",
    }
)
"""Fields that name a natural person; parties and representatives come from the field kind party."""
SIGNED_FIELDS = frozenset(
    {
        "party_signed",
        "performer_signed",
        "signed_for",
        "survey_signed",
        "witness",
        "witnessed",
        "taken_from",
        "received_by",
    }
)
"""Fields in which somebody outside the agency signs, witnesses or hands over, in free words that may hold a name."""
_CODE = re.compile(r"[0-9A-Z]{8,30}")
_ID = re.compile(
    r"[1-9][0-9]{5}(?P<born>(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))[0-9]{3}[0-9xX]"
)
_BETWEEN = re.compile(r"[、，,；;/]")


class Leaking(ValueError):
    """Publication refused: personal data stood in what was to go out. `leaks` are the sentences for the page."""

    def __init__(self, found: list[Leak]) -> None:
        super().__init__("；".join(str(one) for one in found))
        self.leaks = tuple(found)


# --- which acts publish and withdraw: read off the table of the procedure ------------------------------------------


def is_public(procedure: Procedure, paper: object) -> bool:
    """Whether a paper holds what this procedure tells the public."""
    return procedure.publicity is not None and paper == procedure.publicity.paper


def publishes(procedure: Procedure, action: Action | None) -> bool:
    return action is not None and action.effective and any(is_public(procedure, one) for one in action.papers)


def withdraws(procedure: Procedure, action: Action | None) -> bool:
    """It shuts the track that a publishing act opens."""
    if action is None or not action.effective or not (shut := _tracks(action.shuts)):
        return False
    acts = procedure.derived.values()
    return any(shut & _tracks(one.opens) for one in acts if publishes(procedure, one))


def _tracks(column: object) -> frozenset[str]:
    return column if isinstance(column, frozenset) else frozenset()


def sentences_of(procedure: Procedure) -> Paper:
    """The paper in which this procedure speaks to the public. Raises ValueError where nothing is published."""
    if procedure.publicity is None:
        raise ValueError("这种案件的结果不公示。")
    return next(one for one in procedure.papers if is_public(procedure, one.id))


def described(procedure: Procedure, name: str) -> Field | None:
    """How the table describes what is stated under this id: as a fact of an act, else in the papers it publishes."""
    first = procedure.publicity.of if procedure.publicity else ()
    papers = sorted(procedure.papers, key=lambda one: one.id not in first)
    in_papers = (field for paper in papers for field in paper.fields if field.id == name)
    return procedure.field(name) or next(in_papers, None)


# --- the record ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _View:
    """A case and what has been stated in it last."""

    procedure: Procedure
    case: Case
    standing: Standing

    def said(self, name: str) -> Json:
        """What was stated last by an act that took effect; what was only asked for does not go out."""
        approved: set[str] = set()
        for entry in reversed(self.standing.live):
            action = self.action(entry)
            approved |= {action.asked_by} if action.effective and action.asked_by else set()
            found = self.procedure.stated(entry.facts, name)
            if found not in (None, "") and (action.effective or action.id in approved):
                return found
        return None

    def text(self, name: str) -> str:
        found = self.said(name)
        return found if isinstance(found, str) else ""

    @property
    def publicity(self) -> Publicity:
        if self.procedure.publicity is None:
            raise ValueError("这种案件的结果不公示。")
        return self.procedure.publicity

    @property
    def paper(self) -> Paper:
        return sentences_of(self.procedure)

    @property
    def result(self) -> tuple[Entry, str] | None:
        """The last act that made what is published, and its document number."""
        for entry in reversed(self.standing.live):
            numbers = [one.number for one in entry.papers if one.paper in self.publicity.of and one.number]
            if numbers and self.action(entry).effective:
                return entry, numbers[0]
        return None

    def field(self, name: str) -> Field | None:
        return described(self.procedure, name)

    def action(self, entry: Entry) -> Action:
        return self.procedure.derived[entry.action]


def _view(case: Case) -> _View:
    procedure = procedures.of(case.procedure)
    return _View(procedure, case, replay(procedure, case))


def public_record(case: Case, entry: Entry) -> dict[str, Json]:
    """What goes out for the publishing act `entry` of `case` (which ends with it). Raises Leaking.

    Raises ValueError when the case has no numbered decision: then there is nothing to publish.
    """
    view = _view(case)
    record = _record(view, entry)
    if found := _refused(view, record):
        raise Leaking(found)
    return record


def leaks(case: Case, sentences: Mapping[str, Json]) -> list[Leak]:
    """Before the act: why these sentences (the fields of the public paper) may not be published."""
    view = _view(case)
    said = {field.id: str(sentences.get(field.id) or "") for field in view.paper.fields}
    return _refused(view, {**said, "title": _title(view, _party(view))})


def reason_leaks(case: Case, reason: str) -> list[Leak]:
    """Why the reason of a withdrawal may not stand on the tombstone: there not even an organisation is named."""
    view = _view(case)
    known = _known(view)
    agency = view.text("agency_name")
    named = tuple(one for one in known.allowed if one != agency)
    return _leaks([("撤下的理由", reason)], Known((*known.persons, *named), (agency,), known.addresses))


def number_of(case: Case) -> str:
    """The document number under which the case's result is published; "" when it has none."""
    view = _view(case)
    return view.result[1] if view.procedure.publicity and view.result else ""


def _record(view: _View, entry: Entry) -> dict[str, Json]:
    if view.result is None:
        raise ValueError("这个案件还没有编了文号的决定，不能公示。")
    decision, number = view.result
    stated = entry.facts.get(view.paper.id)
    sentences = stated if isinstance(stated, dict) else {}
    party = _party(view)
    shown = {name: _value(view, name) for name in view.publicity.shows}
    return {
        "v": 1,
        "format": FORMAT,
        "number": number,
        "act": view.procedure.act,
        "procedure": view.procedure.key,
        "title": _title(view, party),
        "agency": {"id": view.case.agency, "name": view.text("agency_name")},
        "party": party,
        **shown,
        **{field.id: str(sentences.get(field.id) or "").strip() for field in view.paper.fields},
        "decided_on": day_of(decision.on).isoformat(),
        "served_on": _iso(served_on(view.procedure, view.standing)),
        "reviewed_on": _iso(_reviewed_on(view)),
        "published_on": day_of(entry.on).isoformat(),
        "process": [dict(step) for step in _process(view, entry)],
    }


def _party(view: _View) -> dict[str, Json]:
    """Organisations by name and credit code; natural persons by surname only, without any number."""
    stated = view.said("party")
    party = stated if isinstance(stated, dict) else {}
    kind, name = str(party.get("kind") or ""), str(party.get("name") or "").strip()
    if is_person(party):
        public = names.masked(_persons(view)).get(name, names.base(name))
        return {"kind": kind, "name": public, "code": "", "masked": True}
    code = str(party.get("code") or "").strip()
    # Of a business run by one person, what is no credit code could be that person's number.
    shown = _CODE.fullmatch(code) if kind == "org" else is_uscc(code)
    return {"kind": kind, "name": name, "code": code if shown else "", "masked": False}


def is_person(party: Mapping[str, Json]) -> bool:
    """A citizen, or a business that trades under nothing but its operator's name, or may do so for all that is stated."""
    if party.get("kind") != "individual_business":
        return party.get("kind") != "org"
    name = names.folded(str(party.get("name") or "")).removesuffix("(个体工商户)")
    operator = names.folded(str(party.get("representative") or ""))
    return name == operator or (not operator and len(name) <= SHORT)


def _title(view: _View, party: Mapping[str, Json]) -> str:
    return f"{party['name']}{view.text(view.publicity.titled)}" or view.procedure.label


def _value(view: _View, name: str) -> Json:
    """What was stated last, as its kind allows it outside: codes only where the table knows them, never an id."""
    field, value = view.field(name), view.said(name)
    kind = field.kind if field else Kind.TEXT
    if kind is Kind.ARTICLE:
        return _articles(value)
    if kind in (Kind.CHOICES, Kind.CHOICE):
        known = _codes(view, name, value if isinstance(value, list) else [value])
        return known if kind is Kind.CHOICES else next(iter(known), "")
    if kind in (Kind.MONEY, Kind.NUMBER):
        return _amount(value)
    return value.strip() if isinstance(value, str) else ""


def _articles(value: Json) -> list[Json]:
    rows = value if isinstance(value, list) else []
    return [
        {"law": str(one.get("law") or ""), "article": str(one.get("article") or "")}
        for one in rows
        if isinstance(one, dict)
    ]


def _codes(view: _View, name: str, values: list[Json]) -> list[Json]:
    """Codes that the law's own table knows; free words never stand here."""
    field = view.field(name)
    known = {code for code, _ in field.choices} if field else set()
    return [one for one in values if one in known]


def _amount(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def served_on(procedure: Procedure, standing: Standing) -> date | None:
    """The day from which remedies run: of the event that starts the term for reconsideration."""
    starts = [on for term in procedure.terms if term.id == "T43" for on in term.starts]
    days = [day_of(one.on) for one in standing.live if any(happened(procedure, one, on) for on in starts)]
    return days[-1] if days else None


def _reviewed_on(view: _View) -> date | None:
    review = view.procedure.review
    if review is None:
        return None
    passed = [
        day_of(one.on)
        for one in view.standing.live
        if one.action == review.review and view.procedure.stated(one.facts, review.opinion) == review.passed
    ]
    return passed[-1] if passed else None


def _process(view: _View, published: Entry) -> Iterator[dict[str, Json]]:
    """The steps as the law's table describes them, never as an officer wrote them down.

    Where the lead came from is left out: its day could point to whoever reported it.
    """
    stage = ""
    for entry in view.standing.live:
        action = view.action(entry)
        reached = (
            next(iter(codes(view.procedure, action.to, entry.facts)), stage) if action.effective else stage
        )
        moved, stage = reached != stage, reached
        contact = action.records is not Recording.NONE or bool(HEARD_PAPERS & set(action.papers))
        if action.effective and not action.opening and (moved or contact):
            yield {
                "on": day_of(entry.on).isoformat(),
                "step": _step(view, entry, action),
                "text": action.plain,
            }
    yield {"on": day_of(published.on).isoformat(), "step": "向社会公开", "text": ""}


def _step(view: _View, entry: Entry, action: Action) -> str:
    """The act's label, with the document it was about."""
    about = view.procedure.stated(entry.facts, "paper")
    paper = next((one for one in view.procedure.papers if one.id == about), None)
    return f"{action.label}：{paper.label}" if paper else action.label


# --- what speaks against it ----------------------------------------------------------------------------------------


def _refused(view: _View, record: Mapping[str, Json]) -> list[Leak]:
    shown = {
        name: field.label
        for name in view.publicity.shows
        if (field := view.field(name)) and field.kind in (Kind.TEXT, Kind.LONG_TEXT)
    }
    labels = {field.id: field.label for field in view.paper.fields} | shown | {"title": "标题"}
    said = [
        (label, one) for name, label in labels.items() if isinstance(one := record.get(name), str) and one
    ]
    return [*_whole(view), *_leaks([*said, *_cited(view, record)], _known(view))]


def _cited(view: _View, record: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The words of cited articles: they are typed, so they can hold anything."""
    for name in view.publicity.shows:
        field, rows = view.field(name), record.get(name)
        if field and field.kind is Kind.ARTICLE and isinstance(rows, list):
            yield from (
                (field.label, f"{one['law']}{one['article']}") for one in rows if isinstance(one, dict)
            )


def _whole(view: _View) -> Iterator[Leak]:
    """Why the case as a whole may not be published, or its party's number may not."""
    stated = view.said("party")
    party = stated if isinstance(stated, dict) else {}
    identity = _ID.fullmatch(str(party.get("code") or "").strip())
    if identity and not is_person(party):
        yield Leak(
            "当事人",
            "number",
            "当事人的统一社会信用代码一栏填的是自然人的证件号码，不得公开；请先更正当事人信息。",
        )
    if is_person(party) and (party.get("minor") is True or _minor(identity, view.result)):
        yield Leak("当事人", "minor", "当事人是未成年人，依法不得公开这个案件；请登记不公开的理由。")


def _minor(identity: re.Match[str] | None, result: tuple[Entry, str] | None) -> bool:
    if identity is None or result is None:
        return False
    born = identity["born"]
    return int(day_of(result[0].on).strftime("%Y%m%d")) - int(born) < 18_0000


def _known(view: _View) -> Known:
    stated = view.said("party")
    party = stated if isinstance(stated, dict) else {}
    public = [] if is_person(party) else [str(party.get("name") or ""), str(party.get("address") or "")]
    allowed = tuple(filter(None, [*public, view.text("agency_name")]))
    hands = [name for entry in view.case.entries for name in _signed(entry.facts)]
    homes = [home for entry in view.case.entries for home in _homes(entry.facts, view.procedure.kinds)]
    return Known(tuple(dict.fromkeys([*_persons(view), *hands])), allowed, tuple(dict.fromkeys(homes)))


def _signed(value: Mapping[str, Json]) -> Iterator[str]:
    for key, one in value.items():
        if isinstance(one, dict):
            yield from _signed(one)
        elif isinstance(one, str) and key in SIGNED_FIELDS:
            yield from signed(one)


def _homes(value: Mapping[str, Json], kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Where natural persons live who are parties or applicants, or were before a party was put right."""
    for key, one in value.items():
        if isinstance(one, dict) and kinds.get(key) is Kind.PARTY:
            if is_person(one) and (home := str(one.get("address") or "").strip()):
                yield home
        elif isinstance(one, dict):
            yield from _homes(one, kinds)


def _persons(view: _View) -> list[str]:
    return persons_of(view.procedure, view.case)


def persons_of(procedure: Procedure, case: Case) -> list[str]:
    """Every natural person whom the case names in a field, in order of appearance; organisations are left out."""
    found = [name for entry in case.entries for name in _named(entry.facts, procedure.kinds)]
    return [name for name in dict.fromkeys(found) if 1 < len(name) <= 40]


def _named(value: Json | Mapping[str, Json], kinds: Mapping[str, Kind]) -> Iterator[str]:
    if not isinstance(value, Mapping):
        return
    for key, one in value.items():
        if isinstance(one, dict) and kinds.get(key) is Kind.PARTY:
            yield from _party_names(one)
        elif isinstance(one, dict):
            yield from _named(one, kinds)
        elif isinstance(one, str) and key in PERSON_FIELDS:
            yield from (part.strip() for part in _BETWEEN.split(one))


def _party_names(party: Mapping[str, Json]) -> Iterator[str]:
    wanted = ("name", "representative") if is_person(party) else ("representative",)
    yield from (str(party.get(key) or "").strip() for key in wanted)
