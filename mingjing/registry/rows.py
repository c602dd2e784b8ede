"""The one writer of registry rows: facts of an entry of chain `registry` become rows, in the door's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models as orm
from django.db import transaction

from mingjing.law.acts import ACT_KINDS
from mingjing.law.guards.powers import HOLDINGS
from mingjing.law.terms import Facts, Json, Role
from mingjing.registry import entries
from mingjing.registry.entries import ASK, MADE, REFUSE
from mingjing.registry.facts import KINDS, BadRow, checked, noted
from mingjing.registry.models import (
    Account,
    Agency,
    Appointment,
    CatalogueRow,
    Change,
    Credential,
    Head,
    NormRow,
    OrgParty,
    Person,
    PowerRow,
)
from mingjing.registry.words import ADMINISTRATORS, JUSTICE_FIELD

__all__ = ["KINDS", "BadRow", "apply", "checked", "forget"]

ADMINISTRATORS_APART = (
    "系统管理员、安全管理员、审计管理员互不兼任，也不得兼任其他角色：请先终止原任用，或者另择他人。"
)
DROPPED: tuple[type[orm.Model], ...] = (Appointment, Credential, PowerRow, NormRow, CatalogueRow, Change)
KEPT: tuple[type[orm.Model], ...] = (Agency, Person, OrgParty, Account)
_OF_ACCOUNTS = ("account", "password_reset")
Read = dict[str, Any]  # as `checked` gives it: complete, tidy, and of the kinds of the columns


@dataclass(frozen=True, slots=True)
class Hand:
    """Who made an entry and when: `on` a day ("YYYY-MM-DD", "" = unknown), `at` ledger time."""

    actor: str = Role.SYSTEM.value
    on: str = ""
    at: str = ""


def apply(action: str, facts: Facts, n: int, hand: Hand | None = None) -> None:
    """Make the row of entry `n`. Raises BadRow when the facts are refused; nothing is then written.

    `action` is a kind, or a kind with a step (`entries.step_of`): an ask is tried and only noted, a refusal closes it.
    Called inside the door's transaction, entries in the order of the chain: anything else is a bug and raises
    RuntimeError, because rows that no transaction joins to their entry could outlive it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("registry rows are written inside the door's transaction")
    if n <= _last():
        raise RuntimeError(f"registry entry {n} is not after the last one applied")
    kind, step = entries.step_of(action)
    note = noted(facts)
    asked = _open_ask(kind, note.ask) if note.ask or step == REFUSE else None
    read = dict(asked.facts) if asked and step == REFUSE else checked(kind, facts)
    if asked and read != asked.facts:
        raise BadRow("同意的内容与提请的不一致，请按提请的原样同意，或者不同意后另行提请。", "ask")
    if step == MADE:
        _WRITERS[kind](read, n)
    elif step == ASK:
        _try(kind, read, n)
    _note(Change(n=n, kind=kind, step=step, facts=read, reason=note.reason, ask=note.ask), hand or Hand())
    # A number may be given again after a roll-back; the mark is never given again, so no cache can be mistaken.
    Head.objects.update_or_create(id=1, defaults={"n": n, "mark": secrets.token_hex(16)})


def note_only(action: str, facts: Facts, n: int, hand: Hand) -> None:
    """Note an entry that was applied before entries were noted. Its row stands already and is left alone."""
    kind, step = entries.step_of(action)
    note = noted(facts)
    _note(
        Change(n=n, kind=kind, step=step, facts=checked(kind, facts), reason=note.reason, ask=note.ask),
        hand,
    )


def _open_ask(kind: str, n: int | None) -> Change:
    found = Change.objects.filter(n=n or 0, kind=kind, step=ASK).first()
    if found is None:
        raise BadRow("没有这一项提请，请从待答复的提请进入。", "ask")
    if found.answer_n is not None:
        raise BadRow("这一项提请已经答复过，请看过结果再办。", "ask")
    return found


def _try(kind: str, read: Read, n: int) -> None:
    """Whether the row could be written now: what is asked in vain is refused at once. Nothing of it stays."""
    with transaction.atomic():
        _WRITERS[kind](read, n)
        transaction.set_rollback(True)


def _note(change: Change, hand: Hand) -> None:
    facts, day = change.facts, date.fromisoformat(hand.on[:10]) if hand.on else None
    span = entries.span_of(change.kind, facts)
    change.row, change.record = entries.row_of(change.kind, facts), entries.record_of(change.kind, facts)
    change.person, change.agency = (
        entries.person_of(change.kind, facts),
        entries.agency_of(change.kind, facts),
    )
    if change.kind in _OF_ACCOUNTS and not change.person:
        change.person = Account.objects.values_list("person_id", flat=True).get(username=facts["username"])
    change.words = entries.words_of(facts)
    change.since, change.ends = span.since, span.ends
    change.on, change.at, change.actor = day, hand.at, hand.actor
    if change.step == MADE:
        earlier = Change.objects.filter(row=change.row, step=MADE, later_n=None)
        earlier.update(later_n=change.n, later_on=day)
    if change.ask:
        Change.objects.filter(n=change.ask).update(answer_n=change.n)
    change.save(force_insert=True)


