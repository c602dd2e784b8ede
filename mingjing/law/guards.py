"""Shared conditions (闸门, rules §1.0), each with its id and article; each yields one sentence per unmet condition.

A guard sees which action was taken by whom, never a loose fact that anyone may state.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law import fields
from mingjing.law.bases import CF, GD2
from mingjing.law.clocks import clock_of
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.parameters import hearing_threshold
from mingjing.law.terms import (
    Certificate,
    Condition,
    Entry,
    Guard,
    Length,
    On,
    Param,
    Person,
    Recording,
    Role,
    Unit,
    Value,
    Why,
    event,
)

# --- who: certificates, two officers, separation ---------------------------------------------------------------


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


def _enforcers(j: Judgement) -> list[str]:
    """Who must hold a certificate for this act: the named officers, and the actor when acting as an officer."""
    acting = j.person(j.move.actor)
    own = [j.move.actor] if acting and Role.OFFICER in acting.roles and Role.OFFICER in j.action.roles else []
    return list(dict.fromkeys([*j.officers, *own]))


def _cert(j: Judgement) -> Iterator[str]:
    for person_id in _enforcers(j):
        person = j.person(person_id)
        if person is None:
            yield f"人员 {person_id} 不在名录中，请从名录选择。"
        elif fault := _certificate_fault(person, j.field, j.on.isoformat()):
            yield f"{person.name}{fault}，{j.on} 不能执法，请更换人员或者先换发证件。"


G_CERT = Guard("G-CERT", "执法证有效", CF("第四十二条"), _cert)


def _two(j: Judgement) -> Iterator[str]:
    wanted = j.param(j.action.officers).number if isinstance(j.action.officers, Param) else j.action.officers
    if j.move.asking or not wanted:
        return
    found = {one for one in j.officers if (person := j.person(one)) and Role.OFFICER in person.roles}
    if len(found) < wanted:
        yield f"“{j.action.label}”要有 {wanted} 名以上持证执法人员，现有 {len(found)} 名，请补选。"
    acting = j.person(j.move.actor)
    if (
        acting
        and Role.OFFICER in j.action.roles
        and Role.OFFICER in acting.roles
        and j.move.actor not in j.officers
    ):
        yield "登记人不在所列执法人员之中，请由参加的执法人员登记。"


G_TWO = Guard("G-TWO", "两名以上执法人员", CF("第四十二条"), _two)

DECIDERS = (Role.AGENCY_HEAD, Role.PANEL)


def _separate(j: Judgement) -> Iterator[str]:
    """By natural person, in both directions: handler, reviewer, hearing host and decider are different people."""
    roles = j.action.roles | ({Role.OFFICER} if j.action.stated_by else set())
    taking_part = {j.move.actor, *(j.officers if Role.OFFICER in roles else ())}
    for mine, others in _OPPOSED:
        if not mine & roles or (mine == {Role.AGENCY_HEAD} and not j.action.decides):
            continue
        for other in others:
            for person_id in sorted(taking_part & _took_part(j, other)):
                person = j.person(person_id)
                if person is None or not {role.value for role in mine & roles} & person.roles:
                    continue
                yield f"{person.name}是本案的{_POSTS[other]}，不能再办“{j.action.label}”，请换人办理。"


def _took_part(j: Judgement, post: Role) -> frozenset[str]:
    """Who held a post in this case. A head became its decider by deciding, not by approving the filing."""
    if post is not Role.AGENCY_HEAD:
        return j.people(post)
    deciding = j.procedure.deciding
    return frozenset(
        one.actor for one in j.case.entries if one.action in deciding and post.value in one.roles
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
G_SEPARATE = Guard("G-SEPARATE", "承办、审核、听证主持、决定由不同的人办理", CF("第五十八条"), _separate)


def _recused(j: Judgement) -> dict[str, bool]:
    """Who was asked to withdraw, and whether the head decided so; the last decision on a person counts."""
    found: dict[str, bool] = {}
    for entry in j.standing.live:
        if entry.action == "po_recuse_decide":
            named = j.fact(entry, "recused_person")
            for one in named if isinstance(named, list) else []:
                found[str(one)] = j.fact(entry, "recused") == "yes"
    return found


def _avoid(j: Judgement) -> Iterator[str]:
    out = {person for person, must in _recused(j).items() if must}
    for person_id in sorted(out & {j.move.actor, *j.officers}):
        person = j.person(person_id)
        yield f"{person.name if person else person_id}已经决定回避，不能再办本案，请换人办理。"


G_AVOID = Guard("G-AVOID", "应当回避的人员没有参加", CF("第四十三条"), _avoid)


def _avoid_open(j: Judgement) -> Iterator[str]:
    settled = _recused(j)
    for entry in j.events("po_recuse"):
        named = j.fact(entry, "recused_person")
        if any(str(one) not in settled for one in (named if isinstance(named, list) else [])):
            yield "当事人申请回避，还没有作出决定，请先由负责人决定；调查不因此停止。"
            return


G_AVOID_OPEN = Guard("G-AVOID", "回避申请已经决定", CF("第四十三条"), _avoid_open, cure="po_recuse_decide")


def _outsider(j: Judgement) -> Iterator[str]:
    if j.move.actor in j.handlers:
        yield "书面说明由非承办人作出，您是本案承办人，请换人办理。"


G_OUTSIDER = Guard("G-SEPARATE", "由非承办人说明", GD2("第二十条"), _outsider)


def _qualified(j: Judgement) -> Iterator[str]:
    person = j.person(j.move.actor)
    if person is None or Role.REVIEWER not in person.roles:
        return
    if person.qualified_until < j.on.isoformat():
        yield f"{person.name}没有有效的法制审核资格，请由有资格的人员审核。"
    elif person.first_penalty_review and not person.legal_qualification:
        yield f"{person.name}初次从事处罚决定法制审核，应当有国家统一法律职业资格，请换人审核。"


G_QUALIFIED = Guard("G-QUALIFIED", "审核人员有资格", CF("第五十八条第二款"), _qualified)

# --- on what: powers and bases ---------------------------------------------------------------------------------


def _power(j: Judgement) -> Iterator[str]:
    item = j.value("item")
    if item is None:
        if not j.move.asking:
            yield "没有选择职权事项，请从权责清单选择。"
        return
    power = j.power(str(item))
    day = j.on.isoformat()
    if power is None:
        yield f"本机关的权责清单没有“{item}”这一项，不能以本机关名义办理。"
    elif not power.announced:
        yield f"职权事项“{item}”还没有公告，公告以后才能办理。"
    elif not power.since <= day or (power.until and day >= power.until):
        yield f"职权事项“{item}”在 {day} 无效，请核对权责清单。"


G_POWER = Guard("G-POWER", "本机关有这项职权且已公告", CF("第十七条"), _power)


def _basis(j: Judgement) -> Iterator[str]:
    conduct = j.value("conduct_on")
    if conduct is None:
        return
    for name in ("violated", "punished_by"):
        cited = j.value(name)
        for one in cited if isinstance(cited, list) else []:
            if isinstance(one, dict):
                yield from _norm(j, str(one.get("law")), str(one.get("article")), str(conduct))


def _norm(j: Judgement, law: str, article: str, conduct: str) -> Iterator[str]:
    versions = j.norm(law, article)
    if not versions:
        yield f"《{law}》{article}不在公示的依据库中，公示以后才能引用。"
    elif not any(one.since <= conduct and (not one.until or conduct < one.until) for one in versions):
        yield f"《{law}》{article}在违法行为发生日（{conduct}）没有生效或者已经失效，请核对适用哪一版。"


G_BASIS = Guard("G-BASIS", "依据已公示，且在违法行为发生时有效", CF("第三十七条"), _basis)

# --- whether at all: limitation, age, capacity --------------------------------------------------------------------

FIRST_EVIDENCE = ("po_inspect", "po_interview", "po_sample", "ps_show_id")


def _discovered(j: Judgement) -> date:
    """被发现之日: a report that proved right, the first evidence or the filing, whichever came first (rules G-LIMIT)."""
    days = [day_of(one.on) for action in FIRST_EVIDENCE for one in j.events(action)]
    days += [day_of(one.on) for one in j.events("po_file.ask")] or [j.on]
    if j.known("source") == "report" and isinstance(found := j.known("found_on"), str):
        days.append(date.fromisoformat(found))
    return min(days)


def _limit(j: Judgement) -> Iterator[str]:
    conduct = j.value("conduct_on")
    if not isinstance(conduct, str) or not fields.is_day(conduct):
        return
    start = date.fromisoformat(conduct)
    key = "penalty.limitation_grave" if j.value("harms_life") is True else "penalty.limitation"
    last = j.context.calendar.count(start, j.param(key, j.on).length, rolls=False).last_day
    if (found := _discovered(j)) > last:
        yield (
            f"违法行为发生于 {start}，到 {found} 才被发现，追责时效已于 {last} 届满，不再给予行政处罚；"
            "连续或者继续的，请写终了日。"
        )


G_LIMIT = Guard("G-LIMIT", "没有超过追责时效", CF("第三十六条"), _limit)


def _age(j: Judgement) -> Iterator[str]:
    if not _citizen(j):
        return
    born, conduct = j.known("born_on"), j.value("conduct_on")
    if isinstance(born, str) and fields.is_day(born) and isinstance(conduct, str) and fields.is_day(conduct):
        fourteen = j.context.calendar.count(
            date.fromisoformat(born), Length(14, Unit.YEAR), rolls=False
        ).last_day
        # 周岁从生日的第二天起算满：通行的算法，没有在行政处罚的条文里核到。
        if date.fromisoformat(conduct) <= fourteen:
            yield "当事人行为时不满十四周岁，不予行政处罚，责令监护人加以管教。"
    if j.known("capacity") == "unable":
        yield "当事人不能辨认或者不能控制自己的行为，不予行政处罚，责令其监护人严加看管和治疗。"


G_AGE = Guard("G-AGE", "当事人达到责任年龄、具有责任能力", CF("第三十条、第三十一条"), _age)

# --- evidence by monitoring ----------------------------------------------------------------------------------------


def _monitoring(j: Judgement) -> Iterator[str]:
    if j.stated("legal_passed") == "no" or j.stated("technical_passed") == "no":
        return  # a record that failed is entered, too; it is no evidence
    published = j.stated("published_on")
    if isinstance(published, str) and fields.is_day(published) and date.fromisoformat(published) > j.on:
        yield "设备的设置地点还没有向社会公布，记录不能作为证据。"


G_MONITORING = Guard("G-DOC", "监控设备的设置地点已公布", CF("第四十一条"), _monitoring)
MONITORED = Condition("使用电子技术监控记录作证据", lambda j: j.value("uses_monitoring") is True)

# --- amounts: hearing threshold, major decision ------------------------------------------------------------------

LICENSE_KINDS = {"grade_reduction", "license_revocation"}
STOP_KINDS = {"suspension_of_business", "closure", "occupational_ban"}


def _kinds(j: Judgement) -> set[str]:
    value = j.value("kinds")
    return {str(one) for one in value} if isinstance(value, list) else set()


def _citizen(j: Judgement) -> bool:
    return fields.is_citizen(j.value("party"))


class _Parameters:
    """What `hearing_threshold` reads, noted in `seen` on the way."""

    def __init__(self, j: Judgement) -> None:
        self.j = j

    def value(self, key: str, day: date, scopes: object) -> Value:
        return self.j.param(key, day)


def threshold(j: Judgement) -> tuple[int, str]:
    """The hearing threshold in 分 that applies to this party, and why (rules §3.2; the lower one where two may apply)."""
    found, why = hearing_threshold(
        _Parameters(j),
        j.on,
        (),
        "citizen" if _citizen(j) else "org",
        bool(j.value("business", True)),
        _max_fine(j),
    )
    return found.number, why


def _max_fine(j: Judgement) -> int | None:
    """The statutory maximum of the penalising articles, where they state one."""
    cited = j.value("punished_by")
    found = [
        one.max_fine
        for article in (cited if isinstance(cited, list) else [])
        if isinstance(article, dict)
        for one in j.norm(str(article.get("law")), str(article.get("article")))
        if one.max_fine is not None
    ]
    return min(found) if found else None


def hearing_grounds(j: Judgement) -> list[str]:
    """Why the party may ask for a hearing (《行政处罚法》第六十三条), or []."""
    kinds, grounds = _kinds(j), []
    if {"fine", "confiscation"} & kinds or j.money("fine") or j.money("confiscated"):
        limit, why = threshold(j)
        if j.money("fine") >= limit:
            grounds.append(f"罚款达到较大数额（{why}）")
        if j.money("confiscated") >= limit:
            grounds.append(f"没收达到较大数额（{why}）")
    if LICENSE_KINDS & kinds:
        grounds.append("降低资质等级、吊销许可证件")
    if STOP_KINDS & kinds:
        grounds.append("责令停产停业、责令关闭、限制从业")
    return grounds


def major_grounds(j: Judgement) -> list[str]:
    """Why the decision must pass legal review (rules §3.1), computed; an officer may add a ground, never remove one."""
    grounds = hearing_grounds(j)
    if j.last("po_hear"):
        grounds.append("直接关系重大权益并经过听证程序")
    raised = j.value("grave")
    if isinstance(raised, list) and raised:
        grounds.append("承办机构认定的情形（重大公共利益、疑难复杂、社会影响等）")
    if j.param("review.scope").amount == "all_ordinary":
        grounds.append("本市对普通程序的处罚决定全部审核")
    return grounds


MAJOR = Condition("属于应当法制审核的决定", lambda j: bool(major_grounds(j)))
HEARING_DUE = Condition("达到听证条件", lambda j: bool(hearing_grounds(j)))
HEARING_REQUESTED = Condition("当事人要求听证", lambda j: j.last("po_hear_req") is not None)

# --- notice, hearing, review, panel, amount ------------------------------------------------------------------------


def served(paper: str) -> On:
    """The service of a paper, on the day on which it takes effect."""
    return On("po_serve", (("paper", paper),), day="served_on")


PRIOR_SERVED = served("prior_notice")
RIGHTS_SERVED = served("hearing_rights_notice")


def _over(j: Judgement, term_id: str) -> bool:
    clock = clock_of(j.procedure, j.procedure.term(term_id), j)
    return clock is not None and not clock.provisional and j.on > clock.last_day


def _waived(j: Judgement, right: str) -> bool:
    return any(
        isinstance(rights := j.fact(one, "waives"), list) and right in rights for one in j.events("po_waive")
    )


def _notice(j: Judgement) -> Iterator[str | Why]:
    if not j.last("po_notice"):
        yield "还没有作处罚事先告知，请先告知拟处罚的内容、事实、理由、依据和权利。"
    elif not j.last(PRIOR_SERVED):
        yield Why("事先告知书还没有送达，请先送达。", "po_serve")
    elif not (j.last("po_defense") or _waived(j, "defense") or _over(j, "T06")):
        yield Why("当事人的陈述、申辩还没有听取和复核，当事人没有放弃，陈述申辩期也没有届满。", "po_defense")


G_NOTICE = Guard(
    "G-NOTICE",
    "已告知并听取陈述、申辩",
    CF("第六十二条"),
    _notice,
    cure="po_notice",
    cures=("po_serve", "po_defense"),
)


def _notified(j: Judgement) -> Entry | None:
    return j.last("po_notice")


def _told_of_hearing(j: Judgement) -> bool:
    own = j.last(RIGHTS_SERVED)
    merged = j.last(PRIOR_SERVED) and str(j.fact(_notified(j), "hearing_right") or "").strip()
    return bool(own or merged)


def _hear(j: Judgement) -> Iterator[str | Why]:
    if grounds := hearing_grounds(j):
        if not _told_of_hearing(j):
            told = j.last("po_hear_notice") or str(j.fact(_notified(j), "hearing_right") or "").strip()
            yield Why(
                f"拟处罚达到听证条件：{'；'.join(grounds)}。还没有告知听证权并送达，请先告知。",
                "po_serve" if told else "po_hear_notice",
            )
        elif not (j.last("po_hear_req") or j.last("po_hear") or _waived(j, "hearing") or _over(j, "T04")):
            yield Why("听证要求期还没有届满，当事人也没有放弃听证，现在不能决定。", "po_waive")
    if j.last("po_hear_req") and not j.last("po_hear"):
        yield Why(
            "当事人要求听证，还没有举行听证，现在不能决定。",
            "po_hear" if j.last("po_hear_call") else "po_hear_call",
        )


G_HEAR = Guard(
    "G-HEAR",
    "听证权已告知，要求的已听证",
    CF("第六十三条"),
    _hear,
    cure="po_hear_notice",
    cures=("po_serve", "po_waive", "po_hear", "po_hear_call"),
)


def _review(j: Judgement) -> Iterator[str]:
    """A small case need not be reviewed; but once the lawyer has said no, it is not decided over that no either."""
    grounds = major_grounds(j)  # always asked, so that `seen` holds what judging it again needs
    review = j.last("po_review")
    if review is not None and j.fact(review, "opinion") != "approve":
        yield "法制审核没有通过，不得作出决定；请按审核意见处理后再次送审。"
    elif review is None and grounds:
        yield f"本案应当经过法制审核：{'；'.join(grounds)}。未经法制审核，不得作出决定。"


G_REVIEW = Guard("G-REVIEW", "法制审核已通过", CF("第五十八条"), _review, cure="po_submit_review")


def _bound(j: Judgement) -> Iterator[str]:
    """Review, deliberation and decision speak of the same text, byte for byte."""
    paper, digest = j.action.binds, j.bound()
    if not digest:
        found = j.procedure.paper(paper)
        if found is not None and not j.move.asking:
            yield f"还没有《{found.label}》的稿件，请先起草。"
        return
    for action_id, act in (("po_submit_review", "送审"), ("po_review", "法制审核"), ("po_panel", "集体讨论")):
        entry = j.last(action_id)
        if entry is not None and j.digest(entry, paper) not in ("", digest):
            yield f"{act}以后稿件有改动，{act}的不是现在这一稿，请重新送审。"


G_BOUND = Guard("G-BOUND", "稿件与审核、讨论、呈批时一致", CF("第五十八条"), _bound, cure="po_submit_review")


PANEL_DUE = Condition(
    "情节复杂或者重大违法",
    lambda j: j.value("complex") is True or bool(_kinds(j) & (LICENSE_KINDS | STOP_KINDS)),
)


def _panel(j: Judgement) -> Iterator[str]:
    if PANEL_DUE.test(j) and not j.last("po_panel"):
        yield "情节复杂或者重大违法的处罚，要由负责人集体讨论，还没有集体讨论记录。"


G_PANEL = Guard("G-PANEL", "应当集体讨论的已讨论", CF("第五十七条第二款"), _panel, cure="po_panel")


def _amount(j: Judgement) -> Iterator[str]:
    told = _notified(j)
    if told is None:
        return
    for name, label in (("fine", "罚款"), ("confiscated", "没收")):
        before = j.fact(told, name)
        before = before if isinstance(before, int) else 0
        if j.money(name) > before:
            yield f"{label}金额 {_yuan(j.money(name))}高于告知的 {_yuan(before)}，要先重新告知。"
    before_kinds = j.fact(told, "kinds")
    added = _kinds(j) - {str(one) for one in (before_kinds if isinstance(before_kinds, list) else [])}
    if added:
        yield "处罚种类超出告知的范围，要先重新告知。"


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d} 元" if fen % 100 else f"{fen // 100:,} 元"


G_AMOUNT = Guard("G-AMOUNT", "决定不高于告知", CF("第四十四条"), _amount, cure="po_notice")

# --- service, papers, recording -------------------------------------------------------------------------------------


def _maker(j: Judgement, paper: str) -> Entry | None:
    """The last act that made this paper and still counts."""
    for entry in reversed(j.standing.live):
        action = j.procedure.action(entry.action)
        if action is not None and action.effective and paper in action.papers:
            return entry
    return None


def _issued(j: Judgement, paper: str) -> bool:
    """Whether the paper as last made was rendered; an earlier round's does not stand in for it."""
    maker = _maker(j, paper)
    events = j.events(event("paper_issued", paper=paper))
    return maker is not None and any(j.fact(one, "of_entry") == maker.n for one in events)


