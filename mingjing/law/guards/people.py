"""Who acts: certificates, two officers, separation of posts, withdrawal, qualification."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mingjing.law.bases import CF, GD2, PLATFORM, QZ, SDJD, SPJC, XK
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Basis, Certificate, Entry, Guard, Param, Person, Role


def _certificate_fault(person: Person, field: str, day: str) -> str:
    """Why none of a person's certificates covers this field on this day; "" when one does."""
    faults = [_fault(one, field, day) for one in person.certificates]
    if not faults:
        return "没有执法证"
    return "" if "" in faults else faults[-1]


def _fault(one: Certificate, field: str, day: str) -> str:
    if one.status != "valid":
        return f"的执法证（{one.number}）已失效"
    if not one.since <= day <= one.until:
        return f"的执法证（{one.number}）有效期为 {one.since} 至 {one.until}"
    if any(begin <= day and (not end or day <= end) for begin, end in one.suspended):
        return f"的执法证（{one.number}）在暂扣期间"
    if field and one.fields and field not in one.fields:
        return f"的执法证（{one.number}）不含“{field}”领域"
    return ""


def enforcers(j: Judgement) -> list[str]:
    """Who must hold a certificate for this act: the named officers, and the actor when acting as an officer."""
    acting = j.person(j.move.actor)
    own = [j.move.actor] if acting and Role.OFFICER in acting.roles and Role.OFFICER in j.action.roles else []
    return list(dict.fromkeys([*j.officers, *own]))


def _cert(j: Judgement) -> Iterator[str]:
    for person_id in enforcers(j):
        person = j.person(person_id)
        if person is None:
            yield f"人员 {person_id} 不在名录中，请从名录选择。"
        elif fault := certificate_fault(j, person_id):
            yield f"{fault}，{j.on} 不能执法，请更换人员或者先换发证件。"


def certificate_fault(j: Judgement, person_id: str) -> str:
    """Who has no certificate for this field on this day, and why, as one clause; "" when one has."""
    person = j.person(person_id)
    if person is None:
        return f"人员 {person_id} 不在名录中"
    fault = _certificate_fault(person, j.field, j.on.isoformat())
    return f"{person.name}{fault}" if fault else ""


def certified(basis: Basis) -> Guard:
    """`basis`: the article that wants certificates of this kind of act."""
    return Guard(
        "G-CERT",
        "执法证有效",
        basis,
        _cert,
        same=lambda j: (j.action.asked_by, Role.OFFICER in j.action.roles),
    )


G_CERT = certified(CF("第四十二条"))
G_CERT_HERE = certified(SDJD("第八条第三项、第十条"))
"""Where the statute speaks of staff only, or of nobody, the duty to be certified is the province's (E47)."""
G_CERT_MEASURE = certified(QZ("第十七条第三款"))


def _two(j: Judgement, who: str) -> Iterator[str]:
    wanted = j.param(j.action.officers).number if isinstance(j.action.officers, Param) else j.action.officers
    if j.move.asking or not wanted:
        return
    found = {one for one in j.officers if (person := j.person(one)) and Role.OFFICER in person.roles}
    if len(found) < wanted:
        yield f"“{j.action.label}”要有 {wanted} 名以上{who}，现有 {len(found)} 名，请补选。"
    acting = j.person(j.move.actor)
    if (
        acting
        and Role.OFFICER in j.action.roles
        and Role.OFFICER in acting.roles
        and j.move.actor not in j.officers
    ):
        yield "登记人不在所列执法人员之中，请由参加的执法人员登记。"


def several(who: str, basis: Basis) -> Guard:
    return Guard("G-TWO", f"两名以上{who}", basis, lambda j: _two(j, f"持证{who}"))


G_TWO = several("执法人员", CF("第四十二条"))
G_TWO_MEASURE = several("执法人员", QZ("第十八条第二项"))
G_TWO_VISIT = several("执法人员", SPJC("第二十三条", mark="R2"))
G_TWO_HERE = several("执法人员", PLATFORM("两人执法", mark="P"))
"""Of enforcement and levies no statute says how many (《行政强制法》第十八条 speaks of measures only)."""
G_TWO_STAFF = several("工作人员", XK("第三十四条第三款"))

DECIDERS = (Role.AGENCY_HEAD, Role.PANEL)


def _separate(j: Judgement) -> Iterator[str]:
    """By natural person, in both directions: handler, reviewer, hearing host and decider are different people."""
    roles = j.action.roles | HANDLER if j.action.stated_by else j.action.roles
    against = _against(roles, j.action.decides or j.action.settles)
    taking_part = {j.move.actor, *(j.officers if against and Role.OFFICER in roles else ())}
    for mine, other in against:
        for person_id in sorted(taking_part & (j.deciders if other is Role.AGENCY_HEAD else j.people(other))):
            person = j.person(person_id)
            if person is not None and mine & person.roles:
                yield f"{person.name}是本案的{_POSTS[other]}，不能再办“{j.action.label}”，请换人办理。"


