"""What every procedure has: the acts of the system, the limits and fields that no single kind of act owns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.law.bases import CF, FY, PLATFORM, SS
from mingjing.law.judgement import Judgement, happened
from mingjing.law.terms import (
    Action,
    Basis,
    Condition,
    Field,
    Guard,
    Json,
    Kind,
    On,
    Per,
    Role,
    Term,
    event,
    open_,
    param,
    per,
    shut,
)

RULE = PLATFORM("", mark="P")

PAPER_ISSUED = Action(
    "paper_issued",
    "文书生成",
    Role.SYSTEM,
    RULE,
    repeat=True,
    asks=("paper", "of_entry", "rendering"),
    plain="系统按定稿内容生成文书，留下摘要值。",
)
NUMBER_VOIDED = Action(
    "number_voided",
    "文号作废",
    Role.SYSTEM,
    RULE,
    repeat=True,
    asks=("paper", "number", "reason"),
    plain="文号取而未用，写明原因。",
)
COMMON_ACTIONS = (PAPER_ISSUED, NUMBER_VOIDED)


def party_corrected(prefix: str, stage: frozenset[str], *voids: On | str, to: str | None = None) -> Action:
    """The party put right before anything is decided; `voids`: what the wrong one was told, which is told anew."""
    return Action(
        f"{prefix}_party",
        "更正当事人",
        (Role.OFFICER, Role.UNIT_HEAD),
        RULE,
        stage=stage,
        to=to,
        repeat=True,
        asks=("party", "reason"),
        voids=voids,
        names_party=True,
        plain="当事人弄错的，写明原因后更正；已经告知、审核的，向正确的当事人重新办理。",
    )


COMMON_FIELDS = (
    Field("officers", "参加的执法人员", Kind.PERSONS, sample=["zhang", "wang"]),
    Field(
        "recordings",
        "音像记录",
        Kind.EXHIBITS,
        required=False,
        sample=[{"title": "执法记录仪录像", "sha256": ""}],
        help="没有音像记录的，结案前要有书面说明。",
    ),
    Field(
        "stated_by",
        "当事人的凭证",
        Kind.TEXT,
        sample="当事人书面材料 1 份，已随案保存",
        help="当事人的行为由执法人员凭凭证登记：写明是什么材料、谁提交。",
    ),
    Field("ask", "呈批", Kind.DIGEST, help="所批的那一份呈批。"),
    Field("reason", "原因", Kind.LONG_TEXT, sample="材料不齐，请补充现场照片。"),
    Field("late_reason", "补录的原因", Kind.LONG_TEXT, required=False, sample="现场没有信号，返回后登记。"),
    Field("paper", "文书", Kind.PAPER, sample="penalty_decision"),
    Field("number", "文号", Kind.TEXT, sample=""),
    Field("of_entry", "所依据的记录（第几条）", Kind.NUMBER, sample=1),
    Field(
        "rendering",
        "生成方式",
        Kind.LONG_TEXT,
        sample="plain",
        help="模板、字体和排版程序的版本；plain = 按内容原样。",
    ),
)


REMEDIES = (("reconsideration", "行政复议"), ("litigation", "行政诉讼"))
RESULTS = (
    ("maintained", "维持、驳回"),
    ("changed", "变更"),
    ("revoked", "撤销"),
    ("redo", "撤销并责令重新作出"),
    ("illegal", "确认违法"),
    ("void", "确认无效"),
    ("dropped", "撤回申请、终止"),
)
FALLEN = ("revoked", "redo", "void")
"""Results after which the decision is no more."""
UNDONE = ("changed", "revoked", "redo", "illegal", "void")
"""Results after which what was published is to be taken back (《行政处罚法》第四十八条第二款)."""
SUMS = ("fine", "amount_due")
"""Ids of what a decision orders to be paid."""


def _sum_changed(j: Judgement) -> bool:
    return j.stated("result") == "changed" and any(isinstance(j.known(one), int) for one in SUMS)


SUM_CHANGED = Condition("结果是变更，决定有应缴的金额", _sum_changed)
REMEDY_FIELDS = (
    Field("remedy", "途径", Kind.CHOICE, choices=REMEDIES, sample="reconsideration"),
    Field("organ", "复议机关、法院", Kind.TEXT, sample="枣庄市人民政府（演示）"),
    Field("accepted_on", "受理（立案）日期", Kind.DAY, sample="2025-10-20"),
    Field("copy_on", "本机关收到副本的日期", Kind.DAY, sample="2025-10-22"),
    Field("simple", "适用简易程序", Kind.YES_NO, required=False, sample=False),
    Field("answer", "答复、举证的情况", Kind.LONG_TEXT, sample="已提交答复书和全部证据、依据。"),
    Field("result", "结果", Kind.CHOICE, choices=RESULTS, sample="maintained"),
    Field("received_on", "收到决定（裁判）文书的日期", Kind.DAY, sample="2025-11-20"),
    Field(
        "changed_fine",
        "变更后应缴的金额",
        Kind.MONEY,
        when=SUM_CHANGED,
        sample=2000000,
        help="罚款、征收、收费变更的填写；以后按这个金额缴纳。",
    ),
)


MAIN = "decision"
"""Code, under `against`, of the decision for which the case was opened; what was entered before there were others says none."""


@dataclass(frozen=True, slots=True)
class Later:
    """A decision made in the same case after its main one, contested for itself: with limits and effects of its own.

    `overturns`: what no longer counts once it has fallen; `back`: the stage to which the case then returns; `reopens`: the
    track that is open again when it must be made anew. `suffix` tells its limits from those of the main decision.
    `shown`: what it says is published, so it is taken back when it falls.
    """

    code: str
    label: str
    suffix: str
    served: On
    overturns: tuple[On | str, ...]
    back: str = ""
    reopens: str = ""
    shown: bool = False


def against(later: tuple[Later, ...], main: str) -> Field:
    """Which decision of the case is contested."""
    choices = ((MAIN, main), *((one.code, one.label) for one in later))
    return Field("against", "所不服的决定", Kind.CHOICE, choices=choices, sample=MAIN)


def _as_filed(filed: str) -> Guard:
    """A result falls on the decision that was contested, else a slip of the pen would take the wrong one."""

    def check(j: Judgement) -> Iterator[str]:
        found, said = j.last(filed), j.stated("against")
        contested = j.fact(found, "against") or MAIN
        if found is not None and said is not None and said != contested:
            label = dict(j.procedure.asked("against").choices).get(str(contested), str(contested))
            yield f"登记的复议、诉讼不服的是“{label}”，结果也要写这个决定，请改正。"

    return Guard("E-FIELD", "结果针对所不服的决定", CF("第四十八条第二款"), check)


def _was_made(decisions: dict[str, tuple[On | str, ...]]) -> Guard:
    """What was never decided is not contested; what has fallen may be, by whom the fall concerns."""

    def check(j: Judgement) -> Iterator[str]:
        code = str(j.stated("against") or "")
        made = [On.of(one) for one in decisions.get(code, ())]
        if made and not any(happened(j.procedure, entry, on) for entry in j.case.entries for on in made):
            label = dict(j.procedure.asked("against").choices)[code]
            yield f"本案没有作过“{label}”的决定，请改选所不服的决定。"

    return Guard("E-FIELD", "所不服的决定已经作出", FY("第三十条"), check)


def remedy_actions(
    prefix: str,
    stage: frozenset[str],
    overturns: tuple[On | str, ...],
    *,
    again: str = "",
    ends: str | tuple[str, ...] = "payment",
    closing: tuple[str, ...] = (),
    later: tuple[Later, ...] = (),
) -> tuple[Action, ...]:
    """Acts by which 复议 and 诉讼 come into the case, from `stage` on. `overturns`: what no longer counts once the decision
    has fallen; `again`: the stage from which a decision that must be made anew begins; `ends`: the tracks that end with it.
    `closing`: what ended the case, and ends it again once the decision was made anew.
    `later`: further decisions of the case that may be contested (then the procedure has the field `against()`).
    """
    staff = (Role.OFFICER, Role.UNIT_HEAD)
    fallen = dict.fromkeys(FALLEN, ("remedy", *((ends,) if isinstance(ends, str) else ends)))
    asked = ("against",) if later else ()

    def per_decision(main: Per, **others: Per) -> Per:
        return Per("against", ((MAIN, main), *others.items()), main) if later else main

    def if_fallen(given: object, results: tuple[str, ...] = FALLEN) -> Per:
        return Per("result", tuple((one, given) for one in results))

    def with_archive(events: tuple[On | str, ...]) -> tuple[On | str, ...]:
        """What comes back out of the archive goes there again."""
        return (*events, *closing, f"{prefix}_archive")

    taken = dict.fromkeys(FALLEN, overturns) | ({"redo": with_archive(overturns)} if again else {})
    contestable = {MAIN: overturns, **{one.code: one.overturns for one in later}}
    shuts = Per("result", tuple(fallen.items()), ("remedy",))
    only = Per("result", (), ("remedy",))
    return (
        Action(
            f"{prefix}_remedy_filed",
            "登记复议、诉讼",
            staff,
            FY("第三十条"),
            stage=stage,
            repeat=True,
            asks=("remedy", *asked, "organ", "accepted_on", "copy_on", "simple"),
            opens=frozenset(("remedy",)),
            needs=(shut("remedy"), *((_was_made(contestable),) if later else ())),
            plain="收到受理或者应诉通知的，登记日期；答复、举证、加处罚款的期限由此计算。",
        ),
        Action(
            f"{prefix}_remedy_answer",
            "答复、举证",
            staff,
            FY("第四十八条"),
            repeat=True,
            asks=("answer",),
            needs=(open_("remedy"),),
            plain="复议十日（简易五日）内答复，诉讼十五日内举证。",
        ),
        Action(
            f"{prefix}_remedy_result",
            "登记复议、诉讼结果",
            staff,
            CF("第四十八条第二款"),
            repeat=True,
            asks=("remedy", *asked, "result", "received_on", "changed_fine"),
            opens=per_decision(
                Per("result", ()), **{one.code: if_fallen(one.reopens or None, ("redo",)) for one in later}
            )
            if later
            else frozenset(),
            shuts=per_decision(shuts, **{one.code: only for one in later}),
            voids=per_decision(
                Per("result", tuple(taken.items()), ()),
                **{
                    one.code: if_fallen(with_archive(one.overturns) if one.back else one.overturns)
                    for one in later
                },
            ),
            to=per_decision(
                per("result", redo=again), **{one.code: if_fallen(one.back or None) for one in later}
            )
            if again
            else None,
            needs=(open_("remedy"), *((_as_filed(f"{prefix}_remedy_filed"),) if later else ())),
            plain="变更、撤销、确认违法或者无效的，决定、公示、缴款和期限随之变化，三个工作日内撤回公示。",
        ),
    )


def remedy_terms(
    prefix: str,
    served: tuple[On, ...],
    *,
    reconsider_first: bool,
    published: Basis | None = None,
    fallen: tuple[On, ...] = (),
    later: tuple[Later, ...] = (),
) -> tuple[Term, ...]:
    """复议 and 起诉 limits from service; where reconsideration must come first no suit clock opens (E11).

    `published`: why a fallen decision is taken back from the public (T13), where the procedure publishes them;
    `fallen`: what makes it fall besides the result of a remedy. `later`: decisions with limits of their own, from their
    own service: each runs beside the others, so that none hides or ends another.
    """
    filed, answered = f"{prefix}_remedy_filed", On(f"{prefix}_remedy_answer")
    ended = On(f"{prefix}_remedy_result")
    mine: tuple[Json, ...] = (None, MAIN) if later else ()

    def contested(way: str, *codes: Json) -> tuple[On, ...]:
        return _each(filed, "remedy", (way,), codes)

    either = contested("reconsideration", *mine), contested("litigation", *mine)
    copied = {
        (way, simple): On(filed, (("remedy", way), ("simple", simple)), day="copy_on")
        for way in ("reconsideration", "litigation")
        for simple in (False, True)
    }
    accepted = {
        simple: On(filed, (("remedy", "reconsideration"), ("simple", simple)), day="accepted_on")
        for simple in (False, True)
    }
    decided = On(f"{prefix}_remedy_result", (("remedy", "reconsideration"),), day="received_on")
    shown = tuple(one.code for one in later if one.shown)
    undone = _each(ended.action, "result", UNDONE, (*mine, *shown), day="received_on")
    undone += fallen

    def term(id_: str, label: str, key: str, basis: Basis, **said: object) -> Term:
        return Term(id_, label, param(key), basis=basis, **said)  # type: ignore[arg-type]

    # fmt: off
    def applied(served: tuple[On, ...], ends: tuple[tuple[On, ...], ...], mark: str = "", of: str = "") -> Term:
        return term(f"T43{mark}", f"申请行政复议{of}", "reconsideration.apply_within", FY("第二十条"), runs_from=served,
                    until=(*ends[0], *ends[1]), waits=False, consequence="逾期丧失申请复议的权利", otherwise=LONGER,
                    bound="longer")

    def sued(served: tuple[On, ...], ends: tuple[tuple[On, ...], ...], mark: str = "", of: str = "") -> Term:
        return term(f"T51{mark}", f"直接提起行政诉讼{of}", "litigation.direct_within", SS("第四十六条"), runs_from=served,
                    until=(*ends[1], *ends[0]), waits=False, consequence="逾期法院不受理")

    beside = [
        kind((one.served,), (contested("reconsideration", one.code), contested("litigation", one.code)), f"-{one.suffix}",
             f"（{one.label}）")
        for one in later for kind in ((applied,) if reconsider_first else (applied, sued))
    ]
    withdrawn = term("T13", "撤回已公开的决定", "publication.withdraw_within", published or RULE,
                     runs_from=undone, until=f"{prefix}_unpublish", when=PUBLISHED, consequence="违法公开，报监督")
    return (
        *((withdrawn,) if published else ()),
        applied(served, either),
        term("T48", "复议答复", "reconsideration.answer_within", FY("第四十八条"),
             runs_from=copied["reconsideration", False], until=(answered, ended), consequence="视为没有证据、依据"),
        term("T48-S", "复议答复（简易程序）", "reconsideration.answer_simple_within", FY("第五十四条"),
             runs_from=copied["reconsideration", True], until=(answered, ended), consequence="视为没有证据、依据"),
        term("T49", "复议决定", "reconsideration.decide_within", FY("第六十二条"),
             runs_from=accepted[False], until=ended, extension=param("reconsideration.extension"), waits=False,
             consequence="可以起诉", otherwise="法律规定少于六十日的，从其规定", bound="shorter"),
        term("T49-S", "复议决定（简易程序）", "reconsideration.decide_simple_within", FY("第六十二条"),
             runs_from=accepted[True], until=ended, waits=False, consequence="可以起诉"),
        term("T50", "不服复议决定起诉", "litigation.after_reconsideration_within", SS("第四十五条"),
             runs_from=decided, until=event(filed, remedy="litigation"), waits=False, consequence="逾期不能起诉"),
        *(() if reconsider_first else (sued(served, either),)),
        term("T53", "应诉举证", "litigation.evidence_within", SS("第六十七条"),
             runs_from=(copied["litigation", False], copied["litigation", True]), until=(answered, ended),
             consequence="视为没有相应证据"),
        *beside,
    )
    # fmt: on


def _each(
    action: str, name: str, values: tuple[str, ...], codes: tuple[Json, ...], day: str = ""
) -> tuple[On, ...]:
    """An act where a field says one of the values, against any decision or against those of the codes."""
    decisions: list[tuple[tuple[str, Json], ...]] = [(("against", one),) for one in codes] or [()]
    return tuple(On(action, ((name, one), *decision), day) for one in values for decision in decisions)


LONGER = "法律规定的申请期限超过六十日的，从其规定"
"""What 《行政复议法》第二十条第一款 leaves to other laws."""
PUBLISHED = Condition("已经公示", lambda j: "publicity" in j.standing.open or _taken_back(j))


def _taken_back(j: Judgement) -> bool:
    """It was still public when the result of the remedy came; what had been taken back before starts no limit."""
    ends = ("_unpublish", "_remedy_result", "_cancel")
    later = [one.action for one in j.standing.live if one.action.endswith(ends)]
    return bool(later) and later[-1].endswith("_unpublish")
