"""`mingjing law check` finds what it should: each fault is planted once in a sound table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mingjing.law import describe, lint
from mingjing.law.parameters import packaged
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import (
    Action,
    Basis,
    Done,
    Field,
    Guard,
    Kind,
    Length,
    On,
    Paper,
    Procedure,
    Role,
    Term,
    Unit,
    Within,
    hours,
    param,
    per,
    step,
)
from tests.law.fragments import PERMIT, SEIZURE
from tests.law.world import ORDINARY


def wrong(*procedures: Procedure) -> list[str]:
    return [str(one) for one in lint.check(procedures, packaged()) if one.wrong]


def test_the_tables_in_force_have_no_fault() -> None:
    assert wrong(*PROCEDURES.values()) == []


def act(procedure: Procedure, name: str, **said: object) -> Procedure:
    actions = tuple(replace(one, **said) if one.id == name else one for one in procedure.actions)  # type: ignore[arg-type]
    return replace(procedure, actions=actions)


def term(procedure: Procedure, name: str, **said: object) -> Procedure:
    terms = tuple(replace(one, **said) if one.id == name else one for one in procedure.terms)  # type: ignore[arg-type]
    return replace(procedure, terms=terms)


def field(**said: object) -> Procedure:
    return replace(
        PERMIT, fields=(*PERMIT.fields, Field("x", **{"label": "某项", "kind": Kind.TEXT, **said}))
    )  # type: ignore[arg-type]


NO_GUARD = Guard("G-MADE-UP", "自造", PERMIT.basis, lambda j: ())
LOST = Action("pm_lost", "走不到", Role.OFFICER, PERMIT.basis, stage=frozenset({"nowhere"}))

FAULTS: dict[str, tuple[Callable[[], Procedure], str]] = {
    "id twice": (lambda: replace(PERMIT, actions=(*PERMIT.actions, PERMIT.actions[0])), "写了 2 次"),
    "term twice": (lambda: replace(PERMIT, terms=(*PERMIT.terms, PERMIT.terms[0])), "期限 T19 写了 2 次"),
    "too many stages": (
        lambda: replace(PERMIT, stages=tuple((f"s{n}", f"第 {n} 段") for n in range(13)) + PERMIT.stages),
        "最多 12 个",
    ),
    "no label": (lambda: act(PERMIT, "pm_serve", label=" "), "没有中文名称"),
    "unknown stage": (lambda: act(PERMIT, "pm_serve", stage=frozenset({"x", "received"})), "没有 x 这个阶段"),
    "unknown track": (lambda: act(PERMIT, "pm_serve", opens=frozenset({"x"})), "没有 x 这个轨道"),
    "unknown paper": (lambda: act(PERMIT, "pm_serve", papers=("x",)), "没有 x 这个文书"),
    "unknown field": (lambda: act(PERMIT, "pm_serve", asks=("x",)), "没有 x 这个要素"),
    "unknown event": (lambda: act(PERMIT, "pm_serve", needs=(Done((On("x"),)),)), "没有 x 这个动作"),
    "unknown term": (lambda: act(PERMIT, "pm_serve", needs=(Within("T99"),)), "没有 T99 这个期限"),
    "depends on what it does not ask": (
        lambda: act(PERMIT, "pm_serve", to=per("accepted_on", x="decided")),
        "取决于 accepted_on",
    ),
    "depends on what it does not ask, one step in": (
        lambda: act(PERMIT, "pm_serve", to=per("paper", receipt=per("accepted_on", x="decided"))),
        "取决于 accepted_on",
    ),
    "unknown stage, one step in": (
        lambda: act(PERMIT, "pm_serve", to=per("paper", receipt=per("paper", receipt="nowhere"))),
        "没有 nowhere 这个阶段",
    ),
    "event by a fact nobody states": (
        lambda: term(PERMIT, "T19", until=(On("pm_correct", (("kind", "x"),)), On("pm_accept"))),
        "没有 kind",
    ),
    "no basis": (lambda: act(PERMIT, "pm_serve", basis=Basis("", "", "")), "没有写依据"),
    "no article": (lambda: act(PERMIT, "pm_serve", basis=replace(PERMIT.basis, article="")), "没有写到条"),
    "unknown guard": (lambda: act(PERMIT, "pm_serve", needs=(NO_GUARD,)), "不是规则表中的闸门"),
    "nobody may": (lambda: act(PERMIT, "pm_serve", by=()), "没有人可以办理"),
    "no opening": (lambda: act(PERMIT, "pm_receive", opening=False), "没有起始动作"),
    "act out of reach": (lambda: replace(PERMIT, actions=(*PERMIT.actions, LOST)), "从起始动作走不到这一步"),
    "no exit": (lambda: act(PERMIT, "pm_decide", to=None), "没有一个结束阶段走得到"),
    "dead end": (
        lambda: act(replace(PERMIT, stages=(*PERMIT.stages, ("x", "死路"))), "pm_special_end", to="x"),
        "到了“死路”就走不到任何结束阶段",
    ),
    "path unknown": (lambda: replace(PERMIT, path=(step("x"), *PERMIT.path)), "没有 x 这个动作"),
    "path stops": (lambda: replace(PERMIT, path=PERMIT.path[:-1]), "没有走到结束阶段"),
    "path without ask": (
        lambda: replace(PERMIT, path=tuple(one for one in PERMIT.path if one.action != "pm_decide.ask")),
        "之前没有 pm_decide.ask",
    ),
    "path in the wrong stage": (
        lambda: replace(PERMIT, path=tuple(one for one in PERMIT.path if one.action != "pm_accept")),
        "在“收件”不能办",
    ),
    "presumed by nobody": (lambda: act(PERMIT, "pm_accept", by=Role.OFFICER), "系统不能办理这一步"),
    "presumed day unasked": (lambda: term(PERMIT, "T19", presumes_day="kind"), "不填写 kind"),
    "presumption does not end it": (lambda: term(PERMIT, "T19", until="pm_correct"), "使期限终止"),
    "extension without length": (lambda: term(PERMIT, "T20", extension=None), "没有写延长多久"),
    "urgent without limit": (lambda: term(SEIZURE, "T31", length=hours(48)), "没有写补批的期限"),
    "hours without hour": (lambda: act(SEIZURE, "cm_seize", hours=False), "不写明时刻"),
    "unknown parameter": (lambda: term(PERMIT, "T19", length=param("x.y")), "没有参数 x.y"),
    "parameter is no time": (
        lambda: term(PERMIT, "T19", length=param("penalty.summary_max_org")),
        "不是时间",
    ),
    "bad sample": (lambda: field(kind=Kind.DAY, sample="24.9.2025"), "样例应当写成"),
    "no sample": (lambda: field(), "必填而没有样例"),
    "no choices": (lambda: field(kind=Kind.CHOICE, sample="x"), "没有可选的内容"),
    "float": (
        lambda: replace(PERMIT, terms=(*PERMIT.terms, Term("T99", "x", Length(1.5, Unit.DAY)))),
        "小数",
    ),  # type: ignore[arg-type]
    "field twice in a paper": (
        lambda: replace(PERMIT, papers=(*PERMIT.papers, Paper("p", "某书", (PERMIT.fields[0],) * 2))),
        "写了 2 次",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    make, words = FAULTS[fault]
    found = wrong(make())
    assert any(words in one for one in found), found


def test_the_same_version_twice_is_found() -> None:
    assert any("写了 2 次" in one for one in wrong(ORDINARY, ORDINARY))


def test_what_a_reader_should_know_is_no_fault() -> None:
    said = [str(one) for one in lint.check((ORDINARY,), packaged()) if not one.wrong]
    assert any("T52" in one and "仅作期限" in one for one in said)
    assert any("T06" in one and "未核实" in one for one in said)
    assert any("hearing.threshold_org_business" in one and "未核实" in one for one in said)


# --- the tables in words --------------------------------------------------------------------------------------------


def test_the_list_names_every_act_and_limit() -> None:
    text = "\n".join(describe.list_lines())
    for procedure in PROCEDURES.values():
        assert procedure.key in text
        assert all(
            f"{one.id} " in text and one.label in text for one in (*procedure.actions, *procedure.terms)
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "po_review",
            ["法制审核人员", "审核意见为“同意”", "《法制审核意见书》", "G-QUALIFIED", "第五十八条"],
        ),
        ("po_decide", ["呈批，机关负责人批准", "绑定：《行政处罚决定书》"]),
        ("po_decide.back", ["不批准：作出处罚决定"]),
        ("T04", ["5 个工作日", "视为不要求听证", "第六十四条第一项"]),
        ("T05", ["间隔完整的天数"]),
        ("T52", ["期限总表", "知道行政行为内容之日", "1 年"]),
        ("G-HEAR", ["听证权已告知", "作出处罚决定"]),
        ("penalty_summary", ["当场处罚决定", "T12", "（penalty.summary_report_within，未核实）"]),
        ("penalty_summary@2021-07-15", ["当场交付"]),
    ],
)
def test_one_thing_is_shown_in_full(name: str, words: list[str]) -> None:
    text = "\n".join(describe.show_lines(name))
    assert [one for one in words if one not in text] == []


def test_what_is_not_in_the_tables_shows_nothing() -> None:
    assert describe.show_lines("po_nothing") == []


def test_what_two_procedures_say_alike_is_said_once() -> None:
    assert sum("paper_issued" in line for line in describe.show_lines("paper_issued")) == 1


def test_what_depends_on_two_fields_is_shown_in_words() -> None:
    text = "\n".join(describe.show_lines("pm_remedy_result"))
    assert "所不服的决定为“注销决定”时（结果为“撤销”时颁证" in text