def issued(paper: str, label: str) -> Guard:
    """The paper must have been rendered and issued (`paper_issued`) before it is served or published."""

    def check(j: Judgement) -> Iterator[str]:
        if not _issued(j, paper):
            yield f"《{label}》还没有生成，生成并盖章以后才能送达、公示。"

    return Guard("E-PAPER", f"《{label}》已经生成", CF("第六十一条"), check)


def _served_paper(j: Judgement) -> Iterator[str]:
    paper = j.stated("paper")
    if not isinstance(paper, str):
        return
    found = j.procedure.paper(paper)
    label = found.label if found else paper
    if not _issued(j, paper):
        yield f"《{label}》还没有生成，生成并盖章以后才能送达。"
    elif (maker := _maker(j, paper)) and j.on < day_of(maker.on):
        yield f"《{label}》是 {day_of(maker.on)} 作出的，不能在此之前送达，请核对日期。"


G_ISSUED = Guard("E-PAPER", "要送达的文书已经生成", CF("第六十一条"), _served_paper)


SAME_DAY = {"personal", "lien", "entrusted"}


def _effective(j: Judgement) -> Iterator[str]:
    """On which day service takes effect, by its form (《民事诉讼法》第八十八条至第九十五条)."""
    method, said = j.stated("method"), j.stated("served_on")
    if not isinstance(said, str) or not fields.is_day(said):
        return
    served = date.fromisoformat(said)
    if method in SAME_DAY and served != j.on:
        yield f"直接、留置、委托送达的生效日就是送达当日（{j.on}），请核对。"
    if served > j.on:
        yield f"送达还没有生效（{served}），生效以后再登记。"
    notice = j.stated("notice_day")
    if method == "publication" and isinstance(notice, str) and fields.is_day(notice):
        day = date.fromisoformat(notice)
        last = j.context.calendar.count(day, j.param("service.publication", day).length, rolls=True).last_day
        if served <= last:
            yield f"公告送达要经过公告期，{last} 期满，次日起视为送达。"