HANDLER = frozenset({Role.OFFICER})


@lru_cache(maxsize=256)
def _against(roles: frozenset[Role], decides: bool) -> tuple[tuple[frozenset[str], Role], ...]:
    """Which roles of an act stand against which posts. A head is held to it by deciding, not by approving the filing."""
    return tuple(
        (frozenset(role.value for role in mine & roles), other)
        for mine, others in _OPPOSED
        if mine & roles and (decides or mine != {Role.AGENCY_HEAD})
        for other in others
    )


_POSTS = {
    Role.OFFICER: "承办人",
    Role.UNIT_HEAD: "承办机构负责人",
    Role.REVIEWER: "法制审核人员",
    Role.HEARING_HOST: "听证主持人",
    Role.AGENCY_HEAD: "决定人",
}
_OPPOSED: tuple[tuple[set[Role], tuple[Role, ...]], ...] = (
    ({Role.OFFICER, Role.UNIT_HEAD}, (Role.REVIEWER, Role.HEARING_HOST, Role.AGENCY_HEAD)),
    ({Role.REVIEWER}, (Role.OFFICER, Role.UNIT_HEAD, Role.HEARING_HOST, Role.AGENCY_HEAD)),
    ({Role.HEARING_HOST}, (Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.AGENCY_HEAD)),
    ({Role.AGENCY_HEAD}, (Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.HEARING_HOST)),
)
G_SEPARATE = Guard(
    "G-SEPARATE",
    "承办、审核、听证主持、决定由不同的人办理",
    CF("第五十八条"),
    _separate,
    same=lambda j: (
        j.action.asked_by,
        j.action.roles,
        j.action.stated_by,
        j.action.decides or j.action.settles,
    ),
)


def recused(j: Judgement) -> dict[str, bool]:
    """Who was asked to withdraw, and whether the head decided so; the last decision on a person counts."""
    found: dict[str, bool] = {}
    for entry in _said(j, "_recuse_decide"):
        named = j.fact(entry, "recused_person")
        for one in named if isinstance(named, list) else []:
            found[str(one)] = j.fact(entry, "recused") == "yes"
    return found


def _said(j: Judgement, act: str) -> list[Entry]:
    """What was done of an act that every procedure names with its own prefix."""
    return [one for name, done in j.standing.by_action.items() if name.endswith(act) for one in done]


def _avoid(j: Judgement) -> Iterator[str]:
    out = {person for person, must in recused(j).items() if must}
    for person_id in sorted(out & {j.move.actor, *j.officers}) if out else ():
        person = j.person(person_id)
        yield f"{person.name if person else person_id}已经决定回避，不能再办本案，请换人办理。"


G_AVOID = Guard(
    "G-AVOID", "应当回避的人员没有参加", CF("第四十三条"), _avoid, same=lambda j: j.action.asked_by
)


def _avoid_open(j: Judgement) -> Iterator[str]:
    settled = recused(j)
    for entry in _said(j, "_recuse"):
        named = j.fact(entry, "recused_person")
        if any(str(one) not in settled for one in (named if isinstance(named, list) else [])):
            yield "当事人申请回避，还没有作出决定，请先由负责人决定；调查不因此停止。"
            return


G_AVOID_OPEN = Guard("G-AVOID", "回避申请已经决定", CF("第四十三条"), _avoid_open, cure="po_recuse_decide")


def _outsider(j: Judgement) -> Iterator[str]:
    if j.move.actor in j.handlers:
        yield "书面说明由非承办人作出，您是本案承办人，请换人办理。"


G_OUTSIDER = Guard("G-SEPARATE", "由非承办人说明", GD2("第二十条"), _outsider)


def _may_review(j: Judgement) -> Iterator[str]:
    person = j.person(j.move.actor)
    if person is not None and Role.REVIEWER in person.roles and person.qualified_until < j.on.isoformat():
        yield f"{person.name}没有有效的法制审核资格，请由有资格的人员审核。"


def _qualified(j: Judgement) -> Iterator[str]:
    yield from _may_review(j)
    person = j.person(j.move.actor)
    if person is None or Role.REVIEWER not in person.roles or person.qualified_until < j.on.isoformat():
        return
    if person.first_penalty_review and not person.legal_qualification:
        yield f"{person.name}初次从事处罚决定法制审核，应当有国家统一法律职业资格，请换人审核。"


G_REVIEWER = Guard("G-QUALIFIED", "审核人员有资格", SDJD("第十三条"), _may_review)
G_QUALIFIED = Guard("G-QUALIFIED", "审核人员有资格", CF("第五十八条第二款"), _qualified)
