"""The form of a kind, drawn from its facts and read back; what was typed stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from django.http import QueryDict

from mingjing.casework.access import Looking
from mingjing.law.terms import Facts, Field, Json, Kind
from mingjing.registry import entries
from mingjing.registry.facts import KINDS, NOTE, BadRow, Fact
from mingjing.web import forms as posted_forms

OWN = frozenset({"csrfmiddlewaretoken", "key", "after", "then", "reason"})
"""Names that every form posts beside its facts."""
FORGED = "表单中多出了“{}”这一项，没有登记；请刷新页面后重新填写。"
NO_REASON = "请写明理由：登记以后，谁、为什么、改了什么都查得到。"
_PERIOD = re.compile(r"\s*([0-9-]{10})\s*(?:至|到|~|—)?\s*([0-9-]{10})?\s*(?:未定)?\s*")
REASON = next(one for one in NOTE if one.id == "reason")


@dataclass(slots=True)
class Asked:
    """One fact on the form. `fixed`: shown, not asked."""

    field: Field
    value: Any
    choices: Sequence[tuple[str, str]] = ()
    fixed: bool = False
    errors: list[str] = default(default_factory=list)


@dataclass(slots=True)
class Form:
    """What the page draws; `strange`: names that were posted and never asked."""

    asks: list[Asked]
    reason: Asked
    strange: list[str] = default(default_factory=list)

    @property
    def errors(self) -> list[dict[str, str]]:
        found = [
            {"id": f"f-{one.field.id}", "text": text}
            for one in (*self.asks, self.reason)
            for text in one.errors
        ]
        return [*({"id": "", "text": FORGED.format(one)} for one in self.strange), *found]

    def mark(self, faults: Iterable[BadRow]) -> None:
        """Put each fault beside its fact; one about no fact of the form stands at the reason."""
        for fault in faults:
            at = next((one for one in self.asks if one.field.id == fault.field), self.reason)
            at.errors.append(fault.sentence)


def drawn(look: Looking, kind: str, facts: Facts, fixed: Iterable[str], reason: str = "") -> Form:
    """The form with these values; `fixed` facts are not asked again."""
    held = frozenset(fixed)
    asks = [_asked(look, one, facts.get(one.id), one.id in held) for one in KINDS[kind]]
    return Form(asks, Asked(_field(REASON, required=True), reason))


def _asked(look: Looking, fact: Fact, value: Json, fixed: bool) -> Asked:
    choices = (
        [(one.id, f"{one.name}（{one.id}）") for one in look.registry.agencies()]
        if fact.of == "agency"
        else ()
    )
    return Asked(_field(fact, required=fact.required), _typed(fact, value), choices, fixed)


def _field(fact: Fact, *, required: bool) -> Field:
    kind = Kind.BENCHMARK if fact.of == "agency" else fact.kind
    return Field(
        fact.id, fact.label, kind, required=required, choices=tuple(fact.choices.items()), help=fact.help
    )


def _typed(fact: Fact, value: Json) -> Any:
    """A value as it stands in its field."""
    if fact.many == "list" and isinstance(value, list):
        return "、".join(str(one) for one in value)
    if fact.many == "periods" and isinstance(value, list):
        return "\n".join(
            f"{one[0]} 至 {one[1]}".rstrip(" 至") if isinstance(one, list) else str(one) for one in value
        )
    return value


def read(
    look: Looking, kind: str, data: QueryDict, base: Facts, fixed: Iterable[str]
) -> tuple[Form, dict[str, Json]]:
    """The posted form and the facts it states; facts that are not asked come from `base`."""
    held = frozenset(fixed)
    facts: dict[str, Json] = {}
    for one in KINDS[kind]:
        facts[one.id] = base.get(one.id) if one.id in held else stated(one, data)
    reason = data.get("reason", "").replace("\r\n", "\n").strip()
    form = drawn(look, kind, facts, held, reason)
    form.strange = sorted(_strange(kind, data, held))
    return form, facts


def stated(fact: Fact, data: QueryDict) -> Json:
    """One posted fact as its value; what cannot be read stays as typed, for the facts to refuse it."""
    value: Any = posted_forms.posted(fact.kind.value, data, fact.id)
    if isinstance(value, str) and fact.many == "list":
        return [one.strip() for one in re.split(r"[、,，;；\n]", value) if one.strip()]
    if isinstance(value, str) and fact.many == "periods":
        return [_period(line) for line in value.splitlines() if line.strip()]
    found: Json = value
    return found


def _period(line: str) -> Json:
    found = _PERIOD.fullmatch(line)
    return [found[1], found[2] or ""] if found else line


def _strange(kind: str, data: Mapping[str, Any], held: frozenset[str]) -> set[str]:
    asked = {one.id for one in KINDS[kind]} - held
    rows = {one.id for one in KINDS[kind] if one.kind is Kind.ARTICLE}
    return {
        re.sub(r"[^\w.\-]", "□", name[:40])
        for name in data
        if name not in asked | OWN
        and not (name.partition(".")[0] in rows and re.fullmatch(r"\w+\.[0-9]{1,3}\.(law|article)", name))
    }


def hidden(data: QueryDict) -> list[tuple[str, str]]:
    """What the check page posts again: everything but the button and the token."""
    return [
        (name, value)
        for name, values in data.lists()
        if name not in ("csrfmiddlewaretoken", "then", "key")
        for value in values
    ]


def fixed_of(kind: str) -> tuple[str, ...]:
    """What a change leaves as it is: the facts that name the record, and whom it is about."""
    whom = tuple(one.id for one in KINDS[kind] if one.of == "person")
    return tuple(dict.fromkeys((*entries.named_by(kind), *whom)))