G_SERVICE = Guard("G-DELIV", "送达生效日与送达方式相符", CF("第六十一条"), _effective)


def delivered(paper: str) -> Guard:
    def check(j: Judgement) -> Iterator[str]:
        if not j.last(On("po_serve", (("paper", paper),))):
            yield "决定书还没有送达，送达以后才生效、才起算履行和救济的期限。"

    return Guard("G-DELIV", "决定书已送达", CF("第六十一条"), check, cure="po_serve")


def unrecorded(j: Judgement) -> list[Entry]:
    """Acts that had to be recorded in audio-video and have neither a recording nor a written explanation."""
    said = (
        (j.fact(one, "entry_n"), one.n) for one in j.standing.live if one.action.endswith("_explain_record")
    )
    explained = {
        n for n, at in said if isinstance(n, int) and n < at
    }  # nothing is explained before it happened
    return [one for one in j.case.entries if _lacks(j, one) and one.n not in explained]


def _lacks(j: Judgement, entry: Entry) -> bool:
    action = j.procedure.action(entry.action)
    wants = action is not None and action.records in (Recording.F, Recording.M)
    return wants and not entry.facts.get("recordings")


def _rec(j: Judgement) -> Iterator[str]:
    for entry in unrecorded(j):
        label = j.procedure.derived[entry.action].label
        yield f"{day_of(entry.on)}的“{label}”（第 {entry.n} 条）没有音像记录，也没有书面说明，请补说明。"