def forget() -> None:
    """Drop what can be rebuilt from the chain, before `apply` plays it again from n = 1.

    Agencies, persons, units and accounts stay (accounts hold passwords, which no entry carries) with entry_n = 0:
    a row that still has 0 afterwards came from no entry.
    """
    Head.objects.all().delete()
    for dropped in DROPPED:
        dropped._default_manager.all().delete()
    for kept in KEPT:
        kept._default_manager.update(entry_n=0)


def _last() -> int:
    return Head.objects.filter(id=1).values_list("n", flat=True).first() or 0


# --- one writer per kind --------------------------------------------------------------------------------------


def _agency(facts: Read, n: int) -> None:
    parent = facts["parent"]
    if parent == facts["id"]:
        raise BadRow("上级机关不能是本机关。", "parent")
    if parent:
        _known_agency(parent, "parent")
    same = Agency.objects.exclude(id=facts["id"]).filter(number_mark=facts["number_mark"])
    if facts["number_mark"] and same.exists():
        raise BadRow("这个文号机关代字已由其他机关使用，请另取。", "number_mark")
    values = _without(facts, "id", "parent", "announced_on")
    values |= {"parent_id": parent or None, "announced_on": _day(facts["announced_on"]), "entry_n": n}
    Agency.objects.update_or_create(id=facts["id"], defaults=values)


def _person(facts: Read, n: int) -> None:
    mark = facts["id_mark"]
    if mark and Person.objects.exclude(id=facts["id"]).filter(id_mark=mark).exists():
        # Two registry ids would let one person review her own case (security AB11).
        raise BadRow("这个身份号码已登记在另一人员编号下：一个自然人只能有一个编号。", "id_mark")
    known = Person.objects.filter(id=facts["id"]).first()
    if known and known.id_mark and known.id_mark != mark:
        raise BadRow("人员编号已绑定另一个身份号码摘要，不得改动：另一个自然人请另取编号。", "id_mark")
    Person.objects.update_or_create(
        id=facts["id"], defaults={"name": facts["name"], "id_mark": mark, "entry_n": n}
    )


def _account(facts: Read, n: int) -> None:
    _known_person(facts["person"])
    known = Account.objects.filter(username=facts["username"]).first()
    if known and known.person_id != facts["person"]:
        raise BadRow("这个用户名已属于另一个人，请另取用户名。", "username")
    account = known or Account(username=facts["username"], person_id=facts["person"])
    if not known:
        account.set_unusable_password()
    account.is_active = facts["active"] is True
    account.entry_n = n
    account.save()


def _password_reset(facts: Read, n: int) -> None:
    """A fact for the record; no entry carries a password, and no row changes."""
    if not Account.objects.filter(username=facts["username"]).exists():
        raise BadRow("没有这个用户名，请先开立账号。", "username")


def _entrustment(facts: Read, n: int) -> None:
    """Read from its entry (`Change`); what it lets the entrusted body do stands in that body's powers."""
    _known_agency(facts["agency"])
    _known_agency(facts["by"], "by")


def _appointment(facts: Read, n: int) -> None:
    _known_person(facts["person"])
    agency = _known_agency(facts["agency"])
    if facts["role"] == Role.JUSTICE_SUPERVISOR and agency.field != JUSTICE_FIELD:
        raise BadRow("执法监督人员只能由司法行政部门任用（《行政执法监督条例》第六条）。", "role")
    key = {"person_id": facts["person"], "agency_id": facts["agency"], "role": facts["role"]}
    since, until = date.fromisoformat(facts["since"]), _day(facts["until"])
    _administrators_apart(key, since, until)
    Appointment.objects.update_or_create(**key, since=since, defaults={"until": until, "entry_n": n})


def _administrators_apart(key: Read, since: date, until: date | None) -> None:
    """Of the three administrators nobody is two, and none of them has a part in cases (rules §1.0, AB35)."""
    others = Appointment.objects.filter(person_id=key["person_id"]).exclude(role=key["role"])
    others = others.filter(orm.Q(until=None) | orm.Q(until__gte=since))
    if until:
        others = others.filter(since__lte=until)
    held = {Role(role) for role in others.values_list("role", flat=True)}
    if key["role"] in ADMINISTRATORS and held or held & ADMINISTRATORS:
        raise BadRow(ADMINISTRATORS_APART, "role")


