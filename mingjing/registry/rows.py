"""The one writer of registry rows: facts of an entry of chain `registry` become rows, in the door's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import models as orm
from django.db import transaction

from mingjing.law.terms import Facts, Json, Role
from mingjing.registry.facts import KINDS, BadRow, checked
from mingjing.registry.models import (
    Account,
    Agency,
    Appointment,
    CatalogueRow,
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
DROPPED: tuple[type[orm.Model], ...] = (Appointment, Credential, PowerRow, NormRow, CatalogueRow)
KEPT: tuple[type[orm.Model], ...] = (Agency, Person, OrgParty, Account)
Read = dict[str, Any]  # as `checked` gives it: complete, tidy, and of the kinds of the columns


def apply(kind: str, facts: Facts, n: int) -> None:
    """Make the row of entry `n`. Raises BadRow when the facts are refused; nothing is then written.

    Called inside the door's transaction, entries in the order of the chain: anything else is a bug and raises
    RuntimeError, because rows that no transaction joins to their entry could outlive it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("registry rows are written inside the door's transaction")
    if n <= _last():
        raise RuntimeError(f"registry entry {n} is not after the last one applied")
    read = checked(kind, facts)
    _WRITERS[kind](read, n)
    # A number may be given again after a roll-back; the mark is never given again, so no cache can be mistaken.
    Head.objects.update_or_create(id=1, defaults={"n": n, "mark": secrets.token_hex(16)})


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
    _known_agency(facts["agency"])
    if facts["entrusted_by"]:
        _known_agency(facts["entrusted_by"], "entrusted_by")
    key = {"agency_id": facts["agency"], "item": facts["item"], "since": _day(facts["since"])}
    values = _without(facts, "agency", "item", "since", "entrusted_by")
    values |= {"until": _day(facts["until"]), "entrusted_by_id": facts["entrusted_by"] or None}
    _version(PowerRow, key, values, n)


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
    "account": _account,
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