def recorded(explain: str, *, warns: bool = False) -> Guard:
    """`explain`: the act that explains a missing recording in writing."""
    label = "应当音像记录的有记录或者书面说明"
    return Guard("G-REC", label, CF("第四十七条"), _rec, cure=explain, warns=warns)


G_REC = recorded("po_explain_record")
G_REC_WARNS = recorded("po_explain_record", warns=True)


def _checklist(j: Judgement) -> Iterator[str]:
    """K1–K9 any issue → no approval (rules §3.6); K10 only asks for an explanation."""
    items = j.stated("findings")
    if j.stated("opinion") != "approve" or not isinstance(items, dict):
        return
    bad = [
        code
        for code, one in items.items()
        if code != "K10" and isinstance(one, dict) and one.get("result") == "issue"
    ]
    if bad:
        yield f"审核清单 {'、'.join(bad)} 不符合，不能出具“同意”，请改选补正、纠正、移送或者不同意。"


G_CHECKLIST = Guard("E-FIELD", "审核清单与意见一致", CF("第五十八条"), _checklist)


def _summary_limit(j: Judgement) -> Iterator[str]:
    """当场处罚: a fine of at most 200 元 (citizen) or 3,000 元 (organisation), or a warning; nothing else."""
    if kinds := _kinds(j) - {"fine", "warning"}:
        yield f"{'、'.join(sorted(kinds))}不能当场处罚，请转普通程序。"
    key = "penalty.summary_max_citizen" if _citizen(j) else "penalty.summary_max_org"
    limit = j.param(key).number
    if j.money("fine") > limit:
        yield f"罚款 {_yuan(j.money('fine'))}超过当场处罚的上限 {_yuan(limit)}，请转普通程序。"


G_SUMMARY = Guard("E-FIELD", "不超过当场处罚的范围", CF("第五十一条"), _summary_limit)


def _reconsider_first(j: Judgement) -> Iterator[str]:
    text = j.stated("remedies")
    if isinstance(text, str) and text.strip() and not ("先" in text and "行政复议" in text):
        yield "当场处罚的救济途径要写明先申请行政复议，请补写。"


G_RECONSIDER_FIRST = Guard("G-DOC", "写明复议前置", CF("第五十二条"), _reconsider_first)


def _collect(j: Judgement) -> Iterator[str]:
    fine = j.known("fine", 0)
    if (
        j.stated("ground") == "small"
        and isinstance(fine, int)
        and fine > j.param("penalty.collect_on_spot_max").number
    ):
        yield f"罚款 {_yuan(fine)}超过 100 元，不属于可以当场收缴的小额罚款，请改由当事人到银行缴纳。"


G_COLLECT = Guard("E-FIELD", "属于可以当场收缴的情形", CF("第六十八条"), _collect)