def _certificate(facts: Read, n: int) -> None:
    _known_person(facts["person"])
    number = {"kind": facts["kind"], "number": facts["number"]}
    if Credential.objects.filter(**number).exclude(person_id=facts["person"]).exists():
        raise BadRow("这个证件编号已登记在另一个人名下，请核对。", "number")
    values = _without(facts, "person", "kind", "number") | _days(facts)
    values["ended_on"] = _day(facts["ended_on"])
    _version(Credential, {"person_id": facts["person"], **number}, values, n)


def _qualification(facts: Read, n: int) -> None:
    _known_person(facts["person"])
    key = {"person_id": facts["person"], "kind": facts["kind"], "number": facts["number"]}
    values = {"fields": [], "suspended": [], "status": "valid", "issuing": ""} | _days(facts)
    _version(Credential, key, values, n)


def _power(facts: Read, n: int) -> None:
    agency = _known_agency(facts["agency"])
    if facts["entrusted_by"]:
        _known_agency(facts["entrusted_by"], "entrusted_by")
        _entrusted(agency, facts)
    if (holding := HOLDINGS.get(facts["held"])) and holding.level not in ("", agency.level):
        raise BadRow(f"只有乡镇人民政府、街道办事处能够承接（{holding.basis}）。", "held")
    key = {"agency_id": facts["agency"], "item": facts["item"], "since": _day(facts["since"])}
    values = _without(facts, "agency", "item", "since", "entrusted_by")
    values |= {"until": _day(facts["until"]), "entrusted_by_id": facts["entrusted_by"] or None}
    _version(PowerRow, key, values, n)


def _entrusted(agency: Agency, facts: Read) -> None:
    """What an agency does by entrustment ends with the published letter of entrustment (CF20, XK24; rules G-POWER)."""
    kind = ACT_KINDS[facts["act"]]
    if agency.kind not in kind.entrusted_to:
        raise BadRow(kind.barred, "entrusted_by")
    found = Change.objects.filter(kind="entrustment", step=MADE, later_n=None, agency=agency.id)
    since, until = _day(facts["since"]), _day(facts["until"])
    held = [
        one
        for one in found.filter(since__lte=since, ends__gt=since)
        if one.facts["by"] == facts["entrusted_by"] and one.facts["announced"]
    ]
    if not held:
        raise BadRow(
            "没有覆盖起始日期的、已公布的委托书，请先登记委托（《行政处罚法》第二十条）。", "entrusted_by"
        )
    last = max(one.ends for one in held if one.ends)
    if until is None or until > last:
        raise BadRow(f"委托书到期后不得再实施：失效日期请写 {last} 或者更早。", "until")


def _norm(facts: Read, n: int) -> None:
    key = {"law": facts["law"], "article": facts["article"], "since": _day(facts["since"])}
    values = _without(facts, *key) | {"until": _day(facts["until"])}
    _version(NormRow, key, values, n)


def _catalogue(facts: Read, n: int) -> None:
    _known_agency(facts["agency"])
    key = {"agency_id": facts["agency"], "item": facts["item"], "since": _day(facts["since"])}
    values = _without(facts, "agency", "item", "since")
    values |= {"until": _day(facts["until"]), "announced_on": _day(facts["announced_on"])}
    _version(CatalogueRow, key, values, n)


def _org_party(facts: Read, n: int) -> None:
    OrgParty.objects.update_or_create(uscc=facts["uscc"], defaults=_without(facts, "uscc") | {"entry_n": n})


_WRITERS: Mapping[str, Callable[[Read, int], None]] = {
    "agency": _agency,
    "person": _person,
    "entrustment": _entrustment,
    "account": _account,
    "password_reset": _password_reset,
    "appointment": _appointment,
    "certificate": _certificate,
    "qualification": _qualification,
    "power": _power,
    "norm": _norm,
    "catalogue": _catalogue,
    "org_party": _org_party,
}


def _version(model: type[orm.Model], key: Mapping[str, Any], values: Mapping[str, Any], n: int) -> None:
    rows = model._default_manager
    last = rows.filter(**key).aggregate(last=orm.Max("version"))["last"] or 0
    rows.create(**key, **values, version=last + 1, entry_n=n)


def _known_person(person: Json) -> None:
    if not Person.objects.filter(id=person).exists():
        raise BadRow("名录中没有这个人员编号，请先登记人员。", "person")


def _known_agency(agency: Json, field: str = "agency") -> Agency:
    found = Agency.objects.filter(id=agency).first()
    if found is None:
        raise BadRow("名录中没有这个机关代码，请先登记机关。", field)
    return found


def _day(value: Json) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _days(facts: Read) -> dict[str, Any]:
    return {"since": _day(facts["since"]), "until": _day(facts["until"])}


def _without(facts: Read, *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}
