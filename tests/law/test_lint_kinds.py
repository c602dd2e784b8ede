"""Each kind of finding has a table that is broken on purpose, and a sound one that is left in peace."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import mingjing
from mingjing import cli
from mingjing.law import lint, parameters
from mingjing.law.calendar import load_calendar
from mingjing.law.guards.powers import G_POWER
from mingjing.law.limits import BY_ID, Limit
from mingjing.law.lint import Checked
from mingjing.law.parameters import packaged, packaged_calendar
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import (
    Basis,
    Field,
    Kind,
    LinkedIs,
    On,
    Paper,
    Param,
    Procedure,
    Role,
    Tally,
    Words,
    Yearly,
    done,
    not_done,
    open_,
    per,
)
from tests.law.fragments import PERMIT
from tests.law.test_lint import act, term
from tests.law.world import ORDINARY

ROW = """
[[value]]
key = "{key}"
since = {since}
{until}
scope = "{scope}"
amount = 5
unit = "day"
basis = "{basis}"
verified = {verified}
"""


PLAIN = {
    "key": "x.within", "since": "2021-01-01", "until": "", "scope": "nation",
    "basis": "行政处罚法 第六十条", "verified": "true",
}  # fmt: skip
FIELD = {"scope": "field:市场监管"}
MATTER = {"scope": "matter:某事项"}


def rows(*said: dict[str, str]) -> Checked:
    text = "".join(ROW.format(**PLAIN | one) for one in said)
    texts = [("own.toml", text)]
    return Checked((), parameters.load(texts), places=parameters.places(texts))


def table(**said: object) -> Checked:
    return Checked((replace(PERMIT, **said),), packaged())  # type: ignore[arg-type]


def whole(**said: object) -> Checked:
    """The procedures in force, the ordinary penalty with a column altered."""
    altered = replace(ORDINARY, **said)  # type: ignore[arg-type]
    return Checked(tuple(altered if one is ORDINARY else one for one in PROCEDURES.values()), packaged())


def real(action: str, **said: object) -> Checked:
    return whole(actions=act(ORDINARY, action, **said).actions)


def until(day: str) -> str:
    return f"until = {day}"


def bounded(bound: str, amount: int) -> Checked:
    """A field that sets a limit of five days otherwise, where the statute allows one way only."""
    texts = [
        (
            "own.toml",
            ROW.format(**PLAIN) + ROW.replace("amount = 5", f"amount = {amount}").format(**PLAIN | FIELD),
        )
    ]
    return Checked((term(PERMIT, "T19", length=Param("x.within"), bound=bound),), parameters.load(texts))


def each_waits(one: str, other: str) -> Procedure:
    """Two acts of which each wants the other before it."""
    return act(act(PERMIT, one, needs=(done(other),)), other, needs=(done(one),))


def nationwide(**said: str) -> Checked:
    """The tables in force, with one nationwide row of the packaged parameters altered: a column → its new text."""
    old = 'key = "permit.correct_within"\nsince = 2019-04-23\nscope = "nation"\n'
    new = old
    for name, text in said.items():
        new = re.sub(rf"^{name} = .*$", text, new, flags=re.MULTILINE)
    texts = [(name, text.replace(old, new)) for name, text in parameters.packaged_texts()]
    assert new != old and texts != list(parameters.packaged_texts())
    return Checked(tuple(PROCEDURES.values()), parameters.load(texts), today=date(2026, 9, 30))


LOST_CURE = replace(G_POWER, cure="nowhere")
IDLE = replace(G_POWER, label="无用")
T62 = BY_ID["T62"]


def limit(**said: object) -> Limit:
    return replace(T62, term=replace(T62.term, **said))  # type: ignore[arg-type]


BROKEN: dict[str, list[tuple[Callable[[], Checked], str, bool]]] = {
    "twice": [(lambda: Checked((PERMIT, PERMIT), packaged()), "写了 2 次", True)],
    "id": [
        (lambda: table(actions=(*PERMIT.actions, PERMIT.actions[0])), "写了 2 次", True),
        (lambda: Checked((), packaged(), limits=(T62, T62)), "期限 T62 写了 2 次", True),
    ],
    "label": [(lambda: Checked((act(PERMIT, "pm_serve", label=" "),), packaged()), "没有中文名称", True)],
    "code": [(lambda: Checked((act(PERMIT, "pm_serve", opens=frozenset({"x"})),), packaged()), "没有 x 这个轨道", True)],
    "reference": [
        (lambda: Checked((act(PERMIT, "pm_serve", papers=("x",)),), packaged()), "没有 x 这个文书", True),
        (lambda: Checked((act(PERMIT, "pm_serve", opens_case="inspectionx"),), packaged()), "没有 inspectionx 这个程序", True),
        (lambda: table(fields=(*PERMIT.fields, Field("x", "某案", Kind.CASE, choices=(("y", "某"),)))), "没有 y 这个程序", True),
    ],
    "basis": [
        (lambda: Checked((act(PERMIT, "pm_serve", basis=Basis("?", "不知道的法", "第一条", "R")),), packaged()), "没有写依据", True),
        (lambda: Checked((), packaged(), limits=(limit(basis=Basis("?", "不知道的法", "第一条", "R")),)), "没有写依据", True),
    ],
    "article": [
        (lambda: Checked((PERMIT,), packaged(), missing=lambda basis: "导入的条文里没有这一条。"), "导入的条文里没有", True),
        (lambda: Checked((), packaged(), missing=lambda basis: "导入的条文里没有这一条。"), "第三十三条第二款：导入的条文里没有", True),
    ],
    "guard": [(lambda: Checked((act(PERMIT, "pm_serve", needs=(LOST_CURE,)),), packaged()), "补正的动作 nowhere 不在本程序", True)],
    "nobody": [
        (lambda: Checked((act(PERMIT, "pm_serve", by=()),), packaged()), "没有人可以办理", True),
        (lambda: Checked((act(PERMIT, "pm_serve", by=Role.ASSISTANT),), packaged()), "只写了不得办案的人", True),
        (lambda: Checked((act(PERMIT, "pm_serve", by=Role.SYSTEM),), packaged()), "没有期限推定这一步", True),
    ],
    "value": [
        (lambda: real("po_review", to=per("opinion", aprove="reviewed")), "没有 aprove 这个“审核意见”的选择", True),
        (lambda: real("po_archive", needs=(done("po_serve", paper="no_such"),)), "没有 no_such 这个“文书”的选择", True),
        (lambda: real("po_archive", needs=(LinkedIs("compulsory_measure", frozenset({"x"})),)), "没有 x 这个关联案件的阶段", True),
        (lambda: real("po_archive", needs=(LinkedIs("nowhere", frozenset({"x"})),)), "没有 nowhere 这个关联案件", True),
        (lambda: whole(path=tuple(replace(one, facts=(("waives", ["x"]),)) for one in ORDINARY.path)), "没有 x 这个“放弃的权利”", True),
        (lambda: whole(publicity=replace(ORDINARY.publicity, of=("x",))), "没有 x 这个文书", True),
        (lambda: whole(publicity=replace(ORDINARY.publicity, shows=("x",))), "没有 x 这个要素", True),
        (lambda: whole(review=replace(ORDINARY.review, passed="x")), "没有 x 这个“审核意见”", True),
        (lambda: whole(tallies=(Tally("x", "po_decide"),)), "没有 x 这个栏", True),
        (lambda: whole(fields=(*ORDINARY.fields, Field("x", "某日", Kind.DAY, not_before="y"))), "没有 y 这个要素", True),
    ],
    "order": [
        (lambda: real("po_conclude", needs=(not_done("po_lead"),)), "要求没有办过“线索登记”", True),
        (lambda: real("po_file", needs=(done("po_archive"),)), "要先办“立卷归档”，而办过以后回不到", True),
    ],
    "way": [
        (lambda: Checked((act(PERMIT, "pm_serve", stage=frozenset()),), packaged()), "走不到这一步", True),
        (lambda: Checked((act(PERMIT, "pm_decide", to=None),), packaged()), "没有一个结束阶段走得到", True),
        (lambda: Checked((each_waits("pm_correct", "pm_serve"),), packaged()), "走不到这一步：要先办的“送达”也走不到", True),
        (lambda: Checked((act(PERMIT, "pm_decide", needs=(open_("none"),)),), packaged()), "走不到这一步", True),
    ],
    "path": [
        (lambda: table(path=PERMIT.path[:-1]), "没有走到结束阶段", True),
        (lambda: table(path=(*PERMIT.path[:-1], replace(PERMIT.path[-1], leaves=(("granted", "x"),)))), "没有 granted = x 这个选择", True),
    ],
    "sample": [(lambda: table(fields=(*PERMIT.fields, Field("x", "某项", Kind.TEXT))), "必填而没有样例", True)],
    "float": [(lambda: table(fields=(*PERMIT.fields, Field("x", "某项", Kind.NUMBER, sample=1.5))), "表中有小数", True)],
    "startless": [
        (lambda: Checked((term(PERMIT, "T19", runs_from=""),), packaged()), "起算的动作尚未列入", False),
        (lambda: Checked((), packaged(), limits=(T62,)), "可以计算，由后续程序使用", False),
        (lambda: Checked((), packaged(), limits=(replace(T62, starts=""),)), "没有写从何时起算", True),
        (lambda: Checked((PERMIT,), packaged(), limits=(limit(id="T19"),)), "与程序表里的长度不同", True),
    ],
    "endless": [
        (lambda: Checked((term(PERMIT, "T19", until="", presumes=""),), packaged()), "没有动作使它终止", False),
        (lambda: Checked((term(PERMIT, "T19", until=On("gone"), presumes=""),), packaged()), "动作都走不到", True),
    ],
    "length": [
        (lambda: Checked((term(PERMIT, "T19", length=parameters.Param("x.y")),), packaged()), "没有参数 x.y", True),
        (lambda: Checked((term(PERMIT, "T19", yearly=Yearly("02-30")),), packaged()), "“02-30”不是每年都有的一天", True),
        (lambda: Checked((term(PERMIT, "T19", yearly=Yearly(Param("x.y"))),), packaged()), "没有参数 x.y", True),
        (lambda: Checked((), packaged(), limits=(limit(length=Param("x.y")),)), "没有参数 x.y", True),
        (lambda: bounded("longer", 4), "不比 5 日长", True),
        (lambda: bounded("shorter", 6), "不比 5 日短", True),
        (lambda: Checked((), packaged(), limits=(limit(yearly=Yearly("2-3")),)), "“2-3”不是每年都有的一天", True),
    ],
    "words": [
        (lambda: table(fields=(*PERMIT.fields, Field("x", "某项", Kind.TEXT, sample="一", usual=Words("{x.y}内")))), "没有参数 x.y", True)
    ],
    "paper-unused": [(lambda: table(papers=(*PERMIT.papers, Paper("x", "某文书", ()))), "没有动作制作《某文书》", False)],
    "field-unused": [(lambda: table(fields=(*PERMIT.fields, Field("x", "某项", Kind.TEXT, sample="一"))), "没有动作填写“某项”", False)],
    "guard-unused": [(lambda: Checked((PERMIT,), packaged(), guards=[("G_X", IDLE)]), "“无用”没有用在任何动作上", False)],
    "parameter-unused": [(lambda: rows({}), "还没有期限或者条件用到它", False)],
    "overlap": [
        (lambda: rows({"until": until("2022-06-30")}, {"since": "2022-06-30"}), "重叠", True),
        (lambda: rows({}, {"since": "2022-01-01", "until": until("2022-12-31")}), "旧数值重新适用", False),
    ],
    "gap": [
        (lambda: rows({"until": until("2021-12-31")}, {"since": "2022-01-02"}), "从 2022-01-01 到 2022-01-01 没有数值，也没有更宽", True),
        (lambda: rows({"until": until("2021-12-31")}), "从 2022-01-01 起没有数值", True),
        (lambda: rows({}, {"scope": "shandong", "until": until("2021-12-31")}), "改由 nation 的数值适用", False),
        (lambda: rows({"until": until("2021-12-31")}, MATTER), "从 2022-01-01 起没有数值，也没有更宽", True),
        (lambda: rows(FIELD | {"until": until("2021-12-31")}, MATTER), "从 2022-01-01 起没有数值，也没有更宽", True),
        (lambda: rows({"until": until("2021-12-31")}, {"scope": "shandong", "until": until("2023-01-31")}),
         "从 2022-01-01 起没有数值，其中 2023-02-01 起也没有更宽", True),
        (lambda: nationwide(scope='scope = "nation"\nuntil = 2024-01-01'), "从 2024-01-02 起没有数值，也没有更宽", True),
    ],
    "reach": [
        (lambda: nationwide(since="since = 2030-01-01"), "到 2030-01-01 才有数值", True),
        (lambda: nationwide(key='key = "permit.corect_within"'), "只有 matter:排污许可", True),
        (lambda: rows({}), "没有数值；请检查键名", True),
    ],
    "cited": [
        (lambda: rows({"basis": "某办法 第一条"}), "不是规则表认识的法律和条", True),
        (lambda: rows({"basis": "行政处罚法"}), "不是规则表认识的法律和条", True),
    ],
    "unverified": [(lambda: rows({"verified": "false"}), "未核实", False)],
    "holidays": [
        (lambda: Checked((), packaged(), packaged_calendar(), date(2026, 10, 1)), "没有 2027 年", False),
        (lambda: Checked((), packaged(), load_calendar([]), date(2026, 3, 1)), "没有 2026 年", True),
    ],
}  # fmt: skip
ELSEWHERE = {"approval"}
"""Planted in test_lint.py: it needs an urgent act."""
CASES = [(kind, *one) for kind, many in BROKEN.items() for one in many]


def test_every_kind_has_its_broken_table() -> None:
    assert set(BROKEN) | ELSEWHERE == set(lint.KINDS)


def found(checked: Checked, kind: str) -> list[lint.Finding]:
    return [one for one in lint.check(checked.procedures, checked.parameters, checked) if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "broken", "said", "wrong"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_broken_table_is_found(kind: str, broken: Callable[[], Checked], said: str, wrong: bool) -> None:
    assert [one for one in found(broken(), kind) if said in one.sentence and one.wrong == wrong]


def test_the_sound_tables_have_nothing_of_the_kinds_that_are_faults() -> None:
    sound = Checked(
        tuple(PROCEDURES.values()),
        packaged(),
        packaged_calendar(),
        date(2026, 9, 30),
        guards=lint.written_guards(),
    )
    assert [str(one) for one in lint.check(sound.procedures, sound.parameters, sound) if one.wrong] == []
    assert found(sound, "holidays") == []
    assert set(packaged().keys()) >= parameters.SOMEWHERE
    assert found(sound, "guard-unused") == []


def test_an_old_value_that_comes_back_is_no_gap() -> None:
    """Where the value before it has no end, what ended leaves no time without one."""
    assert found(rows({}, {"since": "2022-01-01", "until": until("2022-12-31")}), "gap") == []


def test_a_finding_names_file_and_row() -> None:
    (one,) = found(rows({"until": until("2021-12-31")}, {"since": "2022-01-02"}), "gap")
    assert (one.file, one.where) == ("own.toml 第 1 条", "参数 x.within（nation，2021-01-01 起）")
    (paper,) = found(table(papers=(*PERMIT.papers, Paper("x", "某文书", ()))), "paper-unused")
    assert (paper.file, paper.where) == (f"acts/{PERMIT.act}.py", f"{PERMIT.id} x")


def test_the_keys_that_rules_read_are_those_that_stand_in_the_code() -> None:
    """`READ` cannot fall behind: every parameter key written out in the code is declared or belongs to a limit."""
    folder = Path(mingjing.__file__).parent
    written = {
        node.value
        for name in (
            *(
                f"law/{room}/{one.name}"
                for room in ("guards", "rules")
                for one in (folder / "law" / room).glob("*.py")
            ),
            "disclosure/periods.py",
        )
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    keys = set(packaged().keys())
    assert written & keys - set(parameters.READ) == set()
    assert {one for one in parameters.READ if not one.startswith("hearing.")} <= keys
    assert {one for one in keys if one.startswith("hearing.")} == {
        one for one in parameters.READ if one.startswith("hearing.")
    }


def test_the_command_says_it_in_chinese_or_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MINGJING_HOME", str(tmp_path))
    assert cli.main(["law", "check"]) == 0
    assert "检查完毕：0 处错误" in capsys.readouterr().out

    (tmp_path / "parameters").mkdir()
    own = tmp_path / "parameters" / "own.toml"
    own.write_text(
        ROW.format(
            key="review.within",
            since="2026-01-01",
            until="until = 2026-01-31",
            scope="zaozhuang",
            basis="某办法 第一条",
            verified="true",
        )
    )
    assert cli.main(["law", "check", "--json"]) == 1
    listed = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["file"]) for one in listed if one["wrong"]] == [("cited", "own.toml 第 1 条")]

    own.write_text("[[value]]\nkey = 1")
    assert cli.main(["law", "check"]) == 2
    assert "own.toml 第 1 条" in capsys.readouterr().out
